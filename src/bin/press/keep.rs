//! The folder of answers. What is in it is only ever added to: an answer that lacks papers of the one before is kept beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use offprint::feed::Hint;
use offprint::paper::Day;
use offprint::press::config::Request;
use serde::{Deserialize, Serialize};

use crate::files;
use crate::http::Known;

/// What is remembered of all requests; a file that no build reads.
const STATE: &str = ".press-state.json";

/// The answers, and what is known of each request.
pub struct Keep {
    folder: PathBuf,
    asked: BTreeMap<String, Asked>,
}

/// What is remembered of one request.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Asked {
    /// When it was answered last.
    day: i32,
    /// Its file.
    file: String,
    /// How many items the answer had.
    #[serde(default)]
    items: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
}

impl Keep {
    /// Opens the folder. A state that cannot be read costs requests, not answers.
    pub fn open(folder: PathBuf) -> Result<Keep, String> {
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let state = fs::read(folder.join(STATE)).ok();
        let asked = state.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Ok(Keep { folder, asked })
    }

    /// How many items the last answer had, if no later one can differ: it came long enough after its day.
    pub fn settled(&self, request: &Request, after: i32) -> Option<usize> {
        let asked = self.asked.get(&request.url).filter(|asked| self.folder.join(&asked.file).is_file())?;
        request.day.filter(|day| asked.day.saturating_sub(day.0) >= after).map(|_| asked.items)
    }

    /// What to send along with a request, so that the same answer need not come again.
    pub fn known(&self, request: &Request) -> Known {
        let asked = self.asked.get(&request.url).filter(|asked| self.folder.join(&asked.file).is_file());
        asked.map(|asked| Known { etag: asked.etag.clone(), modified: asked.modified.clone() }).unwrap_or_default()
    }

    /// Notes that the answer is as before, and says how many items it had.
    pub fn same(&mut self, request: &Request, today: Day) -> Result<usize, String> {
        let Some(asked) = self.asked.get_mut(&request.url) else { return Ok(0) };
        asked.day = today.0;
        let items = asked.items;
        self.save()?;
        Ok(items)
    }

    /// Keeps an answer.
    pub fn put(
        &mut self,
        source: &str,
        request: &Request,
        today: Day,
        bytes: &[u8],
        known: Known,
    ) -> Result<usize, String> {
        let file = format!("{source}/{}", request.file);
        let items = self.store(&file, bytes)?;
        let Known { etag, modified } = known;
        self.asked.insert(request.url.clone(), Asked { day: today.0, file, items, etag, modified });
        self.save()?;
        Ok(items)
    }

    /// Writes a file whole. One of that name which has papers that this one lacks stays, under another name that sorts before it.
    pub fn store(&self, file: &str, bytes: &[u8]) -> Result<usize, String> {
        let place = self.folder.join(file);
        let (new, items) = ids(bytes);
        if let Ok(old) = fs::read(&place) {
            let mut lost: BTreeSet<String> = ids(&old).0.difference(&new).cloned().collect();
            let mut number = 1;
            while !lost.is_empty() {
                let beside = beside(&place, number);
                match fs::read(&beside) {
                    Ok(kept) => lost = lost.difference(&ids(&kept).0).cloned().collect(),
                    Err(_) => {
                        write(&beside, &old)?;
                        break;
                    }
                }
                number += 1;
            }
        }
        write(&place, bytes)?;
        Ok(items)
    }

    /// Whether two slices have the same papers: a source that knows no slices gives the first for each.
    pub fn repeats(&self, source: &str, one: &Request, other: &Request) -> bool {
        let of =
            |request: &Request| fs::read(self.folder.join(source).join(&request.file)).ok().map(|bytes| ids(&bytes).0);
        of(one) == of(other)
    }

    fn save(&self) -> Result<(), String> {
        let text = serde_json::to_vec_pretty(&self.asked).map_err(|error| error.to_string())?;
        write(&self.folder.join(STATE), &text)
    }
}

/// Whether a body is a whole feed. What is wrong with single items is no reason to ask again.
pub fn sound(bytes: &[u8]) -> Result<(), String> {
    let (reading, kind) = files::any(bytes, &Hint::default());
    let said = |place: &str| reading.problems.iter().find(|problem| problem.place == place);
    if kind == "unknown" {
        return Err(reading.problems.first().map(|problem| problem.cause.clone()).unwrap_or_default());
    }
    match said("the end of the file") {
        Some(problem) => Err(problem.cause.clone()),
        None => Ok(()),
    }
}

/// The papers of a feed.
fn ids(bytes: &[u8]) -> (BTreeSet<String>, usize) {
    let papers = files::any(bytes, &Hint::default()).0.papers;
    let count = papers.len();
    (papers.into_iter().map(|paper| paper.id.to_string()).collect(), count)
}

/// `2025-07-29.json` to `2025-07-29.before-1.json`, which sorts before it and so is the earlier word.
fn beside(place: &Path, number: u32) -> PathBuf {
    let ending = place.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    place.with_extension(format!("before-{number}.{ending}"))
}

fn write(place: &Path, bytes: &[u8]) -> Result<(), String> {
    let said = |error: std::io::Error| format!("{}: {error}", place.display());
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(said)?;
    }
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = place.with_file_name(format!(".{name}.part"));
    fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, place)).map_err(said)
}
