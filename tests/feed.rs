//! The feed stage: golden cases as data, and the real answers of Hugging Face where they are at hand.
//!
//! Each file in `tests/data/feed/` is a feed; beside it stands what is read from it, as `<name>.expected`. A date after an
//! `@` in the name is the day that was asked for. `UPDATE=1 cargo test --test feed` writes the expectations anew.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use offprint::feed::archive::{self, Manifest};
use offprint::feed::{self, FeedHead, Hint, Reading, Shape, tidy};
use offprint::paper::{Author, Day, Link, Paper, PaperId};
use serde_json::Value;

#[test]
fn golden_cases_are_read_as_expected() {
    let mut cases: Vec<PathBuf> = files("tests/data/feed").collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension != "expected"));
    cases.sort();
    assert!(cases.len() > 10, "the cases are gone");
    let failures: Vec<String> = cases.iter().filter_map(|path| check(path)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Compares the reading of one case with what is expected; tells the difference.
fn check(path: &Path) -> Option<String> {
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let hint = Hint { day: stem.split_once('@').map(|(_, day)| Day::parse(day).unwrap()) };
    let found = describe(&feed::read_with(&fs::read(path).unwrap(), &hint));
    let expected_path = path.with_extension("expected");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&expected_path, &found).unwrap();
    }
    let expected = fs::read_to_string(&expected_path).unwrap_or_default();
    (found != expected).then(|| format!("{}\nexpected:\n{expected}\nfound:\n{found}", path.display()))
}

/// A reading as text: what is present, one fact a line.
fn describe(reading: &Reading) -> String {
    let mut text = format!("{:?}\n", reading.shape);
    for paper in &reading.papers {
        writeln!(text, "\n{} {}", paper.id, paper.title).unwrap();
        for (name, value) in facts(paper) {
            if !value.is_empty() {
                writeln!(text, "  {name}: {value}").unwrap();
            }
        }
    }
    if !reading.problems.is_empty() {
        text.push('\n');
    }
    for problem in &reading.problems {
        writeln!(text, "! {problem}").unwrap();
    }
    text
}

fn facts(paper: &Paper) -> Vec<(&'static str, String)> {
    fn of<T: ToString>(value: &Option<T>) -> String {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    }
    let link = |link: &Option<Link>| link.as_ref().map(|link| link.as_str().to_owned()).unwrap_or_default();
    let author = |author: &Author| match author.affiliations.join(", ") {
        places if places.is_empty() => author.name.clone(),
        places => format!("{} ({places})", author.name),
    };
    vec![
        ("version", of(&paper.version)),
        ("abstract", of(&paper.abstract_text)),
        ("summary", of(&paper.summary)),
        ("authors", paper.authors.iter().map(author).collect::<Vec<_>>().join("; ")),
        ("categories", paper.categories.join(" ")),
        ("days", paper.days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        ("published", of(&paper.published)),
        ("votes", of(&paper.votes)),
        ("comments", of(&paper.comments)),
        ("repository", link(&paper.repository)),
        ("stars", of(&paper.stars)),
        ("project", link(&paper.project)),
        ("organisation", of(&paper.organisation)),
        ("submitter", of(&paper.submitter)),
        ("keywords", paper.keywords.join("; ")),
        ("thumbnail", link(&paper.thumbnail)),
    ]
}

// ---- real answers ----------------------------------------------------------------------------------------------------

/// One recorded answer: its name, its bytes, and the day it is of, where the recording says.
struct Recorded {
    name: String,
    bytes: Vec<u8>,
    day: Option<Day>,
}

/// The recorded answers, or none with a line that says why.
fn recorded() -> Vec<Recorded> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/hf/raw");
    let Ok(manifest) = fs::read(folder.join("MANIFEST.json")) else {
        skipped(&format!("no recorded answers in {}", folder.display()));
        return Vec::new();
    };
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let day_of: BTreeMap<&str, Day> = manifest
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| Some((entry["file"].as_str()?, Day::parse(entry["feed_date"].as_str()?)?)))
        .collect();
    let mut paths: Vec<PathBuf> = files(&folder).filter(|path| path.extension().unwrap() == "gz").collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(fs::File::open(&path).unwrap()).read_to_end(&mut bytes).unwrap();
        Recorded { day: day_of.get(name.as_str()).copied(), name, bytes }
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_paper_of_the_recorded_answers_is_read() {
    for Recorded { name, bytes, .. } in recorded() {
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        let ids: BTreeSet<&str> =
            value.as_array().unwrap().iter().map(|i| i["paper"]["id"].as_str().unwrap()).collect();
        let reading = feed::read(&bytes);
        assert_eq!(reading.shape, Shape::HuggingFace, "{name}");
        let read: BTreeSet<&str> = reading.papers.iter().map(|paper| paper.id.as_str()).collect();
        assert_eq!(read, ids, "{name}");
        assert_eq!(reading.papers.len(), ids.len(), "{name}");
    }
}

