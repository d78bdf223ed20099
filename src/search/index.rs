//! The index: which documents have which words where. It grows by documents, and shrinks.
//!
//! Documents are known to the outside by keys, small numbers that the caller gives and that stay when a document is put anew (memory
//! goes with the largest; a snapshot has none from 2²⁴ on). Inside,
//! each putting is a new document with the next number, and an older one of the same key is no longer live. All statistics
//! are of live documents only, so that what was there before leaves no trace in a score.
//!
//! ```
//! use offprint_search::{Field, Find, Index};
//!
//! let mut index = Index::default();
//! index.put(7, &[(Field::Title, "Masked image modelling")]);
//! index.put(8, &[(Field::Title, "Language models")]);
//! let hits = index.find(&Find::word("model"));
//! assert_eq!(hits.total(), 2);
//! index.put(8, &[(Field::Title, "Language")]);
//! assert_eq!(index.find(&Find::word("model")).total(), 1);
//! ```

use std::sync::OnceLock;

use crate::bits::Bits;
use crate::bm25::Norms;
use crate::common::Known;
use crate::crowds::Crowds;
use crate::interner::Interner;
use crate::order;
use crate::postings::{Arena, Field, List, Mask};
use crate::put::Batch;
use crate::roomy::{Row, push};
use crate::stem::stem;

/// Number that is none.
pub(crate) const NONE: u32 = u32::MAX;

/// Words, their posting lists, and the documents.
#[derive(Clone, Default)]
pub struct Index {
    pub(crate) words: Interner,
    /// By word.
    pub(crate) lists: Row<List>,
    /// Live documents that have the word, by word.
    pub(crate) frequency: Row<u32>,
    /// The word's stem, and the next word of the same stem, by word.
    pub(crate) stem: Row<u32>,
    pub(crate) next_alike: Row<u32>,
    pub(crate) stems: Interner,
    /// The first word of a stem, by stem.
    pub(crate) first_alike: Row<u32>,
    /// Live documents that have a word of the stem, by stem.
    pub(crate) stem_frequency: Row<u32>,
    /// Which letters a word has, a bit each, by word: for finding what was mistyped.
    pub(crate) letters: Row<u32>,
    /// Bytes before the last part begins, for words that some live document writes as a compound; else 0. By word.
    pub(crate) joint: Row<u8>,
    /// Words in alphabetical order, as far as they have been sorted.
    pub(crate) sorted: Vec<u32>,
    pub(crate) arena: Arena,
    pub(crate) crowds: Crowds,
    pub(crate) documents: Documents,
}

/// What is known of documents, by number.
#[derive(Clone, Default)]
pub(crate) struct Documents {
    pub key: Vec<u32>,
    /// Words of title and of abstract.
    pub length: Vec<[u16; 2]>,
    pub live: Bits,
    /// Live ones, the sums of their lengths, and how many have such a field at all.
    pub count: u32,
    pub total_length: [u64; 2],
    pub with_field: [u64; 2],
    /// The live document of a key, by key.
    pub of_key: Vec<u32>,
    /// Those whose key is another number than their own.
    pub moved: Bits,
    /// Worked out at the first question after a change.
    norms: OnceLock<Norms>,
    /// By stem. None after a change, until the index is [prepared](Index::prepare).
    pub known: Vec<Known>,
}

impl Index {
    /// Puts a document under a key; one that was there goes. Many are better put together.
    pub fn put(&mut self, key: u32, values: &[(Field, &str)]) {
        self.put_all([(key, values)]);
    }

