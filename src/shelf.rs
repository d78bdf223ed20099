//! What the reader made: stars, what was read or dismissed, tags, notes, collections, searches, mutes and settings.
//!
//! All of it is of one shape: subjects with fields, each of which remembers when it was set. A [`Shelf`] changes only through
//! an [`Act`], and every act can be taken back. Since a later setting always wins, what several tabs or devices did merges
//! without asking anybody. What is kept is not the shelf as a whole but one record a subject, and a journal of all acts from which
//! the shelf can be rebuilt.
//!
//! ```
//! use offprint::paper::PaperId;
//! use offprint::shelf::{Act, Millis, Shelf};
//!
//! let (id, _) = PaperId::parse("2309.05239").unwrap();
//! let mut shelf = Shelf::default();
//! let done = shelf.apply(&Act::Star(id.clone(), true), Millis(1_000)).unwrap();
//! assert!(shelf.get(&id).starred());
//! shelf.undo(&done, Millis(2_000));
//! assert!(!shelf.get(&id).starred());
//! ```

pub mod act;
pub mod arrange;
pub mod backup;
pub mod card;
pub mod keep;
pub mod look;
mod made;
pub mod migrate;
pub mod order;
pub mod past;
pub mod record;
pub mod remark;
pub mod restore;
pub mod selection;
pub mod spellings;
pub mod stamp;
pub mod stored;
pub mod subject;
pub mod things;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::paper::PaperId;
use crate::search::order::sort_by;

pub use act::{Act, Cause, Change, Event, Touch};
pub use card::{Card, Register};
pub use keep::{KeepError, MemoryKeep};
pub use past::Past;
pub use remark::Remark;
pub use selection::Selection;
pub use stamp::{Clock, Millis, Stamp};
pub use stored::{Damage, Saved, history, last_entry, open, past, save, save_anew};
pub use subject::{Field, Mute, Subject, ThingId, Value};

/// What the reader made.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    papers: IndexMap<PaperId, Card, FxBuildHasher>,
    things: IndexMap<Subject, Card, FxBuildHasher>,
    clock: Clock,
}

/// Two shelves are equal if they hold the same cards, in whatever order they came to hold them.
impl PartialEq for Shelf {
    fn eq(&self, other: &Shelf) -> bool {
        self.papers == other.papers && self.things == other.things
    }
}

impl Eq for Shelf {}

impl Shelf {
    /// An empty shelf in the hands of one loaded page, whose number must be another for each.
    pub fn new(by: u32) -> Shelf {
        Shelf { clock: Clock::new(by), ..Shelf::default() }
    }

    /// The number of the loaded page in whose hands it is.
    pub fn by(&self) -> u32 {
        self.clock.by
    }

    /// What is set of a paper; an empty card if nothing is.
    pub fn get(&self, paper: &PaperId) -> &Card {
        self.papers.get(paper).unwrap_or(&card::EMPTY)
    }

    /// What is set of anything; an empty card if nothing is.
    pub fn card(&self, subject: &Subject) -> &Card {
        match subject {
            Subject::Paper(paper) => self.get(paper),
            thing => self.things.get(thing).unwrap_or(&card::EMPTY),
        }
    }

    /// The cards of all papers, in no order that means anything.
    pub fn papers(&self) -> impl ExactSizeIterator<Item = (&PaperId, &Card)> {
        self.papers.iter()
    }

    /// The cards of all that is no paper, in no order that means anything.
    pub fn things(&self) -> impl ExactSizeIterator<Item = (&Subject, &Card)> {
        self.things.iter()
    }

    /// All cards, in no order that means anything.
    pub fn cards(&self) -> impl Iterator<Item = (Subject, &Card)> {
        let papers = self.papers.iter().map(|(paper, card)| (Subject::Paper(paper.clone()), card));
        papers.chain(self.things.iter().map(|(subject, card)| (subject.clone(), card)))
    }

    /// Whether nothing was ever set.
    pub fn is_empty(&self) -> bool {
        self.papers.is_empty() && self.things.is_empty()
    }

