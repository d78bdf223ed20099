//! The query language: what holds for every text.

use offprint::paper::{Day, Event};
use offprint::query::suggest::{Completed, MOST, Suggestion, Values, suggest};
use offprint::query::{
    CountRange, DayRange, Field, Filter, Node, Order, Query, Span, State, Text, Thing, Value, edit, parse, write,
};
use offprint::text;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::rank::order;

/// A Thursday, at the end of a month.
pub fn today() -> Day {
    Day::from_ymd(2026, 7, 30).unwrap()
}

/// Values as a small library would have them.
pub struct Few;

impl Values for Few {
    fn complete(&self, of: Completed, prefix: &str, limit: usize) -> Vec<(String, u32)> {
        let known: &[(&str, u32)] = match of {
            Completed::Word => &[("attention", 90), ("attack", 7), ("audio", 3)],
            Completed::Author => &[("Yoshua Bengio", 4), ("Samy Bengio", 2)],
            Completed::Category => &[("cs.CL", 30), ("cs.CV", 20), ("stat.ML", 2)],
            Completed::Keyword => &[("diffusion models", 8), ("diffusion", 5)],
            Completed::Organisation => &[("NVIDIA", 6)],
            Completed::Submitter => &[("akhaliq", 50)],
            Completed::Tag => &[("thesis", 3), ("to read", 2)],
            Completed::Collection => &[("Reading group", 4)],
        };
        let prefix = text::fold(prefix);
        let fits = |(value, _): &&(&str, u32)| {
            text::fold(value).starts_with(&prefix) || text::has_word_start(&text::fold(value), &prefix)
        };
        known.iter().filter(fits).take(limit).map(|(value, count)| ((*value).to_owned(), *count)).collect()
    }
}

/// Texts with the language's signs, its names, and anything else.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-c]{1,3}",
        "[ \"“()|:,\\\\.<>=!*–-]{1,3}",
        proptest::sample::select(vec![
            " ",
            "OR",
            " OR ",
            " AND ",
            "NOT ",
            "title:",
            "cat:",
            "kw:\"",
            "is:",
            "day:",
            "votes:",
            "sort:",
            "id:",
            "foo:",
            "-",
            "-(",
            "~",
            "7d",
            ">10",
            "a..b",
            "2309.05239",
            "starred",
            "best",
            "：",
            "（",
            "\u{3000}"
        ])
        .prop_map(str::to_owned),
        "\\PC{1,2}",
    ];
    prop_oneof![vec(piece, 0..20).prop_map(|pieces| pieces.concat()), any::<String>()]
}

fn word() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,6}",
        "[-a-zA-Z0-9\"“:：(),|\\\\.+#!*–~é ]{1,7}",
        Just("OR".to_owned()),
        Just("2309.05239".to_owned()),
        Just("-1".to_owned())
    ];
    word.prop_map(|word| word.trim().to_owned())
        .prop_filter("says something", |word| word.chars().any(char::is_alphanumeric))
}

