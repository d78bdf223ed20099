//! HTML entities that slipped into plain text, decoded once: `&amp;lt;` means the text `&lt;`.

use std::borrow::Cow;

use super::tables;

/// No name is longer; an ampersand that no semicolon follows by then is just an ampersand.
const LONGEST: usize = 10;

#[rustfmt::skip]
const NAMED: [(&str, char); 28] = [
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' '), ("ndash", '–'),
    ("mdash", '—'), ("hellip", '…'), ("lsquo", '‘'), ("rsquo", '’'), ("ldquo", '“'), ("rdquo", '”'), ("plusmn", '±'),
    ("middot", '·'), ("deg", '°'), ("eacute", 'é'), ("egrave", 'è'), ("aacute", 'á'), ("agrave", 'à'), ("oacute", 'ó'),
    ("uacute", 'ú'), ("iacute", 'í'), ("auml", 'ä'), ("ouml", 'ö'), ("uuml", 'ü'), ("ccedil", 'ç'), ("ntilde", 'ñ'),
];

pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = after.bytes().take(LONGEST).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((entity(after.get(..end)?)?, after.get(end + 1..)?)));
        let (c, behind) = found.unwrap_or(('&', after));
        decoded.push(c);
        rest = behind;
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|c| *c != '\0');
    }
    let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    // HTML names the Greek letters and many operators as TeX does.
    named.or_else(|| tables::symbol(name).and_then(|symbol| symbol.chars().next()))
}
