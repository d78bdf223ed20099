//! What narrows and orders the list.

use leptos::prelude::*;
use leptos::{ev, html};
use stylers_macro::style_sheet;

use super::state::{App, app};
use crate::present::{Page, words};
use crate::query::{Order, View};

/// The words that the order has in the menu.
const ORDERS: [(Order, &str); 7] = [
    (Order::Newest, "Newest first"),
    (Order::Oldest, "Oldest first"),
    (Order::Best, "Best match"),
    (Order::Votes, "Most voted"),
    (Order::Trending, "Trending"),
    (Order::Comments, "Most discussed"),
    (Order::Stars, "Most stars"),
];

/// Search box, order, toggles, category and keyword.
#[component]
pub fn Filters() -> impl IntoView {
    let css = style_sheet!("style/filters.css");
    let app = app();
    let toggle = move |name: &'static str, get: fn(&View) -> bool, set: fn(&mut View, bool)| {
        let on = move || get(&app.place.read().view);
        let flip = move |_| change(app, |view| set(view, !get(view)));
        view! { <button type="button" class="chip" aria-pressed=move || on().to_string() on:click=flip>{name}</button> }
    };
    view! {
        <search class=format!("filters {css}")>
            <Text />
            <div class="choices">
                <OrderChoice />
                {facet("Category", "Any category", |view| &mut view.category, |facets| &facets.categories)}
                {facet("Keyword", "Any keyword", |view| &mut view.keyword, |facets| &facets.keywords)}
                <a class="plain" href=move || app.place.read().with_page(Page::SearchHelp).query()>"How to search"</a>
            </div>
            <div class="choices" role="group" aria-label="Show only">
                {toggle("Has code", |view| view.code, |view, on| view.code = on)}
                {toggle("Starred", |view| view.starred, |view, on| view.starred = on)}
                {toggle("Unread", |view| view.unread, |view, on| view.unread = on)}
                {toggle("Dismissed", |view| view.dismissed, |view, on| view.dismissed = on)}
                <Show when=move || app.place.read().view.is_filtered()>
                    <a class="plain" href=move || {
                        let place = app.place.read();
                        place.with_view(place.view.unfiltered()).query()
                    }>"Clear filters"</a>
                </Show>
            </div>
        </search>
    }
}

/// The search box. The list follows each keystroke; the address follows too, without an entry in the history for each.
#[component]
fn Text() -> impl IntoView {
    let app = app();
    let input = NodeRef::<html::Input>::new();
    let text = Memo::new(move |_| app.place.read().view.text.clone());
    let typed = move |event: ev::Event| {
        let mut place = app.place.get_untracked();
        place.view.text = event_target_value(&event);
        app.slide(place);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            let _ = input.get_untracked().map(|input| input.blur());
        }
    };
    view! {
        <label class="text">
            <span class="hidden">"Search titles, authors, abstracts"</span>
            <input
                id="search"
                type="search"
                placeholder="Search papers"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-keyshortcuts="/"
                node_ref=input
                prop:value=text
                on:input=typed
                on:keydown=on_key
            />
        </label>
    }
}

#[component]
fn OrderChoice() -> impl IntoView {
    let app = app();
    let order = move || app.place.read().view.order;
    let chosen = move |event: ev::Event| {
        let value = event_target_value(&event);
        if let Some(order) = Order::named(&value) {
            change(app, |view| view.order = order);
        }
    };
    let option = move |(value, name): (Order, &'static str)| {
        view! { <option value=value.word() prop:selected=move || order() == value>{name}</option> }
    };
    view! {
        <label>
            <span>"Order"</span>
            <select on:change=chosen>{ORDERS.map(option)}</select>
        </label>
    }
}

/// A menu of one facet's values with their counts.
fn facet(
    name: &'static str,
    any: &'static str,
    field: fn(&mut View) -> &mut Option<String>,
    values: fn(&crate::engine::message::Facets) -> &Vec<(String, u32)>,
) -> impl IntoView {
    let app = app();
    let chosen = Memo::new(move |_| field(&mut app.place.get().view).clone());
    let values = Memo::new(move |_| app.list.with(|list| values(&list.facets).clone()));
    let options = move || {
        let (chosen, mut values) = (chosen.get(), values.get());
        // A value that the address names is offered even if no paper here has it.
        if let Some(chosen) = chosen.clone().filter(|chosen| !values.iter().any(|(value, _)| value == chosen)) {
            values.insert(0, (chosen, 0));
        }
        let option = |(value, count): (String, u32)| {
            let text = format!("{value} ({})", words::grouped(count));
            let selected = chosen.as_ref() == Some(&value);
            view! { <option value=value prop:selected=selected>{text}</option> }
        };
        values.into_iter().map(option).collect_view()
    };
    let choose = move |event: ev::Event| {
        let value = Some(event_target_value(&event)).filter(|value| !value.is_empty());
        change(app, |view| *field(view) = value);
    };
    view! {
        <label>
            <span>{name}</span>
            <select on:change=choose>
                <option value="" prop:selected=move || chosen.read().is_none()>{any}</option>
                {options}
            </select>
        </label>
    }
}

fn change(app: App, change: impl FnOnce(&mut View)) {
    let place = app.place.get_untracked();
    let mut view = place.view.clone();
    change(&mut view);
    app.go(place.with_view(view));
}
