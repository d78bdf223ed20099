//! What a reader likes, learnt on the device from what they starred and dismissed.
//!
//! The score of a paper is a sum that can be shown:
//!
//! ```text
//! words + (MEANING + MEANING_OF_FEW / stars) · meaning + NEAREST · nearest
//!       − FIELD · stars / (stars + FIELD_DISMISSED · dismissals + FIELD_STARS) · field
//!       − lowered − PASSED_OVER [of a day before the newest star's]
//! ```
//!
//! *words* is a linear model over words, pairs of words, authors, categories and other facts (see [`crate::learn::linear`]), against
//! dismissed papers and a sample of the others; a paper's vector is scaled to its length to the power [`LONG`], as a paper
//! of which little is told is less surely liked. *meaning* is nearness to the middle of the stars on the map of
//! [`crate::learn::meaning`]. *nearest* is likeness in words to the one star that is most like the paper, as most readers like several
//! unlike things. *field* is how much of the likeness in words is in what the map knows, the common words of a whole field: the inner
//! product with the stars on the map as long as vectors are there, as *meaning* is of length 1. *words* has that part in it too, and it
//! is *meaning* that should say it: what is left of words is what the stars have of their own. (The like of it in learning is
//! whitening: B. Hariharan et al., 2012, *Discriminative decorrelation for clustering and classification*.) The four are counted in
//! standard deviations over that sample.
//!
//! *lowered* is [`DISMISSED`] times the nearness in meaning to the nearest dismissed paper, in deviations too, where that is above the
//! mean; it never lowers a paper below an ordinary one. So a dismissal speaks of what is like it and of nothing else.
//!
//! Papers that the reader opened and stayed with are examples of what is liked, each [`STAYED`] of a star, and those left at once of what
//! is not, [`LEFT`] of a star; as soon as the reader says anything of a paper, that counts alone.
//!
//! The shape follows A. Karpathy's *arXiv Sanity* (a linear model per reader over tf-idf) and *Scholar Inbox* (arXiv:2504.08385:
//! dismissals and a sample of unrated papers as negatives). That texts of few words come out too high where vectors have one length
//! is from A. Singhal et al., 1996, *Pivoted document length normalization*.

mod chance;
pub mod label;
pub mod why;

use chance::Chance;
use serde::{Deserialize, Serialize};

use super::weights::{
    DISMISSAL, DISMISSALS_COMPARED, DISMISSED, FIELD, FIELD_DISMISSED, FIELD_STARS, LEFT, LONG, LOOKS, MEANING,
    MEANING_OF_FEW, NEAREST, PASSED_OVER, STAR_FEATURES, STARS_COMPARED, STAYED, TASTE_COST, WEAK_NEGATIVES,
};
use crate::learn::corpus::Entry;
use crate::learn::linear::solve;
use crate::learn::meaning::Places;
use crate::learn::{Corpus, Example, Feature, Few, Meaning, Model, Part, Pass};
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
    /// Papers that the reader opened and stayed with, and said nothing of.
    pub stayed: Vec<u32>,
    /// Papers that the reader opened and left at once, and said nothing of.
    pub left: Vec<u32>,
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
    /// The stars that it was learnt from, and what of looks.
    liked: Vec<u32>,
    looks: Looks,
    /// The direction of what is liked on the map of meaning; empty without a map.
    direction: Vec<f32>,
    meaning: Scale,
    /// What meaning counts against words.
    meaning_weight: f32,
    /// The same direction of vectors that have their lengths, and what it takes away.
    field_direction: Vec<f32>,
    field: Scale,
    field_weight: f32,
    /// The stars that papers are compared with one by one, by what, and each one's size.
    stars: Vec<u32>,
    few: Few,
    sizes: Vec<f32>,
    nearest: Scale,
    /// Where the dismissed papers are on the map.
    dismissed: Places,
    apart: Scale,
    /// The papers-day of the newest star.
    newest: Option<Day>,
    /// The scores that the stars would have if they were none.
    held_out: Vec<f32>,
    /// The refused papers, and how much of each is in the weights.
    refused: Vec<(u32, f32)>,
    chance: Chance,
}