fn leaf() -> impl Strategy<Value = Node> {
    let field = option::of(proptest::sample::select(vec![Field::Title, Field::Abstract, Field::Author, Field::Note]));
    let words = (field, word(), any::<bool>()).prop_map(|(field, text, phrase)| {
        Node::Text(Text { field, text, phrase, typing: false, span: Span::default() })
    });
    let value = (0..7_usize, word(), any::<bool>()).prop_map(|(kind, text, whole)| {
        let filters: [fn(Value) -> Filter; 7] = [
            Filter::Category,
            Filter::Keyword,
            Filter::Organisation,
            Filter::Submitter,
            Filter::Tag,
            Filter::Collection,
            Filter::Like,
        ];
        Node::Filter(filters[kind](Value { text, whole }))
    });
    let is = proptest::sample::select(vec![
        State::Starred,
        State::Read,
        State::Unread,
        State::Dismissed,
        State::Muted,
        State::New,
    ]);
    let has = proptest::sample::select(vec![Thing::Code, Thing::Note, Thing::Tag, Thing::Project, Thing::Summary]);
    let open = |(from, to): &(Option<u32>, Option<u32>)| from.is_some() || to.is_some();
    let counts = (option::of(0..60_u32), option::of(60..2_000_u32)).prop_filter("open at one end at most", open);
    let days = (option::of(0..60_u32), option::of(60..20_000_u32)).prop_filter("open at one end at most", open);
    let day = |day: Option<u32>| day.map(|day| Day(day as i32));
    prop_oneof![
        4 => words,
        2 => value,
        1 => "[0-9]{4}".prop_map(|id| Node::Filter(Filter::Id(id))),
        1 => is.prop_map(|state| Node::Filter(Filter::Is(state))),
        1 => has.prop_map(|thing| Node::Filter(Filter::Has(thing))),
        1 => (days, 0..6_usize).prop_map(move |((from, to), kind)| {
            let days = DayRange { from: day(from), to: day(to) };
            let event = [Event::Rose, Event::Coded, Event::Revised, Event::Withdrawn][kind % 4];
            Node::Filter(match kind {
                4 => Filter::Day(days),
                5 => Filter::Published(days),
                _ => Filter::Happened(event, days),
            })
        }),
        1 => (counts, 0..3_usize).prop_map(|((from, to), kind)| {
            Node::Filter([Filter::Votes, Filter::Comments, Filter::Stars][kind](CountRange { from, to }))
        }),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Node::all),
            vec(inner.clone(), 1..4).prop_map(Node::any),
            (inner.clone(), inner).prop_map(|(a, b)| Node::all(vec![a, Node::not(b)])),
        ]
    })
}

/// All texts of a tree, those below a `Not` too.
fn texts(node: &mut Node, each: &mut impl FnMut(&mut Text)) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter_mut().for_each(|node| texts(node, each)),
        Node::Not(inner) => texts(inner, each),
        Node::Text(text) => each(text),
        Node::Everything | Node::Filter(_) => {}
    }
}

fn spanless(mut node: Node) -> Node {
    texts(&mut node, &mut |text| text.span = Span::default());
    node
}

/// The form that [`Node`] promises.
fn well_formed(node: &Node) -> bool {
    match node {
        Node::All(nodes) => {
            let others = nodes.iter().filter(|node| !matches!(node, Node::Not(_)));
            let inside = |node: &Node| match node {
                Node::Not(inner) => !matches!(&**inner, Node::Not(_) | Node::Everything) && well_formed(inner),
                Node::All(_) => false,
                other => well_formed(other),
            };
            let only_negations = nodes[1..].iter().all(|node| matches!(node, Node::Not(_)));
            let everything = nodes.iter().filter(|node| **node == Node::Everything).count();
            nodes.len() > 1
                && others.count() > 0
                && nodes.iter().all(inside)
                && everything == usize::from(everything > 0 && only_negations)
        }
        Node::Any(nodes) => {
            nodes.len() > 1
                && nodes.iter().all(|node| well_formed(node) && !matches!(node, Node::Any(_) | Node::Everything))
        }
        Node::Not(_) => false,
        Node::Everything | Node::Text(_) | Node::Filter(_) => true,
    }
}

fn inside(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some()
}

