//! What the reader asks to see: a window of days, filters, and an order; and the language in which it is typed.
//!
//! [`parse`] gives every text a [`Query`], with [notices](Notice) of what may have been meant otherwise. [`edit`] adds
//! conditions to a text and takes them away, [`suggest`] completes it, and [`help`] is the language in examples.
//!
//! ```
//! use offprint::paper::Day;
//! use offprint::query::{View, Window};
//!
//! let view = View { window: Window::Week, ..View::default() };
//! let (from, to) = view.range(Day::parse("2025-07-30").unwrap()).unwrap();
//! assert_eq!((from.to_string(), to.to_string()), ("2025-07-28".into(), "2025-08-03".into()));
//! ```

pub mod edit;
pub mod find;
pub mod help;
mod leaf;
mod link;
pub mod mix;
mod names;
mod parse;
mod range;
mod scan;
pub mod suggest;
mod tree;
mod write;

pub use link::papers;
pub use mix::Mix;
pub use parse::{LONGEST, parse};
pub use tree::{CountRange, DayRange, Field, Filter, Node, Notice, Query, Span, State, Text, Thing, Value};
pub use write::{like, like_all, write};

use serde::{Deserialize, Serialize};

use crate::paper::Day;

/// How many days are looked at together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Window {
    /// One papers-day.
    #[default]
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Everything known, papers without a papers-day included.
    All,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// Latest papers-day first, within a day by votes.
    #[default]
    Newest,
    /// Most votes first.
    Votes,
    /// Votes against age, see [`crate::rank::trending`].
    Trending,
    /// What fits the words best; [`Order::Newest`] where there are no words.
    Best,
    /// Earliest papers-day first.
    Oldest,
    /// Most comments first.
    Comments,
    /// Most stars of the code first.
    Stars,
    /// As the reader has put them into the collection that is asked for; [`Order::Newest`] where none is.
    Collected,
    /// What the reader is likely to star, see [`crate::rank::taste`].
    ForYou,
    /// The reader's own mix of signals, see [`crate::rank::mix`].
    Mix,
    /// Another order every day, which says nothing of the papers.
    Surprise,
    /// As Hacker News orders its front page.
    HackerNews,
    /// As Reddit orders what is hot.
    Reddit,
    /// As *Daily Papers HN* orders what is hot, a page by the curator of Hugging Face's daily papers.
    DailyHn,
    /// Most stars of the code per day of late first, as far as they were sampled here.
    Velocity,
}

impl Order {
    /// Every order with its word in queries and addresses.
    pub const WORDS: [(Order, &str); 15] = [
        (Order::Best, "best"),
        (Order::Newest, "newest"),
        (Order::Oldest, "oldest"),
        (Order::Votes, "votes"),
        (Order::Trending, "trending"),
        (Order::Comments, "comments"),
        (Order::Stars, "stars"),
        (Order::Collected, "collected"),
        (Order::ForYou, "foryou"),
        (Order::Mix, "mix"),
        (Order::Surprise, "surprise"),
        (Order::HackerNews, "hn"),
        (Order::DailyHn, "dailyhn"),
        (Order::Reddit, "reddit"),
        (Order::Velocity, "velocity"),
    ];

    /// Its word in queries and addresses.
    pub fn word(self) -> &'static str {
        Order::WORDS.into_iter().find(|(order, _)| *order == self).map_or("", |(_, word)| word)
    }

    /// The order of that word.
    pub fn named(word: &str) -> Option<Order> {
        Order::WORDS.into_iter().find(|(_, own)| *own == word).map(|(order, _)| order)
    }
}

/// One list of papers, as the address of the page names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// How many days.
    pub window: Window,
    /// A day in the window; the newest papers-day if absent.
    pub day: Option<Day>,
    /// What papers must be like, as typed: see [`parse`]. Dismissed and muted papers are in no list that does not ask
    /// for them, or for a collection that they are in.
    pub text: String,
    /// What comes first, unless the text says it: what fits the words best, or the newest where there are no words.
    pub order: Option<Order>,
    /// The reader's own mix of signals, where it is not the usual one.
    pub mix: Option<Mix>,
}

impl View {
    /// First and last day of the window around the asked day, or around `newest`; `None` for [`Window::All`].
    pub fn range(&self, newest: Day) -> Option<(Day, Day)> {
        let day = self.day.unwrap_or(newest);
        match self.window {
            Window::Day => Some((day, day)),
            Window::Week => Some((day.week_start(), day.week_start().plus(6))),
            Window::Month => Some((day.month_start(), day.month_end())),
            Window::All => None,
        }
    }

    /// Whether anything but the window and the order narrows the list.
    pub fn is_filtered(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// The same window without filters.
    pub fn unfiltered(&self) -> View {
        View { text: String::new(), ..self.clone() }
    }

    /// The view when this is typed into the search box. A search that begins in a window looks through all days; `from` keeps that
    /// window for when the search is over.
    pub fn searching(&self, text: String, from: &mut Option<Window>) -> View {
        let window = match (self.text.is_empty(), text.is_empty(), self.window) {
            (true, false, Window::Day | Window::Week | Window::Month) => {
                *from = Some(self.window);
                Window::All
            }
            (false, true, Window::All) => from.take().unwrap_or(Window::All),
            (_, _, window) => window,
        };
        View { text, window, ..self.clone() }
    }

    /// The order that the list has, with the query that its text is.
    pub fn order(&self, query: &Query) -> Order {
        let natural = match &query.root {
            Node::Filter(Filter::Collection(value)) if value.whole => Order::Collected,
            _ if query.has_words() || !query.likes().is_empty() => Order::Best,
            _ => Order::Newest,
        };
        query.order.or(self.order).unwrap_or(natural)
    }
}
