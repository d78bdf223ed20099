//! XML into a flat list of elements, as far as it can be followed.
//!
//! Own code, as with JSON: a parser stops at the first error, and feeds break off in the middle, write a bare `<` into a title, or
//! close tags that they never opened. It is not for its size: beside quick-xml 0.38 with as much done around it, this is 5 kB of
//! wasm less, 0.7 kB with brotli. No entity of a document type is ever replaced, so nothing can grow, and nothing recurses. Linear.

use super::tidy;

/// Elements deeper than this are taken as part of the one around them.
const DEPTH: usize = 48;

/// An element, or a piece of text, which has no name.
struct Node<'a> {
    name: &'a str,
    /// The attributes of an element; the text as it stands.
    raw: &'a str,
    /// How many elements are around it.
    depth: usize,
    /// Whether the text is CDATA, in which nothing is escaped.
    plain: bool,
}

/// A document in parts.
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// Those that the end of the document left open, outermost first.
    open: Vec<usize>,
}

/// One element with all that is in it. There is always one; that of a missing element is empty.
#[derive(Clone, Copy)]
pub(super) struct Element<'t, 'a> {
    nodes: &'t [Node<'a>],
}

impl<'a> Tree<'a> {
    /// Follows a document to its end.
    #[inline(never)]
    pub(super) fn of(text: &'a str) -> Tree<'a> {
        let mut tree = Tree { nodes: Vec::new(), open: Vec::new() };
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            let (text, behind) = rest.split_at(at);
            tree.text(text, false);
            rest = tree.markup(behind);
        }
        tree.text(rest, false);
        tree
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Element<'_, 'a> {
        let start = self.nodes.iter().position(|node| !node.name.is_empty()).unwrap_or(self.nodes.len());
        Element::at(&self.nodes, start)
    }

    /// Elements of a name wherever they stand, and whether each is whole.
    pub(super) fn all(&self, name: &str) -> Vec<(Element<'_, 'a>, bool)> {
        let mut found = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            if local(node.name) == name {
                found.push((Element::at(&self.nodes, at), !self.open.contains(&at)));
            }
        }
        found
    }

    /// Whether the document ends before its outermost element does.
    pub(super) fn is_cut(&self) -> bool {
        !self.open.is_empty()
    }

    fn text(&mut self, raw: &'a str, plain: bool) {
        if !raw.trim().is_empty() {
            self.nodes.push(Node { name: "", raw, depth: self.open.len(), plain });
        }
    }

    /// Takes the markup that the text begins with, and says what follows it.
    fn markup(&mut self, text: &'a str) -> &'a str {
        let behind = |inner: &'a str, end: &str| cut(inner, end).unwrap_or((inner, ""));
        if let Some(inner) = text.strip_prefix("<![CDATA[") {
            let (inner, behind) = behind(inner, "]]>");
            self.text(inner, true);
            return behind;
        }
        for (start, end) in [("<!--", "-->"), ("<?", "?>")] {
            if let Some(inner) = text.strip_prefix(start) {
                return behind(inner, end).1;
            }
        }
        if !text.get(1..).unwrap_or("").starts_with(|c: char| c.is_alphabetic() || "_/!".contains(c)) {
            // A bare “<” in a text.
            self.text("<", true);
            return text.get(1..).unwrap_or("");
        }
        let (tag, rest) = tag(text);
        let inner = tag.get(1..).unwrap_or("");
        if let Some(name) = inner.strip_prefix('/') {
            let is = |at: &usize| self.nodes.get(*at).is_some_and(|node| node.name == name.trim());
            // A tag that closes what was never opened means nothing.
            if let Some(level) = self.open.iter().rposition(is) {
                self.open.truncate(level);
            }
        } else if inner.starts_with('!') {
            // A document type may have declarations in brackets.
            return if inner.contains('[') { behind(rest, "]>").1 } else { rest };
        } else {
            let raw = inner.strip_suffix('/');
            let (name, raw_attributes) = name_of(raw.unwrap_or(inner));
            if self.open.len() < DEPTH {
                let depth = self.open.len();
                // Cut off within the tag, its attributes are not whole, and neither is it.
                if raw.is_none() || rest.is_empty() {
                    self.open.push(self.nodes.len());
                }
                self.nodes.push(Node { name, raw: raw_attributes, depth, plain: false });
            }
        }
        rest
    }
}

impl<'t, 'a> Element<'t, 'a> {
    fn at(nodes: &'t [Node<'a>], start: usize) -> Element<'t, 'a> {
        let nodes = nodes.get(start..).unwrap_or(&[]);
        let depth = nodes.first().map_or(0, |node| node.depth);
        let length = nodes.iter().skip(1).position(|node| node.depth <= depth).map_or(nodes.len(), |more| more + 1);
        Element { nodes: nodes.get(..length).unwrap_or(&[]) }
    }

