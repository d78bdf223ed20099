//! The query language, by examples that run.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use crate::present::Place;
use crate::query::help::SECTIONS;
use crate::query::{View, Window};

/// Every example with what it finds; a link each, over all papers.
#[component]
pub fn SearchHelp() -> impl IntoView {
    let css = style_sheet!("style/search_help.css");
    let line = |(example, what): &(&'static str, &'static str)| {
        let view = View { window: Window::All, text: (*example).to_owned(), ..View::default() };
        let href = Place::default().with_view(view).query();
        view! { <div><dt><a href=href>{*example}</a></dt><dd>{*what}</dd></div> }
    };
    let sections = SECTIONS.iter().map(|section| {
        view! { <h3>{section.title}</h3><dl>{section.lines.iter().map(line).collect_view()}</dl> }
    });
    view! {
        <main class=format!("examples text {css}") id="search-help">
            <h2>"How to search"</h2>
            <p class="lead">"Words are found in titles, authors, abstracts and more. Conditions side by side are all wanted. Each example is a link that runs it."</p>
            {sections.collect_view()}
            <p>"A backslash before a sign takes it as it is: "<code>"\\-1"</code>", "<code>"c\\:d"</code>"."</p>
        </main>
    }
}
