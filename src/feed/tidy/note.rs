//! A reader's note that stands in a file as TeX.

use std::borrow::Cow;

use super::{decoded, line, prose, tex, tex_formula};

/// A line of a note: TeX turned into text, but formulas and blanks stay as they were typed, so that a note which was written into a
/// bibliography by [`super::to_tex`] comes back as it was. Linear.
pub(in crate::feed) fn note_line(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let (mut from, mut at, mut depth) = (0, 0, 0_u32);
    while let Some(c) = raw.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = raw.get(at..).unwrap_or_default();
        let kept = match c {
            '$' if depth == 0 => tex_formula(rest).map(str::len),
            _ if c.is_whitespace() && depth == 0 => {
                // A single blank is one in TeX too.
                Some(rest.len() - rest.trim_start().len()).filter(|length| rest.get(..*length) != Some(" "))
            }
            _ => None,
        };
        if let Some(length) = kept {
            words(raw.get(from..at).unwrap_or_default(), &mut out);
            out.push_str(rest.get(..length).unwrap_or_default());
            at += length;
            from = at;
            continue;
        }
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
        if c == '\\' {
            at += rest.chars().nth(1).map_or(0, char::len_utf8);
        }
    }
    words(raw.get(from..).unwrap_or_default(), &mut out);
    out
}

/// What stands between formulas, with the blanks beside them.
fn words(raw: &str, out: &mut String) {
    let blank = |there: bool| if there { " " } else { "" };
    let text = tex(raw);
    out.push_str(blank(raw.starts_with(' ')));
    out.push_str(&text);
    out.push_str(blank(raw.ends_with(' ') && !text.is_empty()));
}

/// A note that is HTML as a text of lines; any other as it is.
pub(in crate::feed) fn without_html(note: &str) -> Cow<'_, str> {
    let opens = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    if !(note.strip_prefix('<').is_some_and(opens) && note.contains("</")) {
        return Cow::Borrowed(note);
    }
    let mut out = String::with_capacity(note.len());
    let mut rest = note;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, behind)) = after.split_once('>').filter(|_| opens(after)) else {
            rest = after;
            out.push('<');
            continue;
        };
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "li" if !tag.starts_with('/') => out.push_str("\n- "),
            "p" | "br" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "ul" | "ol" | "blockquote" => {
                out.push('\n');
            }
            _ => {}
        }
        rest = behind;
    }
    out.push_str(rest);
    let lines: Vec<String> = out.lines().map(|text| line(&decoded(text))).filter(|text| !text.is_empty()).collect();
    Cow::Owned(lines.join("\n"))
}

/// A note without what files of other forms do to it: TeX is text, and all white space is one blank. By this it is known again.
///
/// ```
/// use offprint::feed::tidy::note_alike;
/// assert_eq!(note_alike("Cost is $O(n^2)$\n\nper  step."), note_alike("Cost is O(n²) per step."));
/// ```
pub fn note_alike(note: &str) -> String {
    prose(note)
}

#[cfg(test)]
mod tests {
    use super::super::to_tex;
    use super::*;

    #[test]
    fn a_note_of_html_is_its_lines() {
        let html = "<p>My <strong>own</strong> note &amp; more.</p>\n<ul><li>a < b</li><li>two</li></ul>";
        assert_eq!(without_html(html), "My own note & more.\n- a < b\n- two");
        assert_eq!(without_html("<3 this, a</b>"), "<3 this, a</b>");
        assert_eq!(without_html("# Mine <b>"), "# Mine <b>");
    }

    #[test]
    fn notes_come_back_from_tex_as_they_were_typed() {
        for note in ["Cost is $O(n^2)$ per step.", "a  b\tc", "  - $5 or $x_1$, 10% {sure}", "\\alpha -- `x`", "ER  - "]
        {
            assert_eq!(note_line(&to_tex(note, true, false)), note, "{note}");
        }
        assert_eq!(note_line(r"{\em On} \textbf{Stra{\ss}e}  \& {$x^2$}"), "On Straße  & x²");
    }
}
