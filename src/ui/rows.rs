//! The list of papers as a feed of rows, of which those around the screen are there.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::prelude::*;
use leptos::{html, web_sys};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::row;
use super::state::app;
use super::window::Window;

/// Time without scrolling after which the place is noted in the browser's history, which takes few notes a second.
const REST: Duration = Duration::from_millis(300);

/// The rows. They are put into the page by a [`Window`], which looks again whenever the list, the screen, the scroll position
/// or the focus changes.
#[component]
pub fn Rows() -> impl IntoView {
    let app = app();
    provide_context(row::Narrowed::default());
    let feed = NodeRef::<html::Div>::new();
    let total = Memo::new(move |_| app.list.read().total);
    let (looks, owner) = (Looks::default(), Owner::current().unwrap_or_default());
    Effect::new({
        let looks = looks.clone();
        move |_| {
            app.list.track();
            app.awaits.track();
            let Some(feed) = feed.get() else { return };
            let new = || Window::new(app, total, feed.into(), owner.clone());
            looks.window.borrow_mut().get_or_insert_with(new);
            looks.now(true);
        }
    });
    watch_size(feed, looks.clone());
    let note = Rc::new(Cell::new(None::<TimeoutHandle>));
    let forget = move |note: &Cell<Option<TimeoutHandle>>| note.take().into_iter().for_each(|note| note.clear());
    let scrolled = window_event_listener_untyped("scroll", {
        let (looks, note) = (looks.clone(), note.clone());
        move |_| {
            looks.now(false);
            forget(&note);
            note.set(set_timeout_with_handle(move || app.note_place(), REST).ok());
        }
    });
    let resized = window_event_listener_untyped("resize", {
        let looks = looks.clone();
        move |_| looks.soon()
    });
    take_over_scrolling(true);
    let ended = SendWrapper::new((looks.clone(), note));
    on_cleanup(move || {
        scrolled.remove();
        resized.remove();
        ended.0.window.take();
        forget(&ended.1);
        take_over_scrolling(false);
    });
    let some = move |word: &'static str| move || (total.get() > 0).then_some(word);
    view! { <div class="rows" role=some("feed") aria-label=some("Papers") node_ref=feed on:click=move |event| row::hear(app, &event) on:focusin=move |_| looks.soon()></div> }
}

/// Makes the window look at the screen, as long as there is one.
#[derive(Clone, Default)]
struct Looks {
    window: Rc<RefCell<Option<Window>>>,
    awaited: Rc<Cell<bool>>,
}

impl Looks {
    /// Looks now; `changed` if the list may be another.
    fn now(&self, changed: bool) {
        // What looking causes, like a change of the focus, is looked at soon.
        let Ok(mut window) = self.window.try_borrow_mut() else { return };
        if window.as_mut().is_some_and(|window| window.look(changed)) {
            self.soon();
        }
    }

    /// Looks before the next frame is painted.
    fn soon(&self) {
        if !self.awaited.replace(true) {
            let looks = self.clone();
            request_animation_frame(move || {
                looks.awaited.set(false);
                looks.now(false);
            });
        }
    }
}

/// Looks again when the rows or what is above them becomes wider, narrower, higher or lower by itself.
fn watch_size(feed: NodeRef<html::Div>, looks: Looks) {
    let changed = Closure::<dyn FnMut()>::new(move || {
        // At once, as this is still before the frame is painted; but sizes must not change here.
        if let Ok(mut window) = looks.window.try_borrow_mut() {
            window.iter_mut().for_each(Window::hold);
        }
        looks.soon();
    });
    let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
    // Clean-up functions must be `Send`, which nothing in a browser's page needs to be.
    let watched = SendWrapper::new((observer.clone(), changed));
    on_cleanup(move || watched.0.disconnect());
    Effect::new(move |_| {
        if let (Some(feed), Some(body)) = (feed.get(), document().body()) {
            observer.observe(&feed);
            observer.observe(&body);
        }
    });
}

/// Whether the window sees to what browsers do themselves: returning to where one was, which for them is a number of pixels
/// and means another row when rows were never measured, and holding what is seen in place.
fn take_over_scrolling(ours: bool) {
    let (restoration, anchoring) =
        if ours { (web_sys::ScrollRestoration::Manual, "none") } else { (web_sys::ScrollRestoration::Auto, "auto") };
    if let (Ok(history), Some(body)) = (window().history(), document().body()) {
        let _ = history.set_scroll_restoration(restoration);
        let _ = web_sys::HtmlElement::style(&body).set_property("overflow-anchor", anchoring);
    }
}