/// The papers that were looked at, as far as taste is learnt from them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Looks {
    stayed: Vec<u32>,
    left: Vec<u32>,
}

/// What the score of a paper is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares {
    /// Of its words and facts.
    pub words: f32,
    /// Of its nearness to what the stars mean together.
    pub meaning: f32,
    /// Of its likeness to one star.
    pub nearest: f32,
    /// Which star that is.
    pub star: Option<u32>,
    /// Of its likeness to the stars in the common words of their field: below 0 where there is more of it than in other papers.
    pub field: f32,
    /// Taken away as it is near to a dismissed paper.
    pub lowered: f32,
    /// Taken away as the reader starred a later one.
    pub passed_over: f32,
}

impl Shares {
    /// The score.
    pub fn score(&self) -> f32 {
        self.likeness() - self.lowered - self.passed_over
    }

    fn likeness(&self) -> f32 {
        self.words + self.meaning + self.nearest + self.field
    }
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

/// How many passes over the examples learning takes at most, and how small a change is the last: a few percent of the weights
/// change no order that could be measured.
const PASSES: u32 = 15;
const ENOUGH: f32 = 0.02;

/// The day on which a paper first stood in the feed, by its place.
type DayOf<'a> = dyn Fn(u32) -> Option<Day> + 'a;

impl Taste {
    /// Learns from opinions; `None` without a star that is known. `day` is the day on which a paper first stood in the feed.
    ///
    /// O(features of the stars, the dismissals and of [`WEAK_NEGATIVES`] papers); the first time after the corpus has changed,
    /// O(features of all papers).
    pub fn learn(
        corpus: &Corpus,
        meaning: &Meaning,
        opinions: &Opinions,
        day: impl Fn(u32) -> Option<Day>,
    ) -> Option<Taste> {
        Taste::learn_by(corpus, meaning, opinions, &day)
    }

    /// Once for all kinds of `day`: it is long.
    fn learn_by(corpus: &Corpus, meaning: &Meaning, opinions: &Opinions, day: &DayOf) -> Option<Taste> {
        let there =
            |places: &[u32]| -> Vec<u32> { places.iter().copied().filter(|place| corpus.has(*place)).collect() };
        let (liked, disliked) = (there(&opinions.liked), there(&opinions.disliked));
        let refused = there(&opinions.refused);
        if liked.is_empty() {
            return None;
        }
        let looked = |places: &[u32]| newest(&there(places), LOOKS, day);
        let looks = Looks { stayed: looked(&opinions.stayed), left: looked(&opinions.left) };
        let weak = weak_negatives(corpus, opinions);
        let (mut model, duals) = model(corpus, &liked, [&disliked, &refused], &looks, &weak);
        set_by_hand(&mut model, corpus, &liked, &opinions.hands);
        let stars = newest(&liked, STARS_COMPARED, day);
        let count = liked.len() as f32;
        let towards = |length: &dyn Fn(u32) -> f32| direction(meaning, [&liked, &disliked, &looks.stayed], length);
        let dismissed = newest(&disliked, DISMISSALS_COMPARED, day);
        let mut taste = Taste {
            model,
            words: Scale::default(),
            direction: towards(&|_| 1.0),
            meaning: Scale::default(),
            meaning_weight: MEANING + MEANING_OF_FEW / count,
            field_direction: towards(&|key| on_map(corpus, meaning, key)),
            field: Scale::default(),
            field_weight: FIELD * count / (count + FIELD_DISMISSED * disliked.len() as f32 + FIELD_STARS),
            few: Few::of(corpus, &stars, STAR_FEATURES),
            sizes: stars.iter().map(|star| size(corpus, *star)).collect(),
            stars,
            nearest: Scale::default(),
            dismissed: meaning.places(&dismissed),
            apart: Scale::default(),
            newest: liked.iter().filter_map(|place| day(*place)).max(),
            held_out: Vec::new(),
            refused: refused.into_iter().zip(duals.iter().skip(liked.len() + disliked.len()).copied()).collect(),
            chance: Chance::default(),
            liked,
            looks,
        };
        taste.scale(corpus, meaning, &weak, &duals);
        Some(taste)
    }