    /// The starred papers and since when they are, the last starred first. O(papers on the shelf).
    pub fn starred(&self) -> impl ExactSizeIterator<Item = (&PaperId, Millis)> {
        self.newest_first(Card::starred_at)
    }

    /// The papers that were opened and when they last were, the last opened first. O(papers on the shelf).
    pub fn opened(&self) -> impl ExactSizeIterator<Item = (&PaperId, Millis)> {
        self.newest_first(Card::opened_at)
    }

    /// Does what the reader asks for. What already is as asked for is left alone, time included.
    pub fn apply(&mut self, act: &Act, now: Millis) -> Change {
        let event = self.trying(act, now)?;
        self.replay(&event);
        Some(event)
    }

    /// Does what the reader asks for, who goes on with what the event of that time did.
    pub fn apply_more(&mut self, act: &Act, of: Stamp, now: Millis) -> Change {
        let event = Event { cause: Cause::More(of), ..self.trying(act, now)? };
        self.replay(&event);
        Some(event)
    }

    /// What an act would come to; nothing is done yet.
    pub fn trying(&self, act: &Act, now: Millis) -> Change {
        let mut steps = Vec::new();
        for (subject, wishes) in act.wishes() {
            for (field, value) in wishes {
                // Each opening is news.
                if field == Field::Opened || self.shown(&subject, &field).0 != value {
                    steps.push(Step { subject: subject.clone(), field, value, since: None, at: None });
                }
            }
        }
        self.event(steps, Cause::Act, self.clock, now)
    }

    /// Takes an event back: every field that it set, and that is still as it set it, is set to what it was before, as a new act
    /// that wins over it wherever the two meet. A paper stays opened, as that is a fact and not a choice, and keeps the key by which
    /// texts may cite it.
    ///
    /// Taking that back does the event once more; [`Past`] keeps the order.
    pub fn undo(&mut self, event: &Event, now: Millis) -> Change {
        let step = |touch: &Touch| {
            let was = touch.was.clone().unwrap_or_default();
            self.step_back(touch, &touch.now, &was)
        };
        let steps = event.touched.iter().filter_map(step).collect();
        self.touch(steps, Cause::Undo(event.at), now)
    }

    /// Does once more what an event did, as far as everything is as it was before it.
    pub fn redo(&mut self, event: &Event, now: Millis) -> Change {
        let step = |touch: &Touch| {
            let was = touch.was.clone().unwrap_or_default();
            self.step_back(touch, &was, &touch.now)
        };
        let steps = event.touched.iter().filter_map(step).collect();
        self.touch(steps, Cause::Redo(event.at), now)
    }

    /// From now on acts are later than that time.
    pub fn see(&mut self, stamp: Stamp) {
        self.clock.see(stamp);
    }

    /// Takes in a card from another tab, another device or the store, field by field; tells whether that changed anything.
    pub fn absorb(&mut self, subject: &Subject, card: &Card) -> bool {
        for (_, register) in card.iter() {
            self.clock.see(register.at);
        }
        let held = match subject {
            Subject::Paper(paper) => self.papers.entry(paper.clone()).or_default(),
            thing => self.things.entry(thing.clone()).or_default(),
        };
        held.merge(card)
    }

    /// Takes in an event from another tab or the journal; tells whether that changed anything.
    pub fn replay(&mut self, event: &Event) -> bool {
        // What it took in may be older than itself.
        self.see(event.at);
        let mut changed = false;
        for touch in &event.touched {
            changed |= self.absorb(&touch.subject, &Card::of(touch.field.clone(), touch.now.clone()));
        }
        changed
    }

