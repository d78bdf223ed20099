//! Formulae as text: what Unicode can say, said in Unicode; the rest in the order in which one would read it aloud.

use super::tables;
use super::tex::{Range, Source};

/// How deep groups may be nested.
const DEPTH: u32 = 24;

/// Commands with arguments that are written here.
const BUILT: [&str; 16] = [
    "frac", "tfrac", "dfrac", "sfrac", "nicefrac", "cfrac", "sqrt", "binom", "mathbb", "mathbbm", "mathds", "stackrel",
    "overset", "underset", "pmod", "not",
];

/// Whether a command belongs to formulae, wherever it stands.
pub(super) fn knows(name: &str) -> bool {
    let hat = tables::HATS.iter().any(|(known, _)| *known == name);
    hat || name == "|" || BUILT.contains(&name) || tables::FUNCTIONS.contains(&name) || tables::symbol(name).is_some()
}

/// Writes a formula.
pub(super) fn formula(source: &Source<'_>, range: Range, depth: u32, out: &mut String) {
    let mut range = range;
    while let Some(c) = source.rest(range).next() {
        match c {
            '\\' => command(source, &mut range, depth, out),
            '^' | '_' => {
                range.at += 1;
                let argument = token(source, &mut range);
                script(source, argument, c == '^', depth, out);
            }
            '{' => {
                let argument = token(source, &mut range);
                nested(source, argument, depth, out);
            }
            // Dollars within a formula switch to text and back.
            '}' | '$' => range.at += 1,
            _ => {
                out.push(match c {
                    '~' => ' ',
                    '\'' => '′',
                    other => other,
                });
                range.at += c.len_utf8();
            }
        }
    }
}

/// Writes the command at the start of the range and moves behind it and its arguments.
pub(super) fn command(source: &Source<'_>, range: &mut Range, depth: u32, out: &mut String) {
    let name = source.command(range);
    if let Some((_, mark)) = tables::HATS.iter().find(|(known, _)| *known == name) {
        hat(&argument(source, range, depth), *mark, out);
        return;
    }
    if let ("~" | "^" | "\"" | "'" | "`" | "=" | ".", Some(mark)) = (name, tables::accent(name)) {
        hat(&argument(source, range, depth), mark, out);
        return;
    }
    match name {
        "frac" | "tfrac" | "dfrac" | "sfrac" | "nicefrac" | "cfrac" => {
            let (above, below) = (argument(source, range, depth), argument(source, range, depth));
            out.push_str(&format!("{}/{}", operand(&above), operand(&below)));
        }
        "sqrt" => {
            let degree = source.option(range).map(|degree| source.slice(degree).to_owned()).unwrap_or_default();
            out.push_str(&tables::superscript(&degree).unwrap_or_default());
            out.push('√');
            out.push_str(&operand(&argument(source, range, depth)));
        }
        "binom" => {
            let (above, below) = (argument(source, range, depth), argument(source, range, depth));
            out.push_str(&format!("({above} choose {below})"));
        }
        "mathbb" | "mathbbm" | "mathds" => {
            out.extend(argument(source, range, depth).chars().map(|c| tables::blackboard(c).unwrap_or(c)))
        }
        "pmod" => out.push_str(&format!("(mod {})", argument(source, range, depth))),
        "stackrel" | "overset" | "underset" => {
            token(source, range);
            out.push_str(&argument(source, range, depth));
        }
        "textcolor" | "begin" | "end" => {
            token(source, range);
        }
        "not" => negated(source, range, depth, out),
        _ => word(name, source, *range, out),
    }
}

/// Writes something raised or lowered: in Unicode where each character of it exists there.
pub(super) fn script(source: &Source<'_>, range: Range, up: bool, depth: u32, out: &mut String) {
    let mut text = String::new();
    nested(source, range, depth, &mut text);
    let text = text.trim();
    let special = match up {
        _ if has_word(text) => None,
        true => tables::superscript(text),
        false => tables::subscript(text),
    };
    match special {
        Some(special) => out.push_str(&special),
        None if up && text == "*" => out.push('*'),
        None => {
            out.push(if up { '^' } else { '_' });
            out.push_str(&operand(text));
        }
    }
}

/// Whether there is a word in it: `x_{train}` reads better, and is found, as x_train.
fn has_word(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() > 2)
}

