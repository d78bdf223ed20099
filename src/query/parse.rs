//! A typed text to a [`Query`]: total, in linear time, with notices for what may have been meant otherwise.
//!
//! ```text
//! query     = { any }                              all are wanted
//! any       = both { ( "OR" | "|" ) both }
//! both      = item { "AND" item }
//! item      = [ "-" ] ( word | phrase | field | near | "(" query ")" )
//! near      = "~" ( word | phrase )                as like:, but before a number it says "about"
//! phrase    = quote any text [ quote ]             “…”, "…", «…»
//! field     = name ":" ( value { "," value } | "(" query ")" )
//! value     = word | phrase
//! ```
//!
//! So `OR` joins its two neighbours and blanks join the rest: `image OR video generation` wants *generation*, and one of the
//! two. A condition put behind a text by a blank therefore narrows it, whatever the text is. Words end at blanks, quotes,
//! parentheses and `|`, and values also at commas. A backslash before anything but a letter or a digit takes it literally.
//!
//! ```
//! use offprint::paper::Day;
//! use offprint::query::{Node, parse};
//!
//! let query = parse("-survey (image OR video) cat:cs.CV", Day(0));
//! assert!(matches!(&query.root, Node::All(parts) if parts.len() == 3));
//! assert_eq!(parse("autor:Bengio", Day(0)).notices[0].instead.as_deref(), Some("author:Bengio"));
//! ```

use super::leaf::Written;
use super::names::{Name, ROWS, Row, named, nearest};
use super::scan::{self, is_close, is_colon, is_open, is_quote};
use super::tree::{Filter, Node, Notice, Query, Span};
use super::{Order, link};
use crate::paper::Day;

/// Bytes of a text that are read. What comes after is set aside, with a notice.
pub const LONGEST: usize = 2_000;

/// How deep parentheses nest; deeper ones are set aside. Bounds the stack of whoever walks the tree.
const DEEPEST: usize = 24;

/// Notices that are given; nobody reads more, and each may hold the whole text.
const MOST_NOTICES: usize = 8;

/// Reads a text, as of `today` for relative days. O(length of the text).
pub fn parse(text: &str, today: Day) -> Query {
    if let Some(id) = link::paper(text) {
        let root = Node::Filter(Filter::Id(id.to_string()));
        return Query { root, order: None, jump: Some(id), notices: Vec::new() };
    }
    if text.len() <= LONGEST
        && let Some(ids) = link::papers(text)
    {
        let root = Node::any(ids.iter().map(|id| Node::Filter(Filter::Id(id.to_string()))).collect());
        return Query { root, order: None, jump: None, notices: Vec::new() };
    }
    let (parts, notices) = read(text, today);
    let order = parts.iter().filter_map(|part| part.order).next_back();
    let root = Node::all(parts.into_iter().filter_map(|part| part.node).collect());
    Query { root, order, jump: None, notices }
}

/// One condition of those that are all wanted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// Where it stands, with operators left dangling behind it.
    pub span: Span,
    /// What it asks; nothing if it was set aside, or only says an order.
    pub node: Option<Node>,
    /// The order that it says.
    pub order: Option<Order>,
}

/// The conditions of a text that stand in no parentheses, and the notices.
pub(super) fn read(text: &str, today: Day) -> (Vec<Part>, Vec<Notice>) {
    let cut = text.floor_char_boundary(LONGEST);
    let read = text.get(..cut).unwrap_or("");
    let mut parser = Parser {
        whole: text,
        text: read,
        at: 0,
        today,
        order: None,
        notices: Vec::new(),
        too_deep: 0,
        unclosed: None,
        open_quote: false,
    };
    let parts = parser.all(None, 0);
    // One that holds nothing yet is being typed.
    let holds = |(_, open): &(usize, Span)| scan::says_something(scan::from(read, open.end as usize));
    if let Some((count, open)) = parser.unclosed.filter(holds) {
        let quote = if parser.open_quote { "\"" } else { "" };
        let instead = Some([text.trim_end(), quote, &")".repeat(count)].concat());
        parser.note(open, "A parenthesis is not closed. It was taken to reach to the end.", instead);
    }
    if cut < text.len() {
        parser.note(Span::new(cut, text.len()), "This is too long: the end was set aside.", None);
    }
    (parts, parser.notices)
}

/// The state of reading.
pub(super) struct Parser<'a> {
    /// All that was typed.
    pub whole: &'a str,
    /// What of it is read.
    pub text: &'a str,
    /// How far.
    pub at: usize,
    pub today: Day,
    /// The order said last.
    pub order: Option<Order>,
    pub notices: Vec<Notice>,
    /// Parentheses open that were set aside as too deep.
    too_deep: usize,
    /// How many parentheses were not closed, and where the outermost stands.
    unclosed: Option<(usize, Span)>,
    /// Whether a phrase was not closed.
    open_quote: bool,
}

