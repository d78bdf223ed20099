//! The reader's acts: on the shelf first, on screen at once, on disk in one transaction, then told to other tabs and the engine.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, Toast};
use crate::browser::tabs::Word;
use crate::browser::{clock, fetch, offline};
use crate::engine::message::Request;
use crate::paper::PaperId;
use crate::query::Flags;
use crate::query::edit;
use crate::shelf::record::MarkRecord;
use crate::shelf::{Act, Change, Event, Mark, Shelf};

/// Acts that can be taken back.
const UNDO_DEPTH: usize = 100;

/// Milliseconds that the offer to take an act back stays on screen; the key works as long as the page lives.
const TOAST_TIME: i32 = 8_000;

/// Entries of the history that are read at a time.
const HISTORY_LENGTH: usize = 500;

impl App {
    /// The marks of one paper, as a signal that follows them.
    pub fn mark(self, id: &PaperId) -> ArcRwSignal<Mark> {
        let find = |parts: &mut super::Parts| {
            let known = parts.shelf.get(id);
            parts.marks.entry(id.clone()).or_insert_with(|| ArcRwSignal::new(known)).clone()
        };
        self.parts.try_update_value(find).unwrap_or_else(|| ArcRwSignal::new(Mark::default()))
    }

    /// Stars a paper, or takes the star away. The first star asks the browser to keep the store.
    pub fn star(self, id: PaperId, on: bool) {
        let first = on && self.parts.with_value(|parts| parts.shelf.starred().len() == 0);
        self.act(Act::Star(id, on), if on { "Starred" } else { "Star removed" });
        if first {
            spawn_local(async { _ = offline::ask_to_persist().await });
        }
    }

    /// Marks a paper read or unread.
    pub fn read(self, id: PaperId, on: bool) {
        self.act(Act::Read(id, on), if on { "Marked read" } else { "Marked unread" });
    }

    /// Takes a paper out of all lists but that of the dismissed, or brings it back.
    pub fn dismiss(self, id: PaperId, on: bool) {
        self.act(Act::Dismiss(id, on), if on { "Dismissed" } else { "Brought back" });
    }

    /// Notes that a paper was opened.
    pub fn opened(self, id: PaperId) {
        self.commit(|shelf| shelf.apply(&Act::Open(id), clock::now()));
    }

    /// Takes the last act back.
    pub fn undo(self) {
        let last = self.parts.try_update_value(|parts| parts.undo.pop()).flatten();
        let Some((change, text)) = last else {
            self.status.set("Nothing to undo".to_owned());
            return;
        };
        self.toast.set(None);
        self.status.set(format!("Undone: {text}"));
        self.commit(|shelf| shelf.undo(&change, clock::now()));
        self.refresh_list();
    }

    /// The journal's last entries, newest first.
    pub async fn ask_history(self) -> Vec<Event> {
        let Some(keep) = self.keep() else { return Vec::new() };
        match Shelf::history(&*keep, HISTORY_LENGTH).await {
            Ok(events) => events,
            Err(error) => {
                self.notify(format!("The reading history could not be read. {error}"), true);
                Vec::new()
            }
        }
    }

    /// How many papers are starred.
    pub fn starred_count(self) -> u32 {
        self.parts.with_value(|parts| parts.shelf.starred().len() as u32)
    }

    /// Takes over marks that another tab has stored.
    pub(super) fn absorb(self, records: Vec<(String, Vec<u8>)>) {
        // A tab of a later version may say what this one cannot read; reloading reads it from the store.
        let marks = records.iter().filter_map(|(key, bytes)| MarkRecord::open(key, bytes).ok());
        let learnt = |parts: &mut super::Parts| {
            let news = marks.filter_map(|(id, mark)| parts.shelf.absorb(id.clone(), mark).then_some(id));
            news.collect::<Vec<_>>()
        };
        let ids = self.parts.try_update_value(learnt).unwrap_or_default();
        if !ids.is_empty() {
            self.show_marks(&ids);
            self.ask_mark(self.flags_of(&ids));
            self.refresh_list();
            self.history.update(|grown| *grown += 1);
        }
    }

