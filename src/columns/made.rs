//! What the reader made of papers, beside the papers' own facts.

use serde::{Deserialize, Serialize};

use super::values::Values;
use super::{Columns, Kind, normal};

/// What the reader made of one paper, as lists need it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What is either so or not.
    pub flags: Flags,
    /// Its tags.
    pub tags: Vec<String>,
    /// Names of the collections that it is in, or that a collection with it in it is in.
    pub collections: Vec<String>,
    /// Of each of them where it stands there: places are in the order of these texts.
    pub places: Vec<String>,
    /// The note on it; empty if there is none.
    pub note: String,
}

/// Marks that a paper has or has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flags {
    /// Starred by the reader.
    pub starred: bool,
    /// Read by the reader.
    pub read: bool,
    /// Dismissed by the reader.
    pub dismissed: bool,
    /// Whether the reader wants more like it, 1, or less, -1.
    pub leaning: i8,
    /// Whether the reader opened it and stayed, 1, or left it at once, -1.
    pub look: i8,
    /// Whether the reader made anything of it at all.
    pub held: bool,
}

impl Columns {
    /// Sets what the reader made of the paper at a place, in place of what was there. Tells whether the note is another.
    /// Amortised O(length of its values); takes memory for what is there, and for marks up to the last place marked.
    pub fn mark(&mut self, place: u32, made: &Made) -> bool {
        let at = place as usize;
        if at >= self.flags.len() && made.flags != Flags::default() {
            self.flags.resize(at + 1, Flags::default());
        }
        self.flags.get_mut(at).into_iter().for_each(|flags| *flags = made.flags);
        for (values, texts) in [(&mut self.tags, &made.tags), (&mut self.collections, &made.collections)] {
            if !texts.is_empty() || values.has(place) {
                values.put(place, texts.iter().map(String::as_str));
            }
        }
        let names = made.collections.iter().map(|name| normal::label_key(name).text);
        let places: Vec<(String, String)> = names.zip(made.places.iter().cloned()).collect();
        if places.is_empty() {
            self.placed.remove(&place);
        } else {
            self.placed.insert(place, places);
        }
        if made.note == self.note(place) {
            return false;
        }
        if made.note.is_empty() {
            self.notes.remove(&place);
        } else {
            self.notes.insert(place, made.note.clone());
        }
        true
    }

    /// The marks on a paper.
    #[inline]
    pub fn flags(&self, place: u32) -> Flags {
        self.flags.get(place as usize).copied().unwrap_or_default()
    }

    /// Whether any paper is dismissed. O(papers marked).
    pub fn any_dismissed(&self) -> bool {
        self.flags.iter().any(|flags| flags.dismissed)
    }

    /// The reader's note on a paper; empty if there is none.
    pub fn note(&self, place: u32) -> &str {
        self.notes.get(&place).map_or("", String::as_str)
    }

    /// Where a paper stands in the collection of that name; of two such collections the first place.
    pub fn place_in(&self, place: u32, collection: &str) -> Option<&str> {
        let name = normal::label_key(collection).text;
        let places = self.placed.get(&place)?.iter().filter(|(known, _)| *known == name);
        places.map(|(_, at)| at.as_str()).min()
    }

    /// Whether a paper has a value of that kind.
    pub fn has_any(&self, kind: Kind, place: u32) -> bool {
        self.of(kind).has(place)
    }

    /// The tags or the collections, each with the places of its papers, ascending. O(values of all papers).
    pub fn labels(&self, kind: Kind) -> Vec<(String, Vec<u32>)> {
        self.of(kind).all()
    }

    pub(super) fn bytes_made(&self) -> usize {
        let notes: usize = self.notes.values().map(String::capacity).sum();
        let entries = self.notes.capacity() * size_of::<(u32, String)>();
        let values = Values::memory(&self.tags) + Values::memory(&self.collections);
        values + notes + entries + self.flags.capacity() * size_of::<Flags>()
    }
}
