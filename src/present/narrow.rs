//! What a list can be narrowed by, as the panel beside it shows it.
//!
//! ```
//! use offprint::columns::{Count, Facets};
//! use offprint::paper::Day;
//! use offprint::present::narrow::{Asked, sections};
//!
//! let count = |value: &str, count| Count { value: value.to_owned(), count };
//! let facets = Facets { categories: vec![count("cs.CL", 3), count("cs.CV", 2)], of: 4, ..Facets::default() };
//! let categories = &sections(&facets, "survey -cat:cs.CV", Day(20_000))[0].choices;
//! assert_eq!((categories[0].label.as_str(), categories[0].asked), ("cs.CV", Asked::Excluded));
//! assert_eq!((categories[1].condition.as_str(), categories[1].count), ("cat:cs.CL", Some(3)));
//! ```

use super::words;
use crate::columns::{Count, Facets, Kind};
use crate::paper::Day;
use crate::query::{DayRange, Filter, Node, Query, State, Thing, Value, parse, write};

/// Values of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What they are.
    pub title: &'static str,
    /// The values: those asked for, then the others, most papers first.
    pub choices: Vec<Choice>,
}

/// A value to include or to exclude.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub label: String,
    /// The condition that asks for it, as it is typed.
    pub condition: String,
    /// How many papers of the list have it, where that is counted.
    pub count: Option<u32>,
    /// Whether the query asks for it.
    pub asked: Asked,
}

/// What a query says of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Nothing.
    No,
    /// Papers must have it.
    Included,
    /// Papers must not have it.
    Excluded,
}

/// What a list can be narrowed by: its facets and the conditions that a text puts on the list already. Kinds in which all
/// papers are alike are left out.
pub fn sections(facets: &Facets, text: &str, today: Day) -> Vec<Section> {
    let asked = conditions(text, today);
    let kind = |title, kind, counts| Section { title, choices: values(kind, counts, &asked) };
    let mut sections = vec![
        kind("Categories", Kind::Category, &facets.categories),
        kind("Keywords", Kind::Keyword, &facets.keywords),
        kind("Organisations", Kind::Organisation, &facets.organisations),
        Section { title: "Months", choices: months(facets, &asked) },
        kind("Submitted by", Kind::Submitter, &facets.submitters),
        kind("Your tags", Kind::Tag, &facets.tags),
        kind("Your collections", Kind::Collection, &facets.collections),
        Section { title: "Marks and links", choices: marks(facets, &asked) },
    ];
    let tells_apart =
        |choice: &Choice| choice.asked != Asked::No || choice.count.is_some_and(|count| count < facets.of);
    sections.retain(|section| section.choices.iter().any(tells_apart));
    sections
}

/// How many conditions a text puts on the list, words aside.
pub fn asked(text: &str, today: Day) -> usize {
    conditions(text, today).len()
}

/// The filters that all papers of the list must meet, or must not.
fn conditions(text: &str, today: Day) -> Vec<(Filter, Asked)> {
    let nodes = match parse(text, today).root {
        Node::All(nodes) => nodes,
        other => vec![other],
    };
    let condition = |node| match node {
        Node::Filter(filter) => Some((filter, Asked::Included)),
        Node::Not(inner) => match *inner {
            Node::Filter(filter) => Some((filter, Asked::Excluded)),
            _ => None,
        },
        _ => None,
    };
    nodes.into_iter().filter_map(condition).collect()
}

fn values(kind: Kind, counts: &[Count], asked: &[(Filter, Asked)]) -> Vec<Choice> {
    let asked: Vec<_> =
        asked.iter().filter_map(|(filter, asked)| Some((filter, value_of(kind, filter)?, *asked))).collect();
    let names =
        |value: &Value, count: &Count| (value.whole || kind == Kind::Category) && kind.same(&value.text, &count.value);
    let mut choices = Vec::with_capacity(asked.len() + counts.len());
    for (filter, value, asked) in &asked {
        let known = counts.iter().find(|count| names(value, count));
        let label = match known {
            Some(known) => known.value.clone(),
            None if value.whole || kind == Kind::Category => value.text.clone(),
            None => format!("{}…", value.text),
        };
        choices.push(Choice { label, condition: spell(filter), count: known.map(|known| known.count), asked: *asked });
    }
    for count in counts.iter().filter(|count| !asked.iter().any(|(_, value, _)| names(value, count))) {
        // A category without a dot stands for all below it unless it is meant as a whole.
        let whole = kind != Kind::Category || !count.value.contains('.');
        let filter = filter(kind, Value { text: count.value.clone(), whole });
        let condition = spell(&filter);
        choices.push(Choice { label: count.value.clone(), condition, count: Some(count.count), asked: Asked::No });
    }
    choices
}

fn months(facets: &Facets, asked: &[(Filter, Asked)]) -> Vec<Choice> {
    let month = |filter: &Filter| match filter {
        Filter::Day(DayRange { from: Some(from), to: Some(to) }) => {
            (*from == from.month_start() && *to == from.month_end()).then_some(*from)
        }
        _ => None,
    };
    let choice = |month: Day, count, asked| {
        let (year, number, _) = month.ymd();
        Choice { label: words::month(month), condition: format!("day:{year:04}-{number:02}"), count, asked }
    };
    let count = |month| facets.months.iter().find(|(known, _)| *known == month).map(|(_, count)| *count);
    let asked: Vec<_> = asked.iter().filter_map(|(filter, asked)| Some((month(filter)?, *asked))).collect();
    let mut choices: Vec<Choice> = asked.iter().map(|(month, asked)| choice(*month, count(*month), *asked)).collect();
    let others = facets.months.iter().filter(|(month, _)| !asked.iter().any(|(other, _)| other == month));
    choices.extend(others.map(|(month, count)| choice(*month, Some(*count), Asked::No)));
    choices
}

