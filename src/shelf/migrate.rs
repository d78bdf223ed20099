//! Records of every format to records of the newest one.
//!
//! Every JSON record carries the number of its format as `v`. Older records are brought up one step at a time by pure
//! functions when they are opened, and are written in the newest format when something next changes them. A file of
//! each format stays in `tests/data/records` and is opened by a test, as long as there are readers who may have one.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::keep::{KeepError, Store};

/// The newest format. Raising it takes a step in [`STEPS`] and samples in `tests/data/records`.
pub const SCHEMA: u32 = 1;

/// The step at position `n` turns a record of format `n + 1` into one of format `n + 2`.
///
/// The length is part of the type: the program does not compile while a step is missing.
const STEPS: [fn(Store, Value) -> Value; SCHEMA as usize - 1] = [];

/// Reads a record of any format up to the newest.
///
/// Fails with [`KeepError::Newer`] on a later format, and with [`KeepError::Corrupt`], naming store and key, on bytes
/// that are no record.
pub fn read<T: DeserializeOwned>(store: Store, key: &str, bytes: &[u8]) -> Result<T, KeepError> {
    let corrupt = |error: serde_json::Error| KeepError::Corrupt(format!("\"{key}\" in {store}: {error}"));
    let Numbered { v: found } = serde_json::from_slice(bytes).map_err(corrupt)?;
    match found {
        SCHEMA => serde_json::from_slice(bytes).map_err(corrupt),
        0 => Err(KeepError::Corrupt(format!("\"{key}\" in {store}: there is no format 0"))),
        newer if newer > SCHEMA => Err(KeepError::Newer { found, known: SCHEMA }),
        older => {
            let record = serde_json::from_slice(bytes).map_err(corrupt)?;
            let steps = STEPS.iter().skip(older as usize - 1);
            serde_json::from_value(steps.fold(record, |record, step| step(store, record))).map_err(corrupt)
        }
    }
}

#[derive(Deserialize)]
struct Numbered {
    v: u32,
}
