//! A ranking of the reader's own: signals, each from 0 to 1, added with weights that the reader sets.
//!
//! ```text
//! score = Σ weightᵢ · signalᵢ / Σ weightᵢ
//!
//! new       2^(−age / half-life)                                age in days since the papers-day
//! trending  share of its day's papers with fewer votes · (2 / (age + 2))^gravity
//! votes     share of its day's papers with fewer votes, those with as many counting half
//! talk      the same by comments
//! code      share of all papers with fewer stars of the code
//! for you   share of all papers that the reader is less likely to star
//! fit       share of the list's papers that fit the words less, or are less near to what is asked for; 0 where nothing is typed
//! chance    a number that changes from day to day
//! ```
//!
//! Votes are compared within a papers-day before days are mixed, since they grow for days and days differ in size.

use super::{Given, age, noise};
use crate::library::Library;
use crate::paper::{Day, Paper};
use crate::query::mix::Signal;
use crate::search::order::sort_by;

/// The scores of all papers, by place; 0 where all weights are. O(n log n).
pub fn scores(library: &Library, given: &Given) -> Vec<f64> {
    let mut scores = vec![0.0; library.len()];
    let total: f64 = given.mix.counted().map(|(_, weight)| weight).sum();
    for (signal, weight) in given.mix.counted() {
        let values = values(signal, library, given);
        scores.iter_mut().zip(values).for_each(|(score, value)| *score += weight / total * value);
    }
    scores
}

/// What each signal gives to the score of the paper at a place: its share of all weights, and its value.
pub fn parts(library: &Library, given: &Given, place: u32) -> Vec<(Signal, f64, f64)> {
    let total: f64 = given.mix.counted().map(|(_, weight)| weight).sum();
    let part = |(signal, weight): (Signal, f64)| {
        let value = values(signal, library, given).get(place as usize).copied().unwrap_or(0.0);
        (signal, weight / total, value)
    };
    given.mix.counted().map(part).collect()
}

/// Papers from the front of a list in an order in which neighbours differ: the next is always the one with the most of
///
/// ```text
/// (1 − variety) · score − variety · likeness to the most alike of those before it
/// ```
///
/// (J. Carbonell, J. Goldstein, 1998, *maximal marginal relevance*.) Ties stay as they were. O(papers²).
pub fn varied(papers: &[(u32, f64)], variety: f64, alike: &dyn Fn(u32, u32) -> f32) -> Vec<u32> {
    let mut left: Vec<(u32, f64, f64)> = papers.iter().map(|(place, score)| (*place, *score, 0.0)).collect();
    let mut chosen = Vec::with_capacity(papers.len());
    while !left.is_empty() {
        let worth = |(_, score, likeness): &(u32, f64, f64)| (1.0 - variety) * score - variety * likeness;
        let mut best = 0;
        for at in 1..left.len() {
            let (Some(own), Some(least)) = (left.get(at), left.get(best)) else { break };
            if worth(own) > worth(least) {
                best = at;
            }
        }
        let (place, ..) = left.remove(best);
        for (other, _, likeness) in &mut left {
            *likeness = likeness.max(f64::from(alike(place, *other)));
        }
        chosen.push(place);
    }
    chosen
}

/// The values of one signal, by place.
fn values(signal: Signal, library: &Library, given: &Given) -> Vec<f64> {
    let papers = || (0..library.len() as u32).filter_map(|place| library.at(place));
    let by_day = |count: fn(&Paper) -> Option<u32>| {
        shares(papers().map(|paper| (paper.last_day(), count(paper).map_or(-1.0, f64::from))).collect())
    };
    let gravity = f64::from(given.mix.gravity()) / 10.0;
    match signal {
        Signal::New => papers().map(|paper| newness(age(paper, given.today), given.mix.half_life())).collect(),
        Signal::Votes => by_day(|paper| paper.votes),
        Signal::Talk => by_day(|paper| paper.comments),
        Signal::Code => shares(papers().map(|paper| (None, paper.stars.map_or(-1.0, f64::from))).collect()),
        Signal::You => {
            let score = |place: usize| given.taste.get(place).copied().map_or(f64::MIN, f64::from);
            shares((0..library.len()).map(|place| (None, score(place))).collect())
        }
        Signal::Chance => papers().map(|paper| noise(paper, given.today)).collect(),
        Signal::Trending => {
            let falls = |paper: &Paper| (2.0 / (f64::from(age(paper, given.today)) + 2.0)).powf(gravity);
            papers().zip(by_day(|paper| paper.votes)).map(|(paper, share)| share * falls(paper)).collect()
        }
        // Of lists, and not of papers.
        Signal::Fit | Signal::Variety => Vec::new(),
    }
}

