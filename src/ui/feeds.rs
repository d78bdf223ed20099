//! The feeds: what they brought, what was wrong with them, and how to add more.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::away::Away;
use super::patch::{self, Live, Tree, tree};
use super::state::{App, FeedState, app};
use super::subscribe::Subscribe;
use crate::feed::{Problem, live};
use crate::paper::Day;
use crate::present::site::SiteFeed;
use crate::present::words;
use crate::query::View;
use crate::shelf::Millis;
use crate::shelf::record::{FeedKind, FeedRecord};

/// The page of feeds.
#[component]
pub fn Feeds() -> impl IntoView {
    let css = style_sheet!("style/feeds.css");
    let app = app();
    let known = move || {
        let summary = app.summary.read();
        let days = words::counted(summary.days.len() as u32, "papers-day");
        format!("{} known, from {days}.", words::papers(summary.papers))
    };
    let list = move || {
        let feeds = app.feeds.read();
        let mut parts = vec![tree("ul", &[("class", "list")], "", feeds.iter().map(|feed| entry(app, feed)).collect())];
        if feeds.iter().filter(|feed| feed.is_fetched()).count() > 1 {
            parts.push(button("all", "", "Fetch all again", "every feed"));
        }
        parts.extend(of_site(app));
        parts
    };
    let act = move |what: &str, _: &str| match what.split_once(' ') {
        Some(("fetch", key)) => app.refresh_feed(key.to_owned()),
        Some(("pause", key)) => app.pause_feed(key.to_owned(), true),
        Some(("resume", key)) => app.pause_feed(key.to_owned(), false),
        Some(("remove", key)) => app.remove_feed(key.to_owned()),
        Some(("add", address)) => _ = app.add_address(address),
        _ => app.refresh_feeds(),
    };
    view! {
        <main class=format!("feeds text {css}") id="feeds">
            <h2>"Feeds"</h2>
            <p class="lead">
                {known}" Feeds are joined: what one of them takes away or fails to send stays here, and so do the papers of a feed that you remove."
            </p>
            <Away />
            <Live show=Box::new(list) act=Box::new(act) />
            <Subscribe />
            <h3 class="add">"Add a feed"</h3>
            <AddFeed />
        </main>
    }
}

/// What the host offers, and what was wrong with its file.
fn of_site(app: App) -> Vec<Tree> {
    let offered = |feed: SiteFeed| {
        let title = feed.title.as_deref().unwrap_or(&feed.address);
        let host = if feed.title.is_some() { [" ", &feed.address].concat() } else { String::new() };
        let words = vec![
            tree("span", &[], title, Vec::new()),
            tree("span", &[("class", "hint")], &host, Vec::new()),
            button("add", &feed.address, "Add", title),
        ];
        tree("li", &[("class", "offered")], "", words)
    };
    let offered: Vec<Tree> = app.offered_feeds().into_iter().map(offered).collect();
    let line = |problem: &Problem| tree("p", &[("class", "message")], &format!("{problem}."), Vec::new());
    let mut parts: Vec<Tree> = app.site.read().problems.iter().map(line).collect();
    if !offered.is_empty() {
        let why = "This site names feeds of other hosts. They are asked only if you add them.";
        parts.push(tree("p", &[("class", "hint")], why, Vec::new()));
        parts.push(tree("ul", &[], "", offered));
    }
    parts
}

/// A feed: always the same parts, so that what is open in one of them stays open when another changes.
fn entry(app: App, feed: &FeedState) -> Tree {
    let record = &feed.record;
    let removable = matches!(record.kind, FeedKind::Address | FeedKind::File);
    let paused = if record.on { "" } else { " (paused)" };
    let mut acts = Vec::new();
    if feed.is_fetched() && feed.fetching.is_none() {
        acts.push(button("fetch", &feed.key, "Fetch again", &record.title));
    }
    if record.address.is_some() {
        let (what, words) = if record.on { ("pause", "Pause") } else { ("resume", "Resume") };
        acts.push(button(what, &feed.key, words, &record.title));
    }
    if removable {
        acts.push(button("remove", &feed.key, "Remove", &record.title));
    }
    let parts = vec![
        tree("h3", &[], &[&record.title, paused].concat(), Vec::new()),
        tree("p", &[("class", "facts")], &facts(feed), Vec::new()),
        tree("p", &[("class", "facts")], "", news(app, feed)),
        tree("div", &[("class", "progress")], "", progress(feed)),
        tree("p", &[("class", "message")], record.message.as_deref().unwrap_or_default(), Vec::new()),
        tree("div", &[], "", problems(record)),
        tree("p", &[("class", "acts")], "", acts),
    ];
    tree("li", &[], "", parts)
}

/// When it was read, and what it holds.
fn facts(feed: &FeedState) -> String {
    let record = &feed.record;
    let read = match record.fetched {
        Some(at) => format!("Read on {} at {}", words::day(Millis(at).day()), clock(at)),
        None => return "Not read yet.".to_owned(),
    };
    let problems = match record.problems {
        0 => String::new(),
        count => [", ", &words::counted(count, "problem")].concat(),
    };
    let next = match feed.next() {
        Some(at) => format!(". Next at {}, and whenever Offprint opens", clock(at)),
        None => String::new(),
    };
    format!("{read}, {}{problems}{next}.", words::papers(record.papers))
}

