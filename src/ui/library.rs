//! What the reader keeps besides papers: searches, collections, tags and mutes; and its backups.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::backup::Backups;
use super::patch::{Live, Shown, Tree, button, choice, element, empty, field, form, label, plain, tree, value_of};
use super::state::{App, app};
use crate::present::{Place, renames, words};
use crate::query::{View, Window, edit};
use crate::shelf::things::{Collection, Search};
use crate::shelf::{Act, Field, Mute, Shelf, Subject, Value};

/// The page of the library.
#[component]
pub fn Library() -> impl IntoView {
    let css = style_sheet!("style/library.css");
    let app = app();
    let counts = move || {
        app.things.track();
        let (stars, notes) = app.shelf(|shelf| {
            let notes = shelf.papers().filter(|(_, card)| !card.note().is_empty()).count();
            (app.starred_count(), notes as u32)
        });
        let saving = app.unsaved_words().unwrap_or_else(|| app.kept_words().to_owned());
        let starred = list_of(app, "is:starred");
        let stars = format!("{} starred", words::papers(stars));
        let rest = format!(", {}. {saving}", words::counted(notes, "note"));
        vec![tree(
            "p",
            &[("class", "lead")],
            "",
            vec![tree("a", &[("href", &starred)], &stars, Vec::new()), element("span", &rest)],
        )]
    };
    view! {
        <main class=format!("library text {css}") id="library">
            <h2>"Library"</h2>
            <Shown show=Box::new(counts) />
            <Live show=Box::new(move || lists(app)) act=Box::new(move |what, value| act(app, what, value)) />
            <Live show=Box::new(move || marks(app)) act=Box::new(move |what, value| act(app, what, value)) />
            <div><Backups /></div>
        </main>
    }
}

/// Searches and collections.
fn lists(app: App) -> Vec<Tree> {
    app.things.track();
    let counts = app.watches.get();
    let count = |search: &Search| counts.iter().find(|(known, _)| known.id == search.id).map(|(_, counts)| *counts);
    let searches =
        app.shelf(|shelf| shelf.searches()).into_iter().map(|search| search_tree(count(&search), &search)).collect();
    let export = if counts.is_empty() { Vec::new() } else { vec![plain("opml ", "Export the searches")] };
    let (all, sizes) = (app.collections.get(), app.shelf(|shelf| shelf.sizes()));
    let collection = |one: &Collection| {
        let size = sizes.iter().find(|(id, _)| *id == one.id).map_or(0, |(_, papers)| *papers);
        collection_tree(app, size, one, &all)
    };
    vec![
        element("h3", "Searches"),
        tree("ul", &[("class", "things")], "", searches),
        tree("p", &[("class", "hint")], "“Keep this search” beside the search box puts one here.", Vec::new()),
        tree("p", &[], "", export),
        element("h3", "Collections"),
        tree("ul", &[("class", "things")], "", all.iter().map(collection).collect()),
        form("collect ", vec![label("new-collection", "New collection"), field("new-collection"), button("", "Add")]),
    ]
}

fn search_tree(counts: Option<(u32, u32)>, search: &Search) -> Tree {
    let subject = Subject::Search(search.id).to_string();
    let watched = search.watched.to_string();
    let watch = [("type", "checkbox"), ("data-do", &["watch ", &subject].concat()), ("is:checked", &watched)];
    let mut parts = vec![
        tree("a", &[("href", &Place::parse(&search.address).list())], &search.name, Vec::new()),
        tree(
            "span",
            &[("class", "count")],
            &counts.map(|(papers, _)| words::papers(papers)).unwrap_or_default(),
            Vec::new(),
        ),
    ];
    if let Some((_, new @ 1..)) = counts {
        parts.push(tree("b", &[("class", "new")], &format!("{} new", words::grouped(new)), Vec::new()));
    }
    parts.push(tree(
        "label",
        &[("class", "count")],
        "",
        vec![tree("input", &watch, "", Vec::new()), element("span", " Watch")],
    ));
    parts.push(buttons(&subject, &search.name, false));
    tree("li", &[], "", parts)
}

fn collection_tree(app: App, papers: u32, collection: &Collection, all: &[Collection]) -> Tree {
    let subject = Subject::Collection(collection.id).to_string();
    let query = list_of(app, &format!("in:{}", edit::whole(&collection.name)));
    let option = |value: &str, here: bool, words: &str| {
        tree("option", &[("value", value), ("is:selected", if here { "true" } else { "" })], words, Vec::new())
    };
    // What has others in it cannot be put into one.
    let outer = all.iter().any(|one| one.parent == Some(collection.id));
    let tops = all.iter().filter(|top| !outer && top.parent.is_none() && top.id != collection.id);
    let mut options = vec![option("", collection.parent.is_none(), "at the top")];
    options.extend(
        tops.map(|top| option(&top.id.to_string(), collection.parent == Some(top.id), &["in ", &top.name].concat())),
    );
    let choice =
        [("data-do", &*["parent ", &subject].concat()), ("aria-label", &*format!("Where {} is", collection.name))];
    let parts = vec![
        tree("a", &[("href", &query)], &collection.name, Vec::new()),
        tree("span", &[("class", "count")], &words::papers(papers), Vec::new()),
        tree("select", &choice, "", options),
        buttons(&subject, &collection.name, true),
    ];
    tree("li", &[("class", if collection.parent.is_some() { "inner" } else { "" })], "", parts)
}

