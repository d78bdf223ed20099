//! Saved searches as OPML 2.0, which [`crate::feed::import`] reads.

use super::atom::{escape, tag};

/// Writes searches given as (title, query, address of the list). OPML has no attribute for a query, so ours has a namespace.
pub fn opml(title: &str, searches: &[(&str, &str, &str)]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    text.push_str("<opml version=\"2.0\" xmlns:offprint=\"urn:x-offprint\">\n<head>\n<title>");
    escape(title, &mut text);
    text.push_str("</title>\n</head>\n<body>\n");
    for (title, query, address) in searches {
        let attributes = [("text", *title), ("type", "link"), ("url", *address), ("offprint:query", *query)];
        tag("outline", &attributes, &mut text);
    }
    text.push_str("</body>\n</opml>\n");
    text
}