    /// What taking in other cards would set here, as an event of that time, or later than `last`, that can be undone; nothing is taken
    /// in yet.
    pub fn merging<'a>(
        &self,
        cards: impl IntoIterator<Item = (&'a Subject, &'a Card)>,
        last: Stamp,
        now: Millis,
    ) -> Change {
        let mut clock = self.clock;
        clock.see(last);
        let mut touched = Vec::new();
        for (subject, card) in cards {
            for (field, register) in card.iter() {
                clock.see(register.at);
                let was = self.card(subject).get(field);
                if was.is_none_or(|was| register.wins_over(was, field)) {
                    let (now, was) = (register.clone(), was.cloned());
                    touched.push(Touch { subject: subject.clone(), field: field.clone(), now, was });
                }
            }
        }
        (!touched.is_empty()).then(|| Event { at: clock.tick(now), cause: Cause::Merge, touched })
    }

    /// All that is set, as one event of that time: for a store that has lost it.
    pub fn whole(&mut self, now: Millis) -> Change {
        let of = |(subject, card): (Subject, &Card)| {
            let touch = |(field, now): (&Field, &Register)| Touch {
                subject: subject.clone(),
                field: field.clone(),
                now: now.clone(),
                was: None,
            };
            card.iter().map(touch).collect::<Vec<_>>()
        };
        let touched: Vec<Touch> = self.cards().flat_map(of).collect();
        (!touched.is_empty()).then(|| Event { at: self.clock.tick(now), cause: Cause::Merge, touched })
    }

    /// The shelf that the journal tells of; the order of the events does not matter.
    pub fn rebuild<'a>(events: impl IntoIterator<Item = &'a Event>) -> Shelf {
        let mut shelf = Shelf::default();
        for event in events {
            shelf.replay(event);
        }
        shelf
    }

    fn touch(&mut self, steps: Vec<Step>, cause: Cause, now: Millis) -> Change {
        let event = self.event(steps, cause, self.clock, now)?;
        self.replay(&event);
        Some(event)
    }

    /// All steps at one time, after all that the clock has seen.
    fn event(&self, steps: Vec<Step>, cause: Cause, mut clock: Clock, now: Millis) -> Change {
        if steps.is_empty() {
            return None;
        }
        let at = clock.tick(now);
        let touch = |step: Step| {
            let was = self.card(&step.subject).get(&step.field).cloned();
            // What was opened before a clock was set back stays opened then.
            let since = step.since.unwrap_or(now);
            Touch { was, ..Touch::new(&step.subject, step.field, step.value, step.at.unwrap_or(at), since) }
        };
        let touched: Vec<Touch> = steps.into_iter().map(touch).collect();
        Some(Event { at, cause, touched })
    }

    fn shown(&self, subject: &Subject, field: &Field) -> (Value, Option<Millis>) {
        let shown = self.card(subject).get(field).and_then(Register::shown);
        shown.map_or((Value::Off, None), |(value, since)| (value.clone(), Some(since)))
    }

    /// The step from one state of a field to another, if it is in the first and they differ.
    fn step_back(&self, touch: &Touch, from: &Register, to: &Register) -> Option<Step> {
        let Touch { subject, field, .. } = touch;
        let here = self.card(subject).get(field).and_then(Register::shown);
        let fact = matches!(field, Field::Opened | Field::Key);
        let there = !fact && here == from.shown() && here != to.shown();
        let (value, since) = (to.value.clone(), to.value.is_on().then_some(to.since));
        there.then(|| Step { subject: subject.clone(), field: field.clone(), value, since, at: None })
    }

    fn newest_first(&self, when: fn(&Card) -> Option<Millis>) -> std::vec::IntoIter<(&PaperId, Millis)> {
        let dated = self.papers.iter().filter_map(|(paper, card)| Some((paper, when(card)?)));
        let mut papers: Vec<(&PaperId, Millis)> = dated.collect();
        // Papers of one instant come in the order of their ids, so that the list is the same on every load.
        sort_by(&mut papers, |a, b| (b.1, a.0) < (a.1, b.0));
        papers.into_iter()
    }
}

/// What a change does to one field, before its time is known.
struct Step {
    subject: Subject,
    field: Field,
    value: Value,
    /// Since when it is so; else from now on.
    since: Option<Millis>,
    /// When it was set, where that is told and stays; else at the time of the change.
    at: Option<Stamp>,
}
