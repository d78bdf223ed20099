//! The host's choices and the reader's own letter: whatever stands in them, they can be read.

use std::process::{Command, Stdio};

use mail_parser::MessageParser;
use offprint::paper::{Author, Link, Paper, PaperId};
use offprint::present::letter::{Head, mailto, message};
use offprint::present::site::{ARCHIVE, Site};
use offprint::query::Order;
use proptest::collection::vec;
use proptest::prelude::*;

fn read(text: &str) -> (Site, Vec<String>) {
    let (site, problems) = Site::read(text.as_bytes());
    (site, problems.into_iter().map(|problem| problem.place).collect())
}

#[test]
fn each_choice_is_taken_or_told_of() {
    let (site, problems) = read(
        r#"{"title": " Papers  of our group ", "order": "votes", "subscribe": "mailto:list+join@example.org",
        "feeds": ["feed/manifest.json", {"title": "Elsewhere", "address": "https://example.org/a.json"}], "later": 1}"#,
    );
    assert_eq!(problems, [""; 0]);
    assert_eq!((site.title.as_str(), site.order), ("Papers of our group", Some(Order::Votes)));
    assert_eq!(site.subscribe.as_deref(), Some("mailto:list+join@example.org"));
    assert_eq!(site.feeds[1].title.as_deref(), Some("Elsewhere"));
    assert_eq!(site.feeds.len(), 2);

    let (site, problems) = read(
        r#"{"title": 5, "order": "collected", "subscribe": "mailto:a@b?bcc=c@d", "feeds": ["javascript:alert(1)", "a", "a", {}, "data:x,y"]}"#,
    );
    let named = ["feeds 1", "feeds 3", "feeds 4", "feeds 5", "order", "subscribe", "title"]
        .map(|at| format!("site.json, {at}"));
    let mut problems = problems;
    problems.sort();
    assert_eq!(problems, named);
    assert_eq!((site.title.as_str(), site.order, site.subscribe), ("Offprint", None, None));
    assert_eq!(site.feeds.len(), 1);
}

#[test]
fn what_is_no_file_of_choices_is_as_if_there_were_none() {
    for text in ["", "[]", "<!doctype html>", "{\"title\": \"a\"", "null", "{\"feeds\": 5}"] {
        let (site, problems) = read(text);
        assert_eq!((site, problems.len()), (Site::default(), 1), "{text}");
    }
    assert_eq!(read("\u{feff}{}"), (Site::default(), vec![]));
    assert_eq!(Site::default().feeds[0].address, ARCHIVE);
}

/// The file that comes with the site is the one that its documentation shows.
#[test]
fn the_file_of_this_site_is_sound() {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/public/site.json")).unwrap();
    assert_eq!(Site::read(&bytes), (Site::default(), vec![]));
}

fn paper(number: u32, title: &str, text: &str) -> Paper {
    Paper {
        authors: ["Ada Example", "Bo"].map(Author::named).into(),
        abstract_text: Some(text.into()),
        votes: Some(number),
        repository: Link::parse("https://github.com/a/b?x=1&y=2"),
        ..Paper::new(PaperId::parse(&format!("2507.{number:05}")).unwrap().0, title)
    }
}

/// Subject, text and HTML as Python reads them; `None` where there is no Python.
fn python(message: &str) -> Option<Vec<String>> {
    use std::io::Write;
    const SCRIPT: &str = "import sys,json,email,email.policy\n\
        m=email.message_from_bytes(sys.stdin.buffer.read(),policy=email.policy.default)\n\
        d=[repr(x) for p in m.walk() for x in p.defects]\n\
        json.dump([m['subject'],m['date'].datetime.isoformat(),*[m.get_body((k,)).get_content() for k in ('plain','html')],*d],sys.stdout)";
    let child = Command::new("python3").args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        // Past the harness, which keeps the words of tests that pass.
        let _ =
            writeln!(std::io::stderr(), "\nPython's reading of the letter SKIPPED, nothing was compared: no python3");
        return None;
    };
    child.stdin.take()?.write_all(message.as_bytes()).ok()?;
    let output = child.wait_with_output().ok().filter(|output| output.status.success())?;
    serde_json::from_slice(&output.stdout).ok()
}

