//! What every `Keep` does, written once against the trait and run over each implementation.
//!
//! Each behaviour is given a function that opens one more connection to the same store, which at first is empty.
//! `every_behaviour!` names them all, so that no implementation can leave one out.

use futures_util::future::join;
use offprint::paper::PaperId;
use offprint::shelf::keep::{Keep, KeepError, Store, Write};
use offprint::shelf::{
    Act, Cause, Event, Field, Millis, Past, Shelf, Subject, ThingId, Value, history, open as open_shelf, past, save,
    save_anew,
};

/// Hands each behaviour's name to a macro that makes a test of it.
#[macro_export]
macro_rules! every_behaviour {
    ($case:ident) => {
        $case!(an_empty_store_has_nothing);
        $case!(what_is_put_is_found_until_it_is_removed);
        $case!(keys_and_records_come_in_the_order_of_their_keys);
        $case!(stores_are_apart);
        $case!(a_change_sees_what_it_asked_for);
        $case!(a_refused_change_leaves_nothing);
        $case!(a_failing_write_leaves_nothing);
        $case!(a_store_that_is_not_held_is_not_written);
        $case!(a_large_update_is_kept_whole);
        $case!(clearing_erases_every_store);
        $case!(two_connections_see_each_other);
        $case!(interleaved_updates_lose_nothing);
        $case!(a_shelf_comes_back_as_it_was);
        $case!(a_star_in_one_tab_is_there_in_another);
        $case!(star_and_read_from_two_tabs_both_survive);
        $case!(an_act_can_be_undone_after_reloading);
        $case!(what_can_be_taken_back_is_there_after_reloading);
        $case!(all_that_a_reader_makes_comes_back);
        $case!(the_journal_rebuilds_the_shelf);
        $case!(history_is_newest_first_and_limited);
        $case!(the_last_records_are_found_and_counted);
        $case!(a_store_that_was_emptied_is_written_anew);
        $case!(a_damaged_mark_is_reported_and_the_rest_loads);
        $case!(a_damaged_mark_is_put_aside_when_the_paper_is_marked);
        $case!(a_mark_of_a_later_format_is_never_replaced);
    };
}

fn put(store: Store, key: &str, bytes: &[u8]) -> Write {
    Write::Put { store, key: key.to_owned(), bytes: bytes.to_vec() }
}

fn remove(store: Store, key: &str) -> Write {
    Write::Remove { store, key: key.to_owned() }
}

fn id(text: &str) -> PaperId {
    PaperId::parse(text).unwrap().0
}

async fn write<K: Keep>(keep: &K, writes: Vec<Write>) {
    keep.update(&[], |_| writes).await.unwrap();
}

async fn get<K: Keep>(keep: &K, store: Store, key: &str) -> Option<Vec<u8>> {
    keep.get(store, &[key.to_owned()]).await.unwrap().pop().unwrap()
}

async fn act<K: Keep>(keep: &K, shelf: &mut Shelf, act: Act, now: i64) -> Event {
    let event = shelf.apply(&act, Millis(now)).unwrap();
    save(keep, &event).await.unwrap();
    event
}

/// The kept shelf, of which nothing is damaged.
async fn reload<K: Keep>(keep: &K) -> Shelf {
    let (shelf, damaged) = open_shelf(keep, 9).await;
    assert_eq!(damaged, []);
    shelf
}

pub async fn an_empty_store_has_nothing<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    for store in Store::ALL {
        assert_eq!(keep.keys(store).await, Ok(vec![]));
        assert_eq!(keep.all(store).await, Ok(vec![]));
        assert_eq!(keep.get(store, &["a".into(), "b".into()]).await, Ok(vec![None, None]));
        assert_eq!(keep.get(store, &[]).await, Ok(vec![]));
    }
    write(&keep, vec![]).await;
}

