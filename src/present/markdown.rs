//! Notes in Markdown as the elements that show them.
//!
//! It is the part of CommonMark (<https://spec.commonmark.org/0.31.2/>) that notes are written with: paragraphs, headings with
//! `#`, rules, lists, quotes, code in lines and between fences, emphasis, strong emphasis, links, and addresses as they stand. Anything
//! else, HTML with it, is text. A note gives elements of a few names, texts, and links to the web, and nothing more.
//!
//! ```
//! use offprint::present::markdown::{Node, nodes};
//!
//! let node = |tag, text: &str| Node { tag, text: text.to_owned(), ..Node::default() };
//! let children = vec![node("span", "Read "), node("em", "this"), node("span", " <b>")];
//! assert_eq!(nodes("Read *this* <b>"), [Node { tag: "p", children, ..Node::default() }]);
//! ```

mod inline;

use crate::paper::Link;
pub use inline::inline;

/// How deep lists and quotes may lie in each other, and emphasis in emphasis; what lies deeper is text.
const DEEPEST: usize = 6;

/// An element, with either a text or elements in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The element's name.
    pub tag: &'static str,
    /// Its text.
    pub text: String,
    /// Where it leads, if it is a link.
    pub link: Option<Link>,
    /// The elements in it.
    pub children: Vec<Node>,
}

/// The elements of a note. Linear in its length.
pub fn nodes(text: &str) -> Vec<Node> {
    blocks(&text.lines().collect::<Vec<_>>(), 0)
}

/// The elements of a note's first line that says something, without the mark that makes it a heading or an item; of its
/// beginning if it has more characters than that. Whether there is more of the note comes with it.
pub fn first_line(text: &str, most: usize) -> (Vec<Node>, bool) {
    let says = |line: &&str| line.contains(char::is_alphanumeric);
    let first = text.lines().find(says).unwrap_or_default().trim();
    let line = heading(first).map(|(_, rest)| rest).or_else(|| item(first).map(|(_, rest)| rest));
    let line = line.unwrap_or(first).trim_start_matches(['>', ' ']);
    let end = line.char_indices().nth(most).map_or(line.len(), |(end, _)| end);
    (inline(line.get(..end).unwrap_or(line), 0), end < line.len() || first.len() < text.trim().len())
}

fn parent(tag: &'static str, children: Vec<Node>) -> Node {
    Node { tag, children, ..Node::default() }
}

fn leaf(tag: &'static str, text: String) -> Node {
    Node { tag, text, ..Node::default() }
}

/// An element around inline ones, or around a text alone.
fn around(tag: &'static str, mut children: Vec<Node>) -> Node {
    match children.as_mut_slice() {
        [only] if only.tag == "span" => leaf(tag, std::mem::take(&mut only.text)),
        _ => parent(tag, children),
    }
}

fn blocks(mut lines: &[&str], depth: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some((first, rest)) = lines.split_first() {
        let line = first.trim();
        let taken = if line.is_empty() {
            1
        } else if let Some(fence) = fence(line) {
            let code: Vec<&str> = rest.iter().copied().take_while(|line| !line.trim().starts_with(fence)).collect();
            nodes.push(parent("pre", vec![leaf("code", code.join("\n"))]));
            code.len() + 2
        } else if is_rule(line) {
            nodes.push(leaf("hr", String::new()));
            1
        } else if let Some((tag, text)) = heading(line) {
            nodes.push(around(tag, inline(text, 0)));
            1
        } else if line.starts_with('>') && depth < DEEPEST {
            let inner: Vec<&str> = lines.iter().map_while(|line| line.trim_start().strip_prefix('>')).collect();
            let inner: Vec<&str> = inner.into_iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
            nodes.push(parent("blockquote", blocks(&inner, depth + 1)));
            inner.len()
        } else if let Some((tag, _)) = item(line).filter(|_| depth < DEEPEST) {
            let (items, taken) = items(lines, tag, depth);
            nodes.push(parent(tag, items));
            taken
        } else {
            let goes_on = |line: &&&str| !line.trim().is_empty() && !begins(line.trim());
            let taken = 1 + rest.iter().take_while(goes_on).count();
            let text: Vec<&str> = lines.iter().take(taken).map(|line| line.trim_start()).collect();
            nodes.push(around("p", inline(text.join("\n").trim_end(), 0)));
            taken
        };
        lines = lines.get(taken..).unwrap_or_default();
    }
    nodes
}

