//! What the reader keeps besides papers: searches, collections, tags and mutes; and its backups.

use leptos::prelude::*;
use leptos::{ev, html};
use stylers_macro::style_sheet;

use super::backup::Backups;
use super::state::{App, app};
use crate::present::words;
use crate::query::{View, Window, edit};
use crate::shelf::things::{Collection, Search};
use crate::shelf::{Act, Field, Mute, Subject, Value};

/// The page of the library.
#[component]
pub fn Library() -> impl IntoView {
    let css = style_sheet!("style/library.css");
    let app = app();
    let counts = move || {
        app.things.track();
        let (stars, notes) = app.shelf(|shelf| {
            let notes = shelf.papers().filter(|(_, card)| !card.note().is_empty()).count();
            (app.starred_count(), notes as u32)
        });
        let saving = app.unsaved_words().unwrap_or_else(|| "All of it is on this device.".to_owned());
        format!("{} starred, {}. {saving}", words::papers(stars), words::counted(notes, "note"))
    };
    view! {
        <main class=format!("library text {css}") id="library">
            <h2>"Library"</h2>
            <p class="lead">{counts}</p>
            <Searches />
            <Collections />
            <Tags />
            <Mutes />
            <Backups />
        </main>
    }
}

#[component]
fn Searches() -> impl IntoView {
    let app = app();
    let list = move || {
        app.things.track();
        let counts = app.watches.get();
        let count = |search: &Search| counts.iter().find(|(known, _)| known.id == search.id).map(|(_, counts)| *counts);
        let item = |search: Search| search_item(app, count(&search), search);
        app.shelf(|shelf| shelf.searches()).into_iter().map(item).collect_view()
    };
    view! {
        <h3>"Searches"</h3>
        <ul class="things">{list}</ul>
        <p class="hint">"“Keep this search” beside the search box puts one here."</p>
    }
}

fn search_item(app: App, counts: Option<(u32, u32)>, search: Search) -> impl IntoView {
    let subject = Subject::Search(search.id);
    let found = counts.map(|(papers, _)| words::papers(papers));
    let new = counts
        .filter(|(_, new)| *new > 0)
        .map(|(_, new)| view! { <b class="new">{format!("{} new", words::grouped(new))}</b> });
    let watch = {
        let subject = subject.clone();
        move |event| app.act(&Act::Set(subject.clone(), Field::Watched, Value::from(event_target_checked(&event))))
    };
    view! {
        <li>
            <a href=search.address>{search.name.clone()}</a>
            <span class="count">{found}</span>
            {new}
            <label class="count"><input type="checkbox" prop:checked=search.watched on:change=watch />" Watch"</label>
            {thing_buttons(app, subject, search.name)}
        </li>
    }
}

#[component]
fn Collections() -> impl IntoView {
    let app = app();
    let input = NodeRef::<html::Input>::new();
    // Each has a choice of all others, which is not made anew at each act.
    let sizes = Memo::new(move |_| {
        app.things.track();
        app.shelf(|shelf| shelf.sizes())
    });
    let list = move || {
        let (all, sizes) = (app.collections.get(), sizes.read());
        let tops: Vec<Collection> = all.iter().filter(|one| one.parent.is_none()).cloned().collect();
        let papers = |one: &Collection| sizes.get(&one.id).copied().unwrap_or_default();
        all.into_iter().map(|one| collection_item(app, papers(&one), one, &tops)).collect_view()
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        if !input.value().trim().is_empty() {
            app.make_collection(input.value().trim(), &[]);
            input.set_value("");
        }
    };
    view! {
        <h3>"Collections"</h3>
        <ul class="things">{list}</ul>
        <form on:submit=submit>
            <label for="new-collection">"New collection"</label>
            <input id="new-collection" type="text" autocomplete="off" node_ref=input />
            <button>"Add"</button>
        </form>
    }
}

fn collection_item(app: App, papers: u32, collection: Collection, tops: &[Collection]) -> impl IntoView + use<> {
    let subject = Subject::Collection(collection.id);
    let query = list_of(app, &format!("in:{}", edit::whole(&collection.name)));
    let inner = collection.parent.is_some();
    // What has others in it cannot be put into one.
    let under = {
        let subject = subject.clone();
        move |event| {
            let parent = event_target_value(&event);
            app.act(&Act::Set(subject.clone(), Field::Parent, Value::from(parent.as_str())));
        }
    };
    let parents = tops.iter().filter(|top| top.id != collection.id);
    let parent = collection.parent;
    let options: Vec<_> = parents
        .map(|top| view! { <option value=top.id.to_string() selected=parent == Some(top.id)>{format!("in {}", top.name)}</option> })
        .collect();
    let label = format!("Where {} is", collection.name);
    view! {
        <li class:inner=inner>
            <a href=query>{collection.name.clone()}</a>
            <span class="count">{words::papers(papers)}</span>
            <select aria-label=label on:change=under><option value="" selected=parent.is_none()>"at the top"</option>{options}</select>
            {thing_buttons(app, subject, collection.name)}
        </li>
    }
}

