//! Days and counts, and ranges of them, as they are typed: `2026-07`, `7d`, `a..b`, `>10`, `1k`.

use super::tree::{CountRange, DayRange};
use crate::paper::Day;

/// A value with its comparison taken off.
enum Shape<'a> {
    One(&'a str),
    Between(&'a str, &'a str),
    Above { least: &'a str, included: bool },
    Below { greatest: &'a str, included: bool },
}

/// The days that a word names.
struct Days {
    from: Day,
    to: Day,
}

/// Reads a condition on days, as of `today`. `None` if it is none.
///
/// A duration alone are the days up to today, today included: `7d` is a week. Compared, it is the first of those days, so that
/// `<7d` are the papers that `7d` leaves out.
pub fn days(text: &str, today: Day) -> Option<DayRange> {
    let text = text.to_ascii_lowercase();
    let point = |text: &str| match ago(text, today) {
        Some(from) => Some(Days { from, to: from }),
        None => unit(text, today),
    };
    let end = |text: &str| if text.is_empty() { Some(None) } else { point(text).map(Some) };
    let (from, to) = match shape(&text) {
        Shape::One(text) => {
            let days = ago(text, today).map(|from| Days { from, to: today }).or_else(|| unit(text, today))?;
            (Some(days.from), Some(days.to))
        }
        Shape::Between(a, b) => match (end(a)?, end(b)?) {
            (Some(a), Some(b)) if a.from > b.to => (Some(b.from), Some(a.to)),
            (a, b) => (a.map(|days| days.from), b.map(|days| days.to)),
        },
        Shape::Above { least, included: true } => (Some(point(least)?.from), None),
        Shape::Above { least, .. } => (Some(point(least)?.to.plus(1)), None),
        Shape::Below { greatest, included: true } => (None, Some(point(greatest)?.to)),
        Shape::Below { greatest, .. } => (None, Some(point(greatest)?.from.plus(-1))),
    };
    (from.is_some() || to.is_some()).then_some(DayRange { from, to })
}

/// Reads a condition on counts. `None` if it is none, or if no count could meet it.
pub fn counts(text: &str) -> Option<CountRange> {
    let end = |text: &str| if text.is_empty() { Some(None) } else { number(text).map(Some) };
    let (from, to) = match shape(text) {
        Shape::One(text) => (Some(number(text)?), Some(number(text)?)),
        Shape::Between(a, b) => match (end(a)?, end(b)?) {
            (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
            ends => ends,
        },
        Shape::Above { least, included: true } => (Some(number(least)?), None),
        Shape::Above { least, .. } => (Some(number(least)?.checked_add(1)?), None),
        Shape::Below { greatest, included: true } => (None, Some(number(greatest)?)),
        Shape::Below { greatest, .. } => (None, Some(number(greatest)?.checked_sub(1)?)),
    };
    (from.is_some() || to.is_some()).then_some(CountRange { from, to })
}

/// Whether a condition may follow from here with more letters: on days as of `today`, or on counts.
pub fn may_become(text: &str, today: Option<Day>) -> bool {
    // Whatever can be finished can be finished with one of these: `2` to a year, `>` and `..` too, `1.5` to thousands.
    ["1", "01", "001", "2001", "d", "k", ".2001"].iter().any(|end| {
        let text = [text, end].concat();
        match today {
            Some(today) => days(&text, today).is_some(),
            None => counts(&text).is_some(),
        }
    })
}

/// The words for days.
pub const DAY_WORDS: [&str; 5] = ["today", "yesterday", "week", "month", "year"];

fn shape(text: &str) -> Shape<'_> {
    if let Some((from, to)) = text.split_once("..") {
        return Shape::Between(from, to);
    }
    let compared =
        |sign| text.strip_prefix(sign).map(|rest: &str| (rest.trim_start_matches('='), rest.starts_with('=')));
    match (compared('>'), compared('<')) {
        (Some((least, included)), _) => Shape::Above { least, included },
        (_, Some((greatest, included))) => Shape::Below { greatest, included },
        _ => Shape::One(text),
    }
}

/// A day, month, year, or word for days.
fn unit(text: &str, today: Day) -> Option<Days> {
    let (year, month, _) = today.ymd();
    let one = |day: Day| Some(Days { from: day, to: day });
    match text {
        "today" => return one(today),
        "yesterday" => return one(today.plus(-1)),
        "week" => return Some(Days { from: today.week_start(), to: today.week_start().plus(6) }),
        "month" => return month_of(year, month),
        "year" => return year_of(year),
        _ => {}
    }
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4).and_then(number)? as i32;
    let two = |part: &str| Some(part).filter(|part| part.len() <= 2).and_then(number);
    match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => year_of(year),
        (Some(month), None, _) => month_of(year, two(month)?),
        (Some(month), Some(day), None) => one(Day::from_ymd(year, two(month)?, two(day)?)?),
        _ => None,
    }
}

fn month_of(year: i32, month: u32) -> Option<Days> {
    let from = Day::from_ymd(year, month, 1)?;
    Some(Days { from, to: from.month_end() })
}

fn year_of(year: i32) -> Option<Days> {
    Some(Days { from: Day::from_ymd(year, 1, 1)?, to: Day::from_ymd(year, 12, 31)? })
}

