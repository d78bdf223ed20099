//! What was opened and marked, when: the journal, newest first.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use stylers_macro::style_sheet;

use super::state::app;
use crate::paper::{Day, PaperId};
use crate::present::{acts, words};
use crate::search::order::sorted;
use crate::shelf::{Cause, Event, Field, Touch};

/// The entries of one day.
type Entries = Vec<(Day, Vec<(Event, Touch)>)>;

/// The reading history as a timeline.
#[component]
pub fn History() -> impl IntoView {
    let css = style_sheet!("style/history.css");
    let app = app();
    let events = RwSignal::new(None::<Vec<Event>>);
    let titles = RwSignal::new(HashMap::<PaperId, String>::new());
    Effect::new(move |_| {
        app.history.track();
        app.summary.track();
        spawn_local(async move {
            let found = app.ask_history().await;
            let touched =
                found.iter().flat_map(|event| &event.touched).filter_map(|touch| touch.subject.paper().cloned());
            let mut ids: Vec<PaperId> = sorted(touched.collect());
            ids.dedup();
            let rows = app.ask_rows_of(ids).await;
            titles.try_set(rows.into_iter().map(|row| (row.id, row.title)).collect());
            events.try_set(Some(found));
        });
    });
    let days = move || by_day(events.get().unwrap_or_default());
    let day = move |(day, entries): (Day, Vec<(Event, Touch)>)| {
        view! {
            <section>
                <h3>{words::weekday(day)}", "{words::day(day)}</h3>
                <ol>{entries.into_iter().map(|(event, touch)| entry(&event, touch, titles)).collect_view()}</ol>
            </section>
        }
    };
    view! {
        <main class=format!("history text {css}") id="history">
            <h2>"Reading history"</h2>
            <p class="lead">"What you opened and marked on this device, newest first. It never leaves the device."</p>
            {move || days().into_iter().map(day).collect_view()}
            <Show when=move || events.read().as_ref().is_some_and(Vec::is_empty)>
                <p>"Nothing yet. A paper that you open, star or dismiss is noted here."</p>
            </Show>
        </main>
    }
}

fn entry(event: &Event, touch: Touch, titles: RwSignal<HashMap<PaperId, String>>) -> impl IntoView + use<> {
    let app = app();
    let paper = touch.subject.paper().cloned();
    let link = paper.map(|id| {
        let title = {
            let id = id.clone();
            move || titles.read().get(&id).cloned().unwrap_or_else(|| id.to_string())
        };
        let query = move || app.place.read().with_paper(Some(id.clone())).query();
        view! { <a href=query>{title}</a> }
    });
    let minutes = event.at.at.0.div_euclid(60_000).rem_euclid(1_440);
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    view! {
        <li>
            <time>{time}</time>
            <span class="what">{what(event.cause, &touch)}</span>
            {link}
        </li>
    }
}

fn what(cause: Cause, touch: &Touch) -> String {
    let done = acts::done(touch);
    match cause {
        Cause::Act => done,
        Cause::Undo(_) => format!("{done} (undo)"),
        Cause::Redo(_) => format!("{done} (again)"),
        Cause::Merge => format!("{done} (taken in)"),
    }
}

/// Entries under their days, both newest first. Opening marks a paper read, which needs no line of its own.
fn by_day(events: Vec<Event>) -> Entries {
    let mut days: Entries = Vec::new();
    for event in events {
        let opens = event.touched.iter().any(|touch| touch.field == Field::Opened);
        for touch in event.touched.clone() {
            if opens && touch.field != Field::Opened {
                continue;
            }
            let day = event.at.at.day();
            match days.last_mut() {
                Some((last, entries)) if *last == day => entries.push((event.clone(), touch)),
                _ => days.push((day, vec![(event.clone(), touch)])),
            }
        }
    }
    days
}
