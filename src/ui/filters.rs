//! What narrows and orders the list.

use leptos::ev;
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::facets::FacetPanel;
use super::ranking::Ranking;
use super::state::{App, app};
use crate::present::Page;
use crate::query::{Order, View, edit};

/// The words that the order has in the menu.
const ORDERS: [(Order, &str); 14] = [
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
    (Order::Reddit, "As Reddit"),
];

/// Order, toggles and facets.
#[component]
pub fn Filters() -> impl IntoView {
    let css = style_sheet!("style/filters.css");
    let app = app();
    let toggle = move |name: &'static str, condition: &'static str| {
        let on = move || edit::contains(&app.place.read().view.text, condition);
        let flip = move |_| change(app, |view| view.text = edit::toggle(&view.text, condition));
        view! { <button type="button" class="chip" aria-pressed=move || on().to_string() on:click=flip>{name}</button> }
    };
    view! {
        <search class=format!("filters {css}") aria-label="Order and narrow">
            <div class="choices">
                <OrderChoice />
                <a class="plain" href=move || app.place.read().with_page(Page::SearchHelp).query()>"How to search"</a>
            </div>
            <Ranking />
            <div class="choices" role="group" aria-label="Show only">
                {toggle("Has code", "has:code")}
                {toggle("Starred", "is:starred")}
                {toggle("Unread", "is:unread")}
                {toggle("New", "is:new")}
                {toggle("Dismissed", "is:dismissed")}
                <Show when=move || app.place.read().view.is_filtered()>
                    <a class="plain" href=move || {
                        let place = app.place.read();
                        place.with_view(place.view.unfiltered()).query()
                    }>"Clear filters"</a>
                    <button type="button" class="plain" on:click=move |_| app.keep_search()>"Keep this search"</button>
                </Show>
            </div>
            <FacetPanel />
        </search>
    }
}

#[component]
fn OrderChoice() -> impl IntoView {
    let app = app();
    let order = Memo::new(move |_| app.list.read().order);
    let chosen = move |event: ev::Event| {
        let value = event_target_value(&event);
        if let Some(order) = Order::named(&value) {
            change(app, |view| view.order = Some(order));
        }
    };
    let option = move |(value, name): (Order, &'static str)| {
        view! { <option value=value.word() prop:selected=move || order.get() == value>{name}</option> }
    };
    view! {
        <label>
            <span>"Order"</span>
            <select on:change=chosen>{ORDERS.map(option)}</select>
        </label>
    }
}

fn change(app: App, change: impl FnOnce(&mut View)) {
    let place = app.place.get_untracked();
    let mut view = place.view.clone();
    change(&mut view);
    app.go(place.with_view(view));
}
