//! Posting lists that grow: for each word the documents that have it, how often in which field, and where.
//!
//! A list is a chain of chunks in one arena, each chunk larger than the one before, so that a rare word takes 16 bytes and a
//! common one is read in long runs; adding a document appends to the lists of its words and touches nothing else. (Growing
//! chains: D. Cutting, J. Pedersen, *Optimizations for dynamic inverted index maintenance*, SIGIR 1990.)
//!
//! A posting is, in bytes of seven bits each (variable-length numbers, low bits first):
//!
//! ```text
//! (documents since the last posting × 2 + 1)  place                              once, in the abstract
//! (documents since the last posting × 2)      shape  place, place, …             anything else
//! ```
//!
//! Places are differences after the first. `shape` is one byte: occurrences in title (× 16) and abstract where these are all and
//! below 4 and 16; else 128 + a bit for each field that has the word, and a number of occurrences for each such field.

/// Fields of a document, in the order in which their places follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    /// The title.
    Title,
    /// The abstract, and a summary of it.
    Abstract,
    /// Names of authors.
    Authors,
    /// Keywords.
    Keywords,
    /// Organisations.
    Organisation,
    /// The reader's own notes.
    Notes,
}

/// How many fields there are.
pub const FIELDS: usize = 6;

impl Field {
    /// All fields in their order.
    pub const ALL: [Field; FIELDS] =
        [Field::Title, Field::Abstract, Field::Authors, Field::Keywords, Field::Organisation, Field::Notes];

    /// The field's bit in a [`Mask`].
    pub const fn bit(self) -> Mask {
        1 << self as u8
    }
}

/// A set of fields, a bit each.
pub type Mask = u8;

/// Occurrences in each field.
pub type Counts = [u32; FIELDS];

/// Page of the arena.
const PAGE: usize = 1 << 16;
/// Address that is none.
const NOWHERE: u32 = u32::MAX;
/// Bytes of a chunk before its data: address of the next chunk, and how many bytes of data there are.
const HEAD: usize = 6;
const FIRST_CHUNK: usize = 12;
const LAST_CHUNK: usize = 4096;
/// Postings from one entry of the table of blocks to the next.
const BLOCK: u32 = 64;
/// Places kept for one word of one document; more than any paper has.
pub(crate) const MOST_PLACES: usize = 4096;

/// The chunks of all lists.
#[derive(Clone, Default)]
pub struct Arena {
    pages: Vec<Vec<u8>>,
    /// Tables of blocks.
    tables: Vec<Vec<Block>>,
    /// Free from here to the end of the last page.
    free: usize,
}

/// The list of one word.
#[derive(Clone, Debug)]
pub struct List {
    head: u32,
    tail: u32,
    /// Bytes of data in the last chunk, and how many it could hold.
    used: u16,
    room: u16,
    /// The document added last.
    last: u32,
    /// Postings.
    count: u32,
    /// Bytes in all chunks.
    size: u32,
    /// Number of its table of blocks in the arena, for lists that are long enough to have one.
    table: u32,
}

/// Where reading may begin in the middle of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The document of the posting before.
    before: u32,
    chunk: u32,
    at: u16,
}

impl Default for List {
    fn default() -> List {
        List { head: NOWHERE, tail: NOWHERE, used: 0, room: 0, last: 0, count: 0, size: 0, table: NOWHERE }
    }
}

impl List {
    /// How many postings the list has, those of removed documents included.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The last document; 0 for an empty list.
    pub(crate) fn last(&self) -> u32 {
        self.last
    }

