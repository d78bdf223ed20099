//! What the reader made of one paper: a few switches, each with the time it was last set, so that two tabs or two
//! devices can be merged switch by switch and neither loses what the other did.
//!
//! ```
//! use offprint::shelf::{Field, Mark, Millis};
//!
//! let starred_here = Mark { star: Some(Field::new(true, Millis(5))), ..Mark::default() };
//! let read_there = Mark { read: Some(Field::new(true, Millis(7))), ..Mark::default() };
//! let both = starred_here.merge(read_there);
//! assert!(both.starred() && both.is_read());
//! ```

use crate::paper::Day;

/// An instant in milliseconds since the start of 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

impl Millis {
    /// The least instant after this one.
    pub fn next(self) -> Millis {
        Millis(self.0.saturating_add(1))
    }

    /// The UTC day in which it falls.
    pub fn day(self) -> Day {
        Day::from_millis(self.0)
    }
}

/// A switch that remembers when it was set: a last-writer-wins register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Whether it is on.
    pub on: bool,
    /// When it was set; of two settings the later one wins.
    pub at: Millis,
    /// Since when it is as it is, in the reader's eyes. Differs from `at` only after an undo, which is set now but puts
    /// a star back to where it stood in the list.
    pub since: Millis,
}

impl Field {
    /// A switch set at that instant.
    pub fn new(on: bool, at: Millis) -> Field {
        Field { on, at, since: at }
    }

    /// What decides between two settings: the later one, of two at once the one that is on.
    fn rank(self) -> (Millis, bool, Millis) {
        (self.at, self.on, self.since)
    }
}

/// Which switch of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Switch {
    /// The reader wants to find the paper again.
    Star,
    /// The reader has read it, or wants it treated so.
    Read,
    /// The reader does not want to see it.
    Dismissed,
}

impl Switch {
    /// Every switch.
    pub const ALL: [Switch; 3] = [Switch::Star, Switch::Read, Switch::Dismissed];
}

/// What the reader made of one paper. A switch that was never touched is `None`, which reads as off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Starred.
    pub star: Option<Field>,
    /// Read.
    pub read: Option<Field>,
    /// Dismissed.
    pub dismissed: Option<Field>,
    /// When the paper was last opened.
    pub opened: Option<Millis>,
}

impl Mark {
    /// Whether the paper is starred.
    pub fn starred(&self) -> bool {
        self.is_on(Switch::Star)
    }

    /// Whether the paper counts as read.
    pub fn is_read(&self) -> bool {
        self.is_on(Switch::Read)
    }

    /// Whether the paper is to stay out of sight.
    pub fn is_dismissed(&self) -> bool {
        self.is_on(Switch::Dismissed)
    }

    /// Since when the paper is starred; `None` if it is not.
    pub fn starred_at(&self) -> Option<Millis> {
        self.star.filter(|star| star.on).map(|star| star.since)
    }

    /// One of the switches.
    pub fn field(&self, switch: Switch) -> Option<Field> {
        match switch {
            Switch::Star => self.star,
            Switch::Read => self.read,
            Switch::Dismissed => self.dismissed,
        }
    }

    /// Whether one of the switches is on.
    pub fn is_on(&self, switch: Switch) -> bool {
        self.field(switch).is_some_and(|field| field.on)
    }

    /// A mark of which nothing is known but that switch.
    pub fn of(switch: Switch, field: Field) -> Mark {
        let mut mark = Mark::default();
        match switch {
            Switch::Star => mark.star = Some(field),
            Switch::Read => mark.read = Some(field),
            Switch::Dismissed => mark.dismissed = Some(field),
        }
        mark
    }

    /// A mark of which nothing is known but when the paper was opened.
    pub fn of_opening(at: Millis) -> Mark {
        Mark { opened: Some(at), ..Mark::default() }
    }

    /// Both marks in one: of each switch the later setting, of two set at once the one that is on; the last opening.
    ///
    /// Order and repetition do not matter: merging is commutative, associative and idempotent.
    pub fn merge(self, other: Mark) -> Mark {
        Mark {
            star: later(self.star, other.star),
            read: later(self.read, other.read),
            dismissed: later(self.dismissed, other.dismissed),
            opened: self.opened.max(other.opened),
        }
    }
}

fn later(one: Option<Field>, other: Option<Field>) -> Option<Field> {
    if other.map(Field::rank) > one.map(Field::rank) { other } else { one }
}
