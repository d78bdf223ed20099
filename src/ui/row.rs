//! One paper in a list.

use leptos::prelude::*;
use leptos::web_sys;
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;

use super::facets::BUTTON;
use super::patch::{Live, Tree, element, tree};
use super::state::{App, app};
use super::why::WhyHere;
use super::{focus, own};
use crate::paper::{Day, Link, PaperId};
use crate::present::{Marks, Row, words};
use crate::query::edit;
use crate::shelf::arrange::Step;

/// A paper's row. `place` counts from 0, `total` is the length of the whole list.
#[component]
pub fn RowView(row: Row, place: ArcRwSignal<u32>, total: Memo<u32>) -> impl IntoView {
    let css = style_sheet!("style/row.css");
    let app = app();
    let id = StoredValue::new(row.id.clone());
    let mark = app.mark(&row.id);
    let (read, dismissed, own) = (mark.clone(), mark.clone(), mark.clone());
    let title = format!("title-{}", row.id.as_str().replace('/', "-"));
    let titled_by = title.clone();
    let open = move || app.place.read().with_paper(Some(id.get_value())).query();
    let here = move || (app.place.read().paper.as_ref() == Some(&id.get_value())).then_some("true");
    let told = {
        let row = row.clone();
        move || facts(app, &row)
    };
    let why = move |_: &str, _: &str| app.ask_why(id.get_value());
    view! {
        <article
            class=format!("row {css}")
            class:read=move || read.read().is_read()
            data-paper=row.id.to_string()
            tabindex="-1"
            aria-labelledby=titled_by
            aria-posinset=move || place.get() + 1
            aria-setsize=move || total.get()
            aria-current=here
        >
            <div class="marks">
                <span class="Z3988" title=row.coins.clone()></span>
                <StarButton id=row.id.clone() />
                <input
                    type="checkbox"
                    aria-label="Select"
                    title="Select (x)"
                    hidden=move || !app.selecting.get() && app.selected(<[PaperId]>::is_empty)
                    prop:checked=move || app.selected(|selected| id.with_value(|id| selected.contains(id)))
                    on:click=move |event| app.select(id.get_value(), event.shift_key())
                />
                <div class="moves" hidden=move || !app.arranged.get() on:click=move |event| id.with_value(|id| arrange(app, id, &event))>
                    <button type="button" class="icon" data-act="up" title="Move up (Alt ↑); with Shift, to the beginning" aria-label="Move up">"↑"</button>
                    <button type="button" class="icon" data-act="down" title="Move down (Alt ↓); with Shift, to the end" aria-label="Move down">"↓"</button>
                </div>
            </div>
            <div class="body">
                <h3 id=title>
                    <a href=open>{marked(&row.title, &row.title_marks)}</a>
                    {move || (!mark.read().is_read()).then(|| view! { <span class="new" title="Unread"><span class="hidden">" (unread)"</span></span> })}
                </h3>
                <p class="authors">{authors(&row)}</p>
                <p class="gist">{marked(&row.gist, &row.gist_marks)}</p>
                {own::line(app, own)}
                <Live show=Box::new(told) act=Box::new(why) />
                {(row.twins > 0).then(|| twins(row.id.clone(), row.twins))}
                <WhyHere id=row.id.clone() />
            </div>
            <button
                type="button"
                class="icon dismiss"
                data-act="dismiss"
                title="Dismiss (e)"
                aria-label=format!("Dismiss {}", row.title)
                aria-pressed=move || dismissed.read().is_dismissed().to_string()
                on:click=move |_| {
                    let id = id.get_value();
                    let on = !app.mark(&id).get_untracked().is_dismissed();
                    focus::keep_place(|| app.dismiss(id, on));
                }
            >
                "×"
            </button>
        </article>
    }
}

/// Stars a paper.
#[component]
pub fn StarButton(id: PaperId) -> impl IntoView {
    let app = app();
    let mark = app.mark(&id);
    let (pressed, shape) = (mark.clone(), mark.clone());
    view! {
        <button
            type="button"
            class="icon star"
            data-act="star"
            title="Star (s)"
            aria-label="Star"
            aria-pressed=move || pressed.read().starred().to_string()
            on:click=move |_| app.star(id.clone(), !mark.get_untracked().starred())
        >
            {move || if shape.read().starred() { "★" } else { "☆" }}
        </button>
    }
}

