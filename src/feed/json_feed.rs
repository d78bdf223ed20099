//! JSON Feed 1.0 and 1.1 (<https://www.jsonfeed.org/version/1.1/>), with or without our `_paper`.
//!
//! A document that declares `_paper.format` at its top promises finished text: it is taken as it stands. Any other feed
//! was written by who knows whom, so TeX in it is cleaned away.

use serde_json::Value;

use super::document::{self, Object};
use super::fields::Fields;
use super::merged::Merged;
use super::problem::Problems;
use super::tidy;
use super::write::FORMAT;
use crate::paper::{Author, Day, Paper, PaperId};
use crate::search::order::sorted;

/// Archives of arXiv whose name is a category by itself, without a dot.
const ARCHIVES: [&str; 9] =
    ["gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nucl-ex", "nucl-th", "quant-ph"];

/// Whether the object says that it is a JSON Feed.
pub(super) fn has_version(object: &Object<'_>) -> bool {
    object.text("version").is_some_and(|version| version.contains("jsonfeed.org/version/"))
}

/// Reads the items of a feed.
pub(super) fn read(object: &Object<'_>, problems: &Problems) -> Vec<Paper> {
    let finished = declared_format(object, problems);
    let mut merged = Merged::default();
    for (index, raw) in object.items.iter().flatten().enumerate() {
        let place = format!("item {}", index + 1);
        let Some(value) = document::parse(raw, &place, problems) else { continue };
        if let Some((paper, place)) = item(&value, place, finished, problems) {
            merged.add(paper, &place, problems);
        }
    }
    merged.into_papers()
}

/// Whether the document declares our format. A later format than ours is read as far as it is known.
fn declared_format(object: &Object<'_>, problems: &Problems) -> bool {
    let Some(Value::Object(map)) = object.value("_paper") else { return false };
    let format = Fields::new(&map, "the whole file, _paper", problems).count("format");
    if format.is_some_and(|format| format > FORMAT) {
        let cause = format!("it is of format {}, later than {FORMAT}", format.unwrap_or_default());
        problems.note("the whole file", cause, "what is known of it was read");
    }
    format.is_some()
}

fn item(value: &Value, place: String, finished: bool, problems: &Problems) -> Option<(Paper, String)> {
    let Some(map) = value.as_object() else {
        problems.note(place, "it is not an object", "the item was set aside");
        return None;
    };
    let outer = Fields::new(map, place.clone(), problems);
    let inner = if outer.has("_paper") { outer.object("_paper") } else { None };
    let Some((id, version)) = identity(&outer, inner.as_ref()) else {
        problems.note(place, "it has no identifier of arXiv, no DOI and no link", "the item was set aside");
        return None;
    };
    let place = format!("{place} ({id})");
    let source = Item {
        outer: outer.placed(&place),
        inner: inner.map(|inner| inner.placed(format!("{place}, _paper"))),
        finished,
    };
    let Some(title) = source.prose(&source.outer, "title") else {
        problems.note(place, "it has no title", "the item was set aside");
        return None;
    };
    let mut paper = Paper::new(id, title);
    paper.version = source.version().or(version);
    source.fill(&mut paper);
    Some((paper, place))
}

/// The best name that stands anywhere. A feed may give its items addresses of its own and name arXiv elsewhere.
fn identity(outer: &Fields<'_>, inner: Option<&Fields<'_>>) -> Option<(PaperId, Option<u16>)> {
    let parse = |fields: &Fields<'_>, key| fields.text(key).and_then(|text| PaperId::parse(&text));
    let declared = inner.and_then(|inner| parse(inner, "arxiv"));
    let named = ["id", "url", "external_url"].into_iter().filter_map(|key| parse(outer, key));
    // Of those of one kind the first.
    declared.or_else(|| named.min_by_key(|(id, _)| id.kind()))
}

/// The two levels of an item; what `_paper` says goes first.
struct Item<'a> {
    outer: Fields<'a>,
    inner: Option<Fields<'a>>,
    finished: bool,
}

