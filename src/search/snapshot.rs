//! An index as bytes, to be opened again without building it.
//!
//! A mark, the number of the format, the parts of the index one after the other, each with its length, and a checksum over all that.
//! Numbers are 32 bits, low byte first. Bytes of another format, cut off or damaged ones are refused with the reason; whoever
//! has the texts builds the index anew. Opening costs a copy of the bytes and a look at each word.

use std::fmt;

use crate::bits::Bits;
use crate::crowds::Crowds;
use crate::index::{Documents, Index, NONE};
use crate::interner::Interner;
use crate::postings::{Arena, Block, Chain, List, Table};
use crate::roomy::Row;
use crate::sum::Sum;

const MARK: &[u8; 12] = b"Offprint idx";

/// Raise it when the bytes, the words that a text has, or the stem of a word change.
const FORMAT: u32 = 5;

/// Keys are below this, so that damaged ones cannot ask for gigabytes: what is kept by key takes memory up to the largest.
const MOST_KEYS: u32 = 1 << 24;

/// Why bytes are no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// They begin otherwise.
    NoSnapshot,
    /// They have another format, of which this is the number.
    Format(u32),
    /// They are cut off or changed.
    Damaged,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Refused::NoSnapshot => write!(f, "this is no snapshot of an index"),
            Refused::Format(format) => write!(f, "the snapshot has format {format}, this version reads {FORMAT}"),
            Refused::Damaged => write!(f, "the snapshot is cut off or damaged"),
        }
    }
}

impl std::error::Error for Refused {}

impl Index {
    /// Hands the bytes of a snapshot to `sink`, piece by piece, so that they need not be in memory at once.
    pub fn save(&self, sink: &mut dyn FnMut(&[u8])) {
        let mut out = Writer { sink, sum: Sum::default() };
        out.bytes(MARK);
        out.number(FORMAT);
        out.interner(&self.words);
        out.interner(&self.stems);
        for column in self.columns() {
            out.row(column);
        }
        out.numbers(&self.all_sorted());
        out.padded(&self.joint.iter().copied().collect::<Vec<_>>());
        out.number(self.lists.len() as u32);
        self.lists.iter().flat_map(List::numbers).for_each(|number| out.number(number));
        let (pages, tables, free) = self.arena.parts();
        out.number(free as u32);
        out.number(pages.len() as u32);
        pages.iter().for_each(|page| out.bytes(page));
        out.number(tables.len() as u32);
        for table in tables {
            let blocks = table.blocks.iter().flat_map(Block::numbers);
            out.numbers(&table.places.numbers().into_iter().chain(blocks).collect::<Vec<_>>());
        }
        let documents = &self.documents;
        out.numbers(&documents.key);
        out.numbers(&documents.length.iter().map(|[a, b]| u32::from(*a) << 16 | u32::from(*b)).collect::<Vec<_>>());
        out.bits(&documents.live);
        let (crowds, of_word) = self.crowds.parts();
        out.row(of_word);
        out.number(crowds.len() as u32);
        for (beginning, parent, documents) in crowds {
            out.padded(beginning);
            out.number(parent);
            out.bits(documents);
        }
        let sum = out.sum.total();
        (out.sink)(&sum.to_le_bytes());
    }

    /// The snapshot in one piece.
    pub fn snapshot(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.save(&mut |piece| bytes.extend_from_slice(piece));
        bytes
    }

    /// Opens a snapshot. What it gives finds what the index found that was saved.
    pub fn open(bytes: &[u8]) -> Result<Index, Refused> {
        let rest = bytes.strip_prefix(MARK).ok_or(Refused::NoSnapshot)?;
        let mut input = Reader { rest, wrong: false };
        match input.number() {
            _ if input.wrong => return Err(Refused::Damaged),
            FORMAT => {}
            format => return Err(Refused::Format(format)),
        }
        let (body, sum) = bytes.split_last_chunk::<8>().ok_or(Refused::Damaged)?;
        // All pieces that were written are of whole fours, so that the sum of the pieces is that of the whole.
        if Sum::of(body) != u64::from_le_bytes(*sum) {
            return Err(Refused::Damaged);
        }
        input.rest = input.rest.get(..input.rest.len() - sum.len()).ok_or(Refused::Damaged)?;
        input.index().filter(Index::is_sound).ok_or(Refused::Damaged)
    }

    fn columns(&self) -> [&Row<u32>; 6] {
        let Index { frequency, stem, next_alike, first_alike, stem_frequency, letters, .. } = self;
        [frequency, stem, next_alike, first_alike, stem_frequency, letters]
    }

