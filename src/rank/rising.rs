//! Rising topics: keywords, and words and pairs of words of titles, of which a larger share of the papers speak now than before.
//!
//! How sure a rise is, is Dunning's log-likelihood ratio (T. Dunning, 1993, *Accurate methods for the statistics of surprise and
//! coincidence*) of the papers of some days against those of the [`RISING_PAST_DAYS`] before:
//!
//! ```text
//! G² = 2 · Σ observed · ln(observed / expected)     over papers with and without it, now and before
//! ```
//!
//! taken as negative where the share fell. How much it rose is its papers over what its past would lead one to expect, where half a
//! paper is added to the past so that what is new has a finite factor.
//!
//! ```
//! use offprint::rank::rising::surprise;
//! // Four of 100 papers, one of 1,000 before.
//! assert!(surprise(4, 100, 1, 1_000) > 10.0);
//! assert!(surprise(4, 100, 60, 1_000) < 0.0);
//! ```

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::weights::{RISING_FEWEST, RISING_LEAST, RISING_PAST, RISING_PAST_DAYS, RISING_TOPICS};
use crate::columns::{Columns, Kind};
use crate::library::Library;
use crate::paper::Day;
use crate::query::edit;
use crate::search::interner::Interner;
use crate::search::is_function_word;
use crate::search::order::sort_by;
use crate::search::stem::stem;
use crate::search::words::{Splitter, words};

/// Points of a topic's course.
pub const POINTS: usize = 12;

/// Words between others in titles, which are no topics and begin and end none.
const BETWEEN: [&str; 16] = [
    "across", "after", "against", "before", "between", "beyond", "into", "over", "through", "toward", "towards",
    "under", "using", "via", "within", "without",
];

/// What rose in some days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rising {
    /// The first of the days.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// How many papers they showed.
    pub papers: u32,
    /// How many papers the days before showed, that were not shown again.
    pub past: u32,
    /// The surest first; none if fewer than [`RISING_PAST`] papers are known of the past.
    pub topics: Vec<Topic>,
}

/// One topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// As most papers write it.
    pub name: String,
    /// The condition of a query that its papers meet; of a pair with a word that some write with a hyphen and some without, a few more
    /// than are counted.
    pub condition: String,
    /// Its papers in the days.
    pub now: u32,
    /// Its papers in the days before.
    pub before: u32,
    /// How many its past would lead one to expect in the days.
    pub expected: f64,
    /// G², see the head of this module.
    pub score: f64,
    /// Its papers in [`POINTS`] spans of time, each as long as the days, which are the last.
    pub course: Vec<u32>,
}

