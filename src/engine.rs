//! Library, index, query and rank behind one door: a [`Request`] goes in, a [`Response`] comes out.
//!
//! The engine does no input or output and knows no clock, so the browser and the tests run the very same code. [`host`] adds the store.

pub mod host;
mod lists;
pub mod message;
mod say;
mod values;

use std::collections::VecDeque;

use crate::columns::{Columns, Flags};
use crate::feed;
use crate::library::{Library, Merge};
use crate::paper::{Day, Paper, PaperId};
use crate::present::Row;
use crate::query::View;
use crate::query::suggest::{Suggestion, suggest};
use crate::search::{Bits, Field, Index};
use lists::{Known, List, Orders, list};
use message::{Facets, ReadReport, Rows, Summary};

/// Problems that a report carries in full; the rest are counted.
const PROBLEMS_TOLD: usize = 200;

/// Every paper known, the index of their words, and every mark that filters need.
#[derive(Default)]
pub struct Engine {
    library: Library,
    columns: Columns,
    index: Index,
    /// Places of papers whose words are not in the index yet, or not as they are now.
    pending: VecDeque<u32>,
    /// By place.
    flags: Vec<Flags>,
    /// Marks on papers that are not known.
    strangers: Vec<(PaperId, Flags)>,
    orders: Orders,
    last: Option<(Asked, List)>,
}

/// What a list depends on besides the library and the marks: the view, today, and what was known at the last visit.
type Asked = (View, Day, Option<Day>);

impl Engine {
    /// Joins papers that were stored earlier; nothing needs storing after it.
    pub fn recall(&mut self, papers: Vec<Paper>) {
        let merge = self.library.recall(papers);
        self.take(&merge);
    }

    /// Joins papers that another tab has stored just now.
    pub fn learn(&mut self, papers: Vec<Paper>) {
        let merge = self.library.merge(papers);
        self.take(&merge);
    }

