//! What the engine learns of the reader, as far as the screen asks for it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::browser::clock;
use crate::engine::message::{Request, Response};
use crate::paper::PaperId;

impl App {
    /// Asks why a paper stands where it does in the list on screen, or puts the answer away.
    pub fn ask_why(self, id: PaperId) {
        if self.why.with_untracked(|why| why.as_ref().is_some_and(|(of, _)| *of == id)) {
            return self.why.set(None);
        }
        let view = self.place.with_untracked(|place| place.view.clone());
        let seen = self.seen.get_value();
        spawn_local(async move {
            let request = Request::Why { id: id.clone(), view, today: clock::today(), seen };
            if let Some(Response::Why(why)) = self.client().ask(request, Vec::new()).await {
                self.why.set(why.map(|why| (id, *why)));
            }
        });
    }

    /// Shows the papers that are nearly the same as one below it, or folds them again.
    pub fn unfold(self, id: &PaperId) {
        self.unfolded.update(|unfolded| match unfolded.iter().position(|other| other == id) {
            Some(at) => _ = unfolded.swap_remove(at),
            None => unfolded.push(id.clone()),
        });
        self.send_unfolded();
        self.refresh_list();
    }

    /// The engine answers in order, so that the list asked for next is folded so.
    pub(super) fn send_unfolded(self) {
        let request = Request::Fold(self.unfolded.get_untracked());
        spawn_local(async move { drop(self.client().ask(request, Vec::new()).await) });
    }

    /// Orders the list anew by what the reader did since it was ordered.
    pub fn learn(self) {
        spawn_local(async move {
            drop(self.client().ask(Request::Learn, Vec::new()).await);
            self.refresh_list();
        });
    }
}
