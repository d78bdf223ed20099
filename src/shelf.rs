//! What the reader made: stars, what was read, what was dismissed.
//!
//! A [`Shelf`] changes only through an [`Act`], and every act can be taken back. Each switch of each paper remembers
//! when it was set, so that what several tabs or devices did merges without asking anybody. What is kept is not the
//! shelf as a whole but one record a paper, and a journal of all acts from which the shelf can be rebuilt.
//!
//! ```
//! use offprint::paper::PaperId;
//! use offprint::shelf::{Act, Millis, Shelf};
//!
//! let (id, _) = PaperId::parse("2309.05239").unwrap();
//! let mut shelf = Shelf::default();
//! let change = shelf.apply(&Act::Star(id.clone(), true), Millis(1_000));
//! assert!(shelf.get(&id).starred());
//! shelf.undo(&change, Millis(2_000));
//! assert!(!shelf.get(&id).starred());
//! ```

pub mod act;
pub mod keep;
pub mod mark;
pub mod migrate;
pub mod record;

use std::fmt;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::paper::PaperId;
use crate::search::order::sort_by;
use keep::{Keep, Store, Write};
use record::{EventRecord, MarkRecord};

pub use act::{Act, Cause, Change, Event, Touch, What};
pub use keep::{KeepError, MemoryKeep};
pub use mark::{Field, Mark, Millis, Switch};

/// The reader's marks on papers.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    marks: IndexMap<PaperId, Mark, FxBuildHasher>,
    /// The serial of the next event.
    serial: u32,
}

/// A stored record that could not be read. It stays where it is; the rest was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The store it is in.
    pub store: Store,
    /// Its key.
    pub key: String,
    /// What is wrong with it.
    pub error: KeepError,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// Two shelves are equal if they hold the same marks, in whatever order they came to hold them.
impl PartialEq for Shelf {
    fn eq(&self, other: &Shelf) -> bool {
        self.marks == other.marks
    }
}

impl Eq for Shelf {}

impl Shelf {
    /// The mark on a paper; an untouched one if there is none.
    pub fn get(&self, paper: &PaperId) -> Mark {
        self.marks.get(paper).copied().unwrap_or_default()
    }

