//! What the reader has made of one paper: tags, note, collections; as a line of a list, and to be changed beside the open paper.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::focus;
use super::patch::{Live, Shown, Tree, button, element, empty, field, form, label, tree, value_of};
use super::state::{App, app};
use crate::browser::clock;
use crate::engine::message::Perhaps;
use crate::paper::PaperId;
use crate::present::markdown::{self, Node};
use crate::present::words;
use crate::query::{View, Window, edit};
use crate::shelf::restore::typed_over;
use crate::shelf::things::Collection;
use crate::shelf::{Act, Card, Field, Stamp, Subject, ThingId, Value};
use crate::text::decimal;

/// Characters of a note that a list shows.
const NOTE_SHOWN: usize = 160;

/// A pause in typing after which a note is kept.
const REST: Duration = Duration::from_millis(1_500);

/// Milliseconds of typing without such a pause after which it is kept too.
const LONGEST: f64 = 5_000.0;

/// Tags and the beginning of the note, for a row, and that it is dismissed; nothing if there are none.
pub fn line(app: App, card: ArcRwSignal<Card>) -> impl IntoView {
    let show = move || {
        let card = card.read();
        let dismissed = card.is_dismissed().then(|| element("span", "Dismissed"));
        let mut trees: Vec<Tree> = dismissed.into_iter().chain(card.tags().map(|tag| tag_tree(app, tag))).collect();
        if !card.note().is_empty() {
            let (first, more) = markdown::first_line(card.note(), NOTE_SHOWN);
            let mut parts = vec![tree("span", &[("class", "hidden")], "Note: ", Vec::new())];
            parts.extend(first.into_iter().map(node_tree));
            parts.extend(more.then(|| tree("span", &[], "…", Vec::new())));
            trees.push(tree("span", &[("class", "note")], "", parts));
        }
        trees
    };
    view! { <div class="own"><Shown show=Box::new(show) /></div> }
}

/// An element of a note. Its links leave Offprint.
fn node_tree(node: Node) -> Tree {
    let link = node.link.as_ref().map_or("", |link| link.as_str());
    let attributes = [("href", link), ("rel", "noopener noreferrer"), ("target", "_blank")];
    let attributes = if link.is_empty() { &[] } else { attributes.as_slice() };
    tree(node.tag, attributes, &node.text, node.children.into_iter().map(node_tree).collect())
}

/// Tags, note and collections of the open paper.
#[component]
pub fn Own(id: PaperId, perhaps: RwSignal<Vec<Perhaps>>) -> impl IntoView {
    let css = style_sheet!("style/own.css");
    let app = app();
    let card = app.mark(&id);
    let looked = RwSignal::new(false);
    let tags = {
        let card = card.clone();
        move || {
            let items = card.read().tags().map(|tag| tag_item(app, tag)).collect();
            let known = if looked.get() { app.shelf(|shelf| shelf.tags()) } else { Vec::new() };
            vec![tree("ul", &[("class", "tags")], "", items), form("add", add_tag(known))]
        }
    };
    let act = {
        let id = id.clone();
        move |what: &str, _: &str| {
            if let Some(tag) = what.strip_prefix('-') {
                return app.act(&Act::Tag(id.clone(), tag.into(), false));
            }
            app.act(&app.shelf(|shelf| shelf.tagging(std::slice::from_ref(&id), &value_of("tag"), true)));
            empty("tag");
        }
    };
    let own = id.clone();
    let perhaps = {
        let card = card.clone();
        move || suggested(app, &card.read(), &perhaps.read())
    };
    let put = move |what: &str, _: &str| match what.strip_prefix("tag:") {
        Some(tag) => app.act(&Act::Tag(own.clone(), tag.into(), true)),
        None => ThingId::parse(what).into_iter().for_each(|collection| collect(app, collection, &own, true)),
    };
    let written = {
        let card = card.clone();
        move || markdown::nodes(card.read().note()).into_iter().map(node_tree).collect()
    };
    view! {
        <section class=format!("own {css}") aria-label="Yours">
            <div on:focusin=move |_| _ = (!looked.get_untracked()).then(|| looked.set(true))><Live show=Box::new(tags) act=Box::new(act) /></div>
            <Note id=id.clone() card=card.clone() />
            <p class="saving" role="status">{move || app.unsaved_words()}</p>
            <Collections id=id card=card.clone() />
            <Live show=Box::new(perhaps) act=Box::new(put) />
            // Last, as it grows when the note is left: what was below it would move from under the pointer.
            <div class="written"><Shown show=Box::new(written) /></div>
        </section>
    }
}

