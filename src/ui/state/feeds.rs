//! The feeds: which there are, fetching them, and what came of it.
//!
//! Only the page fetches (see [`crate::browser::fetch`]); the engine reads, joins and stores. A feed's record is written after
//! its papers are stored, so that an interrupted fetch is taken up again and never skipped.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys;

use super::{App, Word};
use crate::browser::fetch::{self, Fetched};
use crate::browser::{clock, files, timing};
use crate::engine::message::{ReadReport, Remark, Request, Response};
use crate::feed::archive::{self, Manifest};
use crate::feed::{Problem, live};
use crate::paper::{Day, Link};
use crate::present::{Place, words};
use crate::query::{View, Window};
use crate::search::order::sort_by;
use crate::shelf::keep::{Keep, Store, Write};
use crate::shelf::record::{FeedKind, FeedRecord};

/// Where the site's own archive lies, seen from the page.
const BUILT_IN: &str = "feed/manifest.json";

/// Keys of the feeds that there is only one of.
const BUILT_IN_KEY: &str = "built-in";
const HUGGING_FACE_KEY: &str = "hugging-face";

/// Name in `localStorage` of the origins that `boot.js` lets the page connect to.
const ORIGINS: &str = "offprint:origins";

/// A feed as the screen shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedState {
    /// The key of its record.
    pub key: String,
    /// What is stored of it.
    pub record: FeedRecord,
    /// Problems met since the page was opened.
    pub problems: Vec<Problem>,
}

/// What was learnt in one fetch, which may take several answers.
#[derive(Default)]
pub(super) struct Yield {
    papers: u32,
    added: u32,
    changed: u32,
    newest: Option<Day>,
    problem_count: u32,
    problems: Vec<Problem>,
    /// Papers in the whole of an archive, known months included.
    held: Option<u32>,
    /// Whether the engine keeps papers only until the page closes.
    fleeting: bool,
    /// Files of an archive that are now known.
    shards: Vec<String>,
    etag: Option<String>,
    unchanged: bool,
    /// Whether what is read may be of any program's making, and what it told of the reader's opinions.
    any: bool,
    remarks: Vec<Remark>,
    searches: Vec<(String, String)>,
}

