//! What a query is once it has been read.

use serde::{Deserialize, Serialize};

use super::Order;
use crate::paper::{Day, Event, PaperId};

/// A query as read. There is one for every text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// What papers must be like.
    pub root: Node,
    /// The order asked for by `sort:`.
    pub order: Option<Order>,
    /// The one paper that the whole text names, by link or identifier. `root` names it too.
    pub jump: Option<PaperId>,
    /// What was not read as it may have been meant, in the order of the text.
    pub notices: Vec<Notice>,
}

/// A condition on papers.
///
/// [`Node::all`], [`Node::any`] and [`Node::not`] keep trees in one form, which [`super::parse`] gives: no `All` directly in an
/// `All`, no `Any` directly in an `Any`, two parts or more in each, and a `Not` only within an `All` that has another part
/// which is no `Not`. So who evaluates never meets a `Not` without the set it takes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Node {
    /// Every paper.
    Everything,
    /// Papers that are each of these.
    All(Vec<Node>),
    /// Papers that are at least one of these.
    Any(Vec<Node>),
    /// Papers that are not this.
    Not(Box<Node>),
    /// Papers that say this.
    Text(Text),
    /// Papers that are this; no matter of words, so without weight for relevance.
    Filter(Filter),
}

/// Words to find.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// Where to look; everywhere if absent.
    pub field: Option<Field>,
    /// As written, without quotes and escapes. Has a letter or a digit.
    pub text: String,
    /// Quoted: these words as they are, one after the other.
    pub phrase: bool,
    /// The last word of the query with nothing after it, not quoted: may be the beginning of what is meant.
    pub typing: bool,
    /// Where it stands, with its quotes and without its field's name.
    pub span: Span,
}

/// Bytes of the typed text, from `start` up to but not including `end`, both at boundaries of characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A part of the paper with words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// `title:`
    Title,
    /// `abs:`
    Abstract,
    /// `author:`
    Author,
    /// `note:`, the reader's own.
    Note,
}

/// A condition that a paper meets or does not meet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Filter {
    /// `cat:`
    Category(Value),
    /// `kw:`
    Keyword(Value),
    /// `org:`
    Organisation(Value),
    /// `by:`, who put the paper into the feed.
    Submitter(Value),
    /// `tag:`, of the reader's tags.
    Tag(Value),
    /// `in:`, of the reader's collections.
    Collection(Value),
    /// `id:`, how the identifier begins. No whole identifier is the beginning of another.
    Id(String),
    /// `is:`
    Is(State),
    /// `has:`
    Has(Thing),
    /// `day:`, on any of the paper's papers-days.
    Day(DayRange),
    /// `published:` and `year:`
    Published(DayRange),
    /// `votes:`
    Votes(CountRange),
    /// `comments:`
    Comments(CountRange),
    /// `stars:`, of the repository.
    Stars(CountRange),
    /// `like:` or `~`, near in meaning: to a paper of that identifier, to the papers of that tag or collection, or to the words.
    Like(Value),
    /// `rose:`, `coded:`, `revised:` and `withdrawn:`, as far as it was noted here.
    Happened(Event, DayRange),
}

/// A value to compare with, letter case and accents aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// As written, without quotes and escapes. Not empty.
    pub text: String,
    /// Quoted: the whole value. Otherwise beginnings of words of it.
    pub whole: bool,
}

/// What the reader made of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// With a star.
    Starred,
    /// Read or opened.
    Read,
    /// Neither read nor opened.
    Unread,
    /// Dismissed, which no list shows that does not ask.
    Dismissed,
    /// Muted and without a star, which no list shows that does not ask.
    Muted,
    /// Come since the last visit.
    New,
}

/// What a paper may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Thing {
    /// A repository.
    Code,
    /// A note of the reader's.
    Note,
    /// A tag of the reader's.
    Tag,
    /// The authors' page.
    Project,
    /// A one-line summary.
    Summary,
}

/// Days from `from` to `to`, both included, each end open if absent but not both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRange {
    /// The first day.
    pub from: Option<Day>,
    /// The last day, not before the first.
    pub to: Option<Day>,
}

/// Counts from `from` to `to`, both included, each end open if absent but not both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRange {
    /// The least count.
    pub from: Option<u32>,
    /// The greatest count, not below the least.
    pub to: Option<u32>,
}

