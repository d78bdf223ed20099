//! Backups that are written by themselves, to a file that the reader has picked once.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, remember, remembered};
use crate::browser::backup_file::{self, BackupFile, KEY};
use crate::browser::tabs::Word;
use crate::browser::{clock, fetch, locks};
use crate::shelf::backup::Held;

/// Name in `localStorage` of what the file was when it was last written from this browser: a number of its bytes, and the last entry
/// of the journal in it. A file that is another now was written elsewhere.
const PRINT: &str = "offprint:file";

/// Milliseconds without a change after which the file is written.
const REST: f64 = 5_000.0;

/// The file is written for at most one part of so many of the time: the more there is to write, the longer is the pause.
const SELDOM: f64 = 20.0;

/// The file as the screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileState {
    /// Its name.
    pub name: String,
    /// Whether the browser lets it be written now, without asking the reader.
    pub open: bool,
}

/// What is known of the writing.
#[derive(Default)]
pub(super) struct Writing {
    file: Option<BackupFile>,
    state: Option<FileState>,
    /// Counts the changes, so that only the last of many is followed by a backup.
    changes: u32,
    /// Milliseconds that the last one took.
    took: f64,
    /// The number of the bytes of a picked file whose content the reader is offered. Until they have chosen it is not written.
    pub(super) asked: Option<String>,
}

impl Writing {
    /// The file, if it may be written.
    fn open_file(&self) -> Option<BackupFile> {
        self.file.clone().filter(|_| self.state.as_ref().is_some_and(|state| state.open))
    }
}

impl App {
    /// The file to which backups are written by themselves; whoever asks hears of changes.
    pub fn backup_file(self) -> Option<FileState> {
        self.news.track();
        self.parts.with_value(|parts| parts.writing.state.clone())
    }

    /// Takes up the file that was picked at an earlier visit, or in another tab.
    pub(super) async fn open_backup_file(self) {
        let Some(keep) = self.keep() else { return };
        let Some(database) = keep.database() else { return };
        let file = database.value(KEY).await.map(BackupFile);
        self.show_backup_file(file, false).await;
        // The last visit may have ended before its last change was in it, and another device may have written to it.
        self.back_up_soon();
        let closed = self.parts.with_value(|parts| parts.writing.state.clone()).filter(|file| !file.open);
        if let Some(file) = closed
            && self.since_backup().await.0 > 0
        {
            let link = ("?page=library".to_owned(), "To the backups".to_owned());
            self.notify_with(format!("Backups to {} wait until you allow them again.", file.name), false, Some(link));
        }
    }

    /// Lets the reader pick the file, a new one or one that is `there`, and writes to it at once. What it holds stays in it; if that is
    /// a backup with something that is not here, it is offered.
    pub fn pick_backup_file(self, there: bool) {
        spawn_local(async move {
            let Some(file) = backup_file::pick("offprint-backup.json.gz", there).await else { return };
            // One that was there may be read so far.
            file.may_write(true).await;
            match self.look_before(&file).await {
                Ok(()) if self.keep_backup_file(Some(&file)).await => {
                    self.show_backup_file(Some(file), false).await;
                    self.write_backup_file().await;
                }
                Ok(()) => {}
                Err(error) => {
                    self.notify(format!("Backups cannot go to {}, which stays as it is. {error}", file.name()), true)
                }
            }
        });
    }

    /// Offers what a picked file holds. The error says why backups cannot go there.
    async fn look_before(self, file: &BackupFile) -> Result<(), String> {
        let bytes = file.read().await?;
        unprinted();
        if !bytes.is_empty() {
            let offer = self.look_into(&bytes).await?;
            if offer.is_news() || offer.is_past() {
                self.offer(Some(Ok(offer)));
                self.parts.update_value(|parts| parts.writing.asked = Some(print(&bytes).to_string()));
            }
        }
        Ok(())
    }

    /// Puts away what is offered. If it was of the picked file, that is written again: what it holds stays in it.
    pub fn leave_offer(self) {
        let asked = self.parts.try_update_value(|parts| parts.writing.asked.take()).flatten();
        self.offer(None);
        if let Some(print) = asked {
            remember(PRINT, &format!("{print} "));
            self.back_up_soon();
        }
    }