    /// Appends a document, which must come after all in the list. `places` ascend; those of a field follow those of the
    /// field before. `buffer` is room to work in.
    pub fn push(&mut self, arena: &mut Arena, document: u32, counts: &Counts, places: &[u32], buffer: &mut Vec<u8>) {
        debug_assert_eq!(counts.iter().sum::<u32>() as usize, places.len());
        let since = if self.count == 0 { document } else { document.saturating_sub(self.last) };
        buffer.clear();
        let plain = counts.iter().skip(2).all(|count| *count == 0);
        match (plain, counts, places) {
            (true, [0, 1, ..], [place]) => {
                write(buffer, since << 1 | 1);
                write(buffer, *place);
            }
            _ => {
                write(buffer, since << 1);
                match counts {
                    [title @ 0..4, body @ 0..16, ..] if plain => buffer.push((title << 4 | body) as u8),
                    _ => {
                        let bit = |(field, count): (usize, &u32)| u8::from(*count > 0) << field;
                        buffer.push(0x80 | counts.iter().enumerate().map(bit).sum::<u8>());
                        counts.iter().filter(|count| **count > 0).for_each(|count| write(buffer, *count));
                    }
                }
                let differences = || places.iter().scan(0, |last, place| Some(place - std::mem::replace(last, *place)));
                differences().for_each(|difference| write(buffer, difference));
            }
        }
        if self.count > 0 && self.count.is_multiple_of(BLOCK) {
            if self.table == NOWHERE {
                self.table = arena.tables.len() as u32;
                arena.tables.push(Vec::new());
            }
            let block = Block { before: self.last, chunk: self.tail, at: self.used };
            arena.tables.get_mut(self.table as usize).into_iter().for_each(|table| table.push(block.clone()));
        }
        self.append(arena, buffer);
        self.last = document;
        self.count += 1;
    }

    fn append(&mut self, arena: &mut Arena, bytes: &[u8]) {
        if self.used as usize + bytes.len() > self.room as usize || self.tail == NOWHERE {
            let grown = self.size as usize / 3;
            let size = grown.clamp(FIRST_CHUNK, LAST_CHUNK).max(bytes.len() + HEAD);
            self.size += size as u32;
            let chunk = arena.chunk(size);
            match self.tail {
                NOWHERE => self.head = chunk,
                tail => arena.put(tail, &chunk.to_le_bytes()),
            }
            // A block that was to begin at the end of the last chunk is found there: reading goes on over the border.
            self.tail = chunk;
            self.used = 0;
            self.room = (size - HEAD) as u16;
        }
        arena.put(self.tail + HEAD as u32 + u32::from(self.used), bytes);
        self.used += bytes.len() as u16;
        arena.put(self.tail + 4, &self.used.to_le_bytes());
    }

    pub(crate) const NUMBERS: usize = 7;

    /// For a snapshot.
    pub(crate) fn numbers(&self) -> [u32; List::NUMBERS] {
        let ends = u32::from(self.used) << 16 | u32::from(self.room);
        [self.head, self.tail, ends, self.last, self.count, self.size, self.table]
    }

    /// Of its numbers.
    pub(crate) fn of([head, tail, ends, last, count, size, table]: [u32; List::NUMBERS]) -> List {
        List { head, tail, used: (ends >> 16) as u16, room: ends as u16, last, count, size, table }
    }

    /// Whether it can grow where it says that it ends. What it says of where it begins is looked at when it is read.
    pub(crate) fn is_in(&self, arena: &Arena) -> bool {
        let end = arena.pages.len() * PAGE;
        let nowhere = self.tail == NOWHERE && self.used == 0 && self.room == 0;
        self.size as usize <= end && (nowhere || (self.tail as usize) < end)
    }

    /// Reads the list from its beginning.
    pub fn read<'a>(&'a self, arena: &'a Arena) -> Cursor<'a> {
        let mut cursor = Cursor { arena, list: self, data: &[], next: self.head, read: 0, document: 0 };
        cursor.enter();
        cursor
    }
}

