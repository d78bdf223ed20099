//! The store that this browser grants: IndexedDB, or memory where it is missing, with a word to the reader.

use super::database::IndexedDb;
use crate::engine::message::Said;
use crate::shelf::keep::{Change, Keep, KeepError, MemoryKeep, Pieces, Store, Write};

/// Name of the database.
pub const NAME: &str = "offprint";

/// One of the two stores.
pub enum AnyKeep {
    /// On disk.
    Database(IndexedDb),
    /// As long as the page lives.
    Memory(MemoryKeep),
}

/// Opens the database, or memory; with the reason if nothing is kept for longer than the page lives.
pub async fn open() -> (AnyKeep, Option<KeepError>) {
    match IndexedDb::open(NAME).await {
        Ok(database) => {
            let read_only = database.read_only();
            (AnyKeep::Database(database), read_only)
        }
        Err(error) => (AnyKeep::Memory(MemoryKeep::default()), Some(error)),
    }
}

/// Opens a store and tells of it if nothing can be kept in it.
pub async fn open_telling(tell: &impl Fn(Said)) -> AnyKeep {
    let (keep, trouble) = open().await;
    if let Some(error) = trouble {
        tell(Said::Trouble(format!("Papers are kept only until this page closes. {error}")));
    }
    keep
}

impl AnyKeep {
    /// The database, where it is one.
    pub fn database(&self) -> Option<&IndexedDb> {
        match self {
            AnyKeep::Database(keep) => Some(keep),
            AnyKeep::Memory(_) => None,
        }
    }

    async fn change(&self, read: &[(Store, String)], change: Change<'_>) -> Result<(), KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.change(read, change).await,
            AnyKeep::Memory(keep) => keep.update(read, change).await,
        }
    }
}

impl Keep for AnyKeep {
    fn lasts(&self) -> bool {
        match self {
            AnyKeep::Database(keep) => keep.lasts(),
            AnyKeep::Memory(keep) => keep.lasts(),
        }
    }

    async fn keys(&self, store: Store) -> Result<Vec<String>, KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.keys(store).await,
            AnyKeep::Memory(keep) => keep.keys(store).await,
        }
    }

    async fn get(&self, store: Store, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.get(store, keys).await,
            AnyKeep::Memory(keep) => keep.get(store, keys).await,
        }
    }

    async fn after(&self, store: Store, key: &str, limit: u32) -> Result<Vec<(String, Vec<u8>)>, KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.after(store, key, limit).await,
            AnyKeep::Memory(keep) => keep.after(store, key, limit).await,
        }
    }

    async fn count_after(&self, store: Store, key: &str, limit: u32) -> Result<u32, KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.count_after(store, key, limit).await,
            AnyKeep::Memory(keep) => keep.count_after(store, key, limit).await,
        }
    }

    async fn before(&self, store: Store, key: &str, limit: u32) -> Result<Vec<(String, Vec<u8>)>, KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.before(store, key, limit).await,
            AnyKeep::Memory(keep) => keep.before(store, key, limit).await,
        }
    }

    async fn update<F>(&self, read: &[(Store, String)], change: F) -> Result<(), KeepError>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Vec<Write>,
    {
        self.change(read, Box::new(change)).await
    }

    async fn replace(&self, store: Store, pieces: Pieces<'_>) -> Result<(), KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.replace(store, pieces).await,
            // What is long enough to come in pieces is kept for the next start, and from here there is no way to that.
            AnyKeep::Memory(_) => Ok(()),
        }
    }

    async fn clear(&self) -> Result<(), KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.clear().await,
            AnyKeep::Memory(keep) => keep.clear().await,
        }
    }
}
