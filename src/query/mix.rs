//! The reader's own mix of signals, as addresses have it: which numbers count, and how much. [`crate::rank::mix`] works them out.
//!
//! ```
//! use offprint::query::mix::{Mix, Signal};
//! let mix = Mix::parse("new3-votes1-half7");
//! assert_eq!((mix.weight(Signal::New), mix.half_life()), (3, 7));
//! assert_eq!(mix.to_string(), "new3-votes1");
//! ```

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::number;

/// One of the numbers that are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signal {
    /// How new it is.
    New,
    /// Votes against age.
    Trending,
    /// Votes among those of its day.
    Votes,
    /// Comments among those of its day.
    Talk,
    /// Stars of its code.
    Code,
    /// What the reader is likely to star.
    You,
    /// How well it answers what is typed, in words or meaning; a number of the paper in a list.
    Fit,
    /// Surprise.
    Chance,
    /// How little it has in common with the papers above it; no number of the paper alone.
    Variety,
}

/// Weights of all signals, and the two numbers by which age is measured. Equal mixes give equal lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mix {
    weights: [u8; Signal::ALL.len()],
    half_life: u8,
    gravity: u8,
}

impl Signal {
    /// Every signal, in the order in which they are shown.
    pub const ALL: [Signal; 9] = [
        Signal::New,
        Signal::Trending,
        Signal::Votes,
        Signal::Talk,
        Signal::Code,
        Signal::You,
        Signal::Fit,
        Signal::Chance,
        Signal::Variety,
    ];

    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Signal::New => "new",
            Signal::Trending => "trending",
            Signal::Votes => "votes",
            Signal::Talk => "talk",
            Signal::Code => "code",
            Signal::You => "you",
            Signal::Fit => "fit",
            Signal::Chance => "chance",
            Signal::Variety => "variety",
        }
    }

    /// What a reader calls it.
    pub fn name(self) -> &'static str {
        match self {
            Signal::New => "New",
            Signal::Trending => "Trending",
            Signal::Votes => "Votes in its day",
            Signal::Talk => "Comments in its day",
            Signal::Code => "Stars of its code",
            Signal::You => "For you",
            Signal::Fit => "Fit to the search",
            Signal::Chance => "Surprise",
            Signal::Variety => "Variety",
        }
    }
}

impl Default for Mix {
    fn default() -> Mix {
        Mix::USUAL
    }
}

impl Mix {
    /// What a reader begins with: `new3-trending3-you6`.
    pub const USUAL: Mix =
        Mix { weights: [3, 3, 0, 0, 0, 6, 0, 0, 0], half_life: Mix::HALF_LIFE, gravity: Mix::GRAVITY };

    /// No weight at all.
    pub const NOTHING: Mix = Mix { weights: [0; Signal::ALL.len()], half_life: Mix::HALF_LIFE, gravity: Mix::GRAVITY };

    /// The largest weight.
    pub const MOST: u8 = 10;

    /// Days after which a paper counts half as new, unless the reader says otherwise.
    const HALF_LIFE: u8 = 7;

    /// The exponent of age, in tenths: as in [`crate::rank::weights::GRAVITY`].
    const GRAVITY: u8 = 15;

    /// Reads the form of addresses, which `to_string` gives: parts of a word and a number, with `-` between. What is none is passed
    /// over; a number that is too large is the largest.
    pub fn parse(text: &str) -> Mix {
        let mut mix = Mix::NOTHING;
        for part in text.split('-') {
            let at = part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
            let (word, number) = part.split_at(at);
            let Ok(number) = number.parse::<u32>() else { continue };
            mix.set(word, number.min(255) as u8);
        }
        mix
    }

    /// Sets what an address calls by that word: a signal's weight, `half`, or `gravity`.
    pub fn set(&mut self, word: &str, number: u8) {
        match word {
            "half" => self.half_life = number.clamp(1, 90),
            "gravity" => self.gravity = number.min(40),
            _ => {
                let own = Signal::ALL.iter().zip(&mut self.weights).find(|(signal, _)| signal.word() == word);
                own.into_iter().for_each(|(_, weight)| *weight = number.min(Mix::MOST));
            }
        }
    }

    /// The weight of a signal, from 0 to [`Mix::MOST`].
    pub fn weight(&self, signal: Signal) -> u8 {
        Signal::ALL.iter().zip(self.weights).find(|(own, _)| **own == signal).map_or(0, |(_, weight)| weight)
    }

