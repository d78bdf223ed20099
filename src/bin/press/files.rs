//! Files that are read as feeds, and folders that are written whole.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use offprint::feed::archive::{self, Manifest, Shard};
use offprint::feed::import::{self, Format, Import};
use offprint::feed::{self, Hint, Reading, Shape};
use offprint::paper::{Day, Paper};

/// Where files are written before they are moved to their places.
const STAGING: &str = ".press-staging";

/// The bytes of a file, or why there are none.
pub fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
}

/// Reads a feed. A name that starts with a date says which day was asked for.
pub fn read(file: &Path, bytes: &[u8]) -> (Reading, &'static str) {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("");
    any(bytes, &Hint { day: name.get(..10).and_then(Day::parse) })
}

/// Reads a feed or a bibliography, and says what it is: `unknown` if neither.
pub fn any(bytes: &[u8], hint: &Hint) -> (Reading, &'static str) {
    let reading = feed::read_with(bytes, hint);
    let kind = match reading.shape {
        Shape::Own => "JSON Feed",
        Shape::HuggingFace => "Hugging Face",
        Shape::Atom => "Atom",
        Shape::Rss => "RSS",
        Shape::Oai => "OAI-PMH",
        Shape::Unknown => return bibliography(bytes).unwrap_or((reading, "unknown")),
    };
    (reading, kind)
}

/// Reads a bibliography, if it is one: other texts may name papers for any reason.
fn bibliography(bytes: &[u8]) -> Option<(Reading, &'static str)> {
    let Import { brought, problems, format, .. } = import::read(bytes);
    let kind = match format {
        Format::Csl => "CSL-JSON",
        Format::BibTex => "BibTeX",
        Format::Ris => "RIS",
        _ => return None,
    };
    // One of which only the identifier is known is no news to anybody.
    let papers = brought.into_iter().map(|brought| brought.paper).filter(|paper| !paper.title.is_empty()).collect();
    Some((Reading { papers, problems, shape: Shape::Unknown }, kind))
}

/// The papers of an archive, shard by shard.
pub fn archive(folder: &Path) -> Result<(Manifest, Vec<Paper>), String> {
    let place = folder.join(archive::MANIFEST);
    let (manifest, problems) = Manifest::read(&bytes(&place)?);
    let cause = || problems.first().map(ToString::to_string).unwrap_or_default();
    let manifest = manifest.ok_or_else(|| format!("{}: {}", place.display(), cause()))?;
    let mut papers = Vec::new();
    for shard in &manifest.shards {
        papers.extend(self::shard(folder, shard)?);
    }
    Ok((manifest, papers))
}

/// The papers of a shard. One that is missing, damaged or short is an error: it would be built anew without its papers.
pub fn shard(folder: &Path, shard: &Shard) -> Result<Vec<Paper>, String> {
    let place = folder.join(&shard.file);
    let bytes = bytes(&place)?;
    let papers = feed::read(&bytes).papers;
    let short = || format!("it has {} papers, not {} as the manifest says", papers.len(), shard.papers);
    let wrong = archive::damage(shard, &bytes).or_else(|| (papers.len() < shard.papers as usize).then(short));
    match wrong {
        Some(cause) => Err(format!("{}: {cause}", place.display())),
        None => Ok(papers),
    }
}

/// Files named one by one stay in that order; a folder stands for the files in it, sorted by name, and those of its folders.
pub fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
            let mut inside: Vec<PathBuf> =
                entries.flatten().map(|entry| entry.path()).filter(|path| !hidden(path)).collect();
            inside.sort();
            files.extend(expand(&inside)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// A folder that one program at a time writes to.
pub struct Folder {
    place: PathBuf,
    /// Released when it is dropped, and by the system when the program is killed.
    _lock: File,
}

impl Folder {
    /// Opens the folder for writing, waits until no other press writes to it, and removes what a killed one left.
    pub fn open(place: &Path) -> io::Result<Folder> {
        fs::create_dir_all(place)?;
        let lock = File::create(place.join(".press-lock"))?;
        lock.lock()?;
        let _ = fs::remove_dir_all(place.join(STAGING));
        Ok(Folder { place: place.to_owned(), _lock: lock })
    }

    /// Writes the files whole: all of them beside their places first, then each moved in, in the order given, so that whoever
    /// serves the folder never serves a half. Give what names other files last.
    pub fn write(&self, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        let staging = self.place.join(STAGING);
        fs::create_dir_all(&staging)?;
        let written = files.iter().try_for_each(|(name, bytes)| put(&staging.join(name), bytes));
        let move_in = |name: &String| {
            let place = self.place.join(name);
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(staging.join(name), place)
        };
        let moved = written.and_then(|()| files.iter().try_for_each(|(name, _)| move_in(name)));
        fs::remove_dir_all(&staging)?;
        moved
    }

    /// Removes months that neither the archive before nor this one names: whoever reads the manifest before still finds its own.
    pub fn sweep(&self, before: Option<&Manifest>, files: &[(String, Vec<u8>)]) {
        let Some(before) = before else { return };
        let Ok(entries) = fs::read_dir(&self.place) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let named =
                before.shards.iter().any(|shard| shard.file == name) || files.iter().any(|(file, _)| *file == name);
            if archive::hash_of(&name).is_some() && !named {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn put(place: &Path, bytes: &[u8]) -> io::Result<()> {
    place.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(place, bytes)
}