/// The 75 misses are the answers of 2025-03-11, -12 and -14: in that week the source gave neither the papers-day nor the
/// instant of posting, so that only the day that was asked for tells it.
#[test]
fn papers_days_of_the_recorded_answers_are_right() {
    let answers = recorded();
    let (mut unknown, mut with_hint) = (0, 0);
    for Recorded { name, bytes, day } in &answers {
        let Some(day) = day else { continue };
        for paper in feed::read(bytes).papers {
            match paper.days.as_slice() {
                [] => unknown += 1,
                [read] => assert_eq!(read, day, "{name} {}", paper.id),
                more => panic!("{name} {}: {more:?}", paper.id),
            }
        }
        let hinted = feed::read_with(bytes, &Hint { day: Some(*day) });
        with_hint += hinted.papers.iter().filter(|paper| paper.days != [*day]).count();
    }
    if !answers.is_empty() {
        assert_eq!((unknown, with_hint), (75, 0));
    }
}

#[test]
fn recorded_answers_give_no_unexpected_problems() {
    const EXPECTED: [&str; 4] = [
        "nothing tells its papers-day",
        "it has exactly 50 items, where the source cuts a list off",
        "is no web address",
        "the paper stands here a second time",
    ];
    let mut seen = BTreeMap::<String, usize>::new();
    for Recorded { name, bytes, .. } in recorded() {
        for problem in feed::read(&bytes).problems {
            assert!(EXPECTED.iter().any(|cause| problem.cause.contains(cause)), "{name}: {problem}");
            *seen.entry(problem.cause).or_default() += 1;
        }
    }
    println!("{seen:?}");
}

#[test]
fn recorded_texts_come_out_tidy() {
    let mut raw = Vec::new();
    for Recorded { bytes, .. } in recorded() {
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        for item in value.as_array().unwrap() {
            raw.extend(["title", "summary"].map(|key| item["paper"][key].as_str().unwrap().to_owned()));
        }
    }
    raw.extend(arxiv_texts());
    let mut complaints = Vec::new();
    for text in &raw {
        let tidied = tidy::prose(text);
        let command = tidied.match_indices('\\').any(|(at, _)| tidied[at + 1..].starts_with(char::is_alphabetic));
        if command || tidied.contains(char::is_control) || tidy::prose(&tidied) != tidied {
            complaints.push(format!("{tidied}\n{}", tidy::prose(&tidied)));
        }
    }
    assert!(complaints.is_empty(), "{} of {}:\n{}", complaints.len(), raw.len(), complaints.join("\n\n"));
}

/// Titles and abstracts of arXiv itself, where TeX is the rule.
fn arxiv_texts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/arxiv/arxiv_cs_sample_5k.jsonl.gz");
    let Ok(file) = fs::File::open(&path) else {
        skipped(&format!("no sample of arXiv in {}", path.display()));
        return Vec::new();
    };
    let mut lines = String::new();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut lines).unwrap();
    let texts = |line: &str| -> Vec<String> {
        let value: Value = serde_json::from_str(line).unwrap();
        ["title", "abstract"].iter().filter_map(|key| value[key].as_str().map(str::to_owned)).collect()
    };
    lines.lines().flat_map(texts).collect()
}