/// The papers-days it gave, and what was new.
fn news(app: App, feed: &FeedState) -> Vec<Tree> {
    let mut parts = Vec::new();
    if let Some((from, to)) = feed.record.days {
        let view = View { day: Some(Day(to)), ..View::default() };
        let place = app.place.read_untracked().with_view(view).query();
        let days = words::span(Day(from), Day(to));
        parts.push(tree("span", &[], "Papers-days: ", Vec::new()));
        parts.push(tree("a", &[("href", &place), ("title", "The newest of them")], &days, Vec::new()));
        parts.push(tree("span", &[], ". ", Vec::new()));
    }
    let news = match feed.record.news {
        None => return parts,
        Some((0, 0)) => "Nothing new last time.".to_owned(),
        Some((added, 0)) => format!("New last time: {}.", words::papers(added)),
        Some((added, changed)) => {
            format!("New last time: {}, and something on {} known.", words::papers(added), words::grouped(changed))
        }
    };
    parts.push(tree("span", &[], &news, Vec::new()));
    parts
}

/// How far a fetch is.
fn progress(feed: &FeedState) -> Vec<Tree> {
    let Some((done, of)) = feed.fetching else { return Vec::new() };
    let (words, value, max) = match of {
        0 => ("Fetching…".to_owned(), String::new(), String::new()),
        _ => (format!("Fetching {} of {of}", done + 1), done.to_string(), of.to_string()),
    };
    let bar = [("aria-label", feed.record.title.as_str()), ("value", &value), ("max", &max)];
    // Without a value it shows that something goes on, and not how far.
    let bar = if of == 0 { bar.get(..1) } else { Some(&bar[..]) };
    vec![tree("progress", bar.unwrap_or_default(), "", Vec::new()), tree("span", &[], &words, Vec::new())]
}

/// What was wrong with it.
fn problems(record: &FeedRecord) -> Vec<Tree> {
    if record.told.is_empty() {
        return Vec::new();
    }
    let line = |(place, cause, done): &(String, String, String)| {
        let parts =
            vec![tree("b", &[], place, Vec::new()), tree("span", &[], &format!(": {cause}; {done}."), Vec::new())];
        tree("li", &[], "", parts)
    };
    let more = record.problems.saturating_sub(record.told.len() as u32);
    let more = if more > 0 { format!("And {more} more.") } else { String::new() };
    let parts = vec![
        tree("summary", &[], "What was wrong, and what was done about it", Vec::new()),
        tree("ul", &[], "", record.told.iter().map(line).collect()),
        tree("p", &[], &more, Vec::new()),
    ];
    vec![tree("details", &[], "", parts)]
}

fn button(what: &str, key: &str, words: &str, of: &str) -> Tree {
    let (what, name) = ([what, " ", key].concat(), [words, ": ", of].concat());
    let attributes = [("type", "button"), ("data-do", what.trim_end()), ("aria-label", &name)];
    tree("button", &attributes, words, Vec::new())
}

/// "14:05 UTC".
fn clock(at: i64) -> String {
    let minutes = at.div_euclid(60_000).rem_euclid(1_440);
    format!("{:02}:{:02} UTC", minutes / 60, minutes % 60)
}

/// What a feed is added by.
#[component]
fn AddFeed() -> impl IntoView {
    let app = app();
    let error = RwSignal::new(String::new());
    let show = move || add_trees(app, &error.read());
    let act = move |what: &str, value: &str| match what {
        "address" => error.set(app.add_address(&patch::value_of("address")).err().unwrap_or_default()),
        "file" => patch::files_of("file").into_iter().for_each(|file| app.add_file(file)),
        _ => app.set_hugging_face(value == "on"),
    };
    view! { <Live show=Box::new(show) act=Box::new(act) /> }
}

fn add_trees(app: App, error: &str) -> Vec<Tree> {
    let address = [
        ("id", "address"),
        ("type", "text"),
        ("inputmode", "url"),
        ("autocomplete", "url"),
        ("placeholder", "https://…"),
        ("aria-describedby", "address-hint"),
    ];
    let hint = "JSON Feed, Atom or RSS of anyone, arXiv's own feeds, or Hugging Face's daily papers. The host must allow other sites to read it (CORS). \
        The page opens anew, since it may talk only to hosts that it knew when it was opened.";
    let by_address = vec![
        patch::label("address", "Address of a feed or an archive's manifest"),
        tree("div", &[("class", "line")], "", vec![tree("input", &address, "", Vec::new()), patch::button("", "Add")]),
        tree("p", &[("class", "hint"), ("id", "address-hint")], hint, Vec::new()),
        tree("p", &[("class", "error"), ("role", "alert")], error, Vec::new()),
    ];
    let kinds = ".json,.xml,.rss,.atom,.bib,.ris,.opml,.txt,.md,.gz,application/json,application/feed+json";
    let file = [("id", "file"), ("type", "file"), ("accept", kinds), ("multiple", ""), ("data-do", "file")];
    let by_file = vec![
        patch::label("file", "A file from this device, which you can also drop anywhere on the page"),
        tree("input", &file, "", Vec::new()),
    ];
    let on =
        app.feeds.read().iter().any(|feed| feed.record.kind == FeedKind::HuggingFace && feed.record.on).to_string();
    let told = format!(
        "Your browser then asks {} directly, which sees your network address and the time. Nothing of your library is sent.",
        live::HOST
    );
    let switch = vec![
        tree("input", &[("type", "checkbox"), ("data-do", "switch"), ("is:checked", &on)], "", Vec::new()),
        tree("span", &[], " Fetch Hugging Face Daily Papers when Offprint opens", Vec::new()),
    ];
    let hint = vec![tree("strong", &[], "Third party. ", Vec::new()), tree("span", &[], &told, Vec::new())];
    let third_party = vec![tree("label", &[], "", switch), tree("p", &[("class", "hint")], "", hint)];
    vec![
        patch::form("address", by_address),
        tree("p", &[("class", "file")], "", by_file),
        tree("div", &[("class", "third-party")], "", third_party),
    ]
}
