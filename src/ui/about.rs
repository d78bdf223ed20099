//! What this is, the settings, and what is stored.

use leptos::prelude::*;
use leptos::task::spawn_local;
use stylers_macro::style_sheet;

use super::patch::{Live, button, tree};
use super::state::app;
use crate::BUILD;
use crate::browser::offline;
use crate::present::words;
use crate::rank::weights;
use crate::text::number;

/// Settings and explanations.
#[component]
pub fn About() -> impl IntoView {
    let css = style_sheet!("style/about.css");
    let app = app();
    let theme = move |value: &'static str, name: &'static str| {
        let here = move || app.theme.read().as_str() == value || (value == "system" && app.theme.read().is_empty());
        view! {
            <label>
                <input type="radio" name="theme" value=value prop:checked=here on:change=move |_| app.set_theme(value) />
                {format!(" {name}")}
            </label>
        }
    };
    view! {
        <main class=format!("about text {css}") id="about">
            <h2>"About Offprint"</h2>
            <p class="lead">
                "An offprint is a single paper, printed apart for its reader. This one is a reader for the day's research papers that runs whole inside "
                "your browser: no account, no server, and after the first visit no network either."
            </p>
            <h3>"Settings"</h3>
            <fieldset>
                <legend>"Colours"</legend>
                {theme("system", "As the system")} {theme("light", "Light")} {theme("dark", "Dark")}
            </fieldset>
            <p>
                <label>
                    <input type="checkbox" prop:checked=move || app.keys.get() on:change=move |event| app.set_keys(event_target_checked(&event)) />
                    " Single letters are commands (press "<kbd>"?"</kbd>" for the list)"
                </label>
            </p>
            <h3>"How papers are ordered"</h3>
            <p>"“Newest” orders by papers-day, then votes. “Most voted” orders by votes. “Trending” weighs votes against age:"</p>
            <p class="formula">
                {format!("(votes + {}) ÷ (days since the papers-day + {})", number(weights::VOTES_FLOOR), number(weights::AGE_OFFSET))}
                <sup>{number(weights::GRAVITY)}</sup>
            </p>
            <p>"Ties fall to votes, then to the later date of publication, then to the higher arXiv number, so that the same papers always stand in the same order."</p>
            <h3>"Privacy"</h3>
            <p>
                "What you star, read and dismiss is stored in this browser and sent to nobody. The page loads nothing from other hosts, "
                "and its security policy lets it talk only to this site and to the feeds that you add."
            </p>
            <h3>"Storage"</h3>
            <Storage />
            <p class="build">"Build "{BUILD}</p>
        </main>
    }
}

/// What is stored, and whether the browser promised to keep it.
#[component]
pub fn Storage() -> impl IntoView {
    let app = app();
    let used = RwSignal::new(None::<(f64, f64)>);
    let kept = RwSignal::new(None::<bool>);
    Effect::new(move |_| {
        app.history.track();
        spawn_local(async move {
            used.try_set(offline::storage().await);
            kept.try_set(offline::is_persisted().await);
        });
    });
    let show = move || {
        app.things.track();
        let known = format!(
            "{} known, {} starred.",
            words::papers(app.summary.read().papers),
            words::grouped(app.starred_count())
        );
        let space = used.get().map(|(usage, quota)| {
            format!(" This site uses {} of the {} that the browser grants it.", bytes(usage), bytes(quota))
        });
        let promise = match kept.get() {
            Some(true) => "The browser has promised not to clear it by itself.",
            Some(false) => {
                "The browser may clear it when space runs short, or after a long absence. Installing Offprint makes that less likely."
            }
            None => "",
        };
        let mut trees = vec![
            tree("p", &[], &(known + &space.unwrap_or_default()), Vec::new()),
            tree("p", &[], promise, Vec::new()),
        ];
        if kept.get() == Some(false) {
            trees.push(button("ask", "Ask it to keep everything"));
        }
        trees
    };
    let ask = move |_: &str, _: &str| {
        spawn_local(async move {
            kept.try_set(offline::ask_to_persist().await);
        });
    };
    view! { <Live show=Box::new(show) act=Box::new(ask) /> }
}

/// Bytes in the unit that reads best, cut to a tenth.
fn bytes(count: f64) -> String {
    let tenths = |unit: u64| (count as u64) * 10 / unit;
    let (tenths, name) = match count as u64 {
        1_000_000_000.. => (tenths(1_000_000_000), "GB"),
        1_000_000.. => (tenths(1_000_000), "MB"),
        _ => (tenths(1_000), "kB"),
    };
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}
