//! The names of the language: fields, and the values that some fields choose from.

use super::tree::{Field, State, Thing};
use crate::paper::Event;
use crate::query::Order;

/// What a word before a colon stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    Title,
    Abstract,
    Author,
    Note,
    Category,
    Keyword,
    Organisation,
    Submitter,
    Tag,
    Collection,
    Id,
    Is,
    Has,
    Day,
    Published,
    Votes,
    Comments,
    Stars,
    Like,
    Sort,
    Rose,
    Coded,
    Revised,
    Withdrawn,
}

/// A field's name, other names with a blank between, and what it finds.
pub struct Row {
    pub name: Name,
    pub word: &'static str,
    pub others: &'static str,
    pub finds: &'static str,
}

const fn row(name: Name, word: &'static str, others: &'static str, finds: &'static str) -> Row {
    Row { name, word, others, finds }
}

/// Every name. The first row of a [`Name`] has its proper word.
pub const ROWS: [Row; 25] = [
    row(Name::Title, "title", "ti titles", "words of the title"),
    row(Name::Abstract, "abs", "ab abstract", "words of the abstract"),
    row(Name::Author, "author", "au authors", "names of authors"),
    row(Name::Note, "note", "notes", "words of your notes"),
    row(Name::Category, "cat", "category categories", "arXiv category"),
    row(Name::Keyword, "kw", "keyword keywords topic", "keyword"),
    row(Name::Organisation, "org", "organisation organization", "organisation"),
    row(Name::Submitter, "by", "submitter", "who submitted it"),
    row(Name::Tag, "tag", "tags", "your tag"),
    row(Name::Collection, "in", "collection collections", "your collection"),
    row(Name::Id, "id", "arxiv doi", "arXiv identifier"),
    row(Name::Is, "is", "", "starred, read, unread, dismissed, muted or new"),
    row(Name::Has, "has", "", "code, note, tag, project or summary"),
    row(Name::Day, "day", "date days", "papers-day"),
    row(Name::Published, "published", "pub", "day of publication"),
    row(Name::Published, "year", "", "year of publication"),
    row(Name::Votes, "votes", "vote upvotes", "count of votes"),
    row(Name::Comments, "comments", "comment", "count of comments"),
    row(Name::Stars, "stars", "star", "stars of the code"),
    row(Name::Like, "like", "similar near", "near in meaning to words, a paper, or papers with your tag"),
    row(Name::Sort, "sort", "order", "what comes first"),
    row(Name::Rose, "rose", "risen", "day its votes or stars rose"),
    row(Name::Coded, "coded", "", "day its code came"),
    row(Name::Revised, "revised", "", "day a new version came"),
    row(Name::Withdrawn, "withdrawn", "retracted", "day it was withdrawn"),
];

/// A value of a field that has few.
#[derive(Clone, Copy)]
pub enum Choice {
    State(State),
    Thing(Thing),
    Order(Order),
}

/// The name that a word has before a colon, letter case aside.
pub fn named(word: &str) -> Option<Name> {
    ROWS.iter().find(|row| row.has(word)).map(|row| row.name)
}

impl Row {
    /// Whether the word is this name or another for it.
    fn has(&self, word: &str) -> bool {
        self.words().any(|own| own.eq_ignore_ascii_case(word))
    }

    /// The proper word, then the others.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.word).chain(self.others.split_whitespace())
    }
}

impl Name {
    /// The proper word for it.
    pub fn word(self) -> &'static str {
        ROWS.iter().find(|row| row.name == self).map_or("", |row| row.word)
    }

    /// The field of text, if it is one.
    pub fn field(self) -> Option<Field> {
        Some(match self {
            Name::Title => Field::Title,
            Name::Abstract => Field::Abstract,
            Name::Author => Field::Author,
            Name::Note => Field::Note,
            _ => return None,
        })
    }

    /// What it asks to have happened on a day, if it does.
    pub fn event(self) -> Option<Event> {
        EVENTS.into_iter().find(|(name, _)| *name == self).map(|(_, event)| event)
    }

    /// Whether its values are days.
    pub fn takes_days(self) -> bool {
        matches!(self, Name::Day | Name::Published) || self.event().is_some()
    }

    /// Whether commas part several values, any of which will do.
    pub fn takes_several(self) -> bool {
        use Name::{Category, Collection, Has, Id, Is, Keyword, Organisation, Submitter, Tag};
        matches!(self, Category | Keyword | Organisation | Submitter | Tag | Collection | Id | Is | Has)
    }

    /// The values it chooses from; none if values are free.
    pub fn choices(self) -> Vec<(&'static str, Choice)> {
        match self {
            Name::Is => STATES.map(|(word, state)| (word, Choice::State(state))).to_vec(),
            Name::Has => THINGS.map(|(word, thing)| (word, Choice::Thing(thing))).to_vec(),
            Name::Sort => Order::WORDS.map(|(order, word)| (word, Choice::Order(order))).to_vec(),
            _ => Vec::new(),
        }
    }
}

