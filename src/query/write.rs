//! A [`Query`] to a text that reads as the same query.

use super::leaf::named;
use super::names::{EVENTS, Name};
use super::parse::LONGEST;
use super::scan::{is_close, is_colon, is_open, is_quote, may_mean_minus};
use super::tree::{CountRange, DayRange, Field, Filter, Node, Query, Text, Value};
use crate::paper::{Day, PaperId};

/// The text of a query. Parsing it gives the same root, order and jump, but for spans, and for a last word that comes to stand in
/// parentheses: it is finished.
pub fn write(query: &Query) -> String {
    if let Some(id) = &query.jump {
        return id.to_string();
    }
    let mut out = String::new();
    if let Some(order) = query.order {
        out.push_str("sort:");
        out.push_str(order.word());
        if !query.root.is_everything() {
            out.push(' ');
        }
    }
    put(&mut out, &query.root, Around::Nothing);
    // A blank behind the last word says that it is finished.
    if last_text(&query.root).is_some_and(|text| !text.phrase && !text.typing) {
        out.push(' ');
    }
    out
}

/// The query for the papers that are like one.
pub fn like(id: &PaperId) -> String {
    near_to(id.to_string(), id.arxiv().is_none())
}

/// The query for papers near to several, if there are several and the query is not too long.
pub fn like_all(ids: &[PaperId]) -> Option<String> {
    let names: Vec<String> = ids.iter().map(PaperId::to_string).collect();
    let text = near_to(names.join(" "), true);
    (ids.len() > 1 && text.len() <= LONGEST).then_some(text)
}

fn near_to(text: String, whole: bool) -> String {
    let root = Node::Filter(Filter::Like(Value { text, whole }));
    write(&Query { root, order: None, jump: None, notices: Vec::new() })
}

/// What a condition stands in, which decides whether it needs parentheses.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Around {
    Nothing,
    All,
    Any,
    Not,
}

/// Adds the text of one condition.
pub(super) fn put(out: &mut String, node: &Node, around: Around) {
    match node {
        Node::Everything => {}
        // `AND` joins closer than `OR`.
        Node::All(nodes) if around == Around::Any => parts(out, nodes, " AND ", Around::All, false),
        Node::All(nodes) => parts(out, nodes, " ", Around::All, around != Around::Nothing),
        Node::Any(nodes) => parts(out, nodes, " OR ", Around::Any, around != Around::Nothing),
        Node::Not(inner) => {
            out.push('-');
            // A minus before a number would be its sign, and two in a row are a word.
            let letter =
                |text: &Text| text.phrase || text.field.is_some() || text.text.starts_with(char::is_alphabetic);
            match &**inner {
                Node::Text(text) if !letter(text) => parts(out, std::slice::from_ref(inner), "", Around::Not, true),
                other => put(out, other, Around::Not),
            }
        }
        Node::Text(text) => put_text(out, text),
        Node::Filter(filter) => put_filter(out, filter),
    }
}

/// A value as it may stand behind a colon for beginnings of its words: quoted only if it must be.
pub fn value(text: &str) -> String {
    let out = of_word(text);
    if out == text && !text.is_empty() { out } else { quoted(text) }
}

/// A value as it may stand behind a colon for the whole of it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if is_quote(c) || c == '\\' {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

fn parts(out: &mut String, nodes: &[Node], between: &str, around: Around, closed: bool) {
    if closed {
        out.push('(');
    }
    let mut first = true;
    for node in nodes.iter().filter(|node| !node.is_everything()) {
        if !std::mem::take(&mut first) {
            out.push_str(between);
        }
        put(out, node, around);
    }
    if closed {
        out.push(')');
    }
}

fn put_text(out: &mut String, text: &Text) {
    if let Some(field) = text.field {
        put_name(
            out,
            match field {
                Field::Title => Name::Title,
                Field::Abstract => Name::Abstract,
                Field::Author => Name::Author,
                Field::Note => Name::Note,
            },
        );
    }
    if text.phrase {
        out.push_str(&quoted(&text.text));
    } else {
        put_word(out, &text.text, text.field.is_none());
    }
}

