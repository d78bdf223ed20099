//! Words that stand together: phrases, and the nearness of neighbouring words of a question.
//!
//! Nearness lifts papers in which two words that were typed side by side also stand side by side (D. Metzler, W. B. Croft, *A Markov
//! random field model for term dependencies*, SIGIR 2005). Places are read for the best papers only, and for the words of the best
//! quality: a word still being typed may mean thousands.

use crate::bm25::inverse_frequency;
use crate::cursor::{Cursor, Posting};
use crate::find::Search;
use crate::index::NONE;
use crate::order;
use crate::plan::Plan;
use crate::postings::Mask;
use crate::scored::Scored;
use crate::terms::{Phrase, Unit};
use crate::weights::{NEAR, NEAR_TOP, NEAR_WINDOW};

/// More words than this in one place of a phrase are many.
const MANY: usize = 16;

/// Places of any of some words, read document by document.
struct Places<'a> {
    cursors: Vec<(Cursor<'a>, Option<Posting<'a>>)>,
    /// The document that each cursor is at: 0 before the first, `NONE` after the last.
    at: Vec<u32>,
    fields: Mask,
}

impl<'a> Places<'a> {
    fn new<'u>(search: &Search<'a>, unit: &Unit, words: impl Iterator<Item = &'u (u32, f32)>) -> Places<'a> {
        let cursors: Vec<_> = words.filter_map(|(word, _)| search.cursor(*word)).map(|cursor| (cursor, None)).collect();
        Places { at: vec![0; cursors.len()], cursors, fields: unit.fields }
    }

    /// Goes on to a document; whether any of the words is there. Documents must be asked for in ascending order.
    fn reach(&mut self, document: u32) -> bool {
        let mut is_there = false;
        for (at, (cursor, posting)) in self.at.iter_mut().zip(&mut self.cursors) {
            // Of many words most are in none of the next documents.
            if *at < document || (*at == document && posting.is_none()) {
                *posting = cursor.seek(document);
                *at = posting.as_ref().map_or(NONE, |posting| posting.document);
            }
            is_there |= *at == document;
        }
        is_there
    }

    /// The places in a document, ascending. Documents must be asked for in ascending order.
    fn of(&mut self, document: u32, places: &mut Vec<u32>) {
        places.clear();
        if !self.reach(document) {
            return;
        }
        let there = self.at.iter().zip(&self.cursors).filter(|(at, _)| **at == document);
        there.filter_map(|(_, (_, posting))| posting.as_ref()).for_each(|posting| posting.places(self.fields, places));
        if self.cursors.len() > 1 {
            order::sort_by(places, |a, b| a < b);
            places.dedup();
        }
    }
}

/// Documents in which the elements follow each other. Costs the conjunction of the elements and the places in what it leaves.
pub(crate) fn phrase(search: &mut Search, phrase: &Phrase, within: Option<&[u32]>) -> Scored {
    let candidates = candidates(search, phrase, within);
    let all = |unit: &Unit| Places::new(search, unit, unit.rings.iter().flat_map(|ring| &ring.words));
    let mut readers: Vec<Places> = phrase.elements.iter().map(all).collect();
    let worth = worth(search, &phrase.elements);
    let (mut starts, mut places) = (Vec::new(), Vec::new());
    let mut found = Scored::default();
    for document in candidates {
        // Places are read only where all elements are. Those that do not look catch up when they are asked again.
        if !readers.iter_mut().all(|reader| reader.reach(document)) {
            continue;
        }
        let Some((first, rest)) = readers.split_first_mut() else { break };
        first.of(document, &mut starts);
        for (at, reader) in rest.iter_mut().enumerate() {
            reader.of(document, &mut places);
            let ahead = at as u32 + 1;
            starts.retain(|start| places.binary_search(&start.saturating_add(ahead)).is_ok());
            if starts.is_empty() {
                break;
            }
        }
        if !starts.is_empty() {
            found.documents.push(document);
            found.scores.push(worth * search.saturated(starts.len() as f32, document));
        }
    }
    found
}

