//! Beginnings of one to three letters that very many words share, each with the documents that have any of these words.
//!
//! The first letters of a word being typed mean tens of thousands of words. Joining their lists at each keystroke would cost more
//! than all else; here it costs a pass over bits, 12.5 kB for 100,000 documents. A few hundred beginnings have a crowd in a
//! large index, none in a small one.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::bits::Bits;
use crate::index::{Index, NONE};

/// Longest beginning that may have a crowd, in bytes.
pub(crate) const LONGEST: usize = 3;

/// Words that make a crowd.
const MANY: usize = 512;

/// All crowds.
#[derive(Clone, Default)]
pub(crate) struct Crowds {
    by_beginning: HashMap<Vec<u8>, u32, FxBuildHasher>,
    /// Documents, those no longer live included.
    documents: Vec<Bits>,
    /// The crowd of the beginning that is a letter shorter.
    parent: Vec<u32>,
    /// The crowd of the word's longest beginning that has one, by word; words that came since are beyond the end.
    of_word: Vec<u32>,
}

/// Beginning, parent and documents of a crowd.
pub(crate) type Crowd<'a> = (&'a [u8], u32, &'a Bits);

impl Crowds {
    /// Documents with a word that begins so, if that is a crowd.
    pub fn get(&self, beginning: &str) -> Option<&Bits> {
        self.by_beginning.get(beginning.as_bytes()).and_then(|crowd| self.documents.get(*crowd as usize))
    }

    /// A document was put that has the word. Words that are new since the last settling are seen to then.
    #[inline]
    pub fn note(&mut self, word: u32, document: u32) {
        let mut crowd = self.of_word.get(word as usize).copied().unwrap_or(NONE);
        while let Some(documents) = self.documents.get_mut(crowd as usize) {
            documents.insert(document);
            crowd = self.parent.get(crowd as usize).copied().unwrap_or(NONE);
        }
    }

    /// Bytes that they take.
    pub fn bytes(&self) -> usize {
        self.documents.iter().map(Bits::bytes).sum::<usize>() + self.of_word.capacity() * 4
    }

    /// For a snapshot: beginning, parent and documents of each crowd, and the crowds of words.
    pub fn parts(&self) -> (Vec<Crowd<'_>>, &[u32]) {
        let mut beginnings: Vec<(&[u8], u32)> =
            self.by_beginning.iter().map(|(text, at)| (text.as_slice(), *at)).collect();
        crate::order::sort_by(&mut beginnings, |a, b| a.1 < b.1);
        let crowds = beginnings.into_iter().zip(&self.parent).zip(&self.documents);
        (crowds.map(|(((beginning, _), parent), documents)| (beginning, *parent, documents)).collect(), &self.of_word)
    }

    /// Of their parts.
    pub fn of(crowds: Vec<(Vec<u8>, u32, Bits)>, of_word: Vec<u32>) -> Crowds {
        let mut all = Crowds { of_word, ..Crowds::default() };
        for (number, (beginning, parent, documents)) in crowds.into_iter().enumerate() {
            all.by_beginning.insert(beginning, number as u32);
            all.parent.push(parent);
            all.documents.push(documents);
        }
        all
    }

    /// Whether each parent came before its children, so that going up ends.
    pub fn is_sound(&self) -> bool {
        let goes_up = |(crowd, parent): (usize, &u32)| *parent == NONE || (*parent as usize) < crowd;
        self.by_beginning.len() == self.documents.len() && self.parent.iter().enumerate().all(goes_up)
    }

    fn longest(&self, word: &[u8]) -> u32 {
        let beginnings = (1..=LONGEST.min(word.len())).rev().filter_map(|length| word.get(..length));
        beginnings.filter_map(|beginning| self.by_beginning.get(beginning)).next().copied().unwrap_or(NONE)
    }
}

impl Index {
    /// Live documents that have a word of a beginning, which may be a crowd. What is found is the same whether it is one; only
    /// what that costs is not.
    pub(crate) fn beginning_so(&self, beginning: &str) -> Bits {
        let mut documents = match self.crowds.get(beginning) {
            Some(documents) => documents.clone(),
            None => {
                let mut documents = Bits::with_room(self.documents.key.len() as u32);
                for word in self.beginning(beginning) {
                    self.each_document(*word, |document| _ = documents.insert(document));
                }
                documents
            }
        };
        documents.keep(&self.documents.live);
        documents
    }

    /// Sees to words that came since the last time, and makes crowds of beginnings that have become so. O(words known), and for a
    /// new crowd the postings of its words.
    pub(crate) fn settle_crowds(&mut self) {
        let mut crowds = std::mem::take(&mut self.crowds);
        for word in crowds.of_word.len() as u32..self.words.len() {
            let crowd = crowds.longest(self.words.bytes_of(word));
            crate::roomy::push(&mut crowds.of_word, crowd);
            self.each_document(word, |document| crowds.note(word, document));
        }
        for length in 1..=LONGEST {
            for run in self.sorted.chunk_by(|a, b| self.begins(*a, length) == self.begins(*b, length)) {
                let beginning = run.first().and_then(|word| self.begins(*word, length));
                let Some(beginning) = beginning.filter(|_| run.len() >= MANY) else { continue };
                if !crowds.by_beginning.contains_key(beginning) {
                    self.gather_crowd(&mut crowds, beginning, run);
                }
            }
        }
        self.crowds = crowds;
    }

    /// Makes a crowd. Shorter beginnings have theirs already.
    fn gather_crowd(&self, crowds: &mut Crowds, beginning: &[u8], words: &[u32]) {
        let number = crowds.documents.len() as u32;
        crowds.parent.push(crowds.longest(beginning));
        crowds.by_beginning.insert(beginning.to_vec(), number);
        let mut documents = Bits::with_room(self.documents.key.len() as u32);
        for word in words {
            if let Some(crowd) = crowds.of_word.get_mut(*word as usize) {
                *crowd = number;
            }
            self.each_document(*word, |document| _ = documents.insert(document));
        }
        crowds.documents.push(documents);
    }

    /// The first bytes of a word, if it has so many and they are whole letters.
    fn begins(&self, word: u32, length: usize) -> Option<&[u8]> {
        self.words.get(word).get(..length).map(str::as_bytes)
    }

    fn each_document(&self, word: u32, mut each: impl FnMut(u32)) {
        let Some(list) = self.lists.get(word as usize) else { return };
        let mut cursor = list.read(&self.arena);
        while let Some(posting) = cursor.step() {
            each(posting.document);
        }
    }
}
