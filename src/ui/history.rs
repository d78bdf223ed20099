//! What was opened and marked, when: the journal, newest first.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use stylers_macro::style_sheet;

use super::patch::{Live, Tree, tree};
use super::state::app;
use crate::paper::{Day, PaperId};
use crate::present::{acts, words};
use crate::search::order::sorted;
use crate::shelf::{Cause, Event, Field, Millis, Touch};

/// An entry: what was done, when, and to which paper.
type Entry = (Millis, String, Option<PaperId>);

/// The entries of one day.
type Entries = Vec<(Day, Vec<Entry>)>;

/// Events that set more than so many fields are told in one line.
const MANY: usize = 20;

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
            let told = found.iter().filter(|event| event.touched.len() <= MANY).flat_map(|event| &event.touched);
            let touched = told.filter_map(|touch| touch.subject.paper().cloned());
            let mut ids: Vec<PaperId> = sorted(touched.collect());
            ids.dedup();
            let rows = app.ask_rows_of(ids).await;
            titles.try_set(rows.into_iter().map(|row| (row.id, row.title)).collect());
            events.try_set(Some(found));
        });
    });
    let days = move || by_day(events.get().unwrap_or_default());
    let show = move || {
        let days: Vec<Tree> = days().into_iter().map(|(day, entries)| day_tree(day, entries, &titles.read())).collect();
        let nothing = days.is_empty() && events.read().is_some();
        let words = "Nothing yet. A paper that you open, star or dismiss is noted here.";
        if nothing { vec![tree("p", &[], words, Vec::new())] } else { days }
    };
    view! {
        <main class=format!("history text {css}") id="history">
            <h2>"Reading history"</h2>
            <p class="lead">"What you opened and marked on this device, newest first, times in UTC. It never leaves the device."</p>
            <Live show=Box::new(show) act=Box::new(|_, _| {}) />
        </main>
    }
}

fn day_tree(day: Day, entries: Vec<Entry>, titles: &HashMap<PaperId, String>) -> Tree {
    let heading = [words::weekday(day), &words::day(day)].join(", ");
    let entries = entries.into_iter().map(|entry| entry_tree(entry, titles)).collect();
    let parts = vec![tree("h3", &[], &heading, Vec::new()), tree("ol", &[], "", entries)];
    tree("section", &[], "", parts)
}

fn entry_tree((at, what, paper): Entry, titles: &HashMap<PaperId, String>) -> Tree {
    let minutes = at.0.div_euclid(60_000).rem_euclid(1_440);
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let mut parts = vec![tree("time", &[], &time, Vec::new()), tree("span", &[("class", "what")], &what, Vec::new())];
    parts.extend(paper.map(|id| {
        let query = app().place.read().with_paper(Some(id.clone())).query();
        tree("a", &[("href", &query)], titles.get(&id).map_or(id.as_str(), String::as_str), Vec::new())
    }));
    tree("li", &[], "", parts)
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
        let at = event.at.at;
        let opens = event.touched.iter().any(|touch| touch.field == Field::Opened);
        let entries: Vec<Entry> = if event.touched.len() > MANY {
            vec![(at, acts::told(&event), None)]
        } else {
            // What follows from something else by itself needs no line.
            let told = event.touched.iter().filter(|touch| match touch.field {
                Field::Opened => true,
                Field::Seen | Field::Key | Field::Order => false,
                _ => !opens,
            });
            told.map(|touch| (at, what(event.cause, touch), touch.subject.paper().cloned())).collect()
        };
        if entries.is_empty() {
            continue;
        }
        match days.last_mut() {
            Some((last, known)) if *last == at.day() => known.extend(entries),
            _ => days.push((at.day(), entries)),
        }
    }
    days
}
