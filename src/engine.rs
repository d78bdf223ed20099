//! Library, index, query and rank behind one door: a [`Request`] goes in, a [`Response`] comes out.
//!
//! The engine does no input or output and knows no clock, so the browser and the tests run the very same code. [`host`] adds the store.

mod away;
pub mod host;
mod learner;
mod lists;
pub mod message;
mod mutes;
mod rising;
mod say;
pub mod stored;
mod taste;
mod twins;
mod values;
mod why;

use std::collections::VecDeque;

use crate::columns::{Columns, Made};
use crate::feed;
use crate::feed::import::Brought;
use crate::library::{Library, Merge};
use crate::paper::{Counted, Day, Paper, PaperId, Track};
use crate::present::{PaperMarks, Row};
use crate::query::find::Facts;
use crate::query::suggest::{Suggestion, suggest};
use crate::query::{Notice, Order, Query, View, parse};
use crate::search::{Bits, Field, Index};
use crate::shelf::{Mute, Remark};
use learner::Learner;
use lists::{Known, List, Orders, list};
use message::{Facets, Learning, ReadReport, Rows, Source, Summary};
use mutes::Mutes;

/// Problems that a report carries in full; the rest are counted.
const PROBLEMS_TOLD: usize = 200;

/// Papers that are indexed while a stored index may still come: the newest days.
const INDEXED_EARLY: u32 = 300;

/// Papers whose changed notes are indexed at once, and do not wait.
const NOTED_AT_ONCE: usize = 16;

/// Every paper known, the index of their words, and what the reader made of them as far as lists need it.
#[derive(Default)]
pub struct Engine {
    library: Library,
    columns: Columns,
    index: Index,
    /// Places of papers whose words are not in the index yet, or not as they are now.
    pending: VecDeque<u32>,
    /// Whether papers that were stored are still being read.
    reading: bool,
    /// Whether a stored index may still come, so that it is too early to index everything.
    awaiting: bool,
    /// Papers indexed since the index was stored, or opened.
    unsaved: usize,
    /// What the reader made of papers that are not known.
    strangers: Vec<(PaperId, Made)>,
    mutes: Mutes,
    orders: Orders,
    learner: Learner,
    /// The view whose list was ordered by what is learnt last.
    ordered: Option<View>,
    last: Option<(Asked, List)>,
    /// Whether papers that are nearly the same are shown once, and the papers under which all are shown nevertheless.
    folding: bool,
    unfolded: Vec<PaperId>,
}

/// What a list depends on besides the library and the marks: the view, today, and what was known at the last visit.
type Asked = (View, Day, Option<Day>);

impl Engine {
    /// From now on stored papers are being read, until all are there: nothing can be said of what no paper has.
    pub fn await_papers(&mut self) {
        self.reading = true;
    }

    /// All stored papers have been read.
    pub fn has_papers(&mut self) {
        self.reading = false;
    }

    /// Whether all stored papers have been read.
    pub fn is_whole(&self) -> bool {
        !self.reading
    }

    /// Joins papers that were stored earlier; nothing needs storing after it.
    pub fn recall(&mut self, papers: Vec<Paper>) {
        let merge = self.library.recall(papers);
        self.take(&merge);
    }

    /// Joins papers that are stored, as [`Engine::recall`] does, and notes what is known beyond them with the day on which it came.
    pub fn catch_up(&mut self, papers: Vec<Paper>, today: Day) {
        let merge = self.library.recall(papers);
        self.library.note(&merge, today);
        self.take(&merge);
    }

    /// Joins papers that are stored and that no feed has told of.
    pub fn bring(&mut self, papers: Vec<Paper>) {
        let merge = self.library.bring(papers);
        self.take(&merge);
    }

    /// Joins papers that another tab has stored just now.
    pub fn learn(&mut self, papers: Vec<Paper>) {
        let merge = self.library.merge(papers);
        self.take(&merge);
    }

    /// Joins what was noted of papers earlier, or by another tab.
    pub fn recall_tracks(&mut self, tracks: Vec<(PaperId, Track)>) {
        self.library.recall_tracks(tracks);
        self.last = None;
    }

    /// What was noted of the papers of a sheet, for storing.
    pub fn tracks<'a>(&'a self, papers: &[&'a Paper]) -> Vec<(&'a PaperId, &'a Track)> {
        let track = |paper: &&'a Paper| Some((&paper.id, self.library.track(self.library.place(&paper.id)?)?));
        papers.iter().filter_map(track).collect()
    }

