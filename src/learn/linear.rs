//! A linear model: a weight for each feature, learnt from documents that were liked and documents that were not.
//!
//! It is a support vector machine with squared loss,
//!
//! ```text
//! min over w, b:  ½ (‖w‖² + b²) + Σ costᵢ max(0, 1 − labelᵢ (w·xᵢ + b))²
//! ```
//!
//! solved by descent along the dual's coordinates (C.-J. Hsieh et al., 2008, *A dual coordinate descent method for large-scale linear
//! SVM*). The coordinates are visited in a fixed scattered order, so that the same examples give the same weights.

use crate::corpus::{Corpus, Entry};
use crate::features::Feature;
use crate::near::{Few, Pass, in_order};

/// A document that is known to be liked or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Example {
    /// Which document.
    pub key: u32,
    /// 1 for liked, -1 for not.
    pub label: f32,
    /// How much it costs to have it on the wrong side; above 0.
    pub cost: f32,
}

/// Weights of features.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Those that are not 0, by feature.
    weights: Vec<(Feature, f32)>,
    /// What every document has.
    pub bias: f32,
}

/// Passes over all examples at most; the loss is within a thousandth of the least after a dozen.
const PASSES: u32 = 40;

/// A pass that changes no coordinate's gradient by more than this is the last.
const ENOUGH: f32 = 0.005;

/// Learns from examples. O(passes · features of all examples).
pub fn train(corpus: &Corpus, examples: &[Example]) -> Model {
    let rows: Vec<Vec<Entry>> = examples.iter().map(|example| corpus.vector(example.key)).collect();
    solve(&rows, examples, PASSES, ENOUGH).0
}

/// The same for given rows, with other bounds for the descent; and each example's dual, which is how much of it is in the weights:
/// `w = Σ dualᵢ labelᵢ xᵢ`.
pub fn solve(rows: &[Vec<Entry>], examples: &[Example], passes: u32, enough: f32) -> (Model, Vec<f32>) {
    let last = rows.iter().flatten().map(|entry| entry.feature.0).max();
    let (mut weights, mut bias) = (vec![0.0_f32; last.map_or(0, |last| last as usize + 1)], 0.0);
    let mut duals = vec![0.0_f32; rows.len()];
    let lengths: Vec<f32> =
        rows.iter().map(|row| row.iter().map(|entry| entry.weight * entry.weight).sum::<f32>() + 1.0).collect();
    let stride = stride(rows.len());
    for pass in 0..passes {
        let mut most = 0.0_f32;
        let mut at = pass as usize % rows.len().max(1);
        for _ in 0..rows.len() {
            at = (at + stride) % rows.len();
            let (Some(row), Some(example), Some(dual), Some(length)) =
                (rows.get(at), examples.get(at), duals.get_mut(at), lengths.get(at))
            else {
                continue;
            };
            let soft = 0.5 / example.cost;
            let weight = |entry: &Entry| weights.get(entry.feature.0 as usize).copied().unwrap_or(0.0) * entry.weight;
            let score = row.iter().map(weight).sum::<f32>() + bias;
            let gradient = example.label * score - 1.0 + *dual * soft;
            let projected = if *dual == 0.0 { gradient.min(0.0) } else { gradient };
            most = most.max(projected.abs());
            if projected == 0.0 {
                continue;
            }
            let next = (*dual - gradient / (length + soft)).max(0.0);
            let step = (next - *dual) * example.label;
            *dual = next;
            bias += step;
            for entry in row {
                let own = weights.get_mut(entry.feature.0 as usize);
                own.into_iter().for_each(|weight| *weight += step * entry.weight);
            }
        }
        if most < enough {
            break;
        }
    }
    let kept = weights.into_iter().zip(0..).filter(|(weight, _)| *weight != 0.0);
    (Model { weights: kept.map(|(weight, feature)| (Feature(feature), weight)).collect(), bias }, duals)
}

/// A step that visits all of so many coordinates, far from each other.
fn stride(count: usize) -> usize {
    let common = |mut a: usize, mut b: usize| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let golden = (count as f64 * 0.618) as usize;
    (golden.max(1)..).find(|step| common(*step, count) == 1).unwrap_or(1)
}

impl Model {
    /// A model of given weights; of two of a feature, the latter.
    pub fn of_weights(weights: &[(Feature, f32)], bias: f32) -> Model {
        let mut model = Model { weights: Vec::new(), bias };
        weights.iter().for_each(|(feature, weight)| model.set(*feature, *weight));
        model
    }

    /// The sum of some vectors as a model: its score of another vector is the sum of the inner products with each.
    pub fn sum(vectors: &[Vec<Entry>]) -> Model {
        let entries: Vec<Entry> = vectors.iter().flatten().copied().collect();
        // Those of one feature stay in their order, so that sums are the same on every machine.
        let entries = in_order(&entries, |entry| entry.feature.0);
        let run = |run: &[Entry]| Some((run.first()?.feature, run.iter().map(|entry| entry.weight).sum()));
        Model { weights: entries.chunk_by(|a, b| a.feature == b.feature).filter_map(run).collect(), bias: 0.0 }
    }

