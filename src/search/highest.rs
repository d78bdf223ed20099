//! What is noted of documents while occurrences are added up.

use crate::bits::Bits;
use crate::order::{self, Least};

/// So many documents are kept before those that are none of the highest are dropped.
const ROOM: usize = 1024;

/// Sums that differ by less than this share may be the same score, where rank decides.
const ROUNDED: f32 = 1e-5;

/// What is noted.
pub(crate) enum Noted<'n> {
    /// All documents that have anything.
    All(&'n mut Bits),
    /// Those that may have the highest sums.
    Highest(Highest<'n>),
}

/// Documents that may have the highest sums, as many as are wanted. Sums only grow while they are added up, so that whatever has been
/// below enough others is looked at again when it grows.
pub(crate) struct Highest<'n> {
    wanted: usize,
    live: Option<&'n Bits>,
    documents: Vec<u64>,
    room: usize,
    least: f32,
}

impl<'n> Highest<'n> {
    /// So many are wanted, of the live documents if these are given.
    pub fn new(wanted: usize, live: Option<&'n Bits>) -> Highest<'n> {
        Highest { wanted, live, documents: Vec::with_capacity(ROOM), room: ROOM, least: 0.0 }
    }

    /// A document's sum has grown.
    #[inline]
    pub fn put(&mut self, document: u32, sum: f32, sums: &[f32]) {
        if sum >= self.least {
            self.keep(document, sums);
        }
    }

    #[inline(never)]
    fn keep(&mut self, document: u32, sums: &[f32]) {
        if self.live.is_none_or(|live| live.contains(document)) {
            self.documents.push(u64::from(document));
            if self.documents.len() >= self.room {
                self.cut(sums);
            }
        }
    }

    /// Drops those that as many others are above as are wanted. Where very many are equal, they stay.
    fn cut(&mut self, sums: &[f32]) {
        order::sort(&mut self.documents);
        self.documents.dedup();
        let sum = |document: &u64| sums.get(*document as usize).copied().unwrap_or(0.0);
        if self.documents.len() >= self.wanted {
            // Sums are never negative, and so ordered as their bits are.
            let mut highest = Least::new(self.wanted);
            self.documents.iter().for_each(|document| highest.push(u64::from(u32::MAX - sum(document).to_bits())));
            let last = highest.take().into_iter().max();
            self.least = last.map_or(f32::INFINITY, |last| f32::from_bits(u32::MAX - last as u32) * (1.0 - ROUNDED));
        }
        let least = self.least;
        self.documents.retain(|document| sum(document) >= least);
        self.room = ROOM.max(2 * self.documents.len());
    }

    /// The documents, ascending, and what sum all others are below.
    pub fn take(mut self, sums: &[f32]) -> (Vec<u64>, f32) {
        self.cut(sums);
        (self.documents, self.least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_sums_are_never_dropped() {
        let mut seed = 1_u32;
        let mut random = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        for (wanted, steps, equal) in
            [(0, 3_000, 1), (1, 20_000, 1), (10, 20_000, 50), (300, 9_000, 1), (9_000, 9_000, 1)]
        {
            let mut sums = vec![0.0; 5_000];
            let live: Bits = (0..5_000).filter(|document| document % 7 > 0).collect();
            let mut highest = Highest::new(wanted, Some(&live));
            for _ in 0..steps {
                let document = random(5_000);
                sums[document as usize] += (random(100 / equal) * equal + 1) as f32;
                highest.put(document, sums[document as usize], &sums);
            }
            let of = |document: &u64| sums[*document as usize];
            let mut expected: Vec<u64> = live.iter().map(u64::from).filter(|document| of(document) > 0.0).collect();
            expected.sort_by(|a, b| of(b).total_cmp(&of(a)));
            let (kept, least) = highest.take(&sums);
            assert!(live.iter().all(|document| sums[document as usize] < least
                || kept.contains(&u64::from(document))
                || least == 0.0));
            assert!(kept.is_sorted() && kept.iter().all(|document| live.contains(*document as u32)));
            assert!(expected.iter().take(wanted).all(|document| kept.contains(document)), "{wanted} of {steps}");
            assert!(kept.len() < wanted + 200, "{} for {wanted} of {steps}", kept.len());
        }
    }
}