    /// Puts documents under their keys; those that were there go. Costs what the documents cost, and now
    /// and then a [settling](Index::settle).
    pub fn put_all<'a, V: AsRef<[(Field, &'a str)]>>(&mut self, documents: impl IntoIterator<Item = (u32, V)>) {
        self.crowds.catch_up(&self.words);
        let mut batch = Batch::default();
        for (key, values) in documents {
            self.take_in(key, values.as_ref(), &mut batch);
        }
        self.invert(&mut batch);
        if self.is_unsettled() {
            self.settle();
        }
        self.settle_crowds();
    }

    /// Takes the document of a key out; whether there was one. Costs a look at each list that reaches so far: O(words known).
    pub fn remove(&mut self, key: u32) -> bool {
        self.remove_all(&[key]) > 0
    }

    /// Takes the documents of these keys out; how many there were. Costs what taking out one costs, and the postings of the lists
    /// that many of them are in.
    pub fn remove_all(&mut self, keys: &[u32]) -> u32 {
        let mut gone: Vec<u32> = keys.iter().filter_map(|key| self.documents.take(*key)).collect();
        order::sort_by(&mut gone, |a, b| a < b);
        let Some(&first) = gone.first() else { return 0 };
        // Document in the high half, word in the low.
        let mut had: Vec<u64> = Vec::new();
        for (list, word) in self.lists.iter().zip(0_u64..).filter(|(list, _)| list.last() >= first) {
            let (mut cursor, mut rest) = (list.read(&self.arena), gone.as_slice());
            while let Some(posting) = rest.first().and_then(|next| cursor.seek(*next)) {
                let passed = rest.partition_point(|document| *document < posting.document);
                rest = rest.get(passed..).unwrap_or_default();
                if rest.first() == Some(&posting.document) {
                    had.push(u64::from(posting.document) << 32 | word);
                    rest = rest.get(1..).unwrap_or_default();
                }
            }
        }
        order::sort(&mut had);
        for run in had.chunk_by(|a, b| a >> 32 == b >> 32) {
            self.forget(run);
        }
        gone.len() as u32
    }

    /// Brings all counts up to date with one document's going, whose words these are.
    fn forget(&mut self, had: &[u64]) {
        let (mut stems, mut compounds) = (Vec::new(), Vec::new());
        for word in had.iter().map(|had| *had as u32) {
            let at = word as usize;
            self.frequency.get_mut(at).into_iter().for_each(|frequency| *frequency = frequency.saturating_sub(1));
            stems.extend(self.stem.get(at));
            compounds.extend((self.joint.get(at).is_some_and(|joint| *joint > 0)).then_some(word));
        }
        self.count_stems(&mut stems, |frequency| *frequency = frequency.saturating_sub(1));
        let document = had.first().map_or(0, |had| (had >> 32) as u32);
        self.forget_joints(&compounds, document);
    }

    /// Gives documents other keys, each told by the key it had; those that get none, or one that another has got, are taken out.
    /// Costs a pass over the documents, and what taking out costs.
    pub fn rekey(&mut self, key_of: impl Fn(u32) -> Option<u32>) {
        let mut taken = Bits::default();
        let has_none = |key: &u32| !key_of(*key).is_some_and(|key| taken.insert(key));
        let mut gone = self.keys().to_vec();
        gone.retain(has_none);
        self.remove_all(&gone);
        let documents = &mut self.documents;
        documents.of_key.clear();
        documents.moved = Bits::default();
        for (document, key) in (0..).zip(std::mem::take(&mut documents.key)) {
            let key = key_of(key).filter(|_| documents.live.contains(document));
            key.into_iter().for_each(|key| documents.point(key, document));
            // No one asks for the key of a document that is gone.
            push(&mut documents.key, key.unwrap_or(0));
        }
    }

    /// How many documents have been put: those that are there, and those whose postings are still in the way.
    pub fn len_with_gone(&self) -> u32 {
        self.documents.key.len() as u32
    }

    /// How many documents there are.
    pub fn len(&self) -> u32 {
        self.documents.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.documents.count == 0
    }

    /// Keys of all documents.
    pub fn keys(&self) -> Bits {
        self.documents.live.iter().filter_map(|document| self.documents.key.get(document as usize)).copied().collect()
    }

    /// The live documents of some keys. A pass over bits, and over the documents whose key is another number.
    pub(crate) fn documents_of(&self, keys: &Bits) -> Bits {
        let Documents { key, of_key, moved, live, .. } = &self.documents;
        if moved.count() > keys.count() {
            let documents = keys.iter().map(|key| of_key.get(key as usize).copied().unwrap_or(NONE));
            return documents.filter(|document| *document != NONE).collect();
        }
        let mut documents = keys.clone();
        moved.for_each(|document| {
            match key.get(document as usize).is_some_and(|key| keys.contains(*key)) {
                true => documents.insert(document),
                false => documents.remove(document),
            };
        });
        documents.keep(live);
        documents
    }

    /// Distinct words.
    pub fn vocabulary(&self) -> u32 {
        self.words.len()
    }

    /// How much memory each part takes, in bytes.
    pub fn memory(&self) -> Memory {
        let numbers =
            [&self.frequency, &self.stem, &self.next_alike, &self.first_alike, &self.stem_frequency, &self.letters];
        let by_word: usize = numbers.iter().map(|column| column.bytes()).sum::<usize>() + self.sorted.capacity() * 4;
        let documents = &self.documents;
        Memory {
            words: self.words.bytes() + self.stems.bytes() + by_word + self.joint.bytes(),
            lists: self.lists.bytes(),
            postings: self.arena.bytes() + self.crowds.bytes(),
            documents: (documents.key.capacity() + documents.of_key.capacity()) * 4
                + documents.length.capacity() * 4
                + documents.live.bytes()
                + documents.moved.bytes()
                + documents.known.iter().map(Known::bytes).sum::<usize>()
                + documents.norms.get().map_or(0, Norms::bytes),
        }
    }

    /// Words of the same stem as a folded word.
    pub(crate) fn alike(&self, word: &str) -> impl Iterator<Item = u32> + '_ {
        self.of_stem(self.stems.find(&stem(word)).unwrap_or(NONE))
    }

    /// The words of a stem.
    pub(crate) fn of_stem(&self, stem: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.first_alike.get(stem as usize).copied();
        std::iter::successors(first.filter(|word| *word != NONE), |word| {
            self.next_alike.get(*word as usize).copied().filter(|word| *word != NONE)
        })
    }

    /// Live documents that have any word of a folded word's stem.
    pub fn frequency_alike(&self, word: &str) -> u32 {
        let stem = self.stems.find(&stem(word));
        stem.and_then(|stem| self.stem_frequency.get(stem as usize)).copied().unwrap_or(0)
    }

    /// Live documents that have a word.
    pub(crate) fn frequency_of(&self, word: u32) -> u32 {
        self.frequency.get(word as usize).copied().unwrap_or(0)
    }

    /// Changes the frequency of each of one document's stems once, and empties the row.
    fn count_stems(&mut self, stems: &mut Vec<u32>, change: fn(&mut u32)) {
        order::sort_by(stems, |a, b| a < b);
        stems.dedup();
        for stem in stems.drain(..) {
            self.stem_frequency.get_mut(stem as usize).into_iter().for_each(change);
        }
    }

    pub(crate) fn enter_word(&mut self, word: &str) {
        let number = self.lists.len() as u32;
        let (stem, new) = self.stems.intern(&stem(word));
        if new {
            self.first_alike.push(NONE);
            self.stem_frequency.push(0);
        }
        self.lists.push(List::default());
        self.frequency.push(0);
        self.stem.push(stem);
        self.letters.push(crate::typo::letters(word));
        self.crowds.take_in(word.as_bytes());
        self.joint.push(0);
        let first = self.first_alike.get_mut(stem as usize).map(|first| std::mem::replace(first, number));
        self.next_alike.push(first.unwrap_or(NONE));
    }
}

