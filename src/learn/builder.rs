//! Learning a [`Meaning`] in steps of a few milliseconds, each a bounded amount of work, so that whoever learns can answer in between.

use std::ops::Range;

use crate::corpus::{Corpus, Entry};
use crate::features::BUCKETS;
use crate::matrix::{Jacobi, Matrix, add, add_inner, cholesky, straighten};
use crate::meaning::{Meaning, WIDTH};

/// Documents that are learnt from, about. More change little: what stands together in 5,000 does in 100,000.
const SAMPLE: usize = 5_000;

/// Features that are learnt of at most, those in most documents first. Rarer ones stand together with nothing often enough.
const COLUMNS: usize = 40_000;

/// Documents of the sample that have a feature, at least.
const LEAST: u32 = 3;

/// Multiplications with the matrix and back after the first, each sharpening the subspace.
const POWERS: u32 = 2;

/// Documents that a step takes at most.
const STEP: usize = 200;

/// Rows of the dense matrices that a step takes at most, each multiplied with a square of [`WIDTH`].
const DENSE_STEP: usize = 800;

/// Rows that are thrown in a step at most.
const THROWN_STEP: usize = 8_000;

/// Learns a [`Meaning`] step by step.
#[derive(Debug)]
pub struct Builder {
    meaning: Meaning,
    /// Keys of the sample, and its rows: feature (later its column) and weight.
    keys: Vec<u32>,
    sample: Vec<Vec<Entry>>,
    /// One row for each of the sample, and one for each column.
    left: Matrix,
    right: Matrix,
    /// Inner products of the columns of the matrix at hand, and what is made of them.
    products: Vec<f64>,
    eigen: Jacobi,
    stage: Stage,
    /// Rows that the stage has done.
    done: usize,
    /// Keys to be placed.
    upto: usize,
}

/// What a builder does next.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Reads the sample.
    Read,
    /// Numbers the features that are learnt of.
    Number,
    /// Numbers the sample's rows by these.
    Renumber,
    /// Begins with a right side as if thrown.
    Throw,
    /// left = sample · right
    Forth(u32),
    /// The inner products of the left columns.
    Inner(u32),
    /// Makes the left columns perpendicular.
    Straighten(u32),
    /// right = sampleᵀ · left
    Back(u32),
    /// The inner products of the right columns.
    Strength,
    /// Their eigenvectors.
    Eigen,
    /// Turns and scales the right side into the map.
    Turn,
    /// Puts all documents.
    Place,
}

impl Builder {
    /// Begins with the documents that are there. O(keys).
    pub fn new(corpus: &Corpus) -> Builder {
        Builder {
            meaning: Meaning { columns: vec![0; BUCKETS], ..Meaning::default() },
            keys: corpus.sample(SAMPLE),
            sample: Vec::new(),
            left: Matrix::default(),
            right: Matrix::default(),
            products: Vec::new(),
            eigen: Jacobi::default(),
            stage: Stage::Read,
            done: 0,
            upto: corpus.keys() as usize,
        }
    }

    /// Begins with a map that is learnt already, on which all documents are to be placed.
    pub fn placing(corpus: &Corpus, meaning: Meaning) -> Builder {
        Builder { meaning, keys: Vec::new(), stage: Stage::Place, ..Builder::new(corpus) }
    }

