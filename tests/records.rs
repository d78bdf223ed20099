//! Stored records of every format still open, and bytes that are none are refused with a sentence.
//!
//! The samples in `tests/data/records` stay as they are for good: somewhere there is a reader who has such a record.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use offprint::paper::{Author, Day, Event as PaperEvent, Link, Paper, PaperId, Sample, Track};
use offprint::sheet::{
    SHEET_FORMAT, TRACKS_FORMAT, decode_sheet, decode_tracks, encode_sheet, encode_tracks, sheet_key,
};
use offprint::shelf::keep::Store;
use offprint::shelf::migrate::SCHEMA;
use offprint::shelf::record::{CardRecord, EventRecord, FeedKind, FeedRecord, PastRecord, Settings};
use offprint::shelf::{
    Card, Cause, Event, Field, KeepError, Millis, Past, Register, Stamp, Subject, ThingId, Touch, Value,
};
use proptest::prelude::*;

fn id() -> PaperId {
    PaperId::parse("2309.05239").unwrap().0
}

fn register(value: Value, at: (i64, u32, u32), since: i64) -> Register {
    Register { value, at: Stamp { at: Millis(at.0), count: at.1, by: at.2 }, since: Millis(since) }
}

/// A card as format 1 could tell of it.
fn early_card() -> Card {
    let mut card = Card::default();
    card.set(&Field::Star, &register(Value::On, (1_700_000_000_500, 0, 0), 1_600_000_000_000));
    card.set(&Field::Read, &register(Value::On, (1_700_000_000_001, 0, 0), 1_700_000_000_001));
    card.set(&Field::Dismissed, &register(Value::Off, (1_700_000_000_002, 0, 0), 1_700_000_000_002));
    card.set(&Field::Opened, &register(Value::On, (1_700_000_000_001, 0, 0), 1_700_000_000_001));
    card
}

fn card() -> Card {
    let mut card = early_card();
    let at = (1_700_000_000_600, 3, 77);
    card.set(&Field::Note, &register("Compare with *SwinIR*.\n\n“Quoted”".into(), at, 1_700_000_000_600));
    card.set(&Field::Tag("to read".into()), &register(Value::On, at, 1_700_000_000_500));
    card.set(&Field::Tag("done".into()), &register(Value::Off, at, 1_700_000_000_600));
    card.set(&Field::In(ThingId(0xf00d)), &register("i".into(), at, 1_700_000_000_600));
    card.set(&Field::Key, &register("chen2023hat".into(), at, 1_700_000_000_600));
    card.set(&Field::Other("rating".into()), &register("5".into(), at, 1_700_000_000_600));
    card
}

/// An event as format 1 could tell of it.
fn early_event() -> Event {
    let at = (1_700_000_000_500, 7, 0);
    let old = PaperId::parse("math/0309136").unwrap().0;
    let touch = |paper: PaperId, field, value: Value, since| Touch {
        subject: Subject::Paper(paper),
        field,
        now: register(value, at, since),
        was: None,
    };
    let touched = vec![
        touch(id(), Field::Star, Value::On, 1_600_000_000_000),
        touch(id(), Field::Read, Value::On, 1_700_000_000_500),
        touch(id(), Field::Dismissed, Value::Off, 1_700_000_000_500),
        touch(old, Field::Opened, Value::On, 1_700_000_000_500),
    ];
    Event { at: touched[0].now.at, cause: Cause::Undo(Stamp::default()), touched }
}

fn event() -> Event {
    let mut event = early_event();
    let of = Stamp { at: Millis(1_700_000_000_400), count: 1, by: 77 };
    event.cause = Cause::Redo(of);
    event.at.by = 77;
    event.touched.iter_mut().for_each(|touch| touch.now.at.by = 77);
    event.touched[1].was = Some(register(Value::Off, (1_690_000_000_000, 0, 5), 1_690_000_000_000));
    event.touched.push(Touch {
        subject: Subject::parse("mute:author:Ada: Lovelace"),
        field: Field::Is,
        now: register(Value::On, (1_700_000_000_100, 2, 5), 1_700_000_000_000),
        was: None,
    });
    event
}

