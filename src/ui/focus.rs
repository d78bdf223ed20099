//! Where the focus is among the rows, and where it goes when its row goes away.

use leptos::prelude::document;
use leptos::web_sys;
use wasm_bindgen::JsCast;

/// The row that has the focus, or holds what has it.
pub fn article() -> Option<web_sys::Element> {
    document().active_element()?.closest("article[data-paper]").ok()?
}

/// All rows on the page, in order.
pub fn articles() -> Vec<web_sys::Element> {
    let Ok(list) = document().query_selector_all("article[data-paper]") else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect()
}

/// The row after the focused one, or before it.
pub fn neighbour(forward: bool) -> Option<web_sys::Element> {
    let focused = article()?;
    let articles = articles();
    let at = articles.iter().position(|article| *article == focused)?;
    let next = if forward { at + 1 } else { at.checked_sub(1)? };
    articles.into_iter().nth(next)
}

/// Does what takes the focused row off the list, and puts the focus on the next one, so that going on needs no searching.
pub fn keep_place(act: impl FnOnce()) {
    let next = neighbour(true).or_else(|| neighbour(false));
    act();
    next.inspect(on);
}

/// Focuses the first element of a selector, if there is one.
pub fn first(selector: &str) {
    let element = document().query_selector(selector).ok().flatten();
    element.inspect(on);
}

/// Focuses an element.
pub fn on(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}
