//! Backups: everything the reader made to a file, from a file, and to nothing.

use std::collections::HashSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, remember, remembered};
use crate::browser::tabs::Word;
use crate::browser::{clock, fetch, files};
use crate::engine::message::{Request, Response};
use crate::feed::{self, FeedHead};
use crate::paper::{Paper, PaperId};
use crate::present::{acts, words};
use crate::shelf::backup::{self, Backup};
use crate::shelf::keep::{AT_A_TIME, Keep, Store, Write};
use crate::shelf::record::{EventRecord, FeedRecord};
use crate::shelf::{Event, Millis, Stamp};

/// Names in `localStorage`: when the last backup was written, in milliseconds, and how many papers were on the shelf.
const BACKED_UP: &str = "offprint:backup";
const KEPT: &str = "offprint:kept";

/// How often it is looked, twenty times a second, whether all is there that a backup should have.
const PATIENCE: u32 = 100;

/// From here on acts are not counted: it is high time for a backup.
pub const MANY_ACTS: u32 = 1_000;

/// A backup that was read, and what taking it in would do.
pub struct Offer {
    backup: Backup,
    event: Option<Event>,
}

impl Offer {
    /// What taking it in would do, in words.
    pub fn words(&self) -> Vec<String> {
        let made = format!("Written on {}.", words::day(self.backup.made.day()));
        let changes = match &self.event {
            Some(event) => acts::summary(event),
            None => vec!["Nothing in it is new here.".to_owned()],
        };
        let damaged = self.backup.damaged.iter().map(ToString::to_string);
        [made].into_iter().chain(changes).chain(damaged).collect()
    }

    /// Whether there is anything to take in.
    pub fn is_news(&self) -> bool {
        self.event.is_some() || !self.backup.events.is_empty()
    }
}

impl App {
    /// Hands the reader a backup of everything, as a download or, if `share`, to another program.
    pub fn back_up(self, share: bool) {
        spawn_local(async move {
            let work = self.begin("Writing a backup");
            if let Some((text, now)) = self.backup_text().await {
                let (name, kind) = (format!("offprint-{}.json.gz", now.day()), "application/json");
                let shared = share && files::share(&name, kind, text.as_bytes()).await.is_some();
                if shared || files::save(&name, kind, text.as_bytes()).await {
                    self.note_backup(now);
                    self.status.set(format!("Backup written: {name}"));
                } else {
                    self.notify("The browser did not take the backup; try another browser window.", true);
                }
            }
            self.done(work);
        });
    }

    /// A backup of everything, and its time. What cannot be read is told, and the rest is in it.
    pub(super) async fn backup_text(self) -> Option<(String, Millis)> {
        self.ready().await;
        let keep = self.keep()?;
        let ids: Vec<PaperId> = self.shelf(|shelf| shelf.papers().map(|(id, _)| id.clone()).collect());
        let papers = self.ask_papers(ids).await;
        let head = FeedHead { title: "Papers of a backup".to_owned(), home: None };
        let now = clock::now();
        let (text, errors) = backup::write(&*keep, &feed::write(&papers, &head), now).await;
        for error in errors {
            self.notify(format!("The backup lacks what could not be read. {error}"), true);
        }
        Some((text, now))
    }

