//! A list holds what a look at every paper by hand holds.

use std::collections::{BTreeMap, BTreeSet};

use offprint::columns::{Flags, Made};
use offprint::engine::Engine;
use offprint::paper::{Day, Paper, PaperId};
use offprint::query::{View, Window};
use offprint::shelf::Mute;
use offprint::text::fold;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::columns::made;

/// A condition by hand.
type Shows = fn(&Paper, &Made) -> bool;

/// Conditions as typed, and what they mean.
const CONDITIONS: [(&str, Shows); 24] = [
    ("cat:cs.CV", |paper, _| paper.categories.iter().any(|category| category == "cs.CV")),
    ("-cat:cs", |paper, _| !paper.categories.iter().any(|category| category.starts_with("cs."))),
    ("kw:\"gpt-4o at work\"", |paper, _| paper.keywords.iter().any(|keyword| fold(keyword) == "gpt-4o at work")),
    ("has:code", |paper, _| paper.repository.is_some()),
    ("(has:project OR has:summary)", |paper, _| paper.project.is_some() || paper.summary.is_some()),
    ("is:starred", |_, made| made.flags.starred),
    ("is:unread", |_, made| !made.flags.read),
    ("-is:read", |_, made| !made.flags.read),
    ("votes:>=3", |paper, _| paper.votes.is_some_and(|votes| votes >= 3)),
    ("comments:..2", |paper, _| paper.comments.is_some_and(|comments| comments <= 2)),
    ("day:2025-08-01..2025-08-04", |paper, _| paper.days.iter().any(|day| (20_301..=20_304).contains(&day.0))),
    ("year:2023", |paper, _| paper.published.is_some_and(|day| day.ymd().0 == 2023)),
    ("tag:read", |_, made| made.tags.iter().any(|tag| fold(tag).contains("read"))),
    ("-tag:\"to read\"", |_, made| !made.tags.iter().any(|tag| fold(tag).replace("  ", " ") == "to read")),
    ("(tag:⭐ OR tag:c+)", |_, made| made.tags.iter().any(|tag| tag.starts_with('⭐') || tag == "C++")),
    ("in:group", |_, made| in_group(made)),
    ("(in:group OR votes:>=3)", |paper, made| in_group(made) || paper.votes.is_some_and(|votes| votes >= 3)),
    ("-in:gpt,\"to read\"", |_, made| !made.collections.iter().any(|name| name == "GPT" || name == "to read")),
    ("has:note", |_, made| !made.note.is_empty()),
    ("-has:tag", |_, made| made.tags.is_empty()),
    ("note:zebrafish", |_, made| made.note.contains("zebrafish")),
    ("-note:\"the zebrafish\"", |_, made| !made.note.contains("the zebrafish")),
    ("zebrafish", |_, made| made.note.contains("zebrafish")),
    ("-later", |_, made| made.note != "later"),
];

fn in_group(made: &Made) -> bool {
    made.collections.iter().any(|name| fold(name).contains("group"))
}

/// What is muted, and what that covers.
const MUTES: [(Mute, &str, Covers); 13] = [
    (Mute::Author, "masked IMAGE modelling", |paper| by(paper, "masked image modelling")),
    (Mute::Author, "Schrodinger Bridges", |paper| by(paper, "Schrödinger bridges")),
    (Mute::Author, "masked image", |_| false),
    (Mute::Author, "Schrödinger bridge", |_| false),
    (Mute::Word, "bridge", |paper| says(paper, "bridges")),
    (Mute::Word, "image modelling", |paper| says(paper, "image modelling")),
    (Mute::Word, "gpt 4o", |paper| says(paper, "GPT-4o")),
    (Mute::Word, "zebrafish", |_| false),
    (Mute::Word, "…", |_| false),
    (Mute::Submitter, "Ada", |paper| paper.submitter.as_deref() == Some("ada")),
    (Mute::Organisation, "ae lab", |paper| paper.organisation.as_deref() == Some("Aé-Lab")),
    (Mute::Category, "cs.cv", |paper| paper.categories.iter().any(|category| category == "cs.CV")),
    (Mute::Category, "cs", |_| false),
];

