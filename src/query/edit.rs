//! A typed text as a list of conditions, so that buttons and menus add some and take some away, and leave the rest as typed.
//!
//! A condition is what stands between blanks at the top of the text: `cat:cs.CL`, `-survey`, `(a OR b)`, `"a phrase"`. Two
//! conditions are the same if they are read the same, however they are spelt.
//!
//! ```
//! use offprint::query::edit;
//!
//! let text = edit::with("masked image", "cat:cs.CV");
//! assert_eq!(text, "masked image cat:cs.CV");
//! assert!(edit::contains("category:cs.CV masked", "cat:cs.CV"));
//! assert_eq!(edit::without(&text, "cat:cs.CV"), "masked image");
//! assert_eq!(edit::exclude(&text, "cat:cs.CV"), "masked image -cat:cs.CV");
//! assert_eq!(edit::value("language model"), "\"language model\"");
//! ```

use super::names::{Name, named};
use super::parse::{LONGEST, read};
use super::scan;
use super::tree::{Filter, Node, Span, Value};
use super::write::{Around, put, quoted};
use crate::columns::same_label;
use crate::paper::Day;

pub use super::write::value;

/// Some day, as what is compared is read on the same one; so late that nobody types it.
const ANY_DAY: Day = Day(2_900_000);

/// A condition of a text.
struct Condition {
    /// As typed.
    text: String,
    span: Span,
    /// In proper spelling, which is the same for what is read the same; empty if it was set aside.
    spelt: String,
    /// The field that all of it is about.
    name: Option<Name>,
}

/// The conditions of a text, as typed; together they are the text.
pub fn parts(text: &str) -> Vec<String> {
    conditions(text).into_iter().filter(|own| !own.spelt.is_empty()).map(|own| own.text).collect()
}

/// Whether the text asks for the condition.
pub fn contains(text: &str, condition: &str) -> bool {
    let own = conditions(text);
    let wanted = conditions(condition);
    !wanted.is_empty() && wanted.iter().all(|wanted| own.iter().any(|own| own.same(wanted)))
}

/// The text with the condition, behind what was typed if it can stand there. What excludes it is taken away.
pub fn with(text: &str, condition: &str) -> String {
    if contains(text, condition) {
        return text.to_owned();
    }
    let text = without(text, &negated(condition));
    let (text, condition) = (text.trim(), condition.trim());
    if text.is_empty() || condition.is_empty() {
        return [text, condition].concat();
    }
    let mut wanted = conditions(text);
    wanted.extend(conditions(condition));
    // Behind a quote that is not closed it would be read as part of it; then it stands in front.
    let (behind, front) = ([text, condition].join(" "), [condition, text].join(" "));
    let front_reads = || {
        let mut turned = conditions(condition);
        turned.extend(conditions(text));
        reads_as(&front, &turned)
    };
    if reads_as(&behind, &wanted) {
        behind
    } else if front_reads() {
        front
    } else {
        spell(&wanted)
    }
}

/// The text without the condition.
pub fn without(text: &str, condition: &str) -> String {
    let unwanted = conditions(condition);
    take(text, |own| unwanted.iter().any(|unwanted| unwanted.same(own)))
}

/// The text without the condition if it is there, else with it.
pub fn toggle(text: &str, condition: &str) -> String {
    if contains(text, condition) { without(text, condition) } else { with(text, condition) }
}

/// The text with the condition excluded, and no more asked for.
pub fn exclude(text: &str, condition: &str) -> String {
    with(&without(text, condition), &negated(condition))
}

/// The condition put the other way round: `cat:cs.CV` to `-cat:cs.CV`.
pub fn negated(condition: &str) -> String {
    let condition = condition.trim();
    let (parts, _) = read(condition, ANY_DAY);
    let wanted = Node::not(Node::all(parts.into_iter().filter_map(|part| part.node).collect()));
    let mut spelt = String::new();
    put(&mut spelt, &wanted, Around::Nothing);
    let plain = ["-", condition].concat();
    match conditions(&plain).as_slice() {
        [only] if only.spelt == spelt => plain,
        _ => spelt,
    }
}

/// What is asked of a field, in proper spelling; nothing but an empty text if that is in several conditions, and `None` if it is in none.
pub fn asked(text: &str, field: &str) -> Option<String> {
    let name = named(field);
    let mut own = conditions(text).into_iter().filter(|own| name.is_some() && own.name == name);
    let only = own.next()?;
    let value = only.spelt.split_once(':').map_or("", |(_, value)| value);
    Some(if own.next().is_some() { String::new() } else { value.to_owned() })
}

/// The text with the conditions on a field (`"day"`, `"cat"`) replaced by one, or taken away. Those put with `-` stay.
pub fn replace_field(text: &str, field: &str, value: Option<&str>) -> String {
    let name = named(field);
    let own = |condition: &Condition| name.is_some() && condition.name == name;
    let Some(value) = value else { return take(text, own) };
    let condition = [field, ":", value].concat();
    let mut several = conditions(text).into_iter().filter(own);
    match (several.next(), several.next()) {
        // One stays where it stands.
        (Some(only), None) => {
            let replaced = only.span.replaced(text, &condition);
            if contains(&replaced, &condition) { replaced } else { with(&take(text, own), &condition) }
        }
        _ => with(&take(text, own), &condition),
    }
}

