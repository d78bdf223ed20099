//! How many papers the list has, and what can be done with all of them at once: acts, tags, collections, and taking them to other programs.

use leptos::prelude::*;

use super::patch::{Live, Tree, button, choice, element, field, form, label, plain, tree, value_of};
use super::state::exchange::Bulk;
use super::state::{App, app};
use crate::cite::Format;
use crate::paper::PaperId;
use crate::present::words;
use crate::query::{self, View, Window};
use crate::shelf::{Act, Field, Subject, ThingId, Value};

/// The acts as the menu has them.
const ACTS: [(Bulk, &str); 6] = [
    (Bulk::Read(true), "Mark all read"),
    (Bulk::Read(false), "Mark all unread"),
    (Bulk::Star(true), "Star all"),
    (Bulk::Star(false), "Take all stars away"),
    (Bulk::Dismiss(true), "Dismiss all"),
    (Bulk::Dismiss(false), "Bring all back"),
];

/// The count of the list, with the panel folded away behind it until it is wanted.
#[component]
pub fn WithAll() -> impl IntoView {
    let app = app();
    view! { <Live show=Box::new(move || panel(app)) act=Box::new(move |what, value| act(app, what, value)) /> }
}

fn panel(app: App) -> Vec<Tree> {
    let selected = app.selected(<[PaperId]>::len) as u32;
    let count = tree("span", &[("class", "count")], &count(app), Vec::new());
    if selected == 0 && app.list.with(|list| list.total == 0) {
        return vec![tree("div", &[("class", "all")], "", vec![count])];
    }
    let whose = match (selected, app.outside.get()) {
        (0, _) => "Export or mark all".to_owned(),
        (some, 0) => format!("Export or mark {} selected", words::papers(some)),
        (some, outside) => {
            format!("Export or mark {} selected, {} not in this list", words::papers(some), words::grouped(outside))
        }
    };
    let selecting = app.selecting.get().to_string();
    let select = [("type", "checkbox"), ("data-do", "select"), ("is:checked", &selecting)];
    let select = vec![tree("input", &select, "", Vec::new()), tree("span", &[], " Select single papers", Vec::new())];
    let mut selects = vec![tree("label", &[], "", select)];
    let near = app.selected(query::like_all);
    selects.extend(near.map(|text| {
        let view = View { window: Window::All, text, ..View::default() };
        let list = app.place.with(|place| place.with_view(view).query());
        tree("a", &[("class", "button"), ("href", &list)], "Papers like these", Vec::new())
    }));
    selects.extend((!app.selected(<[PaperId]>::is_empty)).then(|| plain("none", "Select nothing (Esc)")));
    let same = |name: &str| (name.to_owned(), name.to_owned());
    let formats = Format::ALL.iter().map(|format| same(format.names().0)).chain([same("Notes in Markdown")]);
    let collections = app.collections.get().into_iter().map(|one| (one.id.to_string(), one.name));
    let export = vec![
        label("format", "Export as"),
        choice("format", formats),
        button("", "Export"),
        button("share", "Share as a link"),
    ];
    let acts = ACTS.iter().map(|(_, name)| same(name));
    let tag =
        vec![label("tag-all", "Tag"), field("tag-all"), button("", "Tag all"), button("untag", "Take it off all")];
    let collect = vec![
        label("collect-all", "Collection"),
        choice("collect-all", collections),
        button("", "Add all"),
        button("out", "Take all out"),
    ];
    let parts = vec![
        tree("summary", &[], "", vec![count, element("span", &whose)]),
        tree("p", &[], "", selects),
        form("export", export),
        form("act", vec![label("act", "Do"), choice("act", acts), button("", "Do it")]),
        form("tag", tag),
        form("collect", collect),
    ];
    vec![tree("details", &[("class", "all")], "", parts)]
}

/// How many papers the list has, the time it took, and what is not there yet or is left out.
fn count(app: App) -> String {
    let list = app.list.read();
    let (waiting, learning) = app.summary.with(|known| (known.waiting, known.learning));
    let papers = list.answered.then(|| words::papers(list.total));
    let took = (list.answered && !list.view.text.is_empty()).then(|| format!("{} ms", app.took.get()));
    let more = (waiting > 0).then(|| format!("{} still being indexed", words::grouped(waiting)));
    let learning = match learning.papers {
        0 => learning.mapping.then(|| "learning what stands together".to_owned()),
        papers => Some(format!("{} still to be learnt from", words::grouped(papers))),
    };
    let muted = (list.muted > 0).then(|| format!("{} muted", words::grouped(list.muted)));
    let folded = (list.folded > 0).then(|| format!("{} folded", words::grouped(list.folded)));
    [papers, took, more, learning, muted, folded].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn act(app: App, what: &str, value: &str) {
    match what {
        "select" => app.selecting.set(value == "on"),
        "none" => _ = app.select_none(),
        "share" => app.share_list(),
        "export" => {
            let chosen = value_of("format");
            app.export(Format::ALL.into_iter().find(|format| format.names().0 == chosen));
        }
        "act" => {
            let chosen = value_of("act");
            let Some((bulk, _)) = ACTS.into_iter().find(|(_, name)| *name == chosen) else { return };
            app.act_on_list(Box::new(move |_, ids| Act::Several(ids.iter().map(|id| bulk.act(id)).collect())));
        }
        "tag" | "untag" => {
            let (names, on) = (value_of("tag-all"), what == "tag");
            app.act_on_list(Box::new(move |shelf, ids| shelf.tagging(ids, &names, on)));
        }
        _ => {
            let (Some(into), on) = (ThingId::parse(&value_of("collect-all")), what == "collect") else { return };
            app.act_on_list(Box::new(move |shelf, ids| {
                let out = |id: &PaperId| Act::Set(Subject::Paper(id.clone()), Field::In(into), Value::Off);
                if on { shelf.collecting(into, ids) } else { Act::Several(ids.iter().map(out).collect()) }
            }));
        }
    }
}
