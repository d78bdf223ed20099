//! A histogram on the screen: its bars, its words, and the part of it that a pointer or a key chooses.
//!
//! ```
//! use offprint::columns::Histogram;
//! use offprint::present::plot::Scale;
//!
//! let votes = Histogram { edges: vec![0, 1, 2, 5, 10], counts: vec![7, 0, 3, 1] };
//! assert_eq!(Scale::Votes.range(&votes, 1, 2, None).as_deref(), Some("1..4"));
//! assert_eq!(Scale::Votes.range(&votes, 1, 3, None).as_deref(), Some("1.."));
//! assert_eq!(Scale::Votes.name(&votes, 2, 2), "2 to 4 votes");
//! ```

use super::words;
use crate::columns::Histogram;
use crate::paper::Day;
use crate::text::decimal;

/// Height of the highest bar, and width of a bin, in units of the drawing.
pub const HEIGHT: u32 = 100;
/// See [`HEIGHT`].
pub const WIDTH: usize = 10;

/// The path of a line through values at even distances, from 0 to 40 across and from 12, the least, to 0, the most, up; 0 is always
/// between them.
pub fn line(values: &[f32]) -> String {
    let most = values.iter().copied().fold(0.0, f32::max);
    let least = values.iter().copied().fold(0.0, f32::min);
    let height = (most - least).max(f32::MIN_POSITIVE);
    let across = 40.0 / (values.len().max(2) - 1) as f32;
    let mut path = String::new();
    for (at, value) in values.iter().enumerate() {
        let step = if at == 0 { 'M' } else { 'L' };
        let [across, down] = [at as f32 * across, 12.0 - (value - least) / height * 12.0];
        path.push_str(&format!("{step}{} {}", decimal(across.into(), 1), decimal(down.into(), 1)));
    }
    path
}

/// What a histogram is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Papers-days.
    Days,
    /// Votes.
    Votes,
}

impl Scale {
    /// Both, in the order of the panel.
    pub const ALL: [Scale; 2] = [Scale::Days, Scale::Votes];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Scale::Days => "Days",
            Scale::Votes => "Votes",
        }
    }

    /// The field of a query that chooses by it.
    pub fn field(self) -> &'static str {
        match self {
            Scale::Days => "day",
            Scale::Votes => "votes",
        }
    }

    /// The bins from `first` to `last`, both included, as a range of a query, which had asked for `asked` before; `None` if it is no
    /// condition any more. An end of several bins that lies at the end of all is left open, unless it was given before: the reader did
    /// not set it, and papers come later.
    pub fn range(self, histogram: &Histogram, first: usize, last: usize, asked: Option<&str>) -> Option<String> {
        let (from, to) = ends(histogram, first, last);
        let text = |number: i64| match self {
            Scale::Days => Day(number as i32).to_string(),
            Scale::Votes => number.to_string(),
        };
        let opens = |open: bool, end: bool| open && end && first < last;
        let below = opens(asked.is_none_or(|asked| asked.starts_with("..")), first == 0);
        let above = opens(asked.is_none_or(|asked| asked.ends_with("..")), last + 1 == histogram.counts.len());
        match (below, above) {
            (true, true) => None,
            (false, false) if from == to => Some(text(from)),
            _ => {
                let (from, to) =
                    (if below { String::new() } else { text(from) }, if above { String::new() } else { text(to) });
                Some([from.as_str(), "..", &to].concat())
            }
        }
    }

    /// The bins from `first` to `last`, both included, in words.
    pub fn name(self, histogram: &Histogram, first: usize, last: usize) -> String {
        let (from, to) = ends(histogram, first, last);
        match self {
            Scale::Days => words::span(Day(from as i32), Day(to as i32)),
            Scale::Votes if from == to => words::counted(from as u32, "vote"),
            Scale::Votes => format!("{} to {} votes", words::grouped(from as u32), words::grouped(to as u32)),
        }
    }

    /// One end of a choice in words: where it begins, or where it ends.
    pub fn end(self, histogram: &Histogram, bin: usize, begins: bool) -> String {
        let (from, to) = ends(histogram, bin, bin);
        let (word, number) = if begins { ("from", from) } else { ("to", to) };
        match self {
            Scale::Days => format!("{word} {}", words::day(Day(number as i32))),
            Scale::Votes => format!("{word} {}", words::counted(number as u32, "vote")),
        }
    }
}

