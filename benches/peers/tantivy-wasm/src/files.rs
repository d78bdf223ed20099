//! The files of an index as one run of bytes: for each the length of its name, the name, the length, the bytes.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::directory::RamDirectory;
use tantivy::{Directory, Index};

/// tantivy's list of what belongs to an index.
const META: &str = "meta.json";

/// All files of an index.
pub fn pack(index: &Index, directory: &RamDirectory) -> tantivy::Result<Vec<u8>> {
    let segments = index.load_metas()?.list_segment_files();
    let mut paths: Vec<PathBuf> = segments.into_iter().filter(|path| directory.exists(path).unwrap_or(false)).collect();
    paths.push(META.into());
    paths.sort();
    let mut packed = Vec::new();
    for path in paths {
        let bytes = read(directory, &path)?;
        put(&mut packed, path.to_string_lossy().as_bytes());
        put(&mut packed, &bytes);
    }
    Ok(packed)
}

/// Writes the files that [`pack`] read.
pub fn unpack(mut packed: &[u8], directory: &RamDirectory) -> io::Result<()> {
    while !packed.is_empty() {
        let name = String::from_utf8_lossy(take(&mut packed)?).into_owned();
        directory.atomic_write(Path::new(&name), take(&mut packed)?)?;
    }
    Ok(())
}

fn read(directory: &RamDirectory, path: &Path) -> tantivy::Result<Vec<u8>> {
    if path == Path::new(META) {
        return Ok(directory.atomic_read(path)?);
    }
    Ok(directory.open_read(path)?.read_bytes()?.as_slice().to_vec())
}

fn put(packed: &mut Vec<u8>, bytes: &[u8]) {
    packed.extend((bytes.len() as u64).to_le_bytes());
    packed.extend(bytes);
}

fn take<'a>(packed: &mut &'a [u8]) -> io::Result<&'a [u8]> {
    let short = || io::Error::new(io::ErrorKind::UnexpectedEof, "the bytes end within a file");
    let (length, rest) = packed.split_first_chunk::<8>().ok_or_else(short)?;
    let length = u64::from_le_bytes(*length) as usize;
    let (bytes, rest) = rest.split_at_checked(length).ok_or_else(short)?;
    *packed = rest;
    Ok(bytes)
}