    /// Does one step; gives the meaning after the last. The corpus may change in between: what is put then is not learnt from.
    pub fn step(&mut self, corpus: &Corpus) -> Option<Meaning> {
        match self.stage {
            Stage::Read => {
                let rows = self.some(self.keys.len(), STEP, Stage::Number);
                self.read(corpus, rows);
            }
            Stage::Number => {
                self.number();
                self.go(Stage::Renumber);
            }
            Stage::Renumber => {
                let rows = self.some(self.sample.len(), STEP, Stage::Throw);
                self.renumber(rows);
            }
            Stage::Throw => {
                let rows = self.some(self.columns(), THROWN_STEP, Stage::Forth(0));
                for at in rows {
                    let line = self.right.row_mut(at).iter_mut().zip(0_u64..);
                    line.for_each(|(number, column)| *number = sign(at as u64, column));
                }
            }
            Stage::Forth(turn) => {
                let rows = self.some(self.sample.len(), STEP, Stage::Inner(turn));
                self.forth(rows);
            }
            Stage::Inner(turn) => {
                let rows = self.some(self.sample.len(), DENSE_STEP, Stage::Straighten(turn));
                add_inner(&mut self.products, &self.left, rows);
                if self.stage != Stage::Inner(turn) {
                    self.products = cholesky(&self.products, WIDTH);
                    self.right.numbers.fill(0.0);
                }
            }
            Stage::Straighten(turn) => {
                let rows = self.some(self.sample.len(), DENSE_STEP, Stage::Back(turn));
                straighten(&mut self.left, &self.products, rows);
                if self.stage != Stage::Straighten(turn) {
                    self.products.fill(0.0);
                }
            }
            Stage::Back(turn) => {
                let next = if turn < POWERS { Stage::Forth(turn + 1) } else { Stage::Strength };
                let rows = self.some(self.sample.len(), STEP, next);
                self.back(rows);
            }
            Stage::Strength => {
                let rows = self.some(self.columns(), DENSE_STEP, Stage::Eigen);
                add_inner(&mut self.products, &self.right, rows);
                if self.stage == Stage::Eigen {
                    self.eigen = Jacobi::new(std::mem::take(&mut self.products), WIDTH);
                }
            }
            Stage::Eigen => {
                if self.eigen.sweep() {
                    self.products = self.turned();
                    self.go(Stage::Turn);
                }
            }
            Stage::Turn => {
                let rows = self.some(self.columns(), DENSE_STEP, Stage::Place);
                self.turn(rows);
                if self.stage == Stage::Place {
                    self.meaning.map = std::mem::take(&mut self.right);
                }
            }
            Stage::Place => {
                let from = self.done;
                self.done = (from + STEP).min(self.upto);
                for key in from as u32..self.done as u32 {
                    self.meaning.put(key, &corpus.vector(key));
                }
                if self.done == self.upto {
                    return Some(std::mem::take(&mut self.meaning));
                }
            }
        }
        None
    }

    /// The next rows of so many; with the last of them the next stage is come.
    fn some(&mut self, all: usize, step: usize, next: Stage) -> Range<usize> {
        let from = self.done;
        self.done = (from + step).min(all);
        let rows = from..self.done;
        if rows.end == all {
            self.go(next);
        }
        rows
    }

    fn go(&mut self, stage: Stage) {
        self.stage = stage;
        self.done = 0;
    }

    fn columns(&self) -> usize {
        self.right.rows().len()
    }

    fn read(&mut self, corpus: &Corpus, rows: Range<usize>) {
        for key in self.keys.get(rows).unwrap_or_default() {
            let mut vector = corpus.vector(*key);
            vector.retain(|entry| !entry.feature.is_pair());
            for entry in &vector {
                let count = self.meaning.columns.get_mut(entry.feature.0 as usize);
                count.into_iter().for_each(|count| *count += 1);
            }
            self.sample.push(vector);
        }
    }

    /// Numbers the features that enough of the sample have, those of most first where there are too many.
    fn number(&mut self) {
        let counts = &mut self.meaning.columns;
        // How many features are in so many documents.
        let mut features = vec![0_usize; self.sample.len() + 1];
        for count in counts.iter() {
            features.get_mut(*count as usize).into_iter().for_each(|sum| *sum += 1);
        }
        let mut kept = 0;
        let enough = |features: &&usize| {
            kept += **features;
            kept <= COLUMNS
        };
        let least = features.len() - features.iter().rev().take_while(enough).count();
        let least = (least as u32).max(LEAST);
        let mut columns = 0;
        for count in counts.iter_mut() {
            let kept = *count >= least;
            columns += u32::from(kept);
            *count = if kept { columns } else { 0 };
        }
        self.left = Matrix::zeros(self.sample.len(), WIDTH);
        self.right = Matrix::zeros(columns as usize, WIDTH);
        self.products = vec![0.0; WIDTH * WIDTH];
    }

