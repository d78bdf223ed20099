//! Files that the reader chooses, drops or takes away.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DragEvent, File, FileList, HtmlAnchorElement, Response, Url};

/// The files of a list.
pub fn of_list(list: Option<FileList>) -> Vec<File> {
    let count = list.as_ref().map_or(0, FileList::length);
    (0..count).filter_map(|at| list.as_ref().and_then(|list| list.get(at))).collect()
}

/// The files of a drop.
pub fn of_drop(event: &DragEvent) -> Vec<File> {
    event.data_transfer().map(|transfer| of_list(transfer.files())).unwrap_or_default()
}

/// The bytes of a file, unpacked if they are packed with gzip; the error is a sentence.
pub async fn bytes(file: &File) -> Result<Vec<u8>, String> {
    let unreadable = || "the browser could not read the file; was it moved or deleted?".to_owned();
    let bytes = read(JsFuture::from(file.array_buffer()).await.ok()).ok_or_else(unreadable)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let damaged = || "the file cannot be unpacked; it is damaged, or was not copied whole".to_owned();
    through("DecompressionStream", &bytes).await.ok_or_else(damaged)
}

/// Hands the reader a file of that name, packed with gzip where the browser can and the name ends in `.gz`.
pub async fn save(name: &str, kind: &str, bytes: &[u8]) -> bool {
    let wanted = name.strip_suffix(".gz");
    let packed = if wanted.is_some() { through("CompressionStream", bytes).await } else { None };
    let (name, kind, bytes) = match (&packed, wanted) {
        (Some(packed), _) => (name, "application/gzip", packed.as_slice()),
        (None, Some(plain)) => (plain, kind, bytes),
        (None, None) => (name, kind, bytes),
    };
    hand_over(name, kind, bytes).is_some()
}

fn hand_over(name: &str, kind: &str, bytes: &[u8]) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link = web_sys::window()?.document()?.create_element("a").ok()?.dyn_into::<HtmlAnchorElement>().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The download has taken hold of the bytes by the time that another task runs.
    let free = wasm_bindgen::closure::Closure::once_into_js(move || _ = Url::revoke_object_url(&address));
    _ = web_sys::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(free.unchecked_ref(), 60_000);
    Some(())
}

/// Bytes through a stream of the browser that packs or unpacks; `None` where there is none, or it fails.
async fn through(stream: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let class = Reflect::get(&js_sys::global(), &stream.into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
    let pipe = Reflect::construct(&class, &Array::of1(&"gzip".into())).ok()?;
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()?;
    let stream = blob.stream();
    let through = Reflect::get(&stream, &"pipeThrough".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
    let body = through.call1(&stream, &pipe).ok()?;
    let response = Response::new_with_opt_readable_stream(Some(body.unchecked_ref())).ok()?;
    read(JsFuture::from(response.array_buffer().ok()?).await.ok())
}

fn read(buffer: Option<JsValue>) -> Option<Vec<u8>> {
    let buffer = buffer?.dyn_into::<js_sys::ArrayBuffer>().ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
