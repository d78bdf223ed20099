//! Fetching feeds: what is asked, in which order, and what came of it.

use leptos::prelude::*;

use super::HUGGING_FACE_KEY;
use crate::browser::clock;
use crate::browser::fetch::{self, Fetched};
use crate::engine::message::{ReadReport, Request, Response, Source};
use crate::feed::archive::{self, Manifest};
use crate::feed::{Problem, live};
use crate::paper::{Day, PaperId};
use crate::present::words;
use crate::query::{View, Window};
use crate::search::order::sort_by;
use crate::shelf::Remark;
use crate::shelf::record::{FeedKind, FeedRecord};
use crate::ui::state::App;

/// Problems of a feed that are kept in full; the rest are counted.
const PROBLEMS_KEPT: usize = 50;

/// So many months of an archive fail one after the other before it is left for another time.
const FAILURES: u32 = 3;

/// What was learnt in one fetch, which may take several answers.
#[derive(Default)]
pub struct Yield {
    pub(super) papers: u32,
    added: u32,
    changed: u32,
    by_title: u32,
    /// The first and the last papers-day.
    days: Option<(Day, Day)>,
    pub(super) problem_count: u32,
    problems: Vec<Problem>,
    /// Papers in the whole of an archive, known months included.
    held: Option<u32>,
    /// Whether the engine keeps papers only until the page closes.
    fleeting: bool,
    /// Files of an archive that are now known.
    shards: Vec<String>,
    etag: Option<String>,
    unchanged: bool,
    /// Whence it comes, and what it told of the reader's opinions.
    of: Source,
    pub(super) remarks: Vec<Remark>,
    pub(super) searches: Vec<(String, String)>,
    /// Papers that no feed has told of.
    pub(super) brought: Vec<PaperId>,
}

impl Yield {
    /// That of what comes from there.
    pub fn of(of: Source) -> Yield {
        Yield { of, ..Yield::default() }
    }

    fn meet(&mut self, from: Option<Day>, to: Option<Day>) {
        for day in from.into_iter().chain(to) {
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
    }
}

impl App {
    pub(super) async fn fetch(self, key: &str, loud: bool) {
        let Some(mut record) = self.record(key).filter(|record| record.on) else { return };
        let work = self.begin(format!("Fetching {}", record.title));
        let mut got = Yield::default();
        self.show_fetching(key, Some((0, 0)));
        let result = match record.kind {
            FeedKind::HuggingFace => self.fetch_days(&record, work, &mut got).await,
            _ => self.fetch_address(key, &record, work, &mut got).await,
        };
        self.done(work);
        self.show_fetching(key, None);
        // The reader may have removed it meanwhile, or paused it: then what came is noted already.
        let Some(now) = self.record(key) else { return };
        if now.on {
            record.on = now.on;
            self.finish(key, record, got, result, loud).await;
        }
    }