    /// Reads a feed's bytes and joins what they hold. The merge names the sheets that must be stored.
    pub fn read(&mut self, bytes: &[u8], day: Option<Day>) -> (ReadReport, Merge) {
        let reading = feed::read_with(bytes, &feed::Hint { day });
        let papers = reading.papers.len() as u32;
        let days = reading.papers.iter().filter_map(Paper::last_day);
        let newest = days.max();
        let merge = self.library.merge(reading.papers);
        self.take(&merge);
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

    /// Puts the words of some papers into the index, those that came first; whether more are waiting. Until all are in, lists by
    /// words are of those that are.
    pub fn index_some(&mut self, papers: usize) -> bool {
        let places: Bits = self.pending.drain(..papers.min(self.pending.len())).collect();
        let documents = places.iter().filter_map(|place| Some((place, fields(self.library.at(place)?))));
        self.index.put_all(documents);
        if !places.is_empty() {
            self.last = None;
        }
        if self.pending.is_empty() {
            self.index.settle();
        }
        !self.pending.is_empty()
    }

    /// The papers of a sheet, for storing.
    pub fn sheet(&self, key: &str) -> Vec<&Paper> {
        self.library.sheet(key)
    }

    /// Takes over the reader's marks on some papers.
    pub fn mark(&mut self, marks: Vec<(PaperId, Flags)>) {
        for (id, flags) in marks {
            match self.library.place(&id).and_then(|place| self.flags.get_mut(place as usize)) {
                Some(slot) => *slot = flags,
                None => self.strangers.push((id, flags)),
            }
        }
        self.last = None;
    }

    /// How many papers are known, and on which days.
    pub fn summary(&self, whole: bool) -> Summary {
        let waiting = self.pending.len() as u32;
        Summary { papers: self.library.len() as u32, days: self.library.days().collect(), whole, waiting }
    }

    /// The rows of a view from one place to another, with what the screen says about the whole list. `seen` is the newest
    /// papers-day that was known at the last visit.
    pub fn rows(&mut self, view: &View, today: Day, seen: Option<Day>, from: u32, count: u32) -> Rows {
        let newest = self.library.days().next_back().map(|(day, _)| day);
        let range = newest.and_then(|newest| view.range(newest));
        let mut list = self.take_list(view, today, seen);
        let marker = self.index.marker(&list.asked);
        let row = |place: u32| Some(Row::marked(self.library.at(place)?, &self.index, &marker));
        let rows = Rows {
            total: list.len(),
            from,
            rows: list.rows(from, count).filter_map(row).collect(),
            order: view.order(&list.query),
            jump: list.query.jump.clone().filter(|id| self.library.get(id).is_some()),
            notices: say::notices(&self.index, &view.text, &list),
            day: view.day.or(newest),
            earlier: range.and_then(|(from, _)| self.day_before(from)),
            later: range.and_then(|(_, to)| self.day_after(to)),
        };
        self.last = Some(((view.clone(), today, seen), list));
        rows
    }

    /// What the papers of a view have in common.
    pub fn facets(&mut self, view: &View, today: Day, seen: Option<Day>) -> Facets {
        let list = self.take_list(view, today, seen);
        let facets = self.columns.count(&list.places(), |place| self.flags_at(place));
        self.last = Some(((view.clone(), today, seen), list));
        facets
    }

    /// What the text may be completed to, where the cursor is.
    pub fn suggest(&self, text: &str, cursor: u32, today: Day) -> Vec<Suggestion> {
        suggest(text, cursor as usize, self, today)
    }

    /// Rows of named papers, in that order; unknown ones are left out.
    pub fn rows_of(&self, ids: &[PaperId]) -> Vec<Row> {
        ids.iter().filter_map(|id| self.library.get(id)).map(Row::of).collect()
    }

    /// All that is known of one paper.
    pub fn paper(&self, id: &PaperId) -> Option<&Paper> {
        self.library.get(id)
    }

    /// The list of a view; the last one, if it is that. Whoever takes it puts it back.
    fn take_list(&mut self, view: &View, today: Day, seen: Option<Day>) -> List {
        match self.last.take() {
            Some(((known, day, before), list)) if known == *view && day == today && before == seen => list,
            _ => {
                let known =
                    Known { library: &self.library, columns: &self.columns, index: &self.index, flags: &self.flags };
                list(&known, &mut self.orders, view, today, seen)
            }
        }
    }

    fn flags_at(&self, place: u32) -> Flags {
        self.flags.get(place as usize).copied().unwrap_or_default()
    }

    fn day_before(&self, day: Day) -> Option<Day> {
        self.library.days().rev().map(|(day, _)| day).find(|&known| known < day)
    }

    fn day_after(&self, day: Day) -> Option<Day> {
        self.library.days().map(|(day, _)| day).find(|&known| known > day)
    }

    /// Brings all that follows from the library up to date with it; the index in its own time.
    fn take(&mut self, merge: &Merge) {
        for &place in &merge.places {
            if let Some(paper) = self.library.at(place) {
                self.columns.put(place, paper);
            }
        }
        self.flags.resize(self.library.len(), Flags::default());
        let strangers = std::mem::take(&mut self.strangers);
        self.mark(strangers);
        self.pending.extend(&merge.words);
        if !merge.places.is_empty() {
            self.orders.clear();
            self.last = None;
        }
    }
}

/// The texts of a paper by which it is found.
fn fields(paper: &Paper) -> Vec<(Field, &str)> {
    let mut fields = vec![(Field::Title, paper.title.as_str())];
    let texts = [&paper.abstract_text, &paper.summary].into_iter().flatten();
    fields.extend(texts.map(|text| (Field::Abstract, text.as_str())));
    fields.extend(paper.authors.iter().map(|author| (Field::Authors, author.name.as_str())));
    fields.extend(paper.keywords.iter().map(|keyword| (Field::Keywords, keyword.as_str())));
    fields.extend(paper.organisation.iter().map(|name| (Field::Organisation, name.as_str())));
    fields
}
