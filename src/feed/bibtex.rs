//! BibTeX and BibLaTeX: what the fields of an entry mean. How entries are cut out of the text is in `bibtex/scan.rs`.

mod scan;

use super::draft::{Draft, Leftover};
use super::problem::Problems;
use super::tidy;
use crate::paper::{Author, Day, Name};
use scan::{Entry, Scanner};

/// Fields that say which paper it is, the surest first.
const NAMING: [&str; 14] = [
    "eprint",
    "arxivid",
    "doi",
    "url",
    "journal",
    "journaltitle",
    "volume",
    "number",
    "howpublished",
    "note",
    "pages",
    "ee",
    "link",
    "booktitle",
];

/// Fields that are read, or that say what the identifier says.
const KNOWN: [&str; 15] = [
    "title",
    "author",
    "abstract",
    "keywords",
    "keyword",
    "mendeley-tags",
    "groups",
    "date",
    "year",
    "month",
    "day",
    "archiveprefix",
    "eprinttype",
    "primaryclass",
    "eprintclass",
];

/// Where the text begins to look like a bibliography: an `@`, letters, a brace.
pub(super) fn begins(text: &str) -> Option<usize> {
    let starts = text.match_indices('@').filter(|(at, _)| {
        let before = text.get(..*at).unwrap_or_default();
        before.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|last| "\n\r}".contains(last))
    });
    let mut starts = starts.map(|(at, _)| at);
    starts.find(|at| scan::opens_entry(text.get(*at..).unwrap_or_default()))
}

/// Reads all entries; a damaged one is a problem, and reading goes on behind it.
pub(super) fn read(text: &str, problems: &Problems) -> Vec<Draft> {
    let mut scanner = Scanner::new(text);
    let mut leftover = Leftover::default();
    let mut found = Vec::new();
    while let Some(entry) = scanner.next(problems) {
        found.push(draft(&entry, &mut leftover, problems));
    }
    leftover.note(problems);
    found
}

fn draft(entry: &Entry, leftover: &mut Leftover, problems: &Problems) -> Draft {
    let place = match entry.key.as_str() {
        "" => format!("entry of line {}", entry.line),
        key => format!("entry {key}, line {}", entry.line),
    };
    let mut draft = Draft::new(place);
    draft.key = (!entry.key.is_empty()).then(|| entry.key.clone());
    let kind = entry.field("archiveprefix").or_else(|| entry.field("eprinttype")).unwrap_or("arxiv");
    for name in NAMING {
        // Other archives have numbers too.
        if name != "eprint" || kind.trim().eq_ignore_ascii_case("arxiv") {
            entry.fields(name).for_each(|value| draft.look(&tidy::tex(value)));
        }
    }
    // Some services take the identifier for the key.
    draft.look(&entry.key);
    for (name, value) in &entry.fields {
        match name.as_str() {
            "title" => draft.title = tidy::tex(value),
            "abstract" => draft.abstract_text = Some(tidy::tex(value)),
            "author" => authors(value, &mut draft, problems),
            "keywords" | "keyword" | "mendeley-tags" | "groups" => {
                scan::split(value, |c| c == ',' || c == ';').iter().for_each(|word| draft.word(&tidy::tex(word)));
            }
            "primaryclass" | "eprintclass" => category(value, &mut draft),
            "date" => {
                draft.published = Day::parse(value.trim());
                draft.year(value);
            }
            "year" => date(entry, value, &mut draft),
            "annote" | "annotation" | "comment" | "comments" | "review" => note(value, &mut draft),
            "note" if super::ids::first(value).is_none() => note(value, &mut draft),
            name if !KNOWN.contains(&name) && !NAMING.contains(&name) => leftover.add(name),
            _ => {}
        }
    }
    draft
}

/// The year, with month and day if they are told.
fn date(entry: &Entry, year: &str, draft: &mut Draft) {
    let part = |name: &str| entry.field(name).map(|value| value.trim().to_ascii_lowercase()).unwrap_or_default();
    let (month, day) = (part("month"), part("day"));
    let named = tidy::MONTHS.iter().zip(1..).find(|(name, _)| month.starts_with(**name)).map(|(_, month)| month);
    let month = named.or_else(|| month.parse::<u32>().ok());
    draft.year(&month.map(|month| format!("{year}-{month}")).unwrap_or_else(|| year.to_owned()));
    draft.published = draft.published.or_else(|| Day::from_ymd(year.trim().parse().ok()?, month?, day.parse().ok()?));
}

/// A text of several lines, which stay.
fn note(value: &str, draft: &mut Draft) {
    value.trim().lines().for_each(|line| draft.note(&tidy::note_line(line)));
}

fn authors(value: &str, draft: &mut Draft, problems: &Problems) {
    let mut names = names(value);
    // In braces it would be a name.
    if scan::split_words(value, "and").last().is_some_and(|last| last.trim().eq_ignore_ascii_case("others")) {
        names.pop();
        problems.note(draft.place.clone(), "its authors end with “and others”", "those that are named were taken");
    }
    draft.authors.extend(names.into_iter().map(Author::named));
}

/// The names that "and" joins, as printed.
pub(super) fn names(value: &str) -> Vec<String> {
    let printed = |name: &str| {
        // What is braced as a whole is one name, with its commas and small words.
        if let Some(inside) =
            name.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).filter(|_| scan::is_one_group(name))
        {
            return tidy::tex(inside);
        }
        let parts: Vec<String> = scan::split(name, |c| c == ',').into_iter().map(tidy::tex).collect();
        Name::from_sorted(&parts.join(", ")).to_string()
    };
    let mut names: Vec<String> = scan::split_words(value, "and").into_iter().map(|name| printed(name.trim())).collect();
    names.retain(|name| !name.is_empty());
    names
}

/// The primary category stands before those that key words name.
fn category(value: &str, draft: &mut Draft) {
    let category = tidy::tex(value);
    draft.categories.retain(|known| *known != category);
    if !category.is_empty() {
        draft.categories.insert(0, category);
    }
}
