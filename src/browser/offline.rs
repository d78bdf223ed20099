//! The installed app: the service worker's next version, and storage that the browser promises to keep.

use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

use super::reach;

/// Calls `offer` once a new version is installed and waits. Nothing changes before [`take_update`].
pub async fn watch_updates(offer: impl Fn() + Clone + 'static) {
    let Some(container) = container() else { return };
    let Ok(ready) = container.ready() else { return };
    let Ok(registration) = JsFuture::from(ready).await.and_then(JsValue::dyn_into::<ServiceWorkerRegistration>) else {
        return;
    };
    if registration.waiting().is_some() {
        offer();
    }
    if let Some(coming) = registration.installing() {
        watch_install(&coming, offer.clone());
    }
    let found = Closure::<dyn FnMut()>::new({
        let registration = registration.clone();
        move || {
            if let Some(coming) = registration.installing() {
                watch_install(&coming, offer.clone());
            }
        }
    });
    registration.set_onupdatefound(Some(found.into_js_value().unchecked_ref()));
}

/// Lets the waiting version take over and reloads the page once it has.
pub async fn take_update() {
    let Some(container) = container() else { return };
    let registration =
        JsFuture::from(container.get_registration()).await.and_then(JsValue::dyn_into::<ServiceWorkerRegistration>);
    let reload = || {
        let _ = web_sys::window().map(|window| window.location().reload());
    };
    // Another tab may have let it take over already.
    let Some(waiting) = registration.ok().and_then(|registration| registration.waiting()) else { return reload() };
    let reload = Closure::once_into_js(reload);
    container.set_oncontrollerchange(Some(reload.unchecked_ref()));
    let message = js_sys::Object::new();
    if js_sys::Reflect::set(&message, &"type".into(), &"skip-waiting".into()).is_ok() {
        let _ = waiting.post_message(&message);
    }
}

/// Asks the browser not to throw the store away when space runs short. `None` where it has no such promise to give.
pub async fn ask_to_persist() -> Option<bool> {
    let promise = web_sys::window()?.navigator().storage().persist().ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}

/// Whether that promise was given.
pub async fn is_persisted() -> Option<bool> {
    let promise = web_sys::window()?.navigator().storage().persisted().ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}

/// Erases the papers that the service worker fetched while no page was open.
pub async fn forget_papers() {
    let Some(caches) = reach::global("caches") else { return };
    let base = web_sys::window().and_then(|window| window.document()?.base_uri().ok().flatten());
    let scope = base.and_then(|base| web_sys::Url::new_with_base(".", &base).ok()).map(|url| url.pathname());
    let name = format!("offprint-papers-{}", scope.unwrap_or_default());
    drop(reach::ask(&caches, "delete", &[name.into()]).await);
}

/// Bytes that the site uses and may use.
pub async fn storage() -> Option<(f64, f64)> {
    let promise = web_sys::window()?.navigator().storage().estimate().ok()?;
    let estimate = JsFuture::from(promise).await.ok()?;
    let number = |name: &str| js_sys::Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some((number("usage")?, number("quota")?))
}

fn watch_install(coming: &ServiceWorker, offer: impl Fn() + 'static) {
    let changed = Closure::<dyn FnMut()>::new({
        let coming = coming.clone();
        move || {
            // Without a controller this is the very first version, which replaces nothing.
            let replaces = container().is_some_and(|container| container.controller().is_some());
            if coming.state() == ServiceWorkerState::Installed && replaces {
                offer();
            }
        }
    });
    coming.set_onstatechange(Some(changed.into_js_value().unchecked_ref()));
}

/// `None` where the browser has no service workers or the page is not served safely.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let has = js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    has.then(|| navigator.service_worker())
}
