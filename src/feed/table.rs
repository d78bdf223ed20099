//! The table that Offprint writes: values between commas, some in quotes (RFC 4180), below a line of names.

use std::collections::HashMap;

use super::draft::Draft;
use super::tidy;
use crate::paper::{Author, Day};

/// How it begins; whatever stands in it may look like another format.
const NAMES: &str = "key,arxiv,title,";

/// Whether it is one.
pub(super) fn is_ours(text: &str) -> bool {
    text.starts_with(NAMES)
}

/// Reads all rows. Linear.
pub(super) fn read(text: &str) -> Vec<Draft> {
    let mut rest = text;
    let names = row(&mut rest);
    let mut found = Vec::new();
    while !rest.is_empty() {
        let line = found.len() + 2;
        let values = row(&mut rest);
        let values: HashMap<&str, &str> =
            names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
        found.push(draft(&values, format!("row {line}")));
    }
    found
}

fn draft(values: &HashMap<&str, &str>, place: String) -> Draft {
    let text = |name: &str| values.get(name).copied().unwrap_or_default();
    let mut draft = Draft::new(place);
    ["arxiv", "doi", "url"].into_iter().for_each(|name| draft.look(text(name)));
    draft.title = tidy::line(text("title"));
    let authors = list(text("authors")).into_iter().map(|name| tidy::line(&name)).filter(|name| !name.is_empty());
    draft.authors = authors.map(Author::named).collect();
    draft.categories = text("categories").split_whitespace().map(str::to_owned).collect();
    draft.published = Day::parse(text("issued"));
    draft.year(text("issued"));
    draft.key = Some(text("key").to_owned()).filter(|key| !key.is_empty());
    list(text("tags")).iter().for_each(|tag| draft.word(tag));
    text("note").lines().for_each(|line| draft.note(line));
    draft.starred = Day::parse(text("starred"));
    draft
}

/// The values of the next row, which is cut off.
fn row(rest: &mut &str) -> Vec<String> {
    let mut values = Vec::new();
    loop {
        let (value, end) = value(rest, &|plain| plain.find([',', '\r', '\n']));
        // What would be a formula has an apostrophe before it.
        let formula = value
            .strip_prefix('\'')
            .filter(|text| text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']));
        values.push(formula.map(str::to_owned).unwrap_or(value));
        *rest = rest.get(end..).unwrap_or_default();
        match rest.strip_prefix(',') {
            Some(behind) => *rest = behind,
            None => break,
        }
    }
    *rest = rest.strip_prefix('\r').unwrap_or(rest);
    *rest = rest.strip_prefix('\n').unwrap_or(rest);
    values
}

/// The texts of a field that has several with `; ` between them, some in quotes.
fn list(field: &str) -> Vec<String> {
    let (mut texts, mut rest) = (Vec::new(), Some(field));
    while let Some(text) = rest {
        let (first, end) = value(text, &|plain| plain.find("; "));
        texts.push(first);
        rest = text.get(end..).and_then(|rest| rest.strip_prefix("; "));
    }
    texts
}

/// The value that a text begins with, and where it ends.
fn value(text: &str, ends: &dyn Fn(&str) -> Option<usize>) -> (String, usize) {
    let mut value = String::new();
    let mut at = 0;
    while let Some(inside) = text.get(at..).and_then(|rest| rest.strip_prefix('"')) {
        let end = inside.find('"').unwrap_or(inside.len());
        // Two quotes are one that is meant.
        value.push_str(if at > 0 { "\"" } else { "" });
        value.push_str(inside.get(..end).unwrap_or_default());
        at += end + 2;
    }
    let plain = text.get(at..).unwrap_or_default();
    let length = ends(plain).unwrap_or(plain.len());
    value.push_str(plain.get(..length).unwrap_or_default());
    (value, at.min(text.len()) + length)
}