    async fn fetch_days(self, record: &FeedRecord, work: u32, got: &mut Yield) -> Result<(), String> {
        let last = record.fetched.map(Day::from_millis);
        let addresses = live::addresses(last, clock::today());
        let count = addresses.len() as u32;
        for (at, (address, day)) in (0..).zip(addresses) {
            if !self.is_on(HUGGING_FACE_KEY) {
                return Ok(());
            }
            self.show_fetching(HUGGING_FACE_KEY, Some((at, count)));
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

    async fn fetch_address(self, key: &str, record: &FeedRecord, work: u32, got: &mut Yield) -> Result<(), String> {
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
            self.fetch_archive(key, (&address, &bytes), record, work, got).await?;
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
        key: &str,
        (address, manifest): (&str, &[u8]),
        record: &FeedRecord,
        work: u32,
        got: &mut Yield,
    ) -> Result<(), String> {
        let (manifest, problems) = Manifest::read(manifest);
        got.problem_count += problems.len() as u32;
        got.problems.extend(problems);
        let shards = manifest.map(|manifest| manifest.shards).unwrap_or_default();
        got.held = Some(shards.iter().map(|shard| shard.papers).sum());
        shards.iter().for_each(|shard| got.meet(shard.from, shard.to));
        let (known, new): (Vec<_>, Vec<_>) =
            shards.into_iter().rev().partition(|shard| record.shards.contains(&shard.file));
        got.shards.extend(known.into_iter().map(|shard| shard.file));
        got.unchanged = new.is_empty();
        let count = new.len();
        let (mut missing, mut in_a_row, mut wrong) = (0, 0, None);
        for (at, shard) in new.into_iter().enumerate() {
            if !self.is_on(key) {
                return Ok(());
            }
            self.show_fetching(key, Some((at as u32, count as u32)));
            self.go_on(work, format!("Fetching {}: {} of {count} months", record.title, at + 1));
            let folder = address.rfind('/').and_then(|end| address.get(..=end)).unwrap_or_default();
            let before = got.papers;
            match fetch::bytes(&format!("{folder}{}", shard.file), None).await {
                Ok(Fetched::Bytes { bytes, .. }) => self.read_bytes(bytes, None, got).await?,
                Ok(Fetched::Unchanged) => {}
                Err(error) => wrong = wrong.or(Some(error.to_string())),
            }
            // A host may answer with a page in place of a file that is not there yet, or with a part of it; it is asked again
            // another time, and the other months come all the same.
            if got.papers - before >= shard.papers {
                self.note_shard(key, &shard.file, got).await;
                got.shards.push(shard.file);
                in_a_row = 0;
                continue;
            }
            (missing, in_a_row) = (missing + 1, in_a_row + 1);
            if in_a_row == FAILURES {
                break;
            }
        }
        match (wrong, missing) {
            (Some(error), _) => Err(error),
            (None, 0) => Ok(()),
            (None, missing) => {
                let months = words::counted(missing, "month");
                Err(format!("{months} held fewer papers than the manifest says and will be asked for again"))
            }
        }
    }

    /// Hands bytes to the engine and adds up what it reports; the error is why the papers could not be stored.
    pub async fn read_bytes(self, bytes: Vec<u8>, day: Option<Day>, got: &mut Yield) -> Result<(), String> {
        let request = Request::Read { day, of: got.of, today: clock::today() };
        let Some(Response::Read(report)) = self.client().ask(request, bytes).await else {
            return Err("the engine stopped meanwhile".to_owned());
        };
        let ReadReport {
            papers,
            days,
            added,
            changed,
            by_title,
            problem_count,
            problems,
            not_stored,
            lasting,
            remarks,
            searches,
            brought,
        } = report;
        got.brought.extend(brought);
        got.remarks.extend(remarks);
        got.searches.extend(searches);
        got.fleeting |= !lasting;
        got.papers += papers;
        got.added += added;
        got.changed += changed;
        got.by_title += by_title;
        days.into_iter().for_each(|(from, to)| got.meet(Some(from), Some(to)));
        got.problem_count += problem_count;
        got.problems.extend(problems);
        not_stored.map_or(Ok(()), Err)
    }

    /// Notes what came of a fetch and, where the reader asked for it or must know, says so.
    pub(super) async fn finish(
        self,
        key: &str,
        mut record: FeedRecord,
        got: Yield,
        result: Result<(), String>,
        loud: bool,
    ) {
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
                if !got.unchanged || got.problem_count > 0 {
                    record.told = told(&got.problems);
                }
                record.news = Some((got.added, got.changed));
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
        let joined = record.days.into_iter().chain(got.days.map(|(from, to)| (from.0, to.0)));
        record.days = joined.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        // The site's own papers may be out of reach in silence, unless there are no others.
        let none_kept = self.summary.with_untracked(|summary| summary.whole && summary.papers == 0);
        let quiet = record.kind == FeedKind::BuiltIn && !none_kept;
        let must_know = result.is_err() && (loud || (fetch::online() && !quiet));
        if must_know {
            self.notify(format!("{title}: {}", record.message.clone().unwrap_or_default()), true);
        } else if loud {
            self.tell_of(
                &title,
                &got_words(got.papers, got.added, got.changed, got.by_title, got.problem_count),
                got.days.map(|(_, to)| to),
            );
        }
        self.put_feed(key, record).await;
    }

    /// Notes at once that a part of an archive is there, so that a page opened anew goes on with the next.
    async fn note_shard(self, key: &str, file: &str, got: &Yield) {
        let Some(mut record) = self.record(key).filter(|_| !got.fleeting) else { return };
        record.shards.push(file.to_owned());
        self.put_feed(key, record).await;
    }

    fn show_fetching(self, key: &str, fetching: Option<(u32, u32)>) {
        self.feeds.update(|feeds| {
            if let Some(feed) = feeds.iter_mut().find(|feed| feed.key == key) {
                (feed.fetching, feed.tried) = (fetching, Some(clock::now().0));
            }
        });
    }

    fn is_on(self, key: &str) -> bool {
        self.record(key).is_some_and(|record| record.on)
    }

    fn tell_of(self, title: &str, what: &str, newest: Option<Day>) {
        let show = newest.map(|day| {
            let view = View { window: Window::Day, day: Some(day), ..View::default() };
            (self.place.get_untracked().with_view(view).query(), format!("Show {}", words::day(day)))
        });
        self.notify_with(format!("{title}: {what}"), false, show);
    }
}

/// "43 papers, 40 of them new, 2 known by title. 3 problems, listed under Feeds."
fn got_words(papers: u32, added: u32, changed: u32, by_title: u32, problems: u32) -> String {
    if papers == 0 {
        return format!("no papers this time, and nothing was taken away. {}", problem_words(problems));
    }
    let mut news = match (added, changed) {
        (0, 0) => "all known".to_owned(),
        (0, changed) => format!("{} with something new", words::grouped(changed)),
        (added, _) => format!("{} of them new", words::grouped(added)),
    };
    if by_title > 0 {
        news.push_str(&format!(", {} known by title", words::grouped(by_title)));
    }
    format!("{}, {news}. {}", words::papers(papers), problem_words(problems)).trim_end().to_owned()
}

/// The first of the problems, as they are kept.
fn told(problems: &[Problem]) -> Vec<(String, String, String)> {
    let told = |problem: &Problem| (problem.place.clone(), problem.cause.clone(), problem.done.clone());
    problems.iter().take(PROBLEMS_KEPT).map(told).collect()
}

fn problem_words(problems: u32) -> String {
    if problems == 0 { String::new() } else { format!("{}, listed under Feeds.", words::counted(problems, "problem")) }
}

/// The day that an address asks for with `date=`.
fn asked_day(address: &str) -> Option<Day> {
    let (_, query) = address.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("date=")).and_then(Day::parse)
}
