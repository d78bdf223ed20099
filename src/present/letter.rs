//! The reader's own digest: a list of papers as a letter, to keep as a file or to send by one's own mail program.
//!
//! The file is a message after RFC 5322 and RFC 2045 to 2047: plain text and HTML, both in base64, so that no line of a stranger's
//! can become a header or a boundary. It is marked as not sent yet (`X-Unsent`), so that mail programs that know the mark open
//! it as a draft. Nothing in it is fetched when it is opened.
//!
//! ```
//! use offprint::paper::{Paper, PaperId};
//! use offprint::present::letter::{Head, mailto, message};
//!
//! let paper = Paper::new(PaperId::parse("2309.05239").unwrap().0, "HAT & more");
//! let head = Head { title: "Papers of today", list: "https://example.org/?", at: 1_700_000_000_000 };
//! assert!(message(&[paper.clone()], &head).contains("\r\nSubject: Papers of today\r\n"));
//! assert!(mailto(&[paper], &head).starts_with("mailto:?subject=Papers%20of%20today&body="));
//! ```

use super::words;
use crate::paper::{Day, Paper};

/// Letters of a `mailto:` that all systems take.
const MAILTO: usize = 1_900;

/// Authors named before “and others”.
const AUTHORS: usize = 4;

/// Characters of an abstract, where there is no summary.
const EXCERPT: usize = 280;

/// The line between the parts. It cannot stand in base64.
const BOUNDARY: &str = "-offprint-";

/// What a letter says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The subject.
    pub title: &'a str,
    /// Where the list is.
    pub list: &'a str,
    /// When it is written, in milliseconds since 1970.
    pub at: i64,
}