/// Run it with `--release --nocapture --ignored` to see what reading costs.
#[test]
#[ignore = "a measurement, and its data is large"]
fn time_to_read_all_recorded_answers() {
    let answers = recorded();
    let start = Instant::now();
    let papers: usize = answers.iter().map(|answer| feed::read(&answer.bytes).papers.len()).sum();
    let bytes: usize = answers.iter().map(|answer| answer.bytes.len()).sum();
    println!("{papers} papers, {bytes} bytes in {:?}", start.elapsed());
}

/// Each line of `tests/data/tidy.txt` is a text, `⇒`, and what becomes of it.
#[test]
fn prose_is_tidied_as_expected() {
    let cases = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tidy.txt")).unwrap();
    let mut failures = String::new();
    for (raw, expected) in cases.lines().filter_map(|line| line.split_once(" ⇒ ")) {
        let found = tidy::prose(&raw.replace('␤', "\n"));
        if found != expected {
            writeln!(failures, "{raw} ⇒ {expected}\n  found: {found}").unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

// ---- what is written -------------------------------------------------------------------------------------------------

/// A paper of which everything is known.
fn full_paper() -> Paper {
    let link = |text| Link::parse(text);
    let (id, version) = PaperId::parse("2309.05239v2").unwrap();
    Paper {
        version,
        abstract_text: Some("An abstract.".into()),
        summary: Some("A summary.".into()),
        authors: vec![
            Author { name: "Ada Example".into(), affiliations: vec!["Somewhere".into()] },
            Author::named("Bo Example"),
        ],
        categories: vec!["cs.CV".into(), "hep-th".into()],
        days: vec![Day(20_298), Day(20_299)],
        published: Some(Day(20_290)),
        votes: Some(0),
        comments: Some(3),
        repository: link("https://github.com/example/code"),
        stars: Some(12),
        project: link("https://example.org/project"),
        organisation: Some("Example Lab".into()),
        submitter: Some("Cy Example".into()),
        keywords: vec!["examples".into()],
        thumbnail: link("https://example.org/picture.png"),
        ..Paper::new(id, "A title")
    }
}

fn example_papers() -> Vec<Paper> {
    let bare = |text: &str| Paper::new(PaperId::parse(text).unwrap().0, "Only a title");
    vec![full_paper(), bare("hep-th/9901001"), Paper { days: vec![Day(20_335)], ..bare("2507.00001") }]
}

fn head() -> FeedHead {
    FeedHead { title: "An example".into(), home: Link::parse("https://example.org/") }
}

#[test]
fn what_is_written_is_read_back() {
    let text = feed::write(&example_papers(), &head());
    let reading = feed::read(text.as_bytes());
    assert_eq!(reading.papers, example_papers());
    assert_eq!(reading.problems, []);
    assert!(!text.contains("null"));
}

#[test]
fn what_is_written_fits_the_schema() {
    let feed = feed::write(&example_papers(), &head());
    validate("docs/feed.schema.json", "written", feed.as_bytes());
    for (name, bytes) in archive::build(&example_papers(), "An example", None) {
        validate(schema_for(&bytes), &name, &bytes);
    }
}

#[test]
fn the_built_in_edition_is_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/feed");
    let Ok(manifest) = fs::read(folder.join(archive::MANIFEST)) else {
        skipped(&format!("no built-in edition in {}", folder.display()));
        return;
    };
    for path in files("public/feed") {
        let bytes = fs::read(&path).unwrap();
        validate(schema_for(&bytes), &path.display().to_string(), &bytes);
    }
    let (manifest, problems) = Manifest::read(&manifest);
    assert_eq!(problems, []);
    for shard in manifest.unwrap().shards {
        let bytes = fs::read(folder.join(&shard.file)).unwrap();
        let reading = feed::read(&bytes);
        assert_eq!(reading.problems, []);
        assert_eq!((reading.papers.len(), bytes.len()), (shard.papers as usize, shard.bytes as usize));
    }
}

fn schema_for(bytes: &[u8]) -> &'static str {
    if archive::is_manifest(bytes) { "docs/archive.schema.json" } else { "docs/feed.schema.json" }
}

fn validate(schema: &str, name: &str, bytes: &[u8]) {
    let schema = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(schema)).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    let value: Value = serde_json::from_slice(bytes).unwrap();
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{name}: {errors:?}");
}

