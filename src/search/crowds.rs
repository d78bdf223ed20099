//! Beginnings of one to three letters that very many words share, each with the documents that have any of these words.
//!
//! The first letters of a word being typed mean tens of thousands of words. Joining their lists at each keystroke would cost more
//! than all else; here it costs a pass over bits, 12.5 kB for 100,000 documents. A few hundred beginnings have a crowd in a
//! large index, none in a small one.

use crate::bits::Bits;
use crate::index::{Index, NONE};
use crate::interner::Interner;
use crate::order;
use crate::roomy::{Row, push};

/// Longest beginning that may have a crowd, in bytes.
pub(crate) const LONGEST: usize = 3;

/// Words that make a crowd.
const MANY: u32 = 512;

/// All crowds.
#[derive(Clone, Default)]
pub(crate) struct Crowds {
    beginnings: Interner,
    /// Words that begin so, of those counted, and the crowd or none. By beginning.
    words: Vec<u32>,
    crowd: Vec<u32>,
    /// Words counted so far, from the first.
    counted: u32,
    /// Beginnings that are to have a crowd: length in the high half, number in the low.
    due: Vec<u64>,
    /// Documents, those no longer live included.
    documents: Vec<Bits>,
    /// The crowd of the beginning that is a letter shorter.
    parent: Vec<u32>,
    /// The crowd of the word's longest beginning that has one, by word; words that came since are beyond the end.
    of_word: Row<u32>,
}

/// Beginning, parent and documents of a crowd.
pub(crate) type Crowd<'a> = (&'a [u8], u32, &'a Bits);

impl Crowds {
    /// Documents with a word that begins so, if that is a crowd.
    pub fn get(&self, beginning: &str) -> Option<&Bits> {
        let crowd = self.beginnings.find(beginning).and_then(|beginning| self.crowd.get(beginning as usize));
        crowd.and_then(|crowd| self.documents.get(*crowd as usize))
    }

    /// A word has come, whose number is the next: it is counted, and is in the crowd of its longest beginning that has one.
    pub fn take_in(&mut self, word: &[u8]) {
        let crowd = self.count(word);
        self.of_word.push(crowd);
        self.counted += 1;
    }

    /// Counts words that came before their beginnings were counted, as in a snapshot.
    pub fn catch_up(&mut self, words: &Interner) {
        for word in self.counted..words.len() {
            self.count(words.bytes_of(word));
        }
        self.counted = words.len();
    }

    /// The documents of the crowd that a word is in, for those to be put in that have it; what is new there is to be
    /// [raised](Crowds::raise).
    #[inline]
    pub fn having(&mut self, word: u32) -> Option<&mut Bits> {
        let crowd = self.of_word.get(word as usize).copied().unwrap_or(NONE);
        self.documents.get_mut(crowd as usize)
    }

    /// Reads where a document would be put in the crowd of a word.
    #[inline]
    pub fn touch(&self, word: u32, document: u32) -> bool {
        let crowd = self.of_word.get(word as usize).and_then(|crowd| self.documents.get(*crowd as usize));
        crowd.is_some_and(|documents| documents.contains(document))
    }

    /// Documents from one on have been put into the crowds of their words: puts them into those of shorter beginnings.
    pub fn raise(&mut self, first: u32) {
        // Parents come first.
        for (crowd, parent) in self.parent.iter().enumerate().rev() {
            if let Some((before, [documents, ..])) = self.documents.split_at_mut_checked(crowd)
                && let Some(parent) = before.get_mut(*parent as usize)
            {
                parent.join_from(documents, first);
            }
        }
    }

    /// Bytes that they take.
    pub fn bytes(&self) -> usize {
        let beginnings = self.beginnings.bytes() + (self.words.capacity() + self.crowd.capacity()) * 4;
        self.documents.iter().map(Bits::bytes).sum::<usize>() + self.of_word.bytes() + beginnings
    }

    /// For a snapshot: beginning, parent and documents of each crowd, and the crowds of words.
    pub fn parts(&self) -> (Vec<Crowd<'_>>, &Row<u32>) {
        let mut beginnings = vec![&[][..]; self.documents.len()];
        for (beginning, crowd) in (0..).zip(&self.crowd) {
            let slot = beginnings.get_mut(*crowd as usize);
            slot.into_iter().for_each(|slot| *slot = self.beginnings.bytes_of(beginning));
        }
        let crowds = beginnings.into_iter().zip(&self.parent).zip(&self.documents);
        (crowds.map(|((beginning, parent), documents)| (beginning, *parent, documents)).collect(), &self.of_word)
    }

