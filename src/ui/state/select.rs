//! Single papers of the list that were selected: what is done with many is then done with these.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::paper::PaperId;
use crate::present::words;

impl App {
    /// Selects a paper, or takes it out again. With `through`, all from the one that was selected last are selected too.
    pub fn select(self, id: PaperId, through: bool) {
        let last = self.parts.with_value(|parts| parts.selected.last().cloned());
        match last.filter(|_| through) {
            Some(last) => spawn_local(async move {
                let all = self.ask_all_ids().await;
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

    /// The papers of the list that are selected, or all of them where none is, in the list's order.
    pub(super) async fn ask_ids(self) -> Vec<PaperId> {
        let mut ids = self.ask_all_ids().await;
        self.parts.with_value(|parts| {
            if !parts.selected.is_empty() {
                ids.retain(|id| parts.selected.contains(id));
            }
        });
        ids
    }

    fn change_selected(self, change: impl FnOnce(&mut Vec<PaperId>)) {
        self.parts.update_value(|parts| change(&mut parts.selected));
        self.news.update(|news| *news += 1);
        let count = self.parts.with_value(|parts| parts.selected.len());
        self.status.set(format!("{} selected", words::papers(count as u32)));
    }
}
