//! Single papers that were selected: what is done with many is then done with these. They stay so in other lists, until the
//! reader selects nothing any more.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::paper::PaperId;
use crate::present::words;
use crate::search::order::sorted;

impl App {
    /// Selects a paper, or takes it out again. With `through`, all from the one that was selected last are selected too.
    pub fn select(self, id: PaperId, through: bool) {
        let last = self.parts.with_value(|parts| parts.selected.last().cloned());
        match last.filter(|_| through) {
            Some(last) => spawn_local(async move {
                let all = self.ask_all_ids(Vec::new()).await;
                let place = |id: &PaperId| all.iter().position(|other| other == id);
                if let (Some(one), Some(other)) = (place(&last), place(&id)) {
                    let between = all.get(one.min(other)..=one.max(other)).unwrap_or_default();
                    self.change_selected(|selected| {
                        selected.retain(|known| !between.contains(known));
                        selected.extend(between.iter().filter(|known| **known != id).cloned());
                        selected.push(id);
                    });
                }
            }),
            None => self.change_selected(|selected| match selected.iter().position(|known| *known == id) {
                Some(at) => _ = selected.remove(at),
                None => selected.push(id),
            }),
        }
    }

    /// Asks which papers are selected, the last selected last; whoever asks hears of changes.
    pub fn selected<T>(self, ask: impl FnOnce(&[PaperId]) -> T) -> T {
        self.news.track();
        self.parts.with_value(|parts| ask(&parts.selected))
    }

    /// Selects nothing any more; whether anything was.
    pub fn select_none(self) -> bool {
        let some = self.parts.with_value(|parts| !parts.selected.is_empty());
        if some {
            self.change_selected(Vec::clear);
        }
        some
    }

    /// The papers that are selected, those of the list in its order and then the others; or all of the list where none is.
    pub(super) async fn ask_ids(self) -> Vec<PaperId> {
        let selected = self.parts.with_value(|parts| parts.selected.clone());
        let mut ids = self.ask_all_ids(selected.clone()).await;
        let here = sorted(ids.clone());
        ids.extend(selected.into_iter().filter(|id| here.binary_search(id).is_err()));
        ids
    }

    /// Finds out how many of the selected papers are not in the list.
    pub(super) fn count_outside(self) {
        let selected = self.parts.with_value(|parts| parts.selected.clone());
        if selected.is_empty() {
            return self.outside.set(0);
        }
        spawn_local(async move {
            let count = selected.len();
            let here = self.ask_all_ids(selected).await.len();
            // Of what is selected by now, another answer comes.
            if count == self.parts.with_value(|parts| parts.selected.len()) {
                self.outside.set(count.saturating_sub(here) as u32);
            }
        });
    }

    fn change_selected(self, change: impl FnOnce(&mut Vec<PaperId>)) {
        self.parts.update_value(|parts| change(&mut parts.selected));
        self.news.update(|news| *news += 1);
        let count = self.parts.with_value(|parts| parts.selected.len());
        self.status.set(format!("{} selected", words::papers(count as u32)));
        self.count_outside();
    }
}
