//! Papers for the native benches: real ones where there is a file of them (OFFPRINT_PAPERS, one JSON object a line, packed with
//! zstd or not, as for `scripts/bench`), else made up, the same on every machine.

use std::process::Command;
use std::sync::LazyLock;

use offprint_search::{Field, Index};
use serde_json::Value;

/// What the benches use of a paper.
pub struct Text {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub authors: Vec<String>,
}

/// So many papers, or OFFPRINT_BENCH_PAPERS.
const PAPERS: usize = 10_000;

/// All papers.
pub static PAPERS_READ: LazyLock<Vec<Text>> = LazyLock::new(|| {
    let wanted = std::env::var("OFFPRINT_BENCH_PAPERS").ok().and_then(|papers| papers.parse().ok()).unwrap_or(PAPERS);
    let papers: Vec<Text> = match real() {
        Some(lines) => lines.lines().filter_map(|line| read(&serde_json::from_str(line).ok()?)).take(wanted).collect(),
        None => (0..wanted as u32).map(synthetic).collect(),
    };
    eprintln!("{} papers", papers.len());
    papers
});

/// The papers in an index.
pub fn index(papers: &[Text]) -> Index {
    let mut index = Index::default();
    put(&mut index, 0, papers);
    index.settle();
    index
}

/// Puts papers under the keys from `first` on.
pub fn put(index: &mut Index, first: u32, papers: &[Text]) {
    let authors: Vec<String> = papers.iter().map(|paper| paper.authors.join("\n")).collect();
    index.put_all((first..).zip(papers.iter().zip(&authors)).map(|(key, (paper, authors))| {
        let values = [(Field::Title, &*paper.title), (Field::Abstract, &*paper.summary), (Field::Authors, &**authors)];
        (key, values)
    }));
}

fn real() -> Option<String> {
    let file = std::env::var("OFFPRINT_PAPERS").ok()?;
    if !file.ends_with(".zst") {
        return std::fs::read_to_string(file).ok();
    }
    let output = Command::new("zstd").args(["-dc", &file]).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

fn read(record: &Value) -> Option<Text> {
    let text = |name: &str| record.get(name)?.as_str().map(str::to_owned);
    let authors = record.get("authors")?.as_array()?.iter().filter_map(|name| name.as_str().map(str::to_owned));
    Some(Text { id: text("id")?, title: text("title")?, summary: text("abstract")?, authors: authors.collect() })
}

/// A paper with a title of nine words, an abstract of 180 and four authors. Words are as frequent as in a language: the word of
/// rank n has about 1 / n of the share of the first (G. K. Zipf, 1949).
fn synthetic(number: u32) -> Text {
    let mut seed = u64::from(number) * 2 + 1;
    let mut next = move || {
        // Knuth's generator: The Art of Computer Programming, volume 2.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 40) as f64 / f64::from(1 << 24)
    };
    let mut words = |count: usize, vocabulary: f64| {
        let words: Vec<String> = (0..count).map(|_| word(vocabulary.powf(next()) as u32)).collect();
        words.join(" ")
    };
    Text {
        id: format!("{:04}.{:05}", 2401 + number / 20_000, number % 20_000),
        title: words(9, 150_000.0),
        summary: words(180, 150_000.0),
        authors: (0..4).map(|_| words(2, 40_000.0)).collect(),
    }
}

/// The word of a rank: two syllables and more, the rarer the longer.
fn word(rank: u32) -> String {
    const SYLLABLES: [&str; 24] = [
        "an", "be", "con", "di", "er", "fo", "gra", "hy", "in", "ju", "ka", "lo", "mo", "ne", "or", "pre", "qua", "re",
        "so", "tri", "un", "ver", "wi", "zo",
    ];
    let mut rest = rank as usize + 24;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES.get(rest % 24).copied().unwrap_or_default());
        rest /= 24;
    }
    word
}
