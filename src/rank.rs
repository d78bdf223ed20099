//! Which paper comes first. Same papers, same order, same day: same list, on every machine.
//!
//! ```
//! use offprint::rank::trending;
//! // Twenty votes today outrank forty votes of three days ago.
//! assert!(trending(Some(20), 0) > trending(Some(40), 3));
//! ```

pub mod fold;
pub mod mix;
pub mod replay;
pub mod rising;
pub mod similar;
pub mod taste;
pub mod weights;

use std::cmp::Ordering;

use crate::library::Library;
use crate::paper::{Counted, Day, Paper, VELOCITY_DAYS};
use crate::query::{Mix, Order};
use crate::search::Bits;
use crate::search::order::sort_by;
use crate::text::number;
use weights::{AGE_OFFSET, GRAVITY, VOTES_FLOOR};

/// Votes against age: `(votes + VOTES_FLOOR) / (age + AGE_OFFSET) ^ GRAVITY`, age in days since the papers-day.
///
/// The shape is that of Hacker News (`news.arc`) and of the *Daily Papers HN* demo, `votes / (hours + 2)^1.5`, with days
/// in place of hours: a paper stays on its papers-day for the whole day, and feeds show when it was posted only to the day.
/// Unknown votes count as none. The constants are explained in [`weights`].
pub fn trending(votes: Option<u32>, age_days: i32) -> f64 {
    let votes = f64::from(votes.unwrap_or(0)) + VOTES_FLOOR;
    votes / (f64::from(age_days.max(0)) + AGE_OFFSET).powf(GRAVITY)
}

/// What orders depend on besides the papers.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The day that ages are counted to.
    pub today: Day,
    /// The reader's own mix, for [`Order::Mix`].
    pub mix: &'a Mix,
    /// By place what the reader is likely to star, most likely highest; empty if nothing has been learnt.
    pub taste: &'a [f32],
}

impl Given<'_> {
    /// A day, and of the reader only what one begins with.
    pub fn on(today: Day) -> Given<'static> {
        Given { today, mix: &Mix::USUAL, taste: &[] }
    }
}

/// Places of all papers in an order. Ties fall to the papers-day (but not among most voted), to votes, to the paper's own date,
/// and to its id, so that no two papers ever tie. For what fits words best see [`crate::search`]; without words the best are
/// the newest. O(n log n).
pub fn ranked(library: &Library, order: Order, given: &Given) -> Vec<u32> {
    let scores = scores(library, order, given);
    let score = |place: u32| scores.get(place as usize).copied().unwrap_or(0.0);
    let known = library.all().into_iter().filter_map(|place| library.at(place).map(|paper| (place, paper)));
    let sorted = best_first(known.map(|(place, paper)| (score(place), place, paper)).collect(), order);
    sorted.into_iter().map(|(_, place, _)| place).collect()
}

/// Some of the papers in an order, given by their places, as a list of just these has them. `alike` is for mixes with variety. O(papers
/// known), and O(n log n) in those given.
pub fn ranked_among(
    library: &Library,
    order: Order,
    given: &Given,
    places: &[u32],
    alike: &dyn Fn(u32, u32) -> f32,
) -> Vec<u32> {
    let scores = scores(library, order, given);
    let scored = |place: &u32| {
        library.at(*place).map(|paper| (scores.get(*place as usize).copied().unwrap_or(0.0), *place, paper))
    };
    let sorted = best_first(places.iter().filter_map(scored).collect(), order);
    let mut ranked: Vec<(u32, f64)> = sorted.into_iter().map(|(score, place, _)| (place, score)).collect();
    let rest = ranked.split_off(ranked.len().min(VARIED));
    let varied = match order == Order::Mix && given.mix.variety() > 0.0 {
        true => mix::varied(&ranked, given.mix.variety(), alike),
        false => ranked.into_iter().map(|(place, _)| place).collect(),
    };
    varied.into_iter().chain(rest.into_iter().map(|(place, _)| place)).collect()
}

/// Papers from the front of a list that are put so that neighbours differ, where a mix asks for variety.
pub const VARIED: usize = 100;

/// The same after some papers have come or changed, from the order of all before that: O(n), and O(k log n) to look for the places of
/// the k papers. Only for orders that are [of papers](is_of_papers).
pub fn ranked_again(library: &Library, order: Order, today: Day, before: &[u32], changed: &Bits) -> Vec<u32> {
    let score = own_score(order).unwrap_or(|_, _| 0.0);
    let scored = |place: u32| library.at(place).map(|paper| (score(paper, today), place, paper));
    let kept: Vec<u32> = before.iter().filter(|place| !changed.contains(**place)).copied().collect();
    let mut ranked = Vec::with_capacity(library.len());
    let mut rest = kept.as_slice();
    for paper in best_first(changed.iter().filter_map(scored).collect(), order) {
        let earlier = |place: &u32| scored(*place).is_some_and(|other| comes_before(&other, &paper, order));
        let (first, later) = rest.split_at(rest.partition_point(earlier));
        ranked.extend_from_slice(first);
        ranked.push(paper.1);
        rest = later;
    }
    ranked.extend_from_slice(rest);
    ranked
}

/// Whether where two papers stand in an order hangs on these two and the day, and on nothing else.
pub fn is_of_papers(order: Order) -> bool {
    !matches!(order, Order::Velocity | Order::ForYou | Order::Mix)
}

