//! Numbers for strings: each distinct string once, all in one buffer.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::roomy::{extend, push};

const EMPTY: u32 = u32::MAX;

/// Strings with numbers from 0 in the order they came. A string costs its bytes and about 10 more.
#[derive(Clone, Default)]
pub struct Interner {
    text: Vec<u8>,
    ends: Vec<u32>,
    /// Open addressing with steps of one; a power of two long, at most two thirds full.
    slots: Vec<u32>,
}

impl Interner {
    /// How many strings there are.
    pub fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The string of a number; empty for a number that is none.
    pub fn get(&self, number: u32) -> &str {
        std::str::from_utf8(self.bytes_of(number)).unwrap_or_default()
    }

    /// The bytes of a string.
    #[inline]
    pub fn bytes_of(&self, number: u32) -> &[u8] {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The number of a string, if it is known.
    pub fn find(&self, string: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let slot = self.slot(string.as_bytes(), hash(string.as_bytes()));
        self.slots.get(slot).copied().filter(|number| *number != EMPTY)
    }

    /// The number of a string, which is made known if it is not; and whether it was not.
    #[inline]
    pub fn intern(&mut self, string: &str) -> (u32, bool) {
        self.intern_bytes(string.as_bytes())
    }

    /// The same for any bytes, which need be no text.
    pub fn intern_bytes(&mut self, string: &[u8]) -> (u32, bool) {
        self.intern_hashed(string, hash(string))
    }

    /// The same, by a hash that is known already.
    pub(crate) fn intern_hashed(&mut self, string: &[u8], hash: u64) -> (u32, bool) {
        if (self.ends.len() + 1) * 3 > self.slots.len() * 2 {
            self.grow();
        }
        let slot = self.slot(string, hash);
        match self.slots.get(slot) {
            Some(&number) if number != EMPTY => (number, false),
            _ => {
                let number = self.len();
                extend(&mut self.text, string);
                push(&mut self.ends, self.text.len() as u32);
                self.fill(slot, number);
                (number, true)
            }
        }
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.text.capacity() + (self.ends.capacity() + self.slots.capacity()) * 4
    }

    /// All strings in one, and where each ends.
    pub(crate) fn parts(&self) -> (&[u8], &[u32]) {
        (&self.text, &self.ends)
    }

    /// Of what [`Interner::parts`] gave; `None` if it is not that.
    pub(crate) fn from_parts(text: Vec<u8>, ends: Vec<u32>) -> Option<Interner> {
        let ordered = ends.is_sorted() && ends.last().copied().unwrap_or(0) as usize == text.len();
        let whole =
            std::str::from_utf8(&text).is_ok_and(|text| ends.iter().all(|end| text.is_char_boundary(*end as usize)));
        if !ordered || !whole {
            return None;
        }
        let mut interner = Interner { text, ends, ..Interner::default() };
        interner.grow();
        Some(interner)
    }

    /// The slot in which a string is, or where it would be put.
    #[inline]
    fn slot(&self, string: &[u8], hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while let Some(&number) = self.slots.get(slot) {
            if number == EMPTY || same(self.bytes_of(number), string) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn fill(&mut self, slot: usize, number: u32) {
        self.slots.get_mut(slot).into_iter().for_each(|free| *free = number);
    }

    fn grow(&mut self) {
        let room = ((self.ends.len() + 1) * 2).next_power_of_two().max(64);
        self.slots = vec![EMPTY; room];
        for number in 0..self.len() {
            // Strings are distinct, so the first free slot is the one.
            let hash = hash(self.bytes_of(number));
            let mut slot = hash as usize & (room - 1);
            while self.slots.get(slot).is_some_and(|taken| *taken != EMPTY) {
                slot = (slot + 1) & (room - 1);
            }
            self.fill(slot, number);
        }
    }
}

/// The hash of a string.
#[inline]
pub(crate) fn hash(string: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(string);
    hasher.finish()
}

/// Whether two strings are the same, eight bytes at a time: a call, as the standard library's is, would take longer than it
/// takes to compare a word.
#[inline]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    let ((eights, rest), (others, other)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let whole = |eight: &[u8; 8]| u64::from_le_bytes(*eight);
    a.len() == b.len()
        && eights.iter().zip(others).all(|(a, b)| whole(a) == whole(b))
        && rest.iter().zip(other).all(|(a, b)| a == b)
}
