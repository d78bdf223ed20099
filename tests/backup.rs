//! A backup has all that is kept, comes back as it was, and reads whatever can be read.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use offprint::cite::Keys;
use offprint::feed::{self, FeedHead};
use offprint::paper::{Paper, PaperId};
use offprint::present::acts;
use offprint::shelf::backup::{self, Backup, Held, Opening};
use offprint::shelf::keep::{AT_A_TIME, Keep, KeepError, Pieces, Record, Store, Write};
use offprint::shelf::record::{FeedKind, FeedRecord};
use offprint::shelf::{
    Act, Card, Field, MemoryKeep, Millis, Shelf, Stamp, Subject, ThingId, Value, history, open, save,
};
use pollster::block_on;
use proptest::prelude::*;

fn id(number: u32) -> PaperId {
    PaperId::parse(&format!("2309.{number:05}")).unwrap().0
}

/// A keep in which these acts were done, one a millisecond.
fn kept(by: u32, acts: &[Act]) -> (MemoryKeep, Shelf) {
    let keep = MemoryKeep::default();
    let mut shelf = Shelf::new(by);
    for (now, act) in (1_700_000_000_000..).zip(acts) {
        if let Some(event) = shelf.apply(act, Millis(now)) {
            block_on(save(&keep, &event)).unwrap();
        }
    }
    (keep, shelf)
}

fn sample() -> Vec<Act> {
    vec![
        Act::Star(id(1), true),
        Act::Open(id(2)),
        Act::Tag(id(1), "to read".into(), true),
        Act::Note(id(2), "\"Quoted\" \\ and\nσ".into()),
        Act::Set(Subject::Collection(ThingId(5)), Field::Name, "Thesis".into()),
        Act::Set(Subject::Paper(id(2)), Field::In(ThingId(5)), "i".into()),
        Act::Set(Subject::parse("mute:word:survey"), Field::Is, Value::On),
        Act::Star(id(1), false),
    ]
}

fn written(keep: &MemoryKeep) -> String {
    over(keep, &feed_of(1), Held::default())
}

fn feed_of(number: u32) -> String {
    feed::write(&[Paper::new(id(number), "A \"title\"")], &FeedHead { title: "Papers".into(), home: None })
}

/// What is written over a file that held that.
fn over(keep: &MemoryKeep, papers: &str, held: Held) -> String {
    let (text, errors) = block_on(backup::write(keep, papers, Millis(1_700_000_000_500), held, &|_| Vec::new()));
    assert_eq!(errors, []);
    text
}

/// The shelf that a backup makes of an empty one.
fn restored(backup: &Backup) -> Shelf {
    let mut shelf = Shelf::new(9);
    let cards = backup.cards.iter().map(|(subject, card)| (subject, card));
    if let Some(event) = shelf.merging(cards, Stamp::default(), Millis(1_800_000_000_000)) {
        shelf.replay(&event);
    }
    shelf
}

#[test]
fn everything_is_in_it_and_comes_back() {
    let (keep, shelf) = kept(1, &sample());
    let record = FeedRecord::new(FeedKind::Address, "Feed", Some("https://example.org/a.json".into()), Millis(3));
    let put =
        Write::Put { store: Store::Feeds, key: "https://example.org/a.json".into(), bytes: record.encode().unwrap() };
    block_on(keep.update(&[], |_| vec![put])).unwrap();
    let backup = backup::read(written(&keep).as_bytes()).unwrap();
    assert_eq!(restored(&backup), shelf);
    assert_eq!(backup.made, Millis(1_700_000_000_500));
    assert_eq!(backup.damaged, []);
    assert_eq!(backup.feeds, [("https://example.org/a.json".to_owned(), record)]);
    let mut events: Vec<_> = backup.events.iter().map(|(_, event)| event.clone()).collect();
    events.reverse();
    assert_eq!(events, block_on(history(&keep, "", u32::MAX)).unwrap().0);
    assert!(backup.events.iter().all(|(key, event)| *key == event.at.key()));
    assert_eq!(feed::read(&backup.papers).papers, [Paper::new(id(1), "A \"title\"")]);
}

