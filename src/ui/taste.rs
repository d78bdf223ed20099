//! What is learnt of the reader: ten questions to begin with, the weights to look at and to set by hand, and how each order would have
//! done on the reader's own past days.

use std::collections::HashMap;

use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::facets::BUTTON;
use super::patch::{Live, Tree, button, tree};
use super::state::{App, app};
use crate::engine::message::{Tasted, Weighed};
use crate::paper::PaperId;
use crate::present::presets::PRESETS;
use crate::present::{Row, plot, words};
use crate::query::{Order, View, Window};
use crate::rank::replay::{Line, Replay};
use crate::rank::taste::Hand;
use crate::rank::weights::{LEFT, LEFT_SECONDS, STAYED, STAYED_SECONDS};
use crate::shelf::Shelf;
use crate::text::decimal;

/// How many questions make a beginning.
const QUESTIONS: u32 = 10;

/// Hands as buttons: word, name, what it does.
const HANDS: [(&str, &str, Hand); 3] =
    [("more", "More", Hand::More), ("less", "Less", Hand::Less), ("nothing", "Ignore", Hand::Nothing)];

/// What the page shows.
#[derive(Clone, Copy)]
struct Shown {
    tasted: RwSignal<Option<Tasted>>,
    /// The papers to choose between, and the number of the question.
    question: RwSignal<(u32, Vec<Row>)>,
    /// The papers that were asked about.
    told: StoredValue<Vec<PaperId>>,
    replay: RwSignal<Option<Replay>>,
    /// Whether a question or the replay waits for what is still being learnt.
    waits: RwSignal<bool>,
    /// Titles of the starred papers.
    titles: RwSignal<HashMap<PaperId, String>>,
}

/// The page.
#[component]
pub fn Taste() -> impl IntoView {
    let css = style_sheet!("style/taste.css");
    let app = app();
    let shown = Shown {
        tasted: RwSignal::new(None),
        question: RwSignal::new((0, Vec::new())),
        told: StoredValue::new(Vec::new()),
        replay: RwSignal::new(None),
        waits: RwSignal::new(false),
        titles: RwSignal::new(HashMap::new()),
    };
    Effect::new(move |_| {
        app.things.track();
        app.summary.track();
        app.ask_taste(shown.tasted);
    });
    let show = move || {
        let parts = [head(app, shown), asked(app, shown), looks(app), weights(shown), replayed(app, shown)];
        parts.into_iter().flatten().collect()
    };
    view! {
        <main class=format!("taste text {css}") id="taste">
            <h2>"Taste"</h2>
            <Live show=Box::new(show) act=Box::new(move |what, _| act(app, shown, what)) />
        </main>
    }
}

fn head(app: App, shown: Shown) -> Vec<Tree> {
    let tasted = shown.tasted.read();
    let Some(tasted) = tasted.as_ref() else { return vec![tree("p", &[("class", "lead")], "…", Vec::new())] };
    let learning = app.summary.with(|known| known.learning);
    let from = match tasted.liked {
        0 => "Nothing is learnt yet. Star some papers, or answer ten questions.".to_owned(),
        liked => format!(
            "Learnt from {} that you starred or want more like, {} that you want less like and {} that you dismissed{}, against the words of {}. It never leaves this device.",
            words::papers(liked),
            words::grouped(tasted.refused),
            words::grouped(tasted.dismissed),
            looked(tasted.looked),
            words::papers(tasted.papers),
        ),
    };
    let mut trees = vec![tree("p", &[("class", "lead")], &from, Vec::new())];
    if learning.papers > 0 || shown.waits.get() {
        let text = match learning.papers {
            0 => "What stands together in the papers is still being learnt.".to_owned(),
            papers => format!("{} are still to be learnt from.", words::papers(papers)),
        };
        trees.push(tree("p", &[("role", "status")], &text, Vec::new()));
    }
    let view = View { window: Window::All, order: Some(Order::ForYou), ..View::default() };
    let list = app.place.with(|place| place.with_view(view).query());
    trees.push(tree("p", &[], "", vec![tree("a", &[("href", &list)], "All papers, ordered for you", Vec::new())]));
    trees
}

/// What was learnt from how long papers were looked at.
fn looked((stayed, left): (u32, u32)) -> String {
    if (stayed, left) == (0, 0) {
        return String::new();
    }
    let (stayed, left) = (words::grouped(stayed), words::grouped(left));
    format!(", and a little from {stayed} that you opened and stayed with and {left} that you opened and left at once")
}

