//! Bytes to text, whatever the encoding turns out to be.

use std::borrow::Cow;

use super::problem::Problems;
use super::xml;

/// What the bytes from 80 to 9F are in windows-1252, as <https://encoding.spec.whatwg.org/> has it for ISO-8859-1 too.
#[rustfmt::skip]
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of the bytes. A byte order mark decides between UTF-8 and UTF-16; without one it is UTF-8, as JSON demands. What
/// is XML may also declare one of the western encodings of one byte; that is believed where the bytes are not UTF-8. What declares
/// nothing may be in one of them too.
pub(super) fn text<'a>(bytes: &'a [u8], problems: &Problems) -> Cow<'a, str> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes, problems)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes, problems)),
        [b'<', 0, ..] => Cow::Owned(utf16(bytes, u16::from_le_bytes, problems)),
        [0, b'<', ..] => Cow::Owned(utf16(bytes, u16::from_be_bytes, problems)),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest, problems),
        _ => utf8(bytes, problems),
    }
}

/// The bytes of a text in UTF-8 and without a byte order mark, as far as such a mark says that they are not.
///
/// ```
/// use offprint::feed::in_utf8;
/// assert_eq!(in_utf8(b"\xef\xbb\xbfa".to_vec()), b"a");
/// assert_eq!(in_utf8(b"\xff\xfea\0\xe9\0".to_vec()), "aé".as_bytes());
/// assert_eq!(in_utf8(b"a".to_vec()), b"a");
/// ```
pub fn in_utf8(bytes: Vec<u8>) -> Vec<u8> {
    match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0xef, 0xbb, 0xbf, ..] => {
            text(&bytes, &Problems::default()).into_owned().into_bytes()
        }
        _ => bytes,
    }
}

fn utf8<'a>(bytes: &'a [u8], problems: &Problems) -> Cow<'a, str> {
    let text = String::from_utf8_lossy(bytes);
    if let Cow::Owned(_) = text {
        // Of the declarations met in feeds these name a western encoding of one byte: ISO-8859-1 and -15, windows-1252.
        let declared = xml::cut(&text, "?>").map_or("", |(head, _)| head);
        if declared.starts_with("<?xml") && ["8859-1", "1252"].iter().any(|name| xml::cut(declared, name).is_some()) {
            return Cow::Owned(bytes.iter().map(|byte| western(*byte)).collect());
        }
        // Where none of the bytes beyond ASCII is a character of UTF-8, it is not damaged but something else.
        if text.chars().all(|c| c.is_ascii() || c == char::REPLACEMENT_CHARACTER) {
            problems.note("the whole file", "it is not in UTF-8", "it was read as windows-1252");
            return Cow::Owned(bytes.iter().map(|byte| western(*byte)).collect());
        }
        note_damage(problems, "UTF-8");
    }
    text
}

fn western(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|place| WINDOWS.get(usize::from(place)));
    special.copied().unwrap_or(char::from(byte))
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
