//! `press build`: feeds to an archive.

use std::path::{Path, PathBuf};

use offprint::feed::archive::{self, MANIFEST, Manifest};
use offprint::library::Library;
use offprint::paper::{Link, Paper};
use offprint::press::beside::{self, Site};

use crate::files;

/// Write an archive from feeds and bibliographies of any known kind: a feed for each month, and manifest.json.
///
/// With --home, also what other programs read: Atom and JSON Feed of the newest papers, whole and of each category (feeds/),
/// Markdown of each day (days/), llms.txt and sitemap.xml.
///
/// What several feeds say of one paper is joined; where they differ, the later file counts. A file whose name starts with a date
/// (2025-07-29.json) is taken as the answer for that day where its content leaves the day open. Plain files are read, not
/// compressed ones. The same feeds always give the same bytes, and a run that is cut short leaves the old archive whole.
#[derive(clap::Args)]
pub struct Order {
    /// Feeds, or folders of them.
    #[arg(required_unless_present = "merge", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The folder to write to.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Start from the archive that is in the folder, so that no paper of it is lost.
    #[arg(long)]
    merge: bool,
    /// The name of the archive.
    #[arg(long, default_value = "Papers", value_name = "TEXT")]
    title: String,
    /// The page the archive belongs to.
    #[arg(long, value_name = "ADDRESS", value_parser = link)]
    home: Option<Link>,
    /// The address of the folder, if it is not feed/ beside the page.
    #[arg(long, value_name = "ADDRESS", value_parser = link, requires = "home")]
    archive: Option<Link>,
}

/// Reads an address of the command line.
pub fn link(text: &str) -> Result<Link, String> {
    Link::parse(text).ok_or_else(|| format!("{text} is no web address"))
}

/// The address of an archive: as said, or `feed/` beside the page.
pub fn site(title: &str, home: &Link, archive: Option<&Link>) -> Result<Site, String> {
    let below = format!("{}/feed/", home.as_str().trim_end_matches('/'));
    let archive = archive.map_or_else(|| link(&below), |archive| Ok(archive.clone()))?;
    Ok(Site { title: title.to_owned(), home: home.clone(), archive })
}

/// Builds and writes.
pub fn run(order: &Order) -> Result<bool, String> {
    let said = |error: std::io::Error| format!("{}: {error}", order.out.display());
    let folder = files::Folder::open(&order.out).map_err(said)?;
    let before = before(&order.out, order.merge)?;
    let mut library = Library::default();
    if order.merge {
        for shard in before.iter().flat_map(|manifest| &manifest.shards) {
            library.merge(files::shard(&order.out, shard)?);
        }
    }
    for file in files::expand(&order.files)? {
        let (reading, kind) = files::read(&file, &files::bytes(&file)?);
        let name = file.display();
        if kind == "unknown" {
            return Err(format!("{name}: {}", reading.problems.first().map(ToString::to_string).unwrap_or_default()));
        }
        reading.problems.iter().for_each(|problem| eprintln!("{name}: {problem}"));
        library.merge(reading.papers);
    }
    let papers: Vec<&Paper> = library.all().into_iter().filter_map(|place| library.at(place)).collect();
    let mut files = archive::build(papers.iter().copied(), &order.title, order.home.as_ref());
    if let Some(home) = &order.home {
        let manifest = files.pop();
        files.extend(beside::files(&library, &site(&order.title, home, order.archive.as_ref())?));
        files.extend(manifest);
    }
    folder.write(&files).map_err(said)?;
    folder.sweep(before.as_ref(), &files);
    println!("{} papers in {} files, {}", papers.len(), files.len(), order.out.display());
    Ok(true)
}

/// The manifest that is there. One that cannot be read is an error only where it is to be built upon.
fn before(out: &Path, needed: bool) -> Result<Option<Manifest>, String> {
    let place = out.join(MANIFEST);
    let Ok(bytes) = std::fs::read(&place) else { return Ok(None) };
    let (manifest, problems) = Manifest::read(&bytes);
    match problems.first().filter(|_| needed) {
        Some(problem) => Err(format!("{}: {problem}", place.display())),
        None => Ok(manifest),
    }
}