    /// Of their parts.
    pub fn of(crowds: Vec<(Vec<u8>, u32, Bits)>, of_word: Row<u32>) -> Crowds {
        let mut all = Crowds { of_word, ..Crowds::default() };
        for (beginning, parent, documents) in crowds {
            let beginning = all.enter(&beginning);
            all.add(beginning, parent, documents);
        }
        all
    }

    /// Whether each parent came before its children, so that going up ends.
    pub fn is_sound(&self) -> bool {
        let goes_up = |(crowd, parent): (usize, &u32)| *parent == NONE || (*parent as usize) < crowd;
        self.beginnings.len() as usize == self.documents.len() && self.parent.iter().enumerate().all(goes_up)
    }

    /// The crowd of the longest beginning that has one, shorter than all of the word.
    fn parent_of(&self, word: &str) -> u32 {
        let crowd = |beginning: &str| self.crowd.get(self.beginnings.find(beginning)? as usize).copied();
        let crowds = (1..word.len()).rev().filter_map(|length| crowd(word.get(..length)?));
        crowds.into_iter().find(|crowd| *crowd != NONE).unwrap_or(NONE)
    }

    /// The number of a beginning, which is entered if it is new.
    fn enter(&mut self, beginning: &[u8]) -> usize {
        let (number, new) = self.beginnings.intern_again(beginning);
        if new {
            push(&mut self.words, 0);
            push(&mut self.crowd, NONE);
        }
        number as usize
    }

    fn add(&mut self, beginning: usize, parent: u32, documents: Bits) {
        let number = self.documents.len() as u32;
        self.crowd.get_mut(beginning).into_iter().for_each(|crowd| *crowd = number);
        self.parent.push(parent);
        self.documents.push(documents);
    }

    /// Counts a word for its beginnings; gives the crowd of the longest that has one.
    fn count(&mut self, word: &[u8]) -> u32 {
        let mut longest = NONE;
        for length in 1..=LONGEST.min(word.len()) {
            // Not within a letter of several bytes.
            if word.get(length).is_some_and(|byte| byte & 0xc0 == 0x80) {
                continue;
            }
            let number = self.enter(word.get(..length).unwrap_or_default());
            let (Some(count), Some(crowd)) = (self.words.get_mut(number), self.crowd.get(number)) else { continue };
            *count += 1;
            match *crowd {
                NONE if *count == MANY => self.due.push((length as u64) << 32 | number as u64),
                NONE => {}
                crowd => longest = crowd,
            }
        }
        longest
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
                for word in self.beginning(beginning).iter() {
                    self.mark(*word, &mut documents);
                }
                documents
            }
        };
        documents.keep(&self.documents.live);
        documents
    }

    /// Makes crowds of beginnings that have become so, the shorter before the longer. Costs the postings of their words.
    pub(crate) fn settle_crowds(&mut self) {
        let mut crowds = std::mem::take(&mut self.crowds);
        let mut due = std::mem::take(&mut crowds.due);
        order::sort(&mut due);
        for due in due {
            self.gather_crowd(&mut crowds, due as u32);
        }
        self.crowds = crowds;
    }

    /// Makes a crowd. Shorter beginnings have theirs already.
    fn gather_crowd(&self, crowds: &mut Crowds, beginning: u32) {
        let number = crowds.documents.len() as u32;
        let text = crowds.beginnings.get(beginning);
        let parent = crowds.parent_of(text);
        let mut documents = Bits::with_room(self.documents.key.len() as u32);
        for word in self.beginning(text).iter() {
            if let Some(crowd) = crowds.of_word.get_mut(*word as usize) {
                *crowd = number;
            }
            self.mark(*word, &mut documents);
        }
        crowds.add(beginning as usize, parent, documents);
    }

    /// Puts the documents that have a word into a set, those no longer live included.
    #[inline(never)]
    pub(crate) fn mark(&self, word: u32, documents: &mut Bits) {
        let Some(list) = self.lists.get(word as usize) else { return };
        let bound = self.documents.key.len();
        let mut cursor = list.read(&self.arena);
        while let Some(posting) = cursor.step() {
            // A damaged list may have any number for a document.
            if (posting.document as usize) < bound {
                documents.insert(posting.document);
            }
        }
    }
}
