//! The feeds: what they brought, what was wrong with them, and how to add more.

use leptos::prelude::*;
use leptos::{ev, html};
use stylers_macro::style_sheet;

use super::away::Away;
use super::state::{FeedState, app};
use crate::browser::files;
use crate::feed::{Problem, live};
use crate::present::words;
use crate::shelf::Millis;
use crate::shelf::record::FeedKind;

/// The page of feeds.
#[component]
pub fn Feeds() -> impl IntoView {
    let css = style_sheet!("style/feeds.css");
    let app = app();
    let known = move || {
        let summary = app.summary.read();
        let days = words::counted(summary.days.len() as u32, "papers-day");
        format!("{} known, from {days}.", words::papers(summary.papers))
    };
    view! {
        <main class=format!("feeds text {css}") id="feeds">
            <h2>"Feeds"</h2>
            <p class="lead">{known}" Feeds are joined: what one of them takes away or fails to send stays here."</p>
            <Away />
            <ul class="list">
                {move || app.feeds.get().into_iter().map(|feed| view! { <Feed feed=feed /> }).collect_view()}
            </ul>
            <h3 class="add">"Add a feed"</h3>
            <AddAddress />
            <AddFile />
            <HuggingFace />
        </main>
    }
}

#[component]
fn Feed(feed: FeedState) -> impl IntoView {
    let app = app();
    let FeedState { key, record, problems } = feed;
    let fetched = record.fetched.map(|at| {
        let minutes = at.div_euclid(60_000).rem_euclid(1_440);
        format!("Read on {} at {:02}:{:02} UTC", words::day(Millis(at).day()), minutes / 60, minutes % 60)
    });
    let refresh = {
        let key = key.clone();
        move |_| app.refresh_feed(key.clone())
    };
    let removable = matches!(record.kind, FeedKind::Address | FeedKind::File);
    let fetchable = record.address.is_some() && record.on;
    let title = record.title.clone();
    view! {
        <li>
            <h3>{record.title.clone()} {(!record.on).then_some(" (off)")}</h3>
            <p class="facts">
                {fetched.unwrap_or_else(|| "Not read yet".to_owned())}", "{words::papers(record.papers)}
                {(record.problems > 0).then(|| format!(", {}", words::counted(record.problems, "problem")))}
            </p>
            {record.message.clone().map(|message| view! { <p class="message">{message}</p> })}
            {(!problems.is_empty()).then(|| view! { <Problems problems=problems total=record.problems /> })}
            <p class="acts">
                {fetchable.then(|| view! { <button type="button" on:click=refresh aria-label=format!("Fetch {title} again")>"Fetch again"</button> })}
                {removable.then(|| {
                    view! { <button type="button" aria-label=format!("Remove {title}") on:click=move |_| app.remove_feed(key.clone())>"Remove"</button> }
                })}
            </p>
        </li>
    }
}

#[component]
fn Problems(problems: Vec<Problem>, total: u32) -> impl IntoView {
    let more = total.saturating_sub(problems.len() as u32);
    let line = |problem: Problem| view! { <li><b>{problem.place}</b>": "{problem.cause}"; "{problem.done}"."</li> };
    view! {
        <details>
            <summary>"What was wrong, and what was done about it"</summary>
            <ul>{problems.into_iter().map(line).collect_view()}</ul>
            {(more > 0).then(|| view! { <p>{format!("And {more} more.")}</p> })}
        </details>
    }
}

#[component]
fn AddAddress() -> impl IntoView {
    let app = app();
    let input = NodeRef::<html::Input>::new();
    let error = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let typed = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        error.set(app.add_address(&typed).err());
    };
    view! {
        <form on:submit=submit>
            <label for="address">"Address of a feed or an archive's manifest"</label>
            <div class="line">
                <input id="address" type="text" inputmode="url" autocomplete="url" placeholder="https://…" node_ref=input aria-describedby="address-hint" />
                <button>"Add"</button>
            </div>
            <p class="hint" id="address-hint">
                "JSON Feed, Atom or RSS with papers of arXiv, arXiv's own feeds, or Hugging Face's daily papers. The host must allow other sites to read it (CORS). "
                "The page opens anew, since it may talk only to hosts that it knew when it was opened."
            </p>
            <p class="error" role="alert">{move || error.get()}</p>
        </form>
    }
}

#[component]
fn AddFile() -> impl IntoView {
    let app = app();
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            files::of_list(input.files()).into_iter().for_each(|file| app.add_file(file));
            // So that the same file can be chosen again.
            input.set_value("");
        }
    };
    view! {
        <p class="file">
            <label for="file">"A file from this device, which you can also drop anywhere on the page"</label>
            <input id="file" type="file" accept=".json,.xml,.rss,.atom,.bib,.ris,.opml,.txt,.md,.gz,application/json,application/feed+json" multiple node_ref=input on:change=chosen />
        </p>
    }
}

#[component]
fn HuggingFace() -> impl IntoView {
    let app = app();
    let on = move || app.feeds.read().iter().any(|feed| feed.record.kind == FeedKind::HuggingFace && feed.record.on);
    view! {
        <div class="third-party">
            <label>
                <input type="checkbox" prop:checked=on on:change=move |event| app.set_hugging_face(event_target_checked(&event)) />
                " Fetch Hugging Face Daily Papers when Offprint opens"
            </label>
            <p class="hint">
                <strong>"Third party. "</strong>
                {format!("Your browser then asks {} directly, which sees your network address and the time. Nothing of your library is sent.", live::HOST)}
            </p>
        </div>
    }
}
