//! Notifications, and the number on the icon of the installed app, where the browser has them.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::reach;

/// Whether the reader lets this site show notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// The browser has none.
    Missing,
    /// The reader was not asked yet.
    NotAsked,
    /// No.
    Refused,
    /// Yes.
    Given,
}

/// Whether the reader lets this site show notifications. Asks nobody.
pub fn leave() -> Leave {
    let permission = reach::global("Notification").and_then(|class| reach::get(&class, "permission")?.as_string());
    match permission.as_deref() {
        None => Leave::Missing,
        Some("granted") => Leave::Given,
        Some("denied") => Leave::Refused,
        Some(_) => Leave::NotAsked,
    }
}

/// Has the browser ask the reader. To be called when the reader has clicked, as browsers demand.
pub async fn ask() -> Leave {
    if let Some(class) = reach::global("Notification") {
        let _ = reach::ask(&class, "requestPermission", &[]).await;
    }
    leave()
}

/// Shows a notification in place of the one before. Through the service worker, which phones demand, or else by the page.
pub async fn show(title: &str, body: &str) {
    let options =
        reach::object(&[("body", body.into()), ("tag", "offprint".into()), ("icon", "./icons/icon-192.png".into())]);
    let worker = reach::get(&reach::navigator(), "serviceWorker").unwrap_or_default();
    let registration = reach::ask(&worker, "getRegistration", &[]).await.unwrap_or_default();
    if reach::ask(&registration, "showNotification", &[title.into(), options.clone()]).await.is_err() {
        let class = reach::global("Notification").and_then(|class| class.dyn_into::<Function>().ok());
        class.into_iter().for_each(|class| _ = Reflect::construct(&class, &Array::of2(&title.into(), &options)));
    }
}

/// Whether the browser can put a number on the icon of an installed app.
pub fn can_badge() -> bool {
    reach::get(&reach::navigator(), "setAppBadge").is_some()
}

/// Puts a number on the icon; none for 0.
pub async fn badge(count: u32) {
    let _ = match count {
        0 => reach::ask(&reach::navigator(), "clearAppBadge", &[]).await,
        count => reach::ask(&reach::navigator(), "setAppBadge", &[JsValue::from(count)]).await,
    };
}
