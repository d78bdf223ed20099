//! A backup as it stands in its file, record by record, and how it is joined to what is written in its place.

use std::collections::{BTreeMap, HashSet, VecDeque, btree_map};
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Backup, FORMAT, STORES, VERSION};
use crate::shelf::keep::{AT_A_TIME, Keep, KeepError, Record, Store};
use crate::shelf::record::CardRecord;
use crate::shelf::stamp::Millis;
use crate::shelf::stored::Damage;

/// What a backup file holds; nothing, of a file that is new.
#[derive(Default)]
pub struct Held {
    format: String,
    version: i64,
    made: i64,
    stores: BTreeMap<Store, Records>,
    damaged: Records,
    papers: Option<Box<RawValue>>,
    /// Stores that are there but are no records.
    unread: Vec<Store>,
}

type Records = BTreeMap<String, Box<RawValue>>;

/// The members of a file, in its order. One that was edited by hand may have a name twice.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Members, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Members;
            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a backup")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(Visit)
    }
}

/// A backup that is being read, some records at a time: a large one takes longer than a page may stand still.
pub struct Opening {
    backup: Backup,
    left: VecDeque<(Store, btree_map::IntoIter<String, Box<RawValue>>)>,
}

impl Opening {
    /// Begins to read a file; the error is a sentence. O(bytes), but what is in the records is not looked at.
    pub fn new(bytes: &[u8]) -> Result<Opening, String> {
        let mut held = Held::read(bytes)?;
        let papers = held.papers.take().map(|papers| papers.get().as_bytes().to_vec()).unwrap_or_default();
        let no_records = || KeepError::Corrupt("what stands there is no records".to_owned());
        let damage = |store: &Store| Damage { store: *store, key: String::new(), error: no_records() };
        let damaged = held.unread.iter().map(damage).collect();
        let backup = Backup { made: Millis(held.made), papers, damaged, ..Backup::default() };
        let left = STORES.into_iter().map(|store| (store, held.take(store).into_iter())).collect();
        Ok(Opening { backup, left })
    }

    /// Reads the next records, at most so many; whether there are more. Those that cannot be read are listed.
    pub fn go_on(&mut self, records: usize) -> bool {
        for _ in 0..records {
            let Some((store, left)) = self.left.front_mut() else { return false };
            match left.next() {
                Some((key, record)) => {
                    if let Err(error) = self.backup.take(*store, &key, record.get().as_bytes()) {
                        self.backup.damaged.push(Damage { store: *store, key, error });
                    }
                }
                None => _ = self.left.pop_front(),
            }
        }
        true
    }

    /// What was read.
    pub fn done(self) -> Backup {
        self.backup
    }
}

/// The papers of a feed as they stand in it.
#[derive(Deserialize)]
struct Papers<'a> {
    #[serde(borrow, default)]
    items: Vec<&'a RawValue>,
}

impl Held {
    /// Reads a file; the error is a sentence. What stands behind its end is passed over, and a part of it that is something else than
    /// it should be is put aside as damaged, as is what stands there twice and differs.
    pub fn read(bytes: &[u8]) -> Result<Held, String> {
        let members = Members::deserialize(&mut serde_json::Deserializer::from_slice(bytes));
        let Members(members) = members.map_err(|error| {
            if error.is_eof() {
                return "The file ends too early; was it copied whole?".to_owned();
            }
            format!("This is no backup of Offprint ({error}).")
        })?;
        let mut held = Held::default();
        members.into_iter().for_each(|(name, raw)| held.put(&name, raw));
        if held.format != FORMAT {
            return Err("This is no backup of Offprint; papers are opened on the page of feeds.".to_owned());
        }
        if held.version > i64::from(VERSION) {
            let version = held.version;
            return Err(format!(
                "The backup was written by a newer Offprint (version {version}); reload to get the new one."
            ));
        }
        Ok(held)
    }

    fn put(&mut self, name: &str, raw: Box<RawValue>) {
        // A date or a fraction is what somebody else has made of a number.
        let number = || raw.get().trim_matches('"').split('.').next()?.parse().ok();
        match name {
            "format" => self.format = serde_json::from_str(raw.get()).unwrap_or_default(),
            "version" => self.version = number().unwrap_or_default(),
            "made" => self.made = number().unwrap_or_default(),
            "papers" if self.papers.is_none() => self.papers = Some(raw),
            _ => {
                let store = STORES.into_iter().find(|store| store.name() == name);
                match (serde_json::from_str::<Records>(raw.get()), store) {
                    (Ok(records), Some(store)) => {
                        records.into_iter().for_each(|(key, record)| self.put_record(store, key, record));
                    }
                    (Ok(records), None) if name == "damaged" => {
                        records.into_iter().for_each(|(key, record)| self.put_damaged(key, record));
                    }
                    (Err(_), Some(store)) => {
                        self.unread.push(store);
                        self.put_damaged(name.to_owned(), raw);
                    }
                    (_, None) => {}
                }
            }
        }
    }

    /// Holds a record, too, which may not be stored.
    pub fn add(&mut self, store: Store, key: String, bytes: &[u8]) {
        serde_json::from_slice(bytes).into_iter().for_each(|record| self.put_record(store, key.clone(), record));
    }

    /// Adds a record, joined to the one that stands in the same file under the same key.
    fn put_record(&mut self, store: Store, key: String, record: Box<RawValue>) {
        let Some(other) = self.records(store).remove(&key) else {
            self.records(store).insert(key, record);
            return;
        };
        let joined = self.join(store, &key, record.get(), other);
        let joined = joined.and_then(|joined| RawValue::from_string(joined).ok());
        self.records(store).insert(key, joined.unwrap_or(record));
    }