    /// Whether the parts fit each other, so that no search runs in circles or asks for more memory than there is. Numbers that lead
    /// nowhere need no check: whoever follows them finds nothing.
    fn is_sound(&self) -> bool {
        let words = self.words.len() as usize;
        let stems = self.stems.len() as usize;
        let by_word = [&self.frequency, &self.stem, &self.next_alike, &self.letters];
        let by_stem = [&self.first_alike, &self.stem_frequency];
        let documents = self.documents.key.len();
        by_word.iter().all(|column| column.len() == words)
            && by_stem.iter().all(|column| column.len() == stems)
            && (self.lists.len(), self.joint.len(), self.sorted.len()) == (words, words, words)
            && self.documents.length.len() == documents
            && self.lists.iter().all(|list| list.len() as usize <= documents && list.is_in(&self.arena))
            && self.frequency.iter().chain(self.stem_frequency.iter()).all(|count| *count <= self.documents.count)
            && self.next_alike.iter().enumerate().all(|(word, next)| *next == NONE || (*next as usize) < word)
            && self.documents.live.iter().all(|document| (document as usize) < documents)
            && self.crowds.is_sound()
    }
}

/// Makes the checksum of changed bytes right again, so that tests reach what comes after it.
#[doc(hidden)]
pub fn seal(bytes: &mut Vec<u8>) {
    bytes.truncate(bytes.len().saturating_sub(8));
    bytes.extend_from_slice(&Sum::of(bytes).to_le_bytes());
}

// Small and not fast: it is called where the disk is slower.
struct Writer<'a> {
    sink: &'a mut dyn FnMut(&[u8]),
    sum: Sum,
}

impl Writer<'_> {
    #[inline(never)]
    fn bytes(&mut self, bytes: &[u8]) {
        self.sum.bytes(bytes);
        (self.sink)(bytes);
    }

    #[inline(never)]
    fn number(&mut self, number: u32) {
        self.bytes(&number.to_le_bytes());
    }

    #[inline(never)]
    fn numbers(&mut self, numbers: &[u32]) {
        self.number(numbers.len() as u32);
        self.some(numbers);
    }

    #[inline(never)]
    fn row(&mut self, row: &Row<u32>) {
        self.number(row.len() as u32);
        row.pages().iter().for_each(|page| self.some(page));
    }

    #[inline(never)]
    fn some(&mut self, numbers: &[u32]) {
        let mut piece = Vec::with_capacity(4096);
        for numbers in numbers.chunks(1024) {
            piece.clear();
            numbers.iter().for_each(|number| piece.extend_from_slice(&number.to_le_bytes()));
            self.bytes(&piece);
        }
    }

    #[inline(never)]
    fn interner(&mut self, interner: &Interner) {
        let (text, ends) = interner.parts();
        self.padded(text);
        self.numbers(ends);
    }

    /// Bytes of any number. They are filled up, since the checksum takes four at a time.
    #[inline(never)]
    fn padded(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u32);
        let (fours, rest) = bytes.as_chunks::<4>();
        self.bytes(fours.as_flattened());
        if !rest.is_empty() {
            self.bytes(&[rest, padding(bytes.len())].concat());
        }
    }

    #[inline(never)]
    fn bits(&mut self, bits: &Bits) {
        let halves = bits.words().iter().flat_map(|word| [*word as u32, (word >> 32) as u32]);
        self.numbers(&halves.collect::<Vec<_>>());
    }
}

/// What is missing is read as nothing, and noted: so the parts can be put together without looking back after each.
struct Reader<'a> {
    rest: &'a [u8],
    wrong: bool,
}

