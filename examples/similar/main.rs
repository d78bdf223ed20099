//! How well similar papers are found: asks for papers like one and compares with what people judged.
//!
//! ```text
//! cargo run --release --example similar -- DIR
//! ```
//!
//! DIR has the layout of BEIR (N. Thakur et al., 2021) for query by example: `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl`
//! (`_id`, `text`) and `qrels/*.tsv` (query, document, grade); each may be gzipped. A query that is a document of the corpus, by its
//! name and by its words, is asked as that document, any other as a pasted text. Each file of judgements is a set of queries of its own: of *CSFCube* (S.
//! Mysore et al., 2021) there are three, one for each facet of a paper.
//!
//! Where a query's judgements have documents of grade 0, its judged documents are what is ranked, as such collections ask for; else
//! all documents. A line is printed for each file and each way of ranking: Offprint as shipped, its parts, and BM25 with title and text
//! as the query. The last line is JSON with the means over all queries, of Offprint, and of BM25 under names that end so.

#![allow(clippy::indexing_slicing, reason = "every number here is one that this program has given")]

#[path = "../common/bm25.rs"]
mod bm25;
#[path = "../common/entry.rs"]
mod entry;
#[path = "../common/lines.rs"]
mod lines;
mod measures;

use std::collections::HashMap;
use std::error::Error;
use std::io::BufRead;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use entry::Entry;
use lines::{open, read_lines};
use measures::Measures;
use offprint::learn::{Builder, Corpus, Meaning, Part};
use offprint::rank::similar::{Similar, To, similar};

/// A query of one file: document → grade.
struct Judged {
    query: String,
    grades: HashMap<String, f64>,
}

/// A way of ranking: its name and what it scores by.
type Way = (&'static str, fn(&Similar) -> f32);

/// Ways of ranking, of what Offprint knows of a paper; the last is [`bm25`], which has scores of its own.
const WAYS: [Way; 4] =
    [("offprint", Similar::score), ("words", |one| one.words), ("meaning", |one| one.meaning), ("bm25", |_| 0.0)];

struct Collection {
    /// Title and text of each document.
    texts: Vec<String>,
    corpus: Corpus,
    meaning: Meaning,
    bm25: bm25::Bm25,
    numbers: HashMap<String, u32>,
    queries: HashMap<String, Entry>,
}

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: similar DIR, a folder with corpus.jsonl, queries.jsonl and qrels");
        return ExitCode::from(2);
    };
    match run(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let collection = Collection::read(folder)?;
    println!("{} documents learnt in {:.1?}", collection.numbers.len(), start.elapsed());
    let mut all: Vec<Vec<Measures>> = vec![Vec::new(); WAYS.len()];
    for name in judgement_files(folder)? {
        let judged = read_judgements(&folder.join("qrels").join(&name))?;
        let measured: Vec<[Measures; 4]> = judged.iter().filter_map(|judged| collection.measure(judged)).collect();
        for (at, (way, _)) in WAYS.iter().enumerate() {
            let own: Vec<Measures> = measured.iter().map(|ways| ways[at]).collect();
            println!("{name}, {way}: {}", Measures::mean(&own).json());
            all[at].extend(own);
        }
    }
    let (ours, bm25) = (Measures::mean(&all[0]), Measures::mean(&all[WAYS.len() - 1]));
    println!("{}", ours.json_beside(bm25, all[0].len(), collection.numbers.len()));
    Ok(())
}

impl Collection {
    fn read(folder: &Path) -> Result<Collection, Box<dyn Error>> {
        let documents: Vec<Entry> = read_lines(&folder.join("corpus.jsonl"))?;
        let queries: Vec<Entry> = read_lines(&folder.join("queries.jsonl"))?;
        let mut corpus = Corpus::default();
        for (document, key) in documents.iter().zip(0..) {
            corpus.put(key, &[(Part::Title, &document.title), (Part::Body, &document.text)]);
        }
        let mut builder = Builder::new(&corpus);
        let meaning = loop {
            if let Some(meaning) = builder.step(&corpus) {
                break meaning;
            }
        };
        let texts: Vec<String> =
            documents.iter().map(|document| format!("{} {}", document.title, document.text)).collect();
        let numbers = documents.into_iter().map(|document| document.id).zip(0..).collect();
        let queries = queries.into_iter().map(|query| (query.id.clone(), query)).collect();
        let bm25 = bm25::Bm25::of(&texts);
        Ok(Collection { texts, corpus, meaning, bm25, numbers, queries })
    }

