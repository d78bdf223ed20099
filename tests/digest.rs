//! The digest: a letter that mail programs read, and its way through a real SMTP server on this machine.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mail_parser::{Message, MessageParser};
use press_place::Place;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

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

/// When a server begins to speak TLS.
#[derive(Clone)]
enum Secure {
    Never,
    /// From the first byte (RFC 8314).
    AtOnce(Arc<ServerConfig>),
    /// When it is asked to (RFC 3207); before that it takes no letter.
    WhenAsked(Arc<ServerConfig>),
}

/// A certificate of these hosts, as a server has it and as one who trusts it has it.
fn certificate(hosts: &[&str]) -> (Arc<ServerConfig>, String) {
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(hosts).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
    (Arc::new(config), made.cert.pem())
}

impl Server {
    fn start(rcpt: impl Fn(&str, usize) -> &'static str + Send + 'static) -> Server {
        Server::speaking(Secure::Never, rcpt)
    }

    fn speaking(secure: Secure, rcpt: impl Fn(&str, usize) -> &'static str + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = match &secure {
            Secure::AtOnce(_) => format!("smtps://{}", listener.local_addr().unwrap()),
            _ => format!("smtp://{}", listener.local_addr().unwrap()),
        };
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        std::thread::spawn(move || {
            let mut named: Vec<String> = Vec::new();
            let wrap = |config: &Arc<ServerConfig>, stream| {
                StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream)
            };
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                // A client that goes away ends its own conversation only.
                let _ = match &secure {
                    Secure::Never => converse(stream, "", &rcpt, &mut named, &kept).map(drop),
                    Secure::AtOnce(config) => converse(wrap(config, stream), "", &rcpt, &mut named, &kept).map(drop),
                    Secure::WhenAsked(config) => {
                        let refuse = |_: &str, _: usize| "530 Must issue a STARTTLS command first\r\n";
                        match converse(stream, "250-STARTTLS\r\n", &refuse, &mut Vec::new(), &kept) {
                            Ok(Some(stream)) => {
                                let mut stream = wrap(config, stream);
                                greeted(&mut stream, "", &rcpt, &mut named, &kept).map(drop)
                            }
                            other => other.map(drop),
                        }
                    }
                };
            }
        });
        Server { address, taken }
    }

    fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }
}

/// A conversation from the greeting on, until the client leaves; the stream, if it asks to go on in TLS.
fn converse<S: Read + Write>(
    mut stream: S,
    offers: &str,
    rcpt: &dyn Fn(&str, usize) -> &'static str,
    named: &mut Vec<String>,
    kept: &Mutex<Vec<Taken>>,
) -> std::io::Result<Option<S>> {
    stream.write_all(b"220 here\r\n")?;
    Ok(greeted(&mut stream, offers, rcpt, named, kept)?.then_some(stream))
}

/// The same after the greeting; whether the client asks to go on in TLS.
fn greeted<S: Read + Write>(
    stream: &mut S,
    offers: &str,
    rcpt: &dyn Fn(&str, usize) -> &'static str,
    named: &mut Vec<String>,
    kept: &Mutex<Vec<Taken>>,
) -> std::io::Result<bool> {
    let mut input = BufReader::new(stream);
    let mut to = Vec::new();
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let ehlo = format!("250-here\r\n{offers}250 8BITMIME\r\n");
        let reply = match line.trim_end().split([' ', ':']).next().unwrap().to_ascii_uppercase().as_str() {
            "EHLO" => ehlo.as_str(),
            "STARTTLS" if !offers.is_empty() => {
                input.get_mut().write_all(b"220 go ahead\r\n")?;
                return Ok(true);
            }
            "STARTTLS" => "502 not here\r\n",
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
                input.get_mut().write_all(b"354 go on\r\n")?;
                let mut data = String::new();
                loop {
                    line.clear();
                    if input.read_line(&mut line)? == 0 || line == ".\r\n" {
                        break;
                    }
                    data.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                kept.lock().unwrap().push(Taken { to: std::mem::take(&mut to), data, at: Instant::now() });
                "250 taken\r\n"
            }
            "QUIT" => {
                input.get_mut().write_all(b"221 bye\r\n")?;
                return Ok(false);
            }
            "RSET" => {
                to.clear();
                "250 ok\r\n"
            }
            _ => "250 ok\r\n",
        };
        input.get_mut().write_all(reply.as_bytes())?;
        line.clear();
    }
    Ok(false)
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
    assert!(text.trim_end().ends_with("To leave this list: https://example.org/leave"), "{text}");
    assert!(html.contains("<a href=\"https://example.org/leave\""));
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

