//! How orders would have done on the reader's own past days: which of the papers that were starred they would have shown early.
//!
//! Each papers-day is ordered knowing only the stars of days before it. An order is worth as much as it shows of the day's
//! starred papers among the first ten and twenty (recall at 10 and 20, over all days together).

use serde::{Deserialize, Serialize};

use crate::paper::{Day, PaperId};
use crate::query::{Mix, Order};

/// Days that are replayed at most, the newest ones.
const DAYS: usize = 30;

/// How a ranking would have done on one papers-day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replayed {
    /// The order.
    pub order: Order,
    /// Its mix, if it is [`Order::Mix`].
    pub mix: Option<Mix>,
    /// How many papers the day has.
    pub papers: u32,
    /// Of the starred papers their places, from 0.
    pub places: Vec<(PaperId, u32)>,
}

/// A day to be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The papers-day.
    pub day: Day,
    /// The papers starred of earlier days.
    pub before: Vec<PaperId>,
    /// Those starred of this day.
    pub starred: Vec<PaperId>,
}

/// All days together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replay {
    /// How many days.
    pub days: u32,
    /// How many papers were starred on them.
    pub starred: u32,
    /// How each ranking would have done.
    pub orders: Vec<Line>,
}

/// How one ranking would have done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The order.
    pub order: Order,
    /// Its mix, if it is [`Order::Mix`].
    pub mix: Option<Mix>,
    /// Starred papers among the first ten of their day.
    pub in_ten: u32,
    /// Starred papers among the first twenty of their day.
    pub in_twenty: u32,
    /// Those that came later.
    pub missed: Vec<PaperId>,
}

/// The days to be replayed of starred papers with their papers-days, newest day last: those before which something was starred.
pub fn days(starred: &[(PaperId, Day)]) -> Vec<Past> {
    let mut days: Vec<Day> = starred.iter().map(|(_, day)| *day).collect();
    days = crate::search::order::sorted(days);
    days.dedup();
    let of = |keep: &dyn Fn(Day) -> bool| -> Vec<PaperId> {
        starred.iter().filter(|(_, day)| keep(*day)).map(|(id, _)| id.clone()).collect()
    };
    let first = days.len().saturating_sub(DAYS).max(1);
    let past = |day: &Day| Past { day: *day, before: of(&|other| other < *day), starred: of(&|other| other == *day) };
    days.get(first..).unwrap_or_default().iter().map(past).collect()
}

impl Replay {
    /// Adds a day.
    pub fn add(&mut self, replayed: Vec<Replayed>) {
        self.days += 1;
        self.starred += replayed.first().map_or(0, |one| one.places.len() as u32);
        for one in replayed {
            let known = self.orders.iter().position(|line| (line.order, line.mix) == (one.order, one.mix));
            let at = known.unwrap_or(self.orders.len());
            if known.is_none() {
                let (order, mix) = (one.order, one.mix);
                self.orders.push(Line { order, mix, in_ten: 0, in_twenty: 0, missed: Vec::new() });
            }
            let Some(line) = self.orders.get_mut(at) else { continue };
            for (id, place) in one.places {
                line.in_ten += u32::from(place < 10);
                line.in_twenty += u32::from(place < 20);
                if place >= 20 {
                    line.missed.push(id);
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn id(number: u32) -> PaperId {
        PaperId::parse(&format!("2508.{number:05}")).unwrap().0
    }

    #[test]
    fn a_day_is_replayed_with_what_was_starred_before_it() {
        let past = days(&[(id(1), Day(3)), (id(2), Day(1)), (id(3), Day(3)), (id(4), Day(2))]);
        let wanted = [
            Past { day: Day(2), before: vec![id(2)], starred: vec![id(4)] },
            Past { day: Day(3), before: vec![id(2), id(4)], starred: vec![id(1), id(3)] },
        ];
        assert_eq!(past, wanted);
        assert_eq!(days(&[(id(1), Day(3))]), []);
        assert_eq!(days(&[]), []);
    }

    #[test]
    fn places_add_up() {
        let mut replay = Replay::default();
        let day = |places: &[(u32, u32)]| {
            let places = places.iter().map(|(number, place)| (id(*number), *place)).collect();
            vec![Replayed { order: Order::Votes, mix: None, papers: 50, places }]
        };
        replay.add(day(&[(1, 0), (2, 9), (3, 10)]));
        replay.add(day(&[(4, 19), (5, 20)]));
        assert_eq!((replay.days, replay.starred), (2, 5));
        assert_eq!(
            replay.orders,
            [Line { order: Order::Votes, mix: None, in_ten: 2, in_twenty: 4, missed: vec![id(5)] }]
        );
    }
}
