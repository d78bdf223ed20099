//! How well *for you* ranks: replays the libraries of real readers.
//!
//! ```text
//! cargo run --release --example taste -- DIR [WAY…]
//! ```
//!
//! DIR has `papers.jsonl` (`id`, `title`, `abstract`, where known `categories` and `day`) and `readers.jsonl` (`reader`, and `stars`, ids in
//! the order in which they were starred); each may be gzipped. Of each reader with enough stars the first 3, 5, 10 and 20 are learnt,
//! all other papers are ranked, and the remaining stars are the relevant ones.
//!
//! A line is printed for each number of stars and each [`Way`] of ranking: Offprint as shipped, *arXiv Sanity* (see [`sanity`]), and plain
//! BM25 with all words of the stars as the query. With dismissals the reader has dismissed the ten first papers of a list that are not
//! theirs, which are then out of it: of Offprint's list, and for *arXiv Sanity*, which learns nothing from them, the same ten or those of
//! its own list. As leaving the list is most of what a dismissal does, and does most for the list that it was read in, what is *learnt*
//! from dismissals is measured on papers that the reader has not seen: they are dismissed among every second paper, and the others are
//! ranked. WAY, part of a way's name, leaves the others out. The last line is JSON with Offprint's means over the four numbers of stars.

#![allow(clippy::indexing_slicing, reason = "every number here is one that this program has given")]

#[path = "../common/bm25.rs"]
mod bm25;
#[path = "../common/lines.rs"]
mod lines;
mod measures;
#[path = "../common/readers.rs"]
mod readers;
mod sanity;

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use lines::read_lines;
use measures::Measures;
use offprint::learn::{Builder, Corpus, Meaning};
use offprint::paper::{Day, Paper};
use offprint::rank::taste::{Opinions, Taste, parts};
use readers::{Entry, Reader};

/// Numbers of stars that are learnt from.
const STARS: [usize; 4] = [3, 5, 10, 20];

/// Stars that must be left to be found.
const LEFT: usize = 5;

/// Papers that the reader dismisses where they do.
const DISMISSED: usize = 10;

/// What ranks.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Ranker {
    Offprint,
    Sanity,
    Centroid,
}

/// A way of ranking that is measured.
struct Way {
    name: &'static str,
    ranker: Ranker,
    /// In whose list the reader has dismissed papers.
    dismissed: Option<Ranker>,
    /// Whether every second paper is ranked alone, and papers are dismissed among the others.
    unseen: bool,
}

/// A way in which all papers are ranked.
const fn all(name: &'static str, ranker: Ranker, dismissed: Option<Ranker>) -> Way {
    Way { name, ranker, dismissed, unseen: false }
}

/// A way in which those are that nothing was dismissed among.
const fn unseen(name: &'static str, ranker: Ranker, dismissed: Option<Ranker>) -> Way {
    Way { name, ranker, dismissed, unseen: true }
}

const WAYS: [Way; 9] = [
    all("offprint", Ranker::Offprint, None),
    all("offprint, ten dismissed", Ranker::Offprint, Some(Ranker::Offprint)),
    all("arxiv sanity", Ranker::Sanity, None),
    all("arxiv sanity, the same ten dismissed", Ranker::Sanity, Some(Ranker::Offprint)),
    all("arxiv sanity, ten of its own dismissed", Ranker::Sanity, Some(Ranker::Sanity)),
    all("bm25 centroid", Ranker::Centroid, None),
    unseen("offprint, unseen", Ranker::Offprint, None),
    unseen("offprint, unseen, ten dismissed", Ranker::Offprint, Some(Ranker::Offprint)),
    unseen("arxiv sanity, unseen", Ranker::Sanity, None),
];

/// What learnt from which stars.
type Learnt = (Ranker, Vec<u32>);

/// Papers in the forms that the ways of ranking need.
struct Papers {
    corpus: Corpus,
    meaning: Meaning,
    days: Vec<Option<Day>>,
    sanity: sanity::Sanity,
    /// Scores by what was learnt from, without dismissals: several ways begin with them.
    scored: Mutex<HashMap<Learnt, Vec<f32>>>,
    bm25: bm25::Bm25,
}

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: taste DIR, a folder with papers.jsonl and readers.jsonl");
        return ExitCode::from(2);
    };
    let wanted: Vec<String> = std::env::args().skip(2).collect();
    match run(Path::new(&folder), &wanted) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, wanted: &[String]) -> Result<(), Box<dyn Error>> {
    let entries: Vec<Entry> = read_lines(&folder.join("papers.jsonl"))?;
    let readers: Vec<Reader> = read_lines(&folder.join("readers.jsonl"))?;
    let numbers: HashMap<&str, u32> =
        entries.iter().zip(0..).map(|(entry, number)| (entry.id.as_str(), number)).collect();
    let stars = |reader: &Reader| -> Vec<u32> {
        reader.stars.iter().filter_map(|id| numbers.get(id.as_str())).copied().collect()
    };
    let readers: Vec<Vec<u32>> = readers.iter().map(stars).collect();
    let papers = Papers::of(&entries);
    let mut means: Vec<Vec<Measures>> = vec![Vec::new(); WAYS.len()];
    for count in STARS {
        let enough: Vec<&Vec<u32>> = readers.iter().filter(|stars| stars.len() >= count + LEFT).collect();
        if enough.is_empty() {
            continue;
        }
        let is_wanted = |name: &str| {
            name == "offprint" || wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()))
        };
        for (way, means) in WAYS.iter().zip(&mut means).filter(|(way, _)| is_wanted(way.name)) {
            let mut measured = in_threads(&enough, |stars| papers.measure(way, stars, count));
            // Whoever has nothing to be found among the ranked papers says nothing.
            measured.retain(|one| one.users > 0);
            let mean = Measures::mean(&measured);
            println!("{count:2} stars, {}: {}", way.name, mean.json());
            means.push(mean);
        }
    }
    for (way, means) in WAYS.iter().zip(&means).skip(1).filter(|(_, means)| !means.is_empty()) {
        println!("mean, {}: {}", way.name, Measures::mean(means).json());
    }
    let readers = readers.iter().filter(|stars| stars.len() >= STARS[0] + LEFT).count();
    println!("{}", Measures { users: readers, ..Measures::mean(&means[0]) }.json());
    Ok(())
}

