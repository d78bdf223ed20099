//! A histogram to choose a range on: with a pointer by drawing over it, with keys by its two ends.

use leptos::prelude::*;
use leptos::{ev, html, web_sys};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;

use super::facets::change;
use super::state::{App, app};
use crate::columns::Histogram;
use crate::present::plot::{self, Scale};
use crate::present::words;
use crate::query::edit;

/// Bins that a long step of the keyboard goes.
const LONG_STEP: isize = 10;

/// The histogram of the list by days or by votes. A range that is chosen narrows the list, and the histogram shows what is
/// left of it, as near as it then can.
#[component]
pub fn Plot(scale: Scale) -> impl IntoView {
    let css = style_sheet!("style/histogram.css");
    let app = app();
    let histogram = Memo::new(move |_| {
        app.facets.with(|facets| match scale {
            Scale::Days => facets.days.clone(),
            Scale::Votes => facets.votes.clone(),
        })
    });
    // First and last bin, as long as the choice has not been applied.
    let chosen = RwSignal::new(None::<(usize, usize)>);
    Effect::new(move |_| {
        histogram.track();
        chosen.set(None);
    });
    let narrowed = Memo::new(move |_| {
        let text = &app.place.read().view.text;
        edit::replace_field(text, scale.field(), None) != *text
    });
    let shown = move || histogram.read().counts.len() > 1 || narrowed.get();
    view! {
        <Show when=shown>
            <section class=format!("histogram {css}")>
                <h3>{title(scale)}</h3>
                <Drawing scale=scale histogram=histogram chosen=chosen />
                <Words scale=scale histogram=histogram chosen=chosen narrowed=narrowed />
            </section>
        </Show>
    }
}

/// The bars and the two ends.
#[component]
fn Drawing(scale: Scale, histogram: Memo<Histogram>, chosen: RwSignal<Option<(usize, usize)>>) -> impl IntoView {
    let app = app();
    let plot = NodeRef::<html::Div>::new();
    // The bin at which drawing began.
    let held = StoredValue::new(None::<usize>);
    let bins = move || histogram.read().counts.len();
    let range = move || chosen.get().unwrap_or((0, bins().saturating_sub(1)));
    let bin = move |event: &ev::PointerEvent| {
        let area = plot.get_untracked().map(|plot| plot.get_bounding_client_rect());
        area.map(|area| plot::bin_at(f64::from(event.client_x()) - area.left(), area.width(), bins()))
            .unwrap_or_default()
    };
    let down = move |event: ev::PointerEvent| {
        if event.button() != 0 || bins() < 2 {
            return;
        }
        let (first, last) = range();
        // An end that is taken moves, and the other stays; anywhere else a new range begins.
        let from = match taken(&event).as_deref() {
            Some("first") => last,
            Some("last") => first,
            _ => bin(&event),
        };
        held.set_value(Some(from));
        if let Some(plot) = plot.get_untracked() {
            let _ = plot.set_pointer_capture(event.pointer_id());
        }
        drawn(chosen, from, bin(&event));
    };
    let drag = move |event: ev::PointerEvent| {
        if let Some(from) = held.get_value() {
            drawn(chosen, from, bin(&event));
        }
    };
    let up = move |event: ev::PointerEvent| {
        if let Some(from) = held.get_value() {
            held.set_value(None);
            drawn(chosen, from, bin(&event));
            apply(app, scale, histogram, chosen);
        }
    };
    let cancel = move |_: ev::PointerEvent| {
        held.set_value(None);
        chosen.set(None);
    };
    let path = move |first, last| plot::bars(&histogram.read(), first, last);
    view! {
        <div class="plot" node_ref=plot on:pointerdown=down on:pointermove=drag on:pointerup=up on:pointercancel=cancel>
            <svg
                viewBox=move || format!("0 0 {} {}", bins() * plot::WIDTH, plot::HEIGHT)
                preserveAspectRatio="none"
                role="img"
                aria-label=move || plot::listing(scale, &histogram.read())
            >
                <path d=move || path(0, bins()) />
                <path class="chosen" d=move || path(range().0, range().1) />
            </svg>
            {[true, false].map(|begins| view! { <End scale=scale histogram=histogram chosen=chosen begins=begins /> })}
        </div>
    }
}

