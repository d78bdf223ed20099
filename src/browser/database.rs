//! [`Keep`] over the browser's IndexedDB, in a window or a worker.
//!
//! What this file looks after, so that nobody else has to:
//!
//! * A transaction ends by itself when nothing is pending on it, so inside one only its own requests are awaited.
//! * A transaction that is dropped commits. All writes of an update are therefore issued at once, without a pause in
//!   which the future could be dropped, and one function alone commits or aborts.
//! * A newer version of the page, in another tab, closes this connection. The next call opens it again, once, and then
//!   says what has happened.
//! * Opening waits for as long as another tab stands in the way; here there is a limit.
//! * The browser's errors become a [`KeepError`] in one place.

use std::cell::RefCell;
use std::collections::HashMap;
use std::pin::{Pin, pin};
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::{Either, join, join_all, select};
use js_sys::Uint8Array;
use rexie::{Direction, KeyRange, ObjectStore, Rexie, Transaction, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::fetch::pause;
use crate::search::order::{sort_by, sorted};
use crate::shelf::keep::{Change, Keep, KeepError, Pieces, Record, Store, Write, check, held, piece_key};

/// The version of the database: raised when a store is added to [`Store::ALL`], and for nothing else. What the records
/// look like has a number of its own, in the records.
pub const VERSION: u32 = 3;

/// Records that are better read by one request for all of their store than by one for each.
const MANY: usize = 2_000;

/// How long to wait for other tabs when opening, in milliseconds: longer than a slow disk takes, shorter than patience.
const OPEN_LIMIT: i32 = 10_000;

/// A connection to a database of the browser. A clone shares the connection.
#[derive(Clone)]
pub struct IndexedDb {
    inner: Rc<Inner>,
}

struct Inner {
    name: String,
    connection: RefCell<Rc<Connection>>,
}

impl IndexedDb {
    /// Opens the database, and makes it if there is none.
    ///
    /// Fails with [`KeepError::Unavailable`] where the browser keeps nothing, and with [`KeepError::Blocked`] if another
    /// tab stands in the way for ten seconds. One that a later version has changed opens for reading alone:
    /// [`IndexedDb::read_only`].
    pub async fn open(name: &str) -> Result<IndexedDb, KeepError> {
        IndexedDb::open_within(name, OPEN_LIMIT).await
    }

    /// As [`IndexedDb::open`], with another limit, in milliseconds.
    pub async fn open_within(name: &str, limit: i32) -> Result<IndexedDb, KeepError> {
        let connection = RefCell::new(Rc::new(connect(name, limit).await?));
        Ok(IndexedDb { inner: Rc::new(Inner { name: name.to_owned(), connection }) })
    }

    /// Why nothing can be written, if so: [`KeepError::Newer`].
    pub fn read_only(&self) -> Option<KeepError> {
        self.inner.connection.borrow().newer.clone()
    }

    /// A value of the browser's own, which cannot be had as bytes; nothing if there is none under that key.
    pub async fn value(&self, key: &str) -> Option<JsValue> {
        let store = Store::Meta.name();
        let transaction = self.begin(&[store], TransactionMode::ReadOnly).await.ok()?;
        let value = transaction.store(store).ok()?.get(key.into()).await.ok()?;
        value.filter(|value| value.is_object())
    }

    /// Keeps such a value, or forgets it.
    pub async fn set_value(&self, key: &str, value: Option<&JsValue>) -> Result<(), KeepError> {
        let store = Store::Meta.name();
        let transaction = self.begin(&[store], TransactionMode::ReadWrite).await?;
        let records = transaction.store(store).map_err(explain)?;
        let done = match value {
            Some(value) => records.put(value, Some(&key.into())).await.map(drop),
            None => records.delete(key.into()).await,
        };
        finish(transaction, done.map_err(explain)).await
    }

    /// As [`Keep::update`].
    pub(super) async fn change(&self, read: &[(Store, String)], change: Change<'_>) -> Result<(), KeepError> {
        let held = held(read);
        let stores: Vec<&str> = held.iter().map(|store| store.name()).collect();
        let transaction = self.begin(&stores, TransactionMode::ReadWrite).await?;
        let done = async {
            let writes = change(read_all(&transaction, read).await?);
            write_all(&transaction, &writes, &held).await
        };
        let done = done.await;
        finish(transaction, done).await
    }

    /// Begins a transaction, over a new connection if the old one was closed.
    async fn begin(&self, stores: &[&str], mode: TransactionMode) -> Result<Transaction, KeepError> {
        let held = self.inner.connection.borrow().clone();
        match held.begin(stores, mode) {
            Err(KeepError::Closed) => {}
            result => return result,
        }
        let fresh = Rc::new(connect(&self.inner.name, OPEN_LIMIT).await?);
        self.inner.connection.replace(fresh.clone());
        fresh.begin(stores, mode)
    }
}

impl Keep for IndexedDb {
    fn lasts(&self) -> bool {
        self.read_only().is_none()
    }

    async fn keys(&self, store: Store) -> Result<Vec<String>, KeepError> {
        let transaction = self.begin(&[store.name()], TransactionMode::ReadOnly).await?;
        let keys = transaction.store(store.name()).map_err(explain)?.get_all_keys(None, None).await;
        let keys: Vec<String> = keys.map_err(explain)?.iter().filter_map(JsValue::as_string).collect();
        // IndexedDB orders by UTF-16 units, which differs from bytes in rare characters.
        Ok(sorted(keys))
    }

    async fn get(&self, store: Store, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, KeepError> {
        let transaction = self.begin(&[store.name()], TransactionMode::ReadOnly).await?;
        let names: Vec<_> = keys.iter().map(|key| (store, key.clone())).collect();
        read_all(&transaction, &names).await
    }

    async fn after(&self, store: Store, key: &str, limit: u32) -> Result<Vec<Record>, KeepError> {
        let transaction = self.begin(&[store.name()], TransactionMode::ReadOnly).await?;
        records(&transaction, store, Some(after(&key.into())?), limit).await
    }

    async fn count_after(&self, store: Store, key: &str, limit: u32) -> Result<u32, KeepError> {
        let transaction = self.begin(&[store.name()], TransactionMode::ReadOnly).await?;
        let (records, range) = (transaction.store(store.name()).map_err(explain)?, after(&key.into())?);
        // The database's own count goes through all of them, and who writes has to wait for it.
        Ok(records.get_all_keys(Some(range), Some(limit)).await.map_err(explain)?.len() as u32)
    }

    async fn before(&self, store: Store, key: &str, limit: u32) -> Result<Vec<Record>, KeepError> {
        let transaction = self.begin(&[store.name()], TransactionMode::ReadOnly).await?;
        let end = JsValue::from(key);
        let until = (!key.is_empty()).then(|| KeyRange::upper_bound(&end, Some(true))).transpose().map_err(refused)?;
        // Found by one leap from the end to just before them; a cursor that goes from record to record takes a turn for each.
        let leap = Some(limit).filter(|leap| *leap > 0);
        let held = transaction.store(store.name()).map_err(explain)?;
        let before = held.scan(until.clone(), Some(1), leap, Some(Direction::Prev)).await.map_err(explain)?;
        let range = match before.first() {
            Some((start, _)) if key.is_empty() => Some(after(start)?),
            Some((start, _)) => Some(KeyRange::bound(start, &end, Some(true), Some(true)).map_err(refused)?),
            None => until,
        };
        records(&transaction, store, range, limit).await
    }

    async fn update<F>(&self, read: &[(Store, String)], change: F) -> Result<(), KeepError>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Vec<Write>,
    {
        self.change(read, Box::new(change)).await
    }

    async fn replace(&self, store: Store, pieces: Pieces<'_>) -> Result<(), KeepError> {
        // In the browser's memory, which it gives back; ours never shrinks.
        let mut records = Vec::new();
        pieces(&mut |piece| {
            let key = piece_key(records.len());
            records.push((Uint8Array::from(piece).into(), Some(key.as_str().into())));
        });
        let transaction = self.begin(&[store.name()], TransactionMode::ReadWrite).await?;
        let done = async {
            let held = transaction.store(store.name())?;
            held.clear().await?;
            held.put_all(records.into_iter()).await.map(drop)
        };
        let done = done.await.map_err(explain);
        finish(transaction, done).await
    }

    async fn clear(&self) -> Result<(), KeepError> {
        let transaction = self.begin(&Store::ALL.map(Store::name), TransactionMode::ReadWrite).await?;
        let done = async {
            let transaction = &transaction;
            let requests = Store::ALL.into_iter().map(|store| {
                let clear = async move {
                    let cleared = transaction.store(store.name()).map_err(explain)?.clear().await;
                    cleared.map(|()| None).map_err(explain)
                };
                Box::pin(clear) as Request<'_>
            });
            all(requests).await.map(drop)
        };
        let done = done.await;
        finish(transaction, done).await
    }
}

/// An open connection, closed when dropped: an open one that nobody listens on would keep a newer page from upgrading.
struct Connection {
    database: Option<Rexie>,
    /// Why nothing may be written: the database is that of a later version.
    newer: Option<KeepError>,
}

impl Connection {
    fn new(database: Rexie) -> Connection {
        Connection { database: Some(database), newer: None }
    }

    fn begin(&self, stores: &[&str], mode: TransactionMode) -> Result<Transaction, KeepError> {
        match &self.newer {
            Some(newer) if mode == TransactionMode::ReadWrite => Err(newer.clone()),
            _ => self.database.as_ref().ok_or(KeepError::Closed)?.transaction(stores, mode).map_err(explain),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(database) = self.database.take() {
            database.close();
        }
    }
}

/// Opens a connection within so many milliseconds.
async fn connect(name: &str, limit: i32) -> Result<Connection, KeepError> {
    let mut builder = Rexie::builder(name).version(VERSION);
    for store in Store::ALL {
        builder = builder.add_object_store(ObjectStore::new(store.name()));
    }
    // Opening cannot be called off. It goes on by itself, and what it opens when nobody waits any more is closed.
    let (sender, receiver) = oneshot::channel();
    spawn_local(async move {
        _ = sender.send(builder.build().await.map(Connection::new));
    });
    match select(receiver, pin!(pause(limit))).await {
        Either::Left((Ok(Ok(connection)), _)) => Ok(connection),
        Either::Left((Ok(Err(error)), _)) => despite(name, explain(error)).await,
        Either::Left((Err(_), _)) => Err(KeepError::Other("opening the storage was given up".to_owned())),
        Either::Right(_) => Err(KeepError::Blocked),
    }
}

/// What can be had of a database that did not open: one of a later version can be read. Else why, told more closely.
async fn despite(name: &str, error: KeepError) -> Result<Connection, KeepError> {
    Err(match error {
        KeepError::Newer { known, .. } => {
            // Without a version the database opens as it is, and can be asked for its own.
            let mut connection = Rexie::builder(name).build().await.map(Connection::new).map_err(explain)?;
            let found = connection.database.as_ref().and_then(|database| database.version().ok());
            connection.newer = Some(KeepError::Newer { found: found.unwrap_or_default(), known });
            return Ok(connection);
        }
        // There was no connection yet that could have been closed: private windows of some browsers refuse like this.
        KeepError::Closed => KeepError::Unavailable("it is switched off here".to_owned()),
        KeepError::Other(why) => KeepError::Unavailable(why),
        error => error,
    })
}

/// The first records of a store whose keys are in that range, at most `limit`, ascending by the bytes of their keys.
async fn records(
    transaction: &Transaction,
    store: Store,
    range: Option<KeyRange>,
    limit: u32,
) -> Result<Vec<Record>, KeepError> {
    let records = transaction.store(store.name()).map_err(explain)?;
    // To IndexedDB a limit of 0 is none.
    let limit = Some(limit);
    let (keys, values) = join(records.get_all_keys(range.clone(), limit), records.get_all(range, limit)).await;
    let (keys, values) = (keys.map_err(explain)?, values.map_err(explain)?);
    let named = keys.iter().zip(&values).filter_map(|(key, value)| Some((key.as_string()?, bytes(value))));
    let mut all: Vec<Record> = named.collect();
    sort_by(&mut all, |(one, _), (other, _)| one < other);
    Ok(all)
}

/// The keys after that one.
fn after(key: &JsValue) -> Result<KeyRange, KeepError> {
    KeyRange::lower_bound(key, Some(true)).map_err(refused)
}

fn refused(error: impl ToString) -> KeepError {
    KeepError::Other(error.to_string())
}

/// A request, and the bytes of the record that it is for, if it is for one. Boxed, as the program would have a copy of what awaits them for each
/// kind of them.
type Request<'a> = Pin<Box<dyn Future<Output = Result<Option<Vec<u8>>, KeepError>> + 'a>>;

/// What all the requests give, which are issued before the first is awaited.
async fn all<'a>(requests: impl Iterator<Item = Request<'a>>) -> Result<Vec<Option<Vec<u8>>>, KeepError> {
    join_all(requests.collect::<Vec<_>>()).await.into_iter().collect()
}

/// The records under those names, in their order. All requests are issued before the first is awaited.
async fn read_all(transaction: &Transaction, names: &[(Store, String)]) -> Result<Vec<Option<Vec<u8>>>, KeepError> {
    if let Some((store, _)) = names.get(MANY) {
        return read_many(transaction, *store, names).await;
    }
    let requests = names.iter().map(|(store, key)| {
        let get = async move {
            // An empty key is a key to IndexedDB, under which nothing is ever kept.
            let value = transaction.store(store.name()).map_err(explain)?.get(key.into()).await.map_err(explain)?;
            Ok(value.filter(|value| !value.is_undefined()).map(|value| bytes(&value)))
        };
        Box::pin(get) as Request<'_>
    });
    all(requests).await
}

/// As [`read_all`], for very many names, most of them of that store: of it everything is read, by one request.
async fn read_many(
    transaction: &Transaction,
    store: Store,
    names: &[(Store, String)],
) -> Result<Vec<Option<Vec<u8>>>, KeepError> {
    let all: HashMap<String, Vec<u8>> = records(transaction, store, None, u32::MAX).await?.into_iter().collect();
    let mut found = Vec::with_capacity(names.len());
    for (of, key) in names {
        found.push(match *of == store {
            true => all.get(key).cloned(),
            false => {
                let value = transaction.store(of.name()).map_err(explain)?.get(key.into()).await.map_err(explain)?;
                value.filter(|value| !value.is_undefined()).map(|value| bytes(&value))
            }
        });
    }
    Ok(found)
}

/// Issues all writes before the first is awaited. Of those that follow each other in one store only the last is awaited, as the
/// browser does them in order, and a failure of one ends the transaction.
async fn write_all(transaction: &Transaction, writes: &[Write], held: &[Store]) -> Result<(), KeepError> {
    let is_put = |write: &Write| matches!(write, Write::Put { .. });
    let runs = writes.chunk_by(|one, next| one.store() == next.store() && is_put(one) && is_put(next));
    let requests = runs.map(|run| Box::pin(write_run(transaction, run, held)) as Request<'_>);
    all(requests).await.map(drop)
}

/// One removal, or puts into one store.
async fn write_run(transaction: &Transaction, run: &[Write], held: &[Store]) -> Result<Option<Vec<u8>>, KeepError> {
    run.iter().try_for_each(|write| check(write, held))?;
    let Some(first) = run.first() else { return Ok(None) };
    let records = transaction.store(first.store().name()).map_err(explain)?;
    let done = if let Write::Remove { key, .. } = first {
        records.delete(key.into()).await
    } else {
        let puts = run.iter().filter_map(|write| match write {
            // A copy, as a view into our memory would be torn away when the memory grows.
            Write::Put { key, bytes, .. } => Some((Uint8Array::from(bytes.as_slice()).into(), Some(key.into()))),
            Write::Remove { .. } => None,
        });
        records.put_all(puts).await
    };
    done.map(|()| None).map_err(explain)
}

/// Ends a transaction: commits if all went well, aborts if not. Nothing else in the program does either.
async fn finish(transaction: Transaction, done: Result<(), KeepError>) -> Result<(), KeepError> {
    match done {
        Ok(()) => transaction.commit().await.map_err(explain),
        Err(error) => {
            // Where the browser has aborted by itself this fails, and need not succeed.
            _ = transaction.abort().await;
            Err(error)
        }
    }
}

/// The bytes of a value. What is no byte array has none, which no record format accepts.
fn bytes(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}

/// The browser's error as ours: the one place that knows its names.
///
/// Through rexie the name of the exception shows in the text alone, as "failed to …: NameOfError: what happened".
fn explain(error: rexie::Error) -> KeepError {
    let text = match error {
        rexie::Error::IdbError(error) => error.to_string(),
        // Every request had succeeded. What the browser can still refuse a commit for is the disk.
        rexie::Error::TransactioncommitFailed => return KeepError::Full,
        error => error.to_string(),
    };
    let named = |name: &str| text.split(": ").any(|part| part == name);
    if named("QuotaExceededError") {
        KeepError::Full
    } else if named("InvalidStateError") {
        KeepError::Closed
    } else if named("VersionError") {
        KeepError::Newer { found: 0, known: VERSION }
    } else if named("SecurityError") || text.starts_with("indexed db not found") {
        KeepError::Unavailable(text)
    } else {
        KeepError::Other(text)
    }
}
