//! Commands by keyboard.

use leptos::prelude::*;
use leptos::{ev, web_sys};
use wasm_bindgen::JsCast;

use super::focus;
use super::state::App;
use crate::cite::Format;
use crate::paper::PaperId;
use crate::present::{Page, Place};
use crate::query::{self, Order, View, Window};
use crate::shelf::arrange::Step;
use crate::shelf::look::Look;

/// Every key and what it does, as the help shows it.
pub const KEYS: [(&str, &str); 24] = [
    ("j ↓", "Next paper"),
    ("k ↑", "Previous paper"),
    ("o Enter", "Open the paper"),
    ("Esc", "Close the paper, leave the search box, select nothing"),
    ("s f", "Star, or take the star away"),
    ("e", "Dismiss, or bring back"),
    ("x X", "Select for what is done with many; all from the last selected"),
    ("m", "Mark read or unread"),
    ("Alt↑ Alt↓", "Move the paper within its collection; with Shift, to the beginning or the end"),
    ("n #", "Write a note on the paper, tag it"),
    ("c C", "Copy the paper's BibTeX; export the list as BibTeX"),
    ("y", "Why it is here, or is not"),
    ("r", "Papers near to it in meaning"),
    ("u", "Undo"),
    ("U", "Do again what was undone"),
    ("v", "Open on arXiv or where else it is, in a new tab"),
    ("V", "Open on Hugging Face"),
    ("P", "Open the PDF"),
    ("/", "Search"),
    ("[ ]", "Earlier papers, later papers"),
    ("t", "Today: the newest papers-day"),
    ("g then s", "Starred papers"),
    ("g then h", "History; g l library, g t trending, g y for you, g f feeds, g , about, g g top"),
    ("?", "This list"),
];

/// Listens as long as the page lives.
pub fn listen(app: App) {
    let going = StoredValue::new(false);
    window_event_listener(ev::keydown, move |event| on_key(app, going, &event));
}

/// Keys in text fields, with a modifier, or while an input method composes are not ours.
fn on_key(app: App, going: StoredValue<bool>, event: &web_sys::KeyboardEvent) {
    let key = event.key();
    let moves = event.alt_key() && matches!(key.as_str(), "ArrowUp" | "ArrowDown");
    let composed = event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() != moves;
    if composed || event.default_prevented() || in_dialog() {
        return;
    }
    if in_field(event) {
        // Out of the fields of the open paper; other fields know what to do themselves.
        if event.key() == "Escape" && focus::within("#paper") {
            focus::first("#paper");
        }
        return;
    }
    if moves {
        if arrange(app, Step::of(key == "ArrowUp", event.shift_key())) {
            event.prevent_default();
        }
        return;
    }
    let letter = key.chars().count() == 1;
    if letter && !app.keys.get_untracked() {
        return;
    }
    // A key held down walks on, but does nothing twice.
    if event.repeat() && !matches!(key.as_str(), "j" | "k" | "ArrowDown" | "ArrowUp") {
        return;
    }
    let went = going.get_value();
    going.set_value(false);
    let done = if went { go_to(app, &key) } else { command(app, going, &key, event) };
    if done {
        event.prevent_default();
    }
}

/// The second key after `g`.
fn go_to(app: App, key: &str) -> bool {
    let place = app.place.get_untracked();
    let all = |view: View| place.with_view(View { window: Window::All, ..view });
    let to = match key {
        "s" => all(View { text: "is:starred".to_owned(), ..View::default() }),
        "t" => all(View { order: Some(Order::Trending), ..View::default() }),
        "y" => all(View { order: Some(Order::ForYou), ..View::default() }),
        "l" => place.with_page(Page::Library),
        "h" => place.with_page(Page::History),
        "f" => place.with_page(Page::Feeds),
        "," => place.with_page(Page::About),
        "g" => {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            return true;
        }
        _ => return false,
    };
    app.go(to);
    true
}

fn command(app: App, going: StoredValue<bool>, key: &str, event: &web_sys::KeyboardEvent) -> bool {
    match key {
        "g" => going.set_value(true),
        "?" => app.help.set(true),
        "/" => _ = focus::first("#search"),
        "C" => app.export(Some(Format::BibTex)),
        "u" => app.undo(),
        "U" => app.redo(),
        "t" => app.go(Place::default()),
        "[" | "]" => return step(app, key == "["),
        "Escape" => return close(app),
        "Home" | "End" => return to_edge(app, key == "End"),
        "j" | "ArrowDown" | "k" | "ArrowUp" => return walk(app, event, matches!(key, "j" | "ArrowDown")),
        _ => return on_paper(app, key),
    }
    true
}