/// One end of the choice: a slider over the bins.
#[component]
fn End(
    scale: Scale,
    histogram: Memo<Histogram>,
    chosen: RwSignal<Option<(usize, usize)>>,
    begins: bool,
) -> impl IntoView {
    let app = app();
    let last_bin = move || histogram.read().counts.len().saturating_sub(1);
    let range = move || chosen.get().unwrap_or((0, last_bin()));
    let at = move || if begins { range().0 } else { range().1 };
    let place = move || {
        let edge = at() + usize::from(!begins);
        format!("{:.2}%", 100.0 * edge as f64 / (last_bin() + 1) as f64)
    };
    let said = move || {
        let (histogram, bin) = (histogram.read(), at());
        let papers = words::papers(histogram.counts.get(bin).copied().unwrap_or_default());
        format!("{}; {}: {papers}", scale.end(&histogram, bin, begins), scale.name(&histogram, bin, bin))
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let all = isize::MAX;
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -1,
            "ArrowRight" | "ArrowUp" => 1,
            "PageDown" => -LONG_STEP,
            "PageUp" => LONG_STEP,
            "Home" => -all,
            "End" => all,
            "Enter" | " " => {
                event.prevent_default();
                return apply(app, scale, histogram, chosen);
            }
            "Escape" => {
                event.prevent_default();
                return take_back(app, scale, chosen);
            }
            _ => return,
        };
        event.prevent_default();
        let (bins, now) = (last_bin() + 1, range());
        // With Shift both ends move, and the range keeps its length where there is room.
        let next =
            if event.shift_key() && now.0.checked_add_signed(by).is_some() && now.1.saturating_add_signed(by) < bins {
                (now.0.saturating_add_signed(by), now.1.saturating_add_signed(by))
            } else {
                plot::moved(now, begins, by, bins)
            };
        chosen.set(Some(next));
    };
    view! {
        <div
            class="end"
            role="slider"
            tabindex="0"
            data-end=if begins { "first" } else { "last" }
            aria-label=format!("{}, {}", title(scale), if begins { "beginning" } else { "end" })
            aria-valuemin="0"
            aria-valuemax=last_bin
            aria-valuenow=at
            aria-valuetext=said
            aria-keyshortcuts="Enter Escape"
            style:left=place
            on:keydown=on_key
        ></div>
    }
}

/// The range in words, and the buttons that apply a choice or take it back.
#[component]
fn Words(
    scale: Scale,
    histogram: Memo<Histogram>,
    chosen: RwSignal<Option<(usize, usize)>>,
    narrowed: Memo<bool>,
) -> impl IntoView {
    let app = app();
    let name = move || {
        let histogram = histogram.read();
        let bins = histogram.counts.len();
        let (first, last) = chosen.get().unwrap_or((0, bins.saturating_sub(1)));
        (bins > 0).then(|| scale.name(&histogram, first, last))
    };
    view! {
        <p class="range">
            <span>{name}</span>
            <Show when=move || chosen.read().is_some()>
                <button type="button" class="plain" on:click=move |_| apply(app, scale, histogram, chosen)>"Show"</button>
            </Show>
            <Show when=move || chosen.read().is_some() || narrowed.get()>
                <button type="button" class="plain" aria-label=move || format!("{}: all", title(scale)) on:click=move |_| {
                    chosen.set(None);
                    take_back(app, scale, chosen);
                }>"All"</button>
            </Show>
        </p>
    }
}

fn title(scale: Scale) -> &'static str {
    match scale {
        Scale::Days => "Days",
        Scale::Votes => "Votes",
    }
}

/// Which end a pointer is on.
fn taken(event: &ev::PointerEvent) -> Option<String> {
    event.target()?.dyn_into::<web_sys::Element>().ok()?.get_attribute("data-end")
}

fn drawn(chosen: RwSignal<Option<(usize, usize)>>, from: usize, to: usize) {
    chosen.set(Some((from.min(to), from.max(to))));
}

/// Narrows the list to the choice.
fn apply(app: App, scale: Scale, histogram: Memo<Histogram>, chosen: RwSignal<Option<(usize, usize)>>) {
    let Some((first, last)) = chosen.get_untracked() else { return };
    let range = scale.range(&histogram.read_untracked(), first, last);
    change(app, |text| edit::replace_field(text, scale.field(), Some(&range)));
}

/// Forgets a choice that was not applied; else takes the applied one off the list.
fn take_back(app: App, scale: Scale, chosen: RwSignal<Option<(usize, usize)>>) {
    if chosen.get_untracked().is_some() {
        chosen.set(None);
    } else {
        change(app, |text| edit::replace_field(text, scale.field(), None));
    }
}
