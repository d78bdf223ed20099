//! All documents as rows of weighted features, and how rare each feature is.
//!
//! A row's vector has, for each feature that more than one document has, BM25's saturated count times its rarity, and is scaled to
//! length 1:
//!
//! ```text
//! x = tf · idf / ‖tf · idf‖
//! tf = c (K1 + 1) / (c + K1 (1 − B + B length / mean length))      idf = ln(1 + (N − n + ½) / (n + ½))
//! ```
//!
//! (S. Robertson, H. Zaragoza, 2009, *The probabilistic relevance framework*.) The length is the sum of all `c`. Rows keep counts, so
//! that vectors are those of all documents that are there, whatever was there before.

use std::sync::OnceLock;

use offprint_search::order::sort;

use crate::builder::mixed;
use crate::features::{BUCKET_BITS, BUCKETS, Feature, Part, features};

/// How soon more occurrences stop to matter.
const K1: f32 = 1.2;

/// How much a long document lowers the worth of an occurrence.
const B: f32 = 0.75;

/// Features in more than this share of all documents say nothing of taste.
const COMMON: f32 = 0.25;

/// Bits of a packed count, in quarters.
const COUNT_BITS: u32 = 32 - BUCKET_BITS;
const QUARTERS: f32 = 4.0;

/// Documents as rows of features. A feature in a row takes four bytes: 100,000 abstracts about 70 MB.
#[derive(Clone, Default)]
pub struct Corpus {
    /// By key: features ascending, each with its count packed below its number. Empty if there is no such document.
    rows: Vec<Box<[u32]>>,
    /// Documents that have the feature, by bucket; empty until there is a document.
    frequency: Vec<u32>,
    documents: u32,
    /// By key, a number that looks thrown but follows from the document.
    prints: Vec<u32>,
    /// By key, the sum of its counts; and of all documents.
    counts: Vec<u32>,
    all_counts: u64,
    rarities: OnceLock<Vec<f32>>,
    lengths: OnceLock<Lengths>,
}

/// What follows from all rows together, worked out when it is asked for.
#[derive(Clone, Debug)]
struct Lengths {
    /// ‖tf · idf‖ by key; 0 without a document, or without a feature that others have.
    each: Vec<f32>,
    mean: f32,
}

/// One entry of a document's vector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Which feature.
    pub feature: Feature,
    /// Its part of the vector.
    pub weight: f32,
}

impl Corpus {
    /// Puts a document under a key; one that was there goes. O(length of its texts).
    pub fn put(&mut self, key: u32, texts: &[(Part, &str)]) {
        self.remove(key);
        self.forget();
        let row = row(texts);
        if row.is_empty() {
            return;
        }
        self.frequency.resize(BUCKETS, 0);
        for packed in &row {
            self.frequency.get_mut(bucket(*packed)).into_iter().for_each(|count| *count += 1);
        }
        let at = key as usize;
        if self.rows.len() <= at {
            self.rows.resize(at + 1, Box::default());
            self.prints.resize(at + 1, 0);
            self.counts.resize(at + 1, 0);
        }
        let counts = counts(&row);
        self.counts.get_mut(at).into_iter().for_each(|own| *own = counts);
        self.all_counts += u64::from(counts);
        self.prints.get_mut(at).into_iter().for_each(|own| *own = print(&row));
        self.rows.get_mut(at).into_iter().for_each(|own| *own = row.clone().into());
        self.documents += 1;
    }

    /// Takes a document out; whether there was one.
    pub fn remove(&mut self, key: u32) -> bool {
        let Some(row) = self.rows.get_mut(key as usize).map(std::mem::take).filter(|row| !row.is_empty()) else {
            return false;
        };
        self.forget();
        for packed in &row {
            self.frequency.get_mut(bucket(*packed)).into_iter().for_each(|count| *count -= 1);
        }
        self.documents -= 1;
        self.all_counts -= u64::from(counts(&row));
        true
    }