/// Something in the text that was read otherwise than it may have been meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What it is about.
    pub span: Span,
    /// The cause, and what was done, in a sentence or two.
    pub text: String,
    /// A whole query text that does better.
    pub instead: Option<String>,
}

impl Span {
    /// The span of those bytes.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The part of the text; empty if the span is not of this text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// The text with other words in this place.
    pub fn replaced(self, text: &str, with: &str) -> String {
        let (start, end) = (self.start as usize, self.end as usize);
        [text.get(..start).unwrap_or(""), with, text.get(end..).unwrap_or("")].concat()
    }
}

impl Node {
    /// Papers that meet all conditions; every paper if there are none.
    pub fn all(nodes: Vec<Node>) -> Node {
        let mut flat = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        flat.retain(|node| !node.is_everything());
        if flat.iter().all(|node| matches!(node, Node::Not(_))) {
            flat.insert(0, Node::Everything);
        }
        one_or(flat, Node::All)
    }

    /// Papers that meet at least one condition; every paper if there are none.
    pub fn any(nodes: Vec<Node>) -> Node {
        let mut flat = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.is_empty() || flat.iter().any(Node::is_everything) {
            return Node::Everything;
        }
        if flat.len() > 1 {
            for node in &mut flat {
                if matches!(node, Node::Not(_)) {
                    *node = Node::all(vec![std::mem::replace(node, Node::Everything)]);
                }
            }
        }
        one_or(flat, Node::Any)
    }

    /// Papers that do not meet the condition. A bare `Not` is for [`Node::all`] and [`Node::any`] to take in.
    #[allow(clippy::should_implement_trait, reason = "named with all and any, and always called by its path")]
    pub fn not(node: Node) -> Node {
        match node {
            Node::Not(inner) => *inner,
            Node::All(mut parts) if parts.len() == 2 && parts.iter().any(Node::is_everything) => match parts.pop() {
                Some(Node::Not(inner)) => *inner,
                _ => Node::Everything,
            },
            other => Node::Not(Box::new(other)),
        }
    }

    /// Whether it asks nothing.
    pub fn is_everything(&self) -> bool {
        matches!(self, Node::Everything)
    }

    /// Tells the conditions that are no matter of words, those below a `Not` too.
    fn each_filter<'a>(&'a self, tell: &mut impl FnMut(&'a Filter)) {
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| node.each_filter(tell)),
            Node::Not(node) => node.each_filter(tell),
            Node::Filter(filter) => tell(filter),
            Node::Everything | Node::Text(_) => {}
        }
    }

    /// Adds the texts that papers should say, those below a `Not` left out.
    fn positive_texts<'a>(&'a self, texts: &mut Vec<&'a Text>) {
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| node.positive_texts(texts)),
            Node::Text(text) => texts.push(text),
            Node::Everything | Node::Not(_) | Node::Filter(_) => {}
        }
    }
}

impl Query {
    /// Whether papers should say something, so that relevance is the natural order.
    pub fn has_words(&self) -> bool {
        !self.positive_texts().is_empty()
    }

    /// The collection whose order the list may have: the one that it is of, or the first that papers must be in.
    pub fn collection(&self) -> Option<&Value> {
        let parts = match &self.root {
            Node::All(parts) => parts.as_slice(),
            node => std::slice::from_ref(node),
        };
        parts.iter().find_map(|node| match node {
            Node::Filter(Filter::Collection(value)) => Some(value),
            _ => None,
        })
    }

    /// What papers should be near to, or should not.
    pub fn likes(&self) -> Vec<&Value> {
        let mut likes = Vec::new();
        self.root.each_filter(&mut |filter| {
            if let Filter::Like(value) = filter {
                likes.push(value);
            }
        });
        likes
    }

    /// The texts that papers should say, for highlights, in the order of the query.
    pub fn positive_texts(&self) -> Vec<&Text> {
        let mut texts = Vec::new();
        self.root.positive_texts(&mut texts);
        texts
    }
}

fn one_or(mut nodes: Vec<Node>, many: fn(Vec<Node>) -> Node) -> Node {
    match nodes.pop() {
        Some(only) if nodes.is_empty() => only,
        last => {
            nodes.extend(last);
            many(nodes)
        }
    }
}
