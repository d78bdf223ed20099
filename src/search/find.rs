//! Finding: what is asked, as a tree, and how it is answered.
//!
//! Every part of the tree gives the documents it admits, ascending, with a score each. A conjunction begins with what admits
//! least; the parts after it look only at documents that are still in, jumping over blocks of postings where these are few.
//! A single word costs a pass over its list, O(documents that have it); n words cost the passes over the shorter lists and
//! blocks of the longer.

use std::cell::Cell;

use crate::bits::Bits;
use crate::bm25::{Norms, inverse_frequency, saturated};
use crate::cursor::{Cursor, Weights};
use crate::index::{ALL_FIELDS, Index};
use crate::order;
use crate::plan::Plan;
use crate::postings::Mask;
use crate::scored::{Filling, Join, Scored};
use crate::terms::{Ring, Unit};
use crate::weights::FIELD_WEIGHTS;
use crate::{near, terms, weights};

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Find {
    /// All documents.
    Everything,
    /// Documents of these keys, as something else than words decides.
    Keys(Bits),
    /// A word or a phrase.
    Text(Text),
    /// All of these. On top of the tree, words are relaxed where no document has them all.
    All(Vec<Find>),
    /// Any of these; a document that several admit has the sum of their scores.
    Any(Vec<Find>),
    /// All but these.
    Not(Box<Find>),
}

/// A word or a phrase to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// As typed. A word may be a compound.
    pub text: String,
    /// In which fields.
    pub fields: Mask,
    /// Whether the words must follow each other.
    pub phrase: bool,
    /// Whether the last word may be unfinished, so that those beginning with it are meant too.
    pub typing: bool,
}

impl Find {
    /// A finished word in any field.
    pub fn word(text: &str) -> Find {
        Find::Text(Text { text: text.to_owned(), fields: ALL_FIELDS, phrase: false, typing: false })
    }

    /// A phrase in any field.
    pub fn phrase(text: &str) -> Find {
        Find::Text(Text { text: text.to_owned(), fields: ALL_FIELDS, phrase: true, typing: false })
    }
}

/// What was found, by key.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Key and score of each document found, in order of putting.
    pub found: Vec<(u32, f32)>,
    /// Whether documents with some of the words were taken in, as too few had all; and how many had all.
    pub relaxed: Option<u32>,
}

impl Hits {
    /// How many documents were found.
    pub fn total(&self) -> u32 {
        self.found.len() as u32
    }

    /// Of each document a number to sort by: its score in the high half if that counts, best least, and its rank in the low half.
    /// Documents without a rank come last, the later key first. Compiled here, for speed.
    #[inline(never)]
    pub fn sort_keys(&self, by_score: bool, ranks: &[u32]) -> Vec<u64> {
        self.found
            .iter()
            .map(|(key, score)| sort_key(*key, if by_score { Some(*score) } else { None }, ranks))
            .collect()
    }
}

/// A number to sort by: the score in the high half, best least, and the rank in the low half.
#[inline]
pub(crate) fn sort_key(key: u32, score: Option<f32>, ranks: &[u32]) -> u64 {
    let rank = ranks.get(key as usize).copied().unwrap_or(u32::MAX - key);
    // Scores are never negative, and so ordered as their bits are.
    let score = score.map_or(0, |score| u32::MAX - score.to_bits());
    u64::from(score) << 32 | u64::from(rank)
}

impl Index {
    /// Finds. The score of a document is a function of the live documents and of what is asked, and of nothing else.
    pub fn find(&self, asked: &Find) -> Hits {
        let (found, relaxed) = Search::new(self).top(&terms::plan(self, asked), None);
        let keys = found.documents.iter().filter_map(|document| self.documents.key.get(*document as usize));
        Hits { found: keys.copied().zip(found.scores).collect(), relaxed }
    }
}

/// One search.
pub(crate) struct Search<'a> {
    pub index: &'a Index,
    pub norms: &'a Norms,
    pub all_live: bool,
    /// Room to add up in, by document; zero between uses.
    pub sums: Vec<f32>,
}

thread_local! {
    /// The room of the last search: cleaning new room for all documents would take as long as many a short answer.
    static ROOM: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

impl Drop for Search<'_> {
    fn drop(&mut self) {
        ROOM.set(std::mem::take(&mut self.sums));
    }
}

/// Documents to look at, ascending; `None` for all.
pub(crate) type Within<'w> = Option<&'w [u32]>;

