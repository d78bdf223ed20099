//! Hugging Face's own `daily_papers`, for readers who switch it on.
//!
//! The addresses stand here and not at the edge, so that what is asked of a third party can be read and tested in one place.

use crate::paper::Day;

/// The host asked, to be named wherever the feed is offered.
pub const HOST: &str = "huggingface.co";

/// The most days asked for at once: a reader back from holiday should not fire a hundred requests at a host that allows
/// five hundred in five minutes.
const DAYS_AT_MOST: i32 = 14;

/// The addresses to ask, oldest day first: one for each day from the last fetch to today, or the newest answer alone where
/// there was none. `limit=100` is the most that the host documents; it serves 50 unasked and cuts longer days short.
///
/// ```
/// use offprint::feed::live;
/// use offprint::paper::Day;
/// let day = |text| Day::parse(text).unwrap();
/// assert_eq!(live::addresses(None, day("2025-07-29")).len(), 1);
/// assert_eq!(live::addresses(Some(day("2025-07-27")), day("2025-07-29")).len(), 3);
/// ```
pub fn addresses(last: Option<Day>, today: Day) -> Vec<(String, Option<Day>)> {
    let base = format!("https://{HOST}/api/daily_papers?limit=100");
    let Some(last) = last else { return vec![(base, None)] };
    let first = last.0.max(today.0 - DAYS_AT_MOST + 1).min(today.0);
    let asked = (first..=today.0).map(Day).map(|day| (format!("{base}&date={day}"), Some(day)));
    asked.collect()
}