/// Renames, moves and removes a thing.
fn thing_buttons(app: App, subject: Subject, name: String) -> impl IntoView + use<> {
    let subject = StoredValue::new(subject);
    let moves =
        move |up: bool| move |_| app.act(&app.shelf(|shelf| subject.with_value(|subject| shelf.moving(subject, up))));
    let remove = move |_| app.act(&app.shelf(|shelf| subject.with_value(|subject| shelf.removing(subject))));
    let rename = {
        let name = name.clone();
        move |_| {
            let new = window().prompt_with_message_and_default("New name", &name).ok().flatten();
            if let Some(new) = new.filter(|new| !new.trim().is_empty()) {
                app.act(&Act::Set(subject.get_value(), Field::Name, Value::from(new.trim())));
            }
        }
    };
    let say = |what: &str| format!("{what} {name}");
    view! {
        <span class="acts">
            <button type="button" class="plain" aria-label=say("Move up") title="Up" on:click=moves(true)>"↑"</button>
            <button type="button" class="plain" aria-label=say("Move down") title="Down" on:click=moves(false)>"↓"</button>
            <button type="button" class="plain" aria-label=say("Rename") on:click=rename>"Rename"</button>
            <button type="button" class="plain" aria-label=say("Remove") on:click=remove>"Remove"</button>
        </span>
    }
}

#[component]
fn Tags() -> impl IntoView {
    let app = app();
    let tags = Memo::new(move |_| {
        app.things.track();
        app.shelf(|shelf| shelf.tags())
    });
    let list = move || {
        let tag = |(tag, count): (String, u32)| {
            let query = list_of(app, &format!("tag:{}", edit::whole(&tag)));
            view! { <li><a href=query>{tag}</a>" "<span class="count">{count}</span></li> }
        };
        tags.get().into_iter().map(tag).collect_view()
    };
    view! {
        <h3>"Tags"</h3>
        <ul class="tags">{list}</ul>
    }
}

#[component]
fn Mutes() -> impl IntoView {
    let app = app();
    let (kind, what) = (NodeRef::<html::Select>::new(), NodeRef::<html::Input>::new());
    let list = move || {
        app.things.track();
        let mutes =
            app.shelf(|shelf| shelf.mutes().iter().map(|(by, what)| (*by, (*what).to_owned())).collect::<Vec<_>>());
        let item = |(by, what): (Mute, String)| {
            let subject = Subject::Mute(by, what.as_str().into());
            let name = format!("Show {what} again");
            let show = move |_| app.act(&Act::Set(subject.clone(), Field::Is, Value::Off));
            view! { <li><span class="count">{by.name()}</span>" "{what}" "<button type="button" class="plain" aria-label=name on:click=show>"Unmute"</button></li> }
        };
        mutes.into_iter().map(item).collect_view()
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (Some(kind), Some(what)) = (kind.get_untracked(), what.get_untracked()) else { return };
        let by = Mute::ALL.into_iter().find(|by| by.name() == kind.value());
        let text = what.value().trim().to_owned();
        if let Some(by) = by.filter(|_| !text.is_empty()) {
            app.act(&Act::Set(Subject::Mute(by, text.as_str().into()), Field::Is, Value::On));
            what.set_value("");
        }
    };
    let option = |by: Mute| view! { <option value=by.name()>{by.name()}</option> };
    view! {
        <h3>"Mutes"</h3>
        <p class="hint">"Papers of these stay out of every list, unless they are starred."</p>
        <ul class="things">{list}</ul>
        <form on:submit=submit>
            <label for="mute-by">"Mute"</label>
            <select id="mute-by" node_ref=kind>{Mute::ALL.map(option)}</select>
            <input id="mute" type="text" aria-label="Whom or what" autocomplete="off" node_ref=what />
            <button>"Mute"</button>
        </form>
    }
}

/// The address of a list over everything known.
fn list_of(app: App, text: &str) -> String {
    let view = View { text: text.to_owned(), window: Window::All, ..View::default() };
    app.place.get_untracked().with_view(view).query()
}