/// The text with what it asks of a tag (`"tag"`) or collection (`"in"`), near to it in meaning too, asked by its new name, wherever in
/// the text; the rest stays as typed. Where such a name stands in one pair of parentheses with days, the pair stays as it is, as
/// "the last week" would become some week.
pub fn renamed(text: &str, field: &str, from: &str, to: &str) -> String {
    let (parts, _) = read(text, ANY_DAY);
    let mut renamed = text.to_owned();
    // From the end on, so that the spans before stay right.
    for part in parts.into_iter().rev().filter(|part| part.order.is_none()) {
        if let Some(mut node) = part.node
            && !has_days(&node)
            && rename(&mut node, named(field), from, to)
        {
            let mut spelt = String::new();
            put(&mut spelt, &node, Around::All);
            renamed = part.span.replaced(&renamed, &spelt);
        }
    }
    renamed
}

/// Puts the new name in; whether the old one was there.
fn rename(node: &mut Node, field: Option<Name>, from: &str, to: &str) -> bool {
    match (node, field) {
        (Node::All(nodes) | Node::Any(nodes), _) => {
            // Each of them, and not only the first that has it.
            nodes.iter_mut().filter_map(|node| rename(node, field, from, to).then_some(())).count() > 0
        }
        (Node::Not(node), _) => rename(node, field, from, to),
        (Node::Filter(Filter::Like(value)), _)
        | (Node::Filter(Filter::Tag(value)), Some(Name::Tag))
        | (Node::Filter(Filter::Collection(value)), Some(Name::Collection))
            if same_label(&value.text, from) =>
        {
            *value = Value { text: to.to_owned(), whole: value.whole || to.contains(char::is_whitespace) };
            true
        }
        _ => false,
    }
}

fn has_days(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(has_days),
        Node::Not(node) => has_days(node),
        Node::Filter(filter) => matches!(filter, Filter::Day(_) | Filter::Published(_) | Filter::Happened(..)),
        _ => false,
    }
}

/// A value as it stands behind a colon for the whole of it: always in quotes.
pub fn whole(value: &str) -> String {
    quoted(value)
}

fn conditions(text: &str) -> Vec<Condition> {
    let (parts, _) = read(text, ANY_DAY);
    let condition = |part: super::parse::Part| {
        let typed = part.span.of(text);
        let mut spelt = String::new();
        if let Some(node) = &part.node {
            put(&mut spelt, node, Around::All);
        }
        if let Some(order) = part.order {
            spelt.push_str(if spelt.is_empty() { "sort:" } else { " sort:" });
            spelt.push_str(order.word());
        }
        let name = scan::head(typed).and_then(|(head, _)| named(head)).filter(|_| is_of_one_field(part.node.as_ref()));
        Condition { text: typed.to_owned(), span: part.span, spelt, name }
    };
    parts.into_iter().map(condition).collect()
}

/// The text without the conditions that are `unwanted`, and the blanks that they leave.
fn take(text: &str, unwanted: impl Fn(&Condition) -> bool) -> String {
    let (gone, kept): (Vec<Condition>, Vec<Condition>) = conditions(text).into_iter().partition(|own| unwanted(own));
    if gone.is_empty() {
        return text.to_owned();
    }
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for Span { start, end } in gone.iter().map(|gone| gone.span) {
        join(&mut left, text.get(at..start as usize).unwrap_or(""));
        at = end as usize;
    }
    join(&mut left, scan::from(text, at));
    let left = left.trim();
    if reads_as(left, &kept) { left.to_owned() } else { spell(&kept) }
}

/// Adds a piece of text, with one blank between.
fn join(out: &mut String, piece: &str) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(piece.trim_start());
}

/// Whether the text has these conditions, in this order and as they were typed.
fn reads_as(text: &str, wanted: &[Condition]) -> bool {
    let own = conditions(text);
    let same = |(own, wanted): (&Condition, &Condition)| own.text == wanted.text && own.same(wanted);
    text.len() <= LONGEST && own.len() == wanted.len() && own.iter().zip(wanted).all(same)
}

/// Conditions in proper spelling; what was not understood is left out.
fn spell(conditions: &[Condition]) -> String {
    let spelt: Vec<&str> = conditions.iter().map(|own| own.spelt.as_str()).filter(|spelt| !spelt.is_empty()).collect();
    spelt.join(" ")
}

impl Condition {
    fn same(&self, other: &Condition) -> bool {
        self.spelt == other.spelt && (!self.spelt.is_empty() || self.text == other.text)
    }
}

/// Whether a condition that begins with a field's name has nothing else behind it.
fn is_of_one_field(node: Option<&Node>) -> bool {
    match node {
        None | Some(Node::Text(_) | Node::Filter(_)) => true,
        Some(Node::Any(nodes)) => nodes.windows(2).all(|pair| match pair {
            [Node::Filter(a), Node::Filter(b)] => kind(a) == kind(b),
            _ => false,
        }),
        Some(_) => false,
    }
}

fn kind(filter: &Filter) -> std::mem::Discriminant<Filter> {
    std::mem::discriminant(filter)
}