    /// Reads a feed's bytes and joins what they hold, or a file of any program that is known. The merge names the sheets that must be
    /// stored. What it changes is noted with the day, `today`; but what a backup tells is old.
    pub fn read(&mut self, bytes: &[u8], day: Option<Day>, of: Source, today: Day) -> (ReadReport, Merge) {
        let reading = feed::read_with(bytes, &feed::Hint { day });
        if of == Source::File && reading.shape == feed::Shape::Unknown {
            return self.import(bytes);
        }
        let first = reading.papers.iter().filter_map(Paper::first_day).min();
        let days = first.zip(reading.papers.iter().filter_map(Paper::last_day).max());
        let papers = reading.papers.len() as u32;
        let merge = if of == Source::Backup {
            self.library.bring(reading.papers)
        } else {
            let merge = self.library.merge(reading.papers);
            self.library.note(&merge, today);
            merge
        };
        self.take(&merge);
        let mut report = report(papers, reading.problems, &merge);
        report.days = days;
        (report, merge)
    }

    /// Joins what another program exported. What a feed has said of a paper stays the later word.
    fn import(&mut self, bytes: &[u8]) -> (ReadReport, Merge) {
        let import = feed::import::read_among(bytes, &self.library);
        let (mut papers, mut remarks) = (Vec::new(), Vec::new());
        // That a paper stands in a feed tells nothing of the reader's; that it stands in a bibliography or a list does.
        let own = import.format != feed::import::Format::Feed;
        for Brought { paper, key, tags, note, starred, since } in import.brought {
            if own || key.is_some() || !tags.is_empty() || !note.is_empty() || starred {
                remarks.push(Remark { id: paper.id.clone(), key, tags, note, starred, since });
            }
            papers.push(paper);
        }
        let count = papers.len() as u32;
        let ids: Vec<PaperId> = papers.iter().map(|paper| paper.id.clone()).collect();
        let merge = self.library.bring(papers);
        self.take(&merge);
        let mut report = report(count, import.problems, &merge);
        let brought = |id: &PaperId| self.library.place(id).is_some_and(|place| self.library.is_brought(place));
        report.brought = ids.into_iter().filter(brought).collect();
        report.by_title = import.by_title;
        report.remarks = remarks;
        report.searches = import.searches.into_iter().map(|search| (search.title, search.query)).collect();
        (report, merge)
    }

    /// Puts the words of some papers into the index, those that came first; whether more are waiting. Until all are in, lists by
    /// words are of those that are.
    pub fn index_some(&mut self, papers: usize) -> bool {
        if self.awaiting && self.index.len() >= INDEXED_EARLY {
            return false;
        }
        let places: Bits = self.pending.drain(..papers.min(self.pending.len())).collect();
        self.index_these(&places);
        if self.pending.is_empty() {
            self.index.settle();
        }
        !self.pending.is_empty()
    }

    /// Whether papers wait to be indexed.
    pub fn waits(&self) -> bool {
        !self.pending.is_empty()
    }

    /// From now on papers that are nearly the same are shown once in lists by what fits best, but for those like these.
    pub fn fold(&mut self, unfolded: Vec<PaperId>) {
        (self.folding, self.unfolded) = (true, unfolded);
        self.last = None;
    }

    /// The papers of a sheet, for storing.
    pub fn sheet(&self, key: &str) -> Vec<&Paper> {
        self.library.sheet(key)
    }

    /// The key of the sheet that a paper is kept in.
    pub fn sheet_key(&self, id: &PaperId) -> Option<String> {
        self.library.sheet_key(self.library.place(id)?)
    }

    /// How many papers are shown: all but those that only a file of the reader's brought and that the shelf holds nothing of.
    pub fn shown(&self) -> u32 {
        self.library.len() as u32 - self.library.hidden().count()
    }

    /// Whether a paper is known and shown.
    fn shows(&self, id: &PaperId) -> bool {
        self.library.place(id).is_some_and(|place| !self.library.hidden().contains(place))
    }

    /// Takes over what the reader made of some papers. Those with another note are indexed anew, at once if they are few.
    pub fn mark(&mut self, marks: Vec<(PaperId, Made)>) {
        let mut noted = Bits::default();
        for (id, made) in marks {
            match self.library.place(&id) {
                Some(place) => {
                    let before = self.columns.flags(place);
                    if self.columns.mark(place, &made) {
                        noted.insert(place);
                    }
                    self.library.hide(place, !made.flags.held);
                    let (before, now) = (before, self.columns.flags(place));
                    if (before.starred, before.dismissed, before.leaning) != (now.starred, now.dismissed, now.leaning) {
                        self.learner.changed();
                    } else if before.look != now.look {
                        self.learner.looked();
                    }
                }
                None => self.strangers.push((id, made)),
            }
        }
        self.last = None;
        if noted.is_empty() {
            return;
        }
        self.pending.iter().for_each(|place| _ = noted.remove(*place));
        if noted.count() as usize > NOTED_AT_ONCE {
            self.pending.extend(noted.iter());
        } else {
            self.index_these(&noted);
        }
    }

