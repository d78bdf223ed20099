//! A panic ends the program; the page must not end blank.

use std::panic;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement};

const TITLE: &str = "Something in Offprint broke";
const TEXT: &str = "Your stars and your reading history are stored on this device and are safe. Reload the page to go on. \
                    If it happens again, the text below helps whoever mends it.";

/// From now on a panic in the page is logged and shown, outside of the reactive graph, which may be what broke.
pub fn watch_page() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let _ = show(&info.to_string());
    }));
}

/// From now on a panic in the worker is logged and told to the page.
pub fn watch_worker(tell: fn(String)) {
    panic::set_hook(Box::new(move |info| {
        console_error_panic_hook::hook(info);
        tell(info.to_string());
    }));
}

fn show(detail: &str) -> Result<(), JsValue> {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return Ok(()) };
    if document.query_selector("[data-notice='crash']")?.is_some() {
        return Ok(());
    }
    let notice = child(&document, "section", None)?;
    notice.set_attribute("data-notice", "crash")?;
    notice.set_attribute("role", "alert")?;
    notice.set_class_name("crash");
    notice.append_child(&*child(&document, "h2", Some(TITLE))?)?;
    notice.append_child(&*child(&document, "p", Some(TEXT))?)?;
    let button = child(&document, "button", Some("Reload"))?;
    let reload = Closure::once_into_js(|| {
        let _ = web_sys::window().map(|window| window.location().reload());
    });
    button.add_event_listener_with_callback("click", reload.unchecked_ref())?;
    notice.append_child(&button)?;
    notice.append_child(&*child(&document, "pre", Some(detail))?)?;
    if let Some(body) = document.body() {
        body.prepend_with_node_1(&notice)?;
    }
    button.dyn_ref::<HtmlElement>().map_or(Ok(()), HtmlElement::focus)
}

fn child(document: &Document, tag: &str, text: Option<&str>) -> Result<Element, JsValue> {
    let element = document.create_element(tag)?;
    element.set_text_content(text);
    Ok(element)
}
