//! Where words may be parted: some documents write as a compound what others write as one word or as two.
//!
//! Kept for each word is where the end of the compound begins: its last part, or of three and more parts the last two. Where
//! documents disagree it is the least of all their places. So it depends on the live documents alone, and not on what came
//! first or was there before.

use crate::index::Index;

/// A document writes a word as a compound whose end begins at that byte.
#[inline]
pub(crate) fn note_joint(joint: &mut u8, at: usize) {
    if let Ok(at) = u8::try_from(at)
        && at > 0
        && (*joint == 0 || at < *joint)
    {
        *joint = at;
    }
}

impl Index {
    /// A document that had these words is no longer live. Costs a look at the lists of its compounds' ends, for those which it
    /// parted where they are known to be parted, up to the first live document that does the same.
    pub(crate) fn forget_joints(&mut self, words: &[u32], document: u32) {
        for &word in words {
            let at = self.joint.get(word as usize).copied().unwrap_or(0);
            if at == 0 || !self.is_parted(word, at, document) {
                continue;
            }
            let bytes = self.words.bytes_of(word).len().min(usize::from(u8::MAX)) as u8;
            let still = (at..bytes).find(|at| self.is_parted_by_any(word, *at));
            self.joint.get_mut(word as usize).into_iter().for_each(|joint| *joint = still.unwrap_or(0));
        }
    }

    fn is_parted_by_any(&self, word: u32, at: u8) -> bool {
        let Some(list) = self.end_of(word, at).and_then(|end| self.lists.get(end as usize)) else { return false };
        let mut cursor = list.read(&self.arena);
        std::iter::from_fn(|| cursor.step())
            .any(|posting| self.documents.live.contains(posting.document) && self.is_parted(word, at, posting.document))
    }

    /// Whether a document has the word and its end in one place, which only compounds have.
    fn is_parted(&self, word: u32, at: u8, document: u32) -> bool {
        let Some(end) = self.end_of(word, at) else { return false };
        let places = |word: u32| {
            let mut places = Vec::new();
            let posting = self.lists.get(word as usize).and_then(|list| list.read(&self.arena).seek(document));
            if let Some(posting) = posting.filter(|posting| posting.document == document) {
                posting.places(crate::index::ALL_FIELDS, &mut places);
            }
            places
        };
        let whole = places(word);
        !whole.is_empty() && places(end).iter().any(|place| whole.binary_search(place).is_ok())
    }

    fn end_of(&self, word: u32, at: u8) -> Option<u32> {
        self.words.get(word).get(usize::from(at)..).and_then(|end| self.words.find(end))
    }
}
