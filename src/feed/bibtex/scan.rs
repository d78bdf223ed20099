//! Entries cut out of the text of a bibliography.
//!
//! The grammar is BibTeX's: text between entries is a comment; values are braced, quoted, numbers, or names of strings, and
//! `#` joins them; braces are counted whether or not a backslash stands before. In a damaged entry values end with their line,
//! so one forgotten brace costs one value, and no value goes on into the next entry. Linear in the text.

use crate::feed::problem::Problems;

/// No value is longer; strings that are made of strings could else grow without end.
const LONGEST_VALUE: usize = 200_000;

/// One entry, its values raw.
pub(super) struct Entry {
    pub(super) key: String,
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// Names in small letters, and values, in order.
    pub(super) fields: Vec<(String, String)>,
}

impl Entry {
    /// The first value under a name.
    pub(super) fn field<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.fields(name).next()
    }

    /// All values under a name.
    pub(super) fn fields<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Whether the text begins with `@`, letters, and an opening brace or parenthesis.
pub(super) fn opens_entry(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('@') else { return false };
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    // No more blanks than anybody types, or a hostile text could make this slow.
    behind.len() < rest.len()
        && behind.chars().take(20).find(|c| !c.is_whitespace()).is_some_and(|c| c == '{' || c == '(')
}

pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The line at `counted`.
    line: usize,
    counted: usize,
    /// The line on which the entry at hand is damaged.
    damaged: Option<usize>,
    strings: std::collections::HashMap<String, String>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0, line: 1, counted: 0, damaged: None, strings: std::collections::HashMap::new() }
    }

    /// The next entry that is a publication.
    pub(super) fn next(&mut self, problems: &Problems) -> Option<Entry> {
        loop {
            let start = self.at + self.text.get(self.at..)?.find('@')?;
            self.at = start + 1;
            if !opens_entry(self.text.get(start..)?) {
                continue;
            }
            let line = self.line_of(start);
            let kind = self.name().to_ascii_lowercase();
            self.blanks();
            let close = if self.peek() == Some(b'(') { b')' } else { b'}' };
            self.at += 1;
            let mut entry = Entry { key: String::new(), line, fields: Vec::new() };
            self.damaged = None;
            match kind.as_str() {
                // BibTeX itself goes on behind the word; all others skip what is braced.
                "comment" | "preamble" => drop(self.group(close)),
                "string" => self.fields(close, &mut entry),
                _ => {
                    entry.key = self.key(close);
                    self.fields(close, &mut entry);
                }
            }
            if let Some(damaged) = self.damaged {
                let place = format!("entry {}, line {line}", if entry.key.is_empty() { &kind } else { &entry.key });
                problems.note(place, format!("it is damaged at line {damaged}"), "it was read line by line from there");
            }
            match kind.as_str() {
                "comment" | "preamble" => {}
                "string" => self.strings.extend(entry.fields),
                _ => return Some(entry),
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn line_of(&mut self, at: usize) -> usize {
        let between = self.text.as_bytes().get(self.counted..at).unwrap_or(&[]);
        self.line += between.iter().filter(|byte| **byte == b'\n').count();
        self.counted = self.counted.max(at);
        self.line
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Letters, digits and what BibTeX allows in names besides.
    fn name(&mut self) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(|byte| !byte.is_ascii_whitespace() && !b"\"#%'(),={}@\\".contains(&byte)) {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or("")
    }

    /// The citation key, up to the first comma.
    fn key(&mut self, close: u8) -> String {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte != b',' && byte != close && byte != b'\n' && byte != b'=') {
            self.at += 1;
        }
        let key = self.text.get(start..self.at).unwrap_or("").trim();
        // There is no key, and this is the first field.
        if self.peek() == Some(b'=') {
            self.at = start;
            return String::new();
        }
        key.to_owned()
    }

    /// Fields up to the end of the entry, or to the next one.
    fn fields(&mut self, close: u8, entry: &mut Entry) {
        loop {
            while self.peek().is_some_and(|byte| byte.is_ascii_whitespace() || byte == b',') {
                self.at += 1;
            }
            let rest = self.text.get(self.at..).unwrap_or("");
            if self.peek() == Some(close) {
                self.at += 1;
                return;
            }
            if rest.is_empty() || opens_entry(rest) {
                return self.damage();
            }
            let name = self.name().to_ascii_lowercase();
            self.blanks();
            if name.is_empty() || self.peek() != Some(b'=') {
                self.damage();
                if !opens_entry(self.text.get(self.at..).unwrap_or("")) {
                    self.line();
                }
                continue;
            }
            self.at += 1;
            let mut value = String::new();
            self.value(&mut value);
            entry.fields.push((name, value));
        }
    }

    fn damage(&mut self) {
        let line = self.line_of(self.at);
        self.damaged = self.damaged.or(Some(line));
    }

    /// The rest of the line.
    fn line(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or("");
        let line = rest.lines().next().unwrap_or("");
        self.at += line.len();
        line
    }

    /// A value: pieces joined by `#`.
    fn value(&mut self, value: &mut String) {
        loop {
            self.blanks();
            let piece = match self.peek() {
                Some(b'{') => self.enclosed(b'}'),
                Some(b'"') => self.enclosed(b'"'),
                _ => {
                    let name = self.name();
                    let known = self.strings.get(&name.to_ascii_lowercase());
                    known.map_or(name, String::as_str)
                }
            };
            if value.len() + piece.len() <= LONGEST_VALUE {
                value.push_str(piece);
            }
            self.blanks();
            if self.peek() != Some(b'#') {
                return;
            }
            self.at += 1;
        }
    }

    /// A piece between marks, the first of which comes next.
    fn enclosed(&mut self, close: u8) -> &'a str {
        self.at += 1;
        let start = self.at;
        if self.damaged.is_none() {
            if let Some(piece) = self.group(close) {
                return piece;
            }
            self.at = start;
            self.damage();
        }
        let line = self.line();
        let line_end = self.at;
        self.at = start;
        match self.group_within(close, line_end) {
            Some(piece) => piece,
            None => {
                self.at = line_end;
                line.trim_end().trim_end_matches(',')
            }
        }
    }

    fn group(&mut self, close: u8) -> Option<&'a str> {
        self.group_within(close, self.text.len())
    }

    /// What stands before the closing mark outside of braces; moves behind it. None if it isn't there before the next entry.
    fn group_within(&mut self, close: u8, end: usize) -> Option<&'a str> {
        let start = self.at;
        let mut depth = 0_u32;
        let mut line_start = false;
        while let Some(byte) = self.peek().filter(|_| self.at < end) {
            match byte {
                _ if byte == close && depth == 0 => {
                    self.at += 1;
                    return self.text.get(start..self.at - 1);
                }
                b'{' => depth += 1,
                b'}' => depth = depth.checked_sub(1)?,
                b'@' if line_start && opens_entry(self.text.get(self.at..)?) => return None,
                _ => {}
            }
            line_start = byte == b'\n' || (line_start && byte.is_ascii_whitespace());
            self.at += 1;
        }
        None
    }
}

/// The parts between separators outside of braces.
pub(super) fn split(text: &str, separates: impl Fn(char) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth <= 0 && separates(c) => {
                parts.extend(text.get(start..at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// The parts between a word that stands alone outside of braces.
pub(super) fn split_words<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for piece in split(text, char::is_whitespace) {
        if piece.eq_ignore_ascii_case(word) {
            parts.extend(text.get(start..at));
            start = at + piece.len();
        }
        // One byte of white space, or more if it isn't ASCII.
        at += piece.len();
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    parts.extend(text.get(start..));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Whether the brace at the start is closed by the one at the end, and by none before.
pub(super) fn is_one_group(text: &str) -> bool {
    let mut depth = 0_i32;
    let last = text.len().saturating_sub(1);
    text.bytes().enumerate().all(|(at, byte)| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth > 0 || at == last
    })
}
