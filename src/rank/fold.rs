//! Papers that are nearly the same: one work under two identifiers.
//!
//! Titles are compared as sets of words, abstracts as sets of runs of three words (*shingles*, A. Broder, 1997, *On the resemblance and
//! containment of documents*), each by the share of both that they have in common (P. Jaccard). Two papers are nearly the same if four
//! words or more are all the words of both titles, or if titles share [`TITLES_ALIKE`] and abstracts [`ABSTRACTS_ALIKE`].
//!
//! Of 156,178 papers of computer science, about thirty pairs are so, two thirds of them by the title alone; of 11,182 daily
//! papers of Hugging Face none. An abstract alone says nothing: of 69 pairs of which it shares half, 42 have titles that do not, and many
//! of these are different papers, to one of which the source gave the other's. Nor does a title that differs in one word, like those of
//! technical reports on models of one family.
//!
//! ```
//! use offprint::paper::{Paper, PaperId};
//! use offprint::rank::fold::is_same_work;
//!
//! let paper = |id, title| Paper::new(PaperId::parse(id).unwrap().0, title);
//! let first = paper("2504.00001", "Pruning at Scale: A Study of Heads");
//! assert!(is_same_work(&first, &paper("2511.00001", "Pruning at scale – a study of heads")));
//! assert!(!is_same_work(&first, &paper("2511.00002", "Pruning at Scale: A Study of Layers")));
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::weights::{ABSTRACTS_ALIKE, TITLES_ALIKE};
use crate::paper::Paper;
use crate::search::order::sort_by;
use crate::search::words::words;

/// Titles of fewer words may be of two works: "Natural language generation".
const TELLING: usize = 4;

/// Whether two papers are nearly the same. O(words of both).
pub fn is_same_work(a: &Paper, b: &Paper) -> bool {
    let (one, other) = (title_words(&a.title), title_words(&b.title));
    if one.len() < TELLING || common(&one, &other) < TITLES_ALIKE {
        return false;
    }
    one == other || matches!((shingles(a), shingles(b)), (Some(a), Some(b)) if common(&a, &b) >= ABSTRACTS_ALIKE)
}

/// Papers in the order of a list that are nearly the same as one before them: the number of that one, which is not itself such a
/// paper, and their own, ascending. O(words of the titles), and a comparison of those that share a rare word.
pub fn folded(papers: &[&Paper]) -> Vec<(usize, usize)> {
    let titles: Vec<BTreeSet<String>> = papers.iter().map(|paper| title_words(&paper.title)).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    titles.iter().flatten().for_each(|word| *uses.entry(word).or_default() += 1);
    let mut leaders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut folded = Vec::new();
    for (at, (paper, title)) in papers.iter().zip(&titles).enumerate() {
        let mut rare: Vec<&str> = title.iter().map(String::as_str).collect();
        sort_by(&mut rare, |a, b| (uses.get(a), a) < (uses.get(b), b));
        rare.truncate(enough(rare.len()));
        let met = rare.iter().filter_map(|word| leaders.get(word)).flatten().copied();
        let same = met.filter(|other| papers.get(*other).is_some_and(|other| is_same_work(other, paper))).min();
        match same {
            Some(leader) => folded.push((leader, at)),
            None => rare.into_iter().for_each(|word| leaders.entry(word).or_default().push(at)),
        }
    }
    folded
}

/// The words of a title, folded, each once.
pub fn title_words(title: &str) -> BTreeSet<String> {
    words(title).filter(|word| word.parts == 1).map(|word| word.text).collect()
}

/// Of the words of a title, so many, whichever they are, hold one at least that stands in the title of each paper that is nearly the same
/// (prefix filtering: R. Bayardo, Y. Ma and R. Srikant, 2007, *Scaling up all pairs similarity search*).
pub fn enough(words: usize) -> usize {
    words - (words as f64 * TITLES_ALIKE).ceil() as usize + 1
}

/// The runs of three words of an abstract; `None` if it is missing or too short for one.
fn shingles(paper: &Paper) -> Option<BTreeSet<String>> {
    let text = paper.abstract_text.as_ref()?;
    let words: Vec<String> = words(text).filter(|word| word.parts == 1).map(|word| word.text).collect();
    let shingles: BTreeSet<String> = words.windows(3).map(|run| run.join(" ")).collect();
    (!shingles.is_empty()).then_some(shingles)
}

/// The share of two sets that is in both.
fn common(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let both = a.intersection(b).count();
    let all = a.len() + b.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}