pub async fn what_is_put_is_found_until_it_is_removed<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let every_byte: Vec<u8> = (0..=255).collect();
    write(&keep, vec![put(Store::Meta, "a", &every_byte), put(Store::Meta, "b", b"")]).await;
    let names = ["b".to_owned(), "none".to_owned(), "a".to_owned(), "a".to_owned()];
    let found = keep.get(Store::Meta, &names).await.unwrap();
    assert_eq!(found, [Some(vec![]), None, Some(every_byte.clone()), Some(every_byte)]);
    write(&keep, vec![put(Store::Meta, "a", b"new"), remove(Store::Meta, "b"), remove(Store::Meta, "none")]).await;
    assert_eq!(keep.all(Store::Meta).await.unwrap(), [("a".to_owned(), b"new".to_vec())]);
    // The last of two writes to one record counts.
    write(&keep, vec![remove(Store::Meta, "a"), put(Store::Meta, "a", b"1"), put(Store::Meta, "a", b"2")]).await;
    assert_eq!(get(&keep, Store::Meta, "a").await, Some(b"2".to_vec()));
}

pub async fn keys_and_records_come_in_the_order_of_their_keys<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    // In UTF-16 the last two would change places.
    let ordered = ["10", "2", "B", "a", "é", "\u{ff5e}", "\u{1f4c4}"];
    write(&keep, ordered.iter().rev().map(|key| put(Store::Papers, key, key.as_bytes())).collect()).await;
    assert_eq!(keep.keys(Store::Papers).await.unwrap(), ordered);
    let all = keep.all(Store::Papers).await.unwrap();
    assert_eq!(all, ordered.map(|key| (key.to_owned(), key.as_bytes().to_vec())));
}

pub async fn stores_are_apart<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    write(&keep, Store::ALL.iter().map(|store| put(*store, "same", store.name().as_bytes())).collect()).await;
    for store in Store::ALL {
        assert_eq!(keep.keys(store).await.unwrap(), ["same"]);
        assert_eq!(get(&keep, store, "same").await, Some(store.name().as_bytes().to_vec()));
    }
}

pub async fn a_change_sees_what_it_asked_for<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    write(&keep, vec![put(Store::Marks, "a", b"1"), put(Store::Feeds, "a", b"2")]).await;
    let names = [(Store::Feeds, "a".into()), (Store::Marks, "none".into()), (Store::Marks, "a".into())];
    let mut seen = Vec::new();
    let look = |found| {
        seen = found;
        vec![put(Store::Marks, "b", b"3")]
    };
    keep.update(&names, look).await.unwrap();
    assert_eq!(seen, [Some(b"2".to_vec()), None, Some(b"1".to_vec())]);
    assert_eq!(keep.keys(Store::Marks).await.unwrap(), ["a", "b"]);
}

pub async fn a_refused_change_leaves_nothing<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let refused = keep.try_update(&[(Store::Meta, "a".into())], |_| Err(KeepError::Other("no".into()))).await;
    assert_eq!(refused, Err(KeepError::Other("no".into())));
    keep.try_update(&[], |_| Ok(vec![put(Store::Meta, "b", b"")])).await.unwrap();
    assert_eq!(keep.keys(Store::Meta).await.unwrap(), ["b"]);
}

pub async fn a_failing_write_leaves_nothing<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    write(&keep, vec![put(Store::Meta, "a", b"old"), put(Store::Marks, "gone", b"old")]).await;
    let no_key = put(Store::Meta, "", b"");
    let writes = vec![put(Store::Meta, "a", b"new"), remove(Store::Marks, "gone"), no_key, put(Store::Meta, "b", b"")];
    assert!(matches!(keep.update(&[], |_| writes).await, Err(KeepError::Other(_))));
    assert_eq!(keep.all(Store::Meta).await.unwrap(), [("a".to_owned(), b"old".to_vec())]);
    assert_eq!(keep.keys(Store::Marks).await.unwrap(), ["gone"]);
    // And the keep is as good as before.
    write(&keep, vec![put(Store::Meta, "a", b"new")]).await;
    assert_eq!(get(&keep, Store::Meta, "a").await, Some(b"new".to_vec()));
}

pub async fn a_store_that_is_not_held_is_not_written<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let writes = vec![put(Store::Marks, "a", b""), put(Store::History, "a", b"")];
    let refused = keep.update(&[(Store::Marks, "a".into())], |_| writes).await;
    assert!(matches!(refused, Err(KeepError::Other(_))));
    assert_eq!(keep.keys(Store::Marks).await, Ok(vec![]));
    assert_eq!(keep.keys(Store::History).await, Ok(vec![]));
}

