//! Calendar days as numbers, without a time zone: a papers-day is a label, not an instant.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day of the Gregorian calendar, counted from 1970-01-01 (day 0).
///
/// Only the years 1 to 9999 are ever made by [`Day::parse`] and [`Day::from_ymd`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// Reads `YYYY-MM-DD`, alone or at the start of an RFC 3339 instant, whose time and zone are set aside.
    ///
    /// ```
    /// use offprint::paper::Day;
    /// assert_eq!(Day::parse("2024-02-29"), Day::from_ymd(2024, 2, 29));
    /// assert_eq!(Day::parse("2023-02-29"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Day> {
        let date = text.get(..10)?;
        if !matches!(text.as_bytes().get(10), None | Some(b'T' | b't' | b' ')) {
            return None;
        }
        let mut parts = date.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        if !date.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) {
            return None;
        }
        Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The day of that year (1 to 9999), month (1 to 12) and day of month, if there is one.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        let real = (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= month_len(year, month);
        real.then(|| Day(days_from_civil(year, month, day)))
    }

    /// The UTC day in which an instant falls, given in milliseconds since 1970.
    pub fn from_millis(millis: i64) -> Day {
        Day(i32::try_from(millis.div_euclid(86_400_000)).unwrap_or(i32::MAX))
    }

    /// Year, month (1 to 12) and day of month.
    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u32 {
        // 1970-01-01 was a Thursday.
        (i64::from(self.0) + 3).rem_euclid(7) as u32
    }

    /// The Monday of this day's week (ISO 8601 weeks).
    pub fn week_start(self) -> Day {
        Day(self.0 - self.weekday() as i32)
    }

    /// The first day of this day's month.
    pub fn month_start(self) -> Day {
        let (year, month, _) = self.ymd();
        Day(days_from_civil(year, month, 1))
    }

    /// The last day of this day's month.
    pub fn month_end(self) -> Day {
        let (year, month, _) = self.ymd();
        Day(days_from_civil(year, month, month_len(year, month)))
    }

    /// The day so many days later (earlier if negative).
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl fmt::Display for Day {
    /// `YYYY-MM-DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

fn month_len(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years start in March, so
/// that the leap day is the last of its year; 400 years are one era of 146,097 days.
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = ((153 * ((month as i32 + 9) % 12) + 2) / 5) + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`], from the same source.
fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let days = i64::from(days) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u32;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year as i32, month, day)
}
