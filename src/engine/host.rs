//! An engine with its store: what the worker runs.
//!
//! The host is the only writer of [`Store::Papers`]. Papers are stored by sheet, one record for each papers-day, so that a new
//! day costs what a day costs, and so that the newest day can be shown before the rest has been read.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::Engine;
use super::message::{Measure, ReadReport, Request, Response, Said, Source, Whole};
use super::stored::{Stored, room};
use crate::paper::{Day, Paper};
use crate::sheet::{BROUGHT, decode_sheet, decode_tracks, encode_sheet, encode_tracks, tracks_key};
use crate::shelf::keep::{Keep, KeepError, Store, Write, piece_key};

/// Sheets read at a time on opening: few at first, so that the first list comes soon, then more, so that all comes soon.
const FIRST_SHEETS: usize = 2;
const SHEETS_AT_A_TIME: usize = 64;

/// Papers indexed at a time: what takes some tens of milliseconds, so that no question waits longer.
const INDEXED_AT_A_TIME: usize = 500;

/// Milliseconds in which steps of learning are begun between two looks for requests. Fewer would mean mostly waiting: a browser lets a
/// worker that pauses again and again rest 4 ms each time.
const LEARNING_TIME: f64 = 12.0;

/// Where in [`Store::Meta`] the map of meaning is, the one part of what is learnt that is stored.
const MEANING: &str = "learnt/meaning";

/// Milliseconds in which models of tags and collections are begun for one question, so that no other waits much longer.
const LABELS_TIME: f64 = 40.0;

/// An [`Engine`] that keeps what it reads.
pub struct Host<K> {
    engine: RefCell<Engine>,
    keep: K,
    clock: fn() -> f64,
    /// Whether the page has said what the reader made of papers: notes are in the index.
    marked: Cell<bool>,
    /// The index that was stored, until it can be compared with all that is known. Within it `None` if it could not be opened.
    stored: RefCell<Option<Option<Stored>>>,
    /// Keys of the sheets that differ from the store: those being written, and those that could not be.
    owed: RefCell<BTreeSet<String>>,
}

impl<K: Keep> Host<K> {
    /// A host over a store. `clock` gives milliseconds since 1970 with fractions; it serves measuring only.
    pub fn new(keep: K, clock: fn() -> f64) -> Host<K> {
        let mut engine = Engine::default();
        engine.fold(Vec::new());
        engine.await_papers();
        engine.await_index();
        engine.await_stored();
        Host {
            engine: RefCell::new(engine),
            keep,
            clock,
            marked: Cell::default(),
            stored: RefCell::default(),
            owed: RefCell::default(),
        }
    }

    /// Reads all stored papers, the newest day first, and tells how far it is after each step. Requests may be answered
    /// meanwhile, from what is there.
    pub async fn restore(&self, tell: &impl Fn(Said)) {
        let mut keys = match self.keep.keys(Store::Papers).await {
            Ok(keys) => keys,
            Err(error) => {
                tell(Said::Trouble(error.to_string()));
                Vec::new()
            }
        };
        // The sheets without a day sort after every date, and are read last.
        let undated = keys.split_off(keys.partition_point(|key| key.starts_with(|first: char| first.is_ascii_digit())));
        keys.reverse();
        keys.extend(undated);
        let (first, rest) = keys.split_at(FIRST_SHEETS.min(keys.len()));
        if !rest.is_empty() {
            self.load(first, tell, Engine::recall).await;
            self.tell_known(tell);
        }
        // Before the other papers, as the room that its bytes take meanwhile is then theirs.
        match self.open_index().await {
            Some(index) => _ = self.stored.replace(Some(index)),
            None => _ = self.engine.borrow_mut().adopt(None),
        }
        let mut rest = if rest.is_empty() { first } else { rest };
        while !rest.is_empty() {
            let (now, later) = rest.split_at(SHEETS_AT_A_TIME.min(rest.len()));
            self.load(now, tell, Engine::recall).await;
            rest = later;
            if !rest.is_empty() {
                self.tell_known(tell);
            }
        }
        self.engine.borrow_mut().has_papers();
        self.adopt_index(tell).await;
        self.tell_known(tell);
    }

    /// Takes over the index that was stored, as soon as all is known that it is compared with. One of no use goes: it would be opened
    /// in vain each time.
    async fn adopt_index(&self, tell: &impl Fn(Said)) {
        if !self.engine.borrow().is_whole() || !self.marked.get() {
            return;
        }
        let Some(index) = self.stored.take() else { return };
        let fits = self.engine.borrow_mut().adopt(index);
        self.tell_known(tell);
        if !fits {
            _ = self.keep.replace(Store::Index, &mut |_| ()).await;
        }
    }