    fn flags_of(self, ids: &[PaperId]) -> Vec<(PaperId, Flags)> {
        self.parts.with_value(|parts| ids.iter().map(|id| (id.clone(), flags(&parts.shelf.get(id)))).collect())
    }

    /// Tells an engine that knows no marks all of them.
    pub(super) fn send_marks(self) {
        let marks = self
            .parts
            .with_value(|parts| parts.shelf.iter().map(|(id, mark)| (id.clone(), flags(mark))).collect::<Vec<_>>());
        self.ask_mark(marks);
    }

    fn act(self, act: Act, text: &str) {
        let change = self.commit(|shelf| shelf.apply(&act, clock::now()));
        let Some(change) = change else { return };
        self.parts.update_value(|parts| {
            parts.undo.push((change, text.to_owned()));
            if parts.undo.len() > UNDO_DEPTH {
                parts.undo.remove(0);
            }
        });
        self.status.set(text.to_owned());
        self.offer_undo(text);
        let view = self.place.read_untracked().view.clone();
        let starred = matches!(act, Act::Star(..)) && edit::contains(&view.text, "is:starred");
        let leaves = matches!(act, Act::Dismiss(..)) || starred;
        if leaves {
            self.refresh_list();
        }
    }

    fn offer_undo(self, text: &str) {
        let number = self.number();
        self.toast.set(Some(Toast { text: text.to_owned(), number }));
        spawn_local(async move {
            fetch::pause(TOAST_TIME).await;
            self.toast.update(|toast| drop(toast.take_if(|toast| toast.number == number)));
        });
    }

    /// The one way in which the shelf changes. `None` if the page is going away.
    fn commit(self, change: impl FnOnce(&mut Shelf) -> Change) -> Option<Change> {
        let change = self.parts.try_update_value(|parts| change(&mut parts.shelf))?;
        let ids: Vec<PaperId> = change.after.iter().map(|(id, _)| id.clone()).collect();
        self.show_marks(&ids);
        let marks = change.after.clone();
        self.ask_mark(marks.iter().map(|(id, mark)| (id.clone(), flags(mark))).collect());
        spawn_local(self.save(change.clone()));
        Some(change)
    }

    async fn save(self, change: Change) {
        // The store opens within a moment of the page; an act in that moment waits for it.
        while self.keep().is_none() {
            fetch::pause(20).await;
        }
        let Some(keep) = self.keep() else { return };
        let tab = self.parts.with_value(|parts| parts.tab.clone());
        match Shelf::save(&*keep, &change, &tab).await {
            Ok(()) => {
                let record =
                    |(id, mark): &(PaperId, Mark)| Some((id.to_string(), MarkRecord::from(*mark).encode().ok()?));
                self.tell_tabs(&Word::Marked(change.after.iter().filter_map(record).collect()));
                self.history.update(|grown| *grown += 1);
            }
            Err(error) => {
                self.notify(format!("This could not be saved and will be gone when the page closes. {error}"), true)
            }
        }
    }

    pub(super) fn show_marks(self, ids: &[PaperId]) {
        let find = |parts: &super::Parts| {
            let signal = |id: &PaperId| Some((parts.marks.get(id)?.clone(), parts.shelf.get(id)));
            ids.iter().filter_map(signal).collect::<Vec<_>>()
        };
        // Outside of the borrow, as whoever listens may look up marks.
        for (signal, mark) in self.parts.with_value(find) {
            signal.set(mark);
        }
    }

    fn ask_mark(self, marks: Vec<(PaperId, Flags)>) {
        if !marks.is_empty() {
            let client = self.client();
            spawn_local(async move { drop(client.ask(Request::Mark(marks), Vec::new()).await) });
        }
    }
}

fn flags(mark: &Mark) -> Flags {
    Flags { starred: mark.starred(), read: mark.is_read(), dismissed: mark.is_dismissed() }
}
