//! The feeds: which there are, fetching them, and what came of it.
//!
//! Only the page fetches (see [`crate::browser::fetch`]); the engine reads, joins and stores. A feed's record is written after
//! its papers are stored, so that an interrupted fetch is taken up again and never skipped.

mod fetching;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;

pub(super) use fetching::Yield;

use super::{App, Word};
use crate::browser::{clock, fetch, files, timing};
use crate::engine::message::Source;
use crate::feed::live;
use crate::paper::Link;
use crate::present::Place;
use crate::search::order::sort_by;
use crate::shelf::backup;
use crate::shelf::keep::{Keep, Store, Write};
use crate::shelf::record::{FeedKind, FeedRecord};

/// Keys of the feeds that there is only one of.
pub(super) const BUILT_IN_KEY: &str = "built-in";
const HUGGING_FACE_KEY: &str = "hugging-face";

/// Milliseconds after which a feed is fetched again while the page is open: an hour.
const AGAIN: i64 = 3_600_000;

/// How often it is looked for feeds whose time has come.
const LOOK: Duration = Duration::from_secs(300);

/// Name in `localStorage` of the origins that `boot.js` lets the page connect to.
const ORIGINS: &str = "offprint:origins";

/// A feed as the screen shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedState {
    /// The key of its record.
    pub key: String,
    /// What is stored of it.
    pub record: FeedRecord,
    /// If it is being fetched: how many of how many parts are there, as far as the parts are known.
    pub fetching: Option<(u32, u32)>,
    /// When it was last asked, in milliseconds since 1970, since the page was opened.
    tried: Option<i64>,
}

impl FeedState {
    /// Whether it is fetched by itself.
    pub fn is_fetched(&self) -> bool {
        self.record.on && self.record.address.is_some()
    }

    /// When it will be fetched again while the page is open, in milliseconds since 1970.
    pub fn next(&self) -> Option<i64> {
        self.record.fetched.max(self.tried).filter(|_| self.is_fetched()).map(|at| at + AGAIN)
    }
}

impl App {
    /// Adds a feed by its address. The page may connect only to hosts that it knew when it was opened, so an address on a new
    /// host opens the page anew; the error says why an address is none.
    pub fn add_address(self, typed: &str) -> Result<(), String> {
        let place = Place { feed: Some(absolute(typed)?), ..self.place.get_untracked() };
        let _ = window().location().assign(&place.query());
        Ok(())
    }

    /// Reads a file that the reader chose or dropped.
    pub fn add_file(self, file: web_sys::File) {
        spawn_local(async move {
            let name = file.name();
            let work = self.begin(format!("Reading {name}"));
            let mut got = Yield::of(Source::File);
            let result = match files::bytes(&file).await {
                Ok(bytes) if backup::is_one(&bytes) => {
                    self.offer_bytes(&bytes).await;
                    return self.done(work);
                }
                Ok(bytes) => self.read_bytes(bytes, None, &mut got).await,
                Err(error) => Err(error),
            };
            let (remarks, searches) = (std::mem::take(&mut got.remarks), std::mem::take(&mut got.searches));
            let brought = std::mem::take(&mut got.brought);
            let key = format!("file:{name}");
            let record =
                self.record(&key).unwrap_or_else(|| FeedRecord::new(FeedKind::File, &name, None, clock::now()));
            if result.is_err() || got.papers > 0 || got.problem_count > 0 {
                self.finish(&key, record, got, result, true).await;
            }
            if !remarks.is_empty() || !searches.is_empty() {
                // What is there already must be known.
                self.ready().await;
                self.take_remarks(&name, &remarks, &searches, &brought);
            }
            self.done(work);
        });
    }

    /// Switches Hugging Face's feed on or off. Switched on, the page is opened anew, as only then may it connect there.
    pub fn set_hugging_face(self, on: bool) {
        spawn_local(async move {
            let address = Some(format!("https://{}/api/daily_papers", live::HOST));
            let title = "Hugging Face Daily Papers";
            let mut record = self
                .record(HUGGING_FACE_KEY)
                .unwrap_or_else(|| FeedRecord::new(FeedKind::HuggingFace, title, address, clock::now()));
            record.on = on;
            if self.put_feed(HUGGING_FACE_KEY, record).await && on {
                let _ = window().location().reload();
            }
        });
    }

