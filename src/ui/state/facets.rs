//! What the list on screen can be narrowed by: asked of the engine after the rows of the same list have come, so that no row
//! waits for it, and only while a facet is on the screen.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::App;
use crate::browser::clock;
use crate::engine::message::{Request, Response};

/// Where there is room for facets beside the list; see `style/papers.css`.
const WIDE: &str = "(min-width: 68rem)";

/// Whether a question about facets is on its way.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Asking {
    No,
    Yes,
    /// And its answer will be out of date.
    Again,
}

impl App {
    /// From now on the facets follow the list, the library and the marks.
    pub(super) fn follow_facets(self) {
        let answered =
            Memo::new(move |_| self.list.with(|list| list.answered.then(|| (list.view.clone(), list.total))));
        self.follow_width();
        Effect::new(move |_| {
            self.summary.track();
            self.history.track();
            if answered.read().is_some() && self.facets_wanted.get() {
                self.ask_facets();
            }
        });
    }

    fn follow_width(self) {
        let Some(query) = window().match_media(WIDE).ok().flatten() else { return };
        self.wide.set(query.matches());
        let source = query.clone();
        let changed = Closure::<dyn FnMut()>::new(move || self.wide.set(source.matches()));
        // It lives as long as the page, and so must the query that calls it.
        query.set_onchange(Some(changed.into_js_value().unchecked_ref()));
        std::mem::forget(query);
    }

    /// One question at a time: while one is on its way others wait, and of these the last is enough.
    fn ask_facets(self) {
        let asking = self.facets_asking.get_value();
        self.facets_asking.set_value(if asking == Asking::No { Asking::Yes } else { Asking::Again });
        if asking != Asking::No {
            return;
        }
        spawn_local(async move {
            let view = self.list.with_untracked(|list| list.view.clone());
            let request = Request::Facets { view: view.clone(), today: clock::today(), seen: self.seen.get_value() };
            let answer = self.client().ask(request, Vec::new()).await;
            let again = self.facets_asking.get_value() == Asking::Again;
            self.facets_asking.set_value(Asking::No);
            if again {
                self.ask_facets();
            } else if let Some(Response::Facets(facets)) = answer
                && self.list.with_untracked(|list| list.view == view)
                && self.facets.with_untracked(|known| *known != *facets)
            {
                self.facets.set(*facets);
            }
        });
    }
}
