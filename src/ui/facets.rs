//! What the list can be narrowed by: values with their counts, to include and to exclude, and two histograms to choose a
//! range on. Beside the list on a wide screen, else behind a button; what is not shown is not asked for either.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::prelude::*;
use leptos::{html, web_sys};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::focus;
use super::histogram::{Brush, plots};
use super::patch::{Tree, patch, tree};
use super::state::{App, app};
use crate::browser::clock;
use crate::columns::Facets;
use crate::present::narrow::{Asked, Choice, Section, asked, sections};
use crate::present::words;
use crate::query::{View, edit};
use crate::text::decimal;

/// Values of a section before "more" is asked for.
const FIRST: usize = 8;

/// What the panel listens for; the parts of it have no listeners of their own.
const EVENTS: [&str; 6] = ["click", "keydown", "pointerdown", "pointermove", "pointerup", "pointercancel"];

/// What makes a button one that sends no form.
pub const BUTTON: (&str, &str) = ("type", "button");

/// What the panel remembers.
#[derive(Default)]
struct Panel {
    /// Whether it is open where it stands behind a button.
    open: bool,
    /// Sections that show all their values.
    whole: Vec<String>,
    facets: Facets,
    brush: Brush,
    /// As the page was left.
    shown: Vec<Tree>,
}

/// The panel.
#[component]
pub fn FacetPanel() -> impl IntoView {
    let css = style_sheet!("style/facets.css");
    let app = app();
    let root = NodeRef::<html::Div>::new();
    let panel = Rc::new(RefCell::new(Panel::default()));
    let own = panel.clone();
    Effect::new(move |_| {
        app.wide.track();
        app.place.track();
        let facets = app.facets.get();
        let mut panel = own.borrow_mut();
        if panel.facets != facets {
            (panel.facets, panel.brush) = (facets, Brush::default());
        }
        if let Some(root) = root.get() {
            show(app, &mut panel, &root);
        }
    });
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            listen(&root, app, panel.clone());
        }
    });
    on_cleanup(move || app.facets_wanted.set(false));
    view! { <div class=format!("facets {css}") node_ref=root></div> }
}

/// Goes to the same list with other conditions.
fn go(app: App, text: String) {
    let place = app.place.get_untracked();
    if place.view.text != text {
        let view = View { text, ..place.view.clone() };
        app.go(place.with_view(view));
    }
}

fn listen(root: &web_sys::Element, app: App, panel: Rc<RefCell<Panel>>) {
    let element = root.clone();
    let heard = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        let Ok(mut panel) = panel.try_borrow_mut() else { return };
        // Pointers move over the panel all the time.
        if !panel.brush.is_held() && matches!(event.type_().as_str(), "pointermove" | "pointerup" | "pointercancel") {
            return;
        }
        let change = hear(app, &mut panel, &element, &event);
        show(app, &mut panel, &element);
        // The panel is asked to show the new place, and must not be in use then.
        drop(panel);
        if let Some(text) = change {
            go(app, text);
        }
    });
    for name in EVENTS {
        let _ = root.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
    }
    // Clean-up functions must be `Send`, which nothing in a browser's page needs to be.
    let heard = SendWrapper::new(heard);
    on_cleanup(move || drop(heard.take()));
}

/// Brings the page to the panel's state. The focus goes along with the value that has it.
fn show(app: App, panel: &mut Panel, root: &web_sys::Element) {
    let text = app.place.with_untracked(|place| place.view.text.clone());
    let wide = app.wide.get_untracked();
    let shown = wide || panel.open;
    if app.facets_wanted.get_untracked() != shown {
        app.facets_wanted.set(shown);
    }
    let mut trees = Vec::new();
    if !wide {
        let name = match asked(&text, clock::today()) {
            0 => "Narrow".to_owned(),
            some => format!("Narrow ({some})"),
        };
        let toggle = [BUTTON, ("class", "toggle"), ("data-toggle", ""), ("aria-expanded", flag(panel.open))];
        trees.push(tree("button", &toggle, &name, Vec::new()));
    }
    if shown {
        trees.extend(plots(&panel.facets, &panel.brush, &text));
        let sections = sections(&panel.facets, &text, clock::today());
        trees.extend(sections.into_iter().map(|section| section_tree(section, panel)));
    }
    let focused = focused();
    patch(root, &panel.shown, &trees);
    panel.shown = trees;
    focused.inspect(|condition| keep_focus(root, condition));
}

