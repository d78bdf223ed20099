//! The search box with its suggestions, and what is said of how the text was read.

use leptos::prelude::*;
use leptos::{ev, html, web_sys};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;

use super::state::app;
use crate::present::{Page, words};
use crate::query::Notice;

/// The search box. The list follows each keystroke; the address follows too, without an entry in the history for each.
#[component]
pub fn Search() -> impl IntoView {
    let css = style_sheet!("style/search.css");
    let app = app();
    let input = NodeRef::<html::Input>::new();
    let chosen = RwSignal::new(None::<usize>);
    let text = Memo::new(move |_| app.place.read().view.text.clone());
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        let cursor = input.get_untracked().map_or(text.len(), |input| cursor_of(&input, &text));
        chosen.set(None);
        app.search(text.clone());
        app.ask_suggestions(text, cursor);
    };
    let take = move |at: usize| {
        chosen.set(None);
        if let (Some(input), Some((text, cursor))) = (input.get_untracked(), app.take_suggestion(at)) {
            input.set_value(&text);
            let units = text.get(..cursor).unwrap_or(&text).encode_utf16().count() as u32;
            let _ = input.set_selection_range(units, units);
            app.search(text.clone());
            app.ask_suggestions(text, cursor);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        // These keys are for the method by which what is written is being put together.
        if event.is_composing() {
            return;
        }
        let count = app.suggestions.read_untracked().len();
        let step = |by: usize| {
            chosen.update(|chosen| *chosen = next(*chosen, by, count));
            chosen.get_untracked().into_iter().for_each(show);
        };
        match event.key().as_str() {
            "ArrowDown" if count > 0 => step(1),
            "ArrowUp" if count > 0 => step(count),
            "Enter" | "Tab" if chosen.get_untracked().is_some() => chosen.get_untracked().into_iter().for_each(take),
            "Enter" => {
                app.close_suggestions();
                return;
            }
            "Escape" if count > 0 => app.close_suggestions(),
            "Escape" => _ = input.get_untracked().map(|input| input.blur()),
            _ => return,
        }
        event.prevent_default();
    };
    let active = move || chosen.get().map(|at| format!("suggestion-{at}"));
    let open = move || !app.suggestions.read().is_empty();
    let help = move || app.place.read().with_page(Page::SearchHelp).query();
    view! {
        <div class=format!("search {css}")>
            <label>
                <span class="hidden">"Search titles, authors, abstracts"</span>
                <input
                    id="search"
                    type="search"
                    role="combobox"
                    placeholder="Search papers"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    aria-keyshortcuts="/"
                    aria-autocomplete="list"
                    aria-expanded=move || open().to_string()
                    aria-controls="suggestions"
                    aria-activedescendant=active
                    node_ref=input
                    prop:value=text
                    on:input=typed
                    on:keydown=on_key
                    on:blur=move |_| app.close_suggestions()
                />
            </label>
            <a href=help title="How to search"><span class="hidden">"How to search"</span><span aria-hidden="true">"?"</span></a>
            <ul id="suggestions" role="listbox" aria-label="Suggestions" hidden=move || !open()>
                {move || app.suggestions.get().into_iter().enumerate().map(|(at, suggestion)| view! {
                    <li
                        id=format!("suggestion-{at}")
                        role="option"
                        aria-selected=move || (chosen.get() == Some(at)).to_string()
                        // Before the box loses the focus, which closes the list.
                        on:pointerdown=move |event: ev::PointerEvent| {
                            event.prevent_default();
                            take(at);
                        }
                    >
                        <span>{suggestion.label}</span>
                        {suggestion.count.map(|count| view! { <small>{words::grouped(count)}</small> })}
                    </li>
                }).collect_view()}
            </ul>
        </div>
    }
}

/// What is said of how the text was read, above the list.
#[component]
pub fn Said() -> impl IntoView {
    let app = app();
    // What is said of a list that is none yet may be wrong.
    let notices =
        Memo::new(move |_| app.list.with(|list| if list.answered { list.notices.clone() } else { Vec::new() }));
    let line = move |notice: Notice| {
        let instead = notice.instead.map(|text| {
            let place = app.place.get_untracked();
            let mut view = place.view.clone();
            view.text = text.clone();
            let query = place.with_view(view).query();
            view! { " " <a href=query>{format!("Search for “{text}”")}</a> }
        });
        view! { <p class="said">{notice.text}{instead}</p> }
    };
    move || notices.get().into_iter().map(line).collect_view()
}

/// Brings a suggestion into sight, as the list may be longer than its box.
fn show(at: usize) {
    let item = document().get_element_by_id(&format!("suggestion-{at}"));
    if let Some(item) = item.and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok())
        && let Some(list) = item.parent_element()
    {
        list.set_scroll_top(item.offset_top() - list.client_height() / 2);
    }
}

/// The suggestion after some steps; past the last comes the box itself.
fn next(chosen: Option<usize>, by: usize, count: usize) -> Option<usize> {
    let stops = count + 1;
    let at = chosen.map_or(count, |at| at);
    Some((at + by) % stops).filter(|at| *at < count)
}

/// The cursor as bytes of the text; the box counts units of UTF-16.
fn cursor_of(input: &web_sys::HtmlInputElement, text: &str) -> usize {
    let units = input.selection_end().ok().flatten().unwrap_or(u32::MAX) as usize;
    let mut passed = 0;
    let before = text.chars().take_while(|c| {
        passed += c.len_utf16();
        passed <= units
    });
    before.map(char::len_utf8).sum()
}
