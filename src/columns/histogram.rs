//! Counts of papers over ranges of a number.

use serde::{Deserialize, Serialize};

use crate::paper::Day;

/// Bins that a histogram has at most.
pub const BINS: usize = 60;

/// How many papers fall into each of some ranges that follow one another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Histogram {
    /// Where bins begin, ascending, and at last where the last one ends: bin *n* has what is at least `edges[n]` and less than
    /// `edges[n + 1]`. Days are counted from 1970.
    pub edges: Vec<i64>,
    /// Papers in each bin; one fewer than the edges, none if there is nothing to count.
    pub counts: Vec<u32>,
}

impl Histogram {
    /// A histogram without papers. `edges` may be empty.
    pub(super) fn empty(edges: Vec<i64>) -> Histogram {
        Histogram { counts: vec![0; edges.len().saturating_sub(1)], edges }
    }

    /// The bin of a number between the first and the last edge.
    pub(super) fn bin(&self, number: i64) -> usize {
        self.edges.partition_point(|&edge| edge <= number).saturating_sub(1)
    }

    /// Counts papers in a bin.
    pub(super) fn add(&mut self, bin: usize, papers: u32) {
        if let Some(count) = self.counts.get_mut(bin) {
            *count += papers;
        }
    }
}

/// Edges for the days from `first` to `last`: the shortest of days, weeks, months, or years by 1, 2, 5, 10 and so on that
/// makes at most [`BINS`] bins.
pub(super) fn day_edges(first: Day, last: Day) -> Vec<i64> {
    let bins = |days: i32| days as usize / BINS;
    if bins(last.0.saturating_sub(first.0)) == 0 {
        return edges(first, last, |day| day.plus(1));
    }
    if bins(last.0.saturating_sub(first.week_start().0) / 7) == 0 {
        return edges(first.week_start(), last, |day| day.plus(7));
    }
    let (from, to) = (first.ymd(), last.ymd());
    if bins((to.0 - from.0) * 12 + to.1 as i32 - from.1 as i32) == 0 {
        return edges(first.month_start(), last, |day| day.month_end().plus(1));
    }
    let step =
        [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| bins(to.0 / step - from.0 / step) == 0).unwrap_or(200);
    let start = |year: i32| Day::from_ymd(year.clamp(1, 9999), 1, 1).unwrap_or(first);
    edges(start(from.0 / step * step), last, |day| {
        let year = (day.ymd().0 / step + 1) * step;
        // There is no year 10,000, where the last bin may have to end.
        if year > 9999 { last.plus(1) } else { start(year) }
    })
}

/// Edges for the months from `first` to `last`, at most the last `limit`. The first bin is all that is before them.
pub(super) fn month_edges(first: Day, last: Day, limit: usize) -> Vec<i64> {
    let mut edges = vec![i64::from(last.month_end().0) + 1];
    let mut end = last;
    while end >= first.month_start() && edges.len() <= limit {
        edges.push(i64::from(end.month_start().0));
        end = end.month_start().plus(-1);
    }
    edges.push(i64::MIN);
    edges.reverse();
    edges
}

/// Edges for votes from `fewest` to `most`: 0, 1, 2, 5, 10, 20, 50, 100 and so on, as far as they are needed.
pub(super) fn vote_edges(fewest: u32, most: u32) -> Vec<i64> {
    let mut edges = vec![0];
    let (mut tens, mut at) = (1_i64, 0);
    while edges.last().is_some_and(|&edge| edge <= i64::from(most)) {
        edges.push(tens * [1, 2, 5].get(at).unwrap_or(&1));
        at = (at + 1) % 3;
        tens = if at == 0 { tens * 10 } else { tens };
    }
    let idle = edges.partition_point(|&edge| edge <= i64::from(fewest)).saturating_sub(1);
    edges.split_off(idle)
}

fn edges(first: Day, last: Day, next: impl Fn(Day) -> Day) -> Vec<i64> {
    let mut edges = vec![i64::from(first.0)];
    let mut day = first;
    while day <= last && edges.len() <= BINS {
        day = next(day);
        edges.push(i64::from(day.0));
    }
    edges
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn days_are_in_days_weeks_months_or_years() {
        let check = |from: &str, to: &str, count: usize, second: &str, end: &str| {
            let edges = day_edges(Day::parse(from).unwrap(), Day::parse(to).unwrap());
            let name = |edge: i64| Day(edge as i32).to_string();
            assert_eq!(
                (edges.len() - 1, name(edges[1]), name(edges[count])),
                (count, second.into(), end.into()),
                "{from} {to}"
            );
        };
        check("2025-07-29", "2025-07-29", 1, "2025-07-30", "2025-07-30");
        check("2025-07-01", "2025-08-29", 60, "2025-07-02", "2025-08-30");
        check("2025-07-01", "2025-08-30", 9, "2025-07-07", "2025-09-01");
        check("2024-03-12", "2026-05-29", 27, "2024-04-01", "2026-06-01");
        check("1991-08-01", "2026-05-29", 36, "1992-01-01", "2027-01-01");
        check("1900-08-01", "2026-05-29", 26, "1905-01-01", "2030-01-01");
        check("0001-01-01", "9999-12-31", 50, "0200-01-01", "10000-01-01");
    }

    #[test]
    fn votes_are_in_steps_of_one_two_and_five() {
        assert_eq!(vote_edges(0, 0), [0, 1]);
        assert_eq!(vote_edges(0, 7), [0, 1, 2, 5, 10]);
        assert_eq!(vote_edges(3, 100), [2, 5, 10, 20, 50, 100, 200]);
        assert_eq!(vote_edges(u32::MAX, u32::MAX), [2_000_000_000, 5_000_000_000]);
    }
}
