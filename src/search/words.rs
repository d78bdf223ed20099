//! Words out of text, with their places.
//!
//! A word is a run of letters and digits. What a hyphen, a dot or a line below joins is several words and also one: the text
//! "pre-training" has the words `pre`, `training` and, at the place of the last, `pretraining`; so it is found however it is
//! typed. `C++` and `C#` keep their signs, 3.5 its point, an apostrophe leaves no gap. A Greek letter that stands for itself is its
//! name, as TeX writes it: τ-bench is tau-bench. Chinese and Japanese have no blanks between words: there each sign is one, and what
//! is typed is found as a row of them.
//!
//! ```
//! use offprint_search::words::words;
//! let found: Vec<String> = words("GPT-4o's C++").map(|word| format!("{}@{}", word.text, word.place)).collect();
//! assert_eq!(found, ["gpt@0", "4o@1", "gpt4o@1", "c++@2"]);
//! ```

use std::ops::Range;

use crate::text::{fold_char, is_combining};

/// Bytes of a word that count; what is longer is no word that anyone looks for.
const LONGEST: usize = 48;

/// Parts of one compound that count.
const MOST_PARTS: usize = 8;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded.
    pub text: String,
    /// Its place in the text: 0 for the first word. A compound as a whole is at the place of its last part.
    pub place: u32,
    /// Where it stands: bytes of the text.
    pub span: Range<usize>,
    /// How many parts of a compound it joins; 1 for a plain word.
    pub parts: u32,
}

/// The words of a text in order.
pub fn words(text: &str) -> std::vec::IntoIter<Word> {
    let mut found = Vec::new();
    let mut splitter = Splitter::default();
    splitter.split(text, |word, place, span, parts| found.push(Word { text: word.to_owned(), place, span, parts }));
    found.into_iter()
}

/// Finds words without an allocation for each. Keep one and use it for many texts.
#[derive(Default)]
pub struct Splitter {
    /// Folded parts of the compound at hand, one after the other.
    folded: String,
    /// Where each part ends in `folded`, and where it stands in the text.
    parts: Vec<(usize, Range<usize>)>,
}

impl Splitter {
    /// Calls `found` with each word (folded text, place, bytes it stands at, parts it joins) and gives the number of places.
    /// Linear in the text.
    pub fn split(&mut self, text: &str, mut found: impl FnMut(&str, u32, Range<usize>, u32)) -> u32 {
        let mut place = 0;
        let mut at = 0;
        while let Some(start) = next_start(text, at) {
            if let Some((end, has_capitals)) = plain(text, start) {
                let word = text.get(start..end).unwrap_or_default();
                if has_capitals {
                    self.folded.clear();
                    self.folded.push_str(word);
                    self.folded.make_ascii_lowercase();
                    found(&self.folded, place, start..end, 1);
                } else {
                    found(word, place, start..end, 1);
                }
                (at, place) = (end, place + 1);
                continue;
            }
            at = self.compound(text, start);
            self.tell(place, &mut found);
            place += self.parts.len() as u32;
        }
        place
    }

    /// Reads the compound that starts here; gives where it ended.
    fn compound(&mut self, text: &str, start: usize) -> usize {
        self.folded.clear();
        self.parts.clear();
        let mut at = start;
        loop {
            let begun = at;
            at = self.part(text, at);
            let end = match sign(text, at) {
                Some(sign) => {
                    self.folded.push_str(sign);
                    at += sign.len();
                    at
                }
                None => at,
            };
            self.parts.push((self.folded.len(), begun..end));
            match connector(text, at) {
                Some(next) if self.parts.len() < MOST_PARTS => at = next,
                _ => return possessive(text, at).unwrap_or(at),
            }
        }
    }

