//! Counting by columns equals counting by hand, paper by paper.

use std::collections::{BTreeMap, BTreeSet};

use offprint::columns::{Columns, Count, Facets, Flags, Has, Histogram, Kind, Made, keyword};
use offprint::library::Library;
use offprint::paper::{Day, Link, Paper};
use offprint::text::fold;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

const KEYWORDS: [&str; 14] = [
    "Diffusion Models",
    "diffusion model",
    "diffusion-models",
    "Diffusion Models (DMs)",
    "fine-tuning",
    "finetuning",
    "fine tuning",
    "inductive bias",
    "Bias",
    "large language models (LLMs)",
    "Large Language Model",
    "GPT-4o",
    "gpt4o",
    " - ",
];

fn paper() -> impl Strategy<Value = Paper> {
    let names =
        (option::of(select(vec!["Aé Lab", "ae-lab", "Lab"])), option::of(select(vec!["ada", "Ada", "ada-l", "bob"])));
    let keywords = vec(select(KEYWORDS.to_vec()), 0..5);
    let days = vec(prop_oneof![20_300..20_310_i32, 19_000..21_000, -700_000..2_900_000], 0..4);
    let votes = option::of(prop_oneof![0..9_u32, 900..1_200_u32, any::<u32>()]);
    let categories = vec(select(vec!["cs.CV", "cs.CL", "cs", "stat.ML"]), 0..3);
    (super::library::paper(), keywords, names, days, votes, categories, any::<bool>()).prop_map(
        |(paper, keywords, (organisation, submitter), mut days, votes, categories, project)| {
            days.sort_unstable();
            days.dedup();
            Paper {
                keywords: keywords.into_iter().map(str::to_owned).collect(),
                categories: categories.into_iter().map(str::to_owned).collect(),
                organisation: organisation.map(str::to_owned),
                submitter: submitter.map(str::to_owned),
                days: days.into_iter().map(Day).collect(),
                votes,
                project: project.then(|| Link::parse("https://example.org/a").unwrap()),
                ..paper
            }
        },
    )
}

/// What the reader made of a paper: nothing of most.
pub fn made() -> impl Strategy<Value = Made> {
    let tags = vec(select(vec!["to read", "To  Read", "to-read", "⭐", "⭐ thesis", "Thèse", "C++"]), 0..3);
    let collections = vec(select(vec!["Reading group", "reading Group", "GPT", "to read"]), 0..3);
    let note = prop_oneof![Just(""), Just("Ask about the zebrafish"), Just("later")];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let made =
        (flags, tags, collections, note).prop_map(|((starred, read, dismissed), tags, collections, note)| Made {
            flags: Flags { starred, read, dismissed, ..Flags::default() },
            tags: tags.into_iter().map(str::to_owned).collect(),
            places: collections.iter().map(|name| name.to_lowercase()).collect(),
            collections: collections.into_iter().map(str::to_owned).collect(),
            note: note.to_owned(),
        });
    prop_oneof![Just(Made::default()), made]
}

/// A paper, and what the reader made of it.
type Known = (Paper, Made);

/// Papers put at places and marked, some of them anew.
fn puts() -> impl Strategy<Value = Vec<(u32, Known)>> {
    vec((0..12_u32, (paper(), made())), 0..40)
}

/// They as columns, and as the papers that stand there in the end.
fn fill(puts: Vec<(u32, Known)>) -> (Columns, BTreeMap<u32, Known>) {
    let mut columns = Columns::default();
    for (place, (paper, made)) in &puts {
        columns.put(*place, paper);
        let noted = columns.note(*place) != made.note;
        assert_eq!(columns.mark(*place, made), noted, "whether the note is another");
    }
    (columns, puts.into_iter().collect())
}

fn values(kind: Kind, (paper, made): &Known) -> Vec<&str> {
    match kind {
        Kind::Tag => made.tags.iter().map(String::as_str).collect(),
        Kind::Collection => made.collections.iter().map(String::as_str).collect(),
        Kind::Category => paper.categories.iter().map(String::as_str).collect(),
        Kind::Keyword => paper.keywords.iter().map(String::as_str).collect(),
        Kind::Organisation => paper.organisation.as_deref().into_iter().collect(),
        Kind::Submitter => paper.submitter.as_deref().into_iter().collect(),
    }
}