    /// Forgets a feed. Its papers stay: the reader may have starred them.
    pub fn remove_feed(self, key: String) {
        spawn_local(async move {
            let Some(keep) = self.keep() else { return };
            let (store, name) = (Store::Feeds, key.clone());
            match keep.update(&[(store, name.clone())], |_| vec![Write::Remove { store, key: name }]).await {
                Ok(()) => {
                    self.feeds.update(|feeds| feeds.retain(|feed| feed.key != key));
                    // Or the address would add it again.
                    let place = self.place.get_untracked();
                    if place.feed.as_deref().and_then(|typed| absolute(typed).ok()).as_ref() == Some(&key) {
                        self.slide(Place { feed: None, ..place });
                    }
                    self.remember_origins();
                    self.tell_tabs(&Word::Settled);
                }
                Err(error) => self.notify(format!("The feed could not be removed. {error}"), true),
            }
        });
    }

    /// Fetches one feed again.
    pub fn refresh_feed(self, key: String) {
        spawn_local(async move { self.fetch(&key, true).await });
    }

    /// Fetches all feeds again that are fetched at all, one after the other.
    pub fn refresh_feeds(self) {
        let fetched = self.feeds.get_untracked().into_iter().filter(FeedState::is_fetched);
        let keys: Vec<String> = fetched.map(|feed| feed.key).collect();
        spawn_local(async move {
            for key in keys {
                self.fetch(&key, false).await;
            }
        });
    }

    /// Stops fetching a feed, or goes on with it. Its papers stay in any case. The page may connect only to hosts that it knew
    /// when it was opened, so for a feed of another host it opens anew.
    pub fn pause_feed(self, key: String, paused: bool) {
        if key == HUGGING_FACE_KEY {
            return self.set_hugging_face(!paused);
        }
        spawn_local(async move {
            let Some(mut record) = self.record(&key) else { return };
            let own = record.address.as_deref().is_none_or(fetch::is_own);
            record.on = !paused;
            let stored = self.put_feed(&key, record).await;
            match (paused, own) {
                (true, _) => {}
                (false, true) => self.fetch(&key, true).await,
                (false, false) if stored => _ = window().location().reload(),
                (false, false) => {}
            }
        });
    }

