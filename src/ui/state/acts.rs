//! The reader's acts: on the shelf first, on screen at once, on disk in one transaction, then told to other tabs and the engine.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, remember, remembered};
use crate::browser::{clock, fetch, offline};
use crate::engine::message::Request;
use crate::paper::PaperId;
use crate::present::acts::{self, HAND};
use crate::query::{Order, edit};
use crate::shelf::record::EventRecord;
use crate::shelf::{self, Act, Card, Cause, Change, Event, Field, Millis, Past, Shelf, Stamp, Subject, ThingId, Touch};

/// A short word on what was just done.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// What was done.
    pub text: String,
    /// What can be done about it.
    pub offer: Option<Turn>,
    /// Tells toasts apart.
    pub number: u32,
}

/// A step through what the reader did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Back: the last act is taken back.
    Undo,
    /// On: what was taken back last is done again.
    Redo,
}

/// Milliseconds that such a word stays on screen; the keys work as long as the page lives.
const TOAST_TIME: i32 = 8_000;

/// Name in `localStorage` of whether the browser was asked to keep the store.
const ASKED: &str = "offprint:asked";

/// Entries of the history that are read at a time.
const HISTORY_LENGTH: u32 = 500;

impl App {
    /// What is set of one paper, as a signal that follows it.
    pub fn mark(self, id: &PaperId) -> ArcRwSignal<Card> {
        let find = |parts: &mut super::Parts| {
            let known = || ArcRwSignal::new(parts.shelf.get(id).clone());
            parts.marks.entry(id.clone()).or_insert_with(known).clone()
        };
        self.parts.try_update_value(find).unwrap_or_else(|| ArcRwSignal::new(Card::default()))
    }

    /// Stars a paper, or takes the star away.
    pub fn star(self, id: PaperId, on: bool) {
        self.act(&Act::Star(id, on));
    }

    /// Marks a paper read or unread.
    pub fn read(self, id: PaperId, on: bool) {
        self.act(&Act::Read(id, on));
    }

    /// Takes a paper out of all lists but that of the dismissed, or brings it back.
    pub fn dismiss(self, id: PaperId, on: bool) {
        self.act(&Act::Dismiss(id, on));
    }

    /// Notes that a paper was opened.
    pub fn opened(self, id: PaperId) {
        self.commit(|shelf| shelf.apply(&Act::Open(id), clock::now()));
    }

    /// Does what the reader asks for, says so, and offers to take it back.
    pub fn act(self, act: &Act) {
        if let Some(event) = self.commit(|shelf| shelf.apply(act, clock::now())) {
            self.tell(acts::told(&event), Some(Turn::Undo));
            self.refresh_after(&event);
        }
    }

    /// Takes in what another device has set.
    pub(super) fn take_event(self, event: Event) {
        let taken = self.commit(|shelf| shelf.replay(&event).then(|| event.clone()));
        if taken.is_some() {
            self.tell(acts::told(&event), Some(Turn::Undo));
            self.refresh_after(&event);
        }
    }

    /// Does what the reader asks for without a word: what is typed shows that itself. A list that may be of it follows.
    pub fn act_quietly(self, act: &Act) {
        self.act_more(act, None);
    }

    /// The same, where the reader goes on with what the event of that time did. Gives the time of what was done, if anything was.
    pub fn act_more(self, act: &Act, of: Option<Stamp>) -> Option<Stamp> {
        let event = self.commit(|shelf| match of {
            Some(of) => shelf.apply_more(act, of, clock::now()),
            None => shelf.apply(act, clock::now()),
        })?;
        if event.is_choice() {
            self.refresh_after(&event);
        }
        Some(event.at)
    }

    /// Makes a collection of papers, or puts them into the one of that name.
    pub fn make_collection(self, name: &str, papers: &[PaperId]) {
        self.act(&self.collecting(name, papers));
    }

    /// The act that puts papers into the collection of that name, which is made if there is none.
    pub(super) fn collecting(self, name: &str, papers: &[PaperId]) -> Act {
        let new = self.draw();
        self.shelf(|shelf| match shelf.collection_named(name) {
            Some(known) => shelf.collecting(known, papers),
            None => {
                let made = shelf.making(&Subject::Collection(new), &[(Field::Name, name)]);
                Act::Several(vec![made, shelf.collecting(new, papers)])
            }
        })
    }