/// What rose from `from` to `to`, against the time before. A paper that was shown in both counts as one of now.
///
/// Keywords are compared among papers that have any. A topic whose papers are mostly those of a surer one is left out. Ties fall to
/// the longer, to keywords, and to the alphabet: whatever came first, the answer is the same. O(words of the titles).
pub fn rising(library: &Library, columns: &Columns, from: Day, to: Day) -> Rising {
    let papers = library.on(from, to);
    let earlier = library.on(from.plus(-RISING_PAST_DAYS), from.plus(-1));
    let past: Vec<u32> = earlier.into_iter().filter(|place| papers.binary_search(place).is_err()).collect();
    if past.len() < RISING_PAST {
        return Rising { from, to, papers: papers.len() as u32, past: past.len() as u32, topics: Vec::new() };
    }
    let mut reader = Reader { library, columns, words: Interner::default(), splitter: Splitter::default() };
    let mut found: FxHashMap<Term, Counted> = FxHashMap::default();
    for &place in &papers {
        reader.terms(place, true, |term| {
            let papers = &mut found.entry(term).or_default().papers;
            if papers.last() != Some(&place) {
                papers.push(place);
            }
        });
    }
    found.retain(|_, counted| counted.papers.len() >= RISING_FEWEST);
    for &place in &past {
        reader.terms(place, false, |term| {
            if let Some(counted) = found.get_mut(&term).filter(|counted| counted.last != Some(place)) {
                (counted.before, counted.last) = (counted.before + 1, Some(place));
            }
        });
    }
    let tagged = |places: &[u32]| places.iter().filter(|place| columns.has_any(Kind::Keyword, **place)).count() as u32;
    let of_words = (papers.len() as u32, past.len() as u32);
    let of_keywords = (tagged(&papers), tagged(&past));
    let candidate = |(term, Counted { papers, before, .. }): (Term, Counted)| {
        let (now, (of_now, of_past)) = (papers.len() as u32, if term.keyword { of_keywords } else { of_words });
        let score = surprise(now, of_now, before, of_past);
        let expected = f64::from(of_now) * (f64::from(before) + 0.5) / (f64::from(of_past) + 1.0);
        (score >= RISING_LEAST).then(|| Candidate {
            term,
            papers,
            before,
            expected,
            score,
            name: String::new(),
            words: Vec::new(),
        })
    };
    let candidates = found.into_iter().filter_map(candidate).collect();
    let kept = reader.apart(candidates);
    let course = reader.courses(&kept, from, to);
    let topic = |(candidate, course): (Candidate, Vec<u32>)| {
        let Candidate { term, name, papers, before, expected, score, .. } = candidate;
        let condition = [if term.keyword { "kw:" } else { "title:" }, &edit::whole(&name)].concat();
        Topic { name, condition, now: papers.len() as u32, before, expected, score, course }
    };
    let topics = kept.into_iter().zip(course).map(topic).collect();
    Rising { from, to, papers: of_words.0, past: of_words.1, topics }
}

impl Topic {
    /// How many times as many papers as its past would lead one to expect.
    pub fn factor(&self) -> f64 {
        f64::from(self.now) / self.expected
    }
}

/// Dunning's G² for so many of the papers now and so many of those before, negative if the share is not larger now.
pub fn surprise(now: u32, of_now: u32, before: u32, of_past: u32) -> f64 {
    let all = f64::from(of_now) + f64::from(of_past);
    let with = f64::from(now) + f64::from(before);
    let mut sum = 0.0;
    for (count, of) in [(now, of_now), (before, of_past)] {
        let (count, of) = (f64::from(count), f64::from(of));
        for (observed, expected) in [(count, of * with / all), (of - count, of * (all - with) / all)] {
            if observed > 0.0 {
                sum += observed * (observed / expected).ln();
            }
        }
    }
    let rose = f64::from(now) * f64::from(of_past) > f64::from(before) * f64::from(of_now);
    if rose { 2.0 * sum } else { -2.0 * sum }
}

/// A keyword by its number in the columns, or the stems of one or two words that follow each other, run together, by their number
/// in the reader. So "pre-training" and "pretraining" are one, as they are when searched for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Term {
    keyword: bool,
    number: u32,
}

/// The papers of a term.
#[derive(Default)]
struct Counted {
    /// Those of now, ascending.
    papers: Vec<u32>,
    /// How many before, and the last counted.
    before: u32,
    last: Option<u32>,
}

struct Candidate {
    term: Term,
    papers: Vec<u32>,
    before: u32,
    expected: f64,
    score: f64,
    /// As its papers write it, and the stems of its words.
    name: String,
    words: Vec<String>,
}

/// Reads terms out of papers.
struct Reader<'a> {
    library: &'a Library,
    columns: &'a Columns,
    words: Interner,
    splitter: Splitter,
}

