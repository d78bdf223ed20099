//! How the list is ordered: the formula, rankings ready made, and the weights of the reader's own mix.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::facets::BUTTON;
use super::patch::{Live, Tree, tree};
use super::state::{App, app};
use crate::browser::clock;
use crate::present::presets::PRESETS;
use crate::present::words;
use crate::query::mix::{Mix, Signal};
use crate::query::{Order, View, parse};
use crate::rank::{self, similar};

/// The two numbers of age: word, name and range of the slider.
const AGES: [(&str, &str, u8); 2] = [("half", "Half as new after", 90), ("gravity", "Trend falls by", 40)];

/// Formula, presets and sliders.
#[component]
pub fn Ranking() -> impl IntoView {
    let css = style_sheet!("style/ranking.css");
    let app = app();
    view! {
        <details class=format!("ranking {css}")>
            <summary>"How it is ordered"</summary>
            <Live show=Box::new(move || panel(app)) act=Box::new(move |what, chosen| act(app, what, chosen)) />
        </details>
    }
}

fn panel(app: App) -> Vec<Tree> {
    let order = app.list.with(|list| list.order);
    let mix = app.place.with(|place| place.view.mix).unwrap_or_default();
    let near = app.place.with(|place| !parse(&place.view.text, clock::today()).likes().is_empty());
    let formula = if near && order == Order::Best { similar::formula() } else { rank::formula(order, &mix) };
    let mut parts = vec![tree("p", &[("class", "formula")], &formula, Vec::new())];
    parts.push(tree("p", &[("class", "hint")], &state(app), Vec::new()));
    let preset = |(at, preset): (usize, &crate::present::presets::Preset)| {
        let on = order == preset.order && preset.mix().is_none_or(|own| own == mix);
        let what = at.to_string();
        let on = on.to_string();
        let own = [BUTTON, ("class", "chip"), ("data-do", &what), ("aria-pressed", &on), ("title", preset.what)];
        tree("button", &own, preset.name, Vec::new())
    };
    let presets = PRESETS.iter().enumerate().map(preset).collect();
    parts.push(tree("div", &[("class", "presets"), ("role", "group"), ("aria-label", "Rankings")], "", presets));
    if order == Order::Mix {
        let mut sliders: Vec<Tree> = Signal::ALL
            .into_iter()
            .map(|signal| slider(signal.word(), signal.name(), mix.weight(signal), Mix::MOST))
            .collect();
        let ages = [mix.half_life(), mix.gravity()];
        let age = |((word, name, most), value): ((&'static str, &'static str, u8), u8)| {
            let shown = slider(word, name, value, most);
            let asked = if word == "half" { Signal::New } else { Signal::Trending };
            (mix.weight(asked) > 0).then_some(shown)
        };
        sliders.extend(AGES.into_iter().zip(ages).filter_map(age));
        parts.push(tree("div", &[("class", "sliders")], "", sliders));
    }
    parts
}

/// What the order was computed from.
fn state(app: App) -> String {
    let mut parts = vec![format!("Of {} known here", words::papers(app.summary.with(|known| known.papers)))];
    let (order, learnt, late) = app.list.with(|list| (list.order, list.learnt, list.late));
    if rank::depends_on_day(order) {
        parts.push(format!("as of {}", words::day(clock::today())));
    }
    if let Some((liked, refused, dismissed)) = learnt {
        let [liked, refused, dismissed] = [liked, refused, dismissed].map(words::grouped);
        parts.push(format!(
            "learnt from {liked} starred or wanted more of, {refused} wanted less of, {dismissed} dismissed"
        ));
    }
    if late > 0 {
        parts.push(format!("without your last {}", words::counted(late, "act")));
    }
    parts.join(", ") + "."
}

fn slider(word: &str, name: &str, value: u8, most: u8) -> Tree {
    let number = value.to_string();
    let shown = match word {
        "gravity" => format!("^{}.{}", value / 10, value % 10),
        "half" => words::counted(value.into(), "day"),
        _ => number.clone(),
    };
    let most = most.to_string();
    let least = if word == "half" { "1" } else { "0" };
    let own = [
        ("type", "range"),
        ("min", least),
        ("max", &most),
        ("value", &number),
        ("data-do", word),
        ("aria-label", name),
    ];
    let parts = vec![
        tree("span", &[], name, Vec::new()),
        tree("input", &own, "", Vec::new()),
        tree("output", &[], &shown, Vec::new()),
    ];
    tree("label", &[], "", parts)
}

/// A preset by its number, or a slider by its word and the number chosen.
fn act(app: App, what: &str, chosen: &str) {
    let place = app.place.get_untracked();
    let view = place.view.clone();
    if let Some(preset) = what.parse::<usize>().ok().and_then(|at| PRESETS.get(at)) {
        return app.go(place.with_view(View { order: Some(preset.order), mix: preset.mix(), ..view }));
    }
    let mut mix = view.mix.unwrap_or_default();
    mix.set(what, chosen.parse().unwrap_or(0));
    // Each step of a slider is no place to come back to.
    app.slide(place.with_view(View { order: Some(Order::Mix), mix: Some(mix), ..view }));
}
