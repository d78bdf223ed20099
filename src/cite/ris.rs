//! RIS. Lines of a tag and a value, ended as on Windows; nothing is escaped, so a value is one line. Only notes go on in lines
//! without a tag, as Zotero writes them and reads them.

use super::{Entry, Issued, push};
use crate::paper::Name;

pub(super) fn write(entries: &[Entry<'_>]) -> String {
    let mut text = String::new();
    entries.iter().for_each(|entry| one(entry, &mut text));
    text
}

fn one(entry: &Entry<'_>, text: &mut String) {
    let paper = entry.paper;
    let mut line = |tag: &str, value: &str| {
        push(text, &[tag, "  - ", value, "\r\n"]);
    };
    // No type means a preprint everywhere; this one loses the least.
    line("TY", "RPRT");
    line("ID", entry.key);
    line("TI", &paper.title);
    for author in &paper.authors {
        let name = Name::parse(&author.name);
        let mut sorted = name.last();
        for next in [&name.given, &name.suffix].into_iter().filter(|next| !next.is_empty()) {
            sorted.push_str(", ");
            sorted.push_str(next);
        }
        line("AU", &sorted);
    }
    if let Some(issued) = Issued::of(paper) {
        line("PY", &format!("{:04}", issued.year));
        line("DA", &issued.text("/"));
    }
    if let Some(id) = paper.id.arxiv() {
        line("PB", "arXiv");
        line("M1", &["arXiv:", id].concat());
    }
    if let Some(doi) = paper.id.doi() {
        line("DO", &doi);
    }
    line("UR", &paper.id.url());
    if let Some(text) = &paper.abstract_text {
        line("AB", text);
    }
    paper.categories.iter().chain(entry.tags).for_each(|word| line("KW", word));
    let mut lines = entry.note.trim().lines();
    if let Some(first) = lines.next() {
        line("N1", first);
    }
    for part in lines {
        // A line that looks like one with a tag is moved to the right, so that it doesn't begin with it.
        let capital = part.starts_with(|c: char| c.is_ascii_uppercase());
        let tagged = capital && part.get(2..).is_some_and(|rest| rest.trim_start().starts_with('-'));
        push(text, &[if tagged { " " } else { "" }, part, "\r\n"]);
    }
    text.push_str("ER  - \r\n");
}