#[test]
fn a_list_without_a_server_is_an_error_and_a_server_without_a_list_stops_no_file() {
    let place = archive("serverless");
    fs::write(place.0.join("list.txt"), "\u{feff}ada@example.org\n").unwrap();
    let (code, said) = place.digest(&["--list", "list.txt"]);
    assert!(code == 2 && said.contains("PRESS_SMTP"), "{said}");
    let (code, said) = place.digest(&["--smtp", "smtp://localhost:1"]);
    assert!(code == 2 && said.contains("--list"), "{said}");
    // As where the server is in the environment.
    assert_eq!(place.digest(&["--smtp", "smtp://localhost:1", "--out", "letter.eml"]), (0, String::new()));
    assert!(place.0.join("letter.eml").is_file());
    let server = Server::start(|_, _| "250 ok\r\n");
    assert_eq!(place.send(&server, &[]).0, 0, "a mark at the beginning of the list is no part of an address");
}

/// A letter to one reader by that address of the server: what came of it.
fn try_sending(place: &Place, address: &str, more: &[&str]) -> (i32, String) {
    fs::write(place.0.join("list.txt"), "ada@example.org\n").unwrap();
    let first = ["--smtp", address, "--list", "list.txt", "--pause", "0.02", "--tries", "1"];
    place.digest(&[&first[..], more].concat())
}

#[test]
fn letters_go_by_tls_from_the_first_byte_and_by_starttls() {
    let (config, pem) = certificate(&["localhost", "127.0.0.1"]);
    for (name, secure, query) in
        [("implicit", Secure::AtOnce(config.clone()), ""), ("starttls", Secure::WhenAsked(config), "?tls=required")]
    {
        let place = archive(name);
        place.write("ca.pem", &pem);
        let server = Server::speaking(secure, |_, _| "250 ok\r\n");
        for address in [server.address.clone(), server.address.replace("127.0.0.1", "localhost")] {
            let week = if address.contains("localhost") { "--week" } else { "--day" };
            let (code, said) = try_sending(&place, &format!("{address}{query}"), &["--smtp-ca", "ca.pem", week]);
            assert_eq!(code, 0, "{name}: {said}");
        }
        let taken = server.taken();
        assert_eq!(taken.len(), 2, "{name}");
        assert_eq!(taken[0].to, ["ada@example.org"]);
        assert!(parsed(&taken[0].data).subject().is_some());
        // The certificate is nobody's whom one would trust unasked.
        let place = archive(&format!("{name}-unknown"));
        let (code, said) = try_sending(&place, &format!("{}{query}", server.address), &[]);
        assert_eq!((code, server.taken().len()), (1, 2), "{said}");
        assert!(said.to_lowercase().contains("certificate"), "{said}");
    }
    // One that is trusted, but that of another host.
    let (config, pem) = certificate(&["mail.example.org"]);
    let server = Server::speaking(Secure::AtOnce(config), |_, _| "250 ok\r\n");
    let place = archive("other-host");
    place.write("ca.pem", pem);
    let (code, said) = try_sending(&place, &server.address, &["--smtp-ca", "ca.pem"]);
    assert_eq!((code, server.taken().len()), (1, 0), "{said}");
}

#[test]
fn nothing_is_sent_in_the_clear_where_tls_is_required() {
    let place = archive("clear");
    let server = Server::start(|_, _| "250 ok\r\n");
    let (code, said) = try_sending(&place, &format!("{}?tls=required", server.address), &[]);
    assert_eq!((code, server.taken().len()), (1, 0), "{said}");
    place.write("ca.pem", certificate(&["localhost"]).1);
    let (code, said) = try_sending(&place, &server.address, &["--smtp-ca", "ca.pem"]);
    assert_eq!(code, 2, "{said}");
    place.write("ca.pem", "no certificate");
    let (code, said) = try_sending(&place, &format!("{}?tls=required", server.address), &["--smtp-ca", "ca.pem"]);
    assert!(code == 2 && said.contains("ca.pem"), "{said}");
}
