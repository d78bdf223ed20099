//! The digest: a letter that mail programs read, and its way through a real SMTP server on this machine.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mail_parser::{Message, MessageParser};
use press_place::Place;

mod press_place;

/// A letter as the server took it.
#[derive(Clone, Debug)]
struct Taken {
    to: Vec<String>,
    data: String,
    at: Instant,
}

/// An SMTP server (RFC 5321) that answers RCPT as `rcpt` says for an address and how often it was named before.
struct Server {
    address: String,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl Server {
    fn start(rcpt: impl Fn(&str, usize) -> &'static str + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("smtp://{}", listener.local_addr().unwrap());
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        std::thread::spawn(move || {
            let mut named: Vec<String> = Vec::new();
            for stream in listener.incoming() {
                // A client that goes away ends its own conversation only.
                let _ = converse(stream.unwrap(), &rcpt, &mut named, &kept);
            }
        });
        Server { address, taken }
    }

    fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }
}

fn converse(
    mut stream: TcpStream,
    rcpt: &impl Fn(&str, usize) -> &'static str,
    named: &mut Vec<String>,
    kept: &Mutex<Vec<Taken>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut to = Vec::new();
    stream.write_all(b"220 here\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let reply = match line.split([' ', ':']).next().unwrap().to_ascii_uppercase().as_str() {
            "EHLO" => "250-here\r\n250 8BITMIME\r\n",
            "RCPT" => {
                let address = line.split(['<', '>']).nth(1).unwrap().to_owned();
                let before = named.iter().filter(|known| **known == address).count();
                named.push(address.clone());
                let reply = rcpt(&address, before);
                if reply.starts_with('2') {
                    to.push(address);
                }
                reply
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n")?;
                let mut data = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    data.push_str("\r\n");
                }
                kept.lock().unwrap().push(Taken { to: std::mem::take(&mut to), data, at: Instant::now() });
                "250 taken\r\n"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            "RSET" => {
                to.clear();
                "250 ok\r\n"
            }
            _ => "250 ok\r\n",
        };
        stream.write_all(reply.as_bytes())?;
    }
    Ok(())
}

/// A folder with an archive in it.
fn archive(name: &str) -> Place {
    let place = Place::new(name);
    let item = |id: &str, title: &str, votes: u32, day: &str| {
        format!(
            r#"{{"id":"{id}","title":"{title}","publishedAt":"2025-07-20T00:00:00.000Z","summary":"An <abstract> & more, Ünïcode too, of {id}.",
            "upvotes":{votes},"submittedOnDailyAt":"{day}T00:00:00.000Z","authors":[{{"name":"Ada Example"}}],"githubRepo":"https://github.com/a/b"}}"#
        )
    };
    let items = [
        item("2507.00001", "The <b>first</b>", 6, "2025-07-29"),
        item("2507.00002", "Of masks", 30, "2025-07-29"),
        item("2507.00003", "Of the day before", 9, "2025-07-28"),
        item("2507.00004", "Of a week before", 90, "2025-07-21"),
    ];
    place.write("day.json", format!("[{}]", items.join(",")));
    assert_eq!(place.said(&["build", "day.json", "--out", "feed", "--title", "Papers of Ä"]).0, 0);
    place
}

/// What these tests do in it.
trait Sending {
    fn digest(&self, more: &[&str]) -> (i32, String);
    fn send(&self, server: &Server, more: &[&str]) -> (i32, String);
}

impl Sending for Place {
    fn digest(&self, more: &[&str]) -> (i32, String) {
        let first = ["digest", "feed", "--home", "https://example.org/", "--from", "Papers <papers@example.org>"];
        self.said(&[&first[..], more].concat())
    }

    fn send(&self, server: &Server, more: &[&str]) -> (i32, String) {
        let first = ["--smtp", &server.address, "--list", "list.txt"];
        self.digest(&[&first[..], more].concat())
    }
}

fn parsed(text: &str) -> Message<'_> {
    MessageParser::default().parse(text.as_bytes()).unwrap()
}

