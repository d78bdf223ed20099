//! How near every document is to each of a few, in one pass over all of them.

use offprint_search::order::sort;

use crate::corpus::{Corpus, Entry, bucket};
use crate::features::{BUCKETS, Feature};
use crate::linear::Model;

/// A few documents, by their heaviest features.
#[derive(Clone, Debug, Default)]
pub struct Few {
    /// Feature, which of the few has it, and its weight there; by feature.
    entries: Vec<(Feature, u32, f32)>,
    count: usize,
}

impl Few {
    /// So many of the heaviest features of each of some documents. The rest, common words, tell little apart and cost most.
    pub fn of(corpus: &Corpus, keys: &[u32], features: usize) -> Few {
        let mut entries: Vec<(Feature, u32, f32)> = Vec::new();
        for (key, which) in keys.iter().zip(0..) {
            let vector = corpus.vector(*key);
            // Weights are above 0, and so in the order of their bits; of equal ones the first feature counts.
            let heaviest = in_order(&vector, |entry| !entry.weight.to_bits());
            entries.extend(heaviest.into_iter().take(features).map(|entry| (entry.feature, which, entry.weight)));
        }
        let entries = in_order(&entries, |(feature, ..)| feature.0);
        Few { entries, count: keys.len() }
    }

    /// The inner product of a vector with each of them. O(features of the vector · log features of the few).
    pub fn nearness(&self, vector: &[Entry]) -> Vec<f32> {
        let mut nearness = vec![0.0; self.count];
        for entry in vector {
            let start = self.entries.partition_point(|(feature, ..)| *feature < entry.feature);
            let rest = self.entries.get(start..).unwrap_or_default();
            for (_, which, own) in rest.iter().take_while(|(feature, ..)| *feature == entry.feature) {
                nearness.get_mut(*which as usize).into_iter().for_each(|sum: &mut f32| *sum += entry.weight * own);
            }
        }
        nearness
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Elements by a key, least first; those of one key stay in their order.
pub(crate) fn in_order<T: Copy>(elements: &[T], key: fn(&T) -> u32) -> Vec<T> {
    let mut order: Vec<u64> =
        elements.iter().zip(0..).map(|(element, at)| u64::from(key(element)) << 32 | at).collect();
    sort(&mut order);
    order.into_iter().filter_map(|one| elements.get(one as u32 as usize)).copied().collect()
}

/// A model and a few documents, laid out for a pass over many others. It takes 16 MB while it lives.
pub struct Pass<'a> {
    corpus: &'a Corpus,
    /// By bucket, a bit for whether there is anything in its cell: few have, and while cells are in no near cache, these are.
    used: Vec<u64>,
    /// By bucket.
    cells: Vec<Cell>,
    /// Of each feature of the few, where its entries begin.
    starts: Vec<u32>,
    few: &'a Few,
    bias: f32,
    /// Of the document that was looked at last.
    nearness: Vec<f32>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    /// Rarity times weight.
    weight: f32,
    /// One more than the number of the feature's run of entries; 0 for none.
    run: u32,
}

impl<'a> Pass<'a> {
    /// Lays them out. O(features of both, and buckets).
    pub fn new(corpus: &'a Corpus, model: &Model, few: &'a Few) -> Pass<'a> {
        let mut cells = vec![Cell::default(); BUCKETS];
        for (feature, weight) in model.weights() {
            let cell = cells.get_mut(feature.0 as usize);
            cell.into_iter().for_each(|cell| cell.weight = weight * corpus.rarity(feature));
        }
        let mut starts = Vec::new();
        let mut start = 0;
        for run in few.entries.chunk_by(|a, b| a.0 == b.0) {
            starts.push(start);
            start += run.len() as u32;
            let cell = run.first().and_then(|first| cells.get_mut(first.0.0 as usize));
            cell.into_iter().for_each(|cell| cell.run = starts.len() as u32);
        }
        starts.push(start);
        let mut used = vec![0; BUCKETS / 64];
        for feature in model.weights().map(|(feature, _)| feature).chain(few.entries.iter().map(|entry| entry.0)) {
            let word = used.get_mut(feature.0 as usize / 64);
            word.into_iter().for_each(|word| *word |= 1_u64 << (feature.0 % 64));
        }
        Pass { corpus, used, cells, starts, few, bias: model.bias, nearness: vec![0.0; few.len()] }
    }

