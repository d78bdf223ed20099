//! The shelf as it is kept: opened, saved act by act, and read back as history.

use std::fmt;

use futures_util::future::join;

use super::Shelf;
use super::act::Event;
use super::card::{Card, Register};
use super::keep::{AT_A_TIME, Keep, KeepError, Record, Store, Write};
use super::past::Past;
use super::record::{CardRecord, EventRecord, PastRecord, Settings, place};
use super::stamp::{Millis, Stamp};
use super::subject::{Field, Subject, Value};

/// A stored record that could not be read, or, where the key is empty, a whole store. It stays where it is; the rest was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The store it is in.
    pub store: Store,
    /// Its key.
    pub key: String,
    /// What is wrong with it.
    pub error: KeepError,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// What came of saving an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The journal's entry, as it is kept under the key of the event's time.
    pub entry: Vec<u8>,
    /// Whether nothing had been saved there before: the store is new, of the first format, or was emptied.
    pub first: bool,
}

/// Opens the kept shelf in the hands of a loaded page of that number, and lists the records and the stores that cannot be read. What a
/// store does not give is taken from the journal, as far as that tells of it.
pub async fn open<K: Keep>(keep: &K, by: u32) -> (Shelf, Vec<Damage>) {
    let mut shelf = Shelf::new(by);
    let mut damaged = Vec::new();
    let mut take = |store: Store, records: Vec<Record>| {
        for (key, bytes) in records {
            match CardRecord::open(store, &key, &bytes) {
                Ok((subject, card)) => _ = shelf.absorb(&subject, &card),
                Err(error) => damaged.push(Damage { store, key, error }),
            }
        }
    };
    let mut unread = Vec::new();
    for store in [Store::Things, Store::Marks] {
        // Few, and their keys are of any letters.
        let limit = if store == Store::Things { u32::MAX } else { AT_A_TIME };
        let mut next = keep.after(store, "", limit).await;
        loop {
            let records = match next {
                Ok(records) => records,
                Err(error) => break unread.push(Damage { store, key: String::new(), error }),
            };
            let last = records.last().filter(|_| records.len() == limit as usize).map(|(key, _)| key.clone());
            let Some(last) = last else { break take(store, records) };
            // The store looks for the next part while this one is read.
            (next, ()) = join(keep.after(store, &last, limit), async { take(store, records) }).await;
        }
    }
    if let Err(error) = retell(keep, &unread, &mut shelf).await {
        damaged.push(Damage { store: Store::History, key: String::new(), error });
    }
    damaged.append(&mut unread);
    // A later version may have dropped this store.
    let settings = keep.get(Store::Settings, &[Settings::KEY.to_owned()]).await.unwrap_or_default();
    if let Some(bytes) = first(settings) {
        match Settings::open(&bytes) {
            Ok(settings) => {
                for (subject, card) in settings_cards(&settings) {
                    shelf.absorb(&subject, &card);
                }
            }
            Err(error) => damaged.push(Damage { store: Store::Settings, key: Settings::KEY.to_owned(), error }),
        }
    }
    // Acts to come stand behind all that the journal has, also where a clock was ahead when something was taken in.
    last_entry(keep).await.into_iter().for_each(|last| shelf.see(last));
    (shelf, damaged)
}

/// Puts onto the shelf what the journal tells of these stores; nothing to do where there are none. O(journal).
async fn retell<K: Keep>(keep: &K, unread: &[Damage], shelf: &mut Shelf) -> Result<(), KeepError> {
    let mut last = String::new();
    let mut more = !unread.is_empty();
    while more {
        let entries = keep.after(Store::History, &last, AT_A_TIME).await?;
        more = entries.len() == AT_A_TIME as usize;
        for (key, bytes) in entries {
            // One that cannot be read tells nothing; the others do.
            if let Ok(mut event) = EventRecord::open(&key, &bytes) {
                event.touched.retain(|touch| unread.iter().any(|damage| damage.store == place(&touch.subject).0));
                shelf.replay(&event);
            }
            last = key;
        }
    }
    Ok(())
}

