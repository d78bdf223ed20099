//! The map of meaning as it is stored: what takes longest to learn, and is the same as long as the papers are.
//!
//! What else is learnt follows from papers and shelf within a second or so, and is learnt anew at each start.

use super::Learner;
use crate::learn::{Builder, Meaning};

/// Names the program: another may learn otherwise.
const BUILD: &str = env!("OFFPRINT_BUILD");

/// How far the stored map is known.
#[derive(Default)]
pub(super) struct Stored {
    /// Whether there is a store that was not asked for it yet.
    awaited: bool,
    /// Its bytes, until papers are learnt from and they can be told to be of these.
    bytes: Option<Vec<u8>>,
    /// Whether the map at hand is the stored one.
    pub is_same: bool,
    /// Whether the map at hand is to be stored.
    pub is_owed: bool,
}

impl Learner {
    /// There is a store that may have a map.
    pub fn await_stored(&mut self) {
        self.stored.awaited = true;
    }

    /// Whether learning waits for the stored map, which is then to be given.
    pub fn wants_stored(&self) -> bool {
        self.stored.awaited && self.waiting.is_empty() && self.unmapped
    }

    /// Takes over the bytes of the stored map, if there are any.
    pub fn give_stored(&mut self, bytes: Option<Vec<u8>>) {
        self.stored.awaited = false;
        self.stored.bytes = bytes;
    }

    /// The bytes of a map that has been learnt and is not stored, once.
    pub fn take_owed(&mut self) -> Option<Vec<u8>> {
        let is_owed = std::mem::take(&mut self.stored.is_owed);
        is_owed.then(|| self.meaning.encode(self.print())).filter(|bytes| !bytes.is_empty())
    }

    /// Begins with the map: with the stored one, if it is of these papers. `None` as long as that is not known.
    pub(super) fn begin(&mut self) -> Option<Builder> {
        if self.stored.awaited {
            return None;
        }
        let stored = self.stored.bytes.take().and_then(|bytes| Meaning::decode(&bytes, self.print()));
        self.stored.is_same = stored.is_some();
        Some(match stored {
            Some(meaning) => Builder::placing(&self.corpus, meaning),
            None => Builder::new(&self.corpus),
        })
    }

    /// What a map is of: these papers, as this program learns from them.
    fn print(&self) -> u64 {
        BUILD.bytes().fold(self.corpus.fingerprint(), |print, byte| (print ^ u64::from(byte)).wrapping_mul(PRIME))
    }
}

/// The prime of the hash of G. Fowler, L. Noll and K. Vo, of 64 bits.
const PRIME: u64 = 0x0000_0100_0000_01b3;