impl Papers {
    fn of(entries: &[Entry]) -> Papers {
        let start = Instant::now();
        let papers: Vec<Paper> = entries.iter().filter_map(Entry::paper).collect();
        let mut corpus = Corpus::default();
        papers.iter().zip(0..).for_each(|(paper, key)| corpus.put(key, &parts(paper)));
        let read = start.elapsed();
        let mut builder = Builder::new(&corpus);
        let (mut steps, mut longest) = (0, std::time::Duration::ZERO);
        let meaning = loop {
            let start = Instant::now();
            let meaning = builder.step(&corpus);
            steps += 1;
            longest = longest.max(start.elapsed());
            if let Some(meaning) = meaning {
                break meaning;
            }
        };
        println!(
            "{} papers: features in {read:.1?}, {:.1} MB; meaning in {:.1?} ({steps} steps, the longest {longest:.0?}), {:.1} MB",
            entries.len(),
            corpus.memory() as f64 / 1e6,
            start.elapsed() - read,
            meaning.memory() as f64 / 1e6
        );
        let text = |paper: &Paper| [&*paper.title, " ", paper.abstract_text.as_deref().unwrap_or_default()].concat();
        let texts: Vec<String> = papers.iter().map(text).collect();
        let days = papers.iter().map(|paper| paper.published).collect();
        Papers {
            corpus,
            meaning,
            days,
            sanity: sanity::Sanity::of(&texts),
            scored: Mutex::default(),
            bm25: bm25::Bm25::of(&texts),
        }
    }

    /// Learns from the first stars and finds the rest.
    fn measure(&self, way: &Way, stars: &[u32], count: usize) -> Measures {
        let (liked, rest) = stars.split_at(count);
        let is_ranked = |key: u32| !way.unseen || key % 2 == 1;
        let relevant: Vec<u32> = rest.iter().copied().filter(|key| is_ranked(*key)).collect();
        if relevant.is_empty() {
            return Measures::default();
        }
        let dismissed: Vec<u32> = way.dismissed.map_or(Vec::new(), |ranker| {
            let scores = self.scores(ranker, liked, &[]);
            let is_out = |key: &u32| stars.contains(key) || (way.unseen && is_ranked(*key));
            measures::ranked(&scores, is_out).into_iter().take(DISMISSED).collect()
        });
        let start = Instant::now();
        let scores = self.scores(way.ranker, liked, &dismissed);
        let took = start.elapsed();
        let is_out = |key: &u32| liked.contains(key) || dismissed.contains(key) || !is_ranked(*key);
        Measures::of(&scores, is_out, &relevant, took)
    }

    /// The scores of all papers by key. Without dismissals they are kept.
    fn scores(&self, ranker: Ranker, liked: &[u32], dismissed: &[u32]) -> Vec<f32> {
        let learns = ranker == Ranker::Offprint && !dismissed.is_empty();
        let name = (ranker, liked.to_vec());
        let known = self.scored.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned();
        if let Some(known) = known.filter(|_| !learns) {
            return known;
        }
        let scores = match ranker {
            Ranker::Offprint => {
                let opinions = Opinions { liked: liked.to_vec(), disliked: dismissed.to_vec(), ..Opinions::default() };
                let day = |key: u32| self.days.get(key as usize).copied().flatten();
                let taste = Taste::learn(&self.corpus, &self.meaning, &opinions, day);
                taste.map_or(Vec::new(), |taste| taste.scores(&self.corpus, &self.meaning, day))
            }
            Ranker::Sanity => self.sanity.scores(liked),
            Ranker::Centroid => self.bm25.scores(liked),
        };
        if !learns {
            self.scored.lock().unwrap_or_else(PoisonError::into_inner).insert(name, scores.clone());
        }
        scores
    }
}

/// Does the work of every reader on all processors; in the readers' order.
fn in_threads<'a>(readers: &[&'a Vec<u32>], work: impl Fn(&'a [u32]) -> Measures + Sync) -> Vec<Measures> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(vec![Measures::default(); readers.len()]);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((at, stars)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, readers.get(at)?)))
                {
                    let measures = work(stars);
                    if let Some(slot) = done.lock().unwrap_or_else(PoisonError::into_inner).get_mut(at) {
                        *slot = measures;
                    }
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}