    /// Has the browser ask the reader whether the file may be written again, as it does after each start.
    pub fn allow_backup_file(self) {
        spawn_local(async move {
            let file = self.parts.with_value(|parts| parts.writing.file.clone());
            self.show_backup_file(file, true).await;
            self.write_backup_file().await;
        });
    }

    /// Writes to the file no more. It stays as it is.
    pub fn forget_backup_file(self) {
        spawn_local(async move {
            if self.keep_backup_file(None).await {
                self.show_backup_file(None, false).await;
            }
        });
    }

    /// Something was stored: it will be in the file after a pause.
    pub(super) fn back_up_soon(self) {
        let count = |parts: &mut super::Parts| {
            parts.writing.open_file()?;
            parts.writing.changes += 1;
            Some((parts.writing.changes, parts.writing.took))
        };
        let Some((change, took)) = self.parts.try_update_value(count).flatten() else { return };
        spawn_local(async move {
            fetch::pause(REST.max(SELDOM * took) as i32).await;
            if self.parts.with_value(|parts| parts.writing.changes) == change {
                self.write_backup_file().await;
            }
        });
    }

    async fn write_backup_file(self) {
        let file = |parts: &super::Parts| parts.writing.open_file().filter(|_| parts.writing.asked.is_none());
        let Some(file) = self.parts.with_value(file) else { return };
        // Of two tabs the later one reads what the earlier has stored, and so has all of it.
        let held = locks::lock(KEY).await;
        let start = clock::precise();
        let written = self.write_over(&file).await;
        drop(held);
        self.parts.update_value(|parts| parts.writing.took = clock::precise() - start);
        if let Err(error) = written {
            let name = file.name();
            let text = format!("The backup could not be written to {name}. {error} The file stays as it was.");
            self.notify_with(text, true, Some(("?page=library".to_owned(), "To the backups".to_owned())));
            self.show_backup_file(Some(file), false).await;
        }
    }

    /// Writes the backup over what the file holds, of which nothing is lost: what another device has written is taken in first, and
    /// all that was in the file is in it again. A backup that lacks what could not be read is not written.
    async fn write_over(self, file: &BackupFile) -> Result<(), String> {
        let bytes = file.read().await?;
        let mut held = Held::default();
        if !bytes.is_empty() {
            let now = print(&bytes).to_string();
            let known = remembered(PRINT).unwrap_or_default();
            let (known, upto) = known.split_once(' ').unwrap_or_default();
            if known != now {
                self.take_from_file(&bytes).await?;
            } else if upto == self.last_entry().await {
                return Ok(());
            }
            held = Held::read(&bytes)?;
        }
        let Some(written) = self.backup_text(held).await else { return Ok(()) };
        if let Some(error) = written.errors.first() {
            return Err(error.to_string());
        }
        file.write(written.text.as_bytes()).await?;
        remember(PRINT, &format!("{} {}", print(written.text.as_bytes()), written.upto));
        self.note_backup(&written);
        Ok(())
    }

    async fn keep_backup_file(self, file: Option<&BackupFile>) -> bool {
        let Some(keep) = self.keep() else { return false };
        // Where nothing outlives the page, the file is all the more worth having.
        let Some(database) = keep.database() else { return true };
        let kept = database.set_value(KEY, file.map(|file| &file.0)).await;
        if let Err(error) = &kept {
            self.notify(format!("The choice of the file could not be kept. {error}"), true);
        }
        self.tell_tabs(&Word::Settled);
        kept.is_ok()
    }

    async fn show_backup_file(self, file: Option<BackupFile>, ask: bool) {
        let state = match &file {
            Some(file) => Some(FileState { name: file.name(), open: file.may_write(ask).await }),
            None => None,
        };
        self.parts.update_value(|parts| (parts.writing.file, parts.writing.state) = (file, state));
        self.news.update(|news| *news += 1);
    }
}

/// A number that tells the bytes of one file from those of another: FNV-1a.
fn print(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Forgets what the file was.
pub(super) fn unprinted() {
    remember(PRINT, "");
}