fn marks(facets: &Facets, asked: &[(Filter, Asked)]) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (filter, label, count) in [
        (Filter::Is(State::Unread), "Unread", facets.unread),
        (Filter::Is(State::Read), "Read", facets.read),
        (Filter::Is(State::Starred), "Starred", facets.starred),
        (Filter::Has(Thing::Note), "Note", facets.noted),
        (Filter::Has(Thing::Code), "Code", facets.code),
        (Filter::Has(Thing::Project), "Project page", facets.project),
        (Filter::Has(Thing::Summary), "Summary", facets.summary),
    ] {
        let asked = asked.iter().find(|(other, _)| *other == filter).map_or(Asked::No, |(_, asked)| *asked);
        if count > 0 || asked != Asked::No {
            choices.push(Choice { label: label.to_owned(), condition: spell(&filter), count: Some(count), asked });
        }
    }
    choices
}

fn filter(kind: Kind, value: Value) -> Filter {
    match kind {
        Kind::Category => Filter::Category(value),
        Kind::Keyword => Filter::Keyword(value),
        Kind::Organisation => Filter::Organisation(value),
        Kind::Submitter => Filter::Submitter(value),
        Kind::Tag => Filter::Tag(value),
        Kind::Collection => Filter::Collection(value),
    }
}

fn value_of(kind: Kind, filter: &Filter) -> Option<&Value> {
    match (kind, filter) {
        (Kind::Category, Filter::Category(value))
        | (Kind::Keyword, Filter::Keyword(value))
        | (Kind::Organisation, Filter::Organisation(value))
        | (Kind::Submitter, Filter::Submitter(value))
        | (Kind::Tag, Filter::Tag(value))
        | (Kind::Collection, Filter::Collection(value)) => Some(value),
        _ => None,
    }
}

fn spell(filter: &Filter) -> String {
    write(&Query { root: Node::Filter(filter.clone()), order: None, jump: None, notices: Vec::new() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::query::edit;

    fn count(value: &str, count: u32) -> Count {
        Count { value: value.to_owned(), count }
    }

    fn facets() -> Facets {
        let july = Day::parse("2025-07-01").unwrap();
        Facets {
            categories: vec![count("cs.CL", 3), count("math", 1)],
            keywords: vec![count("diffusion models", 3), count("a \"quoted\" word", 1)],
            organisations: vec![count("Aé Lab", 4)],
            tags: vec![count("to read", 2)],
            collections: vec![count("Reading group", 1)],
            months: vec![(july, 4), (july.plus(-1).month_start(), 1)],
            unread: 4,
            noted: 1,
            code: 2,
            of: 4,
            ..Facets::default()
        }
    }

    /// The panel as lines: title, then each value with its state, count and condition.
    fn panel(text: &str) -> Vec<String> {
        let line = |choice: Choice| {
            let sign = match choice.asked {
                Asked::No => ' ',
                Asked::Included => '+',
                Asked::Excluded => '-',
            };
            format!("{sign}{} {:?} {}", choice.label, choice.count, choice.condition)
        };
        let sections = sections(&facets(), text, Day(20_000)).into_iter();
        sections
            .flat_map(|section| [section.title.to_owned()].into_iter().chain(section.choices.into_iter().map(line)))
            .collect()
    }

    #[test]
    fn what_is_asked_for_stands_first_and_what_tells_nothing_apart_is_left_out() {
        let wanted = [
            "Categories",
            " cs.CL Some(3) cat:cs.CL",
            " math Some(1) cat:\"math\"",
            "Keywords",
            "+diffusion models Some(3) kw:\"Diffusion Model\"",
            "+word… None kw:word",
            " a \"quoted\" word Some(1) kw:\"a \\\"quoted\\\" word\"",
            "Months",
            "-June 2025 Some(1) day:2025-06",
            " July 2025 Some(4) day:2025-07",
            "Your tags",
            " to read Some(2) tag:\"to read\"",
            "Your collections",
            " Reading group Some(1) in:\"Reading group\"",
            "Marks and links",
            " Unread Some(4) is:unread",
            " Note Some(1) has:note",
            " Code Some(2) has:code",
        ];
        assert_eq!(panel("masked kw:\"Diffusion Model\" kw:word -day:2025-06 (cat:cs.CV OR cat:cs.LG)"), wanted);
        assert!(panel("org:\"ae lab\"").contains(&"+Aé Lab Some(4) org:\"ae lab\"".to_owned()));
        assert!(panel("cat:CS.cl").contains(&"+cs.CL Some(3) cat:CS.cl".to_owned()));
        assert_eq!(asked("masked cat:cs.CL -by:ada votes:5..9", Day(20_000)), 3);
    }

    #[test]
    fn every_condition_can_be_put_and_taken_away() {
        for choice in sections(&facets(), "", Day(20_000)).into_iter().flat_map(|section| section.choices) {
            let text = edit::with("masked image", &choice.condition);
            assert!(edit::contains(&text, &choice.condition), "{text}");
            assert!(
                panel(&text).contains(&format!("+{} {:?} {}", choice.label, choice.count, choice.condition)),
                "{text}"
            );
            let excluded = edit::exclude(&text, &choice.condition);
            assert!(
                panel(&excluded).contains(&format!("-{} {:?} {}", choice.label, choice.count, choice.condition)),
                "{excluded}"
            );
            assert_eq!(edit::without(&text, &choice.condition), "masked image");
        }
    }
}
