//! What the browser extension PaperMemory exports: an object with a member for each paper, and the version of the data.
//!
//! Its members are those of <https://github.com/vict0rsch/PaperMemory> at data version 508: `title`, `author` joined by
//! "and", `tags`, `note`, `favorite`, `favoriteDate`, `addDate`, `pdfLink`, `codeLink`, `key`.

use serde_json::Value;

use super::document::{self, Object};
use super::draft::Draft;
use super::import::Brought;
use super::problem::Problems;
use super::{bibtex, tidy};
use crate::paper::{Author, Day, Link, Paper};

/// Whether the object is such an export.
pub(super) fn is_one(object: &Object<'_>) -> bool {
    let paper = |raw: &str| raw.starts_with('{') && raw.contains("\"pdfLink\"");
    object.has("__dataVersion") || object.members().iter().take(3).any(|(_, raw)| paper(raw))
}

/// Reads all papers; those of other sources than arXiv are problems.
pub(super) fn read(object: &Object<'_>, problems: &Problems) -> Vec<Brought> {
    let mut found = Vec::new();
    for (name, raw) in object.members().iter().filter(|(name, _)| !name.starts_with("__")) {
        let Some(value) = document::parse(raw, name, problems) else { continue };
        found.extend(paper(name, &value, problems));
    }
    found
}

fn paper(name: &str, value: &Value, problems: &Problems) -> Option<Brought> {
    let text = |member: &str| value.get(member).and_then(Value::as_str).unwrap_or("").trim();
    let mut draft = Draft::new(name.to_owned());
    // Its own identifier is the arXiv number behind a word; a paper that moved on to a venue keeps the arXiv link.
    [name, text("id"), text("pdfLink"), text("doi")].into_iter().for_each(|text| draft.look(text));
    draft.title = tidy::prose(text("title"));
    draft.authors.extend(bibtex::names(text("author")).into_iter().map(Author::named));
    draft.key = Some(text("key").to_owned()).filter(|key| !key.is_empty());
    text("note").lines().for_each(|line| draft.note(line));
    draft.abstract_text = Some(tidy::prose(text("abstract")));
    let tags = value.get("tags").and_then(Value::as_array);
    tags.into_iter().flatten().filter_map(Value::as_str).for_each(|tag| draft.word(tag));
    let brought = draft.finish(problems)?;
    let starred = value.get("favorite").and_then(Value::as_bool).unwrap_or(false);
    let since = Day::parse(text("favoriteDate")).filter(|_| starred).or_else(|| Day::parse(text("addDate")));
    let repository = Link::parse(text("codeLink"));
    Some(Brought { paper: Paper { repository, ..brought.paper }, starred, since, ..brought })
}
