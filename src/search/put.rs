//! Putting documents: many at a time are inverted together.
//!
//! Documents are split into words one by one, and what they have is put by for some hundred of them; then it is sorted by word,
//! and each list takes all that is new to it at once. The lists of a large vocabulary are far more than a processor's caches
//! hold: so each is fetched once for many documents and not once for each (S. Heinz, J. Zobel, *Efficient single-pass index
//! construction for text databases*, JASIST 2003, does so with runs on disk).

use crate::index::{Index, NONE};
use crate::interner;
use crate::postings::{Counts, Field, MOST_PLACES};
use crate::weights::NEAR_WINDOW;
use crate::words::Splitter;

/// Places between two values of a field and between two fields, so that no phrase and no nearness reaches across.
const GAP: u32 = NEAR_WINDOW + 1;

/// So many words are put by, some hundred documents: half a megabyte, twice for sorting.
const MOST_FOUND: usize = 1 << 15;

/// Documents of a batch at most, as far as the bits of [`packed`] go.
const MOST_DOCUMENTS: u32 = 1 << 10;

/// Places of one document, at most; more are all at the last.
const LAST_PLACE: u32 = (1 << 19) - 1;

/// Words met lately that are remembered: 64 kB.
const MOST_MET: usize = 1 << 13;

/// Bits of a word's number that are sorted by at a time.
const DIGIT: u32 = 11;

/// What documents have that are not in the lists yet.
#[derive(Default)]
pub(crate) struct Batch {
    splitter: Splitter,
    /// The first document's number, and how many documents there are.
    first: u32,
    documents: u32,
    /// Word in the high half; document, field and place, packed. In the order of the texts.
    found: Vec<u64>,
    /// Room to sort in.
    spare: Vec<u64>,
    /// The number and some bits of the hash of a word met lately, by other bits of the hash. Most words of a text are among the
    /// few thousand that most texts have, and found here without a look at the table of all words.
    met: Vec<(u32, u32)>,
    /// The last document that was counted for a stem, and one more; 0 for none. By stem.
    counted: Vec<u32>,
}

impl Index {
    /// Takes a document in. It is in the lists when the batch is next inverted.
    pub(crate) fn take_in(&mut self, key: u32, values: &[(Field, &str)], batch: &mut Batch) {
        let full = batch.found.len() >= MOST_FOUND || batch.documents >= MOST_DOCUMENTS;
        if full || self.documents.has(key) {
            self.invert(batch);
        }
        self.remove(key);
        if batch.documents == 0 {
            batch.first = self.documents.key.len() as u32;
        }
        let length = self.gather(values, batch);
        self.documents.add(key, length);
        batch.documents += 1;
    }

    /// Puts by the words of a document; gives the lengths of title and abstract.
    fn gather(&mut self, values: &[(Field, &str)], batch: &mut Batch) -> [u32; 2] {
        let mut length = [0; 2];
        let mut base = 0;
        let Batch { splitter, found, met, counted, documents, first, .. } = batch;
        let stamp = *first + *documents + 1;
        // Places must ascend with the fields, however the values come.
        for field in Field::ALL {
            for (_, text) in values.iter().filter(|(of, _)| *of == field) {
                // Bytes of the longest word that ends the compound at hand: its parts are told first, and the whole last.
                let mut end = 0;
                let count = splitter.split(text, |word, place, _, parts| {
                    let number = self.word(word, met);
                    if parts > 1 {
                        self.note_joint(number, word.len().saturating_sub(end));
                    }
                    end = word.len();
                    self.count_stem(number, stamp, counted);
                    found.push(packed(number, *documents, field, base + place));
                });
                base += count + GAP;
                if let Some(length) = length.get_mut(field as usize) {
                    *length += count;
                }
            }
        }
        length
    }

