//! Who has had which letter, so that a run that was stopped goes on and nobody gets a letter twice.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The file beside a list that notes who had one letter. It holds hashes, so that the addresses stand in one place only.
pub struct Sent {
    place: PathBuf,
    file: File,
    known: Vec<String>,
}

impl Sent {
    /// Opens or begins the file for a letter. It is locked until the run is over.
    pub fn open(list: &Path, letter: &str) -> Result<Sent, String> {
        let name = list.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let place = list.with_file_name(format!(".{name}.{}.sent", hash(letter)));
        let said = |error: std::io::Error| format!("{}: {error}", place.display());
        let file = OpenOptions::new().create(true).append(true).read(true).open(&place).map_err(said)?;
        file.lock().map_err(said)?;
        let known = std::fs::read_to_string(&place).map_err(said)?.lines().map(str::to_owned).collect();
        Ok(Sent { place, file, known })
    }

    /// Whether the address has had the letter.
    pub fn has(&self, address: &str) -> bool {
        self.known.contains(&hash(address))
    }

    /// Notes that it has, on the disk before the next letter goes.
    pub fn note(&mut self, address: &str) -> Result<(), String> {
        let line = hash(address);
        let written = writeln!(self.file, "{line}").and_then(|()| self.file.sync_data());
        self.known.push(line);
        written.map_err(|error| format!("{}: {error}", self.place.display()))
    }
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
