//! From a score to a chance.
//!
//! A logistic curve through the scores of stars, each as it would be if it were none, and of a sample of other papers (J. Platt, 1999,
//! *Probabilistic outputs for support vector machines*, with its smoothed targets):
//!
//! ```text
//! chance = 1 / (1 + e^−(SLOPE score + OFFSET))
//! ```
//!
//! Stars together weigh [`LIKED_SHARE`] and the others the rest, so the chance is that of a paper about which nothing is
//! known but its score, for a reader who likes that share of all papers. Among papers of one subject, or among those that come out first in
//! a list of few, the share is another one, and so are the chances.

use crate::rank::weights::{LIKED_SHARE, STAR_SCORE};

/// A logistic curve that rises.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Chance {
    slope: f64,
    offset: f64,
}

/// The least slope, so that a higher score is always a higher chance.
const LEAST_SLOPE: f64 = 0.05;

/// What holds the slope near to 0, in examples: scores of the stars and of the others may be apart altogether.
const HOLD: f64 = 0.01;

impl Chance {
    /// Finds the curve, by Newton's method with halved steps (H.-T. Lin et al., 2007, *A note on Platt's probabilistic outputs*).
    pub fn fit(stars: &[f32], others: &[f32]) -> Chance {
        // One star more, where stars are on average.
        let (liked, not) = (stars.len() as f64 + 1.0, others.len().max(1) as f64);
        let all = liked + not;
        let star = ((liked + 1.0) / (liked + 2.0), LIKED_SHARE * all / liked);
        let other = (1.0 / (not + 2.0), (1.0 - LIKED_SHARE) * all / not);
        let examples: Vec<Example> = (stars.iter().chain([&STAR_SCORE]).map(|score| (score, star)))
            .chain(others.iter().map(|score| (score, other)))
            .map(|(score, (target, weight))| Example { score: f64::from(*score), target, weight })
            .collect();
        let mut curve = Chance { slope: LEAST_SLOPE, offset: (LIKED_SHARE / (1.0 - LIKED_SHARE)).ln() };
        let mut loss = curve.loss(&examples);
        for _ in 0..50 {
            let (slope, offset) = curve.step(&examples);
            // No further than to the least slope.
            let most = if slope < 0.0 { ((LEAST_SLOPE - curve.slope) / slope).min(1.0) } else { 1.0 };
            let steps = (0..12).map(|halvings| most * 0.5_f64.powi(halvings));
            let next = steps.map(|part| Chance {
                slope: (curve.slope + part * slope).max(LEAST_SLOPE),
                offset: curve.offset + part * offset,
            });
            let Some((next, less)) =
                next.map(|next| (next, next.loss(&examples))).find(|(_, less)| *less < loss - 1e-9 * all)
            else {
                break;
            };
            (curve, loss) = (next, less);
        }
        curve
    }

    /// The chance at a score.
    pub fn of(self, score: f32) -> f32 {
        self.among(score, LIKED_SHARE)
    }

    /// The chance at a score, where another share of papers than [`LIKED_SHARE`] is such; above 0 and below 1. Bayes' rule: the odds
    /// change as those of the share do.
    pub fn among(self, score: f32, share: f64) -> f32 {
        let odds = |share: f64| (share / (1.0 - share)).ln();
        let value = self.value(f64::from(score)) + odds(share) - odds(LIKED_SHARE);
        (1.0 / (1.0 + (-value).exp())) as f32
    }

    fn value(self, score: f64) -> f64 {
        self.slope * score + self.offset
    }

    /// Weighted cross-entropy.
    fn loss(self, examples: &[Example]) -> f64 {
        let of = |example: &Example| {
            let value = self.value(example.score);
            // ln(1 + e^value) without overflow.
            let softplus = value.max(0.0) + (-value.abs()).exp().ln_1p();
            example.weight * (softplus - example.target * value)
        };
        examples.iter().map(of).sum::<f64>() + HOLD / 2.0 * self.slope * self.slope
    }

    /// Newton's step; where the slope is the least and would fall further, that of the offset alone.
    fn step(self, examples: &[Example]) -> (f64, f64) {
        let (mut by_slope, mut by_offset) = (HOLD * self.slope, 0.0);
        let (mut both, mut slopes, mut offsets) = (0.0, HOLD, 1e-9);
        for Example { score, target, weight } in examples {
            let chance = 1.0 / (1.0 + (-self.value(*score)).exp());
            let (error, bend) = (weight * (chance - target), weight * chance * (1.0 - chance));
            by_slope += error * score;
            by_offset += error;
            slopes += bend * score * score;
            both += bend * score;
            offsets += bend;
        }
        let falls = both * by_offset - offsets * by_slope < 0.0;
        if self.slope <= LEAST_SLOPE && falls {
            return (0.0, -by_offset / offsets);
        }
        let area = (slopes * offsets - both * both).max(1e-12);
        ((both * by_offset - offsets * by_slope) / area, (both * by_slope - slopes * by_offset) / area)
    }
}

struct Example {
    score: f64,
    /// What the curve should be there.
    target: f64,
    weight: f64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_curve_nearby_fits_better_and_all_rise(
            stars in prop::collection::vec(-3.0_f32..9.0, 0..30),
            others in prop::collection::vec(-3.0_f32..3.0, 1..60),
        ) {
            let curve = Chance::fit(&stars, &others);
            prop_assert!(curve.slope >= LEAST_SLOPE && curve.slope.is_finite() && curve.offset.is_finite());
            let (liked, not) = (stars.len() as f64 + 1.0, others.len() as f64);
            let example = |score: &f32, target: f64, weight: f64| Example { score: f64::from(*score), target, weight };
            let star = |score| example(score, (liked + 1.0) / (liked + 2.0), LIKED_SHARE * (liked + not) / liked);
            let other = |score| example(score, 1.0 / (not + 2.0), (1.0 - LIKED_SHARE) * (liked + not) / not);
            let examples: Vec<Example> =
                stars.iter().chain([&STAR_SCORE]).map(star).chain(others.iter().map(other)).collect();
            let best = curve.loss(&examples);
            for (slope, offset) in [(0.02, 0.0), (-0.02, 0.0), (0.0, 0.02), (0.0, -0.02)] {
                let slope = (curve.slope + slope).max(LEAST_SLOPE);
                let near = Chance { slope, offset: curve.offset + offset };
                prop_assert!(near.loss(&examples) >= best - 1e-6 * (liked + not));
            }
        }
    }

    #[test]
    fn chances_are_what_comes_true() {
        // Of scores 0, 1, … 9, as many stars in a hundred as ten times the score, of twice as many papers that are liked by this share.
        let (mut stars, mut others) = (Vec::new(), Vec::new());
        for score in 0..10_u16 {
            let true_chance = 1.0 / (1.0 + (6.0 - f64::from(score)).exp());
            stars.extend(vec![f32::from(score); (true_chance * 1000.0) as usize]);
            others.extend(vec![f32::from(score); ((1.0 - true_chance) * 1000.0) as usize]);
        }
        let share = stars.len() as f64 / (stars.len() + others.len()) as f64;
        let curve = Chance::fit(&stars, &others);
        // From the share that was there to the one that is taken.
        let shift = (LIKED_SHARE / (1.0 - LIKED_SHARE)).ln() - (share / (1.0 - share)).ln();
        assert!((curve.slope - 1.0).abs() < 0.1, "{curve:?}");
        assert!((curve.offset - (-6.0 + shift)).abs() < 0.4, "{curve:?} {shift}");
    }
}