fn tag_tree(app: App, tag: &str) -> Tree {
    let view = View { text: format!("tag:{}", edit::whole(tag)), window: Window::All, ..View::default() };
    let query = app.place.get_untracked().with_view(view).query();
    tree("a", &[("class", "tag"), ("href", &query)], tag, Vec::new())
}

fn tag_item(app: App, tag: &str) -> Tree {
    let name = format!("Take the tag {tag} away");
    let attributes = [
        ("type", "button"),
        ("class", "plain"),
        ("data-do", &*["-", tag].concat()),
        ("aria-label", &*name),
        ("title", &*name),
    ];
    tree("li", &[], "", vec![tag_tree(app, tag), tree("button", &attributes, "×", Vec::new())])
}

/// What it may be put under, as buttons that do so.
fn suggested(app: App, card: &Card, found: &[Perhaps]) -> Vec<Tree> {
    let collections = app.collections.read();
    let one = |perhaps: &Perhaps| {
        let Perhaps { is_tag, name, chance } = perhaps;
        let (kind, what) = if *is_tag {
            ("tag", (!card.tags().any(|tag| tag == name)).then(|| ["tag:", name].concat()))
        } else {
            let named = collections.iter().find(|collection| collection.name == *name).map(|collection| collection.id);
            ("collection", named.filter(|id| !card.is_on(&Field::In(*id))).map(|id| id.to_string()))
        };
        let title = format!("A chance of {} %, by the papers there", decimal(f64::from(*chance) * 100.0, 0));
        let own = [("type", "button"), ("class", "plain"), ("data-do", &*what?), ("title", &title)];
        Some(tree("button", &own, &[kind, " “", name, "”"].concat(), Vec::new()))
    };
    let mut buttons: Vec<Tree> = found.iter().filter_map(one).collect();
    if buttons.is_empty() {
        return buttons;
    }
    buttons.insert(0, tree("span", &[], "Perhaps ", Vec::new()));
    vec![tree("p", &[("class", "perhaps")], "", buttons)]
}

/// What adds a tag; those in use are offered once the reader comes here.
fn add_tag(known: Vec<(String, u32)>) -> Vec<Tree> {
    let own = [
        ("id", "tag"),
        ("type", "text"),
        ("list", "known-tags"),
        ("autocomplete", "off"),
        ("enterkeyhint", "done"),
        ("placeholder", "Add a tag"),
    ];
    let option = |(tag, _): (String, u32)| tree("option", &[("value", &tag)], "", Vec::new());
    let known = tree("datalist", &[("id", "known-tags")], "", known.into_iter().map(option).collect());
    vec![label("tag", "Tag"), tree("input", &own, "", Vec::new()), known, button("", "Add")]
}