impl Reader<'_> {
    /// Tells the terms of the paper at a place, some several times. Words that were not met before are left out unless `new`.
    fn terms(&mut self, place: u32, new: bool, mut found: impl FnMut(Term)) {
        self.columns.keywords(place).for_each(|number| found(Term { keyword: true, number }));
        let Some(paper) = self.library.at(place) else { return };
        let words = &mut self.words;
        spelt(&mut self.splitter, &paper.title, |key, _| {
            let number = if new { Some(words.intern(key).0) } else { words.find(key) };
            number.into_iter().for_each(|number| found(Term { keyword: false, number }));
        });
    }

    /// The surest, each of which says something that the others do not.
    fn apart(&mut self, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        for candidate in &mut candidates {
            candidate.name = self.name(candidate);
            candidate.words = parts(&candidate.name);
        }
        sort_by(&mut candidates, |a, b| {
            let longer = b.words.len().cmp(&a.words.len());
            let order = b.score.total_cmp(&a.score).then(longer).then(b.term.keyword.cmp(&a.term.keyword));
            order.then_with(|| a.name.cmp(&b.name)) == Ordering::Less
        });
        let mut kept: Vec<Candidate> = Vec::new();
        for candidate in candidates {
            if kept.len() < RISING_TOPICS && !kept.iter().any(|other| is_same_matter(other, &candidate)) {
                kept.push(candidate);
            }
        }
        kept
    }

    /// A candidate as most of its papers write it; of several, the first in the order of characters.
    fn name(&mut self, candidate: &Candidate) -> String {
        if candidate.term.keyword {
            return self.columns.keyword_name(candidate.term.number);
        }
        let key = self.words.get(candidate.term.number);
        let mut spellings: BTreeMap<&str, u32> = BTreeMap::new();
        for paper in candidate.papers.iter().filter_map(|place| self.library.at(*place)) {
            spelt(&mut self.splitter, &paper.title, |other, span| {
                if other == key {
                    *spellings.entry(paper.title.get(span).unwrap_or_default()).or_default() += 1;
                }
            });
        }
        let most = spellings.values().copied().max();
        spellings.into_iter().find(|(_, uses)| Some(*uses) == most).map(|(name, _)| name.to_owned()).unwrap_or_default()
    }

    /// By candidate its papers in [`POINTS`] spans of time, of which the last is from one day to the other.
    fn courses(&mut self, kept: &[Candidate], from: Day, to: Day) -> Vec<Vec<u32>> {
        let length = to.0 - from.0 + 1;
        let mut courses = vec![vec![0; POINTS]; kept.len()];
        for point in 0..POINTS {
            let back = length * (POINTS - 1 - point) as i32;
            for place in self.library.on(from.plus(-back), to.plus(-back)) {
                let mut met = vec![false; kept.len()];
                self.terms(place, false, |term| {
                    let at = kept.iter().position(|candidate| candidate.term == term);
                    at.and_then(|at| met.get_mut(at)).into_iter().for_each(|met| *met = true);
                });
                for (course, _) in courses.iter_mut().zip(met).filter(|(_, met)| *met) {
                    course.get_mut(point).into_iter().for_each(|count| *count += 1);
                }
            }
        }
        courses
    }
}

/// Tells words and pairs of words of a title: their stems run together, and where they stand. Words that only hold sentences together
/// are left out, and so are numbers.
fn spelt(splitter: &mut Splitter, title: &str, mut found: impl FnMut(&str, Range<usize>)) {
    let mut before: Option<(String, usize)> = None;
    splitter.split(title, |word, _, span, parts| {
        // Compounds are told by their parts, which are neighbours.
        if parts > 1 {
            return;
        }
        let between = is_function_word(word) || BETWEEN.contains(&word);
        let says = !between && word.chars().nth(1).is_some() && word.contains(char::is_alphabetic);
        if !says {
            before = None;
            return;
        }
        let stem = stem(word);
        found(&stem, span.clone());
        if let Some((first, start)) = before.take() {
            found(&(first + &stem), start..span.end);
        }
        before = Some((stem, span.start));
    });
}

/// The stems of all words of a name.
fn parts(name: &str) -> Vec<String> {
    words(name).filter(|word| word.parts == 1).map(|word| stem(&word.text)).collect()
}

/// Whether two topics are of the same papers: at least half of those of both together; or, where one is a part of the other's name,
/// half of those of the smaller.
fn is_same_matter(a: &Candidate, b: &Candidate) -> bool {
    let shared = a.papers.iter().filter(|place| b.papers.binary_search(place).is_ok()).count();
    let (one, other) = (a.papers.len(), b.papers.len());
    let within = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
    let part = within(&a.words, &b.words) || within(&b.words, &a.words);
    2 * shared >= one + other - shared || (part && 2 * shared >= one.min(other))
}
