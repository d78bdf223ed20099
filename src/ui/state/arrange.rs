//! Papers of a collection in the order that the reader gives them.

use leptos::prelude::*;

use super::App;
use crate::browser::clock;
use crate::columns::same_label;
use crate::paper::PaperId;
use crate::query::{Order, parse};
use crate::shelf::ThingId;
use crate::shelf::arrange::Step;

impl App {
    /// The collection in whose own order the list on screen is, if it is in one.
    pub(super) fn arranging(self) -> Option<ThingId> {
        let list = self.list.read_untracked();
        if list.order != Order::Collected {
            return None;
        }
        let query = parse(&list.view.text, clock::today());
        let name = query.collection()?.text.as_str();
        self.shelf(|shelf| shelf.collections().into_iter().find(|one| same_label(&one.name, name)).map(|one| one.id))
    }

    /// Moves a paper within the collection whose list is on screen.
    pub fn arrange(self, id: &PaperId, step: Step) {
        let Some(list) = self.arranging() else { return };
        let shown =
            |other: &PaperId| self.list.with_untracked(|list| list.pages.position(|row| row.id == *other).is_some());
        match self.shelf(|shelf| shelf.arranging(list, id, step, &shown)) {
            Some(act) => self.act(&act),
            None => self.tell("There is no paper to move it past".to_owned(), None),
        }
    }
}