    /// Takes over all that the reader muted.
    pub fn mute(&mut self, muted: Vec<(Mute, String)>) {
        self.mutes.set(muted);
        self.last = None;
    }

    /// How many papers are known, and on which days.
    pub fn summary(&self) -> Summary {
        let waiting = self.pending.len() as u32;
        let (indexed, learning) = (self.unsaved as u32, self.learning());
        Summary {
            papers: self.shown(),
            days: self.library.days().collect(),
            whole: self.is_whole(),
            waiting,
            indexed,
            learning,
        }
    }

    /// The rows of a view from one place to another, with what the screen says about the whole list. `seen` is the newest
    /// papers-day that was known at the last visit.
    pub fn rows(&mut self, view: &View, today: Day, seen: Option<Day>, from: u32, count: u32) -> Rows {
        let newest = self.library.days().next_back().map(|(day, _)| day);
        let range = newest.and_then(|newest| view.range(newest));
        self.learn_for(view, today);
        let mut list = self.take_list(view, today, seen);
        let marker = self.index.marker(&list.asked);
        let places: Vec<u32> = list.rows(&self.index, from, count).collect();
        let row = |place: u32| {
            let row = Row::marked(self.library.at(place)?, &self.index, &marker);
            Some(Row { twins: list.twins(place), ..row })
        };
        let rows = Rows {
            total: list.len(),
            muted: list.muted,
            folded: list.folded,
            from,
            rows: places.into_iter().filter_map(row).collect(),
            order: view.order(&list.query),
            late: if list.learnt { self.learner.late() } else { 0 },
            learnt: self.learner.told().filter(|_| list.learnt),
            jump: list.query.jump.clone().filter(|id| self.shows(id)),
            unknown: list.query.jump.clone().filter(|id| !self.shows(id)),
            unfinished: self.may_find_more(&list.query),
            notices: self.notices(view, &list, today),
            day: view.day.or(newest),
            earlier: range.and_then(|(from, _)| self.day_before(from)),
            later: range.and_then(|(_, to)| self.day_after(to)),
        };
        self.last = Some(((view.clone(), today, seen), list));
        rows
    }

    fn notices(&self, view: &View, list: &List, today: Day) -> Vec<Notice> {
        let mut notices = say::notices(&self.index, &view.text, list, self.reading || self.waits());
        let order = view.order(&list.query);
        if list.learnt && self.learner.scores().is_empty() {
            let until = if order == Order::ForYou { "the newest come first" } else { "“for you” counts nothing" };
            notices.push(say::only(format!("{} Until then {until}.", self.learner.nothing_learnt())));
        }
        let sampled = |place: u32| self.library.velocity(place, Counted::Stars, today).is_some();
        if order == Order::Velocity && !list.places().into_iter().any(sampled) {
            let text = "The stars of no code here were seen on two days of late. Until then the newest come first.";
            notices.push(say::only(text.to_owned()));
        }
        for value in list.query.likes() {
            if self.learning() == Learning::default() && self.learner.knows_nothing_of(value) {
                let text =
                    format!("No paper, tag or collection here is called “{}”, and no paper has its words.", value.text);
                notices.push(say::only(text));
            }
        }
        notices
    }

    /// Whether a query asks for what is still to be read, indexed or learnt.
    fn may_find_more(&self, query: &Query) -> bool {
        let unlearnt = || self.learning() != Learning::default();
        self.reading || (self.waits() && query.has_words()) || (!query.likes().is_empty() && unlearnt())
    }

    /// The papers of a view, all of them, in its order.
    pub fn ids(&mut self, view: &View, today: Day, seen: Option<Day>) -> Vec<PaperId> {
        self.ids_among(view, today, seen, &[])
    }

    /// The same, but where some papers are named only those of the list that are among these.
    pub fn ids_among(&mut self, view: &View, today: Day, seen: Option<Day>, among: &[PaperId]) -> Vec<PaperId> {
        let mut list = self.take_list(view, today, seen);
        let named: Bits = among.iter().filter_map(|id| self.library.place(id)).collect();
        let wanted = |place: &u32| among.is_empty() || named.contains(*place);
        let id = |place: u32| self.library.at(place).map(|paper| paper.id.clone());
        let ids = list.rows(&self.index, 0, u32::MAX).filter(wanted).filter_map(id).collect();
        self.last = Some(((view.clone(), today, seen), list));
        ids
    }

