//! The list of papers, and the paper that lies open beside it.

use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::prelude::*;
use leptos::{html, web_sys};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::filters::Filters;
use super::paper::PaperView;
use super::row::RowView;
use super::search::Said;
use super::state::{App, app};
use crate::present::words;

/// Filters, list and open paper.
#[component]
pub fn Papers() -> impl IntoView {
    let css = style_sheet!("style/papers.css");
    let app = app();
    let open = Memo::new(move |_| app.place.read().paper.clone());
    let count = move || {
        let list = app.list.read();
        let waiting = app.summary.read().waiting;
        let words = list.answered.then(|| words::papers(list.total));
        let took = (!list.view.text.is_empty()).then(|| format!(" · {} ms", app.took.get()));
        let more = (waiting > 0).then(|| format!(" · {} still being indexed", words::grouped(waiting)));
        [words, took, more].into_iter().flatten().collect::<String>()
    };
    view! {
        <main
            id="papers"
            class=format!("papers {css}")
            class:reading=move || open.read().is_some()
            aria-busy=move || (!app.list.read().answered).to_string()
        >
            <div class="browse">
                <Filters />
                <div class="list">
                    <p class="count">{count}</p>
                    <Said />
                    <Rows />
                </div>
            </div>
            {move || open.get().map(|id| view! { <PaperView id=id /> })}
        </main>
    }
}

#[component]
fn Rows() -> impl IntoView {
    let app = app();
    let rows = Memo::new(move |_| app.list.read().rows.clone());
    let total = Memo::new(move |_| app.list.read().total);
    let more = move || (rows.read().len() as u32) < total.get();
    view! {
        <div class="rows" role=move || (total.get() > 0).then_some("feed") aria-label=move || (total.get() > 0).then_some("Papers")>
            // A row that only moves is kept, and with it the focus.
            <ForEnumerate
                each=move || rows.get()
                key=|row| row.clone()
                children=move |place, row| view! { <RowView row=row place=place total=total /> }
            />
        </div>
        <Show when=more>
            <More />
        </Show>
        <Show when=move || app.list.read().answered && total.get() == 0>
            <Nothing />
        </Show>
    }
}

/// Asks for more rows when the end of the list comes near the screen, or by hand.
#[component]
fn More() -> impl IntoView {
    let app = app();
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        // An observer tells of changes only. A button that is still near the screen after the list changed is watched anew.
        app.list.track();
        if let Some(button) = button.get() {
            watch(&button, app);
        }
    });
    view! {
        <button type="button" class="more" node_ref=button on:click=move |_| app.show_more()>
            "More papers"
        </button>
    }
}

/// Watches until the effect that called it runs again.
fn watch(button: &web_sys::Element, app: App) {
    let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let near =
            entries.iter().any(|entry| entry.unchecked_into::<web_sys::IntersectionObserverEntry>().is_intersecting());
        if near {
            app.show_more();
        }
    });
    let options = web_sys::IntersectionObserverInit::new();
    options.set_root_margin("1200px");
    let callback = seen.as_ref().unchecked_ref();
    let Ok(observer) = web_sys::IntersectionObserver::new_with_options(callback, &options) else { return };
    observer.observe(button);
    // Clean-up functions must be `Send`, which nothing in a browser's page needs to be.
    let watched = SendWrapper::new((observer, seen));
    on_cleanup(move || watched.0.disconnect());
}

/// What stands in place of an empty list.
#[component]
fn Nothing() -> impl IntoView {
    let app = app();
    let wider = move || {
        let place = app.place.read();
        place.view.is_filtered().then(|| place.with_view(place.view.unfiltered()).query())
    };
    view! {
        <div class="nothing">
            <p>"No paper here."</p>
            {move || wider().map(|query| view! { <p><a href=query>"Show this list without filters"</a></p> })}
            <p><a href="?window=all">"Show all papers"</a></p>
        </div>
    }
}
