//! What narrows and orders the list.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::facets::{BUTTON, FacetPanel};
use super::patch::{Live, Tree, element, plain, tree};
use super::ranking::Ranking;
use super::state::{App, app};
use crate::query::{Order, View, edit};

/// The words that the order has in the menu.
const ORDERS: [(Order, &str); 15] = [
    (Order::Newest, "Newest first"),
    (Order::ForYou, "For you"),
    (Order::Mix, "Your own mix"),
    (Order::Oldest, "Oldest first"),
    (Order::Best, "Best match"),
    (Order::Votes, "Most voted"),
    (Order::Trending, "Trending"),
    (Order::Comments, "Most discussed"),
    (Order::Stars, "Most stars"),
    (Order::Collected, "As collected"),
    (Order::Surprise, "Surprise me"),
    (Order::Velocity, "Fastest stars"),
    (Order::HackerNews, "As Hacker News"),
    (Order::DailyHn, "As Daily Papers HN"),
    (Order::Reddit, "As Reddit"),
];

/// What can be asked for by a button: its words and the condition.
const TOGGLES: [(&str, &str); 5] = [
    ("Has code", "has:code"),
    ("Starred", "is:starred"),
    ("Unread", "is:unread"),
    ("New", "is:new"),
    ("Dismissed", "is:dismissed"),
];

/// Order, toggles and facets.
#[component]
pub fn Filters() -> impl IntoView {
    let css = style_sheet!("style/filters.css");
    let app = app();
    let reorder = move |_: &str, word: &str| {
        let order = Order::named(word);
        order.into_iter().for_each(|order| change(app, |view| view.order = Some(order)));
    };
    let toggle = move |what: &str, _: &str| match what {
        "keep" => app.keep_search(),
        condition => change(app, |view| view.text = edit::toggle(&view.text, condition)),
    };
    view! {
        <search class=format!("filters {css}") aria-label="Order and narrow">
            <Live show=Box::new(move || order(app)) act=Box::new(reorder) />
            <Ranking />
            <Live show=Box::new(move || toggles(app)) act=Box::new(toggle) />
            <FacetPanel />
        </search>
    }
}

/// The choice of an order.
fn order(app: App) -> Vec<Tree> {
    let here = app.list.with(|list| list.order);
    let option = |(order, name): (Order, &str)| {
        let own = [("value", order.word()), ("is:selected", if order == here { "true" } else { "" })];
        tree("option", &own, name, Vec::new())
    };
    let select = tree("select", &[("data-do", "order")], "", ORDERS.into_iter().map(option).collect());
    vec![tree("label", &[("class", "order")], "", vec![element("span", "Order"), select])]
}

/// Buttons that narrow the list, and what can be done with a list that is narrowed.
fn toggles(app: App) -> Vec<Tree> {
    let place = app.place.read();
    let toggle = |(name, condition): (&str, &str)| {
        let on = edit::contains(&place.view.text, condition).to_string();
        let own = [BUTTON, ("class", "chip"), ("data-do", condition), ("aria-pressed", &on)];
        tree("button", &own, name, Vec::new())
    };
    let mut parts: Vec<Tree> = TOGGLES.into_iter().map(toggle).collect();
    if place.view.is_filtered() {
        let clear = place.with_view(place.view.unfiltered()).query();
        parts.push(tree("a", &[("class", "plain"), ("href", &clear)], "Clear filters", Vec::new()));
        parts.push(plain("keep", "Keep this search"));
    }
    let group = [("class", "choices"), ("role", "group"), ("aria-label", "Show only")];
    vec![tree("div", &group, "", parts)]
}

fn change(app: App, change: impl FnOnce(&mut View)) {
    let place = app.place.get_untracked();
    let mut view = place.view.clone();
    change(&mut view);
    app.go(place.with_view(view));
}
