//! Which topics rise.

use super::Engine;
use crate::query::View;
use crate::rank::rising::{Rising, rising};
use crate::rank::weights::RISING_DAYS;

impl Engine {
    /// What rose in the days of a view, or in the last [`RISING_DAYS`] where it is of all; `None` if no papers-day is known. It counts
    /// all papers, whatever the reader made of them. O(words of the titles of these days and of their past).
    pub fn rising(&self, view: &View) -> Option<Rising> {
        let (newest, _) = self.library.days().next_back()?;
        let (from, to) = view.range(newest).unwrap_or((newest.plus(1 - RISING_DAYS), newest));
        Some(rising(&self.library, &self.columns, from, to))
    }
}
