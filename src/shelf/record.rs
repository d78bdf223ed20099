//! What is kept, as it is kept: types of their own, so that the live ones can change without touching stored data.
//!
//! Each record is one JSON object that begins with the number of its format, `{"v":2,…}`. Fields that a record lacks
//! read as absent, fields that it has too many are passed over; anything beyond that is a new format, which
//! [`migrate`](super::migrate) is for.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::act::{Cause, Event, Touch};
use super::card::{Card, Register};
use super::keep::{KeepError, Store};
use super::migrate::{self, SCHEMA};
use super::past::Past;
use super::stamp::{LATEST, Millis, Stamp};
use super::subject::{Field, Subject, Value};
use crate::paper::PaperId;

/// The number of a record's format: always written as the newest, and checked before the rest of a record is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Format;

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(SCHEMA)
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Format, D::Error> {
        u32::deserialize(deserializer).map(|_| Format)
    }
}

/// A card, kept under [`place`] of its subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRecord {
    v: Format,
    #[serde(default)]
    set: BTreeMap<String, RegisterRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RegisterRecord {
    is: ValueRecord,
    at: StampRecord,
    /// Left out where it is the time of `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
}

/// Milliseconds up to [`LATEST`], a count that leaves room for more, maker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct StampRecord(i64, u32, u32);

impl<'de> Deserialize<'de> for StampRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<StampRecord, D::Error> {
        let (at, count, by) = <(i64, u32, u32)>::deserialize(deserializer)?;
        if at > LATEST.0 || count > u32::MAX / 2 {
            return Err(de::Error::custom("a time that hardly any could be later than"));
        }
        Ok(StampRecord(at, count, by))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct ValueRecord(Value);

/// Where the card of a subject is kept: papers under their ids, everything else under its text form.
pub fn place(subject: &Subject) -> (Store, String) {
    match subject {
        Subject::Paper(paper) => (Store::Marks, paper.to_string()),
        thing => (Store::Things, thing.to_string()),
    }
}

impl CardRecord {
    /// Reads the record under a key of [`Store::Marks`] or [`Store::Things`]: of which subject, and its card.
    pub fn open(store: Store, key: &str, bytes: &[u8]) -> Result<(Subject, Card), KeepError> {
        let record: CardRecord = migrate::read(store, key, bytes)?;
        let subject = match store {
            Store::Marks => Subject::Paper(paper(store, key)?),
            _ => Subject::parse(key),
        };
        Ok((subject, record.into()))
    }

    /// The bytes to keep.
    pub fn encode(&self) -> Result<Vec<u8>, KeepError> {
        encode(self)
    }
}

impl From<&Card> for CardRecord {
    fn from(card: &Card) -> CardRecord {
        let set = card.iter().map(|(field, register)| (field.to_string(), RegisterRecord::from(register)));
        CardRecord { v: Format, set: set.collect() }
    }
}

impl From<CardRecord> for Card {
    fn from(record: CardRecord) -> Card {
        let mut card = Card::default();
        for (field, register) in record.set {
            card.set(&Field::parse(&field), &register.into());
        }
        card
    }
}

impl From<&Register> for RegisterRecord {
    fn from(register: &Register) -> RegisterRecord {
        let since = (register.since != register.at.at).then_some(register.since.0);
        RegisterRecord { is: ValueRecord(register.value.clone()), at: stamp(register.at), since }
    }
}

impl From<RegisterRecord> for Register {
    fn from(record: RegisterRecord) -> Register {
        let at = stamped(record.at);
        Register { value: record.is.0, at, since: record.since.map_or(at.at, Millis) }
    }
}

impl Serialize for ValueRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Value::Off => serializer.serialize_bool(false),
            Value::On => serializer.serialize_bool(true),
            Value::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for ValueRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ValueRecord, D::Error> {
        struct OnOffOrText;

        impl Visitor<'_> for OnOffOrText {
            type Value = ValueRecord;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false or a text")
            }

            fn visit_bool<E: de::Error>(self, on: bool) -> Result<ValueRecord, E> {
                Ok(ValueRecord(on.into()))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<ValueRecord, E> {
                Ok(ValueRecord(Value::Text(text.into())))
            }
        }