/// Documents that may have a phrase: those of its rarest element, less those that a pass over the list of another takes out.
fn candidates(search: &mut Search, phrase: &Phrase, within: Option<&[u32]>) -> Vec<u32> {
    // What may be any of many words is in nearly all documents: asking for it would cost more than looking at its places.
    let is_plain = |unit: &&Unit| unit.rings.iter().map(|ring| ring.words.len()).sum::<usize>() <= MANY;
    let mut units: Vec<&Unit> = phrase.elements.iter().filter(is_plain).collect();
    if units.is_empty() {
        units.extend(&phrase.elements);
    }
    order::sort_by(&mut units, |a, b| a.frequency() < b.frequency());
    let mut candidates: Option<Vec<u32>> = None;
    for unit in units {
        // Few are looked for one by one, and that is done where places are read.
        if candidates.as_ref().is_some_and(|candidates| Search::are_sparse(candidates, unit.frequency())) {
            break;
        }
        candidates = Some(search.unit(unit, candidates.as_deref().or(within)).documents);
    }
    candidates.unwrap_or_default()
}

fn worth(search: &Search, elements: &[Unit]) -> f32 {
    let documents = search.index.len();
    let of = |unit: &Unit| {
        let ring = unit.rings.first();
        ring.map_or(0.0, |ring| ring.quality * inverse_frequency(documents, ring.frequency))
    };
    elements.iter().map(of).sum()
}

/// Lifts the best of what was found by the nearness of words that are neighbours in the question. Where only so many of the best
/// are `wanted`, those that nearness cannot lift among them may be left as they are.
pub(crate) fn lift(search: &Search, plan: &Plan, found: &mut Scored, wanted: Option<usize>) {
    let Plan::All(parts) = plan else { return };
    let pairs = pairs(search, parts);
    if pairs.is_empty() || found.documents.is_empty() {
        return;
    }
    let mut best = best(found, NEAR_TOP);
    if let Some(wanted) = wanted.filter(|wanted| wanted * 4 < best.len()) {
        let score = |found: &Scored, at: &u32| found.scores.get(*at as usize).copied().unwrap_or(0.0);
        let mut keys: Vec<u64> = best.iter().map(|at| key(score(found, at)) | u64::from(*at)).collect();
        order::least_first(&mut keys, wanted * 2);
        let (first, rest) = keys.split_at(wanted * 2);
        let [mut first, mut rest] = [first, rest].map(|keys| keys.iter().map(|key| *key as u32).collect::<Vec<u32>>());
        lift_these(search, &pairs, &mut first, found);
        // What no nearness can lift to the last of those that are wanted so far.
        let mut lifted: Vec<u64> = first.iter().map(|at| key(score(found, at))).collect();
        order::sort(&mut lifted);
        let least = lifted.get(wanted.saturating_sub(1)).copied().unwrap_or(u64::MAX);
        rest.retain(|at| key(pairs.iter().fold(score(found, at), |score, pair| score + pair.worth)) <= least);
        best = rest;
    }
    lift_these(search, &pairs, &mut best, found);
}

/// A number that orders by score, the highest first, in the high half. Scores are never negative, and so ordered as their bits are.
fn key(score: f32) -> u64 {
    u64::from(u32::MAX - score.to_bits()) << 32
}

/// Two neighbouring words of a question.
struct Pair<'p> {
    /// Each with its number among the words of the question.
    words: [(usize, &'p Unit); 2],
    /// What it is worth at most that they are near.
    worth: f32,
}

/// The pairs of neighbours; the word between two others has one number in both.
fn pairs<'p>(search: &Search, parts: &'p [Plan]) -> Vec<Pair<'p>> {
    let documents = search.index.len();
    let worth = |unit: &Unit| {
        let frequency = unit.rings.first().map_or(0, |ring| ring.frequency);
        inverse_frequency(documents, frequency)
    };
    let mut pairs: Vec<Pair> = Vec::new();
    for (at, two) in parts.windows(2).enumerate() {
        let [a, b] = two else { continue };
        let (Some(a), Some(b)) = (last_unit(a), first_unit(b)) else { continue };
        // The first and the last word of a part may be two.
        let before = pairs.last().and_then(|pair| pair.words.last()).filter(|(_, unit)| std::ptr::eq(*unit, a));
        let number = before.map_or(2 * at, |(number, _)| *number);
        pairs.push(Pair { words: [(number, a), (2 * at + 1, b)], worth: NEAR * worth(a).min(worth(b)) });
    }
    pairs
}

