//! The score of taste as a sum of parts that have names.

use super::{Taste, parts};
use crate::learn::features::Feature;
use crate::learn::{Corpus, features};
use crate::paper::Paper;
use crate::rank::weights::{
    DISMISSED, FIELD, FIELD_DISMISSED, FIELD_STARS, MEANING, MEANING_OF_FEW, NEAREST, PASSED_OVER,
};
use crate::search::order::sort_by;
use crate::text::number;

/// What one feature of a paper adds to its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Which feature.
    pub feature: Feature,
    /// Its name, as it is written in the paper, with the kind of fact before it.
    pub name: String,
    /// What it adds, in the score's unit: standard deviations of likeness.
    pub value: f32,
    /// How many starred papers have it.
    pub starred: u32,
    /// How many of those that the reader stayed with.
    pub stayed: u32,
    /// How many of those that the reader left at once.
    pub left: u32,
}

/// The share of words in a score as a sum: `rest + Σ terms` is [`Shares::words`](super::Shares::words).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// Features by what they add, largest first and those that take most last.
    pub terms: Vec<Term>,
    /// What every paper has.
    pub rest: f32,
}

/// The formula with its weights, as a reader reads it.
pub fn formula() -> String {
    let weights = [MEANING, MEANING_OF_FEW, NEAREST, FIELD, FIELD_DISMISSED, FIELD_STARS, DISMISSED, PASSED_OVER];
    let [meaning, few, nearest, field, dismissed, stars, lowered, passed] = weights.map(|weight| number(weight.into()));
    format!(
        "words + ({meaning} + {few} / stars) × meaning + {nearest} × likeness to one star \
        − {field} × stars / (stars + {dismissed} × dismissed + {stars}) × common words of their field \
        − {lowered} × likeness to one dismissed − {passed} if you passed it over"
    )
}

impl Taste {
    /// The sum that is the share of words. O(features of the paper, and of the stars).
    pub fn terms(&self, corpus: &Corpus, key: u32, paper: &Paper) -> Terms {
        let names = names(paper);
        let mut terms: Vec<Term> = Vec::new();
        for entry in Taste::vector(corpus, key) {
            let value = entry.weight * self.weight(entry.feature);
            let name = names.iter().find(|(feature, _)| *feature == entry.feature);
            let (Some((_, name)), true) = (name, value != 0.0) else { continue };
            let having = |keys: &[u32]| keys.iter().filter(|key| corpus.holds(**key, entry.feature)).count() as u32;
            let (starred, stayed, left) = (having(&self.liked), having(&self.looks.stayed), having(&self.looks.left));
            terms.push(Term { feature: entry.feature, name: name.clone(), value, starred, stayed, left });
        }
        sort_by(&mut terms, |a, b| b.value.total_cmp(&a.value).then_with(|| a.name.cmp(&b.name)).is_lt());
        Terms { terms, rest: (self.model.bias - self.words.mean) * self.unit() }
    }

    /// The weight of a feature, in the score's unit.
    pub fn weight(&self, feature: Feature) -> f32 {
        self.unit() * self.model.weight(feature)
    }

    /// What turns weights of the model into the score's unit.
    pub(super) fn unit(&self) -> f32 {
        if self.words.deviation > 1e-6 { self.words.deviation.recip() } else { 0.0 }
    }

    /// The features of a paper that have a weight, with their names.
    pub fn named(&self, corpus: &Corpus, paper: &Paper) -> Vec<(Feature, String)> {
        let counts = |feature: Feature| self.weight(feature) != 0.0 && corpus.rarity(feature) > 0.0;
        names(paper).into_iter().filter(|(feature, _)| counts(*feature)).collect()
    }
}

/// The features of a paper, each once with the name that it has there first.
fn names(paper: &Paper) -> Vec<(Feature, String)> {
    let mut names: Vec<(Feature, String)> = Vec::new();
    for (part, text) in parts(paper) {
        features(part, text, |feature, _, name| names.push((feature, name.label())));
    }
    sort_by(&mut names, |a, b| a.0 < b.0);
    names.dedup_by(|a, b| a.0 == b.0);
    names
}
