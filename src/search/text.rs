//! Text to comparable text: what a reader types and what a paper says meet in one folded form.
//!
//! ```
//! use offprint_search::text;
//! assert_eq!(text::fold("Schrödinger’s Œuvre"), "schrodinger's oeuvre");
//! assert_eq!(text::fold("ＧＰＴ－４ｏ"), "gpt-4o");
//! ```

/// Lower case, accents off Latin letters, typographic quotes and dashes plain, wide letters narrow; everything else stays as it is.
///
/// Linear in the length of the text. Folding a folded text changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut folded));
    folded
}

/// Appends the folded form of one letter.
pub fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    for lower in narrow(c).to_lowercase() {
        match plain(lower) {
            Some(letters) => folded.push_str(letters),
            None if is_combining(lower) => {}
            None => folded.push(lower),
        }
    }
}

/// The ASCII letter or sign that stands in a wide form, as East Asian keyboards give them; anything else as it is.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The words of a folded text: runs of letters and digits, with what may stand inside a name (`+`, `#`, `.`) set aside.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether some word of `folded` begins with `word` (both folded).
///
/// ```
/// use offprint_search::text;
/// assert!(text::has_word_start("masked image modelling", "model"));
/// assert!(!text::has_word_start("remodelling", "model"));
/// ```
pub fn has_word_start(folded: &str, word: &str) -> bool {
    folded.match_indices(word).any(|(at, _)| {
        let before = folded.get(..at).and_then(|head| head.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// A number with so many decimals, at most nine, halves away from 0; no number is 0. What the language brings for this works to the last
/// bit of any number, and takes several thousand bytes for it.
///
/// ```
/// use offprint_search::text::decimal;
/// assert_eq!([decimal(-1.25, 1), decimal(0.049, 2), decimal(12.0, 0)], ["-1.3", "0.05", "12"]);
/// ```
pub fn decimal(value: f64, places: u32) -> String {
    let one = 10_u64.pow(places.min(9));
    let parts = (value.abs() * one as f64 + 0.5) as u64;
    let sign = if value < 0.0 && parts > 0 { "-" } else { "" };
    let (whole, rest) = ((parts / one).to_string(), (one + parts % one).to_string());
    let rest = rest.get(1..).unwrap_or_default();
    [sign, &whole, if rest.is_empty() { "" } else { "." }, rest].concat()
}

/// A number with no more decimals than it needs, at most three.
pub fn number(value: f64) -> String {
    let text = decimal(value, 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Whether this is an accent that stands as a letter of its own.
pub(crate) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Plain spelling of one lower-case Latin letter with an accent, of a ligature, or of a typographic mark.
///
/// Covers Latin-1, Latin Extended-A and the Vietnamese vowels' base letters: the names of authors on arXiv.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ả' | 'ạ' | 'ấ' | 'ầ' | 'ẩ' | 'ẫ' | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ' | 'ặ' => {
            "a"
        }
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẻ' | 'ẽ' | 'ẹ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => {
            "e"
        }
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ỉ' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö'
        | 'ø'
        | 'ō'
        | 'ŏ'
        | 'ő'
        | 'ǒ'
        | 'ỏ'
        | 'ọ'
        | 'ố'
        | 'ồ'
        | 'ổ'
        | 'ỗ'
        | 'ộ'
        | 'ơ'
        | 'ớ'
        | 'ờ'
        | 'ở'
        | 'ỡ'
        | 'ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' | 'ủ' | 'ụ' | 'ư' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' => {
            "u"
        }
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' | 'ỷ' | 'ỹ' | 'ỵ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        '‘' | '’' | 'ʼ' => "'",
        '“' | '”' => "\"",
        '‐' | '‑' | '–' | '—' => "-",
        '\u{a0}' | '\u{202f}' | '\u{2009}' => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_more_decimals_than_they_need() {
        assert_eq!([1.5, 2.0, -0.25, 0.0, f64::NAN].map(number), ["1.5", "2", "-0.25", "0", "0"]);
    }
}