pub async fn a_large_update_is_kept_whole<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let names: Vec<_> = (0..500).map(|number| (Store::Papers, format!("{number:03}"))).collect();
    let sheet = |(store, key): &(Store, String)| put(*store, key, &key.repeat(1_000).into_bytes());
    let fill = |found: Vec<Option<Vec<u8>>>| {
        assert_eq!(found, vec![None; 500]);
        names.iter().map(sheet).collect()
    };
    keep.update(&names, fill).await.unwrap();
    let all = keep.all(Store::Papers).await.unwrap();
    assert!(all.iter().zip(&names).all(|((key, bytes), (_, name))| key == name && bytes.len() == 3_000));
    assert_eq!(all.len(), 500);
    let all_again = keep.get(Store::Papers, &keep.keys(Store::Papers).await.unwrap()).await.unwrap();
    assert_eq!(all_again, all.into_iter().map(|(_, bytes)| Some(bytes)).collect::<Vec<_>>());
}

pub async fn clearing_erases_every_store<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    write(&keep, Store::ALL.iter().map(|store| put(*store, "a", b"1")).collect()).await;
    keep.clear().await.unwrap();
    for store in Store::ALL {
        assert_eq!(keep.keys(store).await, Ok(vec![]));
    }
}

pub async fn two_connections_see_each_other<K: Keep>(open: impl AsyncFn() -> K) {
    let (page, worker) = (open().await, open().await);
    write(&page, vec![put(Store::Marks, "a", b"page")]).await;
    assert_eq!(get(&worker, Store::Marks, "a").await, Some(b"page".to_vec()));
    write(&worker, vec![put(Store::Marks, "a", b"worker")]).await;
    assert_eq!(get(&page, Store::Marks, "a").await, Some(b"worker".to_vec()));
}

pub async fn interleaved_updates_lose_nothing<K: Keep>(open: impl AsyncFn() -> K) {
    let (one, other) = (open().await, open().await);
    let count = async |keep: &K, times: usize| {
        for _ in 0..times {
            let add = |found: Vec<Option<Vec<u8>>>| {
                let longer: Vec<u8> = found.into_iter().flatten().flatten().chain([1]).collect();
                vec![put(Store::Meta, "count", &longer)]
            };
            keep.update(&[(Store::Meta, "count".into())], add).await.unwrap();
        }
    };
    join(join(count(&one, 20), count(&one, 20)), count(&other, 20)).await;
    assert_eq!(get(&one, Store::Meta, "count").await.unwrap().len(), 60);
}

pub async fn a_shelf_comes_back_as_it_was<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let mut shelf = Shelf::default();
    act(&keep, &mut shelf, Act::Star(id("2309.05239"), true), 10).await;
    act(&keep, &mut shelf, Act::Open(id("math/0309136")), 20).await;
    let rest = vec![Act::Dismiss(id("2309.05239"), true), Act::Read(id("0704.0001"), true)];
    act(&keep, &mut shelf, Act::Several(rest), 30).await;
    act(&keep, &mut shelf, Act::Dismiss(id("2309.05239"), false), 40).await;
    assert_eq!(reload(&open().await).await, shelf);
    assert_eq!(shelf.papers().len(), 3);
}

pub async fn a_star_in_one_tab_is_there_in_another<K: Keep>(open: impl AsyncFn() -> K) {
    let (one, other) = (open().await, open().await);
    assert!(reload(&other).await.is_empty());
    act(&one, &mut Shelf::default(), Act::Star(id("2309.05239"), true), 10).await;
    let shelf = reload(&other).await;
    assert_eq!(shelf.starred().collect::<Vec<_>>(), [(&id("2309.05239"), Millis(10))]);
}

pub async fn star_and_read_from_two_tabs_both_survive<K: Keep>(open: impl AsyncFn() -> K) {
    let (one, other) = (open().await, open().await);
    let (mut mine, mut theirs) = (Shelf::new(1), Shelf::new(2));
    let star = act(&one, &mut mine, Act::Star(id("2309.05239"), true), 10);
    let read = act(&other, &mut theirs, Act::Read(id("2309.05239"), true), 10);
    join(star, read).await;
    let shelf = reload(&one).await;
    let card = shelf.get(&id("2309.05239"));
    assert!(card.starred() && card.is_read());
    assert_eq!(history(&one, "", 10).await.unwrap().0.len(), 2);
}

