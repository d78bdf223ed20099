//! One order for one library, however it came together.

use offprint::engine::Engine;
use offprint::library::Library;
use offprint::paper::{Day, Link, Paper, PaperId};
use offprint::query::{Order, View, Window};
use offprint::rank::{self, Given};
use proptest::collection::vec;
use proptest::prelude::*;

use super::library::paper;

fn ordered(papers: Vec<Paper>, order: Order) -> Vec<Paper> {
    let mut library = Library::default();
    library.merge(papers);
    let places = rank::ranked(&library, order, &Given::on(Day(20_312)));
    places.into_iter().map(|place| library.at(place).unwrap().clone()).collect()
}

pub fn order() -> impl Strategy<Value = Order> {
    proptest::sample::select(&Order::WORDS[..]).prop_map(|(order, _)| order)
}

/// Three papers, of whose code the stars rose by 2, by 70 and not at all in a week.
#[test]
fn what_gains_stars_fastest_comes_first() {
    let today = Day(20_312);
    let paper = |number: u32, stars: u32| Paper {
        stars: Some(stars),
        repository: Link::parse("https://github.com/a/b"),
        ..Paper::new(PaperId::parse(&format!("2309.{number:05}")).unwrap().0, "Code")
    };
    let mut library = Library::default();
    for (day, stars) in [(today.plus(-7), [100, 10, 900]), (today, [102, 80, 900])] {
        let merge = library.merge((1..).zip(stars).map(|(number, stars)| paper(number, stars)).collect());
        library.note(&merge, day);
    }
    library.merge(vec![paper(4, 5_000)]);
    let order: Vec<u32> = rank::ranked(&library, Order::Velocity, &Given::on(today));
    let numbers: Vec<&str> = order.iter().map(|place| &library.at(*place).unwrap().id.as_str()[9..]).collect();
    assert_eq!(numbers[..2], ["2", "1"], "3 and 4 did not gain, as far as is known");
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(mut papers in vec(paper(), 0..20), order in order()) {
        papers.sort_by(|a, b| a.id.cmp(&b.id));
        papers.dedup_by(|a, b| a.id == b.id);
        let forward = ordered(papers.clone(), order);
        papers.reverse();
        prop_assert_eq!(ordered(papers, order), forward);
    }

    /// What comes is put where it belongs, and not all is sorted anew.
    #[test]
    fn a_list_that_was_looked_at_before_more_came_is_as_any_other(parts in vec(vec(paper(), 0..12), 1..4), order in order()) {
        let today = Day(20_312);
        let view = View { window: Window::All, order: Some(order), ..View::default() };
        let mut engine = Engine::default();
        for part in &parts {
            engine.learn(part.clone());
            engine.ids(&view, today, None);
        }
        let mut fresh = Engine::default();
        parts.into_iter().for_each(|part| fresh.learn(part));
        prop_assert_eq!(engine.ids(&view, today, None), fresh.ids(&view, today, None));
    }

    #[test]
    fn each_order_is_what_it_says(papers in vec(paper(), 0..20)) {
        let newest = ordered(papers.clone(), Order::Newest);
        prop_assert!(newest.windows(2).all(|pair| pair[0].last_day() >= pair[1].last_day()));
        let votes = ordered(papers.clone(), Order::Votes);
        prop_assert!(votes.windows(2).all(|pair| pair[0].votes >= pair[1].votes));
        prop_assert_eq!(ordered(papers.clone(), Order::Best), newest);
        let oldest = ordered(papers.clone(), Order::Oldest);
        let dated: Vec<Day> = oldest.iter().map_while(Paper::last_day).collect();
        prop_assert!(dated.is_sorted() && oldest[dated.len()..].iter().all(|paper| paper.days.is_empty()));
        let discussed = ordered(papers.clone(), Order::Comments);
        prop_assert!(discussed.windows(2).all(|pair| pair[0].comments >= pair[1].comments));
        let stars = ordered(papers.clone(), Order::Stars);
        prop_assert!(stars.windows(2).all(|pair| pair[0].stars >= pair[1].stars));
        let score = |paper: &Paper| {
            let since = paper.last_day().or(paper.published);
            let age = since.map_or(f64::from(i32::MAX), |day| f64::from(20_312 - day.0));
            (f64::from(paper.votes.unwrap_or(0)) + 1.0) / (age + 2.0).powf(1.5)
        };
        let trending = ordered(papers, Order::Trending);
        prop_assert!(trending.windows(2).all(|pair| score(&pair[0]) >= score(&pair[1])));
    }
}
