//! One paper, whole.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use stylers_macro::style_sheet;

use super::own::Own;
use super::patch::{Live, Shown, Tree, element, tree};
use super::row::{marked, outside, star};
use super::state::{App, app};
use super::why::WhyHere;
use crate::engine::message::{Perhaps, Whole as Known};
use crate::paper::{Author, Day, IdKind, Link, Paper, PaperId};
use crate::present::{Row, words};
use crate::query::{self, View, Window, edit};
use crate::shelf::Card;

/// The paper of that id, fetched from the engine; opening it is noted in the history.
#[component]
pub fn PaperView(id: PaperId) -> impl IntoView {
    let css = style_sheet!("style/paper.css");
    let app = app();
    let found = RwSignal::new(None::<Option<Known>>);
    let perhaps = RwSignal::new(Vec::new());
    let text = Memo::new(move |_| app.place.read().view.text.clone());
    let panel = NodeRef::<html::Section>::new();
    Effect::new({
        let id = id.clone();
        move |_| {
            app.summary.track();
            let (id, text) = (id.clone(), text.get());
            spawn_local(async move {
                let paper = app.ask_paper(id.clone(), text).await;
                let first = found.try_get_untracked().is_some_and(|found| !matches!(found, Some(Some(_))));
                if paper.is_some() && first {
                    app.opened(id.clone());
                }
                // What is there already is not built anew: the reader may be in it.
                found.try_maybe_update(|found| {
                    let changed = found.as_ref() != Some(&paper);
                    *found = Some(paper);
                    (changed, ())
                });
                app.ask_perhaps(id, perhaps).await;
            });
        }
    });
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            let _ = panel.focus();
        }
    });
    app.follow_look(id.clone());
    let close = move || app.place.read().with_paper(None).query();
    let content = {
        let id = id.clone();
        move || match found.get() {
            Some(Some(known)) => view! { <Whole known=known perhaps=perhaps /> }.into_any(),
            Some(None) if app.summary.read().whole => view! { <Unknown id=id.clone() /> }.into_any(),
            _ => view! { <p class="waiting">"…"</p> }.into_any(),
        }
    };
    view! {
        <section class=format!("paper {css}") id="paper" tabindex="-1" aria-label="Paper" node_ref=panel data-open=id.to_string()>
            <a class="close" href=close aria-label="Close the paper" title="Close (Esc)">"×"</a>
            {content}
        </section>
    }
}

#[component]
fn Whole(known: Known, perhaps: RwSignal<Vec<Perhaps>>) -> impl IntoView {
    let Known { paper, marks, twins } = known;
    let app = app();
    let id = StoredValue::new(paper.id.clone());
    let mark = app.mark(&paper.id);
    let cited = mark.clone();
    let title =
        if paper.title.is_empty() { paper.id.to_string().into_any() } else { marked(&paper.title, &marks.title) };
    let text = paper.abstract_text.clone();
    let summary = paper.summary.clone();
    let near = all_days(View { text: query::like(&paper.id), ..View::default() });
    let above = {
        let paper = paper.clone();
        move || [links(&paper)].into_iter().chain(also(&twins)).collect()
    };
    let no_abstract = format!("This feed carries no abstract; see {}.", paper.id.place());
    view! {
        <article>
            <h2>{title}</h2>
            <p class="authors">{(0..).zip(&paper.authors).map(|(at, one)| author(one, marks.authors.contains(&at))).collect_view()}</p>
            <div class="acts">
                <Live show=Box::new(move || acts(&mark.read(), &near)) act=Box::new(move |what, _| act(app, id.get_value(), what)) />
            </div>
            <WhyHere id=paper.id.clone() />
            <Shown show=Box::new(above) />
            {summary.map(|summary| view! { <p class="summary">{marked(&summary, &marks.summary)}</p> })}
            {match text {
                Some(text) => view! { <h3>"Abstract"</h3><p class="abstract">{marked(&text, &marks.abstract_text)}</p> }.into_any(),
                None => view! { <p class="abstract missing">{no_abstract}</p> }.into_any(),
            }}
            <Own id=paper.id.clone() perhaps=perhaps />
            <p class="key">{move || id.with_value(|id| app.cited_as(id, &cited.read())).map(|key| format!("Cited as {key}"))}</p>
            <Shown show=Box::new(move || vec![facts(&paper)]) />
        </article>
    }
}