    /// The name without a prefix.
    pub(super) fn name(self) -> &'a str {
        self.nodes.first().map_or("", |node| local(node.name))
    }

    pub(super) fn is_missing(self) -> bool {
        self.nodes.is_empty()
    }

    /// The elements directly in it that have the name, with any prefix.
    #[inline(never)]
    pub(super) fn all(self, name: &str) -> Vec<Element<'t, 'a>> {
        let depth = self.nodes.first().map_or(0, |node| node.depth) + 1;
        let mut found = Vec::new();
        for (at, node) in self.nodes.iter().enumerate().skip(1) {
            if node.depth == depth && local(node.name) == name {
                found.push(Element::at(self.nodes, at));
            }
        }
        found
    }

    /// The first of them, one without a prefix if there is one.
    #[inline(never)]
    pub(super) fn child(self, name: &str) -> Element<'t, 'a> {
        let all = self.all(name);
        let exact = all.iter().find(|child| child.nodes.first().is_some_and(|node| node.name == name));
        exact.or(all.first()).copied().unwrap_or(Element { nodes: &[] })
    }

    /// The text of the first child by any of these names that has one.
    #[inline(never)]
    pub(super) fn say(self, names: &[&str]) -> String {
        for name in names {
            let text = self.child(name).text();
            if !text.trim().is_empty() {
                return text;
            }
        }
        String::new()
    }

    /// The value of an attribute, whatever its prefix.
    #[inline(never)]
    pub(super) fn attribute(self, name: &str) -> Option<String> {
        attribute(self.nodes.first()?.raw, name)
    }

    /// All text in it, in order, a space at each element. Empty for none.
    #[inline(never)]
    pub(super) fn text(self) -> String {
        let mut text = String::new();
        for node in self.nodes.iter().skip(1) {
            match (node.name.is_empty(), node.plain) {
                (false, _) => text.push(' '),
                (true, true) => text.push_str(node.raw),
                (true, false) => text.push_str(&tidy::decoded(node.raw)),
            }
        }
        text
    }
}

/// The tag that the text begins with, without its `>`, and what follows. Quotes may hide a `>`.
pub(super) fn tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or("")),
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    // It never ends; nor does any other behind it.
    (text, "")
}

/// The value of an attribute by its name, whatever its namespace.
pub(super) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((name, behind)) = rest.split_once('=') {
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| *c == '"' || *c == '\'')?;
        let (value, after) = behind.get(1..)?.split_once(quote)?;
        if local(name.trim()).eq_ignore_ascii_case(wanted) {
            return Some(tidy::decoded(value));
        }
        rest = after;
    }
    None
}

/// What stands before and behind a mark. One place for it: each search for a text that is compiled in adds half a kilobyte.
#[inline(never)]
pub(super) fn cut<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(mark)
}

fn name_of(tag: &str) -> (&str, &str) {
    tag.split_at(tag.find(|c: char| c.is_whitespace()).unwrap_or(tag.len()))
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_hides_nothing_else() {
        let check = |text: &str, items: &[(&str, bool)]| {
            let tree = Tree::of(text);
            let found: Vec<(String, bool)> =
                tree.all("i").into_iter().map(|(item, whole)| (item.text(), whole)).collect();
            let wanted: Vec<(String, bool)> = items.iter().map(|(text, whole)| ((*text).to_owned(), *whole)).collect();
            assert_eq!(found, wanted, "{text}");
        };
        check("<r><i>a</i><i>b</i></r>", &[("a", true), ("b", true)]);
        check("<r><i>a</b></i><i>b", &[("a", true), ("b", false)]);
        check("<r><i>a<i x='>", &[("a ", false), ("", false)]);
        check("<r><x:i>a &amp;lt; <![CDATA[<b> &amp;]]></x:i><i/></r>", &[("a &lt; <b> &amp;", true), ("", true)]);
        check("<r><!-- <i>no</i> --><i>x < y<p>z</p></i>", &[("x < y z", true)]);
        check("<!DOCTYPE r [<!ENTITY e '<i>no</i>'>]><r><i>&e;</i></r>", &[("&e;", true)]);
        check(&format!("{}<i>deep</i>", "<r>".repeat(100)), &[]);
    }

    #[test]
    fn attributes_are_read_in_any_quotes() {
        let tree = Tree::of(r#"<a b="1 &gt; 0" x:c='"2"' d = "3"/>"#);
        let of = |name| tree.root().attribute(name).unwrap_or_default();
        assert_eq!([of("b"), of("c"), of("d"), of("e")].join(" | "), "1 > 0 | \"2\" | 3 | ");
    }
}
