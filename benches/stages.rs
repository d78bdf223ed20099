//! The stages around the search engine, natively: `cargo bench --bench stages`. See [`papers`] for the papers.
#![allow(missing_docs, reason = "divan makes public functions")]
#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use std::sync::LazyLock;
use std::time::Instant;

use divan::{Bencher, black_box};
use offprint::columns::Columns;
use offprint::feed;
use offprint::learn::{Builder, Corpus, Meaning, Part};
use offprint::paper::{Day, Paper, PaperId};
use offprint::query::parse;
use offprint::rank::similar::{To, similar};
use offprint::rank::taste::{Opinions, Taste};

#[path = "native/papers.rs"]
#[allow(dead_code, reason = "each bench uses a part")]
mod papers;
use papers::PAPERS_READ;

/// Papers in the columns.
const PLACES: u32 = 100_000;

fn main() {
    divan::main();
}

/// A thousand papers as Hugging Face gives them.
#[divan::bench(sample_count = 20)]
fn read_feed_of_1000(bencher: Bencher) {
    let papers = PAPERS_READ.get(..1_000).unwrap_or(&PAPERS_READ);
    let item = |paper: &papers::Text| {
        let authors: Vec<_> = paper.authors.iter().map(|name| serde_json::json!({ "name": name })).collect();
        serde_json::json!({ "paper": {
            "id": paper.id, "title": paper.title, "summary": paper.summary, "authors": authors,
            "publishedAt": "2025-07-01T00:00:00.000Z",
        } })
    };
    let bytes = serde_json::to_vec(&papers.iter().map(item).collect::<Vec<_>>()).unwrap();
    assert_eq!(feed::read(&bytes).papers.len(), papers.len());
    bencher.bench_local(|| feed::read(black_box(&bytes)));
}

#[divan::bench(args = [
    "masked image modelling",
    "(diffusion OR \"flow matching\") -image cat:cs.CV,cs.LG day:7d votes:>20 has:code sort:votes",
    "((((((((a b) c) d) e) f) g) h) OR \"\" ) day:2026-13-45 :: \"open",
])]
fn parse_query(text: &str) -> offprint::query::Query {
    parse(black_box(text), Day(20_000))
}

/// Two of some forty categories, three keywords, one of many organisations and a day for each place.
static COLUMNS: LazyLock<Columns> = LazyLock::new(|| {
    let mut columns = Columns::default();
    for place in 0..PLACES {
        let rank = |at: u32| (f64::from(place * 7 + at * 13 % 101) * 0.618_034).fract();
        let number = |at: u32, of: f64| of.powf(rank(at)) as u32;
        let id = PaperId::parse(&format!("{:04}.{:05}", 2401 + place / 20_000, place % 20_000)).unwrap().0;
        columns.put(
            place,
            &Paper {
                categories: (0..2).map(|at| format!("cs.{}", number(at, 40.0))).collect(),
                keywords: (2..5).map(|at| format!("keyword {}", number(at, 60_000.0))).collect(),
                organisation: Some(format!("organisation {}", number(5, 3_000.0))),
                days: vec![Day(20_000 + (place % 900) as i32)],
                votes: Some(number(6, 400.0)),
                ..Paper::new(id, "")
            },
        );
    }
    columns
});

/// What the facets say of so many papers.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn count_facets(bencher: Bencher, papers: u32) {
    let places: Vec<u32> = (0..papers).map(|at| at * (PLACES / papers)).collect();
    bencher.bench_local(|| COLUMNS.count(black_box(&places)));
}

/// So many papers as taste and meaning have them.
fn corpus(papers: usize) -> Corpus {
    let mut corpus = Corpus::default();
    for (paper, key) in PAPERS_READ.iter().cycle().take(papers).zip(0_u32..) {
        // Papers that come again have something of their own.
        let round = format!("{} {}", paper.summary, key as usize / PAPERS_READ.len());
        let mut parts = vec![(Part::Title, &*paper.title), (Part::Body, &*round)];
        parts.extend(paper.authors.iter().map(|author| (Part::Author, &**author)));
        corpus.put(key, &parts);
    }
    corpus
}

/// The map of meaning of some papers, and its longest step in milliseconds.
fn meaning(corpus: &Corpus) -> (Meaning, f64) {
    let mut builder = Builder::new(corpus);
    let mut longest = 0.0_f64;
    loop {
        let start = Instant::now();
        let done = builder.step(corpus);
        longest = longest.max(start.elapsed().as_secs_f64() * 1e3);
        if let Some(meaning) = done {
            return (meaning, longest);
        }
    }
}

/// Learning from 200 stars and fifty dismissals, and scoring so many papers.
#[divan::bench(args = [10_000, 100_000], sample_count = 10, sample_size = 1)]
fn taste_of_200_stars(bencher: Bencher, papers: usize) {
    let corpus = corpus(papers);
    let (meaning, longest) = meaning(&corpus);
    eprintln!("{papers} papers: the longest step of learning meaning took {longest:.1} ms");
    let every = |offset: u32, count: usize| (offset..papers as u32).step_by(papers / count).collect();
    let opinions = Opinions { liked: every(0, 200), disliked: every(7, 50), ..Opinions::default() };
    let day = |key: u32| Some(Day(key as i32 / 100));
    bencher.bench_local(|| {
        let taste = Taste::learn(&corpus, &meaning, black_box(&opinions), day).unwrap();
        taste.scores(&corpus, &meaning, day)
    });
}

/// What is nearest to one paper, of so many.
#[divan::bench(args = [10_000, 100_000], sample_count = 10, sample_size = 1)]
fn similar_to_one(bencher: Bencher, papers: usize) {
    let corpus = corpus(papers);
    let (meaning, _) = meaning(&corpus);
    bencher.bench_local(|| similar(&corpus, &meaning, black_box(To::Papers(&[17])), |_| None));
}

/// Meaning learnt of so many papers, all steps.
#[divan::bench(args = [10_000, 100_000], sample_count = 3, sample_size = 1)]
fn learn_meaning(bencher: Bencher, papers: usize) {
    let corpus = corpus(papers);
    bencher.bench_local(|| meaning(black_box(&corpus)));
}
