//! Why a paper stands where it does in the list, or is not in it: a sum, part by part, or what keeps it out.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::patch::{Shown, Tree, tree};
use super::state::{App, app};
use crate::engine::message::{Reason, Why};
use crate::paper::PaperId;
use crate::present::words;

/// The answer of that paper, while it is asked for.
#[component]
pub fn WhyHere(id: PaperId) -> impl IntoView {
    let css = style_sheet!("style/why.css");
    let app = app();
    let asked = Memo::new(move |_| app.why.with(|why| why.as_ref().is_some_and(|(of, _)| *of == id)));
    let show = move || app.why.with(|why| why.as_ref().map(|(_, why)| trees(app, why)).unwrap_or_default());
    let class = format!("why {css}");
    move || asked.get().then(|| view! { <div class=class.clone() role="status"><Shown show=Box::new(show) /></div> })
}

fn trees(app: App, why: &Why) -> Vec<Tree> {
    let head = match why.place {
        Some(place) => format!("{} of {}", words::grouped(place + 1), words::grouped(why.total)),
        None => "It is not in this list.".to_owned(),
    };
    vec![tree("p", &[], &head, Vec::new()), list(app, &why.reasons)]
}

fn list(app: App, reasons: &[Reason]) -> Tree {
    tree("ul", &[], "", reasons.iter().map(|reason| item(app, reason)).collect())
}

fn item(app: App, reason: &Reason) -> Tree {
    let mut parts = Vec::new();
    if let Some(value) = reason.value {
        parts.push(tree("span", &[("class", "value")], &words::signed(value), Vec::new()));
    }
    parts.push(tree("span", &[("class", "text")], &reason.text, Vec::new()));
    if let Some(view) = &reason.without {
        let query = app.place.with(|place| crate::present::Place { view: view.clone(), ..place.clone() }.query());
        parts.push(tree("a", &[("href", &query)], "Show it", Vec::new()));
    }
    if !reason.parts.is_empty() {
        parts.push(list(app, &reason.parts));
    }
    tree("li", &[], "", parts)
}
