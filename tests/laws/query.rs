//! A list holds what a look at every paper by hand holds.

use offprint::engine::Engine;
use offprint::paper::{Day, Paper};
use offprint::query::{Flags, View, Window};
use offprint::text;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::library::paper;

/// A condition by hand.
type Shows = fn(&Paper, Flags) -> bool;

/// Conditions as typed, and what they mean.
const CONDITIONS: [(&str, Shows); 13] = [
    ("cat:cs.CV", |paper, _| paper.categories.iter().any(|category| category == "cs.CV")),
    ("-cat:cs", |paper, _| !paper.categories.iter().any(|category| category.starts_with("cs."))),
    ("cat:cs.*", |paper, _| paper.categories.iter().any(|category| category.starts_with("cs."))),
    ("kw:\"gpt-4o at work\"", |paper, _| paper.keywords.iter().any(|keyword| text::fold(keyword) == "gpt-4o at work")),
    ("has:code", |paper, _| paper.repository.is_some()),
    ("(has:project OR has:summary)", |paper, _| paper.project.is_some() || paper.summary.is_some()),
    ("is:starred", |_, flags| flags.starred),
    ("is:unread", |_, flags| !flags.read),
    ("-is:read", |_, flags| !flags.read),
    ("votes:>=3", |paper, _| paper.votes.is_some_and(|votes| votes >= 3)),
    ("comments:..2", |paper, _| paper.comments.is_some_and(|comments| comments <= 2)),
    ("day:2025-08-01..2025-08-04", |paper, _| paper.days.iter().any(|day| (20_301..=20_304).contains(&day.0))),
    ("year:2023", |paper, _| paper.published.is_some_and(|day| day.ymd().0 == 2023)),
];

fn view() -> impl Strategy<Value = (View, Vec<Shows>)> {
    let window = prop_oneof![Just(Window::Day), Just(Window::Week), Just(Window::Month), Just(Window::All)];
    let conditions = vec(proptest::sample::select(&CONDITIONS[..]), 0..3);
    (window, option::of(20_299..20_311_i32), conditions, any::<bool>()).prop_map(
        |(window, day, conditions, dismissed)| {
            let mut text: Vec<&str> = conditions.iter().map(|(text, _)| *text).collect();
            let mut shows: Vec<Shows> = conditions.iter().map(|(_, shows)| *shows).collect();
            // Hidden unless asked for.
            if dismissed {
                text.push("is:dismissed");
                shows.push(|_, flags| flags.dismissed);
            } else {
                shows.push(|_, flags| !flags.dismissed);
            }
            (View { window, day: day.map(Day), text: text.join(" "), order: None }, shows)
        },
    )
}

/// Any fixed marks will do: here they follow from the number of the paper.
fn flags(paper: &Paper) -> Flags {
    let number = paper.id.as_str().bytes().last().unwrap();
    Flags { starred: number.is_multiple_of(2), read: number.is_multiple_of(3), dismissed: number.is_multiple_of(4) }
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

proptest! {
    #[test]
    fn a_list_shows_what_a_look_at_every_paper_shows(papers in vec(paper(), 0..20), (view, shows) in view()) {
        let mut engine = Engine::default();
        engine.recall(papers.clone());
        // As the library joined them.
        let ids: std::collections::BTreeSet<_> = papers.iter().map(|paper| paper.id.clone()).collect();
        let papers: Vec<Paper> = ids.iter().map(|id| engine.paper(id).unwrap().clone()).collect();
        engine.mark(papers.iter().map(|paper| (paper.id.clone(), flags(paper))).collect());
        let newest = papers.iter().filter_map(Paper::last_day).max().unwrap_or(Day(0));
        let list = engine.rows(&view, Day(20_312), None, 0, 100);
        let mut shown: Vec<_> = list.rows.into_iter().map(|row| row.id).collect();
        shown.sort();
        let by_hand = papers.iter().filter(|paper| in_window(&view, newest, paper) && shows.iter().all(|shows| shows(paper, flags(paper))));
        let by_hand: Vec<_> = by_hand.map(|paper| paper.id.clone()).collect();
        prop_assert_eq!(&shown, &by_hand, "{:?}", view);
        prop_assert_eq!(list.total as usize, by_hand.len());
        prop_assert_eq!(engine.facets(&view, Day(20_312), None).of as usize, by_hand.len());
    }
}