    /// All marks, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = (&PaperId, &Mark)> {
        self.marks.iter()
    }

    /// How many papers are marked in any way, also those whose switches are all off again.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether no paper was ever marked.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// The starred papers and since when they are, the last starred first.
    pub fn starred(&self) -> impl ExactSizeIterator<Item = (&PaperId, Millis)> {
        newest_first(self.iter().filter_map(|(paper, mark)| Some((paper, mark.starred_at()?))).collect())
    }

    /// The papers that were opened and when they last were, the last opened first.
    pub fn opened(&self) -> impl ExactSizeIterator<Item = (&PaperId, Millis)> {
        newest_first(self.iter().filter_map(|(paper, mark)| Some((paper, mark.opened?))).collect())
    }

    /// Does what the reader asks for. What already is as asked for is left alone, time included.
    pub fn apply(&mut self, act: &Act, now: Millis) -> Change {
        let wishes = act.wishes();
        let mut touched = Vec::new();
        for (paper, wish) in &wishes {
            let mark = self.get(paper);
            if wish.opened {
                touched.push((paper.clone(), Step::Open));
            }
            for switch in Switch::ALL {
                if let Some(on) = wish.of(switch).filter(|on| *on != mark.is_on(switch)) {
                    touched.push((paper.clone(), Step::Set(switch, on, None)));
                }
            }
        }
        self.touch(touched, Cause::Act, now)
    }

    /// Takes a change back: every switch that it set is set to what it was before, as a new act that wins over it
    /// wherever the two meet. The paper stays opened, as that is a fact and not a choice.
    ///
    /// Taking that change back again does the act once more.
    pub fn undo(&mut self, change: &Change, now: Millis) -> Change {
        let mut touched = Vec::new();
        for ((paper, before), (_, after)) in change.before.iter().zip(&change.after) {
            for switch in Switch::ALL {
                let (was, current) = (before.field(switch), self.get(paper).field(switch));
                if was == after.field(switch) {
                    continue;
                }
                let shown = |field: Option<Field>| field.filter(|field| field.on).map(|field| field.since);
                if shown(was) != shown(current) {
                    let since = was.map(|field| field.since);
                    touched.push((paper.clone(), Step::Set(switch, shown(was).is_some(), since)));
                }
            }
        }
        self.touch(touched, Cause::Undo, now)
    }

    /// Takes in a mark from another tab, another device or the store, switch by switch; tells whether that changed
    /// anything.
    pub fn absorb(&mut self, paper: PaperId, mark: Mark) -> bool {
        let held = self.get(&paper);
        let merged = held.merge(mark);
        if merged == held {
            return false;
        }
        self.marks.insert(paper, merged);
        true
    }

    /// The shelf that the journal tells of; the order of the events does not matter.
    pub fn rebuild<'a>(events: impl IntoIterator<Item = &'a Event>) -> Shelf {
        let mut shelf = Shelf::default();
        for event in events {
            for (paper, mark) in event.marks() {
                shelf.absorb(paper.clone(), mark);
            }
        }
        shelf
    }

    /// Opens the kept shelf, and lists the records that cannot be read.
    ///
    /// Fails only if the store as a whole cannot be read.
    pub async fn open<K: Keep>(keep: &K) -> Result<(Shelf, Vec<Damage>), KeepError> {
        let mut shelf = Shelf::default();
        let mut damaged = Vec::new();
        for (key, bytes) in keep.all(Store::Marks).await? {
            match MarkRecord::open(&key, &bytes) {
                Ok((paper, mark)) => _ = shelf.absorb(paper, mark),
                Err(error) => damaged.push(Damage { store: Store::Marks, key, error }),
            }
        }
        Ok((shelf, damaged))
    }

    /// Keeps a change: one transaction merges the touched marks into what other tabs have kept meanwhile, and adds the
    /// journal's entry. `tab` is as for [`Event::key`].
    ///
    /// A mark that cannot be read is moved aside into [`Store::Meta`] and replaced; one of a later format is never
    /// replaced, then nothing is written and the error is [`KeepError::Newer`].
    pub async fn save<K: Keep>(keep: &K, change: &Change, tab: &str) -> Result<(), KeepError> {
        let Some(event) = &change.event else { return Ok(()) };
        let entry = event.key(tab);
        let mut read: Vec<_> = change.after.iter().map(|(paper, _)| (Store::Marks, paper.to_string())).collect();
        // Read for nothing, but only stores that are read from can be written to.
        read.push((Store::History, entry.clone()));
        let merge = |found: Vec<Option<Vec<u8>>>| {
            let mut writes = Vec::new();
            for ((paper, mark), bytes) in change.after.iter().zip(found) {
                merge_kept(paper, *mark, bytes, &mut writes)?;
            }
            let bytes = EventRecord::from(event).encode()?;
            writes.push(Write::Put { store: Store::History, key: entry, bytes });
            Ok(writes)
        };
        keep.try_update(&read, merge).await
    }

    /// The last entries of the journal, at most `limit`, the newest first.
    ///
    /// Entries that cannot be read are passed over: the journal tells what happened, the marks are kept apart from it.
    pub async fn history<K: Keep>(keep: &K, limit: usize) -> Result<Vec<Event>, KeepError> {
        let mut keys = keep.keys(Store::History).await?;
        let mut keys = keys.split_off(keys.len().saturating_sub(limit));
        keys.reverse();
        let found = keep.get(Store::History, &keys).await?;
        let events = keys.iter().zip(found).filter_map(|(key, bytes)| EventRecord::open(key, &bytes?).ok());
        Ok(events.collect())
    }

    /// Takes all steps at one instant, which is `now` or the first one that wins over all they replace.
    fn touch(&mut self, touched: Vec<(PaperId, Step)>, cause: Cause, now: Millis) -> Change {
        if touched.is_empty() {
            return Change::default();
        }
        let at = touched.iter().map(|(paper, step)| self.after_last(paper, *step)).fold(now, Millis::max);
        let what = |step| match step {
            Step::Set(switch, on, since) => What::Set { switch, on, since: since.unwrap_or(at) },
            Step::Open => What::Opened,
        };
        let touched = touched.into_iter().map(|(paper, step)| Touch { paper, what: what(step) }).collect();
        let event = Event { at, serial: self.serial, cause, touched };
        self.serial = self.serial.wrapping_add(1);
        let mut before: IndexMap<PaperId, Mark> = IndexMap::new();
        for (paper, mark) in event.marks() {
            before.entry(paper.clone()).or_insert_with(|| self.get(paper));
            self.absorb(paper.clone(), mark);
        }
        let after = before.keys().map(|paper| (paper.clone(), self.get(paper))).collect();
        Change { before: before.into_iter().collect(), after, event: Some(event) }
    }

    /// The first instant that wins over what the step replaces.
    fn after_last(&self, paper: &PaperId, step: Step) -> Millis {
        let mark = self.get(paper);
        let last = match step {
            Step::Set(switch, ..) => mark.field(switch).map(|field| field.at),
            Step::Open => mark.opened,
        };
        last.map_or(Millis(i64::MIN), Millis::next)
    }
}

/// What a change does to one paper, before its instant is known.
#[derive(Clone, Copy)]
enum Step {
    /// Sets a switch on or off, as it has been since then, or else from now on.
    Set(Switch, bool, Option<Millis>),
    /// Notes that the paper is opened.
    Open,
}

fn newest_first(mut papers: Vec<(&PaperId, Millis)>) -> std::vec::IntoIter<(&PaperId, Millis)> {
    // Papers of one instant come in the order of their ids, so that the list is the same on every load.
    sort_by(&mut papers, |a, b| (b.1, a.0) < (a.1, b.0));
    papers.into_iter()
}

fn merge_kept(paper: &PaperId, mark: Mark, kept: Option<Vec<u8>>, writes: &mut Vec<Write>) -> Result<(), KeepError> {
    let key = paper.to_string();
    let mut merged = mark;
    if let Some(bytes) = kept {
        match MarkRecord::open(&key, &bytes) {
            Ok((_, kept)) => merged = kept.merge(mark),
            Err(error @ KeepError::Newer { .. }) => return Err(error),
            Err(_) => writes.push(Write::Put { store: Store::Meta, key: aside_key(Store::Marks, &key), bytes }),
        }
    }
    let bytes = MarkRecord::from(merged).encode()?;
    writes.push(Write::Put { store: Store::Marks, key, bytes });
    Ok(())
}

/// Where in [`Store::Meta`] a damaged record is moved when something has to take its place.
fn aside_key(store: Store, key: &str) -> String {
    format!("damaged/{store}/{key}")
}