    /// Reads one run of letters and digits; gives where it ended.
    fn part(&mut self, text: &str, start: usize) -> usize {
        let begun = self.folded.len();
        let bytes = text.as_bytes();
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                let run = bytes.get(at..).unwrap_or_default().iter();
                let end = at + run.take_while(|byte| byte.is_ascii_alphanumeric()).count();
                let folded = self.folded.len();
                self.folded.push_str(text.get(at..end).unwrap_or_default());
                self.folded.get_mut(folded..).into_iter().for_each(str::make_ascii_lowercase);
                at = end;
            } else if byte.is_ascii() {
                let digits = |a: Option<&u8>| a.is_some_and(u8::is_ascii_digit);
                let letters = |a: Option<&u8>| a.is_some_and(u8::is_ascii_alphabetic);
                let (before, after) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at + 1));
                match byte {
                    b'.' if digits(before) && digits(after) => self.folded.push('.'),
                    b',' if digits(before) && thousands(bytes, at) => {}
                    b'\'' if letters(before) && letters(after) && possessive(text, at).is_none() => {}
                    _ => break,
                }
                at += 1;
            } else {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                let next = at + c.len_utf8();
                let apostrophe = is_apostrophe(c) && possessive(text, at).is_none() && starts_word(text, next);
                if !(is_letter(c) || is_combining(c) || apostrophe) || (is_sign(c) && at > start) {
                    break;
                }
                match greek(text, at, c) {
                    Some(name) => self.folded.push_str(name),
                    None if apostrophe => {}
                    None => fold_char(c, &mut self.folded),
                }
                at = next;
                if is_sign(c) {
                    break;
                }
            }
        }
        if self.folded.len() > begun + LONGEST {
            let mut cut = begun + LONGEST;
            while !self.folded.is_char_boundary(cut) {
                cut -= 1;
            }
            self.folded.truncate(cut);
        }
        at
    }

    fn tell(&self, place: u32, found: &mut impl FnMut(&str, u32, Range<usize>, u32)) {
        let mut begun = 0;
        let mut before = 0;
        for (number, (end, span)) in self.parts.iter().enumerate() {
            let place = place + number as u32;
            found(self.folded.get(begun..*end).unwrap_or_default(), place, span.clone(), 1);
            let last_of_more = number + 1 == self.parts.len() && number > 1;
            if let Some((_, first)) = number.checked_sub(1).and_then(|other| self.parts.get(other))
                && end - before <= LONGEST
            {
                found(self.folded.get(before..*end).unwrap_or_default(), place, first.start..span.end, 2);
            }
            if let Some((_, first)) = self.parts.first()
                && last_of_more
                && *end <= LONGEST
            {
                found(self.folded.get(..*end).unwrap_or_default(), place, first.start..span.end, number as u32 + 1);
            }
            before = begun;
            begun = *end;
        }
    }
}

/// Where the word that starts here ends and whether it has capitals, if it is as nearly all are: of letters and digits of ASCII,
/// not too long, and with nothing after it that could belong to it.
#[inline]
fn plain(text: &str, start: usize) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let (mut end, mut has_capitals) = (start, false);
    while let Some(eight) = bytes.get(end..).and_then(|rest| rest.first_chunk()) {
        let (run, capitals) = letters_and_digits(u64::from_le_bytes(*eight));
        has_capitals |= capitals;
        end += run;
        if run < 8 || end > start + LONGEST {
            break;
        }
    }
    // The last word of a text.
    while let Some(byte) = bytes.get(end).filter(|byte| byte.is_ascii_alphanumeric()) {
        has_capitals |= byte.is_ascii_uppercase();
        end += 1;
        if end > start + LONGEST {
            break;
        }
    }
    let is_apart = match bytes.get(end) {
        None | Some(b' ' | b'\n' | b')' | b';' | b':') => true,
        // At the end of a sentence or of a part of it.
        Some(b'.' | b',') => matches!(bytes.get(end + 1), None | Some(b' ' | b'\n')),
        _ => false,
    };
    (is_apart && (1..=LONGEST).contains(&(end - start))).then_some((end, has_capitals))
}

/// How many of eight bytes are letters or digits of ASCII before the first that is not, and whether capitals are among them.
/// All eight at once: to each is added what lifts all that is at or above a bound over its highest bit.
#[inline]
fn letters_and_digits(eight: u64) -> (usize, bool) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    let within = |bytes: u64, first: u8, last: u8| {
        let above = |bound: u8| bytes + u64::from(0x80 - bound) * EACH;
        above(first) & !above(last + 1)
    };
    let low = eight & !HIGH;
    let letters = within(low | (0x20 * EACH), b'a', b'z');
    let others = !(letters | within(low, b'0', b'9')) | eight;
    let run = (others & HIGH).trailing_zeros() / 8;
    // The bit that capitals have not, where the highest is.
    let capitals = letters & !(eight << 2) & HIGH;
    let before = u64::MAX.checked_shr(64 - 8 * run).unwrap_or(0);
    (run as usize, capitals & before != 0)
}

/// Where the next word starts at or after a byte.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
        } else {
            let c = text.get(at..)?.chars().next()?;
            if is_letter(c) {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
    None
}

fn starts_word(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_letter)
}

/// Whether a word can begin with it. Some accents that stand alone count as letters, but nothing is left of them.
pub fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_combining(c) && !is_apostrophe(c)
}