#[test]
fn records_of_the_first_format_are_in_it_too() {
    let keep = MemoryKeep::default();
    let mark = b"{\"v\":1,\"star\":{\"on\":true,\"at\":5}}".to_vec();
    let settings = b"{\"v\":1,\"theme\":\"dark\",\"keys_on\":true}".to_vec();
    let writes = vec![
        Write::Put { store: Store::Marks, key: id(1).to_string(), bytes: mark },
        Write::Put { store: Store::Settings, key: "settings".into(), bytes: settings },
    ];
    block_on(keep.update(&[], |_| writes)).unwrap();
    let backup = backup::read(written(&keep).as_bytes()).unwrap();
    assert_eq!(restored(&backup), block_on(open(&keep, 9)).0);
    assert!(restored(&backup).get(&id(1)).starred());
    assert_eq!(restored(&backup).setting("theme").text(), Some("dark"));
}

#[test]
fn what_is_damaged_is_kept_apart_and_the_rest_is_whole() {
    let (keep, shelf) = kept(1, &sample());
    let good = written(&keep);
    let damage = |key: &str, bytes: &[u8]| Write::Put { store: Store::Marks, key: key.into(), bytes: bytes.to_vec() };
    let writes = vec![
        damage("2309.00007", b"{not json \xff"),
        damage("2309.00008", b"{\"v\":99}"),
        Write::Put { store: Store::Meta, key: "damaged/marks/2309.00009".into(), bytes: b"{nor this".to_vec() },
        damage("no id", b"{\"v\":2}"),
    ];
    block_on(keep.update(&[], |_| writes)).unwrap();
    let text = written(&keep);
    assert!(text.contains("\"marks/2309.00007\":[123,110,111,116,32,106,115,111,110,32,255]"), "{text}");
    assert!(text.contains("\"marks/2309.00009\":\"{nor this\""), "{text}");
    let backup = backup::read(text.as_bytes()).unwrap();
    assert_eq!(restored(&backup), shelf);
    let keys: Vec<&str> = backup.damaged.iter().map(|damage| damage.key.as_str()).collect();
    assert_eq!(keys, ["2309.00008", "no id"]);
    assert_eq!(restored(&backup::read(good.as_bytes()).unwrap()), shelf);
}

#[test]
fn a_file_keeps_what_it_held_when_another_store_is_written_over_it() {
    let (keep, shelf) = kept(1, &sample());
    let (other, others) = kept(2, &[Act::Star(id(2), true), Act::Note(id(3), "Theirs".into())]);
    let put = Write::Put { store: Store::Feeds, key: "f".into(), bytes: b"{\"v\":2,\"later\":1}".to_vec() };
    let odd = Write::Put { store: Store::Meta, key: "damaged/marks/x".into(), bytes: b"{odd".to_vec() };
    let newer = Write::Put { store: Store::Marks, key: id(1).to_string(), bytes: b"{\"v\":99}".to_vec() };
    block_on(keep.update(&[], |_| vec![put, odd])).unwrap();
    block_on(other.update(&[], |_| vec![newer])).unwrap();
    let held = || Held::read(written(&keep).as_bytes()).unwrap();

    let text = over(&other, &feed_of(2), held());
    let both = backup::read(text.as_bytes()).unwrap();
    let mut joined = shelf.clone();
    others
        .cards()
        .filter(|(subject, _)| *subject != Subject::Paper(id(1)))
        .for_each(|(subject, card)| _ = joined.absorb(&subject, card));
    let mut found = restored(&both);
    // What is here in a later format stays so, and the file's record of it is put aside.
    assert!(
        text.contains(&format!("\"{}\":{{\"v\":99}}", id(1)))
            && text.contains(&format!("\"marks/{}\":{{\"v\":2", id(1))),
        "{text}"
    );
    found.absorb(&Subject::Paper(id(1)), shelf.get(&id(1)));
    assert_eq!(found, joined);
    let histories = [&keep, &other].map(|keep| block_on(history(keep, "", u32::MAX)).unwrap().0.len());
    assert_eq!(both.events.len(), histories.iter().sum::<usize>());
    assert!(text.contains("\"f\":{\"v\":2,\"later\":1}") && text.contains("\"marks/x\":\"{odd\""), "{text}");
    let ids: Vec<PaperId> = feed::read(&both.papers).papers.into_iter().map(|paper| paper.id).collect();
    assert_eq!(ids, [id(2), id(1)]);
    // An empty store takes nothing away, and once more changes nothing.
    let again = over(&MemoryKeep::default(), "", Held::read(text.as_bytes()).unwrap());
    assert_eq!(again.len(), text.len());
    assert_eq!(over(&other, &feed_of(2), Held::read(text.as_bytes()).unwrap()).len(), text.len());
}