/// Whether such looks are noted at all.
fn looks(app: App) -> Vec<Tree> {
    app.things.track();
    let on = app.shelf(Shelf::notes_looks);
    let text = format!(
        "When you open a paper, it is noted on your shelf whether it was in view for {} seconds or more, or you went on to its text, and whether you left it within {}. Of all stars together the former count at most {} %, the latter {} %, and whatever you say of a paper outright counts in their place.",
        decimal(STAYED_SECONDS, 0),
        decimal(LEFT_SECONDS, 0),
        decimal(f64::from(STAYED) * 100.0, 0),
        decimal(f64::from(LEFT) * 100.0, 0),
    );
    let (on, what) = if on { ("true", "looks:off") } else { ("false", "looks:on") };
    let own = [BUTTON, ("data-do", what), ("aria-pressed", on)];
    vec![
        tree("h3", &[], "How long you look", Vec::new()),
        tree("p", &[], &text, Vec::new()),
        tree("button", &own, "Note it and learn from it", Vec::new()),
    ]
}

fn asked(app: App, shown: Shown) -> Vec<Tree> {
    let question = shown.question.read();
    let (number, papers) = &*question;
    let mut trees = vec![tree("h3", &[], "Ten questions", Vec::new())];
    if papers.is_empty() {
        if shown.waits.get() {
            trees.push(tree("p", &[], "They come as soon as the papers are learnt from.", Vec::new()));
            return trees;
        }
        let text = match *number {
            0 => {
                "Two papers at a time, of which you say which is more to your liking. They are chosen where the answer tells most."
            }
            number if number > QUESTIONS => "That is a beginning. Your answers count like stars, without being stars.",
            _ => "There are no more papers to ask about.",
        };
        trees.push(tree("p", &[], text, Vec::new()));
        trees.push(button("ask", if *number == 0 { "Begin" } else { "Ask ten more" }));
        return trees;
    }
    trees.push(tree("p", &[("role", "status")], &format!("Question {number} of {QUESTIONS}"), Vec::new()));
    let card = |(at, row): (usize, &Row)| {
        let query = app.place.with_untracked(|place| place.with_paper(Some(row.id.clone())).query());
        let choose = ["choose:", if at == 0 { "first" } else { "second" }].concat();
        let name = ["This one: ", &row.title].concat();
        let own = [BUTTON, ("data-do", &choose), ("aria-label", &name)];
        let parts = vec![
            tree("h4", &[], "", vec![tree("a", &[("href", &query)], &row.title, Vec::new())]),
            tree("p", &[], &row.gist, Vec::new()),
            tree("button", &own, "This one", Vec::new()),
        ];
        tree("article", &[], "", parts)
    };
    trees.push(tree("div", &[("class", "pair")], "", papers.iter().enumerate().map(card).collect()));
    let others =
        [("choose:both", "Both"), ("choose:neither", "Neither"), ("choose:skip", "I cannot say"), ("stop", "Enough")];
    trees.push(tree("p", &[("class", "others")], "", others.map(|(what, name)| button(what, name)).into()));
    trees
}

fn weights(shown: Shown) -> Vec<Tree> {
    let tasted = shown.tasted.read();
    let Some(tasted) = tasted.as_ref().filter(|tasted| !tasted.terms.is_empty()) else { return Vec::new() };
    let most = tasted.terms.iter().map(|term| term.weight.abs()).fold(0.01, f32::max);
    let (liked, other): (Vec<&Weighed>, Vec<&Weighed>) = tasted.terms.iter().partition(|term| term.weight > 0.0);
    let list = |terms: Vec<&Weighed>| tree("ul", &[], "", terms.into_iter().map(|term| weighed(term, most)).collect());
    let lead = "What each word, pair of words, name or category adds to a paper of yours that has it, on average, and how that came to be with your stars: first what adds most to all of them together. What you set stays so.";
    let mut trees =
        vec![tree("h3", &[], "What counts for you", Vec::new()), tree("p", &[], lead, Vec::new()), list(liked)];
    if !other.is_empty() {
        trees.push(tree("h3", &[], "What counts against", Vec::new()));
        trees.push(list(other.into_iter().rev().collect()));
    }
    trees
}

fn weighed(term: &Weighed, most: f32) -> Tree {
    let width = decimal(f64::from(term.weight.abs() / most) * 100.0, 0) + "%";
    let sign = if term.weight < 0.0 { "bar less" } else { "bar" };
    let hand = |(word, name, hand): (&str, &str, Hand)| {
        let what = ["hand:", word, ":", &term.label].concat();
        let on = (term.hand == Some(hand)).to_string();
        let label = [name, " “", &term.label, "”"].concat();
        let own =
            [BUTTON, ("class", "plain"), ("data-do", what.as_str()), ("aria-pressed", &on), ("aria-label", &label)];
        tree("button", &own, name, Vec::new())
    };
    let line = plot::line(&term.past);
    let svg = [("viewBox", "0 0 40 12"), ("class", "line"), ("aria-hidden", "true")];
    let parts = vec![
        tree("span", &[("class", "label")], &term.label, Vec::new()),
        tree("span", &[("class", sign), ("aria-hidden", "true"), ("style:width", &width)], "", Vec::new()),
        tree("span", &[("class", "number")], &words::signed(f64::from(term.weight)), Vec::new()),
        tree("svg", &svg, "", vec![tree("path", &[("d", &line)], "", Vec::new())]),
        tree("span", &[("class", "hands")], "", HANDS.map(hand).into()),
    ];
    tree("li", &[], "", parts)
}