    /// Notes that there is a backup of that time.
    pub(super) fn note_backup(self, at: Millis) {
        remember(BACKED_UP, &at.0.to_string());
        self.history.update(|changed| *changed += 1);
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

    /// Reads a backup and says what taking it in would do; nothing is taken in yet.
    pub async fn read_backup(self, file: web_sys::File) -> Result<Offer, String> {
        let bytes = files::bytes(&file).await.map_err(|error| format!("{}: {error}.", file.name()))?;
        self.ready().await;
        let backup = backup::read(&bytes)?;
        let cards = backup.cards.iter().map(|(subject, card)| (subject, card));
        let event = self.shelf(|shelf| shelf.merging(cards, clock::now()));
        Ok(Offer { backup, event })
    }

    /// Takes a backup in: what was set later, here or there, stands. One undo takes it back.
    pub fn take_in(self, offer: Offer) {
        spawn_local(async move {
            let work = self.begin("Taking a backup in");
            let Backup { events, feeds, papers, .. } = offer.backup;
            if !papers.is_empty() {
                let mut got = super::feeds::Yield::default();
                if let Err(error) = self.read_bytes(papers, None, &mut got).await {
                    self.notify(format!("The papers of the backup could not be read. {error}"), true);
                }
            }
            if let Some(event) = offer.event {
                self.take_event(event);
            }
            if let Err(error) = self.put_missing(events, feeds).await {
                self.notify(format!("The history of the backup could not be stored. {error}"), true);
            }
            self.reread_feeds().await;
            self.tell_tabs(&Word::Settled);
            self.history.update(|grown| *grown += 1);
            self.back_up_soon();
            self.done(work);
        });
    }

    /// Journal entries and feeds that are not here yet, some in each transaction. What is here stays: an entry of the same time
    /// is the same entry.
    async fn put_missing(
        self,
        events: Vec<(String, Event)>,
        feeds: Vec<(String, FeedRecord)>,
    ) -> Result<(), crate::shelf::KeepError> {
        let Some(keep) = self.keep() else { return Ok(()) };
        let held: [HashSet<String>; 2] = [
            keep.keys(Store::History).await?.into_iter().collect(),
            keep.keys(Store::Feeds).await?.into_iter().collect(),
        ];
        let [here, fed] = &held;
        let events = events.into_iter().filter(|(key, _)| !here.contains(key));
        let events = events.map(|(key, event)| (Store::History, key, EventRecord::from(&event).encode()));
        let feeds = feeds.into_iter().filter(|(key, _)| !fed.contains(key));
        let mut rest = feeds.map(|(key, feed)| (Store::Feeds, key, feed.encode())).chain(events);
        loop {
            let part = rest.by_ref().take(AT_A_TIME as usize);
            let put =
                |(store, key, bytes): (Store, String, Result<Vec<u8>, _>)| Ok(Write::Put { store, key, bytes: bytes? });
            let writes = part.map(put).collect::<Result<Vec<Write>, crate::shelf::KeepError>>()?;
            if writes.is_empty() {
                return Ok(());
            }
            keep.update(&[], |_| writes).await?;
        }
    }

    /// Erases everything that is kept here, in this and in every other tab, and opens the page anew.
    pub fn erase(self) {
        spawn_local(async move {
            let Some(keep) = self.keep() else { return };
            match keep.clear().await {
                Ok(()) => {
                    _ = window().local_storage().ok().flatten().map(|storage| storage.clear());
                    self.tell_tabs(&Word::Erased);
                    _ = window().location().reload();
                }
                Err(error) => self.notify(format!("Nothing was erased. {error}"), true),
            }
        });
    }

    /// How many acts came after the last backup that was written here, counted up to [`MANY_ACTS`], and when that was.
    pub async fn since_backup(self) -> (u32, Option<Millis>) {
        let last = remembered(BACKED_UP).and_then(|text| text.parse().ok()).map(Millis);
        let Some(keep) = self.keep() else { return (0, last) };
        let after = last.map(|at| Stamp { at, ..Stamp::default() }.key()).unwrap_or_default();
        (keep.count_after(Store::History, &after, MANY_ACTS).await.unwrap_or_default(), last)
    }

    /// Notes beside the store that there is something in it, so that its loss is noticed.
    pub(super) fn note_kept(self) {
        remember(KEPT, &self.shelf(|shelf| shelf.papers().len()).to_string());
    }

    /// Tells the reader if what was kept is gone.
    pub(super) fn tell_loss(self) {
        let before: u32 = remembered(KEPT).and_then(|count| count.parse().ok()).unwrap_or_default();
        if before > 0 && self.shelf(|shelf| shelf.is_empty()) {
            let text = format!(
                "What Offprint kept in this browser is gone: remarks on {} that were here at the last visit. \
                 The browser has cleared them, or somebody has. A backup brings them back.",
                words::papers(before)
            );
            let link = ("?page=library".to_owned(), "To the backups".to_owned());
            self.notify_with(text, true, Some(link));
        }
    }
}