    fn renumber(&mut self, rows: Range<usize>) {
        let columns = &self.meaning.columns;
        for row in self.sample.get_mut(rows).unwrap_or_default() {
            row.retain_mut(|entry| {
                let column = columns.get(entry.feature.0 as usize).copied().unwrap_or(0);
                entry.feature.0 = column.wrapping_sub(1);
                column > 0
            });
        }
    }

    fn forth(&mut self, rows: Range<usize>) {
        for at in rows {
            let line = self.left.row_mut(at);
            line.fill(0.0);
            for entry in self.sample.get(at).into_iter().flatten() {
                add(line, self.right.row(entry.feature.0 as usize), entry.weight);
            }
        }
    }

    fn back(&mut self, rows: Range<usize>) {
        for at in rows {
            for entry in self.sample.get(at).into_iter().flatten() {
                add(self.right.row_mut(entry.feature.0 as usize), self.left.row(at), entry.weight);
            }
        }
    }

    /// With left perpendicular and right = sampleᵀ · left, the strengths squared are the eigenvalues of rightᵀ · right, and the map is
    /// right · vectors / strength, each direction scaled by 1/√strength in place of 1, so that what is mapped has √strength.
    fn turned(&self) -> Vec<f64> {
        let values = self.eigen.values();
        let most = values.iter().copied().fold(0.0, f64::max);
        let scale = |value: &f64| if *value > most * 1e-9 { value.powf(-0.75) } else { 0.0 };
        let scales: Vec<f64> = values.iter().map(scale).collect();
        let lines = self.eigen.vectors.chunks_exact(WIDTH);
        lines.flat_map(|line| line.iter().zip(&scales).map(|(number, scale)| number * scale)).collect()
    }

    fn turn(&mut self, rows: Range<usize>) {
        let turned = Matrix { width: WIDTH, numbers: self.products.iter().map(|number| *number as f32).collect() };
        let mut row = vec![0.0; WIDTH];
        for at in rows {
            let own = self.right.row_mut(at);
            row.fill(0.0);
            own.iter().zip(turned.rows()).for_each(|(number, line)| add(&mut row, line, *number));
            own.copy_from_slice(&row);
        }
    }
}

/// A sign for a place in a matrix, as if thrown.
fn sign(row: u64, column: u64) -> f32 {
    if mixed(row * 2 + column / 64) >> (column % 64) & 1 == 0 { 1.0 } else { -1.0 }
}

