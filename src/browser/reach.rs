//! What only some browsers have, asked for by its name: who asks is told that it is missing, and nothing breaks.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What an object has under that name, if anything.
pub fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|found| !found.is_undefined() && !found.is_null())
}

/// What the browser has for all pages under that name.
pub fn global(name: &str) -> Option<JsValue> {
    get(&js_sys::global(), name)
}

/// What the browser has under that name as part of its navigator.
pub fn navigator() -> JsValue {
    global("navigator").unwrap_or_default()
}

/// An object of these entries.
pub fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    entries.iter().for_each(|(name, value)| _ = Reflect::set(&object, &(*name).into(), value));
    object.into()
}

/// Calls a method; fails where there is none.
pub fn call(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let method = get(of, name).and_then(|method| method.dyn_into::<Function>().ok()).ok_or(JsValue::UNDEFINED)?;
    method.apply(of, &with.iter().collect::<Array>())
}

/// Calls a method and waits for what it promises.
pub async fn ask(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let promised = call(of, name, with)?;
    JsFuture::from(Promise::resolve(&promised)).await
}
