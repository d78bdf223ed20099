//! Letters of the language: what parts words, what quotes, what escapes.

use crate::search::words::is_letter;

/// Marks that open or close a phrase, whichever keyboard or program made them.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Opening parentheses.
pub fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

/// Closing parentheses.
pub fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

/// Colons behind a field's name.
pub fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

/// Whether a word ends before this.
pub fn ends_word(c: char) -> bool {
    c.is_whitespace() || c == '|' || is_quote(c) || is_open(c) || is_close(c)
}

/// The text from that byte on.
pub fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

/// Length of the blanks that a text begins with.
pub fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Length of the word that a text begins with, escapes included.
pub fn word_len(text: &str, commas: bool) -> usize {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if ends_word(c) || (commas && c == ',') {
            return at;
        }
        if escapes(c, from(text, at + 1)).is_some() {
            chars.next();
        }
    }
    text.len()
}

/// The character that a backslash takes literally: any but letters and digits, so that `\alpha` is itself.
pub fn escapes(c: char, rest: &str) -> Option<char> {
    rest.chars().next().filter(|next| c == '\\' && !next.is_alphanumeric())
}

/// A text without its escapes and without blanks around, and whether it had any escapes.
pub fn plain(text: &str) -> (String, bool) {
    // Words that are operators when they stand alone.
    if let Some(word @ ("OR" | "AND" | "NOT")) = text.strip_prefix('\\') {
        return (word.to_owned(), true);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let literal = escapes(c, from(text, at + 1)).inspect(|_| _ = chars.next());
        plain.push(literal.unwrap_or(c));
    }
    let escaped = plain.len() < text.len();
    (plain.trim().to_owned(), escaped)
}

/// The operators that a text begins with, blanks before them included: their length, and whether one is `OR`.
///
/// A run of several is one, as happens while typing.
pub fn operators(text: &str) -> Option<(usize, bool)> {
    let mut found = None;
    let mut at = 0;
    loop {
        let start = at + blanks(from(text, at));
        let rest = from(text, start);
        let word = rest.get(..word_len(rest, false)).unwrap_or("");
        let (len, or) = match word {
            "OR" => (2, true),
            "AND" => (3, false),
            "" if rest.starts_with('|') => (1, true),
            _ => return found,
        };
        at = start + len;
        found = Some((at, or || found.is_some_and(|(_, before)| before)));
    }
}

/// The letters before a colon that a text begins with, and the length of both.
pub fn head(text: &str) -> Option<(&str, usize)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let colon = from(text, end).chars().next().filter(|c| is_colon(*c) && end > 0)?;
    Some((text.get(..end)?, end + colon.len_utf8()))
}

/// Whether the text begins with a `-` that takes away: something follows it at once, and not only a number.
pub fn is_minus(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-') else { return false };
    let word = rest.get(..word_len(rest, false)).unwrap_or("");
    let number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    let follows = rest.chars().next().is_some_and(|c| !ends_word(c) || is_quote(c) || is_open(c));
    follows && !number && !rest.starts_with('-')
}

/// Whether the text begins with a `~` that asks for what is near in meaning: something follows it at once, and no number, before
/// which it says "about".
pub fn is_near(text: &str) -> bool {
    let next = text.strip_prefix('~').and_then(|rest| rest.chars().next());
    next.is_some_and(|c| (c.is_alphanumeric() && !c.is_numeric()) || is_quote(c))
}

/// The length of what a text begins with that was meant as that `-`, by the reader or the keyboard.
pub fn other_minus(text: &str) -> Option<usize> {
    let rest = match text.strip_prefix("NOT") {
        Some(rest) if word_len(rest, false) == 0 => rest.trim_start(),
        _ => text.strip_prefix(may_mean_minus)?,
    };
    let follows = rest.starts_with(|c: char| c.is_alphanumeric() || is_quote(c) || is_open(c));
    (follows && is_minus(&["-", rest].concat())).then(|| text.len() - rest.len())
}

/// Whether this is put for a `-`.
pub fn may_mean_minus(c: char) -> bool {
    matches!(c, '!' | '−' | '–' | '—' | '－')
}

/// Whether there is anything in a text that can be found as words.
pub fn says_something(text: &str) -> bool {
    text.chars().any(is_letter)
}