/// A number of which each bit depends on all bits of another (the finaliser of splitmix64, S. Vigna).
pub(crate) fn mixed(number: u64) -> u64 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::features::Part;

    fn corpus(texts: &[String], order: impl Iterator<Item = usize>) -> Corpus {
        let mut corpus = Corpus::default();
        order.zip(0..).for_each(|(at, key)| corpus.put(key, &[(Part::Body, &texts[at])]));
        corpus
    }

    fn learnt(corpus: &Corpus) -> Meaning {
        let mut builder = Builder::new(corpus);
        std::iter::repeat_with(|| builder.step(corpus)).flatten().next().unwrap()
    }

    /// The root of the documents' inner products over features that are learnt of, which pairs are not: what is left of them when every direction has
    /// the root of its strength. The nearness of two documents is its entry over the root of both diagonal ones.
    fn exact(corpus: &Corpus) -> Vec<f64> {
        let rows: Vec<Vec<Entry>> = (0..corpus.keys()).map(|key| corpus.vector(key)).collect();
        let having = |entry: &Entry| rows.iter().flatten().filter(|other| other.feature == entry.feature).count();
        let product = |a: &[Entry], b: &[Entry]| -> f64 {
            let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b))).filter(|(a, b)| a.feature == b.feature);
            pairs
                .filter(|(a, _)| !a.feature.is_pair() && having(a) >= LEAST as usize)
                .map(|(a, b)| f64::from(a.weight) * f64::from(b.weight))
                .sum()
        };
        let count = rows.len();
        let products: Vec<f64> = (0..count * count).map(|at| product(&rows[at / count], &rows[at % count])).collect();
        let mut jacobi = Jacobi::new(products.clone(), count);
        while !jacobi.sweep() {}
        let values = jacobi.values();
        let entry = |row: usize, column: usize, root: &[f64]| -> f64 {
            (0..count).map(|at| jacobi.vectors[row * count + at] * root[at] * jacobi.vectors[column * count + at]).sum()
        };
        let roots: Vec<f64> = values.iter().map(|value| value.max(0.0).sqrt()).collect();
        let root: Vec<f64> = (0..count * count).map(|at| entry(at / count, at % count, &roots)).collect();
        for (at, wanted) in products.iter().enumerate() {
            let square: f64 = (0..count).map(|k| root[at / count * count + k] * root[k * count + at % count]).sum();
            assert!((square - wanted).abs() < 1e-6, "the oracle itself");
        }
        root
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn nearness_is_that_of_an_exact_decomposition(texts in prop::collection::vec("([a-d]{2} ){1,7}", 2..24)) {
            let corpus = corpus(&texts, 0..texts.len());
            let (meaning, root) = (learnt(&corpus), exact(&corpus));
            let at = |row: usize, column: usize| root[row * texts.len() + column];
            for row in 0..texts.len() {
                let place = meaning.of(&corpus.vector(row as u32));
                let all = meaning.nearness(&place, corpus.keys());
                let some: Vec<u32> = (0..corpus.keys()).filter(|key| key % 3 == 1).collect();
                let places = some.iter().filter_map(|key| meaning.place(*key));
                let nearest = places.map(|place| meaning.near(row as u32, &place)).max_by(f32::total_cmp).unwrap_or(0.0);
                prop_assert!((meaning.nearest(row as u32, &meaning.places(&some)) - nearest).abs() < 1e-5);
                prop_assert_eq!(meaning.place(row as u32).is_some(), at(row, row) > 1e-6);
                let length = at(row, row).max(0.0).sqrt();
                prop_assert!((f64::from(meaning.length(row as u32)) - length).abs() < 5e-3, "{} {}", row, length);
                for (column, stored) in all.into_iter().enumerate() {
                    let sizes = (at(row, row) * at(column, column)).sqrt();
                    let wanted = if sizes > 1e-6 { at(row, column) / sizes } else { 0.0 };
                    let other = meaning.of(&corpus.vector(column as u32));
                    let near: f64 = place.iter().zip(&other).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
                    prop_assert!((near - wanted).abs() < 5e-3, "{} {}: {} {}", row, column, near, wanted);
                    // What is stored is rounded to 127ths.
                    prop_assert!((f64::from(stored) - near).abs() < 0.03, "{} {}: {} {}", row, column, stored, wanted);
                }
            }
        }

        #[test]
        fn the_order_of_arrival_does_not_matter(texts in prop::collection::vec("([a-d]{2} ){1,7}", 2..24)) {
            let count = texts.len();
            let (one, other) = (corpus(&texts, 0..count), corpus(&texts, (0..count).rev()));
            let (first, second) = (learnt(&one), learnt(&other));
            for text in &texts {
                let place = |corpus: &Corpus, meaning: &Meaning| meaning.of(&corpus.vector_of(&[(Part::Body, text)]));
                let near = first.nearness(&place(&one, &first), count as u32);
                let backwards = second.nearness(&place(&other, &second), count as u32);
                for (a, b) in near.iter().zip(backwards.iter().rev()) {
                    prop_assert!((a - b).abs() < 0.03, "{} {}", a, b);
                }
            }
        }
    }

    #[test]
    fn nothing_is_learnt_of_nothing() {
        let corpus = Corpus::default();
        let meaning = learnt(&corpus);
        assert!(meaning.is_empty() && meaning.place(0).is_none());
    }
}