pub async fn an_act_can_be_undone_after_reloading<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let (one, two) = (id("2309.05239"), id("2309.05240"));
    let mut shelf = Shelf::default();
    act(&keep, &mut shelf, Act::Star(one.clone(), true), 10).await;
    act(&keep, &mut shelf, Act::Star(two.clone(), true), 20).await;
    let change = act(&keep, &mut shelf, Act::Star(one.clone(), false), 30).await;
    let mut shelf = reload(&keep).await;
    // Meanwhile the paper was read, which undoing the other act must not touch; and the clock was set back.
    act(&keep, &mut shelf, Act::Read(one.clone(), true), 40).await;
    let undone = shelf.undo(&change, Millis(5)).unwrap();
    save(&keep, &undone).await.unwrap();
    let shelf = reload(&keep).await;
    assert!(shelf.get(&one).is_read());
    // The star is back where it stood in the list, below the later one.
    assert_eq!(shelf.starred().collect::<Vec<_>>(), [(&two, Millis(20)), (&one, Millis(10))]);
}

pub async fn what_can_be_taken_back_is_there_after_reloading<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let (one, two) = (id("2309.05239"), id("2309.05240"));
    let mut shelf = Shelf::new(1);
    let first = act(&keep, &mut shelf, Act::Star(one.clone(), true), 10).await;
    act(&keep, &mut shelf, Act::Open(two.clone()), 15).await;
    let second = act(&keep, &mut shelf, Act::Note(two.clone(), "Read *this*.".into()), 20).await;
    let undone = shelf.undo(&second, Millis(30)).unwrap();
    save(&keep, &undone).await.unwrap();
    // An opening is no choice to take back.
    let (known, events, damaged) = past(&keep).await.unwrap();
    assert_eq!((known.undo.as_slice(), known.redo.as_slice()), ([first.at].as_slice(), [second.at].as_slice()));
    assert_eq!((events.as_slice(), damaged.as_slice()), ([first.clone(), second.clone()].as_slice(), [].as_slice()));
    let mut shelf = reload(&open().await).await;
    let again = shelf.redo(&events[1], Millis(40)).unwrap();
    assert_eq!(again.cause, Cause::Redo(second.at));
    save(&keep, &again).await.unwrap();
    assert_eq!(reload(&keep).await.get(&two).note(), "Read *this*.");
    let (known, ..) = past(&keep).await.unwrap();
    assert_eq!((known.undo, known.redo), (vec![first.at, again.at], vec![]));
}

pub async fn all_that_a_reader_makes_comes_back<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let mut shelf = Shelf::new(1);
    let (paper, other) = (id("2309.05239"), id("math/0309136"));
    let list = Subject::Collection(ThingId(7));
    act(&keep, &mut shelf, Act::Tag(paper.clone(), " to  read ".into(), true), 10).await;
    act(&keep, &mut shelf, Act::Note(paper.clone(), "Σ *x*\n\nsecond".into()), 11).await;
    let making = shelf.making(&list, &[(Field::Name, "Thesis")]);
    act(&keep, &mut shelf, making, 12).await;
    let collecting = shelf.collecting(ThingId(7), [&other, &paper]);
    act(&keep, &mut shelf, collecting, 13).await;
    let search = Subject::Search(ThingId(8));
    let made = shelf.making(&search, &[(Field::Name, "Agents"), (Field::Address, "?q=agents")]);
    act(&keep, &mut shelf, made, 14).await;
    act(&keep, &mut shelf, Act::Set(search, Field::Watched, Value::On), 15).await;
    act(&keep, &mut shelf, Act::Set(Subject::parse("mute:word:survey"), Field::Is, Value::On), 16).await;
    act(&keep, &mut shelf, Act::Set(Subject::Setting("theme".into()), Field::Is, "dark".into()), 17).await;
    let loaded = reload(&open().await).await;
    assert_eq!(loaded, shelf);
    assert_eq!(loaded.get(&paper).tags().collect::<Vec<_>>(), ["to read"]);
    assert_eq!(loaded.tags(), [("to read".to_owned(), 1)]);
    assert_eq!(loaded.members(ThingId(7)), [&other, &paper]);
    let collections: Vec<_> = loaded
        .collections()
        .into_iter()
        .map(|one| (one.name, loaded.sizes().into_iter().find(|size| size.0 == one.id).unwrap().1))
        .collect();
    assert_eq!(collections, [("Thesis".to_owned(), 2)]);
    let search = &loaded.searches()[0];
    assert_eq!((search.name.as_str(), search.address.as_str(), search.watched), ("Agents", "?q=agents", true));
    assert_eq!(loaded.mutes().len(), 1);
    assert_eq!(loaded.setting("theme").text(), Some("dark"));
    let events = history(&keep, "", u32::MAX).await.unwrap().0;
    assert_eq!(Shelf::rebuild(&events), shelf);
}

