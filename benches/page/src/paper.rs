//! A paper as the sets of the bench have it.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// What is known of a paper. The bench's files have these keys and no others.
#[derive(Deserialize)]
pub struct Paper {
    /// How the answers name it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The authors' abstract.
    #[serde(rename = "abstract")]
    pub abstract_text: String,
    /// Names of the authors, in order.
    pub authors: Vec<String>,
    /// Categories, as `cs.CV`.
    pub categories: Vec<String>,
    /// The day, as `2025-07-29`; may be empty.
    pub date: String,
}

/// A day as a number whose digits are those of `2025-07-29`, so that it sorts as days do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day(u32);

impl Day {
    /// Before all days that can be read.
    pub const FIRST: Day = Day(1);
    /// After them.
    pub const LAST: Day = Day(u32::MAX);

    /// The digits of a date; what has none is a day before all others.
    pub fn read(date: &str) -> Day {
        let digits = date.bytes().filter(u8::is_ascii_digit).take(8);
        Day(digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
    }
}

/// A month, as a day with two digits less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Month(u32);

impl Month {
    /// Of a day.
    pub fn of(day: Day) -> Month {
        Month(day.0 / 100)
    }

    /// Whether all its days are among these.
    pub fn is_in(self, days: &RangeInclusive<Day>) -> bool {
        [1, 31].iter().all(|day| days.contains(&Day(self.0 * 100 + day)))
    }
}

impl Paper {
    /// The day of its date.
    pub fn day(&self) -> Day {
        Day::read(&self.date)
    }

    /// Reads one object of a set; `None` for anything else.
    pub fn read(json: &[u8]) -> Option<Paper> {
        serde_json::from_slice(json).ok()
    }
}
