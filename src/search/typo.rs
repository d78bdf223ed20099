//! Words that were meant: what a slip of the finger away stands in the index.
//!
//! A slip is a letter too many, too few, wrong, or two letters swapped (optimal string alignment; F. J. Damerau, *A technique for
//! computer detection and correction of spelling errors*, 1964). All words are looked at, but nearly all of them only at the
//! set of their letters, 32 bits: each slip takes one letter from that set at most, and adds one.

use crate::bits::Bits;
use crate::index::Index;
use crate::order;
use crate::postings::Field;
use crate::text::fold;

/// Slips forgiven in a word of that many letters.
pub fn forgiven(letters: usize) -> u32 {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The bit of all letters that ASCII has not.
const BEYOND_ASCII: u32 = 1 << 31;

/// Which letters a folded word has, a bit for each of a to z; other ASCII shares five, and all else one.
pub(crate) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| {
        set | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            0..0x80 => 1 << (26 + byte % 5),
            _ => BEYOND_ASCII,
        }
    })
}

/// Whether a set has more than one letter, or two. Faster than counting them where the processor cannot.
#[inline]
fn is_more(set: u32, two: bool) -> bool {
    let set = set & set.wrapping_sub(1);
    (if two { set & set.wrapping_sub(1) } else { set }) != 0
}

impl Index {
    /// Words at most that many slips away from a folded word, two or fewer, with how many; the word itself is left out. O(words known).
    pub(crate) fn slipped(&self, word: &str, slips: u32) -> Vec<(u32, u32)> {
        if slips == 0 {
            return Vec::new();
        }
        let wanted = letters(word);
        let length = word.chars().count();
        let pattern = Pattern::new(word);
        let mut found = Vec::new();
        for (number, set) in self.letters.iter().enumerate() {
            if is_more(set & !wanted, slips > 1) || is_more(wanted & !set, slips > 1) {
                continue;
            }
            let number = number as u32;
            // A letter is a byte, or at most four where there are others than those of ASCII.
            let bytes = self.words.bytes_of(number).len();
            let most = length + slips as usize;
            let fits = if set & BEYOND_ASCII == 0 {
                (length.saturating_sub(slips as usize)..=most).contains(&bytes)
            } else {
                bytes + slips as usize * 4 >= word.len() && bytes <= most * 4
            };
            if !fits {
                continue;
            }
            let distance = if set & BEYOND_ASCII == 0 {
                pattern.distance(self.words.bytes_of(number).iter().map(|byte| char::from(*byte)))
            } else {
                pattern.distance(self.words.get(number).chars())
            };
            if (1..=slips).contains(&distance) {
                found.push((number, distance));
            }
        }
        found
    }

    /// The most frequent word that a folded word may have been meant to be.
    pub fn meant(&self, word: &str) -> Option<&str> {
        let word = fold(word);
        let slips = forgiven(word.chars().count());
        let candidates = self.slipped(&word, slips);
        let best =
            candidates.into_iter().max_by_key(|(other, slips)| (std::cmp::Reverse(*slips), self.frequency_of(*other)));
        best.filter(|(other, _)| self.frequency_of(*other) > 0).map(|(other, _)| self.words.get(other))
    }
}

impl Index {
    /// Whether some document has a folded word, a word of its stem or, if it is unfinished, one that begins so.
    pub fn knows(&self, word: &str, unfinished: bool) -> bool {
        let has = |word: &u32| self.frequency_of(*word) > 0;
        self.frequency_alike(word) > 0 || (unfinished && self.beginning(word).iter().any(has))
    }

    /// The most frequent words that begin so, with how many documents have them, ties in alphabetical order. O(words that begin so).
    pub fn complete(&self, beginning: &str, limit: usize) -> Vec<(String, u32)> {
        let words = self.most_frequent(&fold(beginning), limit).into_iter();
        words.map(|word| (self.words.get(word).to_owned(), self.frequency_of(word))).collect()
    }

