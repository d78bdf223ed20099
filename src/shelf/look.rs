//! How long the reader looked at papers that they opened, as far as it tells anything.
//!
//! A paper is noted as stayed with or as left at once, or not at all. Each of them is noted once: a short look after a long one
//! takes nothing back, so that a paper costs two entries of the journal at most, however often it is opened.
//!
//! ```
//! use offprint::paper::PaperId;
//! use offprint::shelf::look::Look;
//! use offprint::shelf::{Act, Millis, Shelf};
//!
//! let (id, _) = PaperId::parse("2309.05239").unwrap();
//! let mut shelf = Shelf::default();
//! shelf.apply(&Act::Open(id.clone()), Millis(1));
//! let left = shelf.looking(&id, Look::Left).unwrap();
//! shelf.apply(&left, Millis(2));
//! assert_eq!(shelf.looking(&id, Look::Left), None);
//! assert!(shelf.looking(&id, Look::Stayed).is_some());
//! ```

use super::{Act, Card, Field, Shelf, Subject, Value};
use crate::paper::PaperId;

/// The setting that says whether looks are noted and learnt from: they are unless it is `off`.
pub const SETTING: &str = "looks";

/// What a look at a paper tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The reader stayed with it, or went on to its text.
    Stayed,
    /// The reader left it at once.
    Left,
}

impl Look {
    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Look::Stayed => "stayed",
            Look::Left => "left",
        }
    }
}

impl Card {
    /// Of a paper: what the reader's looks at it tell.
    pub fn look(&self) -> Option<Look> {
        let name = self.text(&Field::Look);
        [Look::Stayed, Look::Left].into_iter().find(|look| look.name() == name)
    }
}

impl Shelf {
    /// Whether looks are noted and learnt from.
    pub fn notes_looks(&self) -> bool {
        self.setting(SETTING).text() != Some("off")
    }

    /// The act that notes a look at a paper; `None` where that tells nothing new: of a paper that was never opened, after a look that
    /// was as long, where the reader has said outright what they think of it, and where looks are not noted.
    pub fn looking(&self, paper: &PaperId, look: Look) -> Option<Act> {
        let card = self.get(paper);
        let said = card.starred() || card.is_dismissed() || card.leaning() != 0;
        let news = match card.look() {
            None => true,
            Some(known) => (known, look) == (Look::Left, Look::Stayed),
        };
        let noted = self.notes_looks() && card.opened_at().is_some() && !said && news;
        noted.then(|| Act::Set(Subject::Paper(paper.clone()), Field::Look, Value::from(look.name())))
    }

    /// The papers of which a look is noted. O(papers on the shelf).
    pub fn looked_at(&self) -> Vec<PaperId> {
        self.papers().filter(|(_, card)| card.look().is_some()).map(|(id, _)| id.clone()).collect()
    }
}