/// The titles in a letter, in its order.
fn titles(text: &str) -> Vec<String> {
    let numbered = |line: &str| {
        line.split_once(". ").filter(|(number, _)| number.parse::<u32>().is_ok()).map(|(_, title)| title.to_owned())
    };
    text.lines().filter_map(numbered).collect()
}

#[test]
fn the_letter_is_a_message_that_mail_programs_read() {
    let place = archive("letter");
    let (code, said) = place.digest(&["--unsubscribe", "https://example.org/leave", "--out", "letter.eml"]);
    assert_eq!(code, 0, "{said}");
    let raw = fs::read_to_string(place.0.join("letter.eml")).unwrap();
    // RFC 5322 and 2045: only ASCII, lines of at most 998, each ended by CR LF.
    assert!(
        raw.is_ascii() && raw.lines().all(|line| line.len() <= 998) && !raw.replace("\r\n", "").contains(['\r', '\n'])
    );
    let message = parsed(&raw);
    assert_eq!(message.subject(), Some("Papers of Ä, 2025-07-29"));
    assert_eq!(message.from().unwrap().first().unwrap().address(), Some("papers@example.org"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2025-07-29T00:00:00Z");
    assert!(message.message_id().unwrap().ends_with("@example.org"));
    assert!(raw.contains("\r\nList-Unsubscribe: <https://example.org/leave>\r\n"), "{raw}");
    assert!(raw.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert!(raw.contains("multipart/alternative"));
    let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
    assert_eq!(titles(&text), ["Of masks", "The <b>first</b>"]);
    assert!(text.contains("Ünïcode") && text.contains("https://arxiv.org/abs/2507.00002"));
    assert!(html.contains("The &lt;b&gt;first&lt;/b&gt;") && html.contains("An &lt;abstract&gt; &amp; more"));
    for remote in ["<img", "<script", "<link", "<style", "src=", "url(", "@import", "background="] {
        assert!(!html.contains(remote), "{remote}");
    }
    // The same archive gives the same letter, but for the boundary between its parts.
    place.digest(&["--unsubscribe", "https://example.org/leave", "--out", "again.eml"]);
    let again = fs::read_to_string(place.0.join("again.eml")).unwrap();
    let again = parsed(&again);
    assert_eq!((again.body_text(0), again.body_html(0)), (Some(text), Some(html)));
    assert_eq!(again.message_id(), message.message_id());
}

#[test]
fn the_letter_has_the_papers_that_were_asked_for() {
    let place = archive("asked");
    let of = |more: &[&str]| {
        let (code, raw) = place.digest(more);
        assert_eq!(code, 0, "{raw}");
        titles(&parsed(&raw).body_text(0).unwrap())
    };
    assert_eq!(of(&["--week"]), ["Of masks", "The <b>first</b>", "Of the day before"]);
    assert_eq!(of(&["--week", "--rank", "votes"]), ["Of masks", "Of the day before", "The <b>first</b>"]);
    assert_eq!(of(&["--week", "2025-07-23"]), ["Of a week before"]);
    assert_eq!(of(&["--day", "2025-07-28"]), ["Of the day before"]);
    assert_eq!(of(&["--week", "--query", "mask", "--papers", "5"]), ["Of masks"]);
    assert_eq!(of(&["--week", "--papers", "1"]), ["Of masks"]);
    assert_eq!(place.digest(&["--day", "2024-01-01"]), (0, "no paper for the letter, so there is none\n".into()));
    assert_eq!(place.digest(&["--rank", "luck"]).0, 2);
}

#[test]
fn each_reader_gets_one_letter_and_sees_no_other_address() {
    let server = Server::start(|address, before| match (address, before) {
        ("later@example.org", 0 | 1) => "451 not now\r\n",
        ("gone@example.org", _) => "550 no such reader\r\n",
        _ => "250 ok\r\n",
    });
    let place = archive("readers");
    let list = "# The readers\nAda <ada@example.org>\nlater@example.org\n\ngone@example.org\nada@example.org\nbo@example.org\n";
    fs::write(place.0.join("list.txt"), list).unwrap();
    let (code, said) = place.send(&server, &["--pause", "0.2"]);
    assert_eq!(code, 1);
    assert!(said.contains("3 letters with 2 papers sent, 1 not"), "{said}");
    let taken = server.taken();
    let to: Vec<&str> = taken.iter().map(|letter| letter.to[0].as_str()).collect();
    assert_eq!(to, ["ada@example.org", "later@example.org", "bo@example.org"]);
    for letter in &taken {
        assert_eq!(letter.to.len(), 1);
        let message = parsed(&letter.data);
        assert_eq!(message.to().unwrap().first().unwrap().address(), Some(letter.to[0].as_str()));
        assert!(message.cc().is_none() && message.bcc().is_none());
        for other in ["ada@", "later@", "gone@", "bo@"].iter().filter(|other| !letter.to[0].starts_with(**other)) {
            assert!(!letter.data.contains(other), "{}", letter.data);
        }
        assert!(letter.data.contains("List-Unsubscribe: <mailto:papers@example.org?subject=unsubscribe>"));
    }
    assert_ne!(parsed(&taken[0].data).message_id(), parsed(&taken[1].data).message_id());
    assert!(taken[1].at - taken[0].at >= Duration::from_millis(200), "there is a pause between letters");
    // Again: nobody gets it twice. Another letter is another matter.
    let (_, said) = place.send(&server, &["--pause", "0.02"]);
    assert!(said.contains("0 letters with 2 papers sent, 1 not"), "{said}");
    let (_, said) = place.send(&server, &["--week", "--pause", "0.02"]);
    assert!(said.contains("3 letters with 3 papers sent, 1 not"), "{said}");
    let notes =
        fs::read_dir(&place.0).unwrap().flatten().filter(|entry| entry.path().extension().is_some_and(|e| e == "sent"));
    let notes: String = notes.map(|entry| fs::read_to_string(entry.path()).unwrap()).collect();
    assert!(notes.lines().count() == 6 && !notes.contains('@'), "{notes}");
}

#[test]
fn a_run_that_is_killed_goes_on_where_it_was() {
    let server = Server::start(|_, _| "250 ok\r\n");
    let place = archive("resumed");
    let list: String = (0..12).map(|number| format!("reader{number}@example.org\n")).collect();
    fs::write(place.0.join("list.txt"), list).unwrap();
    let arguments =
        ["digest", "feed", "--home", "https://example.org/", "--from", "papers@example.org", "--smtp", &server.address];
    let mut child = Command::new(env!("CARGO_BIN_EXE_press"))
        .args(arguments)
        .args(["--list", "list.txt", "--pause", "0.2"])
        .current_dir(&place.0)
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while server.taken().len() < 3 && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(5));
    }
    // A letter that was taken is noted at once after; the pause is the time to stop in.
    std::thread::sleep(Duration::from_millis(60));
    child.kill().unwrap();
    child.wait().unwrap();
    let before = server.taken().len();
    assert!((3..12).contains(&before), "{before}");
    let (code, said) = place.send(&server, &["--pause", "0.02"]);
    assert_eq!(code, 0, "{said}");
    let mut to: Vec<String> = server.taken().into_iter().flat_map(|letter| letter.to).collect();
    assert_eq!(to.len(), 12);
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 12);
}

#[test]
fn a_wrong_address_in_the_list_stops_the_run_before_anything_is_sent() {
    let server = Server::start(|_, _| "250 ok\r\n");
    let place = archive("wrong-list");
    fs::write(place.0.join("list.txt"), "ada@example.org\nno mailbox\n").unwrap();
    let (code, said) = place.send(&server, &["--pause", "0.02"]);
    assert_eq!(code, 2);
    assert!(said.contains("list.txt, line 2"), "{said}");
    assert!(server.taken().is_empty());
}
