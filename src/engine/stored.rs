//! The index as it is stored, so that a start opens it and need not read every text again.
//!
//! What is stored is a copy that can be made anew at any time, so nothing of it is ever trusted: beside the index stands for each
//! paper a sum over all that was indexed of it, the reader's note included. A paper whose sum is another now, and one of which there is
//! none, is indexed as if nothing were stored. Bytes that are damaged, of another format or of mostly other papers are refused as a
//! whole.
//!
//! First comes a head, by which two tabs that know the same papers see that one of them has stored the index already; then pieces of
//! a body: how many sums there are, the sums, a sum over these, and the snapshot, which has its own.

use super::{Engine, fields};
use crate::search::order::sort;
use crate::search::{Bits, Common, Index, Sum};

/// Raise it when this changes, or what of a paper is indexed. The index has a format of its own.
const FORMAT: u32 = 1;

/// Bytes of a piece: what the browser hands over at once, and is in memory twice for a moment.
const PIECE: usize = 1 << 22;

/// From so many papers on the index is stored: fewer are indexed within a tenth of a second or two.
const LEAST_PAPERS: usize = 2_000;

/// The index is stored again when so many papers of a hundred have been indexed since. Until then they are indexed
/// at each start.
const CHANGED_PERCENT: usize = 5;

/// An index is refused if of a hundred of its documents more than so many are of no use: their postings would stay in the way.
const USELESS_PERCENT: usize = 20;

/// Bits for a place; an index has no more documents.
const PLACES: u64 = (1 << 24) - 1;

/// An index that was opened, and the sums of the papers that it is of, by key.
pub struct Stored {
    index: Index,
    sums: Vec<u64>,
}

impl Stored {
    /// Opens a head and a body. `None` if they are not what was stored by this version.
    pub fn open(head: &[u8], body: &[u8]) -> Option<Stored> {
        let (count, rest) = body.split_first_chunk::<4>()?;
        let (sums, rest) = rest.split_at_checked((u32::from_le_bytes(*count) as usize).checked_mul(8)?)?;
        let (sum, snapshot) = rest.split_first_chunk::<8>()?;
        let numbers: Vec<u64> = sums.as_chunks::<8>().0.iter().map(|sum| u64::from_le_bytes(*sum)).collect();
        if head != head_of(&numbers) || Sum::of(sums) != u64::from_le_bytes(*sum) {
            return None;
        }
        Some(Stored { index: Index::open(snapshot).ok()?, sums: numbers })
    }
}

impl Engine {
    /// From now on papers wait for a stored index; but for the first, which are searched at once.
    pub fn await_index(&mut self) {
        self.awaiting = true;
    }

    /// Takes over a stored index for the papers that it is still right for; whether it was of use. Papers wait no longer for one.
    pub fn adopt(&mut self, stored: Option<Stored>) -> bool {
        self.awaiting = false;
        let Some(Stored { mut index, sums }) = stored else { return false };
        let now = self.sums();
        // The first bits of a sum, and the place.
        let mut known: Vec<u64> = now.iter().zip(0..).map(|(sum, place)| first_bits(*sum) | place).collect();
        sort(&mut known);
        let place = |key: u32| {
            let sum = sums.get(key as usize)?;
            let from = known.partition_point(|known| *known < first_bits(*sum));
            let alike = known.iter().skip(from).take_while(|known| first_bits(**known) == first_bits(*sum));
            alike.map(|known| (known & PLACES) as u32).find(|place| now.get(*place as usize) == Some(sum))
        };
        let documents = index.len_with_gone() as usize;
        let useful = index.keys().iter().filter(|key| place(*key).is_some()).count();
        if useful == 0 || (documents - useful) * 100 > documents * USELESS_PERCENT {
            return false;
        }
        index.rekey(place);
        let mut waiting = Bits::below(self.library.len() as u32);
        waiting.drop_all(&index.keys());
        self.unsaved = 0;
        self.pending = waiting.iter().collect();
        self.index = index;
        self.mutes.disturb();
        self.last = None;
        true
    }

    /// Makes ready what questions of common words need, for when there is nothing else to do: it takes as long as a hundred questions,
    /// once after each change.
    pub fn prepare(&mut self) {
        if self.pending.is_empty() {
            self.index.prepare(Common::default());
        }
    }

    /// Whether the index is worth storing: it is complete, and much of it is not in what was stored last.
    pub fn wants_saving(&self) -> bool {
        let papers = self.library.len();
        let complete = !self.awaiting && self.pending.is_empty();
        complete && papers >= LEAST_PAPERS && self.unsaved * 100 > papers * CHANGED_PERCENT
    }

    /// What tells whether an index is of the papers that are known, as they are known.
    pub fn head(&self) -> Vec<u8> {
        head_of(&self.sums()).to_vec()
    }

    /// Hands the index over, the head first, then pieces of the body. Costs a pass over the texts and one over the index.
    pub fn save(&mut self, sink: &mut dyn FnMut(&[u8])) {
        let sums = self.sums();
        sink(&head_of(&sums));
        let mut piece = Vec::with_capacity(PIECE);
        piece.extend_from_slice(&(sums.len() as u32).to_le_bytes());
        let sums: Vec<u8> = sums.into_iter().flat_map(u64::to_le_bytes).collect();
        let sum = Sum::of(&sums).to_le_bytes();
        let mut add = |mut bytes: &[u8]| {
            while !bytes.is_empty() {
                let (now, later) = bytes.split_at(bytes.len().min(PIECE - piece.len()));
                piece.extend_from_slice(now);
                bytes = later;
                if piece.len() == PIECE {
                    sink(&piece);
                    piece.clear();
                }
            }
        };
        add(&sums);
        add(&sum);
        self.index.save(&mut add);
        sink(&piece);
        self.unsaved = 0;
    }

    /// Another tab has stored the same index.
    pub fn is_saved(&mut self) {
        self.unsaved = 0;
    }

    /// For each paper a sum over what is indexed of it.
    fn sums(&self) -> Vec<u64> {
        let sum = |place: u32| {
            let mut sum = Sum::default();
            if let Some(paper) = self.library.at(place) {
                sum.text(&paper.id.to_string());
                for (field, text) in fields(paper, self.columns.note(place)) {
                    sum.number(field as u32);
                    sum.text(text);
                }
            }
            sum.total()
        };
        (0..self.library.len() as u32).map(sum).collect()
    }
}

/// A sum without the bits where a place is put.
fn first_bits(sum: u64) -> u64 {
    sum & !PLACES
}

/// The format, how many sums there are, and all of them together in whatever order.
fn head_of(sums: &[u64]) -> [u8; 16] {
    let together = sums.iter().fold(0_u64, |together, sum| together.wrapping_add(*sum));
    let mut head = [0; 16];
    let parts = FORMAT.to_le_bytes().into_iter().chain((sums.len() as u32).to_le_bytes()).chain(together.to_le_bytes());
    head.iter_mut().zip(parts).for_each(|(byte, part)| *byte = part);
    head
}

/// Bytes of all pieces but the first, which is the head, at most.
pub(super) fn room(pieces: usize) -> usize {
    pieces.saturating_sub(1) * PIECE
}
