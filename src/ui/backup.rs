//! Backups: writing one, looking into one and taking it in, and erasing everything.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};

use super::state::app;
use super::state::backup::{MANY_ACTS, Offer};
use crate::browser::files;
use crate::present::words;

/// What must be typed before everything is erased.
const SURE: &str = "erase";

/// The part of the library that is about not losing it.
#[component]
pub fn Backups() -> impl IntoView {
    let app = app();
    let since = RwSignal::new(String::new());
    Effect::new(move |_| {
        app.things.track();
        app.history.track();
        spawn_local(async move {
            let (acts, last) = app.since_backup().await;
            let over = if acts == MANY_ACTS { "or more " } else { "" };
            let acts = words::counted(acts, "act").replace(' ', &format!(" {over}"));
            since.try_set(match last {
                Some(at) => format!("Last backup on {}; {acts} since.", words::day(at.day())),
                None => format!("No backup was written here yet; {acts} would be lost with this browser."),
            });
        });
    });
    view! {
        <h3>"Backup"</h3>
        <p>"One file with everything: stars, notes, tags, collections, searches, mutes, settings, feeds, history. "{since}</p>
        <p><button type="button" on:click=move |_| app.back_up()>"Write a backup"</button></p>
        <Restore />
        <Erase />
    }
}

/// Takes a backup in, after showing what that would change.
#[component]
fn Restore() -> impl IntoView {
    let app = app();
    let input = NodeRef::<html::Input>::new();
    let said = RwSignal::new(None::<(Vec<String>, bool)>);
    let offer = StoredValue::new_local(None::<Offer>);
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let Some(file) = files::of_list(input.files()).into_iter().next() else { return };
        input.set_value("");
        spawn_local(async move {
            match app.read_backup(file).await {
                Ok(read) => {
                    said.try_set(Some((read.words(), read.is_news())));
                    offer.try_set_value(Some(read));
                }
                Err(error) => _ = said.try_set(Some((vec![error], false))),
            }
        });
    };
    let take = move |_| {
        if let Some(read) = offer.try_update_value(Option::take).flatten() {
            app.take_in(read);
        }
        said.set(None);
    };
    let shown = move |(lines, news): (Vec<String>, bool)| {
        view! {
            <div class="offer" role="status">
                <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                {news.then(|| view! { <button type="button" on:click=take>"Take it in"</button>" " })}
                <button type="button" class="plain" on:click=move |_| said.set(None)>"Leave it"</button>
            </div>
        }
    };
    view! {
        <p class="file">
            <label for="backup">"Take a backup in. It is joined to what is here, and never replaces what was set later."</label>
            <input id="backup" type="file" accept=".json,.gz,application/json,application/gzip" node_ref=input on:change=chosen />
        </p>
        {move || said.get().map(shown)}
    }
}

/// Erases everything, once the reader has typed that they are sure.
#[component]
fn Erase() -> impl IntoView {
    let app = app();
    let input = NodeRef::<html::Input>::new();
    let sure = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sure.get_untracked() {
            app.erase();
        }
    };
    let typed = move |_| sure.set(input.get_untracked().is_some_and(|input| input.value().trim() == SURE));
    view! {
        <details class="erase">
            <summary>"Erase everything"</summary>
            <form on:submit=submit>
                <p>"Papers, stars, notes and everything else that Offprint keeps in this browser will be gone. A backup, written now, could bring it back."</p>
                <label for="sure">{format!("Type “{SURE}” if you are sure")}</label>
                <input id="sure" type="text" autocomplete="off" autocapitalize="none" node_ref=input on:input=typed />
                <button disabled=move || !sure.get()>"Erase everything"</button>
            </form>
        </details>
    }
}