impl Yield {
    /// That of a file of any program's making.
    pub(super) fn of_any() -> Yield {
        Yield { any: true, ..Yield::default() }
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
            let mut got = Yield::of_any();
            let result = match files::bytes(&file).await {
                Ok(bytes) => self.read_bytes(bytes, None, &mut got).await,
                Err(error) => Err(error),
            };
            let (remarks, searches) = (std::mem::take(&mut got.remarks), std::mem::take(&mut got.searches));
            let key = format!("file:{name}");
            let record =
                self.record(&key).unwrap_or_else(|| FeedRecord::new(FeedKind::File, &name, None, clock::now()));
            if result.is_err() || got.papers > 0 || got.problem_count > 0 {
                self.finish(&key, record, got, result, true).await;
            }
            if !remarks.is_empty() || !searches.is_empty() {
                self.take_remarks(&remarks, &searches);
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
            if self.put_feed(HUGGING_FACE_KEY, record, Vec::new()).await && on {
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

    /// Reads the records, adds the feed of the address, and fetches all that are on.
    pub(super) async fn open_feeds(self) {
        self.reread_feeds().await;
        if self.record(BUILT_IN_KEY).is_none() {
            let record =
                FeedRecord::new(FeedKind::BuiltIn, "This site's papers", Some(BUILT_IN.to_owned()), clock::now());
            self.put_feed(BUILT_IN_KEY, record, Vec::new()).await;
        }
        let asked = self.asked_feed();
        if let Some(address) = &asked
            && self.record(address).is_none()
        {
            let title = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).to_owned();
            let record = FeedRecord::new(FeedKind::Address, title, Some(address.clone()), clock::now());
            self.put_feed(address, record, Vec::new()).await;
        }
        let feeds = self.feeds.get_untracked();
        for feed in feeds.iter().filter(|feed| feed.record.on && feed.record.address.is_some()) {
            let loud = asked.as_ref() == Some(&feed.key) && feed.record.fetched.is_none();
            self.fetch(&feed.key, loud).await;
        }
        self.feeds_asked.set(true);
        timing::enter_since_start("feeds", feeds.len() as u32);
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
                            let problems = self.problems(&key);
                            feeds.push(FeedState { key, record, problems });
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

    async fn fetch(self, key: &str, loud: bool) {
        let Some(mut record) = self.record(key).filter(|record| record.on) else { return };
        let work = self.begin(format!("Fetching {}", record.title));
        let mut got = Yield::default();
        let result = match record.kind {
            FeedKind::HuggingFace => self.fetch_days(&record, work, &mut got).await,
            _ => self.fetch_address(&record, work, &mut got).await,
        };
        self.done(work);
        // The reader may have removed it meanwhile, or switched it off.
        let Some(now) = self.record(key) else { return };
        record.on = now.on;
        self.finish(key, record, got, result, loud).await;
    }

    async fn fetch_days(self, record: &FeedRecord, work: u32, got: &mut Yield) -> Result<(), String> {
        let last = record.fetched.map(Day::from_millis);
        for (address, day) in live::addresses(last, clock::today()) {
            if !self.record(HUGGING_FACE_KEY).is_some_and(|record| record.on) {
                return Ok(());
            }
            if let Some(day) = day {
                self.go_on(work, format!("Fetching {}: {}", record.title, words::day(day)));
            }
            if let Fetched::Bytes { bytes, .. } =
                fetch::bytes(&address, None).await.map_err(|error| error.to_string())?
            {
                self.read_bytes(bytes, day, got).await?;
            }
        }
        Ok(())
    }

    async fn fetch_address(self, record: &FeedRecord, work: u32, got: &mut Yield) -> Result<(), String> {
        let address = record.address.clone().unwrap_or_default();
        let (bytes, etag) =
            match fetch::bytes(&address, record.etag.as_deref()).await.map_err(|error| error.to_string())? {
                Fetched::Bytes { bytes, etag } => (bytes, etag),
                Fetched::Unchanged => {
                    got.unchanged = true;
                    return Ok(());
                }
            };
        if archive::is_manifest(&bytes) {
            self.fetch_archive(&address, &bytes, record, work, got).await?;
        } else {
            self.go_on(work, format!("Reading {}", record.title));
            self.read_bytes(bytes, asked_day(&address), got).await?;
        }
        got.etag = etag;
        Ok(())
    }

    /// The shards that are not known yet, the newest month first, so that what is wanted first comes first.
    async fn fetch_archive(
        self,
        address: &str,
        manifest: &[u8],
        record: &FeedRecord,
        work: u32,
        got: &mut Yield,
    ) -> Result<(), String> {
        let (manifest, problems) = Manifest::read(manifest);
        got.problem_count += problems.len() as u32;
        got.problems.extend(problems);
        let shards = manifest.map(|manifest| manifest.shards).unwrap_or_default();
        got.held = Some(shards.iter().map(|shard| shard.papers).sum());
        let (known, new): (Vec<_>, Vec<_>) =
            shards.into_iter().rev().partition(|shard| record.shards.contains(&shard.file));
        got.shards.extend(known.into_iter().map(|shard| shard.file));
        got.unchanged = new.is_empty();
        let count = new.len();
        let mut missing = 0;
        for (at, shard) in new.into_iter().enumerate() {
            self.go_on(work, format!("Fetching {}: {} of {count} months", record.title, at + 1));
            let folder = address.rfind('/').and_then(|end| address.get(..=end)).unwrap_or_default();
            let fetched =
                fetch::bytes(&format!("{folder}{}", shard.file), None).await.map_err(|error| error.to_string())?;
            let before = got.papers;
            if let Fetched::Bytes { bytes, .. } = fetched {
                self.read_bytes(bytes, None, got).await?;
            }
            // A host may answer with a page in place of a file that is not there yet; it is asked again another time.
            if got.papers > before || shard.papers == 0 {
                got.shards.push(shard.file);
            } else {
                missing += 1;
            }
        }
        match missing {
            0 => Ok(()),
            missing => Err(format!("{} held no papers and will be asked for again", words::counted(missing, "month"))),
        }
    }

    /// Hands bytes to the engine and adds up what it reports; the error is why the papers could not be stored.
    pub(super) async fn read_bytes(self, bytes: Vec<u8>, day: Option<Day>, got: &mut Yield) -> Result<(), String> {
        let request = Request::Read { day, any: got.any, today: clock::today() };
        let Some(Response::Read(report)) = self.client().ask(request, bytes).await else {
            return Err("the engine stopped meanwhile".to_owned());
        };
        let ReadReport {
            papers,
            newest,
            added,
            changed,
            problem_count,
            problems,
            not_stored,
            lasting,
            remarks,
            searches,
        } = report;
        got.remarks.extend(remarks);
        got.searches.extend(searches);
        got.fleeting |= !lasting;
        got.papers += papers;
        got.added += added;
        got.changed += changed;
        got.newest = got.newest.max(newest);
        got.problem_count += problem_count;
        got.problems.extend(problems);
        not_stored.map_or(Ok(()), Err)
    }

    /// Notes what came of a fetch and, where the reader asked for it or must know, says so.
    async fn finish(self, key: &str, mut record: FeedRecord, got: Yield, result: Result<(), String>, loud: bool) {
        let title = record.title.clone();
        let before = record.papers;
        let held = got.held.unwrap_or(got.papers);
        // What is gone with the page must be asked for again.
        let (shards, etag) = if got.fleeting { (Vec::new(), None) } else { (got.shards, got.etag) };
        match &result {
            Ok(()) => {
                record.fetched = Some(clock::now().0);
                record.message = None;
                record.etag = etag.or(record.etag);
                if !got.unchanged {
                    record.papers = held;
                    record.problems = got.problem_count;
                }
                if !shards.is_empty() {
                    record.shards = shards;
                }
                if !got.unchanged && held < before && record.kind == FeedKind::Address {
                    let now = words::papers(held);
                    record.message = Some(format!("It held {now} this time, {before} before. All of them stay."));
                }
            }
            // What was read before it failed is kept and need not be asked for again; the rest is.
            Err(error) => {
                record.message = Some(format!("It could not be fetched: {error}. Nothing was taken away."));
                record.papers = record.papers.max(got.papers);
                record.shards.extend(shards);
                sort_by(&mut record.shards, |a, b| a < b);
                record.shards.dedup();
            }
        }
        // The site's own papers may be out of reach in silence, unless there are no others.
        let none_kept = self.summary.with_untracked(|summary| summary.whole && summary.papers == 0);
        let quiet = record.kind == FeedKind::BuiltIn && !none_kept;
        let must_know = result.is_err() && (loud || (fetch::online() && !quiet));
        if must_know {
            self.notify(format!("{title}: {}", record.message.clone().unwrap_or_default()), true);
        } else if loud {
            self.tell_of(&title, &got_words(got.papers, got.added, got.changed, got.problem_count), got.newest);
        }
        self.put_feed(key, record, got.problems).await;
    }

    fn tell_of(self, title: &str, what: &str, newest: Option<Day>) {
        let show = newest.map(|day| {
            let view = View { window: Window::Day, day: Some(day), ..View::default() };
            (self.place.get_untracked().with_view(view).query(), format!("Show {}", words::day(day)))
        });
        self.notify_with(format!("{title}: {what}"), false, show);
    }

    fn problems(self, key: &str) -> Vec<Problem> {
        let known =
            |feeds: &Vec<FeedState>| feeds.iter().find(|feed| feed.key == key).map(|feed| feed.problems.clone());
        self.feeds.with_untracked(known).unwrap_or_default()
    }

    fn record(self, key: &str) -> Option<FeedRecord> {
        self.feeds.with_untracked(|feeds| feeds.iter().find(|feed| feed.key == key).map(|feed| feed.record.clone()))
    }

    fn put_state(self, key: &str, record: FeedRecord, problems: Vec<Problem>) {
        let state = FeedState { key: key.to_owned(), record, problems };
        self.feeds.update(|feeds| match feeds.iter_mut().find(|feed| feed.key == key) {
            Some(feed) => *feed = state,
            None => feeds.push(state),
        });
        self.remember_origins();
    }

    /// Shows and stores a feed's record; `false` if it could not be stored.
    async fn put_feed(self, key: &str, record: FeedRecord, problems: Vec<Problem>) -> bool {
        let bytes = record.encode();
        self.put_state(key, record, problems);
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
        for FeedState { key, mut record, problems } in self.feeds.get_untracked() {
            (record.shards, record.etag) = (Vec::new(), None);
            self.put_feed(&key, record, problems).await;
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
fn absolute(typed: &str) -> Result<String, String> {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let full =
        web_sys::Url::new_with_base(typed.trim(), &base).map_err(|_| "This is not an address.".to_owned())?.href();
    if !(full.starts_with("https://") || full.starts_with("http://")) {
        return Err("Only http and https addresses can be read.".to_owned());
    }
    Link::parse(&full).map(|link| link.as_str().to_owned()).ok_or_else(|| "This is not an address.".to_owned())
}

/// "43 papers, 40 of them new, 3 problems".
fn got_words(papers: u32, added: u32, changed: u32, problems: u32) -> String {
    if papers == 0 {
        return format!("no papers this time, and nothing was taken away. {}", problem_words(problems));
    }
    let news = match (added, changed) {
        (0, 0) => "all known".to_owned(),
        (0, changed) => format!("{} with something new", words::grouped(changed)),
        (added, _) => format!("{} of them new", words::grouped(added)),
    };
    format!("{}, {news}. {}", words::papers(papers), problem_words(problems)).trim_end().to_owned()
}

fn problem_words(problems: u32) -> String {
    if problems == 0 { String::new() } else { format!("{}, listed under Feeds.", words::counted(problems, "problem")) }
}

/// The day that an address asks for with `date=`.
fn asked_day(address: &str) -> Option<Day> {
    let (_, query) = address.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("date=")).and_then(Day::parse)
}
