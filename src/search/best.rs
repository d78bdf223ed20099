//! The best of what is found, where not all of it is wanted in order.
//!
//! A question of one word is answered without a row of all that has it: what its lists say is added up by document, and only
//! sums that can be among the best are kept and made scores.

use crate::bits::Bits;
use crate::bm25::saturated;
use crate::cursor::Weights;
use crate::find::{Find, Search, sort_key};
use crate::highest::{Highest, Noted};
use crate::index::{ALL_FIELDS, Index};
use crate::order::{self, Least};
use crate::plan::Plan;
use crate::scored::{Join, Scored, higher};
use crate::terms::{self, Ring, Unit};
use crate::weights::{FIELD_WEIGHTS, K1};

/// See [`Search::best_of_stem`].
const LOOK: usize = 128;

/// The best of what was found.
#[derive(Clone, Debug, Default)]
pub struct Best {
    /// Of each a number to sort by, as [`Hits::sort_keys`](crate::Hits::sort_keys) has it, in order.
    pub keys: Vec<u64>,
    /// As [`Hits::relaxed`](crate::Hits::relaxed).
    pub relaxed: Option<u32>,
    total: u32,
    found: Found,
}

/// All documents that were found, by number.
#[derive(Clone, Debug)]
enum Found {
    Row(Vec<u32>),
    Set(Bits),
    /// Those with any of some words, and some others.
    Having(Vec<u32>, Bits),
}

impl Default for Found {
    fn default() -> Found {
        Found::Row(Vec::new())
    }
}

impl Best {
    /// How many documents were found in all.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Keys of all documents that were found, in order of putting. The index must be the one that was asked, unchanged.
    pub fn all(&self, index: &Index) -> Vec<u32> {
        let keys = &index.documents.key;
        let of = |documents: &[u32]| documents.iter().filter_map(|at| keys.get(*at as usize)).copied().collect();
        match &self.found {
            Found::Row(documents) => of(documents),
            Found::Set(documents) => of(&documents.to_vec()),
            Found::Having(words, others) => {
                let mut documents = others.clone();
                words.iter().for_each(|word| index.mark(*word, &mut documents));
                documents.keep(&index.documents.live);
                of(&documents.to_vec())
            }
        }
    }
}

impl Index {
    /// Finds the best only, as many as said: those that come first of all that [`Index::find`] finds, sorted by score and among
    /// equals by rank. Costs less: nothing is kept of the others, and nearness is looked at where it can matter.
    pub fn best(&self, asked: &Find, count: usize, ranks: &[u32]) -> Best {
        let plan = terms::plan(self, asked);
        let mut search = Search::new(self);
        let mut top = Top { least: Least::new(count), count, index: self, ranks };
        let (found, total, relaxed) = match alone(&plan) {
            Some(alone) if !alone.is_among_few() => {
                let (found, total) = search.best_of_word(&alone, &mut top);
                (found, total, None)
            }
            _ => {
                let (found, relaxed) = search.top(&plan, Some(count));
                // From the last, which among equals mostly comes first: then few are ever taken for a time.
                let scored = found.documents.iter().zip(&found.scores).rev();
                scored.for_each(|(document, score)| top.push(*document, *score));
                let total = found.documents.len() as u32;
                (Found::Row(found.documents), total, relaxed)
            }
        };
        let mut keys = top.least.take();
        order::sort(&mut keys);
        Best { keys, relaxed, total, found }
    }
}

/// The one word that a question is about.
struct Alone<'p> {
    word: &'p Unit,
    /// Other ways to write it.
    ways: &'p [Plan],
    /// Documents of these keys only.
    keys: Vec<&'p Bits>,
}

impl Alone<'_> {
    /// Whether so few documents are asked for that looking at these costs less than reading what the word is in.
    fn is_among_few(&self) -> bool {
        let fewest = self.keys.iter().map(|keys| keys.count()).min();
        fewest.is_some_and(|fewest| Search::are_so_few(fewest as usize, self.word.frequency()))
    }
}

/// The word that a question is about, if it is about one alone.
fn alone(plan: &Plan) -> Option<Alone<'_>> {
    match plan {
        Plan::Unit(word) => Some(Alone { word, ways: &[], keys: Vec::new() }),
        Plan::Best(ways) => match ways.split_first() {
            Some((Plan::Unit(word), ways)) => Some(Alone { word, ways, keys: Vec::new() }),
            _ => None,
        },
        Plan::All(parts) => {
            let mut one = None;
            let mut keys = Vec::new();
            for part in parts {
                match part {
                    Plan::Keys(some) => keys.push(some),
                    part if one.is_none() => one = Some(alone(part)?),
                    _ => return None,
                }
            }
            let mut alone = one?;
            alone.keys.extend(keys);
            Some(alone)
        }
        _ => None,
    }
}

