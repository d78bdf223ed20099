//! Where bytes are kept: the one trait that stands between Offprint and a database, and its double in memory.
//!
//! A [`Keep`] knows stores, text keys and bytes, nothing of papers or marks. What the bytes mean is the business of
//! [`record`](crate::shelf::record) and [`sheet`](crate::sheet). The browser's database is behind the same trait
//! (`browser::database`, on wasm32 only), and one suite of tests holds both to it.
//!
//! ```
//! use offprint::shelf::keep::{Keep, MemoryKeep, Store, Write};
//!
//! let keep = MemoryKeep::default();
//! let star = Write::Put { store: Store::Marks, key: "2309.05239".into(), bytes: b"...".to_vec() };
//! pollster::block_on(async {
//!     keep.update(&[], |_| vec![star]).await.unwrap();
//!     assert_eq!(keep.keys(Store::Marks).await.unwrap(), ["2309.05239"]);
//! });
//! ```

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

/// A named collection of records. Each has one kind of record and one writing thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Store {
    /// What does not belong to any other store, such as damaged records that were put aside.
    Meta,
    /// Papers, one sheet a day.
    Papers,
    /// The index of their words, in pieces.
    Index,
    /// The reader's marks, one record a paper.
    Marks,
    /// The journal of the reader's acts, only ever added to.
    History,
    /// What the reader made that is no remark on a paper: collections, searches, mutes, settings.
    Things,
    /// The settings as an earlier format kept them.
    Settings,
    /// The feeds that are read.
    Feeds,
}

impl Store {
    /// Every store. A store is only ever added here: the database drops those that are not listed.
    pub const ALL: [Store; 8] = [
        Store::Meta,
        Store::Papers,
        Store::Index,
        Store::Marks,
        Store::Things,
        Store::History,
        Store::Settings,
        Store::Feeds,
    ];

    /// The name that the database knows the store by.
    pub fn name(self) -> &'static str {
        match self {
            Store::Meta => "meta",
            Store::Papers => "papers",
            Store::Index => "index",
            Store::Marks => "marks",
            Store::Things => "things",
            Store::History => "history",
            Store::Settings => "settings",
            Store::Feeds => "feeds",
        }
    }
}

impl fmt::Display for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Records of a large store that are read at a time: what takes some tens of milliseconds.
pub const AT_A_TIME: u32 = 5_000;

/// A record as it is kept: its key and its bytes.
pub type Record = (String, Vec<u8>);

/// One thing that an update does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Keeps the bytes under the key, in place of what was there.
    Put {
        /// Where.
        store: Store,
        /// Under which key; an empty key is refused.
        key: String,
        /// What.
        bytes: Vec<u8>,
    },
    /// Forgets what is under the key; nothing happens if nothing is.
    Remove {
        /// Where.
        store: Store,
        /// Which.
        key: String,
    },
}

impl Write {
    /// The store that is written to.
    pub fn store(&self) -> Store {
        match self {
            Write::Put { store, .. } | Write::Remove { store, .. } => *store,
        }
    }

    /// The key that is written to.
    pub fn key(&self) -> &str {
        match self {
            Write::Put { key, .. } | Write::Remove { key, .. } => key,
        }
    }
}

/// Keeps bytes under text keys.
///
/// Several connections to one database are normal: the page and the worker have one each, and so has every tab. A value
/// that is not bytes, which only foreign code can have put there, reads as no bytes at all; as no record format accepts
/// that, it meets the one path for damaged records instead of hiding the records around it.
// The futures never cross threads: everything here runs on the thread that made it.
#[allow(async_fn_in_trait)]
pub trait Keep {
    /// Whether what is kept outlives the page.
    fn lasts(&self) -> bool {
        true
    }

    /// All keys of a store, ascending by their bytes.
    async fn keys(&self, store: Store) -> Result<Vec<String>, KeepError>;

