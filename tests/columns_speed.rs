//! How long counting takes, and what normalising does, on real papers. It asserts nothing about time, which is the machine's:
//!
//! `cargo test --release --test columns_speed -- --ignored --nocapture`
//!
//! It reads hf_papers.jsonl.zst in ../shared/data/hf (OFFPRINT_DATA names another folder) with `zstd`, and is skipped where
//! either is absent.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use offprint::columns::{Columns, Flags, Kind, Made, keyword};
use offprint::paper::{Day, Link, Paper, PaperId};
use serde_json::Value;

const PAPERS: usize = 100_000;

#[test]
#[ignore = "it measures; run it in a release build"]
fn counting_takes() {
    let Some(papers) = papers() else { return };
    let uses = uses(&papers);
    tell_unique(&uses);
    let many: Vec<Paper> = (0..PAPERS).map(|at| copy(&papers[at % papers.len()], at / papers.len(), &uses)).collect();
    let begun = Instant::now();
    let mut columns = Columns::default();
    many.iter().zip(0..).for_each(|(paper, place)| columns.put(place, paper));
    let took = begun.elapsed();
    let values: usize =
        many.iter().map(|paper| paper.categories.len() + paper.keywords.len() + paper.days.len() + 2).sum();
    println!(
        "put: {:.1} µs a paper; {} bytes a paper, {values} values",
        took.as_secs_f64() * 1e6 / PAPERS as f64,
        columns.bytes() / PAPERS
    );
    // As of a reader who keeps a tenth of them.
    let flags = Flags { read: true, ..Flags::default() };
    let tags = |place: u32| vec![format!("tag {}", place % 97)];
    for place in (0..PAPERS as u32).step_by(10) {
        let note = if place % 50 == 0 { "A note of some words on it." } else { "" };
        columns.mark(place, &Made { flags, tags: tags(place), note: note.to_owned(), ..Made::default() });
    }
    println!("marked: {} bytes a paper", columns.bytes() / PAPERS);
    for matches in [1_000, 10_000, 100_000] {
        // Spread over the library, as matches of a word are.
        let places: Vec<u32> = (0..matches).map(|at| (at * (PAPERS / matches)) as u32).collect();
        tell(&format!("count {matches}"), || _ = black_box(columns.count(black_box(&places))));
    }
    tell("places with a whole keyword", || _ = black_box(columns.places_with(Kind::Keyword, "diffusion models", true)));
    tell("places with a word's beginning", || _ = black_box(columns.places_with(Kind::Keyword, "diff", false)));
    tell("complete a letter", || _ = black_box(columns.complete(Kind::Keyword, "d", 8)));
    assert_eq!(columns.count(&[0, 1]).of, 2);
}

/// The fastest and the median of 40 runs: the first says what the work is, on a machine that has other work too.
fn tell(what: &str, mut run: impl FnMut()) {
    let mut times: Vec<f64> = (0..40)
        .map(|_| {
            let begun = Instant::now();
            run();
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{what}: {:.2} ms, median {:.2} ms", times[0], times[20]);
}

fn papers() -> Option<Vec<Paper>> {
    let folder =
        std::env::var("OFFPRINT_DATA").unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/hf").into());
    let read = Command::new("zstd").args(["-dc", &format!("{folder}/hf_papers.jsonl.zst")]).output();
    let text =
        read.ok().filter(|output| output.status.success()).map(|output| String::from_utf8(output.stdout).unwrap());
    if text.is_none() {
        println!("skipped: there is no {folder}/hf_papers.jsonl.zst, or no zstd");
    }
    Some(text?.lines().map(|line| paper(&serde_json::from_str(line).unwrap())).collect())
}

fn paper(record: &Value) -> Paper {
    let text = |name: &str| record[name].as_str().map(str::to_owned);
    let texts =
        |name: &str| record[name].as_array().into_iter().flatten().filter_map(|value| Some(value.as_str()?.to_owned()));
    let id = PaperId::parse(record["id"].as_str().unwrap()).unwrap().0;
    Paper {
        // These papers come without categories; a paper of arXiv has two of some forty.
        categories: id.as_str().bytes().rev().take(2).map(|digit| format!("cs.{}", digit as char)).collect(),
        keywords: texts("ai_keywords").collect(),
        days: texts("feed_dates").filter_map(|day| Day::parse(&day)).collect(),
        votes: record["upvotes"].as_u64().map(|votes| votes as u32),
        organisation: text("organizationFullname"),
        submitter: text("submittedBy"),
        repository: text("githubRepo").and_then(|link| Link::parse(&link)),
        summary: text("ai_summary"),
        ..Paper::new(id, "")
    }
}

fn uses(papers: &[Paper]) -> HashMap<String, u32> {
    let mut uses = HashMap::new();
    papers.iter().flat_map(|paper| &paper.keywords).for_each(|keyword| *uses.entry(keyword.clone()).or_default() += 1);
    uses
}

/// The paper as another one: keywords that only it has are other words again, so that the vocabulary grows with the papers.
fn copy(paper: &Paper, number: usize, uses: &HashMap<String, u32>) -> Paper {
    let renamed = |word: &String| if uses[word] == 1 { format!("{word} {number}") } else { word.clone() };
    Paper { keywords: paper.keywords.iter().map(renamed).collect(), ..paper.clone() }
}

fn tell_unique(uses: &HashMap<String, u32>) {
    let share = |uses: &HashMap<String, u32>| {
        let once = uses.values().filter(|uses| **uses == 1).count();
        (uses.len(), once, 100.0 * once as f64 / uses.len() as f64, *uses.values().max().unwrap())
    };
    let mut normalised: HashMap<String, u32> = HashMap::new();
    uses.iter().for_each(|(word, uses)| *normalised.entry(keyword(word).replace(' ', "")).or_default() += uses);
    println!("keywords as written: {:?} (different, on one paper only, in per cent, uses of the first)", share(uses));
    println!("keywords normalised: {:?}", share(&normalised));
    let shared: HashSet<&String> = normalised.iter().filter(|(_, uses)| **uses > 1).map(|(word, _)| word).collect();
    let words = uses.keys().filter(|word| uses[*word] == 1 && shared.contains(&keyword(word).replace(' ', ""))).count();
    println!("{words} keywords written once are another's spelling");
}