/// What concerns the paper that has the focus, or the open one.
fn on_paper(app: App, key: &str) -> bool {
    let Some(id) = current(app) else { return false };
    let mark = app.mark(&id).get_untracked();
    match key {
        "o" | "Enter" => {
            // Enter on a link or a button is theirs.
            let focused = document().active_element().is_some_and(|element| element.tag_name() == "ARTICLE");
            if key == "Enter" && !focused {
                return false;
            }
            app.go(app.place.get_untracked().with_paper(Some(id)));
        }
        "s" | "f" => app.star(id, !mark.starred()),
        "m" => app.read(id, !mark.is_read()),
        "x" | "X" => app.select(id, key == "X"),
        "e" => focus::keep_place(|| app.dismiss(id, !mark.is_dismissed())),
        "n" | "#" => {
            let field = if key == "n" { "#note" } else { "#tag" };
            if app.place.with_untracked(|place| place.paper.as_ref() == Some(&id)) {
                return focus::first(field);
            }
            app.open_at(id, field);
        }
        "c" => app.copy_citation(id),
        "y" => app.ask_why(id),
        "r" => {
            let view = View { window: Window::All, text: query::like(&id), ..View::default() };
            app.go(app.place.get_untracked().with_view(view));
        }
        "v" => open(app, &id, &id.url()),
        "V" => open(app, &id, &id.hugging_face_url().unwrap_or_else(|| id.url())),
        "P" => open(app, &id, &id.pdf_url().unwrap_or_else(|| id.url())),
        _ => return false,
    }
    true
}

/// Moves the focused paper within its collection. Whoever sends one to the beginning or the end goes on with the next.
fn arrange(app: App, step: Step) -> bool {
    let id = focus::article().filter(|_| app.arranged.get_untracked()).and_then(|row| focus::paper_of(&row));
    let act = |id: PaperId| match step {
        Step::Up | Step::Down => app.arrange(&id, step),
        Step::First | Step::Last => focus::keep_place(|| app.arrange(&id, step)),
    };
    id.map(act).is_some()
}

/// Moves the focus by one paper. Arrows scroll as ever until a paper has the focus.
fn walk(app: App, event: &web_sys::KeyboardEvent, forward: bool) -> bool {
    let focused = focus::article().is_some();
    if !focused {
        let arrow = event.key().starts_with("Arrow");
        return !arrow && focus::first_seen().inspect(focus::on).is_some();
    }
    if let Some(next) = focus::neighbour(forward) {
        focus::on(&next);
        return true;
    }
    // There is one, but its row is still being asked for.
    let place = focus::place_beside(forward);
    app.await_row(place);
    place.is_some()
}

/// Goes to the beginning or the end of the list at once: on the way, thousands of rows would be asked for.
fn to_edge(app: App, end: bool) -> bool {
    let here = app.place.with_untracked(|place| place.page == Page::Papers && place.paper.is_none());
    let height = document().document_element().map_or(0, |page| page.scroll_height());
    if here {
        window().scroll_to_with_x_and_y(0.0, if end { f64::from(height) } else { 0.0 });
    }
    here
}

fn step(app: App, earlier: bool) -> bool {
    let day = app.list.with_untracked(|list| if earlier { list.earlier } else { list.later });
    let Some(day) = day else { return false };
    let place = app.place.get_untracked();
    app.go(place.with_view(View { day: Some(day), ..place.view.clone() }));
    true
}

/// Closes the open paper and gives the focus back to its row.
fn close(app: App) -> bool {
    let place = app.place.get_untracked();
    let Some(id) = place.paper.clone() else { return app.select_none() };
    app.go(place.with_paper(None));
    match app.list.with_untracked(|list| list.pages.position(|row| row.id == id)) {
        // When the list is as wide again as it was.
        Some(place) => app.await_row(Some(place)),
        None => _ = focus::first(&format!("article[data-paper='{id}']")),
    }
    true
}

/// The focused paper, or else the open one.
fn current(app: App) -> Option<PaperId> {
    let focused = focus::article().and_then(|article| focus::paper_of(&article));
    focused.or_else(|| app.place.read_untracked().paper.clone())
}

fn in_field(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}

fn in_dialog() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn open(app: App, id: &PaperId, address: &str) {
    app.looked(id, Look::Stayed);
    let _ = window().open_with_url_and_target_and_features(address, "_blank", "noopener,noreferrer");
}
