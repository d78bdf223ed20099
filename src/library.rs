//! Every paper known, and how a new reading joins them.
//!
//! Feeds merge, they never replace: a reading that is short, empty or poorer than what is known takes nothing away.
//! Merging the same reading twice changes nothing.
//!
//! ```
//! use offprint::library::Library;
//! use offprint::paper::{Paper, PaperId};
//!
//! let (id, _) = PaperId::parse("2309.05239").unwrap();
//! let mut library = Library::default();
//! assert_eq!(library.merge(vec![Paper::new(id.clone(), "HAT")]).added, 1);
//! assert_eq!(library.merge(vec![Paper::new(id, "HAT")]).same, 1);
//! ```

mod titles;
mod tracks;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;
use rustc_hash::FxBuildHasher;

use crate::paper::{Day, Event, Paper, PaperId, Track};
use crate::search::Bits;
use crate::search::order::sorted;
use crate::sheet::{BROUGHT, sheet_key};

/// All papers, each once, with the days that showed them.
#[derive(Default)]
pub struct Library {
    entries: IndexMap<PaperId, Paper, FxBuildHasher>,
    days: BTreeMap<Day, Vec<u32>>,
    /// What was noted of papers, by place; few have nothing.
    tracks: Vec<Option<Box<Track>>>,
    /// Places of the papers that no feed has told of, and those of them that are hidden: shown on no day.
    brought: Bits,
    hidden: Bits,
}

/// What a merge did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merge {
    /// Papers that were not known.
    pub added: u32,
    /// Known papers that learnt something.
    pub changed: u32,
    /// Known papers that learnt nothing.
    pub same: u32,
    /// Keys of the sheets whose content differs from before (see [`crate::sheet`]).
    pub sheets: BTreeSet<String>,
    /// Places of the papers added or changed, in the order of the merge; one may stand here twice.
    pub places: Vec<u32>,
    /// Those of them whose words differ from before.
    pub words: Vec<u32>,
    /// What happened to papers that is worth noting, see [`Library::note`].
    pub events: Vec<(u32, Event)>,
}

impl Library {
    /// Joins papers to those known. Costs what the papers cost, however many are known.
    pub fn merge(&mut self, papers: Vec<Paper>) -> Merge {
        let mut merge = Merge::default();
        for paper in papers {
            self.merge_one(paper, &mut merge, None, false, &join);
        }
        merge
    }

    /// Joins papers that no feed told of, but a file of the reader's: as [`Library::recall`] does, and it is known of them until a
    /// feed tells of them, too.
    pub fn bring(&mut self, papers: Vec<Paper>) -> Merge {
        self.join_earlier(papers, true)
    }

    /// Joins papers as they were stored earlier: where both say something, what is known already is the later word. What happened
    /// to a paper is then what is known beyond that which was stored.
    pub fn recall(&mut self, papers: Vec<Paper>) -> Merge {
        self.join_earlier(papers, false)
    }

    fn join_earlier(&mut self, papers: Vec<Paper>, brought: bool) -> Merge {
        let mut merge = Merge::default();
        for paper in papers {
            let stored = self.entries.contains_key(&paper.id).then(|| paper.clone());
            self.merge_one(paper, &mut merge, Some(stored), brought, &|known, stored| join(&stored, known.clone()));
        }
        merge
    }

    /// Whether no feed has told of the paper at a place.
    pub fn is_brought(&self, place: u32) -> bool {
        self.brought.contains(place)
    }

    /// Leaves a paper out of the days and of what is [hidden](Library::hidden), or puts it there, if no feed has told of it; one of a
    /// feed's is never hidden. O(papers of its days).
    pub fn hide(&mut self, place: u32, hidden: bool) {
        let hidden = hidden && self.brought.contains(place);
        if hidden == self.hidden.contains(place) {
            return;
        }
        let days = self.at(place).map(|paper| paper.days.clone()).unwrap_or_default();
        if hidden {
            self.hidden.insert(place);
        } else {
            self.hidden.remove(place);
        }
        for day in days {
            let places = self.days.entry(day).or_default();
            if hidden { places.retain(|other| *other != place) } else { places.push(place) }
        }
    }

    /// Places of the papers that are hidden.
    pub fn hidden(&self) -> &Bits {
        &self.hidden
    }

    /// How many papers are known.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no paper is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The paper of that identity.
    pub fn get(&self, id: &PaperId) -> Option<&Paper> {
        self.entries.get(id)
    }

    /// The place of a paper in order of arrival.
    pub fn place(&self, id: &PaperId) -> Option<u32> {
        self.entries.get_index_of(id).map(|place| place as u32)
    }

    /// The paper at a place in order of arrival, as [`Library::on`] and [`Library::all`] give it.
    pub fn at(&self, place: u32) -> Option<&Paper> {
        self.entries.get_index(place as usize).map(|(_, paper)| paper)
    }

