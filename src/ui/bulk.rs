//! What can be done with every paper of the list at once: acts, tags, collections, and taking them to other programs.

use leptos::prelude::*;
use leptos::{ev, html};

use super::state::app;
use super::state::exchange::Bulk;
use crate::cite::Format;
use crate::paper::PaperId;
use crate::present::words;
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

/// The panel, folded away until it is wanted.
#[component]
pub fn WithAll() -> impl IntoView {
    let app = app();
    let (act, format, collection) =
        (NodeRef::<html::Select>::new(), NodeRef::<html::Select>::new(), NodeRef::<html::Select>::new());
    let tag = NodeRef::<html::Input>::new();
    let value = |select: NodeRef<html::Select>| select.get_untracked().map(|select| select.value()).unwrap_or_default();
    let on = |act: Box<dyn Fn()>| {
        move |event: ev::SubmitEvent| {
            event.prevent_default();
            act();
        }
    };
    let do_act = on(Box::new(move || {
        let chosen = ACTS.into_iter().find(|(_, name)| *name == value(act));
        if let Some((bulk, _)) = chosen {
            app.act_on_list(move |_, ids| Act::Several(ids.iter().map(|id| bulk.act(id)).collect()));
        }
    }));
    let tag_all = move |on: bool| {
        let names = tag.get_untracked().map(|tag| tag.value()).unwrap_or_default();
        app.act_on_list(move |_, ids| {
            // Several at once, as lists of tags are written.
            let tag = |id: &PaperId, name: &str| Act::Tag(id.clone(), name.into(), on);
            Act::Several(ids.iter().flat_map(|id| names.split(',').map(move |name| tag(id, name))).collect())
        });
    };
    let collect_all = move |on: bool| {
        let Some(into) = ThingId::parse(&value(collection)) else { return };
        app.act_on_list(move |shelf, ids| {
            let out = |id: &PaperId| Act::Set(Subject::Paper(id.clone()), Field::In(into), Value::Off);
            if on { shelf.collecting(into, ids) } else { Act::Several(ids.iter().map(out).collect()) }
        });
    };
    let (do_tag, do_collect) = (on(Box::new(move || tag_all(true))), on(Box::new(move || collect_all(true))));
    let do_export = on(Box::new(move || {
        let chosen = value(format);
        app.export(Format::ALL.into_iter().find(|format| format.names().0 == chosen));
    }));
    let collections = move || {
        let option =
            |one: crate::shelf::things::Collection| view! { <option value=one.id.to_string()>{one.name}</option> };
        app.collections.get().into_iter().map(option).collect_view()
    };
    let count = move || match app.selected(<[PaperId]>::len) {
        0 => format!("With {}", words::papers(app.list.read().total)),
        some => format!("With {} selected", words::papers(some as u32)),
    };
    view! {
        <details class="all">
            <summary>{count}</summary>
            <p><label><input type="checkbox" prop:checked=move || app.selecting.get() on:change=move |event| app.selecting.set(event_target_checked(&event)) />" Select single papers"</label></p>
            <form on:submit=do_export>
                <label for="format">"Export as"</label>
                <select id="format" node_ref=format>
                    {Format::ALL.map(|format| view! { <option>{format.names().0}</option> })}
                    <option>"Notes in Markdown"</option>
                </select>
                <button>"Export"</button>
                <button type="button" on:click=move |_| app.share_list()>"Share as a link"</button>
            </form>
            <form on:submit=do_act>
                <label for="act">"Do"</label>
                <select id="act" node_ref=act>{ACTS.map(|(_, name)| view! { <option>{name}</option> })}</select>
                <button>"Do it"</button>
            </form>
            <form on:submit=do_tag>
                <label for="tag-all">"Tag"</label>
                <input id="tag-all" type="text" autocomplete="off" node_ref=tag />
                <button>"Tag all"</button>
                <button type="button" on:click=move |_| tag_all(false)>"Take it off all"</button>
            </form>
            <form on:submit=do_collect>
                <label for="collect-all">"Collection"</label>
                <select id="collect-all" node_ref=collection>{collections}</select>
                <button>"Add all"</button>
                <button type="button" on:click=move |_| collect_all(false)>"Take all out"</button>
            </form>
        </details>
    }
}
