//! The library of arXiv Sanity Preserver, as its page holds it and as the scripts that saved it wrote it: a list of objects
//! with `rawpid`, `title`, `authors`, `abstract`, `tags` (arXiv's categories) and the date as month/day/year.
//!
//! Its successor, arXiv Sanity Lite, exports nothing. A page of it that was saved is read for its identifiers.

use serde_json::Value;

use super::document;
use super::draft::Draft;
use super::import::Brought;
use super::problem::Problems;
use super::tidy;
use crate::paper::{Author, Day};

/// Reads all papers. All of them were in the reader's library, which is what a star is there.
pub(super) fn read(items: &[&str], problems: &Problems) -> Vec<Brought> {
    let mut found = Vec::new();
    for (index, raw) in items.iter().enumerate() {
        let place = format!("item {}", index + 1);
        let Some(value) = document::parse(raw, &place, problems) else { continue };
        let text = |member: &str| value.get(member).and_then(Value::as_str).unwrap_or("");
        let list = |member: &str| {
            let list = value.get(member).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str).map(tidy::line).filter(|text| !text.is_empty())
        };
        let mut draft = Draft::new(place);
        ["pid", "rawpid", "link"].into_iter().for_each(|member| draft.look(text(member)));
        draft.title = tidy::prose(text("title"));
        draft.authors = list("authors").map(Author::named).collect();
        draft.abstract_text = Some(tidy::prose(text("abstract")));
        draft.categories = list("tags").collect();
        draft.published = day(text("originally_published_time"));
        let starred = value.get("in_library").and_then(Value::as_i64) != Some(0);
        found.extend(draft.finish(problems).map(|brought| Brought { starred, ..brought }));
    }
    found
}

/// `6/12/2017`.
fn day(text: &str) -> Option<Day> {
    let mut parts = text.split('/').map(str::parse);
    let (month, day, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    Day::from_ymd(i32::try_from(year).ok()?, month, day)
}
