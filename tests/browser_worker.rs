//! The database in a worker: the same suite as in `browser.rs`, where the papers are kept from.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod keep_suite;

use offprint::browser::database::IndexedDb;
use rexie::Rexie;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

macro_rules! case {
    ($name:ident) => {
        #[wasm_bindgen_test]
        async fn $name() {
            let name = format!("{} {} {}", stringify!($name), js_sys::Date::now(), js_sys::Math::random());
            keep_suite::$name(async || IndexedDb::open(&name).await.unwrap()).await;
            Rexie::delete(&name).await.unwrap();
        }
    };
}

every_behaviour!(case);
