//! TeX in running text.
//!
//! The text is walked once. Braces are paired beforehand, so that an argument is a range of the source and a brace that
//! nothing closes costs nothing. Groups within groups are followed to a bounded depth; deeper ones stay as they are.

use super::{maths, tables};

/// How deep groups may be nested. People write three.
const DEPTH: u32 = 24;

/// No formula in an abstract is longer; a dollar sign further away belongs to something else.
const LONGEST_FORMULA: usize = 1_500;

/// The text without its TeX.
pub(super) fn to_text(raw: &str) -> String {
    let plain = !raw.contains(['\\', '$', '~', '{', '`']) && !raw.contains("--") && !raw.contains("''");
    if plain {
        return raw.to_owned();
    }
    let source = Source::new(raw);
    let mut writer = Writer { source: &source, out: String::with_capacity(raw.len()) };
    writer.text(source.whole(), 0);
    writer.out
}

/// A text with its braces paired.
pub(super) struct Source<'a> {
    text: &'a str,
    /// For each opening brace, in ascending order, its place and that of the brace that closes it.
    pairs: Vec<(usize, usize)>,
}

/// A part of a source: from the first to before the second byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) at: usize,
    pub(super) end: usize,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Source<'a> {
        let (mut open, mut pairs) = (Vec::new(), Vec::new());
        let mut escaped = false;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                _ if escaped => {}
                b'{' => open.push(at),
                b'}' => pairs.extend(open.pop().map(|from| (from, at))),
                _ => {}
            }
            escaped = byte == b'\\' && !escaped;
        }
        Source { text, pairs: crate::search::order::sorted(pairs) }
    }

    pub(super) fn whole(&self) -> Range {
        Range { at: 0, end: self.text.len() }
    }

    pub(super) fn slice(&self, range: Range) -> &'a str {
        self.text.get(range.at..range.end).unwrap_or("")
    }

    pub(super) fn rest(&self, range: Range) -> std::str::Chars<'a> {
        self.slice(range).chars()
    }

    /// What stands between the brace at the start of the range and the one that closes it.
    pub(super) fn group(&self, range: Range) -> Option<Range> {
        let pair = self.pairs.binary_search_by_key(&range.at, |(from, _)| *from).ok()?;
        let (from, to) = *self.pairs.get(pair)?;
        (to < range.end).then_some(Range { at: from + 1, end: to })
    }

    /// The argument in braces that comes next, perhaps after white space; moves the range behind it.
    pub(super) fn argument(&self, range: &mut Range) -> Option<Range> {
        let space = self.slice(*range).bytes().take_while(u8::is_ascii_whitespace).count();
        let group = self.group(Range { at: range.at + space, end: range.end })?;
        range.at = group.end + 1;
        Some(group)
    }

    /// The optional argument in brackets that comes next; moves the range behind it.
    pub(super) fn option(&self, range: &mut Range) -> Option<Range> {
        let inside = self.slice(*range).strip_prefix('[')?;
        let length = inside.bytes().take(LONGEST_FORMULA).position(|byte| byte == b']')?;
        let option = Range { at: range.at + 1, end: range.at + 1 + length };
        range.at = option.end + 1;
        Some(option)
    }

    /// The command whose backslash is at the start of the range: its letters, or one other character.
    pub(super) fn command(&self, range: &mut Range) -> &'a str {
        let after = self.slice(Range { at: range.at + 1, end: range.end });
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { after.chars().next().map_or(0, char::len_utf8) };
        range.at += 1 + length;
        after.get(..length).unwrap_or("")
    }
}

struct Writer<'a> {
    source: &'a Source<'a>,
    out: String,
}

