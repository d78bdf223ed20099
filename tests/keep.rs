//! The memory double does what every `Keep` does, and fails on demand.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod keep_suite;

use offprint::paper::PaperId;
use offprint::shelf::keep::{Keep, Store, Write};
use offprint::shelf::{Act, KeepError, MemoryKeep, Millis, Shelf, save};
use pollster::block_on;

macro_rules! case {
    ($name:ident) => {
        #[test]
        fn $name() {
            let keep = MemoryKeep::default();
            block_on(keep_suite::$name(async || keep.clone()));
        }
    };
}

every_behaviour!(case);

#[test]
fn an_update_that_fails_halfway_leaves_nothing() {
    let keep = MemoryKeep::failing_after(3, KeepError::Other("cut off".into()));
    let put = |key: &str| Write::Put { store: Store::Meta, key: key.into(), bytes: vec![1] };
    assert_eq!(block_on(keep.update(&[], |_| vec![put("a"), put("b")])), Ok(()));
    let failed = block_on(keep.update(&[], |_| vec![put("c"), put("d")]));
    assert_eq!(failed, Err(KeepError::Other("cut off".into())));
    assert_eq!(block_on(keep.keys(Store::Meta)), Ok(vec!["a".into(), "b".into()]));
}

#[test]
fn a_full_keep_tells_so_and_the_shelf_of_the_page_is_not_lost() {
    let keep = MemoryKeep::full();
    let (id, _) = PaperId::parse("2309.05239").unwrap();
    let mut shelf = Shelf::default();
    let event = shelf.apply(&Act::Star(id.clone(), true), Millis(1)).unwrap();
    assert_eq!(block_on(save(&keep, &event)), Err(KeepError::Full));
    assert!(shelf.get(&id).starred());
    assert_eq!(block_on(keep.clear()), Err(KeepError::Full));
}

#[test]
fn errors_tell_the_reader_what_to_do() {
    let errors = [
        KeepError::Unavailable("why".into()),
        KeepError::Blocked,
        KeepError::Closed,
        KeepError::Full,
        KeepError::Corrupt("\"a\" in marks".into()),
        KeepError::Newer { found: 2, known: 1 },
        KeepError::Other("why".into()),
    ];
    for error in &errors {
        let text = error.to_string();
        assert!(text.starts_with(char::is_uppercase) && text.ends_with('.'), "{text}");
    }
    let fatal: Vec<bool> = errors.iter().map(KeepError::is_fatal).collect();
    assert_eq!(fatal, [true, true, true, false, false, true, false]);
}
