//! One order for one library, however it came together.

use offprint::library::Library;
use offprint::paper::{Day, Paper};
use offprint::query::Order;
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

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(mut papers in vec(paper(), 0..20), order in order()) {
        papers.sort_by(|a, b| a.id.cmp(&b.id));
        papers.dedup_by(|a, b| a.id == b.id);
        let forward = ordered(papers.clone(), order);
        papers.reverse();
        prop_assert_eq!(ordered(papers, order), forward);
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
