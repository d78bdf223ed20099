//! A table as RFC 4180 has it: fields with quotes, commas or line ends are quoted, lines end in CR LF.
//!
//! A program for tables takes a field that begins with `=`, `+`, `-` or `@` for a formula and runs it, and titles come from
//! anybody. Such a field gets an apostrophe in front, by which these programs know a text.

use super::{Entry, Issued};

const COLUMNS: &str = "key,arxiv,title,authors,issued,categories,url,doi,tags,starred,read,note\r\n";

pub(super) fn write(entries: &[Entry<'_>]) -> String {
    let mut text = String::from(COLUMNS);
    for entry in entries {
        let paper = entry.paper;
        let authors: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
        let day = |day: Option<crate::paper::Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let fields = [
            entry.key,
            paper.id.arxiv().unwrap_or_default(),
            &paper.title,
            &authors.join("; "),
            &Issued::of(paper).map(|issued| issued.text("-")).unwrap_or_default(),
            &paper.categories.join(" "),
            &paper.id.url(),
            &paper.id.doi().unwrap_or_default(),
            &entry.tags.join("; "),
            &day(entry.starred),
            &day(entry.read),
            entry.note,
        ];
        for (index, value) in fields.into_iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            field(value, &mut text);
        }
        text.push_str("\r\n");
    }
    text
}

fn field(value: &str, text: &mut String) {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = value.contains(['"', ',', '\r', '\n']);
    if quoted {
        text.push('"');
    }
    if formula {
        text.push('\'');
    }
    if quoted {
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}