impl Writer<'_> {
    fn text(&mut self, mut range: Range, depth: u32) {
        while let Some(c) = self.source.rest(range).next() {
            let next = self.source.rest(range).nth(1);
            match c {
                '\\' => self.command(&mut range, depth),
                '$' => self.dollar(&mut range, depth),
                '{' => self.brace(&mut range, depth),
                '^' | '_' if next == Some('{') => self.script(&mut range, depth),
                '~' => self.tilde(&mut range, next),
                '-' | '`' | '\'' if next == Some(c) => self.run(&mut range, c),
                _ => {
                    self.out.push(c);
                    range.at += c.len_utf8();
                }
            }
        }
    }

    fn inner(&mut self, range: Range, depth: u32) {
        if depth < DEPTH {
            self.text(range, depth + 1);
        } else {
            self.out.push_str(self.source.slice(range));
        }
    }

    fn command(&mut self, range: &mut Range, depth: u32) {
        let before = *range;
        let name = self.source.command(range);
        if self.accent(name, range) || self.layout(name, range, depth) || self.link(name, range, depth) {
            return;
        }
        if let Some((_, words)) = tables::ABBREVIATIONS.iter().find(|(known, _)| *known == name) {
            self.out.push_str(words);
            self.skip_empty_group(range);
            if self.source.rest(*range).next() == Some('.') {
                range.at += 1;
            }
        } else if let "(" | "[" = name {
            self.parenthesised(before, range, name, depth);
        } else if maths::knows(name) {
            *range = before;
            maths::command(self.source, range, depth, &mut self.out);
            let closed = self.skip_empty_group(range);
            let ends = self.source.rest(*range).next() == Some(' ');
            if ends
                && !closed
                && tables::LETTERS.contains(&name)
                && self.source.rest(*range).nth(1).is_some_and(char::is_lowercase)
            {
                range.at += 1;
            }
        } else {
            self.unknown(name, range, depth);
        }
    }

    /// A macro of the authors' own. Its name is the best that is left: without it the sentence would have a hole.
    fn unknown(&mut self, name: &str, range: &mut Range, depth: u32) {
        self.skip_empty_group(range);
        match self.source.group(*range) {
            Some(argument) if name.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                range.at = argument.end + 1;
                self.inner(argument, depth);
            }
            _ => self.out.push_str(name),
        }
    }

    fn skip_empty_group(&self, range: &mut Range) -> bool {
        let empty = self.source.slice(*range).starts_with("{}");
        range.at += if empty { 2 } else { 0 };
        empty
    }

    /// Accents over a letter: `\"o`, `\'{e}`, `\c{c}`, `\'\i`. Over anything else the command is not an accent.
    fn accent(&mut self, name: &str, range: &mut Range) -> bool {
        let Some(mark) = tables::accent(name) else { return false };
        let mut after = *range;
        let letter = match self.source.argument(&mut after) {
            Some(argument) => self.source.slice(argument).trim(),
            None => {
                // Only after a letter command may a space stand between.
                if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    if self.source.rest(after).next() != Some(' ') {
                        return false;
                    }
                    after.at += 1;
                }
                let length = match self.source.rest(after).next() {
                    Some('\\') => 2,
                    other => other.map_or(0, char::len_utf8),
                };
                let letter = Range { at: after.at, end: (after.at + length).min(after.end) };
                after.at = letter.end;
                self.source.slice(letter)
            }
        };
        let letter = letter.strip_prefix('\\').unwrap_or(letter);
        let mut letters = letter.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
        let Some(accented) = tables::composed(mark, letter) else { return false };
        self.out.push(accented);
        *range = after;
        true
    }

    /// Commands that say how a text looks, and not what it says.
    fn layout(&mut self, name: &str, range: &mut Range, depth: u32) -> bool {
        match name {
            "" | "-" | "/" | "@" | "!" => {}
            " " | "," | ";" | ":" | "\\" | "\n" | "\t" | "\r" => self.out.push(' '),
            "%" | "&" | "_" | "#" | "$" | "{" | "}" | "\"" | "'" | "`" | "~" | "^" | "=" | "." => {
                self.out.push_str(name)
            }
            "begin" | "end" => drop(self.source.argument(range)),
            "textcolor" | "colorbox" => {
                self.source.argument(range);
                return self.wrapped(range, depth);
            }
            _ if tables::WRAPPERS.contains(&name) => return self.wrapped(range, depth),
            _ if tables::SPACES.contains(&name) => self.out.push(' '),
            _ if tables::SILENT.contains(&name) => {
                let space = self.source.rest(*range).next() == Some(' ');
                range.at += usize::from(space && (self.out.is_empty() || self.out.ends_with([' ', '\n'])));
            }
            _ if tables::POINTERS.contains(&name) => self.pointer(range),
            _ => return false,
        }
        true
    }

    fn wrapped(&mut self, range: &mut Range, depth: u32) -> bool {
        match self.source.argument(range) {
            Some(argument) => {
                self.inner(argument, depth);
                true
            }
            None => false,
        }
    }

    /// Drops a citation or a reference, with the tie or space that held it to the word before.
    fn pointer(&mut self, range: &mut Range) {
        while self.source.option(range).is_some() {}
        if self.source.argument(range).is_some() {
            self.out.truncate(self.out.trim_end_matches([' ', '\n', '~']).len());
        }
        // Nothing else was in the parentheses.
        let pair = (self.out.chars().next_back(), self.source.rest(*range).next());
        if matches!(pair, (Some('('), Some(')')) | (Some('['), Some(']'))) {
            self.out.pop();
            self.out.truncate(self.out.trim_end().len());
            range.at += 1;
        }
        let next = self.source.rest(*range).next();
        if next.is_some_and(char::is_alphanumeric) && !self.out.is_empty() {
            self.out.push(' ');
        }
    }

    fn link(&mut self, name: &str, range: &mut Range, depth: u32) -> bool {
        let mut after = *range;
        match name {
            "url" | "path" | "nolinkurl" => {
                let Some(address) = self.source.argument(&mut after) else { return false };
                self.out.push_str(&self.source.slice(address).replace('\\', ""));
            }
            "href" => {
                let Some(address) = self.source.argument(&mut after) else { return false };
                let text = self.source.argument(&mut after).unwrap_or(address);
                self.inner(text, depth);
            }
            "footnote" | "thanks" => {
                let Some(note) = self.source.argument(&mut after) else { return false };
                self.out.truncate(self.out.trim_end().len());
                self.out.push_str(" (");
                self.inner(note, depth);
                self.out.truncate(self.out.trim_end().len());
                self.out.push(')');
            }
            _ => return false,
        }
        *range = after;
        true
    }

    /// `\( … \)` and `\[ … \]`.
    fn parenthesised(&mut self, before: Range, range: &mut Range, name: &str, depth: u32) {
        let close = if name == "(" { "\\)" } else { "\\]" };
        match find_near(self.source.slice(*range), close) {
            Some(length) => {
                maths::formula(self.source, Range { at: range.at, end: range.at + length }, depth, &mut self.out);
                range.at += length + close.len();
            }
            None => {
                self.out.push_str(name);
                range.at = before.at + 2;
            }
        }
    }

    /// A formula between dollars, or a price.
    fn dollar(&mut self, range: &mut Range, depth: u32) {
        let rest = self.source.slice(*range);
        let fence = if rest.starts_with("$$") { "$$" } else { "$" };
        let inside = rest.get(fence.len()..).unwrap_or("");
        match closing_dollar(inside, fence) {
            Some(length) if is_formula(inside, length, fence) => {
                let from = range.at + fence.len();
                maths::formula(self.source, Range { at: from, end: from + length }, depth, &mut self.out);
                range.at = from + length + fence.len();
            }
            _ => {
                self.out.push_str(fence);
                range.at += fence.len();
            }
        }
    }

    fn brace(&mut self, range: &mut Range, depth: u32) {
        let Some(group) = self.source.group(*range) else {
            self.out.push('{');
            range.at += 1;
            return;
        };
        let inside = self.source.slice(group);
        let after = self.source.slice(Range { at: group.end + 1, end: range.end }).chars().next();
        if self.drop_lost_macro() || inside.is_empty() || is_wrapping(inside, self.out.chars().next_back(), after) {
            self.inner(group, depth);
            range.at = group.end + 1;
        } else {
            self.out.push('{');
            range.at += 1;
        }
    }

    /// Takes back the name of a macro that lost its backslash on the way: `textbf{…}`.
    fn drop_lost_macro(&mut self) -> bool {
        let word_length = self.out.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let start = self.out.len() - word_length;
        let word = self.out.get(start..).unwrap_or("");
        // A plain word before a brace is no macro; these are no words.
        let lost = word != "text" && (tables::WRAPPERS.contains(&word) || word == "mathbb");
        let glued = self.out.get(..start).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        if lost && !glued {
            self.out.truncate(start);
        }
        lost && !glued
    }

    /// `x_{ij}` and `10^{-3}` outside of a formula: the dollars were lost.
    fn script(&mut self, range: &mut Range, depth: u32) {
        let brace = Range { at: range.at + 1, end: range.end };
        match self.source.group(brace) {
            Some(group) => {
                let up = self.source.slice(*range).starts_with('^');
                maths::script(self.source, group, up, depth, &mut self.out);
                range.at = group.end + 1;
            }
            None => {
                self.out.push_str(self.source.slice(Range { at: range.at, end: range.at + 1 }));
                range.at += 1;
            }
        }
    }

    /// A tie between words is a space; a tilde before a number means "about", and stays; so do those in addresses.
    fn tilde(&mut self, range: &mut Range, next: Option<char>) {
        range.at += 1;
        let last = self.out.chars().next_back();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let opens = next.is_some_and(|c| c.is_alphanumeric() || "([\\${`\"“'".contains(c));
        match last {
            Some(c) if c.is_alphanumeric() || ")]}.,:;%\"'”’".contains(c) => {
                let about = digit(last) && digit(next);
                self.out.push(if opens && !about { ' ' } else { '~' });
            }
            None | Some(' ' | '\n') if next.is_some_and(|c| c.is_alphabetic() || c.is_whitespace()) => {}
            _ => self.out.push('~'),
        }
    }

    /// Dashes and quotes that are typed as several characters.
    fn run(&mut self, range: &mut Range, c: char) {
        let length = self.source.rest(*range).take_while(|next| *next == c).count();
        let last = self.out.chars().next_back();
        let next = self.source.rest(Range { at: range.at + length, end: range.end }).next();
        let opening = last.is_none_or(|c| c.is_whitespace() || "([{—–-/“`".contains(c));
        let written = match (c, length) {
            // An option of a program, an arrow, the start of a comment.
            ('-', 2) if opening && next.is_some_and(|c| c.is_ascii_lowercase()) => None,
            ('-', 2 | 3) if next == Some('>') || matches!(last, Some('<' | '!')) => None,
            ('-', 2) => Some("–"),
            ('-', 3) => Some("—"),
            ('`', 2) => Some("“"),
            // Inches and seconds.
            ('\'', 2) if last.is_some_and(|c| c.is_ascii_digit()) => None,
            ('\'', 2) if opening && next.is_some_and(char::is_alphanumeric) => Some("“"),
            ('\'', 2) => Some("”"),
            _ => None,
        };
        match written {
            Some(written) => self.out.push_str(written),
            None => self.out.extend(std::iter::repeat_n(c, length)),
        }
        range.at += length;
    }
}