/// The items at the head of these lines, and how many lines they take. What is indented below the mark of an item belongs to it,
/// and so does the rest of its paragraph.
fn items(lines: &[&str], tag: &'static str, depth: usize) -> (Vec<Node>, usize) {
    let (mut items, mut inner): (Vec<Node>, Vec<&str>) = (Vec::new(), Vec::new());
    let (mut taken, mut blank) = (0, false);
    for line in lines {
        let indented = line.starts_with("  ") || line.starts_with('\t');
        let text = line.trim();
        match item(text).filter(|_| !indented || taken == 0) {
            Some((other, _)) if other != tag => break,
            Some((_, rest)) => {
                if taken > 0 {
                    items.push(around_blocks(std::mem::take(&mut inner), depth));
                }
                inner.push(rest);
            }
            None if indented || text.is_empty() => inner.push(dedent(line)),
            None if blank || begins(text) => break,
            None => inner.push(text),
        }
        blank = text.is_empty();
        taken += 1;
    }
    items.push(around_blocks(inner, depth));
    (items, taken)
}

/// An item of a list: with its text alone, or with the blocks that it has.
fn around_blocks(lines: Vec<&str>, depth: usize) -> Node {
    let mut inner = blocks(&lines, depth + 1);
    match inner.as_mut_slice() {
        [only] if only.tag == "p" => Node { tag: "li", ..std::mem::take(only) },
        _ => parent("li", inner),
    }
}

/// A line without the indentation that an item gives it.
fn dedent(line: &str) -> &str {
    line.strip_prefix('\t').unwrap_or_else(|| {
        let spaces = line.bytes().take(4).take_while(|byte| *byte == b' ').count();
        // Two for the mark `-`, three for `1.`; of four one would be left, which means nothing.
        line.get(spaces..).unwrap_or(line)
    })
}

/// Whether a line begins a block that ends the paragraph before it.
fn begins(line: &str) -> bool {
    line.starts_with('>') || is_rule(line) || fence(line).is_some() || heading(line).is_some() || item(line).is_some()
}

/// Whether a line is a rule: three or more of one mark, with blanks between them or not.
fn is_rule(line: &str) -> bool {
    let marks = |mark: char| line.matches(mark).count() > 2 && line.chars().all(|c| c == mark || c == ' ' || c == '\t');
    ['-', '*', '_'].into_iter().any(marks)
}

fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
}

/// A heading's name and text. The page has headings above those of a note.
fn heading(line: &str) -> Option<(&'static str, &str)> {
    let text = line.trim_start_matches('#');
    let tag = match line.len() - text.len() {
        1 => "h4",
        2 => "h5",
        3..=6 => "h6",
        _ => return None,
    };
    let text = text.strip_prefix(' ')?.trim();
    Some((tag, text))
}

/// The name of the list that a line is an item of, and the text of the item.
fn item(line: &str) -> Option<(&'static str, &str)> {
    if is_rule(line) {
        return None;
    }
    let rest = line.strip_prefix(['-', '*', '+']);
    let (tag, rest) = match rest {
        Some(rest) => ("ul", rest),
        None => {
            let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
            let digits = line.len() - rest.len();
            ("ol", rest.strip_prefix(['.', ')']).filter(|_| (1..10).contains(&digits))?)
        }
    };
    Some((tag, rest.strip_prefix(' ')?.trim_start()))
}
