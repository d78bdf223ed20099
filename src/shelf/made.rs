//! What the engine is told of the shelf, so that all that the reader made can be found and filtered by.

use super::look::{self, Look};
use super::subject::{Field, Subject, ThingId};
use super::{Card, Event, Shelf};
use crate::columns::{Flags, Made};
use crate::paper::PaperId;
use crate::search::order::sorted;

impl Shelf {
    /// What the reader made of a paper, as lists need it. Collections are known by their names; one without is gone. What is in a
    /// collection is in that in which the collection is, too, behind its own papers.
    pub fn made(&self, paper: &PaperId) -> Made {
        let card = self.get(paper);
        let mut within: Vec<(&str, String)> = Vec::new();
        for (id, place) in card.collections() {
            let collection = self.card(&Subject::Collection(id));
            let name = collection.text(&Field::Name);
            if name.is_empty() {
                continue;
            }
            within.push((name, place.to_owned()));
            let outer = ThingId::parse(collection.text(&Field::Parent)).map(Subject::Collection);
            let outer = outer.map(|outer| self.card(&outer)).filter(|outer| outer.text(&Field::Parent).is_empty());
            let outer = outer.map(|outer| outer.text(&Field::Name)).filter(|outer| !outer.is_empty());
            // No place begins with what comes after all digits.
            within.extend(outer.map(|outer| (outer, ["~", collection.text(&Field::Order), " ", place].concat())));
        }
        Made {
            flags: Flags {
                starred: card.starred(),
                read: card.is_read(),
                dismissed: card.is_dismissed(),
                leaning: card.leaning(),
                look: match card.look().filter(|_| self.notes_looks()) {
                    Some(Look::Stayed) => 1,
                    Some(Look::Left) => -1,
                    None => 0,
                },
                // How a paper is cited is noted with each export.
                held: card.iter().any(|(field, register)| *field != Field::Key && register.value.is_on()),
            },
            tags: card.tags().map(str::to_owned).collect(),
            collections: within.iter().map(|(name, _)| (*name).to_owned()).collect(),
            places: within.into_iter().map(|(_, place)| place).collect(),
            note: card.note().to_owned(),
        }
    }

    /// The papers of which an event may have changed what was made: those it touched, those in a collection that was touched
    /// itself, or is in one that was, and those looked at where it was set whether that counts. O(fields of papers) where
    /// there is such a collection or setting.
    pub fn remade(&self, event: &Event) -> Vec<PaperId> {
        let (mut papers, mut collections) = (Vec::new(), Vec::new());
        for subject in event.subjects() {
            match subject {
                Subject::Paper(paper) => papers.push(paper.clone()),
                Subject::Collection(id) => {
                    let inner = self.things().filter_map(|(inner, card)| match inner {
                        Subject::Collection(inner) if card.text(&Field::Parent) == id.to_string() => Some(*inner),
                        _ => None,
                    });
                    collections.extend(inner.chain([*id]));
                }
                Subject::Setting(name) if **name == *look::SETTING => papers.extend(self.looked_at()),
                _ => {}
            }
        }
        if !collections.is_empty() {
            let within = |card: &Card| card.collections().any(|(id, _)| collections.contains(&id));
            papers.extend(self.papers().filter(|(_, card)| within(card)).map(|(id, _)| id.clone()));
            papers = sorted(papers);
            papers.dedup();
        }
        papers
    }
}
