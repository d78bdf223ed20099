//! Atom (RFC 4287).
//!
//! Papers only: a feed is for others, and notes and tags are the reader's own.

use super::{Entry, Head, Issued, push};

pub(super) fn write(entries: &[Entry<'_>], head: &Head<'_>) -> String {
    let mut text =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let instant = |date: &str| [date, "T00:00:00Z"].concat();
    element("title", head.title, &mut text);
    // The same list of the same app is the same feed.
    let mut id = String::from(head.home);
    id.push_str("#feed=");
    super::coins::encode(head.title, &mut id);
    element("id", &id, &mut text);
    element("updated", &instant(&head.today.to_string()), &mut text);
    tag("link", &[("rel", "alternate"), ("href", head.home)], &mut text);
    // Demanded of a feed in which an entry may have no author.
    person("Offprint", &mut text);
    for entry in entries {
        let paper = entry.paper;
        let url = paper.id.url();
        text.push_str("<entry>\n");
        element("title", &paper.title, &mut text);
        element("id", &url, &mut text);
        let first = |issued: Issued| Issued { month: issued.month.or(Some(1)), day: issued.day.or(Some(1)), ..issued };
        let issued = Issued::of(paper).map(|issued| first(issued).text("-"));
        // Demanded of each entry; where nothing is known, the day of the list.
        let issued = issued.unwrap_or_else(|| head.today.to_string());
        let updated = paper.last_day().map(|day| day.to_string()).filter(|day| *day > issued);
        element("updated", &instant(updated.as_ref().unwrap_or(&issued)), &mut text);
        if paper.published.is_some() {
            element("published", &instant(&issued), &mut text);
        }
        tag("link", &[("rel", "alternate"), ("href", &url)], &mut text);
        if let Some(pdf) = paper.id.pdf_url() {
            tag("link", &[("rel", "related"), ("type", "application/pdf"), ("href", &pdf)], &mut text);
        }
        paper.authors.iter().for_each(|author| person(&author.name, &mut text));
        paper.categories.iter().for_each(|category| tag("category", &[("term", category)], &mut text));
        if let Some(summary) = &paper.abstract_text {
            element("summary", summary, &mut text);
        }
        text.push_str("</entry>\n");
    }
    text.push_str("</feed>\n");
    text
}

fn person(name: &str, text: &mut String) {
    text.push_str("<author>");
    element("name", name, text);
    text.push_str("</author>\n");
}

fn element(name: &str, value: &str, text: &mut String) {
    push(text, &["<", name, ">"]);
    escape(value, text);
    push(text, &["</", name, ">\n"]);
}

/// An element of attributes alone.
pub(super) fn tag(name: &str, attributes: &[(&str, &str)], text: &mut String) {
    push(text, &["<", name]);
    for (name, value) in attributes {
        push(text, &[" ", name, "=\""]);
        escape(value, text);
        text.push('"');
    }
    text.push_str("/>\n");
}

/// Text as XML has it. What XML 1.0 has no place for, even escaped, is left out.
pub(super) fn escape(value: &str, text: &mut String) {
    for c in value.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\t' | '\n' | '\r' => text.push(' '),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {}
            _ => text.push(c),
        }
    }
}