#[test]
fn the_format_document_describes_every_key() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/feed-format.md")).unwrap();
    let mut keys = BTreeSet::new();
    collect_keys(&serde_json::from_str(&feed::write(&example_papers(), &head())).unwrap(), &mut keys);
    for (_, bytes) in archive::build(&example_papers(), "An example", None) {
        collect_keys(&serde_json::from_slice(&bytes).unwrap(), &mut keys);
    }
    let missing: Vec<&String> = keys.iter().filter(|key| !document.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "not described: {missing:?}");
}

fn collect_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            keys.extend(map.keys().cloned());
            map.values().for_each(|value| collect_keys(value, keys));
        }
        Value::Array(elements) => elements.iter().for_each(|value| collect_keys(value, keys)),
        _ => {}
    }
}

#[test]
fn an_archive_holds_each_paper_under_its_first_month() {
    let files = archive::build(&example_papers(), "An example", None);
    let (manifest, problems) = Manifest::read(&files.last().unwrap().1);
    let manifest = manifest.unwrap();
    assert_eq!(problems, []);
    let months: Vec<(&str, u32)> = manifest.shards.iter().map(|shard| (shard.month.as_str(), shard.papers)).collect();
    assert_eq!(months, [("2025-07", 1), ("2025-09", 1), ("undated", 1)]);
    assert_eq!(manifest.updated, Day::parse("2025-09-04"));
    let named: Vec<&str> = manifest.shards.iter().map(|shard| shard.file.as_str()).collect();
    let built: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(built[..3], named);
    assert_eq!(built[3], archive::MANIFEST);
}

// ---- encodings that no text file could hold --------------------------------------------------------------------------

#[test]
fn encodings_are_recognised() {
    let feed = feed::write(&[full_paper()], &head()).replace("A title", "Ein Titel für 😀");
    let expected = feed::read(feed.as_bytes()).papers;
    let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(feed.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(feed.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let marked: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(feed.bytes()).collect();
    for bytes in [little, big, marked] {
        let reading = feed::read(&bytes);
        assert_eq!((reading.papers, reading.problems), (expected.clone(), vec![]));
    }
    let feed_place = feed.find("Titel").unwrap();
    let latin: Vec<u8> = feed.replace('😀', "").chars().map(|c| c as u8).collect();
    let reading = feed::read(&latin);
    assert_eq!(reading.papers[0].title, "Ein Titel für");
    assert_eq!(reading.problems[0].cause, "it is not in UTF-8");
    // With other characters that are sound, it is only damaged.
    let mut damaged = feed.into_bytes();
    damaged[feed_place] = 0xff;
    let reading = feed::read(&damaged);
    assert_eq!(reading.papers[0].title, "Ein \u{fffd}itel für 😀");
    assert_eq!(reading.problems[0].cause, "some bytes are not UTF-8");
}

#[test]
fn problems_are_counted_beyond_the_limit() {
    let reading = feed::read(format!("[{{\"paper\":{{}}}}{}]", ",7".repeat(2_000)).as_bytes());
    assert_eq!(reading.problems.len(), 1_001);
    assert_eq!(reading.problems[1_000].cause, "1001 more problems");
}

fn files(folder: impl AsRef<Path>) -> impl Iterator<Item = PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
}

/// Says why a test had nothing to do, past the capture of output, for the summary of `scripts/test`.
fn skipped(why: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}
