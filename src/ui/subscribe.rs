//! New papers, brought to the reader: on this device, in another reader, or as a letter.

use leptos::prelude::*;
use leptos::task::spawn_local;
use stylers_macro::style_sheet;

use super::patch::{Live, Tree, button, element, tree};
use super::state::subscribe::{Digest, FOR_YOU};
use super::state::{App, app};
use crate::browser::notify::{self, Leave};
use crate::present::{Page, words};
use crate::shelf::Shelf;

/// What the panel knows beyond the app.
#[derive(Clone, Default)]
struct Shown {
    /// Folder and names of the archive's feeds, once asked for.
    feeds: Option<(String, Vec<String>)>,
    /// The one whose addresses are shown.
    feed: String,
    /// What the digest is of.
    of: String,
    /// The digest, once made; `None` in it if there is no paper for one.
    digest: Option<Option<Digest>>,
}

/// The panel.
#[component]
pub fn Subscribe() -> impl IntoView {
    let css = style_sheet!("style/subscribe.css");
    let app = app();
    let shown = RwSignal::new(Shown { feed: "all".to_owned(), of: "week".to_owned(), ..Shown::default() });
    let act = move |what: &str, value: &str| match what {
        "tell" | "hush" => {
            let on = what == "tell";
            spawn_local(async move {
                app.set_telling(on).await;
                shown.try_update(|_| ());
            });
        }
        "feeds" => spawn_local(async move {
            let feeds = app.ask_feeds().await;
            shown.try_update(|shown| shown.feeds = Some(feeds));
        }),
        "feed" => shown.update(|shown| shown.feed = value.to_owned()),
        "of" => shown.update(|shown| (shown.of, shown.digest) = (value.to_owned(), None)),
        "make" => spawn_local(async move {
            let digest = app.make_digest(shown.with_untracked(|shown| shown.of.clone())).await;
            shown.try_update(|shown| shown.digest = Some(digest));
        }),
        "save" => {
            shown.with_untracked(|shown| shown.digest.clone().flatten()).into_iter().for_each(|it| app.save_digest(it))
        }
        address => app.copy(address.to_owned()),
    };
    let show = move || {
        let shown = shown.read();
        let mut parts = device(app);
        parts.extend(elsewhere(&shown));
        parts.extend(letter(app, &shown));
        parts
    };
    view! {
        <section class=format!("subscribe {css}") aria-labelledby="subscribe">
            <h3 id="subscribe">"Subscribe"</h3>
            <p class="hint">"The papers that many read, and those that you watch for, brought to you."</p>
            <Live show=Box::new(show) act=Box::new(act) />
        </section>
    }
}

/// Notifications and the number on the icon.
fn device(app: App) -> Vec<Tree> {
    app.things.track();
    let watched = app.shelf(Shelf::searches).iter().filter(|search| search.watched).count() as u32;
    let (words, act) = match notify::leave() {
        Leave::Missing => ("This browser shows no notifications here; installed as an app, it may.", None),
        Leave::Refused => (
            "You have told the browser to show no notifications of this site. Its settings for the site can allow them.",
            None,
        ),
        Leave::Given if app.tells() => (
            "On: when a watch finds papers while Offprint is open in the background, a notification says so.",
            Some(("hush", "Turn off")),
        ),
        _ => (
            "A notification when a watch finds papers while Offprint is open in the background.",
            Some(("tell", "Notify me")),
        ),
    };
    let number = if notify::can_badge() {
        " The icon of the installed app shows how many are new."
    } else {
        " This browser puts no number on the icon of an app."
    };
    let watches = match watched {
        0 => "You watch no search yet: keep one, then watch it in the library.".to_owned(),
        1 => "You watch 1 search.".to_owned(),
        count => format!("You watch {count} searches."),
    };
    let library = app.place.read_untracked().with_page(Page::Library).query();
    let mut line = vec![tree("a", &[("href", &library)], &watches, Vec::new())];
    line.extend(act.map(|(what, words)| button(what, words)));
    vec![
        element("h4", "On this device"),
        element("p", &[words, number].concat()),
        tree("p", &[("class", "line")], "", line),
    ]
}

