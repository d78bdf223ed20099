//! The address is the view: every place in the app has a query string, and every query string is a place.
//!
//! All state stands in the query, none in the path, so that the app works on any static host and under any folder.
//!
//! ```
//! use offprint::present::Place;
//! let place = Place::parse("?window=week&q=masked+image&sort=votes&starred=1");
//! assert_eq!(place.query(), "?window=week&q=masked+image+is:starred&sort=votes");
//! ```

use crate::paper::{Day, PaperId};
use crate::query::{LONGEST, Mix, Order, View, Window, edit};

/// Where the reader is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which page.
    pub page: Page,
    /// The list, on the page of papers; kept on the others so that going back finds it.
    pub view: View,
    /// The paper that lies open.
    pub paper: Option<PaperId>,
    /// A feed that the address brings along.
    pub feed: Option<String>,
}

/// The pages of the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The list of papers, with a paper beside it.
    #[default]
    Papers,
    /// Searches, collections, tags, mutes and backups.
    Library,
    /// What is learnt of the reader.
    Taste,
    /// What was opened, when.
    History,
    /// The feeds and their problems.
    Feeds,
    /// Settings, storage and what this is.
    About,
    /// The query language, by examples.
    SearchHelp,
}

impl Page {
    /// The pages of the menu, in its order.
    pub const MENU: [Page; 6] = [Page::Papers, Page::Library, Page::Taste, Page::History, Page::Feeds, Page::About];

    /// All pages.
    pub const ALL: [Page; 7] =
        [Page::Papers, Page::Library, Page::Taste, Page::History, Page::Feeds, Page::About, Page::SearchHelp];

    /// The page's name.
    pub fn title(self) -> &'static str {
        match self {
            Page::Papers => "Papers",
            Page::Library => "Library",
            Page::Taste => "Taste",
            Page::History => "History",
            Page::Feeds => "Feeds",
            Page::About => "About",
            Page::SearchHelp => "How to search",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Page::Papers => "papers",
            Page::Library => "library",
            Page::Taste => "taste",
            Page::History => "history",
            Page::Feeds => "feeds",
            Page::About => "about",
            Page::SearchHelp => "search-help",
        }
    }
}

impl Place {
    /// Reads a query string, with or without its `?`. What it does not know or cannot read it passes over.
    pub fn parse(query: &str) -> Place {
        let mut place = Place::default();
        for pair in query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            place.set(&decode(name), decode(value));
        }
        place
    }

    /// The query string: `?` and what differs from the plain view of the newest day, in a fixed order. A lone `?` where
    /// nothing differs, since an empty relative address would not take an earlier query away.
    pub fn query(&self) -> String {
        let view = &self.view;
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut put = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        put("page", (self.page != Page::default()).then(|| self.page.word().to_owned()));
        put("window", (view.window != Window::default()).then(|| window_word(view.window).to_owned()));
        put("day", view.day.map(|day| day.to_string()));
        // Of longer ones no more is read: servers refuse long addresses.
        let text = &view.text[..view.text.floor_char_boundary(LONGEST)];
        put("q", (!text.is_empty()).then(|| text.to_owned()));
        put("sort", view.order.map(|order| order.word().to_owned()));
        put("mix", view.mix.map(|mix| mix.to_string()));
        put("paper", self.paper.as_ref().map(PaperId::to_string));
        put("feed", self.feed.clone());
        let pairs: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={}", encode(&value))).collect();
        format!("?{}", pairs.join("&"))
    }

    /// The query string of the list alone: no page, paper or feed. What came from elsewhere leads nowhere else by it.
    pub fn list(&self) -> String {
        Place { view: self.view.clone(), ..Place::default() }.query()
    }

    /// The same place with another list.
    pub fn with_view(&self, view: View) -> Place {
        Place { page: Page::Papers, view, paper: None, feed: self.feed.clone() }
    }

    /// The same place on another page.
    pub fn with_page(&self, page: Page) -> Place {
        Place { page, paper: None, ..self.clone() }
    }

    /// The same list with a paper open, or with none.
    pub fn with_paper(&self, paper: Option<PaperId>) -> Place {
        Place { page: Page::Papers, paper, ..self.clone() }
    }

    fn set(&mut self, name: &str, value: String) {
        let view = &mut self.view;
        match name {
            "page" => self.page = Page::ALL.into_iter().find(|page| page.word() == value).unwrap_or_default(),
            "window" => view.window = windows().find(|&window| window_word(window) == value).unwrap_or_default(),
            "day" => view.day = Day::parse(&value),
            "q" => view.text = value,
            // Addresses of earlier versions had a name for each condition.
            "cat" if !value.is_empty() => view.text = edit::with(&view.text, &format!("cat:{}", edit::value(&value))),
            "kw" if !value.is_empty() => view.text = edit::with(&view.text, &format!("kw:{}", edit::whole(&value))),
            "code" if value == "1" => view.text = edit::with(&view.text, "has:code"),
            "starred" | "unread" | "dismissed" if value == "1" => {
                view.text = edit::with(&view.text, &format!("is:{name}"));
            }
            "sort" => view.order = Order::named(&value),
            "mix" => view.mix = Some(Mix::parse(&value)),
            "paper" => self.paper = PaperId::parse(&value).map(|(id, _)| id),
            "feed" => self.feed = Some(value).filter(|value| !value.is_empty()),
            _ => {}
        }
    }
}

fn windows() -> impl Iterator<Item = Window> {
    [Window::Day, Window::Week, Window::Month, Window::All].into_iter()
}

fn window_word(window: Window) -> &'static str {
    match window {
        Window::Day => "day",
        Window::Week => "week",
        Window::Month => "month",
        Window::All => "all",
    }
}

/// Percent-encodes as forms do (`application/x-www-form-urlencoded`): spaces as `+`, all but the plainest characters by
/// their UTF-8 bytes; `/` and `:` stay, as a query may hold them.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                encoded.push(byte as char)
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The inverse of [`encode`], taking any text: a `%` that begins no byte is itself, broken UTF-8 is replaced.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let ahead: Vec<u8> = rest.clone().take(2).collect();
        let hex = std::str::from_utf8(&ahead).ok().filter(|hex| hex.len() == 2 && !hex.starts_with('+'));
        match (byte, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'+', _) => bytes.push(b' '),
            (b'%', Some(value)) => {
                bytes.push(value);
                rest.nth(1);
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_addresses_are_read_as_far_as_they_go() {
        let check = |query, read: &str| assert_eq!(Place::parse(query).query(), read, "{query}");
        check("", "?");
        let long = ["?q=", &"letters+".repeat(5_000)].concat();
        assert_eq!(Place::parse(&long).query().len(), "?q=".len() + crate::query::LONGEST);
        check("?", "?");
        check("?window=fortnight&day=yesterday&sort=worst&x=1", "?");
        check("q=100%25+%zz%", "?q=100%25+%25zz%25");
        check("?paper=https://arxiv.org/abs/2309.05239v1", "?paper=2309.05239");
        check("?paper=nonsense&page=feeds", "?page=feeds");
        check(
            "?feed=http://127.0.0.1:9000/feed.json?date=2025-07-29",
            "?feed=http://127.0.0.1:9000/feed.json%3Fdate%3D2025-07-29",
        );
    }
}
