//! Which paper comes first. Same papers, same order, same day: same list, on every machine.
//!
//! ```
//! use offprint::rank::trending;
//! // Twenty votes today outrank forty votes of three days ago.
//! assert!(trending(Some(20), 0) > trending(Some(40), 3));
//! ```

pub mod similar;
pub mod taste;
pub mod weights;

use std::cmp::Ordering;

use crate::library::Library;
use crate::paper::{Day, Paper};
use crate::query::Order;
use crate::search::order::sort_by;

/// Votes against age: `(votes + VOTES_FLOOR) / (age + AGE_OFFSET) ^ GRAVITY`, age in days since the papers-day.
///
/// The shape is that of Hacker News (`news.arc`) and of the *Daily Papers HN* demo, `votes / (hours + 2)^1.5`, with days
/// in place of hours: a paper stays on its papers-day for the whole day, and feeds show when it was posted only to the day.
/// Unknown votes count as none. The constants are explained in [`weights`].
pub fn trending(votes: Option<u32>, age_days: i32) -> f64 {
    let votes = f64::from(votes.unwrap_or(0)) + weights::VOTES_FLOOR;
    votes / (f64::from(age_days.max(0)) + weights::AGE_OFFSET).powf(weights::GRAVITY)
}

/// Places of all papers in an order. Ties fall to the papers-day (but not among most voted), to votes, to the paper's own date,
/// and to its id, so that no two papers ever tie. For what fits words best see [`crate::search`]; without words the best are
/// the newest. O(n log n).
pub fn ranked(library: &Library, order: Order, today: Day) -> Vec<u32> {
    let score: fn(&Paper, Day) -> f64 = match order {
        Order::Trending => trending_on,
        _ => |_, _| 0.0,
    };
    let tie = match order {
        Order::Newest | Order::Trending | Order::Best | Order::Collected => newest_first,
        Order::Oldest => oldest_first,
        Order::Votes => most_votes_first,
        Order::Comments => most_comments_first,
        Order::Stars => most_stars_first,
    };
    let known = library.all().into_iter().filter_map(|place| library.at(place).map(|paper| (place, paper)));
    let mut scored: Vec<Scored> = known.map(|(place, paper)| (score(paper, today), place, paper)).collect();
    let comes_before = |a: &Scored, b: &Scored| b.0.total_cmp(&a.0).then_with(|| tie(a.2, b.2)) == Ordering::Less;
    sort_by(&mut scored, comes_before);
    scored.into_iter().map(|(_, place, _)| place).collect()
}

/// A score, and the place and facts of the paper that has it.
type Scored<'a> = (f64, u32, &'a Paper);

/// A paper that never had a papers-day ages from its publication.
fn trending_on(paper: &Paper, today: Day) -> f64 {
    let since = paper.last_day().or(paper.published);
    trending(paper.votes, since.map_or(i32::MAX, |day| today.0.saturating_sub(day.0)))
}

fn newest_first(a: &Paper, b: &Paper) -> Ordering {
    b.last_day().cmp(&a.last_day()).then_with(|| most_votes_first(a, b))
}

/// Papers that never had a papers-day come last here too.
fn oldest_first(a: &Paper, b: &Paper) -> Ordering {
    let day = |paper: &Paper| paper.last_day().map_or(i32::MAX, |day| day.0);
    day(a).cmp(&day(b)).then_with(|| most_votes_first(a, b))
}

fn most_comments_first(a: &Paper, b: &Paper) -> Ordering {
    b.comments.cmp(&a.comments).then_with(|| newest_first(a, b))
}

fn most_stars_first(a: &Paper, b: &Paper) -> Ordering {
    b.stars.cmp(&a.stars).then_with(|| newest_first(a, b))
}

fn most_votes_first(a: &Paper, b: &Paper) -> Ordering {
    b.votes.cmp(&a.votes).then_with(|| b.published.cmp(&a.published)).then_with(|| b.id.cmp(&a.id))
}
