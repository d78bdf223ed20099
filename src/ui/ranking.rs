//! How the list is ordered: the formula, rankings ready made, and the weights of the reader's own mix.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::facets::BUTTON;
use super::patch::{Live, Tree, tree};
use super::state::{App, app};
use crate::browser::clock;
use crate::present::presets::PRESETS;
use crate::query::mix::{Mix, Signal};
use crate::query::{Order, View, parse};
use crate::rank::{self, similar};

/// The two numbers of age: word, name, range and unit of the slider.
const AGES: [(&str, &str, u8, &str); 2] =
    [("half", "Half as new after", 90, " days"), ("gravity", "Trend falls by", 40, "")];

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
    let formula = if near && order == Order::Best { similar::FORMULA.to_owned() } else { rank::formula(order, &mix) };
    let mut parts = vec![tree("p", &[("class", "formula")], &formula, Vec::new())];
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
            .map(|signal| slider(signal.word(), signal.name(), mix.weight(signal), Mix::MOST, ""))
            .collect();
        let ages = [mix.half_life(), mix.gravity()];
        let age = |((word, name, most, unit), value): ((&'static str, &'static str, u8, &str), u8)| {
            let shown = slider(word, name, value, most, unit);
            let asked = if word == "half" { Signal::New } else { Signal::Trending };
            (mix.weight(asked) > 0).then_some(shown)
        };
        sliders.extend(AGES.into_iter().zip(ages).filter_map(age));
        parts.push(tree("div", &[("class", "sliders")], "", sliders));
    }
    parts
}

fn slider(word: &str, name: &str, value: u8, most: u8, unit: &str) -> Tree {
    let number = value.to_string();
    let shown = match word {
        "gravity" => format!("^{}.{}", value / 10, value % 10),
        _ => [number.as_str(), unit].concat(),
    };
    let most = most.to_string();
    let own =
        [("type", "range"), ("min", "0"), ("max", &most), ("value", &number), ("data-do", word), ("aria-label", name)];
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
