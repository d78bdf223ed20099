//! The stages of the search engine, natively: `cargo bench --bench search`. See [`papers`] for the papers.
#![allow(missing_docs, reason = "divan makes public functions")]
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use offprint_search::words::Splitter;
use offprint_search::{Find, Index, Mask, Text};

#[path = "native/papers.rs"]
#[allow(dead_code, reason = "each bench uses a part")]
mod papers;
use papers::{PAPERS_READ, index, put};

static INDEX: LazyLock<Index> = LazyLock::new(|| index(&PAPERS_READ));

fn main() {
    divan::main();
}

/// Words out of a thousand abstracts.
#[divan::bench]
fn split_1000(bencher: Bencher) {
    let papers = PAPERS_READ.get(..1_000).unwrap_or(&PAPERS_READ);
    bencher.bench_local(|| {
        let (mut splitter, mut bytes) = (Splitter::default(), 0);
        papers.iter().for_each(|paper| _ = splitter.split(&paper.summary, |word, _, _, _| bytes += word.len()));
        bytes
    });
}

/// All papers into an empty index, in pieces as they come from a network.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn build_in_chunks_of_500(bencher: Bencher) {
    bencher.bench_local(|| {
        let mut index = Index::default();
        for (first, papers) in (0..).step_by(500).zip(PAPERS_READ.chunks(500)) {
            put(&mut index, first, papers);
        }
        index.settle();
        index.len()
    });
}

/// One day of 100 papers more.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn add_100(bencher: Bencher) {
    let papers = PAPERS_READ.get(..100).unwrap_or(&PAPERS_READ);
    bencher.with_inputs(|| INDEX.clone()).bench_local_refs(|index| put(index, PAPERS_READ.len() as u32, papers));
}

/// One paper put anew.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn replace_1(bencher: Bencher) {
    let paper = PAPERS_READ.get(..1).unwrap_or_default();
    bencher.with_inputs(|| INDEX.clone()).bench_local_refs(|index| put(index, 0, paper));
}

/// A word of about that share of the papers, in per ten thousand.
fn word(share: u32) -> String {
    let all = INDEX.complete("", usize::MAX);
    let wanted = PAPERS_READ.len() as u32 * share / 10_000;
    let long_enough = all.into_iter().filter(|(word, _)| word.len() >= 6);
    long_enough.min_by_key(|(_, papers)| papers.abs_diff(wanted)).unwrap().0
}

#[derive(Clone, Copy, Debug)]
enum Class {
    Common,
    Medium,
    Rare,
    TwoWords,
    ThreeWords,
    FirstLetter,
    FourLetters,
    NearlyTyped,
    Compound,
    Slip,
    Phrase,
    WithinKeys,
}

impl Class {
    fn find(self) -> Find {
        let (common, medium, rare) = (word(3_000), word(500), word(5));
        let typed = |text: String, phrase, typing| Find::Text(Text { text, fields: Mask::MAX, phrase, typing });
        let beginning = |letters: usize| typed(medium.chars().take(letters).collect(), false, true);
        match self {
            Class::Common => Find::word(&common),
            Class::Medium => Find::word(&medium),
            Class::Rare => Find::word(&rare),
            Class::TwoWords => Find::All(vec![Find::word(&medium), Find::word(&common)]),
            Class::ThreeWords => {
                Find::All(vec![Find::word(&word(1_000)), Find::word(&word(4_000)), Find::word(&common)])
            }
            Class::FirstLetter => beginning(1),
            Class::FourLetters => beginning(4),
            Class::NearlyTyped => Find::All(vec![Find::word(&common), beginning(medium.len() - 1)]),
            Class::Compound => Find::word(&format!("{medium}-{common}")),
            Class::Slip => typed(format!("{medium}x"), false, false),
            Class::Phrase => typed(format!("{common} {}", word(4_000)), true, false),
            Class::WithinKeys => Find::All(vec![Find::word(&common), Find::Keys((0..1_000).collect())]),
        }
    }
}

#[divan::bench(args = [
    Class::Common, Class::Medium, Class::Rare, Class::TwoWords, Class::ThreeWords, Class::FirstLetter, Class::FourLetters,
    Class::NearlyTyped, Class::Compound, Class::Slip, Class::Phrase, Class::WithinKeys,
])]
fn find(bencher: Bencher, class: Class) {
    let asked = class.find();
    bencher.bench_local(|| INDEX.find(black_box(&asked)));
}

/// All found, and of these the best fifty in order.
#[divan::bench]
fn find_common_and_sort_50(bencher: Bencher) {
    let asked = Class::Common.find();
    bencher.bench_local(|| {
        let mut keys = INDEX.find(black_box(&asked)).sort_keys(true, &[]);
        offprint_search::order::least_first(&mut keys, 50);
        keys.truncate(50);
        offprint_search::order::sort(&mut keys);
        keys
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn snapshot_save() -> Vec<u8> {
    INDEX.snapshot()
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn snapshot_open(bencher: Bencher) {
    let bytes = INDEX.snapshot();
    bencher.bench_local(|| Index::open(black_box(&bytes)).unwrap());
}
