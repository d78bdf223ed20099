//! Instants as the reader's own clock shows them.

use crate::paper::Day;
use crate::present::words;
use crate::shelf::{Millis, Stamp};

/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;

/// An instant in the reader's zone.
///
/// ```
/// use offprint::present::local::Local;
/// use offprint::shelf::Millis;
/// let here = Local::new(Millis(1_750_000_000_000), 330);
/// assert_eq!(here.time(), "20:36");
/// assert_eq!(here.datetime(), "2025-06-15T20:36:40+05:30");
/// assert_eq!(here.words("Asia/Kolkata"), "Sunday, 15 June 2025, 20:36:40, Asia/Kolkata (UTC+05:30)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// What the clock on the wall shows, in seconds since it showed the start of 1970.
    wall: i64,
    /// Minutes that it is ahead of UTC.
    ahead: i32,
}

impl Local {
    /// An instant where clocks are so many minutes ahead of UTC.
    pub fn new(at: Millis, ahead: i32) -> Local {
        Local { wall: at.0.div_euclid(1_000) + i64::from(ahead) * 60, ahead }
    }

    /// The day that the calendar on the wall shows.
    pub fn day(self) -> Day {
        Day::from_millis(self.wall * 1_000)
    }

    /// Hours and minutes: "09:05".
    pub fn time(self) -> String {
        clock(self.wall.div_euclid(60))
    }

    /// The instant in ISO 8601, to the second.
    pub fn datetime(self) -> String {
        format!("{}T{}:{:02}{}", self.day(), self.time(), self.wall.rem_euclid(60), self.zone())
    }

    /// The instant in words, with what its zone means. `name` is the zone's, which may be empty.
    pub fn words(self, name: &str) -> String {
        let (day, seconds) = (self.day(), self.wall.rem_euclid(60));
        let when = format!("{}, {}, {}:{seconds:02}", words::weekday(day), words::day(day), self.time());
        let zone = format!("UTC{}", self.zone());
        if name.is_empty() { format!("{when}, {zone}") } else { format!("{when}, {name} ({zone})") }
    }

    fn zone(self) -> String {
        let sign = if self.ahead < 0 { '-' } else { '+' };
        format!("{sign}{}", clock(i64::from(self.ahead.abs())))
    }
}

/// The key before which the journal has all that was done until the end of a day, where clocks are as many minutes ahead of UTC as
/// `ahead` tells of an instant.
pub fn key_after(day: Day, ahead: impl Fn(Millis) -> i32) -> String {
    let wall = (i64::from(day.0) + 1) * 24 * 60 * MINUTE;
    let at = |minutes: i32| Millis(wall - i64::from(minutes) * MINUTE);
    // Clocks may be changed between that midnight in UTC and the one here.
    let end = at(ahead(at(ahead(Millis(wall)))));
    Stamp { at: end.max(Millis(0)), ..Stamp::default() }.key()
}

/// Minutes as a clock shows them.
fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes.div_euclid(60).rem_euclid(24), minutes.rem_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_of_the_wall_also_where_clocks_change() {
        // Berlin: an hour ahead until one o'clock UTC of 30 March 2025, and then two.
        let change = Millis(1_743_296_400_000);
        let ahead = |at: Millis| if at < change { 60 } else { 120 };
        for (day, last) in [(Day(20_175), 60), (Day(20_176), 60), (Day(20_177), 120), (Day(20_178), 120)] {
            let end = Millis((i64::from(day.0) + 1) * 86_400_000 - last * MINUTE);
            assert_eq!(key_after(day, ahead), Stamp { at: end, ..Stamp::default() }.key());
            let (before, after) = (Millis(end.0 - 1), end);
            assert_eq!(Local::new(before, ahead(before)).day(), day);
            assert_eq!(Local::new(after, ahead(after)).day(), day.plus(1));
        }
    }

    #[test]
    fn the_wall_is_behind_in_the_west() {
        let here = Local::new(Millis(1_750_000_000_000), -570);
        assert_eq!((here.time().as_str(), here.day().to_string().as_str()), ("05:36", "2025-06-15"));
        assert!(here.datetime().ends_with("-09:30") && here.words("").ends_with("05:36:40, UTC-09:30"));
        assert_eq!(Local::new(Millis(-1), 0).datetime(), "1969-12-31T23:59:59+00:00");
    }
}