    /// The index that is stored, if there is one; within it `None` if it is not as it was stored, or not of this version. The
    /// reader need not hear of that, as all of it is made anew.
    async fn open_index(&self) -> Option<Option<Stored>> {
        let keys = self.keep.keys(Store::Index).await.ok().filter(|keys| !keys.is_empty())?;
        let (mut head, mut body) = (Vec::new(), Vec::with_capacity(room(keys.len())));
        for (number, key) in keys.iter().enumerate() {
            let piece = self.keep.get(Store::Index, std::slice::from_ref(key)).await;
            let piece = piece.ok().and_then(|mut piece| piece.pop()?).unwrap_or_default();
            if number == 0 { head = piece } else { body.extend_from_slice(&piece) }
        }
        Some(Stored::open(&head, &body))
    }

    /// Makes what common words need ready, and stores the index if it is worth it, unless another tab that knows the same papers has
    /// done so. To be called when there is nothing else to do: it takes as long as some questions.
    pub async fn store_index(&self) {
        self.engine.borrow_mut().prepare();
        if !self.engine.borrow().is_whole() || !self.engine.borrow().wants_saving() {
            return;
        }
        let head = self.engine.borrow().head();
        let stored = self.keep.get(Store::Index, &[piece_key(0)]).await.unwrap_or_default();
        if stored.first().is_some_and(|stored| stored.as_ref() == Some(&head)) {
            return self.engine.borrow_mut().is_saved();
        }
        // Papers are as well kept without; what comes of it is tried again when more has changed.
        _ = self.keep.replace(Store::Index, &mut |sink| self.engine.borrow_mut().save(sink)).await;
        // Also where nothing is kept, so that it is not tried at every rest.
        self.engine.borrow_mut().is_saved();
    }

    /// Indexes some of the papers that wait for it, and tells when none waits any more; whether some do.
    pub fn index_some(&self, tell: &impl Fn(Said)) -> bool {
        let waited = self.engine.borrow().waits();
        let more = self.engine.borrow_mut().index_some(INDEXED_AT_A_TIME);
        if waited && !self.engine.borrow().waits() {
            self.tell_known(tell);
        }
        more
    }

    /// Learns a little of the papers, and tells when it is done; whether there is more to learn. Not before all that is stored has been
    /// read: a map of a part of it would be learnt for nothing, and reading would wait for it.
    pub fn learn_some(&self, tell: &impl Fn(Said)) -> bool {
        if !self.engine.borrow().is_whole() {
            return false;
        }
        let before = self.engine.borrow().learning();
        let until = (self.clock)() + LEARNING_TIME;
        let mut more = true;
        while more {
            more = self.engine.borrow_mut().learn_some();
            if (self.clock)() >= until {
                break;
            }
        }
        let now = self.engine.borrow().learning();
        // Once the papers are known, and once more when their map is there.
        if before != now && now.papers == 0 {
            self.tell_known(tell);
        }
        more
    }

    /// Reads what was learnt earlier, if learning waits for that, and else stores what is new of it; whether there is more to learn now.
    /// Without a store that gives and takes it, it is learnt all the same.
    pub async fn keep_learnt(&self) -> bool {
        let wants = self.engine.borrow().wants_stored();
        if wants {
            let found = self.keep.get(Store::Meta, &[MEANING.to_owned()]).await.unwrap_or_default();
            self.engine.borrow_mut().give_stored(found.into_iter().flatten().next());
            return true;
        }
        let owed = self.engine.borrow_mut().take_owed();
        if let Some(bytes) = owed {
            let put = Write::Put { store: Store::Meta, key: MEANING.to_owned(), bytes };
            // What is there is not looked at: whoever wrote it learnt the same of these papers, or knew others.
            let _ = self.keep.update(&[(Store::Meta, String::new())], |_| vec![put]).await;
        }
        false
    }

