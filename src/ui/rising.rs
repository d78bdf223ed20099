//! Topics that rise against their own past, above lists of several days: asked for only when opened.

use leptos::prelude::*;
use leptos::web_sys;
use stylers_macro::style_sheet;

use super::patch::{Shown, Tree, tree};
use super::state::{App, app};
use crate::columns::Histogram;
use crate::engine::message::Rising;
use crate::present::{plot, words};
use crate::query::{View, Window};
use crate::rank::rising::{POINTS, Topic};
use crate::rank::weights::{RISING_PAST, RISING_PAST_DAYS};
use crate::text::decimal;

/// The section; nothing where it has no place.
#[component]
pub fn RisingTopics() -> impl IntoView {
    let css = style_sheet!("style/rising.css");
    let app = app();
    app.follow_rising();
    let shown = Memo::new(move |_| app.rising_view().is_some());
    let turned = move |event: web_sys::Event| {
        app.rising_wanted.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    };
    view! {
        <Show when=move || shown.get()>
            <details class=format!("rising {css}") open=app.rising_wanted.get_untracked() on:toggle=turned>
                <summary>"Rising topics"</summary>
                <Shown show=Box::new(move || panel(app)) />
            </details>
        </Show>
    }
}

fn panel(app: App) -> Vec<Tree> {
    let say = |text: &str| vec![tree("p", &[("class", "hint")], text, Vec::new())];
    let wanted = app.rising_view();
    app.rising.with(|known| match known {
        Some((view, found)) if Some(view) == wanted.as_ref() => match found {
            Some(found) if found.past as usize >= RISING_PAST => topics(app, found),
            few => say(&format!(
                "Of the {RISING_PAST_DAYS} days before, {} are known here. To say what rises takes {RISING_PAST}.",
                words::papers(few.as_ref().map_or(0, |found| found.past))
            )),
        },
        _ => say("…"),
    })
}

fn topics(app: App, found: &Rising) -> Vec<Tree> {
    let days = words::span(found.from, found.to);
    let against = format!("{} of the {RISING_PAST_DAYS} days before", words::papers(found.past));
    let about = match found.topics.is_empty() {
        true => format!("Nothing in {} of {days} rises clearly against {against}.", words::papers(found.papers)),
        false => format!(
            "{} of {days} against {against}; the surest rise first. The last bar is these days, each other as many before.",
            words::papers(found.papers)
        ),
    };
    let rows = found.topics.iter().map(|topic| row(app, found, topic)).collect();
    vec![tree("p", &[("class", "hint")], &about, Vec::new()), tree("ol", &[], "", rows)]
}

fn row(app: App, found: &Rising, topic: &Topic) -> Tree {
    let text = format!("{} day:{}..{}", topic.condition, found.from, found.to);
    let view = View { window: Window::All, text, ..View::default() };
    let query = app.place.with(|place| place.with_view(view).query());
    let figures = [&words::papers(topic.now), ", ", &decimal(topic.expected, 1), " expected"].concat();
    let parts = vec![
        tree("a", &[("href", &query)], &topic.name, Vec::new()),
        course(found, topic),
        tree("b", &[], &["×", &decimal(topic.factor(), 1)].concat(), Vec::new()),
        tree("span", &[("class", "hint")], &figures, Vec::new()),
    ];
    tree("li", &[], "", parts)
}

/// Its papers by spans of time as bars, of which the last are those of now.
fn course(found: &Rising, topic: &Topic) -> Tree {
    let edges = (0..=POINTS as i64).collect();
    let histogram = Histogram { edges, counts: topic.course.clone() };
    let path = |class, first, last| {
        tree("path", &[("class", class), ("d", &plot::bars(&histogram, first, last))], "", Vec::new())
    };
    let counts: Vec<String> = topic.course.iter().map(u32::to_string).collect();
    let length = words::counted((found.to.0 - found.from.0 + 1).unsigned_abs(), "day");
    let said = format!("Papers in spans of {length}, the last is now: {}", counts.join(", "));
    let svg = [
        ("viewBox", &*format!("0 0 {} {}", POINTS * plot::WIDTH, plot::HEIGHT)),
        ("preserveAspectRatio", "none"),
        ("role", "img"),
        ("aria-label", &said),
    ];
    tree("svg", &svg, "", vec![path("before", 0, POINTS - 2), path("now", POINTS - 1, POINTS - 1)])
}