#[test]
fn what_was_taken_away_can_be_put_back_in_one_step() {
    let (keep, mut shelf) = kept(1, &sample());
    let backup = backup::read(written(&keep).as_bytes()).unwrap();
    let cards = || backup.cards.iter().map(|(subject, card)| (subject, card));
    let later = [
        Act::Tag(id(1), "to read".into(), false),
        Act::Note(id(2), "New words".into()),
        Act::Set(Subject::Collection(ThingId(5)), Field::Name, Value::Off),
        Act::Star(id(7), true),
    ];
    shelf.apply(&Act::Several(later.to_vec()), Millis(1_700_000_001_000));
    let before = shelf.clone();
    assert_eq!(
        shelf.merging(cards(), Stamp::default(), Millis(1_700_000_002_000)),
        None,
        "joining brings nothing back"
    );
    let event = shelf.putting_back(cards(), Stamp::default(), Millis(1_700_000_002_000)).unwrap();
    shelf.replay(&event);
    assert_eq!(shelf.get(&id(1)).tags().collect::<Vec<_>>(), ["to read"]);
    assert_eq!(shelf.get(&id(2)).note(), "\"Quoted\" \\ and\nσ\n\n---\n\nNew words");
    assert_eq!(shelf.collections().len(), 1);
    assert!(shelf.get(&id(7)).starred() && !shelf.get(&id(1)).starred());
    assert_eq!(shelf.putting_back(cards(), Stamp::default(), Millis(1_700_000_003_000)), None);
    shelf.undo(&event, Millis(1_700_000_004_000));
    let seen = |shelf: &Shelf| (shelf.get(&id(2)).note().to_owned(), shelf.collections().len(), shelf.tags());
    assert_eq!(seen(&shelf), seen(&before));
}

#[test]
fn a_key_that_two_devices_gave_to_two_papers_is_told_and_stays_with_whose_it_was_first() {
    let keyed = |number: u32, key: &str| Act::Set(Subject::Paper(id(number)), Field::Key, Value::from(key));
    let shelf = |by: u32, acts: &[(Act, i64)]| {
        let mut shelf = Shelf::new(by);
        acts.iter().for_each(|(act, at)| _ = shelf.apply(act, Millis(*at)));
        shelf
    };
    let here = shelf(1, &[(keyed(1, "lee2024deep"), 20), (keyed(3, "kim2023one"), 30)]);
    let there = shelf(2, &[(keyed(2, "lee2024deep"), 10), (keyed(3, "kim2023two"), 25)]);
    let cards: Vec<(Subject, Card)> = there.cards().map(|(subject, card)| (subject, card.clone())).collect();
    let pairs = || cards.iter().map(|(subject, card)| (subject, card));
    let now = Millis(1_700_000_000_000);
    let (taken, back) =
        (here.merging(pairs(), Stamp::default(), now), here.putting_back(pairs(), Stamp::default(), now));
    for event in [taken.unwrap(), back.unwrap()] {
        let mut joined = here.clone();
        joined.replay(&event);
        let (before, after) = (Keys::of(&mut here.papers()), Keys::of(&mut joined.papers()));
        let changed = before.changed(&after);
        let lines = acts::rekeyed(&changed, &|paper| if *paper == id(1) { "Deep".to_owned() } else { String::new() });
        assert_eq!(
            lines,
            [
                format!(
                    "“Deep” ({}) will be cited as lee2024deep-{0} and no more as lee2024deep, which is the key of {}: texts that cite it must follow",
                    id(1),
                    id(2)
                ),
                format!(
                    "{} will be cited as kim2023two and no more as kim2023one: texts that cite it must follow",
                    id(3)
                ),
            ]
        );
        // Nor is a key taken back with what brought it, or given anew.
        joined.undo(&event, Millis(now.0 + 1));
        assert_eq!(Keys::of(&mut joined.papers()), after);
        assert_eq!(joined.putting_back(pairs(), Stamp::default(), Millis(now.0 + 2)), None);
    }
}

