//! Files that the reader chooses or drops.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, FileList};

/// The files of a list.
pub fn of_list(list: Option<FileList>) -> Vec<File> {
    let count = list.as_ref().map_or(0, FileList::length);
    (0..count).filter_map(|at| list.as_ref().and_then(|list| list.get(at))).collect()
}

/// The files of a drop.
pub fn of_drop(event: &DragEvent) -> Vec<File> {
    event.data_transfer().map(|transfer| of_list(transfer.files())).unwrap_or_default()
}

/// The bytes of a file; the error is a sentence.
pub async fn bytes(file: &File) -> Result<Vec<u8>, String> {
    let read = JsFuture::from(file.array_buffer()).await;
    let buffer = read.ok().and_then(|value| value.dyn_into::<js_sys::ArrayBuffer>().ok());
    let array = buffer.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec());
    array.ok_or_else(|| "the browser could not read the file; was it moved or deleted?".to_owned())
}