impl Arena {
    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        let tables = self.tables.iter().map(|table| table.capacity() * size_of::<Block>()).sum::<usize>();
        self.pages.len() * PAGE + tables + self.tables.capacity() * size_of::<Vec<Block>>()
    }

    fn chunk(&mut self, size: usize) -> u32 {
        if self.pages.is_empty() || self.free + size > PAGE {
            self.pages.push(vec![0; PAGE]);
            self.free = 0;
        }
        let address = (self.pages.len() - 1) * PAGE + self.free;
        self.free += size;
        self.put(address as u32, &NOWHERE.to_le_bytes());
        address as u32
    }

    #[inline]
    fn put(&mut self, address: u32, bytes: &[u8]) {
        let at = address as usize % PAGE;
        let page = self.pages.get_mut(address as usize / PAGE);
        if let Some(room) = page.and_then(|page| page.get_mut(at..at + bytes.len())) {
            room.copy_from_slice(bytes);
        }
    }

    /// The data of a chunk and the address of the next.
    #[inline]
    fn data(&self, chunk: u32) -> Option<(&[u8], u32)> {
        let rest = self.pages.get(chunk as usize / PAGE)?.get(chunk as usize % PAGE..)?;
        let (head, rest) = rest.split_at_checked(HEAD)?;
        let [a, b, c, d, e, f] = *head else { return None };
        Some((rest.get(..u16::from_le_bytes([e, f]) as usize)?, u32::from_le_bytes([a, b, c, d])))
    }

    pub(crate) const PAGE: usize = PAGE;

    /// For a snapshot: pages, tables of blocks, and where the last page is free.
    pub(crate) fn parts(&self) -> (&[Vec<u8>], &[Vec<Block>], usize) {
        (&self.pages, &self.tables, self.free)
    }

    /// Of its parts; `None` if they are not that.
    pub(crate) fn of(pages: Vec<Vec<u8>>, tables: Vec<Vec<Block>>, free: usize) -> Option<Arena> {
        (pages.iter().all(|page| page.len() == PAGE) && free <= PAGE).then_some(Arena { pages, tables, free })
    }
}

impl Block {
    pub(crate) fn numbers(&self) -> [u32; 3] {
        [self.before, self.chunk, u32::from(self.at)]
    }

    pub(crate) fn of([before, chunk, at]: [u32; 3]) -> Block {
        Block { before, chunk, at: at as u16 }
    }
}

/// One document of a list.
#[derive(Clone, Copy, Debug)]
pub struct Posting<'a> {
    /// The document.
    pub document: u32,
    /// Occurrences by field, packed: see the module's text.
    shape: u8,
    /// Counts of the fields if the shape does not say them.
    counts: &'a [u8],
    /// The places as they are written.
    places: &'a [u8],
}

impl Posting<'_> {
    /// Occurrences in title, in abstract, and in the other fields, each times its weight and its length's norm.
    #[inline]
    pub fn weigh(&self, weights: &Weights, title_norm: f32, abstract_norm: f32) -> f32 {
        if self.shape < 0x80 {
            let title = f32::from(self.shape >> 4) * weights.title;
            return title * title_norm + f32::from(self.shape & 15) * weights.body * abstract_norm;
        }
        let [title, body, rest @ ..] = self.counts();
        let rest: f32 = rest.iter().zip(&weights.rest).map(|(count, weight)| *count as f32 * weight).sum();
        title as f32 * weights.title * title_norm + body as f32 * weights.body * abstract_norm + rest
    }

    /// Occurrences in each field.
    pub fn counts(&self) -> Counts {
        if self.shape < 0x80 {
            return [u32::from(self.shape >> 4), u32::from(self.shape & 15), 0, 0, 0, 0];
        }
        let mut rest = self.counts;
        let mut counts = Counts::default();
        for (field, count) in counts.iter_mut().enumerate() {
            if self.shape & 1 << field != 0 {
                *count = read(&mut rest).unwrap_or(0);
            }
        }
        counts
    }

    /// Appends the places in fields of the mask.
    pub fn places(&self, mask: Mask, found: &mut Vec<u32>) {
        let mut rest = self.places;
        let mut place = 0;
        if mask == Mask::MAX {
            while let Some(difference) = read(&mut rest) {
                place = difference.wrapping_add(place);
                found.push(place);
            }
            return;
        }
        for (field, count) in self.counts().into_iter().enumerate() {
            for _ in 0..count {
                let Some(difference) = read(&mut rest) else { return };
                place = difference.wrapping_add(place);
                if mask & 1 << field != 0 {
                    found.push(place);
                }
            }
        }
    }
}

/// Weights of fields; 0 for a field that does not count.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    title: f32,
    body: f32,
    rest: [f32; FIELDS - 2],
}

impl Weights {
    /// Weights by field, those outside of the mask 0.
    pub fn new(weights: [f32; FIELDS], mask: Mask) -> Weights {
        let mut fields = weights;
        fields.iter_mut().enumerate().filter(|(field, _)| mask & 1 << field == 0).for_each(|(_, weight)| *weight = 0.0);
        let [title, body, rest @ ..] = fields;
        Weights { title, body, rest }
    }
}