/// Moves the paper within its collection, as the button says that was clicked.
fn arrange(app: App, id: &PaperId, event: &web_sys::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if let Some(what) = target.and_then(|target| target.get_attribute("data-act")) {
        app.arrange(id, Step::of(what == "up", event.shift_key()));
    }
}

/// Day, votes, code and categories.
fn facts(app: App, row: &Row) -> Vec<Tree> {
    let item = |parts: Vec<Tree>| tree("li", &[], "", parts);
    let said = |words: &str| element("li", words);
    let votes = |votes: u32| {
        let parts = vec![
            tree("span", &[("aria-hidden", "true")], "▲ ", Vec::new()),
            element("span", &words::counted(votes, "vote")),
        ];
        tree("li", &[("class", "votes")], "", parts)
    };
    let day = |day: Day| item(vec![tree("time", &[("datetime", &day.to_string())], &words::day(day), Vec::new())]);
    let code = |link: &Link| {
        let stars = row.stars.map(|stars| element("span", &[" ★ ", &words::grouped(stars)].concat()));
        item([outside(link.as_str(), link.host(), "Code")].into_iter().chain(stars).collect())
    };
    let place = app.place.read();
    let category = |name: &String| {
        let mut view = place.view.clone();
        view.text = edit::with(&view.text, &["cat:", name].concat());
        let query = place.with_view(view).query();
        item(vec![tree("a", &[("class", "category"), ("href", &query)], name, Vec::new())])
    };
    let why = [BUTTON, ("class", "plain"), ("data-act", "why"), ("data-do", "why"), ("title", "Why it is here (y)")];
    let told = [
        row.votes.map(votes),
        row.comments.filter(|count| *count > 0).map(|count| said(&words::counted(count, "comment"))),
        row.day.map(day),
        row.organisation.as_deref().map(said),
        row.repository.as_ref().map(code),
        row.project.as_ref().map(|link| item(vec![outside(link.as_str(), link.host(), "Project")])),
        Some(item(vec![outside(&row.id.url(), "", row.id.place())])),
    ];
    let mut items: Vec<Tree> = told.into_iter().flatten().collect();
    items.extend(row.categories.iter().take(3).map(category));
    items.push(item(vec![tree("button", &why, "Why here?", Vec::new())]));
    vec![tree("ul", &[("class", "facts")], "", items)]
}

/// A link that leaves Offprint, with where it leads if its words do not tell.
pub fn outside(address: &str, title: &str, words: &str) -> Tree {
    let own = [("href", address), ("rel", "noopener noreferrer"), ("target", "_blank"), ("title", title)];
    let own = if title.is_empty() { own.get(..3).unwrap_or_default() } else { &own };
    tree("a", own, words, Vec::new())
}

/// Shows the papers that are nearly the same below the row, or folds them.
fn twins(id: PaperId, count: u32) -> impl IntoView + use<> {
    let app = app();
    let own = StoredValue::new(id);
    let open = move || app.unfolded.with(|unfolded| own.with_value(|id| unfolded.contains(id)));
    let text = move || if open() { format!("Fold {count} more like this") } else { format!("+{count} more like this") };
    view! {
        <button type="button" class="plain" data-act="fold" aria-expanded=move || open().to_string() on:click=move |_| own.with_value(|id| app.unfold(id))>
            {text}
        </button>
    }
}

/// The names, those asked for marked.
fn authors(row: &Row) -> impl IntoView + use<> {
    let name = |(at, name): (usize, &String)| {
        let comma = if at == 0 { "" } else { ", " };
        let marks = if row.marked_authors.contains(&(at as u32)) { vec![(0, name.len() as u32)] } else { Vec::new() };
        (comma, marked(name, &marks))
    };
    let names: Vec<_> = row.authors.iter().enumerate().map(name).collect();
    let more = (row.more_authors > 0).then(|| format!(" and {}", words::counted(row.more_authors, "other")));
    (names, more)
}

/// A text with what was asked for marked.
pub fn marked(text: &str, marks: &Marks) -> AnyView {
    let mut parts = Vec::with_capacity(marks.len() * 2 + 1);
    let mut at = 0;
    let part = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default().to_owned();
    for &(start, end) in marks {
        parts.push(part(at, start).into_any());
        parts.push(view! { <mark>{part(start, end)}</mark> }.into_any());
        at = end;
    }
    parts.push(part(at, text.len() as u32).into_any());
    parts.into_any()
}