/// The first of the days of a duration (`7d`, `2w`, `3m`, `1y`) that ends today. A day of the month that an earlier month does
/// not have is that month's last.
fn ago(text: &str, today: Day) -> Option<Day> {
    let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let count = number(count).filter(|count| (1..=40_000).contains(count))? as i32;
    let months = match unit {
        "d" => return real(today.plus(1 - count)),
        "w" => return real(today.plus(1 - 7 * count)),
        "m" => count,
        "y" => 12 * count,
        _ => return None,
    };
    let (year, month, day) = today.ymd();
    let month = year * 12 + month as i32 - 1 - months;
    let start = Day::from_ymd(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1)?;
    Some(start.plus(day as i32 - 1).min(start.month_end()).plus(1))
}

/// Days before the year 1 have no name.
fn real(day: Day) -> Option<Day> {
    (Some(day) >= Day::from_ymd(1, 1, 1)).then_some(day)
}

/// Digits, with commas between thousands or none, or in thousands (`1.5k`) or millions (`2m`).
fn number(text: &str) -> Option<u32> {
    let (digits, scale) = match text.as_bytes().last()? {
        b'k' | b'K' => (text.get(..text.len() - 1)?, 1_000),
        b'm' | b'M' => (text.get(..text.len() - 1)?, 1_000_000),
        _ => (text, 1),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let grouped = whole.split(',').skip(1).all(|group| group.len() == 3);
    if !grouped || whole.is_empty() || part.len() > 3 || (scale == 1 && digits.contains('.')) {
        return None;
    }
    let read = |digits: &str| {
        digits.bytes().filter(|byte| *byte != b',').try_fold(0_u32, |sum, byte| {
            let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
            sum.checked_mul(10)?.checked_add(digit)
        })
    };
    let fraction = read(part)? * scale / 10_u32.pow(part.len() as u32);
    read(whole)?.checked_mul(scale)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_form() {
        let check = |text: &str, wanted: &str| {
            let end = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
            let read = days(text, Day(20_664));
            let read = read.map_or("none".to_owned(), |range| format!("{}..{}", end(range.from), end(range.to)));
            assert_eq!(read, wanted, "{text}");
        };
        check("2026-07-29", "2026-07-29..2026-07-29");
        check("2026-7-1", "2026-07-01..2026-07-01");
        check("2024-02", "2024-02-01..2024-02-29");
        check("2025", "2025-01-01..2025-12-31");
        check("2026-07-01..2026-07-29", "2026-07-01..2026-07-29");
        check("2026-07-29..2026-07-01", "2026-07-01..2026-07-29");
        check("2025-11..2026-02", "2025-11-01..2026-02-28");
        check("2025..", "2025-01-01..");
        check("..2025-06", "..2025-06-30");
        check(">2025-06", "2025-07-01..");
        check(">=2025-06", "2025-06-01..");
        check("<2025-06", "..2025-05-31");
        check("<=2025-06", "..2025-06-30");
        check("today", "2026-07-30..2026-07-30");
        check("Yesterday", "2026-07-29..2026-07-29");
        check("week", "2026-07-27..2026-08-02");
        check("month", "2026-07-01..2026-07-31");
        check("7d", "2026-07-24..2026-07-30");
        check("1d", "2026-07-30..2026-07-30");
        check("2W", "2026-07-17..2026-07-30");
        check("1m", "2026-07-01..2026-07-30");
        check("5m", "2026-03-01..2026-07-30");
        check("1y", "2025-07-31..2026-07-30");
        check("<7d", "..2026-07-23");
        check(">=7d", "2026-07-24..");
        check("30d..7d", "2026-07-01..2026-07-24");
        check("1m..today", "2026-07-01..2026-07-30");
        for wrong in [
            "",
            "..",
            ">",
            "soon",
            "2026-13",
            "2026-02-30",
            "26-07-01",
            "0d",
            "d",
            "9999y",
            "2026-07-01-02",
            "+7d",
            "ßd",
            "🦀",
            "0000",
            "1k",
        ] {
            check(wrong, "none");
        }
    }

    #[test]
    fn counts_are_read_in_every_form() {
        let check = |text: &str, wanted: Option<(Option<u32>, Option<u32>)>| {
            assert_eq!(counts(text).map(|range| (range.from, range.to)), wanted, "{text}");
        };
        check("10", Some((Some(10), Some(10))));
        check(">10", Some((Some(11), None)));
        check(">=10", Some((Some(10), None)));
        check("<5", Some((None, Some(4))));
        check("<=5", Some((None, Some(5))));
        check("10..50", Some((Some(10), Some(50))));
        check("50..10", Some((Some(10), Some(50))));
        check("10..", Some((Some(10), None)));
        check("..50", Some((None, Some(50))));
        check("1k", Some((Some(1_000), Some(1_000))));
        check(">=1.5K", Some((Some(1_500), None)));
        check("2m", Some((Some(2_000_000), Some(2_000_000))));
        check("1,234", Some((Some(1_234), Some(1_234))));
        for wrong in
            ["", "..", ">", "<0", ">4294967295", "many", "-1", "1.5", "k", ".5k", "9999999999", "9999m", "1.2345k"]
        {
            check(wrong, None);
        }
    }
}