fn past() -> Past {
    let at = |millis| Stamp { at: Millis(millis), count: 1, by: 77 };
    Past {
        undo: vec![at(1_700_000_000_500), at(1_700_000_000_600)],
        redo: vec![at(1_700_000_000_700)],
        ..Past::default()
    }
}

fn settings() -> Settings {
    Settings { theme: "dark".into(), keys_on: false }
}

fn feed() -> FeedRecord {
    let address = Some("https://example.org/feed.json".to_owned());
    let mut feed = FeedRecord::new(FeedKind::HuggingFace, "Daily papers", address, Millis(1_700_000_000_000));
    feed.fetched = Some(1_700_000_000_500);
    feed.shards = vec!["2025-07".into()];
    (feed.papers, feed.problems) = (12, 1);
    feed.etag = Some("\"abc\"".into());
    feed.message = Some("The server did not answer.".into());
    feed
}

fn papers() -> Vec<Paper> {
    let mut full = Paper::new(id(), "HAT: Hybrid Attention Transformer");
    full.version = Some(2);
    full.abstract_text = Some("Transformer-based methods…".into());
    full.summary = Some("Better restoration.".into());
    full.authors = vec![
        Author { name: "Rémi Bardenet".into(), affiliations: vec!["Lille".into()] },
        Author::named("Xiangyu Chen"),
    ];
    full.categories = vec!["cs.CV".into()];
    full.days = vec![Day(20_000), Day(20_010)];
    full.published = Some(Day(19_600));
    (full.votes, full.comments, full.stars) = (Some(40), Some(0), Some(1_200));
    full.repository = Link::parse("https://github.com/XPixelGroup/HAT");
    full.project = Link::parse("https://example.org/hat");
    full.organisation = Some("XPixel".into());
    full.submitter = Some("somebody".into());
    full.keywords = vec!["restoration".into()];
    full.thumbnail = Link::parse("https://example.org/hat.png");
    vec![full, Paper::new(PaperId::parse("hep-th/9901001").unwrap().0, "Old")]
}

fn tracks() -> Vec<(PaperId, Track)> {
    let mut track = Track::default();
    track.put(Sample { day: Day(20_000), votes: Some(3), stars: None });
    track.put(Sample { day: Day(20_004), votes: Some(40), stars: Some(1_200) });
    track.note(PaperEvent::Coded, Day(20_004));
    track.note(PaperEvent::Revised, Day(20_005));
    let mut old = Track::default();
    old.note(PaperEvent::Withdrawn, Day(20_006));
    vec![(id(), track), (PaperId::parse("hep-th/9901001").unwrap().0, old)]
}

fn written(tracks: &[(PaperId, Track)]) -> Vec<u8> {
    encode_tracks(tracks.iter().map(|(id, track)| (id, track)))
}

fn sample(name: &str) -> Vec<u8> {
    let path = PathBuf::from("tests/data/records").join(name);
    std::fs::read(&path).unwrap_or_else(|_| panic!("no sample {}", path.display()))
}

/// Every format has its samples, so raising a number without adding them fails here.
#[test]
fn samples_of_every_format_open() {
    for format in 1..=SCHEMA {
        let sample = |name: &str| sample(&format!("v{format}-{name}.json"));
        let early = format == 1;
        let (card, event) = if early { (early_card(), early_event()) } else { (card(), event()) };
        assert_eq!(CardRecord::open(Store::Marks, "2309.05239", &sample("mark")), Ok((Subject::Paper(id()), card)));
        assert_eq!(EventRecord::open("key", &sample("event")), Ok(event));
        assert_eq!(FeedRecord::open("key", &sample("feed")), Ok(feed()));
        if early {
            assert_eq!(Settings::open(&sample("settings")), Ok(settings()));
        } else {
            assert_eq!(PastRecord::open(&sample("past")), Ok(past()));
        }
    }
    for format in 1..=SHEET_FORMAT {
        assert_eq!(decode_sheet(&sample(&format!("sheet-{format}.bin"))), Ok(papers()));
    }
    for format in 1..=TRACKS_FORMAT {
        assert_eq!(decode_tracks(&sample(&format!("tracks-{format}.bin"))), Ok(tracks()));
    }
}

