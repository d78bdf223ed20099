//! An archive: feeds of one month each (shards) and a manifest that lists them.
//!
//! A shard carries the hash of its bytes in its name, so that whoever has a shard never asks for it again and a changed
//! month arrives under a new name. Only the manifest is ever fetched twice.
//!
//! ```
//! use offprint::feed::archive::{self, Manifest};
//!
//! let bytes = br#"{"format": 1, "title": "An archive", "shards": [
//!     {"month": "2025-07", "file": "2025-07-0123456789abcdef.json", "papers": 2, "bytes": 900},
//!     {"month": "2025-08", "file": "../elsewhere.json", "papers": 2, "bytes": 900}]}"#;
//! assert!(archive::is_manifest(bytes));
//! let (manifest, problems) = Manifest::read(bytes);
//! assert_eq!(manifest.unwrap().shards.len(), 1);
//! assert_eq!(problems[0].place, "shard 2, file");
//! ```

use serde::Serialize;
use serde_json::Value;

use super::document::{self, Document};
use super::fields::Fields;
use super::problem::{Problem, Problems};
use super::{decode, write};
use crate::paper::Day;

/// The number of the manifest's format.
pub const FORMAT: u32 = 1;

/// The name under which an archive's manifest is found.
pub const MANIFEST: &str = "manifest.json";

/// The month of papers that were on no papers-day.
pub const UNDATED: &str = "undated";

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The archive's name.
    pub title: String,
    /// The last papers-day in it.
    pub updated: Option<Day>,
    /// The shards, oldest month first.
    pub shards: Vec<Shard>,
}

/// One file of an archive: the papers whose first papers-day is in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shard {
    /// `YYYY-MM`, or [`UNDATED`].
    pub month: String,
    /// The file's name beside the manifest.
    pub file: String,
    /// How many papers are in it.
    pub papers: u32,
    /// The file's size, uncompressed.
    pub bytes: u64,
    /// The first papers-day of a paper in it.
    pub from: Option<Day>,
    /// The last papers-day of a paper in it.
    pub to: Option<Day>,
}

/// Whether the bytes look like a manifest: a JSON object with `shards`.
pub fn is_manifest(bytes: &[u8]) -> bool {
    let text = decode::text(bytes, &Problems::default());
    matches!(document::split(&text).document, Document::Object(object) if object.has("shards"))
}

impl Manifest {
    /// Reads a manifest: what of it is sound, and what is not. Without a list of shards there is no manifest.
    pub fn read(bytes: &[u8]) -> (Option<Manifest>, Vec<Problem>) {
        let problems = Problems::default();
        let manifest = read(&decode::text(bytes, &problems), &problems);
        if manifest.is_none() {
            problems.note("the whole file", "it is not the manifest of an archive", "nothing was read");
        }
        (manifest, problems.into_vec())
    }

    /// The manifest as text; the same manifest always gives the same bytes.
    pub fn write(&self) -> String {
        let mut text = format!("{{\n\"format\": {FORMAT},\n\"title\": {},\n", write::json(&self.title));
        if let Some(day) = self.updated {
            text.push_str(&format!("\"updated\": \"{day}\",\n"));
        }
        text.push_str("\"shards\": [");
        for (index, shard) in self.shards.iter().enumerate() {
            text.push_str(if index == 0 { "\n" } else { ",\n" });
            text.push_str(&write::json(&Entry::of(shard)));
        }
        text.push_str("\n]\n}\n");
        text
    }
}

/// Builds the files of an archive: name and bytes of each shard, oldest first, and the manifest last.
///
/// The order of the papers makes no difference to a single byte. Of papers with the same id, one is kept.
#[cfg(not(target_arch = "wasm32"))]
pub fn build<'a>(
    papers: impl IntoIterator<Item = &'a crate::paper::Paper>,
    title: &str,
    home: Option<&crate::paper::Link>,
) -> Vec<(String, Vec<u8>)> {
    let head = super::FeedHead { title: title.to_owned(), home: home.cloned() };
    let mut shards = Vec::new();
    let mut files = Vec::new();
    for (month, papers) in by_month(papers.into_iter().collect()) {
        let papers: Vec<_> = papers.into_iter().cloned().collect();
        let bytes = write::write(&papers, &head).into_bytes();
        let file = format!("{month}-{}.json", hash(&bytes));
        shards.push(Shard {
            month,
            file: file.clone(),
            papers: u32::try_from(papers.len()).unwrap_or(u32::MAX),
            bytes: bytes.len() as u64,
            from: papers.iter().filter_map(|paper| paper.first_day()).min(),
            to: papers.iter().filter_map(|paper| paper.last_day()).max(),
        });
        files.push((file, bytes));
    }
    let updated = shards.iter().filter_map(|shard| shard.to).max();
    let manifest = Manifest { title: title.to_owned(), updated, shards };
    files.push((MANIFEST.to_owned(), manifest.write().into_bytes()));
    files
}

