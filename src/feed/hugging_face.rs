//! The daily list of Hugging Face, in every form that its answers had since March 2024; and its papers by themselves, as a search
//! or a question for one gives them.
//!
//! The one hard question is which papers-day an item belongs to. From March 2025 on the paper says so
//! (`submittedOnDailyAt`). Before that, the item's `publishedAt` is the instant of posting. In between it is the paper's
//! own date, four or five hours early (the offset of New York), and says nothing about the day; believing it would
//! put every paper a day or more too early. See [`settle`].

use std::collections::HashSet;

use serde_json::Value;

use super::Hint;
use super::document::{self, Object};
use super::fields::Fields;
use super::merged::Merged;
use super::problem::Problems;
use crate::paper::{Author, Day, Paper, PaperId};

/// The source ends every answer here, however many papers the day has.
const ANSWER_LIMIT: usize = 50;

/// From this hour (UTC) on, a posting belonged to the next papers-day.
const LATE: i64 = 21 * 3_600;

/// 2025-03-10, the day from which an item's `publishedAt` is no longer the instant of posting.
const SHIFTED_FROM: Day = Day(20_157);

/// By how many seconds a shifted `publishedAt` is early: New York in summer and in winter.
const SHIFTS: [i64; 3] = [0, 4 * 3_600, 5 * 3_600];

/// A paper older than so many days need not be of the day that others in the answer are of: it may be a search's answer.
const RECENT: i32 = 60;

const WHOLE: &str = "the whole answer";

/// What an item says about its papers-day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Posting {
    /// The day itself.
    On(Day),
    /// When it was posted: the UTC day, and whether that was late in it.
    At { date: Day, late: bool },
    /// Nothing but the paper's own date, where it has one.
    Unsaid(Option<Day>),
    /// Nothing, and no answer of a day would tell: it is a paper without the wrapper of a day's item.
    Elsewhere,
}

/// Whether a list is one of this kind: empty, or with at least one object in it that looks like an item.
pub(super) fn is_list(items: &[&str]) -> bool {
    let like_item = |raw: &&str| raw.starts_with('{') && (raw.contains("\"paper\"") || raw.contains("\"publishedAt\""));
    items.is_empty() || items.iter().any(like_item)
}

/// Whether an object is one paper, asked for by its identifier.
pub(super) fn is_one(object: &Object<'_>) -> bool {
    ["id", "title", "publishedAt"].iter().all(|name| object.has(name))
}

/// Reads the items of one answer.
pub(super) fn read(items: &[&str], hint: &Hint, problems: &Problems) -> Vec<Paper> {
    if items.len() == ANSWER_LIMIT {
        let cause = format!("it has exactly {ANSWER_LIMIT} items, where the source cuts a list off");
        problems.note(WHOLE, cause, "the day may be incomplete");
    }
    let mut read: Vec<(Paper, Posting, String)> = Vec::new();
    for (index, raw) in items.iter().enumerate() {
        let place = format!("item {}", index + 1);
        let Some(value) = document::parse(raw, &place, problems) else { continue };
        read.extend(item(&value, place, problems));
    }
    let postings: Vec<Posting> = read.iter().map(|(_, posting, _)| *posting).collect();
    let days = settle(&postings, hint);
    note_other_day(&days, hint, problems);
    let mut merged = Merged::default();
    for ((mut paper, posting, place), day) in read.into_iter().zip(days) {
        if day.is_none() && posting != Posting::Elsewhere {
            problems.note(&place, "nothing tells its papers-day", "it was read without one");
        }
        paper.days.extend(day);
        merged.add(paper, &place, problems);
    }
    merged.into_papers()
}

/// One item: a paper without its day, what is said of the day, and the place for problems.
fn item(value: &Value, place: String, problems: &Problems) -> Option<(Paper, Posting, String)> {
    let Some(map) = value.as_object() else {
        problems.note(place, "it is not an object", "the item was set aside");
        return None;
    };
    let outer = Fields::new(map, place.clone(), problems);
    // A paper asked for by its id comes without the wrapper.
    let inner = if outer.has("paper") { outer.object("paper")? } else { Fields::new(map, place.clone(), problems) };
    let Some((id, version)) = inner.text("id").and_then(|id| PaperId::parse(&id)) else {
        problems.note(place, "it has no arXiv identifier", "the item was set aside");
        return None;
    };
    let place = format!("{place} ({id})");
    let (outer, inner) = (outer.placed(&place), inner.placed(&place));
    // The paper's own title; the wrapper's differs by line breaks only, when it differs.
    let Some(title) = inner.prose("title").or_else(|| outer.prose("title")) else {
        problems.note(place, "it has no title", "the item was set aside");
        return None;
    };
    let mut paper = Paper::new(id, title);
    paper.version = version;
    fill(&mut paper, &outer, &inner);
    Some((paper, posting(&outer, &inner), place))
}