#[inline(never)]
fn best_first(mut scored: Vec<Scored<'_>>, order: Order) -> Vec<Scored<'_>> {
    sort_by(&mut scored, |a, b| comes_before(a, b, order));
    scored
}

fn comes_before(a: &Scored, b: &Scored, order: Order) -> bool {
    let tie = || match order {
        Order::Oldest => oldest_first(a.2, b.2),
        Order::Votes => most_votes_first(a.2, b.2),
        Order::Comments => most_comments_first(a.2, b.2),
        Order::Stars => most_stars_first(a.2, b.2),
        _ => newest_first(a.2, b.2),
    };
    b.0.total_cmp(&a.0).then_with(tie) == Ordering::Less
}

/// The scores of all papers in an order, by place, largest first; none for orders that only compare.
pub fn scores(library: &Library, order: Order, given: &Given) -> Vec<f64> {
    if let Some(score) = own_score(order) {
        let papers = library.all().into_iter().filter_map(|place| library.at(place));
        return papers.map(|paper| score(paper, given.today)).collect();
    }
    match order {
        Order::Velocity => velocities(library, given.today),
        Order::ForYou => given.taste.iter().map(|score| f64::from(*score)).collect(),
        Order::Mix => mix::scores(library, given),
        _ => Vec::new(),
    }
}

/// The score that follows from a paper and the day alone, for orders that have one.
fn own_score(order: Order) -> Option<fn(&Paper, Day) -> f64> {
    match order {
        Order::Trending => Some(|paper, today| trending(paper.votes, age(paper, today))),
        Order::HackerNews => Some(hacker_news),
        Order::DailyHn => Some(daily_papers_hn),
        Order::Reddit => Some(reddit),
        Order::Surprise => Some(noise),
        _ => None,
    }
}

/// Whether an order is another on another day.
pub fn depends_on_day(order: Order) -> bool {
    matches!(
        order,
        Order::Trending
            | Order::HackerNews
            | Order::DailyHn
            | Order::Reddit
            | Order::Surprise
            | Order::Velocity
            | Order::Mix
    )
}

/// An order's formula, as a reader reads it.
pub fn formula(order: Order, mix: &Mix) -> String {
    match order {
        Order::Mix => return mix.formula(),
        Order::Trending => {
            let [floor, offset, gravity] = [VOTES_FLOOR, AGE_OFFSET, GRAVITY].map(number);
            return format!("(votes + {floor}) / (days + {offset})^{gravity}");
        }
        Order::HackerNews => "(votes − 1)^0.8 / (hours + 2)^1.8",
        Order::DailyHn => "votes / (hours + 2)^1.5",
        Order::Reddit => "log10(votes) − 1.92 × days",
        Order::Velocity => {
            return format!(
                "stars of the code gained per day in the last {VELOCITY_DAYS} days, as sampled on this device"
            );
        }
        Order::Surprise => "a number drawn from the paper and the day",
        Order::ForYou => {
            return taste::why::formula();
        }
        Order::Best => "BM25F: how rare your words are and how often each field has them",
        Order::Newest => "papers-day, then votes",
        Order::Oldest => "papers-day, earliest first",
        Order::Votes => "votes",
        Order::Comments => "comments",
        Order::Stars => "stars of the code",
        Order::Collected => "as you put them",
    }
    .to_owned()
}

/// Points to the power of 0.8 against hours to the power of 1.8, after `news.arc` as Anarki keeps it, without its factors for kinds
/// of stories. An age is known to the day.
fn hacker_news(paper: &Paper, today: Day) -> f64 {
    let points = f64::from(paper.votes.unwrap_or(0)) - 1.0;
    let points = if points > 0.0 { points.powf(0.8) } else { points };
    points / (f64::from(age(paper, today)) * 24.0 + 2.0).powf(1.8)
}

/// Votes against hours to the power of 1.5, after `app.py` of *Daily Papers HN*, A. Khaliq's page of the newest daily papers. An age is known
/// to the day.
fn daily_papers_hn(paper: &Paper, today: Day) -> f64 {
    f64::from(paper.votes.unwrap_or(0)) / (f64::from(age(paper, today)) * 24.0 + 2.0).powf(1.5)
}

/// Stars gained per day of late (as the relaunched *Papers with Code* orders its trending papers, by the last day); those that were not
/// sampled twice come last.
fn velocities(library: &Library, today: Day) -> Vec<f64> {
    let velocity = |place: u32| library.velocity(place, Counted::Stars, today).unwrap_or(-1.0);
    library.all().into_iter().map(velocity).collect()
}

/// Ten times the votes are worth 45,000 seconds of freshness (*hot* in Reddit's `_sorts.pyx`). It needs no day to count from: newer papers
/// begin higher.
fn reddit(paper: &Paper, today: Day) -> f64 {
    f64::from(paper.votes.unwrap_or(0).max(1)).log10() - f64::from(age(paper, today)) * 86_400.0 / 45_000.0
}

/// A number from 0 to 1 that says nothing of the paper and is another on another day (FNV-1a over its identifier and the day).
fn noise(paper: &Paper, today: Day) -> f64 {
    let bytes = paper.id.as_str().bytes().chain(today.0.to_le_bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as f64 / f64::from(u32::MAX)
}

/// A score, and the place and facts of the paper that has it.
type Scored<'a> = (f64, u32, &'a Paper);

/// Days since the papers-day, not below 0. A paper that never had one ages from its publication.
pub fn age(paper: &Paper, today: Day) -> i32 {
    let since = paper.last_day().or(paper.published);
    since.map_or(i32::MAX, |day| today.0.saturating_sub(day.0)).max(0)
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
