//! What the reader can set, and what of it: the names of everything on the shelf.
//!
//! Every one has a text form, which is what is stored. A name that this version does not know, because a later one made it,
//! is kept as it is.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::paper::PaperId;

/// Something that the reader can make a remark on, or has made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A paper.
    Paper(PaperId),
    /// A collection of papers, by its number.
    Collection(ThingId),
    /// A search that is kept, by its number.
    Search(ThingId),
    /// Something of which the reader wants to see no papers.
    Mute(Mute, Box<str>),
    /// A setting, by its name.
    Setting(Box<str>),
    /// Something that a later version knows.
    Other(Box<str>),
}

/// The number of a collection or a search. Numbers are drawn by chance, so that two devices never give the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThingId(pub u64);

/// By what papers are muted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mute {
    /// An author's name.
    Author,
    /// A word or phrase of title and abstract.
    Word,
    /// Who put it in.
    Submitter,
    /// Who is credited.
    Organisation,
    /// A category.
    Category,
}

/// What of a subject is set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Of a paper: the reader wants to find it again.
    Star,
    /// Of a paper: it was read, or is to be treated so.
    Read,
    /// Of a paper: it is not to be seen.
    Dismissed,
    /// Of a paper: the reader wants more like it, `more`, or less, `less`.
    Leaning,
    /// Of a paper: it was opened. Not a choice but a fact, which nothing takes back.
    Opened,
    /// Of a paper: what the reader's looks at it tell, `stayed` or `left`. A fact, as that it was opened.
    Look,
    /// Of a paper: the reader's note on it, in Markdown.
    Note,
    /// Of a paper: the key by which the reader's texts cite it.
    Key,
    /// Of a paper: a file of the reader's brought it, or its name did; so it is in lists though no feed told of it.
    Brought,
    /// Of a paper: whether it has that tag.
    Tag(Box<str>),
    /// Of a paper: its place in that collection, as a key of [`super::order`].
    In(ThingId),
    /// Of a collection or search: its name. One without is gone.
    Name,
    /// Of a collection: the one that it is in.
    Parent,
    /// Of a collection or search: its place among its like, as a key of [`super::order`].
    Order,
    /// Of a search: the address of its list.
    Address,
    /// Of a search: whether it is watched for new papers.
    Watched,
    /// Of a search: the newest papers-day that was known when the reader last looked, a space, and how many papers it had.
    Seen,
    /// Of a mute: whether it is. Of a setting: what it is.
    Is,
    /// What a later version knows.
    Other(Box<str>),
}

/// What a field is set to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Not, or not any more.
    #[default]
    Off,
    /// So it is.
    On,
    /// A text.
    Text(Box<str>),
}

impl Mute {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Mute; 5] = [Mute::Author, Mute::Word, Mute::Submitter, Mute::Organisation, Mute::Category];

    /// Its name in text forms.
    pub fn name(self) -> &'static str {
        match self {
            Mute::Author => "author",
            Mute::Word => "word",
            Mute::Submitter => "submitter",
            Mute::Organisation => "organisation",
            Mute::Category => "category",
        }
    }
}

impl Subject {
    /// Reads the text form, which `to_string` gives. Total: what is none of it is [`Subject::Other`].
    ///
    /// ```
    /// use offprint::shelf::{Mute, Subject};
    /// let mute = Subject::Mute(Mute::Author, "Ada: Lovelace".into());
    /// assert_eq!(mute.to_string(), "mute:author:Ada: Lovelace");
    /// assert_eq!(Subject::parse("mute:author:Ada: Lovelace"), mute);
    /// ```
    pub fn parse(text: &str) -> Subject {
        let known = || {
            let (kind, name) = text.split_once(':')?;
            Some(match kind {
                "paper" => match PaperId::parse(name)? {
                    (paper, None) if paper.as_str() == name => Subject::Paper(paper),
                    _ => return None,
                },
                "collection" => Subject::Collection(ThingId::parse(name)?),
                "search" => Subject::Search(ThingId::parse(name)?),
                "setting" => Subject::Setting(name.into()),
                "mute" => {
                    let (by, what) = name.split_once(':')?;
                    Subject::Mute(Mute::ALL.into_iter().find(|mute| mute.name() == by)?, what.into())
                }
                _ => return None,
            })
        };
        known().unwrap_or_else(|| Subject::Other(text.into()))
    }

    /// The paper that it is, if it is one.
    pub fn paper(&self) -> Option<&PaperId> {
        match self {
            Subject::Paper(paper) => Some(paper),
            _ => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Paper(paper) => write!(f, "paper:{paper}"),
            Subject::Collection(id) => write!(f, "collection:{id}"),
            Subject::Search(id) => write!(f, "search:{id}"),
            Subject::Mute(by, what) => write!(f, "mute:{}:{what}", by.name()),
            Subject::Setting(name) => write!(f, "setting:{name}"),
            Subject::Other(text) => f.write_str(text),
        }
    }
}

impl ThingId {
    /// Reads the text form, which has sixteen hexadecimal digits.
    pub fn parse(text: &str) -> Option<ThingId> {
        let written = u64::from_str_radix(text, 16).ok().map(ThingId)?;
        (written.to_string() == text).then_some(written)
    }
}

impl fmt::Display for ThingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The fields whose names have no part of their own.
const NAMED: [(Field, &str); 16] = [
    (Field::Star, "star"),
    (Field::Read, "read"),
    (Field::Dismissed, "dismissed"),
    (Field::Leaning, "leaning"),
    (Field::Opened, "opened"),
    (Field::Look, "look"),
    (Field::Note, "note"),
    (Field::Key, "key"),
    (Field::Brought, "brought"),
    (Field::Name, "name"),
    (Field::Parent, "parent"),
    (Field::Order, "order"),
    (Field::Address, "address"),
    (Field::Watched, "watched"),
    (Field::Seen, "seen"),
    (Field::Is, "is"),
];

impl Field {
    /// Reads the text form, which `to_string` gives. Total: what is none of it is [`Field::Other`].
    pub fn parse(text: &str) -> Field {
        if let Some((field, _)) = NAMED.iter().find(|(_, name)| *name == text) {
            return field.clone();
        }
        let part = |(kind, name): (&str, &str)| match kind {
            "tag" => Some(Field::Tag(name.into())),
            "in" => ThingId::parse(name).map(Field::In),
            _ => None,
        };
        text.split_once(':').and_then(part).unwrap_or_else(|| Field::Other(text.into()))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Field::Tag(name) => write!(f, "tag:{name}"),
            Field::In(id) => write!(f, "in:{id}"),
            Field::Other(text) => f.write_str(text),
            named => f.write_str(NAMED.iter().find(|(field, _)| field == named).map_or("", |(_, name)| name)),
        }
    }
}

impl Value {
    /// Whether anything is set.
    pub fn is_on(&self) -> bool {
        *self != Value::Off
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(on: bool) -> Value {
        if on { Value::On } else { Value::Off }
    }
}

/// A text; an empty one is nothing.
impl From<&str> for Value {
    fn from(text: &str) -> Value {
        if text.is_empty() { Value::Off } else { Value::Text(text.into()) }
    }
}
