//! Builds archives from feeds, and says what a reader makes of a file.
#![cfg_attr(target_arch = "wasm32", no_main)]
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use offprint::feed::archive::{self, Manifest};
use offprint::feed::{self, Hint, Reading, Shape};
use offprint::library::Library;
use offprint::paper::{Day, Link, Paper};

const HELP: &str = "\
press build FILE… --out FOLDER [--title TEXT] [--home ADDRESS]
    Reads feeds of any known kind and writes an archive: a feed for each month, and manifest.json.
    What several feeds say of one paper is joined; where they differ, the later file counts.
    A file whose name starts with a date (2025-07-29.json) is taken as the answer for that day
    where its content leaves the day open.

press check FILE…
    Says of each file what kind it is, what was read from it, and what was wrong with it.
    Ends with 1 if anything was wrong.

Both read plain JSON, not compressed files.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.split_first() {
        Some((command, rest)) if command == "build" => build(rest),
        Some((command, files)) if command == "check" && !files.is_empty() => check(files),
        Some((command, _)) if command == "--help" || command == "help" => {
            print!("{HELP}");
            Ok(true)
        }
        _ => Err(format!("what should be done?\n\n{HELP}")),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("press: {message}");
            ExitCode::from(2)
        }
    }
}

/// What `build` was asked to do.
struct Order {
    files: Vec<String>,
    out: PathBuf,
    title: String,
    home: Option<Link>,
}

fn order(arguments: &[String]) -> Result<Order, String> {
    let (mut files, mut out, mut title, mut home) = (Vec::new(), None, "Papers".to_owned(), None);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().cloned().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--out" => out = Some(PathBuf::from(value()?)),
            "--title" => title = value()?,
            "--home" => {
                let text = value()?;
                home = Some(Link::parse(&text).ok_or(format!("{text} is no web address"))?);
            }
            option if option.starts_with("--") => return Err(format!("there is no option {option}; see press --help")),
            file => files.push(file.to_owned()),
        }
    }
    let out = out.ok_or("say where to write, with --out FOLDER")?;
    if files.is_empty() { Err("name at least one feed to read".into()) } else { Ok(Order { files, out, title, home }) }
}

fn build(arguments: &[String]) -> Result<bool, String> {
    let order = order(arguments)?;
    let mut library = Library::default();
    for file in &order.files {
        let reading = read(file, &bytes(file)?);
        if reading.shape == Shape::Unknown {
            return Err(format!("{file}: {}", reading.problems.first().map(ToString::to_string).unwrap_or_default()));
        }
        reading.problems.iter().for_each(|problem| eprintln!("{file}: {problem}"));
        library.merge(reading.papers);
    }
    let entries = library.all().into_iter().filter_map(|place| library.at(place));
    let papers: Vec<Paper> = entries.cloned().collect();
    let files = archive::build(&papers, &order.title, order.home.as_ref());
    write_all(&order.out, &files).map_err(|error| format!("{}: {error}", order.out.display()))?;
    println!("{} papers in {} files, {}", papers.len(), files.len(), order.out.display());
    Ok(true)
}

/// Writes the files whole: all of them beside their places first, then each moved in, the manifest last, so that whoever
/// serves the folder never serves a half.
fn write_all(out: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let staging = out.join(format!(".press-{}", std::process::id()));
    fs::create_dir_all(&staging)?;
    let written = files.iter().try_for_each(|(name, bytes)| fs::write(staging.join(name), bytes));
    let moved =
        written.and_then(|()| files.iter().try_for_each(|(name, _)| fs::rename(staging.join(name), out.join(name))));
    fs::remove_dir_all(&staging)?;
    moved
}

fn check(files: &[String]) -> Result<bool, String> {
    let mut sound = true;
    for file in files {
        let bytes = bytes(file)?;
        let problems = if archive::is_manifest(&bytes) {
            let (manifest, problems) = Manifest::read(&bytes);
            println!("{file}: manifest, {} shards", manifest.map_or(0, |manifest| manifest.shards.len()));
            problems
        } else {
            let reading = read(file, &bytes);
            println!("{file}: {}, {} papers{}", kind(reading.shape), reading.papers.len(), span(&reading.papers));
            reading.problems
        };
        problems.iter().for_each(|problem| println!("  {problem}"));
        sound &= problems.is_empty();
    }
    Ok(sound)
}

fn bytes(file: &str) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{file}: {error}"))
}

fn read(file: &str, bytes: &[u8]) -> Reading {
    let name = Path::new(file).file_name().and_then(|name| name.to_str()).unwrap_or("");
    feed::read_with(bytes, &Hint { day: name.get(..10).and_then(Day::parse) })
}

fn kind(shape: Shape) -> &'static str {
    match shape {
        Shape::Own => "JSON Feed",
        Shape::HuggingFace => "Hugging Face",
        Shape::Unknown => "unknown",
    }
}

fn span(papers: &[Paper]) -> String {
    let first = papers.iter().filter_map(Paper::first_day).min();
    let last = papers.iter().filter_map(Paper::last_day).max();
    first.zip(last).map(|(first, last)| format!(", {first} to {last}")).unwrap_or_default()
}
