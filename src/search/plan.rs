//! A question with its words looked up, and what follows from that alone.

use crate::bits::Bits;
use crate::index::{ALL_FIELDS, Index};
use crate::terms::{Phrase, Unit};

/// A question with its words looked up.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    Everything,
    Keys(Bits),
    Unit(Unit),
    Phrase(Phrase),
    All(Vec<Plan>),
    /// Scores are added.
    Any(Vec<Plan>),
    /// Ways to write the same; the best counts.
    Best(Vec<Plan>),
    Not(Box<Plan>),
}

impl Plan {
    /// About how many postings must be read.
    pub fn cost(&self, index: &Index) -> u64 {
        match self {
            Plan::Everything | Plan::Not(_) => u64::from(index.len()),
            Plan::Keys(keys) => u64::from(keys.count()),
            Plan::Unit(unit) => unit.frequency(),
            Plan::Phrase(phrase) => 2 * phrase.rarest(),
            Plan::All(parts) => parts.iter().map(|part| part.cost(index)).min().unwrap_or(0),
            Plan::Any(parts) | Plan::Best(parts) => parts.iter().map(|part| part.cost(index)).sum(),
        }
    }

    /// Words that may be relaxed.
    pub fn words(&self) -> usize {
        match self {
            Plan::All(parts) => parts.iter().filter(|part| part.is_wording()).count(),
            _ => 0,
        }
    }

    /// Whether this is a word that may be missing where no document has all.
    pub fn is_wording(&self) -> bool {
        match self {
            Plan::Unit(_) | Plan::Best(_) => self.is_everywhere(),
            Plan::Phrase(phrase) => phrase.typed && self.is_everywhere(),
            _ => false,
        }
    }

    /// Whether its words may be in any field.
    fn is_everywhere(&self) -> bool {
        match self {
            Plan::Unit(unit) => unit.fields == ALL_FIELDS,
            Plan::Phrase(phrase) => phrase.elements.iter().all(|unit| unit.fields == ALL_FIELDS),
            Plan::All(parts) | Plan::Best(parts) => parts.iter().all(Plan::is_everywhere),
            _ => false,
        }
    }

    /// The same word where parts of it may be missing: of a compound each part counts.
    pub fn parted(&self) -> Plan {
        match self {
            Plan::Best(ways) => Plan::Best(ways.iter().map(Plan::parted).collect()),
            Plan::Phrase(phrase) if phrase.typed => {
                Plan::Any(phrase.elements.iter().cloned().map(Plan::Unit).collect())
            }
            Plan::All(parts) => Plan::Any(parts.iter().map(Plan::parted).collect()),
            plan => plan.clone(),
        }
    }
}
