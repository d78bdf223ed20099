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

use std::collections::BTreeSet;

use super::weights::{ABSTRACTS_ALIKE, TITLES_ALIKE};
use crate::paper::Paper;
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