impl<'a> Search<'a> {
    pub fn new(index: &'a Index) -> Search<'a> {
        let documents = &index.documents;
        Search {
            index,
            norms: documents.norms(),
            all_live: documents.count as usize == documents.key.len(),
            sums: ROOM.take(),
        }
    }

    /// The answer to a whole question: relaxed where it must be, nearness considered, if not all are wanted for these at least.
    pub fn top(&mut self, plan: &Plan, wanted: Option<usize>) -> (Scored, Option<u32>) {
        let words = plan.words();
        let mut found = self.node(plan, None);
        let mut relaxed = None;
        let mut whole = Vec::new();
        let enough = if words > 2 { weights::ENOUGH } else { 1 };
        if words > 1 && (found.documents.len() as u32) < enough {
            let some = self.some(plan);
            if some.documents.len() > found.documents.len() {
                whole = std::mem::replace(&mut found, some).documents;
                relaxed = Some(whole.len() as u32);
            }
        }
        // Those that have all words are told from the others at last: all of them are wanted.
        near::lift(self, plan, &mut found, wanted.filter(|_| whole.is_empty()));
        found.put_first(&whole);
        (found, relaxed)
    }

    /// Documents that a part of the question admits, among those given.
    pub fn node(&mut self, node: &Plan, within: Within) -> Scored {
        match node {
            Plan::Everything => self.everything(within),
            Plan::Keys(keys) => self.keys(keys, within),
            Plan::Unit(unit) => self.unit(unit, within),
            Plan::All(parts) => self.all(parts, within),
            Plan::Any(parts) => self.any(parts, within, Join::Sum),
            Plan::Best(parts) => self.any(parts, within, Join::Higher),
            Plan::Phrase(phrase) => near::phrase(self, phrase, within),
            Plan::Not(part) => {
                let mut rest = self.everything(within);
                let out = self.node(part, within);
                rest.subtract(&out);
                rest
            }
        }
    }

    fn everything(&self, within: Within) -> Scored {
        let documents: Vec<u32> = match within {
            Some(within) => within.to_vec(),
            None => self.index.documents.live.to_vec(),
        };
        Scored { scores: vec![0.0; documents.len()], documents }
    }

    fn keys(&self, keys: &Bits, within: Within) -> Scored {
        let found: Vec<u32> = match within {
            Some(within) => within.iter().copied().filter(|document| self.has_key(keys, *document)).collect(),
            None => self.index.documents_of(keys).to_vec(),
        };
        Scored { scores: vec![0.0; found.len()], documents: found }
    }

    fn all(&mut self, parts: &[Plan], within: Within) -> Scored {
        let (out, mut wanted): (Vec<&Plan>, Vec<&Plan>) = parts.iter().partition(|part| matches!(part, Plan::Not(_)));
        order::sort_by(&mut wanted, |a, b| a.cost(self.index) < b.cost(self.index));
        let mut found = self.both_at_once(&wanted, within);
        for part in wanted.into_iter().skip(if found.is_some() { 2 } else { 0 }) {
            found = Some(match found {
                None => self.node(part, within),
                Some(found) => self.narrowed(&found, part),
            });
        }
        let mut found = found.unwrap_or_else(|| self.everything(within));
        for part in out {
            if let Plan::Not(part) = part {
                let out = self.node(part, Some(&found.documents));
                found.subtract(&out);
            }
        }
        found
    }

    /// What the first two of some parts admit, where these are frequent words of which neither is much rarer: without a row of
    /// what the first admits alone.
    fn both_at_once(&mut self, parts: &[&Plan], within: Within) -> Option<Scored> {
        let ([Plan::Unit(first), Plan::Unit(second), ..], None) = (parts, within) else { return None };
        let ([a], [b]) = (first.rings.as_slice(), second.rings.as_slice()) else { return None };
        let of_some = |ring: &Ring| ring.crowd.is_some() || ring.flat;
        let is_rare = a.words.len() < 2 || self.are_few(&a.words);
        let is_sparse = |(word, _): &(u32, f32)| Search::are_so_few(a.frequency as usize, self.listed(*word));
        if of_some(a) || of_some(b) || is_rare || b.words.iter().any(is_sparse) {
            return None;
        }
        let (mut sums, having) = self.sums_of_all(&a.words, &Weights::new(FIELD_WEIGHTS, first.fields));
        let count = having.count() as usize;
        let weights = Weights::new(FIELD_WEIGHTS, second.fields);
        let mut others = self.sums_among(&b.words, &weights, &having, count, None).into_iter();
        let [worth, other_worth] = [a, b].map(|ring| self.worth(ring, ring.frequency));
        let mut found = Filling::with_room(count.min(b.frequency as usize));
        having.for_each(|document| {
            let sum = sums.get_mut(document as usize).map_or(0.0, std::mem::take);
            if let Some(other) = others.next().filter(|other| *other > 0.0) {
                found.put(document, worth * saturated(sum) + other_worth * saturated(other));
            }
        });
        self.sums = sums;
        Some(found.done())
    }

    /// What was found and a part of the question admits too, scores added.
    fn narrowed(&mut self, found: &Scored, part: &Plan) -> Scored {
        match part {
            Plan::Keys(keys) => found.keep(|_, document| self.has_key(keys, document).then_some(0.0)),
            Plan::Unit(unit) => {
                let weights = Weights::new(FIELD_WEIGHTS, unit.fields);
                // Below 0 for documents that have not been found.
                let mut scores = vec![-1.0; found.documents.len()];
                for (ring, frequency) in unit.rings_with_frequency() {
                    let worth = self.worth(ring, frequency);
                    let new =
                        scores.iter_mut().zip(&found.documents).enumerate().filter(|(_, (score, _))| **score < 0.0);
                    if let Some(crowd) = &ring.crowd {
                        let new = new.filter(|(_, (_, document))| crowd.contains(**document));
                        new.for_each(|(_, (score, _))| *score = worth * saturated(1.0));
                    } else {
                        let sums = self.sums_at(&ring.words, &weights, &found.documents);
                        for (at, (score, _)) in new {
                            if let Some(sum) = sums.get(at).filter(|sum| **sum > 0.0) {
                                *score = worth * saturated(if ring.flat { 1.0 } else { *sum });
                            }
                        }
                    }
                }
                found.keep(|at, _| scores.get(at).copied().filter(|score| *score >= 0.0))
            }
            part => found.both(&self.node(part, Some(&found.documents))),
        }
    }

    fn has_key(&self, keys: &Bits, document: u32) -> bool {
        self.index.documents.key.get(document as usize).is_some_and(|key| keys.contains(*key))
    }

    pub fn any(&mut self, parts: &[Plan], within: Within, join: Join) -> Scored {
        parts.iter().map(|part| self.node(part, within)).reduce(|a, b| a.either(b, join)).unwrap_or_default()
    }

    /// Documents with some of the words of the question, where all that is not a word holds.
    fn some(&mut self, plan: &Plan) -> Scored {
        let Plan::All(parts) = plan else { return Scored::default() };
        let (words, rest): (Vec<&Plan>, Vec<&Plan>) = parts.iter().partition(|part| part.is_wording());
        let rest: Vec<Plan> = rest.into_iter().cloned().collect();
        let frame = (!rest.is_empty()).then(|| self.all(&rest, None));
        let within = frame.as_ref().map(|frame| frame.documents.as_slice());
        let words: Vec<Plan> = words.into_iter().map(Plan::parted).collect();
        self.any(&words, within, Join::Sum)
    }

    /// Documents that have a unit: in rings from the very word outwards, each at its own quality.
    pub fn unit(&mut self, unit: &Unit, within: Within) -> Scored {
        let weights = Weights::new(FIELD_WEIGHTS, unit.fields);
        let mut found = Scored::default();
        for (ring, frequency) in unit.rings_with_frequency() {
            let more = self.ring(ring, frequency, &weights, within);
            found = if found.documents.is_empty() { more } else { found.either(more, Join::First) };
        }
        found
    }

    pub fn ring(&mut self, ring: &Ring, frequency: u32, weights: &Weights, within: Within) -> Scored {
        let worth = self.worth(ring, frequency);
        if let Some(documents) = &ring.crowd {
            return flat(documents, worth * saturated(1.0), within);
        }
        let value = |score: f32| worth * saturated(if ring.flat { 1.0 } else { score });
        match (within, ring.words.as_slice()) {
            (Some(within), words) => self.sums_within(words, weights, within, value),
            (None, words) if words.len() == 1 || self.are_few(words) => self.few(words, weights, value),
            (None, words) => self.sums(words, weights, value),
        }
    }

    /// What the best score of a ring's words is, as frequent as said.
    pub fn worth(&self, ring: &Ring, frequency: u32) -> f32 {
        ring.quality * inverse_frequency(self.index.documents.count, frequency)
    }

    /// Documents have lower numbers.
    pub fn bound(&self) -> u32 {
        self.index.documents.key.len() as u32
    }

    /// Whether documents are so few that most blocks of a list of that length have none.
    pub fn are_sparse(documents: &[u32], listed: u64) -> bool {
        Search::are_so_few(documents.len(), listed)
    }

    /// The same of a number of documents.
    pub fn are_so_few(documents: usize, listed: u64) -> bool {
        (documents as u64).saturating_mul(16) < listed
    }

    /// How many postings a word has.
    pub fn listed(&self, word: u32) -> u64 {
        self.index.lists.get(word as usize).map_or(0, |list| u64::from(list.len()))
    }

    pub fn cursor(&self, word: u32) -> Option<Cursor<'a>> {
        self.index.lists.get(word as usize).map(|list| list.read(&self.index.arena))
    }

    #[inline]
    pub fn is_live(&self, document: u32) -> bool {
        self.all_live || self.index.documents.live.contains(document)
    }

    /// What occurrences of a phrase in a document are worth, wherever they are.
    pub fn saturated(&self, occurrences: f32, document: u32) -> f32 {
        saturated(occurrences * self.norms.body(document))
    }
}

/// Documents of a set, all of one score.
fn flat(documents: &Bits, score: f32, within: Within) -> Scored {
    let documents: Vec<u32> = match within {
        Some(within) => within.iter().copied().filter(|document| documents.contains(*document)).collect(),
        None => documents.to_vec(),
    };
    Scored { scores: vec![score; documents.len()], documents }
}
