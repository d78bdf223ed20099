//! Documents with scores, and how such rows are joined.

use crate::order::Least;

/// What becomes of the scores of a document that both of two rows have.
#[derive(Clone, Copy)]
pub(crate) enum Join {
    Sum,
    Higher,
    /// The score in the first.
    First,
}

/// The higher of two scores. Of the standard library it is a call, as it knows of what is no number.
#[inline]
pub(crate) fn higher(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}

/// What was found: documents by number, ascending, with scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scored {
    pub(crate) documents: Vec<u32>,
    pub(crate) scores: Vec<f32>,
}

/// A row that is filled from the front. What may grow at each push, as rows of the standard library do, is kept in memory and not in
/// registers, which costs more than all else that is done with a posting.
pub(crate) struct Filling {
    row: Scored,
    filled: usize,
}

impl Filling {
    /// Without documents, and with room for so many; more are left out.
    pub fn with_room(room: usize) -> Filling {
        Filling { row: Scored { documents: vec![0; room], scores: vec![0.0; room] }, filled: 0 }
    }

    /// Appends a document.
    #[inline]
    pub fn put(&mut self, document: u32, score: f32) {
        let slots = (self.row.documents.get_mut(self.filled), self.row.scores.get_mut(self.filled));
        if let (Some(own), Some(own_score)) = slots {
            (*own, *own_score) = (document, score);
            self.filled += 1;
        }
    }

    /// Appends what a row has between two places.
    fn take(&mut self, row: &Scored, from: usize, until: usize) {
        let filled = self.filled + until.saturating_sub(from);
        let slots = (self.row.documents.get_mut(self.filled..filled), self.row.scores.get_mut(self.filled..filled));
        let some = (row.documents.get(from..until), row.scores.get(from..until));
        if let ((Some(own), Some(own_scores)), (Some(documents), Some(scores))) = (slots, some) {
            own.copy_from_slice(documents);
            own_scores.copy_from_slice(scores);
            self.filled = filled;
        }
    }

    /// The row.
    pub fn done(self) -> Scored {
        let Filling { mut row, filled } = self;
        row.documents.truncate(filled);
        row.scores.truncate(filled);
        row
    }
}

impl Scored {
    /// The score of a document, if it is there. O(log documents).
    pub fn score_of(&self, document: u32) -> Option<f32> {
        self.documents.binary_search(&document).ok().and_then(|at| self.scores.get(at)).copied()
    }

    /// The documents for which there is something to add to their scores; asked by place in the row and by document.
    pub fn keep(&self, added: impl Fn(usize, u32) -> Option<f32>) -> Scored {
        let mut kept = Filling::with_room(self.documents.len());
        for (at, (document, score)) in self.documents.iter().zip(&self.scores).enumerate() {
            if let Some(added) = added(at, *document) {
                kept.put(*document, added + score);
            }
        }
        kept.done()
    }

    /// What both admit, scores added.
    pub fn both(&self, other: &Scored) -> Scored {
        let mut found = Filling::with_room(self.documents.len().min(other.documents.len()));
        let mut at = 0;
        for (document, score) in other.documents.iter().zip(&other.scores) {
            while self.documents.get(at).is_some_and(|own| own < document) {
                at += 1;
            }
            if self.documents.get(at) == Some(document) {
                found.put(*document, score + self.scores.get(at).copied().unwrap_or(0.0));
            }
        }
        found.done()
    }

    /// What either admits. Where one has few documents, O(these · log of what is between them) and a copy.
    pub fn either(self, other: Scored, join: Join) -> Scored {
        if other.documents.is_empty() {
            return self;
        }
        let mut found = Filling::with_room(self.documents.len() + other.documents.len());
        let (mut mine, mut theirs) = (0, 0);
        while let (Some(&a), Some(&b)) = (self.documents.get(mine), other.documents.get(theirs)) {
            if a < b {
                let until = first_from(&self.documents, mine, b);
                found.take(&self, mine, until);
                mine = until;
            } else if b < a {
                let until = first_from(&other.documents, theirs, a);
                found.take(&other, theirs, until);
                theirs = until;
            } else {
                let score = |row: &Scored, at: usize| row.scores.get(at).copied().unwrap_or(0.0);
                let (own, others) = (score(&self, mine), score(&other, theirs));
                let joined = match join {
                    Join::Sum => own + others,
                    Join::Higher => higher(own, others),
                    Join::First => own,
                };
                found.put(a, joined);
                (mine, theirs) = (mine + 1, theirs + 1);
            }
        }
        found.take(&self, mine, self.documents.len());
        found.take(&other, theirs, other.documents.len());
        found.done()
    }

    /// Lifts these documents above all others, in the order that they have among themselves.
    pub fn put_first(&mut self, documents: &[u32]) {
        if documents.is_empty() {
            return;
        }
        let most = self.scores.iter().copied().fold(0.0, higher);
        for document in documents {
            let place = self.documents.binary_search(document).ok();
            place.and_then(|place| self.scores.get_mut(place)).into_iter().for_each(|score| *score += most);
        }
    }

    /// The highest score that is not among the highest, as many as said.
    pub fn least_of_best(&self, most: usize) -> f32 {
        // Scores are never negative, and so ordered as their bits are.
        let mut least = Least::new(most + 1);
        self.scores.iter().for_each(|score| least.push(u64::from(u32::MAX - score.to_bits())));
        let least = least.take().into_iter().max();
        least.map_or(0.0, |least| f32::from_bits(u32::MAX - least as u32))
    }

    /// Takes out what another admits.
    pub fn subtract(&mut self, other: &Scored) {
        let out = &other.documents;
        let mut at = 0;
        let mut kept = Scored::default();
        for (document, score) in self.documents.iter().zip(&self.scores) {
            while out.get(at).is_some_and(|other| other < document) {
                at += 1;
            }
            if out.get(at) != Some(document) {
                kept.documents.push(*document);
                kept.scores.push(*score);
            }
        }
        *self = kept;
    }
}

/// Where the first document is that does not come before one, from a place in the row on: mostly near, and looked for in steps that
/// double.
pub(crate) fn first_from(row: &[u32], from: usize, document: u32) -> usize {
    let is_before = |at: usize| row.get(at).is_some_and(|other| *other < document);
    let mut step = 1;
    while is_before(from + step - 1) {
        step *= 2;
    }
    // What is half as far comes before, if it is not the beginning.
    let start = from + step / 2;
    let some = row.get(start..(from + step).min(row.len())).unwrap_or_default();
    start + some.partition_point(|other| *other < document)
}
