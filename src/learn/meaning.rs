//! Meaning beyond words: what stands together often points the same way.
//!
//! Latent semantic analysis (S. Deerwester et al., 1990, *Indexing by latent semantic analysis*): the vectors of a sample of documents are
//! a matrix; its strongest right singular vectors, found by random projection and powers (N. Halko et al., 2011, *Finding structure with
//! randomness*), map every document to a short dense vector. Directions are scaled by the root of their strength, which ranked best of
//! the powers 0, ½ and 1.
//!
//! Building costs seconds for a large library, so a [`Builder`](crate::Builder) does it in steps.

use crate::corpus::Entry;
use crate::features::Feature;
use crate::matrix::{Matrix, add, dot};

/// Numbers in a dense vector.
pub const WIDTH: usize = 96;

/// The map from documents to meaning, and where each document is on it.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// By bucket, its row in the map and one more; 0 for none.
    pub(crate) columns: Vec<u32>,
    /// A row of [`WIDTH`] for each column.
    pub(crate) map: Matrix,
    /// By key; vectors of length 1 in 127ths, all zero for those that have no place.
    pub(crate) places: Vec<i8>,
    /// By key, how long each was before; 0 for those that have no place.
    pub(crate) lengths: Vec<f32>,
}

/// Where some documents are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places(Vec<i8>);

impl Places {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Meaning {
    /// Whether anything has been learnt.
    pub fn is_empty(&self) -> bool {
        self.map.numbers.is_empty()
    }

    /// Where a vector is, length 1; all zero if nothing in it is known.
    pub fn of(&self, vector: &[Entry]) -> Vec<f32> {
        self.mapped(vector).0
    }

    /// Where a vector is, and how long it was on the map before it was scaled to length 1.
    fn mapped(&self, vector: &[Entry]) -> (Vec<f32>, f32) {
        let mut place = vec![0.0; WIDTH];
        for entry in vector {
            if let Some(column) = self.column(entry.feature) {
                add(&mut place, self.map.row(column), entry.weight);
            }
        }
        let length = dot(&place, &place).sqrt();
        if length > 0.0 {
            place.iter_mut().for_each(|number| *number /= length);
        }
        (place, length)
    }

    /// Puts a document, or takes it away if its vector is empty. O(features · [`WIDTH`]).
    pub fn put(&mut self, key: u32, vector: &[Entry]) {
        let end = (key as usize + 1) * WIDTH;
        if self.places.len() < end {
            self.places.resize(end, 0);
            self.lengths.resize(key as usize + 1, 0.0);
        }
        let (place, length) = self.mapped(vector);
        self.lengths.get_mut(key as usize).into_iter().for_each(|own| *own = length);
        let slot = self.places.get_mut(end - WIDTH..end).unwrap_or_default();
        slot.iter_mut().zip(place).for_each(|(slot, number)| *slot = (number * 127.0).round() as i8);
    }

    /// Where a document is; `None` if it has no place.
    pub fn place(&self, key: u32) -> Option<Vec<f32>> {
        let place = self.stored(key)?;
        place.iter().any(|number| *number != 0).then(|| place.iter().map(|number| f32::from(*number) / 127.0).collect())
    }

    /// How much of a document's vector is on the map: the length that it has there, in the map's own unit; 0 if it has no place. Of
    /// common words more is there than of rare ones.
    pub fn length(&self, key: u32) -> f32 {
        self.lengths.get(key as usize).copied().unwrap_or(0.0)
    }

    /// How near a document is to a direction: their inner product; 0 if it has no place. O([`WIDTH`]).
    pub fn near(&self, key: u32, direction: &[f32]) -> f32 {
        let place = self.stored(key).unwrap_or_default();
        place.iter().zip(direction).map(|(a, b)| f32::from(*a) * b).sum::<f32>() / 127.0
    }

    /// Where some documents are, those without a place left out.
    pub fn places(&self, keys: &[u32]) -> Places {
        let stored = keys.iter().filter_map(|key| self.stored(*key));
        Places(stored.filter(|place| place.iter().any(|number| *number != 0)).flatten().copied().collect())
    }

    /// How near a document is to the nearest of some; 0 if there is none, or it has no place. In whole numbers, which can be added in
    /// any order, several at a time. O([`WIDTH`]) for each.
    pub fn nearest(&self, key: u32, to: &Places) -> f32 {
        let Some(own) = self.stored(key) else { return 0.0 };
        let product = |place: &[i8]| own.iter().zip(place).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum::<i32>();
        to.0.chunks_exact(WIDTH).map(product).max().map_or(0.0, |most| most as f32 / (127.0 * 127.0))
    }

    /// How near all documents up to a key are to a direction, by key: inner products. O(documents · [`WIDTH`]).
    pub fn nearness(&self, direction: &[f32], keys: u32) -> Vec<f32> {
        (0..keys).map(|key| self.near(key, direction)).collect()
    }

    /// Bytes that map and places take.
    pub fn memory(&self) -> usize {
        self.columns.capacity() * 4
            + self.map.numbers.capacity() * 4
            + self.lengths.capacity() * 4
            + self.places.capacity()
    }

    fn stored(&self, key: u32) -> Option<&[i8]> {
        self.places.get(key as usize * WIDTH..(key as usize + 1) * WIDTH)
    }

    fn column(&self, feature: Feature) -> Option<usize> {
        (self.columns.get(feature.0 as usize).copied().unwrap_or(0) as usize).checked_sub(1)
    }
}