/// The newest records as they are written.
fn newest() -> [(&'static str, Vec<u8>); 4] {
    [
        ("mark", CardRecord::from(&card()).encode().unwrap()),
        ("event", EventRecord::from(&event()).encode().unwrap()),
        ("past", PastRecord::encode(&past()).unwrap()),
        ("feed", feed().encode().unwrap()),
    ]
}

/// What is written today is what the newest samples show: a change of shape without a new number fails here.
#[test]
fn the_newest_samples_are_what_is_written() {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim_end().to_owned();
    for (name, bytes) in newest() {
        assert_eq!(text(bytes), text(sample(&format!("v{SCHEMA}-{name}.json"))));
    }
    assert_eq!(encode_sheet(&papers()), sample(&format!("sheet-{SHEET_FORMAT}.bin")));
    assert_eq!(written(&tracks()), sample(&format!("tracks-{TRACKS_FORMAT}.bin")));
}

/// Writes the samples of a new format: `cargo test --test records -- --ignored`. Those of old formats are left alone.
#[test]
#[ignore = "writes the newest samples"]
fn write_the_newest_samples() {
    let write = |name: String, bytes: Vec<u8>| std::fs::write(PathBuf::from("tests/data/records").join(name), bytes);
    for (name, mut bytes) in newest() {
        bytes.push(b'\n');
        write(format!("v{SCHEMA}-{name}.json"), bytes).unwrap();
    }
    write(format!("sheet-{SHEET_FORMAT}.bin"), encode_sheet(&papers())).unwrap();
    write(format!("tracks-{TRACKS_FORMAT}.bin"), written(&tracks())).unwrap();
}

#[test]
fn a_record_with_only_what_it_must_have_opens() {
    for record in ["{\"v\":1}", "{\"v\":2,\"later\":[1]}"] {
        let opened = CardRecord::open(Store::Marks, "2309.05239", record.as_bytes());
        assert_eq!(opened, Ok((Subject::Paper(id()), Card::default())));
    }
    let settings = Settings { theme: String::new(), keys_on: true };
    assert_eq!(Settings::open(b"{\"v\":1,\"later\":[1]}"), Ok(settings));
    let feed = FeedRecord::open("key", b"{\"v\":1,\"title\":\"T\",\"kind\":\"file\",\"on\":true,\"added\":5}");
    assert_eq!(feed, Ok(FeedRecord::new(FeedKind::File, "T", None, Millis(5))));
}

/// Facts that came into a record later are kept, and need no new format: a page that does not know them passes them over.
#[test]
fn what_a_fetch_brought_is_kept_with_its_feed() {
    let mut told = feed();
    told.days = Some((20_000, 20_010));
    told.news = Some((3, 0));
    told.told = vec![("item 2".into(), "it has no title".into(), "it was set aside".into())];
    assert_eq!(FeedRecord::open("key", &told.encode().unwrap()), Ok(told));
}

#[test]
fn what_is_no_record_is_refused_by_name() {
    let cases: [(&str, &[u8]); 8] = [
        ("2309.05239", b""),
        ("2309.05239", b"null"),
        ("2309.05239", b"{}"),
        ("2309.05239", b"{\"v\":0}"),
        ("2309.05239", b"{\"v\":1,\"star\":true}"),
        ("2309.05239", b"{\"v\":2,\"set\":{\"star\":{\"is\":5,\"at\":[1,0,0]}}}"),
        ("2309.05239v2", b"{\"v\":1}"),
        ("", b"{\"v\":1}"),
    ];
    for (key, bytes) in cases {
        let Err(KeepError::Corrupt(what)) = CardRecord::open(Store::Marks, key, bytes) else { panic!("{key}: opened") };
        assert!(what.starts_with(&format!("\"{key}\" in marks")), "{what}");
    }
    let newer = KeepError::Newer { found: SCHEMA + 1, known: SCHEMA };
    assert_eq!(CardRecord::open(Store::Things, "x", format!("{{\"v\":{}}}", SCHEMA + 1).as_bytes()), Err(newer));
    let touch =
        b"{\"v\":1,\"at\":1,\"serial\":0,\"cause\":\"act\",\"touched\":[{\"paper\":\"2309.05239\",\"what\":\"star\"}]}";
    assert!(matches!(EventRecord::open("key", touch), Err(KeepError::Corrupt(_))));
}

#[test]
fn a_sheet_is_of_the_first_day() {
    let papers = papers();
    assert_eq!(sheet_key(&papers[0]), "2024-10-04");
    assert_eq!(sheet_key(&papers[1]), "undated");
}

#[test]
fn what_is_no_sheet_is_refused() {
    let good = encode_sheet(&papers());
    let corrupt = |bytes: &[u8]| assert!(matches!(decode_sheet(bytes), Err(KeepError::Corrupt(_))), "{bytes:?}");
    (0..good.len()).for_each(|end| corrupt(&good[..end]));
    corrupt(&[&good[..], b"x"].concat());
    corrupt(&[&[0][..], &good[1..]].concat());
    let newer = [&[SHEET_FORMAT + 1][..], &good[1..]].concat();
    let known = u32::from(SHEET_FORMAT);
    assert_eq!(decode_sheet(&newer), Err(KeepError::Newer { found: known + 1, known }));
    assert_eq!(decode_sheet(&encode_sheet([])), Ok(vec![]));
}

#[test]
fn what_is_no_record_of_tracks_is_refused() {
    let good = written(&tracks());
    let corrupt = |bytes: &[u8]| assert!(matches!(decode_tracks(bytes), Err(KeepError::Corrupt(_))), "{bytes:?}");
    (0..good.len()).for_each(|end| corrupt(&good[..end]));
    corrupt(&[&good[..], b"x"].concat());
    let known = u32::from(TRACKS_FORMAT);
    let newer = [&[TRACKS_FORMAT + 1][..], &good[1..]].concat();
    assert_eq!(decode_tracks(&newer), Err(KeepError::Newer { found: known + 1, known }));
}

#[test]
fn a_link_that_may_not_be_followed_does_not_come_back_from_a_sheet() {
    let mut paper = Paper::new(id(), "T");
    paper.project = Link::parse("https://example.org");
    let mut bytes = encode_sheet([&paper]);
    let at = bytes.windows(19).position(|window| window == b"https://example.org").unwrap();
    bytes[at..at + 19].copy_from_slice(b"javascript:alert(1)");
    paper.project = None;
    assert_eq!(decode_sheet(&bytes), Ok(vec![paper]));
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        drop(decode_sheet(&body));
        drop(decode_tracks(&[&[TRACKS_FORMAT][..], &body].concat()));
        drop(decode_sheet(&[&[SHEET_FORMAT][..], &body].concat()));
        drop(CardRecord::open(Store::Marks, "2309.05239", &body));
        drop(PastRecord::open(&body));
        drop(EventRecord::open("key", &body));
        drop(Settings::open(&body));
        drop(FeedRecord::open("key", &body));
    }

    #[test]
    fn a_sheet_with_flipped_bytes_makes_no_decoder_panic(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = encode_sheet(&papers());
        for (index, byte) in flips {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        drop(decode_sheet(&bytes));
    }

    #[test]
    fn papers_come_back_from_a_sheet_as_they_were(
        title in ".*", text in proptest::option::of(".*"), words in proptest::collection::vec(".*", 0..4),
        days in proptest::collection::vec(-700_000..2_900_000_i32, 0..4), number in proptest::option::of(any::<u32>()),
        version in proptest::option::of(any::<u16>()),
    ) {
        let mut paper = Paper::new(id(), title);
        paper.authors = words.iter().map(Author::named).collect();
        (paper.abstract_text, paper.keywords, paper.categories) = (text.clone(), words.clone(), words);
        (paper.summary, paper.submitter, paper.organisation) = (text.clone(), text.clone(), text);
        paper.published = days.first().copied().map(Day);
        paper.days = days.into_iter().map(Day).collect();
        (paper.votes, paper.comments, paper.stars, paper.version) = (number, number, number, version);
        prop_assert_eq!(decode_sheet(&encode_sheet([&paper])), Ok(vec![paper]));
    }
}
