//! CSL-JSON, the exchange format of citation processors: Zotero, Pandoc, Mendeley.
//!
//! Its schema forbids members of our own but for those in `custom`, at which some readers stop, so there are none.

use super::{Entry, Issued, push, quoted};
use crate::paper::Name;

pub(super) fn write(entries: &[Entry<'_>]) -> String {
    let mut text = String::from("[");
    for (index, entry) in entries.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        one(entry, &mut text);
    }
    text.push_str("\n]\n");
    text
}

fn one(entry: &Entry<'_>, text: &mut String) {
    let paper = entry.paper;
    let mut object = Object::default();
    object.text("id", entry.key);
    object.text("type", "article");
    object.text("citation-key", entry.key);
    object.text("title", &paper.title);
    if !paper.authors.is_empty() {
        object.raw("author", &list(paper.authors.iter().map(|author| name(&Name::parse(&author.name)))));
    }
    if let Some(Issued { year, month, day }) = Issued::of(paper) {
        let parts = [Some(year as u32), month, day].into_iter().flatten().map(|part| part.to_string());
        object.raw("issued", &format!("{{\"date-parts\":[{}]}}", list(parts)));
    }
    if let Some(id) = paper.id.arxiv() {
        object.text("publisher", "arXiv");
        object.text("number", &["arXiv:", id].concat());
        object.text("archive", "arXiv");
        object.text("archive_location", id);
    }
    object.text("DOI", &paper.id.doi().unwrap_or_default());
    object.text("URL", &paper.id.url());
    object.text("abstract", paper.abstract_text.as_deref().unwrap_or(""));
    object.text("keyword", &keywords(paper.categories.iter().chain(entry.tags)));
    object.text("note", entry.note.trim());
    text.push_str(&object.end());
}

/// Words between commas, or between semicolons where one has either in it. One with a semicolon is in quotes, as in a table.
fn keywords<'a>(words: impl Iterator<Item = &'a String>) -> String {
    let words: Vec<&String> = words.collect();
    let mark = if words.iter().any(|word| word.contains([',', ';', '"'])) { "; " } else { ", " };
    let mut text = String::new();
    for word in &words {
        if !text.is_empty() {
            text.push_str(mark);
        }
        text.push_str(&if word.contains([';', '"']) { quoted_word(word) } else { word.to_string() });
    }
    // By which a single word with a comma is one.
    text.push_str(if words.len() == 1 && mark == "; " { ";" } else { "" });
    text
}

fn quoted_word(word: &str) -> String {
    ["\"", &word.replace('"', "\"\""), "\""].concat()
}

fn name(name: &Name) -> String {
    let mut object = Object::default();
    if name.whole {
        object.text("literal", &name.family);
    } else {
        object.text("family", &name.family);
        object.text("given", &name.given);
        object.text("non-dropping-particle", &name.particle);
        object.text("suffix", &name.suffix);
    }
    object.end()
}

fn list(elements: impl Iterator<Item = String>) -> String {
    let mut text = String::from("[");
    for element in elements {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&element);
    }
    text.push(']');
    text
}

/// A JSON object in the making.
#[derive(Default)]
struct Object(String);

impl Object {
    /// Adds a text, if there is any.
    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.raw(name, &quoted(value));
        }
    }

    fn raw(&mut self, name: &str, value: &str) {
        let comma = if self.0.is_empty() { "" } else { "," };
        push(&mut self.0, &[comma, "\"", name, "\":", value]);
    }

    fn end(self) -> String {
        ["{", &self.0, "}"].concat()
    }
}
