//! How well search ranks: runs the queries of a test collection and compares with what people judged relevant.
//!
//! ```text
//! cargo run --release --example relevance -- DIR
//! ```
//!
//! DIR has the layout of BEIR (N. Thakur et al., 2021): `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`)
//! and `qrels/test.tsv` (query, document, grade); each may be gzipped. Queries are plain text and the configuration is the one
//! that is shipped. The last line is JSON: `ndcg@10`, `recall@100` and `map` as means over the queries that have a relevant
//! document, with the definitions of trec_eval (gain = grade, discount = log2(rank + 1)).

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use flate2::read::MultiGzDecoder;
use offprint::search::{Field, Find, Index, Text};
use serde::Deserialize;

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
}

/// Grades of a query's documents.
type Judged = HashMap<String, f64>;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: relevance DIR, a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv");
        return ExitCode::from(2);
    };
    match measure(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let documents: Vec<Document> = read_lines(&folder.join("corpus.jsonl"))?;
    let queries: Vec<Document> = read_lines(&folder.join("queries.jsonl"))?;
    let judged = read_judgements(&folder.join("qrels"))?;
    let start = Instant::now();
    let mut index = Index::default();
    index.put_all(documents.iter().enumerate().map(|(at, document)| {
        (at as u32, vec![(Field::Title, document.title.as_str()), (Field::Abstract, document.text.as_str())])
    }));
    let built = start.elapsed();
    let start = Instant::now();
    let (mut ndcg, mut recall, mut map, mut asked) = (0.0, 0.0, 0.0, 0);
    for query in &queries {
        let Some(relevant) = judged.get(&query.id) else { continue };
        let ranked = search(&index, &query.text, 100);
        let grades: Vec<f64> = ranked
            .iter()
            .filter_map(|&key| documents.get(key as usize))
            .map(|document| relevant.get(&document.id).copied().unwrap_or(0.0))
            .collect();
        ndcg += normalised_gain(&grades, relevant);
        recall += grades.iter().filter(|grade| **grade > 0.0).count() as f64 / relevant.len() as f64;
        map += average_precision(&grades, relevant);
        asked += 1;
    }
    let mean = |sum: f64| (sum / f64::from(asked.max(1)) * 1e4).round() / 1e4;
    println!(
        "indexed {} documents in {built:.0?}, searched {asked} queries in {:.0?}",
        documents.len(),
        start.elapsed()
    );
    let result = serde_json::json!({
        "ndcg@10": mean(ndcg), "recall@100": mean(recall), "map": mean(map), "queries": asked, "docs": documents.len(),
    });
    println!("{result}");
    Ok(())
}

/// Keys of the best documents, best first; equal scores by key.
fn search(index: &Index, text: &str, count: usize) -> Vec<u32> {
    let word = |word: &str| Find::Text(Text { text: word.to_owned(), fields: u8::MAX, phrase: false, typing: false });
    let mut found = index.find(&Find::All(text.split_whitespace().map(word).collect())).found;
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(count);
    found.into_iter().map(|(key, _)| key).collect()
}

fn normalised_gain(grades: &[f64], relevant: &Judged) -> f64 {
    let gain = |grades: &mut dyn Iterator<Item = f64>| -> f64 {
        grades.take(10).enumerate().map(|(at, grade)| grade / (at as f64 + 2.0).log2()).sum()
    };
    let mut ideal: Vec<f64> = relevant.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    gain(&mut grades.iter().copied()) / gain(&mut ideal.into_iter())
}

fn average_precision(grades: &[f64], relevant: &Judged) -> f64 {
    let mut hits = 0.0;
    let mut sum = 0.0;
    for (at, _) in grades.iter().enumerate().filter(|(_, grade)| **grade > 0.0) {
        hits += 1.0;
        sum += hits / (at as f64 + 1.0);
    }
    sum / relevant.len() as f64
}

/// query → document → grade, of documents with a grade above 0.
fn read_judgements(folder: &Path) -> Result<HashMap<String, Judged>, Box<dyn std::error::Error>> {
    let mut judged: HashMap<String, Judged> = HashMap::new();
    for line in open(&folder.join("test.tsv"))?.lines() {
        let line = line?;
        let mut parts = line.split('\t');
        let (Some(query), Some(document), Some(grade)) = (parts.next(), parts.next(), parts.next()) else { continue };
        // The first line names the columns.
        let Ok(grade) = grade.trim().parse::<f64>() else { continue };
        if grade > 0.0 {
            judged.entry(query.to_owned()).or_default().insert(document.to_owned(), grade);
        }
    }
    Ok(judged)
}

fn read_lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>, Box<dyn std::error::Error>> {
    let lines = open(path)?.lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// A file, or the gzipped one beside its name.
fn open(path: &Path) -> Result<BufReader<Box<dyn Read>>, Box<dyn std::error::Error>> {
    let zipped = path.with_file_name(format!("{}.gz", path.file_name().unwrap_or_default().to_string_lossy()));
    let reader: Box<dyn Read> = match File::open(path) {
        Ok(file) => Box::new(file),
        Err(_) if fs::exists(&zipped)? => Box::new(MultiGzDecoder::new(File::open(zipped)?)),
        Err(error) => return Err(format!("{}: {error}", path.display()).into()),
    };
    Ok(BufReader::new(reader))
}