/// A range of a query in words.
///
/// ```
/// assert_eq!(offprint::present::plot::spoken("2025-04-01.."), "from 2025-04-01");
/// ```
pub fn spoken(asked: &str) -> String {
    match asked.split_once("..") {
        Some((from, "")) => ["from ", from].concat(),
        Some(("", to)) => ["up to ", to].concat(),
        Some((from, to)) => [from, " to ", to].concat(),
        None => asked.to_owned(),
    }
}

/// All counts in words, for those who do not see the bars.
pub fn listing(scale: Scale, histogram: &Histogram) -> String {
    let counts = histogram.counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let names: Vec<String> =
        counts.map(|(bin, &count)| format!("{}: {}", scale.name(histogram, bin, bin), words::papers(count))).collect();
    names.join("; ")
}

/// The bars of the bins from `first` to `last` as an SVG path in a box of [`WIDTH`] a bin and [`HEIGHT`]. The highest bar of
/// all bins reaches the top, and where there is a paper there is a bar.
pub fn bars(histogram: &Histogram, first: usize, last: usize) -> String {
    let most = u64::from(histogram.counts.iter().copied().max().unwrap_or(0)).max(1);
    let mut path = String::new();
    for (bin, &count) in histogram.counts.iter().enumerate().take(last + 1).skip(first).filter(|(_, count)| **count > 0)
    {
        let height = (u64::from(count) * u64::from(HEIGHT) / most).max(3);
        path.push_str(&format!("M{} {HEIGHT}v-{height}h{}v{height}z", bin * WIDTH + 1, WIDTH - 2));
    }
    path
}

/// The bin at `x` of a drawing of this width, both in the same unit. Left of it is the first bin and right of it the last.
pub fn bin_at(x: f64, width: f64, bins: usize) -> usize {
    let share = if width > 0.0 { x / width } else { 0.0 };
    // A cast from a float stops at the ends of the range.
    ((share * bins as f64) as usize).min(bins.saturating_sub(1))
}

/// The choice (first and last bin, both included) after one end of it was moved by so many bins. The ends never cross.
pub fn moved((first, last): (usize, usize), begins: bool, by: isize, bins: usize) -> (usize, usize) {
    let to = |bin: usize| bin.saturating_add_signed(by).min(bins.saturating_sub(1));
    if begins { (to(first).min(last), last) } else { (first, to(last).max(first)) }
}

/// The choice moved by so many bins as a whole, as far as it stays within the bins.
pub fn shifted((first, last): (usize, usize), by: isize, bins: usize) -> (usize, usize) {
    let room = if by < 0 { first } else { bins.saturating_sub(1 + last) };
    let by = by.clamp(-(room as isize), room as isize);
    (first.saturating_add_signed(by), last.saturating_add_signed(by))
}

