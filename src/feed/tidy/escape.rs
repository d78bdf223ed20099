//! Text to TeX, by the tables by which TeX is read.

use super::{tables, tex};

/// Text as TeX that says the same, braces always paired.
///
/// With `ascii`, letters beyond ASCII are written as commands where TeX has short ones; the others stay as they are. With
/// `capitals`, capitals inside words are braced, so that a bibliography style that writes titles small leaves them alone.
/// What is a formula by its looks stays one.
///
/// ```
/// use offprint::feed::tidy::to_tex;
/// assert_eq!(to_tex("50% of Erdős’ LLMs", true, true), r"50\% of Erd{\H{o}}s{\textquoteright} {LLM}s");
/// assert_eq!(to_tex("O($n^2$) für α_1", false, true), r"O($n^2$) für α\_1");
/// ```
pub fn to_tex(text: &str, ascii: bool, capitals: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let formula = tex::formula(rest).filter(|formula| is_safe(formula));
        let length = match formula {
            Some(formula) => formula.len(),
            None => rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()).max(c.len_utf8()),
        };
        let (piece, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        match formula {
            Some(formula) => out.push_str(formula),
            None if capitals => word(piece, ascii, &mut out),
            None => characters(piece, ascii, &mut out),
        }
        // Two of these are one dash or one quote to TeX.
        if matches!(c, '-' | '`' | '\'') && behind.starts_with(c) {
            out.push_str("{}");
        }
        rest = behind;
    }
    out
}

/// A word with its capitals braced if one stands within it: "{LLM}s"; as a whole if there are small letters between, as in
/// "{BibTeX}".
fn word(word: &str, ascii: bool, out: &mut String) {
    let mut capitals = word.char_indices().filter(|(_, c)| c.is_uppercase());
    let first = capitals.next();
    let last = capitals.next_back().or(first);
    let braced = first.zip(last).filter(|(_, (last, _))| *last > 0);
    let parts = braced.and_then(|((first, _), (last, c))| {
        let (head, tail) = word.split_at_checked(last + c.len_utf8())?;
        let (before, run) = head.split_at_checked(first)?;
        Some(if run.contains(char::is_lowercase) { ("", word, "") } else { (before, run, tail) })
    });
    let Some((before, run, tail)) = parts else { return characters(word, ascii, out) };
    characters(before, ascii, out);
    out.push('{');
    characters(run, ascii, out);
    out.push('}');
    characters(tail, ascii, out);
}

fn characters(text: &str, ascii: bool, out: &mut String) {
    for c in text.chars() {
        let written = match c {
            '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                None
            }
            // BibTeX counts braces without minding backslashes, so these must not be written as braces.
            '{' => Some("{$\\lbrace$}"),
            '}' => Some("{$\\rbrace$}"),
            '\\' => Some("{\\textbackslash}"),
            '~' => Some("{\\textasciitilde}"),
            '^' => Some("{\\textasciicircum}"),
            '<' => Some("{\\textless}"),
            '>' => Some("{\\textgreater}"),
            '|' => Some("{\\textbar}"),
            // Before a word and a brace some readers take it for the next entry.
            '@' => Some("{@}"),
            _ => None,
        };
        match (written, ascii && !c.is_ascii()) {
            (Some(written), _) => out.push_str(written),
            (None, true) => match tables::command(c) {
                Some(command) => out.push_str(&command),
                None => out.push(c),
            },
            (None, false) => out.push(c),
        }
    }
}

/// Whether a formula may stand in a value of BibTeX as it is.
fn is_safe(formula: &str) -> bool {
    let mut depth = 0_i32;
    let paired = formula.bytes().all(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth >= 0
    });
    paired && depth == 0 && !formula.contains(['%', '#', '&', '@', '\n'])
}

/// TeX without the braces that only keep letters as they are, which is most braces of a bibliography. Those of arguments and
/// in formulae stay; `{\ss}` becomes `\ss{}`.
pub(super) fn unbraced(raw: &str) -> String {
    if !raw.contains('{') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    // For each brace that is open, whether it was kept.
    let mut open = Vec::new();
    let mut rest = raw;
    let mut argument = false;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        let mut takes = false;
        match c {
            '\\' => {
                length = 1 + command_length(rest);
                let command = rest.get(..length).unwrap_or("");
                out.push_str(command);
                // Those of one sign are the sign itself, or an accent.
                takes = command.ends_with(|c: char| c.is_ascii_alphabetic() || "'`^\"~=.".contains(c));
            }
            '$' if formula_length(rest).is_some() => {
                length = formula_length(rest).unwrap_or(1);
                out.push_str(rest.get(..length).unwrap_or(""));
            }
            '{' if argument || rest.starts_with("{}") => {
                open.push(true);
                out.push('{');
            }
            '{' => open.push(false),
            '}' => match open.pop() {
                Some(false) if ends_in_command(&out) => out.push_str("{}"),
                Some(false) => {}
                kept => {
                    out.push('}');
                    takes = kept.is_some();
                }
            },
            _ => {
                out.push(c);
                takes = matches!(c, '^' | '_') || (argument && c.is_whitespace());
            }
        }
        argument = takes;
        rest = rest.get(length..).unwrap_or("");
    }
    out
}

/// How long the name of the command is whose backslash begins the text.
fn command_length(text: &str) -> usize {
    let name = text.get(1..).unwrap_or("");
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters > 0 { letters } else { name.chars().next().map_or(0, char::len_utf8) }
}

/// How long what stands between two dollars is, with them.
fn formula_length(text: &str) -> Option<usize> {
    let inside = text.get(1..)?;
    let mut escaped = false;
    let close = inside.bytes().position(|byte| {
        let closes = byte == b'$' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })?;
    Some(close + 2)
}

fn ends_in_command(text: &str) -> bool {
    let letters = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    letters > 0 && text.get(..text.len() - letters).is_some_and(|head| head.ends_with('\\') && !head.ends_with("\\\\"))
}

#[cfg(test)]
mod tests {
    use super::super::tex;
    use super::*;

    #[test]
    fn braces_of_bibliographies_are_read() {
        let check = |raw: &str, text: &str| assert_eq!(tex(raw), text, "{raw}");
        check("{GRPO} and {{LLM}s}, Jun{-}Yan", "GRPO and LLMs, Jun-Yan");
        check(r"Stra{\ss}e Stra\ss{} e {\'E}cole {\c{c}}a {\o}re", "Straße Straß e École ça øre");
        check(r"{\em On} {\textbf{Bold} $\frac{a}{b}$} \emph{{A}b}", "On Bold a/b Ab");
        check(r"a{--}b x{$^{2}$}{$\alpha$}", "a–b x²α");
        check("paired { and } go, this stays}", "paired and go, this stays}");
    }

    #[test]
    fn every_command_is_read_back() {
        for c in ('\u{a1}'..'\u{3000}').chain('𝔸'..='𝟡') {
            if let Some(command) = tables::command(c) {
                assert_eq!(tex(&format!("x{command}y")), format!("x{c}y"), "{command}");
            }
        }
        for c in '!'..='~' {
            assert_eq!(tex(&to_tex(&format!("a{c}{c}b"), true, true)), format!("a{c}{c}b"));
        }
    }
}
