//! From the shelf to the disk: an event is owed until it is there, and what could not be written is tried again.

use std::collections::VecDeque;
use std::mem;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, Parts};
use crate::browser::store::AnyKeep;
use crate::browser::tabs::Word;
use crate::browser::{clock, fetch};
use crate::present::words;
use crate::shelf::keep::{Keep, Store};
use crate::shelf::{self, Event, KeepError};

/// Fields of an event that take longer to put into words than a page may stand still, after they were shown.
const LARGE: usize = 5_000;

/// What is to be written.
#[derive(Default)]
pub(super) struct Debts {
    /// Events that are not on disk, in the order in which they happened.
    owed: VecDeque<Event>,
    /// Whether they are being written.
    paying: bool,
}

impl Debts {
    /// The events that are not on disk, but for one that is being written.
    pub(super) fn owed(&self) -> impl Iterator<Item = &Event> {
        self.owed.iter()
    }
}

impl App {
    /// Writes an event, and before it all that could not be written yet.
    pub(super) fn owe(self, event: Event) {
        self.parts.update_value(|parts| parts.debts.owed.push_back(event));
        self.saving.update(|saving| *saving += 1);
        self.pay();
    }

    /// Writes what is owed, one event after the other, so that what is on disk is always the beginning of what was done.
    pub fn pay(self) {
        if self.parts.try_update_value(|parts| mem::replace(&mut parts.debts.paying, true)) == Some(false) {
            spawn_local(self.pay_all());
        }
    }

    /// What is still to be written, in words; nothing if all of it is on disk.
    pub fn unsaved_words(self) -> Option<String> {
        let owed = self.saving.get();
        (owed > 0).then(|| match self.unsaved.get() {
            Some(_) => format!("{} not saved.", words::counted(owed, "act")),
            None => "Saving…".to_owned(),
        })
    }

    /// Where what was done is kept, in words.
    pub fn kept_words(self) -> &'static str {
        let lasts = |keep: &AnyKeep| keep.database().is_some_and(|database| database.read_only().is_none());
        if self.keep().is_none_or(|keep| lasts(&keep)) {
            "All of it is on this device."
        } else {
            "What you do now is kept only until this page closes."
        }
    }

    /// Waits until nothing is being written any more; whether all is on disk.
    pub(super) async fn paid(self) -> bool {
        loop {
            let (paying, owing) = self.parts.with_value(|parts| (parts.debts.paying, !parts.debts.owed.is_empty()));
            if !paying {
                return !owing;
            }
            fetch::pause(20).await;
        }
    }

    async fn pay_all(self) {
        // The store opens within a moment of the page; an act in that moment waits for it.
        while self.keep().is_none() {
            fetch::pause(20).await;
        }
        let Some(keep) = self.keep() else { return };
        let mut failed = VecDeque::new();
        let mut why = None;
        let mut first = false;
        while let Some(event) = self.parts.try_update_value(|parts| parts.debts.owed.pop_front()).flatten() {
            if event.touched.len() > LARGE {
                // To the screen first.
                fetch::pause(0).await;
            }
            match shelf::save(&*keep, &event).await {
                Ok(saved) => {
                    self.saving.update(|saving| *saving -= 1);
                    self.tell_tabs(&Word::Did(event.at.key(), saved.entry));
                    first |= saved.first;
                    // Only when nothing more is owed must the store have all that is in memory.
                    let even = failed.is_empty() && self.parts.with_value(|parts| parts.debts.owed.is_empty());
                    if even && mem::take(&mut first) {
                        self.mend(&*keep).await;
                    }
                    self.note_kept();
                    self.history.update(|grown| *grown += 1);
                }
                Err(error) => {
                    failed.push_back(event);
                    // A store that is out of reach need not be asked again for each.
                    let gone = matches!(error, KeepError::Unavailable(_) | KeepError::Blocked | KeepError::Closed);
                    why = Some(error);
                    if gone {
                        break;
                    }
                }
            }
        }
        self.parts.update_value(|parts| {
            failed.append(&mut parts.debts.owed);
            parts.debts = Debts { owed: failed, paying: false };
        });
        if why.is_none() && self.unsaved.with_untracked(Option::is_some) {
            self.status.set("Everything is saved now".to_owned());
        }
        self.unsaved.set(why);
        self.back_up_soon();
    }

    /// Writes the whole shelf anew if the store has lost it under the page: what is in memory is the best copy there is.
    async fn mend<K: Keep>(self, keep: &K) {
        let known = self.shelf(|shelf| shelf.papers().len() as u32);
        let held = keep.count_after(Store::Marks, "", known).await.unwrap_or(known);
        let lost = known.saturating_sub(held);
        if lost == 0 {
            return;
        }
        let whole = |parts: &mut Parts| {
            let whole = parts.shelf.whole(clock::now())?;
            let events: Vec<Event> = parts.events.values().cloned().collect();
            Some((whole, parts.past.clone(), events))
        };
        let Some((whole, past, events)) = self.parts.try_update_value(whole).flatten() else { return };
        let words = words::papers(lost);
        match shelf::save_anew(keep, &whole, &past, &events).await {
            Ok(()) => {
                self.save_feeds_anew().await;
                self.notify(
                    format!(
                        "The storage was cleared while this page was open. Remarks on {words} were still in memory and \
                         are saved again; the journal of before is lost."
                    ),
                    true,
                );
            }
            Err(error) => self.notify(
                format!("The storage was cleared: remarks on {words} will be gone when the page closes. {error}"),
                true,
            ),
        }
    }
}
