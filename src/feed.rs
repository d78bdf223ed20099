//! Bytes of a feed to papers. Reading never fails: it gives the best reading and says what it had to set aside.
//!
//! Known are JSON Feed, with or without the `_paper` extension that `docs/feed-format.md` describes, the lists of Hugging
//! Face, and Atom, RSS and OAI-PMH, from arXiv and from anyone. Which of them it is shows in the content, never in a file
//! name. A document is first cut into its items, then each item is read alone, so that a damaged one hides no other.
//!
//! ```
//! use offprint::feed::{self, Shape};
//!
//! let cut_off = br#"{"version": "https://jsonfeed.org/version/1.1", "title": "Today", "items": [
//!     {"id": "https://arxiv.org/abs/1706.03762", "title": "Attention Is All You Need"}, {"id": "https://arx"#;
//! let reading = feed::read(cut_off);
//! assert_eq!(reading.shape, Shape::Own);
//! assert_eq!(reading.papers[0].id.as_str(), "1706.03762");
//! assert_eq!(reading.problems[0].cause, "the file stops inside item 2");
//! ```

pub mod archive;
mod bibtex;
mod csl;
mod decode;
mod document;
mod draft;
mod fields;
mod hugging_face;
mod ids;
pub mod import;
mod json_feed;
pub mod live;
mod merged;
mod opml;
mod paper_memory;
mod problem;
mod ris;
mod sanity;
mod table;
pub mod tidy;
mod write;
mod xml;
mod xml_feed;

pub use decode::in_utf8;
pub use problem::Problem;
pub use write::{FORMAT, FeedHead, write};

use crate::paper::{Day, Paper};
use document::{Document, Split};
use problem::Problems;

/// What a feed said, as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The papers, in the feed's order, each id once.
    pub papers: Vec<Paper>,
    /// What could not be taken as it stood.
    pub problems: Vec<Problem>,
    /// Which kind of feed it is.
    pub shape: Shape,
}

/// The kinds of feed that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// JSON Feed 1.0 or 1.1, with or without `_paper`.
    Own,
    /// An answer of Hugging Face: `daily_papers`, a search for papers, or one paper.
    HuggingFace,
    /// Atom: the API of arXiv, its listings, or anyone's.
    Atom,
    /// RSS 2.0 or 1.0: the listings of arXiv, or anyone's.
    Rss,
    /// Records of OAI-PMH.
    Oai,
    /// None of these; no paper was read.
    Unknown,
}

/// What is known of the bytes from elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// The papers-day that was asked for, such as the `date` in the address. A feed that says otherwise is believed.
    pub day: Option<Day>,
}

/// Reads a feed of which nothing is known but its bytes.
pub fn read(bytes: &[u8]) -> Reading {
    read_with(bytes, &Hint::default())
}

/// Reads a feed, filling what it leaves open from the hint.
pub fn read_with(bytes: &[u8], hint: &Hint) -> Reading {
    let problems = Problems::default();
    let text = decode::text(bytes, &problems);
    let split = document::split(&text);
    let tree = text.trim_start().starts_with('<').then(|| xml::Tree::of(&text));
    let known = tree.as_ref().and_then(|tree| Some((tree, xml_feed::shape(tree)?)));
    let (papers, shape) = match known {
        Some((tree, shape)) => xml_feed::read(tree, shape, hint, &problems),
        None => interpret(&text, &split, hint, &problems),
    };
    if shape != Shape::Unknown && tree.is_none() {
        note_end(&split, &problems);
    }
    Reading { papers, problems: problems.into_vec(), shape }
}

fn interpret(text: &str, split: &Split<'_>, hint: &Hint, problems: &Problems) -> (Vec<Paper>, Shape) {
    match &split.document {
        Document::List(items) if hugging_face::is_list(items) => {
            (hugging_face::read(items, hint, problems), Shape::HuggingFace)
        }
        Document::Object(object) if object.has("paper") || hugging_face::is_one(object) => {
            (hugging_face::read(&[text.trim()], hint, problems), Shape::HuggingFace)
        }
        Document::Object(object) if object.items.is_some() || json_feed::has_version(object) => {
            (json_feed::read(object, problems), Shape::Own)
        }
        _ => {
            problems.note("the whole file", unknown_cause(text, split), "nothing was read");
            (Vec::new(), Shape::Unknown)
        }
    }
}

/// Why this is no feed, in the words that help most.
fn unknown_cause(text: &str, split: &Split<'_>) -> String {
    let start = text.trim_start();
    if start.is_empty() {
        return "it is empty".into();
    }
    if start.starts_with('<') {
        return "this is a web page, not a feed".into();
    }
    match &split.document {
        Document::Object(object) if object.has("shards") => "this is the manifest of an archive, not a feed".into(),
        Document::Object(object) => match object.text("error").or_else(|| object.text("message")) {
            Some(message) => format!("the source answered with an error: “{}”", tidy::excerpt(&message)),
            None => "it is a JSON object of an unknown kind".into(),
        },
        Document::List(_) => "it is a list of something other than papers".into(),
        Document::Other => format!("it is not JSON; it starts with “{}”", tidy::excerpt(start)),
    }
}

fn note_end(split: &Split<'_>, problems: &Problems) {
    if let Some(stop) = split.stop {
        problems.note("the end of the file", stop.to_string(), "the items before that were read");
    } else if split.trailing {
        problems.note("the end of the file", "something follows the end of the feed", "it was set aside");
    }
}
