//! How papers are kept: a sheet holds the papers that first appeared on one day, so that a new day costs one record.
//!
//! A sheet is one byte with the number of its format, then the papers in postcard's encoding. It is read without
//! trusting it: bytes that are no sheet are an error with a sentence, never a panic.
//!
//! ```
//! use offprint::paper::{Paper, PaperId};
//! use offprint::sheet::{decode_sheet, encode_sheet, sheet_key};
//!
//! let (id, _) = PaperId::parse("2309.05239").unwrap();
//! let paper = Paper::new(id, "HAT");
//! assert_eq!(sheet_key(&paper), "undated");
//! let bytes = encode_sheet([&paper]);
//! assert_eq!(decode_sheet(&bytes).unwrap(), [paper]);
//! ```

mod tracks;

pub use tracks::{TRACKS_FORMAT, decode_tracks, encode_tracks, tracks_key};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::paper::{Author, Day, Link, Paper, PaperId};
use crate::shelf::keep::KeepError;

/// The newest format of a sheet. Raising it takes a decoder for the old one and a sample in `tests/data/records`.
pub const SHEET_FORMAT: u8 = 1;

/// The key of the sheet for papers without a papers-day.
pub const UNDATED: &str = "undated";

/// The key of the sheet for papers that no feed has brought: the reader's files did, see [`crate::library::Library::bring`].
pub const BROUGHT: &str = "brought";

/// The key of the sheet that a paper of a feed belongs to: its first papers-day as `YYYY-MM-DD`, or [`UNDATED`].
pub fn sheet_key(paper: &Paper) -> String {
    paper.first_day().map_or_else(|| UNDATED.to_owned(), |day| day.to_string())
}

/// The bytes of a sheet with those papers.
pub fn encode_sheet<'a>(papers: impl IntoIterator<Item = &'a Paper>) -> Vec<u8> {
    let records: Vec<PaperRecord> = papers.into_iter().map(PaperRecord::from).collect();
    // Postcard fails on a full buffer, on sequences of unknown length and on serialisers that refuse: a vector grows,
    // and the records have neither. Should it ever fail, the sheet is empty and thus damaged, not short of papers.
    postcard::to_extend(&records, vec![SHEET_FORMAT]).unwrap_or_default()
}

/// The papers of a sheet.
///
/// Fails with [`KeepError::Newer`] on a later format, and with [`KeepError::Corrupt`] on bytes that are no sheet; the
/// caller knows the sheet's key and should name it.
pub fn decode_sheet(bytes: &[u8]) -> Result<Vec<Paper>, KeepError> {
    let corrupt = |why: &str| KeepError::Corrupt(format!("a sheet of papers: {why}"));
    let records: Vec<PaperRecord> = body(bytes, SHEET_FORMAT, &corrupt)?;
    records.into_iter().map(PaperRecord::open).collect::<Option<_>>().ok_or_else(|| corrupt("an id is no paper's id"))
}

/// What follows the number of the format, which is 1 so far, up to `newest`.
fn body<T: DeserializeOwned>(bytes: &[u8], newest: u8, corrupt: &dyn Fn(&str) -> KeepError) -> Result<T, KeepError> {
    let (format, body) = bytes.split_first().ok_or_else(|| corrupt("it is empty"))?;
    if *format > newest {
        return Err(KeepError::Newer { found: u32::from(*format), known: u32::from(newest) });
    }
    if *format != 1 {
        return Err(corrupt("there is no format 0"));
    }
    let (records, rest) = postcard::take_from_bytes(body).map_err(|error| corrupt(&error.to_string()))?;
    if rest.is_empty() { Ok(records) } else { Err(corrupt("something follows its end")) }
}

/// A paper as format 1 keeps it. The order of the fields is part of the format.
#[derive(Serialize, Deserialize)]
struct PaperRecord {
    id: String,
    version: Option<u16>,
    title: String,
    abstract_text: Option<String>,
    summary: Option<String>,
    authors: Vec<AuthorRecord>,
    categories: Vec<String>,
    /// Days since 1970.
    days: Vec<i32>,
    published: Option<i32>,
    votes: Option<u32>,
    comments: Option<u32>,
    repository: Option<String>,
    stars: Option<u32>,
    project: Option<String>,
    organisation: Option<String>,
    submitter: Option<String>,
    keywords: Vec<String>,
    thumbnail: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct AuthorRecord {
    name: String,
    affiliations: Vec<String>,
}

impl From<&Paper> for PaperRecord {
    fn from(paper: &Paper) -> PaperRecord {
        let paper = paper.clone();
        let author = |author: Author| AuthorRecord { name: author.name, affiliations: author.affiliations };
        PaperRecord {
            id: paper.id.to_string(),
            version: paper.version,
            title: paper.title,
            abstract_text: paper.abstract_text,
            summary: paper.summary,
            authors: paper.authors.into_iter().map(author).collect(),
            categories: paper.categories,
            days: paper.days.iter().map(|day| day.0).collect(),
            published: paper.published.map(|day| day.0),
            votes: paper.votes,
            comments: paper.comments,
            repository: paper.repository.map(String::from),
            stars: paper.stars,
            project: paper.project.map(String::from),
            organisation: paper.organisation,
            submitter: paper.submitter,
            keywords: paper.keywords,
            thumbnail: paper.thumbnail.map(String::from),
        }
    }
}

impl PaperRecord {
    /// The paper, unless its id is none. Links are read again, as one that may not be followed must not come back.
    fn open(self) -> Option<Paper> {
        let (id, _) = PaperId::parse(&self.id)?;
        let author = |author: AuthorRecord| Author { name: author.name, affiliations: author.affiliations };
        let link = |text: Option<String>| text.and_then(|text| Link::parse(&text));
        Some(Paper {
            id,
            version: self.version,
            title: self.title,
            abstract_text: self.abstract_text,
            summary: self.summary,
            authors: self.authors.into_iter().map(author).collect(),
            categories: self.categories,
            days: self.days.into_iter().map(Day).collect(),
            published: self.published.map(Day),
            votes: self.votes,
            comments: self.comments,
            repository: link(self.repository),
            stars: self.stars,
            project: link(self.project),
            organisation: self.organisation,
            submitter: self.submitter,
            keywords: self.keywords,
            thumbnail: link(self.thumbnail),
        })
    }
}