/// The time of the journal's last entry.
pub async fn last_entry<K: Keep>(keep: &K) -> Option<Stamp> {
    keep.last(Store::History, 1).await.ok()?.iter().find_map(|(key, _)| Stamp::of_key(key))
}

/// What can be taken back and done again, and the events of it. Events that are gone are left out, and those that cannot be read
/// listed.
pub async fn past<K: Keep>(keep: &K) -> Result<(Past, Vec<Event>, Vec<Damage>), KeepError> {
    let kept = first(keep.get(Store::Meta, &[PastRecord::KEY.to_owned()]).await?);
    let mut damaged = Vec::new();
    let mut note =
        |store: Store, key: &str, error: KeepError| damaged.push(Damage { store, key: key.to_owned(), error });
    let mut past = match kept.map(|bytes| PastRecord::open(&bytes)) {
        Some(Ok(past)) => past,
        Some(Err(error)) => {
            note(Store::Meta, PastRecord::KEY, error);
            Past::default()
        }
        None => Past::default(),
    };
    let stamps: Vec<Stamp> = past.undo.iter().chain(&past.redo).copied().collect();
    let keys: Vec<String> = stamps.iter().chain(past.began.iter().map(|(_, first)| first)).map(|at| at.key()).collect();
    let found = keep.get(Store::History, &keys).await?;
    let found = keys
        .iter()
        .zip(found)
        .map(|(key, bytes)| EventRecord::open(key, &bytes?).map_err(|error| note(Store::History, key, error)).ok());
    let mut found: Vec<Option<Event>> = found.collect();
    let firsts = found.split_off(stamps.len());
    let mut events = Vec::with_capacity(stamps.len());
    for (at, event) in stamps.into_iter().zip(found) {
        let first = past.first(at).and_then(|began| firsts.iter().flatten().find(|first| first.at == began));
        match (event, first) {
            (Some(event), Some(first)) => events.push(event.since(first)),
            (Some(event), None) => events.push(event),
            (None, _) => past.forget(at),
        }
    }
    Ok((past, events, damaged))
}

/// Keeps an event: one transaction merges what it set into what other tabs have kept meanwhile, adds the journal's entry, and
/// notes that it can be taken back.
///
/// A record that cannot be read is moved aside into [`Store::Meta`] and replaced; one of a later format is never replaced, then
/// nothing is written and the error is [`KeepError::Newer`].
pub async fn save<K: Keep>(keep: &K, event: &Event) -> Result<Saved, KeepError> {
    let key = event.at.key();
    let cards = cards(event);
    let mut read: Vec<(Store, String)> = cards.iter().map(|(subject, _)| place(subject)).collect();
    read.push((Store::Meta, PastRecord::KEY.to_owned()));
    // Read for nothing, but only stores that are read from can be written to.
    read.push((Store::History, key.clone()));
    let entry = EventRecord::from(event).encode()?;
    let mut saved = Saved { entry: entry.clone(), first: false };
    let merge = |found: Vec<Option<Vec<u8>>>| {
        let mut found = found.into_iter();
        let mut writes = Vec::with_capacity(cards.len() + 2);
        for ((subject, card), kept) in cards.into_iter().zip(found.by_ref()) {
            merge_kept(&subject, card, kept, &mut writes)?;
        }
        let kept = found.next().flatten();
        saved.first = kept.is_none();
        let mut past = kept.and_then(|bytes| PastRecord::open(&bytes).ok()).unwrap_or_default();
        past.note(event);
        let bytes = PastRecord::encode(&past)?;
        writes.push(Write::Put { store: Store::Meta, key: PastRecord::KEY.to_owned(), bytes });
        writes.push(Write::Put { store: Store::History, key, bytes: entry });
        Ok(writes)
    };
    keep.try_update(&read, merge).await?;
    Ok(saved)
}

