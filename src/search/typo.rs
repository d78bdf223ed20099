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

/// Whether a set has more letters than so many. Faster for few than counting them is where the processor cannot.
#[inline]
fn is_more(mut set: u32, most: u32) -> bool {
    for _ in 0..most {
        set &= set.wrapping_sub(1);
    }
    set != 0
}

impl Index {
    /// Words at most that many slips away from a folded word, with how many; the word itself is left out. O(words known).
    pub(crate) fn slipped(&self, word: &str, slips: u32) -> Vec<(u32, u32)> {
        let wanted = letters(word);
        let length = word.chars().count();
        let mut room = Room::default();
        let mut found = Vec::new();
        for (number, set) in self.letters.iter().enumerate() {
            if is_more(set & !wanted, slips) || is_more(wanted & !set, slips) {
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
            let other = self.words.get(number);
            let distance = room.distance(word, other, slips);
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

/// A distance that is too far.
const FAR: u32 = u32::MAX / 2;

/// Rows of the table of distances, kept from one comparison to the next.
#[derive(Default)]
pub(crate) struct Room {
    a: Vec<char>,
    b: Vec<char>,
    rows: [Vec<u32>; 3],
}

impl Room {
    /// The distance of two words, or some number above `most` if it is larger than that. O(letters × letters).
    pub(crate) fn distance(&mut self, a: &str, b: &str, most: u32) -> u32 {
        let Room { a: first, b: second, rows: [before_last, last, now] } = self;
        first.clear();
        first.extend(a.chars());
        second.clear();
        second.extend(b.chars());
        if first.len().abs_diff(second.len()) > most as usize {
            return most + 1;
        }
        last.clear();
        last.extend(0..=second.len() as u32);
        for row in [&mut *before_last, &mut *now] {
            row.clear();
            row.resize(second.len() + 1, FAR);
        }
        for (i, &x) in first.iter().enumerate() {
            // Farther from the diagonal than `most` is farther apart than that.
            let from = i.saturating_sub(most as usize);
            let until = (i + most as usize + 1).min(second.len());
            let at = |row: &[u32], column: usize| row.get(column).copied().unwrap_or(FAR);
            let mut left = if from == 0 { i as u32 + 1 } else { FAR };
            now.get_mut(from).into_iter().for_each(|cell| *cell = left);
            let mut least = left;
            for (j, &y) in second.get(..until).unwrap_or_default().iter().enumerate().skip(from) {
                let mut cost = at(last, j) + u32::from(x != y);
                cost = cost.min(at(last, j + 1) + 1).min(left + 1);
                let swapped = i > 0 && j > 0 && second.get(j - 1) == Some(&x) && first.get(i - 1) == Some(&y);
                if swapped && x != y {
                    cost = cost.min(at(before_last, j - 1) + 1);
                }
                least = least.min(cost);
                left = cost;
                now.get_mut(j + 1).into_iter().for_each(|cell| *cell = cost);
            }
            // What an earlier row left beyond the diagonal's band counts no more.
            now.get_mut(until + 1).into_iter().for_each(|cell| *cell = FAR);
            if least > most {
                return most + 1;
            }
            std::mem::swap(before_last, last);
            std::mem::swap(last, now);
        }
        last.last().copied().unwrap_or(0)
    }
}
