//! COinS: a paper as an OpenURL ContextObject (Z39.88) in the title of an empty span, where Zotero's connector finds it.

use super::{Issued, push};
use crate::paper::{Name, Paper};

/// What the `title` of a `<span class="Z3988">` is for this paper. It is plain text: setting an attribute escapes it.
///
/// ```
/// use offprint::paper::{Paper, PaperId};
/// let paper = Paper::new(PaperId::parse("1706.03762").unwrap().0, "Attention & more");
/// assert!(offprint::cite::coins(&paper).contains("&rft.title=Attention%20%26%20more&"));
/// ```
pub fn coins(paper: &Paper) -> String {
    let mut text = String::from("ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&rft.type=preprint");
    let mut add = |name: &str, value: &str| {
        push(&mut text, &["&", name, "="]);
        encode(value, &mut text);
    };
    if let Some(doi) = paper.id.doi() {
        add("rft_id", &["info:doi/", &doi].concat());
    }
    add("rft.title", &paper.title);
    for author in &paper.authors {
        let name = Name::parse(&author.name);
        // Zotero takes two parts; what comes behind another comma would be lost.
        let given = [name.given.as_str(), &name.suffix].join(" ");
        let sorted = [&name.last(), given.trim()].join(", ");
        add("rft.au", if name.whole || name.given.is_empty() { &name.family } else { &sorted });
    }
    add("rft.identifier", &paper.id.url());
    if let Some(issued) = Issued::of(paper) {
        add("rft.date", &issued.text("-"));
    }
    text
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub(super) fn encode(value: &str, text: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().map_or('0', char::from);
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}