#[test]
fn acts_come_behind_all_that_the_journal_has_though_a_clock_was_ahead() {
    let (there, _) = kept(2, &sample());
    let (keep, mut shelf) = kept(1, &[Act::Star(id(8), true)]);
    let ahead = Millis(1_800_000_000_000);
    let cards = backup::read(written(&there).as_bytes()).unwrap().cards;
    let merge = shelf.merging_both(&cards, &|_, _| false, Stamp::default(), ahead).0.unwrap();
    assert!(merge.touched.iter().all(|touch| touch.now.at < merge.at), "what it took in is older");
    block_on(save(&keep, &merge)).unwrap();
    // In the same tab, in another that is told, and after a reload the clock is right again.
    let right = Millis(1_700_000_100_000);
    let mut other = Shelf::new(3);
    [&mut shelf, &mut other].into_iter().for_each(|shelf| _ = shelf.replay(&merge));
    for shelf in [shelf, other, block_on(open(&keep, 4)).0] {
        assert!(shelf.trying(&Act::Star(id(9), true), right).unwrap().at.key() > merge.at.key());
    }
    // Who takes the journal along comes behind it too.
    let last = merge.at;
    let fresh = Shelf::new(5);
    let pairs = || cards.iter().map(|(subject, card)| (subject, card));
    for event in [fresh.merging_both(&cards, &|_, _| false, last, right).0, fresh.putting_back(pairs(), last, right)] {
        assert!(event.unwrap().at.key() > last.key());
    }
    assert_eq!(Stamp::of_key(&last.key()), Some(last));
    assert_eq!(["", "0", "1-2-3", "x-000001-00000001"].map(Stamp::of_key), [None; 4]);
}

#[test]
fn what_begins_as_a_backup_is_known_for_one() {
    let (keep, _) = kept(1, &sample());
    let good = written(&keep);
    assert!(backup::is_one(good.as_bytes()) && backup::is_one(&good.as_bytes()[..60]));
    for other in ["", "{}", "offprint-backup 2309.05239", &feed_of(1)] {
        assert!(!backup::is_one(other.as_bytes()), "{other}");
    }
}

#[test]
fn what_was_edited_by_hand_is_read_as_far_as_it_goes() {
    let (keep, _) = kept(1, &sample());
    let good = written(&keep);
    let whole = backup::read(good.as_bytes()).unwrap();
    let made = format!("\"made\":{}", whole.made.0);
    let (head, marks) = (good.find("\"marks\":").unwrap(), good.find(",\n\"things\":").unwrap());
    let twice = format!("{},\n{}{}", &good[..marks], &good[head..marks], &good[marks..]);
    let same = [good.clone() + "'", good.replace("\"version\":1", "\"version\":\"1\""), twice];
    for text in same {
        assert_eq!(backup::read(text.as_bytes()).unwrap(), whole, "{text}");
    }
    let date = backup::read(good.replace(&made, "\"made\":\"2026-07-01\"").as_bytes()).unwrap();
    assert_eq!((date.made, &date.cards), (Millis(0), &whole.cards));
    // What stands in place of records is told, kept in what is written over the file, and the rest is read.
    let text = format!("{}\"marks\":[1,2]{}", &good[..head], &good[marks..]);
    let read = backup::read(text.as_bytes()).unwrap();
    assert_eq!(read.damaged.iter().map(|damage| damage.store).collect::<Vec<_>>(), [Store::Marks]);
    assert_eq!((&read.events, read.fields()), (&whole.events, (0, whole.fields().1)));
    let over = over(&MemoryKeep::default(), "", Held::read(text.as_bytes()).unwrap());
    assert!(over.contains("\"marks\":[1,2]"), "{over}");
}