/// Whether it leaves out a letter or parts a name; the last counts as a letter.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Whether it is a sign of Chinese or Japanese, which are written without blanks.
fn is_sign(c: char) -> bool {
    matches!(c, '々'..='〇' | 'ぁ'..='ヿ' | '㐀'..='鿿' | '豈'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The name of the Greek letter that stands here, unless beside another, as in a Greek word.
#[inline(never)]
fn greek(text: &str, at: usize, c: char) -> Option<&'static str> {
    // Each has seven letters of room.
    const NAMES: &str = "alpha  beta   gamma  delta  epsilonzeta   eta    theta  iota   kappa  lambda mu     nu     \
        xi     omicronpi     rho    sigma  sigma  tau    upsilonphi    chi    psi    omega  ";
    let number = match c {
        'Α'..='Ω' => c as usize - 'Α' as usize,
        'α'..='ω' => c as usize - 'α' as usize,
        'ϵ' => 4,
        'ϑ' => 7,
        'µ' => 11,
        'ϕ' => 21,
        _ => return None,
    };
    // Greek letters are two bytes each, and these begin all of them.
    let begins = |at: usize| matches!(text.as_bytes().get(at), Some(0xce | 0xcf));
    if at > 1 && begins(at - 2) || begins(at + 2) {
        None
    } else {
        NAMES.get(7 * number..7 * number + 7).map(str::trim_end)
    }
}

/// The sign that belongs to a name: `++` or `#`, with no word after it.
fn sign(text: &str, at: usize) -> Option<&'static str> {
    let rest = text.as_bytes().get(at..)?;
    let sign = if rest.starts_with(b"++") {
        "++"
    } else if rest.starts_with(b"#") {
        "#"
    } else {
        return None;
    };
    (!starts_word(text, at + sign.len()) && !text.get(at + sign.len()..)?.starts_with('+')).then_some(sign)
}

/// Whether the comma here stands between thousands: three digits follow and then no fourth.
fn thousands(bytes: &[u8], comma: usize) -> bool {
    let digit = |ahead: usize| bytes.get(comma + ahead).is_some_and(u8::is_ascii_digit);
    digit(1) && digit(2) && digit(3) && !digit(4)
}

/// Where the next part starts, if one sign joins it to the part that ended here.
fn connector(text: &str, at: usize) -> Option<usize> {
    let c = text.get(at..)?.chars().next()?;
    let joins = matches!(c, '-' | '.' | '_' | '\u{2010}'..='\u{2013}' | '−' | '－');
    let next = at + c.len_utf8();
    (joins && starts_word(text, next)).then_some(next)
}

/// Where an apostrophe with the s of a genitive ends, if one stands here and the word ends with it.
fn possessive(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let rest = rest.strip_prefix(is_apostrophe)?;
    let after = rest.strip_prefix(['s', 'S'])?;
    (!after.starts_with(char::is_alphanumeric)).then(|| text.len() - after.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found: Vec<String> = words(text).map(|word| format!("{}@{}", word.text, word.place)).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn words_as_they_are_looked_for() {
        check("", "");
        check("  – ... ", "");
        check("Masked Image Modelling", "masked@0 image@1 modelling@2");
        check("pre-training", "pre@0 training@1 pretraining@1");
        check("state-of-the-art", "state@0 of@1 stateof@1 the@2 ofthe@2 art@3 theart@3 stateoftheart@3");
        check("R1-Zero, T5 and 3D", "r1@0 zero@1 r1zero@1 t5@2 and@3 3d@4");
        check("C++, C#, C+++ and f#a", "c++@0 c#@1 c@2 and@3 f@4 a@5");
        check("GPT-3.5 at 1,000 or 1,00", "gpt@0 3.5@1 gpt3.5@1 at@2 1000@3 or@4 1@5 00@6");
        check("the model's weights don't", "the@0 model@1 weights@2 dont@3");
        check("Schrödinger’s Œuvre O’Brien", "schrodinger@0 oeuvre@1 obrien@2");
        check("Schro\u{308}dinger", "schrodinger@0");
        check("cs.CL e.g. x_1", "cs@0 cl@1 cscl@1 e@2 g@3 eg@3 x@4 1@5 x1@5");
        check("β-VAE \\beta-VAE", "beta@0 vae@1 betavae@1 beta@2 vae@3 betavae@3");
        check("π_0, µP C-Δθ Σ τ’s", "pi@0 0@1 pi0@1 mup@2 c@3 δθ@4 cδθ@4 sigma@5 tau@6");
        check("σοφός", "σοφοσ@0");
        check("機器の学习3D", "機@0 器@1 の@2 学@3 习@4 3d@5");
        check("trans\u{ad}former pre–training OʼBrien", "transformer@0 pre@1 training@2 pretraining@2 obrien@3");
        check("\u{345} a-\u{345}", "a@0");
        check("a-", "a@0");
        check("-a", "a@0");
    }

    #[test]
    fn a_word_stands_where_it_is_said_to_stand() {
        let text = "Ein Œuvre’s pre\u{2011}training!";
        let stands: Vec<&str> = words(text).map(|word| &text[word.span]).collect();
        assert_eq!(stands, ["Ein", "Œuvre", "pre", "training", "pre\u{2011}training"]);
    }

    #[test]
    fn endless_words_end() {
        let text = "a".repeat(10_000) + &"-b".repeat(10_000);
        assert!(words(&text).all(|word| word.text.len() <= LONGEST));
    }
}
