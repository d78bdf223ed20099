//! Cuts a JSON document into its items without understanding them.
//!
//! A parser stops at the first error and has then nothing to show for what came before it. This scanner only follows
//! strings and brackets: it finds where each item starts and ends even if an item is no proper JSON inside, or if the
//! document breaks off. It is linear, and it does not recurse.

use std::fmt;

use serde_json::Value;

use super::problem::Problems;

/// A document in parts.
pub(super) struct Split<'a> {
    pub(super) document: Document<'a>,
    /// Where the document breaks off, if it does.
    pub(super) stop: Option<Stop>,
    /// Whether anything follows the document.
    pub(super) trailing: bool,
}

/// The outermost value. Items and members are raw JSON, each whole.
pub(super) enum Document<'a> {
    List(Vec<&'a str>),
    Object(Object<'a>),
    Other,
}

/// An object, with the elements of its member `items` apart.
#[derive(Default)]
pub(super) struct Object<'a> {
    members: Vec<(String, &'a str)>,
    pub(super) items: Option<Vec<&'a str>>,
}

impl<'a> Object<'a> {
    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        self.members.iter().find(|(key, _)| key == name).map(|(_, raw)| *raw)
    }

    /// The members in order, but for `items`.
    pub(super) fn members(&self) -> &[(String, &'a str)] {
        &self.members
    }

    pub(super) fn value(&self, name: &str) -> Option<Value> {
        self.raw(name).and_then(|raw| serde_json::from_str(raw).ok())
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.value(name).and_then(|value| value.as_str().map(str::to_owned))
    }
}

/// Where a document breaks off; items count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    InItem(usize),
    AfterItem(usize),
    Elsewhere,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::InItem(number) => write!(f, "the file stops inside item {number}"),
            Stop::AfterItem(0) => f.write_str("the file stops before the first item"),
            Stop::AfterItem(number) => write!(f, "the file stops after item {number}, where more should follow"),
            Stop::Elsewhere => f.write_str("the file stops before its end"),
        }
    }
}

/// Cuts a document into its parts.
pub(super) fn split(text: &str) -> Split<'_> {
    let mut scanner = Scanner { text, at: 0 };
    let (document, stop) = match scanner.peek_solid() {
        Some(b'[') => {
            let mut items = Vec::new();
            let stop = scanner.list(&mut items);
            (Document::List(items), stop)
        }
        Some(b'{') => {
            let mut object = Object::default();
            let stop = scanner.object(&mut object);
            (Document::Object(object), stop)
        }
        _ => (Document::Other, None),
    };
    let trailing = scanner.peek_solid().is_some();
    Split { document, stop, trailing }
}