/// How well papers fit what is typed, from how well by words and how near they are: the mean of the shares of those that do less. O(n log n).
pub fn fits(by_words: Option<Vec<f64>>, by_meaning: Option<Vec<f64>>) -> Vec<f64> {
    let share = |scores: Vec<f64>| shares(scores.into_iter().map(|score| (None, score)).collect());
    match (by_words.map(share), by_meaning.map(share)) {
        (Some(words), Some(meaning)) => words.into_iter().zip(meaning).map(|(a, b)| (a + b) / 2.0).collect(),
        (words, meaning) => words.or(meaning).unwrap_or_default(),
    }
}

fn newness(age: i32, half_life: u8) -> f64 {
    (-f64::from(age) / f64::from(half_life)).exp2()
}

/// The share of the others of its group that have less, those with as much counting half; a half for the only one. O(n log n).
fn shares(values: Vec<(Option<Day>, f64)>) -> Vec<f64> {
    let mut places: Vec<u32> = (0..values.len() as u32).collect();
    let value = |place: u32| values.get(place as usize).copied().unwrap_or_default();
    sort_by(&mut places, |a, b| {
        let (a, b) = (value(*a), value(*b));
        a.0.cmp(&b.0).then_with(|| a.1.total_cmp(&b.1)) == std::cmp::Ordering::Less
    });
    let mut shares = vec![0.0; values.len()];
    for group in places.chunk_by(|a, b| value(*a).0 == value(*b).0) {
        let others = group.len() as f64 - 1.0;
        let mut below = 0.0;
        for same in group.chunk_by(|a, b| value(*a).1 == value(*b).1) {
            let alike = same.len() as f64 - 1.0;
            let share = if others > 0.0 { (below + alike / 2.0) / others } else { 0.5 };
            for place in same {
                shares.get_mut(*place as usize).into_iter().for_each(|own| *own = share);
            }
            below += same.len() as f64;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_next_paper_is_the_best_of_those_left(
            scores in prop::collection::vec(0.0..1.0_f64, 0..12),
            variety in 0.0..1.0_f64,
        ) {
            let papers: Vec<(u32, f64)> = (0..).zip(scores.iter().copied()).collect();
            let alike = |a: u32, b: u32| ((a * 7 + b * 7) % 10) as f32 / 10.0;
            let found = varied(&papers, variety, &alike);
            for (at, place) in found.iter().enumerate() {
                let (before, rest) = found.split_at(at);
                let worth = |place: &u32| {
                    let likeness = before.iter().map(|other| f64::from(alike(*other, *place))).fold(0.0, f64::max);
                    let score = papers.iter().find(|(own, _)| own == place).map_or(0.0, |(_, score)| *score);
                    (1.0 - variety) * score - variety * likeness
                };
                prop_assert!(rest.iter().all(|other| worth(other) <= worth(place)));
            }
            prop_assert_eq!(found.len(), papers.len());
        }

        #[test]
        fn a_share_is_how_many_of_the_others_have_less(values in prop::collection::vec((0..3, 0..5), 1..20)) {
            let values: Vec<(Option<Day>, f64)> =
                values.into_iter().map(|(day, count)| (Some(Day(day)), f64::from(count))).collect();
            let found = shares(values.clone());
            for (at, ((day, count), found)) in values.iter().zip(&found).enumerate() {
                let others: Vec<f64> = values
                    .iter()
                    .enumerate()
                    .filter(|(other, (group, _))| *other != at && group == day)
                    .map(|(_, (_, other))| if other < count { 1.0 } else if other == count { 0.5 } else { 0.0 })
                    .collect();
                let wanted = if others.is_empty() { 0.5 } else { others.iter().sum::<f64>() / others.len() as f64 };
                prop_assert!((found - wanted).abs() < 1e-9);
            }
        }
    }
}
