//! Putting documents: many at a time are inverted together.
//!
//! Documents are split into words one by one, and what they have is put by for some hundred of them, with numbers for the words
//! that are the batch's own: its few thousand words are in a processor's near cache, the hundreds of thousands of a large index
//! are not. Then each word of the batch is looked up once, and its list takes all that is new to it at once. (S. Heinz, J. Zobel,
//! *Efficient single-pass index construction for text databases*, JASIST 2003, do so with runs on disk.)

use std::hint::black_box;
use std::ops::BitXor;

use crate::index::{Index, NONE};
use crate::interner::{self, Interner};
use crate::joint::note_joint;
use crate::postings::{Buffer, Counts, Field, List, MOST_PLACES};
use crate::weights::NEAR_WINDOW;
use crate::words::Splitter;

/// Places between two values of a field and between two fields, so that no phrase and no nearness reaches across.
const GAP: u32 = NEAR_WINDOW + 1;

/// So many words are put by, a thousand documents: two megabytes, twice for sorting.
const MOST_FOUND: usize = 1 << 18;

/// Documents of a batch at most, as far as the bits of [`packed`] go.
const MOST_DOCUMENTS: u32 = 1 << 10;

/// Places of one document, at most; more are all at the last.
const LAST_PLACE: u32 = (1 << 19) - 1;

/// So many words are looked ahead.
const AHEAD: usize = 16;

/// Bits of a number that are sorted by at a time.
const DIGIT: u32 = 11;

/// What documents have that are not in the lists yet.
#[derive(Default)]
pub(crate) struct Batch {
    splitter: Splitter,
    /// The first document's number, and how many documents there are.
    first: u32,
    documents: u32,
    /// The batch's words, and of each bytes before the last part begins, if it is written as a compound; else 0.
    words: Interner,
    joint: Vec<u8>,
    /// The batch's number of a word in the high half; document, field and place, packed. In the order of the texts.
    found: Vec<u64>,
    /// Room to sort in, and to write in.
    spare: Vec<u64>,
    buffer: Buffer,
    places: Vec<u32>,
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
        let length = batch.gather(values);
        self.documents.add(key, length);
        batch.documents += 1;
    }

    /// Brings what was put by into the lists.
    pub(crate) fn invert(&mut self, batch: &mut Batch) {
        let numbers = self.enter_all(&batch.words, &batch.joint);
        // In order of the stems, and so about in that in which words came: what is known of neighbours is in the same memory.
        let stem = |number: &u32| u64::from(self.stem.get(*number as usize).copied().unwrap_or(0));
        let mut order: Vec<u64> = (0..).zip(&numbers).map(|(own, number)| stem(number) << 32 | own).collect();
        sort_by_high_half(&mut order, &mut batch.spare, self.stems.len());
        batch.sort_by_word(&order);
        let mut found = batch.found.as_slice();
        let (mut done, mut seen) = (0, 0);
        for of_stem in order.chunk_by(|a, b| a >> 32 == b >> 32) {
            done += of_stem.len();
            while done > seen {
                self.look_ahead(order.iter().skip(seen).take(AHEAD), &numbers, batch.first);
                seen += AHEAD;
            }
            let (all, mut frequency) = (found, 0);
            for own in of_stem.iter().map(|own| *own as u32) {
                let count = found.iter().take_while(|found| (**found >> 32) as u32 == own).count();
                let (of_word, rest) = found.split_at_checked(count).unwrap_or_default();
                let word = numbers.get(own as usize).copied().unwrap_or(NONE);
                frequency += self.append(word, batch.first, of_word, &mut batch.buffer, &mut batch.places);
                found = rest;
            }
            if of_stem.len() > 1 {
                frequency = documents_in(all.get(..all.len() - found.len()).unwrap_or_default());
            }
            let known = of_stem.first().and_then(|stem| self.stem_frequency.get_mut((stem >> 32) as usize));
            known.into_iter().for_each(|known| *known += frequency);
        }
        self.crowds.raise(batch.first);
        batch.found.clear();
        batch.words.clear();
        batch.joint.clear();
        batch.documents = 0;
    }

    /// Reads what is needed soon to append to the lists of some words. The lists of a large index are in no near cache,
    /// and reading them one after the other would be waiting for each: here all that wait wait together.
    #[inline(never)]
    fn look_ahead<'a>(&self, order: impl Iterator<Item = &'a u64> + Clone, numbers: &[u32], document: u32) {
        let words = order.filter_map(|own| numbers.get(*own as u32 as usize));
        let heads =
            words.clone().filter_map(|word| self.lists.get(*word as usize)).map(List::len).fold(0, BitXor::bitxor);
        let counts = words.clone().filter_map(|word| self.frequency.get(*word as usize)).fold(0, BitXor::bitxor);
        let crowds = words.clone().map(|word| self.crowds.touch(*word, document)).fold(false, BitXor::bitxor);
        let tails = words.filter_map(|word| self.lists.get(*word as usize)).map(|list| self.arena.touch(list));
        black_box((heads, counts, crowds, tails.fold(0, BitXor::bitxor)));
    }

    /// The numbers of a batch's words; those that are new are entered.
    fn enter_all(&mut self, words: &Interner, joints: &[u8]) -> Vec<u32> {
        let mut numbers = self.words.find_all(words);
        for ((own, number), joint) in (0..).zip(&mut numbers).zip(joints) {
            if *number == interner::EMPTY {
                let word = words.get(own);
                (*number, _) = self.words.intern(word);
                self.enter_word(word);
            }
            let known = if *joint > 0 { self.joint.get_mut(*number as usize) } else { None };
            known.into_iter().for_each(|known| note_joint(known, usize::from(*joint)));
        }
        numbers
    }

    /// Appends the documents that have a word to its list; how many.
    fn append(&mut self, word: u32, first: u32, found: &[u64], buffer: &mut Buffer, places: &mut Vec<u32>) -> u32 {
        let Some(list) = self.lists.get_mut(word as usize) else { return 0 };
        let mut crowd = self.crowds.having(word);
        let mut frequency = 0;
        let mut rest = found;
        while let Some((&found, after)) = rest.split_first() {
            let document = first + document_of(found);
            let more = after.iter().take_while(|other| document_of(**other) == document_of(found)).count();
            let (field, place) = unpacked(found);
            if more == 0 && field == Field::Abstract as usize {
                list.add_once(&mut self.arena, document, place, buffer);
            } else {
                let mut counts = Counts::default();
                places.clear();
                for found in rest.iter().take((more + 1).min(MOST_PLACES)) {
                    let (field, place) = unpacked(*found);
                    counts.get_mut(field).into_iter().for_each(|count| *count += 1);
                    places.push(place);
                }
                list.add(&mut self.arena, document, &counts, places, buffer);
            }
            crowd.iter_mut().for_each(|crowd| _ = crowd.insert(document));
            frequency += 1;
            rest = after.get(more..).unwrap_or_default();
        }
        list.flush(&mut self.arena, buffer);
        self.frequency.get_mut(word as usize).into_iter().for_each(|known| *known += frequency);
        frequency
    }
}

