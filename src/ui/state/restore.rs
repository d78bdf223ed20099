//! From a backup back to the shelf: what it would change is shown first, and one undo takes it back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::backup::LOST;
use super::backup_file::unprinted;
use super::{App, remember};
use crate::browser::tabs::Word;
use crate::browser::{clock, fetch, files};
use crate::cite::{Changed, Keys};
use crate::engine::message::Source;
use crate::paper::PaperId;
use crate::present::{Page, acts, words};
use crate::search::order::sorted;
use crate::shelf::backup::{Backup, Opening};
use crate::shelf::keep::{Keep, Store, Write};
use crate::shelf::record::EventRecord;
use crate::shelf::{self, Event, Field, KeepError, Stamp, Touch};

/// Records that are read from a backup, or written to the store, without a pause: so that the page answers within a tenth of a second.
const AT_ONCE: usize = 1_000;

/// A backup that was read, and what could be done with it.
pub struct Offer {
    /// What of it is not here yet, and all its cards.
    backup: Backup,
    /// The keys of its journal, ascending.
    journal: Vec<String>,
    /// What taking it in would set.
    event: Option<Event>,
    /// Notes that were written here and there, of which both texts are kept.
    both: u32,
    /// Whose citation keys change, in words.
    keys: Vec<String>,
    /// What putting back would set, where that is more.
    back: Option<Event>,
}

/// What the reader is offered: a backup, or why a file is none.
pub type Offered = Result<Offer, String>;

impl Offer {
    /// What could be done with it, in words.
    pub fn words(&self) -> Vec<String> {
        let mut lines = vec![format!("Written on {}.", words::day(self.backup.made.day()))];
        match &self.event {
            Some(event) => lines.extend(acts::summary(event)),
            None if self.is_news() => {}
            None => lines.push("Nothing in it is new here.".to_owned()),
        }
        if self.both > 0 {
            let notes = words::counted(self.both, "note");
            lines.push(format!("{notes} written here and there: both texts are kept, one below the other"));
        }
        lines.extend_from_slice(&self.keys);
        if !self.backup.events.is_empty() {
            let entries = words::counted(self.backup.events.len() as u32, "line");
            lines.push(format!("{entries} of the reading history"));
        }
        for (_, feed) in &self.backup.feeds {
            let address = feed.address.as_deref().unwrap_or("a file");
            lines.push(format!("The feed “{}”, from {address}", feed.title));
        }
        lines.extend(words::damage(&self.backup.damaged, ""));
        if let Some(back) = &self.back {
            let changes = acts::summary(back).join(", ");
            lines.push(format!("To put it back as it was then would come to: {changes}. What came since stays."));
        }
        lines
    }

    /// Whether there is anything to take in.
    pub fn is_news(&self) -> bool {
        self.event.is_some() || !self.backup.events.is_empty() || !self.backup.feeds.is_empty()
    }

    /// Whether something was taken away or changed here since, which taking it in would leave so.
    pub fn is_past(&self) -> bool {
        self.back.is_some()
    }
}

impl App {
    /// Asks what is offered; whoever asks hears of changes.
    pub fn offered<T>(self, ask: impl FnOnce(Option<&Offered>) -> T) -> T {
        self.news.track();
        self.parts.with_value(|parts| ask(parts.offered.as_ref()))
    }

    /// Offers something, or nothing any more; gives what was offered.
    pub fn offer(self, offered: Option<Offered>) -> Option<Offered> {
        let replace = |parts: &mut super::Parts| {
            parts.writing.asked = None;
            std::mem::replace(&mut parts.offered, offered)
        };
        let before = self.parts.try_update_value(replace).flatten();
        self.news.update(|news| *news += 1);
        before
    }

    /// Shows what a backup holds; nothing is taken in yet.
    pub async fn offer_file(self, file: web_sys::File) {
        let read = match files::bytes(&file).await {
            Ok(bytes) => self.look_into(&bytes).await,
            Err(error) => Err(format!("{}: {error}.", file.name())),
        };
        self.offer(Some(read));
    }

