//! What came since the last visit.

use super::Engine;
use super::message::Away;
use crate::paper::Day;
use crate::present::Row;
use crate::present::away::{Missed, Since};

impl Engine {
    /// What came since then, with so many of the best papers; `None` if no papers-day came. It counts the very lists that its
    /// parts lead to, so dismissed and muted papers are not in it. O(papers known).
    pub fn away(&mut self, since: Since, papers: u32, today: Day) -> Option<Away> {
        let days: Vec<Day> = self.library.days().map(|(day, _)| day).filter(|day| *day > since.seen).collect();
        let (from, to) = (*days.first()?, *days.last()?);
        let counts = Missed::COUNTED.map(|missed| self.list(&missed.view(since), today, None).len());
        let mut best = self.list(&Missed::Best.view(since), today, None);
        let unread = best.len();
        let rows = best.rows(&self.index, 0, papers).filter_map(|place| self.library.at(place)).map(Row::of).collect();
        Some(Away { from, to, days: days.len() as u32, counts, unread, best: rows })
    }
}
