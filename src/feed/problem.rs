//! What was wrong with a feed, where, and what was done about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One thing in a feed that could not be taken as it stood.
///
/// Shown to the reader as it is, so each part is a plain sentence or phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where: the item's number (from 1), the paper's id where known, the field.
    pub place: String,
    /// What is wrong there.
    pub cause: String,
    /// What the reader of the feed did about it.
    pub done: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.cause, self.done)
    }
}
