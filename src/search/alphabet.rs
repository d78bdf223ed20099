//! Words in alphabetical order, for all that begin so.
//!
//! New words wait until they are as many as those in order, as sorting them in costs a look at very many words whose letters are in
//! no cache; until then each question for a beginning looks at all that wait, which stand in one piece. So ordering n words costs
//! O(n log n) in all, however few come at a time.

use std::borrow::Cow;
use std::ops::Range;

use crate::index::Index;
use crate::interner::Interner;
use crate::order;
use crate::roomy::extend;

/// Fewer words than this may always wait.
const FEW: usize = 1 << 12;

impl Index {
    /// Sorts the words that wait into those in order. What is found is the same before and after, but finding beginnings is
    /// faster after: for whoever has put all that there is. O(words known).
    pub fn settle(&mut self) {
        let new = in_order(&self.words, self.waiting());
        merge(&self.words, &mut self.sorted, &new);
    }

    /// Whether so many words wait that each question would be slower.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.waiting().len() > FEW.max(self.sorted.len())
    }

    /// All words in alphabetical order.
    pub(crate) fn all_sorted(&self) -> Cow<'_, [u32]> {
        self.with_waiting(&self.sorted, in_order(&self.words, self.waiting()))
    }

    /// Words that begin so, folded, in alphabetical order.
    pub(crate) fn beginning(&self, start: &str) -> Cow<'_, [u32]> {
        let start = start.as_bytes();
        let from = self.sorted.partition_point(|word| self.words.bytes_of(*word) < start);
        let rest = self.sorted.get(from..).unwrap_or_default();
        let until = rest.partition_point(|word| self.words.bytes_of(*word).starts_with(start));
        // Most differ in the first letter, for which no call is needed.
        let begins = |word: &[u8]| word.first() == start.first() && word.starts_with(start);
        let waiting = self.waiting().filter(|word| start.is_empty() || begins(self.words.bytes_of(*word)));
        self.with_waiting(rest.get(..until).unwrap_or_default(), in_order(&self.words, waiting))
    }

    fn waiting(&self) -> Range<u32> {
        self.sorted.len() as u32..self.words.len()
    }

    fn with_waiting<'a>(&self, sorted: &'a [u32], waiting: Vec<u32>) -> Cow<'a, [u32]> {
        if waiting.is_empty() {
            return Cow::Borrowed(sorted);
        }
        let mut all = sorted.to_vec();
        merge(&self.words, &mut all, &waiting);
        Cow::Owned(all)
    }
}

/// Words, by number, in alphabetical order.
fn in_order(words: &Interner, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    // By the first bytes, as many as there is room for beside the place in the row, and then, where these are the same, by all:
    // few words need to be looked at again.
    let numbers: Vec<u32> = numbers.collect();
    let bits = u32::BITS - (numbers.len() as u32).leading_zeros();
    let start = |word: u32| {
        let bytes = words.bytes_of(word);
        let start =
            (0..).step_by(8).zip(bytes).take(8).fold(0, |start, (at, byte)| start | u64::from(*byte) << (56 - at));
        start >> bits << bits
    };
    let mut keys: Vec<u64> = (0..).zip(&numbers).map(|(at, word)| start(*word) | at).collect();
    order::sort(&mut keys);
    let word = |key: u64| numbers.get((key & !(u64::MAX << bits)) as usize).copied().unwrap_or_default();
    for alike in keys.chunk_by_mut(|a, b| a >> bits == b >> bits) {
        order::sort_by(alike, |a, b| words.bytes_of(word(*a)) < words.bytes_of(word(*b)));
    }
    keys.into_iter().map(word).collect()
}

/// Sorts new words, which are in order, into others: from the back and in place; between two new ones the others move in one piece.
fn merge(words: &Interner, sorted: &mut Vec<u32>, new: &[u32]) {
    let mut end = sorted.len();
    extend(sorted, new);
    for (ahead, word) in new.iter().enumerate().rev() {
        let start = place(words, sorted.get(..end).unwrap_or_default(), words.bytes_of(*word));
        sorted.copy_within(start..end, start + ahead + 1);
        if let Some(slot) = sorted.get_mut(start + ahead) {
            *slot = *word;
        }
        end = start;
    }
}

/// How many words come before one: looked for from the back, in steps that double.
fn place(words: &Interner, sorted: &[u32], word: &[u8]) -> usize {
    let is_before = |other: &u32| words.bytes_of(*other) < word;
    let (mut end, mut step) = (sorted.len(), 1);
    loop {
        let start = end.saturating_sub(step);
        let some = sorted.get(start..end).unwrap_or_default();
        if start == 0 || some.first().is_some_and(is_before) {
            return start + some.partition_point(is_before);
        }
        (end, step) = (start, step * 2);
    }
}