    /// Keeps the search on screen, under its own words.
    pub fn keep_search(self) {
        let mut place = self.place.get_untracked().with_paper(None);
        place.view.text = place.view.text.trim().to_owned();
        let name = if place.view.text.is_empty() { "All papers" } else { place.view.text.as_str() };
        let address = place.query();
        if self.shelf(|shelf| shelf.searches().iter().any(|search| search.address == address)) {
            return self.notify(format!("“{name}” is kept already."), false);
        }
        let fields = [(Field::Name, name), (Field::Address, &*address)];
        let making = self.shelf(|shelf| shelf.making(&Subject::Search(self.draw()), &fields));
        self.act(&making);
        self.note_seen();
    }

    /// A number for a new collection or search, which no other has.
    pub fn draw(self) -> ThingId {
        let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
        ThingId(half() << 32 | half())
    }

    /// Takes a step through what the reader did.
    pub fn turned(self, turn: Turn) {
        match turn {
            Turn::Undo => self.undo(),
            Turn::Redo => self.redo(),
        }
    }

    /// Takes the last act back.
    pub fn undo(self) {
        self.turn(|past| past.undo.last().copied(), Shelf::undo, ("Undone", Turn::Redo), "Nothing to undo");
    }

    /// Does the act again that was taken back last.
    pub fn redo(self) {
        self.turn(|past| past.redo.last().copied(), Shelf::redo, ("Done again", Turn::Undo), "Nothing to do again");
    }

    /// Takes the next event of the past and turns it. Those of which nothing is left, as other acts came over them, are passed.
    fn turn(
        self,
        next: fn(&Past) -> Option<Stamp>,
        turned: fn(&mut Shelf, &Event, Millis) -> Change,
        (did, back): (&str, Turn),
        none: &str,
    ) {
        loop {
            let found = |parts: &mut super::Parts| {
                let at = next(&parts.past)?;
                Some((at, parts.events.get(&at).cloned()))
            };
            let Some((at, event)) = self.parts.try_update_value(found).flatten() else {
                return self.tell(none.to_owned(), None);
            };
            let change = event.as_ref().and_then(|event| self.commit(|shelf| turned(shelf, event, clock::now())));
            if let (Some(event), Some(change)) = (event, change) {
                self.tell(format!("{did}: {}", acts::told(&event)), Some(back));
                self.undo_feeds(event.at);
                return self.refresh_after(&change);
            }
            self.parts.update_value(|parts| parts.past.forget(at));
        }
    }

    /// The journal's last entries before that key, newest first, and the key before which there are more, as [`shelf::history`] gives
    /// them.
    pub async fn ask_history(self, before: String) -> (Vec<Event>, Option<String>) {
        let Some(keep) = self.keep() else { return Default::default() };
        shelf::history(&*keep, &before, HISTORY_LENGTH).await.unwrap_or_else(|error| {
            self.notify(format!("The reading history could not be read. {error}"), true);
            Default::default()
        })
    }

    /// How many papers are starred.
    pub fn starred_count(self) -> u32 {
        self.parts.with_value(|parts| parts.shelf.papers().filter(|(_, card)| card.starred()).count() as u32)
    }

    /// Takes over what another tab has done and stored.
    pub(super) fn absorb(self, key: &str, record: &[u8]) {
        // A tab of a later version may say what this one cannot read; reloading reads it from the store.
        let Ok(event) = EventRecord::open(key, record) else { return };
        let learnt = |parts: &mut super::Parts| {
            parts.note(&event);
            let swallowed = parts.shelf.swallowed(&event);
            parts.shelf.replay(&event).then_some(swallowed)
        };
        if let Some(swallowed) = self.parts.try_update_value(learnt).flatten() {
            self.show_event(&event);
            self.refresh_list();
            self.act_quietly(&swallowed);
        }
        self.history.update(|grown| *grown += 1);
    }

    /// Tells an engine that knows nothing of the shelf all that lists need of it.
    pub(super) fn send_marks(self) {
        self.send_mutes();
        self.send_hands();
        self.send_unfolded();
        // Even if there are none: the engine waits for it with what it has stored.
        self.send(Request::Mark(
            self.shelf(|shelf| shelf.papers().map(|(id, _)| (id.clone(), shelf.made(id))).collect()),
        ));
    }