/// The best so far.
struct Top<'a> {
    least: Least,
    /// How many are wanted.
    count: usize,
    index: &'a Index,
    ranks: &'a [u32],
}

impl Top<'_> {
    /// Documents of a lower score are none of the best.
    #[inline]
    fn bound(&self) -> f32 {
        f32::from_bits(u32::MAX - (self.least.bound() >> 32) as u32)
    }

    /// The same for a sum that is worth `worth` times what it is [`saturated`].
    fn bound_of_sum(&self, worth: f32) -> f32 {
        // A little lower, as both are rounded.
        let share = self.bound() / worth * (1.0 - 1e-5);
        if share < 1.0 { K1 * share / (1.0 - share) } else { f32::INFINITY }
    }

    /// Whether a number is a document's: a damaged list may have any.
    #[inline]
    fn is_document(&self, number: u32) -> bool {
        (number as usize) < self.index.documents.key.len()
    }

    /// Takes documents in which a word is written otherwise too, if they have not been found and have a score: the higher counts.
    fn take_others(&mut self, others: &Scored, found: &mut Bits, score: impl Fn(u32) -> Option<f32>) {
        for (document, other) in others.documents.iter().zip(&others.scores) {
            if self.is_document(*document)
                && !found.contains(*document)
                && let Some(score) = score(*document)
            {
                found.insert(*document);
                self.push(*document, higher(score, *other));
            }
        }
    }

    #[inline]
    fn push(&mut self, document: u32, score: f32) {
        if score >= self.bound()
            && let Some(key) = self.index.documents.key.get(document as usize)
        {
            self.least.push(sort_key(*key, Some(score), self.ranks));
        }
    }
}

