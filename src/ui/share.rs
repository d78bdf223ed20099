//! Papers in a link: the dialog that makes one, and what the reader sees of one before taking it over.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;

use super::patch::{Live, Tree, button, plain, tree};
use super::state::share::{Brought, Sharing};
use super::state::{App, app};
use crate::browser::files;
use crate::present::{Row, qr, words};

/// Titles that are shown of what a link brought.
const SHOWN: usize = 10;

/// Both, each where it is wanted.
#[component]
pub fn Shares() -> impl IntoView {
    let css = style_sheet!("style/share.css");
    let app = app();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match app.links(|links| links.making.is_some()) {
            true if dialog.open() => {}
            true => _ = dialog.show_modal(),
            false => dialog.close(),
        }
    });
    let close = move || app.change_links(|links| links.making = None);
    let act = move |what: &str, _: &str| match what {
        "copy" => app.copy(untrack(|| app.link())),
        "send" => app.send_link(untrack(|| app.link())),
        "take" => app.take_shared(),
        "leave" => app.leave_shared(),
        _ => close(),
    };
    let making = move || app.links(|links| links.making.as_ref().map(|making| share(app, making))).unwrap_or_default();
    let taking = move || {
        app.things.track();
        app.links(|links| links.brought.as_ref().map(|brought| taken(app, brought, &links.name))).unwrap_or_default()
    };
    view! {
        <div class=format!("share {css}") on:input=move |event| note(app, &event)>
            <dialog node_ref=dialog aria-labelledby="share-title" on:close=move |_| close()>
                <Live show=Box::new(making) act=Box::new(act) />
            </dialog>
            <Live show=Box::new(taking) act=Box::new(act) />
        </div>
    }
}

/// Takes note of what is typed.
fn note(app: App, event: &web_sys::Event) {
    let Some(field) = event.target().and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
        return;
    };
    app.change_links(|links| match field.type_() == "checkbox" {
        true => links.tagged = field.checked(),
        false => links.name = field.value(),
    });
}

/// What makes a link.
fn share(app: App, sharing: &Sharing) -> Vec<Tree> {
    let link = app.link();
    let title = format!("Share {}", words::papers(sharing.ids.len() as u32));
    let length =
        format!("{} characters. Nobody but who gets the link learns what is in it.", words::grouped(link.len() as u32));
    let tagged =
        vec![tree("input", &[("type", "checkbox")], "", Vec::new()), tree("span", &[], " With my tags", Vec::new())];
    let mut buttons = vec![button("copy", "Copy the link")];
    buttons.extend(files::can_share_links().then(|| button("send", "Share…")));
    buttons.push(plain("close", "Close"));
    let mut trees = vec![
        tree("h2", &[("id", "share-title")], &title, Vec::new()),
        field("share-name", "As the collection", &[("value", &sharing.name), ("placeholder", "No name")]),
        tree("label", &[], "", tagged),
        field("share-link", "Link", &[("value", &link), ("readonly", "")]),
        tree("p", &[("class", "hint")], &length, Vec::new()),
    ];
    if let Some((side, path)) = qr::code(&link) {
        let frame =
            [("viewBox", &*format!("0 0 {side} {side}")), ("role", "img"), ("aria-label", "The link as a QR code")];
        trees.push(tree("svg", &frame, "", vec![tree("path", &[("d", &path)], "", Vec::new())]));
    } else {
        let most = words::grouped(qr::MOST as u32);
        let why = format!(
            "Too long for a QR code, which a phone can read up to {most} characters: hand on the link itself, or fewer papers."
        );
        trees.push(tree("p", &[("class", "hint")], &why, Vec::new()));
    }
    trees.push(tree("p", &[], "", buttons));
    trees
}

/// What a link brought.
fn taken(app: App, brought: &Brought, name: &str) -> Vec<Tree> {
    let count = words::papers(brought.selection.papers.len() as u32);
    let title = |row: &Row| tree("li", &[], &row.title, Vec::new());
    let mut titles: Vec<Tree> = brought.rows.iter().take(SHOWN).map(title).collect();
    if let Some(more) = brought.rows.len().checked_sub(SHOWN + 1) {
        titles.push(tree("li", &[], &format!("and {} more", words::grouped(more as u32 + 1)), Vec::new()));
    }
    let parts = vec![
        tree("h2", &[("id", "brought-title")], &format!("A link brought {count}"), Vec::new()),
        tree("ul", &[], "", titles),
        tree("p", &[("role", "status")], &brought.words(app, name).join("; "), Vec::new()),
        field("brought-name", "Collection; without a name they are starred", &[("value", &brought.selection.name)]),
        tree("p", &[], "", vec![button("take", "Take them"), plain("leave", "Leave them")]),
    ];
    vec![tree("section", &[("class", "brought"), ("aria-labelledby", "brought-title")], "", parts)]
}

fn field(id: &str, label: &str, attributes: &[(&'static str, &str)]) -> Tree {
    let input = [&[("id", id), ("type", "text"), ("autocomplete", "off")], attributes].concat();
    tree("label", &[], "", vec![tree("span", &[], label, Vec::new()), tree("input", &input, "", Vec::new())])
}
