//! What a reader likes, learnt on the device from what they starred and dismissed.
//!
//! The score of a paper is a sum that can be shown:
//!
//! ```text
//! words(paper) + MEANING · meaning(paper) − PASSED_OVER [shown before the newest star, and not starred]
//! ```
//!
//! *words* is a linear model over words, pairs of words, authors, categories and other facts (see [`crate::learn::linear`]), against
//! dismissed papers and a sample of the others; *meaning* is nearness to the middle of the stars on the map of
//! [`crate::learn::meaning`]. Both are counted in standard deviations over that sample. The shape follows A. Karpathy's *arXiv Sanity*
//! (a linear model per reader over tf-idf) and *Scholar Inbox* (arXiv:2504.08385: dismissals and a sample of unrated papers as
//! negatives).

pub mod why;

use serde::{Deserialize, Serialize};

use super::weights::{DISMISSAL, MEANING, PASSED_OVER, TASTE_COST, WEAK_NEGATIVES};
use crate::learn::{Corpus, Example, Feature, Meaning, Model, Part, train};
use crate::paper::{Day, Paper};

/// What the reader thinks of papers, by their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opinions {
    /// Starred papers.
    pub liked: Vec<u32>,
    /// Dismissed papers.
    pub disliked: Vec<u32>,
    /// Papers that the reader wants less like.
    pub refused: Vec<u32>,
    /// Papers that tell nothing either way, as those that were read; ascending.
    pub known: Vec<u32>,
    /// Features whose weight the reader has set by hand.
    pub hands: Vec<(Feature, Hand)>,
}

/// What a reader does with the weight of a feature by hand. It stays so whatever is learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Hand {
    /// As much as the largest weight learnt.
    More,
    /// As much, to the other side.
    Less,
    /// None at all.
    Nothing,
}

/// What has been learnt of a reader.
#[derive(Clone, Debug)]
pub struct Taste {
    model: Model,
    words: Scale,
    /// The stars that it was learnt from.
    liked: Vec<u32>,
    /// The direction of what is liked on the map of meaning; empty without a map.
    direction: Vec<f32>,
    meaning: Scale,
    /// The papers-day of the newest star.
    newest: Option<Day>,
}

/// The texts and facts of a paper that taste is learnt from.
pub fn parts(paper: &Paper) -> Vec<(Part, &str)> {
    let mut parts = vec![(Part::Title, paper.title.as_str())];
    let body = paper.abstract_text.as_ref().or(paper.summary.as_ref());
    parts.extend(body.map(|text| (Part::Body, text.as_str())));
    parts.extend(paper.authors.iter().map(|author| (Part::Author, author.name.as_str())));
    parts.extend(paper.categories.iter().map(|category| (Part::Category, category.as_str())));
    parts.extend(paper.keywords.iter().map(|keyword| (Part::Topic, keyword.as_str())));
    parts.extend(paper.organisation.iter().map(|name| (Part::Organisation, name.as_str())));
    parts.extend(paper.submitter.iter().map(|name| (Part::Submitter, name.as_str())));
    parts
}

impl Taste {
    /// Learns from opinions; `None` without a star that is known. `day` is the day on which a paper first stood in the feed.
    ///
    /// O(features of the stars, the dismissals and of [`WEAK_NEGATIVES`] papers).
    pub fn learn(
        corpus: &Corpus,
        meaning: &Meaning,
        opinions: &Opinions,
        day: impl Fn(u32) -> Option<Day>,
    ) -> Option<Taste> {
        let there =
            |places: &[u32]| -> Vec<u32> { places.iter().copied().filter(|place| corpus.has(*place)).collect() };
        let (liked, disliked) = (there(&opinions.liked), there(&opinions.disliked));
        let refused = there(&opinions.refused);
        let newest = liked.iter().filter_map(|place| day(*place)).max();
        if liked.is_empty() {
            return None;
        }
        let weak = weak_negatives(corpus, opinions);
        let example = |label: f32, cost: f32| move |key: &u32| Example { key: *key, label, cost };
        let each = |count: usize| TASTE_COST / count.max(1) as f32;
        let mut examples: Vec<Example> = liked.iter().map(example(1.0, each(liked.len()))).collect();
        examples.extend(disliked.iter().map(example(-1.0, DISMISSAL * each(liked.len().max(disliked.len())))));
        examples.extend(refused.iter().map(example(-1.0, each(liked.len().max(refused.len())))));
        examples.extend(weak.iter().map(example(-1.0, each(weak.len()))));
        let mut model = train(corpus, &examples);
        set_by_hand(&mut model, corpus, &liked, &opinions.hands);
        let direction = direction(meaning, &liked, &disliked);
        let near = |key: &u32| dot(&direction, &meaning.place(*key).unwrap_or_default());
        let words = Scale::of(weak.iter().map(|key| model.of(&corpus.vector(*key))));
        let scale = Scale::of(weak.iter().map(near));
        Some(Taste { model, words, liked, direction, meaning: scale, newest })
    }

