//! Elements as plain data, and the least change that brings the page from one state of them to the next.
//!
//! For what is shown anew at each keystroke and has a hundred parts: written with the framework, each kind of element would
//! cost a kilobyte of program. Elements stay what and where they are as far as their tags agree, and keep the focus.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use crate::browser::files;

/// Where SVG's elements are named.
const SVG: &str = "http://www.w3.org/2000/svg";

/// An element with either a text or elements in it.
#[derive(Default, PartialEq)]
pub struct Tree {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: String,
    children: Vec<Tree>,
}

/// An element with these attributes, properties of its style, whose names begin with `style:`, and its own properties that are
/// `true` or not, whose names begin with `is:`. It holds the elements, or
/// else the text.
#[inline(never)]
pub fn tree(tag: &'static str, attributes: &[(&'static str, &str)], text: &str, children: Vec<Tree>) -> Tree {
    let attributes = attributes.iter().map(|&(name, value)| (name, value.to_owned())).collect();
    Tree { tag, attributes, text: text.to_owned(), children }
}

/// What an element holds, as it is now.
pub type Show = Box<dyn Fn() -> Vec<Tree>>;

/// Does what an element asks for, given the word of that element and what was chosen.
pub type Act = Box<dyn Fn(&str, &str)>;

/// An element that holds what `show` gives, whenever that changes, and listens for nothing.
#[component]
pub fn Shown(
    /// What it holds.
    show: Show,
) -> impl IntoView {
    view! { <div use:fill=StoredValue::new_local(show)></div> }
}

/// An element as [`Shown`]. A click on a button with `data-do`, a form with it that is sent, and
/// a change of a choice with it, is for `act`, which is given that word and what was chosen: `on` of a box that was ticked, the number of a slider at
/// each of its steps.
#[component]
pub fn Live(
    /// What it holds.
    show: Show,
    /// What is done.
    act: Act,
) -> impl IntoView {
    let show = StoredValue::new_local(show);
    let hear: Rc<dyn Fn(web_sys::Event)> = Rc::new(move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        // No form leads to another page.
        if event.type_() == "submit" {
            event.prevent_default();
        }
        let Some(found) = target.and_then(|target| target.closest("[data-do]").ok().flatten()) else { return };
        let what = found.get_attribute("data-do").unwrap_or_default();
        match (found.tag_name().as_str(), event.type_().as_str()) {
            ("BUTTON", "click") | ("FORM", "submit") => act(&what, ""),
            ("INPUT", "input") if is_range(&found) => act(&what, &event_target_value(&event)),
            ("INPUT", "change") if !is_range(&found) => {
                act(&what, if event_target_checked(&event) { "on" } else { "" })
            }
            ("SELECT", "change") => act(&what, &event_target_value(&event)),
            _ => {}
        }
    });
    let (also, too, sent) = (hear.clone(), hear.clone(), hear.clone());
    view! {
        <div use:fill=show on:click=move |event| hear(event.into()) on:change=move |event| also(event) on:input=move |event| too(event) on:submit=move |event| sent(event.into())></div>
    }
}

/// Keeps what `area` holds as `show` says. At once, and not by an effect that comes later: lists measure their rows as soon as they are there.
pub fn fill(area: web_sys::Element, show: StoredValue<Show, LocalStorage>) {
    let shown = StoredValue::new_local(Vec::new());
    let filling = RenderEffect::new(move |_| {
        let trees = show.with_value(|show| show());
        let held = held(&area);
        shown.update_value(|before| {
            patch(&area, before, &trees);
            *before = trees;
        });
        held.into_iter().for_each(|what| hold(&area, &what));
    });
    StoredValue::new_local(filling);
}

/// What is in a field, or chosen of a list, without spaces around it.
pub fn value_of(id: &str) -> String {
    let field = document().get_element_by_id(id);
    let value = field.and_then(|field| js_sys::Reflect::get(&field, &"value".into()).ok()?.as_string());
    value.unwrap_or_default().trim().to_owned()
}

/// The files that were chosen in a field, which can be chosen again then.
pub fn files_of(id: &str) -> Vec<web_sys::File> {
    let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    let chosen = files::of_list(field.and_then(|field| field.files()));
    empty(id);
    chosen
}

/// Empties a field.
pub fn empty(id: &str) {
    let field = document().get_element_by_id(id);
    field.into_iter().for_each(|field| _ = js_sys::Reflect::set(&field, &"value".into(), &"".into()));
}

/// An element that holds a text and has nothing else.
pub fn element(tag: &'static str, words: &str) -> Tree {
    tree(tag, &[], words, Vec::new())
}

/// A form whose fields are `parts`.
pub fn form(what: &str, parts: Vec<Tree>) -> Tree {
    tree("form", &[("data-do", what)], "", parts)
}

/// What a field is called.
pub fn label(of: &str, words: &str) -> Tree {
    tree("label", &[("for", of)], words, Vec::new())
}

