//! Papers to what reference managers, editors and feed readers read. Texts only; saving them is the page's.
//!
//! ```
//! use offprint::cite::{Entry, Format, Head};
//! use offprint::paper::{Author, Day, Paper, PaperId};
//!
//! let mut paper = Paper::new(PaperId::parse("1706.03762").unwrap().0, "Attention Is All You Need");
//! paper.authors = vec![Author::named("Ashish Vaswani")];
//! let entry = Entry { key: "vaswani2017attention", ..Entry::of(&paper) };
//! let head = Head { title: "Stars", home: "https://example.org/", today: Day(20_298) };
//! let text = Format::BibTex.write(&[entry], &head);
//! assert!(text.starts_with("@misc{vaswani2017attention,\n  author = {Vaswani, Ashish},\n"));
//! ```

mod atom;
mod bibtex;
mod coins;
mod csl;
mod csv;
mod keys;
mod markdown;
mod opml;
mod ris;
mod zip;

pub use coins::coins;
pub use keys::{Changed, Given, Keys};
pub use markdown::notes;
pub use opml::opml;
pub use zip::zip;

use crate::feed;
use crate::paper::{Day, Link, Paper};

/// A paper to be exported, with what the reader made of it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The paper.
    pub paper: &'a Paper,
    /// Its citation key, by [`Keys`].
    pub key: &'a str,
    /// The reader's tags.
    pub tags: &'a [String],
    /// The reader's note, in Markdown; empty for none.
    pub note: &'a str,
    /// Since when it has a star.
    pub starred: Option<Day>,
    /// When it was read.
    pub read: Option<Day>,
}

impl<'a> Entry<'a> {
    /// A paper of which the reader made nothing, under its identifier as key.
    pub fn of(paper: &'a Paper) -> Entry<'a> {
        Entry { paper, key: paper.id.as_str(), tags: &[], note: "", starred: None, read: None }
    }
}

/// What stands above the entries of formats that have a place for it.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The name of the list.
    pub title: &'a str,
    /// The address of the app, which is also the base of identities.
    pub home: &'a str,
    /// The day of the export.
    pub today: Day,
}

/// The formats of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// BibTeX, accents as TeX.
    BibTex,
    /// BibLaTeX, in Unicode.
    BibLatex,
    /// RIS, for EndNote and Mendeley.
    Ris,
    /// CSL-JSON, for Zotero and Pandoc.
    CslJson,
    /// A list in Markdown with boxes to tick.
    ReadingList,
    /// The addresses, one a line.
    Links,
    /// A table, RFC 4180.
    Csv,
    /// JSON Feed 1.1, which Offprint reads whole.
    JsonFeed,
    /// Atom, RFC 4287.
    Atom,
}

impl Format {
    /// All of them, as a menu has them.
    pub const ALL: [Format; 9] = [
        Format::BibTex,
        Format::BibLatex,
        Format::Ris,
        Format::CslJson,
        Format::ReadingList,
        Format::Links,
        Format::Csv,
        Format::JsonFeed,
        Format::Atom,
    ];

    /// Its name, how its files' names end, and its media type.
    pub fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Format::BibTex => ("BibTeX", "bib", "application/x-bibtex"),
            Format::BibLatex => ("BibLaTeX", "bib", "application/x-bibtex"),
            Format::Ris => ("RIS", "ris", "application/x-research-info-systems"),
            Format::CslJson => ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json"),
            Format::ReadingList => ("Reading list", "md", "text/markdown"),
            Format::Links => ("Links", "txt", "text/plain"),
            Format::Csv => ("CSV", "csv", "text/csv"),
            Format::JsonFeed => ("JSON Feed", "json", "application/feed+json"),
            Format::Atom => ("Atom", "xml", "application/atom+xml"),
        }
    }

    /// Writes entries in the order given; the same entries always give the same text. Linear.
    pub fn write(self, entries: &[Entry<'_>], head: &Head<'_>) -> String {
        match self {
            Format::BibTex => bibtex::write(entries, true),
            Format::BibLatex => bibtex::write(entries, false),
            Format::Ris => ris::write(entries),
            Format::CslJson => csl::write(entries),
            Format::ReadingList => markdown::reading_list(entries, head),
            Format::Links => links(entries),
            Format::Csv => csv::write(entries),
            Format::JsonFeed => json_feed(entries, head),
            Format::Atom => atom::write(entries, head),
        }
    }
}

fn links(entries: &[Entry<'_>]) -> String {
    let mut text = String::new();
    for entry in entries {
        text.push_str(&entry.paper.id.url());
        text.push('\n');
    }
    text
}

/// Our own format, of papers only: a feed is for others, and notes and tags are the reader's.
fn json_feed(entries: &[Entry<'_>], head: &Head<'_>) -> String {
    let papers: Vec<Paper> = entries.iter().map(|entry| entry.paper.clone()).collect();
    feed::write(&papers, &feed::FeedHead { title: head.title.to_owned(), home: Link::parse(head.home) })
}

/// When the first version appeared: to the day where a feed said so, else to the month, which the identifier tells. Of a paper that is
/// not on arXiv, when a feed first showed it if nothing else is known; see also [`Paper::has_year_only`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Issued {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

impl Issued {
    /// `None` if nothing tells.
    fn of(paper: &Paper) -> Option<Issued> {
        let Some(id) = paper.id.arxiv().filter(|_| paper.published.is_none()) else {
            let (year, month, day) = paper.published.or_else(|| paper.days.first().copied())?.ymd();
            let exact = !paper.has_year_only();
            return Some(Issued { year, month: exact.then_some(month), day: exact.then_some(day) });
        };
        // YYMM, from 1991 on.
        let number = id.split_once('/').map_or(id, |(_, number)| number);
        let part = |from: usize| number.get(from..from + 2).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(1);
        let century = if id.contains('/') && part(0) > 90 { 1900 } else { 2000 };
        Some(Issued { year: century + part(0) as i32, month: Some(part(2)), day: None })
    }

    /// `2017-06-12`, `2017-06`, `2017`; with another mark between.
    fn text(self, mark: &str) -> String {
        let mut text = format!("{:04}", self.year);
        for part in [self.month, self.day].into_iter().flatten() {
            text.push_str(mark);
            text.push_str(&format!("{part:02}"));
        }
        text
    }
}

/// A text for JSON, with its quotes; also good YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Appends texts. One function, so that the many places that do it cost a call each.
#[inline(never)]
fn push(text: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| text.push_str(part));
}
