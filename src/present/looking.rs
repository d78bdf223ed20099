//! How long an open paper is in view, and what that tells.
//!
//! ```
//! use offprint::present::looking::Looking;
//! use offprint::shelf::look::Look;
//!
//! let mut looking = Looking::default();
//! looking.turn(true, 0.0);
//! // Another tab is in front from the tenth second to the hundredth.
//! looking.turn(false, 10_000.0);
//! looking.turn(true, 100_000.0);
//! assert_eq!(looking.look(110_000.0), None);
//! assert_eq!(looking.until_stayed(110_000.0), 10_000.0);
//! assert_eq!(looking.look(120_000.0), Some(Look::Stayed));
//! ```

use crate::rank::weights::{GLIMPSE_SECONDS, LEFT_SECONDS, STAYED_SECONDS};
use crate::shelf::look::Look;

/// A watch that runs while a paper is in view. Times are in milliseconds, of any clock that only goes forwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Looking {
    /// In view until it last went out of it.
    before: f64,
    /// Since when it is in view, if it is.
    since: Option<f64>,
}

impl Looking {
    /// It comes into view, or goes out of it.
    pub fn turn(&mut self, in_view: bool, now: f64) {
        self.before = self.long(now);
        self.since = in_view.then_some(now);
    }

    /// How long it has been in view.
    pub fn long(&self, now: f64) -> f64 {
        self.before + self.since.map_or(0.0, |since| (now - since).max(0.0))
    }

    /// How much longer makes a stay of it; 0 if it is one.
    pub fn until_stayed(&self, now: f64) -> f64 {
        (STAYED_SECONDS * 1_000.0 - self.long(now)).max(0.0)
    }

    /// What it would tell if the reader left now.
    pub fn look(&self, now: f64) -> Option<Look> {
        match self.long(now) / 1_000.0 {
            seconds if seconds >= STAYED_SECONDS => Some(Look::Stayed),
            seconds if (GLIMPSE_SECONDS..LEFT_SECONDS).contains(&seconds) => Some(Look::Left),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_counts_is_the_time_in_view(turns in prop::collection::vec((any::<bool>(), 0..20_000_u32), 0..12)) {
            let (mut looking, mut now, mut seen) = (Looking::default(), 0.0, 0.0);
            for (in_view, time) in turns {
                looking.turn(in_view, now);
                let time = f64::from(time);
                (now, seen) = (now + time, if in_view { seen + time } else { seen });
                prop_assert_eq!(looking.long(now), seen);
                let wanted = match seen {
                    30_000.0.. => Some(Look::Stayed),
                    1_000.0..5_000.0 => Some(Look::Left),
                    _ => None,
                };
                prop_assert_eq!(looking.look(now), wanted);
                prop_assert_eq!(looking.until_stayed(now), (30_000.0 - seen).max(0.0));
            }
        }
    }
}