fn fill(paper: &mut Paper, outer: &Fields<'_>, inner: &Fields<'_>) {
    paper.abstract_text = inner.prose("summary").or_else(|| outer.prose("summary"));
    paper.summary = inner.prose("ai_summary");
    // An author with `hidden` has no profile to link to; on the paper the name stands like any other.
    paper.authors = inner.named("authors").into_iter().map(|(name, _)| Author::named(name)).collect();
    paper.published = inner.day("publishedAt");
    paper.votes = inner.count("upvotes").or_else(|| outer.count("upvotes"));
    paper.comments = outer.count("numComments").or_else(|| inner.count("numComments"));
    paper.repository = inner.link("githubRepo");
    paper.stars = inner.count("githubStars");
    paper.project = inner.link("projectPage");
    paper.organisation = first_name([inner, outer], ["organization", "submitterOrganization"]);
    paper.submitter = first_name([inner, outer], ["submittedOnDailyBy", "submittedBy"]);
    paper.keywords = inner.lines("ai_keywords");
    paper.thumbnail = outer.link("thumbnail").or_else(|| inner.link("thumbnail"));
}

/// The full name, else the short one, of the first of these objects that is there.
fn first_name(levels: [&Fields<'_>; 2], keys: [&str; 2]) -> Option<String> {
    let found = |key: &&str| levels.iter().find(|level| level.has(key)).and_then(|level| level.object(key));
    keys.iter().filter_map(found).find_map(|who| who.line("fullname").or_else(|| who.line("name")))
}

fn posting(outer: &Fields<'_>, inner: &Fields<'_>) -> Posting {
    if let Some(day) = inner.day("submittedOnDailyAt").or_else(|| outer.day("submittedOnDailyAt")) {
        return Posting::On(day);
    }
    if !outer.has("paper") {
        return Posting::Elsewhere;
    }
    let (Some(posted), Some(published)) = (outer.instant("publishedAt"), inner.instant("publishedAt")) else {
        return Posting::Unsaid(inner.day("publishedAt"));
    };
    let date = Day::from_millis(posted.saturating_mul(1_000));
    if date >= SHIFTED_FROM || SHIFTS.contains(&(published - posted)) {
        return Posting::Unsaid(Some(date));
    }
    Posting::At { date, late: posted.rem_euclid(86_400) >= LATE }
}

/// The papers-days of the items of one answer.
///
/// Measured over 220 answers with 3,123 instants: a posting from 21:00 UTC on belongs to the next day, all others to
/// their own. The five exceptions were posted late on the answer's own day; they show in that others of the same answer
/// were posted earlier that day and none on the day after. With this rule none of the 3,123 falls on a wrong day.
fn settle(postings: &[Posting], hint: &Hint) -> Vec<Option<Day>> {
    let certain = |posting: &Posting| match *posting {
        Posting::On(day) | Posting::At { date: day, late: false } => Some(day),
        _ => None,
    };
    let taken: HashSet<Day> = postings.iter().filter_map(certain).collect();
    let day = |posting: &Posting| match *posting {
        Posting::At { date, late: true } if taken.contains(&date.plus(1)) => Some(date.plus(1)),
        Posting::At { date, late: true } if taken.contains(&date) => Some(date),
        Posting::At { date, late: true } => Some(hint.day.filter(|day| *day == date).unwrap_or(date.plus(1))),
        _ => certain(posting),
    };
    let mut days: Vec<Option<Day>> = postings.iter().map(day).collect();
    let agreed = agreed(&days).map_or(hint.day.map(|day| (day, i32::MAX)), |day| Some((day, RECENT)));
    for (day, posting) in days.iter_mut().zip(postings) {
        let Posting::Unsaid(own) = posting else { continue };
        let fits = |(day, most): &(Day, i32)| own.is_none_or(|own| day.0 - own.0 <= *most);
        *day = agreed.filter(fits).map(|(day, _)| day);
    }
    days
}

/// The day of all items that have one.
fn agreed(days: &[Option<Day>]) -> Option<Day> {
    let mut known = days.iter().flatten();
    let first = *known.next()?;
    known.all(|day| *day == first).then_some(first)
}

/// Asked for a day without papers, the source answers with the day before it.
fn note_other_day(days: &[Option<Day>], hint: &Hint, problems: &Problems) {
    let Some(asked) = hint.day else { return };
    let Some(latest) = days.iter().flatten().max() else { return };
    if !days.contains(&Some(asked)) {
        problems.note(WHOLE, format!("{asked} was asked for, it is of {latest}"), "its own day was kept");
    }
}
