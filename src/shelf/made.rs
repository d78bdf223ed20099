//! What the engine is told of the shelf, so that all that the reader made can be found and filtered by.

use super::subject::{Field, Subject};
use super::{Event, Shelf};
use crate::columns::{Flags, Made};
use crate::paper::PaperId;

impl Shelf {
    /// What the reader made of a paper, as lists need it. Collections are known by their names; one without is gone.
    pub fn made(&self, paper: &PaperId) -> Made {
        let card = self.get(paper);
        let names = card.collections().map(|(id, _)| self.card(&Subject::Collection(id)).text(&Field::Name));
        Made {
            flags: Flags { starred: card.starred(), read: card.is_read(), dismissed: card.is_dismissed() },
            tags: card.tags().map(str::to_owned).collect(),
            collections: names.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            note: card.note().to_owned(),
        }
    }

    /// The papers of which an event may have changed what was made: those it touched, and those in a collection that has got
    /// another name or none. O(papers on the shelf) for each such collection.
    pub fn remade(&self, event: &Event) -> Vec<PaperId> {
        let mut papers = Vec::new();
        for subject in event.subjects() {
            let named = |touch: &super::Touch| touch.field == Field::Name && touch.subject == *subject;
            match subject {
                Subject::Paper(paper) => papers.push(paper.clone()),
                Subject::Collection(id) if event.touched.iter().any(named) => {
                    papers.extend(self.members(*id).into_iter().cloned());
                }
                _ => {}
            }
        }
        papers
    }
}
