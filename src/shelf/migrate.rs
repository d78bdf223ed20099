//! Records of every format to records of the newest one.
//!
//! Every JSON record carries the number of its format as `v`. Older records are brought up one step at a time by pure
//! functions when they are opened, and are written in the newest format when something next changes them. A file of
//! each format stays in `tests/data/records` and is opened by a test, as long as there are readers who may have one.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::keep::{KeepError, Store};

/// The newest format. Raising it takes a step in [`STEPS`] and samples in `tests/data/records`.
pub const SCHEMA: u32 = 2;

/// How a record of the newest format begins.
const HEAD: [u8; 7] = *b"{\"v\":2,";

const _: () = assert!(HEAD[5] as u32 == '0' as u32 + SCHEMA, "it begins with its number");

/// The step at position `n` turns a record of format `n + 1` into one of format `n + 2`.
///
/// The length is part of the type: the program does not compile while a step is missing.
const STEPS: [fn(Store, Value) -> Value; SCHEMA as usize - 1] = [fields_by_name];

/// Reads a record of any format up to the newest.
///
/// Fails with [`KeepError::Newer`] on a later format, and with [`KeepError::Corrupt`], naming store and key, on bytes
/// that are no record.
pub fn read<T: DeserializeOwned>(store: Store, key: &str, bytes: &[u8]) -> Result<T, KeepError> {
    let bytes = newest(store, key, bytes)?;
    serde_json::from_slice(&bytes).map_err(|error| corrupt(store, key, &error))
}

/// The record in the newest format, as bytes again: one reader for each kind of record is enough.
fn newest<'a>(store: Store, key: &str, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, KeepError> {
    // Looking for the number anywhere reads the record once more; it is where we write it in all but foreign ones.
    if bytes.starts_with(&HEAD) {
        return Ok(Cow::Borrowed(bytes));
    }
    let corrupt = |error: serde_json::Error| corrupt(store, key, &error);
    let Numbered { v: found } = serde_json::from_slice(bytes).map_err(corrupt)?;
    match found {
        SCHEMA => Ok(Cow::Borrowed(bytes)),
        0 => Err(KeepError::Corrupt(format!("\"{key}\" in {store}: there is no format 0"))),
        newer if newer > SCHEMA => Err(KeepError::Newer { found, known: SCHEMA }),
        older => {
            let record = serde_json::from_slice(bytes).map_err(corrupt)?;
            let steps = STEPS.iter().skip(older as usize - 1);
            let record = steps.fold(record, |record, step| step(store, record));
            serde_json::to_vec(&record).map(Cow::Owned).map_err(corrupt)
        }
    }
}

fn corrupt(store: Store, key: &str, error: &serde_json::Error) -> KeepError {
    KeepError::Corrupt(format!("\"{key}\" in {store}: {error}"))
}

/// Format 2: what is set of a paper is a map from field to register, so that there can be any number of fields; journal entries
/// name subject and field, and what stood there before. Times became triples.
fn fields_by_name(store: Store, record: Value) -> Value {
    let of = |part: &Value, name: &str| part.get(name).cloned().unwrap_or_default();
    let set_at = |at: Value, serial: Value| json!([at, serial.as_u64().unwrap_or_default(), 0]);
    match store {
        Store::Marks => {
            let mut set = Map::new();
            for name in ["star", "read", "dismissed", "opened"] {
                let known = of(&record, name);
                let register = match &known {
                    Value::Null => continue,
                    Value::Object(_) => {
                        let at = set_at(of(&known, "at"), Value::Null);
                        json!({ "is": of(&known, "on"), "at": at, "since": of(&known, "since") })
                    }
                    at => json!({ "is": true, "at": set_at(at.clone(), Value::Null) }),
                };
                set.insert(name.to_owned(), register);
            }
            json!({ "v": 2, "set": set })
        }
        Store::History => {
            let touch = |touch: &Value| {
                let subject = format!("paper:{}", of(touch, "paper").as_str().unwrap_or_default());
                let what = of(touch, "what");
                let is = if what == "opened" { Value::Bool(true) } else { of(touch, "on") };
                json!({ "of": subject, "field": what, "is": is, "since": of(touch, "since") })
            };
            let touched: Vec<Value> = of(&record, "touched").as_array().into_iter().flatten().map(touch).collect();
            let at = set_at(of(&record, "at"), of(&record, "serial"));
            json!({ "v": 2, "at": at, "cause": of(&record, "cause"), "touched": touched })
        }
        _ => record,
    }
}

#[derive(Deserialize)]
struct Numbered {
    v: u32,
}