impl<'a> Reader<'a> {
    #[inline(never)]
    fn bytes(&mut self, length: usize) -> &'a [u8] {
        let (bytes, rest) = self.rest.split_at_checked(length).unwrap_or_else(|| {
            self.wrong = true;
            Default::default()
        });
        self.rest = rest;
        bytes
    }

    #[inline(never)]
    fn number(&mut self) -> u32 {
        self.bytes(4).first_chunk().map_or(0, |number| u32::from_le_bytes(*number))
    }

    #[inline(never)]
    fn numbers(&mut self) -> Vec<u32> {
        let length = self.number() as usize;
        let bytes = self.bytes(length.saturating_mul(4));
        bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect()
    }

    #[inline(never)]
    fn row(&mut self) -> Row<u32> {
        let length = self.number() as usize;
        let bytes = self.bytes(length.saturating_mul(4));
        bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect()
    }

    #[inline(never)]
    fn interner(&mut self) -> Interner {
        let (text, ends) = (self.padded().to_vec(), self.numbers());
        self.sound(Interner::from_parts(text, ends))
    }

    fn sound<T: Default>(&mut self, part: Option<T>) -> T {
        self.wrong |= part.is_none();
        part.unwrap_or_default()
    }

    #[inline(never)]
    fn padded(&mut self) -> &'a [u8] {
        let length = self.number() as usize;
        let bytes = self.bytes(length);
        self.bytes(padding(length).len());
        bytes
    }

    #[inline(never)]
    fn bits(&mut self) -> Bits {
        let halves = self.numbers();
        let words = halves.as_chunks::<2>().0.iter().map(|[low, high]| u64::from(*high) << 32 | u64::from(*low));
        Bits::from_words(words.collect())
    }

    fn index(&mut self) -> Option<Index> {
        let mut index = Index { words: self.interner(), stems: self.interner(), ..Index::default() };
        index.frequency = self.row();
        index.stem = self.row();
        index.next_alike = self.row();
        index.first_alike = self.row();
        index.stem_frequency = self.row();
        index.letters = self.row();
        index.sorted = self.numbers();
        index.joint = self.padded().iter().copied().collect();
        for _ in 0..self.number() {
            let list = self.list();
            if self.wrong {
                break;
            }
            index.lists.push(list);
        }
        index.arena = self.arena();
        let key = self.numbers();
        self.wrong |= key.iter().any(|key| *key >= MOST_KEYS);
        let length = self.numbers().into_iter().map(|both| [(both >> 16) as u16, both as u16]).collect();
        let live = self.bits();
        let of_word = self.row();
        let mut crowds = Vec::new();
        for _ in 0..self.number() {
            let crowd = (self.padded().to_vec(), self.number(), self.bits());
            if self.wrong {
                break;
            }
            crowds.push(crowd);
        }
        if self.wrong || !self.rest.is_empty() {
            return None;
        }
        index.documents = Documents::of(key, length, live);
        index.crowds = Crowds::of(crowds, of_word);
        Some(index)
    }

    fn list(&mut self) -> List {
        let mut numbers = [0; List::NUMBERS];
        numbers.iter_mut().for_each(|number| *number = self.number());
        List::of(numbers)
    }

    #[inline(never)]
    fn arena(&mut self) -> Arena {
        let free = self.number() as usize;
        let mut pages = Vec::new();
        for _ in 0..self.number() {
            pages.push(self.bytes(Arena::PAGE).to_vec());
            if self.wrong {
                break;
            }
        }
        let mut tables = Vec::new();
        for _ in 0..self.number() {
            let numbers = self.numbers();
            let Some((places, blocks)) = numbers.split_first_chunk() else {
                self.wrong = true;
                break;
            };
            let blocks = blocks.as_chunks().0.iter().map(|block| Block::of(*block)).collect();
            tables.push(Table { blocks, places: Chain::of(*places) });
        }
        self.sound(Arena::of(pages, tables, free))
    }
}

/// Bytes that fill up to a multiple of four.
fn padding(length: usize) -> &'static [u8] {
    [&[][..], &[0; 3], &[0; 2], &[0; 1]].get(length % 4).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postings::Field;

    #[test]
    fn numbers_that_would_ask_for_gigabytes_are_refused() {
        let mut index = Index::default();
        index.put_all((0..3).map(|key| (key, [(Field::Title, "pre-training of models")])));
        assert!(Index::open(&index.snapshot()).is_ok());
        let harms: [fn(&mut Index); 6] = [
            |index| *index.frequency.get_mut(1).unwrap() = u32::MAX,
            |index| *index.stem_frequency.get_mut(1).unwrap() = 4,
            |index| index.documents.key[1] = u32::MAX - 1,
            |index| *index.lists.get_mut(1).unwrap() = List::of([0, u32::MAX - 9, 0, 0, 3, 0, u32::MAX]),
            |index| *index.lists.get_mut(1).unwrap() = List::of([0, 0, 0, 0, 3, u32::MAX, u32::MAX]),
            |index| *index.lists.get_mut(1).unwrap() = List::of([0, 0, 0, 0, 4, 12, u32::MAX]),
        ];
        for (number, harm) in harms.into_iter().enumerate() {
            let mut harmed = index.clone();
            harm(&mut harmed);
            assert_eq!(Index::open(&harmed.snapshot()).err(), Some(Refused::Damaged), "{number}");
        }
    }
}
