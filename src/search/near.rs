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

    /// The places in a document, ascending. Documents must be asked for in ascending order.
    fn of(&mut self, document: u32, places: &mut Vec<u32>) {
        places.clear();
        for (at, (cursor, posting)) in self.at.iter_mut().zip(&mut self.cursors) {
            // Of many words most are in none of the next documents.
            if *at > document {
                continue;
            }
            if *at < document || posting.is_none() {
                *posting = cursor.seek(document);
                *at = posting.as_ref().map_or(NONE, |posting| posting.document);
            }
            if let Some(posting) = posting.as_ref().filter(|posting| posting.document == document) {
                posting.places(self.fields, places);
            }
        }
        if self.cursors.len() > 1 {
            order::sort_by(places, |a, b| a < b);
            places.dedup();
        }
    }
}

/// Documents in which the elements follow each other. Costs the conjunction of the elements and the places in what it leaves.
pub(crate) fn phrase(search: &mut Search, phrase: &Phrase, within: Option<&[u32]>) -> Scored {
    // What may be any of many words is in nearly all documents: asking for it would cost more than looking at its places.
    let is_plain = |unit: &&Unit| unit.rings.iter().map(|ring| ring.words.len()).sum::<usize>() <= MANY;
    let mut units: Vec<&Unit> = phrase.elements.iter().filter(is_plain).collect();
    if units.is_empty() {
        units.extend(&phrase.elements);
    }
    let units = units.into_iter().cloned().map(Plan::Unit).collect();
    let mut candidates = search.node(&Plan::All(units), within);
    let all = |unit: &Unit| Places::new(search, unit, unit.rings.iter().flat_map(|ring| &ring.words));
    let mut readers: Vec<Places> = phrase.elements.iter().map(all).collect();
    let worth = worth(search, &phrase.elements);
    let (mut starts, mut places) = (Vec::new(), Vec::new());
    let mut found = Scored::default();
    for document in std::mem::take(&mut candidates.documents) {
        let Some((first, rest)) = readers.split_first_mut() else { break };
        first.of(document, &mut starts);
        for (at, reader) in rest.iter_mut().enumerate() {
            reader.of(document, &mut places);
            let ahead = at as u32 + 1;
            starts.retain(|start| places.binary_search(&start.saturating_add(ahead)).is_ok());
            // The other readers need not look; they catch up when they are asked again.
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

fn worth(search: &Search, elements: &[Unit]) -> f32 {
    let documents = search.index.len();
    let of = |unit: &Unit| {
        let ring = unit.rings.first();
        ring.map_or(0.0, |ring| ring.quality * inverse_frequency(documents, ring.frequency))
    };
    elements.iter().map(of).sum()
}

/// Lifts the best of what was found by the nearness of words that are neighbours in the question.
pub(crate) fn lift(search: &mut Search, plan: &Plan, found: &mut Scored) {
    let Plan::All(parts) = plan else { return };
    let pairs: Vec<(&Unit, &Unit)> = parts
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some((last_unit(a)?, first_unit(b)?)),
            _ => None,
        })
        .collect();
    if pairs.is_empty() || found.documents.is_empty() {
        return;
    }
    let best = best(found, NEAR_TOP);
    let documents = search.index.len();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (a, b) in pairs {
        let worth = |unit: &Unit| {
            let frequency = unit.rings.first().map_or(0, |ring| ring.frequency);
            inverse_frequency(documents, frequency)
        };
        let worth = NEAR * worth(a).min(worth(b));
        let [mut first, mut second] =
            [a, b].map(|unit| Places::new(search, unit, unit.rings.iter().take(1).flat_map(|ring| &ring.words)));
        for &at in &best {
            let Some(&document) = found.documents.get(at) else { continue };
            first.of(document, &mut left);
            second.of(document, &mut right);
            let near = nearness(&left, &right);
            if near > 0.0
                && let Some(score) = found.scores.get_mut(at)
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
fn best(found: &Scored, most: usize) -> Vec<usize> {
    if found.scores.len() <= most {
        return (0..found.scores.len()).collect();
    }
    // Scores are never negative, and so ordered as their bits are.
    let mut scores: Vec<u64> = found.scores.iter().map(|score| u64::from(u32::MAX - score.to_bits())).collect();
    order::least_first(&mut scores, most);
    let least = scores.get(most).map_or(0.0, |least| f32::from_bits(u32::MAX - *least as u32));
    (0..found.scores.len()).filter(|at| found.scores.get(*at).is_some_and(|score| *score > least)).collect()
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