    /// Writes the records of a store, each joined to the one that was held, and then those that only were held, also when the
    /// store cannot be read; then those in `memory`, too. What is no JSON is put aside.
    pub(super) async fn write_store<K: Keep>(
        &mut self,
        text: &mut String,
        keep: &K,
        store: Store,
        memory: &dyn Fn(Store) -> Vec<Record>,
    ) -> Result<(), KeepError> {
        // Both are in the order of their keys.
        let mut others = self.take(store).into_iter().peekable();
        let (mut last, mut comma) = (String::new(), "");
        let mut put = |key: &str, record: &str| {
            text.push_str(&format!("{comma}\n{}:{record}", quoted(key)));
            comma = ",";
        };
        let read = loop {
            let records = match keep.after(store, &last, AT_A_TIME).await {
                Ok(records) => records,
                Err(error) => break Err(error),
            };
            let more = records.len() == AT_A_TIME as usize;
            last = records.last().map(|(key, _)| key.clone()).unwrap_or_default();
            for (key, bytes) in records {
                while let Some((other, record)) = others.next_if(|(other, _)| *other < key) {
                    put(&other, record.get());
                }
                let Ok(record) = serde_json::from_slice::<&RawValue>(&bytes) else {
                    self.put_aside(&format!("{store}/{key}"), &bytes);
                    continue;
                };
                let other = others.next_if(|(other, _)| *other == key);
                let joined = other.and_then(|(_, other)| self.join(store, &key, record.get(), other));
                put(&key, joined.as_deref().unwrap_or(record.get()));
            }
            if !more {
                break Ok(());
            }
        };
        if read.is_err() {
            others.for_each(|(key, record)| self.put_record(store, key, record));
            // Those before it were read.
            let beyond = memory(store).into_iter().filter(|(key, _)| *key > last);
            beyond.for_each(|(key, bytes)| self.add(store, key, &bytes));
            others = self.take(store).into_iter().peekable();
        }
        others.for_each(|(key, record)| put(&key, record.get()));
        read
    }

    /// Writes what is in no store: what is damaged, and the papers.
    pub(super) fn write_end(self, text: &mut String, papers: &str) {
        text.push_str(",\n\"damaged\":{");
        for (at, (key, record)) in self.damaged.iter().enumerate() {
            text.push_str(&format!("{}\n{}:{}", if at == 0 { "" } else { "," }, quoted(key), record.get()));
        }
        text.push('}');
        let held = self.papers.as_ref().map_or("", |papers| papers.get());
        let papers = if papers.is_empty() { held } else { papers.trim_end() };
        if papers.is_empty() {
            return;
        }
        text.push_str(",\n\"papers\":");
        text.push_str(papers);
        let more = papers_beyond(papers, held);
        if let (false, Some(end)) = (more.is_empty(), text.rfind(']')) {
            let comma = if papers_of(papers).is_empty() { "" } else { "," };
            text.insert_str(end, &format!("{comma}\n{}\n", more.join(",\n")));
        }
    }

    /// Puts bytes aside that are no record: as text, or as a list of the bytes where they are no text.
    pub(super) fn put_aside(&mut self, key: &str, bytes: &[u8]) {
        let written = std::str::from_utf8(bytes).map_or_else(|_| serde_json::to_vec(bytes), serde_json::to_vec);
        let raw = written.and_then(|written| serde_json::from_slice(&written));
        raw.into_iter().for_each(|raw| self.put_damaged(key.to_owned(), raw));
    }

    /// The record that stands for both. Of anything but a card that is the one of the store, as it is of two that cannot be
    /// joined; then the other is put aside.
    fn join(&mut self, store: Store, key: &str, ours: &str, other: Box<RawValue>) -> Option<String> {
        if !matches!(store, Store::Marks | Store::Things) || ours == other.get() {
            return None;
        }
        let cards = [ours, other.get()].map(|record| CardRecord::open(store, key, record.as_bytes()));
        if let [Ok((_, mut card)), Ok((_, other))] = cards {
            card.merge(&other).then(|| String::from_utf8(CardRecord::from(&card).encode().ok()?).ok()).flatten()
        } else {
            self.put_damaged(format!("{store}/{key}"), other);
            None
        }
    }

    /// Nothing that was put aside is lost for another under its name.
    fn put_damaged(&mut self, mut key: String, raw: Box<RawValue>) {
        while self.damaged.get(&key).is_some_and(|known| known.get() != raw.get()) {
            key.push('~');
        }
        self.damaged.insert(key, raw);
    }

    fn take(&mut self, store: Store) -> Records {
        std::mem::take(self.records(store))
    }

    fn records(&mut self, store: Store) -> &mut Records {
        self.stores.entry(store).or_default()
    }
}

fn papers_of(feed: &str) -> Vec<&str> {
    let papers = serde_json::from_slice::<Papers<'_>>(feed.as_bytes()).map(|papers| papers.items).unwrap_or_default();
    papers.into_iter().map(RawValue::get).collect()
}

/// The papers of the second feed that are not in the first. A paper that we have written begins with its identifier.
fn papers_beyond<'a>(feed: &str, other: &'a str) -> Vec<&'a str> {
    fn id(paper: &str) -> Option<&str> {
        paper.split('"').nth(3)
    }
    let known: HashSet<Option<&str>> = papers_of(feed).into_iter().map(id).collect();
    papers_of(other).into_iter().filter(|paper| !known.contains(&id(paper))).collect()
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
