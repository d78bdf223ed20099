//! The top of every page: name, menu, and on the list the day with its neighbours.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::calendar::Calendar;
use super::state::{App, app};
use crate::browser::clock;
use crate::present::{Page, words};
use crate::query::{View, Window};

/// Name, menu and day.
#[component]
pub fn Masthead() -> impl IntoView {
    let css = style_sheet!("style/masthead.css");
    let app = app();
    let item = move |page: Page| {
        let here = move || app.place.read().page == page;
        view! {
            <li>
                <a href=move || app.place.read().with_page(page).query() aria-current=move || here().then_some("page")>
                    {page.title()}
                    {move || (page == Page::Library).then(|| new_words(app)).flatten()}
                </a>
            </li>
        }
    };
    view! {
        <header class=format!("masthead {css}")>
            <div class="title">
                <h1><a href="?">{move || app.site.read().site.title.clone()}</a></h1>
                <nav aria-label="Pages"><ul>{Page::MENU.map(item)}</ul></nav>
            </div>
            <Show when=move || app.place.read().page == Page::Papers>
                <Days />
            </Show>
        </header>
    }
}

/// How many papers the watched searches have found since the reader last looked.
fn new_words(app: App) -> Option<String> {
    let new: u32 = app.watches.read().iter().filter(|(search, _)| search.watched).map(|(_, (_, new))| new).sum();
    (new > 0).then(|| format!(" ({} new)", words::grouped(new)))
}

/// The window of days on screen, and the ways to others.
#[component]
fn Days() -> impl IntoView {
    let app = app();
    let calendar = RwSignal::new(false);
    let name = move || {
        let window = app.place.read().view.window;
        let day = app.list.read().day.unwrap_or_else(clock::today);
        words::window(window, day)
    };
    let step = move |day: Option<crate::paper::Day>, name: &'static str, sign: &'static str, key: &'static str| {
        let to = day.map(|day| {
            let place = app.place.get();
            place.with_view(View { day: Some(day), ..place.view.clone() }).query()
        });
        match to {
            Some(query) => {
                view! { <a class="step" href=query aria-label=name title=format!("{name} ({key})")>{sign}</a> }
                    .into_any()
            }
            None => view! { <span class="step" aria-hidden="true">{sign}</span> }.into_any(),
        }
    };
    let window = move |window: Window, name: &'static str| {
        let query = move || {
            let place = app.place.get();
            place.with_view(View { window, ..place.view.clone() }).query()
        };
        let here = move || (app.place.read().view.window == window).then_some("true");
        view! { <li><a href=query aria-current=here>{name}</a></li> }
    };
    view! {
        <div class="days">
            <div class="day">
                {move || step(app.list.read().earlier, "Earlier papers", "‹", "[")}
                <h2>{name}</h2>
                {move || step(app.list.read().later, "Later papers", "›", "]")}
                <button type="button" class="plain" aria-haspopup="dialog" on:click=move |_| calendar.set(true)>"Calendar"</button>
            </div>
            <nav aria-label="Length of the list">
                <ul class="windows">
                    {window(Window::Day, "Day")} {window(Window::Week, "Week")} {window(Window::Month, "Month")}
                    {window(Window::All, "All")}
                </ul>
            </nav>
            <Calendar open=calendar />
        </div>
    }
}
