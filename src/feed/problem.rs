//! What was wrong with a feed, where, and what was done about it.

use std::cell::{Cell, RefCell};
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

/// So many problems of one feed are kept; nobody reads more, and a hostile feed must not fill the memory.
const KEPT: usize = 1_000;

/// Collects problems while a feed is read. Shared by everything that reads one feed, hence the cells.
#[derive(Default)]
pub(super) struct Problems {
    kept: RefCell<Vec<Problem>>,
    dropped: Cell<usize>,
}

impl Problems {
    pub(super) fn note(&self, place: impl Into<String>, cause: impl Into<String>, done: impl Into<String>) {
        let mut kept = self.kept.borrow_mut();
        if kept.len() < KEPT {
            kept.push(Problem { place: place.into(), cause: cause.into(), done: done.into() });
        } else {
            self.dropped.set(self.dropped.get() + 1);
        }
    }

    /// The problems in the order of noting, and a last one that counts those beyond the limit.
    pub(super) fn into_vec(self) -> Vec<Problem> {
        let mut all = self.kept.into_inner();
        let dropped = self.dropped.get();
        if dropped > 0 {
            all.push(Problem {
                place: "the whole file".into(),
                cause: format!("{dropped} more problems"),
                done: "they are not listed".into(),
            });
        }
        all
    }
}
