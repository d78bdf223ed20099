//! What is kept, as it is kept: types of their own, so that the live ones can change without touching stored data.
//!
//! Each record is one JSON object that begins with the number of its format, `{"v":1,…}`. Fields that a record lacks
//! read as absent, fields that it has too many are passed over; anything beyond that is a new format, which
//! [`migrate`](super::migrate) is for.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::act::{Cause, Event, Touch, What};
use super::keep::{KeepError, Store};
use super::mark::{Field, Mark, Millis, Switch};
use super::migrate::{self, SCHEMA};
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

/// The mark on one paper, kept in [`Store::Marks`] under the paper's id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkRecord {
    v: Format,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    star: Option<FieldRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read: Option<FieldRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dismissed: Option<FieldRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opened: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FieldRecord {
    on: bool,
    at: i64,
    /// Left out where it is the same as `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
}

impl MarkRecord {
    /// Reads the record under a key of [`Store::Marks`]: which paper, and the mark on it.
    pub fn open(key: &str, bytes: &[u8]) -> Result<(PaperId, Mark), KeepError> {
        let record: MarkRecord = migrate::read(Store::Marks, key, bytes)?;
        Ok((paper(Store::Marks, key, key)?, record.into()))
    }

    /// The bytes to keep.
    pub fn encode(&self) -> Result<Vec<u8>, KeepError> {
        encode(self)
    }
}

impl From<Mark> for MarkRecord {
    fn from(mark: Mark) -> MarkRecord {
        MarkRecord {
            v: Format,
            star: mark.star.map(FieldRecord::from),
            read: mark.read.map(FieldRecord::from),
            dismissed: mark.dismissed.map(FieldRecord::from),
            opened: mark.opened.map(|at| at.0),
        }
    }
}

impl From<MarkRecord> for Mark {
    fn from(record: MarkRecord) -> Mark {
        Mark {
            star: record.star.map(Field::from),
            read: record.read.map(Field::from),
            dismissed: record.dismissed.map(Field::from),
            opened: record.opened.map(Millis),
        }
    }
}

impl From<Field> for FieldRecord {
    fn from(field: Field) -> FieldRecord {
        let since = (field.since != field.at).then_some(field.since.0);
        FieldRecord { on: field.on, at: field.at.0, since }
    }
}

impl From<FieldRecord> for Field {
    fn from(record: FieldRecord) -> Field {
        Field { on: record.on, at: Millis(record.at), since: Millis(record.since.unwrap_or(record.at)) }
    }
}

/// One entry of the journal, kept in [`Store::History`] under [`Event::key`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    v: Format,
    at: i64,
    serial: u32,
    cause: CauseRecord,
    touched: Vec<TouchRecord>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum CauseRecord {
    Act,
    Undo,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct TouchRecord {
    paper: String,
    what: WhatRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<bool>,
    /// Left out where it is the instant of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WhatRecord {
    Star,
    Read,
    Dismissed,
    Opened,
}

impl EventRecord {
    /// Reads the record under a key of [`Store::History`].
    pub fn open(key: &str, bytes: &[u8]) -> Result<Event, KeepError> {
        let record: EventRecord = migrate::read(Store::History, key, bytes)?;
        let at = Millis(record.at);
        let touched = record.touched.into_iter().map(|touch| touch.open(key, at)).collect::<Result<_, _>>()?;
        let cause = match record.cause {
            CauseRecord::Act => Cause::Act,
            CauseRecord::Undo => Cause::Undo,
        };
        Ok(Event { at, serial: record.serial, cause, touched })
    }

    /// The bytes to keep.
    pub fn encode(&self) -> Result<Vec<u8>, KeepError> {
        encode(self)
    }
}

impl From<&Event> for EventRecord {
    fn from(event: &Event) -> EventRecord {
        let cause = match event.cause {
            Cause::Act => CauseRecord::Act,
            Cause::Undo => CauseRecord::Undo,
        };
        let touched = event.touched.iter().map(|touch| TouchRecord::new(touch, event.at)).collect();
        EventRecord { v: Format, at: event.at.0, serial: event.serial, cause, touched }
    }
}

impl TouchRecord {
    fn new(touch: &Touch, at: Millis) -> TouchRecord {
        let paper = touch.paper.to_string();
        match touch.what {
            What::Opened => TouchRecord { paper, what: WhatRecord::Opened, on: None, since: None },
            What::Set { switch, on, since } => {
                let what = match switch {
                    Switch::Star => WhatRecord::Star,
                    Switch::Read => WhatRecord::Read,
                    Switch::Dismissed => WhatRecord::Dismissed,
                };
                TouchRecord { paper, what, on: Some(on), since: (since != at).then_some(since.0) }
            }
        }
    }

    fn open(self, key: &str, at: Millis) -> Result<Touch, KeepError> {
        let paper = paper(Store::History, key, &self.paper)?;
        let switch = match self.what {
            WhatRecord::Star => Switch::Star,
            WhatRecord::Read => Switch::Read,
            WhatRecord::Dismissed => Switch::Dismissed,
            WhatRecord::Opened => return Ok(Touch { paper, what: What::Opened }),
        };
        let Some(on) = self.on else {
            return Err(KeepError::Corrupt(format!("\"{key}\" in {}: neither on nor off", Store::History)));
        };
        let since = self.since.map_or(at, Millis);
        Ok(Touch { paper, what: What::Set { switch, on, since } })
    }
}

/// The reader's settings, kept as one record in [`Store::Settings`] under [`Settings::KEY`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    v: Format,
    /// `system`, `light`, `dark`, or a name that a later version knows.
    #[serde(default = "system")]
    pub theme: String,
    /// Whether single keys are shortcuts.
    #[serde(default = "yes")]
    pub keys_on: bool,
    /// All other settings by name. One that is not known is kept as it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { v: Format, theme: system(), keys_on: yes(), more: BTreeMap::new() }
    }
}

impl Settings {
    /// The key of the one record.
    pub const KEY: &str = "settings";

    /// Reads the record.
    pub fn open(bytes: &[u8]) -> Result<Settings, KeepError> {
        migrate::read(Store::Settings, Settings::KEY, bytes)
    }

    /// The bytes to keep.
    pub fn encode(&self) -> Result<Vec<u8>, KeepError> {
        encode(self)
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

fn paper(store: Store, key: &str, id: &str) -> Result<PaperId, KeepError> {
    match PaperId::parse(id) {
        Some((paper, None)) if paper.as_str() == id => Ok(paper),
        _ => Err(KeepError::Corrupt(format!("\"{key}\" in {store}: \"{id}\" is no paper's id"))),
    }
}

fn system() -> String {
    "system".to_owned()
}

fn yes() -> bool {
    true
}
