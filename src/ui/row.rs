//! One paper in a list.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::state::app;
use super::why::WhyHere;
use super::{focus, own};
use crate::paper::{Link, PaperId};
use crate::present::{Marks, Row, words};
use crate::query::edit;

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
            </div>
            <div class="body">
                <h3 id=title>
                    <a href=open>{marked(&row.title, &row.title_marks)}</a>
                    {move || (!mark.read().is_read()).then(|| view! { <span class="new" title="Unread"><span class="hidden">" (unread)"</span></span> })}
                </h3>
                <p class="authors">{authors(&row)}</p>
                <p class="gist">{marked(&row.gist, &row.gist_marks)}</p>
                {own::line(app, own)}
                <Facts row=row.clone() />
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

/// Day, votes, code and categories.
#[component]
fn Facts(row: Row) -> impl IntoView {
    let app = app();
    let category = move |name: String| {
        let query = {
            let name = name.clone();
            move || {
                let place = app.place.read();
                let mut view = place.view.clone();
                view.text = edit::with(&view.text, &format!("cat:{name}"));
                place.with_view(view).query()
            }
        };
        view! { <li><a class="category" href=query>{name}</a></li> }
    };
    let id = row.id.clone();
    let stars = row.stars.map(|stars| format!(" ★ {}", words::grouped(stars)));
    view! {
        <ul class="facts">
            {row.votes.map(|votes| view! { <li class="votes"><span aria-hidden="true">"▲ "</span>{words::counted(votes, "vote")}</li> })}
            {row.comments.filter(|count| *count > 0).map(|count| view! { <li>{words::counted(count, "comment")}</li> })}
            {row.day.map(|day| view! { <li><time datetime=day.to_string()>{words::day(day)}</time></li> })}
            {row.organisation.clone().map(|name| view! { <li>{name}</li> })}
            {row.repository.clone().map(|link| view! { <li>{outside(&link, "Code")}{stars}</li> })}
            {row.project.clone().map(|link| view! { <li>{outside(&link, "Project")}</li> })}
            <li><a href=row.id.url() rel="noopener noreferrer" target="_blank">{row.id.place().to_owned()}</a></li>
            {row.categories.iter().take(3).cloned().map(category).collect_view()}
            <li><button type="button" class="plain" data-act="why" title="Why it is here (y)" on:click=move |_| app.ask_why(id.clone())>"Why here?"</button></li>
        </ul>
    }
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

/// A link that leaves Offprint.
pub fn outside(link: &Link, text: &str) -> impl IntoView + use<> {
    let (address, host, text) = (link.as_str().to_owned(), link.host().to_owned(), text.to_owned());
    view! { <a href=address title=host rel="noopener noreferrer" target="_blank">{text}</a> }
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
