//! Which paper comes first. Same papers, same order, same day: same list, on every machine.
//!
//! ```
//! use offprint::rank::trending;
//! // Twenty votes today outrank forty votes of three days ago.
//! assert!(trending(Some(20), 0) > trending(Some(40), 3));
//! ```

pub mod weights;

use std::cmp::Ordering;

use crate::library::Library;
use crate::paper::{Day, Paper};
use crate::query::Order;

/// Votes against age: `(votes + VOTES_FLOOR) / (age + AGE_OFFSET) ^ GRAVITY`, age in days since the papers-day.
///
/// The shape is that of Hacker News (`news.arc`) and of the *Daily Papers HN* demo, `votes / (hours + 2)^1.5`, with days
/// in place of hours: a paper stays on its papers-day for the whole day, and feeds show when it was posted only to the day.
/// Unknown votes count as none. The constants are explained in [`weights`].
pub fn trending(votes: Option<u32>, age_days: i32) -> f64 {
    let votes = f64::from(votes.unwrap_or(0)) + weights::VOTES_FLOOR;
    votes / (f64::from(age_days.max(0)) + weights::AGE_OFFSET).powf(weights::GRAVITY)
}

/// Sorts places of the library into the asked order. Ties fall to votes, then to the paper's own date, then to its id,
/// so that no two papers ever tie. O(n log n).
pub fn sort(places: &mut [u32], library: &Library, order: Order, today: Day) {
    let paper = |place: u32| library.at(place).map(|entry| &entry.paper);
    match order {
        Order::Newest => places.sort_by(|&a, &b| by(paper(a), paper(b), newest_first)),
        Order::Votes => places.sort_by(|&a, &b| by(paper(a), paper(b), most_votes_first)),
        Order::Trending => places.sort_by_cached_key(|&place| paper(place).map(|paper| TrendingKey::of(paper, today))),
    }
}

fn by(a: Option<&Paper>, b: Option<&Paper>, order: fn(&Paper, &Paper) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => order(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

fn newest_first(a: &Paper, b: &Paper) -> Ordering {
    b.last_day().cmp(&a.last_day()).then_with(|| most_votes_first(a, b))
}

fn most_votes_first(a: &Paper, b: &Paper) -> Ordering {
    b.votes.cmp(&a.votes).then_with(|| b.published.cmp(&a.published)).then_with(|| b.id.cmp(&a.id))
}

/// Trending score and tie-breakers, the best first in ascending order.
#[derive(PartialEq)]
struct TrendingKey<'a>(f64, &'a Paper);

impl<'a> TrendingKey<'a> {
    fn of(paper: &'a Paper, today: Day) -> TrendingKey<'a> {
        // A paper that never had a papers-day ages from its publication.
        let since = paper.last_day().or(paper.published);
        let age = since.map_or(i32::MAX, |day| today.0.saturating_sub(day.0));
        TrendingKey(trending(paper.votes, age), paper)
    }
}

impl Eq for TrendingKey<'_> {}

impl PartialOrd for TrendingKey<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TrendingKey<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then_with(|| newest_first(self.1, other.1))
    }
}