/// What spellings of one value share, in words.
fn words(kind: Kind, spelling: &str) -> Vec<String> {
    let text = if kind == Kind::Keyword { keyword(spelling) } else { fold(spelling).replace('-', " ") };
    text.split_whitespace().map(str::to_owned).collect()
}

fn key(kind: Kind, spelling: &str) -> String {
    match kind {
        Kind::Keyword | Kind::Organisation => words(kind, spelling).concat(),
        Kind::Category | Kind::Submitter => fold(spelling),
        Kind::Tag | Kind::Collection => fold(&spelling.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// The first spelling of each value of a paper.
fn spellings(kind: Kind, paper: &Known) -> BTreeMap<String, &str> {
    let mut first = BTreeMap::new();
    for spelling in values(kind, paper) {
        let key = key(kind, spelling);
        if !key.is_empty() {
            first.entry(key).or_insert(spelling);
        }
    }
    first
}

/// The values of some papers by hand, named as all papers do most.
fn counted(kind: Kind, all: &BTreeMap<u32, Known>, of: &[&Known]) -> Vec<Count> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for key in of.iter().flat_map(|paper| spellings(kind, paper).into_keys()) {
        *counts.entry(key).or_default() += 1;
    }
    let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.into_iter().map(|(key, count)| Count { value: shown(kind, all, &key), count }).collect()
}

fn shown(kind: Kind, all: &BTreeMap<u32, Known>, key: &str) -> String {
    let mut uses: BTreeMap<&str, u32> = BTreeMap::new();
    for spelling in all.values().filter_map(|paper| spellings(kind, paper).get(key).copied()) {
        *uses.entry(spelling).or_default() += 1;
    }
    let most = uses.values().max().copied();
    uses.into_iter()
        .find(|(_, count)| Some(*count) == most)
        .map(|(spelling, _)| spelling.to_owned())
        .unwrap_or_default()
}

/// Whether a value, by any spelling in use, has a word that begins so. Words run on into those after them.
fn has_word(kind: Kind, all: &BTreeMap<u32, Known>, value: &str, prefix: &str) -> bool {
    let prefix = key(kind, prefix);
    let in_use = all.values().filter_map(|paper| spellings(kind, paper).get(value).copied());
    let mut starts = in_use.flat_map(|spelling| match kind {
        Kind::Keyword | Kind::Organisation => {
            let words = words(kind, spelling);
            let keyword = spelling.split_once('(').filter(|_| kind == Kind::Keyword);
            let acronym = keyword.map(|(_, rest)| key(kind, rest.trim_end_matches(')')));
            (0..words.len()).map(|at| words[at..].concat()).chain(acronym).collect::<Vec<_>>()
        }
        Kind::Category | Kind::Submitter => {
            let text = fold(spelling);
            let at = |at: &usize| *at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric();
            (0..text.len()).filter(at).map(|at| text[at..].to_owned()).collect()
        }
        Kind::Tag | Kind::Collection => {
            let text = self::key(kind, spelling);
            let begins = |(at, c): &(usize, char)| match text[..*at].chars().next_back() {
                None | Some(' ') => true,
                Some(before) => c.is_alphanumeric() && !before.is_alphanumeric(),
            };
            text.char_indices().filter(begins).map(|(at, _)| text[at..].to_owned()).collect()
        }
    });
    let own = matches!(kind, Kind::Tag | Kind::Collection);
    starts.any(|rest| rest.starts_with(&prefix) && (own || rest.starts_with(char::is_alphanumeric)))
}

fn check_histogram(histogram: &Histogram, numbers: &[Vec<i64>]) -> Result<(), TestCaseError> {
    prop_assert_eq!(histogram.counts.len(), histogram.edges.len().saturating_sub(1));
    prop_assert!(histogram.counts.len() <= offprint::columns::BINS);
    prop_assert!(histogram.edges.windows(2).all(|pair| pair[0] < pair[1]));
    prop_assert!(
        numbers
            .iter()
            .flatten()
            .all(|number| histogram.edges[0] <= *number && number < histogram.edges.last().unwrap())
    );
    for (bin, count) in histogram.counts.iter().enumerate() {
        let within = |number: &i64| histogram.edges[bin] <= *number && *number < histogram.edges[bin + 1];
        prop_assert_eq!(*count as usize, numbers.iter().filter(|numbers| numbers.iter().any(within)).count());
    }
    let ends = [histogram.counts.first(), histogram.counts.last()];
    prop_assert!(ends.into_iter().flatten().all(|count| *count > 0), "no empty bin at either end");
    Ok(())
}

const KINDS: [Kind; 6] =
    [Kind::Category, Kind::Keyword, Kind::Organisation, Kind::Submitter, Kind::Tag, Kind::Collection];

/// The counted values of each kind.
fn of_kinds(facets: &Facets) -> impl Iterator<Item = (Kind, &Vec<Count>)> {
    let Facets { categories, keywords, organisations, submitters, tags, collections, .. } = facets;
    KINDS.into_iter().zip([categories, keywords, organisations, submitters, tags, collections])
}

proptest! {
    #[test]
    fn counts_are_those_of_a_count_by_hand(puts in puts(), wanted in vec(any::<bool>(), 12)) {
        let (columns, papers) = fill(puts);
        let places: Vec<u32> = papers.keys().copied().filter(|place| wanted[*place as usize]).collect();
        let of: Vec<&Known> = places.iter().map(|place| &papers[place]).collect();
        let facets = columns.count(&places);
        for (kind, counts) in of_kinds(&facets) {
            prop_assert_eq!(counts, &counted(kind, &papers, &of), "{:?}", kind);
        }
        let all = |test: &dyn Fn(&Paper) -> bool| of.iter().filter(|(paper, _)| test(paper)).count() as u32;
        let marked = |test: &dyn Fn(&Made) -> bool| of.iter().filter(|(_, made)| test(made)).count() as u32;
        let Facets { code, project, summary, starred, unread, read, noted, of: total, .. } = facets;
        prop_assert_eq!((code, project), (all(&|paper| paper.repository.is_some()), all(&|paper| paper.project.is_some())));
        prop_assert_eq!((summary, total), (all(&|paper| paper.summary.is_some()), of.len() as u32));
        prop_assert_eq!((starred, read, unread), (marked(&|made| made.flags.starred), marked(&|made| made.flags.read), marked(&|made| !made.flags.read)));
        prop_assert_eq!(noted, marked(&|made| !made.note.is_empty()));
        let days: Vec<Vec<i64>> = of.iter().map(|(paper, _)| paper.days.iter().map(|day| i64::from(day.0)).collect()).collect();
        check_histogram(&facets.days, &days)?;
        let votes: Vec<Vec<i64>> = of.iter().map(|(paper, _)| paper.votes.map(|votes| i64::from(votes.min(u32::MAX - 1))).into_iter().collect()).collect();
        check_histogram(&facets.votes, &votes)?;
        let mut months: BTreeMap<Day, u32> = BTreeMap::new();
        for (paper, _) in &of {
            for month in paper.days.iter().map(|day| day.month_start()).collect::<BTreeSet<Day>>() {
                *months.entry(month).or_default() += 1;
            }
        }
        let since = months.keys().last().map(|last| (0..39).fold(*last, |month, _| month.plus(-1).month_start()));
        months.retain(|month, _| Some(*month) >= since);
        prop_assert_eq!(facets.months, months.into_iter().rev().collect::<Vec<_>>());
    }

    #[test]
    fn places_with_a_value_are_those_found_by_hand(
        puts in puts(),
        kind in select(KINDS.to_vec()),
        typed in select(vec!["c", "cs", "cs.cl", "CS.CL", "stat", "Diffusion Model", "mod", "tun", "fine tun", "finetu", "gpt", "4o", "lab", "a", "ada", "ada-l", "l", "llm", "LLMs", "dm", "-", "", "to", "to read", "To  Read", "read", "⭐", "⭐ th", "these", "c+", "group"]),
    ) {
        let (columns, papers) = fill(puts);
        let with = |test: &dyn Fn(&str) -> bool| -> Vec<u32> {
            papers.iter().filter(|(_, known)| spellings(kind, known).keys().any(|value| test(value))).map(|(place, _)| *place).collect()
        };
        prop_assert_eq!(columns.places_with(kind, typed, true), with(&|value| value == key(kind, typed)));
        let begins = |value: &str| match kind {
            Kind::Category => value == key(kind, typed) || value.starts_with(&format!("{}.", key(kind, typed))) ,
            _ => has_word(kind, &papers, value, typed),
        };
        prop_assert_eq!(columns.places_with(kind, typed, false), with(&begins), "{:?} {}", kind, typed);
        let all: Vec<&Known> = papers.values().collect();
        let counts = counted(kind, &papers, &all).into_iter().filter(|count| has_word(kind, &papers, &key(kind, &count.value), typed));
        let offered: Vec<(String, u32)> = counts.map(|count| (count.value, count.count)).take(3).collect();
        prop_assert_eq!(columns.complete(kind, typed, 3), offered);
    }

    #[test]
    fn what_a_facet_says_is_what_including_it_leaves(puts in puts()) {
        let (columns, papers) = fill(puts);
        let places: Vec<u32> = papers.keys().copied().collect();
        let facets = columns.count(&places);
        for (kind, counts) in of_kinds(&facets) {
            for Count { value, count } in counts {
                prop_assert_eq!(columns.places_with(kind, value, true).len(), *count as usize, "{:?} {}", kind, value);
            }
        }
    }

    #[test]
    fn facts_are_the_papers_own(puts in puts()) {
        let (columns, papers) = fill(puts);
        for (&place, (paper, made)) in &papers {
            prop_assert_eq!(columns.days(place).collect::<Vec<_>>(), paper.days.clone());
            prop_assert_eq!((columns.last_day(place), columns.published(place)), (paper.last_day(), paper.published));
            let votes = paper.votes.map(|votes| votes.min(u32::MAX - 1));
            prop_assert_eq!((columns.votes(place), columns.comments(place), columns.stars(place)), (votes, paper.comments, paper.stars));
            prop_assert_eq!(columns.has(place, Has::Code), paper.repository.is_some());
            prop_assert_eq!(columns.has(place, Has::Project), paper.project.is_some());
            prop_assert_eq!(columns.has(place, Has::Summary), paper.summary.is_some());
            prop_assert_eq!((columns.flags(place), columns.note(place)), (made.flags, made.note.as_str()));
            prop_assert_eq!(columns.has_any(Kind::Tag, place), !made.tags.is_empty());
            prop_assert_eq!(columns.has_any(Kind::Collection, place), !made.collections.is_empty());
        }
    }

    #[test]
    fn the_order_of_arrival_changes_no_count(papers in vec(paper(), 0..20)) {
        let facets = |papers: Vec<Paper>| {
            let mut library = Library::default();
            let mut columns = Columns::default();
            for place in library.merge(papers).places {
                columns.put(place, library.at(place).unwrap());
            }
            columns.count(&library.all())
        };
        let mut unique: BTreeMap<_, Paper> = BTreeMap::new();
        for paper in papers {
            unique.insert(paper.id.clone(), paper);
        }
        let (there, back) = (unique.values().cloned().collect(), unique.values().rev().cloned().collect());
        prop_assert_eq!(facets(there), facets(back));
    }

    #[test]
    fn normalising_again_changes_nothing(text in prop_oneof!["\\PC*", "[a-cA-C sS(i)e\\-_\"é]{0,24}", select(KEYWORDS.to_vec()).prop_map(str::to_owned)]) {
        let once = keyword(&text);
        prop_assert_eq!(keyword(&once), once);
    }
}