    /// Does what is asked; `body` is the feed that came with it.
    pub async fn answer(&self, request: Request, body: &[u8], tell: &impl Fn(Said)) -> (Response, Vec<Measure>) {
        let mut measures = Vec::new();
        let response = match request {
            Request::Read { day, of, today } => {
                Response::Read(self.read(body, (day, of, today), tell, &mut measures).await)
            }
            Request::Rows { view, today, seen, from, count } => {
                let start = (self.clock)();
                let rows = self.engine.borrow_mut().rows(&view, today, seen, from, count);
                measures.push(self.measure("search", start, rows.total));
                Response::Rows(rows)
            }
            Request::Facets { view, today, seen } => {
                let start = (self.clock)();
                let facets = self.engine.borrow_mut().facets(&view, today, seen);
                measures.push(self.measure("facets", start, facets.of));
                Response::Facets(Box::new(facets))
            }
            Request::Suggest { text, cursor, today } => {
                Response::Suggestions(self.engine.borrow().suggest(&text, cursor, today))
            }
            Request::RowsOf(ids) => Response::RowsOf(self.engine.borrow().rows_of(&ids)),
            Request::Paper { id, text, today } => {
                let engine = self.engine.borrow();
                let whole = |(paper, marks)| Box::new(Whole { paper, marks, twins: engine.twins(&id) });
                Response::Paper(engine.marked(&id, &text, today).map(whole))
            }
            Request::Ids { anew, among, view, today, seen } => {
                let mut engine = self.engine.borrow_mut();
                let ready = !anew || engine.is_learnt_for(&view, today);
                if ready { Response::Ids(engine.ids_among(&view, today, seen, &among)) } else { Response::Later }
            }
            Request::Counts { lists, today } => Response::Counts(self.engine.borrow_mut().counts(&lists, today)),
            Request::Papers(ids) => {
                let engine = self.engine.borrow();
                Response::Papers(ids.iter().filter_map(|id| engine.paper(id)).cloned().collect())
            }
            Request::Mark(marks) => {
                let before = self.engine.borrow().shown();
                self.engine.borrow_mut().mark(marks);
                self.marked.set(true);
                self.adopt_index(tell).await;
                if self.engine.borrow().shown() != before {
                    self.tell_known(tell);
                }
                Response::Done
            }
            Request::Mute(muted) => {
                self.engine.borrow_mut().mute(muted);
                Response::Done
            }
            Request::Why { id, view, today, seen } => {
                Response::Why(self.engine.borrow_mut().why(&id, &view, today, seen).map(Box::new))
            }
            Request::Taste { stars } => Response::Taste(Box::new(self.engine.borrow_mut().taste(&stars))),
            Request::Perhaps(id) => {
                let until = (self.clock)() + LABELS_TIME;
                let found = self.engine.borrow_mut().perhaps(&id, &|| (self.clock)() < until);
                found.map_or(Response::Later, Response::Perhaps)
            }
            Request::Hands(hands) => {
                self.engine.borrow_mut().set_hands(hands);
                Response::Done
            }
            Request::Question(told) => {
                self.engine.borrow_mut().question(&told).map_or(Response::Later, Response::RowsOf)
            }
            Request::Replay { day, before, starred, mix } => {
                let replayed = self.engine.borrow_mut().replay(day, &before, &starred, mix);
                replayed.map_or(Response::Later, Response::Replayed)
            }
            Request::Fold(unfolded) => {
                self.engine.borrow_mut().fold(unfolded);
                Response::Done
            }
            Request::Learn => {
                self.engine.borrow_mut().relearn();
                Response::Done
            }
            Request::Away { since, papers, today } => {
                Response::Away(self.engine.borrow_mut().away(since, papers, today))
            }
            Request::Rising(view) => {
                let start = (self.clock)();
                let rising = self.engine.borrow().rising(&view);
                measures.push(self.measure("rising", start, rising.as_ref().map_or(0, |rising| rising.papers)));
                Response::Rising(rising.map(Box::new))
            }
            Request::Reload(keys) => {
                self.load(&keys, tell, Engine::learn).await;
                self.tell_known(tell);
                Response::Done
            }
        };
        (response, measures)
    }

    async fn read(
        &self,
        bytes: &[u8],
        (day, of, today): (Option<Day>, Source, Day),
        tell: &impl Fn(Said),
        measures: &mut Vec<Measure>,
    ) -> ReadReport {
        let start = (self.clock)();
        let (mut report, merge) = self.engine.borrow_mut().read(bytes, day, of, today);
        measures.push(self.measure("read", start, report.papers));
        report.lasting = self.keep.lasts();
        self.owed.borrow_mut().extend(merge.sheets);
        let sheets = self.owed.borrow().clone();
        if sheets.is_empty() {
            return report;
        }
        // The list may show the papers while they are being stored.
        self.tell_known(tell);
        let start = (self.clock)();
        match self.store(&sheets, today).await {
            Ok(()) => {
                self.owed.borrow_mut().retain(|key| !sheets.contains(key));
                tell(Said::Stored(sheets.into_iter().collect()));
            }
            Err(error) => {
                // Another reading may have paid for these keys meanwhile, with what was known before this one.
                self.owed.borrow_mut().extend(sheets);
                report.not_stored = Some(error.to_string());
            }
        }
        measures.push(self.measure("store", start, merge.added + merge.changed));
        report
    }

