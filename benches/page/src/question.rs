//! What the bench asks, as the engine is asked.

use offprint_search::{Bits, Field, Find, Mask, Text};

/// What the words of a question mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Every word, finished. Also for a question with a typo: the engine forgives it unasked.
    All,
    /// Every word, the last as far as it is typed.
    Prefix,
    /// Every word, in the authors' names.
    Author,
    /// Any word.
    Any,
}

impl Want {
    /// By its name in the contract of the bench.
    pub fn named(name: &str) -> Option<Want> {
        match name {
            "and" | "fuzzy" => Some(Want::All),
            "prefix" => Some(Want::Prefix),
            "author" => Some(Want::Author),
            "any" => Some(Want::Any),
            _ => None,
        }
    }
}

/// The question as a tree: the words, and where `admitted` is given only documents of these keys.
pub fn find(text: &str, want: Want, admitted: Option<Bits>) -> Find {
    let words: Vec<&str> = text.split_whitespace().collect();
    let fields = if want == Want::Author { Field::Authors.bit() } else { Mask::MAX };
    let word = |(at, word): (usize, &&str)| {
        let typing = want == Want::Prefix && at + 1 == words.len();
        Find::Text(Text { text: (*word).to_owned(), fields, phrase: false, typing })
    };
    let parts: Vec<Find> = words.iter().enumerate().map(word).collect();
    match admitted {
        None if want == Want::Any => Find::Any(parts),
        None => Find::All(parts),
        Some(keys) if want == Want::Any => Find::All(vec![Find::Any(parts), Find::Keys(keys)]),
        Some(keys) => Find::All(parts.into_iter().chain([Find::Keys(keys)]).collect()),
    }
}
