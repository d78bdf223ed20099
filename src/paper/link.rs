//! Links that may be followed: `http` and `https`, nothing else, whoever wrote the feed.

use serde::{Deserialize, Serialize};

/// An absolute `http` or `https` address without spaces or control characters.
///
/// The only way to make one is [`Link::parse`], so a `javascript:` address in a feed can never reach an `href`. Stored
/// links go through it again when they are opened.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

impl Link {
    /// Reads an address; a missing scheme on a plain host name (`github.com/a/b`) becomes `https`.
    ///
    /// ```
    /// use offprint::paper::Link;
    /// assert_eq!(Link::parse(" github.com/XPixelGroup/HAT ").unwrap().as_str(), "https://github.com/XPixelGroup/HAT");
    /// assert!(Link::parse("javascript:alert(1)").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Link> {
        let text = text.trim();
        if text.is_empty() || text.chars().any(|c| c.is_control() || c.is_whitespace() || "<>\"`{}|\\^".contains(c)) {
            return None;
        }
        let address = match text.split_once(':') {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => {
                let host = rest.strip_prefix("//")?;
                format!("{}://{host}", scheme.to_ascii_lowercase())
            }
            Some((head, _)) if !head.contains('.') || head.contains('@') => return None,
            _ => format!("https://{}", text.trim_start_matches('/')),
        };
        let (_, after) = address.split_once("://")?;
        let host = after.split(['/', '?', '#']).next()?;
        let named = host.contains('.') || host.starts_with("localhost") || host.starts_with('[');
        (named && !host.starts_with('.') && !host.contains('@')).then_some(Link(address))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, without `www.`: what a reader wants to know before following.
    pub fn host(&self) -> &str {
        host(&self.0)
    }
}

/// The host of an address, without `www.`
pub(super) fn host(address: &str) -> &str {
    let after = address.split_once("://").map_or("", |(_, after)| after);
    let host = after.split(['/', '?', '#']).next().unwrap_or("");
    host.strip_prefix("www.").unwrap_or(host)
}

impl TryFrom<String> for Link {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Link, Self::Error> {
        Link::parse(&text).ok_or("not an http or https address")
    }
}

impl From<Link> for String {
    fn from(link: Link) -> String {
        link.0
    }
}
