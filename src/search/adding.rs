//! What posting lists say, added up by document.

use crate::bits::Bits;
use crate::cursor::{Cursor, Posting, Weights};
use crate::find::{Search, Within};
use crate::highest::Noted;
use crate::scored::{Filling, Join, Scored, first_from};

impl Search<'_> {
    /// Weighted occurrences of one word.
    #[inline(never)]
    fn single(&self, word: u32, quality: f32, weights: &Weights) -> Scored {
        let frequency = self.index.frequency_of(word) as usize;
        let mut found = Filling::with_room(frequency);
        let Some(cursor) = self.cursor(word) else { return Scored::default() };
        let weigh = self.weighing(weights);
        cursor.for_each(|posting| {
            let weight = weigh.of(&posting) * quality;
            if weight > 0.0 && self.is_live(posting.document) {
                found.put(posting.document, weight);
            }
        });
        found.done()
    }

    /// Whether words are so rare that joining their lists costs less than room for all documents.
    pub fn are_few(&self, words: &[(u32, f32)]) -> bool {
        let postings = words.iter().map(|(word, _)| u64::from(self.index.frequency_of(*word))).sum::<u64>();
        postings.saturating_mul(words.len() as u64 * 8) < self.index.documents.key.len() as u64
    }

    /// Weighted occurrences of a few words, added up.
    pub fn few(&self, words: &[(u32, f32)], weights: &Weights, value: impl Fn(f32) -> f32) -> Scored {
        let rows = words.iter().map(|(word, quality)| self.single(*word, *quality, weights));
        let mut found = rows.reduce(|a, b| a.either(b, Join::Sum)).unwrap_or_default();
        found.scores.iter_mut().for_each(|score| *score = value(*score));
        found
    }

    /// Weighted occurrences of several words, added up.
    pub fn sums(&mut self, words: &[(u32, f32)], weights: &Weights, value: impl Fn(f32) -> f32) -> Scored {
        let (mut sums, having) = self.sums_of_all(words, weights);
        let mut found = Filling::with_room(having.count() as usize);
        having.for_each(|document| {
            let sum = sums.get_mut(document as usize).map_or(0.0, std::mem::take);
            found.put(document, value(sum));
        });
        self.sums = sums;
        found.done()
    }

    /// The same by document, and which live documents have any. The sums must come back, all of them zero.
    pub fn sums_of_all(&mut self, words: &[(u32, f32)], weights: &Weights) -> (Vec<f32>, Bits) {
        let mut sums = std::mem::take(&mut self.sums);
        sums.resize(self.bound() as usize, 0.0);
        let mut having = Bits::with_room(self.bound());
        self.add_up(words, weights, &mut sums, &mut Noted::All(&mut having));
        if !self.all_live {
            let mut dead = having.clone();
            dead.drop_all(&self.index.documents.live);
            dead.for_each(|document| sums.get_mut(document as usize).into_iter().for_each(|sum| *sum = 0.0));
            having.keep(&self.index.documents.live);
        }
        (sums, having)
    }

    /// Adds weighted occurrences of some words to sums by document, and notes these. Compiled once, as it is large where it is inlined.
    #[inline(never)]
    pub fn add_up(&self, words: &[(u32, f32)], weights: &Weights, sums: &mut [f32], noted: &mut Noted) {
        let weigh = self.weighing(weights);
        for (word, quality) in words {
            let Some(cursor) = self.cursor(*word) else { continue };
            cursor.for_each(|posting| {
                if let Some(sum) = weigh.add(&posting, *quality, sums) {
                    match noted {
                        Noted::All(touched) => _ = touched.insert(posting.document),
                        Noted::Highest(highest) => highest.put(posting.document, sum, sums),
                    }
                }
            });
        }
    }

    /// The same as [`Search::sums`] among given documents.
    pub fn sums_within(
        &self,
        words: &[(u32, f32)],
        weights: &Weights,
        within: &[u32],
        value: impl Fn(f32) -> f32,
    ) -> Scored {
        let sums = self.sums_at(words, weights, within);
        let mut found = Filling::with_room(within.len());
        for (document, sum) in within.iter().zip(sums).filter(|(_, sum)| *sum > 0.0) {
            found.put(*document, value(sum));
        }
        found.done()
    }

    /// Weighted occurrences of several words in each of given documents, added up.
    pub fn sums_at(&self, words: &[(u32, f32)], weights: &Weights, within: &[u32]) -> Vec<f32> {
        let is_sparse = |(word, _): &(u32, f32)| Search::are_sparse(within, self.listed(*word));
        let mut wanted = Bits::default();
        if !words.iter().all(is_sparse) {
            wanted = Bits::with_room(self.bound());
            wanted.insert_those_below(within, self.bound());
        }
        self.sums_among(words, weights, &wanted, within.len(), Some(within))
    }

    /// The same for the documents of a set, so many. If they are in a row, too, blocks are jumped over in lists where most have
    /// none of them; these documents need not be in the set.
    pub fn sums_among(
        &self,
        words: &[(u32, f32)],
        weights: &Weights,
        wanted: &Bits,
        count: usize,
        row: Within,
    ) -> Vec<f32> {
        let weigh = self.weighing(weights);
        let mut sums = vec![0.0; count];
        let ranks = wanted.ranks();
        for (word, quality) in words {
            let Some(cursor) = self.cursor(*word) else { continue };
            let mut add = |at: usize, posting: Posting| {
                if let Some(sum) = sums.get_mut(at) {
                    *sum += weigh.of(&posting) * quality;
                }
            };
            match row.filter(|row| Search::are_sparse(row, self.listed(*word))) {
                Some(row) => seek_all(cursor, row, add),
                // Most postings are of other documents.
                None => cursor.for_each(|posting| {
                    if wanted.contains(posting.document) {
                        add(wanted.rank(&ranks, posting.document), posting);
                    }
                }),
            }
        }
        sums
    }

    fn weighing<'w>(&'w self, weights: &'w Weights) -> Weighing<'w> {
        Weighing { weights, norms: self.norms.all() }
    }
}

/// Calls `met` with each posting of one of the documents, and the document's number in their row. Jumps over blocks.
fn seek_all(mut cursor: Cursor, within: &[u32], mut met: impl FnMut(usize, Posting)) {
    let mut at = 0;
    while let Some(&document) = within.get(at) {
        let Some(posting) = cursor.seek(document) else { return };
        at = first_from(within, at, posting.document);
        if within.get(at) == Some(&posting.document) {
            met(at, posting);
            at += 1;
        }
    }
}

/// What postings are weighed by.
#[derive(Clone, Copy)]
struct Weighing<'w> {
    weights: &'w Weights,
    /// Of title and abstract, by document.
    norms: &'w [[f32; 2]],
}

impl Weighing<'_> {
    /// Weighted occurrences of a word in a document.
    #[inline]
    fn of(&self, posting: &Posting) -> f32 {
        let norms = self.norms.get(posting.document as usize).copied().unwrap_or([1.0; 2]);
        posting.weigh(self.weights, norms)
    }

    /// Adds them, times a quality, to what is summed up by document; gives the sum, if there was something to add.
    #[inline(always)]
    fn add(&self, posting: &Posting, quality: f32, sums: &mut [f32]) -> Option<f32> {
        let sum = sums.get_mut(posting.document as usize)?;
        let weight = self.of(posting) * quality;
        *sum += weight;
        (weight > 0.0).then_some(*sum)
    }
}
