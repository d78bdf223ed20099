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
        let day = |day: Option<crate::paper::Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let fields = [
            entry.key,
            paper.id.arxiv().unwrap_or_default(),
            &paper.title,
            &list(paper.authors.iter().map(|author| author.name.as_str())),
            &Issued::of(paper).map(|issued| issued.text("-")).unwrap_or_default(),
            &paper.categories.join(" "),
            &paper.id.url(),
            &paper.id.doi().unwrap_or_default(),
            &list(entry.tags.iter().map(String::as_str)),
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

/// Texts side by side, with `; ` between them. One with that in it is in quotes, as a field with commas is.
fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut list = String::new();
    for text in texts {
        let before = if list.is_empty() { "" } else { "; " };
        let quoted = text.contains("; ") || text.starts_with('"');
        let text = if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() };
        list.push_str(before);
        list.push_str(&text);
    }
    list
}

fn field(value: &str, text: &mut String) {
    // So does what would then look like one that has it.
    let formula = value.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
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
