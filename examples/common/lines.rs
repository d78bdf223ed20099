//! Files of JSON lines, plain or gzipped.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::Deserialize;

/// Reads a file whose every line is a value.
pub fn read_lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>, Box<dyn Error>> {
    let lines = open(path)?.lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// A file, or the gzipped one beside its name.
pub fn open(path: &Path) -> Result<BufReader<Box<dyn Read>>, Box<dyn Error>> {
    let zipped = path.with_file_name(format!("{}.gz", path.file_name().unwrap_or_default().to_string_lossy()));
    let reader: Box<dyn Read> = match File::open(path) {
        Ok(file) => Box::new(file),
        Err(_) if fs::exists(&zipped)? => Box::new(MultiGzDecoder::new(File::open(zipped)?)),
        Err(error) => return Err(format!("{}: {error}", path.display()).into()),
    };
    Ok(BufReader::new(reader))
}
