//! The list of papers, and the paper that lies open beside it.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::away::Away;
use super::bulk::WithAll;
use super::filters::Filters;
use super::paper::PaperView;
use super::rising::RisingTopics;
use super::rows::Rows;
use super::search::{Said, Search};
use super::state::app;
use crate::present::{Page, words};
use crate::shelf::Act;

/// Filters, list and open paper.
#[component]
pub fn Papers() -> impl IntoView {
    let css = style_sheet!("style/papers.css");
    let app = app();
    let open = Memo::new(move |_| app.place.read().paper.clone());
    view! {
        <main
            id="papers"
            class=format!("papers {css}")
            class:reading=move || open.read().is_some()
            aria-busy=move || (!app.list.read().answered).to_string()
        >
            <div class="browse">
                <search class="seek" aria-label="Find">
                    <Search />
                </search>
                <Filters />
                <div class="list">
                    <Away />
                    <RisingTopics />
                    <WithAll />
                    <Show when=move || app.list.with(|list| list.late > 0)>
                        <button type="button" class="plain" on:click=move |_| app.learn()>
                            {move || format!("Order it anew by your last {}", words::counted(app.list.with(|list| list.late), "act"))}
                        </button>
                    </Show>
                    <Said />
                    <Rows />
                    <Show when=move || app.list.with(|list| list.answered && list.total == 0)>
                        <Nothing />
                    </Show>
                </div>
            </div>
            {move || open.get().map(|id| view! { <PaperView id=id /> })}
        </main>
    }
}

/// What stands in place of an empty list.
#[component]
fn Nothing() -> impl IntoView {
    let app = app();
    let wider = move || {
        let place = app.place.read();
        place.view.is_filtered().then(|| place.with_view(place.view.unfiltered()).query())
    };
    // A paper that no feed has told of: where it is, and how it comes to be here.
    let none = move || {
        let none = app.summary.with(|summary| summary.papers == 0);
        let feeds = move || app.place.read().with_page(Page::Feeds).query();
        none.then(|| view! { <p>"Nothing is known yet. "<a href=feeds>"See the feeds"</a>", add one, or drop a file of papers here."</p> })
    };
    let unknown = move || {
        let id = app.list.with(|list| list.unknown.clone())?;
        let known_at = id.url();
        let add = move |_| {
            app.add_papers(&[&id]);
            app.act(&Act::bring(&id));
        };
        Some(view! {
            <p>"No feed has told of it yet. "<a href=known_at rel="noopener noreferrer" target="_blank">"Read it where it is"</a></p>
            <p><button type="button" on:click=add>"Add it by its name"</button></p>
        })
    };
    view! {
        <div class="nothing">
            <p>"No paper here."</p>
            {none}
            {unknown}
            {move || wider().map(|query| view! { <p><a href=query>"Show this list without filters"</a></p> })}
            <Show when=move || app.summary.with(|summary| summary.papers > 0)>
                <p><a href="?window=all">"Show all papers"</a></p>
            </Show>
        </div>
    }
}