/// What may have happened to a paper.
pub const EVENTS: [(Name, Event); 4] = [
    (Name::Rose, Event::Rose),
    (Name::Coded, Event::Coded),
    (Name::Revised, Event::Revised),
    (Name::Withdrawn, Event::Withdrawn),
];

/// The values of `is:`.
pub const STATES: [(&str, State); 6] = [
    ("starred", State::Starred),
    ("read", State::Read),
    ("unread", State::Unread),
    ("dismissed", State::Dismissed),
    ("muted", State::Muted),
    ("new", State::New),
];

/// The values of `has:`.
pub const THINGS: [(&str, Thing); 5] = [
    ("code", Thing::Code),
    ("note", Thing::Note),
    ("tag", Thing::Tag),
    ("project", Thing::Project),
    ("summary", Thing::Summary),
];

/// The known word that was most likely meant: one that begins so, or else the nearest by edits, up to one for words of three
/// to five letters and two for longer ones.
pub fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let allowed = match word.len() {
        0..=2 => return None,
        3..=5 => 1,
        _ => 2,
    };
    let close = |known: &&'static str| {
        let edits = if known.starts_with(&word) { 0 } else { edits(word.as_bytes(), known.as_bytes()) };
        (known.len() > 2 && edits <= allowed).then_some((edits, *known))
    };
    known.iter().filter_map(close).min_by_key(|(edits, _)| *edits).map(|(_, known)| known)
}

/// Letters put in, left out, changed or swapped with their neighbour between two short words: "optimal string alignment", see
/// <https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance>. O(product of the lengths); words of very different length
/// are not compared.
fn edits(a: &[u8], b: &[u8]) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (row, letter) in a.iter().enumerate() {
        let mut here = vec![row + 1];
        let mut left = row + 1;
        for (column, other) in b.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX - 1);
            let mut least =
                (at(&above, column) + usize::from(letter != other)).min(at(&above, column + 1) + 1).min(left + 1);
            let swapped = column > 0 && last == Some(other) && b.get(column - 1) == Some(letter);
            if swapped {
                least = least.min(at(&before, column - 1) + 1);
            }
            here.push(least);
            left = least;
        }
        last = Some(letter);
        before = std::mem::replace(&mut above, here);
    }
    above.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_any_of_their_words_and_nothing_has_two() {
        let words: Vec<&str> = ROWS.iter().flat_map(Row::words).collect();
        for word in &words {
            assert_eq!(words.iter().filter(|other| *other == word).count(), 1, "{word}");
            assert!(named(&word.to_uppercase()).is_some(), "{word}");
        }
        assert_eq!(named("foo"), None);
    }

    #[test]
    fn the_nearest_word_is_by_beginning_or_few_edits() {
        let known: Vec<&str> = ROWS.iter().flat_map(Row::words).collect();
        let check = |word: &str, wanted: Option<&str>| assert_eq!(nearest(word, &known), wanted, "{word}");
        check("autor", Some("author"));
        check("tilte", Some("title"));
        check("abstrct", Some("abstract"));
        check("publish", Some("published"));
        check("organizatoin", Some("organization"));
        check("https", None);
        check("foo", None);
        check("ix", None);
        check("", None);
    }

    #[test]
    fn edits_are_counted() {
        for (a, b, count) in
            [("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("ab", "abc", 1), ("kat", "cat", 1), ("ca", "abc", 3)]
        {
            assert_eq!(edits(a.as_bytes(), b.as_bytes()), count, "{a} {b}");
        }
    }
}