    /// The weights that are not 0, by feature.
    pub fn weights(&self) -> impl Iterator<Item = (Feature, f32)> {
        self.weights.iter().copied()
    }

    /// The weight of a feature. O(log of how many there are).
    pub fn weight(&self, feature: Feature) -> f32 {
        let at = self.place(feature).ok();
        at.and_then(|at| self.weights.get(at)).map_or(0.0, |(_, weight)| *weight)
    }

    /// Sets the weight of a feature.
    pub fn set(&mut self, feature: Feature, weight: f32) {
        match self.place(feature) {
            Ok(at) => self.weights.get_mut(at).into_iter().for_each(|own| own.1 = weight),
            Err(at) => self.weights.insert(at, (feature, weight)),
        }
    }

    /// The score of a vector.
    pub fn of(&self, vector: &[Entry]) -> f32 {
        vector.iter().map(|entry| entry.weight * self.weight(entry.feature)).sum::<f32>() + self.bias
    }

    /// The scores of all documents, by key; the bias for keys without a document. O(features of all documents).
    pub fn scores(&self, corpus: &Corpus) -> Vec<f32> {
        let none = Few::default();
        let mut pass = Pass::new(corpus, self, &none);
        (0..corpus.keys()).map(|key| pass.look(key, 1.0).0).collect()
    }

    fn place(&self, feature: Feature) -> Result<usize, usize> {
        self.weights.binary_search_by_key(&feature, |(feature, _)| *feature)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::features::Part;

    fn corpus(texts: &[String]) -> Corpus {
        let mut corpus = Corpus::default();
        texts.iter().zip(0..).for_each(|(text, key)| corpus.put(key, &[(Part::Body, text)]));
        corpus
    }

    fn loss(model: &Model, rows: &[Vec<Entry>], examples: &[Example]) -> f64 {
        let weights: f32 = model.weights().map(|(_, weight)| weight * weight).sum();
        let missed = rows.iter().zip(examples).map(|(row, example)| {
            f64::from(example.cost) * f64::from((1.0 - example.label * model.of(row)).max(0.0)).powi(2)
        });
        f64::from(weights + model.bias * model.bias) / 2.0 + missed.sum::<f64>()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        #[test]
        fn no_step_from_the_solution_makes_the_loss_less(
            texts in prop::collection::vec("([a-f]{2} ){1,6}", 3..12),
            labels in prop::collection::vec(any::<bool>(), 12),
            costs in prop::collection::vec(0.1_f32..20.0, 12),
        ) {
            let corpus = corpus(&texts);
            let rows: Vec<Vec<Entry>> = (0..texts.len() as u32).map(|key| corpus.vector(key)).collect();
            let examples: Vec<Example> = (0..texts.len()).map(|at| Example {
                key: at as u32,
                label: if labels[at] { 1.0 } else { -1.0 },
                cost: costs[at],
            }).collect();
            let (model, duals) = solve(&rows, &examples, 10_000, 1e-6);
            let best = loss(&model, &rows, &examples);
            for entry in rows.iter().flatten() {
                let own = |row: &Vec<Entry>| row.iter().filter(|other| other.feature == entry.feature).map(|other| other.weight).sum::<f32>();
                let made: f32 = rows.iter().zip(&examples).zip(&duals).map(|((row, example), dual)| dual * example.label * own(row)).sum();
                prop_assert!((made - model.weight(entry.feature)).abs() < 1e-3 * (1.0 + made.abs()));
            }
            for entry in rows.iter().flatten() {
                for step in [-0.01, 0.01] {
                    let mut other = model.clone();
                    other.set(entry.feature, model.weight(entry.feature) + step);
                    prop_assert!(loss(&other, &rows, &examples) >= best - 1e-4);
                }
            }
        }

        #[test]
        fn scores_of_all_are_those_of_each(texts in prop::collection::vec("([a-f]{2} ){0,6}", 1..12)) {
            let corpus = corpus(&texts);
            let examples = [Example { key: 0, label: 1.0, cost: 5.0 }, Example { key: 1, label: -1.0, cost: 5.0 }];
            let model = train(&corpus, &examples);
            for (key, score) in (0..).zip(model.scores(&corpus)) {
                prop_assert!((score - model.of(&corpus.vector(key))).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn every_coordinate_is_visited() {
        for count in 1..200 {
            let step = stride(count);
            let visited: std::collections::BTreeSet<usize> = (0..count).map(|turn| turn * step % count).collect();
            assert_eq!(visited.len(), count);
        }
    }
}
