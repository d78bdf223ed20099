//! Meaning beyond words: what stands together often points the same way.
//!
//! Latent semantic analysis (S. Deerwester et al., 1990, *Indexing by latent semantic analysis*): the vectors of a sample of documents are
//! a matrix; its strongest right singular vectors, found by random projection and powers (N. Halko et al., 2011, *Finding structure with
//! randomness*), map every document to a short dense vector. Directions are scaled by the root of their strength, which ranked best of
//! the powers 0, ½ and 1.
//!
//! Building costs seconds for a large library, so a [`Builder`] does it in steps of some ten milliseconds.

use crate::corpus::{Corpus, Entry};
use crate::features::{BUCKETS, Feature};
use crate::matrix::{Matrix, add, dot, eigen, inner, make_perpendicular};

/// Numbers in a dense vector.
pub const WIDTH: usize = 96;

/// Documents that are learnt from at most. More change little: what stands together in 5,000 does in 100,000.
const SAMPLE: usize = 5_000;

/// Features that are learnt of at most, those in most documents first. Rarer ones stand together with nothing often enough.
const COLUMNS: usize = 40_000;

/// Documents of the sample that have a feature, at least.
const LEAST: u32 = 3;

/// Multiplications with the matrix and back after the first, each sharpening the subspace.
const POWERS: u32 = 2;

/// Rows that a step takes at most.
const STEP: usize = 250;

/// The map from documents to meaning, and where each document is on it.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// By bucket, its row in the map and one more; 0 for none.
    columns: Vec<u32>,
    /// A row of [`WIDTH`] for each column.
    map: Matrix,
    /// By key; vectors of length 1 in 127ths, all zero for those that have no place.
    places: Vec<i8>,
}

impl Meaning {
    /// Whether anything has been learnt.
    pub fn is_empty(&self) -> bool {
        self.map.numbers.is_empty()
    }

    /// Where a vector is, length 1; all zero if nothing in it is known.
    pub fn of(&self, vector: &[Entry]) -> Vec<f32> {
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
        place
    }

    /// Puts a document, or takes it away if its vector is empty. O(features · [`WIDTH`]).
    pub fn put(&mut self, key: u32, vector: &[Entry]) {
        let end = (key as usize + 1) * WIDTH;
        if self.places.len() < end {
            self.places.resize(end, 0);
        }
        let place = self.of(vector);
        let slot = self.places.get_mut(end - WIDTH..end).unwrap_or_default();
        slot.iter_mut().zip(place).for_each(|(slot, number)| *slot = (number * 127.0).round() as i8);
    }

    /// Where a document is; `None` if it has no place.
    pub fn place(&self, key: u32) -> Option<Vec<f32>> {
        let place = self.stored(key)?;
        place.iter().any(|number| *number != 0).then(|| place.iter().map(|number| f32::from(*number) / 127.0).collect())
    }

    /// How near all documents up to a key are to a direction, by key: inner products. O(documents · [`WIDTH`]).
    pub fn nearness(&self, direction: &[f32], keys: u32) -> Vec<f32> {
        let near = |key: u32| {
            let place = self.stored(key).unwrap_or_default();
            place.iter().zip(direction).map(|(a, b)| f32::from(*a) * b).sum::<f32>() / 127.0
        };
        (0..keys).map(near).collect()
    }

    /// Bytes that map and places take.
    pub fn memory(&self) -> usize {
        self.columns.capacity() * 4 + self.map.numbers.capacity() * 4 + self.places.capacity()
    }

    fn stored(&self, key: u32) -> Option<&[i8]> {
        self.places.get(key as usize * WIDTH..(key as usize + 1) * WIDTH)
    }

    fn column(&self, feature: Feature) -> Option<usize> {
        (self.columns.get(feature.0 as usize).copied().unwrap_or(0) as usize).checked_sub(1)
    }
}

/// Learns a [`Meaning`] step by step.
#[derive(Debug)]
pub struct Builder {
    meaning: Meaning,
    /// Rows of the sample: column and weight.
    sample: Vec<Vec<(u32, f32)>>,
    /// One row for each of the sample, and one for each column.
    left: Matrix,
    right: Matrix,
    stage: Stage,
    /// Rows that the stage has done.
    done: usize,
    keys: u32,
}

/// What a builder does next.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// left = sample · right
    Forth(u32),
    /// Makes the left columns perpendicular.
    Straighten(u32),
    /// right = sampleᵀ · left
    Back(u32),
    /// Turns and scales the right side into the map.
    Turn,
    /// Puts all documents.
    Place,
}

