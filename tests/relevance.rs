//! How well search ranks, held to floors: over the edition that comes with the site, with judgements of our own, and over public
//! test collections where there are some. `cargo test --release --test relevance -- --nocapture` prints the figures.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[path = "../examples/relevance/collection.rs"]
mod collection;
#[path = "../examples/common/entry.rs"]
mod entry;
#[path = "../examples/common/lines.rs"]
mod lines;
#[path = "../examples/relevance/measures.rs"]
mod measures;

use collection::{Collection, plain, typed};
use measures::{Judged, Measures};
use offprint::engine::Engine;
use offprint::engine::message::Source;
use serde::Deserialize;

/// A query as readers type it, and the papers that it should bring: 2 for what was looked for, 1 for what helps.
#[derive(Deserialize)]
struct Query {
    kind: String,
    query: String,
    relevant: Judged,
}

/// The papers that come with the site.
fn edition() -> Engine {
    let mut engine = Engine::default();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/feed");
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if !entry.ends_with("manifest.json") {
            engine.read(&fs::read(entry).unwrap(), None, Source::Feed, offprint::paper::Day(0));
        }
    }
    while engine.index_some(100) {}
    engine
}

#[test]
fn readers_find_what_they_look_for_in_the_edition() {
    let mut engine = edition();
    let queries =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/relevance/edition.jsonl")).unwrap();
    let mut by_kind: BTreeMap<String, Vec<Measures>> = BTreeMap::new();
    for line in queries.lines() {
        let query: Query = serde_json::from_str(line).unwrap();
        let known = |id: &String| engine.paper(&offprint::paper::PaperId::parse(id).unwrap().0).is_some();
        assert!(query.relevant.keys().all(known), "{} names a paper that is not there", query.query);
        let found = typed(&mut engine, &query.query, 100);
        let ranked: Vec<&str> = found.iter().map(|id| id.as_str()).collect();
        let measures = Measures::of(&ranked, &query.relevant);
        if measures.ndcg < 0.7 {
            println!("  {:.2} for “{}”", measures.ndcg, query.query);
        }
        by_kind.entry(query.kind).or_default().push(measures);
    }
    let papers = engine.summary().papers as usize;
    for (kind, all) in &by_kind {
        println!("{kind}: {}", Measures::mean(all).json(all.len(), papers));
    }
    let all: Vec<Measures> = by_kind.into_values().flatten().collect();
    let means = Measures::mean(&all);
    println!("edition: {}", means.json(all.len(), papers));
    assert!(all.len() >= 40 && papers >= 72);
    // A little below what is reached.
    assert!(means.ndcg >= 0.91 && means.recall >= 0.91 && means.mrr >= 0.94, "{means:?}");
}

/// Above the best of the engines that were measured on the same files.
#[test]
fn public_collections_are_ranked_no_worse_than_by_others() {
    let near = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/ir");
    let data = std::env::var("OFFPRINT_DATA").unwrap_or(near.to_owned());
    // It names a folder of papers, and the collections lie in it or beside it.
    let folders = [format!("{data}/ir"), format!("{data}/../ir")];
    let folder = folders.into_iter().find(|folder| Path::new(folder).exists()).unwrap_or(near.to_owned());
    for (name, floor) in [("scifact", 0.70), ("cranfield", 0.54), ("cacm", 0.48)] {
        let folder = Path::new(&folder).join(name);
        if !folder.exists() {
            println!("skipped: {name} is not ranked, as there is no {}", folder.display());
            continue;
        }
        let mut collection = Collection::read(&folder).unwrap();
        let (means, queries) = collection.measure(plain);
        println!("{name}: {}", means.json(queries, collection.len()));
        assert!(means.ndcg >= floor, "{name}: {} is below {floor}", means.ndcg);
    }
}