proptest! {
    #[test]
    fn every_text_is_a_query(text in typed()) {
        let mut query = parse(&text, today());
        prop_assert!(well_formed(&query.root), "{:?}", query.root);
        prop_assert!(query.notices.iter().all(|notice| inside(notice.span, &text)));
        let mut spans = Vec::new();
        texts(&mut query.root, &mut |leaf| spans.push((leaf.span, leaf.phrase, leaf.typing)));
        for (span, phrase, typing) in spans {
            prop_assert!(inside(span, &text) && span.start < span.end);
            prop_assert_eq!(typing, !phrase && span.end as usize == text.len());
        }
        let written = write(&query);
        let mut again = parse(&written, today());
        // A word that comes to stand in parentheses is finished.
        if written.ends_with(')') || query.notices.iter().any(|notice| notice.text.contains("is not closed")) {
            texts(&mut query.root, &mut |leaf| leaf.typing = false);
            texts(&mut again.root, &mut |leaf| leaf.typing = false);
        }
        prop_assert_eq!(spanless(again.root), spanless(query.root), "{:?}", written);
        prop_assert_eq!((again.order, again.jump, again.notices), (query.order, query.jump, vec![]), "{:?}", written);
    }

    #[test]
    fn every_query_is_a_text(root in node(), order in option::of(order())) {
        let written = write(&Query { root: root.clone(), order, jump: None, notices: Vec::new() });
        let read = parse(&written, today());
        if read.jump.is_none() {
            prop_assert_eq!(spanless(read.root), root, "{}", written);
            prop_assert_eq!((read.order, read.notices), (order, vec![]), "{}", written);
        }
    }

    #[test]
    fn a_condition_comes_and_goes_without_a_trace(text in typed(), root in leaf()) {
        let mut condition = write(&Query { root: root.clone(), order: None, jump: None, notices: Vec::new() });
        condition.truncate(condition.trim_end().len());
        let with = edit::with(&text, &condition);
        prop_assert!(edit::contains(&with, &condition), "{:?}", with);
        prop_assert!(!edit::contains(&edit::without(&with, &condition), &condition));
        let excluded = edit::exclude(&text, &condition);
        let negated = edit::negated(&condition);
        prop_assert!(edit::contains(&excluded, &negated) && !edit::contains(&excluded, &condition), "{:?}", excluded);
        prop_assert!(edit::contains(&edit::toggle(&excluded, &condition), &condition));
        let beside = [format!("{} {condition}", text.trim()), format!("{condition} {}", text.trim())].contains(&with);
        if !edit::contains(&text, &condition) && !edit::contains(&text, &negated) && beside {
            prop_assert_eq!(edit::without(&with, &condition), text.trim());
        }
    }

    #[test]
    fn plain_texts_are_left_as_typed(words in vec("[a-z]{1,5}( OR [a-z]{1,5})?|\"[a-z ]{1,9}[a-z]\"|-[a-z]{1,4}|title:[a-z]{1,4}|\\([a-z]{2} [a-z]{2}\\)", 0..6)) {
        let text = words.join("  ");
        let with = edit::with(&text, "cat:cs.CL");
        let behind = [text.as_str(), "cat:cs.CL"].join(" ");
        prop_assert_eq!(&with, behind.trim());
        prop_assert_eq!(edit::without(&with, "cat:cs.CL"), text);
    }

    #[test]
    fn one_value_takes_the_place_of_others(text in typed()) {
        let replaced = edit::replace_field(&text, "day", Some("2026-07-01..2026-07-29"));
        prop_assert!(edit::contains(&replaced, "day:2026-07-01..2026-07-29"), "{:?}", replaced);
        let gone = edit::replace_field(&replaced, "day", None);
        prop_assert!(!edit::contains(&gone, "day:2026-07-01..2026-07-29"), "{:?}", gone);
    }

    #[test]
    fn values_are_read_as_they_are(value in word()) {
        let one = |text: String| parse(&text, today()).root;
        let wanted = |whole| Node::Filter(Filter::Keyword(Value { text: value.clone(), whole }));
        prop_assert_eq!(one(format!("kw:{}", edit::whole(&value))), wanted(true));
        let quoted = edit::value(&value).starts_with('"');
        prop_assert_eq!(one(format!("kw:{}", edit::value(&value))), wanted(quoted));
    }

    #[test]
    fn every_place_has_suggestions_that_fit(text in typed(), cursor in 0..60_usize) {
        let found: Vec<Suggestion> = suggest(&text, cursor, &Few, today());
        prop_assert!(found.len() <= MOST.max(Order::WORDS.len()));
        for one in found {
            prop_assert!(inside(one.replace, &text), "{:?}", one);
            prop_assert!(one.replace.start as usize <= cursor.min(text.len()) && !one.label.is_empty());
        }
    }
}