/// Whether a mute is about a paper, by hand.
type Covers = fn(&Paper) -> bool;

fn by(paper: &Paper, name: &str) -> bool {
    paper.authors.iter().any(|author| author.name == name)
}

fn says(paper: &Paper, words: &str) -> bool {
    let texts = [Some(&paper.title), paper.abstract_text.as_ref(), paper.summary.as_ref()];
    texts.into_iter().flatten().any(|text| text.contains(words))
}

fn paper() -> impl Strategy<Value = Paper> {
    let names = (option::of(select(vec!["Aé-Lab", "Lab"])), option::of(select(vec!["ada", "ada-l"])));
    (super::library::paper(), names).prop_map(|(paper, (organisation, submitter))| Paper {
        organisation: organisation.map(str::to_owned),
        submitter: submitter.map(str::to_owned),
        ..paper
    })
}

/// A view, the conditions in it, and whether it asks for what is dismissed and for what is muted.
fn view() -> impl Strategy<Value = (View, Vec<Shows>, bool, bool)> {
    let window = prop_oneof![Just(Window::Day), Just(Window::Week), Just(Window::Month), Just(Window::All)];
    let conditions = vec(select(&CONDITIONS[..]), 0..3);
    let asks = || prop_oneof![3 => Just(false), 1 => Just(true)];
    (window, option::of(20_299..20_311_i32), conditions, asks(), asks()).prop_map(
        |(window, day, conditions, dismissed, muted)| {
            let mut text: Vec<&str> = conditions.iter().map(|(text, _)| *text).collect();
            text.extend(dismissed.then_some("is:dismissed"));
            text.extend(muted.then_some("is:muted"));
            let shows = conditions.iter().map(|(_, shows)| *shows).collect();
            (View { window, day: day.map(Day), text: text.join(" "), order: None, mix: None }, shows, dismissed, muted)
        },
    )
}

fn in_window(view: &View, newest: Day, paper: &Paper) -> bool {
    let day = view.day.unwrap_or(newest);
    let shown = |shown: &Day| match view.window {
        Window::Day => *shown == day,
        Window::Week => shown.week_start() == day.week_start(),
        Window::Month => (shown.ymd().0, shown.ymd().1) == (day.ymd().0, day.ymd().1),
        Window::All => true,
    };
    view.window == Window::All || paper.days.iter().any(shown)
}

/// An engine that was told of papers, marks and mutes in some order.
fn told(papers: &[Paper], marks: &[(PaperId, Made)], mutes: &[(Mute, String)], order: &[u8]) -> Engine {
    let mut engine = Engine::default();
    for part in order {
        match part {
            0 => engine.recall(papers.to_vec()),
            1 => engine.mark(marks.to_vec()),
            2 => engine.mute(mutes.to_vec()),
            _ => while engine.index_some(3) {},
        }
    }
    while engine.index_some(3) {}
    engine
}

