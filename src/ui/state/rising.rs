//! Rising topics: asked of the engine while they are on the screen.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::engine::message::{Request, Response};
use crate::present::Page;
use crate::query::{View, Window};

impl App {
    /// The view whose days are looked at; none where topics have no place: on a single day, and where the list is narrowed.
    pub fn rising_view(self) -> Option<View> {
        let place = self.place.read();
        let (window, day) = (place.view.window, place.view.day);
        let here = place.page == Page::Papers && window != Window::Day && !place.view.is_filtered();
        here.then(|| View { window, day, ..View::default() })
    }

    /// Asks for them whenever the days are others or more is known, for as long as the owner lives.
    pub fn follow_rising(self) {
        let view = Memo::new(move |_| self.rising_view());
        // Not while all that is stored comes in by and by.
        let known = Memo::new(move |_| self.summary.with(|summary| summary.whole.then_some(summary.papers)));
        Effect::new(move |_| {
            let (Some(view), true, Some(_)) = (view.get(), self.rising_wanted.get(), known.get()) else { return };
            spawn_local(async move {
                if let Some(Response::Rising(found)) =
                    self.client().ask(Request::Rising(view.clone()), Vec::new()).await
                {
                    self.rising.set(Some((view, found.map(|found| *found))));
                }
            });
        });
    }
}