/// Whether a group without a command of its own serves the typesetting only: `{\em x}`, `Erd{\"o}s`, `{B}ayes`.
fn is_wrapping(inside: &str, before: Option<char>, after: Option<char>) -> bool {
    if inside.trim_start().starts_with('\\') {
        return !inside.trim_start().starts_with("\\{");
    }
    if inside.len() > 2 && inside.starts_with('$') && inside.ends_with('$') {
        return true;
    }
    let word = inside.chars().all(|c| c.is_alphanumeric() || c == '-');
    // A word right before the brace is a macro that lost its backslash, and running the two together would hide that.
    let glued = after.is_some_and(|c| c.is_alphanumeric() || c == '-') || before == Some('-');
    (word && glued) || inside == ","
}

/// The place of the dollar that closes a formula within the paragraph. Dollars in braces are a text within the formula.
fn closing_dollar(inside: &str, fence: &str) -> Option<usize> {
    let (mut escaped, mut blank, mut depth) = (false, false, 0_u32);
    for (at, byte) in inside.bytes().enumerate().take(LONGEST_FORMULA) {
        match byte {
            _ if escaped => {}
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            b'$' if depth == 0 && inside.get(at..).is_some_and(|rest| rest.starts_with(fence)) => return Some(at),
            b'\n' if blank => return None,
            _ => {}
        }
        blank = byte == b'\n' || (blank && byte.is_ascii_whitespace());
        escaped = byte == b'\\' && !escaped;
    }
    None
}

