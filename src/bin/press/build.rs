//! `press build`: feeds to an archive.

use std::path::PathBuf;

use offprint::feed::{Shape, archive};
use offprint::library::Library;
use offprint::paper::{Link, Paper};

use crate::files;

/// Write an archive from feeds of any known kind: a feed for each month, and manifest.json.
///
/// What several feeds say of one paper is joined; where they differ, the later file counts. A file whose name starts with a date
/// (2025-07-29.json) is taken as the answer for that day where its content leaves the day open. Plain files are read, not
/// compressed ones. The same feeds always give the same bytes, and a run that is cut short leaves the old archive whole.
#[derive(clap::Args)]
pub struct Order {
    /// Feeds, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The folder to write to.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// The name of the archive.
    #[arg(long, default_value = "Papers", value_name = "TEXT")]
    title: String,
    /// The page the archive belongs to.
    #[arg(long, value_name = "ADDRESS", value_parser = link)]
    home: Option<Link>,
}

fn link(text: &str) -> Result<Link, String> {
    Link::parse(text).ok_or_else(|| format!("{text} is no web address"))
}

/// Builds and writes.
pub fn run(order: &Order) -> Result<bool, String> {
    let mut library = Library::default();
    for file in files::expand(&order.files)? {
        let reading = files::read(&file, &files::bytes(&file)?);
        let name = file.display();
        if reading.shape == Shape::Unknown {
            return Err(format!("{name}: {}", reading.problems.first().map(ToString::to_string).unwrap_or_default()));
        }
        reading.problems.iter().for_each(|problem| eprintln!("{name}: {problem}"));
        library.merge(reading.papers);
    }
    let entries = library.all().into_iter().filter_map(|place| library.at(place));
    let papers: Vec<Paper> = entries.cloned().collect();
    let files = archive::build(&papers, &order.title, order.home.as_ref());
    files::write_all(&order.out, &files).map_err(|error| format!("{}: {error}", order.out.display()))?;
    println!("{} papers in {} files, {}", papers.len(), files.len(), order.out.display());
    Ok(true)
}
