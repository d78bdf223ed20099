//! The only clock.

use wasm_bindgen::JsCast;
use web_sys::Performance;

use super::reach;
use crate::paper::Day;
use crate::shelf::Millis;

/// Now, for records.
pub fn now() -> Millis {
    Millis(js_sys::Date::now() as i64)
}

/// Today in UTC, as papers-days are counted.
pub fn today() -> Day {
    Day::from_millis(now().0)
}

/// How many minutes the reader's clock is ahead of UTC at an instant.
pub fn ahead(at: Millis) -> i32 {
    // Of no instant outside of what the browser counts.
    let behind = js_sys::Date::new(&(at.0 as f64).into()).get_timezone_offset();
    -(behind as i32)
}

/// The name of the reader's zone, like `Europe/Berlin`; empty where the browser does not tell.
pub fn zone() -> String {
    let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
    reach::get(&options, "timeZone").and_then(|zone| zone.as_string()).unwrap_or_default()
}

/// Milliseconds since 1970 with fractions, steady within a page or worker and comparable between them.
pub fn precise() -> f64 {
    performance().map_or_else(js_sys::Date::now, |clock| clock.time_origin() + clock.now())
}

/// The clock of the page or of the worker, whichever this runs in.
pub(super) fn performance() -> Option<Performance> {
    // By its name: to ask whether this is a window is an exception each time where it is none.
    reach::global("performance").map(JsCast::unchecked_into)
}