    /// The number of a word, which is entered if it is new.
    #[inline]
    fn word(&mut self, word: &str, met: &mut Vec<(u32, u32)>) -> u32 {
        if met.is_empty() {
            met.resize(MOST_MET, (NONE, 0));
        }
        let hash = interner::hash(word.as_bytes());
        let slot = met.get_mut((hash >> 16) as usize & (MOST_MET - 1));
        if let Some((number, bits)) = &slot
            && *bits == hash as u32
            && interner::same(self.words.bytes_of(*number), word.as_bytes())
        {
            return *number;
        }
        let (number, new) = self.words.intern_hashed(word.as_bytes(), hash);
        if let Some(slot) = slot {
            *slot = (number, hash as u32);
        }
        if new {
            self.enter_word(word);
        }
        number
    }

    /// Counts a document for a word's stem, once.
    #[inline]
    fn count_stem(&mut self, word: u32, stamp: u32, counted: &mut Vec<u32>) {
        let Some(&stem) = self.stem.get(word as usize) else { return };
        if stem as usize >= counted.len() {
            counted.resize(self.stem_frequency.len() + self.stem_frequency.len() / 8, 0);
        }
        if let (Some(last), Some(frequency)) =
            (counted.get_mut(stem as usize), self.stem_frequency.get_mut(stem as usize))
            && *last != stamp
        {
            *last = stamp;
            *frequency += 1;
        }
    }

    /// Brings what was put by into the lists.
    pub(crate) fn invert(&mut self, batch: &mut Batch) {
        sort_by_word(&mut batch.found, &mut batch.spare, self.words.len());
        let (mut places, mut buffer) = (Vec::new(), Vec::new());
        for of_word in batch.found.chunk_by(|a, b| a >> 32 == b >> 32) {
            let word = of_word.first().map_or(0, |found| (found >> 32) as u32);
            let Some(list) = self.lists.get_mut(word as usize) else { continue };
            let mut frequency = 0;
            for of_document in of_word.chunk_by(|a, b| document_of(*a) == document_of(*b)) {
                let document = batch.first + of_document.first().map_or(0, |found| document_of(*found));
                let mut counts = Counts::default();
                places.clear();
                for found in of_document.iter().take(MOST_PLACES) {
                    let (field, place) = unpacked(*found);
                    if let Some(count) = counts.get_mut(field) {
                        *count += 1;
                    }
                    places.push(place);
                }
                list.push(&mut self.arena, document, &counts, &places, &mut buffer);
                self.crowds.note(word, document);
                frequency += 1;
            }
            self.frequency.get_mut(word as usize).into_iter().for_each(|known| *known += frequency);
        }
        batch.found.clear();
        batch.documents = 0;
    }
}

/// Sorts by word; what is of one word keeps its order. Distributed by some bits at a time, the lowest first: O(found).
fn sort_by_word(found: &mut Vec<u64>, spare: &mut Vec<u64>, words: u32) {
    spare.clear();
    spare.resize(found.len(), 0);
    let bits = u32::BITS - words.leading_zeros();
    for shift in (32..32 + bits).step_by(DIGIT as usize) {
        let digit = |found: u64| (found >> shift) as usize & ((1 << DIGIT) - 1);
        let mut ends = [0_u32; 1 << DIGIT];
        for found in found.iter() {
            ends.get_mut(digit(*found)).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        ends.iter_mut().for_each(|count| sum += std::mem::replace(count, sum));
        for found in found.iter() {
            if let Some(to) = ends.get_mut(digit(*found)) {
                spare.get_mut(*to as usize).into_iter().for_each(|slot| *slot = *found);
                *to += 1;
            }
        }
        std::mem::swap(found, spare);
    }
}

#[inline]
fn packed(word: u32, document: u32, field: Field, place: u32) -> u64 {
    u64::from(word) << 32 | u64::from(document) << 22 | (field as u64) << 19 | u64::from(place.min(LAST_PLACE))
}

/// The document's number in the batch.
#[inline]
fn document_of(found: u64) -> u32 {
    found as u32 >> 22
}

/// Field and place.
#[inline]
fn unpacked(found: u64) -> (usize, u32) {
    ((found >> 19 & 7) as usize, found as u32 & LAST_PLACE)
}
