//! Papers that are nearly the same: the engine finds what a comparison of all with all finds.

use std::collections::BTreeSet;

use offprint::engine::Engine;
use offprint::paper::{Paper, PaperId};
use offprint::rank::fold::is_same_work;
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
        ..Paper::new(PaperId::parse(&format!("2507.{number:05}")).unwrap().0, &title.join(" "))
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_work_is_found_from_either_of_its_papers(mut papers in vec(paper(), 1..24)) {
        papers.sort_by(|a, b| a.id.cmp(&b.id));
        papers.dedup_by(|a, b| a.id == b.id);
        let mut engine = Engine::default();
        engine.learn(papers.iter().rev().cloned().collect());
        while engine.index_some(1_000) {}
        for paper in &papers {
            let wanted: Vec<&PaperId> =
                papers.iter().filter(|other| other.id != paper.id && alike(paper, other)).map(|other| &other.id).collect();
            let twins = engine.twins(&paper.id);
            prop_assert_eq!(twins.iter().map(|row| &row.id).collect::<Vec<_>>(), wanted);
            prop_assert!(papers.iter().all(|other| is_same_work(paper, other) == is_same_work(other, paper)));
        }
    }
}
