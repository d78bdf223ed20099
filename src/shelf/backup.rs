//! Everything that the reader made, as one file.
//!
//! A backup is a JSON object: `format` and `version` say what it is, `made` when it was written (milliseconds since 1970), and for
//! each store (`marks`, `things`, `history`, `settings`, `feeds`) there is an object of its records by their keys, each as it is
//! kept, with the number of its own format. So a backup of any age is read by what reads the store. `papers` is a feed of the
//! papers that the records speak of, and `damaged` has what could not be read: text as text, other bytes as numbers. `docs/backup.md` describes it all.
//!
//! Nothing in here is ever put back over what is there: reading gives cards, which [`Shelf::merging`](super::Shelf::merging)
//! joins to those of the shelf field by field.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::act::Event;
use super::card::{Card, Register};
use super::keep::{AT_A_TIME, Keep, KeepError, Record, Store};
use super::record::{CardRecord, EventRecord, FeedRecord, Settings};
use super::stamp::Millis;
use super::stored::{Damage, settings_cards};
use super::subject::Subject;

/// What `format` says.
const FORMAT: &str = "offprint-backup";

/// The newest version. It rises when a reader of the version before would misread what is written.
const VERSION: u32 = 1;

/// The stores that are backed up; papers are what feeds bring, and come as a feed.
const STORES: [Store; 5] = [Store::Marks, Store::Things, Store::History, Store::Settings, Store::Feeds];

/// What is read of a backup.
#[derive(Debug, Default, PartialEq)]
pub struct Backup {
    /// When it was written.
    pub made: Millis,
    /// What was set, subject by subject.
    pub cards: Vec<(Subject, Card)>,
    /// The journal's entries that can be read, by their keys.
    pub events: Vec<(String, Event)>,
    /// The feeds, by their keys.
    pub feeds: Vec<(String, FeedRecord)>,
    /// A feed of the papers, as bytes that [`crate::feed::read`] reads; empty if there is none.
    pub papers: Vec<u8>,
    /// Records that cannot be read.
    pub damaged: Vec<Damage>,
}

/// Writes a backup of all that can still be read, whatever else is broken; tells of each store that cannot. `papers` is a feed.
pub async fn write<K: Keep>(keep: &K, papers: &str, made: Millis) -> (String, Vec<KeepError>) {
    let mut text = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"made\":{}", made.0);
    let (mut damaged, mut errors) = (Vec::new(), Vec::new());
    for store in STORES {
        text.push_str(&format!(",\n\"{store}\":{{"));
        if let Err(error) = write_store(&mut text, keep, store, &mut damaged).await {
            errors.push(error);
        }
        text.push('}');
    }
    // What had been put aside when something took its place.
    match keep.all(Store::Meta).await {
        Ok(records) => damaged.extend(
            records
                .into_iter()
                .filter_map(|(key, bytes)| key.strip_prefix("damaged/").map(|key| (key.to_owned(), bytes))),
        ),
        Err(error) => errors.push(error),
    }
    text.push_str(",\n\"damaged\":{");
    for (at, (key, bytes)) in damaged.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let raw = std::str::from_utf8(bytes).map_or_else(|_| serde_json::to_string(bytes).unwrap_or_default(), quoted);
        text.push_str(&format!("{comma}\n{}:{raw}", quoted(key)));
    }
    text.push('}');
    if !papers.is_empty() {
        text.push_str(",\n\"papers\":");
        text.push_str(papers.trim_end());
    }
    text.push_str("}\n");
    (text, errors)
}

/// Reads a backup; records that cannot be read are listed, the others are there. The error is a sentence.
pub fn read(bytes: &[u8]) -> Result<Backup, String> {
    let file: File = serde_json::from_slice(bytes).map_err(|error| {
        if error.is_eof() {
            return "The file ends too early; was it copied whole?".to_owned();
        }
        format!("This is no backup of Offprint ({error}).")
    })?;
    if file.format != FORMAT {
        return Err("This is no backup of Offprint; papers are opened on the page of feeds.".to_owned());
    }
    if file.version > VERSION {
        let version = file.version;
        return Err(format!(
            "The backup was written by a newer Offprint (version {version}); reload to get the new one."
        ));
    }
    let papers = file.papers.map(|papers| papers.get().as_bytes().to_vec()).unwrap_or_default();
    let mut backup = Backup { made: Millis(file.made), papers, ..Backup::default() };
    let stores = [file.marks, file.things, file.history, file.settings, file.feeds];
    for (store, records) in STORES.into_iter().zip(stores) {
        for (key, record) in records {
            if let Err(error) = backup.take(store, &key, record.get().as_bytes()) {
                backup.damaged.push(Damage { store, key, error });
            }
        }
    }
    Ok(backup)
}

impl Backup {
    fn take(&mut self, store: Store, key: &str, bytes: &[u8]) -> Result<(), KeepError> {
        match store {
            Store::History => self.events.push((key.to_owned(), EventRecord::open(key, bytes)?)),
            Store::Feeds => self.feeds.push((key.to_owned(), FeedRecord::open(key, bytes)?)),
            Store::Settings if key == Settings::KEY => self.cards.extend(settings_cards(&Settings::open(bytes)?)),
            Store::Settings => {}
            _ => self.cards.push(CardRecord::open(store, key, bytes)?),
        }
        Ok(())
    }

    /// How many fields are on, of papers and of anything else.
    pub fn fields(&self) -> (u32, u32) {
        let on =
            |card: &Card| card.iter().filter(|(_, register): &(_, &Register)| register.value.is_on()).count() as u32;
        let count = |papers: bool| {
            self.cards.iter().filter(|(subject, _)| subject.paper().is_some() == papers).map(|(_, card)| on(card)).sum()
        };
        (count(true), count(false))
    }
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    format: String,
    #[serde(default)]
    version: u32,
    #[serde(default)]
    made: i64,
    #[serde(default)]
    marks: Records,
    #[serde(default)]
    things: Records,
    #[serde(default)]
    history: Records,
    #[serde(default)]
    settings: Records,
    #[serde(default)]
    feeds: Records,
    #[serde(default)]
    papers: Option<Box<RawValue>>,
}

type Records = BTreeMap<String, Box<RawValue>>;

/// Writes the records of a store that are JSON; the others are put aside.
async fn write_store<K: Keep>(
    text: &mut String,
    keep: &K,
    store: Store,
    damaged: &mut Vec<Record>,
) -> Result<(), KeepError> {
    let (mut last, mut comma) = (String::new(), "");
    loop {
        let records = keep.after(store, &last, AT_A_TIME).await?;
        let more = records.len() == AT_A_TIME as usize;
        last = records.last().map(|(key, _)| key.clone()).unwrap_or_default();
        for (key, bytes) in records {
            match serde_json::from_slice::<&RawValue>(&bytes) {
                Ok(record) => {
                    text.push_str(&format!("{comma}\n{}:{record}", quoted(&key)));
                    comma = ",";
                }
                Err(_) => damaged.push((format!("{store}/{key}"), bytes)),
            }
        }
        if !more {
            return Ok(());
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
