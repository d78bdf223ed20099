//! What is kept of stems that very many documents have, so that a question of one such word need not read all its postings: the
//! documents with the highest sums.
//!
//! What an occurrence counts depends on the word that was typed: 1 of that very word, [`ALIKE`] of others of its stem. Kept are sums in
//! which all count [`ALIKE`], so that what is typed makes of a sum no less than it is, and no more than 1 / [`ALIKE`] times
//! that. What can be among the best by this is summed up again.

use crate::cursor::Weights;
use crate::find::Search;
use crate::highest::{Highest, Noted};
use crate::index::{ALL_FIELDS, Index};
use crate::order;
use crate::terms::{Ring, is_function_word};
use crate::weights::{ALIKE, FIELD_WEIGHTS};

/// What is kept.
#[derive(Clone, Copy, Debug)]
pub struct Common {
    /// Stems are common that one document of so many has.
    pub one_of: u32,
    /// So many documents are kept of each.
    pub kept: usize,
}

impl Default for Common {
    /// A quarter of a megabyte for 100,000 papers, of two hundred stems.
    fn default() -> Common {
        Common { one_of: 8, kept: 128 }
    }
}

/// The documents of a stem with the highest sums.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    stem: u32,
    /// Ascending.
    documents: Vec<(u32, f32)>,
    /// All others have lower sums.
    least: f32,
}

/// Sums that differ by less than this share may be the same score, where rank decides.
const ROUNDED: f32 = 5e-5;

impl Index {
    /// Looks for the best documents of common stems, so that they need not be looked for when they are asked for: for whoever has put
    /// all that there is, and has time. What is found is the same before and after. Forgotten at the next change. Costs a pass over the
    /// postings of common stems.
    pub fn prepare(&mut self, common: Common) {
        if self.documents.known.is_empty() {
            self.documents.known = self.known_of(common);
        }
    }

    fn known_of(&self, Common { one_of, kept }: Common) -> Vec<Known> {
        let is_common = |(stem, frequency): &(u32, &u32)| {
            **frequency > 0
                && u64::from(**frequency) * u64::from(one_of) >= u64::from(self.len())
                // These are in nearly all documents, and nobody asks for them.
                && !self.of_stem(*stem).any(|word| is_function_word(self.words.get(word)))
        };
        let stems = (0..).zip(self.stem_frequency.iter()).filter(is_common);
        let search = Search::new(self);
        let live = (!search.all_live).then_some(&self.documents.live);
        let weights = Weights::new(FIELD_WEIGHTS, ALL_FIELDS);
        let mut sums = vec![0.0; search.bound() as usize];
        let mut known = Vec::new();
        for (stem, _) in stems {
            let words: Vec<(u32, f32)> = self.of_stem(stem).map(|word| (word, ALIKE)).collect();
            let mut noted = Noted::Highest(Highest::new(kept, live));
            search.add_up(&words, &weights, &mut sums, &mut noted);
            if let Noted::Highest(highest) = noted {
                let (documents, least) = highest.take(&sums);
                let sum = |document: u64| (document as u32, sums.get(document as usize).copied().unwrap_or(0.0));
                // Where very many are equal, all of them would have to be kept.
                if documents.len() <= kept * 2 {
                    known.push(Known { stem, documents: documents.into_iter().map(sum).collect(), least });
                }
            }
            sums.fill(0.0);
        }
        known
    }

    /// What is known of the stem of a ring's words.
    pub(crate) fn known(&self, ring: &Ring) -> Option<&Known> {
        let stem = self.stem.get(ring.words.first()?.0 as usize)?;
        let known = &self.documents.known;
        known.binary_search_by_key(stem, |known| known.stem).ok().and_then(|at| known.get(at))
    }
}

impl Known {
    /// Documents among which the best are, as many as said, whichever word of the stem was typed; ascending. `None` if others may be
    /// among them.
    pub fn best(&self, count: usize) -> Option<Vec<u64>> {
        // Sums are never negative, and so ordered as their bits are.
        let mut highest: Vec<u64> = self.documents.iter().map(|(_, sum)| u64::from(u32::MAX - sum.to_bits())).collect();
        order::sort(&mut highest);
        let last = count.checked_sub(1).and_then(|last| highest.get(last));
        let enough = last.map_or(0.0, |last| f32::from_bits(u32::MAX - *last as u32) * ALIKE * (1.0 - ROUNDED));
        let can_be = |(document, sum): &(u32, f32)| (*sum >= enough).then_some(u64::from(*document));
        (self.least <= enough).then(|| self.documents.iter().filter_map(can_be).collect())
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        size_of::<Known>() + self.documents.capacity() * size_of::<(u32, f32)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postings::Field;
    use crate::terms::plan;
    use crate::{Bits, Find};

    /// Whichever word of the stem is typed, none that is left out has as high a sum as the last of those that are wanted.
    #[test]
    fn the_best_are_among_those_that_are_kept() {
        let mut seed = 1_u32;
        let mut random = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        let words = ["train", "trains", "trained", "training", "other", "words"];
        let mut index = Index::default();
        for key in 0..600 {
            let length = random(40) + 1;
            let text: Vec<&str> = (0..length).map(|_| words[random(6) as usize]).collect();
            index.put(key, &[(Field::Title, text[0]), (Field::Abstract, &text.join(" "))]);
        }
        (0..600).step_by(7).for_each(|key| _ = index.remove(key));
        index.prepare(Common { one_of: 4, kept: 50 });
        let (mut told, mut kept) = (0, 0);
        for typed in words.iter().take(4) {
            let plan = plan(&index, &Find::word(typed));
            let crate::plan::Plan::Unit(unit) = plan else { unreachable!("one word") };
            let mut search = Search::new(&index);
            let (sums, having) = search.sums_of_all(&unit.rings[0].words, &Weights::new(FIELD_WEIGHTS, ALL_FIELDS));
            let mut ordered: Vec<u32> = having.to_vec();
            ordered.sort_by(|a, b| sums[*b as usize].total_cmp(&sums[*a as usize]));
            for count in 0..60 {
                let Some(best) = index.known(&unit.rings[0]).unwrap().best(count) else { continue };
                let best: Bits = best.into_iter().map(|document| document as u32).collect();
                let last = count.checked_sub(1).map_or(f32::INFINITY, |last| sums[ordered[last] as usize]);
                assert!(having.iter().all(|document| best.contains(document) || sums[document as usize] < last));
                (told, kept) = (told + 1, kept + best.count());
            }
        }
        assert!(told >= 30 && kept < told * 50, "{told} answers of {kept} documents");
        index.remove(1);
        assert!(index.documents.known.is_empty());
    }
}
