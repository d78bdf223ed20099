//! Library, query and rank behind one door: a [`Request`] goes in, a [`Response`] comes out.
//!
//! The engine does no input or output and knows no clock, so the browser and the tests run the very same code. [`host`] adds the store.

pub mod host;
pub mod message;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::feed;
use crate::library::{Library, Merge};
use crate::paper::{Day, Paper, PaperId};
use crate::present::Row;
use crate::query::{Flags, View};
use crate::rank;
use crate::text;
use message::{Facets, ReadReport, Rows, Summary};

/// Values of one facet that a list offers.
const FACET_VALUES: usize = 40;

/// Problems that a report carries in full; the rest are counted.
const PROBLEMS_TOLD: usize = 200;

/// Every paper known and every mark that filters need.
#[derive(Default)]
pub struct Engine {
    library: Library,
    flags: FxHashMap<PaperId, Flags>,
}

impl Engine {
    /// Joins papers that were stored earlier; nothing needs storing after it.
    pub fn recall(&mut self, papers: Vec<Paper>) {
        self.library.recall(papers);
    }

    /// Joins papers that another tab has stored just now.
    pub fn learn(&mut self, papers: Vec<Paper>) {
        self.library.merge(papers);
    }

    /// Reads a feed's bytes and joins what they hold. The merge names the sheets that must be stored.
    pub fn read(&mut self, bytes: &[u8], day: Option<Day>) -> (ReadReport, Merge) {
        let reading = feed::read_with(bytes, &feed::Hint { day });
        let papers = reading.papers.len() as u32;
        let days = reading.papers.iter().filter_map(Paper::last_day);
        let newest = days.max();
        let merge = self.library.merge(reading.papers);
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
            facets: self.facets(view, &places),
            day: view.day.or(newest),
            earlier: range.and_then(|(from, _)| self.day_before(from)),
            later: range.and_then(|(_, to)| self.day_after(to)),
        }
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

    /// Values to narrow the list by, counted over the list without the category and keyword already chosen, so that
    /// choosing another stays possible.
    fn facets(&self, view: &View, places: &[u32]) -> Facets {
        let wider = View { category: None, keyword: None, ..view.clone() };
        let wide = if *view == wider { places.to_vec() } else { wider.select(&self.library, |id| self.flags_of(id)) };
        let papers = || wide.iter().filter_map(|&place| self.library.at(place)).map(|entry| &entry.paper);
        Facets {
            categories: counted(papers().flat_map(|paper| paper.categories.iter().map(|value| (value.clone(), value)))),
            keywords: counted(papers().flat_map(|paper| paper.keywords.iter().map(|value| (text::fold(value), value)))),
        }
    }
}

/// The most frequent values with their counts, most first, ties in order of the alphabet. Values of one folded form are
/// one value, shown in the spelling met first.
fn counted<'a>(values: impl Iterator<Item = (String, &'a String)>) -> Vec<(String, u32)> {
    let mut counts: IndexMap<String, (&String, u32), FxBuildHasher> = IndexMap::default();
    for (folded, value) in values {
        counts.entry(folded).or_insert((value, 0)).1 += 1;
    }
    most(counts.into_iter().map(|(folded, (value, count))| (folded, value, count)).collect())
}

fn most(mut counts: Vec<(String, &String, u32)>) -> Vec<(String, u32)> {
    counts.sort_unstable_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(FACET_VALUES);
    counts.into_iter().map(|(_, value, count)| (value.clone(), count)).collect()
}
