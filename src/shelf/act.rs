//! What the reader does, and the journal's entry about it.

use indexmap::IndexMap;

use super::mark::{Field, Mark, Millis, Switch};
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
    /// Several acts that are done, kept and undone as one; of two that contradict each other the last counts.
    Several(Vec<Act>),
}

/// What came of an act: enough to keep it, to tell other tabs, and to undo it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The touched marks as they were, in the order of `after`.
    pub before: Vec<(PaperId, Mark)>,
    /// The touched marks as they are now.
    pub after: Vec<(PaperId, Mark)>,
    /// The entry for the journal; `None` if everything already was as the act wanted it.
    pub event: Option<Event>,
}

impl Change {
    /// Whether the act changed nothing.
    pub fn is_empty(&self) -> bool {
        self.event.is_none()
    }
}

/// An entry of the journal: which switches of which papers were set, all at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When. Never before anything that it replaces, even if the clock was set back.
    pub at: Millis,
    /// Tells apart the events of one shelf at the same instant.
    pub serial: u32,
    /// Whether it was an act or took one back.
    pub cause: Cause,
    /// What was set.
    pub touched: Vec<Touch>,
}

/// Why a journal entry was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The reader acted.
    Act,
    /// The reader took an act back.
    Undo,
}

/// One thing that an event did to one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Which paper.
    pub paper: PaperId,
    /// What was done.
    pub what: What,
}

/// What an event did to a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Set a switch.
    Set {
        /// Which one.
        switch: Switch,
        /// On or off.
        on: bool,
        /// Since when it is so in the reader's eyes; see [`Field::since`].
        since: Millis,
    },
    /// Opened the paper.
    Opened,
}

impl Event {
    /// The key of the entry in the store: sorts by time, and two tabs never write the same one.
    ///
    /// `tab` must be another text for every loaded page.
    pub fn key(&self, tab: &str) -> String {
        // A negative number would sort among the positive ones.
        format!("{:015}-{tab}-{:06}", self.at.0.max(0), self.serial)
    }

    /// What the event says of each paper. Merging it into a shelf repeats the event, however often it is done.
    pub fn marks(&self) -> impl Iterator<Item = (&PaperId, Mark)> {
        self.touched.iter().map(|touch| (&touch.paper, touch.what.mark(self.at)))
    }
}

impl What {
    fn mark(self, at: Millis) -> Mark {
        match self {
            What::Set { switch, on, since } => Mark::of(switch, Field { on, at, since }),
            What::Opened => Mark::of_opening(at),
        }
    }
}

/// What acts want of one paper.
#[derive(Clone, Copy, Default)]
pub(super) struct Wish {
    star: Option<bool>,
    read: Option<bool>,
    dismissed: Option<bool>,
    /// Whether the paper was opened.
    pub(super) opened: bool,
}

impl Wish {
    /// What is wanted of a switch, if anything.
    pub(super) fn of(self, switch: Switch) -> Option<bool> {
        match switch {
            Switch::Star => self.star,
            Switch::Read => self.read,
            Switch::Dismissed => self.dismissed,
        }
    }
}

impl Act {
    /// What the act wants, paper by paper.
    pub(super) fn wishes(&self) -> IndexMap<PaperId, Wish> {
        let mut wishes = IndexMap::new();
        self.collect(&mut wishes);
        wishes
    }

    fn collect(&self, wishes: &mut IndexMap<PaperId, Wish>) {
        match self {
            Act::Star(paper, on) => wishes.entry(paper.clone()).or_default().star = Some(*on),
            Act::Read(paper, on) => wishes.entry(paper.clone()).or_default().read = Some(*on),
            Act::Dismiss(paper, on) => wishes.entry(paper.clone()).or_default().dismissed = Some(*on),
            Act::Open(paper) => {
                let wish = wishes.entry(paper.clone()).or_default();
                wish.opened = true;
                wish.read = Some(true);
            }
            Act::Several(acts) => acts.iter().for_each(|act| act.collect(wishes)),
        }
    }
}