    /// Reads the records, adds the feed of the address, and fetches all that are on.
    pub(super) async fn open_feeds(self) {
        self.reread_feeds().await;
        self.settle_site_feeds().await;
        let asked = self.asked_feed();
        if let Some(address) = &asked
            && self.record(address).is_none()
        {
            let title = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).to_owned();
            let record = FeedRecord::new(FeedKind::Address, title, Some(address.clone()), clock::now());
            self.put_feed(address, record).await;
        }
        let feeds = self.feeds.get_untracked();
        for feed in feeds.iter().filter(|feed| feed.record.on && feed.record.address.is_some()) {
            let loud = asked.as_ref() == Some(&feed.key) && feed.record.fetched.is_none();
            self.fetch(&feed.key, loud).await;
        }
        self.feeds_asked.set(true);
        timing::enter_since_start("feeds", feeds.len() as u32);
        set_interval(move || self.fetch_due(), LOOK);
    }

    /// Fetches each feed again when its time has come.
    pub(super) fn fetch_due(self) {
        if !self.feeds_asked.get_untracked() || !fetch::online() {
            return;
        }
        spawn_local(async move {
            let due = |feed: &FeedState| feed.next().is_some_and(|at| at <= clock::now().0);
            for feed in self.feeds.get_untracked().into_iter().filter(due) {
                // While another feed kept it waiting, a later look may have begun with this one.
                if self.feeds.with_untracked(|feeds| feeds.iter().any(|now| now.key == feed.key && due(now))) {
                    self.fetch(&feed.key, false).await;
                }
            }
        });
    }

    /// The feed that the address brings along, if it is one that may be read.
    fn asked_feed(self) -> Option<String> {
        let typed = self.place.with_untracked(|place| place.feed.clone())?;
        match absolute(&typed) {
            Ok(address) => Some(address),
            Err(error) => {
                self.notify(format!("The address of this page names the feed “{typed}”. {error}"), true);
                None
            }
        }
    }

    /// Reads the records of feeds: at the start, and when another tab changed them.
    pub(super) async fn reread_feeds(self) {
        let Some(keep) = self.keep() else { return };
        match keep.all(Store::Feeds).await {
            Ok(records) => {
                let mut feeds = Vec::new();
                for (key, bytes) in records {
                    match FeedRecord::open(&key, &bytes) {
                        Ok(record) => {
                            let known = |feed: &&FeedState| feed.key == key;
                            let known = |feeds: &Vec<FeedState>| {
                                feeds.iter().find(known).map(|feed| (feed.fetching, feed.tried))
                            };
                            let (fetching, tried) = self.feeds.with_untracked(known).unwrap_or_default();
                            feeds.push(FeedState { key, record, fetching, tried });
                        }
                        Err(error) => self.notify(error.to_string(), true),
                    }
                }
                sort_by(&mut feeds, |a, b| (a.record.added, &a.key) < (b.record.added, &b.key));
                self.feeds.set(feeds);
            }
            Err(error) => self.notify(format!("The list of feeds could not be read. {error}"), true),
        }
    }

    pub(super) fn record(self, key: &str) -> Option<FeedRecord> {
        self.feeds.with_untracked(|feeds| feeds.iter().find(|feed| feed.key == key).map(|feed| feed.record.clone()))
    }

    fn put_state(self, key: &str, record: FeedRecord) {
        self.feeds.update(|feeds| match feeds.iter_mut().find(|feed| feed.key == key) {
            Some(feed) => feed.record = record,
            None => feeds.push(FeedState { key: key.to_owned(), record, fetching: None, tried: None }),
        });
        self.remember_origins();
    }

    /// Shows and stores a feed's record; `false` if it could not be stored.
    pub(super) async fn put_feed(self, key: &str, record: FeedRecord) -> bool {
        let bytes = record.encode();
        self.put_state(key, record);
        let (Some(keep), Ok(bytes)) = (self.keep(), bytes) else { return false };
        let (store, key) = (Store::Feeds, key.to_owned());
        let stored = keep.update(&[(store, key.clone())], |_| vec![Write::Put { store, key, bytes }]).await;
        if let Err(error) = &stored {
            self.notify(format!("The list of feeds could not be saved. {error}"), true);
        }
        self.tell_tabs(&Word::Settled);
        stored.is_ok()
    }

    /// Stores the records of all feeds in a store that has lost them, and the papers with them: those are fetched again.
    pub(super) async fn save_feeds_anew(self) {
        for FeedState { key, mut record, .. } in self.feeds.get_untracked() {
            (record.shards, record.etag) = (Vec::new(), None);
            self.put_feed(&key, record).await;
        }
    }

    /// Leaves `boot.js` the origins that the next page may connect to.
    fn remember_origins(self) {
        let addresses = self.feeds.with_untracked(|feeds| {
            let on = feeds.iter().filter(|feed| feed.record.on);
            on.filter_map(|feed| feed.record.address.clone()).collect::<Vec<_>>()
        });
        let origin = |address: &String| web_sys::Url::new(address).ok().map(|url| url.origin());
        let mut origins: Vec<String> = addresses.iter().filter_map(origin).collect();
        sort_by(&mut origins, |a, b| a < b);
        origins.dedup();
        super::remember(ORIGINS, &serde_json::to_string(&origins).unwrap_or_default());
    }
}

/// The address of a feed in full, seen from the page; the error says why it is none.
pub(super) fn absolute(typed: &str) -> Result<String, String> {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let full =
        web_sys::Url::new_with_base(typed.trim(), &base).map_err(|_| "This is not an address.".to_owned())?.href();
    if !(full.starts_with("https://") || full.starts_with("http://")) {
        return Err("Only http and https addresses can be read.".to_owned());
    }
    Link::parse(&full).map(|link| link.as_str().to_owned()).ok_or_else(|| "This is not an address.".to_owned())
}
