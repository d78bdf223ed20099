//! Backups: writing one, looking into one and taking it in, and erasing everything.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};

use super::about::Storage;
use super::focus;
use super::patch::{self, Live, Tree, button, tree};
use super::state::app;
use super::state::backup::MANY_ACTS;
use crate::browser::{backup_file, files};
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
                None if acts.starts_with("0 ") => {
                    "No backup was written here yet; there is nothing to lose so far.".to_owned()
                }
                None => format!("No backup was written here yet; {acts} would be lost with this browser."),
            });
        });
    });
    let written = move || {
        let words =
            "One file with everything: stars, notes, tags, collections, searches, mutes, settings, feeds, history. ";
        let mut buttons = vec![button("write", "Write a backup")];
        buttons.extend(files::can_share().then(|| button("share", "Share a backup")));
        vec![
            tree("p", &[], &(words.to_owned() + &since.read()), Vec::new()),
            tree("p", &[("class", "automatic")], "", buttons),
        ]
    };
    view! {
        <h3>"Backup"</h3>
        <Live show=Box::new(written) act=Box::new(move |what, _| app.back_up(what == "share")) />
        <Restore />
        {backup_file::is_possible().then(|| view! { <Automatic /> })}
        <Storage />
        <Erase />
    }
}

/// The file to which backups are written by themselves.
#[component]
fn Automatic() -> impl IntoView {
    let app = app();
    let show = move || {
        let file = app.backup_file();
        let (words, more) = match &file {
            None => {
                let words = "A file can be picked to which each change is written after some seconds. What is in it stays in it.";
                (words.to_owned(), None)
            }
            Some(file) if file.open => (format!("Each change is written to {} after some seconds.", file.name), None),
            Some(file) => (
                format!("The browser asks anew whether {} may be written.", file.name),
                Some(button("allow", "Allow it")),
            ),
        };
        let mut buttons: Vec<Tree> = more.into_iter().collect();
        buttons.extend([button("pick", "Pick a new file"), button("there", "Pick one that is there")]);
        buttons.extend(file.map(|_| button("stop", "Stop")));
        vec![tree("p", &[], &words, Vec::new()), tree("p", &[("class", "automatic")], "", buttons)]
    };
    let act = move |what: &str, _: &str| match what {
        "allow" => app.allow_backup_file(),
        "pick" | "there" => app.pick_backup_file(what == "there"),
        _ => app.forget_backup_file(),
    };
    view! { <Live show=Box::new(show) act=Box::new(act) /> }
}

/// Takes a backup in, after showing what that would change.
#[component]
fn Restore() -> impl IntoView {
    let app = app();
    let act = move |what: &str, _: &str| match what {
        "file" => patch::files_of("backup").into_iter().for_each(|file| spawn_local(app.offer_file(file))),
        "leave" => app.leave_offer(),
        _ => app.take_offered(what == "back"),
    };
    let shown = move || {
        let kinds = ".json,.gz,application/json,application/gzip";
        let input = [("id", "backup"), ("type", "file"), ("accept", kinds), ("data-do", "file")];
        let words = "Take a backup in. It is joined to what is here, and never replaces what was set later.";
        let choice = vec![patch::label("backup", words), tree("input", &input, "", Vec::new())];
        let mut trees = vec![tree("p", &[("class", "file")], "", choice)];
        trees.extend(app.offered(|offered| {
            let (lines, news, past) = match offered {
                None => return None,
                Some(Ok(offer)) => (offer.words(), offer.is_news(), offer.is_past()),
                Some(Err(error)) => (vec![error.clone()], false, false),
            };
            let lines = lines.iter().map(|line| tree("li", &[], line, Vec::new())).collect();
            let mut parts = vec![tree("ul", &[], "", lines)];
            parts.extend(news.then(|| button("take", "Take it in")));
            parts.extend(past.then(|| button("back", "Put back as it was then")));
            parts.push(button("leave", "Leave it"));
            Some(tree("div", &[("class", "offer"), ("role", "status")], "", parts))
        }));
        trees
    };
    // What was dropped elsewhere, or is in a picked file, is to be seen.
    let is_there = Memo::new(move |_| app.offered(|offered| offered.is_some()));
    Effect::new(move |_| {
        if is_there.get() {
            request_animation_frame(|| _ = focus::first(".offer button"));
        }
    });
    view! { <Live show=Box::new(shown) act=Box::new(act) /> }
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
                <p>"Papers, stars, notes and everything else that Offprint keeps in this browser will be gone. A backup, written now, can bring it back."</p>
                <p><button type="button" on:click=move |_| app.back_up(false)>"Write a last backup"</button></p>
                <label for="sure">{format!("Type “{SURE}” if you are sure")}</label>
                <input id="sure" type="text" autocomplete="off" autocapitalize="none" node_ref=input on:input=typed />
                <button disabled=move || !sure.get()>"Erase everything"</button>
            </form>
        </details>
    }
}
