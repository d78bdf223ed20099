//! What came since the last visit: which lists tell of it.
//!
//! ```
//! use offprint::paper::Day;
//! use offprint::present::away::{Missed, Since};
//!
//! let since = Since { seen: Day::parse("2026-05-20").unwrap(), left: Day::parse("2026-05-21").unwrap() };
//! assert_eq!(Missed::New.view(since).text, "day:2026-05-21..");
//! assert_eq!(Missed::Revised.view(since).text, "revised:2026-05-22..");
//! ```

use serde::{Deserialize, Serialize};

use crate::paper::Day;
use crate::query::{Order, View, Window};

/// When the reader was here last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The newest papers-day that was known then.
    pub seen: Day,
    /// The day on which that was.
    pub left: Day,
}

/// What may have happened meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Papers of new papers-days.
    New,
    /// Votes or stars have risen.
    Rose,
    /// There is code now.
    Coded,
    /// There is a later version.
    Revised,
    /// It was withdrawn.
    Withdrawn,
    /// Papers of new papers-days that were not read yet, the trending ones first.
    Best,
}

impl Missed {
    /// Everything that is counted.
    pub const COUNTED: [Missed; 5] = [Missed::New, Missed::Rose, Missed::Coded, Missed::Revised, Missed::Withdrawn];

    /// The list of it. Days stand in its text, so that it stays the same list.
    pub fn view(self, since: Since) -> View {
        let new = since.seen.plus(1);
        let noted = since.left.plus(1);
        let (text, order) = match self {
            Missed::New => (format!("day:{new}.."), None),
            Missed::Best => (format!("day:{new}.. is:unread"), Some(Order::Trending)),
            Missed::Rose => (format!("rose:{noted}.."), Some(Order::Trending)),
            Missed::Coded => (format!("coded:{noted}.."), None),
            Missed::Revised => (format!("revised:{noted}.."), None),
            Missed::Withdrawn => (format!("withdrawn:{noted}.."), None),
        };
        View { window: Window::All, day: None, text, order, mix: None }
    }

    /// What happened to so many papers, in words that follow their count.
    pub fn words(self, count: u32) -> &'static str {
        match (self, count) {
            (Missed::New | Missed::Best, 1) => "new paper",
            (Missed::New | Missed::Best, _) => "new papers",
            (Missed::Rose, _) => "rose in votes or stars",
            (Missed::Coded, 1) => "has code now",
            (Missed::Coded, _) => "have code now",
            (Missed::Revised, 1) => "has a new version",
            (Missed::Revised, _) => "have a new version",
            (Missed::Withdrawn, 1) => "was withdrawn",
            (Missed::Withdrawn, _) => "were withdrawn",
        }
    }
}