/// Lifts documents, by their numbers in the row.
fn lift_these(search: &Search, pairs: &[Pair], these: &mut [u32], found: &mut Scored) {
    if !these.is_sorted() {
        order::sort_by(these, |a, b| a < b);
    }
    let count = pairs.last().and_then(|pair| pair.words.last()).map_or(0, |(number, _)| number + 1);
    let mut readers: Vec<Option<Places>> = (0..count).map(|_| None).collect();
    for (number, unit) in pairs.iter().flat_map(|pair| &pair.words) {
        let reader = || Places::new(search, unit, unit.rings.iter().take(1).flat_map(|ring| &ring.words));
        if let Some(slot) = readers.get_mut(*number) {
            slot.get_or_insert_with(reader);
        }
    }
    let mut places = vec![Vec::new(); count];
    for &at in these.iter() {
        let Some(&document) = found.documents.get(at as usize) else { continue };
        for (reader, places) in readers.iter_mut().zip(&mut places) {
            reader.iter_mut().for_each(|reader| reader.of(document, places));
        }
        for Pair { words: [(a, _), (b, _)], worth } in pairs {
            let (Some(left), Some(right)) = (places.get(*a), places.get(*b)) else { continue };
            let near = nearness(left, right);
            if near > 0.0
                && let Some(score) = found.scores.get_mut(at as usize)
            {
                *score += worth * search.saturated(near, document);
            }
        }
    }
}

/// The sum of 1 / distance² over pairs within the window; a pair in the wrong order counts as one word farther apart.
fn nearness(left: &[u32], right: &[u32]) -> f32 {
    let mut sum = 0.0;
    for &place in left {
        let [least, most] = [place.saturating_sub(NEAR_WINDOW), place.saturating_add(NEAR_WINDOW)];
        let from = right.partition_point(|other| *other < least);
        let near = right.get(from..).unwrap_or_default().iter().take_while(|other| **other <= most);
        // A word is in a place once; in damaged lists that have it there for ever this ends.
        for &other in near.take(2 * NEAR_WINDOW as usize + 1) {
            let distance = other.abs_diff(place) + u32::from(other <= place);
            sum += 1.0 / (distance * distance) as f32;
        }
    }
    sum
}

/// Numbers in the row of the documents of the highest scores, ascending. Equal scores are taken together or, where too many, not.
fn best(found: &Scored, most: usize) -> Vec<u32> {
    if found.scores.len() <= most {
        return (0..found.scores.len() as u32).collect();
    }
    let least = found.least_of_best(most);
    (0..).zip(&found.scores).filter(|(_, score)| **score > least).map(|(at, _)| at).collect()
}

fn first_unit(plan: &Plan) -> Option<&Unit> {
    match plan {
        Plan::Unit(unit) => Some(unit),
        Plan::Phrase(phrase) => phrase.elements.first(),
        Plan::Best(parts) => parts.first().and_then(first_unit),
        Plan::All(parts) => parts.first().and_then(first_unit),
        _ => None,
    }
}

fn last_unit(plan: &Plan) -> Option<&Unit> {
    match plan {
        Plan::Unit(unit) => Some(unit),
        Plan::Phrase(phrase) => phrase.elements.last(),
        Plan::Best(parts) => parts.first().and_then(last_unit),
        Plan::All(parts) => parts.last().and_then(last_unit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearness_falls_with_the_square_of_the_distance() {
        let near = |a: &[u32], b: &[u32]| nearness(a, b);
        assert_eq!(near(&[5], &[6]), 1.0);
        assert_eq!((near(&[5], &[7]), near(&[6], &[5])), (0.25, 0.25));
        assert_eq!((near(&[5], &[5 + NEAR_WINDOW + 1]), near(&[], &[1])), (0.0, 0.0));
        assert_eq!(near(&[5, 9], &[6, 10]), 1.0 + 1.0 / 25.0 + 1.0 / 16.0 + 1.0);
    }

    /// Places of a damaged snapshot.
    #[test]
    fn places_that_no_text_has_do_no_harm() {
        assert_eq!(nearness(&[0, u32::MAX - 1], &[u32::MAX]), 1.0);
        assert!(nearness(&[3; 1_000], &[4; 1_000_000]).is_finite());
    }
}