impl Builder {
    /// Begins with the documents that are there. One pass over the sample's features.
    pub fn new(corpus: &Corpus) -> Builder {
        let keys: Vec<u32> = (0..corpus.keys()).filter(|key| corpus.has(*key)).collect();
        let every = keys.len().div_ceil(SAMPLE).max(1);
        let vectors: Vec<Vec<Entry>> = keys.iter().step_by(every).map(|key| corpus.vector(*key)).collect();
        let columns = columns(&vectors);
        let count = columns.iter().max().copied().unwrap_or(0) as usize;
        let own = |entry: &Entry| {
            let column = columns.get(entry.feature.0 as usize).copied().unwrap_or(0).checked_sub(1)?;
            Some((column, entry.weight))
        };
        let sample: Vec<Vec<(u32, f32)>> =
            vectors.iter().map(|vector| vector.iter().filter_map(own).collect()).collect();
        let mut right = Matrix::zeros(count, WIDTH);
        right.numbers.iter_mut().zip(0_u64..).for_each(|(number, at)| *number = sign(at));
        let left = Matrix::zeros(sample.len(), WIDTH);
        let meaning = Meaning { columns, ..Meaning::default() };
        Builder { meaning, sample, left, right, stage: Stage::Forth(0), done: 0, keys: corpus.keys() }
    }

    /// Does one step; gives the meaning after the last.
    pub fn step(&mut self, corpus: &Corpus) -> Option<Meaning> {
        let upto = (self.done + STEP).min(self.sample.len());
        let from = std::mem::replace(&mut self.done, upto);
        let rows = from..upto;
        match self.stage {
            Stage::Forth(turn) => {
                for at in rows {
                    let line = self.left.row_mut(at);
                    line.fill(0.0);
                    for (column, weight) in self.sample.get(at).into_iter().flatten() {
                        add(line, self.right.row(*column as usize), *weight);
                    }
                }
                self.next(Stage::Straighten(turn), upto == self.sample.len());
            }
            Stage::Straighten(turn) => {
                make_perpendicular(&mut self.left);
                self.right.numbers.fill(0.0);
                self.next(Stage::Back(turn), true);
            }
            Stage::Back(turn) => {
                for at in rows {
                    for (column, weight) in self.sample.get(at).into_iter().flatten() {
                        add(self.right.row_mut(*column as usize), self.left.row(at), *weight);
                    }
                }
                let next = if turn < POWERS { Stage::Forth(turn + 1) } else { Stage::Turn };
                self.next(next, upto == self.sample.len());
            }
            Stage::Turn => {
                self.turn();
                self.next(Stage::Place, true);
            }
            Stage::Place => {
                let upto = (from as u32 + STEP as u32).min(self.keys);
                self.done = upto as usize;
                (from as u32..upto).for_each(|key| self.meaning.put(key, &corpus.vector(key)));
                if upto == self.keys {
                    return Some(std::mem::take(&mut self.meaning));
                }
            }
        }
        None
    }

    fn next(&mut self, stage: Stage, whole: bool) {
        if whole {
            self.stage = stage;
            self.done = 0;
        }
    }

    /// With left perpendicular and right = sampleᵀ · left, the strengths squared are the eigenvalues of rightᵀ · right, and the map is
    /// right · vectors / strength, each direction scaled by 1/√strength in place of 1, so that what is mapped has √strength.
    fn turn(&mut self) {
        let (values, vectors) = eigen(inner(&self.right, &self.right), WIDTH);
        let scale: Vec<f32> =
            values.iter().map(|value| if *value > 1e-9 { value.powf(-0.75) as f32 } else { 0.0 }).collect();
        let mut turned = Matrix::zeros(WIDTH, WIDTH);
        for (to, from) in turned.numbers.chunks_exact_mut(WIDTH).zip(vectors.chunks_exact(WIDTH)) {
            to.iter_mut().zip(from).zip(&scale).for_each(|((to, from), scale)| *to = *from as f32 * scale);
        }
        let mut row = vec![0.0; WIDTH];
        for own in self.right.numbers.chunks_exact_mut(WIDTH) {
            row.fill(0.0);
            own.iter().zip(turned.rows()).for_each(|(number, line)| add(&mut row, line, *number));
            own.copy_from_slice(&row);
        }
        self.meaning.map = std::mem::take(&mut self.right);
    }
}

/// Numbers the features that enough of the vectors have, those of most first where there are too many; by bucket, one more than the number.
fn columns(vectors: &[Vec<Entry>]) -> Vec<u32> {
    let mut counts = vec![0_u32; BUCKETS];
    for entry in vectors.iter().flatten() {
        counts.get_mut(entry.feature.0 as usize).into_iter().for_each(|count| *count += 1);
    }
    let least =
        (LEAST..).find(|least| counts.iter().filter(|count| *count >= least).count() <= COLUMNS).unwrap_or(LEAST);
    let mut next = 0;
    for count in &mut counts {
        let kept = *count >= least;
        next += u32::from(kept);
        *count = if kept { next } else { 0 };
    }
    counts
}

/// A sign for a number, as if thrown (the finaliser of splitmix64, S. Vigna).
fn sign(number: u64) -> f32 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    if (mixed ^ mixed >> 31) & 1 == 0 { 1.0 } else { -1.0 }
}