    /// The scores of all papers, by place. O(features of all papers).
    pub fn scores(&self, corpus: &Corpus, meaning: &Meaning, day: impl Fn(u32) -> Option<Day>) -> Vec<f32> {
        let mut pass = Pass::new(corpus, &self.model, &self.few);
        (0..corpus.keys()).map(|key| self.shares_by(&mut pass, corpus, meaning, key, day(key)).score()).collect()
    }

    /// What the scores of some papers are made of. O(features of the stars and of these papers, and buckets).
    pub fn shares(
        &self,
        corpus: &Corpus,
        meaning: &Meaning,
        places: &[u32],
        day: impl Fn(u32) -> Option<Day>,
    ) -> Vec<Shares> {
        let mut pass = Pass::new(corpus, &self.model, &self.few);
        places.iter().map(|place| self.shares_by(&mut pass, corpus, meaning, *place, day(*place))).collect()
    }

    /// The same of one paper, without what is laid out for a pass over many. O(features of the paper · log features of the stars).
    pub fn shares_of(&self, corpus: &Corpus, meaning: &Meaning, place: u32, day: Option<Day>) -> Shares {
        let words = self.model.of(&Taste::vector(corpus, place));
        let nearness = self.few.nearness(&corpus.vector(place));
        self.shares_from((words, &nearness), corpus, meaning, place, day)
    }

    /// The chance that the reader would star a paper of that score, see [`Chance`]. It rises with the score.
    pub fn chance(&self, score: f32) -> f32 {
        self.chance.of(score)
    }

    /// Whether it was learnt from the paper at a place that the reader stayed with it, or left it at once.
    pub fn look(&self, place: u32) -> Option<bool> {
        let stayed = self.looks.stayed.contains(&place);
        (stayed || self.looks.left.contains(&place)).then_some(stayed)
    }

    /// A paper's vector as the model of words takes it: with its size.
    pub fn vector(corpus: &Corpus, place: u32) -> Vec<Entry> {
        let size = size(corpus, place);
        let mut vector = corpus.vector(place);
        vector.iter_mut().for_each(|entry| entry.weight *= size);
        vector
    }

    fn shares_by(&self, pass: &mut Pass, corpus: &Corpus, meaning: &Meaning, key: u32, day: Option<Day>) -> Shares {
        self.shares_from(pass.look(key, size(corpus, key)), corpus, meaning, key, day)
    }

    /// From what a look at a paper's features gives.
    fn shares_from(
        &self,
        look: (f32, &[f32]),
        corpus: &Corpus,
        meaning: &Meaning,
        key: u32,
        day: Option<Day>,
    ) -> Shares {
        let mut shares = self.weighed(self.raw(look, corpus, meaning, key));
        shares.passed_over = if self.is_passed_over(day) { PASSED_OVER } else { 0.0 };
        let likeness = shares.likeness();
        if likeness > 0.0 && !self.dismissed.is_empty() {
            let apart = self.apart.of_value(meaning.nearest(key, &self.dismissed));
            shares.lowered = likeness.min(DISMISSED * apart.max(0.0));
        }
        shares
    }

    fn raw(&self, (words, nearness): (f32, &[f32]), corpus: &Corpus, meaning: &Meaning, key: u32) -> Raw {
        let (nearest, star) = most(nearness.iter().zip(&self.sizes).map(|(near, own)| near * own));
        let field = on_map(corpus, meaning, key) * meaning.near(key, &self.field_direction);
        let nearest = nearest * size(corpus, key);
        Raw { words, meaning: meaning.near(key, &self.direction), field, nearest, star }
    }

    /// What of the score follows from them.
    fn weighed(&self, raw: Raw) -> Shares {
        Shares {
            words: self.words.of_value(raw.words),
            meaning: self.meaning_weight * self.meaning.of_value(raw.meaning),
            nearest: NEAREST * self.nearest.of_value(raw.nearest),
            star: raw.star.and_then(|star| self.stars.get(star)).copied(),
            field: -self.field_weight * self.field.of_value(raw.field),
            ..Shares::default()
        }
    }

    /// Whether a paper of that day was there when the reader starred a later one.
    fn is_passed_over(&self, day: Option<Day>) -> bool {
        day.zip(self.newest).is_some_and(|(day, newest)| day < newest)
    }

