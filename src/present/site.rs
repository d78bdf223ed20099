//! What the host of a site may choose: `site.json` beside the page, which `docs/hosting.md` describes.
//!
//! Reading it is total: what is missing or wrong is as if it were not there, and a problem says so.
//!
//! ```
//! use offprint::present::site::Site;
//! use offprint::query::Order;
//!
//! let (site, problems) = Site::read(br#"{"title": "Papers of our group", "order": "trending", "subscribe": "javascript:1"}"#);
//! assert_eq!((site.title.as_str(), site.order, site.subscribe), ("Papers of our group", Some(Order::Trending), None));
//! assert_eq!(site.feeds[0].address, "feed/manifest.json");
//! assert_eq!(problems[0].place, "site.json, subscribe");
//! ```

use serde_json::{Map, Value};

use crate::feed::Problem;
use crate::paper::Link;
use crate::query::Order;

/// Where the site's own archive lies, seen from the page.
pub const ARCHIVE: &str = "feed/manifest.json";

/// Feeds that a site may name; more are left out.
const MOST_FEEDS: usize = 50;

/// Bytes of an address or title that are taken.
const LONGEST: usize = 2_000;

/// What the host has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The name at the top of the page.
    pub title: String,
    /// What is read unasked, or, on other hosts, offered. The first is the site's own.
    pub feeds: Vec<SiteFeed>,
    /// Where readers sign up for letters: an address of the web, or `mailto:`.
    pub subscribe: Option<String>,
    /// The order of lists that name none and have no text.
    pub order: Option<Order>,
}

/// A feed that the host names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFeed {
    /// Its name; the address if absent.
    pub title: Option<String>,
    /// Its address, in full or seen from the page.
    pub address: String,
}

impl Default for Site {
    fn default() -> Site {
        let own = SiteFeed { title: None, address: ARCHIVE.to_owned() };
        Site { title: "Offprint".to_owned(), feeds: vec![own], subscribe: None, order: None }
    }
}

impl Site {
    /// Reads the file: what of it can be used, and what not.
    pub fn read(bytes: &[u8]) -> (Site, Vec<Problem>) {
        let text = String::from_utf8_lossy(bytes);
        let mut reader = Reader { problems: Vec::new() };
        let mut site = Site::default();
        match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
            Ok(Value::Object(object)) => reader.fill(&mut site, &object),
            Ok(_) => reader.note("", "it is no JSON object", "nothing in it was used"),
            Err(error) => reader.note("", &format!("it is no JSON ({error})"), "nothing in it was used"),
        }
        (site, reader.problems)
    }
}

struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn note(&mut self, member: &str, cause: &str, done: &str) {
        let place = if member.is_empty() { "site.json".to_owned() } else { ["site.json, ", member].concat() };
        self.problems.push(Problem { place, cause: cause.to_owned(), done: done.to_owned() });
    }

    fn fill(&mut self, site: &mut Site, object: &Map<String, Value>) {
        for (name, value) in object {
            match name.as_str() {
                "title" => self.text(name, value).into_iter().for_each(|title| site.title = title),
                "subscribe" => site.subscribe = self.subscribe(name, value),
                "order" => site.order = self.order(name, value),
                "feeds" => site.feeds = self.feeds(name, value).unwrap_or_else(|| std::mem::take(&mut site.feeds)),
                // What is meant for people or for later versions.
                _ => {}
            }
        }
    }

    /// A text on one line.
    fn text(&mut self, name: &str, value: &Value) -> Option<String> {
        let text = value.as_str().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        let text = text.filter(|text| !text.is_empty() && text.len() <= LONGEST && !text.contains(char::is_control));
        if text.is_none() {
            self.note(name, "a text belongs here", "left out");
        }
        text
    }

    fn subscribe(&mut self, name: &str, value: &Value) -> Option<String> {
        let text = self.text(name, value)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "@._+-".contains(c);
        let mailbox = text.strip_prefix("mailto:").filter(|to| to.contains('@') && to.chars().all(plain));
        let address = match mailbox {
            Some(_) => Some(text),
            None => Link::parse(&text).map(String::from),
        };
        if address.is_none() {
            self.note(name, "it is neither a web address nor “mailto:” and a mailbox", "left out");
        }
        address
    }

    fn order(&mut self, name: &str, value: &Value) -> Option<Order> {
        // The order of a collection means nothing without one.
        let order =
            self.text(name, value).and_then(|word| Order::named(&word)).filter(|order| *order != Order::Collected);
        if order.is_none() {
            let words: Vec<&str> =
                Order::WORDS.into_iter().map(|(_, word)| word).filter(|word| *word != "collected").collect();
            self.note(name, &format!("an order is one of {}", words.join(", ")), "left out");
        }
        order
    }

    /// The feeds; `None` if it is no list.
    fn feeds(&mut self, name: &str, value: &Value) -> Option<Vec<SiteFeed>> {
        let Some(list) = value.as_array() else {
            self.note(name, "a list belongs here", "the site's own archive was taken");
            return None;
        };
        if list.len() > MOST_FEEDS {
            self.note(name, &format!("there are more than {MOST_FEEDS}"), "the rest was left out");
        }
        let mut feeds: Vec<SiteFeed> = Vec::new();
        for (at, value) in list.iter().take(MOST_FEEDS).enumerate() {
            let place = format!("{name} {}", at + 1);
            let (title, address) = match value.as_object() {
                Some(feed) => (feed.get("title").and_then(|title| self.text(&place, title)), feed.get("address")),
                None => (None, Some(value)),
            };
            let address = address.and_then(|address| self.text(&place, address));
            match address.filter(|address| is_address(address)) {
                Some(address) if feeds.iter().all(|feed| feed.address != address) => {
                    feeds.push(SiteFeed { title, address });
                }
                Some(_) => self.note(&place, "it is named twice", "left out"),
                None => self.note(&place, "it names no address", "left out"),
            }
        }
        Some(feeds)
    }
}

/// Whether it is an address of the web in full, or one seen from the page.
fn is_address(text: &str) -> bool {
    let scheme = text.split(['/', '?', '#']).next().and_then(|head| head.split_once(':')).map(|(scheme, _)| scheme);
    !text.contains(' ') && scheme.is_none_or(|scheme| matches!(scheme, "http" | "https"))
}
