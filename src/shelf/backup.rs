//! Everything that the reader made, as one file.
//!
//! A backup is a JSON object: `format` and `version` say what it is, `made` when it was written (milliseconds since 1970), and for
//! each store (`marks`, `things`, `history`, `settings`, `feeds`) there is an object of its records by their keys, each as it is
//! kept, with the number of its own format. So a backup of any age is read by what reads the store. `papers` is a feed of the
//! papers that the records speak of, and `damaged` has what could not be read: text as text, other bytes as numbers. `docs/backup.md` describes it all.
//!
//! Nothing in here is ever put back over what is there: reading gives cards, which [`Shelf::merging`](super::Shelf::merging)
//! joins to those of the shelf field by field. Nor does writing take anything away: what the file held before ([`Held`]) is
//! joined to what is written, so that a file can only gain, whichever device or loss came between.

mod held;

pub use held::{Held, Opening};

use super::act::Event;
use super::card::{Card, Register};
use super::keep::{Keep, KeepError, Record, Store};
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

/// Within so many bytes a backup says that it is one.
const HEAD: usize = 200;

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

/// Writes a backup of all that can still be read, whatever else is broken, and of all that the file held before; tells of each
/// store that cannot be read, in place of which stands what is in `memory` of it. `papers` is a feed. O(records), and O(fields) of those
/// that differ from what was held.
pub async fn write<K: Keep>(
    keep: &K,
    papers: &str,
    made: Millis,
    mut held: Held,
    memory: &dyn Fn(Store) -> Vec<Record>,
) -> (String, Vec<KeepError>) {
    let mut text = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"made\":{}", made.0);
    let mut errors = Vec::new();
    for store in STORES {
        text.push_str(&format!(",\n\"{store}\":{{"));
        errors.extend(held.write_store(&mut text, keep, store, memory).await.err());
        text.push('}');
    }
    // What had been put aside when something took its place.
    match keep.all(Store::Meta).await {
        Ok(records) => records
            .iter()
            .filter_map(|(key, bytes)| Some((key.strip_prefix("damaged/")?, bytes)))
            .for_each(|(key, bytes)| held.put_aside(key, bytes)),
        Err(error) => errors.push(error),
    }
    held.write_end(&mut text, papers);
    text.push_str("}\n");
    (text, errors)
}

/// Whether these bytes begin as a backup does, whole or not.
pub fn is_one(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    let name = FORMAT.as_bytes();
    head.trim_ascii_start().starts_with(b"{") && head.windows(name.len()).any(|part| part == name)
}

/// Reads a backup at once, as [`Opening`] does in parts; records that cannot be read are listed, the others are there. The error is a
/// sentence.
pub fn read(bytes: &[u8]) -> Result<Backup, String> {
    let mut opening = Opening::new(bytes)?;
    while opening.go_on(usize::MAX) {}
    Ok(opening.done())
}

impl Backup {
    fn take(&mut self, store: Store, key: &str, bytes: &[u8]) -> Result<(), KeepError> {
        match store {
            // Under the key of its time, whatever stands in the file: keys are compared as times.
            Store::History => {
                let event = EventRecord::open(key, bytes)?;
                self.events.push((event.at.key(), event));
            }
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