    /// Finds how values are spread over papers that the reader does not care for, and the chance that follows from a score.
    fn scale(&mut self, corpus: &Corpus, meaning: &Meaning, weak: &[u32], duals: &[f32]) {
        let few = std::mem::take(&mut self.few);
        let mut pass = Pass::new(corpus, &self.model, &few);
        let raw: Vec<_> =
            weak.iter().map(|key| self.raw(pass.look(*key, size(corpus, *key)), corpus, meaning, *key)).collect();
        self.words = Scale::of(raw.iter().map(|raw| raw.words));
        self.meaning = Scale::of(raw.iter().map(|raw| raw.meaning));
        self.nearest = Scale::of(raw.iter().map(|raw| raw.nearest));
        self.field = Scale::of(raw.iter().map(|raw| raw.field));
        self.apart = Scale::of(weak.iter().map(|key| meaning.nearest(*key, &self.dismissed)));
        let score = |key: &u32| self.shares_by(&mut pass, corpus, meaning, *key, None).score();
        let others: Vec<f32> = weak.iter().map(score).collect();
        let dual = |star: &u32| self.liked.iter().position(|other| other == star).and_then(|at| duals.get(at)).copied();
        let duals: Vec<f32> = self.stars.iter().map(|star| dual(star).unwrap_or(0.0)).collect();
        self.held_out =
            (0..self.stars.len()).filter_map(|at| self.held_out(&mut pass, corpus, meaning, at, &duals)).collect();
        drop(pass);
        self.chance = Chance::fit(&self.held_out, &others);
        self.few = few;
    }

    /// About the score that a star would have if it were none, from what is known already: its own part is taken out of the weights (T.
    /// Jaakkola, D. Haussler, 1999, *Probabilistic kernel regression models*) and that of the others raised to what the cost of all
    /// stars makes it. `None` if there is no other.
    fn held_out(&self, pass: &mut Pass, corpus: &Corpus, meaning: &Meaning, at: usize, duals: &[f32]) -> Option<f32> {
        let (key, size, count) = (*self.stars.get(at)?, *self.sizes.get(at)?, self.stars.len() as f32);
        if count < 2.0 {
            return None;
        }
        let (words, nearness) = pass.look(key, size);
        let likeness: Vec<f32> = nearness.iter().zip(&self.sizes).map(|(near, own)| near * own * size).collect();
        let all: f32 = likeness.iter().zip(duals).map(|(near, dual)| dual * (near + 1.0)).sum();
        let own = duals.get(at)? * (likeness.get(at)? + 1.0);
        let words = words - all + (all - own) * count / (count - 1.0);
        let nearest = most(likeness.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, near)| *near)).0;
        // A star is at nearness 1 to itself.
        let without = |near: f32, itself: f32| (near * count - itself) / (count - 1.0);
        let own = on_map(corpus, meaning, key);
        let field = without(own * meaning.near(key, &self.field_direction), own * own);
        let near = without(meaning.near(key, &self.direction), if own > 0.0 { 1.0 } else { 0.0 });
        Some(self.weighed(Raw { words, meaning: near, field, nearest, star: None }).score())
    }
}

/// What a score is made of, before it is counted in deviations.
#[derive(Clone, Copy, Debug)]
struct Raw {
    /// The model's score.
    words: f32,
    /// The nearness to the middle of the stars.
    meaning: f32,
    /// The inner product with their mean on the map.
    field: f32,
    /// The likeness to the nearest of them, and which of those compared that is.
    nearest: f32,
    star: Option<usize>,
}