#[test]
fn a_time_that_nothing_could_be_later_than_is_damage() {
    let (keep, mut shelf) = kept(1, &[Act::Star(id(1), true), Act::Star(id(2), true)]);
    let at = shelf.get(&id(1)).get(&Field::Star).unwrap().at.at.0.to_string();
    for (beyond, good) in [("253402300799999", true), ("253402300800000", false), ("9223372036854775807", false)] {
        let read = backup::read(written(&keep).replace(&at, beyond).as_bytes()).unwrap();
        assert_eq!((read.cards.len(), read.damaged.is_empty()), (1 + usize::from(good), good), "{beyond}");
    }
    // A clock that stands there goes on all the same.
    let mut last = None;
    for on in [true, false, true] {
        let event = shelf.apply(&Act::Star(id(3), on), Millis(i64::MAX)).unwrap();
        assert!(Some(event.at.key()) > last && shelf.get(&id(3)).starred() == on);
        last = Some(event.at.key());
    }
}

#[test]
fn what_is_no_backup_is_refused_with_a_sentence() {
    let (keep, _) = kept(1, &sample());
    let good = written(&keep);
    let cases = [
        (good[..good.len() / 2].to_owned(), "ends too early"),
        (String::new(), "ends too early"),
        ("[1,2]".to_owned(), "no backup"),
        ("{\"version\":1}".to_owned(), "no backup"),
        (good.replace("\"version\":1", "\"version\":2"), "newer"),
        (feed::write(&[], &FeedHead { title: "F".into(), home: None }), "no backup"),
    ];
    for (text, words) in cases {
        let error = backup::read(text.as_bytes()).unwrap_err();
        assert!(error.contains(words) && error.ends_with(['.', '?']), "{error}");
    }
}

fn act() -> impl Strategy<Value = Act> {
    let text = || ".{0,12}".prop_map(|text: String| text.into_boxed_str());
    prop_oneof![
        (1..9_u32, any::<bool>()).prop_map(|(number, on)| Act::Star(id(number), on)),
        (1..9_u32).prop_map(|number| Act::Open(id(number))),
        (1..9_u32, text(), any::<bool>()).prop_map(|(number, tag, on)| Act::Tag(id(number), tag, on)),
        (1..9_u32, text()).prop_map(|(number, note)| Act::Note(id(number), note)),
        (text(), text()).prop_map(|(name, value)| Act::Set(Subject::Setting(name), Field::Is, Value::from(&*value))),
        (0..3_u64, text()).prop_map(|(number, name)| Act::Set(
            Subject::Collection(ThingId(number)),
            Field::Name,
            Value::from(&*name)
        )),
    ]
}

