//! Where in the list the reader is, was and will be.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::{App, search_text};
use crate::paper::PaperId;
use crate::present::{Page, Place};

/// Where in the list the reader is and will be. Places are those of [`Layout`](crate::present::window::Layout).
#[derive(Clone, Copy)]
pub(super) struct Spot {
    /// The place at the upper edge of the screen.
    here: f64,
    /// The place to go back to as soon as the list is there.
    back_to: Option<f64>,
    /// The row that gets the focus as soon as it is there.
    awaited: Option<u32>,
    /// The field of the open paper that gets it as soon as it is there.
    field: &'static str,
}

impl Spot {
    /// Where the browser's history says that the reader was.
    pub(super) fn noted() -> Spot {
        Spot { here: 0.0, back_to: noted_place(), awaited: None, field: "" }
    }
}

impl App {
    /// The place of the list at the upper edge of the screen.
    pub fn here(self) -> f64 {
        self.parts.with_value(|parts| parts.spot.here)
    }

    /// Sets [`App::here`].
    pub fn set_here(self, place: f64) {
        self.parts.update_value(|parts| parts.spot.here = place);
    }

    /// The place to go back to as soon as the list is there.
    pub fn back_to(self) -> Option<f64> {
        self.parts.with_value(|parts| parts.spot.back_to)
    }

    /// Sets [`App::back_to`].
    pub fn set_back_to(self, place: Option<f64>) {
        self.parts.update_value(|parts| parts.spot.back_to = place);
    }

    /// The row, counted from 0, that gets the focus as soon as it is there.
    pub fn awaited(self) -> Option<u32> {
        self.parts.with_value(|parts| parts.spot.awaited)
    }

    /// Sets [`App::awaited`].
    pub fn await_row(self, place: Option<u32>) {
        self.parts.update_value(|parts| parts.spot.awaited = place);
        if place.is_some() {
            self.awaits.update(|raised| *raised += 1);
        }
    }

    /// Opens a paper to write in one of its fields.
    pub fn open_at(self, id: PaperId, field: &'static str) {
        self.parts.update_value(|parts| parts.spot.field = field);
        self.go(self.place.get_untracked().with_paper(Some(id)));
    }

    /// The field that [`App::open_at`] awaits, which is awaited no more; empty if none is.
    pub fn take_field(self) -> &'static str {
        self.parts.try_update_value(|parts| std::mem::take(&mut parts.spot.field)).unwrap_or_default()
    }

    /// Notes the place in the list with the current entry of the browser's history, for coming back to it.
    pub fn note_place(self) {
        let place = self.place.read_untracked();
        // While another list is being asked for, the place is still one of the list before.
        let shown = place.page == Page::Papers && self.list.with_untracked(|list| list.view == place.view);
        if let (true, Ok(history)) = (shown, window().history()) {
            let _ = history.replace_state(&self.here().into(), "");
        }
    }

    /// The place follows the browser's back and forward. A list that stays, because only a paper was opened or closed, stays
    /// where it is; another returns to where it was.
    pub(super) fn follow_history(self) {
        let moved = Closure::<dyn FnMut()>::new(move || {
            let place = Place::parse(&search_text());
            let same_list = self.place.with_untracked(|here| here.page == place.page && here.view == place.view);
            if !same_list {
                self.set_back_to(Some(noted_place().unwrap_or(f64::NEG_INFINITY)));
                // They are of the text that was there.
                self.close_suggestions();
            }
            self.place.set(place);
            self.look_for_shared();
        });
        let _ = window().add_event_listener_with_callback("popstate", moved.into_js_value().unchecked_ref());
    }
}

/// The place in the list that was noted with the current entry of the browser's history.
fn noted_place() -> Option<f64> {
    window().history().ok()?.state().ok()?.as_f64()
}