/// The papers as a message with text and HTML. O(length).
pub fn message(papers: &[Paper], head: &Head) -> String {
    let mut text = String::new();
    push(&mut text, &[head.title, "\r\n", head.list, "\r\n"]);
    let mut html = String::from("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    escape(head.title, &mut html);
    html.push_str("</title></head><body style=\"font-family:Georgia,serif;max-width:40em\"><h1>");
    escape(head.title, &mut html);
    html.push_str("</h1><p>");
    link(head.list, "The list", &mut html);
    html.push_str("</p>");
    for (number, paper) in (1_u32..).zip(papers) {
        plain(number, paper, &mut text);
        rich(number, paper, &mut html);
    }
    html.push_str("</body></html>");
    let mut message =
        String::from("From: Offprint <digest@offprint.invalid>\r\nTo: undisclosed-recipients:;\r\nSubject: ");
    subject(head.title, &mut message);
    push(
        &mut message,
        &[
            "\r\nDate: ",
            &date(head.at),
            "\r\nX-Unsent: 1\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"",
            BOUNDARY,
            "\"\r\n",
        ],
    );
    for (kind, body) in [("plain", &text), ("html", &html)] {
        push(
            &mut message,
            &[
                "\r\n--",
                BOUNDARY,
                "\r\nContent-Type: text/",
                kind,
                "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            ],
        );
        let encoded = base64(body.as_bytes());
        for start in (0..encoded.len()).step_by(76) {
            push(&mut message, &[encoded.get(start..(start + 76).min(encoded.len())).unwrap_or_default(), "\r\n"]);
        }
    }
    push(&mut message, &["\r\n--", BOUNDARY, "--\r\n"]);
    message
}

/// The same for a mail program at once: titles and links of the first papers, as many as an address may hold.
pub fn mailto(papers: &[Paper], head: &Head) -> String {
    let mut address = String::from("mailto:?subject=");
    encode(head.title, &mut address);
    address.push_str("&body=");
    encode(head.list, &mut address);
    for (number, paper) in (1_u32..).zip(papers) {
        let mut entry = String::new();
        encode(&["\r\n\r\n", &number.to_string(), ". ", &paper.title, "\r\n", &paper.id.url()].concat(), &mut entry);
        if address.len() + entry.len() > MAILTO {
            break;
        }
        address.push_str(&entry);
    }
    address
}

fn plain(number: u32, paper: &Paper, text: &mut String) {
    push(text, &["\r\n", &number.to_string(), ". ", &paper.title, "\r\n"]);
    for line in [facts(paper), gist(paper)].iter().filter(|line| !line.is_empty()) {
        push(text, &["   ", line, "\r\n"]);
    }
    push(text, &["   ", &paper.id.url(), "\r\n"]);
}

fn rich(number: u32, paper: &Paper, html: &mut String) {
    push(html, &["<h2>", &number.to_string(), ". "]);
    link(&paper.id.url(), &paper.title, html);
    html.push_str("</h2>");
    for line in [facts(paper), gist(paper)].iter().filter(|line| !line.is_empty()) {
        html.push_str("<p>");
        escape(line, html);
        html.push_str("</p>");
    }
    if let Some(code) = &paper.repository {
        html.push_str("<p>");
        link(code.as_str(), "Code", html);
        html.push_str("</p>");
    }
}

fn facts(paper: &Paper) -> String {
    let mut names: Vec<&str> = paper.authors.iter().take(AUTHORS).map(|author| author.name.as_str()).collect();
    if paper.authors.len() > AUTHORS {
        names.push("and others");
    }
    let votes = paper.votes.map(|votes| words::counted(votes, "vote"));
    let parts = [names.join(", "), votes.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The summary, or the beginning of the abstract, to the end of a word.
fn gist(paper: &Paper) -> String {
    if let Some(summary) = &paper.summary {
        return summary.clone();
    }
    let text = paper.abstract_text.as_deref().unwrap_or_default();
    let head: String = text.chars().take(EXCERPT).collect();
    match head.rfind(' ') {
        Some(end) if head.len() < text.len() => [head.get(..end).unwrap_or_default(), " …"].concat(),
        _ => head,
    }
}

/// A subject of other letters than ASCII's stands in words of RFC 2047, none of which cuts a character.
fn subject(text: &str, message: &mut String) {
    if text.len() <= 60 && text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        return message.push_str(text);
    }
    let mut word = String::new();
    let mut first = true;
    let mut flush = |word: &mut String, message: &mut String| {
        push(message, &[if first { "" } else { "\r\n " }, "=?utf-8?B?", &base64(word.as_bytes()), "?="]);
        (first, *word) = (false, String::new());
    };
    for c in text.chars() {
        if word.len() + c.len_utf8() > 42 {
            flush(&mut word, message);
        }
        word.push(if c.is_control() { ' ' } else { c });
    }
    flush(&mut word, message);
}

/// "Tue, 14 Nov 2023 22:13:20 +0000".
fn date(at: i64) -> String {
    let day = Day::from_millis(at);
    let seconds = at.div_euclid(1_000).rem_euclid(86_400);
    let (weekday, words) = (words::weekday(day), words::day(day));
    let mut parts = words.split(' ');
    let (date, month, year) = (parts.next(), parts.next(), parts.next());
    let short = |name: &str| name.get(..3).unwrap_or_default().to_owned();
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let [date, year] = [date, year].map(Option::unwrap_or_default);
    format!(
        "{}, {date} {} {year} {hours:02}:{minutes:02}:{seconds:02} +0000",
        short(weekday),
        short(month.unwrap_or_default())
    )
}

fn link(address: &str, words: &str, html: &mut String) {
    html.push_str("<a href=\"");
    escape(address, html);
    html.push_str("\">");
    escape(words, html);
    html.push_str("</a>");
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(c),
        }
    }
}

/// RFC 3986: all but the unreserved letters by their bytes.
fn encode(text: &str, address: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => address.push(byte as char),
            _ => {
                let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0').to_ascii_uppercase();
                address.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |group, at| group << 8 | usize::from(chunk.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let letter = LETTERS.get(group >> (18 - 6 * at) & 63).copied().unwrap_or(b'=');
            text.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

fn push(text: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| text.push_str(part));
}