/// Parses one item. Damage of the common kinds is repaired; what cannot be is set aside with a problem.
pub(super) fn parse(raw: &str, place: &str, problems: &Problems) -> Option<Value> {
    let error = match serde_json::from_str(raw) {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    match serde_json::from_str(&repair(raw)) {
        Ok(value) => {
            problems.note(place, "its JSON is damaged inside a text", "the damaged characters were replaced");
            Some(value)
        }
        Err(_) => {
            problems.note(place, format!("it is not proper JSON ({error})"), "the item was set aside");
            None
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is neither white space nor a comma; a comma too many is forgiven.
    fn peek_solid(&mut self) -> Option<u8> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r' | b',')) {
            self.at += 1;
        }
        self.peek()
    }

    /// Reads a list whose `[` comes next.
    fn list(&mut self, items: &mut Vec<&'a str>) -> Option<Stop> {
        self.at += 1;
        loop {
            match self.peek_solid() {
                None => return Some(Stop::AfterItem(items.len())),
                Some(b']') => {
                    self.at += 1;
                    return None;
                }
                Some(_) => match self.value() {
                    Some(raw) => items.push(raw),
                    None => return Some(Stop::InItem(items.len() + 1)),
                },
            }
        }
    }

    /// Reads an object whose `{` comes next.
    fn object(&mut self, object: &mut Object<'a>) -> Option<Stop> {
        self.at += 1;
        loop {
            match self.peek_solid() {
                None => return Some(Stop::Elsewhere),
                Some(b'}') => {
                    self.at += 1;
                    return None;
                }
                Some(b'"') => {
                    if let Some(stop) = self.member(object) {
                        return Some(stop);
                    }
                }
                Some(_) => {
                    self.value();
                }
            }
        }
    }

    fn member(&mut self, object: &mut Object<'a>) -> Option<Stop> {
        let Some(key) = self.value() else { return Some(Stop::Elsewhere) };
        let key = serde_json::from_str(key).unwrap_or_else(|_| key.trim_matches('"').to_owned());
        if self.peek_solid() == Some(b':') {
            self.at += 1;
        }
        if self.peek_solid() == Some(b'[') && key == "items" {
            return self.list(object.items.get_or_insert_default());
        }
        match self.value() {
            Some(raw) => object.members.push((key, raw)),
            None => return Some(Stop::Elsewhere),
        }
        None
    }

    /// The raw text of the value that comes next; `None` if the document ends within it. Always moves on.
    fn value(&mut self) -> Option<&'a str> {
        let start = self.at;
        let whole = match self.peek()? {
            b'"' => self.string(),
            b'{' | b'[' => self.nested(),
            _ => {
                self.at += 1;
                while self.peek().is_some_and(|byte| !b" \t\n\r,:]}".contains(&byte)) {
                    self.at += 1;
                }
                true
            }
        };
        // Every stop of the scanner is at an ASCII byte or the end, so the range falls between characters.
        whole.then(|| self.text.get(start..self.at)).flatten()
    }

    fn string(&mut self) -> bool {
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.at += 1;
                    return true;
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at = self.text.len();
        false
    }

    fn nested(&mut self) -> bool {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    if !self.string() {
                        return false;
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return true;
            }
        }
        false
    }
}

/// Makes texts of an item proper JSON: halves of surrogate pairs, raw control characters, backslashes that escape
/// nothing (TeX written into JSON by hand).
fn repair(raw: &str) -> String {
    let mut fixed = String::with_capacity(raw.len());
    let mut rest = raw;
    let mut inside = false;
    while let Some(next) = rest.chars().next() {
        let mut taken = next.len_utf8();
        match next {
            '"' => {
                inside = !inside;
                fixed.push('"');
            }
            '\\' if inside => taken = repair_escape(rest, &mut fixed),
            _ if inside && next < ' ' => fixed.push(' '),
            _ => fixed.push(next),
        }
        rest = rest.get(taken..).unwrap_or("");
    }
    fixed
}

/// Writes the escape at the start of `rest` properly and says how many bytes it took.
fn repair_escape(rest: &str, fixed: &mut String) -> usize {
    match rest.as_bytes().get(1) {
        Some(b'u') => match (code_unit(rest), rest.get(6..).and_then(code_unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => copy(rest, 12, fixed),
            (Some(0xd800..=0xdfff), _) => {
                fixed.push(char::REPLACEMENT_CHARACTER);
                6
            }
            (Some(_), _) => copy(rest, 6, fixed),
            (None, _) => {
                fixed.push_str("\\\\");
                1
            }
        },
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => copy(rest, 2, fixed),
        _ => {
            fixed.push_str("\\\\");
            1
        }
    }
}

fn copy(rest: &str, length: usize, fixed: &mut String) -> usize {
    fixed.push_str(rest.get(..length).unwrap_or(""));
    length
}

/// The code unit of a `\uXXXX` that starts the text.
fn code_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_what_people_break() {
        let check = |raw: &str, text: &str| {
            let problems = Problems::default();
            assert_eq!(parse(raw, "item 1", &problems), Some(Value::from(text)));
            assert_eq!(problems.into_vec().len(), 1);
        };
        check(r#""a \ud83d b""#, "a \u{fffd} b");
        check(r#""a \udc00\ud83d\ude00""#, "a \u{fffd}😀");
        check("\"two\nlines\"", "two lines");
        check(r#""\alpha and \"quoted\" \users""#, "\\alpha and \"quoted\" \\users");
    }
}