    /// Shows what a backup holds that was dropped anywhere.
    pub(super) async fn offer_bytes(self, bytes: &[u8]) {
        let offered = self.look_into(bytes).await;
        self.offer(Some(offered));
        self.go(self.place.get_untracked().with_paper(None).with_page(Page::Library));
    }

    /// Reads a backup and finds out what could be done with it; the error is a sentence.
    pub(super) async fn look_into(self, bytes: &[u8]) -> Offered {
        self.ready().await;
        let mut opening = Opening::new(bytes)?;
        while opening.go_on(AT_ONCE) {
            fetch::pause(0).await;
        }
        let backup = opening.done();
        // In the file keys may stand in another order, where somebody wrote them by hand.
        let journal = sorted(backup.events.iter().map(|(key, _)| key.clone()).collect());
        self.weigh(backup, journal).await
    }

    /// Finds out what could be done with a backup as things are now.
    async fn weigh(self, mut backup: Backup, journal: Vec<String>) -> Offered {
        let held = async {
            let Some(keep) = self.keep() else { return Ok(<[Vec<String>; 2]>::default()) };
            Ok([keep.keys(Store::History).await?, keep.keys(Store::Feeds).await?])
        };
        let [here, fed] = held.await.map_err(|error: KeepError| error.to_string())?;
        // All of them ascend.
        let has = |keys: &[String], key: &str| keys.binary_search_by(|other| other.as_str().cmp(key)).is_ok();
        backup.events.retain(|(key, _)| !has(&here, key));
        backup.feeds.retain(|(key, _)| !has(&fed, key));
        // Whose journal has a note knew it, and meant to write over it.
        let replaced = |note: Stamp, is_here: bool| has(if is_here { &journal } else { &here }, &note.key());
        let now = clock::now();
        let last = journal.last().and_then(|key| Stamp::of_key(key)).unwrap_or_default();
        let cards = || backup.cards.iter().map(|(subject, card)| (subject, card));
        // Each is some tenths of a second for a large library; between them the page answers.
        let (mut joined, event, both) = self.shelf(|shelf| {
            let (event, both) = shelf.merging_both(&backup.cards, &replaced, last, now);
            (shelf.clone(), event, both)
        });
        fetch::pause(0).await;
        event.iter().for_each(|event| _ = joined.replay(event));
        fetch::pause(0).await;
        let more = joined.putting_back(cards(), last, now).is_some();
        let keys = Keys::of(&mut joined.papers());
        drop(joined);
        fetch::pause(0).await;
        let back = if more { self.shelf(|shelf| shelf.putting_back(cards(), last, now)) } else { None };
        // Of what is there the keys that come here now.
        let comes = |changed: &Changed| {
            let is_new = |touch: &Touch| touch.field == Field::Key && touch.subject.paper() == Some(&changed.id);
            event.as_ref().is_some_and(|event| event.touched.iter().any(is_new))
        };
        let mut changed = self.shelf(|shelf| Keys::of(&mut shelf.papers())).changed(&keys);
        let there = Keys::of(&mut cards().filter_map(|(subject, card)| Some((subject.paper()?, card))));
        changed.extend(there.changed(&keys).into_iter().filter(comes));
        let keys = self.rekeyed_words(&changed).await;
        Ok(Offer { backup, journal, event, both, keys, back })
    }

    async fn rekeyed_words(self, changed: &[Changed]) -> Vec<String> {
        if changed.is_empty() {
            return Vec::new();
        }
        let ids = changed.iter().flat_map(|one| [Some(&one.id), one.of.as_ref()]).flatten().cloned().collect();
        let rows = self.ask_rows_of(ids).await;
        let title =
            |id: &PaperId| rows.iter().find(|row| row.id == *id).map(|row| row.title.clone()).unwrap_or_default();
        acts::rekeyed(changed, &title)
    }

    /// Does with what is offered as the reader chose: takes it in, so that what was set later, here or there, stands; or puts it `back`
    /// as it was. One undo takes that back.
    pub fn take_offered(self, back: bool) {
        let Some(Ok(offer)) = self.offer(None) else { return };
        spawn_local(async move {
            let work = self.begin("Taking a backup in");
            // Much may have been done since it was offered.
            match self.weigh(offer.backup, offer.journal).await {
                Ok(mut offer) => {
                    offer.event = offer.back.take().filter(|_| back).or(offer.event);
                    self.take_in(offer).await;
                    remember(LOST, "");
                }
                Err(error) => self.notify(format!("The backup could not be taken in. {error}"), true),
            }
            unprinted();
            self.back_up_soon();
            self.done(work);
        });
    }

