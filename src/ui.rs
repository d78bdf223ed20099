//! The screen: the only code that names Leptos. Components read signals of [`state::App`] and call its methods; what can be
//! worked out without a screen is worked out in the stages below.

mod about;
mod away;
mod backup;
mod bulk;
mod calendar;
mod facets;
mod feeds;
mod filters;
mod focus;
mod help;
mod histogram;
mod history;
mod keys;
mod library;
mod masthead;
mod notices;
mod own;
mod paper;
mod papers;
mod patch;
mod ranking;
mod rising;
mod row;
mod rows;
mod search;
mod search_help;
mod share;
mod state;
mod subscribe;
mod taste;
mod why;
mod window;

use leptos::prelude::*;
use leptos::web_sys;
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;

use crate::browser::files;
use crate::present::{Page, Place};
use state::App;

/// Puts the app in place of the shell that `index.html` shows until now.
pub fn mount() {
    let shell = document().get_element_by_id("shell");
    mount_to_body(Offprint);
    if let Some(shell) = shell {
        shell.remove();
    }
}

/// The whole page.
#[component]
fn Offprint() -> impl IntoView {
    let css = style_sheet!("style/page.css");
    let app = App::start();
    provide_context(app);
    keys::listen(app);
    let dropping = RwSignal::new(false);
    let page = Memo::new(move |_| app.place.read().page);
    let content = move || match page.get() {
        Page::Papers => view! { <papers::Papers /> }.into_any(),
        Page::Library => view! { <library::Library /> }.into_any(),
        Page::Taste => view! { <taste::Taste /> }.into_any(),
        Page::History => view! { <history::History /> }.into_any(),
        Page::Feeds => view! { <feeds::Feeds /> }.into_any(),
        Page::About => view! { <about::About /> }.into_any(),
        Page::SearchHelp => view! { <search_help::SearchHelp /> }.into_any(),
    };
    view! {
        <div
            class=format!("page {css}")
            class:dropping=dropping
            on:click=move |event| follow(app, &event)
            on:dragover=move |event| {
                event.prevent_default();
                dropping.set(true);
            }
            on:dragleave=move |_| dropping.set(false)
            on:drop=move |event| {
                event.prevent_default();
                dropping.set(false);
                files::of_drop(&event).into_iter().for_each(|file| app.add_file(file));
            }
        >
            <a class="skip" href="#content" on:click=move |event| focus_content(&event)>"Skip to the papers"</a>
            <masthead::Masthead />
            <notices::Notices />
            <share::Shares />
            <div id="content" tabindex="-1">{content}</div>
            <footer>
                <p>
                    "Offprint runs in this browser and keeps everything here. "
                    <a href=move || app.place.read().with_page(Page::About).query()>"About, settings, privacy"</a> " · "
                    <a href=move || app.place.read().with_page(Page::Feeds).query()>"Subscribe"</a> " · "
                    <button type="button" class="plain" on:click=move |_| app.help.set(true)>"Keyboard "<kbd>"?"</kbd></button>
                </p>
            </footer>
            <help::Help />
            <notices::Toasts />
            <notices::Status />
        </div>
    }
}

/// Links within the app (`href="?…"`) change the place without loading the page anew. With a modifier key or another button
/// they are links like any other.
fn follow(app: App, event: &web_sys::MouseEvent) {
    let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() && !event.alt_key();
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|target| target.closest("a[href^='?']").ok().flatten());
    if let (true, false, Some(href)) =
        (plain, event.default_prevented(), link.and_then(|link| link.get_attribute("href")))
    {
        event.prevent_default();
        app.go(Place::parse(&href));
    }
}

/// The skip link moves the focus itself: its `#content` would push the view out of the address.
fn focus_content(event: &web_sys::MouseEvent) {
    event.prevent_default();
    if let Some(content) = document().get_element_by_id("content") {
        let _ = content.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}
