//! How well search ranks: runs the queries of a test collection and compares with what people judged relevant.
//!
//! ```text
//! cargo run --release --example relevance -- DIR
//! ```
//!
//! DIR has the layout of BEIR (N. Thakur et al., 2021): `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`)
//! and `qrels/test.tsv` (query, document, grade); each may be gzipped. The documents are papers of an [`Engine`], and queries are
//! typed into its search box: the configuration and the way are those that are shipped.
//!
//! Queries of test collections are plain text and know nothing of a query language. So their signs are escaped: the last line
//! is JSON of that, with `ndcg@10`, `recall@100`, `map` and `mrr` as means over the queries that have a relevant document. The
//! line before tells the same with the queries typed as they stand, where quotes want a phrase and `-` takes away.
//!
//! [`Engine`]: offprint::engine::Engine

mod collection;
#[path = "../common/entry.rs"]
mod entry;
#[path = "../common/lines.rs"]
mod lines;
mod measures;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use collection::Collection;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: relevance DIR, a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv");
        return ExitCode::from(2);
    };
    let start = Instant::now();
    match Collection::read(Path::new(&folder)) {
        Ok(mut collection) => {
            let built = start.elapsed();
            let start = Instant::now();
            let (means, queries) = collection.measure(collection::plain);
            let documents = collection.len();
            println!(
                "indexed {documents} documents in {built:.0?}, searched {queries} queries in {:.0?}",
                start.elapsed()
            );
            println!("as typed: {}", collection.measure(str::to_owned).0.json(queries, documents));
            println!("{}", means.json(queries, documents));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}
