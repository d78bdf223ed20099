//! One at a time among all tabs of the site, where the browser has locks.

use std::pin::pin;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::reach;

/// A lock that is held until this is dropped.
#[derive(Default)]
pub struct Held {
    free: Option<Function>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.free.take().into_iter().for_each(|free| drop(free.call0(&JsValue::UNDEFINED)));
    }
}

/// Waits until no other tab has the lock of that name, and takes it. Without locks, or where they are refused, nobody waits.
pub async fn lock(name: &str) -> Held {
    let Some(locks) = reach::get(&reach::navigator(), "locks") else { return Held::default() };
    let (grant, granted) = oneshot::channel();
    let taken = Closure::once_into_js(move || {
        let mut held = Held::default();
        // The browser takes the lock to be held until this promise is kept.
        let until = Promise::new(&mut |free, _| held.free = Some(free));
        // If nobody waits any more, the lock is free again at once.
        drop(grant.send(held));
        until
    });
    let with = [name.into(), taken];
    // What is asked for ends when the lock is free again; before that only if it is refused.
    match select(granted, pin!(reach::ask(&locks, "request", &with))).await {
        Either::Left((held, _)) => held.unwrap_or_default(),
        Either::Right(_) => Held::default(),
    }
}
