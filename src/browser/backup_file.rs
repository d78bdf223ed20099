//! The file that the reader has picked for backups, where the browser lets a page write to one (File System Access).

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::{files, reach};

/// The key under which the handle is kept in the store of all sorts.
pub const KEY: &str = "backup-file";

/// A file that the reader has picked.
#[derive(Clone, Debug)]
pub struct BackupFile(pub JsValue);

/// Whether a file can be picked here.
pub fn is_possible() -> bool {
    reach::global("showSaveFilePicker").is_some()
}

/// Lets the reader pick a file; `None` if they think better of it. With `there` it is one that is there, which stays as it is; the
/// browser empties what is picked as a new one before anybody could read it.
pub async fn pick(name: &str, there: bool) -> Option<BackupFile> {
    let window: JsValue = web_sys::window()?.into();
    let id = ("id", JsValue::from("offprint-backup"));
    if there {
        let picked = reach::ask(&window, "showOpenFilePicker", &[reach::object(&[id])]).await.ok()?;
        return picked.dyn_into::<Array>().ok()?.iter().next().map(BackupFile);
    }
    let with = reach::object(&[("suggestedName", name.into()), id]);
    reach::ask(&window, "showSaveFilePicker", &[with]).await.ok().map(BackupFile)
}

impl BackupFile {
    /// Its name.
    pub fn name(&self) -> String {
        reach::get(&self.0, "name").and_then(|name| name.as_string()).unwrap_or_default()
    }

    /// Whether it may be written; with `ask` the browser asks the reader, which it does only while they act.
    pub async fn may_write(&self, ask: bool) -> bool {
        let with = reach::object(&[("mode", "readwrite".into())]);
        let name = if ask { "requestPermission" } else { "queryPermission" };
        let answer = reach::ask(&self.0, name, &[with]).await;
        answer.is_ok_and(|answer| answer == "granted")
    }

    /// What it holds, unpacked; nothing if it is new. The error is a sentence.
    pub async fn read(&self) -> Result<Vec<u8>, String> {
        let file = reach::ask(&self.0, "getFile", &[]).await.map_err(told)?;
        files::bytes(&file.unchecked_into::<File>()).await
    }

    /// Puts these bytes in place of what the file held, packed with gzip if its name says so. The browser writes beside it and
    /// changes the two at the end, so a tab that dies leaves the last backup whole.
    pub async fn write(&self, bytes: &[u8]) -> Result<(), String> {
        let packed = if self.name().ends_with(".gz") { files::through("CompressionStream", bytes).await } else { None };
        let bytes = Uint8Array::from(packed.as_deref().unwrap_or(bytes));
        let written = async {
            let stream = reach::ask(&self.0, "createWritable", &[]).await?;
            if let Err(error) = reach::ask(&stream, "write", &[bytes.into()]).await {
                drop(reach::ask(&stream, "abort", &[]).await);
                return Err(error);
            }
            reach::ask(&stream, "close", &[]).await
        };
        written.await.map(drop).map_err(told)
    }
}

/// What the browser says of an error.
fn told(error: JsValue) -> String {
    reach::get(&error, "message").and_then(|told| told.as_string()).unwrap_or_default()
}
