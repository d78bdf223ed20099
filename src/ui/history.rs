//! What was opened and marked, when: the journal, newest first, a page at a time.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use stylers_macro::style_sheet;

use super::focus;
use super::patch::{Live, Tree, button, form, label, tree, value_of};
use super::state::app;
use crate::browser::clock;
use crate::paper::{Day, PaperId};
use crate::present::local::{Local, key_after};
use crate::present::{acts, words};
use crate::search::order::sorted;
use crate::shelf::{Cause, Event, Field, Touch};

/// An entry: what was done, when, and to which paper.
type Entry = (Local, String, Option<PaperId>);

/// The entries of one day.
type Entries = Vec<(Day, Vec<Entry>)>;

/// What is on the screen.
#[derive(Default)]
struct Shown {
    /// The keys before which the pages end that were gone back through, the last one that of the page on the screen.
    ends: Vec<String>,
    /// Its entries, and the key before which there are more; nothing before they are read.
    page: Option<(Vec<Event>, Option<String>)>,
    /// Of the papers that these speak of.
    titles: HashMap<PaperId, String>,
}

impl Shown {
    /// The key before which the page ends; empty for the newest.
    fn end(&self) -> String {
        self.ends.last().cloned().unwrap_or_default()
    }
}

/// Events that set more than so many fields are told in one line.
const MANY: usize = 20;

/// The reading history as a timeline.
#[component]
pub fn History() -> impl IntoView {
    let css = style_sheet!("style/history.css");
    let app = app();
    let (shown, turned) = (RwSignal::new(Shown::default()), RwSignal::new(0));
    Effect::new(move |_| {
        app.history.track();
        app.summary.track();
        turned.track();
        let end = shown.with_untracked(Shown::end);
        spawn_local(async move {
            let found = app.ask_history(end.clone()).await;
            let told = found.0.iter().filter(|event| event.touched.len() <= MANY).flat_map(|event| &event.touched);
            let touched = told.filter_map(|touch| touch.subject.paper().cloned());
            let mut ids: Vec<PaperId> = sorted(touched.collect());
            ids.dedup();
            let rows = app.ask_rows_of(ids).await;
            shown.try_update(|shown| {
                // Meanwhile the reader may have gone on.
                if shown.end() == end {
                    shown.titles = rows.into_iter().map(|row| (row.id, row.title)).collect();
                    shown.page = Some(found);
                }
            });
        });
    });
    let zone = clock::zone();
    let lead = match zone.as_str() {
        "" => "What you opened and marked on this device, newest first. It never leaves the device.".to_owned(),
        zone => format!(
            "What you opened and marked on this device, newest first, as clocks show it in {zone}. It never leaves the device."
        ),
    };
    let show = move || {
        let Shown { ends, page, titles } = &*shown.read();
        let (events, earlier) = page.as_ref().map_or((&[][..], false), |(events, earlier)| (events, earlier.is_some()));
        let turns = vec![button("undo", "Undo"), button("redo", "Do again")];
        let turns = tree("p", &[("class", "turns")], "", turns);
        let mut trees = vec![turns, until()];
        trees.extend(by_day(events).into_iter().map(|(day, entries)| day_tree(day, entries, &zone, titles)));
        if trees.len() == 2 && page.is_some() {
            let none = "Nothing yet. A paper that you open, star or dismiss is noted here.";
            let here = if ends.is_empty() && !earlier { none } else { "Nothing here." };
            trees.push(tree("p", &[], here, Vec::new()));
        }
        let mut steps = Vec::new();
        steps.extend((!ends.is_empty()).then(|| button("later", "Show later")));
        steps.extend(earlier.then(|| button("earlier", "Show earlier")));
        trees.push(tree("p", &[("class", "steps")], "", steps));
        trees
    };
    let act = move |what: &str, _: &str| {
        match what {
            "undo" => return app.undo(),
            "redo" => return app.redo(),
            _ => {}
        }
        shown.update(|shown| match what {
            "earlier" => shown.ends.extend(shown.page.as_mut().and_then(|(_, earlier)| earlier.take())),
            "later" => _ = shown.ends.pop(),
            // Without a day, the newest.
            _ => {
                let day = Day::parse(&value_of("until"));
                shown.ends = day.map(|day| key_after(day, clock::ahead)).into_iter().collect();
            }
        });
        turned.update(|turned| *turned += 1);
        window().scroll_to_with_x_and_y(0.0, 0.0);
        if what != "until" {
            focus::first("#history");
        }
    };
    view! {
        <main class=format!("history text {css}") id="history" tabindex="-1">
            <h2>"Reading history"</h2>
            <p class="lead">{lead}</p>
            <Live show=Box::new(show) act=Box::new(act) />
        </main>
    }
}

/// Leads to the day up to which the history is shown.
fn until() -> Tree {
    let day = [("id", "until"), ("type", "date")];
    form("until", vec![label("until", "Up to"), tree("input", &day, "", Vec::new()), button("", "Show")])
}

fn day_tree(day: Day, entries: Vec<Entry>, zone: &str, titles: &HashMap<PaperId, String>) -> Tree {
    let heading = [words::weekday(day), &words::day(day)].join(", ");
    let entries = entries.into_iter().map(|entry| entry_tree(entry, zone, titles)).collect();
    let parts = vec![tree("h3", &[], &heading, Vec::new()), tree("ol", &[], "", entries)];
    tree("section", &[], "", parts)
}

fn entry_tree((at, what, paper): Entry, zone: &str, titles: &HashMap<PaperId, String>) -> Tree {
    let own = [("datetime", &*at.datetime()), ("title", &*at.words(zone))];
    let mut parts =
        vec![tree("time", &own, &at.time(), Vec::new()), tree("span", &[("class", "what")], &what, Vec::new())];
    parts.extend(paper.map(|id| {
        let query = app().place.read().with_paper(Some(id.clone())).query();
        tree("a", &[("href", &query)], titles.get(&id).map_or(id.as_str(), String::as_str), Vec::new())
    }));
    tree("li", &[], "", parts)
}

fn what(cause: Cause, touch: &Touch) -> String {
    let done = acts::done(touch);
    match cause {
        Cause::Act | Cause::More(_) => done,
        Cause::Undo(_) => format!("{done} (undo)"),
        Cause::Redo(_) => format!("{done} (again)"),
        Cause::Merge => format!("{done} (taken in)"),
    }
}

/// Entries under their days, both newest first. Opening marks a paper read, which needs no line of its own.
fn by_day(events: &[Event]) -> Entries {
    let mut days: Entries = Vec::new();
    // That the reader went on after a pause is nothing new.
    for event in events.iter().filter(|event| !matches!(event.cause, Cause::More(_))) {
        let at = Local::new(event.at.at, clock::ahead(event.at.at));
        let opens = event.touched.iter().any(|touch| touch.field == Field::Opened);
        let entries: Vec<Entry> = if event.touched.len() > MANY {
            vec![(at, acts::told(event), None)]
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
