//! Files that the reader chooses, drops or takes away.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DragEvent, File, FileList, HtmlAnchorElement, Response, Url};

use super::reach;
use crate::feed::in_utf8;

/// The files of a list.
pub fn of_list(list: Option<FileList>) -> Vec<File> {
    let count = list.as_ref().map_or(0, FileList::length);
    (0..count).filter_map(|at| list.as_ref().and_then(|list| list.get(at))).collect()
}

/// The files of a drop.
pub fn of_drop(event: &DragEvent) -> Vec<File> {
    event.data_transfer().map(|transfer| of_list(transfer.files())).unwrap_or_default()
}

/// How often a file may have been packed: some programs pack what is packed.
const PACKED: usize = 3;

/// The bytes of a file, unpacked if they are packed with gzip, and in UTF-8 if a mark says that they are not; the error is a sentence.
pub async fn bytes(file: &File) -> Result<Vec<u8>, String> {
    let unreadable = || "the browser could not read the file; was it moved or deleted?".to_owned();
    let mut bytes = read(JsFuture::from(file.array_buffer()).await.ok()).ok_or_else(unreadable)?;
    let damaged = || {
        let can = reach::global("DecompressionStream").is_some();
        let able = "the file cannot be unpacked; it is damaged, or was not copied whole";
        let unable =
            "the file is packed with gzip, and this browser cannot unpack it; unpack it with another program first";
        if can { able } else { unable }.to_owned()
    };
    for _ in 0..PACKED {
        if bytes.starts_with(&[0x1f, 0x8b]) {
            bytes = through("DecompressionStream", &bytes).await.ok_or_else(damaged)?;
        }
    }
    Ok(in_utf8(bytes))
}

/// Hands the reader a file of that name, packed with gzip where the browser can and the name ends in `.gz`.
pub async fn save(name: &str, kind: &str, bytes: &[u8]) -> bool {
    let (name, kind, packed) = pack(name, kind, bytes).await;
    hand_over(name, kind, packed.as_deref().unwrap_or(bytes)).is_some()
}

/// Offers other programs a file, packed as [`save`] does, and tells whether one took it: not if the reader thinks better of it. `None`
/// if the browser hands no such file on.
pub async fn share(name: &str, kind: &str, bytes: &[u8]) -> Option<bool> {
    let (name, kind, packed) = pack(name, kind, bytes).await;
    let file = file(name, kind, packed.as_deref().unwrap_or(bytes))?;
    let with = [reach::object(&[("files", Array::of1(&file).into())])];
    match reach::ask(&reach::navigator(), "share", &with).await {
        Ok(_) => Some(true),
        Err(error) => (reach::get(&error, "name")?.as_string()? == "AbortError").then_some(false),
    }
}

/// Whether files can be offered to other programs.
pub fn can_share() -> bool {
    let with = file("a.txt", "text/plain", b"a").map(|file| reach::object(&[("files", Array::of1(&file).into())]));
    with.is_some_and(|with| reach::call(&reach::navigator(), "canShare", &[with]).is_ok_and(|can| can.is_truthy()))
}

/// Whether links can be offered to other programs.
pub fn can_share_links() -> bool {
    reach::get(&reach::navigator(), "share").is_some()
}

/// Offers a link to other programs; whether one took it.
pub async fn share_link(address: &str, title: &str) -> bool {
    let with = [reach::object(&[("url", address.into()), ("title", title.into())])];
    reach::ask(&reach::navigator(), "share", &with).await.is_ok()
}

/// Name, kind and bytes of a file as it is handed over: packed where the browser can and the name ends in `.gz`.
async fn pack<'a>(name: &'a str, kind: &'a str, bytes: &[u8]) -> (&'a str, &'a str, Option<Vec<u8>>) {
    let Some(plain) = name.strip_suffix(".gz") else { return (name, kind, None) };
    match through("CompressionStream", bytes).await {
        Some(packed) => (name, "application/gzip", Some(packed)),
        None => (plain, kind, None),
    }
}

fn file(name: &str, kind: &str, bytes: &[u8]) -> Option<JsValue> {
    let class = reach::global("File")?.dyn_into::<js_sys::Function>().ok()?;
    let with =
        Array::of3(&Array::of1(&Uint8Array::from(bytes)), &name.into(), &reach::object(&[("type", kind.into())]));
    Reflect::construct(&class, &with).ok()
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
pub(super) async fn through(stream: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let class = reach::global(stream)?.dyn_into::<js_sys::Function>().ok()?;
    let pipe = Reflect::construct(&class, &Array::of1(&"gzip".into())).ok()?;
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()?;
    let stream = blob.stream();
    let body = reach::call(&stream, "pipeThrough", &[pipe]).ok()?;
    let response = Response::new_with_opt_readable_stream(Some(body.unchecked_ref())).ok()?;
    read(JsFuture::from(response.array_buffer().ok()?).await.ok())
}

fn read(buffer: Option<JsValue>) -> Option<Vec<u8>> {
    let buffer = buffer?.dyn_into::<js_sys::ArrayBuffer>().ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