    /// Takes in what the file of the backups has from another device. Feeds are for the reader to choose.
    pub(super) async fn take_from_file(self, bytes: &[u8]) -> Result<(), String> {
        let mut offer = self.look_into(bytes).await?;
        offer.backup.feeds.clear();
        if offer.is_news() {
            // Nobody is asked here, but the reader's texts must follow.
            offer.keys.iter().for_each(|line| self.notify(line.as_str(), true));
            self.take_in(offer).await;
        }
        Ok(())
    }

    async fn take_in(self, offer: Offer) {
        let Backup { events, feeds, papers, .. } = offer.backup;
        if !papers.is_empty() {
            let mut got = super::feeds::Yield::of(Source::Backup);
            if let Err(error) = self.read_bytes(papers, None, &mut got).await {
                self.notify(format!("The papers of the backup could not be read. {error}"), true);
            }
        }
        if let Some(event) = offer.event {
            let keys: Vec<String> = feeds.iter().map(|(key, _)| key.clone()).collect();
            if !keys.is_empty() {
                self.parts.update_value(|parts| parts.came = Some((event.at, keys)));
            }
            self.take_event(event);
        }
        let mut events = events;
        // A journal that tells of what is nowhere would be worse than none.
        if !self.paid().await && !events.is_empty() {
            events.clear();
            let text = "The history of the backup was left out, as not all of the backup could be stored. Take it in once more when it can.";
            self.notify(text, true);
        }
        // Acts to come, here and in other tabs, stand behind it.
        let last = events.iter().map(|(_, event)| event.at).max();
        self.parts.update_value(|parts| last.into_iter().for_each(|last| parts.shelf.see(last)));
        let events = events.into_iter().map(|(key, event)| (Store::History, key, EventRecord::from(&event).encode()));
        let feeds = feeds.into_iter().map(|(key, feed)| (Store::Feeds, key, feed.encode()));
        if let Err(error) = self.put_records(feeds.chain(events)).await {
            self.notify(format!("The history of the backup could not be stored. {error}"), true);
        }
        self.reread_feeds().await;
        self.tell_tabs(&Word::Settled);
        self.history.update(|grown| *grown += 1);
    }

    /// Takes note of what another tab has put into the store beside acts: entries of the journal, which acts to come stand behind, feeds,
    /// and the file for backups.
    pub(super) async fn settle(self) {
        let Some(keep) = self.keep() else { return };
        let last = shelf::last_entry(&*keep).await;
        self.parts.update_value(|parts| last.into_iter().for_each(|last| parts.shelf.see(last)));
        self.reread_feeds().await;
        self.open_backup_file().await;
    }

    /// Stores records, some in each transaction.
    async fn put_records(
        self,
        mut records: impl Iterator<Item = (Store, String, Result<Vec<u8>, KeepError>)>,
    ) -> Result<(), KeepError> {
        let Some(keep) = self.keep() else { return Ok(()) };
        loop {
            let part = records.by_ref().take(AT_ONCE);
            let put =
                |(store, key, bytes): (Store, String, Result<Vec<u8>, _>)| Ok(Write::Put { store, key, bytes: bytes? });
            let writes = part.map(put).collect::<Result<Vec<Write>, KeepError>>()?;
            if writes.is_empty() {
                return Ok(());
            }
            // Only these stores are held meanwhile.
            let held = [Store::History, Store::Feeds].map(|store| (store, String::new()));
            keep.update(&held, |_| writes).await?;
        }
    }

    /// Takes the feeds away again that came with an event which was undone.
    pub(super) fn undo_feeds(self, of: Stamp) {
        let came = |parts: &mut super::Parts| parts.came.take_if(|(at, _)| *at == of);
        let came = self.parts.try_update_value(came).flatten();
        came.into_iter().flat_map(|(_, keys)| keys).for_each(|key| self.remove_feed(key));
    }
}
