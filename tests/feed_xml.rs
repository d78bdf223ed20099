//! Feeds in XML: real answers of arXiv where they are at hand, counted by an independent parser, and damage of every kind.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use offprint::feed::{self, Hint, Shape};
use offprint::paper::{Day, PaperId};
use proptest::prelude::*;
use quick_xml::events::Event;

/// Recorded answers: name and body. None, with a line that says why, where there are none.
fn recorded(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/arxiv/raw").join(folder);
    let Ok(entries) = fs::read_dir(&folder) else {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: no recorded answers in {}", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), body(path))).collect()
}

fn body(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    match path.extension().unwrap().to_str().unwrap() {
        "gz" => {
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap();
            plain
        }
        "json" => {
            let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            value["body"].as_str().unwrap().as_bytes().to_vec()
        }
        _ => bytes,
    }
}

/// How often each element stands in a document, by its local name.
fn counted(bytes: &[u8]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut reader = quick_xml::Reader::from_reader(bytes);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = String::from_utf8(tag.local_name().as_ref().to_vec()).unwrap();
                *counts.entry(name).or_default() += 1;
            }
            Event::Eof => return counts,
            _ => {}
        }
    }
}

#[test]
fn every_entry_of_the_recorded_answers_of_the_api_is_read() {
    let answers = recorded("atom-recorded");
    let mut papers = 0;
    for (name, bytes) in &answers {
        let reading = feed::read(bytes);
        let entries = counted(bytes).get("entry").copied().unwrap_or_default();
        if String::from_utf8_lossy(bytes).contains("api/errors#") {
            assert_eq!((reading.shape, reading.papers.len()), (Shape::Unknown, 0), "{name}");
            continue;
        }
        assert_eq!(reading.shape, Shape::Atom, "{name}");
        assert_eq!(reading.papers.len(), entries, "{name}: {:?}", reading.problems);
        assert!(reading.problems.is_empty(), "{name}: {:?}", reading.problems);
        for paper in &reading.papers {
            assert!(
                paper.version.is_some() && paper.published.is_some() && paper.days.is_empty(),
                "{name} {}",
                paper.id
            );
            assert!(!paper.authors.is_empty() && !paper.categories.is_empty(), "{name} {}", paper.id);
            assert!(paper.abstract_text.as_ref().is_some_and(|text| text.len() > 40), "{name} {}", paper.id);
        }
        papers += entries;
    }
    assert!(answers.is_empty() || papers > 100, "{papers}");
}

#[test]
fn every_record_of_the_recorded_pages_of_oai_is_read() {
    let pages = recorded("oai");
    let mut papers = 0;
    for (name, bytes) in &pages {
        let reading = feed::read(bytes);
        assert_eq!(reading.shape, Shape::Oai, "{name}");
        assert_eq!(reading.papers.len(), counted(bytes)["record"], "{name}: {:?}", reading.problems);
        assert!(reading.problems.is_empty(), "{name}: {:?}", reading.problems);
        for paper in &reading.papers {
            assert!(paper.published.is_some() && !paper.categories.is_empty(), "{name} {}", paper.id);
            assert!(!paper.authors.is_empty() && paper.abstract_text.is_some(), "{name} {}", paper.id);
            let braced = paper.authors.iter().any(|author| author.name.contains(['\\', '{']));
            assert!(!braced, "{name} {}: {:?}", paper.id, paper.authors);
        }
        papers += reading.papers.len();
    }
    assert!(pages.is_empty() || papers > 3_000, "{papers}");
}

#[test]
fn the_day_asked_for_is_the_papers_day_of_an_answer_of_the_api() {
    let bytes = fs::read("tests/data/feed/arxiv_api.xml").unwrap();
    let day = Day::parse("2025-01-02");
    let reading = feed::read_with(&bytes, &Hint { day });
    assert_eq!(reading.papers[0].days, [day.unwrap()]);
    // A listing says itself what was new that day, and what was not.
    let bytes = fs::read("tests/data/feed/arxiv_listing.rss.xml").unwrap();
    let listed = feed::read_with(&bytes, &Hint { day }).papers;
    assert_eq!(listed[0].days, [Day::parse("2025-02-03").unwrap()]);
    assert_eq!(listed[2].days, []);
}

