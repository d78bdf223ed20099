//! `press check`: what a reader makes of a file, or of a whole archive.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use offprint::feed::archive::{self, Manifest};
use offprint::feed::{self, Problem, Shape};
use offprint::paper::Paper;
use offprint::present::site::Site;

use crate::files;

/// Say of each file or archive what kind it is, what was read from it, and what was wrong with it.
///
/// A folder with a manifest.json is an archive: its shards are read too, and must be as the manifest says. Ends with 1 if
/// anything was wrong, with 2 if a file could not be opened.
#[derive(clap::Args)]
pub struct Order {
    /// Feeds, manifests, folders of archives, or a site's site.json.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Whether nothing was wrong.
pub fn run(order: &Order) -> Result<bool, String> {
    let mut sound = true;
    for file in &order.files {
        let whole = file.is_dir();
        let place = if whole { file.join(archive::MANIFEST) } else { file.clone() };
        let bytes = files::bytes(&place)?;
        let problems = if place.file_name().is_some_and(|name| name == "site.json") {
            let (site, problems) = Site::read(&bytes);
            println!("{}: a site's choices, “{}”, {} feeds", place.display(), site.title, site.feeds.len());
            problems
        } else if archive::is_manifest(&bytes) {
            let (manifest, mut problems) = Manifest::read(&bytes);
            println!("{}: manifest, {} shards", place.display(), manifest.as_ref().map_or(0, |m| m.shards.len()));
            if let Some(manifest) = manifest.filter(|_| whole) {
                problems.extend(shards(file, &manifest));
            }
            problems
        } else {
            let reading = files::read(&place, &bytes);
            let (kind, count) = (kind(reading.shape), reading.papers.len());
            println!("{}: {kind}, {count} papers{}", place.display(), span(&reading.papers));
            reading.problems
        };
        problems.iter().for_each(|problem| println!("  {problem}"));
        sound &= problems.is_empty();
    }
    Ok(sound)
}

/// What is wrong with the shards of an archive.
fn shards(folder: &Path, manifest: &Manifest) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut known = HashSet::new();
    for shard in &manifest.shards {
        let mut note = |cause: String, done: &str| {
            problems.push(Problem { place: shard.file.clone(), cause, done: done.into() });
        };
        let Ok(bytes) = std::fs::read(folder.join(&shard.file)) else {
            note("the manifest names it, and it is not there".into(), "its papers are missing");
            continue;
        };
        let reading = feed::read(&bytes);
        if bytes.len() as u64 != shard.bytes || reading.papers.len() != shard.papers as usize {
            let is = format!("{} bytes with {} papers", bytes.len(), reading.papers.len());
            note(format!("it has {is}, not {} with {} as the manifest says", shard.bytes, shard.papers), "it was read");
        }
        for paper in &reading.papers {
            if !known.insert(paper.id.clone()) {
                note(format!("{} is in another shard too", paper.id), "both are joined");
            }
        }
        for problem in reading.problems {
            note(format!("{}: {}", problem.place, problem.cause), &problem.done);
        }
    }
    problems
}

/// The name of a kind of feed.
pub fn kind(shape: Shape) -> &'static str {
    match shape {
        Shape::Own => "JSON Feed",
        Shape::HuggingFace => "Hugging Face",
        Shape::Atom => "Atom",
        Shape::Rss => "RSS",
        Shape::Oai => "OAI-PMH",
        Shape::Unknown => "unknown",
    }
}

fn span(papers: &[Paper]) -> String {
    let first = papers.iter().filter_map(Paper::first_day).min();
    let last = papers.iter().filter_map(Paper::last_day).max();
    first.zip(last).map(|(first, last)| format!(", {first} to {last}")).unwrap_or_default()
}