fn replayed(app: App, shown: Shown) -> Vec<Tree> {
    let replay = shown.replay.read();
    let mut trees = vec![tree("h3", &[], "Your past days again", Vec::new())];
    let Some(replay) = replay.as_ref() else {
        let text = "How each order would have done on the days of which you starred papers: how many of these it would have shown among the first ten and twenty, knowing only what you had starred before. Votes are as they are known now.";
        trees.push(tree("p", &[], text, Vec::new()));
        trees.push(button("replay", "Replay"));
        return trees;
    };
    let text =
        format!("{} on {}.", words::counted(replay.starred, "starred paper"), words::counted(replay.days, "day"));
    trees.push(tree("p", &[("role", "status")], &text, Vec::new()));
    let cell = |text: &str| tree("td", &[], text, Vec::new());
    let head = ["Order", "Among 10", "Among 20", ""].map(|name| tree("th", &[("scope", "col")], name, Vec::new()));
    let mut lines = vec![tree("tr", &[], "", head.into())];
    for line in &replay.orders {
        let view = View { window: Window::Day, order: Some(line.order), mix: line.mix, ..View::default() };
        let query = app.place.with_untracked(|place| place.with_view(view).query());
        lines.push(tree(
            "tr",
            &[],
            "",
            vec![
                tree("th", &[("scope", "row")], ranking_name(line), Vec::new()),
                cell(&words::share(line.in_ten, replay.starred)),
                cell(&words::share(line.in_twenty, replay.starred)),
                tree("td", &[], "", vec![tree("a", &[("href", &query)], "Today by it", Vec::new())]),
            ],
        ));
    }
    trees.push(tree("table", &[], "", vec![tree("tbody", &[], "", lines)]));
    let same = "Within one day Trending, Rising, Hacker News, Daily Papers HN and Reddit hot order as Most voted does: all papers are of one age.";
    trees.push(tree("p", &[], same, Vec::new()));
    for line in replay.orders.iter().filter(|line| !line.missed.is_empty()) {
        let name = format!("{} would have missed {}", ranking_name(line), words::papers(line.missed.len() as u32));
        let titles = shown.titles.read();
        let paper = |id: &PaperId| {
            let query = app.place.with_untracked(|place| place.with_paper(Some(id.clone())).query());
            tree(
                "li",
                &[],
                "",
                vec![tree("a", &[("href", &query)], titles.get(id).map_or(id.as_str(), String::as_str), Vec::new())],
            )
        };
        let papers = tree("ul", &[], "", line.missed.iter().map(paper).collect());
        trees.push(tree("details", &[], "", vec![tree("summary", &[], &name, Vec::new()), papers]));
    }
    trees
}

fn ranking_name(line: &Line) -> &'static str {
    match line.order {
        Order::ForYou => "For you",
        Order::Mix => {
            PRESETS.iter().find(|preset| preset.mix() == line.mix).map_or("Your own mix", |preset| preset.name)
        }
        _ => "Most voted",
    }
}

fn act(app: App, shown: Shown, what: &str) {
    if let Some((word, label)) = what.strip_prefix("hand:").and_then(|rest| rest.split_once(':')) {
        return app.set_hand(label, word);
    }
    let (number, papers) = shown.question.get_untracked();
    match what {
        "replay" => app.replay(shown.replay, shown.waits, shown.titles),
        "ask" => app.ask_question(shown.question, shown.waits, 1, shown.told.get_value()),
        "looks:on" | "looks:off" => app.set_looks(what == "looks:on"),
        "stop" => shown.question.set((QUESTIONS + 1, Vec::new())),
        _ => {
            if let (Some(chosen), [first, second]) = (what.strip_prefix("choose:"), papers.as_slice()) {
                app.answer(chosen, &first.id, &second.id);
                shown.told.update_value(|told| told.extend([first.id.clone(), second.id.clone()]));
                let next = number + 1;
                match next > QUESTIONS {
                    true => shown.question.set((next, Vec::new())),
                    false => app.ask_question(shown.question, shown.waits, next, shown.told.get_value()),
                }
            }
        }
    }
}