        deserializer.deserialize_any(OnOffOrText)
    }
}

/// One entry of the journal, kept in [`Store::History`] under [`Stamp::key`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    v: Format,
    at: StampRecord,
    cause: CauseRecord,
    /// Which event an undo took back or a redo did again, or an act went on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<StampRecord>,
    touched: Vec<TouchRecord>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum CauseRecord {
    Act,
    Undo,
    Redo,
    Merge,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct TouchRecord {
    of: String,
    field: String,
    is: ValueRecord,
    /// Left out where it is the time of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<StampRecord>,
    /// Left out where it is the time of `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    was: Option<RegisterRecord>,
}

impl EventRecord {
    /// Reads the record under a key of [`Store::History`].
    pub fn open(key: &str, bytes: &[u8]) -> Result<Event, KeepError> {
        Ok(migrate::read::<EventRecord>(Store::History, key, bytes)?.into())
    }

    /// The bytes to keep.
    pub fn encode(&self) -> Result<Vec<u8>, KeepError> {
        encode(self)
    }
}

impl From<&Event> for EventRecord {
    fn from(event: &Event) -> EventRecord {
        let (cause, of) = match event.cause {
            Cause::Act => (CauseRecord::Act, None),
            Cause::More(of) => (CauseRecord::Act, Some(stamp(of))),
            Cause::Undo(of) => (CauseRecord::Undo, Some(stamp(of))),
            Cause::Redo(of) => (CauseRecord::Redo, Some(stamp(of))),
            Cause::Merge => (CauseRecord::Merge, None),
        };
        let touched = event.touched.iter().map(|touch| TouchRecord::new(touch, event.at)).collect();
        EventRecord { v: Format, at: stamp(event.at), cause, of, touched }
    }
}

impl From<EventRecord> for Event {
    fn from(record: EventRecord) -> Event {
        let of = stamped(record.of.unwrap_or_default());
        let cause = match record.cause {
            CauseRecord::Act if record.of.is_some() => Cause::More(of),
            CauseRecord::Act => Cause::Act,
            CauseRecord::Undo => Cause::Undo(of),
            CauseRecord::Redo => Cause::Redo(of),
            CauseRecord::Merge => Cause::Merge,
        };
        let at = stamped(record.at);
        Event { at, cause, touched: record.touched.into_iter().map(|touch| touch.open(at)).collect() }
    }
}

impl TouchRecord {
    fn new(touch: &Touch, event: Stamp) -> TouchRecord {
        let RegisterRecord { is, since, .. } = RegisterRecord::from(&touch.now);
        TouchRecord {
            of: touch.subject.to_string(),
            field: touch.field.to_string(),
            is,
            at: (touch.now.at != event).then(|| stamp(touch.now.at)),
            since,
            was: touch.was.as_ref().map(RegisterRecord::from),
        }
    }

    fn open(self, event: Stamp) -> Touch {
        let register = RegisterRecord { is: self.is, at: self.at.unwrap_or(stamp(event)), since: self.since };
        Touch {
            subject: Subject::parse(&self.of),
            field: Field::parse(&self.field),
            now: register.into(),
            was: self.was.map(Register::from),
        }
    }
}

/// What can be taken back, kept in [`Store::Meta`] under [`PastRecord::KEY`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRecord {
    v: Format,
    undo: Vec<StampRecord>,
    redo: Vec<StampRecord>,
    /// Those that went on with earlier ones, each followed by the first of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    began: Vec<StampRecord>,
}

impl PastRecord {
    /// The key of the one record.
    pub const KEY: &str = "past";

    /// Reads the record.
    pub fn open(bytes: &[u8]) -> Result<Past, KeepError> {
        let record: PastRecord = migrate::read(Store::Meta, PastRecord::KEY, bytes)?;
        let stamps = |stamps: Vec<StampRecord>| stamps.into_iter().map(stamped).collect();
        let began = record.began.as_chunks().0.iter().map(|&[at, first]| (stamped(at), stamped(first))).collect();
        Ok(Past { undo: stamps(record.undo), redo: stamps(record.redo), began })
    }

