//! `press check`: what a reader makes of a file, or of a whole archive.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use offprint::feed::archive::{self, Manifest};
use offprint::feed::{self, Problem};
use offprint::paper::{Day, Paper};
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
            let (reading, kind) = files::read(&place, &bytes);
            let count = reading.papers.len();
            let (from, to) = days(&reading.papers);
            let days = if from.is_some() { format!(", {}", span(from, to)) } else { String::new() };
            println!("{}: {kind}, {count} papers{days}", place.display());
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
        if let Some(cause) = archive::damage(shard, &bytes) {
            note(cause, "it was read");
        }
        if reading.papers.len() != shard.papers as usize {
            note(
                format!("it has {} papers, not {} as the manifest says", reading.papers.len(), shard.papers),
                "they were read",
            );
        }
        let (from, to) = days(&reading.papers);
        if (from, to) != (shard.from, shard.to) {
            let (has, said) = (span(from, to), span(shard.from, shard.to));
            note(format!("its papers-days are {has}, not {said} as the manifest says"), "they were read");
        }
        if archive::hash_of(&shard.file).is_none() {
            note("its name has no hash, so that readers cannot tell when it changes".into(), "it was read");
        }
        for paper in &reading.papers {
            let month = archive::month(paper.first_day());
            if month != shard.month {
                note(format!("{} is of {month}, not of {}", paper.id, shard.month), "it was read");
            }
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

/// The first and the last papers-day of some papers.
fn days(papers: &[Paper]) -> (Option<Day>, Option<Day>) {
    (papers.iter().filter_map(Paper::first_day).min(), papers.iter().filter_map(Paper::last_day).max())
}

fn span(from: Option<Day>, to: Option<Day>) -> String {
    from.zip(to).map_or_else(|| "none".to_owned(), |(from, to)| format!("{from} to {to}"))
}