    /// Writes sheets, some in each transaction. What another tab stored since is joined, not overwritten.
    async fn store(&self, sheets: &BTreeSet<String>, today: Day) -> Result<(), KeepError> {
        let keys: Vec<&String> = sheets.iter().collect();
        for keys in keys.chunks(SHEETS_AT_A_TIME) {
            let sheets = keys.iter().map(|key| (Store::Papers, (*key).clone()));
            let named: Vec<(Store, String)> =
                sheets.chain(keys.iter().map(|key| (Store::Meta, tracks_key(key)))).collect();
            let change = |stored: Vec<Option<Vec<u8>>>| {
                let mut writes = Vec::with_capacity(named.len());
                let mut stored = stored.into_iter();
                let sheets: Vec<_> = stored.by_ref().take(keys.len()).collect();
                for ((key, sheet), tracks) in keys.iter().zip(sheets).zip(stored) {
                    self.rewrite(key, (sheet, tracks), today, &mut writes)?;
                }
                Ok(writes)
            };
            self.keep.try_update(&named, change).await?;
        }
        Ok(())
    }

    /// The writes that bring one sheet up to date. What it held it goes on holding: a paper that by now belongs to another
    /// sheet may not have been written there. A sheet that cannot be read is set aside under another name first; one of a
    /// newer format is left alone. So are tracks, but for these no sheet is held up.
    fn rewrite(
        &self,
        key: &str,
        (stored, tracks): (Option<Vec<u8>>, Option<Vec<u8>>),
        today: Day,
        writes: &mut Vec<Write>,
    ) -> Result<(), KeepError> {
        let mut held = Vec::new();
        if let Some(bytes) = stored {
            match decode_sheet(&bytes) {
                Ok(papers) => {
                    held.extend(papers.iter().map(|paper| paper.id.clone()));
                    // The feed may have been read before the store was: what is new is what is not stored.
                    let mut engine = self.engine.borrow_mut();
                    if key == BROUGHT { engine.bring(papers) } else { engine.catch_up(papers, today) }
                }
                Err(error @ KeepError::Newer { .. }) => return Err(error),
                Err(_) => writes.push(Write::Put { store: Store::Meta, key: aside_key(key), bytes }),
            }
        }
        let later = matches!(self.recall_tracks(key, tracks, writes), Err(KeepError::Newer { .. }));
        let engine = self.engine.borrow();
        let mut papers = engine.sheet(key);
        let moved = held.iter().filter(|id| engine.sheet_key(id).is_some_and(|now| now != key));
        papers.extend(moved.filter_map(|id| engine.paper(id)));
        let tracks = engine.tracks(&papers);
        if !tracks.is_empty() && !later {
            writes.push(Write::Put { store: Store::Meta, key: tracks_key(key), bytes: encode_tracks(tracks) });
        }
        writes.push(Write::Put { store: Store::Papers, key: key.to_owned(), bytes: encode_sheet(papers) });
        Ok(())
    }

    async fn load(&self, keys: &[String], tell: &impl Fn(Said), take: fn(&mut Engine, Vec<Paper>)) {
        let records = match self.keep.get(Store::Papers, keys).await {
            Ok(records) => records,
            Err(error) => return tell(Said::Trouble(error.to_string())),
        };
        for (key, record) in keys.iter().zip(records) {
            match record.map(|bytes| decode_sheet(&bytes)) {
                Some(Ok(papers)) if key == BROUGHT => self.engine.borrow_mut().bring(papers),
                Some(Ok(papers)) => take(&mut self.engine.borrow_mut(), papers),
                Some(Err(error)) => {
                    tell(Said::Trouble(format!(
                        "The stored papers of {key} could not be read and were left as they are: {error}"
                    )));
                }
                None => {}
            }
        }
        // What was noted adds to the papers; without it they are as good, so that nobody needs to hear of damage here.
        let names: Vec<String> = keys.iter().map(|key| tracks_key(key)).collect();
        for record in self.keep.get(Store::Meta, &names).await.unwrap_or_default().into_iter().flatten() {
            if let Ok(tracks) = decode_tracks(&record) {
                self.engine.borrow_mut().recall_tracks(tracks);
            }
        }
    }

    /// Takes over the tracks of a sheet; those that cannot be read are set aside as sheets are.
    fn recall_tracks(&self, key: &str, stored: Option<Vec<u8>>, writes: &mut Vec<Write>) -> Result<(), KeepError> {
        let Some(bytes) = stored else { return Ok(()) };
        match decode_tracks(&bytes) {
            Ok(tracks) => self.engine.borrow_mut().recall_tracks(tracks),
            Err(KeepError::Corrupt(_)) => {
                writes.push(Write::Put { store: Store::Meta, key: format!("damaged/{}", tracks_key(key)), bytes });
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn tell_known(&self, tell: &impl Fn(Said)) {
        tell(Said::Known(self.engine.borrow().summary()));
    }

    fn measure(&self, stage: &str, start: f64, papers: u32) -> Measure {
        Measure { stage: stage.to_owned(), start, duration: (self.clock)() - start, papers }
    }
}

/// Where in [`Store::Meta`] a damaged sheet is moved when a sound one takes its place.
fn aside_key(sheet: &str) -> String {
    format!("damaged/papers/{sheet}")
}
