//! One paper in a list.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::focus;
use super::state::app;
use crate::paper::{Link, PaperId};
use crate::present::{Row, words};

/// A paper's row. `place` counts from 0, `total` is the length of the whole list.
#[component]
pub fn RowView(row: Row, place: ReadSignal<usize>, total: Memo<u32>) -> impl IntoView {
    let css = style_sheet!("style/row.css");
    let app = app();
    let id = StoredValue::new(row.id.clone());
    let mark = app.mark(&row.id);
    let (read, dismissed) = (mark.clone(), mark.clone());
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
            <StarButton id=row.id.clone() />
            <div class="body">
                <h3 id=title>
                    <a href=open>{row.title.clone()}</a>
                    {move || (!mark.read().is_read()).then(|| view! { <span class="new" title="Unread"><span class="hidden">" (unread)"</span></span> })}
                </h3>
                <p class="authors">{authors(&row)}</p>
                <p class="gist">{row.gist.clone()}</p>
                <Facts row=row.clone() />
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
                view.category = Some(name.clone());
                place.with_view(view).query()
            }
        };
        view! { <li><a class="category" href=query>{name}</a></li> }
    };
    let stars = row.stars.map(|stars| format!(" ★ {}", words::grouped(stars)));
    view! {
        <ul class="facts">
            {row.votes.map(|votes| view! { <li class="votes"><span aria-hidden="true">"▲ "</span>{words::counted(votes, "vote")}</li> })}
            {row.comments.filter(|count| *count > 0).map(|count| view! { <li>{words::counted(count, "comment")}</li> })}
            {row.day.map(|day| view! { <li><time datetime=day.to_string()>{words::day(day)}</time></li> })}
            {row.organisation.clone().map(|name| view! { <li>{name}</li> })}
            {row.repository.clone().map(|link| view! { <li>{outside(&link, "Code")}{stars}</li> })}
            {row.project.clone().map(|link| view! { <li>{outside(&link, "Project")}</li> })}
            <li><a href=row.id.arxiv_url() rel="noopener noreferrer" target="_blank">"arXiv"</a></li>
            {row.categories.iter().take(3).cloned().map(category).collect_view()}
        </ul>
    }
}

/// A link that leaves Offprint.
pub fn outside(link: &Link, text: &'static str) -> impl IntoView + use<> {
    let (address, host) = (link.as_str().to_owned(), link.host().to_owned());
    view! { <a href=address title=host rel="noopener noreferrer" target="_blank">{text}</a> }
}

fn authors(row: &Row) -> String {
    let names = row.authors.join(", ");
    match row.more_authors {
        0 => names,
        more => format!("{names} and {}", words::counted(more, "other")),
    }
}