impl Documents {
    pub fn add(&mut self, key: u32, length: [u32; 2]) -> u32 {
        let document = self.key.len() as u32;
        push(&mut self.key, key);
        let length = length.map(|length| length.min(u32::from(u16::MAX)) as u16);
        push(&mut self.length, length);
        self.live.insert(document);
        self.count += 1;
        self.sum_up(length, |sum, length| *sum += length);
        self.point(key, document);
        document
    }

    /// Of what a snapshot has; the rest follows from it.
    pub fn of(key: Vec<u32>, length: Vec<[u16; 2]>, live: Bits) -> Documents {
        let mut documents = Documents { count: live.count(), ..Documents::default() };
        for document in live.iter() {
            if let Some(key) = key.get(document as usize) {
                documents.point(*key, document);
            }
            let length = length.get(document as usize).copied().unwrap_or_default();
            documents.sum_up(length, |sum, length| *sum += length);
        }
        Documents { key, length, live, ..documents }
    }

    fn point(&mut self, key: u32, document: u32) {
        if key != document {
            self.moved.insert(document);
        }
        if self.of_key.len() <= key as usize {
            self.of_key.resize(key as usize + 1, NONE);
        }
        if let Some(of_key) = self.of_key.get_mut(key as usize) {
            *of_key = document;
        }
    }

