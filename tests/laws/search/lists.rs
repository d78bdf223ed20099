//! Rows of a list, window by window, are the whole list sorted and cut.

use offprint::engine::Engine;
use offprint::library::Library;
use offprint::paper::{Day, Paper, PaperId};
use offprint::query::{Order, View, Window};
use offprint::rank;
use offprint::search::{Bits, Common, Field, Find, Index};
use proptest::collection::vec;
use proptest::prelude::*;

use super::super::rank::order;
use super::{asked, asked_text, borrowed, cases, corpus, text};

const TODAY: Day = Day(20_312);

fn papers() -> impl Strategy<Value = Vec<Paper>> {
    vec((text(), text(), vec(20_300..20_304_i32, 0..2), 0..4_u32), 0..40).prop_map(|papers| {
        let paper = |(number, (title, text, days, votes)): (usize, (String, String, Vec<i32>, u32))| Paper {
            abstract_text: Some(text),
            days: days.into_iter().map(Day).collect(),
            votes: Some(votes),
            ..Paper::new(PaperId::parse(&format!("2309.{number:05}")).unwrap().0, title)
        };
        papers.into_iter().enumerate().map(paper).collect()
    })
}

/// The titles' identifiers in order, by sorting everything: by score for [`Order::Best`], then by rank.
fn sorted(papers: &[Paper], asked: &Find, order: Order) -> Vec<PaperId> {
    let (mut library, mut index) = (Library::default(), Index::default());
    library.merge(papers.to_vec());
    for place in library.all() {
        let paper = library.at(place).unwrap();
        let text = paper.abstract_text.as_deref().unwrap_or_default();
        index.put(place, &[(Field::Title, &paper.title), (Field::Abstract, text)]);
    }
    let by_rank = if order == Order::Best { Order::Newest } else { order };
    let ranked = rank::ranked(&library, by_rank, &rank::Given::on(TODAY));
    let rank = |place: u32| ranked.iter().position(|other| *other == place).unwrap();
    let mut found = index.find(asked).found;
    found.sort_by(|a, b| {
        let by_score = if order == Order::Best { b.1.total_cmp(&a.1) } else { std::cmp::Ordering::Equal };
        by_score.then_with(|| rank(a.0).cmp(&rank(b.0)))
    });
    found.into_iter().map(|(place, _)| library.at(place).unwrap().id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(512)))]

    /// The best of a question are the first of all that is found, sorted by score and then by rank.
    #[test]
    fn the_best_are_cut_from_all(
        corpus in corpus(),
        copies in 1..4_u32,
        asked in asked(),
        count in 0..7_usize,
        ranks in vec(0..1_000_000_u32, 0..30),
    ) {
        // Copies are equal but for their ranks.
        let mut index = Index::default();
        for copy in 0..copies {
            index.put_all(corpus.iter().map(|(key, values)| (copy * 1_000 + key, borrowed(values))));
        }
        check_best(&index, &asked, count, &ranks);
    }

    /// The same for one word alone, which is looked for in a way of its own, in so many documents that most are left out early. Some
    /// are gone.
    #[test]
    fn the_best_of_one_word_are_cut_from_all(
        corpus in corpus(),
        copies in 1..16_u32,
        gone in vec(0..16_000_u32, 0..30),
        asked in asked_text(),
        in_a_row: bool,
        share in 0..9_u32,
        common in (1..4_u32, 1..40_usize),
        count in 0..40_usize,
        ranks in vec(0..1_000_000_u32, 0..30),
    ) {
        let mut index = Index::default();
        for copy in 0..copies {
            // Of other lengths, and so of other scores.
            let filling = "other ".repeat(copy as usize * 3);
            let documents = corpus.iter().map(|(key, values)| {
                let mut values = borrowed(values);
                values.push((Field::Abstract, &filling));
                (copy * 1_000 + key, values)
            });
            index.put_all(documents);
        }
        index.remove_all(&gone);
        let asked = if in_a_row { Find::All(vec![Find::Text(asked)]) } else { Find::Text(asked) };
        let keys = Find::Keys((0..16_000).filter(|key| key * 5 % 8 < share).collect::<Bits>());
        let within = Find::All(vec![keys.clone(), asked.clone(), keys]);
        // The same when what is common has been looked for, and when it is out of date again.
        let (one_of, kept) = common;
        let change: [fn(&mut Index, Common); 3] =
            [|_, _| {}, Index::prepare, |index, _| index.put(7, &[(Field::Title, "model models model")])];
        for change in change {
            change(&mut index, Common { one_of, kept });
            check_best(&index, &asked, count, &ranks);
            check_best(&index, &within, count, &ranks);
        }
    }
}