#[test]
fn a_body_cut_off_anywhere_gives_the_items_before_the_cut() {
    for name in ["arxiv_api.xml", "arxiv_listing.rss.xml", "oai.xml", "any_atom.xml"] {
        let bytes = fs::read(Path::new("tests/data/feed").join(name)).unwrap();
        let whole = feed::read(&bytes);
        let mut most = 0;
        for end in 0..bytes.len() {
            let cut = feed::read(&bytes[..end]);
            assert!(cut.papers.len() >= most, "{name} to {end}");
            assert_eq!(cut.papers[..], whole.papers[..cut.papers.len()], "{name} to {end}");
            most = cut.papers.len();
            let said = cut.problems.iter().any(|problem| problem.place == "the end of the file");
            assert!(said || cut.shape == Shape::Unknown || !bytes[end..].contains(&b'<'), "{name} to {end}");
        }
    }
}

#[test]
fn a_paper_is_withdrawn_where_only_the_comment_says_so() {
    let entry = |comment: &str, text: &str| {
        let head = "<id>http://arxiv.org/abs/2501.00001v2</id><title>A</title>";
        let body =
            format!("<feed><entry>{head}<summary>{text}</summary><c:comment>{comment}</c:comment></entry></feed>");
        offprint::feed::read(body.as_bytes()).papers.remove(0)
    };
    let paper = entry("This paper has been withdrawn by the author due to an error in equation 9", "We prove it.");
    assert!(paper.is_withdrawn());
    let told = "This paper has been withdrawn by the author due to an error in equation 9 We prove it.";
    assert_eq!(paper.abstract_text.as_deref(), Some(told));
    let paper = entry("9 pages, withdrawn from a journal and sent to another", "We prove it.");
    assert_eq!((paper.is_withdrawn(), paper.abstract_text.as_deref()), (false, Some("We prove it.")));
    let told = "This paper has been withdrawn.";
    assert_eq!(entry("Withdrawn", told).abstract_text.as_deref(), Some(told), "it is said already");
}

#[test]
fn encodings_of_xml_are_recognised() {
    let text = "<?xml version=\"1.0\"?><feed><entry><id>arXiv:2501.00001</id><title>Müller 😀</title></entry></feed>";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [text.as_bytes().to_vec(), little, big] {
        let reading = feed::read(&bytes);
        assert_eq!(reading.papers[0].title, "Müller 😀");
        assert_eq!(reading.problems, []);
    }
}

proptest! {
    /// Whatever is put between the tags, reading ends, and what is read has an identifier and a title.
    #[test]
    fn any_document_is_read(parts in prop::collection::vec(part(), 0..40), root in "(feed|rss|OAI-PMH)") {
        let text = format!("<{root}>{}", parts.concat());
        let reading = feed::read(text.as_bytes());
        for paper in reading.papers {
            prop_assert!(!paper.title.is_empty() && PaperId::parse(paper.id.as_str()).is_some());
        }
    }
}

fn part() -> impl Strategy<Value = String> {
    let name = "(entry|item|record|header|metadata|dc|id|guid|link|title|author|name|dc:creator|category|published|version|date)";
    prop_oneof![
        name.prop_map(|name| format!("<{name}>")),
        name.prop_map(|name| format!("</{name}>")),
        name.prop_map(|name| format!("<{name} href='https://arxiv.org/abs/2501.00001v2' term=\"cs.CL\"/>")),
        Just("2501.00001".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("]]>".to_owned()),
        Just("<!--".to_owned()),
        "\\PC{0,8}",
    ]
}