/// Whether what stands between two dollars is a formula rather than the way from one price to the next.
fn is_formula(inside: &str, length: usize, fence: &str) -> bool {
    let formula = inside.get(..length).unwrap_or("");
    if formula.trim().is_empty() {
        return false;
    }
    if fence == "$$" {
        return true;
    }
    let word = |word: &&str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if formula.split_whitespace().filter(word).count() > 8 {
        return false;
    }
    let symbol = formula.len() == 1 && !formula.starts_with(char::is_alphanumeric);
    if symbol || formula.contains(['\\', '^', '_']) {
        return true;
    }
    let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let numeric = formula.chars().all(|c| c.is_ascii_digit() || "., +-=<>/:()%".contains(c));
    let operators = [" + ", " - ", " = ", " < ", " > "].iter().any(|operator| formula.contains(operator));
    let wordless = !formula.split_whitespace().any(|part| word(&part));
    let whole = numeric || !formula.contains(char::is_whitespace) || (operators && wordless);
    let closed = !digit(inside.get(length + 1..).unwrap_or("")) && !formula.ends_with([' ', '-', '+', '(', '/']);
    closed && if digit(formula) { whole } else { !formula.starts_with(' ') }
}

/// The formula that the text begins with, with its dollars.
pub(super) fn formula(text: &str) -> Option<&str> {
    let fence = if text.starts_with("$$") { "$$" } else { "$" };
    let inside = text.strip_prefix(fence)?;
    let length = closing_dollar(inside, fence).filter(|length| is_formula(inside, *length, fence))?;
    text.get(..length + 2 * fence.len())
}

fn find_near(text: &str, wanted: &str) -> Option<usize> {
    let mut end = text.len().min(LONGEST_FORMULA);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end)?.find(wanted)
}
