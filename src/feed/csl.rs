//! CSL-JSON as Zotero, Mendeley and Pandoc write it.

use serde_json::{Map, Value};

use super::document;
use super::draft::{Draft, Leftover};
use super::problem::Problems;
use super::tidy;
use crate::paper::{Author, Day, Name};

/// Members that may name the paper, the surest first.
const NAMING: [&str; 8] = ["archive_location", "number", "DOI", "URL", "container-title", "note", "volume", "id"];

/// Members that are read, or that say what the identifier says.
const KNOWN: [&str; 16] = [
    "type",
    "title",
    "author",
    "abstract",
    "issued",
    "keyword",
    "annote",
    "citation-key",
    "citekey",
    "publisher",
    "archive",
    "title-short",
    "accessed",
    "source",
    "language",
    "submitted",
];

/// Whether the items are those of CSL: objects with a type and a title or an identifier.
pub(super) fn is_list(items: &[&str]) -> bool {
    let like = |item: &&str| {
        item.starts_with('{') && item.contains("\"type\"") && (item.contains("\"id\"") || item.contains("\"title\""))
    };
    items.iter().take(3).any(like) && !items.iter().take(3).any(|item| item.contains("\"paper\""))
}

/// Reads all items; a damaged one is a problem and hides no other.
pub(super) fn read(items: &[&str], problems: &Problems) -> Vec<Draft> {
    let mut leftover = Leftover::default();
    let mut found = Vec::new();
    for (index, raw) in items.iter().enumerate() {
        let place = format!("item {}", index + 1);
        let Some(value) = document::parse(raw, &place, problems) else { continue };
        match value.as_object() {
            Some(map) => found.push(draft(map, place, &mut leftover)),
            None => problems.note(place, "it is not an object", "the item was set aside"),
        }
    }
    leftover.note(problems);
    found
}

fn draft(map: &Map<String, Value>, place: String, leftover: &mut Leftover) -> Draft {
    let text = |name: &str| match map.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let mut draft = Draft::new(place);
    NAMING.iter().for_each(|name| draft.look(&text(name)));
    draft.title = tidy::foreign(&tidy::without_marks(&text("title")));
    draft.abstract_text = Some(tidy::foreign(&tidy::without_marks(&text("abstract"))));
    draft.key = ["citation-key", "citekey"].into_iter().map(text).find(|key| !key.is_empty());
    if draft.key.is_none() {
        draft.key = Some(text("id")).filter(|id| !id.is_empty() && !id.contains("://"));
    }
    let authors = map.get("author").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    draft.authors.extend(authors.iter().filter_map(name).map(Author::named));
    let issued = map.get("issued").map(date).unwrap_or_default();
    draft.published = Day::parse(&issued);
    draft.year(&issued);
    words(&text("keyword"), &mut draft);
    // Zotero's field for everything else says mostly which number of arXiv it is.
    for note in [text("note"), text("annote")] {
        let lines = note.lines().filter(|line| !is_extra(line));
        lines.for_each(|line| draft.note(line));
    }
    map.keys()
        .filter(|name| !KNOWN.contains(&name.as_str()) && !NAMING.contains(&name.as_str()))
        .for_each(|name| leftover.add(name));
    draft
}

/// Words between semicolons, or between commas if there are none; what is in quotes is one.
fn words(text: &str, draft: &mut Draft) {
    let mark = if text.contains(';') { ';' } else { ',' };
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, behind) = quoted(rest, mark).unwrap_or_else(|| {
            let (word, behind) = rest.split_once(mark).unwrap_or((rest, ""));
            (word.to_owned(), behind)
        });
        draft.word(&word);
        rest = behind.trim_start();
    }
}

/// The word in quotes that a text begins with, and what comes behind its mark.
fn quoted(text: &str, mark: char) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut word = String::new();
    loop {
        let (part, behind) = rest.split_once('"')?;
        word.push_str(part);
        match behind.strip_prefix('"') {
            Some(behind) => {
                word.push('"');
                rest = behind;
            }
            None if behind.trim_start().is_empty() => return Some((word, "")),
            None => return Some((word, behind.trim_start().strip_prefix(mark)?)),
        }
    }
}

/// Whether a line is one of those that Zotero keeps for fields which it does not have.
fn is_extra(line: &str) -> bool {
    let Some((name, value)) = line.trim_start().split_once(':') else { return false };
    match name {
        "arXiv" | "PMID" | "PMCID" | "Citation Key" => true,
        "version" => value.trim().bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// A name of parts, as printed.
fn name(value: &Value) -> Option<String> {
    let part = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or("").trim().to_owned();
    let literal = part("literal");
    let particle = [part("dropping-particle"), part("non-dropping-particle")].join(" ").trim().to_owned();
    let parts = Name { given: part("given"), particle, family: part("family"), suffix: part("suffix"), whole: false };
    let name = tidy::line(&if literal.is_empty() { parts.to_string() } else { literal });
    (!name.is_empty()).then_some(name)
}

/// A date as ISO writes it, as far as it is told: `{"date-parts": [[2017, 6, 12]]}`, with numbers or texts, or `{"raw": "2017-06-12"}`.
fn date(value: &Value) -> String {
    if let Some(text) = value.as_str().or_else(|| value.get("raw")?.as_str()) {
        return text.to_owned();
    }
    let parts = value.get("date-parts").and_then(|dates| dates.get(0)?.as_array()).map_or(&[][..], Vec::as_slice);
    let number = |part: &Value| part.as_str().map_or_else(|| part.as_u64(), |text| text.trim().parse().ok());
    let widths = [4, 2, 2];
    let parts = parts.iter().map_while(number).zip(widths).map(|(part, width)| format!("{part:0width$}"));
    parts.collect::<Vec<_>>().join("-")
}