/// A field for a line of text.
pub fn field(id: &str) -> Tree {
    tree("input", &[("id", id), ("type", "text"), ("autocomplete", "off")], "", Vec::new())
}

/// A list to choose from, of values and their words.
pub fn choice(id: &str, options: impl IntoIterator<Item = (String, String)>) -> Tree {
    let option = |(value, words): (String, String)| tree("option", &[("value", &value)], &words, Vec::new());
    tree("select", &[("id", id)], "", options.into_iter().map(option).collect())
}

/// A button; one that does nothing of its own sends the form that it is in.
pub fn button(what: &str, words: &str) -> Tree {
    let own = [("type", "button"), ("data-do", what)];
    tree("button", if what.is_empty() { &[] } else { &own }, words, Vec::new())
}

/// A button that looks like a link.
pub fn plain(what: &str, words: &str) -> Tree {
    tree("button", &[("type", "button"), ("class", "plain"), ("data-do", what)], words, Vec::new())
}

/// The word of the element in the area that has the focus.
fn held(area: &web_sys::Element) -> Option<String> {
    let focused = document().active_element().filter(|focused| area.contains(Some(focused)))?;
    focused.get_attribute("data-do")
}

/// Gives the focus to the element of that word, which may be another one now: what moved in a list keeps it. If that is gone, done with or
/// taken away, the area has it, so that a keyboard goes on from here; no other element, which the next key might press.
fn hold(area: &web_sys::Element, what: &str) {
    let all = area.query_selector_all("[data-do]").ok();
    let all = all
        .iter()
        .flat_map(|all| (0..all.length()).filter_map(|at| all.get(at)?.dyn_into::<web_sys::HtmlElement>().ok()));
    let of_word = all.into_iter().find(|element| element.get_attribute("data-do").as_deref() == Some(what));
    // Also where the element is still there: it is another button now.
    let holder = of_word.or_else(|| {
        let area = area.dyn_ref::<web_sys::HtmlElement>()?;
        area.set_tab_index(-1);
        Some(area.clone())
    });
    holder.into_iter().for_each(|element| drop(element.focus()));
}

fn is_range(element: &web_sys::Element) -> bool {
    element.get_attribute("type").as_deref() == Some("range")
}

/// Changes what `parent` holds from `old`, as which it was left, to `new`.
pub fn patch(parent: &web_sys::Element, old: &[Tree], new: &[Tree]) {
    let mut next = parent.first_element_child();
    for (at, tree) in new.iter().enumerate() {
        let here = next.take();
        next = here.as_ref().and_then(web_sys::Element::next_element_sibling);
        let known = old.get(at).filter(|known| known.tag == tree.tag);
        if let (Some(element), Some(known)) = (&here, known) {
            update(element, known, tree);
            continue;
        }
        let Some(element) = create(tree.tag) else { continue };
        update(&element, &Tree::default(), tree);
        let _ = match here {
            Some(other) => parent.replace_child(&element, &other).is_ok(),
            None => parent.append_child(&element).is_ok(),
        };
    }
    while let Some(element) = next {
        next = element.next_element_sibling();
        element.remove();
    }
}

/// Whether the reader changes this, or something in it, without our doing.
fn changes_itself(tree: &Tree) -> bool {
    tree.attributes.iter().any(|(name, _)| name.starts_with("is:")) || tree.children.iter().any(changes_itself)
}

fn update(element: &web_sys::Element, old: &Tree, new: &Tree) {
    // Looking at elements takes longer than comparing what they were made of.
    if old == new && !changes_itself(new) {
        return;
    }
    for (name, value) in &new.attributes {
        // What the reader ticks or chooses changes an element's own properties by itself.
        if name.starts_with("is:") || !old.attributes.iter().any(|(other, known)| other == name && known == value) {
            set(element, name, value);
        }
    }
    for (name, _) in old.attributes.iter().filter(|(name, _)| !new.attributes.iter().any(|(other, _)| other == name)) {
        let _ = element.remove_attribute(name);
    }
    if new.children.is_empty() && (old.text != new.text || !old.children.is_empty()) {
        element.set_text_content(Some(&new.text));
    } else if !new.children.is_empty() {
        if !old.text.is_empty() {
            element.set_text_content(None);
        }
        patch(element, &old.children, &new.children);
    }
}

/// The page's policy allows styles that a program sets, but not the attribute.
fn set(element: &web_sys::Element, name: &str, value: &str) {
    if let Some(property) = name.strip_prefix("is:") {
        let _ = js_sys::Reflect::set(element, &property.into(), &(value == "true").into());
        return;
    }
    let _ = match (name.strip_prefix("style:"), element.dyn_ref::<web_sys::HtmlElement>()) {
        (Some(property), Some(element)) => element.style().set_property(property, value),
        _ => element.set_attribute(name, value),
    };
}

fn create(tag: &str) -> Option<web_sys::Element> {
    let svg = matches!(tag, "svg" | "path");
    if svg { document().create_element_ns(Some(SVG), tag).ok() } else { document().create_element(tag).ok() }
}
