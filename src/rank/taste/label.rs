//! A tag or collection as a model: which papers the reader would put there.
//!
//! It is a [`Taste`] whose stars are the papers that are there. Papers that the reader has kept without putting them there are
//! examples of what is not, as much as all others together, since these are what it has to be told from: papers of the reader's own
//! fields. The chance is calibrated on both, each with the score that it would have if it had not been learnt from, and counted from the
//! share of the reader's papers that are there.
//!
//! The score of a paper that was kept elsewhere, without its own part, follows from its dual, as that of a star does: `w·x + b + dual (‖x‖² +
//! 1)`.

use super::chance::Chance;
use super::{Opinions, Taste};
use crate::learn::{Corpus, Meaning, Pass};
use crate::paper::Day;
use crate::rank::weights::LABEL_ENOUGH;
use crate::search::order::sorted;

/// What papers with a tag or in a collection have in common.
#[derive(Clone, Debug)]
pub struct Label {
    taste: Taste,
    chance: Chance,
}

impl Label {
    /// Learns from the papers that are there, and those kept elsewhere. `None` if none of the former is known. Costs as [`Taste::learn`].
    pub fn learn(corpus: &Corpus, meaning: &Meaning, members: &[u32], elsewhere: &[u32]) -> Option<Label> {
        let opinions = Opinions {
            liked: members.to_vec(),
            refused: elsewhere.to_vec(),
            known: sorted(elsewhere.to_vec()),
            ..Opinions::default()
        };
        let taste = Taste::learn(corpus, meaning, &opinions, no_day)?;
        let mut others = taste.refused_held_out(corpus, meaning);
        if others.len() < LABEL_ENOUGH {
            let weak: Vec<u32> = super::weak_negatives(corpus, &opinions);
            others.extend(taste.shares(corpus, meaning, &weak, no_day).iter().map(super::Shares::score));
        }
        let chance = Chance::fit(&taste.held_out, &others);
        Some(Label { taste, chance })
    }

    /// The chance that a paper belongs there, if of the papers that the reader comes to that share does.
    pub fn chance(&self, corpus: &Corpus, meaning: &Meaning, place: u32, share: f64) -> f32 {
        self.chance.among(self.taste.shares_of(corpus, meaning, place, None).score(), share)
    }
}

impl Taste {
    /// About the scores that refused papers would have if they were none.
    fn refused_held_out(&self, corpus: &Corpus, meaning: &Meaning) -> Vec<f32> {
        let mut pass = Pass::new(corpus, &self.model, &self.few);
        let of = |(key, dual): &(u32, f32)| {
            let score = self.shares_by(&mut pass, corpus, meaning, *key, None).score();
            let size = super::size(corpus, *key);
            score + dual * (size * size + 1.0) * self.unit()
        };
        self.refused.iter().map(of).collect()
    }
}

fn no_day(_: u32) -> Option<Day> {
    None
}