    /// Adds a document's lengths to the sums, or takes them out.
    fn sum_up(&mut self, length: [u16; 2], change: fn(&mut u64, u64)) {
        self.norms.take();
        self.known.clear();
        for (at, length) in length.into_iter().enumerate() {
            self.total_length.get_mut(at).into_iter().for_each(|total| change(total, u64::from(length)));
            self.with_field.get_mut(at).into_iter().for_each(|count| change(count, u64::from(length > 0)));
        }
    }

    /// Whether there is a live document of a key.
    pub fn has(&self, key: u32) -> bool {
        self.of_key.get(key as usize).is_some_and(|document| *document != NONE)
    }

    fn take(&mut self, key: u32) -> Option<u32> {
        let document = std::mem::replace(self.of_key.get_mut(key as usize)?, NONE);
        if document == NONE {
            return None;
        }
        self.live.remove(document);
        self.count -= 1;
        let length = self.length.get(document as usize).copied().unwrap_or_default();
        self.sum_up(length, |sum, length| *sum = sum.saturating_sub(length));
        Some(document)
    }

    /// The norms of all documents' lengths. O(documents) at the first question after a change.
    pub fn norms(&self) -> &Norms {
        self.norms.get_or_init(|| Norms::new(self.mean_length(), &self.length))
    }

    /// The mean lengths of title and abstract over the live documents that have one, in words; 1 if there is none.
    fn mean_length(&self) -> [f32; 2] {
        let [(title, titles), (body, bodies)] = [0, 1].map(|at: usize| {
            let total = self.total_length.get(at).copied().unwrap_or(0);
            (total as f32, self.with_field.get(at).copied().unwrap_or(0).max(1) as f32)
        });
        [(title / titles).max(1.0), (body / bodies).max(1.0)]
    }
}

/// Bytes that an index takes, by part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The words with their letters, order and stems.
    pub words: usize,
    /// Heads of posting lists and their tables of blocks.
    pub lists: usize,
    /// The postings, with the room that lists keep for growing, and the documents of common beginnings.
    pub postings: usize,
    /// What is kept of each document.
    pub documents: usize,
}

impl Memory {
    /// All parts together.
    pub fn total(&self) -> usize {
        self.words + self.lists + self.postings + self.documents
    }
}

/// Fields of a mask, in words of the type.
pub(crate) const ALL_FIELDS: Mask = Mask::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_keys() {
        let mut index = Index::default();
        let check = |index: &Index| {
            for step in 1..9 {
                let keys: Bits = (0..300).filter(|key| key % step == 0).collect();
                let of = |key: &u32| index.documents.of_key.get(*key as usize).copied().filter(|of| *of != NONE);
                let expected: Bits = keys.to_vec().iter().filter_map(of).collect();
                assert_eq!(index.documents_of(&keys).to_vec(), expected.to_vec(), "each {step}th");
            }
        };
        index.put_all((0..200).map(|key| (key, [(Field::Title, "a word")])));
        check(&index);
        index.remove_all(&[3, 64, 199]);
        index.put_all((20..200).step_by(20).map(|key| (key, [(Field::Title, "another")])));
        check(&index);
        assert_eq!(index.documents.moved.count(), 9);
        index.rekey(|key| (key != 5).then_some(299 - key));
        check(&index);
    }
}