    /// Days after which a paper counts half as new.
    pub fn half_life(&self) -> u8 {
        self.half_life
    }

    /// The exponent of age, in tenths.
    pub fn gravity(&self) -> u8 {
        self.gravity
    }

    /// The share that nearness to what stands above takes, from 0 to 1.
    pub fn variety(&self) -> f64 {
        f64::from(self.weight(Signal::Variety)) / f64::from(Mix::MOST)
    }

    /// Whether papers of one day are ordered by their votes, and by nothing else.
    pub fn is_of_votes(&self) -> bool {
        let votes = |signal| matches!(signal, Signal::New | Signal::Trending | Signal::Votes);
        self.variety() == 0.0 && self.counted().all(|(signal, _)| votes(signal))
    }

    /// The formula with its numbers, as a reader reads it.
    pub fn formula(&self) -> String {
        let mut parts = Vec::new();
        for signal in Signal::ALL.into_iter().filter(|signal| *signal != Signal::Variety) {
            let weight = self.weight(signal);
            if weight > 0 {
                let how = match signal {
                    Signal::New => format!("2^(−days / {})", self.half_life),
                    Signal::Trending => {
                        format!("votes in its day × (2 / (days + 2))^{}.{}", self.gravity / 10, self.gravity % 10)
                    }
                    signal => signal.name().to_lowercase(),
                };
                parts.push(format!("{weight} × {how}"));
            }
        }
        let sum = match parts.is_empty() {
            true => "nothing: newest first".to_owned(),
            false => format!("({}) / {}", parts.join(" + "), self.total()),
        };
        if self.weight(Signal::Variety) == 0 {
            return sum;
        }
        let [rest, variety] = [1.0 - self.variety(), self.variety()].map(number);
        format!("{sum}; of the first 100 the next has most of {rest} × this − {variety} × likeness to one above it")
    }

    /// A signal's share of the weights of all.
    pub fn share(&self, signal: Signal) -> f64 {
        f64::from(self.weight(signal)) / f64::from(self.total().max(1))
    }

    /// The sum of the weights of signals that are numbers of a paper.
    pub fn total(&self) -> u32 {
        self.counted().map(|(_, weight)| weight as u32).sum()
    }

    /// The signals that are numbers of a paper, those with a weight, and it.
    pub fn counted(&self) -> impl Iterator<Item = (Signal, f64)> + use<> {
        let pairs = Signal::ALL.into_iter().zip(self.weights);
        let counted = pairs.filter(|(signal, weight)| *weight > 0 && *signal != Signal::Variety);
        counted.map(|(signal, weight)| (signal, f64::from(weight)))
    }
}

impl fmt::Display for Mix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weights = Signal::ALL.iter().map(|signal| signal.word()).zip(self.weights);
        let weights = weights.filter(|(_, weight)| *weight > 0);
        let half = Some(("half", self.half_life)).filter(|(_, days)| *days != Mix::HALF_LIFE);
        let gravity = Some(("gravity", self.gravity)).filter(|(_, tenths)| *tenths != Mix::GRAVITY);
        for (at, (word, number)) in weights.chain(half).chain(gravity).enumerate() {
            let dash = if at > 0 { "-" } else { "" };
            write!(f, "{dash}{word}{number}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_formula_has_every_weight() {
        let formula = |mix: &str| Mix::parse(mix).formula();
        assert_eq!(formula("new3-you6"), "(3 × 2^(−days / 7) + 6 × for you) / 9");
        let varied = "; of the first 100 the next has most of 0.6 × this − 0.4 × likeness to one above it";
        assert_eq!(formula("chance2-variety4"), ["(2 × surprise) / 2", varied].concat());
        assert_eq!(formula("variety4"), ["nothing: newest first", varied].concat());
    }

    proptest! {
        #[test]
        fn any_text_is_a_mix_and_what_is_written_reads_the_same(text in "([a-z]{0,8}[0-9]{0,4}-?){0,6}") {
            let mix = Mix::parse(&text);
            prop_assert_eq!(Mix::parse(&mix.to_string()), mix);
        }

        #[test]
        fn weights_are_read_as_written(weights in proptest::array::uniform9(0_u8..=10), half in 1_u8..90, gravity in 0_u8..40) {
            let mix = Mix { weights, half_life: half, gravity };
            prop_assert_eq!(Mix::parse(&mix.to_string()), mix);
        }
    }
}