/// What can be done with the paper.
fn acts(card: &Card, near: &str) -> Vec<Tree> {
    let leaning = card.leaning();
    let (more, less) = ((leaning > 0).to_string(), (leaning < 0).to_string());
    let button = |what: &str, words: &str, more: &[(&'static str, &str)]| {
        tree(
            "button",
            &[&[("type", "button"), ("data-do", what), ("data-act", what)], more].concat(),
            words,
            Vec::new(),
        )
    };
    let read = if card.is_read() { "Mark unread" } else { "Mark read" };
    let dismiss = if card.is_dismissed() { "Bring back" } else { "Dismiss" };
    let link = [("class", "button"), ("href", near), ("title", "Papers near to it in meaning (r)")];
    vec![
        star(card),
        button("read", read, &[("title", "Read or unread (m)")]),
        button("dismiss", dismiss, &[("title", "Dismiss (e)")]),
        button("share", "Share", &[]),
        button("cite", "Cite", &[("title", "Copy its BibTeX (c)")]),
        button("why", "Why here?", &[("title", "Why it is here, or is not (y)")]),
        button("more", "More like this", &[("title", "Learn from it without a star"), ("aria-pressed", &more)]),
        button("less", "Less like this", &[("aria-pressed", &less)]),
        tree("a", &link, "Papers like this", Vec::new()),
    ]
}

fn act(app: App, id: PaperId, what: &str) {
    let card = app.shelf(|shelf| shelf.get(&id).clone());
    match what {
        "star" => app.star(id, !card.starred()),
        "read" => app.read(id, !card.is_read()),
        "dismiss" => app.dismiss(id, !card.is_dismissed()),
        "share" => app.share(vec![id], String::new()),
        "cite" => app.copy_citation(id),
        "why" => app.ask_why(id),
        way => app.lean(id, if way == "more" { "more" } else { "less" }),
    }
}

#[component]
fn Unknown(id: PaperId) -> impl IntoView {
    let place = format!("Look it up: {}", id.url());
    view! {
        <h2>{id.to_string()}</h2>
        <p>"No feed here knows this paper yet."</p>
        <p><a href=id.url() rel="noopener noreferrer" target="_blank">{place}</a></p>
    }
}

/// A name that lists the author's papers, with where they work.
fn author(author: &Author, asked: bool) -> impl IntoView + use<> {
    let query = all_days(View { text: author.name.clone(), ..View::default() });
    let place = (!author.affiliations.is_empty()).then(|| format!(" ({})", author.affiliations.join("; ")));
    let whole = if asked { vec![(0, author.name.len() as u32)] } else { Vec::new() };
    view! { <span><a href=query>{marked(&author.name, &whole)}</a>{place.map(|place| view! { <small>{place}</small> })}</span> }
}

fn links(paper: &Paper) -> Tree {
    let id = &paper.id;
    let on_arxiv = |before: &str| id.arxiv().map(|id| [before, id].concat());
    let places = [
        (Some(id.url()), id.place()),
        (id.pdf_url(), "PDF"),
        (on_arxiv("https://arxiv.org/html/"), "HTML"),
        (id.hugging_face_url(), "Hugging Face"),
        (on_arxiv("https://www.alphaxiv.org/abs/"), "alphaXiv"),
    ];
    let places = places.into_iter().filter_map(|(address, text)| Some((Link::parse(&address?)?, text)));
    let own = [(&paper.repository, "Code"), (&paper.project, "Project")];
    let own = own.into_iter().filter_map(|(link, text)| Some((link.clone()?, text)));
    let link = |(link, text): (Link, &str)| tree("li", &[], "", vec![outside(link.as_str(), link.host(), text)]);
    tree("ul", &[("class", "links")], "", places.chain(own).map(link).collect())
}

/// Links to papers that are nearly the same.
fn also(twins: &[Row]) -> Option<Tree> {
    let link = |twin: &Row| {
        let query = app().place.get_untracked().with_paper(Some(twin.id.clone())).query();
        let when = twin.day.map(|day| [" · ", &words::day(day)].concat()).unwrap_or_default();
        let more = element("small", &[" ", twin.id.as_str(), &when].concat());
        tree("li", &[], "", vec![tree("a", &[("href", &query)], &twin.title, Vec::new()), more])
    };
    let list = || tree("ul", &[], "", twins.iter().map(link).collect());
    (!twins.is_empty()).then(|| tree("div", &[("class", "also")], "", vec![element("h3", "Also as"), list()]))
}

fn facts(paper: &Paper) -> Tree {
    let days: Vec<String> = paper.days.iter().map(|day| words::day(*day)).collect();
    let version = paper.version.map(|version| format!("v{version}")).unwrap_or_default();
    let published = |day: Day| if paper.has_year_only() { day.ymd().0.to_string() } else { words::day(day) };
    let (kind, name) = match paper.id.kind() {
        IdKind::Arxiv => ("arXiv", [paper.id.as_str(), &version].concat()),
        IdKind::Doi => ("DOI", paper.id.doi().unwrap_or_default()),
        IdKind::Link => ("Address", paper.id.to_string()),
    };
    let facts = [
        (kind, Some(name)),
        ("Papers-day", Some(days.join(", "))),
        ("First published", paper.published.map(published)),
        ("Votes", paper.votes.map(words::grouped)),
        ("Comments", paper.comments.map(words::grouped)),
        ("Stars of the code", paper.stars.map(words::grouped)),
        ("Organisation", paper.organisation.clone()),
        ("Put in by", paper.submitter.clone()),
    ];
    let fact = |name: &str, value: Tree| tree("div", &[], "", vec![element("dt", name), value]);
    let told = facts.into_iter().filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)));
    let mut all: Vec<Tree> = told.map(|(name, value)| fact(name, element("dd", &value))).collect();
    let lists = [
        ("Categories", "cat:", &paper.categories, edit::value as fn(&str) -> String),
        ("Keywords", "kw:", &paper.keywords, edit::whole),
    ];
    for (name, prefix, values, written) in lists.into_iter().filter(|(_, _, values, _)| !values.is_empty()) {
        let link = |value: &String| {
            let query = all_days(View { text: [prefix, &written(value)].concat(), ..View::default() });
            tree("li", &[], "", vec![tree("a", &[("href", &query)], value, Vec::new())])
        };
        let list = tree("ul", &[], "", values.iter().map(link).collect());
        all.push(fact(name, tree("dd", &[], "", vec![list])));
    }
    tree("dl", &[], "", all)
}

/// The address of a list over everything known.
fn all_days(view: View) -> String {
    app().place.get_untracked().with_view(View { window: Window::All, ..view }).query()
}
