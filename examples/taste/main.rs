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
//! A line is printed for each number of stars and each way of ranking: Offprint as shipped; Offprint after the reader has dismissed
//! the ten first papers that are not theirs, which are then out of everybody's list; *arXiv Sanity* (see [`sanity`]); and plain BM25 with
//! all words of the stars as the query. WAY, part of a way's name, leaves the others out. The last line is JSON with Offprint's means over
//! the four numbers of stars.

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

/// A way of ranking that is measured.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Offprint,
    OffprintDismissed,
    Sanity,
    SanityDismissed,
    Centroid,
}

const WAYS: [(Way, &str); 5] = [
    (Way::Offprint, "offprint"),
    (Way::OffprintDismissed, "offprint, ten dismissed"),
    (Way::Sanity, "arxiv sanity"),
    (Way::SanityDismissed, "arxiv sanity, ten dismissed"),
    (Way::Centroid, "bm25 centroid"),
];

/// Papers in the forms that the ways of ranking need.
struct Papers {
    corpus: Corpus,
    meaning: Meaning,
    days: Vec<Option<Day>>,
    sanity: sanity::Sanity,
    scored: Mutex<HashMap<Vec<u32>, Vec<f32>>>,
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
        for ((way, name), means) in WAYS.iter().zip(&mut means).filter(|((_, name), _)| is_wanted(name)) {
            let mean = Measures::mean(&in_threads(&enough, |stars| papers.measure(*way, stars, count)));
            println!("{count:2} stars, {name}: {}", mean.json());
            means.push(mean);
        }
    }
    for ((_, name), means) in WAYS.iter().zip(&means).skip(1).filter(|(_, means)| !means.is_empty()) {
        println!("mean, {name}: {}", Measures::mean(means).json());
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
    fn measure(&self, way: Way, stars: &[u32], count: usize) -> Measures {
        let (liked, relevant) = stars.split_at(count);
        let dismisses = matches!(way, Way::OffprintDismissed | Way::SanityDismissed);
        // The same papers for every way that is measured so: those that a plain list by the words of the stars begins with.
        let dismissed: Vec<u32> = if dismisses {
            let scores = self.bm25.scores(liked);
            let ranked = measures::ranked(&scores, liked);
            ranked.into_iter().filter(|key| !relevant.contains(key)).take(DISMISSED).collect()
        } else {
            Vec::new()
        };
        let start = Instant::now();
        let scores = match way {
            Way::Offprint | Way::OffprintDismissed => {
                let opinions = Opinions { liked: liked.to_vec(), disliked: dismissed.clone(), ..Opinions::default() };
                let day = |key: u32| self.days.get(key as usize).copied().flatten();
                let taste = Taste::learn(&self.corpus, &self.meaning, &opinions, day);
                taste.map_or(Vec::new(), |taste| taste.scores(&self.corpus, &self.meaning, day))
            }
            Way::Sanity | Way::SanityDismissed => self.sanity_scores(liked),
            Way::Centroid => self.bm25.scores(liked),
        };
        let took = start.elapsed();
        let out: Vec<u32> = liked.iter().chain(&dismissed).copied().collect();
        Measures::of(&scores, &out, relevant, took)
    }
}

impl Papers {
    /// The scores of *arXiv Sanity*, which takes most of the time, are the same with dismissals and without.
    fn sanity_scores(&self, liked: &[u32]) -> Vec<f32> {
        let known = self.scored.lock().unwrap_or_else(PoisonError::into_inner).get(liked).cloned();
        known.unwrap_or_else(|| {
            let scores = self.sanity.scores(liked);
            self.scored.lock().unwrap_or_else(PoisonError::into_inner).insert(liked.to_vec(), scores.clone());
            scores
        })
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
