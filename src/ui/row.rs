//! One paper in a list. Clicks on what its buttons do are heard by the list, once for all rows: [`hear`].

use leptos::prelude::*;
use leptos::web_sys;
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;

use super::facets::BUTTON;
use super::patch::{Show, Shown, Tree, element, fill, tree};
use super::state::{App, app};
use super::why::WhyHere;
use super::{focus, own};
use crate::paper::{Day, Link, PaperId};
use crate::present::{Marks, Row, words};
use crate::query::edit;
use crate::shelf::Card;
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
    let marks: Show = {
        let (card, coins) = (mark.clone(), row.coins.clone());
        Box::new(move || id.with_value(|id| marks(app, id, &coins, &card.read())))
    };
    let (narrowed, told) = (use_context().unwrap_or_default(), row.clone());
    let told = move || facts(app, narrowed, &told);
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
            <div class="marks" use:fill=StoredValue::new_local(marks)></div>
            <div class="body">
                <h3 id=title>
                    <a href=open>{marked(&row.title, &row.title_marks)}</a>
                    {move || (!mark.read().is_read()).then(|| view! { <span class="new" title="Unread"><span class="hidden">" (unread)"</span></span> })}
                </h3>
                <p class="authors">{authors(&row)}</p>
                <p class="gist">{marked(&row.gist, &row.gist_marks)}</p>
                {own::line(app, own)}
                <Shown show=Box::new(told) />
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
            >
                "×"
            </button>
        </article>
    }
}

/// What the reader can do with the row at its beginning: star it, select it where that is wanted, move it where the list has an order of the
/// reader's own.
fn marks(app: App, id: &PaperId, coins: &str, card: &Card) -> Vec<Tree> {
    let shown = |attributes: &[(&'static str, &'static str)], shown: bool| {
        let hidden = (!shown).then_some(("hidden", ""));
        attributes.iter().copied().chain(hidden).collect::<Vec<_>>()
    };
    let checked = app.selected(|selected| selected.contains(id));
    let select = [
        ("type", "checkbox"),
        ("data-act", "select"),
        ("aria-label", "Select"),
        ("title", "Select (x)"),
        ("is:checked", if checked { "true" } else { "false" }),
    ];
    let selecting = app.selecting.get() || !app.selected(<[PaperId]>::is_empty);
    let arrow = |way, name, title, sign| {
        let own = [BUTTON, ("class", "icon"), ("data-act", way), ("title", title), ("aria-label", name)];
        tree("button", &own, sign, Vec::new())
    };
    let moves = vec![
        arrow("up", "Move up", "Move up (Alt ↑); with Shift, to the beginning", "↑"),
        arrow("down", "Move down", "Move down (Alt ↓); with Shift, to the end", "↓"),
    ];
    vec![
        tree("span", &[("class", "Z3988"), ("title", coins)], "", Vec::new()),
        star(card),
        tree("input", &shown(&select, selecting), "", Vec::new()),
        tree("div", &shown(&[("class", "moves")], app.arranged.get()), "", moves),
    ]
}

/// The button that stars a paper; who shows it hears it.
pub fn star(card: &Card) -> Tree {
    let (pressed, shape) = if card.starred() { ("true", "★") } else { ("false", "☆") };
    let own = [
        BUTTON,
        ("class", "icon star"),
        ("data-act", "star"),
        ("data-do", "star"),
        ("title", "Star (s)"),
        ("aria-label", "Star"),
        ("aria-pressed", pressed),
    ];
    tree("button", &own, shape, Vec::new())
}

/// Does what was clicked on in a row.
pub fn hear(app: App, event: &web_sys::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let button = target.and_then(|target| target.closest("[data-act]").ok().flatten());
    let row = button.as_ref().and_then(|button| button.closest("article[data-paper]").ok().flatten());
    let (Some(button), Some(id)) = (button, row.and_then(|row| focus::paper_of(&row))) else { return };
    match button.get_attribute("data-act").unwrap_or_default().as_str() {
        "star" => {
            let on = !app.mark(&id).get_untracked().starred();
            app.star(id, on);
        }
        "select" => app.select(id, event.shift_key()),
        way @ ("up" | "down") => app.arrange(&id, Step::of(way == "up", event.shift_key())),
        "dismiss" => {
            let on = !app.mark(&id).get_untracked().is_dismissed();
            focus::keep_place(|| app.dismiss(id, on));
        }
        "why" => app.ask_why(id),
        "fold" => app.unfold(&id),
        _ => {}
    }
}

/// The text of the list's query, and that text with each category of the rows: they have few different ones, and to put one into a
/// query takes reading the query several times.
#[derive(Clone, Copy)]
pub struct Narrowed(StoredValue<(String, Vec<(String, String)>), LocalStorage>);

impl Default for Narrowed {
    fn default() -> Narrowed {
        Narrowed(StoredValue::new_local(Default::default()))
    }
}

impl Narrowed {
    fn by(self, text: &str, category: &str) -> String {
        let find = |held: &mut (String, Vec<(String, String)>)| {
            if held.0 != text {
                *held = (text.to_owned(), Vec::new());
            }
            if let Some((_, with)) = held.1.iter().find(|(name, _)| name == category) {
                return with.clone();
            }
            let with = edit::with(text, &["cat:", category].concat());
            held.1.push((category.to_owned(), with.clone()));
            with
        };
        self.0.try_update_value(find).unwrap_or_default()
    }
}

/// Day, votes, code and categories.
fn facts(app: App, narrowed: Narrowed, row: &Row) -> Vec<Tree> {
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
        view.text = narrowed.by(&view.text, name);
        let query = place.with_view(view).query();
        item(vec![tree("a", &[("class", "category"), ("href", &query)], name, Vec::new())])
    };
    let why = [BUTTON, ("class", "plain"), ("data-act", "why"), ("title", "Why it is here (y)")];
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
        <button type="button" class="plain" data-act="fold" aria-expanded=move || open().to_string()>
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