    /// How many papers each view has, and how many of them came after its papers-day.
    pub fn counts(&mut self, lists: &[(View, Option<Day>)], today: Day) -> Vec<(u32, u32)> {
        let count = |(view, after): &(View, Option<Day>)| {
            let list = self.list(view, today, *after);
            let new =
                |place: &u32| self.columns.last_day(*place).is_some_and(|day| after.is_some_and(|after| day > after));
            (list.len(), list.places().iter().filter(|place| new(place)).count() as u32)
        };
        lists.iter().map(count).collect()
    }

    /// What the papers of a view have in common.
    pub fn facets(&mut self, view: &View, today: Day, seen: Option<Day>) -> Facets {
        let list = self.take_list(view, today, seen);
        let facets = self.columns.count(&list.places());
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

    /// All that is known of one paper, and where in it the words of a query are.
    pub fn marked(&self, id: &PaperId, text: &str, today: Day) -> Option<(Paper, PaperMarks)> {
        let paper = self.library.get(id)?;
        let (muted, near) = (self.mutes.covered(), &[]);
        let facts = Facts { library: &self.library, columns: &self.columns, muted, seen: None, near };
        let asked = facts.find(&parse(text, today).root);
        Some((paper.clone(), PaperMarks::of(paper, &self.index, &self.index.marker(&asked))))
    }

    /// The list of a view; the last one, if it is that. Whoever takes it puts it back.
    fn take_list(&mut self, view: &View, today: Day, seen: Option<Day>) -> List {
        match self.last.take() {
            Some(((known, day, before), list)) if known == *view && day == today && before == seen => list,
            _ => {
                let mut list = self.list(view, today, seen);
                if self.folding && lists::folds(view, &list.query) {
                    list.fold(&self.library, &self.unfolded);
                }
                list
            }
        }
    }

    /// The list of a view, found anew.
    fn list(&mut self, view: &View, today: Day, seen: Option<Day>) -> List {
        let urgent = self.mutes.urgent(view, &self.library, self.pending.iter());
        if !urgent.is_empty() {
            self.pending.retain(|place| !urgent.contains(*place));
            self.index_these(&urgent);
        }
        self.mutes.settle(&self.library, &self.columns, &self.index);
        let Engine { library, columns, index, mutes, learner, .. } = self;
        let known = Known { library, columns, index, muted: mutes.covered() };
        list(&known, learner, &mut self.orders, view, today, seen)
    }

    /// Puts the words of the papers at these places into the index, as they are now.
    fn index_these(&mut self, places: &Bits) {
        if places.is_empty() {
            return;
        }
        // Together, as each time costs a look at all words.
        self.index.remove_all(&places.iter().collect::<Vec<_>>());
        let fields = |place: u32| Some(fields(self.library.at(place)?, self.columns.note(place)));
        self.unsaved += places.count() as usize;
        self.index.put_all(places.iter().filter_map(|place| Some((place, fields(place)?))));
        self.mutes.disturb();
        self.last = None;
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
            self.library.hide(place, !self.columns.flags(place).held);
        }
        // Before their marks come, so that notes find them waiting already.
        self.pending.extend(&merge.words);
        self.learner.take(&merge.words);
        if merge.added > 0 {
            let strangers = std::mem::take(&mut self.strangers);
            self.mark(strangers);
        }
        if !merge.places.is_empty() {
            self.orders.take(&self.library, &merge.places);
            self.mutes.disturb();
            self.ordered = None;
            self.last = None;
        }
    }
}

fn report(papers: u32, problems: Vec<feed::Problem>, merge: &Merge) -> ReadReport {
    ReadReport {
        papers,
        added: merge.added,
        changed: merge.changed,
        problem_count: problems.len() as u32,
        problems: problems.into_iter().take(PROBLEMS_TOLD).collect(),
        lasting: true,
        ..ReadReport::default()
    }
}

/// The texts of a paper by which it is found, and the reader's note on it.
fn fields<'a>(paper: &'a Paper, note: &'a str) -> Vec<(Field, &'a str)> {
    let mut fields = vec![(Field::Title, paper.title.as_str())];
    let texts = [&paper.abstract_text, &paper.summary].into_iter().flatten();
    fields.extend(texts.map(|text| (Field::Abstract, text.as_str())));
    fields.extend(paper.authors.iter().map(|author| (Field::Authors, author.name.as_str())));
    fields.extend(paper.keywords.iter().map(|keyword| (Field::Keywords, keyword.as_str())));
    fields.extend(paper.organisation.iter().map(|name| (Field::Organisation, name.as_str())));
    if !note.is_empty() {
        fields.push((Field::Notes, note));
    }
    fields
}
