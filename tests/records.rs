//! Stored records of every format still open, and bytes that are none are refused with a sentence.
//!
//! The samples in `tests/data/records` stay as they are for good: somewhere there is a reader who has such a record.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use offprint::paper::{Author, Day, Link, Paper, PaperId};
use offprint::sheet::{SHEET_FORMAT, decode_sheet, encode_sheet, sheet_key};
use offprint::shelf::migrate::SCHEMA;
use offprint::shelf::record::{EventRecord, FeedKind, FeedRecord, MarkRecord, Settings};
use offprint::shelf::{Cause, Event, Field, KeepError, Mark, Millis, Switch, Touch, What};
use proptest::prelude::*;

fn id() -> PaperId {
    PaperId::parse("2309.05239").unwrap().0
}

fn mark() -> Mark {
    Mark {
        star: Some(Field { on: true, at: Millis(1_700_000_000_500), since: Millis(1_600_000_000_000) }),
        read: Some(Field::new(true, Millis(1_700_000_000_001))),
        dismissed: Some(Field::new(false, Millis(1_700_000_000_002))),
        opened: Some(Millis(1_700_000_000_001)),
    }
}

fn event() -> Event {
    let set = |switch, on, since| Touch { paper: id(), what: What::Set { switch, on, since: Millis(since) } };
    let old = PaperId::parse("math/0309136").unwrap().0;
    let touched = vec![
        set(Switch::Star, true, 1_600_000_000_000),
        set(Switch::Read, true, 1_700_000_000_500),
        set(Switch::Dismissed, false, 1_700_000_000_500),
        Touch { paper: old, what: What::Opened },
    ];
    Event { at: Millis(1_700_000_000_500), serial: 7, cause: Cause::Undo, touched }
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.theme = "dark".into();
    settings.keys_on = false;
    settings.more.insert("density".into(), "compact".into());
    settings
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

fn sample(name: &str) -> Vec<u8> {
    let path = PathBuf::from("tests/data/records").join(name);
    std::fs::read(&path).unwrap_or_else(|_| panic!("no sample {}", path.display()))
}

/// Every format has its samples, so raising a number without adding them fails here.
#[test]
fn samples_of_every_format_open() {
    for format in 1..=SCHEMA {
        let sample = |name: &str| sample(&format!("v{format}-{name}.json"));
        assert_eq!(MarkRecord::open("2309.05239", &sample("mark")), Ok((id(), mark())));
        assert_eq!(EventRecord::open("key", &sample("event")), Ok(event()));
        assert_eq!(Settings::open(&sample("settings")), Ok(settings()));
        assert_eq!(FeedRecord::open("key", &sample("feed")), Ok(feed()));
    }
    for format in 1..=SHEET_FORMAT {
        assert_eq!(decode_sheet(&sample(&format!("sheet-{format}.bin"))), Ok(papers()));
    }
}

/// What is written today is what the newest samples show: a change of shape without a new number fails here.
#[test]
fn the_newest_samples_are_what_is_written() {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim_end().to_owned();
    let sample = |name: &str| text(sample(&format!("v{SCHEMA}-{name}.json")));
    assert_eq!(text(MarkRecord::from(mark()).encode().unwrap()), sample("mark"));
    assert_eq!(text(EventRecord::from(&event()).encode().unwrap()), sample("event"));
    assert_eq!(text(settings().encode().unwrap()), sample("settings"));
    assert_eq!(text(feed().encode().unwrap()), sample("feed"));
    assert_eq!(encode_sheet(&papers()), self::sample(&format!("sheet-{SHEET_FORMAT}.bin")));
}

/// Writes the samples of a new format: `cargo test --test records -- --ignored`. Those of old formats are left alone.
#[test]
#[ignore = "writes the newest samples"]
fn write_the_newest_samples() {
    let write = |name: String, bytes: Vec<u8>| std::fs::write(PathBuf::from("tests/data/records").join(name), bytes);
    let json = |name: &str, mut bytes: Vec<u8>| {
        bytes.push(b'\n');
        write(format!("v{SCHEMA}-{name}.json"), bytes).unwrap();
    };
    json("mark", MarkRecord::from(mark()).encode().unwrap());
    json("event", EventRecord::from(&event()).encode().unwrap());
    json("settings", settings().encode().unwrap());
    json("feed", feed().encode().unwrap());
    write(format!("sheet-{SHEET_FORMAT}.bin"), encode_sheet(&papers())).unwrap();
}

#[test]
fn a_record_with_only_what_it_must_have_opens() {
    assert_eq!(MarkRecord::open("2309.05239", b"{\"v\":1}"), Ok((id(), Mark::default())));
    assert_eq!(Settings::open(b"{\"v\":1,\"later\":[1]}"), Ok(Settings::default()));
    let feed = FeedRecord::open("key", b"{\"v\":1,\"title\":\"T\",\"kind\":\"file\",\"on\":true,\"added\":5}");
    assert_eq!(feed, Ok(FeedRecord::new(FeedKind::File, "T", None, Millis(5))));
}

#[test]
fn what_is_no_record_is_refused_by_name() {
    let cases: [(&str, &[u8]); 7] = [
        ("2309.05239", b""),
        ("2309.05239", b"null"),
        ("2309.05239", b"{}"),
        ("2309.05239", b"{\"v\":0}"),
        ("2309.05239", b"{\"v\":1,\"star\":true}"),
        ("2309.05239v2", b"{\"v\":1}"),
        ("", b"{\"v\":1}"),
    ];
    for (key, bytes) in cases {
        let Err(KeepError::Corrupt(what)) = MarkRecord::open(key, bytes) else { panic!("{key}: opened") };
        assert!(what.starts_with(&format!("\"{key}\" in marks: ")), "{what}");
    }
    let newer = KeepError::Newer { found: SCHEMA + 1, known: SCHEMA };
    assert_eq!(MarkRecord::open("x", format!("{{\"v\":{}}}", SCHEMA + 1).as_bytes()), Err(newer));
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
        drop(decode_sheet(&[&[SHEET_FORMAT][..], &body].concat()));
        drop(MarkRecord::open("2309.05239", &body));
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
