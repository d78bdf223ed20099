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

/// Milliseconds since 1970 with fractions, steady within a page or worker and comparable between them.
pub fn precise() -> f64 {
    performance().map_or_else(js_sys::Date::now, |clock| clock.time_origin() + clock.now())
}

/// The clock of the page or of the worker, whichever this runs in.
pub(super) fn performance() -> Option<Performance> {
    // By its name: to ask whether this is a window is an exception each time where it is none.
    reach::global("performance").map(JsCast::unchecked_into)
}