/// Whether the best are the first of all that is found, and all are told.
pub fn check_best(index: &Index, asked: &Find, count: usize, ranks: &[u32]) {
    let all = index.find(asked);
    let mut expected = all.sort_keys(true, ranks);
    expected.sort();
    expected.truncate(count);
    let best = index.best(asked, count, ranks);
    assert_eq!((&best.keys, best.total(), best.relaxed), (&expected, all.total(), all.relaxed), "{asked:?}");
    assert_eq!(best.all(index), all.found.into_iter().map(|(key, _)| key).collect::<Vec<_>>(), "{asked:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(128)))]

    #[test]
    fn windows_of_a_list_are_cut_from_the_whole_of_it(
        papers in papers(),
        order in order(),
        batch in 1..20_usize,
        words in prop_oneof![Just("model"), Just("data model"), Just("cat dog training"), Just("xyzzy")],
        windows in vec((0..45_u32, 0..45_u32), 1..8),
    ) {
        let mut engine = Engine::default();
        engine.learn(papers.clone());
        while engine.index_some(batch) {}
        // The blank says that the last word is finished.
        let view = View { window: Window::All, text: format!("{words} "), order: Some(order), ..View::default() };
        let asked = Find::All(words.split(' ').map(Find::word).collect());
        let expected = sorted(&papers, &asked, order);
        for (from, count) in windows {
            let rows = engine.rows(&view, TODAY, None, from, count);
            let until = (from as usize + count as usize).min(expected.len());
            let ids: Vec<PaperId> = rows.rows.into_iter().map(|row| row.id).collect();
            prop_assert_eq!(&ids, expected.get(from as usize..until).unwrap_or_default());
            prop_assert_eq!((rows.total as usize, rows.from, rows.order), (expected.len(), from, order));
        }
    }
}

/// Of a long list only the first rows are put in order at once; the others come when they are asked for.
#[test]
fn rows_far_down_a_long_list_are_those_of_the_whole() {
    let paper = |number: u32| {
        let title = format!("Model {} of {}", "model ".repeat(number as usize * 7 % 5), number % 11);
        Paper { days: vec![Day(20_300)], ..Paper::new(PaperId::parse(&format!("2309.{number:05}")).unwrap().0, title) }
    };
    let papers: Vec<Paper> = (0..700).map(paper).collect();
    let asked = Find::All(vec![Find::word("model"), Find::word("of")]);
    let expected = sorted(&papers, &asked, Order::Best);
    let mut engine = Engine::default();
    engine.learn(papers);
    while engine.index_some(100) {}
    let view = View { window: Window::All, text: "model of ".to_owned(), ..View::default() };
    let ids = |rows: Vec<offprint::present::Row>| rows.into_iter().map(|row| row.id).collect::<Vec<PaperId>>();
    for (from, count) in [(0, 50), (150, 50), (190, 20), (650, 100), (0, 50)] {
        let rows = engine.rows(&view, TODAY, None, from, count);
        let until = (from as usize + count as usize).min(expected.len());
        assert_eq!(rows.total as usize, expected.len());
        assert_eq!(ids(rows.rows), expected[from as usize..until], "{from}");
    }
    assert_eq!(engine.ids(&view, TODAY, None), expected);
}
