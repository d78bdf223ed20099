//! Bytes to text, whatever the encoding turns out to be.

use std::borrow::Cow;

use super::problem::Problems;

/// The text of the bytes. A byte order mark decides between UTF-8 and UTF-16; without one it is UTF-8, as JSON demands.
pub(super) fn text<'a>(bytes: &'a [u8], problems: &Problems) -> Cow<'a, str> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes, problems)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes, problems)),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest, problems),
        _ => utf8(bytes, problems),
    }
}

fn utf8<'a>(bytes: &'a [u8], problems: &Problems) -> Cow<'a, str> {
    let text = String::from_utf8_lossy(bytes);
    if let Cow::Owned(_) = text {
        note_damage(problems, "UTF-8");
    }
    text
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, problems: &Problems) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut damaged = !rest.is_empty();
    let text = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|decoded| {
            decoded.unwrap_or_else(|_| {
                damaged = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if damaged {
        note_damage(problems, "UTF-16");
    }
    text
}

fn note_damage(problems: &Problems, encoding: &str) {
    let cause = format!("some bytes are not {encoding}");
    problems.note("the whole file", cause, "a replacement character stands for them");
}
