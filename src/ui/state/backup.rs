//! Backups: everything the reader made to a file, and to nothing. From a file: `restore.rs`.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, forget_all, remember, remembered, write_address};
use crate::browser::tabs::Word;
use crate::browser::{clock, fetch, files, offline};
use crate::engine::message::{Request, Response};
use crate::feed::{self, FeedHead};
use crate::paper::{Paper, PaperId};
use crate::present::words;
use crate::shelf::backup::{self, Held};
use crate::shelf::keep::{Keep, Record, Store};
use crate::shelf::record::EventRecord;
use crate::shelf::{Damage, KeepError, Millis, Shelf, Stamp, Subject};

/// Names in `localStorage`: when the last backup was written, in milliseconds, and up to which entry of the journal; how much there
/// was of papers and things on the shelf; and how much of it was lost.
const BACKED_UP: &str = "offprint:backup";
const KEPT: &str = "offprint:kept";
pub(super) const LOST: &str = "offprint:lost";

/// How often it is looked, twenty times a second, whether all is there that a backup should have.
const PATIENCE: u32 = 100;

/// From here on acts are not counted: it is high time for a backup.
pub const MANY_ACTS: u32 = 1_000;

/// A backup as it is to be written.
pub(super) struct Written {
    /// The file.
    pub text: String,
    /// When it was made.
    at: Millis,
    /// The key of the last entry of the journal that is in it.
    pub upto: String,
    /// What could not be read, and so is not in it.
    pub errors: Vec<KeepError>,
}

impl App {
    /// Hands the reader a backup of everything, as a download or, if `share`, to another program.
    pub fn back_up(self, share: bool) {
        spawn_local(async move {
            let work = self.begin("Writing a backup");
            if let Some(written) = self.backup_text(Held::default()).await {
                for error in &written.errors {
                    self.notify(
                        format!("Of what could not be read the backup has what this page knows. {error}"),
                        true,
                    );
                }
                let (name, kind) = (format!("offprint-{}.json.gz", written.at.day()), "application/json");
                let bytes = written.text.as_bytes();
                let shared = if share { files::share(&name, kind, bytes).await } else { None };
                let handed = match shared {
                    Some(taken) => taken,
                    None => files::save(&name, kind, bytes).await,
                };
                match (handed, shared) {
                    (true, _) => {
                        self.note_backup(&written);
                        self.tell(format!("Backup written: {name}"), None);
                    }
                    // The reader thought better of it.
                    (false, Some(_)) => self.tell("No backup was handed on".to_owned(), None),
                    _ => self.notify("The browser did not take the backup; try another browser window.", true),
                }
            }
            self.done(work);
        });
    }

    /// A backup of everything that can be read, and of all that the file held.
    pub(super) async fn backup_text(self, mut held: Held) -> Option<Written> {
        self.ready().await;
        let keep = self.keep()?;
        // Before anything is read: what is done meanwhile counts as done since.
        let upto = self.last_entry().await;
        let ids: Vec<PaperId> = self.shelf(|shelf| shelf.papers().map(|(id, _)| id.clone()).collect());
        let papers = self.ask_papers(ids).await;
        let head = FeedHead { title: "Papers of a backup".to_owned(), home: None };
        let at = clock::now();
        let memory = |store: Store| self.remembered(store);
        // What is not on disk yet, as that is full or out of reach.
        if self.saving.get_untracked() > 0 {
            for store in [Store::Marks, Store::Things, Store::History] {
                memory(store).into_iter().for_each(|(key, bytes)| held.add(store, key, &bytes));
            }
        }
        let (text, errors) = backup::write(&*keep, &feed::write(&papers, &head), at, held, &memory).await;
        Some(Written { text, at, upto, errors })
    }

    /// The records of a store as this page has them in memory; of the journal only what can still be undone or was not stored.
    fn remembered(self, store: Store) -> Vec<Record> {
        self.parts.with_value(|parts| match store {
            Store::Marks | Store::Things => parts.shelf.records(store),
            Store::History => {
                let mut entries = Vec::new();
                for event in parts.debts.owed().chain(parts.events.values()) {
                    let entry = EventRecord::from(event).encode();
                    entry.into_iter().for_each(|entry| entries.push((event.at.key(), entry)));
                }
                entries
            }
            _ => Vec::new(),
        })
    }

    /// The key of the journal's last entry. Any is after it that comes later, whatever the clock says then.
    pub(super) async fn last_entry(self) -> String {
        let Some(keep) = self.keep() else { return String::new() };
        let last = keep.last(Store::History, 1).await.unwrap_or_default();
        last.into_iter().next().map_or_else(|| "0".to_owned(), |(key, _)| key)
    }

    /// Notes that there is this backup, if all is in it.
    pub(super) fn note_backup(self, written: &Written) {
        if written.errors.is_empty() {
            remember(BACKED_UP, &format!("{} {}", written.at.0, written.upto));
            self.history.update(|changed| *changed += 1);
        }
    }

