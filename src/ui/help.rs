//! The list of keys.

use leptos::prelude::*;
use leptos::{ev, html};
use stylers_macro::style_sheet;

use super::keys::KEYS;
use super::state::app;
use crate::present::Page;

/// A dialog with every key, opened by `?`.
#[component]
pub fn Help() -> impl IntoView {
    let css = style_sheet!("style/help.css");
    let app = app();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if app.help.get() {
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let close_outside = move |event: ev::MouseEvent| {
        if event.target() == event.current_target() {
            app.help.set(false);
        }
    };
    let line = |(keys, what): &(&'static str, &'static str)| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd>" " }).collect_view();
        view! { <div><dt>{keys}</dt><dd>{*what}</dd></div> }
    };
    view! {
        <dialog class=format!("help {css}") node_ref=dialog aria-labelledby="help-title" on:close=move |_| app.help.set(false) on:click=close_outside>
            <h2 id="help-title">"Keyboard"</h2>
            <dl>{KEYS.iter().map(line).collect_view()}</dl>
            <p>
                "Single letters can be switched off under About. Tab, Enter and Escape always work. "
                <a href=move || app.place.read().with_page(Page::SearchHelp).query() on:click=move |_| app.help.set(false)>"How to search"</a>
            </p>
            <form method="dialog"><button>"Close"</button></form>
        </dialog>
    }
}