proptest! {
    #[test]
    fn a_round_trip_changes_nothing(acts in proptest::collection::vec(act(), 0..30), part in 1..9_usize) {
        let (keep, shelf) = kept(1, &acts);
        let backup = backup::read(written(&keep).as_bytes()).unwrap();
        // In parts it reads the same.
        let mut opening = Opening::new(written(&keep).as_bytes()).unwrap();
        while opening.go_on(part) {}
        prop_assert_eq!(&opening.done(), &backup);
        prop_assert_eq!(restored(&backup), shelf.clone());
        // Taken in where it was written, it changes nothing.
        let cards = backup.cards.iter().map(|(subject, card)| (subject, card));
        prop_assert_eq!(shelf.merging(cards, Stamp::default(), Millis(1_800_000_000_000)), None);
    }

    #[test]
    fn a_backup_of_another_device_takes_nothing_away(
        mine in proptest::collection::vec(act(), 0..20),
        theirs in proptest::collection::vec(act(), 0..20),
    ) {
        let (_, mut shelf) = kept(1, &mine);
        let (keep, other) = kept(2, &theirs);
        let backup = backup::read(written(&keep).as_bytes()).unwrap();
        let mut joined = shelf.clone();
        other.cards().for_each(|(subject, card)| _ = joined.absorb(&subject, card));
        let cards = backup.cards.iter().map(|(subject, card)| (subject, card));
        if let Some(event) = shelf.merging(cards, Stamp::default(), Millis(1_800_000_000_000)) {
            shelf.replay(&event);
        }
        prop_assert_eq!(shelf, joined);
    }

    #[test]
    fn a_file_can_only_gain(
        mine in proptest::collection::vec(act(), 0..20),
        theirs in proptest::collection::vec(act(), 0..20),
    ) {
        let ((keep, shelf), (other, others)) = (kept(1, &mine), kept(2, &theirs));
        let text = over(&keep, "", Held::read(written(&other).as_bytes()).unwrap());
        let mut joined = shelf;
        others.cards().for_each(|(subject, card)| _ = joined.absorb(&subject, card));
        let both = backup::read(text.as_bytes()).unwrap();
        prop_assert_eq!(restored(&both), joined);
        prop_assert_eq!(both.damaged, []);
        prop_assert_eq!(over(&keep, "", Held::read(text.as_bytes()).unwrap()).len(), text.len());
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        drop(backup::read(&bytes));
    }
}

/// A store of which some parts cannot be read: of each so many records are given, then it fails.
struct Unread<'a> {
    keep: &'a MemoryKeep,
    parts: Vec<(Store, usize)>,
}

impl Unread<'_> {
    fn gives(&self, store: Store, known: usize) -> Result<(), KeepError> {
        let fails = self.parts.iter().any(|(part, after)| *part == store && known >= *after);
        if fails { Err(KeepError::Other(format!("{store} is broken"))) } else { Ok(()) }
    }
}

impl Keep for Unread<'_> {
    async fn keys(&self, store: Store) -> Result<Vec<String>, KeepError> {
        self.gives(store, 0)?;
        self.keep.keys(store).await
    }

    async fn get(&self, store: Store, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, KeepError> {
        self.gives(store, 0)?;
        self.keep.get(store, keys).await
    }

    async fn after(&self, store: Store, key: &str, limit: u32) -> Result<Vec<Record>, KeepError> {
        let before = self.keep.keys(store).await?.iter().filter(|known| known.as_str() <= key).count();
        self.gives(store, before)?;
        self.keep.after(store, key, limit).await
    }

    async fn count_after(&self, store: Store, key: &str, limit: u32) -> Result<u32, KeepError> {
        self.gives(store, 0)?;
        self.keep.count_after(store, key, limit).await
    }

    async fn before(&self, store: Store, key: &str, limit: u32) -> Result<Vec<Record>, KeepError> {
        self.gives(store, 0)?;
        self.keep.before(store, key, limit).await
    }

    async fn update<F>(&self, read: &[(Store, String)], change: F) -> Result<(), KeepError>
    where
        F: FnOnce(Vec<Option<Vec<u8>>>) -> Vec<Write>,
    {
        read.iter().try_for_each(|(store, _)| self.gives(*store, 0))?;
        self.keep.update(read, change).await
    }

    async fn replace(&self, store: Store, pieces: Pieces<'_>) -> Result<(), KeepError> {
        self.keep.replace(store, pieces).await
    }

    async fn clear(&self) -> Result<(), KeepError> {
        self.keep.clear().await
    }
}