/// The note. It is kept after a pause in typing and some times a minute while there is none, when the field is left, and when the paper is
/// closed; from the first key on there is a draft of it.
#[component]
fn Note(id: PaperId, card: ArcRwSignal<Card>) -> impl IntoView {
    let app = app();
    let area = NodeRef::<html::Textarea>::new();
    let id = StoredValue::new(id);
    let written = StoredValue::new(None::<String>);
    // What the note was when the reader began to type.
    let base = StoredValue::new(String::new());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    // When the first key was pressed of what is not kept yet.
    let written_at = StoredValue::new(0.0);
    // What was kept since the reader came to the note, which is one step to take back.
    let kept = StoredValue::new(None::<Stamp>);
    let keep = move || {
        if let Some(text) = written.try_update_value(Option::take).flatten() {
            // Another tab may have written meanwhile.
            let here = app.shelf(|shelf| shelf.get(&id.get_value()).note().to_owned());
            let text = base.with_value(|base| typed_over(base, &here, text.trim_end()));
            let done = app.act_more(&Act::Note(id.get_value(), text.into()), kept.get_value());
            kept.update_value(|kept| *kept = done.or(*kept));
            id.with_value(|id| app.forget_draft(id));
        }
    };
    let left = move |_| {
        keep();
        // With another window in front the reader is in the note still.
        if !focus::within("#note") {
            kept.set_value(None);
        }
    };
    let rest = move |next: Option<TimeoutHandle>| {
        let before = waiting.try_update_value(|waiting| std::mem::replace(waiting, next)).flatten();
        before.into_iter().for_each(|handle| handle.clear());
    };
    let typed = move |_| {
        if written.with_value(Option::is_none) {
            written_at.set_value(clock::precise());
            base.set_value(app.shelf(|shelf| shelf.get(&id.get_value()).note().to_owned()));
        }
        written.set_value(area.get_untracked().map(|area| area.value()));
        written.with_value(|text| {
            let text = text.as_deref().unwrap_or_default();
            id.with_value(|id| base.with_value(|base| app.draft(id, base, text)));
        });
        let now = clock::precise();
        if written_at.with_value(|since| now - since > LONGEST) {
            written_at.set_value(now);
            keep();
        }
        rest(set_timeout_with_handle(keep, REST).ok());
    };
    let leave = window_event_listener_untyped("pagehide", move |_| keep());
    on_cleanup(move || {
        leave.remove();
        rest(None);
        keep();
    });
    // What is being typed is not overwritten by what another tab says.
    Effect::new(move |_| {
        let note = card.read().note().to_owned();
        let untouched = written.with_value(Option::is_none);
        if let Some(area) = area.get().filter(|area| untouched && area.value().trim_end() != note) {
            area.set_value(&note);
        }
        // By now all fields are on the page.
        let field = app.take_field();
        if !field.is_empty() {
            focus::first(field);
        }
    });
    view! {
        <label for="note">"Note"</label>
        <textarea id="note" rows="3" placeholder="Your note, in Markdown" node_ref=area on:input=typed on:blur=left></textarea>
    }
}

/// Which collections the paper is in, and a new one to put it in.
#[component]
fn Collections(id: PaperId, card: ArcRwSignal<Card>) -> impl IntoView {
    let app = app();
    let show = move || {
        let card = card.read();
        // One that was removed stays noted on its papers, for whoever brings it back.
        let here = |one: &&Collection| card.is_on(&Field::In(one.id));
        let count = match app.collections.read().iter().filter(here).count() as u32 {
            0 => "Put it into a collection".to_owned(),
            some => format!("In {}", words::counted(some, "collection")),
        };
        let one = |collection: &Collection| {
            let on = card.is_on(&Field::In(collection.id)).to_string();
            let attributes = [("type", "checkbox"), ("data-do", &*collection.id.to_string()), ("is:checked", &*on)];
            let name = tree("span", &[], &[" ", &collection.name].concat(), Vec::new());
            let label = tree("label", &[], "", vec![tree("input", &attributes, "", Vec::new()), name]);
            tree("li", &[("class", if collection.parent.is_some() { "inner" } else { "" })], "", vec![label])
        };
        let boxes = tree("ul", &[], "", app.collections.read().iter().map(one).collect());
        let new = form("new", vec![label("collection", "New collection"), field("collection"), button("", "Add")]);
        vec![tree("details", &[], "", vec![tree("summary", &[], &count, Vec::new()), boxes, new])]
    };
    let act = move |what: &str, value: &str| {
        if let Some(collection) = ThingId::parse(what) {
            return collect(app, collection, &id, value == "on");
        }
        let name = value_of("collection");
        if !name.is_empty() {
            app.make_collection(&name, std::slice::from_ref(&id));
            empty("collection");
        }
    };
    view! { <Live show=Box::new(show) act=Box::new(act) /> }
}

fn collect(app: App, collection: ThingId, id: &PaperId, on: bool) {
    let act = if on {
        app.shelf(|shelf| shelf.collecting(collection, [id]))
    } else {
        Act::Set(Subject::Paper(id.clone()), Field::In(collection), Value::Off)
    };
    app.act(&act);
}