impl Search<'_> {
    /// The best documents of a word, and of other ways to write it; gives all and how many there are.
    fn best_of_word(&mut self, alone: &Alone, top: &mut Top) -> (Found, u32) {
        let Alone { word, ways, keys } = alone;
        let mut others = self.any(ways, None, Join::Higher);
        let sets = keys.iter().map(|keys| self.index.documents_of(keys));
        let admitted = sets.reduce(|mut kept, other| {
            kept.keep(&other);
            kept
        });
        if let Some(admitted) = &admitted {
            others = others.keep(|_, document| admitted.contains(document).then_some(0.0));
        }
        let weights = Weights::new(FIELD_WEIGHTS, word.fields);
        if let [ring] = word.rings.as_slice()
            && word.fields == ALL_FIELDS
            && word.beginning.is_none()
            && ring.quality >= 1.0
            && admitted.is_none()
            && !self.are_few(&ring.words)
        {
            return self.best_of_stem(ring, &weights, &others, top);
        }
        let mut found = Bits::with_room(self.bound());
        for (ring, frequency) in word.rings_with_frequency() {
            let worth = self.worth(ring, frequency);
            if let Some(crowd) = &ring.crowd {
                let mut crowd = crowd.clone();
                admitted.iter().for_each(|admitted| crowd.keep(admitted));
                best_of_crowd(&crowd, worth * saturated(1.0), &others, &mut found, top);
            } else if self.are_few(&ring.words) {
                let mut row = self.ring(ring, frequency, &weights, None);
                if let Some(admitted) = &admitted {
                    row = row.keep(|_, document| admitted.contains(document).then_some(0.0));
                }
                best_of_row(&row, &others, &mut found, top);
            } else {
                let (sums, mut having) = self.sums_of_all(&ring.words, &weights);
                admitted.iter().for_each(|admitted| having.keep(admitted));
                let flat = ring.flat.then(|| worth * saturated(1.0));
                let sums = best_of_sums(sums, &having, worth, flat, &others, &mut found, top);
                // Of documents that are not asked for, sums are left.
                if admitted.is_none() {
                    self.sums = sums;
                }
            }
        }
        top.take_others(&others, &mut found, |_| Some(0.0));
        let total = found.count();
        (Found::Set(found), total)
    }

    /// Of a finished word in any field. How many documents have its stem is known: none needs to be marked.
    fn best_of_stem(&mut self, ring: &Ring, weights: &Weights, others: &Scored, top: &mut Top) -> (Found, u32) {
        let highest = self.index.known(ring).and_then(|known| known.best(top.count));
        let is_less = |highest: &Vec<u64>| {
            // Looking for a document in a list costs about as much as reading so many postings.
            let looks = ((highest.len() + others.documents.len()) * LOOK) as u64;
            let listed = ring.words.iter().map(|(word, _)| self.listed(*word));
            let (least, all) = listed.fold((0, 0), |(least, all), listed| (least + listed.min(looks), all + listed));
            least * 2 < all
        };
        if let Some(highest) = highest.filter(is_less) {
            let mut documents: Vec<u64> = others.documents.iter().map(|document| u64::from(*document)).collect();
            documents.extend(&highest);
            order::sort(&mut documents);
            documents.dedup();
            let documents: Vec<u32> = documents.into_iter().map(|document| document as u32).collect();
            let sums = self.sums_at(&ring.words, weights, &documents);
            let place = |document: u32| documents.binary_search(&document).ok();
            let sum = |document: u32| place(document).and_then(|at| sums.get(at).copied());
            return self.best_of_highest(ring, highest, sum, others, top);
        }
        let mut sums = vec![0.0; self.bound() as usize];
        let live = (!self.all_live).then_some(&self.index.documents.live);
        let mut noted = Noted::Highest(Highest::new(top.count, live));
        self.add_up(&ring.words, weights, &mut sums, &mut noted);
        let highest = match noted {
            Noted::Highest(highest) => highest.take(&sums).0,
            Noted::All(_) => Vec::new(),
        };
        self.best_of_highest(ring, highest, |document| sums.get(document as usize).copied(), others, top)
    }

    /// Of documents that have the highest sums of a stem. The sums of these and of the others can be asked for.
    fn best_of_highest(
        &self,
        ring: &Ring,
        highest: Vec<u64>,
        sum: impl Fn(u32) -> Option<f32>,
        others: &Scored,
        top: &mut Top,
    ) -> (Found, u32) {
        let worth = self.worth(ring, ring.frequency);
        let mut taken = Bits::default();
        let score = |document: u32| sum(document).filter(|sum| *sum > 0.0).map(|sum| worth * saturated(sum));
        top.take_others(others, &mut taken, score);
        let of_stem = taken.count();
        // From the last, which among equals mostly comes first.
        for document in highest.into_iter().rev().map(|document| document as u32) {
            if let Some(score) = score(document)
                && !taken.contains(document)
            {
                top.push(document, score);
            }
        }
        top.take_others(others, &mut taken, |_| Some(0.0));
        let total = ring.frequency + taken.count() - of_stem;
        (Found::Having(ring.words.iter().map(|(word, _)| *word).collect(), taken), total)
    }
}

/// Of sums, those of documents that have not been found, made scores unless all are worth the same; gives the sums back, zero.
fn best_of_sums(
    mut sums: Vec<f32>,
    having: &Bits,
    worth: f32,
    flat: Option<f32>,
    others: &Scored,
    found: &mut Bits,
    top: &mut Top,
) -> Vec<f32> {
    let value = |sum: f32| flat.unwrap_or(worth * saturated(sum));
    let sum = |document: u32| sums.get(document as usize).copied().unwrap_or(0.0);
    top.take_others(others, found, |document| having.contains(document).then(|| value(sum(document))));
    let bound = |top: &Top| if flat.is_some() { 0.0 } else { top.bound_of_sum(worth) };
    let mut least = bound(top);
    having.for_each(|document| {
        let sum = sums.get_mut(document as usize).map_or(0.0, std::mem::take);
        if sum >= least && !found.contains(document) {
            top.push(document, value(sum));
            least = bound(top);
        }
    });
    found.join(having);
    sums
}

/// Of documents that are all worth the same, those that have not been found.
fn best_of_crowd(crowd: &Bits, score: f32, others: &Scored, found: &mut Bits, top: &mut Top) {
    top.take_others(others, found, |document| crowd.contains(document).then_some(score));
    if score >= top.bound() {
        let mut new = crowd.clone();
        new.drop_all(found);
        // From the last, which among equals mostly comes first.
        new.to_vec().into_iter().rev().for_each(|document| top.push(document, score));
    }
    found.join(crowd);
}

/// Of a row, documents that have not been found.
fn best_of_row(row: &Scored, others: &Scored, found: &mut Bits, top: &mut Top) {
    top.take_others(others, found, |document| row.score_of(document));
    for (document, score) in row.documents.iter().zip(&row.scores) {
        if top.is_document(*document) && found.insert(*document) {
            top.push(*document, *score);
        }
    }
}
