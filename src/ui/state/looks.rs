//! How long the reader looks at an open paper: noted on the shelf when it tells something new, at most once an opening.

use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use super::{App, remember, remembered};
use crate::browser::clock;
use crate::paper::PaperId;
use crate::present::looking::Looking;
use crate::shelf::look::{Look, SETTING};

/// Name in `localStorage` of the paper that was left at once by closing the page, which is no time to write to the store. It is
/// noted when the page next opens.
const LEFT: &str = "offprint:left";

impl App {
    /// From now on it is watched how long that paper is in view, for as long as the owner lives.
    pub fn follow_look(self, id: PaperId) {
        let (id, looking) = (StoredValue::new(id), StoredValue::new(Looking::default()));
        let timer = StoredValue::new(None::<TimeoutHandle>);
        let note = move |look: Look| id.with_value(|id| self.looked(id, look));
        // A stay is noted as soon as it is one, while there is time to write.
        let turn = move || {
            let (in_view, now) = (!document().hidden(), clock::precise());
            looking.update_value(|looking| looking.turn(in_view, now));
            let rest = std::time::Duration::from_millis(looking.with_value(|looking| looking.until_stayed(now)) as u64);
            let stayed = move || note(Look::Stayed);
            let next = if in_view && !rest.is_zero() { set_timeout_with_handle(stayed, rest).ok() } else { None };
            let before = timer.try_update_value(|timer| std::mem::replace(timer, next)).flatten();
            before.into_iter().for_each(|handle| handle.clear());
        };
        let told = move || looking.with_value(|looking| looking.look(clock::precise()));
        let hear = move |event: web_sys::Event| match event.type_().as_str() {
            "visibilitychange" => turn(),
            "pagehide" => {
                let news = || self.shelf(|shelf| id.with_value(|id| shelf.looking(id, Look::Left).is_some()));
                if told() == Some(Look::Left) && news() {
                    id.with_value(|id| remember(LEFT, id.as_str()));
                }
            }
            // The browser may keep the page and show it again, with the paper in it, and so does whoever loads it again.
            "pageshow" => {
                if remembered(LEFT).is_some_and(|left| id.with_value(|id| left == id.as_str())) {
                    remember(LEFT, "");
                }
            }
            // Whoever goes on to the paper's text has not left it.
            _ => {
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                if target.and_then(|target| target.closest("#paper .links a").ok().flatten()).is_some() {
                    note(Look::Stayed);
                }
            }
        };
        let listeners = ["visibilitychange", "pagehide", "pageshow", "click"]
            .map(|event| window_event_listener_untyped(event, hear));
        turn();
        on_cleanup(move || {
            listeners.into_iter().for_each(|listener| listener.remove());
            timer.try_update_value(Option::take).flatten().into_iter().for_each(|handle| handle.clear());
            told().into_iter().for_each(note);
        });
    }

    /// Notes what a look at a paper tells, if that is new.
    pub fn looked(self, id: &PaperId, look: Look) {
        self.commit(|shelf| shelf.apply(&shelf.looking(id, look)?, clock::now()));
    }

    /// Turns on or off that looks are noted and learnt from, and keeps the choice.
    pub fn set_looks(self, on: bool) {
        self.set(SETTING, if on { "on" } else { "off" });
    }

    /// Notes the paper that was left at once when the page was last closed.
    pub(super) fn take_left(self) {
        let Some((id, _)) = remembered(LEFT).and_then(|left| PaperId::parse(&left)) else { return };
        // Loaded again with the paper open, it was not left.
        if self.place.with_untracked(|place| place.paper.as_ref() != Some(&id)) {
            self.looked(&id, Look::Left);
        }
        remember(LEFT, "");
    }
}
