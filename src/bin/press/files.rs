//! Files that are read as feeds, and folders that are written whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use offprint::feed::archive::{self, Manifest};
use offprint::feed::{self, Hint, Reading};
use offprint::paper::{Day, Paper};

/// The bytes of a file, or why there are none.
pub fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
}

/// Reads a feed. A name that starts with a date says which day was asked for.
pub fn read(file: &Path, bytes: &[u8]) -> Reading {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("");
    feed::read_with(bytes, &Hint { day: name.get(..10).and_then(Day::parse) })
}

/// The papers of an archive, shard by shard. A shard that is missing is an error: it would be built anew without its papers.
pub fn archive(folder: &Path) -> Result<(Manifest, Vec<Paper>), String> {
    let place = folder.join(archive::MANIFEST);
    let (manifest, problems) = Manifest::read(&bytes(&place)?);
    let cause = || problems.first().map(ToString::to_string).unwrap_or_default();
    let manifest = manifest.ok_or_else(|| format!("{}: {}", place.display(), cause()))?;
    let mut papers = Vec::new();
    for shard in &manifest.shards {
        papers.extend(feed::read(&bytes(&folder.join(&shard.file))?).papers);
    }
    Ok((manifest, papers))
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

/// Writes the files whole: all of them beside their places first, then each moved in, in the order given, so that whoever serves
/// the folder never serves a half. Give what names other files last.
pub fn write_all(out: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let staging = out.join(format!(".press-{}", std::process::id()));
    fs::create_dir_all(&staging)?;
    let written = files.iter().try_for_each(|(name, bytes)| {
        let place = staging.join(name);
        place.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(place, bytes)
    });
    let moved =
        written.and_then(|()| files.iter().try_for_each(|(name, _)| move_in(&staging.join(name), &out.join(name))));
    fs::remove_dir_all(&staging)?;
    moved
}

fn move_in(from: &Path, to: &Path) -> io::Result<()> {
    to.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::rename(from, to)
}
