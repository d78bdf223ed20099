//! What stands within a line: code, emphasis, links.

use super::{DEEPEST, Node, around, leaf};
use crate::paper::Link;

/// Bytes in which what was begun must end, so that a long note of nothing but asterisks takes no time.
const REACH: usize = 2_000;

/// The elements of a text without blocks.
pub fn inline(text: &str, depth: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    let (mut plain, mut at) = (String::new(), 0);
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let found = match letter {
            '\\' => escaped(rest, &mut plain),
            '`' => code(rest),
            '[' if depth < DEEPEST => link(rest, depth),
            'h' | '<' => address(rest, before),
            '*' | '_' if depth < DEEPEST => emphasis(rest, letter, before, depth),
            _ => None,
        };
        match found {
            Some((node, length)) => {
                if let Some(node) = node {
                    flush(&mut plain, &mut nodes);
                    nodes.push(node);
                }
                at += length;
            }
            None => {
                plain.push(letter);
                at += letter.len_utf8();
                // The rest of a run of marks that mean nothing means nothing either.
                while matches!(letter, '*' | '_' | '`') && text.get(at..).is_some_and(|rest| rest.starts_with(letter)) {
                    plain.push(letter);
                    at += 1;
                }
            }
        }
    }
    flush(&mut plain, &mut nodes);
    nodes
}

/// An element, if it is one, and how many bytes it took.
type Found = Option<(Option<Node>, usize)>;

fn flush(plain: &mut String, nodes: &mut Vec<Node>) {
    if !plain.is_empty() {
        nodes.push(leaf("span", std::mem::take(plain)));
    }
}

/// A backslash before punctuation, which then means nothing.
fn escaped(rest: &str, plain: &mut String) -> Found {
    let letter = rest.chars().nth(1).filter(char::is_ascii_punctuation)?;
    plain.push(letter);
    Some((None, 2))
}

fn code(rest: &str) -> Found {
    let inner = rest.trim_start_matches('`');
    let marks = rest.get(..rest.len() - inner.len())?;
    let end = near(inner).find(marks)?;
    let text = inner.get(..end)?;
    // Nothing, or more marks than it began with: that is another thing.
    let whole = end > 0 && !inner.get(end + marks.len()..)?.starts_with('`');
    whole.then(|| (Some(leaf("code", text.trim().to_owned())), end + 2 * marks.len()))
}

/// `[text](address)`, to the web alone.
fn link(rest: &str, depth: usize) -> Found {
    let middle = near(rest).find("](")?;
    let text = rest.get(1..middle)?;
    let after = rest.get(middle + 2..)?;
    let end = near(after).find(')')?;
    let to = Link::parse(after.get(..end)?.trim())?;
    // A link has its words alone: no other link may be in it.
    let node = Node { link: Some(to), ..leaf("a", said(&inline(text, depth + 1))) };
    Some((Some(node), middle + end + 3))
}

/// The words of elements.
fn said(nodes: &[Node]) -> String {
    nodes.iter().map(|node| format!("{}{}", node.text, said(&node.children))).collect()
}

/// An address as it stands, or in angle brackets.
fn address(rest: &str, before: Option<char>) -> Found {
    let bare = rest.strip_prefix('<');
    let text = bare.unwrap_or(rest);
    if before.is_some_and(char::is_alphanumeric) || !(text.starts_with("http://") || text.starts_with("https://")) {
        return None;
    }
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '<' | '>' | '"' | '`');
    let end = text.find(ends).unwrap_or(text.len());
    let address = text.get(..end)?;
    let length = if bare.is_some() {
        text.get(end..)?.starts_with('>').then_some(end + 2)?
    } else {
        // What follows a sentence belongs to the sentence.
        address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*', '_', '\'']).len()
    };
    let shown = address.get(..end.min(length))?;
    let link = Link::parse(shown)?;
    Some((Some(Node { link: Some(link), ..leaf("a", shown.to_owned()) }), length))
}

/// `*so*`, `**so**`, `***so***`, and the same with `_`, which within a word means nothing.
fn emphasis(rest: &str, mark: char, before: Option<char>, depth: usize) -> Found {
    let inner = rest.trim_start_matches(mark);
    let marks = rest.get(..rest.len() - inner.len()).filter(|marks| marks.len() <= 3)?;
    let in_word = |beside: Option<char>| mark == '_' && beside.is_some_and(char::is_alphanumeric);
    if inner.starts_with(char::is_whitespace) || in_word(before) {
        return None;
    }
    let mut from = 0;
    loop {
        let end = from + near(inner.get(from..)?).find(marks)?;
        if end > REACH {
            return None;
        }
        let (text, after) = (inner.get(..end)?, inner.get(end + marks.len()..)?);
        let last = text.chars().next_back();
        let closes = last.is_some_and(|last| !last.is_whitespace() && last != '\\' && last != mark);
        // A longer run closes something else.
        if closes && !after.starts_with(mark) && !in_word(after.chars().next()) {
            let content = inline(text, depth + 1);
            let node = match marks.len() {
                1 => around("em", content),
                2 => around("strong", content),
                _ => super::parent("strong", vec![around("em", content)]),
            };
            return Some((Some(node), end + 2 * marks.len()));
        }
        from = end + inner.get(end..)?.len() - inner.get(end..)?.trim_start_matches(mark).len();
    }
}

/// As much of a text as is looked at for an end.
fn near(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}
