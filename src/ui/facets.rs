//! What the list can be narrowed by: values with their counts, to include and to exclude.

use leptos::prelude::*;
use leptos::{ev, web_sys};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;

use super::focus;
use super::histogram::Plot;
use super::state::{App, app};
use crate::browser::clock;
use crate::present::narrow::{Asked, Choice, Section, asked, sections};
use crate::present::plot::Scale;
use crate::present::words;
use crate::query::edit;

/// Values of a section before "more" is asked for.
const FIRST: usize = 8;

/// The panel: beside the list on a wide screen, else behind a button.
#[component]
pub fn Facets() -> impl IntoView {
    let css = style_sheet!("style/facets.css");
    let app = app();
    let wide = app.wide;
    let open = RwSignal::new(false);
    let shown = Memo::new(move |_| wide.get() || open.get());
    Effect::new(move |_| app.facets_wanted.set(shown.get()));
    on_cleanup(move || app.facets_wanted.set(false));
    let text = Memo::new(move |_| app.place.read().view.text.clone());
    let name = move || match asked(&text.read(), clock::today()) {
        0 => "Narrow the list".to_owned(),
        some => format!("Narrow the list ({some})"),
    };
    view! {
        <div class=format!("facets {css}") on:click=move |event| press(app, &event) on:keydown=move |event| on_key(app, &event)>
            <Show when=move || !wide.get()>
                <button type="button" class="toggle" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                    {name}
                </button>
            </Show>
            <Show when=move || shown.get()>
                <Plot scale=Scale::Days />
                <Plot scale=Scale::Votes />
                <Sections text=text />
            </Show>
        </div>
    }
}

/// All values. They change place as the list changes; the focus goes along with the value that has it.
#[component]
fn Sections(text: Memo<String>) -> impl IntoView {
    let app = app();
    let more = RwSignal::new(Vec::<&'static str>::new());
    move || {
        keep_focus();
        let sections = app.facets.with(|facets| sections(facets, &text.read(), clock::today()));
        let most = app.facets.read().of;
        sections.into_iter().map(|section| section_view(section, most, more)).collect_view()
    }
}

fn section_view(section: Section, of: u32, more: RwSignal<Vec<&'static str>>) -> AnyView {
    let Section { title, choices } = section;
    let rest = choices.len().saturating_sub(FIRST);
    let whole = more.read().contains(&title);
    let shown = choices.into_iter().take(if whole { usize::MAX } else { FIRST });
    let values: Vec<AnyView> = shown.enumerate().map(|(at, choice)| choice_view(choice, of, at == 0)).collect();
    let flip = move |_| {
        more.update(|more| {
            if whole {
                more.retain(|other| *other != title);
            } else {
                more.push(title);
            }
        });
    };
    let button = (rest > 0).then(|| {
        let name = if whole { "Fewer".to_owned() } else { format!("{rest} more") };
        view! { <button type="button" class="plain" aria-label=format!("{title}: {name}") aria-expanded=whole.to_string() on:click=flip>{name.clone()}</button> }
    });
    view! {
        <section>
            <h3>{title}</h3>
            <ul role="toolbar" aria-orientation="vertical" aria-label=title>{values}</ul>
            {button}
        </section>
    }
    .into_any()
}

/// A value with its two buttons. Arrow keys go from one to the other, so that Tab passes a section in one step.
fn choice_view(choice: Choice, of: u32, first: bool) -> AnyView {
    let Choice { label, condition, count, asked } = choice;
    let share = format!("{:.1}%", 100.0 * f64::from(count.unwrap_or_default()) / f64::from(of.max(1)));
    let unwanted = edit::negated(&condition);
    let is = |state: Asked| (asked == state).to_string();
    let index = if first { "0" } else { "-1" };
    view! {
        <li role="none">
            <button type="button" class="value" tabindex=index title=label.clone() data-condition=condition aria-pressed=is(Asked::Included) style:--share=share>
                <span>{label.clone()}</span>
                <small>{count.map(words::grouped)}</small>
            </button>
            <button type="button" class="not" tabindex="-1" title="Exclude" aria-label=format!("Exclude {label}") data-condition=unwanted aria-pressed=is(Asked::Excluded)>"−"</button>
        </li>
    }
    .into_any()
}

/// A click asks for a value, or no more; with Shift it excludes.
fn press(app: App, event: &ev::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let button = target.and_then(|target| target.closest("[data-condition]").ok().flatten());
    if let Some(condition) = button.and_then(|button| button.get_attribute("data-condition")) {
        toggle(app, if event.shift_key() { edit::negated(&condition) } else { condition });
    }
}

fn toggle(app: App, condition: String) {
    change(app, |text| edit::toggle(text, &condition));
}

/// Goes to the same list with other conditions.
pub fn change(app: App, change: impl FnOnce(&str) -> String) {
    let place = app.place.get_untracked();
    let mut view = place.view.clone();
    view.text = change(&view.text);
    app.go(place.with_view(view));
}

/// Arrows walk over the values, Home and End to the first and last; minus and Delete exclude.
fn on_key(app: App, event: &ev::KeyboardEvent) {
    let focused = document().active_element();
    let Some(button) = focused.filter(|element| element.has_attribute("data-condition")) else { return };
    let Some(list) = button.closest("ul").ok().flatten() else { return };
    let exclude = button.class_list().contains("not");
    let (line, own) = (button.parent_element(), if exclude { ".not" } else { ".value" });
    let in_line =
        |line: Option<web_sys::Element>, which: &str| line.and_then(|line| line.query_selector(which).ok().flatten());
    let next = match event.key().as_str() {
        "ArrowDown" => in_line(line.and_then(|line| line.next_element_sibling()), own),
        "ArrowUp" => in_line(line.and_then(|line| line.previous_element_sibling()), own),
        "ArrowRight" => in_line(line, ".not"),
        "ArrowLeft" => in_line(line, ".value"),
        "Home" => in_line(list.first_element_child(), own),
        "End" => in_line(list.last_element_child(), own),
        "-" | "Delete" if !exclude => {
            let condition = button.get_attribute("data-condition").unwrap_or_default();
            toggle(app, edit::negated(&condition));
            None
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next {
        focus::on(&next);
    }
}

/// After the next change of the page, the focus is on the same value as before, wherever that is by then.
fn keep_focus() {
    let focused = || document().active_element().and_then(|element| element.get_attribute("data-condition"));
    let Some(before) = focused() else { return };
    request_animation_frame(move || {
        if focused().as_ref() == Some(&before) {
            return;
        }
        let buttons = document().query_selector_all("[data-condition]");
        let all = buttons.iter().flat_map(|buttons| (0..buttons.length()).filter_map(|at| buttons.item(at)));
        let mut elements = all.filter_map(|node| node.dyn_into::<web_sys::Element>().ok());
        if let Some(same) = elements.find(|element| element.get_attribute("data-condition").as_ref() == Some(&before)) {
            focus::on(&same);
        }
    });
}