fn put_filter(out: &mut String, filter: &Filter) {
    let (name, value) = match filter {
        Filter::Category(value) => (Name::Category, of_value(value)),
        Filter::Keyword(value) => (Name::Keyword, of_value(value)),
        Filter::Organisation(value) => (Name::Organisation, of_value(value)),
        Filter::Submitter(value) => (Name::Submitter, of_value(value)),
        Filter::Tag(value) => (Name::Tag, of_value(value)),
        Filter::Collection(value) => (Name::Collection, of_value(value)),
        Filter::Id(id) => (Name::Id, of_word(id)),
        Filter::Is(state) => (Name::Is, word_of(&super::names::STATES, *state)),
        Filter::Has(thing) => (Name::Has, word_of(&super::names::THINGS, *thing)),
        Filter::Day(days) => (Name::Day, of_days(*days)),
        Filter::Published(days) => (Name::Published, of_days(*days)),
        Filter::Votes(counts) => (Name::Votes, of_counts(*counts)),
        Filter::Comments(counts) => (Name::Comments, of_counts(*counts)),
        Filter::Stars(counts) => (Name::Stars, of_counts(*counts)),
        Filter::Like(value) => (Name::Like, of_value(value)),
        Filter::Happened(event, days) => {
            let name = EVENTS.into_iter().find(|(_, own)| own == event).map_or(Name::Rose, |(name, _)| name);
            (name, of_days(*days))
        }
    };
    put_name(out, name);
    out.push_str(&value);
}

fn put_name(out: &mut String, name: Name) {
    out.push_str(name.word());
    out.push(':');
}

/// A word with escapes where it would be read as something else, which is more where it stands `alone`.
fn put_word(out: &mut String, text: &str, alone: bool) {
    if alone && matches!(text, "OR" | "AND" | "NOT") {
        out.push('\\');
    }
    let is_id = alone && named(text).is_some();
    for (at, c) in text.char_indices() {
        let special = is_quote(c) || is_open(c) || is_close(c) || is_colon(c) || matches!(c, '\\' | '|' | ',');
        // Only values of facts may not end with a star, but who else has one behind a colon does not mind.
        let special = special || (c == '*' && !alone);
        if special
            || c.is_whitespace()
            || (at == 0 && (c == '-' || c == '~' || may_mean_minus(c)))
            || (is_id && !c.is_alphanumeric())
        {
            out.push('\\');
        }
        out.push(c);
    }
}

fn of_word(text: &str) -> String {
    let mut out = String::new();
    put_word(&mut out, text, false);
    out
}

fn of_value(value: &Value) -> String {
    if value.whole { quoted(&value.text) } else { of_word(&value.text) }
}

fn word_of<T: PartialEq>(words: &[(&str, T)], value: T) -> String {
    words.iter().find(|(_, own)| *own == value).map_or("", |(word, _)| word).to_owned()
}

fn of_days(days: DayRange) -> String {
    ends(days.from.map(|day: Day| day.to_string()), days.to.map(|day| day.to_string()))
}

fn of_counts(counts: CountRange) -> String {
    ends(counts.from.map(|count| count.to_string()), counts.to.map(|count| count.to_string()))
}

fn ends(from: Option<String>, to: Option<String>) -> String {
    if from == to {
        return from.unwrap_or_default();
    }
    [from.unwrap_or_default(), to.unwrap_or_default()].join("..")
}

/// The text that is written last, if one is.
fn last_text(node: &Node) -> Option<&Text> {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.last().and_then(last_text),
        Node::Not(inner) => last_text(inner),
        Node::Text(text) => Some(text),
        Node::Everything | Node::Filter(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    #[test]
    fn what_is_read_is_written_in_proper_words() {
        for (text, wanted) in [
            ("", ""),
            ("a  AND b", "a b"),
            ("a OR b c ", "(a OR b) c "),
            ("-1 x\"", "\\-1 x "),
            ("AU:\"Li Fei\" year:2025", "author:\"Li Fei\" published:2025-01-01..2025-12-31"),
            ("cat:cs.CL,cs.LG -upvotes:<10", "(cat:cs.CL OR cat:cs.LG) -votes:..9"),
            ("title:(gpt OR t5) ORDER:Votes", "sort:votes title:gpt OR title:t5 "),
            ("-survey ", "-survey "),
            ("2309.05239v2", "2309.05239"),
            ("x arxiv:2309.05239v2", "x id:2309.05239"),
        ] {
            assert_eq!(write(&parse(text, Day(0))), wanted, "{text}");
        }
    }
}