proptest! {
    #[test]
    fn a_list_shows_what_a_look_at_every_paper_shows(
        papers in vec(paper(), 0..20),
        marks in btree_map((1..9_u32).prop_map(|number| PaperId::parse(&format!("2309.{number:05}")).unwrap().0), made(), 0..9),
        mutes in subsequence(MUTES.to_vec(), 0..4),
        order in Just(vec![0, 1, 2, 3]).prop_shuffle(),
        (view, shows, dismissed, muted) in view(),
    ) {
        let wanted: Vec<(Mute, String)> = mutes.iter().map(|(by, what, _)| (*by, (*what).to_owned())).collect();
        let all: Vec<(PaperId, Made)> = marks.clone().into_iter().collect();
        let mut engine = told(&papers, &all, &wanted, &order);
        // As the library joined them.
        let ids: std::collections::BTreeSet<_> = papers.iter().map(|paper| paper.id.clone()).collect();
        let papers: Vec<Paper> = ids.iter().map(|id| engine.paper(id).unwrap().clone()).collect();
        let newest = papers.iter().filter_map(Paper::last_day).max().unwrap_or(Day(0));
        let list = engine.rows(&view, Day(20_312), None, 0, 100);
        let mut shown: Vec<_> = list.rows.into_iter().map(|row| row.id).collect();
        shown.sort();
        let none = Made::default();
        let (mut by_hand, mut left_out) = (Vec::new(), 0);
        for paper in papers.iter().filter(|paper| in_window(&view, newest, paper)) {
            let made = marks.get(&paper.id).unwrap_or(&none);
            let covered = mutes.iter().any(|(_, _, covers)| covers(paper)) && !made.flags.starred;
            let meets = shows.iter().all(|shows| shows(paper, made));
            // Hidden unless asked for, or in a collection that is asked for.
            let own = view.text.contains("in:group") && in_group(made);
            let hidden = made.flags.dismissed && !dismissed && !own;
            if meets && !hidden && (made.flags.dismissed || !dismissed) && (covered || !muted) {
                if covered && !made.flags.dismissed && !muted && !own {
                    left_out += 1;
                } else {
                    by_hand.push(paper.id.clone());
                }
            }
        }
        prop_assert_eq!(&shown, &by_hand, "{:?}", view);
        prop_assert_eq!((list.total as usize, list.muted), (by_hand.len(), left_out), "{:?}", view);
        prop_assert_eq!(engine.facets(&view, Day(20_312), None).of as usize, by_hand.len());
        for id in &ids {
            let why = engine.why(id, &view, Day(20_312), None).unwrap();
            prop_assert_eq!(why.place.is_some(), by_hand.contains(id), "{:?} {}", view, id);
            prop_assert!(!why.reasons.is_empty(), "{:?} {}", view, id);
            // Whatever keeps a paper out, one or many, the list that is named last has the paper.
            if let (None, [.., last]) = (why.place, why.reasons.as_slice()) {
                let without = last.without.clone().unwrap();
                prop_assert!(engine.ids(&without, Day(20_312), None).contains(id), "{:?} {} {}", without, id, last.text);
            }
        }
    }
}

proptest! {
    #[test]
    fn a_paper_is_shown_where_a_feed_told_of_it_or_the_shelf_holds_something(
        steps in vec((0..4_u8, super::library::paper(), any::<bool>()), 0..12),
    ) {
        let mut engine = Engine::default();
        let (mut fed, mut known, mut held) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (step, paper, holds) in steps {
            let id = paper.id.clone();
            match step {
                0 => engine.bring(vec![paper]),
                1 => engine.recall(vec![paper]),
                2 => engine.learn(vec![paper]),
                _ => engine.mark(vec![(id.clone(), Made { flags: Flags { held: holds, ..Flags::default() }, ..Made::default() })]),
            }
            match step {
                3 if holds => _ = held.insert(id),
                3 => _ = held.remove(&id),
                _ => {
                    known.insert(id.clone());
                    fed.extend((step > 0).then_some(id));
                }
            }
            let wanted: Vec<&PaperId> = known.iter().filter(|id| fed.contains(id) || held.contains(id)).collect();
            let all = View { window: Window::All, ..View::default() };
            let ids = engine.ids(&all, Day(20_312), None);
            prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>(), wanted.clone());
            let mut days: BTreeMap<Day, u32> = BTreeMap::new();
            let shown = wanted.iter().filter_map(|id| engine.paper(id)).flat_map(|paper| &paper.days);
            shown.for_each(|day| *days.entry(*day).or_default() += 1);
            let summary = engine.summary();
            prop_assert_eq!((summary.papers as usize, summary.days), (wanted.len(), days.into_iter().collect::<Vec<_>>()));
        }
    }
}