/// Reads a list forwards.
#[derive(Clone)]
pub struct Cursor<'a> {
    arena: &'a Arena,
    list: &'a List,
    /// What is left of the chunk at hand.
    data: &'a [u8],
    next: u32,
    read: u32,
    document: u32,
}

impl<'a> Cursor<'a> {
    /// The next posting.
    #[inline]
    pub fn step(&mut self) -> Option<Posting<'a>> {
        if self.read >= self.list.count {
            return None;
        }
        while self.data.is_empty() {
            if !self.enter() {
                return None;
            }
        }
        self.read += 1;
        let head = read(&mut self.data)?;
        self.document = self.document.wrapping_add(head >> 1);
        if head & 1 == 1 {
            let length = if *self.data.first()? < 0x80 { 1 } else { encoded_length(self.data) };
            let (places, rest) = self.data.split_at_checked(length)?;
            self.data = rest;
            return Some(Posting { document: self.document, shape: 1, counts: &[], places });
        }
        let (&shape, rest) = self.data.split_first()?;
        self.data = rest;
        let mut counts: &[u8] = &[];
        if shape >= 0x80 {
            counts = self.data;
            for _ in 0..(shape & 0x7f).count_ones() {
                read(&mut self.data)?;
            }
        }
        let places = self.data;
        let count = if shape < 0x80 {
            u32::from(shape >> 4) + u32::from(shape & 15)
        } else {
            let mut counts = counts;
            (0..(shape & 0x7f).count_ones()).filter_map(|_| read(&mut counts)).fold(0, u32::saturating_add)
        };
        let length = skipped(places, count)?;
        let (places, rest) = places.split_at_checked(length)?;
        self.data = rest;
        Some(Posting { document: self.document, shape, counts, places })
    }

    /// The first posting from here on whose document is at least the one given. Jumps over blocks.
    #[inline]
    pub fn seek(&mut self, document: u32) -> Option<Posting<'a>> {
        let blocks: &[Block] = self.arena.tables.get(self.list.table as usize).map_or(&[], Vec::as_slice);
        let here = (self.read / BLOCK) as usize;
        // Block number n begins with posting number (n + 1) × BLOCK.
        if blocks.get(here).is_some_and(|next| next.before < document) {
            let ahead = blocks.get(here..).unwrap_or_default().partition_point(|block| block.before < document);
            if let Some(block) = (here + ahead).checked_sub(1).and_then(|at| blocks.get(at)) {
                self.document = block.before;
                self.read = (here + ahead) as u32 * BLOCK;
                self.next = block.chunk;
                self.enter();
                self.data = self.data.get(block.at as usize..).unwrap_or_default();
            }
        }
        loop {
            let posting = self.step()?;
            if posting.document >= document {
                return Some(posting);
            }
        }
    }

    fn enter(&mut self) -> bool {
        let Some((data, next)) = self.arena.data(self.next) else {
            self.data = &[];
            return false;
        };
        self.data = data;
        // Chunks of a list ascend, so that no damaged chain can go round for ever.
        self.next = if next > self.next { next } else { NOWHERE };
        true
    }
}

#[inline]
fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Bytes that so many numbers take.
#[inline]
fn skipped(bytes: &[u8], numbers: u32) -> Option<usize> {
    let mut left = numbers;
    if left == 0 {
        return Some(0);
    }
    for (at, byte) in bytes.iter().enumerate() {
        left -= u32::from(*byte < 0x80);
        if left == 0 {
            return Some(at + 1);
        }
    }
    None
}

#[inline]
fn encoded_length(bytes: &[u8]) -> usize {
    bytes.iter().take(5).position(|byte| *byte < 0x80).map_or(bytes.len(), |last| last + 1)
}

#[inline]
fn read(bytes: &mut &[u8]) -> Option<u32> {
    let (&first, rest) = bytes.split_first()?;
    *bytes = rest;
    if first < 0x80 {
        return Some(u32::from(first));
    }
    let mut number = u32::from(first & 0x7f);
    for shift in [7, 14, 21, 28] {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    Some(number)
}