/// Commands without arguments.
fn word(name: &str, source: &Source<'_>, after: Range, out: &mut String) {
    let next = source.rest(after).next();
    if let Some(symbol) = tables::symbol(name) {
        // In TeX the space after a command ends it and nothing more; on the page there is one on both sides or none.
        let lopsided = next == Some(' ') && !out.is_empty() && !out.ends_with([' ', '\n', '(', '[', '{']);
        if lopsided && symbol.chars().all(|c| ('←'..='⋿').contains(&c) && !"∞∅∂∇√".contains(c) || c == '×')
        {
            out.push(' ');
        }
        out.push_str(symbol);
    } else if tables::FUNCTIONS.contains(&name) {
        if out.ends_with(|c: char| c.is_alphanumeric() || c == ')') {
            out.push(' ');
        }
        out.push_str(name);
        if next.is_some_and(|c| c.is_alphanumeric() || c == '\\') {
            out.push(' ');
        }
    } else {
        match name {
            "|" => out.push('‖'),
            " " | "," | ";" | ":" | "\\" | "\n" | "\t" | "\r" => out.push(' '),
            "!" | "/" | "-" | "(" | ")" | "[" | "]" => {}
            _ if tables::SPACES.contains(&name) => out.push(' '),
            _ if tables::SILENT.contains(&name) || tables::WRAPPERS.contains(&name) => {}
            _ => out.push_str(name),
        }
    }
}

fn nested(source: &Source<'_>, range: Range, depth: u32, out: &mut String) {
    if depth < DEPTH {
        formula(source, range, depth + 1, out);
    } else {
        out.push_str(source.slice(range));
    }
}

/// The next argument, written.
fn argument(source: &Source<'_>, range: &mut Range, depth: u32) -> String {
    let mut text = String::new();
    let token = token(source, range);
    nested(source, token, depth, &mut text);
    text.trim().to_owned()
}

/// The next argument: a group without its braces, a command with its group, or one character.
fn token(source: &Source<'_>, range: &mut Range) -> Range {
    let space = source.slice(*range).bytes().take_while(u8::is_ascii_whitespace).count();
    range.at += space;
    if let Some(group) = source.group(*range) {
        range.at = group.end + 1;
        return group;
    }
    let start = range.at;
    match source.rest(*range).next() {
        Some('\\') => {
            source.command(range);
            while let Some(group) = source.group(*range) {
                range.at = group.end + 1;
            }
        }
        other => range.at += other.map_or(0, char::len_utf8),
    }
    Range { at: start, end: range.at }
}

/// A part of a larger expression, in parentheses if it would fall apart without.
fn operand(text: &str) -> String {
    let mark = |c: char| ('\u{300}'..='\u{36f}').contains(&c) || c == '\u{20d7}';
    let number = |c: char| c == '.' && text.starts_with(|c: char| c.is_ascii_digit());
    let atom = text.chars().all(|c| c.is_alphanumeric() || mark(c) || number(c))
        || text.chars().filter(|c| !mark(*c)).count() <= 1;
    let wrapped = text.starts_with('(') && text.find(')') == Some(text.len().saturating_sub(1));
    if atom || wrapped { text.to_owned() } else { format!("({text})") }
}

/// A mark over one letter; over more it would cover the last only, and is left out.
fn hat(text: &str, mark: char, out: &mut String) {
    out.push_str(text);
    if text.chars().count() == 1 && text.chars().all(char::is_alphanumeric) {
        match text.chars().next().and_then(|letter| tables::composed(mark, letter)) {
            Some(composed) => {
                out.pop();
                out.push(composed);
            }
            None => out.push(mark),
        }
    }
}

fn negated(source: &Source<'_>, range: &mut Range, depth: u32, out: &mut String) {
    let text = argument(source, range, depth);
    match text.as_str() {
        "∈" => out.push('∉'),
        "=" => out.push('≠'),
        "≡" => out.push('≢'),
        "⊂" => out.push('⊄'),
        "⊆" => out.push('⊈'),
        "≤" => out.push('≰'),
        "≥" => out.push('≱'),
        "∃" => out.push('∄'),
        _ => {
            out.push_str("not ");
            out.push_str(&text);
        }
    }
}