/// The model of words, and how much of each example is in it, those of the stars first.
fn model(
    corpus: &Corpus,
    liked: &[u32],
    [disliked, refused]: [&[u32]; 2],
    Looks { stayed, left }: &Looks,
    weak: &[u32],
) -> (Model, Vec<f32>) {
    let example = |label: f32, cost: f32| move |key: &u32| Example { key: *key, label, cost };
    let each = |count: usize| TASTE_COST / count.max(1) as f32;
    let mut examples: Vec<Example> = liked.iter().map(example(1.0, each(liked.len()))).collect();
    examples.extend(disliked.iter().map(example(-1.0, DISMISSAL * each(liked.len().max(disliked.len())))));
    examples.extend(refused.iter().map(example(-1.0, each(liked.len().max(refused.len())))));
    examples.extend(stayed.iter().map(example(1.0, STAYED * each(liked.len().max(stayed.len())))));
    // No such paper outweighs a dismissed one, however many of these there are.
    let most = liked.len().max(disliked.len()).max(left.len());
    examples.extend(left.iter().map(example(-1.0, LEFT * each(most))));
    examples.extend(weak.iter().map(example(-1.0, each(weak.len()))));
    let rows: Vec<Vec<Entry>> = examples.iter().map(|example| Taste::vector(corpus, example.key)).collect();
    solve(&rows, &examples, PASSES, ENOUGH)
}

/// How much of a paper is told, as a factor of its vector.
fn size(corpus: &Corpus, place: u32) -> f32 {
    corpus.length(place).powf(LONG)
}

/// How long a paper's vector with its size is on the map.
fn on_map(corpus: &Corpus, meaning: &Meaning, place: u32) -> f32 {
    size(corpus, place) * meaning.length(place)
}

/// The newest so many of some papers, ascending by day; those of one day stay as they were.
fn newest(places: &[u32], count: usize, day: &DayOf) -> Vec<u32> {
    let number = |place: &u32| u64::from(day(*place).map_or(0, |day| day.0.max(0) as u32));
    let mut dated: Vec<u64> = (0..).zip(places).map(|(at, place)| number(place) << 32 | at).collect();
    crate::search::order::sort(&mut dated);
    let newest = dated.iter().skip(dated.len().saturating_sub(count));
    newest.filter_map(|one| places.get(*one as u32 as usize)).copied().collect()
}

/// The greatest value, and where it is; 0 of none.
pub(super) fn most(values: impl Iterator<Item = f32>) -> (f32, Option<usize>) {
    values.zip(0..).fold(
        (0.0, None),
        |(most, at), (value, here)| {
            if at.is_none() || value > most { (value, Some(here)) } else { (most, at) }
        },
    )
}

/// How values are spread: for counting them in standard deviations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scale {
    mean: f32,
    deviation: f32,
}

impl Scale {
    pub(super) fn of(values: impl Iterator<Item = f32> + Clone) -> Scale {
        let count = values.clone().count().max(1) as f32;
        let mean = values.clone().sum::<f32>() / count;
        let square = values.map(|value| (value - mean) * (value - mean)).sum::<f32>() / count;
        Scale { mean, deviation: square.sqrt() }
    }

    /// Nothing where all values are the same.
    pub(super) fn of_value(self, value: f32) -> f32 {
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

/// Papers of no opinion, about [`WEAK_NEGATIVES`] of all. Those that the reader left at once are no better than they.
fn weak_negatives(corpus: &Corpus, opinions: &Opinions) -> Vec<u32> {
    let stayed = crate::search::order::sorted(opinions.stayed.clone());
    let told = |place: &u32| {
        opinions.known.binary_search(place).is_ok()
            || stayed.binary_search(place).is_ok()
            || opinions.liked.contains(place)
            || opinions.disliked.contains(place)
            || opinions.refused.contains(place)
    };
    corpus.sample(WEAK_NEGATIVES).into_iter().filter(|key| !told(key)).collect()
}

/// The mean of what is liked, less a little of the mean of what is not and with a little of what the reader stayed with (J. Rocchio,
/// 1971), each of some length.
fn direction(meaning: &Meaning, [liked, disliked, stayed]: [&[u32]; 3], length: &dyn Fn(u32) -> f32) -> Vec<f32> {
    let mut direction = Vec::new();
    let stays = stayed.len().max(liked.len());
    for (keys, weight, count) in
        [(liked, 1.0, liked.len()), (disliked, -DISMISSAL, disliked.len()), (stayed, STAYED, stays)]
    {
        for (key, place) in keys.iter().filter_map(|key| Some((*key, meaning.place(*key)?))) {
            direction.resize(place.len(), 0.0);
            let each = weight * length(key) / count as f32;
            direction.iter_mut().zip(place).for_each(|(sum, number)| *sum += each * number);
        }
    }
    direction
}
