//! Finding: what is asked, as a tree, and how it is answered.
//!
//! Every part of the tree gives the documents it admits, ascending, with a score each. A conjunction begins with what admits
//! least; the parts after it look only at documents that are still in, jumping over blocks of postings where these are few.
//! A single word costs a pass over its list, O(documents that have it); n words cost the passes over the shorter lists and
//! blocks of the longer.

use crate::bits::Bits;
use crate::bm25::{Norms, inverse_frequency, saturated};
use crate::cursor::{Cursor, Posting, Weights};
use crate::highest::Noted;
use crate::index::{ALL_FIELDS, Index};
use crate::order;
use crate::plan::Plan;
use crate::postings::Mask;
use crate::scored::{Filling, Join, Scored, first_from};
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
    norms: &'a Norms,
    pub all_live: bool,
    /// Room to add up in, by document; zero between uses.
    pub sums: Vec<f32>,
}

/// Documents to look at, ascending; `None` for all.
type Within<'w> = Option<&'w [u32]>;

impl<'a> Search<'a> {
    pub fn new(index: &'a Index) -> Search<'a> {
        let documents = &index.documents;
        Search {
            index,
            norms: documents.norms(),
            all_live: documents.count as usize == documents.key.len(),
            sums: Vec::new(),
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
            None => self.index.documents_of(keys),
        };
        Scored { scores: vec![0.0; found.len()], documents: found }
    }

    fn all(&mut self, parts: &[Plan], within: Within) -> Scored {
        let (out, mut wanted): (Vec<&Plan>, Vec<&Plan>) = parts.iter().partition(|part| matches!(part, Plan::Not(_)));
        order::sort_by(&mut wanted, |a, b| a.cost(self.index) < b.cost(self.index));
        let mut found: Option<Scored> = None;
        for part in wanted {
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

    /// What was found and a part of the question admits too, scores added.
    fn narrowed(&mut self, found: &Scored, part: &Plan) -> Scored {
        match part {
            Plan::Keys(keys) => found.keep(|_, document| self.has_key(keys, document).then_some(0.0)),
            Plan::Unit(unit) => match unit.rings.as_slice() {
                [ring] if ring.crowd.is_none() && !ring.flat => {
                    let weights = Weights::new(FIELD_WEIGHTS, unit.fields);
                    let sums = self.sums_at(&ring.words, &weights, &found.documents);
                    let worth = self.worth(ring, ring.frequency);
                    let sum = |at: usize| sums.get(at).copied().filter(|sum| *sum > 0.0);
                    found.keep(|at, _| sum(at).map(|sum| worth * saturated(sum)))
                }
                _ => found.both(&self.unit(unit, Some(&found.documents))),
            },
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
        let mut frequency = 0;
        for ring in &unit.rings {
            // As frequent as all rings up to here together, so that no rarer word makes a ring worth more than one inside of it.
            frequency = ring.frequency.saturating_add(frequency);
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

    /// Weighted occurrences of one word.
    #[inline(never)]
    fn single(&self, word: u32, quality: f32, weights: &Weights) -> Scored {
        let frequency = self.index.frequency_of(word) as usize;
        let mut found = Filling::with_room(frequency);
        let Some(cursor) = self.cursor(word) else { return Scored::default() };
        let weigh = self.weighing(weights);
        cursor.for_each(|posting| {
            let weight = weigh.of(&posting) * quality;
            if weight > 0.0 && self.is_live(posting.document) {
                found.put(posting.document, weight);
            }
        });
        found.done()
    }

    /// Whether words are so rare that joining their lists costs less than room for all documents.
    pub fn are_few(&self, words: &[(u32, f32)]) -> bool {
        let postings = words.iter().map(|(word, _)| u64::from(self.index.frequency_of(*word))).sum::<u64>();
        postings.saturating_mul(words.len() as u64 * 8) < self.index.documents.key.len() as u64
    }

    /// Weighted occurrences of a few words, added up.
    fn few(&self, words: &[(u32, f32)], weights: &Weights, value: impl Fn(f32) -> f32) -> Scored {
        let rows = words.iter().map(|(word, quality)| self.single(*word, *quality, weights));
        let mut found = rows.reduce(|a, b| a.either(b, Join::Sum)).unwrap_or_default();
        found.scores.iter_mut().for_each(|score| *score = value(*score));
        found
    }

    /// Weighted occurrences of several words, added up.
    fn sums(&mut self, words: &[(u32, f32)], weights: &Weights, value: impl Fn(f32) -> f32) -> Scored {
        let (mut sums, having) = self.sums_of_all(words, weights);
        let mut found = Filling::with_room(having.count() as usize);
        having.for_each(|document| {
            let sum = sums.get_mut(document as usize).map_or(0.0, std::mem::take);
            found.put(document, value(sum));
        });
        self.sums = sums;
        found.done()
    }

    /// The same by document, and which live documents have any. The sums must come back, all of them zero.
    pub fn sums_of_all(&mut self, words: &[(u32, f32)], weights: &Weights) -> (Vec<f32>, Bits) {
        let mut sums = std::mem::take(&mut self.sums);
        sums.resize(self.bound() as usize, 0.0);
        let mut having = Bits::with_room(self.bound());
        self.add_up(words, weights, &mut sums, &mut Noted::All(&mut having));
        if !self.all_live {
            let mut dead = having.clone();
            dead.drop_all(&self.index.documents.live);
            dead.for_each(|document| sums.get_mut(document as usize).into_iter().for_each(|sum| *sum = 0.0));
            having.keep(&self.index.documents.live);
        }
        (sums, having)
    }

    /// Adds weighted occurrences of some words to sums by document, and notes these. Compiled once, as it is large where it is inlined.
    #[inline(never)]
    pub fn add_up(&self, words: &[(u32, f32)], weights: &Weights, sums: &mut [f32], noted: &mut Noted) {
        let weigh = self.weighing(weights);
        for (word, quality) in words {
            let Some(cursor) = self.cursor(*word) else { continue };
            cursor.for_each(|posting| {
                let weight = weigh.of(&posting) * quality;
                if weight > 0.0
                    && let Some(sum) = sums.get_mut(posting.document as usize)
                {
                    *sum += weight;
                    let sum = *sum;
                    match noted {
                        Noted::All(touched) => _ = touched.insert(posting.document),
                        Noted::Highest(highest) => highest.put(posting.document, sum, sums),
                    }
                }
            });
        }
    }

    /// The same as [`Search::sums`] among given documents.
    fn sums_within(
        &self,
        words: &[(u32, f32)],
        weights: &Weights,
        within: &[u32],
        value: impl Fn(f32) -> f32,
    ) -> Scored {
        let sums = self.sums_at(words, weights, within);
        let mut found = Filling::with_room(within.len());
        for (document, sum) in within.iter().zip(sums).filter(|(_, sum)| *sum > 0.0) {
            found.put(*document, value(sum));
        }
        found.done()
    }

    /// Weighted occurrences of several words in each of given documents, added up.
    fn sums_at(&self, words: &[(u32, f32)], weights: &Weights, within: &[u32]) -> Vec<f32> {
        let weigh = self.weighing(weights);
        let mut sums = vec![0.0; within.len()];
        let is_sparse = |(word, _): &(u32, f32)| Search::are_sparse(within, self.listed(*word));
        let mut wanted = Bits::default();
        if !words.iter().all(is_sparse) {
            wanted = Bits::with_room(self.bound());
            wanted.insert_those_below(within, self.bound());
        }
        for (word, quality) in words {
            let Some(cursor) = self.cursor(*word) else { continue };
            self.meet(cursor, *word, within, &wanted, |at, posting| {
                if let Some(sum) = sums.get_mut(at) {
                    *sum += weigh.of(&posting) * quality;
                }
            });
        }
        sums
    }

    /// Whether documents are so few that most blocks of a list of that length have none.
    pub fn are_sparse(documents: &[u32], listed: u64) -> bool {
        (documents.len() as u64).saturating_mul(16) < listed
    }

    /// Calls `met` with each posting of one of the documents, which are given as a row and as a set, and the document's number in
    /// the row. Where documents are so few
    /// that most blocks of the list have none, blocks are jumped over.
    fn meet(&self, mut cursor: Cursor, word: u32, within: &[u32], wanted: &Bits, mut met: impl FnMut(usize, Posting)) {
        let mut at = 0;
        if Search::are_sparse(within, self.listed(word)) {
            while let Some(&document) = within.get(at) {
                let Some(posting) = cursor.seek(document) else { return };
                at = first_from(within, at, posting.document);
                if within.get(at) == Some(&posting.document) {
                    met(at, posting);
                    at += 1;
                }
            }
        } else {
            // Most postings are of other documents, and need no look at the row.
            cursor.for_each(|posting| {
                if wanted.contains(posting.document) {
                    at = first_from(within, at, posting.document);
                    met(at, posting);
                }
            });
        }
    }

    /// How many postings a word has.
    fn listed(&self, word: u32) -> u64 {
        self.index.lists.get(word as usize).map_or(0, |list| u64::from(list.len()))
    }

    pub fn cursor(&self, word: u32) -> Option<Cursor<'a>> {
        self.index.lists.get(word as usize).map(|list| list.read(&self.index.arena))
    }

    #[inline]
    pub fn is_live(&self, document: u32) -> bool {
        self.all_live || self.index.documents.live.contains(document)
    }

    fn weighing<'w>(&'w self, weights: &'w Weights) -> Weighing<'w> {
        let (title_norms, body_norms) = self.norms.parts();
        Weighing { weights, lengths: &self.index.documents.length, title_norms, body_norms }
    }

    /// What occurrences of a phrase in a document are worth, wherever they are.
    pub fn saturated(&self, occurrences: f32, document: u32) -> f32 {
        saturated(occurrences * self.norms.body(document))
    }
}

/// What postings are weighed by.
#[derive(Clone, Copy)]
struct Weighing<'w> {
    weights: &'w Weights,
    /// Of titles and abstracts, by document.
    lengths: &'w [[u16; 2]],
    /// By length.
    title_norms: &'w [f32],
    /// By document.
    body_norms: &'w [f32],
}

impl Weighing<'_> {
    /// Weighted occurrences of a word in a document.
    #[inline]
    fn of(&self, posting: &Posting) -> f32 {
        let title = || {
            let [title, _] = self.lengths.get(posting.document as usize).copied().unwrap_or_default();
            Norms::of_title(self.title_norms, title)
        };
        let body = self.body_norms.get(posting.document as usize).copied().unwrap_or(1.0);
        posting.weigh(self.weights, title, body)
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