    /// The model's score of a document's vector times `size`, and its inner product with each of the few. O(its features).
    pub fn look(&mut self, key: u32, size: f32) -> (f32, &[f32]) {
        self.nearness.fill(0.0);
        let (row, saturation, scale) = self.corpus.raw(key);
        let mut score = 0.0_f32;
        for packed in row {
            let word = self.used.get(bucket(*packed) / 64).copied().unwrap_or(0);
            if word >> (bucket(*packed) % 64) & 1 == 0 {
                continue;
            }
            let cell = self.cells.get(bucket(*packed)).copied().unwrap_or_default();
            let tf = saturation.tf(*packed);
            score += tf * cell.weight;
            if let Some(run) = (cell.run as usize).checked_sub(1) {
                let weight = tf * self.corpus.rarity(Feature(bucket(*packed) as u32)) * scale;
                let (from, to) = (self.starts.get(run).copied(), self.starts.get(run + 1).copied());
                let entries = self.few.entries.get(from.unwrap_or(0) as usize..to.unwrap_or(0) as usize);
                for (_, which, own) in entries.unwrap_or_default() {
                    self.nearness.get_mut(*which as usize).into_iter().for_each(|sum| *sum += weight * own);
                }
            }
        }
        (self.bias + score * scale * size, &self.nearness)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::features::Part;

    fn product(a: &[Entry], b: &[Entry]) -> f32 {
        let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
        pairs.filter(|(a, b)| a.feature == b.feature).map(|(a, b)| a.weight * b.weight).sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn one_pass_finds_what_comparing_one_by_one_does(
            texts in prop::collection::vec("([a-f]{2} ){0,6}", 2..10),
            weights in prop::collection::vec(-1.0_f32..1.0, 40),
            size in 0.1_f32..3.0,
        ) {
            let mut corpus = Corpus::default();
            texts.iter().zip(0..).for_each(|(text, key)| corpus.put(key, &[(Part::Body, text)]));
            let vectors: Vec<Vec<Entry>> = (0..texts.len() as u32).map(|key| corpus.vector(key)).collect();
            let weights: Vec<(Feature, f32)> =
                vectors.iter().flatten().zip(&weights).map(|(entry, weight)| (entry.feature, *weight)).collect();
            let model = Model::of_weights(&weights, 0.25);
            let few = Few::of(&corpus, &[0, 1], 100);
            let mut pass = Pass::new(&corpus, &model, &few);
            for (key, vector) in (0..).zip(&vectors) {
                let (score, nearness) = pass.look(key, size);
                let wanted = (model.of(vector) - model.bias) * size + model.bias;
                prop_assert!((score - wanted).abs() < 1e-4);
                for (near, alone) in nearness.iter().zip(few.nearness(vector)) {
                    prop_assert!((near - alone).abs() < 1e-5);
                }
                for (near, one) in nearness.iter().zip(&vectors) {
                    prop_assert!((near - product(vector, one)).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn the_heaviest_features_are_kept() {
        let mut corpus = Corpus::default();
        for (key, text) in (0..).zip(["rare common", "rare", "common", "common"]) {
            corpus.put(key, &[(Part::Body, text)]);
        }
        let few = Few::of(&corpus, &[0], 1);
        let mut pass = Pass::new(&corpus, &Model::default(), &few);
        assert!(pass.look(1, 1.0).1[0] > 0.5);
        assert_eq!(pass.look(2, 1.0).1[0], 0.0);
    }
}