pub async fn the_journal_rebuilds_the_shelf<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let mut shelf = Shelf::default();
    act(&keep, &mut shelf, Act::Open(id("2309.05239")), 10).await;
    let change = act(&keep, &mut shelf, Act::Star(id("2309.05239"), true), 5).await;
    act(&keep, &mut shelf, Act::Dismiss(id("2309.05240"), true), 5).await;
    save(&keep, &shelf.undo(&change, Millis(1)).unwrap()).await.unwrap();
    let events = history(&keep, "", u32::MAX).await.unwrap().0;
    assert_eq!(Shelf::rebuild(&events), shelf);
    assert_eq!(reload(&keep).await, shelf);
}

pub async fn history_is_newest_first_and_limited<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    assert_eq!(history(&keep, "", 5).await, Ok((vec![], None)));
    for (at, tab) in [(9, 1), (1_000, 2), (10, 1), (1_000, 1)] {
        let mut shelf = Shelf::new(tab);
        act(&keep, &mut shelf, Act::Open(id(&format!("2309.{at:05}"))), at).await;
    }
    let found = |events: Vec<Event>| events.iter().map(|event| event.at.at.0).collect::<Vec<_>>();
    assert_eq!(found(history(&keep, "", 5).await.unwrap().0), [1_000, 1_000, 10, 9]);
    assert_eq!(found(history(&keep, "", 3).await.unwrap().0), [1_000, 1_000, 10]);
    // A page at a time to the beginning.
    let (mut all, mut before) = (Vec::new(), Some(String::new()));
    while let Some(key) = before {
        let (part, earlier) = history(&keep, &key, 2).await.unwrap();
        assert!(part.len() == 2 || earlier.is_none());
        all.extend(found(part));
        before = earlier;
    }
    assert_eq!(all, [1_000, 1_000, 10, 9]);
    assert_eq!(history(&keep, "", 0).await, Ok((vec![], None)));
    // What cannot be read is passed over.
    write(&keep, vec![put(Store::History, "000000000000010-000009-0000000a", b"{}")]).await;
    assert_eq!(found(history(&keep, "", 5).await.unwrap().0), [1_000, 1_000, 10, 9]);
}

pub async fn a_damaged_mark_is_reported_and_the_rest_loads<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let mut shelf = Shelf::default();
    act(&keep, &mut shelf, Act::Star(id("2309.05239"), true), 10).await;
    let good = get(&keep, Store::Marks, "2309.05239").await.unwrap();
    let damage = vec![
        put(Store::Marks, "2309.00001", b""),
        put(Store::Marks, "2309.00002", good.split_last().unwrap().1),
        put(Store::Marks, "2309.99999", b"{\"v\":4000000000}"),
        put(Store::Marks, "no id", &good),
    ];
    write(&keep, damage).await;
    let (opened, damaged) = open_shelf(&keep, 9).await;
    assert_eq!(opened, shelf);
    let keys: Vec<&str> = damaged.iter().map(|damage| damage.key.as_str()).collect();
    assert_eq!(keys, ["2309.00001", "2309.00002", "2309.99999", "no id"]);
    assert!(damaged[0].to_string().contains("\"2309.00001\" in marks"));
    assert!(matches!(damaged[2].error, KeepError::Newer { found: 4_000_000_000, .. }));
    // Looking at a damaged record does not change it.
    assert_eq!(get(&keep, Store::Marks, "no id").await, Some(good));
}

pub async fn a_damaged_mark_is_put_aside_when_the_paper_is_marked<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    write(&keep, vec![put(Store::Marks, "2309.00001", b"damaged")]).await;
    let (mut shelf, _) = open_shelf(&keep, 9).await;
    act(&keep, &mut shelf, Act::Star(id("2309.00001"), true), 10).await;
    assert!(reload(&keep).await.get(&id("2309.00001")).starred());
    assert_eq!(get(&keep, Store::Meta, "damaged/marks/2309.00001").await, Some(b"damaged".to_vec()));
}

