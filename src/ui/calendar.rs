//! A month at a time, the days with papers as links.

use leptos::prelude::*;
use leptos::{ev, html};
use stylers_macro::style_sheet;

use super::state::app;
use crate::browser::clock;
use crate::paper::Day;
use crate::present::words;
use crate::query::{View, Window};

/// A dialog that chooses the day. `open` opens it and is put back when it closes.
#[component]
pub fn Calendar(open: RwSignal<bool>) -> impl IntoView {
    let css = style_sheet!("style/calendar.css");
    let app = app();
    let dialog = NodeRef::<html::Dialog>::new();
    let shown = RwSignal::new(clock::today().month_start());
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() {
            let day = app.list.with_untracked(|list| list.day).unwrap_or_else(clock::today);
            shown.set(day.month_start());
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let days = Memo::new(move |_| app.summary.read().days.clone());
    let month = move |day: Option<Day>, name: &'static str, sign: &'static str| {
        let to = day.map(Day::month_start);
        view! {
            <button type="button" class="plain" aria-label=name disabled=to.is_none() on:click=move |_| {
                if let Some(to) = to {
                    shown.set(to);
                }
            }>{sign}</button>
        }
    };
    let before = move || days.read().iter().rev().map(|(day, _)| *day).find(|day| *day < shown.get());
    let after = move || days.read().iter().map(|(day, _)| *day).find(|day| *day > shown.get().month_end());
    view! {
        <dialog
            class=format!("calendar {css}")
            node_ref=dialog
            aria-label="Calendar of papers"
            on:close=move |_| open.set(false)
            on:click=move |event: ev::MouseEvent| close_outside(&event, open)
        >
            <div class="month">
                {move || month(before(), "Earlier month with papers", "‹")}
                <h3 aria-live="polite">{move || words::month(shown.get())}</h3>
                {move || month(after(), "Later month with papers", "›")}
            </div>
            <table>
                <thead>
                    <tr>{["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].map(|name| view! { <th scope="col">{name}</th> })}</tr>
                </thead>
                <tbody>{move || weeks(shown.get()).into_iter().map(|week| row(week, shown.get(), &days.read(), open)).collect_view()}</tbody>
            </table>
            <form method="dialog"><button>"Close"</button></form>
        </dialog>
    }
}

/// A click on the backdrop reaches the dialog itself, one inside reaches what is inside.
fn close_outside(event: &ev::MouseEvent, open: RwSignal<bool>) {
    if event.target() == event.current_target() {
        open.set(false);
    }
}

fn row(week: Day, month: Day, days: &[(Day, u32)], open: RwSignal<bool>) -> impl IntoView + use<> {
    let cells: Vec<_> = (0..7).map(|at| week.plus(at)).map(|day| cell(day, month, count(days, day), open)).collect();
    view! { <tr>{cells}</tr> }
}

/// Papers of a day; the days are ascending.
fn count(days: &[(Day, u32)], day: Day) -> Option<u32> {
    let at = days.binary_search_by_key(&day, |(day, _)| *day).ok()?;
    days.get(at).map(|(_, count)| *count)
}

fn cell(day: Day, month: Day, count: Option<u32>, open: RwSignal<bool>) -> impl IntoView + use<> {
    if day.month_start() != month {
        return view! { <td></td> }.into_any();
    }
    let (_, _, date) = day.ymd();
    let Some(count) = count else { return view! { <td><span>{date}</span></td> }.into_any() };
    let app = app();
    let query = move || {
        let place = app.place.get();
        place.with_view(View { day: Some(day), window: Window::Day, ..place.view.clone() }).query()
    };
    let here = move || (app.list.read().day == Some(day)).then_some("date");
    let name = format!("{}, {}", words::day(day), words::papers(count));
    view! {
        <td>
            <a href=query aria-label=name.clone() title=name aria-current=here on:click=move |_| open.set(false)>
                {date}<small>{count}</small>
            </a>
        </td>
    }
    .into_any()
}

/// The Mondays of the weeks that a month touches.
fn weeks(month: Day) -> Vec<Day> {
    let (first, last) = (month.week_start(), month.month_end());
    (0..6).map(|week| first.plus(week * 7)).filter(|monday| *monday <= last).collect()
}
