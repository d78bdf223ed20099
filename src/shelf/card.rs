//! What the reader made of one subject: a few fields, each with when it was set, so that two tabs or two devices can be merged
//! field by field and neither loses what the other did.
//!
//! ```
//! use offprint::shelf::{Card, Field, Millis, Register, Stamp, Value};
//!
//! let set = |at| Register { value: Value::On, at: Stamp { at: Millis(at), ..Stamp::default() }, since: Millis(at) };
//! let starred_here = Card::of(Field::Star, set(5));
//! let read_there = Card::of(Field::Read, set(7));
//! let mut both = starred_here.clone();
//! both.merge(&read_there);
//! assert!(both.starred() && both.is_read());
//! ```

use super::stamp::{Millis, Stamp};
use super::subject::{Field, ThingId, Value};

/// A value that remembers when it was set: a last-writer-wins register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// The value.
    pub value: Value,
    /// When it was set; of two settings the later one wins.
    pub at: Stamp,
    /// Since when it is so in the reader's eyes. Differs from `at` after an undo, which is set now but puts a star back to
    /// where it stood in the list, and where the clock was behind.
    pub since: Millis,
}

/// What is set of one subject. A field that was never set is not there, which reads as off. What was taken away again is there as
/// off: without that, merging with a device that has not heard of it would bring it back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Ascending by field, each once.
    fields: Vec<(Field, Register)>,
}

/// A card on which nothing is.
pub(super) static EMPTY: Card = Card { fields: Vec::new() };

impl Register {
    /// What the reader sees of it: nothing of one that is off.
    pub fn shown(&self) -> Option<(&Value, Millis)> {
        self.value.is_on().then_some((&self.value, self.since))
    }

    /// Whether this one stands when it meets the other. Stamps of two settings are only ever the same where records were made
    /// before stamps had a maker; then the greater value stands, for any rule that both sides follow will do.
    ///
    /// The later one stands; but of citation keys the earlier, since it is in the reader's texts.
    pub(super) fn wins_over(&self, other: &Register, field: &Field) -> bool {
        let later = (self.at, &self.value, self.since) > (other.at, &other.value, other.since);
        if *field == Field::Key { !later && self != other } else { later }
    }
}

impl Card {
    /// A card on which nothing is but that.
    pub fn of(field: Field, register: Register) -> Card {
        Card { fields: vec![(field, register)] }
    }

    /// One of the fields.
    pub fn get(&self, field: &Field) -> Option<&Register> {
        self.find(field).ok().and_then(|at| self.fields.get(at)).map(|(_, register)| register)
    }

    /// All fields that were ever set, ascending.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Field, &Register)> {
        self.fields.iter().map(|(field, register)| (field, register))
    }

    /// Whether nothing was ever set.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Takes in one field, and tells whether that changed anything.
    pub fn set(&mut self, field: &Field, register: &Register) -> bool {
        match self.find(field) {
            Ok(at) => {
                let held = self.fields.get_mut(at).filter(|(_, held)| register.wins_over(held, field));
                held.map(|(_, held)| *held = register.clone()).is_some()
            }
            Err(at) => {
                self.fields.insert(at, (field.clone(), register.clone()));
                true
            }
        }
    }

    /// Takes in another card of the same subject: of each field the later setting stands. Tells whether that changed anything.
    ///
    /// Order and repetition do not matter: merging is commutative, associative and idempotent.
    pub fn merge(&mut self, other: &Card) -> bool {
        let mut changed = false;
        for (field, register) in &other.fields {
            changed |= self.set(field, register);
        }
        changed
    }

    /// Whether a field is on.
    pub fn is_on(&self, field: &Field) -> bool {
        self.get(field).is_some_and(|register| register.value.is_on())
    }

    /// The text that a field is set to; empty if it is not.
    pub fn text(&self, field: &Field) -> &str {
        self.get(field).and_then(|register| register.value.text()).unwrap_or_default()
    }

    /// Since when a field is on; `None` if it is not.
    pub fn since(&self, field: &Field) -> Option<Millis> {
        self.get(field)?.shown().map(|(_, since)| since)
    }

    /// Of a paper: whether it is starred.
    pub fn starred(&self) -> bool {
        self.is_on(&Field::Star)
    }

    /// Of a paper: whether it counts as read.
    pub fn is_read(&self) -> bool {
        self.is_on(&Field::Read)
    }

    /// Of a paper: whether the reader wants more like it, 1, or less, -1.
    pub fn leaning(&self) -> i8 {
        match self.text(&Field::Leaning) {
            "more" => 1,
            "less" => -1,
            _ => 0,
        }
    }

    /// Of a paper: whether it is to stay out of sight.
    pub fn is_dismissed(&self) -> bool {
        self.is_on(&Field::Dismissed)
    }

    /// Of a paper: since when it is starred; `None` if it is not.
    pub fn starred_at(&self) -> Option<Millis> {
        self.since(&Field::Star)
    }

    /// Of a paper: when it was last opened.
    pub fn opened_at(&self) -> Option<Millis> {
        self.since(&Field::Opened)
    }

    /// Of a paper: the reader's note on it.
    pub fn note(&self) -> &str {
        self.text(&Field::Note)
    }

    /// Of a paper: its tags, ascending.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.iter().filter_map(|(field, register)| match field {
            Field::Tag(name) if register.value.is_on() => Some(&**name),
            _ => None,
        })
    }

    /// Of a paper: the collections that it is in, with its place in each.
    pub fn collections(&self) -> impl Iterator<Item = (ThingId, &str)> {
        self.iter().filter_map(|(field, register)| match field {
            Field::In(id) => Some((*id, register.value.text()?)),
            _ => None,
        })
    }

    fn find(&self, field: &Field) -> Result<usize, usize> {
        self.fields.binary_search_by(|(held, _)| held.cmp(field))
    }
}
