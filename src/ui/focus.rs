//! Where the focus is among the rows, and where it goes when its row goes away.

use leptos::prelude::document;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use crate::paper::PaperId;

/// The row that has the focus, or holds what has it.
pub fn article() -> Option<web_sys::Element> {
    document().active_element()?.closest("article[data-paper]").ok()?
}

/// The paper of a row.
pub fn paper_of(article: &web_sys::Element) -> Option<PaperId> {
    PaperId::parse(&article.get_attribute("data-paper")?).map(|(id, _)| id)
}

/// The place in the list of the row that has the focus, counted from 0.
pub fn place() -> Option<u32> {
    number(&article()?, "aria-posinset")?.checked_sub(1)
}

/// The first row whose beginning is on the screen or below it.
pub fn first_seen() -> Option<web_sys::Element> {
    let list = document().query_selector_all("article[data-paper]").ok()?;
    let rows = (0..list.length()).filter_map(|at| list.get(at)?.dyn_into::<web_sys::Element>().ok());
    rows.into_iter().find(|row| row.get_bounding_client_rect().top() >= 0.0)
}

/// The place after that of the focused row, or before it, if the list has one.
pub fn place_beside(forward: bool) -> Option<u32> {
    let place = place()?;
    let last = number(&article()?, "aria-setsize")?.checked_sub(1)?;
    if forward { (place < last).then_some(place + 1) } else { place.checked_sub(1) }
}

/// The row after the focused one, or before it, if it is in the page.
pub fn neighbour(forward: bool) -> Option<web_sys::Element> {
    let selector = format!("article[aria-posinset='{}']", place_beside(forward)? + 1);
    document().query_selector(&selector).ok().flatten()
}

/// Does what takes the focused row off the list, and puts the focus on the next one, so that going on needs no searching.
pub fn keep_place(act: impl FnOnce()) {
    let next = neighbour(true).or_else(|| neighbour(false));
    act();
    next.inspect(on);
}

/// Whether the focus is within the first element of a selector.
pub fn within(selector: &str) -> bool {
    document().active_element().is_some_and(|focused| focused.closest(selector).is_ok_and(|found| found.is_some()))
}

/// Focuses the first element of a selector, and says whether there is one.
pub fn first(selector: &str) -> bool {
    let element = document().query_selector(selector).ok().flatten();
    element.inspect(on).is_some()
}

/// Focuses an element.
pub fn on(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}

fn number(element: &web_sys::Element, attribute: &str) -> Option<u32> {
    element.get_attribute(attribute)?.parse().ok()
}
