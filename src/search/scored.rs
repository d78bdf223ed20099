//! Documents with scores, and how such rows are joined.

/// What was found: documents by number, ascending, with scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scored {
    pub(crate) documents: Vec<u32>,
    pub(crate) scores: Vec<f32>,
}

impl Scored {
    /// What both admit, scores added.
    pub fn both(&self, other: &Scored) -> Scored {
        let mut found = Scored::default();
        let mut at = 0;
        for (document, score) in other.documents.iter().zip(&other.scores) {
            while self.documents.get(at).is_some_and(|own| own < document) {
                at += 1;
            }
            if self.documents.get(at) == Some(document) {
                found.documents.push(*document);
                found.scores.push(score + self.scores.get(at).copied().unwrap_or(0.0));
            }
        }
        found
    }

    /// What either admits.
    pub fn either(&self, other: &Scored, join: impl Fn(f32, f32) -> f32) -> Scored {
        let room = self.documents.len().max(other.documents.len());
        let mut found = Scored { documents: Vec::with_capacity(room), scores: Vec::with_capacity(room) };
        let mut push = |document: u32, score: f32| {
            found.documents.push(document);
            found.scores.push(score);
        };
        let mut mine = self.documents.iter().copied().zip(self.scores.iter().copied()).peekable();
        let mut theirs = other.documents.iter().copied().zip(other.scores.iter().copied()).peekable();
        loop {
            match (mine.peek().copied(), theirs.peek().copied()) {
                (Some((a, score)), Some((b, other))) if a == b => {
                    push(a, join(score, other));
                    mine.next();
                    theirs.next();
                }
                (Some((a, score)), b) if b.is_none_or(|(b, _)| a < b) => {
                    push(a, score);
                    mine.next();
                }
                (_, Some((b, score))) => {
                    push(b, score);
                    theirs.next();
                }
                (_, None) => return found,
            }
        }
    }

    /// Lifts these documents above all others, in the order that they have among themselves.
    pub fn put_first(&mut self, documents: &[u32]) {
        let most = self.scores.iter().copied().fold(0.0, f32::max);
        for document in documents {
            let place = self.documents.binary_search(document).ok();
            place.and_then(|place| self.scores.get_mut(place)).into_iter().for_each(|score| *score += most);
        }
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
