//! Short byte strings as numbers.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Each different string once, end to end in one buffer, numbered in order of arrival.
///
/// A string costs its bytes, 4 for its end and 5 to 11 in the table; a map of `String`s would cost some 60 more.
#[derive(Default)]
pub struct Names {
    bytes: Vec<u8>,
    /// Where each string ends in `bytes`.
    ends: Vec<u32>,
    /// Open addressing with linear probing: number + 1, or 0 for a free slot. The length is a power of two, or none.
    table: Vec<u32>,
}

impl Names {
    /// How many strings there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string of that number; empty if there is none.
    pub fn get(&self, number: u32) -> &[u8] {
        let end_of = |at: usize| self.ends.get(at).map_or(0, |&end| end as usize);
        let at = number as usize;
        let start = if at == 0 { 0 } else { end_of(at - 1) };
        self.bytes.get(start..end_of(at)).unwrap_or_default()
    }

    /// The string of that number as text.
    pub fn text(&self, number: u32) -> &str {
        std::str::from_utf8(self.get(number)).unwrap_or_default()
    }

    /// The number of a string, if it is here.
    pub fn find(&self, name: &[u8]) -> Option<u32> {
        self.probe(name).ok()
    }

    /// The number of a string, and whether it has been given now.
    pub fn intern(&mut self, name: &[u8]) -> (u32, bool) {
        // At most three quarters full.
        if self.table.len() * 3 <= (self.len() + 1) * 4 {
            self.grow();
        }
        match self.probe(name) {
            Ok(number) => (number, false),
            Err(slot) => {
                self.bytes.extend_from_slice(name);
                self.ends.push(self.bytes.len() as u32);
                if let Some(slot) = self.table.get_mut(slot) {
                    *slot = self.ends.len() as u32;
                }
                (self.ends.len() as u32 - 1, true)
            }
        }
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        self.bytes.capacity() + 4 * (self.ends.capacity() + self.table.capacity())
    }

    /// The number of a string, or the slot of the table that it would take.
    fn probe(&self, name: &[u8]) -> Result<u32, usize> {
        let mask = self.table.len().wrapping_sub(1);
        let mut slot = hash(name) & mask;
        while let Some(number) = self.table.get(slot).and_then(|entry| entry.checked_sub(1)) {
            if self.get(number) == name {
                return Ok(number);
            }
            slot = (slot + 1) & mask;
        }
        Err(slot)
    }

    fn grow(&mut self) {
        let length = (self.table.len() * 2).max(16);
        self.table = vec![0; length];
        for number in 0..self.ends.len() as u32 {
            let mut slot = hash(self.get(number)) & (length - 1);
            while self.table.get(slot).is_some_and(|&entry| entry != 0) {
                slot = (slot + 1) & (length - 1);
            }
            if let Some(slot) = self.table.get_mut(slot) {
                *slot = number + 1;
            }
        }
    }
}

fn hash(name: &[u8]) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(name);
    hasher.finish() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_string_has_one_number_for_ever() {
        let mut names = Names::default();
        assert_eq!(names.find(b""), None);
        let spell = |at: u32| format!("name {}", at % 1_000).into_bytes();
        for at in 0..2_000 {
            assert_eq!(names.intern(&spell(at)), (at % 1_000, at < 1_000));
        }
        assert_eq!(names.intern(b""), (1_000, true));
        assert_eq!((names.find(b""), names.find(b"nobody")), (Some(1_000), None));
        assert!((0..1_000).all(|at| names.get(at) == spell(at) && names.find(&spell(at)) == Some(at)));
        assert_eq!((names.len(), names.text(7), names.text(5_000)), (1_001, "name 7", ""));
    }
}
