//! BibTeX and BibLaTeX: one writer, as they differ in the type of entry, the spelling of a few fields and the alphabet.
//!
//! Both spellings of the eprint are given: `archivePrefix` is what styles of BibTeX know, `eprinttype` is what BibLaTeX and
//! Zotero know. The reader's note is an annotation, as `note` would be printed in the list of references.

use super::{Entry, Issued, push};
use crate::feed::tidy::{MONTHS, to_tex};
use crate::paper::{Name, Paper};

pub(super) fn write(entries: &[Entry<'_>], classic: bool) -> String {
    let mut text = String::new();
    for entry in entries {
        if !text.is_empty() {
            text.push('\n');
        }
        one(entry, classic, &mut text);
    }
    text
}

fn one(entry: &Entry<'_>, classic: bool, text: &mut String) {
    let paper = entry.paper;
    let issued = Issued::of(paper);
    text.push_str(if classic { "@misc{" } else { "@online{" });
    text.push_str(entry.key);
    text.push_str(",\n");
    let mut field = |name: &str, value: &str| {
        let (open, close) = if name == "month" { ("", "") } else { ("{", "}") };
        if !value.is_empty() {
            push(text, &["  ", name, " = ", open, value, close, ",\n"]);
        }
    };
    field("author", &authors(paper, classic));
    field("title", &to_tex(&paper.title, classic, true));
    match issued {
        Some(issued) if classic => {
            field("year", &issued.year.to_string());
            // A string that all styles have.
            let month = issued.month.and_then(|month| MONTHS.get(month.checked_sub(1)? as usize));
            field("month", month.copied().unwrap_or_default());
            field("day", &issued.day.map(|day| day.to_string()).unwrap_or_default());
        }
        Some(issued) => field("date", &issued.text("-")),
        None => {}
    }
    if let Some(id) = paper.id.arxiv() {
        let primary = paper.categories.first().map_or("", String::as_str);
        field("eprint", id);
        field("archivePrefix", "arXiv");
        field("eprinttype", "arxiv");
        field("eprintclass", &to_tex(primary, classic, false));
        field("primaryClass", &to_tex(primary, classic, false));
    }
    field("doi", &paper.id.doi().unwrap_or_default());
    field("url", &paper.id.url());
    field("abstract", &to_tex(paper.abstract_text.as_deref().unwrap_or(""), classic, false));
    // As in RIS and CSL-JSON the other categories stand before the tags, which readers tell by their looks.
    let others = paper.categories.iter().skip(usize::from(paper.id.arxiv().is_some()));
    field("keywords", &keywords(others.chain(entry.tags), classic));
    // Line by line: a formula does not go on over the end of a line.
    let lines = entry.note.trim().lines().map(|line| to_tex(line, classic, false));
    let lines: Vec<String> = lines.collect();
    field(if classic { "annote" } else { "annotation" }, &lines.join("\n"));
    text.push_str("}\n");
}

/// "van der Maaten, Laurens and {Gemini Team}".
fn authors(paper: &Paper, classic: bool) -> String {
    let mut text = String::new();
    for author in &paper.authors {
        let name = Name::parse(&author.name);
        if !text.is_empty() {
            text.push_str(" and ");
        }
        let part = |part: &str| to_tex(part, classic, false);
        if name.whole {
            push(&mut text, &["{", &part(&name.family), "}"]);
            continue;
        }
        text.push_str(&part(&name.last()));
        for next in [&name.suffix, &name.given].into_iter().filter(|next| !next.is_empty()) {
            text.push_str(", ");
            text.push_str(&part(next));
        }
    }
    text
}

/// Categories and tags; one with a comma in it is braced.
fn keywords<'a>(tags: impl Iterator<Item = &'a String>, classic: bool) -> String {
    let mut text = String::new();
    for tag in tags {
        if !text.is_empty() {
            text.push_str(", ");
        }
        // There are no formulas in tags.
        let parts: Vec<String> = tag.split('$').map(|part| to_tex(part, classic, false)).collect();
        let written = parts.join("\\$");
        let braced = if tag.contains([',', ';']) { ["{", &written, "}"] } else { ["", &written, ""] };
        push(&mut text, &braced);
    }
    text
}
