//! What the reader has made of one paper: tags, note, collections; as a line of a list, and to be changed beside the open paper.

use std::time::Duration;

use leptos::prelude::*;
use leptos::{ev, html};
use stylers_macro::style_sheet;

use super::state::{App, app};
use crate::paper::PaperId;
use crate::present::words;
use crate::query::{View, Window, edit};
use crate::shelf::{Act, Card, Field, Subject, ThingId, Value};

/// Characters of a note that a list shows.
const NOTE_SHOWN: usize = 160;

/// A pause in typing after which a note is kept.
const REST: Duration = Duration::from_millis(1_500);

/// Tags and the beginning of the note, for a row; nothing if there are none.
pub fn line(app: App, card: &Card) -> impl IntoView + use<> {
    let tags: Vec<_> = card.tags().map(|tag| tag_link(app, tag)).collect();
    let note = card.note();
    let shown = !tags.is_empty() || !note.is_empty();
    let note = (!note.is_empty()).then(|| {
        let first = note.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let short: String = first.chars().take(NOTE_SHOWN).collect();
        let more = if short.len() < note.trim().len() { "…" } else { "" };
        view! { <span class="note"><span class="hidden">"Note: "</span>{short}{more}</span> }
    });
    shown.then(|| view! { <p class="own">{tags}{note}</p> })
}

/// Tags, note and collections of the open paper.
#[component]
pub fn Own(id: PaperId) -> impl IntoView {
    let css = style_sheet!("style/own.css");
    let app = app();
    let card = app.mark(&id);
    let tags = {
        let (card, id) = (card.clone(), id.clone());
        move || card.read().tags().map(|tag| tag_item(app, &id, tag)).collect_view()
    };
    view! {
        <section class=format!("own {css}") aria-label="Yours">
            <ul class="tags">{tags}</ul>
            <AddTag id=id.clone() />
            <Note id=id.clone() card=card.clone() />
            <p class="saving" role="status">{move || app.unsaved_words()}</p>
            <Collections id=id card=card />
        </section>
    }
}

fn tag_link(app: App, tag: &str) -> impl IntoView + use<> {
    let view = View { text: format!("tag:{}", edit::whole(tag)), window: Window::All, ..View::default() };
    let query = app.place.get_untracked().with_view(view).query();
    view! { <a class="tag" href=query>{tag.to_owned()}</a> }
}

fn tag_item(app: App, id: &PaperId, tag: &str) -> impl IntoView + use<> {
    let act = Act::Tag(id.clone(), tag.into(), false);
    let name = format!("Take the tag {tag} away");
    view! { <li>{tag_link(app, tag)}<button type="button" class="plain" aria-label=name.clone() title=name on:click=move |_| app.act(&act)>"×"</button></li> }
}

#[component]
fn AddTag(id: PaperId) -> impl IntoView {
    let app = app();
    let input = NodeRef::<html::Input>::new();
    // Looked up when the reader comes to the box, not at each act.
    let known = RwSignal::new(Vec::new());
    let look = move |_| known.set(app.shelf(|shelf| shelf.tags()));
    let options = move || {
        let option = |(tag, _): (String, u32)| view! { <option value=tag></option> };
        known.get().into_iter().map(option).collect_view()
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        // Several at once, as lists of tags are written.
        let tags = input.value();
        let acts = tags.split(',').map(|tag| Act::Tag(id.clone(), tag.into(), true)).collect();
        app.act(&Act::Several(acts));
        input.set_value("");
    };
    view! {
        <form on:submit=submit>
            <label for="tag">"Tag"</label>
            <input id="tag" type="text" list="known-tags" autocomplete="off" enterkeyhint="done" placeholder="Add a tag" node_ref=input on:focus=look />
            <datalist id="known-tags">{options}</datalist>
            <button>"Add"</button>
        </form>
    }
}

/// The note. It is kept after a pause in typing, when the field is left, and when the paper is closed.
#[component]
fn Note(id: PaperId, card: ArcRwSignal<Card>) -> impl IntoView {
    let app = app();
    let area = NodeRef::<html::Textarea>::new();
    let id = StoredValue::new(id);
    let written = StoredValue::new(None::<String>);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let keep = move || {
        if let Some(text) = written.try_update_value(Option::take).flatten() {
            app.act_quietly(&Act::Note(id.get_value(), text.trim_end().into()));
        }
    };
    let rest = move |next: Option<TimeoutHandle>| {
        let before = waiting.try_update_value(|waiting| std::mem::replace(waiting, next)).flatten();
        before.into_iter().for_each(|handle| handle.clear());
    };
    let typed = move |_| {
        written.set_value(area.get_untracked().map(|area| area.value()));
        rest(set_timeout_with_handle(keep, REST).ok());
    };
    let leave = window_event_listener_untyped("pagehide", move |_| keep());
    on_cleanup(move || {
        leave.remove();
        rest(None);
        keep();
    });
    // What is being typed is not overwritten by what another tab says.
    Effect::new(move |_| {
        let note = card.read().note().to_owned();
        let untouched = written.with_value(Option::is_none);
        if let Some(area) = area.get().filter(|area| untouched && area.value().trim_end() != note) {
            area.set_value(&note);
        }
    });
    view! {
        <label for="note">"Note"</label>
        <textarea id="note" rows="3" placeholder="Your note, in Markdown" node_ref=area on:input=typed on:change=move |_| keep()></textarea>
    }
}

/// Which collections the paper is in, and a new one to put it in.
#[component]
fn Collections(id: PaperId, card: ArcRwSignal<Card>) -> impl IntoView {
    let app = app();
    let input = NodeRef::<html::Input>::new();
    let count = {
        let card = card.clone();
        move || words::counted(card.read().collections().count() as u32, "collection")
    };
    let boxes = {
        let id = id.clone();
        move || {
            let one = |collection: crate::shelf::things::Collection| {
                let (card, id) = (card.clone(), id.clone());
                let on = move || card.read().is_on(&Field::In(collection.id));
                let change = move |event| collect(app, collection.id, &id, event_target_checked(&event));
                view! { <li class:inner=collection.parent.is_some()><label><input type="checkbox" prop:checked=on on:change=change />" "{collection.name}</label></li> }
            };
            app.collections.get().into_iter().map(one).collect_view()
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        let name = input.value();
        if !name.trim().is_empty() {
            app.make_collection(name.trim(), std::slice::from_ref(&id));
            input.set_value("");
        }
    };
    view! {
        <details>
            <summary>{count}</summary>
            <ul>{boxes}</ul>
            <form on:submit=submit>
                <label for="collection">"New"</label>
                <input id="collection" type="text" autocomplete="off" placeholder="New collection" node_ref=input />
                <button>"Add"</button>
            </form>
        </details>
    }
}

fn collect(app: App, collection: ThingId, id: &PaperId, on: bool) {
    let act = if on {
        app.shelf(|shelf| shelf.collecting(collection, [id]))
    } else {
        Act::Set(Subject::Paper(id.clone()), Field::In(collection), Value::Off)
    };
    app.act(&act);
}
