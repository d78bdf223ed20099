//! The browser's database does what every `Keep` does, and looks after what only a database has.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod keep_suite;

use futures_util::FutureExt;
use js_sys::{Array, Promise, eval};
use offprint::browser::database::{IndexedDb, VERSION};
use offprint::shelf::keep::{Keep, KeepError, Store, Write};
use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A name that no database has, also if an earlier run was cut off.
fn fresh(name: &str) -> String {
    format!("{name} {} {}", js_sys::Date::now(), js_sys::Math::random())
}

async fn open(name: &str) -> IndexedDb {
    IndexedDb::open(name).await.unwrap()
}

async fn put(keep: &IndexedDb, key: &str) -> Result<(), KeepError> {
    let write = Write::Put { store: Store::Meta, key: key.to_owned(), bytes: vec![1] };
    keep.update(&[], |_| vec![write]).await
}

/// A connection of a version of the page that has one more store.
async fn open_later(name: &str) -> Rexie {
    let mut builder = Rexie::builder(name).version(VERSION + 1).add_object_store(ObjectStore::new("later"));
    for store in Store::ALL {
        builder = builder.add_object_store(ObjectStore::new(store.name()));
    }
    builder.build().await.unwrap()
}

macro_rules! case {
    ($name:ident) => {
        #[wasm_bindgen_test]
        async fn $name() {
            let name = fresh(stringify!($name));
            keep_suite::$name(async || open(&name).await).await;
            Rexie::delete(&name).await.unwrap();
        }
    };
}

every_behaviour!(case);

#[wasm_bindgen_test]
async fn a_value_that_is_not_bytes_reads_as_none_and_hides_nothing() {
    let name = fresh("foreign");
    let keep = open(&name).await;
    put(&keep, "good").await.unwrap();
    let foreign = Rexie::builder(&name).build().await.unwrap();
    let transaction = foreign.transaction(&["meta"], TransactionMode::ReadWrite).unwrap();
    let store = transaction.store("meta").unwrap();
    store.put(&JsValue::from_str("text"), Some(&"bad".into())).await.unwrap();
    store.put(&JsValue::from_str("text"), Some(&Array::of1(&"a".into()))).await.unwrap();
    transaction.commit().await.unwrap();
    let all = keep.all(Store::Meta).await.unwrap();
    assert_eq!(all, [("bad".to_owned(), vec![]), ("good".to_owned(), vec![1])]);
    assert_eq!(keep.keys(Store::Meta).await.unwrap(), ["bad", "good"]);
    assert_eq!(keep.get(Store::Meta, &["bad".into()]).await.unwrap(), [Some(vec![])]);
}

#[wasm_bindgen_test]
async fn a_closed_connection_is_opened_again() {
    let name = fresh("closed");
    let keep = open(&name).await;
    put(&keep, "a").await.unwrap();
    // Deleting tells every connection to close, and then goes through.
    Rexie::delete(&name).await.unwrap();
    put(&keep, "b").await.unwrap();
    assert_eq!(keep.keys(Store::Meta).await.unwrap(), ["b"]);
}

#[wasm_bindgen_test]
async fn a_later_version_in_another_tab_takes_over_and_is_named() {
    let name = fresh("later");
    let keep = open(&name).await;
    put(&keep, "a").await.unwrap();
    let later = open_later(&name).await;
    let newer = KeepError::Newer { found: VERSION + 1, known: VERSION };
    assert_eq!(put(&keep, "b").await, Err(newer.clone()));
    // What is there can be read all the same, over the old connection and over a new one.
    for keep in [keep, open(&name).await] {
        assert_eq!(keep.read_only(), Some(newer.clone()));
        assert!(!keep.lasts());
        assert_eq!(keep.keys(Store::Meta).await.unwrap(), ["a"]);
        assert_eq!(keep.clear().await, Err(newer.clone()));
    }
    // What was kept before is there for the later version.
    let transaction = later.transaction(&["meta"], TransactionMode::ReadOnly).unwrap();
    assert_eq!(transaction.store("meta").unwrap().count(None).await, Ok(1));
}

#[wasm_bindgen_test]
async fn another_tab_in_the_way_is_told_after_a_while_and_not_waited_for() {
    let name = fresh("blocked");
    // A connection that does not listen, and a deletion that waits for it: whoever opens now waits behind both.
    let hold = format!(
        "new Promise(done => {{
            const request = indexedDB.open('{name}');
            request.onsuccess = () => {{
                globalThis.held = request.result;
                indexedDB.deleteDatabase('{name}');
                done();
            }};
        }})"
    );
    JsFuture::from(eval(&hold).unwrap().dyn_into::<Promise>().unwrap()).await.unwrap();
    assert_eq!(IndexedDb::open_within(&name, 200).await.err(), Some(KeepError::Blocked));
    eval("globalThis.held.close()").unwrap();
    put(&open(&name).await, "a").await.unwrap();
    // The connection that came too late was closed, or this would wait for ever.
    Rexie::delete(&name).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_dropped_keep_is_in_nobodys_way() {
    let name = fresh("dropped");
    let keep = open(&name).await;
    let clone = keep.clone();
    drop(keep);
    put(&clone, "a").await.unwrap();
    drop(clone);
    drop(open_later(&name).await);
}

#[wasm_bindgen_test]
async fn an_update_that_is_dropped_writes_all_or_nothing() {
    let name = fresh("cut off");
    let keep = open(&name).await;
    let put = |key: &str| Write::Put { store: Store::Meta, key: key.to_owned(), bytes: vec![1] };
    for polls in 1..6 {
        let writes = (0..50).map(|number| put(&number.to_string())).collect();
        let names = [(Store::Meta, "a".to_owned())];
        let mut update = Box::pin(keep.update(&names, |_| writes));
        for _ in 0..polls {
            if (&mut update).now_or_never().is_some() {
                break;
            }
            JsFuture::from(Promise::resolve(&JsValue::NULL)).await.unwrap();
        }
        drop(update);
        let kept = keep.keys(Store::Meta).await.unwrap().len();
        assert!(kept == 0 || kept == 50, "{kept}");
        keep.clear().await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn without_indexed_db_the_reader_is_told() {
    let hide = "globalThis.shown = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
        Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true })";
    eval(hide).unwrap();
    let refused = IndexedDb::open("none").await.err();
    eval("Object.defineProperty(globalThis, 'indexedDB', globalThis.shown)").unwrap();
    assert!(matches!(refused, Some(KeepError::Unavailable(_))), "{refused:?}");
    drop(open(&fresh("back")).await);
}
