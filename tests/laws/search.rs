//! The engine finds what a scan of every word finds, and its scores come from the documents alone.

#[path = "search/lists.rs"]
mod lists;
#[path = "search/oracle.rs"]
mod oracle;
#[path = "search/parts.rs"]
mod parts;
#[path = "search/pool.rs"]
mod pool;
#[path = "search/scores.rs"]
mod scores;
#[path = "search/sets.rs"]
mod sets;
#[path = "search/snapshots.rs"]
mod snapshots;
#[path = "search/usage.rs"]
mod usage;

use std::collections::BTreeMap;

use offprint::search::{Bits, Field, Find, Index, Mask, Text};
use oracle::Values;
use pool::{MISTYPED, WRITTEN};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Documents by key.
type Corpus = BTreeMap<u32, Values>;

fn text() -> impl Strategy<Value = String> {
    let sign = select(vec![" ", " ", " ", " ", ", ", ". ", " – ", " (", ") ", "/"]);
    vec((select(&WRITTEN[..]), sign), 0..7)
        .prop_map(|words| words.into_iter().flat_map(|(word, sign)| [word, sign]).collect())
}

fn values() -> impl Strategy<Value = Values> {
    let field =
        select(vec![Field::Title, Field::Abstract, Field::Abstract, Field::Authors, Field::Keywords, Field::Notes]);
    vec((field, text()), 0..4)
}

fn corpus() -> impl Strategy<Value = Corpus> {
    // A few documents under several keys each, so that some words are common.
    vec((values(), 1..12_u32), 0..8).prop_map(|documents| {
        let copies = documents.into_iter().flat_map(|(values, copies)| vec![values; copies as usize]);
        (0..).zip(copies).map(|(number, values)| (number * 7 % 101, values)).collect()
    })
}

fn asked_text() -> impl Strategy<Value = Text> {
    let word = || prop_oneof![4 => select(&WRITTEN[..]), 1 => select(&MISTYPED[..])];
    let fields = prop_oneof![
        6 => Just(Mask::MAX),
        1 => Just(Field::Title.bit()),
        1 => Just(Field::Abstract.bit()),
        1 => Just(Field::Authors.bit() | Field::Keywords.bit()),
    ];
    let typed = (word(), any::<bool>()).prop_map(|(word, typing)| (word.to_owned(), false, typing));
    let phrase = vec(word(), 1..4).prop_map(|words| (words.join(" "), true, false));
    (prop_oneof![3 => typed, 1 => phrase], fields).prop_map(|((text, phrase, typing), fields)| Text {
        text,
        fields,
        phrase,
        typing,
    })
}

fn asked() -> impl Strategy<Value = Find> {
    let leaf = prop_oneof![
        8 => asked_text().prop_map(Find::Text),
        1 => vec(0..101_u32, 0..60).prop_map(|keys| Find::Keys(keys.into_iter().collect::<Bits>())),
        1 => Just(Find::Everything),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            4 => vec(inner.clone(), 1..5).prop_map(Find::All),
            1 => vec(inner.clone(), 1..4).prop_map(Find::Any),
            1 => inner.prop_map(|part| Find::Not(Box::new(part))),
        ]
    })
}

fn index(corpus: &Corpus) -> Index {
    let mut index = Index::default();
    index.put_all(corpus.iter().map(|(key, values)| (*key, borrowed(values))));
    index
}

fn borrowed(values: &Values) -> Vec<(Field, &str)> {
    values.iter().map(|(field, text)| (*field, text.as_str())).collect()
}

/// Keys with the bits of their scores.
fn scored(index: &Index, asked: &Find) -> BTreeMap<u32, u32> {
    index.find(asked).found.into_iter().map(|(key, score)| (key, score.to_bits())).collect()
}

/// How many cases to try, if PROPTEST_CASES does not say otherwise.
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}
