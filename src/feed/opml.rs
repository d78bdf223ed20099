//! OPML: saved searches. Ours has the query in an attribute; of others the address may hold one.

use super::import::Search;
use super::problem::Problems;
use super::tidy;
use super::xml::{attribute, cut, tag};

/// Whether it is OPML by its first tags.
pub(super) fn is_one(text: &str) -> bool {
    let head: String = text.chars().take(1_000).collect::<String>().to_ascii_lowercase();
    head.starts_with('<') && head.contains("<opml")
}

/// The searches, in order. An outline with neither a query nor others within is a problem.
pub(super) fn read(text: &str, problems: &Problems) -> Vec<Search> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut number = 0;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at..).unwrap_or("");
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = cut(comment, "-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let (tag, behind) = tag(rest);
        rest = behind;
        let Some(attributes) =
            tag.strip_prefix("<outline").filter(|tag| !tag.starts_with(|c: char| c.is_alphanumeric()))
        else {
            continue;
        };
        number += 1;
        let of = |name: &str| attribute(attributes, name).unwrap_or_default();
        let title = [of("text"), of("title")].into_iter().map(|text| tidy::line(&text)).find(|text| !text.is_empty());
        let query = tidy::line(&of("query"));
        let addresses = ["url", "htmlUrl", "xmlUrl"].map(of);
        let query =
            Some(query).filter(|query| !query.is_empty()).or_else(|| addresses.iter().find_map(|url| of_address(url)));
        match query {
            Some(query) => found.push(Search { title: title.unwrap_or_else(|| query.clone()), query }),
            // A folder.
            None if addresses.iter().all(String::is_empty) && !attributes.trim_end().ends_with('/') => {}
            None => {
                let name = title.unwrap_or_default();
                let cause = format!("“{}” is no search but a feed or a link", tidy::excerpt(&name));
                problems.note(format!("outline {number}"), cause, "it was passed over");
            }
        }
    }
    found
}

/// The query of one of our addresses (`?q=masked+image`), or the categories of a feed of arXiv (`rss.arxiv.org/rss/cs.AI+cs.CL`, and on its older hosts).
fn of_address(address: &str) -> Option<String> {
    let feed = cut(address, "arxiv.org/").and_then(|(_, path)| path.split_once('/'));
    if let Some((_, categories)) = feed.filter(|(kind, _)| *kind == "rss" || *kind == "atom") {
        let categories = categories.split(['?', '#']).next().unwrap_or(categories);
        let parts: Vec<String> =
            categories.split('+').filter(|part| !part.is_empty()).map(|part| format!("cat:{part}")).collect();
        return (!parts.is_empty()).then(|| parts.join(" OR "));
    }
    let (_, parameters) = address.split_once(['?', '#'])?;
    let value = parameters.split(['&', '#']).find_map(|part| part.trim_start_matches('?').strip_prefix("q="))?;
    let query = tidy::line(&percent(value));
    (!query.is_empty()).then_some(query)
}

/// Percent and plus decoded, as forms encode them.
fn percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        let digits = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = digits.filter(|_| byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(code) => {
                bytes.push(code);
                rest = behind.get(2..).unwrap_or(&[]);
            }
            None => bytes.push(if byte == b'+' { b' ' } else { byte }),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