#[test]
fn of_a_store_that_cannot_be_read_the_journal_tells_and_a_backup_has_all_that_is_in_memory() {
    let (keep, shelf) = kept(1, &sample());
    let whole = backup::read(written(&keep).as_bytes()).unwrap();
    for parts in [vec![Store::Marks], vec![Store::Things], vec![Store::Things, Store::Marks], vec![Store::History]] {
        let broken = Unread { keep: &keep, parts: parts.iter().map(|store| (*store, 0)).collect() };
        let (opened, damaged) = block_on(open(&broken, 9));
        assert_eq!(opened, shelf, "{parts:?}");
        let stores: Vec<(Store, &str)> = damaged.iter().map(|damage| (damage.store, damage.key.as_str())).collect();
        let told: Vec<(Store, &str)> =
            parts.iter().filter(|part| **part != Store::History).map(|part| (*part, "")).collect();
        assert_eq!(stores, told);
        let memory = |store: Store| if store == Store::History { Vec::new() } else { opened.records(store) };
        let write =
            |held: Held| block_on(backup::write(&broken, &feed_of(1), Millis(1_700_000_000_500), held, &memory));
        let (text, errors) = write(Held::default());
        assert_eq!(errors.len(), parts.len());
        let backup = backup::read(text.as_bytes()).unwrap();
        assert_eq!(backup.cards, whole.cards);
        assert_eq!(backup.events.len(), if parts == [Store::History] { 0 } else { whole.events.len() });
        // Joined to what another device has, of which nothing is lost.
        let (other, _) = kept(2, &[Act::Star(id(1), true), Act::Star(id(8), true)]);
        let (text, _) = write(Held::read(written(&other).as_bytes()).unwrap());
        let both = restored(&backup::read(text.as_bytes()).unwrap());
        let mut by_hand = restored(&whole);
        restored(&backup::read(written(&other).as_bytes()).unwrap()).cards().for_each(|(subject, card)| {
            by_hand.absorb(&subject, card);
        });
        assert_eq!(both, by_hand, "{parts:?}");
    }
    // The journal has what is not to be read, and what is in no journal is read.
    let both = Unread { keep: &keep, parts: vec![(Store::Marks, 0), (Store::History, 0)] };
    let (opened, damaged) = block_on(open(&both, 9));
    assert_eq!((opened.papers().len(), opened.collections().len()), (0, 1));
    assert_eq!(damaged.iter().map(|damage| damage.store).collect::<Vec<_>>(), [Store::History, Store::Marks]);
}

#[test]
fn a_store_that_breaks_off_is_read_as_far_as_it_goes() {
    let many: Vec<Act> = (1..=AT_A_TIME + 10).map(|number| Act::Star(id(number), true)).collect();
    let (keep, mut shelf) = kept(1, &[Act::Several(many)]);
    let parts = vec![(Store::Marks, 1)];
    let broken = Unread { keep: &keep, parts };
    assert_eq!(block_on(open(&broken, 9)).0, shelf);
    // A star that could not be stored stands among those that are read, and behind them.
    shelf.apply(&Act::Star(id(1), false), Millis(1_700_000_001_000));
    shelf.apply(&Act::Star(id(9_000), true), Millis(1_700_000_001_000));
    let mut held = Held::default();
    shelf.records(Store::Marks).into_iter().for_each(|(key, bytes)| held.add(Store::Marks, key, &bytes));
    for (held, owed) in [(held, 1), (Held::default(), 0)] {
        let memory = |store: Store| if store == Store::Marks { shelf.records(store) } else { Vec::new() };
        let (text, errors) = block_on(backup::write(&broken, "", Millis(1), held, &memory));
        assert_eq!(errors.len(), 1);
        let read = restored(&backup::read(text.as_bytes()).unwrap());
        assert_eq!(read.papers().len(), AT_A_TIME as usize + 11);
        assert!(read.get(&id(9_000)).starred() && read.get(&id(1)).starred() == (owed == 0));
    }
}
