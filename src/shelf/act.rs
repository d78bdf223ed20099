//! What the reader does, and the journal's entry about it.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::card::Register;
use super::stamp::{Millis, Stamp};
use super::subject::{Field, Subject, Value};
use crate::paper::PaperId;

/// Something that the reader does to the shelf; the only way in which it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Stars a paper, or takes the star away.
    Star(PaperId, bool),
    /// Marks a paper as read or unread.
    Read(PaperId, bool),
    /// Hides a paper, or brings it back.
    Dismiss(PaperId, bool),
    /// Opens a paper, which also marks it as read.
    Open(PaperId),
    /// Gives a paper a tag, or takes it away. Of the tag's text see [`tag`].
    Tag(PaperId, Box<str>, bool),
    /// Writes the note on a paper; an empty one is none.
    Note(PaperId, Box<str>),
    /// Sets anything.
    Set(Subject, Field, Value),
    /// Several acts that are done, kept and undone as one; of two that contradict each other the last counts.
    Several(Vec<Act>),
}

/// What came of an act: what to keep, to tell other tabs, and to undo. `None` if everything already was as the act wanted it.
pub type Change = Option<Event>;

/// An entry of the journal: which fields of which subjects were set, all at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Stamp,
    /// Why.
    pub cause: Cause,
    /// What was set.
    pub touched: Vec<Touch>,
}

/// Why a journal entry was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The reader acted.
    Act,
    /// The reader went on with what the event of that time did, as with a note after a pause: to take back, both are one.
    More(Stamp),
    /// The reader took the event of that time back.
    Undo(Stamp),
    /// The reader did the event of that time again, which was taken back.
    Redo(Stamp),
    /// What another device or a file had came in.
    Merge,
}

/// One thing that an event did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// To what.
    pub subject: Subject,
    /// To which field of it.
    pub field: Field,
    /// What it was set to.
    pub now: Register,
    /// What it was before; `None` if it was never set, or is not known.
    pub was: Option<Register>,
}

impl Event {
    /// Whether it is something that the reader may want to take back: that papers and lists were looked at is not, nor how papers
    /// are cited.
    pub fn is_choice(&self) -> bool {
        let opened = self.touched.iter().any(|touch| touch.field == Field::Opened);
        let chosen = |touch: &Touch| !matches!(touch.field, Field::Seen | Field::Key | Field::Look);
        self.cause == Cause::Merge || (!opened && self.touched.iter().any(chosen))
    }

    /// What this event and an earlier one come to that it went on with.
    pub fn since(mut self, first: &Event) -> Event {
        for touch in &mut self.touched {
            let before = first.touched.iter().find(|one| (&one.subject, &one.field) == (&touch.subject, &touch.field));
            before.into_iter().for_each(|before| touch.was.clone_from(&before.was));
        }
        self
    }

    /// The subjects touched, each once, in order.
    pub fn subjects(&self) -> Vec<&Subject> {
        let mut subjects: Vec<&Subject> = Vec::with_capacity(self.touched.len());
        for touch in &self.touched {
            // The fields of one subject follow each other.
            if subjects.last() != Some(&&touch.subject) {
                subjects.push(&touch.subject);
            }
        }
        subjects
    }
}

/// What acts want, each field of each subject once.
pub(super) type Wishes = IndexMap<Subject, Vec<(Field, Value)>, FxBuildHasher>;

impl Act {
    /// What the act wants.
    pub(super) fn wishes(&self) -> Wishes {
        let mut wishes = Wishes::default();
        self.wish(&mut wishes);
        wishes
    }

    /// Brings a paper into lists that no feed has told of.
    pub fn bring(paper: &PaperId) -> Act {
        Act::Set(Subject::Paper(paper.clone()), Field::Brought, Value::On)
    }

    fn wish(&self, wishes: &mut Wishes) {
        let mut set = |subject: Subject, field: Field, value: Value| {
            let fields = wishes.entry(subject).or_default();
            match fields.iter_mut().find(|(known, _)| *known == field) {
                Some((_, known)) => *known = value,
                None => fields.push((field, value)),
            }
        };
        let paper = |paper: &PaperId| Subject::Paper(paper.clone());
        match self {
            Act::Star(id, on) => set(paper(id), Field::Star, (*on).into()),
            Act::Read(id, on) => set(paper(id), Field::Read, (*on).into()),
            Act::Dismiss(id, on) => set(paper(id), Field::Dismissed, (*on).into()),
            Act::Open(id) => {
                set(paper(id), Field::Opened, Value::On);
                set(paper(id), Field::Read, Value::On);
            }
            Act::Tag(id, name, on) => {
                if let Some(name) = tag(name) {
                    set(paper(id), Field::Tag(name), (*on).into());
                }
            }
            Act::Note(id, text) => set(paper(id), Field::Note, Value::from(&**text)),
            Act::Set(subject, field, value) => set(subject.clone(), field.clone(), value.clone()),
            Act::Several(acts) => acts.iter().for_each(|act| act.wish(wishes)),
        }
    }
}

/// A tag's text as it is kept: without spaces around it, single ones within; `None` if nothing is left of it.
///
/// ```
/// assert_eq!(offprint::shelf::act::tag("  to  read ").as_deref(), Some("to read"));
/// assert_eq!(offprint::shelf::act::tag(" \n"), None);
/// ```
pub fn tag(text: &str) -> Option<Box<str>> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| text.into())
}

impl Touch {
    /// A field set at that time, for the reader since then.
    pub(super) fn new(subject: &Subject, field: Field, value: Value, at: Stamp, since: Millis) -> Touch {
        Touch { subject: subject.clone(), field, now: Register { value, at, since }, was: None }
    }
}