fn section_tree(section: Section, panel: &Panel) -> Tree {
    let Section { title, choices } = section;
    let whole = panel.whole.iter().any(|other| other == title);
    let rest = choices.len().saturating_sub(FIRST);
    let most = choices.iter().filter_map(|choice| choice.count).max().unwrap_or_default();
    let shown = choices.into_iter().take(if whole { usize::MAX } else { FIRST });
    let values = shown.enumerate().map(|(at, choice)| choice_tree(choice, most, at == 0)).collect();
    let toolbar = [("role", "toolbar"), ("aria-orientation", "vertical"), ("aria-label", title)];
    let mut parts = vec![tree("h3", &[], title, Vec::new()), tree("ul", &toolbar, "", values)];
    if rest > 0 {
        let name = if whole { "Fewer".to_owned() } else { format!("{rest} more") };
        let label = [title, ": ", &name].concat();
        let more =
            [BUTTON, ("class", "plain"), ("aria-label", &label), ("aria-expanded", flag(whole)), ("data-more", title)];
        parts.push(tree("button", &more, &name, Vec::new()));
    }
    tree("section", &[], "", parts)
}

/// A value with its two buttons, and a bar as long as its count is to the highest. Arrow keys go from one to the other, so that Tab passes a section in one step.
fn choice_tree(choice: Choice, most: u32, first: bool) -> Tree {
    let Choice { label, condition, count, asked } = choice;
    let share = decimal(100.0 * f64::from(count.unwrap_or_default()) / f64::from(most.max(1)), 1) + "%";
    let count = count.map(words::grouped).unwrap_or_default();
    let value = [
        BUTTON,
        ("class", "value"),
        ("title", &label),
        ("tabindex", if first { "0" } else { "-1" }),
        ("data-condition", &condition),
        ("aria-pressed", flag(asked == Asked::Included)),
        ("style:--share", &share),
    ];
    let (exclude, unwanted) = (["Exclude ", &label].concat(), edit::negated(&condition));
    let not = [
        BUTTON,
        ("class", "not"),
        ("title", "Exclude"),
        ("aria-label", &exclude),
        ("tabindex", "-1"),
        ("data-condition", &unwanted),
        ("aria-pressed", flag(asked == Asked::Excluded)),
    ];
    let words = vec![tree("span", &[], &label, Vec::new()), tree("small", &[], &count, Vec::new())];
    let buttons = vec![tree("button", &value, "", words), tree("button", &not, "−", Vec::new())];
    tree("li", &[("role", "none")], "", buttons)
}

fn flag(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

/// Does what an event asks for. Gives the new text of the query, if that changes.
fn hear(app: App, panel: &mut Panel, root: &web_sys::Element, event: &web_sys::Event) -> Option<String> {
    let text = app.place.with_untracked(|place| place.view.text.clone());
    if let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() {
        return panel.brush.on_key(&panel.facets, key, &text).or_else(|| on_key(key, &text));
    }
    let pointer = event.dyn_ref::<web_sys::PointerEvent>();
    if let (Some(pointer), false) = (pointer, event.type_() == "click") {
        return panel.brush.on_pointer(&panel.facets, pointer, root, &text);
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let button = target?.closest("button").ok()??;
    let of = |name| button.get_attribute(name);
    if let Some(condition) = of("data-condition") {
        let shift = event.dyn_ref::<web_sys::MouseEvent>().is_some_and(web_sys::MouseEvent::shift_key);
        return Some(edit::toggle(&text, &if shift { edit::negated(&condition) } else { condition }));
    }
    if let Some(title) = of("data-more") {
        match panel.whole.iter().position(|other| *other == title) {
            Some(at) => _ = panel.whole.swap_remove(at),
            None => panel.whole.push(title),
        }
    } else if of("data-toggle").is_some() {
        panel.open = !panel.open;
    }
    panel.brush.on_button(&panel.facets, &button, &text)
}

/// Arrows walk over the values, Home and End to the first and the last; minus and Delete exclude.
fn on_key(event: &web_sys::KeyboardEvent, text: &str) -> Option<String> {
    let button = document().active_element()?;
    let condition = button.get_attribute("data-condition")?;
    let (line, own) = (button.parent_element()?, button.class_list().value());
    let (mut to, mut which) = (Some(line.clone()), own.as_str());
    match event.key().as_str() {
        "ArrowDown" => to = line.next_element_sibling(),
        "ArrowUp" => to = line.previous_element_sibling(),
        "ArrowRight" => which = "not",
        "ArrowLeft" => which = "value",
        "Home" => to = line.parent_element().and_then(|list| list.first_element_child()),
        "End" => to = line.parent_element().and_then(|list| list.last_element_child()),
        "-" | "Delete" if own == "value" => {
            event.prevent_default();
            return Some(edit::toggle(text, &edit::negated(&condition)));
        }
        _ => return None,
    }
    event.prevent_default();
    to.and_then(|line| line.query_selector(&[".", which].concat()).ok().flatten()).inspect(focus::on);
    None
}

/// The condition of the button that has the focus.
fn focused() -> Option<String> {
    document().active_element().and_then(|element| element.get_attribute("data-condition"))
}

fn keep_focus(root: &web_sys::Element, condition: &str) {
    if focused().as_deref() == Some(condition) {
        return;
    }
    let buttons = root.get_elements_by_tag_name("button");
    let mut all = (0..buttons.length()).filter_map(|at| buttons.item(at));
    all.find(|button| button.get_attribute("data-condition").as_deref() == Some(condition)).inspect(focus::on);
}
