//! The papers that are nearest to one, to several, or to a text.
//!
//! The score of a paper is a sum that can be shown:
//!
//! ```text
//! words + SIMILAR_MEANING · meaning + NEAREST · nearest [of several] + SHARED_AUTHORS · authors + SHARED_LINK [of one]
//! ```
//!
//! *words* is BM25 with all words, pairs of words and facts of what is asked for as the query ([`crate::learn::corpus`] has its `tf` and
//! `idf`): `Σ tf · idf · (ASKED_COUNT + 1) c / (ASKED_COUNT + c)`, where `c` counts what is asked for (the factor of long queries in S.
//! Robertson et al., 1994, *Okapi at TREC-3*); *meaning* the nearness of both on the map of [`crate::learn::meaning`]; *nearest* the inner product
//! with the one of several that is most like the paper. These three are counted in standard deviations over a sample of all papers.
//! *authors* is the cosine of both sets of names, the number of shared ones by the root of the product of both numbers; links are
//! those of code and project.

use std::collections::HashSet;

use super::taste::{Scale, most};
use super::weights::{
    ASKED_COUNT, NEAREST, SHARED_AUTHORS, SHARED_LINK, SIMILAR_MEANING, STAR_FEATURES, WEAK_NEGATIVES,
};
use crate::learn::corpus::Entry;
use crate::learn::{Corpus, Few, Meaning, Model, Part, Pass};
use crate::paper::Paper;
use crate::search::order::sort_by;
use crate::text::number;

/// The formula with its weights, as a reader reads it.
pub fn formula() -> String {
    let [meaning, nearest, authors, link] =
        [SIMILAR_MEANING, NEAREST, SHARED_AUTHORS, SHARED_LINK].map(|weight| number(weight.into()));
    format!(
        "words by BM25 + {meaning} × meaning + {nearest} × nearest of several + {authors} × shared authors + {link} × shared code"
    )
}

/// What papers are compared with.
#[derive(Clone, Copy, Debug)]
pub enum To<'a> {
    /// Papers, by their places.
    Papers(&'a [u32]),
    /// Texts that are no paper here, as a pasted abstract.
    Texts(&'a [(Part, &'a str)]),
}

/// A paper that is similar, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Similar {
    /// Its place.
    pub place: u32,
    /// Of words and facts.
    pub words: f32,
    /// Of nearness in meaning.
    pub meaning: f32,
    /// Of likeness to one of several.
    pub nearest: f32,
    /// Of authors that both have.
    pub authors: f32,
    /// Of a link that both have.
    pub link: f32,
}

impl Similar {
    /// What it is ordered by.
    pub fn score(&self) -> f32 {
        self.words + self.meaning + self.nearest + self.authors + self.link
    }
}

/// All papers but those asked for, the nearest first, ties by place. `paper` gives the paper at a place.
///
/// O(features of all papers + n log n). Nothing if nothing is known of what is asked for.
pub fn similar<'a>(
    corpus: &Corpus,
    meaning: &Meaning,
    to: To,
    paper: impl Fn(u32) -> Option<&'a Paper>,
) -> Vec<Similar> {
    let asked = Asked::of(corpus, meaning, to);
    if asked.model.weights().next().is_none() {
        return Vec::new();
    }
    let places = match to {
        To::Papers(places) => places,
        To::Texts(_) => &[],
    };
    let ties = Ties::of(places.iter().filter_map(|place| paper(*place)));
    let mut pass = Pass::new(corpus, &asked.model, &asked.few);
    let others = |place: &u32| corpus.has(*place) && !places.contains(place);
    let sample: Vec<[f32; 3]> = corpus
        .sample(WEAK_NEGATIVES)
        .into_iter()
        .filter(others)
        .map(|place| asked.raw(&mut pass, corpus, meaning, place))
        .collect();
    let [words, near, nearest] =
        [0, 1, 2].map(|at| Scale::of(sample.iter().filter_map(move |raw| raw.get(at)).copied()));
    let mut found: Vec<Similar> = Vec::new();
    for place in (0..corpus.keys()).filter(others) {
        let [by_words, by_meaning, by_one] = asked.raw(&mut pass, corpus, meaning, place);
        let (authors, link) = paper(place).map_or((0.0, 0.0), |paper| ties.with(paper));
        found.push(Similar {
            place,
            words: words.of_value(by_words),
            meaning: SIMILAR_MEANING * near.of_value(by_meaning),
            nearest: NEAREST * nearest.of_value(by_one),
            authors: SHARED_AUTHORS * authors,
            link: SHARED_LINK * link,
        });
    }
    sort_by(&mut found, |a, b| b.score().total_cmp(&a.score()).then(a.place.cmp(&b.place)).is_lt());
    found
}

/// What is asked for, as vectors.
struct Asked {
    model: Model,
    direction: Vec<f32>,
    /// Several, to be compared with one by one.
    few: Few,
}

impl Asked {
    fn of(corpus: &Corpus, meaning: &Meaning, to: To) -> Asked {
        let several =
            |places: &[u32]| places.iter().map(|place| (corpus.vector(*place), corpus.counts(*place))).unzip();
        let (vectors, mut counts): (Vec<Vec<Entry>>, Vec<Vec<Entry>>) = match to {
            To::Texts(texts) => (vec![corpus.vector_of(texts)], vec![corpus.counts_of(texts)]),
            To::Papers(places) => several(places),
        };
        for entry in counts.iter_mut().flatten() {
            entry.weight *= (ASKED_COUNT + 1.0) / (ASKED_COUNT + entry.weight);
        }
        let few = match to {
            To::Papers(places) if places.len() > 1 => Few::of(corpus, places, STAR_FEATURES),
            _ => Few::default(),
        };
        let mut direction = Vec::new();
        for place in vectors.iter().map(|vector| meaning.of(vector)) {
            direction.resize(place.len(), 0.0);
            direction.iter_mut().zip(place).for_each(|(sum, number)| *sum += number);
        }
        Asked { model: Model::sum(&counts), direction, few }
    }

    fn raw(&self, pass: &mut Pass, corpus: &Corpus, meaning: &Meaning, place: u32) -> [f32; 3] {
        // As long as it is: the sum of BM25.
        let (words, nearness) = pass.look(place, corpus.length(place));
        [words, meaning.near(place, &self.direction), most(nearness.iter().copied()).0]
    }
}

/// Authors and links of what is asked for.
struct Ties<'a> {
    authors: HashSet<&'a str>,
    links: HashSet<&'a str>,
}

impl<'a> Ties<'a> {
    fn of(papers: impl Iterator<Item = &'a Paper>) -> Ties<'a> {
        let mut ties = Ties { authors: HashSet::new(), links: HashSet::new() };
        for paper in papers {
            ties.authors.extend(paper.authors.iter().map(|author| author.name.as_str()));
            ties.links.extend(links(paper));
        }
        ties
    }

    /// How alike the authors are, 0 to 1, and whether there is a common link, 0 or 1.
    fn with(&self, paper: &Paper) -> (f32, f32) {
        let shared = paper.authors.iter().filter(|author| self.authors.contains(author.name.as_str())).count();
        let both = (self.authors.len() * paper.authors.len()) as f32;
        let link = links(paper).any(|link| self.links.contains(link));
        (if shared > 0 { shared as f32 / both.sqrt() } else { 0.0 }, f32::from(u8::from(link)))
    }
}

fn links(paper: &Paper) -> impl Iterator<Item = &str> {
    paper.repository.iter().chain(&paper.project).map(|link| link.as_str())
}