    /// Whether a query is the document that has its name. Collections that number both have two things of each name.
    fn is_document(&self, query: &Entry, number: u32) -> bool {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let (asked, document) =
            (plain(&format!("{} {}", query.title, query.text)), plain(&self.texts[number as usize]));
        document.contains(&asked) || asked.contains(&document)
    }

    /// Ranks for a query in every way; `None` if nothing relevant is known.
    fn measure(&self, judged: &Judged) -> Option<[Measures; 4]> {
        let text = self.queries.get(&judged.query);
        let number = self.numbers.get(&judged.query).copied();
        let number = number.filter(|number| text.is_none_or(|query| self.is_document(query, *number)));
        let own = number.map(|number| [number]);
        let pasted = text.map(|query| [(Part::Title, query.title.as_str()), (Part::Body, query.text.as_str())]);
        let to = match (&own, &pasted) {
            (Some(own), _) => To::Papers(own),
            (None, Some(pasted)) => To::Texts(pasted),
            (None, None) => return None,
        };
        let grades: HashMap<u32, f64> =
            judged.grades.iter().filter_map(|(id, grade)| Some((*self.numbers.get(id)?, *grade))).collect();
        let is_pool = grades.values().any(|grade| *grade == 0.0);
        let is_ranked = |place: &u32| Some(*place) != number && (!is_pool || grades.contains_key(place));
        let found = similar(&self.corpus, &self.meaning, to, |_| None);
        let bm25 = match (number, text) {
            (Some(number), _) => self.bm25.scores(&[number]),
            (None, Some(query)) => self.bm25.scores_of(&format!("{} {}", query.title, query.text)),
            (None, None) => return None,
        };
        let relevant: HashMap<u32, f64> = grades
            .iter()
            .filter(|(place, grade)| **grade > 0.0 && Some(**place) != number)
            .map(|(place, grade)| (*place, *grade))
            .collect();
        (!relevant.is_empty()).then(|| {
            WAYS.map(|(way, score)| {
                let mut scored: Vec<(f32, u32)> = if way == "bm25" {
                    bm25.iter().copied().zip(0..).collect()
                } else {
                    found.iter().map(|one| (score(one), one.place)).collect()
                };
                scored.retain(|(_, place)| is_ranked(place));
                scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                let ranked: Vec<f64> =
                    scored.iter().map(|(_, place)| relevant.get(place).copied().unwrap_or(0.0)).collect();
                Measures::of(&ranked, relevant.values().copied().collect())
            })
        })
    }
}

/// Names of the files of judgements, in order, without what tells that they are packed.
fn judgement_files(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder.join("qrels"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let name = name.strip_suffix(".gz").unwrap_or(&name).to_owned();
        if name.ends_with(".tsv") && !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The queries of a file in the order in which they first stand there.
fn read_judgements(path: &Path) -> Result<Vec<Judged>, Box<dyn Error>> {
    let mut judged: Vec<Judged> = Vec::new();
    for line in open(path)?.lines() {
        let line = line?;
        let mut parts = line.split('\t');
        let (Some(query), Some(document), Some(grade)) = (parts.next(), parts.next(), parts.next()) else { continue };
        // The first line names the columns.
        let Ok(grade) = grade.trim().parse::<f64>() else { continue };
        let at = judged.iter().position(|own| own.query == query).unwrap_or_else(|| {
            judged.push(Judged { query: query.to_owned(), grades: HashMap::new() });
            judged.len() - 1
        });
        judged[at].grades.insert(document.to_owned(), grade);
    }
    Ok(judged)
}