    /// Asks for the list again if an event may have changed what belongs to it.
    fn refresh_after(self, event: &Event) {
        let view = self.place.read_untracked().view.clone();
        let asks = |word: &str| edit::contains(&view.text, word);
        // Such a list says how much was done since it was ordered.
        let learnt = self.list.with_untracked(|list| matches!(list.order, Order::ForYou | Order::Mix));
        let leaves = |touch: &Touch| match touch.field {
            Field::Dismissed => true,
            Field::Star => asks("is:starred") || asks("is:muted") || learnt,
            Field::Leaning => learnt,
            Field::Is if matches!(touch.subject, Subject::Mute(..)) => true,
            Field::Read => false,
            _ => !view.text.is_empty(),
        };
        if matches!(event.cause, Cause::Undo(_) | Cause::Redo(_) | Cause::Merge) || event.touched.iter().any(leaves) {
            self.refresh_list();
        }
    }

    /// Says for a moment what was done, to the eye and to those who listen, with what can be done about it.
    pub(super) fn tell(self, text: String, offer: Option<Turn>) {
        let number = self.number();
        self.status.set(text.clone());
        self.toast.set(Some(Toast { text, offer, number }));
        spawn_local(async move {
            fetch::pause(TOAST_TIME).await;
            self.toast.update(|toast| drop(toast.take_if(|toast| toast.number == number)));
        });
    }

    /// The one way in which the shelf changes. `None` if nothing did.
    pub(super) fn commit(self, change: impl FnOnce(&mut Shelf) -> Change) -> Change {
        let done = |parts: &mut super::Parts| {
            let event = change(&mut parts.shelf)?;
            parts.note(&event);
            Some(event)
        };
        let event = self.parts.try_update_value(done).flatten()?;
        self.show_event(&event);
        self.owe(event.clone());
        self.ask_to_persist(&event);
        Some(event)
    }

    /// Asks the browser to keep the store, once there is the first choice in it that would be missed.
    fn ask_to_persist(self, event: &Event) {
        let missed =
            event.is_choice() && event.touched.iter().any(|touch| !matches!(touch.subject, Subject::Setting(_)));
        if missed && remembered(ASKED).is_none() {
            remember(ASKED, "yes");
            spawn_local(async { _ = offline::ask_to_persist().await });
        }
    }

    /// Shows on the screen, and tells the engine, what an event has set.
    fn show_event(self, event: &Event) {
        let ids = self.shelf(|shelf| shelf.remade(event));
        self.show_marks(&ids);
        self.send_made(ids);
        let of = |is: fn(&Subject) -> bool| event.touched.iter().any(|touch| is(&touch.subject));
        if of(|subject| matches!(subject, Subject::Mute(..))) {
            self.send_mutes();
        }
        if of(|subject| matches!(subject, Subject::Setting(_))) {
            self.show_settings();
        }
        if of(|subject| matches!(subject, Subject::Setting(name) if name.starts_with(HAND))) {
            self.send_hands();
        }
        self.things.update(|changed| *changed += 1);
    }

    /// Lets all who show a paper know how it is marked now.
    pub(super) fn show_marks(self, ids: &[PaperId]) {
        let find = |parts: &super::Parts| {
            let signal = |id: &PaperId| Some((parts.marks.get(id)?.clone(), parts.shelf.get(id).clone()));
            ids.iter().filter_map(signal).collect::<Vec<_>>()
        };
        // Outside of the borrow, as whoever listens may look up marks.
        for (signal, card) in self.parts.with_value(find) {
            signal.set(card);
        }
    }

    fn send_made(self, ids: Vec<PaperId>) {
        if !ids.is_empty() {
            let made = |shelf: &Shelf| ids.iter().map(|id| (id.clone(), shelf.made(id))).collect();
            self.send(Request::Mark(self.shelf(made)));
        }
    }

    fn send_mutes(self) {
        let mutes = |shelf: &Shelf| shelf.mutes().into_iter().map(|(by, what)| (by, what.to_owned())).collect();
        self.send(Request::Mute(self.shelf(mutes)));
    }

    /// Tells the engine something to which there is no answer.
    pub(super) fn send(self, request: Request) {
        let client = self.client();
        spawn_local(async move { drop(client.ask(request, Vec::new()).await) });
    }
}

impl super::Parts {
    /// Notes what can be taken back from now on.
    fn note(&mut self, event: &Event) {
        self.past.note(event);
        let first = match event.cause {
            Cause::More(of) if self.past.first(event.at).is_some() => self.events.get(&of),
            _ => None,
        };
        let event = first.map_or_else(|| event.clone(), |first| event.clone().since(first));
        self.events.insert(event.at, event);
        let past = &self.past;
        self.events.retain(|at, _| past.undo.contains(at) || past.redo.contains(at));
    }
}
