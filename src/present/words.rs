//! Dates and numbers in words.

use crate::paper::Day;
use crate::query::Window;
use crate::shelf::keep::Store;
use crate::shelf::{Damage, KeepError};
use crate::text::decimal;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// "29 July 2025".
pub fn day(day: Day) -> String {
    let (year, month, date) = day.ymd();
    format!("{date} {} {year}", month_name(month))
}

/// "Tuesday".
pub fn weekday(day: Day) -> &'static str {
    WEEKDAYS.get(day.weekday() as usize).copied().unwrap_or_default()
}

/// "July 2025".
pub fn month(day: Day) -> String {
    let (year, month, _) = day.ymd();
    format!("{} {year}", month_name(month))
}

/// The name of a window around a day: "Tuesday, 29 July 2025", "28 July to 3 August 2025", "July 2025", "All days".
pub fn window(window: Window, around: Day) -> String {
    match window {
        Window::Day => format!("{}, {}", weekday(around), day(around)),
        Window::Week => between(around.week_start(), around.week_start().plus(6)),
        Window::Month => month(around),
        Window::All => "All days".to_owned(),
    }
}

/// The days from one to another: "29 July 2025", "July 2025", "28 July to 3 August 2025".
pub fn span(from: Day, to: Day) -> String {
    if from == to {
        day(from)
    } else if (from.month_start(), from.month_end()) == (from, to) {
        month(from)
    } else {
        between(from, to)
    }
}

/// "1 paper", "72 papers".
pub fn papers(count: u32) -> String {
    counted(count, "paper")
}

/// A number with its noun, which takes an `s` unless there is one.
pub fn counted(count: u32, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// What is said of damaged records: the first ten one by one, and how many more there are, with what is to be said of all.
pub fn damage(damaged: &[Damage], of_all: &str) -> Vec<String> {
    const NAMED: usize = 10;
    let mut lines: Vec<String> = damaged.iter().take(NAMED).map(ToString::to_string).collect();
    if damaged.len() > NAMED {
        let more = grouped((damaged.len() - NAMED) as u32);
        lines.push(format!("{more} more records cannot be read. {of_all}").trim_end().to_owned());
    }
    lines
}

/// A store that cannot be read, and what to do.
pub fn unread(store: Store, why: &KeepError) -> String {
    let (what, told) = match store {
        Store::Marks => ("Your stars, tags, notes and other remarks on papers", true),
        Store::Things => ("Your collections, searches, mutes and settings", true),
        _ => ("The journal of what you did", false),
    };
    let told = if told { " What the journal tells of them is shown." } else { "" };
    format!(
        "{what} could not be read.{told} Nothing was changed: write a backup, which has all that can be read, then \
         reload the page. {why}"
    )
}

/// "11,182".
pub fn grouped(count: u32) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A part of a whole: "12 of 40 (30 %)".
pub fn share(part: u32, whole: u32) -> String {
    let percent = f64::from(part) * 100.0 / f64::from(whole.max(1));
    format!("{} of {} ({} %)", grouped(part), grouped(whole), decimal(percent, 0))
}

/// A summand with two figures that tell something: "+1.8", "−0.25", "+0.000016", "0".
pub fn signed(value: f64) -> String {
    let places = (2..PLACES).find(|places| value.abs() * 10_f64.powi(*places) >= 9.95).unwrap_or(PLACES);
    let text = decimal(value.abs(), places as u32);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    match (text, value < 0.0) {
        ("0" | "", _) => "0".to_owned(),
        (_, true) => format!("−{text}"),
        (_, false) => format!("+{text}"),
    }
}

/// Decimals that a number has at most.
const PLACES: i32 = 7;

fn between(from: Day, to: Day) -> String {
    let (from_year, from_month, from_date) = from.ymd();
    let (to_year, to_month, _) = to.ymd();
    let from = match (from_year == to_year, from_month == to_month) {
        (true, true) => from_date.to_string(),
        (true, false) => format!("{from_date} {}", month_name(from_month)),
        (false, _) => day(from),
    };
    format!("{from} to {}", day(to))
}

fn month_name(month: u32) -> &'static str {
    MONTHS.get(month as usize - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::KeepError;
    use crate::shelf::keep::Store;

    #[test]
    fn windows_have_names() {
        let check =
            |size, day, name: &str| assert_eq!(Day::parse(day).map(|day| window(size, day)).as_deref(), Some(name));
        check(Window::Day, "2025-07-29", "Tuesday, 29 July 2025");
        check(Window::Week, "2025-07-29", "28 July to 3 August 2025");
        check(Window::Week, "2025-07-16", "14 to 20 July 2025");
        check(Window::Week, "2026-01-01", "29 December 2025 to 4 January 2026");
        check(Window::Month, "2025-07-29", "July 2025");
        check(Window::All, "2025-07-29", "All days");
    }

    #[test]
    fn of_many_damaged_records_ten_are_named() {
        let damaged = |count: usize| {
            let one = |number| Damage {
                store: Store::Marks,
                key: format!("2309.{number:05}"),
                error: KeepError::Corrupt(format!("record {number}")),
            };
            damage(&(0..count).map(one).collect::<Vec<_>>(), "All are kept.")
        };
        assert_eq!((damaged(0).len(), damaged(10).len(), damaged(4_000).len()), (0, 10, 11));
        assert_eq!(damaged(4_000).pop().as_deref(), Some("3,990 more records cannot be read. All are kept."));
    }

    #[test]
    fn summands_have_signs() {
        for (value, text) in [
            (1.8, "+1.8"),
            (-0.25, "−0.25"),
            (0.0, "0"),
            (-1e-9, "0"),
            (12.0, "+12"),
            (0.0123, "+0.012"),
            (1.64e-5, "+0.000016"),
        ] {
            assert_eq!(signed(value), text);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        let check = |count, text: &str| assert_eq!(papers(count), text);
        check(0, "0 papers");
        check(1, "1 paper");
        check(999, "999 papers");
        check(11_182, "11,182 papers");
        check(1_000_000, "1,000,000 papers");
    }
}