impl Batch {
    /// Puts by the words of a document; gives the lengths of title and abstract.
    fn gather(&mut self, values: &[(Field, &str)]) -> [u32; 2] {
        let mut length = [0; 2];
        let mut base = 0;
        let Batch { splitter, found, words, joint, documents, .. } = self;
        // Places must ascend with the fields, however the values come.
        for field in Field::ALL {
            for (_, text) in values.iter().filter(|(of, _)| *of == field) {
                // Bytes of the longest word that ends the compound at hand: its parts are told first, and the whole last.
                let mut end = 0;
                let count = splitter.split(text, |word, place, _, parts| {
                    let (own, new) = words.intern_again(word.as_bytes());
                    if new {
                        joint.push(0);
                    }
                    if parts > 1 {
                        let joint = joint.get_mut(own as usize);
                        joint.into_iter().for_each(|joint| note_joint(joint, word.len().saturating_sub(end)));
                    }
                    end = word.len();
                    found.push(packed(own, *documents, field, base + place));
                });
                base += count + GAP;
                if let Some(length) = length.get_mut(field as usize) {
                    *length += count;
                }
            }
        }
        length
    }

    /// Sorts what was found by words, whose order is said; what is of one word keeps its order. O(found).
    fn sort_by_word(&mut self, order: &[u64]) {
        let mut places = vec![0_u32; self.words.len() as usize];
        for found in &self.found {
            places.get_mut((found >> 32) as usize).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for own in order.iter().map(|own| *own as u32) {
            let place = places.get_mut(own as usize);
            place.into_iter().for_each(|place| sum += std::mem::replace(place, sum));
        }
        self.spare.clear();
        self.spare.resize(self.found.len(), 0);
        for found in &self.found {
            if let Some(place) = places.get_mut((found >> 32) as usize) {
                self.spare.get_mut(*place as usize).into_iter().for_each(|slot| *slot = *found);
                *place += 1;
            }
        }
        std::mem::swap(&mut self.found, &mut self.spare);
    }
}

/// In how many documents of the batch something was found.
fn documents_in(found: &[u64]) -> u32 {
    let mut documents = [0_u64; MOST_DOCUMENTS as usize / 64];
    for document in found.iter().map(|found| document_of(*found)) {
        let word = documents.get_mut(document as usize / 64);
        word.into_iter().for_each(|word| *word |= 1 << (document % 64));
    }
    documents.iter().map(|word| word.count_ones()).sum()
}

/// Sorts by the high half, which is below a bound; what is equal there keeps its order. Distributed by some bits at a time, the
/// lowest first: O(found).
fn sort_by_high_half(found: &mut Vec<u64>, spare: &mut Vec<u64>, bound: u32) {
    spare.clear();
    spare.resize(found.len(), 0);
    let bits = u32::BITS - bound.leading_zeros();
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
