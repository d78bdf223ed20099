//! Papers that are nearly the same: the engine finds what a comparison of all with all finds, and folding a list loses none.

use std::collections::BTreeSet;

use offprint::engine::Engine;
use offprint::paper::{Day, Paper, PaperId};
use offprint::present::Row;
use offprint::query::{Order, View, Window};
use offprint::rank::fold::{folded, is_same_work};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const WORDS: [&str; 7] = ["Pruning", "pruning", "at", "Scale", "heads", "multi-Head", "é"];

fn paper() -> impl Strategy<Value = Paper> {
    let title = prop_oneof![
        vec(select(WORDS.to_vec()), 0..8),
        subsequence(vec!["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], 8..=10),
    ];
    let text = option::of(vec(select(vec!["one", "two", "Three"]), 0..8));
    (1..999_u32, title, text).prop_map(|(number, title, text)| Paper {
        abstract_text: text.map(|words| words.join(" ")),
        ..Paper::new(PaperId::parse(&format!("2507.{number:05}")).unwrap().0, title.join(" "))
    })
}

/// As the head of the module says it, word by word.
fn alike(a: &Paper, b: &Paper) -> bool {
    let split = |text: &str| -> Vec<String> {
        let text = text.to_lowercase().replace('é', "e");
        text.split([' ', '-']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let words = |paper: &Paper| -> BTreeSet<String> { split(&paper.title).into_iter().collect() };
    let runs = |paper: &Paper| -> BTreeSet<Vec<String>> {
        split(paper.abstract_text.as_deref().unwrap_or_default()).windows(3).map(<[String]>::to_vec).collect()
    };
    let (one, other) = (words(a), words(b));
    let (first, second) = (runs(a), runs(b));
    let (both, all) = (one.intersection(&other).count(), one.union(&other).count());
    let (shared, together) = (first.intersection(&second).count(), first.union(&second).count());
    one.len() >= 4 && (one == other || (both * 5 >= all * 4 && together > 0 && shared * 5 >= together))
}

fn engine(papers: &[Paper]) -> Engine {
    let mut engine = Engine::default();
    engine.learn(papers.iter().rev().cloned().collect());
    while engine.index_some(1_000) {}
    engine
}

fn rows(engine: &mut Engine, text: &str) -> (Vec<Row>, u32) {
    let view = View { window: Window::All, text: text.to_owned(), ..View::default() };
    let rows = engine.rows(&view, Day(20_300), None, 0, 1_000);
    assert_eq!(rows.total as usize, rows.rows.len());
    (rows.rows, rows.folded)
}

/// Numbers of a list's papers, with those that are nearly the same as an earlier one under that one.
fn groups(papers: &[&Paper]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, paper) in papers.iter().enumerate() {
        match groups.iter_mut().find(|group| alike(papers[group[0]], paper)) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_work_is_found_from_either_of_its_papers(mut papers in vec(paper(), 1..24)) {
        papers.sort_by(|a, b| a.id.cmp(&b.id));
        papers.dedup_by(|a, b| a.id == b.id);
        let engine = engine(&papers);
        for paper in &papers {
            let wanted: Vec<&PaperId> =
                papers.iter().filter(|other| other.id != paper.id && alike(paper, other)).map(|other| &other.id).collect();
            let twins = engine.twins(&paper.id);
            prop_assert_eq!(twins.iter().map(|row| &row.id).collect::<Vec<_>>(), wanted);
            prop_assert!(papers.iter().all(|other| is_same_work(paper, other) == is_same_work(other, paper)));
        }
    }

    #[test]
    fn folding_puts_papers_under_the_first_and_loses_none(mut papers in vec(paper(), 1..40), word in select(vec!["pruning", "a", "heads"])) {
        papers.sort_by(|a, b| a.id.cmp(&b.id));
        papers.dedup_by(|a, b| a.id == b.id);
        let mut engine = engine(&papers);
        let (plain, none) = rows(&mut engine, word);
        prop_assert_eq!(none, 0);
        let own = |id: &PaperId| papers.iter().find(|paper| paper.id == *id).unwrap();
        let listed: Vec<&Paper> = plain.iter().map(|row| own(&row.id)).collect();
        let groups = groups(&listed);
        let mut pairs: Vec<(usize, usize)> =
            groups.iter().flat_map(|group| group[1..].iter().map(|twin| (group[0], *twin))).collect();
        pairs.sort_by_key(|(_, twin)| *twin);
        prop_assert_eq!(folded(&listed), pairs.clone());
        engine.fold(Vec::new());
        let (short, hidden) = rows(&mut engine, word);
        prop_assert_eq!((short.len() + hidden as usize, hidden as usize), (plain.len(), pairs.len()));
        let wanted: Vec<(&PaperId, u32)> =
            groups.iter().map(|group| (&listed[group[0]].id, group.len() as u32 - 1)).collect();
        prop_assert_eq!(short.iter().map(|row| (&row.id, row.twins)).collect::<Vec<_>>(), wanted);
        for (_, twin) in &pairs {
            let view = View { window: Window::All, text: word.to_owned(), ..View::default() };
            let why = engine.why(&listed[*twin].id, &view, Day(20_300), None).unwrap();
            prop_assert!(why.place.is_none() && why.reasons[0].text.contains("folded"), "{:?}", why);
        }
        engine.fold(short.iter().map(|row| row.id.clone()).collect());
        let (whole, hidden) = rows(&mut engine, word);
        let wanted: Vec<&PaperId> = groups.iter().flatten().map(|at| &listed[*at].id).collect();
        prop_assert_eq!((whole.iter().map(|row| &row.id).collect::<Vec<_>>(), hidden), (wanted, 0));
    }
}

#[test]
fn lists_by_a_fact_are_not_folded() {
    let twin = |number: u32| Paper {
        days: vec![Day(20_300)],
        ..Paper::new(PaperId::parse(&format!("2507.{number:05}")).unwrap().0, "Pruning at scale of heads")
    };
    let mut engine = engine(&[twin(1), twin(2), twin(3)]);
    engine.fold(Vec::new());
    let total = |engine: &mut Engine, text: &str, order: Option<Order>| {
        let view = View { window: Window::All, text: text.to_owned(), order, ..View::default() };
        let rows = engine.rows(&view, Day(20_300), None, 0, 10);
        (rows.total, rows.folded)
    };
    for order in [Order::Newest, Order::Votes, Order::Trending, Order::Surprise] {
        assert_eq!(total(&mut engine, "pruning", Some(order)), (3, 0), "{order:?}");
        assert_eq!(total(&mut engine, "", Some(order)), (3, 0), "{order:?}");
    }
    assert_eq!(total(&mut engine, "", Some(Order::Best)), (3, 0), "without words the best are the newest");
    assert_eq!(total(&mut engine, "pruning", None), (1, 2));
    assert_eq!(total(&mut engine, "", Some(Order::Mix)), (1, 2));
}