pub async fn a_mark_of_a_later_format_is_never_replaced<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let later = b"{\"v\":4000000000,\"star\":\"gold\"}";
    write(&keep, vec![put(Store::Marks, "2309.00002", later)]).await;
    let both = vec![Act::Star(id("2309.00001"), true), Act::Star(id("2309.00002"), true)];
    let event = Shelf::default().apply(&Act::Several(both), Millis(10)).unwrap();
    let refused = save(&keep, &event).await;
    assert!(matches!(refused, Err(KeepError::Newer { found: 4_000_000_000, .. })));
    assert_eq!(get(&keep, Store::Marks, "2309.00002").await, Some(later.to_vec()));
    assert_eq!(get(&keep, Store::Marks, "2309.00001").await, None);
    assert_eq!(keep.keys(Store::History).await, Ok(vec![]));
}

pub async fn the_last_records_are_found_and_counted<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    assert_eq!(keep.last(Store::History, 3).await, Ok(vec![]));
    assert_eq!(keep.count_after(Store::History, "", 9).await, Ok(0));
    let keys: Vec<String> = (0..40).map(|number| format!("{number:03}")).collect();
    write(&keep, keys.iter().rev().map(|key| put(Store::History, key, key.as_bytes())).collect()).await;
    write(&keep, vec![put(Store::Meta, "999", b"")]).await;
    for limit in [0, 1, 2, 39, 40, 41, u32::MAX] {
        let over = keys.len().saturating_sub(limit as usize);
        let found: Vec<String> =
            keep.last(Store::History, limit).await.unwrap().into_iter().map(|(key, _)| key).collect();
        assert_eq!(found, &keys[over..], "{limit}");
    }
    for (key, end) in [("000", 0), ("001", 1), ("0205", 21), ("039", 39), ("9", 40)] {
        for limit in [0, 1, 20, 21, 40, u32::MAX] {
            let over = usize::saturating_sub(end, limit as usize);
            let found = keep.before(Store::History, key, limit).await.unwrap();
            assert_eq!(found.into_iter().map(|(key, _)| key).collect::<Vec<_>>(), &keys[over..end], "{key} {limit}");
        }
    }
    for (key, limit, count) in [("", 50, 40), ("", 7, 7), ("000", 50, 39), ("0005", 50, 39), ("039", 50, 0)] {
        assert_eq!(keep.count_after(Store::History, key, limit).await, Ok(count), "{key}");
    }
    let part = keep.after(Store::History, "004", 2).await.unwrap();
    assert_eq!(part, ["005", "006"].map(|key| (key.to_owned(), key.as_bytes().to_vec())));
}

pub async fn a_store_that_was_emptied_is_written_anew<K: Keep>(open: impl AsyncFn() -> K) {
    let keep = open().await;
    let mut shelf = Shelf::new(1);
    let mut events = Vec::new();
    let acts = [Act::Star(id("2309.05239"), true), Act::Tag(id("2401.00001"), "later".into(), true)];
    for (now, wish) in acts.into_iter().enumerate() {
        events.push(act(&keep, &mut shelf, wish, now as i64).await);
    }
    let mut done = Past::default();
    events.iter().for_each(|event| done.note(event));
    keep.clear().await.unwrap();

    let event = shelf.apply(&Act::Star(id("2401.00002"), true), Millis(9)).unwrap();
    done.note(&event);
    assert!(save(&keep, &event).await.unwrap().first);
    events.push(event);
    let whole = shelf.whole(Millis(9)).unwrap();
    save_anew(&keep, &whole, &done, &events).await.unwrap();
    assert_eq!(reload(&keep).await, shelf);
    let journal = history(&keep, "", 10).await.unwrap().0;
    assert_eq!(journal.len(), 4);
    assert_eq!(Shelf::rebuild(&journal), shelf);
    let (kept, known, _) = past(&keep).await.unwrap();
    assert_eq!((kept, known.len()), (done, 3));
    let next = shelf.apply(&Act::Star(id("2401.00003"), true), Millis(9)).unwrap();
    assert!(next.at > whole.at && !save(&keep, &next).await.unwrap().first);
}