/// Addresses for other programs that read feeds.
fn elsewhere(shown: &Shown) -> Vec<Tree> {
    let mut parts = vec![element("h4", "In another reader")];
    let Some((folder, names)) = &shown.feeds else {
        parts.push(element(
            "p",
            "Feeds of this site's papers, whole or by category, for any program that reads Atom or JSON Feed.",
        ));
        parts.push(tree("p", &[], "", vec![button("feeds", "Show their addresses")]));
        return parts;
    };
    if names.is_empty() {
        parts
            .push(element("p", "This edition comes without feeds for other readers. Any list can be exported as one."));
        return parts;
    }
    let option = |name: &String| {
        let words = if name == "all" { "All papers" } else { name };
        let here = if *name == shown.feed { "true" } else { "" };
        tree("option", &[("value", name), ("is:selected", here)], words, Vec::new())
    };
    let choice = tree("select", &[("data-do", "feed"), ("id", "feed-of")], "", names.iter().map(option).collect());
    parts.push(tree(
        "p",
        &[("class", "line")],
        "",
        vec![tree("label", &[("for", "feed-of")], "Papers", Vec::new()), choice],
    ));
    for (kind, ending) in [("Atom", ".xml"), ("JSON Feed", ".json")] {
        let (address, name) = ([folder, &shown.feed, ending].concat(), ["Copy the address of the ", kind].concat());
        let field = [("type", "text"), ("readonly", ""), ("value", address.as_str()), ("aria-label", kind)];
        let copy = [("type", "button"), ("data-do", address.as_str()), ("aria-label", &name)];
        let line = vec![
            tree("span", &[], kind, Vec::new()),
            tree("input", &field, "", Vec::new()),
            tree("button", &copy, "Copy", Vec::new()),
        ];
        parts.push(tree("p", &[("class", "line")], "", line));
    }
    parts
}

/// The host's letters, and the reader's own.
fn letter(app: App, shown: &Shown) -> Vec<Tree> {
    let mut parts = vec![element("h4", "As a letter")];
    if let Some(address) = &app.site.read().site.subscribe {
        let sign_up = [("href", address.as_str()), ("rel", "noopener noreferrer"), ("target", "_blank")];
        let words = vec![
            tree("a", &sign_up, "Sign up for this site's letters", Vec::new()),
            element("span", " (leaves Offprint)"),
        ];
        parts.push(tree("p", &[], "", words));
    }
    parts.push(element("p", "Your own digest: the first ten papers of a list, as a file that mail programs open or as an e-mail to write. Offprint sends nothing."));
    let searches = app.shelf(Shelf::searches);
    let learnt = app.shelf(|shelf| shelf.papers().any(|(_, card)| card.starred() || card.leaning() > 0));
    let mut lists = Vec::new();
    for (of, words) in [("day", "The newest day, "), ("week", "The newest week, ")] {
        lists.push((of.to_owned(), [words, "trending"].concat()));
        // Without a star there is nothing to order it by.
        lists.extend(learnt.then(|| ([of, FOR_YOU].concat(), [words, "for you"].concat())));
    }
    lists.extend(searches.into_iter().map(|search| (search.address, search.name)));
    let option = |(value, words): (String, String)| {
        let here = if value == shown.of { "true" } else { "" };
        tree("option", &[("value", &value), ("is:selected", here)], &words, Vec::new())
    };
    let choice = tree("select", &[("data-do", "of"), ("id", "digest-of")], "", lists.into_iter().map(option).collect());
    let label = tree("label", &[("for", "digest-of")], "My digest of", Vec::new());
    parts.push(tree("p", &[("class", "line")], "", vec![label, choice, button("make", "Make it")]));
    let made = match &shown.digest {
        None => Vec::new(),
        Some(None) => vec![element("span", "No paper for a digest.")],
        Some(Some(digest)) => vec![
            element("span", &format!("“{}”, {}.", digest.title, words::papers(digest.papers))),
            button("save", "Save as .eml"),
            tree("a", &[("href", &digest.mailto)], "Write it as an e-mail", Vec::new()),
        ],
    };
    parts.push(tree("p", &[("class", "line"), ("role", "status")], "", made));
    parts
}
