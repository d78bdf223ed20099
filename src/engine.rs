//! Library, query and rank behind one door: a [`Request`] goes in, a [`Response`] comes out.
//!
//! The engine does no input or output and knows no clock, so the browser and the tests run the very same code. [`host`] adds the store.

pub mod host;
pub mod message;

use rustc_hash::FxHashMap;

use crate::columns::Columns;
use crate::feed;
use crate::library::{Library, Merge};
use crate::paper::{Day, Paper, PaperId};
use crate::present::Row;
use crate::query::{Flags, View};
use crate::rank;
use message::{Facets, ReadReport, Rows, Summary};

/// Problems that a report carries in full; the rest are counted.
const PROBLEMS_TOLD: usize = 200;

/// Every paper known and every mark that filters need.
#[derive(Default)]
pub struct Engine {
    library: Library,
    columns: Columns,
    flags: FxHashMap<PaperId, Flags>,
}

impl Engine {
    /// Joins papers that were stored earlier; nothing needs storing after it.
    pub fn recall(&mut self, papers: Vec<Paper>) {
        let merge = self.library.recall(papers);
        self.fill_columns(&merge);
    }

    /// Joins papers that another tab has stored just now.
    pub fn learn(&mut self, papers: Vec<Paper>) {
        let merge = self.library.merge(papers);
        self.fill_columns(&merge);
    }

    /// Reads a feed's bytes and joins what they hold. The merge names the sheets that must be stored.
    pub fn read(&mut self, bytes: &[u8], day: Option<Day>) -> (ReadReport, Merge) {
        let reading = feed::read_with(bytes, &feed::Hint { day });
        let papers = reading.papers.len() as u32;
        let days = reading.papers.iter().filter_map(Paper::last_day);
        let newest = days.max();
        let merge = self.library.merge(reading.papers);
        self.fill_columns(&merge);
        let report = ReadReport {
            papers,
            newest,
            added: merge.added,
            changed: merge.changed,
            problem_count: reading.problems.len() as u32,
            problems: reading.problems.into_iter().take(PROBLEMS_TOLD).collect(),
            not_stored: None,
            lasting: true,
        };
        (report, merge)
    }

    /// The papers of a sheet, for storing.
    pub fn sheet(&self, key: &str) -> Vec<&Paper> {
        self.library.sheet(key)
    }

    /// Takes over the reader's marks on some papers.
    pub fn mark(&mut self, marks: Vec<(PaperId, Flags)>) {
        self.flags.extend(marks);
    }

    /// How many papers are known, and on which days.
    pub fn summary(&self, whole: bool) -> Summary {
        Summary { papers: self.library.len() as u32, days: self.library.days().collect(), whole }
    }

    /// The rows of a view from one place to another, with what the screen says about the whole list.
    pub fn rows(&self, view: &View, today: Day, from: u32, count: u32) -> Rows {
        let newest = self.library.days().next_back().map(|(day, _)| day);
        let mut places = view.select(&self.library, |id| self.flags_of(id));
        rank::sort(&mut places, &self.library, view.order, today);
        let shown = places.iter().skip(from as usize).take(count as usize);
        let range = newest.and_then(|newest| view.range(newest));
        Rows {
            total: places.len() as u32,
            from,
            rows: shown.filter_map(|&place| self.library.at(place)).map(|entry| Row::of(&entry.paper)).collect(),
            day: view.day.or(newest),
            earlier: range.and_then(|(from, _)| self.day_before(from)),
            later: range.and_then(|(_, to)| self.day_after(to)),
        }
    }

    /// What the papers of a view have in common. It reads no text but what the view asks for.
    pub fn facets(&self, view: &View, _today: Day) -> Facets {
        let places = view.select(&self.library, |id| self.flags_of(id));
        // Marks are few and papers many: one look for each mark, none for each paper.
        let mut by_place = vec![Flags::default(); self.library.len()];
        for (id, flags) in &self.flags {
            if let Some(slot) = self.library.place(id).and_then(|place| by_place.get_mut(place as usize)) {
                *slot = *flags;
            }
        }
        self.columns.count(&places, |place| by_place.get(place as usize).copied().unwrap_or_default())
    }

    /// Rows of named papers, in that order; unknown ones are left out.
    pub fn rows_of(&self, ids: &[PaperId]) -> Vec<Row> {
        ids.iter().filter_map(|id| self.library.get(id)).map(Row::of).collect()
    }

    /// All that is known of one paper.
    pub fn paper(&self, id: &PaperId) -> Option<&Paper> {
        self.library.get(id)
    }

    fn flags_of(&self, id: &PaperId) -> Flags {
        self.flags.get(id).copied().unwrap_or_default()
    }

    fn day_before(&self, day: Day) -> Option<Day> {
        self.library.days().rev().map(|(day, _)| day).find(|&known| known < day)
    }

    fn day_after(&self, day: Day) -> Option<Day> {
        self.library.days().map(|(day, _)| day).find(|&known| known > day)
    }

    fn fill_columns(&mut self, merge: &Merge) {
        for &place in &merge.places {
            if let Some(entry) = self.library.at(place) {
                self.columns.put(place, &entry.paper);
            }
        }
    }
}
