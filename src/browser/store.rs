//! The store that this browser grants: IndexedDB, or memory where it is missing, with a word to the reader.

use super::database::IndexedDb;
use crate::engine::message::Said;
use crate::shelf::keep::{Change, Keep, KeepError, MemoryKeep, Store, Write};

/// Name of the database.
pub const NAME: &str = "offprint";

/// One of the two stores.
pub enum AnyKeep {
    /// On disk.
    Database(IndexedDb),
    /// As long as the page lives.
    Memory(MemoryKeep),
}

/// Opens the database, or memory with the reason why.
pub async fn open() -> (AnyKeep, Option<KeepError>) {
    match IndexedDb::open(NAME).await {
        Ok(database) => (AnyKeep::Database(database), None),
        Err(error) => (AnyKeep::Memory(MemoryKeep::default()), Some(error)),
    }
}

/// Opens a store and tells of it if it is only memory.
pub async fn open_telling(tell: &impl Fn(Said)) -> AnyKeep {
    let (keep, trouble) = open().await;
    if let Some(error) = trouble {
        tell(Said::Trouble(format!("Papers are kept only until this page closes. {error}")));
    }
    keep
}

impl AnyKeep {
    async fn change(&self, read: &[(Store, String)], change: Change<'_>) -> Result<(), KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.change(read, change).await,
            AnyKeep::Memory(keep) => keep.update(read, change).await,
        }
    }
}

impl Keep for AnyKeep {
    fn lasts(&self) -> bool {
        matches!(self, AnyKeep::Database(_))
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

    async fn all(&self, store: Store) -> Result<Vec<(String, Vec<u8>)>, KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.all(store).await,
            AnyKeep::Memory(keep) => keep.all(store).await,
        }
    }

    async fn update<F>(&self, read: &[(Store, String)], change: F) -> Result<(), KeepError>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Vec<Write>,
    {
        self.change(read, Box::new(change)).await
    }

    async fn clear(&self) -> Result<(), KeepError> {
        match self {
            AnyKeep::Database(keep) => keep.clear().await,
            AnyKeep::Memory(keep) => keep.clear().await,
        }
    }
}
