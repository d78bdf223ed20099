//! Text to comparable text: what a reader types and what a paper says meet in one folded form.
//!
//! ```
//! use offprint_search::text;
//! assert_eq!(text::fold("Schrödinger’s Œuvre"), "schrodinger's oeuvre");
//! assert_eq!(text::fold("ＧＰＴ－４ｏ"), "gpt-4o");
//! assert_eq!(text::fold("eﬃcient CO₂"), "efficient co2");
//! ```

/// Lower case, accents off letters, ligatures parted, typographic quotes and dashes plain, wide, raised and lowered signs as others,
/// what is not seen left out; everything else stays as it is.
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

/// The ASCII letter or sign that stands in a wide form, as East Asian keyboards give them, or the digit that is raised or lowered;
/// anything else as it is.
fn narrow(c: char) -> char {
    let below = match c {
        '\u{ff01}'..='\u{ff5e}' => 0xfee0,
        '⁰' | '⁴'..='⁹' => 0x2040,
        '₀'..='₉' => 0x2050,
        '²' | '³' => 0x80,
        '¹' => 0x88,
        _ => 0,
    };
    char::from_u32(c as u32 - below).unwrap_or(c)
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

/// Whether this is an accent that stands as a letter of its own, or a sign that is not seen, as soft hyphens. Nothing is left of
/// either.
pub(crate) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Plain spelling of one lower-case letter with an accent, of a ligature, or of a typographic mark.
///
/// Covers Latin-1, Latin Extended-A and Extended Additional, and what else names have: those of authors on arXiv. Of Greek and
/// Cyrillic it takes what the same letters lose that are written with accents of their own.
#[inline(never)]
fn plain(c: char) -> Option<&'static str> {
    // From à on, each of those after it.
    const LATIN: &str = "aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiii.i..jjkk.llllllllllnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz.";
    // From Ḁ on.
    const MORE: &str = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy";
    // Some more, and what they are: 15 times one byte, and then two.
    const OTHERS: [char; 34] = [
        'ǎ', 'ǻ', 'ȩ', 'ǧ', 'ǐ', 'ǒ', 'ơ', 'ș', 'ț', 'ǔ', 'ư', 'ǖ', 'ǘ', 'ǚ', 'ǜ', 'ά', 'έ', 'ϵ', 'ή', 'ί', 'ϊ', 'ΐ',
        'ό', 'ύ', 'ϋ', 'ΰ', 'ώ', 'ϑ', 'ϕ', 'ς', 'µ', 'й', 'ё', 'ї',
    ];
    const PLAIN: &str = "aaegioostuuuuuuαεεηιιιουυυωθφσμиеі";
    let one = |letters: &'static str, at: usize| letters.get(at..at + 1).filter(|letter| *letter != ".");
    Some(match c {
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'à'..='ſ' => return one(LATIN, c as usize - 'à' as usize),
        'Ḁ'..='ỹ' => return one(MORE, c as usize - 'Ḁ' as usize),
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '‘' | '’' | 'ʼ' => "'",
        '“' | '”' => "\"",
        '‐'..='—' | '−' => "-",
        '\u{a0}' | '\u{202f}' | '\u{2009}' => " ",
        _ => {
            let at = OTHERS.iter().position(|other| *other == c)?;
            return if at < 15 { one(PLAIN, at) } else { PLAIN.get(2 * at - 15..2 * at - 13) };
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One letter in one piece, or with the accent as a piece of its own, as some systems write all names of files.
    #[test]
    fn a_letter_is_the_same_in_one_piece_and_in_two() {
        for (one, two) in [
            ("Lǚ", "Lu\u{308}\u{30c}"),
            ("Piȩkos", "Pie\u{327}kos"),
            ("Лёвин, Андрей", "Ле\u{308}вин, Андреи\u{306}"),
            ("Ώμέγα", "Ω\u{301}με\u{301}γα"),
            ("µ", "μ"),
            ("ΣΟΦΟΣ", "σοφος"),
            ("eﬃ\u{ad}cient aﬄuent eﬀect", "efficient affluent effect"),
            ("x² + y₁₀", "x2 + y10"),
        ] {
            assert_eq!(fold(one), fold(two), "{one}");
        }
    }

    #[test]
    fn numbers_have_no_more_decimals_than_they_need() {
        assert_eq!([1.5, 2.0, -0.25, 0.0, f64::NAN].map(number), ["1.5", "2", "-0.25", "0", "0"]);
    }
}
