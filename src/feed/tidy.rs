//! Texts as feeds give them to texts as a page shows them.
//!
//! Titles and abstracts come hard-wrapped, with TeX in them, sometimes with HTML entities, sometimes with half of the TeX
//! lost on the way. What is shown, searched and exported is plain Unicode on one line. Nothing here fails: what is not
//! understood stays as it is.
//!
//! ```
//! use offprint::feed::tidy::{line, prose};
//!
//! assert_eq!(line(" A title\n  in two lines\u{202e} "), "A title in two lines");
//! assert_eq!(prose(r"\textbf{Fast} $O(n^2)$ sorting by Erd\H{o}s~\cite{e}"), "Fast O(n²) sorting by Erdős");
//! assert_eq!(prose("for less than $10 and $20"), "for less than $10 and $20");
//! ```

mod entities;
mod escape;
mod maths;
mod note;
mod tables;
mod tex;

pub use escape::to_tex;
pub use note::note_alike;
pub(super) use note::{note_line, without_html};
use tex::formula as tex_formula;

/// How the names of months begin: in mails, in feeds, and as the strings that all styles of BibTeX have.
pub const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A title or a name on one line: white space collapsed, without characters that are invisible or turn the page around.
///
/// Joiners stay between characters that they may join (emoji, Persian, Indian scripts), and nowhere else.
pub fn line(raw: &str) -> String {
    let mut visible = raw.chars().filter(|c| !is_deforming(*c)).peekable();
    let mut text = String::with_capacity(raw.len());
    let mut last = ' ';
    while let Some(c) = visible.next() {
        let c = if c.is_whitespace() { ' ' } else { c };
        let joined = |c: char| !c.is_ascii() && !c.is_whitespace() && !is_joiner(c);
        if is_joiner(c) && !(joined(last) && visible.peek().copied().is_some_and(joined)) {
            continue;
        }
        if c != ' ' || last != ' ' {
            text.push(c);
            last = c;
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// A title, an abstract or a summary on one line: entities decoded, TeX turned into text, then as [`line`].
pub fn prose(raw: &str) -> String {
    line(&tex::to_text(&entities::decode(raw)))
}

/// A text of which it is known that it is TeX and nothing else: braces are TeX's, and an ampersand begins no entity.
pub(super) fn tex(raw: &str) -> String {
    line(&tex::to_text(&escape::unbraced(raw)))
}

/// A text that another program keeps: plain, unless there is TeX in it.
pub(super) fn foreign(raw: &str) -> String {
    if raw.contains(['\\', '$']) { prose(raw) } else { line(raw) }
}

/// A text with its entities decoded, such as an attribute's.
pub(super) fn decoded(raw: &str) -> String {
    entities::decode(raw).into_owned()
}

/// The start of a text, short enough to be quoted in a message.
pub(super) fn excerpt(text: &str) -> String {
    const LIMIT: usize = 80;
    let head: String = text.chars().take(LIMIT).collect();
    let short = line(&head);
    if text.chars().nth(LIMIT).is_some() { short + "…" } else { short }
}

/// A title without the marks of type that bibliographies and publishers' feeds put into it (`<i>`, `<sub>`, `<span class="nocase">`);
/// nothing else between angle brackets is one.
pub(super) fn without_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let name = after.trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        let mark = ["i", "b", "sub", "sup", "sc", "span"].contains(&name);
        match after.split_once('>').filter(|(inside, _)| mark && inside.len() < 60) {
            Some((_, behind)) => rest = behind,
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    out + rest
}

/// HTML without its tags. No more than that: the result is shown as text, so that nothing can be smuggled in.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match after.split_once('>').filter(|_| tag) {
            Some((_, behind)) => {
                text.push(' ');
                rest = behind;
            }
            None => {
                text.push('<');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Control characters but white space; marks of direction; characters of no width; tags.
fn is_deforming(c: char) -> bool {
    let invisible = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    invisible || (c.is_control() && !c.is_whitespace())
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}
