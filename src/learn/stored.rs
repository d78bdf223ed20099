//! A map of meaning as bytes, so that it need not be learnt anew from documents that are the same as they were.
//!
//! ```text
//! format (1 byte) | what it is of (8) | how many features (4) | features, ascending (4 each) | their rows (4 for each number) | sum (8)
//! ```
//!
//! All numbers are little-endian. Where documents are on the map is not kept: that follows from both, and is worked out soon.
//! Bytes are read without trusting them: any that are not whole and sound give no map, and then it is learnt.

use offprint_search::Sum;

use crate::builder::mixed;
use crate::corpus::Corpus;
use crate::features::BUCKETS;
use crate::matrix::Matrix;
use crate::meaning::{Meaning, WIDTH};

/// The number of the format.
const FORMAT: u8 = 1;

/// Bytes before the features, and after all rows.
const HEAD: usize = 13;
const TAIL: usize = 8;

impl Corpus {
    /// A number of all documents together, the same for the same documents whenever and under which keys they came, and hardly ever for
    /// others. O(features of all documents).
    pub fn fingerprint(&self) -> u64 {
        let of = |row: &[u32]| row.iter().fold(row.len() as u64, |print, packed| mixed(print ^ u64::from(*packed)));
        let rows = (0..self.keys()).map(|key| self.packed(key)).filter(|row| !row.is_empty());
        rows.fold(0, |sum: u64, row| sum.wrapping_add(mixed(of(row))))
    }
}

impl Meaning {
    /// The map as bytes that say what it was learnt from. Empty if there is none. O(its numbers).
    pub fn encode(&self, of: u64) -> Vec<u8> {
        // Columns are numbered in the order of features.
        let columns = self.columns.iter().zip(0_u32..).filter(|(column, _)| **column > 0);
        let columns: Vec<u32> = columns.map(|(_, feature)| feature).collect();
        if columns.is_empty() {
            return Vec::new();
        }
        let mut bytes = Vec::with_capacity(HEAD + columns.len() * 4 * (WIDTH + 1) + TAIL);
        bytes.push(FORMAT);
        bytes.extend(of.to_le_bytes());
        bytes.extend((columns.len() as u32).to_le_bytes());
        columns.iter().for_each(|feature| bytes.extend(feature.to_le_bytes()));
        self.map.numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        bytes.extend(Sum::of(&bytes).to_le_bytes());
        bytes
    }

    /// The map that bytes are, if they are one of just that and undamaged. No document has a place on it yet. O(its numbers).
    pub fn decode(bytes: &[u8], of: u64) -> Option<Meaning> {
        let (body, tail) = bytes.split_at_checked(bytes.len().checked_sub(TAIL)?)?;
        let (head, rest) = body.split_at_checked(HEAD)?;
        let (format, head) = head.split_first()?;
        let (own, count) = head.split_at_checked(8)?;
        let count = u32::from_le_bytes(count.try_into().ok()?) as usize;
        let sound = *format == FORMAT
            && own == of.to_le_bytes()
            && rest.len() as u64 == count as u64 * 4 * (WIDTH as u64 + 1)
            && tail == Sum::of(body).to_le_bytes();
        if !sound {
            return None;
        }
        let (features, numbers) = rest.split_at_checked(count * 4)?;
        let (features, numbers) = (features.as_chunks::<4>().0, numbers.as_chunks::<4>().0);
        let mut columns = vec![0; BUCKETS];
        for (feature, column) in features.iter().zip(1..) {
            *columns.get_mut(u32::from_le_bytes(*feature) as usize)? = column;
        }
        let map = Matrix { width: WIDTH, numbers: numbers.iter().map(|number| f32::from_le_bytes(*number)).collect() };
        Some(Meaning { columns, map, ..Meaning::default() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Builder, Part};

    fn corpus(texts: &[String], order: impl Iterator<Item = usize>) -> Corpus {
        let mut corpus = Corpus::default();
        order.zip(0..).for_each(|(at, key)| corpus.put(key, &[(Part::Body, &texts[at])]));
        corpus
    }

    fn learnt(corpus: &Corpus, mut builder: Builder) -> Meaning {
        std::iter::repeat_with(|| builder.step(corpus)).flatten().next().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn what_was_stored_is_what_was_learnt(texts in prop::collection::vec("([a-d]{2} ){1,7}", 3..24), other in "([a-d]{2} ){1,7}") {
            let count = texts.len();
            let corpus_here = corpus(&texts, 0..count);
            let meaning = learnt(&corpus_here, Builder::new(&corpus_here));
            let of = corpus_here.fingerprint();
            let backwards = corpus(&texts, (0..count).rev());
            prop_assert_eq!(backwards.fingerprint(), of);
            let mut more = texts.clone();
            more.push(other);
            prop_assert_ne!(corpus(&more, 0..=count).fingerprint(), of);
            let bytes = meaning.encode(of);
            prop_assert_eq!(bytes.is_empty(), meaning.columns.iter().all(|column| *column == 0));
            prop_assume!(!bytes.is_empty());
            prop_assert!(Meaning::decode(&bytes, of ^ 1).is_none());
            let placed = learnt(&corpus_here, Builder::placing(&corpus_here, Meaning::decode(&bytes, of).unwrap()));
            prop_assert_eq!(placed.places, meaning.places);
            prop_assert_eq!(placed.lengths, meaning.lengths);
            prop_assert_eq!(placed.map, meaning.map);
        }

        #[test]
        fn damaged_bytes_are_no_map(
            texts in prop::collection::vec("([a-d]{2} ){4,9}", 6..12),
            at in any::<prop::sample::Index>(),
            change in 1..=255_u8,
            noise in prop::collection::vec(any::<u8>(), 0..900),
        ) {
            let corpus = corpus(&texts, 0..texts.len());
            let bytes = learnt(&corpus, Builder::new(&corpus)).encode(7);
            prop_assume!(!bytes.is_empty());
            let mut damaged = bytes.clone();
            damaged[at.index(bytes.len())] ^= change;
            prop_assert!(Meaning::decode(&damaged, 7).is_none());
            prop_assert!(Meaning::decode(&bytes[..at.index(bytes.len())], 7).is_none());
            prop_assert!(Meaning::decode(&[bytes, vec![0]].concat(), 7).is_none());
            prop_assert!(Meaning::decode(&noise, 7).is_none());
        }
    }
}