impl Parser<'_> {
    /// Adds a notice.
    pub fn note(&mut self, span: Span, text: &str, instead: Option<String>) {
        if self.notices.len() < MOST_NOTICES {
            self.notices.push(Notice { span, text: text.to_owned(), instead });
        }
    }

    /// Whether the end of what was typed is reached, so that what was read last may still grow.
    pub fn typing(&self) -> bool {
        self.at == self.whole.len()
    }

    /// Everything up to the end or to a closing parenthesis of this depth. `inside` is the field around.
    fn all(&mut self, inside: Option<Name>, depth: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        loop {
            self.at += scan::blanks(self.rest());
            let start = self.at;
            match self.peek() {
                None => return parts,
                Some(c) if is_close(c) && self.too_deep > 0 => {
                    self.too_deep -= 1;
                    self.at += c.len_utf8();
                }
                Some(c) if is_close(c) && depth > 0 => return parts,
                Some(c) if is_close(c) => {
                    self.at += c.len_utf8();
                    let span = Span::new(start, self.at);
                    let instead = Some(span.replaced(self.whole, ""));
                    self.note(span, "This parenthesis was never opened. It was passed over.", instead);
                }
                Some('|') => self.at += 1,
                Some(_) => {
                    self.order = None;
                    let node = self.any(inside, depth);
                    parts.push(Part { span: Span::new(start, self.at), node, order: self.order });
                }
            }
        }
    }

    fn any(&mut self, inside: Option<Name>, depth: usize) -> Option<Node> {
        let mut nodes = Vec::from_iter(self.both(inside, depth));
        while self.operator(true) {
            nodes.extend(self.both(inside, depth));
        }
        (!nodes.is_empty()).then(|| Node::any(nodes))
    }

    fn both(&mut self, inside: Option<Name>, depth: usize) -> Option<Node> {
        let mut nodes = Vec::from_iter(self.item(inside, depth));
        while self.operator(false) {
            nodes.extend(self.item(inside, depth));
        }
        match nodes.len() {
            0 | 1 => nodes.pop(),
            _ => Some(Node::all(nodes)),
        }
    }

    /// Steps over operators, if they are of this kind. Whether something follows for them to join.
    fn operator(&mut self, or: bool) -> bool {
        let Some((len, _)) = scan::operators(self.rest()).filter(|(_, found)| *found == or) else { return false };
        self.at += len;
        self.rest().trim_start().chars().next().is_some_and(|c| !is_close(c))
    }

    fn item(&mut self, inside: Option<Name>, depth: usize) -> Option<Node> {
        self.at += scan::blanks(self.rest());
        let minus = scan::is_minus(self.rest());
        self.at += usize::from(minus);
        let node = match self.peek()? {
            c if is_open(c) => self.parentheses(inside, depth),
            c if is_quote(c) => self.values(inside),
            '~' if scan::is_near(self.rest()) => {
                self.at += 1;
                self.values(Some(Name::Like))
            }
            _ => self.word(inside, depth),
        };
        if minus { node.map(Node::not) } else { node }
    }

    fn parentheses(&mut self, inside: Option<Name>, depth: usize) -> Option<Node> {
        let start = self.at;
        self.at += self.peek()?.len_utf8();
        let open = Span::new(start, self.at);
        if depth >= DEEPEST {
            if self.too_deep == 0 {
                self.note(open, "Parentheses are too deep here. These were passed over.", None);
            }
            self.too_deep += 1;
            return None;
        }
        let order = self.order;
        let parts = self.all(inside, depth + 1);
        self.order = parts.iter().filter_map(|part| part.order).next_back().or(order);
        match self.peek() {
            Some(c) => self.at += c.len_utf8(),
            None => self.unclosed = Some((self.unclosed.map_or(1, |(count, _)| count + 1), open)),
        }
        let nodes: Vec<Node> = parts.into_iter().filter_map(|part| part.node).collect();
        (!nodes.is_empty()).then(|| Node::all(nodes))
    }

    /// A word, which may turn out to be a field.
    fn word(&mut self, inside: Option<Name>, depth: usize) -> Option<Node> {
        let start = self.at;
        if let Some((head, len)) = scan::head(self.rest()) {
            let (word, value) = (head.to_owned(), start + len);
            match named(head) {
                Some(name) => return self.field(name, start, value, depth),
                None if self.is_unknown_field(&word, value) => return self.unknown_field(&word, value, inside, depth),
                None => {}
            }
        }
        let node = self.values(inside);
        if let Some(len) = scan::other_minus(scan::from(self.text, start)) {
            let instead = Some(Span::new(start, start + len).replaced(self.whole, "-"));
            let text = "This leaves nothing out. For that, put - before what is not wanted.";
            self.note(Span::new(start, self.at), text, instead);
        }
        node
    }

    /// What follows a field's name.
    fn field(&mut self, name: Name, start: usize, value: usize, depth: usize) -> Option<Node> {
        self.at = value;
        match self.peek() {
            None => None,
            Some(c) if c.is_whitespace() && self.rest().trim_start().is_empty() => None,
            // In titles of papers names stand before a colon, such as “CAT: …”.
            Some(c) if c.is_whitespace() => {
                let gap = Span::new(value, value + scan::blanks(self.rest()));
                let text = "With a blank behind the colon this was read as a word.";
                self.note(Span::new(start, value), text, Some(gap.replaced(self.whole, "")));
                self.at = start;
                self.values(None)
            }
            Some(c) if is_close(c) || c == '|' => {
                self.note(Span::new(start, value), "Nothing follows the colon. This was set aside.", None);
                None
            }
            Some(c) if is_open(c) => self.parentheses(Some(name), depth),
            Some(_) => self.values(Some(name)),
        }
    }

    /// Whether a word before a colon was meant as a field: not in addresses, times, or C++.
    fn is_unknown_field(&self, word: &str, value: usize) -> bool {
        let next = scan::from(self.text, value).chars().next();
        let follows = |c: char| !(c.is_whitespace() || c == '/' || c == '|' || is_colon(c) || is_close(c));
        word.len() > 1 && next.is_some_and(follows)
    }

    fn unknown_field(&mut self, word: &str, value: usize, inside: Option<Name>, depth: usize) -> Option<Node> {
        let span = Span::new(self.at, value);
        if self.notices.len() < MOST_NOTICES {
            let known: Vec<&str> = ROWS.iter().flat_map(Row::words).collect();
            let better = |name: &str| span.replaced(self.whole, &[name, ":"].concat());
            let instead = nearest(word, &known).map(better);
            let text = ["There is no field “", word, ":”. This was read as words."].concat();
            self.note(span, &text, instead);
        }
        let name =
            Written { text: word.to_owned(), span: Span::new(self.at, self.at + word.len()), ..Written::default() };
        let name = self.leaf(inside, name);
        self.at = value;
        let rest = match self.peek() {
            Some(c) if is_open(c) => self.parentheses(inside, depth),
            _ => self.values(inside),
        };
        let nodes: Vec<Node> = name.into_iter().chain(rest).collect();
        (!nodes.is_empty()).then(|| Node::all(nodes))
    }

    /// A word or phrase, or several behind the name of a field that takes several.
    fn values(&mut self, inside: Option<Name>) -> Option<Node> {
        let commas = inside.is_some_and(Name::takes_several);
        let mut nodes = Vec::new();
        loop {
            let written = if self.peek().is_some_and(is_quote) { self.quoted() } else { self.unquoted(commas) };
            nodes.extend(self.leaf(inside, written));
            if !commas || self.peek() != Some(',') {
                break;
            }
            self.at += 1;
        }
        (!nodes.is_empty()).then(|| Node::any(nodes))
    }

    fn unquoted(&mut self, commas: bool) -> Written {
        let start = self.at;
        self.at += scan::word_len(self.rest(), commas);
        let span = Span::new(start, self.at);
        let (text, escaped) = scan::plain(span.of(self.text));
        Written { text, quoted: false, escaped, span }
    }

    fn quoted(&mut self) -> Written {
        let start = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        let inner = self.at;
        let mut chars = self.rest().char_indices();
        let mut closing = None;
        while let Some((at, c)) = chars.next() {
            if is_quote(c) {
                closing = Some((inner + at, inner + at + c.len_utf8()));
                break;
            }
            if scan::escapes(c, scan::from(self.text, inner + at + 1)).is_some() {
                chars.next();
            }
        }
        let (end, after) = closing.unwrap_or((self.text.len(), self.text.len()));
        self.at = after;
        self.open_quote |= closing.is_none();
        let inside = Span::new(inner, end).of(self.text);
        if closing.is_none() && self.swallows(start, inside) {
            let instead = Some([self.whole.trim_end(), "\""].concat());
            self.note(
                Span::new(start, inner),
                "This quote is not closed. All that follows was read as one phrase.",
                instead,
            );
        }
        let (text, escaped) = scan::plain(inside.trim());
        Written { text, quoted: true, escaped, span: Span::new(start, after) }
    }

    /// Whether a phrase that is not closed deserves a notice: not while it is being typed, but where it stands amid a word or
    /// hides what would have been an operator or a field.
    fn swallows(&self, start: usize, inside: &str) -> bool {
        let before = self.text.get(..start).and_then(|before| before.chars().next_back());
        let known = |word: &str| scan::head(word).is_some_and(|(head, _)| named(head).is_some());
        let mut later = inside.split_whitespace().skip(1);
        scan::says_something(inside)
            && (before.is_some_and(char::is_alphanumeric) || later.any(|word| word == "OR" || known(word)))
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        scan::from(self.text, self.at)
    }
}
