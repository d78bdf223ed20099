//! What came since the last visit, above the newest list and on the page of feeds.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::patch::{Live, Tree, tree};
use super::state::{App, MINUTES, app};
use crate::engine::message::Away as Found;
use crate::present::away::{Missed, Since};
use crate::present::{Page, Row, words};

/// The panel; nothing where nothing came, or where it does not belong.
#[component]
pub fn Away() -> impl IntoView {
    let css = style_sheet!("style/away.css");
    let app = app();
    app.follow_away();
    let shown = Memo::new(move |_| app.shows_away());
    let act = move |what: &str, value: &str| if what == "close" { app.put_away() } else { app.set_minutes(value) };
    view! {
        <Show when=move || shown.get()>
            <section class=format!("away {css}") aria-label="Since you were away">
                <Live show=Box::new(move || panel(app)) act=Box::new(act) />
            </section>
        </Show>
    }
}

fn panel(app: App) -> Vec<Tree> {
    let away = app.away.read();
    let (Some(since), Some(found)) = (away.since, &away.found) else { return Vec::new() };
    let days = words::counted(found.days, "new papers-day");
    let about = format!("Last here on {}. {days}: {}.", words::day(since.left), words::span(found.from, found.to));
    let counts = Missed::COUNTED.into_iter().zip(found.counts).filter(|(_, count)| *count > 0);
    let close = [("type", "button"), ("class", "plain close"), ("data-do", "close"), ("aria-label", "Put this away")];
    let counts = counts.map(|(missed, count)| counted(app, since, missed, count)).collect();
    let mut parts = vec![
        tree("h3", &[], "Since you were away", Vec::new()),
        tree("p", &[("class", "hint")], &about, Vec::new()),
        tree("ul", &[("class", "counts")], "", counts),
    ];
    if !found.best.is_empty() {
        parts.push(best(app, since, found, away.minutes));
    }
    // Under Feeds it is always there.
    if app.place.read().page != Page::Feeds {
        parts.push(tree("button", &close, "×", Vec::new()));
    }
    parts
}

fn counted(app: App, since: Since, missed: Missed, count: u32) -> Tree {
    let parts = vec![
        tree("b", &[], &words::grouped(count), Vec::new()),
        tree("span", &[], &[" ", missed.words(count)].concat(), Vec::new()),
    ];
    tree("li", &[], "", vec![tree("a", &[("href", &address(app, since, missed))], "", parts)])
}

/// The best papers that there is time for.
fn best(app: App, since: Since, found: &Found, minutes: u32) -> Tree {
    let option = |choice: u32| {
        let value = choice.to_string();
        let here = if choice == minutes { "true" } else { "" };
        tree("option", &[("value", &value), ("is:selected", here)], &format!("{choice} minutes"), Vec::new())
    };
    let choice = [("data-do", "minutes"), ("id", "away-minutes")];
    let papers = found.best.iter().map(|row| paper(app, since, row)).collect();
    let rest = format!("All {} not read yet, trending first", words::papers(found.unread));
    let parts = vec![
        tree("summary", &[], &format!("The best in {minutes} minutes"), Vec::new()),
        tree(
            "p",
            &[],
            "",
            vec![
                tree("label", &[("for", "away-minutes")], "Time for ", Vec::new()),
                tree("select", &choice, "", MINUTES.map(option).into()),
                tree("span", &[("class", "hint")], " about one a paper", Vec::new()),
            ],
        ),
        tree("ol", &[], "", papers),
        tree("p", &[], "", vec![tree("a", &[("href", &address(app, since, Missed::Best))], &rest, Vec::new())]),
    ];
    tree("details", &[], "", parts)
}

fn paper(app: App, since: Since, row: &Row) -> Tree {
    let place = app.place.read_untracked().with_view(Missed::Best.view(since)).with_paper(Some(row.id.clone()));
    let votes = row.votes.map(|votes| words::counted(votes, "vote"));
    let mut parts = vec![tree("a", &[("href", &place.query())], &row.title, Vec::new())];
    parts.extend(votes.map(|votes| tree("span", &[("class", "hint")], &[" ", &votes].concat(), Vec::new())));
    tree("li", &[], "", parts)
}

fn address(app: App, since: Since, missed: Missed) -> String {
    app.place.read_untracked().with_view(missed.view(since)).query()
}