    /// The papers-days known with how many papers each showed, ascending.
    pub fn days(&self) -> impl DoubleEndedIterator<Item = (Day, u32)> + '_ {
        // Of days on which all are hidden nothing is left.
        let days = self.days.iter().filter(|(_, places)| !places.is_empty());
        days.map(|(day, places)| (*day, places.len() as u32))
    }

    /// Places of all papers.
    pub fn all(&self) -> Vec<u32> {
        (0..self.entries.len() as u32).collect()
    }

    /// Places of the papers shown on any day from `from` to `to`, both included, ascending, each once.
    pub fn on(&self, from: Day, to: Day) -> Vec<u32> {
        if from > to {
            return Vec::new();
        }
        let places: Bits = self.days.range(from..=to).flat_map(|(_, places)| places).copied().collect();
        places.iter().collect()
    }

    /// The papers that one sheet holds.
    pub fn sheet(&self, key: &str) -> Vec<&Paper> {
        let places = match Day::parse(key) {
            Some(day) => self.on(day, day),
            None => self.all(),
        };
        let within = |place: &u32| self.sheet_key(*place).as_deref() == Some(key);
        places.into_iter().filter(within).filter_map(|place| self.at(place)).collect()
    }

    /// The key of the sheet that the paper at a place is kept in.
    pub fn sheet_key(&self, place: u32) -> Option<String> {
        let brought = self.brought.contains(place);
        self.at(place).map(|paper| if brought { BROUGHT.to_owned() } else { sheet_key(paper) })
    }

    /// `stored` is set for a paper that was stored earlier: to what it was, if it is known.
    fn merge_one(
        &mut self,
        paper: Paper,
        merge: &mut Merge,
        stored: Option<Option<Paper>>,
        brought: bool,
        join: &dyn Fn(&Paper, Paper) -> Paper,
    ) {
        let days_before;
        let place = match self.entries.entry(paper.id.clone()) {
            Slot::Vacant(slot) => {
                days_before = Vec::new();
                merge.added += 1;
                let place = slot.index();
                if brought {
                    self.brought.insert(place as u32);
                }
                merge.sheets.insert(if brought { BROUGHT.to_owned() } else { sheet_key(&paper) });
                if stored.is_none() && is_counted(&paper) {
                    merge.events.push((place as u32, Event::Rose));
                }
                slot.insert(paper);
                merge.words.push(place as u32);
                place
            }
            Slot::Occupied(mut slot) => {
                let joined = join(slot.get(), paper);
                let was = stored.flatten();
                let place = slot.index();
                let events = events(was.as_ref().unwrap_or(slot.get()), &joined);
                merge.events.extend(events.map(|event| (place as u32, event)));
                // Told of by a feed now, it belongs to another sheet.
                let found = !brought && self.brought.remove(place as u32);
                if joined == *slot.get() && !found {
                    merge.same += 1;
                    return;
                }
                merge.changed += 1;
                if self.brought.contains(place as u32) {
                    merge.sheets.insert(BROUGHT.to_owned());
                } else {
                    merge.sheets.insert(sheet_key(slot.get()));
                    merge.sheets.insert(sheet_key(&joined));
                }
                days_before = slot.get().days.clone();
                if !same_words(slot.get(), &joined) {
                    merge.words.push(place as u32);
                }
                slot.insert(joined);
                place
            }
        };
        merge.places.push(place as u32);
        let days_now = self.entries.get_index(place).map(|(_, paper)| paper.days.clone()).unwrap_or_default();
        // Of a hidden one all days follow when it is shown.
        let shown = !self.hidden.contains(place as u32);
        for day in days_now.into_iter().filter(|day| shown && !days_before.contains(day)) {
            self.days.entry(day).or_default().push(place as u32);
        }
    }
}

/// What makes `now` of what `was` known of a paper.
fn events(was: &Paper, now: &Paper) -> impl Iterator<Item = Event> {
    let counts = |paper: &Paper| (paper.votes, paper.comments, paper.stars);
    let revised = was.version.is_some_and(|was| now.version.is_some_and(|now| now > was));
    let reworded = was.title != now.title || was.abstract_text != now.abstract_text;
    let events = [
        (Event::Rose, counts(was) != counts(now)),
        (Event::Coded, was.repository.is_none() && now.repository.is_some()),
        (Event::Revised, revised),
        (Event::Withdrawn, reworded && now.is_withdrawn() && !was.is_withdrawn()),
    ];
    events.into_iter().filter_map(|(event, happened)| happened.then_some(event))
}

/// Whether a paper has counts that go into samples.
fn is_counted(paper: &Paper) -> bool {
    paper.votes.is_some() || paper.stars.is_some()
}

/// Whether two papers have the same words to be found by.
fn same_words(a: &Paper, b: &Paper) -> bool {
    a.title == b.title
        && a.abstract_text == b.abstract_text
        && a.summary == b.summary
        && a.authors == b.authors
        && a.keywords == b.keywords
        && a.organisation == b.organisation
}

/// What is known of one paper after a further reading of it.
///
/// * A fact that the new reading lacks stays.
/// * Words (title, abstract, names) come from the new reading, unless it speaks of an older version.
/// * Counts only grow: an old file opened today must not take votes away.
/// * Days are collected.
pub fn join(known: &Paper, new: Paper) -> Paper {
    let older = matches!((known.version, new.version), (Some(known), Some(new)) if new < known);
    let (first, second) = if older { (known.clone(), new) } else { (new, known.clone()) };
    let mut days = sorted([first.days, second.days].concat());
    days.dedup();
    Paper {
        id: first.id,
        version: first.version.max(second.version),
        title: if first.title.is_empty() { second.title } else { first.title },
        abstract_text: first.abstract_text.or(second.abstract_text),
        summary: first.summary.or(second.summary),
        authors: filled(first.authors, second.authors),
        categories: filled(first.categories, second.categories),
        days,
        published: first.published.into_iter().chain(second.published).min(),
        votes: first.votes.max(second.votes),
        comments: first.comments.max(second.comments),
        repository: first.repository.or(second.repository),
        stars: first.stars.max(second.stars),
        project: first.project.or(second.project),
        organisation: first.organisation.or(second.organisation),
        submitter: first.submitter.or(second.submitter),
        keywords: filled(first.keywords, second.keywords),
        thumbnail: first.thumbnail.or(second.thumbnail),
    }
}

fn filled<T>(first: Vec<T>, second: Vec<T>) -> Vec<T> {
    if first.is_empty() { second } else { first }
}