    /// Waits until the shelf is read and, for some seconds, until the engine knows all stored papers: a backup must be possible
    /// where the engine is broken.
    pub(super) async fn ready(self) {
        let ready = || self.shelf_read.get_untracked() && self.summary.with_untracked(|summary| summary.whole);
        for _ in 0..PATIENCE {
            if ready() {
                return;
            }
            fetch::pause(50).await;
        }
    }

    /// Papers whole; those not known are left out.
    pub async fn ask_papers(self, ids: Vec<PaperId>) -> Vec<Paper> {
        match self.client().ask(Request::Papers(ids), Vec::new()).await {
            Some(Response::Papers(papers)) => papers,
            _ => Vec::new(),
        }
    }

    /// Erases everything that is kept here, in this and in every other tab, and opens the page anew. What other programs of the same
    /// origin keep is theirs.
    pub fn erase(self) {
        spawn_local(async move {
            let Some(keep) = self.keep() else { return };
            match keep.clear().await {
                Ok(()) => {
                    forget_all();
                    offline::forget_papers().await;
                    self.tell_tabs(&Word::Erased);
                    self.begin_anew();
                }
                Err(error) => self.notify(format!("Nothing was erased. {error}"), true),
            }
        });
    }

    /// Opens the page anew after everything was erased. An open paper is left: opening it again would be noted.
    pub(super) fn begin_anew(self) {
        let place = self.place.get_untracked();
        if place.paper.is_some() {
            write_address(&place.with_paper(None), true);
        }
        _ = window().location().reload();
    }

    /// How many acts came after the last backup that was written here, counted up to [`MANY_ACTS`], and when that was.
    pub async fn since_backup(self) -> (u32, Option<Millis>) {
        let noted = remembered(BACKED_UP).unwrap_or_default();
        let (at, upto) = noted.split_once(' ').unwrap_or((&noted, ""));
        let last = at.parse().ok().map(Millis);
        while self.keep().is_none() {
            fetch::pause(20).await;
        }
        let Some(keep) = self.keep() else { return (0, last) };
        // It was noted without the entry once.
        let after = match last.filter(|_| upto.is_empty()) {
            Some(at) => Stamp { at, ..Stamp::default() }.key(),
            None => upto.to_owned(),
        };
        (keep.count_after(Store::History, &after, MANY_ACTS).await.unwrap_or_default(), last)
    }

    /// Notes beside the store what is in it, so that its loss is noticed: records are never taken out, so fewer are a loss.
    pub(super) fn note_kept(self) {
        if self.parts.with_value(|parts| parts.unread) {
            return;
        }
        let [papers, things] = self.kept();
        remember(KEPT, &format!("{papers} {things}"));
    }

    /// Tells the reader if what was kept is gone, at each visit until a backup was taken in or the message put away. What is damaged is
    /// there and was told already.
    pub(super) fn tell_loss(self, damaged: &[Damage]) {
        let of = |store: Store| damaged.iter().filter(|damage| damage.store == store).count() as u32;
        let [papers, things] = self.kept();
        let there = [papers + of(Store::Marks), things + of(Store::Things)];
        let before = counts(&remembered(KEPT).unwrap_or_default());
        let lost: Vec<u32> = before.iter().zip(there).map(|(before, now)| before.saturating_sub(now)).collect();
        if lost.iter().any(|lost| *lost > 0) {
            remember(LOST, &lost.iter().map(u32::to_string).collect::<Vec<_>>().join(" "));
            self.note_kept();
        }
        let say = |(count, is_paper): (u32, bool)| match (count, is_paper) {
            (0, _) => None,
            (count, true) => Some(format!("remarks on {}", words::papers(count))),
            (count, false) => Some(format!("{} of the collections, searches and mutes", words::grouped(count))),
        };
        let lost = counts(&remembered(LOST).unwrap_or_default());
        let lost: Vec<String> = lost.into_iter().zip([true, false]).filter_map(say).collect();
        if !lost.is_empty() {
            let text = format!(
                "What Offprint kept in this browser is gone: {} that were here before. \
                 The browser has cleared them, or somebody has. A backup brings them back.",
                lost.join(", and ")
            );
            let link = ("?page=library".to_owned(), "To the backups".to_owned());
            self.notify_until(text, link, LOST);
        }
    }

    /// How many papers there are remarks on, and how many collections, searches and mutes there are or were.
    fn kept(self) -> [u32; 2] {
        let named =
            |subject: &Subject| matches!(subject, Subject::Collection(_) | Subject::Search(_) | Subject::Mute(..));
        let things = |shelf: &Shelf| shelf.things().filter(|(subject, _)| named(subject)).count() as u32;
        self.shelf(|shelf| [shelf.papers().len() as u32, things(shelf)])
    }
}

/// Numbers with spaces between them.
fn counts(text: &str) -> Vec<u32> {
    text.split(' ').filter_map(|count| count.parse().ok()).collect()
}
