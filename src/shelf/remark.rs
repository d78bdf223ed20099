//! What other programs knew of the reader's opinion of papers.

use serde::{Deserialize, Serialize};

use super::Shelf;
use super::act::{Act, Change};
use super::restore::both;
use super::spellings::Spellings;
use super::stamp::Millis;
use super::subject::Field;
use crate::feed::tidy::note_alike;
use crate::paper::{Day, PaperId};

/// What another program knew of the reader's opinion of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Which paper.
    pub id: PaperId,
    /// The key that cited it.
    pub key: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The note on it.
    pub note: String,
    /// Whether it was starred.
    pub starred: bool,
    /// Since when it was, or else since when it was known there.
    pub since: Option<Day>,
}

impl Shelf {
    /// What taking over remarks comes to, together with other acts, as one event of now that can be undone. Papers are starred since
    /// they were starred there, if that is told and over; a note that is here already stays, and the other one comes below it.
    pub fn taking_remarks(&self, remarks: &[Remark], others: Vec<Act>, now: Millis) -> Change {
        let mut known = self.spellings();
        let mut acts: Vec<Act> = remarks.iter().map(|remark| self.taking(remark, &mut known)).collect();
        acts.extend(others);
        let mut event = self.trying(&Act::Several(acts), now)?;
        // Both are in the order of the remarks.
        let mut stars = remarks.iter().filter(|remark| remark.starred);
        for touch in event.touched.iter_mut().filter(|touch| touch.field == Field::Star) {
            let remark = stars.find(|remark| touch.subject.paper() == Some(&remark.id));
            let since = remark.and_then(|remark| remark.since).map(Millis::start_of);
            touch.now.since = since.map_or(now, |since| since.min(now));
        }
        Some(event)
    }

    /// The act that takes over one remark, but for its key.
    fn taking(&self, remark: &Remark, known: &mut Spellings) -> Act {
        let mut acts: Vec<Act> = remark.starred.then(|| Act::Star(remark.id.clone(), true)).into_iter().collect();
        acts.extend(remark.tags.iter().map(|tag| Act::Tag(remark.id.clone(), known.spelt(tag), true)));
        let note = self.get(&remark.id).note();
        if !remark.note.is_empty() && !is_in(note, &remark.note) {
            acts.push(Act::Note(remark.id.clone(), both(note, &remark.note).into()));
        }
        Act::Several(acts)
    }
}

/// Whether a note has in it what a file tells, which may have been tidied on its way through that file.
fn is_in(note: &str, told: &str) -> bool {
    !note.is_empty() && (note.contains(told) || note_alike(note).contains(&note_alike(told)))
}