    /// How many documents there are.
    pub fn len(&self) -> u32 {
        self.documents
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// Whether there is a document of that key.
    pub fn has(&self, key: u32) -> bool {
        !self.packed(key).is_empty()
    }

    /// Whether a document has a feature. O(log features of the document).
    pub fn holds(&self, key: u32, feature: Feature) -> bool {
        self.packed(key).binary_search_by_key(&feature.0, |packed| bucket(*packed) as u32).is_ok()
    }

    /// One more than the largest key ever put.
    pub fn keys(&self) -> u32 {
        self.rows.len() as u32
    }

    /// A document's vector, features ascending; empty if there is no such document.
    pub fn vector(&self, key: u32) -> Vec<Entry> {
        self.scaled(self.packed(key))
    }

    /// The vector of texts that are no document here.
    pub fn vector_of(&self, texts: &[(Part, &str)]) -> Vec<Entry> {
        self.scaled(&row(texts))
    }

    /// A document's features, ascending, with how often each counts: as a query of BM25 takes them.
    pub fn counts(&self, key: u32) -> Vec<Entry> {
        unscaled(self.packed(key))
    }

    /// The same of texts that are no document here.
    pub fn counts_of(&self, texts: &[(Part, &str)]) -> Vec<Entry> {
        unscaled(&row(texts))
    }

    /// About so many documents, chosen and ordered as if by chance, but the same ones in the same order whenever and under which keys
    /// they came. All if there are no more. O(keys).
    pub fn sample(&self, count: usize) -> Vec<u32> {
        let below = (count as u64) << 32;
        let is_chosen = |key: &u32| {
            let print = self.prints.get(*key as usize).copied().unwrap_or(0);
            u64::from(print) * u64::from(self.documents) < below && self.has(*key)
        };
        let mut chosen: Vec<u64> = (0..self.keys())
            .filter(is_chosen)
            .map(|key| u64::from(self.prints.get(key as usize).copied().unwrap_or(0)) << 32 | u64::from(key))
            .collect();
        sort(&mut chosen);
        chosen.into_iter().map(|one| one as u32).collect()
    }

    /// How long a document's vector was before it was scaled, by the mean of all documents: 1 for an ordinary one, less for one of few
    /// words or common ones. The first call after a change is O(features of all documents).
    pub fn length(&self, key: u32) -> f32 {
        let lengths = self.lengths();
        if lengths.mean > 0.0 { lengths.each.get(key as usize).copied().unwrap_or(0.0) / lengths.mean } else { 0.0 }
    }

    /// How rare a feature is, `idf` of the module's formula; 0 for those of one document only, and of too many.
    pub fn rarity(&self, feature: Feature) -> f32 {
        self.rarities().get(self.frequency(feature) as usize).copied().unwrap_or(0.0)
    }

    /// How many documents have a feature.
    pub fn frequency(&self, feature: Feature) -> u32 {
        self.frequency.get(feature.0 as usize).copied().unwrap_or(0)
    }

    /// Bytes that rows and counts take.
    pub fn memory(&self) -> usize {
        let rows: usize = self.rows.iter().map(|row| row.len() * 4).sum();
        let lengths = self.lengths.get().map_or(0, |lengths| lengths.each.len() * 4);
        let by_key = self.rows.capacity() * size_of::<Box<[u32]>>() + self.prints.capacity() * 8 + lengths;
        rows + by_key + self.frequency.capacity() * 4
    }

    /// A document's row, its features ascending; how its counts saturate; and 1 / ‖tf · idf‖, 0 if that is nothing.
    pub(crate) fn raw(&self, key: u32) -> (&[u32], Saturation, f32) {
        let length = self.lengths().each.get(key as usize).copied().unwrap_or(0.0);
        let saturation = self.saturation(self.counts.get(key as usize).copied().unwrap_or(0));
        (self.packed(key), saturation, if length > 0.0 { 1.0 / length } else { 0.0 })
    }

    /// How counts saturate in a document of which they have that sum.
    fn saturation(&self, counts: u32) -> Saturation {
        let mean = self.all_counts as f32 / self.documents.max(1) as f32;
        // A text that is compared with no document at all has the mean length.
        let length = if mean > 0.0 { counts as f32 / mean } else { 1.0 };
        Saturation(K1 * (1.0 - B + B * length))
    }

    /// By how many documents have a feature, how rare it is, as far as it is rare at all.
    fn rarities(&self) -> &[f32] {
        self.rarities.get_or_init(|| {
            let documents = self.documents as f32;
            let most = if documents > 20.0 { COMMON * documents } else { documents } as usize;
            let rarity = |n: usize| if n < 2 { 0.0 } else { ((documents - n as f32 + 0.5) / (n as f32 + 0.5)).ln_1p() };
            (0..=most).map(rarity).collect()
        })
    }

    fn lengths(&self) -> &Lengths {
        self.lengths.get_or_init(|| {
            let each: Vec<f32> = self.rows.iter().map(|row| self.norm(row)).collect();
            let sum: f64 = each.iter().copied().map(f64::from).sum();
            Lengths { each, mean: (sum / f64::from(self.documents.max(1))) as f32 }
        })
    }

    fn norm(&self, row: &[u32]) -> f32 {
        let saturation = self.saturation(counts(row));
        let weight = |packed: &u32| saturation.tf(*packed) * self.rarity(Feature(bucket(*packed) as u32));
        row.iter().map(weight).map(|weight| weight * weight).sum::<f32>().sqrt()
    }

    fn forget(&mut self) {
        self.rarities.take();
        self.lengths.take();
    }

    pub(crate) fn packed(&self, key: u32) -> &[u32] {
        self.rows.get(key as usize).map_or(&[], |row| row)
    }

    fn scaled(&self, row: &[u32]) -> Vec<Entry> {
        let saturation = self.saturation(counts(row));
        let entry = |packed: &u32| {
            let feature = Feature(bucket(*packed) as u32);
            Entry { feature, weight: saturation.tf(*packed) * self.rarity(feature) }
        };
        let mut entries: Vec<Entry> = row.iter().map(entry).filter(|entry| entry.weight > 0.0).collect();
        let length = self.norm(row);
        entries.iter_mut().for_each(|entry| entry.weight /= length);
        entries
    }
}

/// How soon more occurrences stop to matter in a document of some length.
#[derive(Clone, Copy)]
pub(crate) struct Saturation(f32);

impl Saturation {
    /// The `tf` of a packed entry.
    pub(crate) fn tf(self, packed: u32) -> f32 {
        let count = quarters(packed) / QUARTERS;
        count * (K1 + 1.0) / (count + self.0)
    }
}

/// The feature of a packed entry.
pub(crate) fn bucket(packed: u32) -> usize {
    (packed >> COUNT_BITS) as usize
}

/// A row's features with their counts.
fn unscaled(row: &[u32]) -> Vec<Entry> {
    let entry = |packed: &u32| Entry { feature: Feature(bucket(*packed) as u32), weight: quarters(*packed) / QUARTERS };
    row.iter().map(entry).collect()
}

/// The count of a packed entry, in quarters.
fn quarters(packed: u32) -> f32 {
    (packed & ((1 << COUNT_BITS) - 1)) as f32
}

/// The sum of the counts of a row.
fn counts(row: &[u32]) -> u32 {
    row.iter().map(|packed| packed & ((1 << COUNT_BITS) - 1)).sum()
}

/// A number that looks thrown, of a row: from its length and from some of its features.
fn print(row: &[u32]) -> u32 {
    let some = row.iter().step_by(row.len().div_ceil(16).max(1));
    (some.fold(row.len() as u64, |print, packed| mixed(print ^ u64::from(*packed))) >> 32) as u32
}

/// The packed row of some texts, features ascending.
fn row(texts: &[(Part, &str)]) -> Vec<u32> {
    // The feature above, what it counts below.
    let mut counted: Vec<u64> = Vec::new();
    for (part, text) in texts {
        features(*part, text, |feature, count, _| {
            counted.push(u64::from(feature.0) << 32 | (count * QUARTERS) as u64);
        });
    }
    sort(&mut counted);
    let pack = |run: &[u64]| {
        let count = run.iter().map(|one| *one as u32).sum::<u32>().min((1 << COUNT_BITS) - 1);
        run.first().map_or(0, |first| (first >> 32) as u32) << COUNT_BITS | count
    };
    counted.chunk_by(|a, b| a >> 32 == b >> 32).map(pack).collect()
}
