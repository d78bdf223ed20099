//! Numbers for strings: each distinct string once, all in one buffer.

use crate::roomy::{extend, push};

/// No string: what an empty slot has.
pub(crate) const EMPTY: u32 = u32::MAX;

/// Strings with numbers from 0 in the order they came. A string costs its bytes and about 10 more.
#[derive(Clone, Default)]
pub struct Interner {
    text: Vec<u8>,
    ends: Vec<u32>,
    /// Open addressing with steps of one; a power of two long, at most two thirds full. The low bits of a slot, as many as count the
    /// slots, are a string's number, the others are bits of its hash: so a look at the letters of another string is rare.
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
        let hash = hash(string.as_bytes());
        self.slot(string.as_bytes(), hash).and_then(|slot| self.slots.get(slot)).and_then(|taken| self.number(*taken))
    }

    /// Looks for all strings of another: of each its number here, or [`EMPTY`] for one that is not known. A table larger than the
    /// caches of a processor makes each look wait for memory; here some dozen wait together, as none depends on another.
    #[inline(never)]
    pub(crate) fn find_all(&self, others: &Interner) -> Vec<u32> {
        const TOGETHER: usize = 32;
        let mut found = Vec::with_capacity(others.ends.len());
        for first in (0..others.len()).step_by(TOGETHER) {
            let mut looks = [(0, EMPTY); TOGETHER];
            let count = (others.len() - first).min(TOGETHER as u32);
            for (other, look) in (first..first + count).zip(&mut looks) {
                let hash = hash(others.bytes_of(other));
                *look = (hash, self.slots.get(self.first_slot(hash)).copied().unwrap_or(EMPTY));
            }
            let mut likely = [(EMPTY, [].as_slice()); TOGETHER];
            for ((hash, taken), likely) in looks.iter().zip(&mut likely).take(count as usize) {
                *likely = match self.number(*taken) {
                    Some(number) if self.is_tagged(*taken, *hash) => (number, self.bytes_of(number)),
                    _ => (EMPTY, [].as_slice()),
                };
            }
            for ((other, (number, bytes)), (hash, _)) in (first..first + count).zip(likely).zip(looks) {
                let wanted = others.bytes_of(other);
                let slot = || self.slot(wanted, hash).and_then(|slot| self.slots.get(slot));
                let other_slot = || slot().and_then(|taken| self.number(*taken)).unwrap_or(EMPTY);
                found.push(if number != EMPTY && same(bytes, wanted) { number } else { other_slot() });
            }
        }
        found
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

    /// [`Interner::intern`] where most strings are known and the table is small.
    #[inline]
    pub(crate) fn intern_again(&mut self, string: &[u8]) -> (u32, bool) {
        let hash = hash(string);
        let taken = self.slots.get(self.first_slot(hash)).copied().unwrap_or(EMPTY);
        match self.number(taken) {
            Some(number) if self.is_tagged(taken, hash) && same(self.bytes_of(number), string) => (number, false),
            _ => self.intern_hashed(string, hash),
        }
    }

    /// The same, by a hash that is known already.
    #[inline(never)]
    fn intern_hashed(&mut self, string: &[u8], hash: u64) -> (u32, bool) {
        if (self.ends.len() + 1) * 3 > self.slots.len() * 2 {
            self.grow();
        }
        let slot = self.slot(string, hash).unwrap_or(0);
        match self.slots.get(slot).and_then(|taken| self.number(*taken)) {
            Some(number) => (number, false),
            None => (self.enter(string, hash, slot), true),
        }
    }

    /// Forgets all, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.slots.fill(EMPTY);
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

    #[inline(never)]
    fn enter(&mut self, string: &[u8], hash: u64, slot: usize) -> u32 {
        let number = self.len();
        extend(&mut self.text, string);
        push(&mut self.ends, self.text.len() as u32);
        self.fill(slot, number, hash);
        number
    }

    /// The slot in which a string is, or where it would be put; `None` if there is no slot.
    #[inline]
    fn slot(&self, string: &[u8], hash: u64) -> Option<usize> {
        let mut slot = self.first_slot(hash);
        loop {
            let taken = *self.slots.get(slot)?;
            let Some(number) = self.number(taken) else { return Some(slot) };
            if self.is_tagged(taken, hash) && same(self.bytes_of(number), string) {
                return Some(slot);
            }
            slot = (slot + 1) & self.mask() as usize;
        }
    }

    #[inline]
    fn mask(&self) -> u32 {
        (self.slots.len() as u32).wrapping_sub(1)
    }

    #[inline]
    fn first_slot(&self, hash: u64) -> usize {
        (hash as u32 & self.mask()) as usize
    }

    /// The number in a slot.
    #[inline]
    fn number(&self, taken: u32) -> Option<u32> {
        (taken != EMPTY).then_some(taken & self.mask())
    }

    /// Whether a slot may be that of a string with such a hash.
    #[inline]
    fn is_tagged(&self, taken: u32, hash: u64) -> bool {
        (taken ^ (hash >> 32) as u32) & !self.mask() == 0
    }

    fn fill(&mut self, slot: usize, number: u32, hash: u64) {
        // The table is never full, so that no number has all bits, and none is taken for an empty slot.
        let taken = (hash >> 32) as u32 & !self.mask() | number;
        self.slots.get_mut(slot).into_iter().for_each(|free| *free = taken);
    }

    fn grow(&mut self) {
        let room = ((self.ends.len() + 1) * 2).next_power_of_two().max(64);
        self.slots = vec![EMPTY; room];
        for number in 0..self.len() {
            // Strings are distinct, so the first free slot is the one.
            let hash = hash(self.bytes_of(number));
            let mut slot = self.first_slot(hash);
            while self.slots.get(slot).is_some_and(|taken| *taken != EMPTY) {
                slot = (slot + 1) & (room - 1);
            }
            self.fill(slot, number, hash);
        }
    }
}

/// The hash of a string. Its own, as the one of maps has half as many bits where addresses are short: here a multiplication for
/// each eight bytes, and its high half into the low one.
#[inline]
pub(crate) fn hash(string: &[u8]) -> u64 {
    // The digits of pi after the point, odd.
    const FACTOR: u64 = 0x243f_6a88_85a3_08d3;
    let mix = |hash: u64, eight: u64| {
        let product = (hash ^ eight).wrapping_mul(FACTOR);
        product ^ product >> 32
    };
    let mut hash = string.len() as u64;
    if string.len() > 16 {
        let (eights, _) = string.as_chunks::<8>();
        hash = eights.iter().fold(hash, |hash, eight| mix(hash, u64::from_le_bytes(*eight)));
    }
    let (first, last) = both_ends(string);
    mix(mix(hash, first), last)
}

/// Whether two strings are the same, eight bytes at a time: a call, as the standard library's is, would take longer than it
/// takes to compare a word.
#[inline]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || both_ends(a) != both_ends(b) {
        return false;
    }
    let ((eights, _), (others, _)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    a.len() <= 16 || eights == others
}

/// The first bytes and the last, eight or four, which overlap in short strings; of the shortest all. Those of up to 16 bytes are
/// the same if they are equally long and have the same ends.
#[inline]
fn both_ends(string: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (string.first_chunk(), string.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (string.first_chunk(), string.last_chunk()) {
        return (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)));
    }
    match *string {
        [a, b, c] => (u64::from(a), u64::from(b) << 8 | u64::from(c)),
        [a, b] => (u64::from(a), u64::from(b)),
        [a] => (u64::from(a), 0),
        _ => (0, 0),
    }
}
