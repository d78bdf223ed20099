//! Joining readings: nothing is lost, and what comes twice changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use offprint::library::{Library, join};
use offprint::paper::{Author, Day, Link, Paper, PaperId};
use offprint::sheet::sheet_key;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Papers of which few are different, on few days, so that they meet; every fact there or not.
pub fn paper() -> impl Strategy<Value = Paper> {
    let words = || prop_oneof![Just("masked image modelling"), Just("Schrödinger bridges"), Just("GPT-4o at work")];
    let identity = (1..9_u32, option::of(1..4_u16), words(), vec(20_300..20_310_i32, 0..3));
    let texts = (option::of(words()), option::of(words()), vec(words(), 0..3), vec(words(), 0..3));
    let counts = (option::of(0..9_u32), option::of(0..9_u32), option::of(20_200..20_205_i32), any::<bool>());
    let categories = vec(prop_oneof![Just("cs.CV"), Just("cs.CL"), Just("stat.ML")], 0..3);
    (identity, texts, counts, categories).prop_map(|(identity, texts, counts, categories)| {
        let (number, version, title, mut days) = identity;
        let (abstract_text, summary, authors, keywords) = texts;
        let (votes, stars, published, code) = counts;
        days.sort_unstable();
        days.dedup();
        Paper {
            version,
            abstract_text: abstract_text.map(str::to_owned),
            summary: summary.map(str::to_owned),
            authors: authors.into_iter().map(Author::named).collect(),
            categories: categories.into_iter().map(str::to_owned).collect(),
            days: days.into_iter().map(Day).collect(),
            published: published.map(Day),
            votes,
            stars,
            repository: code.then(|| Link::parse("https://github.com/a/b").unwrap()),
            keywords: keywords.into_iter().map(str::to_owned).collect(),
            ..Paper::new(PaperId::parse(&format!("2309.{number:05}")).unwrap().0, title)
        }
    })
}

/// The papers of a library by id.
fn known(library: &Library) -> BTreeMap<PaperId, Paper> {
    let papers = library.all().into_iter().filter_map(|place| library.at(place));
    papers.map(|paper| (paper.id.clone(), paper.clone())).collect()
}

proptest! {
    #[test]
    fn merging_again_changes_nothing(papers in vec(paper(), 0..20)) {
        let mut library = Library::default();
        library.merge(papers.clone());
        let before = known(&library);
        // The last word on each paper is the same as before.
        let again = library.merge(before.values().cloned().collect());
        prop_assert_eq!((again.added, again.changed, again.sheets.len()), (0, 0, 0));
        prop_assert_eq!(known(&library), before);
    }

    #[test]
    fn a_poorer_reading_takes_nothing_away(rich in paper(), poor in paper()) {
        let poor = Paper { id: rich.id.clone(), ..poor };
        let joined = join(&rich, poor.clone());
        for (was, other, now) in [
            (&rich.abstract_text, &poor.abstract_text, &joined.abstract_text),
            (&rich.summary, &poor.summary, &joined.summary),
        ] {
            prop_assert_eq!(now.is_some(), was.is_some() || other.is_some());
        }
        prop_assert!(rich.days.iter().chain(&poor.days).all(|day| joined.days.contains(day)));
        prop_assert!(joined.votes >= rich.votes && joined.votes >= poor.votes && joined.stars >= rich.stars);
        prop_assert_eq!(joined.repository.is_some(), rich.repository.is_some() || poor.repository.is_some());
        prop_assert_eq!(joined.keywords.is_empty(), rich.keywords.is_empty() && poor.keywords.is_empty());
        prop_assert_eq!(join(&joined, poor.clone()), joined.clone(), "twice is once");
    }

    #[test]
    fn days_and_sheets_follow_the_papers(papers in vec(paper(), 0..20), more in vec(paper(), 0..10)) {
        let mut library = Library::default();
        library.merge(papers);
        library.merge(more);
        let known = known(&library);
        let on = |from: Day, to: Day| -> BTreeSet<PaperId> {
            library.on(from, to).into_iter().map(|place| library.at(place).unwrap().id.clone()).collect()
        };
        for day in (20_299..20_311).map(Day) {
            let shown = known.values().filter(|paper| paper.days.contains(&day));
            let expected: BTreeSet<PaperId> = shown.map(|paper| paper.id.clone()).collect();
            prop_assert_eq!(on(day, day), expected);
        }
        prop_assert_eq!(library.days().map(|(day, _)| day).collect::<BTreeSet<_>>(), known.values().flat_map(|paper| paper.days.clone()).collect());
        let keys: BTreeSet<String> = known.values().map(sheet_key).collect();
        let sheets: Vec<Paper> = keys.iter().flat_map(|key| library.sheet(key)).cloned().collect();
        prop_assert_eq!(sheets.len(), known.len(), "each paper is in one sheet");
        prop_assert!(sheets.iter().all(|paper| known.get(&paper.id) == Some(paper)));
    }

    #[test]
    fn a_merge_names_every_sheet_that_changed(papers in vec(paper(), 0..10), more in vec(paper(), 0..10)) {
        let mut library = Library::default();
        library.merge(papers);
        let before = known(&library);
        let keys: BTreeSet<String> = before.values().map(sheet_key).collect();
        let old: BTreeMap<String, Vec<Paper>> = keys.iter().map(|key| (key.clone(), library.sheet(key).into_iter().cloned().collect())).collect();
        let merge = library.merge(more);
        let keys: BTreeSet<String> = known(&library).values().map(sheet_key).chain(keys).collect();
        for key in keys.into_iter().filter(|key| !merge.sheets.contains(key)) {
            let now: Vec<Paper> = library.sheet(&key).into_iter().cloned().collect();
            prop_assert_eq!(old.get(&key).cloned().unwrap_or_default(), now, "sheet {}", key);
        }
    }
}