    /// The bytes to keep.
    pub fn encode(past: &Past) -> Result<Vec<u8>, KeepError> {
        let stamps = |stamps: &[Stamp]| stamps.iter().copied().map(stamp).collect();
        let began = past.began.iter().flat_map(|(at, first)| [stamp(*at), stamp(*first)]).collect();
        encode(&PastRecord { v: Format, undo: stamps(&past.undo), redo: stamps(&past.redo), began })
    }
}

/// The settings as they were kept, in [`Store::Settings`] under [`Settings::KEY`], before they came onto the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Settings {
    /// `system`, `light` or `dark`.
    #[serde(default)]
    pub theme: String,
    /// Whether single keys are shortcuts.
    #[serde(default = "yes")]
    pub keys_on: bool,
}

impl Settings {
    /// The key of the one record.
    pub const KEY: &str = "settings";

    /// Reads the record.
    pub fn open(bytes: &[u8]) -> Result<Settings, KeepError> {
        migrate::read(Store::Settings, Settings::KEY, bytes)
    }
}

/// A feed and how it fared when it was last read, kept in [`Store::Feeds`] under a key of the caller's choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRecord {
    v: Format,
    /// Where the feed is fetched from, if it is.
    #[serde(default)]
    pub address: Option<String>,
    /// The feed's name for the reader.
    pub title: String,
    /// Where the feed comes from.
    pub kind: FeedKind,
    /// Whether it is fetched. Its papers are shown in any case.
    pub on: bool,
    /// When it was added, in milliseconds since 1970.
    pub added: i64,
    /// When it was last fetched with success, in milliseconds since 1970.
    #[serde(default)]
    pub fetched: Option<i64>,
    /// The parts of a divided feed that need not be read again.
    #[serde(default)]
    pub shards: Vec<String>,
    /// How many papers it had.
    #[serde(default)]
    pub papers: u32,
    /// How many problems it had.
    #[serde(default)]
    pub problems: u32,
    /// The server's tag of what was last fetched.
    #[serde(default)]
    pub etag: Option<String>,
    /// Why it could not be read the last time, as a sentence.
    #[serde(default)]
    pub message: Option<String>,
    /// The first and the last papers-day that it ever had, counted from 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<(i32, i32)>,
    /// When it was last fetched, how many papers were new, and how many known ones learnt something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<(u32, u32)>,
    /// The first of its problems: where, what, and what was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<(String, String, String)>,
}

/// Where a feed comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedKind {
    /// Part of the site.
    BuiltIn,
    /// An address that the reader gave.
    Address,
    /// A file that the reader opened.
    File,
    /// Hugging Face's daily papers.
    HuggingFace,
}

impl FeedRecord {
    /// A feed that is on and was never read, added at that instant.
    pub fn new(kind: FeedKind, title: impl Into<String>, address: Option<String>, added: Millis) -> FeedRecord {
        FeedRecord {
            v: Format,
            address,
            title: title.into(),
            kind,
            on: true,
            added: added.0,
            fetched: None,
            shards: Vec::new(),
            papers: 0,
            problems: 0,
            etag: None,
            message: None,
            days: None,
            news: None,
            told: Vec::new(),
        }
    }

    /// Reads the record under a key of [`Store::Feeds`].
    pub fn open(key: &str, bytes: &[u8]) -> Result<FeedRecord, KeepError> {
        migrate::read(Store::Feeds, key, bytes)
    }

    /// The bytes to keep.
    pub fn encode(&self) -> Result<Vec<u8>, KeepError> {
        encode(self)
    }
}

fn encode<T: Serialize>(record: &T) -> Result<Vec<u8>, KeepError> {
    serde_json::to_vec(record).map_err(|error| KeepError::Other(format!("a record cannot be written: {error}")))
}

fn paper(store: Store, key: &str) -> Result<PaperId, KeepError> {
    match PaperId::parse(key) {
        Some((paper, None)) if paper.as_str() == key => Ok(paper),
        _ => Err(KeepError::Corrupt(format!("\"{key}\" in {store} is no paper's id"))),
    }
}

fn stamp(at: Stamp) -> StampRecord {
    StampRecord(at.at.0, at.count, at.by)
}

fn stamped(StampRecord(at, count, by): StampRecord) -> Stamp {
    Stamp { at: Millis(at), count, by }
}

fn yes() -> bool {
    true
}