    /// Keys of documents with a word in the field that begins so, of the most frequent words first, about so many at most.
    pub fn having(&self, beginning: &str, field: Field, most: usize) -> Vec<u32> {
        let mut keys = Bits::default();
        let mut found = 0;
        for word in self.most_frequent(&fold(beginning), usize::MAX) {
            let Some(list) = self.lists.get(word as usize) else { continue };
            let mut cursor = list.read(&self.arena);
            while let Some(posting) = cursor.step() {
                let has = posting.counts().get(field as usize).is_some_and(|count| *count > 0);
                let key = self.documents.key.get(posting.document as usize);
                if let Some(key) = key.filter(|_| has && self.documents.live.contains(posting.document)) {
                    found += usize::from(keys.insert(*key));
                }
            }
            if found > most {
                break;
            }
        }
        keys.iter().collect()
    }

    /// Words that begin so and that some document has, the most frequent first.
    fn most_frequent(&self, beginning: &str, limit: usize) -> Vec<u32> {
        let words = self.beginning(beginning);
        // By frequency, then by place in the alphabet.
        let key = |(at, word): (u64, &u32)| u64::from(u32::MAX - self.frequency_of(*word)) << 32 | at;
        let mut keys: Vec<u64> =
            (0..).zip(words.iter()).filter(|(_, word)| self.frequency_of(**word) > 0).map(key).collect();
        order::least_first(&mut keys, limit);
        keys.truncate(limit);
        order::sort(&mut keys);
        keys.into_iter().filter_map(|key| words.get(key as u32 as usize)).copied().collect()
    }
}

/// A word to compare others with: for each letter a bit for each place where the word has it.
struct Pattern {
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
    length: u32,
}

impl Pattern {
    /// Of a word of 1 to 64 letters; of a longer one the beginning.
    fn new(word: &str) -> Pattern {
        let mut pattern = Pattern { ascii: [0; 128], others: Vec::new(), length: 0 };
        for (at, letter) in word.chars().take(64).enumerate() {
            pattern.length += 1;
            match pattern.ascii.get_mut(letter as usize) {
                Some(places) => *places |= 1 << at,
                None => pattern.others.push((letter, 1 << at)),
            }
        }
        pattern
    }

    #[inline]
    fn places(&self, letter: char) -> u64 {
        match self.ascii.get(letter as usize) {
            Some(places) => *places,
            None => self.others.iter().filter(|(other, _)| *other == letter).fold(0, |all, (_, places)| all | places),
        }
    }

    /// The distance of a word, a column of the table of distances at a time, each a bit more or less than its neighbour (H. Hyyrö,
    /// *A bit-vector algorithm for computing Levenshtein and Damerau edit distances*, 2003). O(letters of the other).
    #[inline]
    fn distance(&self, other: impl Iterator<Item = char>) -> u32 {
        let mut distance = self.length;
        let last = 1_u64.checked_shl(self.length.wrapping_sub(1)).unwrap_or(0);
        let (mut more, mut less) = (u64::MAX, 0_u64);
        let (mut same, mut before) = (0_u64, 0_u64);
        for letter in other {
            let places = self.places(letter);
            let swapped = ((!same & places) << 1) & before;
            same = ((places & more).wrapping_add(more) ^ more) | places | less | swapped;
            let right_more = less | !(same | more);
            let right_less = same & more;
            distance += u32::from(right_more & last != 0);
            distance -= u32::from(right_less & last != 0);
            let right_more = right_more << 1 | 1;
            more = right_less << 1 | !(same | right_more);
            less = right_more & same;
            before = places;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_slips() {
        let distance = |a: &str, b: &str| Pattern::new(a).distance(b.chars());
        let expected = [("ab", "a", 1), ("ab", "ba", 1), ("ca", "abc", 3), ("naïve", "nave", 1), ("βγδ", "γβδ", 1)];
        for (a, b, slips) in expected {
            assert_eq!((distance(a, b), distance(b, a)), (slips, slips), "{a} {b}");
        }
        assert_eq!(distance(&"a".repeat(64), &"a".repeat(63)), 1);
    }
}