/// Keeps all of a shelf, as [`Shelf::whole`] tells it, in a store that has lost it, and then what can be taken back. The whole
/// itself cannot be.
pub async fn save_anew<K: Keep>(keep: &K, whole: &Event, past: &Past, events: &[Event]) -> Result<(), KeepError> {
    save(keep, whole).await?;
    let (key, bytes) = (PastRecord::KEY.to_owned(), PastRecord::encode(past)?);
    let mut writes = vec![Write::Put { store: Store::Meta, key, bytes }];
    for event in events {
        let (key, bytes) = (event.at.key(), EventRecord::from(event).encode()?);
        writes.push(Write::Put { store: Store::History, key, bytes });
    }
    keep.update(&[(Store::History, String::new())], |_| writes).await
}

/// The last entries of the journal before that key, or of all where it is empty, at most `limit`, the newest first; and the key before
/// which there are more, if there are.
///
/// Entries that cannot be read are passed over: the journal tells what happened, the cards are kept apart from it.
pub async fn history<K: Keep>(keep: &K, before: &str, limit: u32) -> Result<(Vec<Event>, Option<String>), KeepError> {
    let mut entries = keep.before(Store::History, before, limit.saturating_add(1)).await?;
    let more = entries.len().saturating_sub(limit as usize);
    entries.drain(..more);
    let earlier = entries.first().filter(|_| more > 0).map(|(key, _)| key.clone());
    let events = entries.iter().rev().filter_map(|(key, bytes)| EventRecord::open(key, bytes).ok()).collect();
    Ok((events, earlier))
}

impl Shelf {
    /// The records of all cards that belong into a store, for where that cannot be read. O(cards).
    pub fn records(&self, store: Store) -> Vec<Record> {
        let record =
            |(subject, card): (Subject, &Card)| Some((place(&subject).1, CardRecord::from(card).encode().ok()?));
        self.cards().filter(|(subject, _)| place(subject).0 == store).filter_map(record).collect()
    }
}

/// What an event set, subject by subject.
fn cards(event: &Event) -> Vec<(Subject, Card)> {
    let mut cards: Vec<(Subject, Card)> = Vec::new();
    for touch in &event.touched {
        match cards.last_mut().filter(|(subject, _)| *subject == touch.subject) {
            Some((_, card)) => _ = card.set(&touch.field, &touch.now),
            None => cards.push((touch.subject.clone(), Card::of(touch.field.clone(), touch.now.clone()))),
        }
    }
    cards
}

fn merge_kept(subject: &Subject, card: Card, kept: Option<Vec<u8>>, writes: &mut Vec<Write>) -> Result<(), KeepError> {
    let (store, key) = place(subject);
    let mut merged = card;
    if let Some(bytes) = kept {
        match CardRecord::open(store, &key, &bytes) {
            Ok((_, kept)) => _ = merged.merge(&kept),
            Err(error @ KeepError::Newer { .. }) => return Err(error),
            Err(_) => writes.push(Write::Put { store: Store::Meta, key: aside_key(store, &key), bytes }),
        }
    }
    let bytes = CardRecord::from(&merged).encode()?;
    writes.push(Write::Put { store, key, bytes });
    Ok(())
}

/// Where in [`Store::Meta`] a damaged record is moved when something has to take its place.
fn aside_key(store: Store, key: &str) -> String {
    format!("damaged/{store}/{key}")
}

/// Settings of the time before they were on the shelf, which anything set since then wins over.
pub(super) fn settings_cards(settings: &Settings) -> [(Subject, Card); 2] {
    let at = Stamp { at: Millis(0), ..Stamp::default() };
    let keys = if settings.keys_on { "on" } else { "off" };
    [("theme", settings.theme.as_str()), ("keys", keys)].map(|(name, value)| {
        let register = Register { value: Value::from(value), at, since: at.at };
        (Subject::Setting(name.into()), Card::of(Field::Is, register))
    })
}

fn first(found: Vec<Option<Vec<u8>>>) -> Option<Vec<u8>> {
    found.into_iter().flatten().next()
}
