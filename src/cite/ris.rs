//! RIS. Lines of a tag and a value, ended as on Windows; nothing is escaped, so a value is one line.

use super::{Entry, Issued, doi};
use crate::paper::Name;

pub(super) fn write(entries: &[Entry<'_>]) -> String {
    let mut text = String::new();
    entries.iter().for_each(|entry| one(entry, &mut text));
    text
}

fn one(entry: &Entry<'_>, text: &mut String) {
    let paper = entry.paper;
    let mut line = |tag: &str, value: &str| {
        [tag, "  - ", value, "\r\n"].into_iter().for_each(|part| text.push_str(part));
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
    let issued = Issued::of(paper);
    line("PY", &format!("{:04}", issued.year));
    line("DA", &issued.text("/"));
    line("PB", "arXiv");
    line("M1", &["arXiv:", paper.id.as_str()].concat());
    line("DO", &doi(&paper.id));
    line("UR", &paper.id.arxiv_url());
    if let Some(text) = &paper.abstract_text {
        line("AB", text);
    }
    paper.categories.iter().chain(entry.tags).for_each(|word| line("KW", word));
    entry.note.trim().lines().for_each(|part| line("N1", part));
    line("ER", "");
}