    /// The scores of all papers, by place. O(features of all papers).
    pub fn scores(&self, corpus: &Corpus, meaning: &Meaning, day: impl Fn(u32) -> Option<Day>) -> Vec<f32> {
        let words = self.model.scores(corpus);
        let near = meaning.nearness(&self.direction, corpus.keys());
        let score = |(key, (words, near)): (u32, (f32, f32))| {
            let passed = if self.is_passed_over(day(key)) { PASSED_OVER } else { 0.0 };
            self.words.of_value(words) + MEANING * self.meaning.of_value(near) - passed
        };
        (0..).zip(words.into_iter().zip(near)).map(score).collect()
    }

    /// Whether a paper of that day was there when the reader starred a later one.
    fn is_passed_over(&self, day: Option<Day>) -> bool {
        day.zip(self.newest).is_some_and(|(day, newest)| day < newest)
    }
}

/// How values are spread: for counting them in standard deviations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Scale {
    mean: f32,
    deviation: f32,
}

impl Scale {
    fn of(values: impl Iterator<Item = f32> + Clone) -> Scale {
        let count = values.clone().count().max(1) as f32;
        let mean = values.clone().sum::<f32>() / count;
        let square = values.map(|value| (value - mean) * (value - mean)).sum::<f32>() / count;
        Scale { mean, deviation: square.sqrt() }
    }

    /// Nothing where all values are the same.
    fn of_value(self, value: f32) -> f32 {
        if self.deviation > 1e-6 { (value - self.mean) / self.deviation } else { 0.0 }
    }
}

/// Sets what the reader has set by hand, beside the largest weight of any feature of the stars.
fn set_by_hand(model: &mut Model, corpus: &Corpus, liked: &[u32], hands: &[(Feature, Hand)]) {
    let entries = liked.iter().flat_map(|key| corpus.vector(*key));
    let most = entries.map(|entry| model.weight(entry.feature)).fold(0.0, f32::max);
    for (feature, hand) in hands {
        let weight = match hand {
            Hand::More => most,
            Hand::Less => -most,
            Hand::Nothing => 0.0,
        };
        model.set(*feature, weight);
    }
}

/// Papers of no opinion, evenly over all.
fn weak_negatives(corpus: &Corpus, opinions: &Opinions) -> Vec<u32> {
    let told = |place: &u32| {
        opinions.known.binary_search(place).is_ok()
            || opinions.liked.contains(place)
            || opinions.disliked.contains(place)
            || opinions.refused.contains(place)
    };
    let every = (corpus.len() as usize).div_ceil(WEAK_NEGATIVES).max(1);
    (0..corpus.keys()).step_by(every).filter(|key| corpus.has(*key)).filter(|key| !told(key)).collect()
}

/// The mean of what is liked less a little of the mean of what is not (J. Rocchio, 1971).
fn direction(meaning: &Meaning, liked: &[u32], disliked: &[u32]) -> Vec<f32> {
    let mut direction = Vec::new();
    for (keys, weight) in [(liked, 1.0), (disliked, -DISMISSAL)] {
        for place in keys.iter().filter_map(|key| meaning.place(*key)) {
            direction.resize(place.len(), 0.0);
            let each = weight / keys.len() as f32;
            direction.iter_mut().zip(place).for_each(|(sum, number)| *sum += each * number);
        }
    }
    direction
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