/// Renames, moves and removes a thing, and shares a collection.
fn buttons(subject: &str, name: &str, shared: bool) -> Tree {
    const ALL: [(&str, &str, &str); 5] = [
        ("share", "Share", "Share"),
        ("up", "Move up", "↑"),
        ("down", "Move down", "↓"),
        ("rename", "Rename", "Rename"),
        ("remove", "Remove", "Remove"),
    ];
    let button = |(verb, does, words): &(&str, &str, &str)| {
        let attributes = [
            ("type", "button"),
            ("class", "plain"),
            ("data-do", &*[verb, subject].join(" ")),
            ("aria-label", &*[does, name].join(" ")),
            ("title", does),
        ];
        tree("button", &attributes, words, Vec::new())
    };
    tree("span", &[("class", "acts")], "", ALL.iter().skip(usize::from(!shared)).map(button).collect())
}

/// Does what a button or a choice says: a verb and a subject.
fn act(app: App, what: &str, value: &str) {
    let Some((verb, tag)) = what.split_once(' ') else { return };
    let subject = Subject::parse(tag);
    let act = match verb {
        "up" | "down" => app.shelf(|shelf| shelf.moving(&subject, verb == "up")),
        "remove" => app.shelf(|shelf| shelf.removing(&subject)),
        "retag" => {
            let new = asked(tag);
            app.shelf(|shelf| renames::tag(shelf, tag, &new))
        }
        "join" => app.shelf(|shelf| renames::tag(shelf, tag, shelf.spellings().usual(tag).unwrap_or_default())),
        "rename" => {
            let name = app.shelf(|shelf| shelf.card(&subject).text(&Field::Name).to_owned());
            let new = asked(&name);
            let name = if new.trim().is_empty() { &*name } else { new.trim() };
            match subject {
                Subject::Collection(id) => app.shelf(|shelf| renames::collection(shelf, id, name)),
                _ => Act::Set(subject, Field::Name, Value::from(name)),
            }
        }
        "watch" => Act::Set(subject, Field::Watched, Value::from(value == "on")),
        "parent" => Act::Set(subject, Field::Parent, Value::from(value)),
        "unmute" => Act::Set(subject, Field::Is, Value::Off),
        "opml" => return app.export_searches(),
        "collect" => {
            let name = value_of("new-collection");
            if app.shelf(|shelf| shelf.collection_named(&name)).is_some() {
                return app.notify(format!("There is a collection “{name}” already."), false);
            }
            if !name.is_empty() {
                app.make_collection(&name, &[]);
                empty("new-collection");
            }
            return;
        }
        "mute" => {
            let (by, what) = (value_of("mute-by"), value_of("mute"));
            let Some(by) = Mute::ALL.into_iter().find(|mute| mute.name() == by && !what.is_empty()) else { return };
            empty("mute");
            Act::Set(Subject::Mute(by, what.into()), Field::Is, Value::On)
        }
        _ => return app.share_collection(&subject),
    };
    app.act(&act);
}

/// The new name that the reader gives something; empty if none.
fn asked(name: &str) -> String {
    window().prompt_with_message_and_default("New name", name).ok().flatten().unwrap_or_default()
}

/// Tags and mutes.
fn marks(app: App) -> Vec<Tree> {
    app.things.track();
    let spellings = app.shelf(Shelf::spellings);
    let tag = |(tag, count): (String, u32)| {
        let query = list_of(app, &format!("tag:{}", edit::whole(&tag)));
        let count = tree("span", &[("class", "count")], &words::grouped(count), Vec::new());
        let (what, does) = (["retag ", &tag].concat(), format!("Rename the tag {tag}, or join it to another"));
        let own =
            [("type", "button"), ("class", "plain"), ("data-do", &*what), ("aria-label", &*does), ("title", &*does)];
        let link = tree("a", &[("href", &query)], &tag, Vec::new());
        let mut parts = vec![link, element("span", " "), count, tree("button", &own, "Rename", Vec::new())];
        if let Some(usual) = spellings.usual(&tag).filter(|usual| **usual != *tag) {
            parts.push(plain(&["join ", &tag].concat(), &format!("Join {tag} to {usual}")));
        }
        tree("li", &[], "", parts)
    };
    let mute = |(by, what): (Mute, &str)| {
        let subject = Subject::Mute(by, what.into());
        let show = [
            ("type", "button"),
            ("class", "plain"),
            ("data-do", &*format!("unmute {subject}")),
            ("aria-label", &*format!("Show {what} again")),
        ];
        let kind = tree("span", &[("class", "count")], by.name(), Vec::new());
        tree("li", &[], "", vec![kind, element("span", what), tree("button", &show, "Unmute", Vec::new())])
    };
    let (tags, mutes) = app.shelf(|shelf| {
        let mutes = shelf.mutes().into_iter().map(mute).collect();
        (shelf.tags().into_iter().map(tag).collect(), mutes)
    });
    vec![
        element("h3", "Tags"),
        tree("ul", &[("class", "tags")], "", tags),
        tree("p", &[("class", "hint")], "A paper's page gives it tags; the key # on its row leads there.", Vec::new()),
        element("h3", "Mutes"),
        tree(
            "p",
            &[("class", "hint")],
            "Papers of these stay out of every list but those of collections, unless they are starred.",
            Vec::new(),
        ),
        tree("ul", &[("class", "things")], "", mutes),
        form("mute ", mute_fields()),
    ]
}

/// What a new mute is made of.
fn mute_fields() -> Vec<Tree> {
    let what = [("id", "mute"), ("type", "text"), ("aria-label", "Whom or what"), ("autocomplete", "off")];
    let kinds = Mute::ALL.map(|by| (by.name().to_owned(), by.name().to_owned()));
    vec![label("mute-by", "Mute"), choice("mute-by", kinds), tree("input", &what, "", Vec::new()), button("", "Mute")]
}

/// The address of a list over everything known.
fn list_of(app: App, text: &str) -> String {
    let view = View { text: text.to_owned(), window: Window::All, ..View::default() };
    app.place.get_untracked().with_view(view).query()
}