    /// What is kept under each key, in the order asked for; `None` where nothing is.
    async fn get(&self, store: Store, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, KeepError>;

    /// All records of a store, ascending by the bytes of their keys.
    async fn all(&self, store: Store) -> Result<Vec<Record>, KeepError> {
        self.after(store, "", u32::MAX).await
    }

    /// The first records of a store after that key, at most `limit`, ascending: a large store is read in parts, so that the
    /// page stays responsive. Where the limit is reached, keys of that store are ASCII.
    async fn after(&self, store: Store, key: &str, limit: u32) -> Result<Vec<Record>, KeepError>;

    /// How many records of a store come after that key, counted up to `limit`. Keys of that store are ASCII. O(limit).
    async fn count_after(&self, store: Store, key: &str, limit: u32) -> Result<u32, KeepError>;

    /// The last records of a store before that key, or of all where it is empty, at most `limit`, ascending. Keys of that store are
    /// ASCII. O(limit).
    async fn before(&self, store: Store, key: &str, limit: u32) -> Result<Vec<Record>, KeepError>;

    /// The last records of a store, as [`Keep::before`] gives them.
    async fn last(&self, store: Store, limit: u32) -> Result<Vec<Record>, KeepError> {
        self.before(store, "", limit).await
    }

    /// The only way to write: reads the named records, lets `change` decide, and writes all of it or nothing.
    ///
    /// It is one transaction: no other tab reads or writes in between. `change` is given what [`Keep::get`] would give
    /// for the names in `read`, in their order. The transaction holds the stores that `read` names and [`Store::Meta`],
    /// or every store if `read` is empty; a write to another store is refused, as it could not be part of the same
    /// transaction. If the returned future is dropped, all was written or nothing was.
    async fn update<F>(&self, read: &[(Store, String)], change: F) -> Result<(), KeepError>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Vec<Write>;

    /// As [`Keep::update`], for a change that may think better of it: its error is handed back and nothing is written.
    async fn try_update<F>(&self, read: &[(Store, String)], change: F) -> Result<(), KeepError>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Result<Vec<Write>, KeepError>,
    {
        let mut refused = Ok(());
        let decide = |found| {
            change(found).unwrap_or_else(|error| {
                refused = Err(error);
                Vec::new()
            })
        };
        self.update(read, decide).await?;
        refused
    }

    /// Puts pieces under the keys `1000`, `1001` and so on in place of all that a store has, in one transaction. Each piece may be
    /// let go once it is handed over, so that something long is not in memory twice.
    async fn replace(&self, store: Store, pieces: Pieces<'_>) -> Result<(), KeepError>;

    /// Erases everything in every store, in one transaction.
    async fn clear(&self) -> Result<(), KeepError>;
}

/// What an update does with what it found, when its type does not matter: for keeps that are large, to be compiled once.
pub type Change<'a> = Box<dyn FnOnce(Vec<Option<Vec<u8>>>) -> Vec<Write> + 'a>;

/// Hands pieces over, one after the other; called once.
pub type Pieces<'a> = &'a mut dyn FnMut(&mut dyn FnMut(&[u8]));

/// The key of a piece by its number.
pub fn piece_key(number: usize) -> String {
    (1_000 + number).to_string()
}

/// Why something could not be kept or found. Each shows as a sentence that says what the reader can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepError {
    /// The browser offers no storage here, and why.
    Unavailable(String),
    /// Another tab holds the storage, so that it does not open in time.
    Blocked,
    /// The connection was closed under us and did not open again.
    Closed,
    /// The browser gives this site no more room.
    Full,
    /// What cannot be read, and why.
    Corrupt(String),
    /// The data is of a later format than this program knows.
    Newer {
        /// The format's number in the data; 0 if it could not be found out.
        found: u32,
        /// The highest number that this program knows.
        known: u32,
    },
    /// Anything else, in the words of the browser.
    Other(String),
}

impl KeepError {
    /// Whether nothing more can be kept before the page is loaded again, so that trying again is in vain.
    pub fn is_fatal(&self) -> bool {
        matches!(self, KeepError::Unavailable(_) | KeepError::Blocked | KeepError::Closed | KeepError::Newer { .. })
    }
}

impl fmt::Display for KeepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeepError::Unavailable(why) => write!(
                f,
                "The browser keeps nothing for this site ({why}), so stars last only until the page is closed; \
                 allow site data or leave the private window, then reload."
            ),
            KeepError::Blocked => {
                f.write_str("Another tab holds the storage; close the other tabs of this site, then reload.")
            }
            KeepError::Closed => {
                f.write_str("The storage was closed, perhaps because another tab was updated; reload the page.")
            }
            KeepError::Full => {
                f.write_str("There is no room left for this site; free some disk space, then try again.")
            }
            KeepError::Corrupt(what) => {
                write!(f, "A record cannot be read and is left out, the others are not touched: {what}.")
            }
            KeepError::Newer { found, known } => write!(
                f,
                "The data was written by a newer version of this page (format {found}, while this page knows {known}), so \
                 it is not changed; reload to get the new version."
            ),
            KeepError::Other(what) => {
                write!(f, "The storage failed ({what}); try again, and if that does not help, reload the page.")
            }
        }
    }
}

impl std::error::Error for KeepError {}

/// A [`Keep`] in memory: the double for tests, and the fallback where the browser keeps nothing.
///
/// A clone is one more connection to the same records.
#[derive(Clone, Debug, Default)]
pub struct MemoryKeep {
    inner: Rc<RefCell<Memory>>,
}

#[derive(Debug, Default)]
struct Memory {
    records: BTreeMap<(Store, String), Vec<u8>>,
    /// How many more writes succeed, and how the next one fails.
    failing: Option<(usize, KeepError)>,
}