/// What shows that a shard's bytes are not those it was written with: its size, and the hash in its name. A size of 0 is unknown.
#[cfg(not(target_arch = "wasm32"))]
pub fn damage(shard: &Shard, bytes: &[u8]) -> Option<String> {
    if shard.bytes > 0 && bytes.len() as u64 != shard.bytes {
        return Some(format!("it has {} bytes, not {} as the manifest says", bytes.len(), shard.bytes));
    }
    let named = hash_of(&shard.file)?;
    (named != hash(bytes)).then(|| "its bytes are not those that it is named by".to_owned())
}

/// The hash in the name of a shard: `2025-07-0123456789abcdef.json`.
#[cfg(not(target_arch = "wasm32"))]
pub fn hash_of(file: &str) -> Option<&str> {
    let (month, hash) = file.strip_suffix(".json")?.rsplit_once('-')?;
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (is_month(month) && hash.len() == 16 && hash.bytes().all(digit)).then_some(hash)
}

/// The papers of each month in order of day and id, the undated ones last ("u" sorts after digits).
#[cfg(not(target_arch = "wasm32"))]
fn by_month(mut sorted: Vec<&crate::paper::Paper>) -> std::collections::BTreeMap<String, Vec<&crate::paper::Paper>> {
    // Papers with equal ids are ordered by all they say, so that the choice does not hang on the order given.
    sorted.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| write::json(a).cmp(&write::json(b))));
    sorted.dedup_by(|left, right| left.id == right.id);
    sorted.sort_by_key(|paper| paper.first_day());
    let mut months = std::collections::BTreeMap::<String, Vec<_>>::new();
    for paper in sorted {
        months.entry(month(paper.first_day())).or_default().push(paper);
    }
    months
}

/// The month that a paper first shown on a day belongs to, as a manifest names it.
#[cfg(not(target_arch = "wasm32"))]
pub fn month(day: Option<Day>) -> String {
    day.map_or_else(|| UNDATED.to_owned(), |day| day.to_string().chars().take(7).collect())
}

/// The first 16 hexadecimal digits of the SHA-256.
#[cfg(not(target_arch = "wasm32"))]
fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn read(text: &str, problems: &Problems) -> Option<Manifest> {
    let Value::Object(map) = document::parse(text, "the whole file", problems)? else { return None };
    let fields = Fields::new(&map, "the whole file", problems);
    if !fields.has("shards") {
        return None;
    }
    if fields.count("format").is_some_and(|format| format > FORMAT) {
        problems.note("the whole file", format!("its format is later than {FORMAT}"), "what is known of it was read");
    }
    let mut shards: Vec<Shard> = Vec::new();
    for (index, value) in fields.list("shards").iter().enumerate() {
        let place = format!("shard {}", index + 1);
        match value {
            Value::Object(map) => shards.extend(shard(&Fields::new(map, place, problems))),
            _ => problems.note(place, "it is not an object", "it was set aside"),
        }
    }
    let title = fields.line("title").unwrap_or_else(|| "Untitled".into());
    Some(Manifest { title, updated: fields.day("updated"), shards })
}

fn shard(fields: &Fields<'_>) -> Option<Shard> {
    let file = fields.text("file").unwrap_or_default();
    if !safe_name(&file) {
        fields.note("file", "it names no file beside the manifest", "the shard was set aside");
        return None;
    }
    let month = fields.text("month").filter(|month| is_month(month));
    if month.is_none() {
        fields.note("month", "it is no month", &format!("read as {UNDATED}"));
    }
    Some(Shard {
        month: month.map_or_else(|| UNDATED.to_owned(), |month| month.into_owned()),
        file: file.into_owned(),
        papers: fields.count("papers").unwrap_or(0),
        bytes: fields.count("bytes").unwrap_or(0).into(),
        from: fields.day("from"),
        to: fields.day("to"),
    })
}

/// A manifest must not lead anywhere but to files beside it, and none of them hidden.
fn safe_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !name.is_empty() && name.len() <= 200 && !name.starts_with('.') && !name.contains("..") && name.bytes().all(plain)
}

fn is_month(text: &str) -> bool {
    text == UNDATED || (text.len() == 7 && Day::parse(&format!("{text}-01")).is_some())
}

#[derive(Serialize)]
struct Entry<'a> {
    month: &'a str,
    file: &'a str,
    papers: u32,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

impl<'a> Entry<'a> {
    fn of(shard: &'a Shard) -> Entry<'a> {
        Entry {
            month: &shard.month,
            file: &shard.file,
            papers: shard.papers,
            bytes: shard.bytes,
            from: shard.from.map(|day| day.to_string()),
            to: shard.to.map(|day| day.to_string()),
        }
    }
}
