//! What one word or phrase means, on its own or behind a field's name.

use super::names::{Choice, Name, nearest};
use super::parse::Parser;
use super::range::{self, DAY_WORDS};
use super::scan;
use super::tree::{Filter, Node, Span, Text, Value};
use crate::paper::{IdKind, PaperId};

/// A word or phrase of the text.
#[derive(Default)]
pub(super) struct Written {
    /// Without quotes and escapes.
    pub text: String,
    pub quoted: bool,
    /// Whether there were escapes.
    pub escaped: bool,
    /// Where, with quotes and escapes.
    pub span: Span,
}

impl Parser<'_> {
    /// The condition, or none, with a notice unless more is to be typed.
    pub(super) fn leaf(&mut self, inside: Option<Name>, written: Written) -> Option<Node> {
        let field = inside.and_then(Name::field);
        let Some(name) = inside.filter(|_| field.is_none()) else {
            return self.text(field, written);
        };
        let Written { mut text, quoted: whole, escaped, span } = written;
        // Values are beginnings anyway: `cs.*` is `cs.`
        if !whole && !escaped {
            text.truncate(text.trim_end_matches('*').len());
        }
        if text.is_empty() {
            return None;
        }
        let value = |text| Value { text, whole };
        Some(Node::Filter(match name {
            Name::Category => Filter::Category(value(text)),
            Name::Keyword => Filter::Keyword(value(text)),
            Name::Organisation => Filter::Organisation(value(text)),
            Name::Submitter => Filter::Submitter(value(text)),
            Name::Tag => Filter::Tag(value(text)),
            Name::Collection => Filter::Collection(value(text)),
            Name::Id => Filter::Id(identifier(&text)),
            Name::Like => Filter::Like(value(text)),
            name if name.takes_days() => match (range::days(&text, self.today), name.event()) {
                (None, _) => return self.wrong(name, &text, span),
                (Some(days), Some(event)) => Filter::Happened(event, days),
                (Some(days), None) if name == Name::Day => Filter::Day(days),
                (Some(days), None) => Filter::Published(days),
            },
            Name::Votes | Name::Comments | Name::Stars => match (range::counts(&text), name) {
                (None, _) => return self.wrong(name, &text, span),
                (Some(counts), Name::Votes) => Filter::Votes(counts),
                (Some(counts), Name::Comments) => Filter::Comments(counts),
                (Some(counts), _) => Filter::Stars(counts),
            },
            _ => return self.choice(name, &text, span),
        }))
    }

    fn text(&mut self, field: Option<super::Field>, written: Written) -> Option<Node> {
        let Written { text, quoted, escaped, span } = written;
        if !scan::says_something(&text) {
            return None;
        }
        let id = named(&text).filter(|_| field.is_none() && !quoted && !escaped);
        Some(match id {
            Some(id) => Node::Filter(Filter::Id(id.to_string())),
            None => Node::Text(Text { field, text, phrase: quoted, typing: !quoted && self.typing(), span }),
        })
    }

    fn choice(&mut self, name: Name, text: &str, span: Span) -> Option<Node> {
        let chosen = name.choices().into_iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        match chosen {
            Some((_, Choice::State(state))) => Some(Node::Filter(Filter::Is(state))),
            Some((_, Choice::Thing(thing))) => Some(Node::Filter(Filter::Has(thing))),
            Some((_, Choice::Order(order))) => {
                self.order = Some(order);
                None
            }
            None => self.wrong(name, text, span),
        }
    }

    /// A value that its field does not take: set aside.
    fn wrong(&mut self, name: Name, text: &str, span: Span) -> Option<Node> {
        let choices: Vec<&str> = name.choices().into_iter().map(|(word, _)| word).collect();
        let begins = |word: &&str| word.starts_with(&text.to_ascii_lowercase());
        let (known, likes) = match name {
            name if name.takes_days() => (&DAY_WORDS[..], "days such as 2026-07-29, 2026-07, 7d, a..b or today"),
            Name::Votes | Name::Comments | Name::Stars => (&[][..], "counts such as 10, >10 or 10..50"),
            _ => (&choices[..], ""),
        };
        let days = name.takes_days().then_some(self.today);
        if self.typing() && (known.iter().any(begins) || range::may_become(text, days)) {
            return None;
        }
        let list = choices.join(", ");
        let takes = if likes.is_empty() { &list } else { likes };
        let notice = ["“", name.word(), ":” takes ", takes, ". “", text, "” was set aside."].concat();
        let instead = nearest(text, known).map(|word| span.replaced(self.whole, word));
        self.note(span, &notice, instead);
        None
    }
}

/// The paper that a word names by itself. An address is words here, as any text may have one.
pub(super) fn named(text: &str) -> Option<PaperId> {
    PaperId::parse(text).map(|(id, _)| id).filter(|id| id.kind() != IdKind::Link)
}

/// An identifier in the form of the library, or the beginning of one.
fn identifier(text: &str) -> String {
    match PaperId::parse(text) {
        Some((id, _)) => id.to_string(),
        None => {
            let text = text.to_ascii_lowercase();
            text.strip_prefix("arxiv:").unwrap_or(&text).to_owned()
        }
    }
}