#[test]
fn other_programs_read_the_letter() {
    let papers = [
        paper(1, "Of <b>masks</b> & more", "On Schrödinger’s bridges."),
        paper(2, "\r\nBcc: x@y\r\n\r\n---offprint-", ""),
    ];
    let title = "Offprint: 10 papers — Schrödinger bridges, language models and other matters of the week, €";
    let head = Head { title, list: "https://example.org/?q=a&sort=votes", at: 1_700_000_000_000 };
    let written = message(&papers, &head);
    let read = MessageParser::default().parse(written.as_bytes()).unwrap();
    assert_eq!(read.subject(), Some(title));
    assert_eq!(read.date().map(|date| date.to_rfc3339()).as_deref(), Some("2023-11-14T22:13:20Z"));
    assert!(read.bcc().is_none() && read.text_body_count() == 1 && read.html_body_count() == 1);
    let (text, html) = (read.body_text(0).unwrap(), read.body_html(0).unwrap());
    for part in [
        "1. Of <b>masks</b> & more",
        "Ada Example, Bo · 1 vote",
        "On Schrödinger’s bridges.",
        "https://arxiv.org/abs/2507.00001",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(html.contains(">Of &lt;b&gt;masks&lt;/b&gt; &amp; more</a>") && html.contains("a/b?x=1&amp;y=2"), "{html}");
    assert!(!["<img", "<script", "src=", "url("].iter().any(|remote| html.contains(remote)));
    assert!(written.lines().all(|line| line.len() <= 100 && line.is_ascii()));
    if let Some(parts) = python(&written) {
        assert_eq!(parts.len(), 4, "no defects: {parts:?}");
        assert_eq!((parts[0].as_str(), parts[1].as_str()), (title, "2023-11-14T22:13:20+00:00"));
        assert!(parts[2].contains("1. Of <b>masks</b> & more") && parts[3].contains("Schrödinger’s"));
    }
}

#[test]
fn a_letter_by_address_is_short_and_holds_what_it_can() {
    let papers: Vec<Paper> = (1..60).map(|number| paper(number, "On a matter & its ways", "")).collect();
    let address = mailto(&papers, &Head { title: "Ten & more", list: "https://example.org/?", at: 0 });
    assert!(
        address.starts_with("mailto:?subject=Ten%20%26%20more&body=https%3A%2F%2Fexample.org%2F%3F%0D%0A%0D%0A1.%20On")
    );
    assert!(address.len() <= 1_900 && address.matches('&').count() == 1 && address.contains("%0D%0A10."), "{address}");
}

proptest! {
    #[test]
    fn any_bytes_give_a_site(bytes in vec(any::<u8>(), 0..200), word in "[\\[\\]{}\":,a-z0-9]{0,60}") {
        prop_assert!(!Site::read(&bytes).0.title.is_empty());
        let (site, _) = Site::read(format!("{{\"feeds\":[{word}],\"title\":\"{word}\"}}").as_bytes());
        prop_assert!(site.feeds.iter().all(|feed| !feed.address.to_lowercase().starts_with("javascript:")));
    }

    #[test]
    fn any_letter_is_read_as_it_was_written(title in "\\PC{1,120}", name in "\\PC{0,80}", at in 0..4_000_000_000_000_i64) {
        let written = message(&[paper(1, &name, "")], &Head { title: &title, list: "https://example.org/?", at });
        let read = MessageParser::default().parse(written.as_bytes()).unwrap();
        prop_assert_eq!(read.subject().map(str::trim), Some(title.trim()));
        prop_assert!(read.body_text(0).unwrap().contains(&name));
        prop_assert_eq!(read.date().map(|date| date.to_timestamp()), Some(at / 1_000));
    }
}