impl<'a> Item<'a> {
    fn fill(&self, paper: &mut Paper) {
        paper.summary = self.inner_prose("summary").or_else(|| self.prose(&self.outer, "summary"));
        paper.abstract_text = self.abstract_text(paper);
        paper.authors = self.authors();
        paper.published = self.inner(|inner| inner.day("published")).or_else(|| self.outer.day("date_published"));
        paper.thumbnail = self.inner(|inner| inner.link("thumbnail")).or_else(|| self.outer.link("image"));
        self.topics(paper);
        let Some(inner) = &self.inner else {
            // When a feed of somebody else showed it; of papers on arXiv the date is taken for their own.
            paper.days.extend(paper.published.filter(|_| paper.id.arxiv().is_none()));
            return;
        };
        paper.days = days(inner);
        paper.votes = inner.count("upvotes");
        paper.comments = inner.count("comments");
        paper.repository = inner.link("repository");
        paper.stars = inner.count("stars");
        paper.project = inner.link("project");
        paper.organisation = inner.line("organisation");
        paper.submitter = inner.line("submitter");
    }

    fn version(&self) -> Option<u16> {
        let number = self.inner(|inner| inner.count("version"))?;
        let version = u16::try_from(number).ok().filter(|version| *version > 0);
        if version.is_none() {
            self.outer.note("_paper, version", format!("{number} is no version"), "read as absent");
        }
        version
    }

    /// JSON Feed demands content of every item, so a writer without an abstract repeats the summary or the title.
    fn abstract_text(&self, paper: &Paper) -> Option<String> {
        let text = self.prose(&self.outer, "content_text").or_else(|| {
            let html = self.outer.text("content_html")?;
            Some(tidy::prose(&tidy::without_tags(&html))).filter(|text| !text.is_empty())
        })?;
        (text != paper.title && Some(&text) != paper.summary.as_ref()).then_some(text)
    }

    fn authors(&self) -> Vec<Author> {
        let levels = [self.inner.as_ref(), Some(&self.outer)];
        let found = levels.into_iter().flatten().find(|level| level.has("authors") || level.has("author"));
        let Some(level) = found else { return Vec::new() };
        // Version 1.0 of JSON Feed has one `author`.
        let key = if level.has("authors") { "authors" } else { "author" };
        let author = |(name, fields): (String, Option<Fields<'_>>)| Author {
            name,
            affiliations: fields.map(|fields| fields.lines("affiliations")).unwrap_or_default(),
        };
        level.named(key).into_iter().map(author).collect()
    }

    /// Categories and keywords; without `_paper`, tags are sorted into the two by their looks.
    fn topics(&self, paper: &mut Paper) {
        match &self.inner {
            Some(inner) => {
                let level = if inner.has("categories") { (inner, "categories") } else { (&self.outer, "tags") };
                paper.categories = level.0.lines(level.1);
                paper.keywords = inner.lines("keywords");
            }
            None => {
                (paper.categories, paper.keywords) =
                    self.outer.lines("tags").into_iter().partition(|tag| like_category(tag));
            }
        }
    }

    fn inner<T>(&self, read: impl Fn(&Fields<'a>) -> Option<T>) -> Option<T> {
        self.inner.as_ref().and_then(read)
    }

    fn inner_prose(&self, key: &str) -> Option<String> {
        self.inner(|inner| self.prose(inner, key))
    }

    fn prose(&self, fields: &Fields<'_>, key: &str) -> Option<String> {
        if self.finished { fields.line(key) } else { fields.prose(key) }
    }
}

/// The papers-days, from `days` and the single `day`.
fn days(inner: &Fields<'_>) -> Vec<Day> {
    let mut days: Vec<_> = inner.days("days");
    days.extend(inner.day("day"));
    let mut days = sorted(days);
    days.dedup();
    days
}

/// `cs.CL`, `cond-mat.str-el`, `hep-th`: an archive, and mostly a subject after a dot.
pub(super) fn like_category(tag: &str) -> bool {
    let Some((archive, subject)) = tag.split_once('.') else {
        return ARCHIVES.contains(&tag);
    };
    let plain = |c: char| c.is_ascii_alphabetic() || c == '-';
    let archive_like = archive.len() >= 2 && archive.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    archive_like && subject.len() >= 2 && subject.chars().all(plain)
}