impl MemoryKeep {
    /// A keep whose next `writes` writes succeed, while every later one fails with that error.
    ///
    /// Each [`Write`] counts, so that an update can be made to fail halfway.
    pub fn failing_after(writes: usize, error: KeepError) -> MemoryKeep {
        let keep = MemoryKeep::default();
        keep.fail_after(writes, error);
        keep
    }

    /// A keep without any room.
    pub fn full() -> MemoryKeep {
        MemoryKeep::failing_after(0, KeepError::Full)
    }

    /// From now on, lets that many writes succeed and every later one fail with that error.
    pub fn fail_after(&self, writes: usize, error: KeepError) {
        self.inner.borrow_mut().failing = Some((writes, error));
    }
}

impl Keep for MemoryKeep {
    fn lasts(&self) -> bool {
        false
    }

    async fn keys(&self, store: Store) -> Result<Vec<String>, KeepError> {
        Ok(self.inner.borrow().of(store).map(|(key, _)| key.clone()).collect())
    }

    async fn get(&self, store: Store, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, KeepError> {
        let memory = self.inner.borrow();
        Ok(keys.iter().map(|key| memory.records.get(&(store, key.clone())).cloned()).collect())
    }

    async fn after(&self, store: Store, key: &str, limit: u32) -> Result<Vec<Record>, KeepError> {
        let memory = self.inner.borrow();
        let after = memory.of(store).filter(|(held, _)| held.as_str() > key).take(limit as usize);
        Ok(after.map(|(key, bytes)| (key.clone(), bytes.clone())).collect())
    }

    async fn count_after(&self, store: Store, key: &str, limit: u32) -> Result<u32, KeepError> {
        let memory = self.inner.borrow();
        Ok(memory.of(store).filter(|(held, _)| held.as_str() > key).take(limit as usize).count() as u32)
    }

    async fn before(&self, store: Store, key: &str, limit: u32) -> Result<Vec<Record>, KeepError> {
        let memory = self.inner.borrow();
        let before = || memory.of(store).take_while(|(held, _)| key.is_empty() || held.as_str() < key);
        let over = before().count().saturating_sub(limit as usize);
        Ok(before().skip(over).map(|(key, bytes)| (key.clone(), bytes.clone())).collect())
    }

    async fn update<F>(&self, read: &[(Store, String)], change: F) -> Result<(), KeepError>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Vec<Write>,
    {
        let found = {
            let memory = self.inner.borrow();
            read.iter().map(|name| memory.records.get(name).cloned()).collect()
        };
        let writes = change(found);
        let held = held(read);
        let mut memory = self.inner.borrow_mut();
        // All or nothing: what must fail is found out before the first record changes.
        for write in &writes {
            check(write, &held)?;
            memory.spend()?;
        }
        for write in writes {
            match write {
                Write::Put { store, key, bytes } => memory.records.insert((store, key), bytes),
                Write::Remove { store, key } => memory.records.remove(&(store, key)),
            };
        }
        Ok(())
    }

    async fn replace(&self, store: Store, pieces: Pieces<'_>) -> Result<(), KeepError> {
        let mut records = Vec::new();
        pieces(&mut |piece| records.push(piece.to_vec()));
        let mut memory = self.inner.borrow_mut();
        memory.spend()?;
        memory.records.retain(|(of, _), _| *of != store);
        memory.records.extend((0..).zip(records).map(|(number, piece)| ((store, piece_key(number)), piece)));
        Ok(())
    }

    async fn clear(&self) -> Result<(), KeepError> {
        let mut memory = self.inner.borrow_mut();
        memory.spend()?;
        memory.records.clear();
        Ok(())
    }
}

impl Memory {
    fn of(&self, store: Store) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        let records = self.records.range((store, String::new())..);
        records.take_while(move |((of, _), _)| *of == store).map(|((_, key), bytes)| (key, bytes))
    }

    fn spend(&mut self) -> Result<(), KeepError> {
        match &mut self.failing {
            Some((0, error)) => Err(error.clone()),
            Some((left, _)) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// The stores that an update holds: those that it reads from, and that where a damaged record can be put aside; or all.
///
/// Not always all, as a star would then wait until papers are written, and reading marks as well.
pub(crate) fn held(read: &[(Store, String)]) -> Vec<Store> {
    match read {
        [] => Store::ALL.to_vec(),
        named => {
            let is_named = |wanted: &Store| named.iter().any(|(store, _)| store == wanted);
            Store::ALL.into_iter().filter(|store| *store == Store::Meta || is_named(store)).collect()
        }
    }
}

/// Whether an update that holds those stores may make that write.
pub(crate) fn check(write: &Write, held: &[Store]) -> Result<(), KeepError> {
    let store = write.store();
    if !held.contains(&store) {
        return Err(KeepError::Other(format!("the update holds other stores than {store}")));
    }
    if write.key().is_empty() {
        return Err(KeepError::Other(format!("a record of {store} has no key")));
    }
    Ok(())
}
