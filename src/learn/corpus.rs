//! All documents as rows of weighted features, and how rare each feature is.
//!
//! A row's vector has, for each feature that more than one document has, BM25's saturated count times its rarity, and is scaled to
//! length 1:
//!
//! ```text
//! x = tf · idf / ‖tf · idf‖
//! tf = c (K1 + 1) / (c + K1 (1 − B + B length / ORDINARY_LENGTH))      idf = ln(1 + (N − n + ½) / (n + ½))
//! ```
//!
//! (S. Robertson, H. Zaragoza, 2009, *The probabilistic relevance framework*.) The length is set against a fixed one and not against the
//! mean, so that rows do not change when documents come and go.

use offprint_search::order::sort;

use crate::features::{BUCKET_BITS, BUCKETS, Feature, Part, features};

/// How soon more occurrences stop to matter.
const K1: f32 = 1.2;

/// How much a long document lowers the worth of an occurrence.
const B: f32 = 0.75;

/// Words and pairs in an ordinary abstract with its title counted twice.
const ORDINARY_LENGTH: f32 = 200.0;

/// Features in more than this share of all documents say nothing of taste.
const COMMON: f32 = 0.25;

/// Bits of a packed weight.
const WEIGHT_BITS: u32 = 32 - BUCKET_BITS;
const WEIGHT_TOP: f32 = ((1 << WEIGHT_BITS) - 1) as f32;

/// Documents as rows of features. A feature in a row takes four bytes: 100,000 abstracts about 70 MB.
#[derive(Clone, Default)]
pub struct Corpus {
    /// By key: features ascending, each with its tf packed below its number. Empty if there is no such document.
    rows: Vec<Box<[u32]>>,
    /// Documents that have the feature, by bucket; empty until there is a document.
    frequency: Vec<u32>,
    documents: u32,
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
        }
        self.rows.get_mut(at).into_iter().for_each(|own| *own = row.clone().into());
        self.documents += 1;
    }

    /// Takes a document out; whether there was one.
    pub fn remove(&mut self, key: u32) -> bool {
        let Some(row) = self.rows.get_mut(key as usize).map(std::mem::take).filter(|row| !row.is_empty()) else {
            return false;
        };
        for packed in &row {
            self.frequency.get_mut(bucket(*packed)).into_iter().for_each(|count| *count -= 1);
        }
        self.documents -= 1;
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

    /// How rare a feature is, `idf` of the module's formula; 0 for those of one document only, and of too many.
    pub fn rarity(&self, feature: Feature) -> f32 {
        let documents = self.documents as f32;
        match self.frequency(feature) {
            0 | 1 => 0.0,
            n if documents > 20.0 && n as f32 > COMMON * documents => 0.0,
            n => ((documents - n as f32 + 0.5) / (n as f32 + 0.5)).ln_1p(),
        }
    }

    /// How many documents have a feature.
    pub fn frequency(&self, feature: Feature) -> u32 {
        self.frequency.get(feature.0 as usize).copied().unwrap_or(0)
    }

    /// Bytes that rows and counts take.
    pub fn memory(&self) -> usize {
        let rows: usize = self.rows.iter().map(|row| row.len() * 4).sum();
        rows + self.rows.capacity() * size_of::<Box<[u32]>>() + self.frequency.capacity() * 4
    }

    /// The rarity of every feature, by bucket.
    pub(crate) fn rarities(&self) -> Vec<f32> {
        (0..self.frequency.len() as u32).map(|bucket| self.rarity(Feature(bucket))).collect()
    }

    pub(crate) fn packed(&self, key: u32) -> &[u32] {
        self.rows.get(key as usize).map_or(&[], |row| row)
    }

    fn scaled(&self, row: &[u32]) -> Vec<Entry> {
        let entry = |packed: &u32| {
            let feature = Feature(bucket(*packed) as u32);
            Entry { feature, weight: count(*packed) * self.rarity(feature) }
        };
        let mut entries: Vec<Entry> = row.iter().map(entry).filter(|entry| entry.weight > 0.0).collect();
        let length = entries.iter().map(|entry| entry.weight * entry.weight).sum::<f32>().sqrt();
        entries.iter_mut().for_each(|entry| entry.weight /= length);
        entries
    }
}

/// The feature of a packed entry.
pub(crate) fn bucket(packed: u32) -> usize {
    (packed >> WEIGHT_BITS) as usize
}

/// Its `tf`.
pub(crate) fn count(packed: u32) -> f32 {
    (packed & ((1 << WEIGHT_BITS) - 1)) as f32 * ((K1 + 1.0) / WEIGHT_TOP)
}

/// The packed row of some texts, features ascending.
fn row(texts: &[(Part, &str)]) -> Vec<u32> {
    // The feature above, what it counts below in 256ths.
    let mut counted: Vec<u64> = Vec::new();
    let mut length = 0.0;
    for (part, text) in texts {
        features(*part, text, |feature, count, _| {
            length += count;
            counted.push(u64::from(feature.0) << 32 | (count * 256.0) as u64);
        });
    }
    sort(&mut counted);
    let long = K1 * (1.0 - B + B * length / ORDINARY_LENGTH);
    let pack = |run: &[u64]| {
        let count = run.iter().map(|one| *one as u32).sum::<u32>() as f32 / 256.0;
        // Below its limit, K1 + 1; and never nothing.
        let weight = (count / (count + long) * WEIGHT_TOP).max(1.0) as u32;
        run.first().map_or(0, |first| (first >> 32) as u32) << WEIGHT_BITS | weight
    };
    counted.chunk_by(|a, b| a >> 32 == b >> 32).map(pack).collect()
}