/// The first and the last number of some bins.
fn ends(histogram: &Histogram, first: usize, last: usize) -> (i64, i64) {
    let edge = |at: usize| histogram.edges.get(at).copied().unwrap_or_default();
    (edge(first), edge(last + 1) - 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn days(edges: &[&str]) -> Histogram {
        let edges: Vec<i64> = edges.iter().map(|day| i64::from(Day::parse(day).unwrap().0)).collect();
        Histogram { counts: vec![1; edges.len() - 1], edges }
    }

    #[test]
    fn bins_have_ranges_and_names() {
        let months = days(&["2026-05-01", "2026-06-01", "2026-07-01"]);
        let check = |histogram: &Histogram, first, last, range: &str, name: &str| {
            assert_eq!(
                (
                    Scale::Days.range(histogram, first, last, Some("")).unwrap(),
                    Scale::Days.name(histogram, first, last)
                ),
                (range.into(), name.into())
            );
        };
        check(&months, 0, 0, "2026-05-01..2026-05-31", "May 2026");
        check(&months, 0, 1, "2026-05-01..2026-06-30", "1 May to 30 June 2026");
        check(&days(&["2026-07-03", "2026-07-04"]), 0, 0, "2026-07-03", "3 July 2026");
        check(&days(&["2026-07-06", "2026-07-13"]), 0, 0, "2026-07-06..2026-07-12", "6 to 12 July 2026");
        let votes = Histogram { edges: vec![0, 1, 2, 5], counts: vec![2, 0, 1] };
        assert_eq!(
            (Scale::Votes.range(&votes, 1, 1, None).unwrap(), Scale::Votes.name(&votes, 1, 1)),
            ("1".into(), "1 vote".into())
        );
        assert_eq!(
            (Scale::Votes.end(&votes, 2, true), Scale::Votes.end(&votes, 2, false)),
            ("from 2 votes".into(), "to 4 votes".into())
        );
        assert_eq!(listing(Scale::Votes, &votes), "0 votes: 2 papers; 2 to 4 votes: 1 paper");
    }

    #[test]
    fn ends_that_nobody_set_are_open() {
        let votes = Histogram { edges: vec![0, 1, 2, 5], counts: vec![2, 0, 1] };
        let check = |first, last, asked: Option<&str>, range: Option<&str>| {
            assert_eq!(Scale::Votes.range(&votes, first, last, asked).as_deref(), range, "{first} {last} {asked:?}");
        };
        check(1, 2, None, Some("1.."));
        check(0, 1, None, Some("..1"));
        check(0, 2, None, None);
        check(2, 2, None, Some("2..4"));
        check(1, 2, Some("0..4"), Some("1..4"));
        check(1, 2, Some("0.."), Some("1.."));
        check(0, 1, Some("..4"), Some("..1"));
        check(0, 1, Some("0..4"), Some("0..1"));
    }

    #[test]
    fn bars_stand_in_their_bins() {
        let votes = Histogram { edges: vec![0, 1, 2, 5, 10], counts: vec![1000, 0, 500, 1] };
        assert_eq!(bars(&votes, 0, 3), "M1 100v-100h8v100zM21 100v-50h8v50zM31 100v-3h8v3z");
        assert_eq!(bars(&votes, 1, 2), "M21 100v-50h8v50z");
        assert_eq!(bars(&Histogram::default(), 0, 9), "");
    }

    #[test]
    fn a_pointer_is_always_over_a_bin() {
        for (x, width, bins, bin) in [
            (0.0, 200.0, 4, 0),
            (49.9, 200.0, 4, 0),
            (50.0, 200.0, 4, 1),
            (200.0, 200.0, 4, 3),
            (-9.0, 200.0, 4, 0),
            (1e9, 200.0, 4, 3),
            (5.0, 0.0, 4, 0),
            (5.0, 9.0, 0, 0),
        ] {
            assert_eq!(bin_at(x, width, bins), bin, "{x} of {width}");
        }
    }

    #[test]
    fn ends_move_and_never_cross() {
        assert_eq!(moved((2, 5), true, -1, 9), (1, 5));
        assert_eq!(moved((2, 5), true, 9, 9), (5, 5));
        assert_eq!(moved((2, 5), true, isize::MIN, 9), (0, 5));
        assert_eq!(moved((2, 5), false, 9, 9), (2, 8));
        assert_eq!(moved((2, 5), false, -9, 9), (2, 2));
        assert_eq!(shifted((2, 5), -1, 9), (1, 4));
        assert_eq!(shifted((2, 5), isize::MIN, 9), (0, 3));
        assert_eq!(shifted((2, 5), 10, 9), (5, 8));
        assert_eq!(shifted((0, 8), 1, 9), (0, 8));
    }
}
