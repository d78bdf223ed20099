//! Posting lists that grow: for each word the documents that have it, how often in which field, and where.
//!
//! A list is a chain of chunks in one arena, each chunk larger than the one before, so that a rare word takes 16 bytes and a
//! common one is read in long runs; adding a document appends to the lists of its words and touches nothing else. (Growing
//! chains: D. Cutting, J. Pedersen, *Optimizations for dynamic inverted index maintenance*, SIGIR 1990.)
//!
//! A posting is, in bytes of seven bits each (variable-length numbers, low bits first):
//!
//! ```text
//! documents since the last posting × 2 + 1   place                              once, in the abstract
//! documents since the last posting × 2       shape  place, place, …             anything else
//! ```
//!
//! Places are differences after the first. `shape` is one byte: occurrences in title (× 16) and abstract where these are all and
//! below 4 and 16; else 128 + a bit for each field that has the word, and a number of occurrences for each such field.
//!
//! From the second block of 64 postings on, a list is two chains, as most questions need no places: one of documents and shapes,
//! two bytes for nearly every posting of a common word, and one of places. A table says where in both each block begins.
//! (Places apart, and the table of skips: J. Zobel, A. Moffat, *Inverted files for text search engines*, ACM Computing Surveys
//! 2006.)

use crate::cursor::Cursor;
use crate::roomy::push;

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
pub(crate) const NOWHERE: u32 = u32::MAX;
/// Bytes of a chunk before its data: address of the next chunk, and how many bytes of data there are.
const HEAD: usize = 6;
const FIRST_CHUNK: usize = 12;
const LAST_CHUNK: usize = 4096;
/// Bytes up to about which a list grows faster.
const SHORT: usize = 512;
/// Postings from one entry of the table of blocks to the next.
pub(crate) const BLOCK: u32 = 64;
/// Places kept for one word of one document; more than any paper has.
pub(crate) const MOST_PLACES: usize = 4096;

/// The chunks of all lists.
#[derive(Clone, Default)]
pub struct Arena {
    pages: Vec<Vec<u8>>,
    tables: Vec<Table>,
    /// Free from here to the end of the last page.
    free: usize,
}

/// Chunks that are read one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    pub head: u32,
    tail: u32,
    /// Bytes of data in the last chunk, and how many it could hold.
    used: u16,
    room: u16,
    /// Bytes in all chunks.
    size: u32,
}

/// The list of one word.
#[derive(Clone, Debug)]
pub struct List {
    pub(crate) chain: Chain,
    /// The document added last.
    last: u32,
    /// Postings.
    count: u32,
    /// Number of its table of blocks in the arena, for lists that are long enough to have one.
    pub(crate) table: u32,
}

/// The blocks of a long list after the first, and the places of their postings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub blocks: Vec<Block>,
    pub places: Chain,
}

/// Where reading may begin in the middle of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The document of the posting before.
    pub before: u32,
    pub chunk: u32,
    pub places_chunk: u32,
    pub at: u16,
    pub places_at: u16,
}

/// What is to be written into one list, and where in it each posting ends.
#[derive(Default)]
pub struct Buffer {
    documents: Vec<u8>,
    places: Vec<u8>,
    ends: Vec<(u32, u32)>,
}

impl Default for Chain {
    fn default() -> Chain {
        Chain { head: NOWHERE, tail: NOWHERE, used: 0, room: 0, size: 0 }
    }
}

impl Default for List {
    fn default() -> List {
        List { chain: Chain::default(), last: 0, count: 0, table: NOWHERE }
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
    pub fn push(&mut self, arena: &mut Arena, document: u32, counts: &Counts, places: &[u32], buffer: &mut Buffer) {
        self.add(arena, document, counts, places, buffer);
        self.flush(arena, buffer);
    }

    /// The same, but what is appended may be in the buffer until the list is flushed. No other list may be added to before.
    pub(crate) fn add(
        &mut self,
        arena: &mut Arena,
        document: u32,
        counts: &Counts,
        places: &[u32],
        buffer: &mut Buffer,
    ) {
        debug_assert_eq!(counts.iter().sum::<u32>() as usize, places.len());
        let since = self.advance(arena, document, buffer);
        let shape = Shape::of(counts);
        if self.count <= BLOCK {
            let once = shape.is_once();
            write(&mut buffer.documents, since << 1 | u32::from(once));
            if !once {
                shape.write(&mut buffer.documents);
            }
            write_places(&mut buffer.documents, places);
        } else {
            write(&mut buffer.documents, since);
            shape.write(&mut buffer.documents);
            write_places(&mut buffer.places, places);
        }
        buffer.end();
    }

    /// The same for a document that has the word once, in the abstract, as most have.
    #[inline]
    pub(crate) fn add_once(&mut self, arena: &mut Arena, document: u32, place: u32, buffer: &mut Buffer) {
        let since = self.advance(arena, document, buffer);
        if self.count <= BLOCK {
            write(&mut buffer.documents, since << 1 | 1);
            write(&mut buffer.documents, place);
        } else {
            write(&mut buffer.documents, since);
            buffer.documents.push(ONCE);
            write(&mut buffer.places, place);
        }
        buffer.end();
    }

    /// Counts a document as the last; gives how far it is from the one before.
    #[inline]
    fn advance(&mut self, arena: &mut Arena, document: u32, buffer: &mut Buffer) -> u32 {
        if self.count >= BLOCK && self.count.is_multiple_of(BLOCK) {
            self.flush(arena, buffer);
            self.begin_block(arena);
        }
        let since = if self.count == 0 { document } else { document.saturating_sub(self.last) };
        self.last = document;
        self.count += 1;
        since
    }

    /// Writes what is in the buffer into the arena.
    pub(crate) fn flush(&mut self, arena: &mut Arena, buffer: &mut Buffer) {
        if !buffer.places.is_empty() {
            arena.append_places(self.table, &buffer.places, buffer.ends.iter().map(|ends| ends.1));
        }
        self.chain.append_all(arena, &buffer.documents, buffer.ends.iter().map(|ends| ends.0));
        buffer.documents.clear();
        buffer.places.clear();
        buffer.ends.clear();
    }

    fn begin_block(&mut self, arena: &mut Arena) {
        if self.table == NOWHERE {
            self.table = arena.tables.len() as u32;
            push(&mut arena.tables, Table::default());
        }
        let Some(table) = arena.tables.get_mut(self.table as usize) else { return };
        let Chain { tail: chunk, used: at, .. } = self.chain;
        let Chain { tail: places_chunk, used: places_at, .. } = table.places;
        // Most tables stay short, so there is no room but for a quarter more.
        if table.blocks.len() == table.blocks.capacity() {
            table.blocks.reserve_exact(table.blocks.len() / 4 + 1);
        }
        table.blocks.push(Block { before: self.last, chunk, at, places_chunk, places_at });
    }

    pub(crate) const NUMBERS: usize = 7;

    /// For a snapshot.
    pub(crate) fn numbers(&self) -> [u32; List::NUMBERS] {
        let [head, tail, ends, size] = self.chain.numbers();
        [head, tail, ends, self.last, self.count, size, self.table]
    }

    /// Of its numbers.
    pub(crate) fn of([head, tail, ends, last, count, size, table]: [u32; List::NUMBERS]) -> List {
        List { chain: Chain::of([head, tail, ends, size]), last, count, table }
    }

    /// Whether it can grow where it says that it ends. What it says of where it begins is looked at when it is read.
    pub(crate) fn is_in(&self, arena: &Arena) -> bool {
        self.chain.is_in(arena)
    }

    /// Reads the list from its beginning.
    pub fn read<'a>(&'a self, arena: &'a Arena) -> Cursor<'a> {
        Cursor::new(self, arena)
    }
}

impl Buffer {
    #[inline]
    fn end(&mut self) {
        self.ends.push((self.documents.len() as u32, self.places.len() as u32));
    }
}

impl Chain {
    /// Appends several postings, of which each ends at one of these bytes: in one piece if there is room for all.
    fn append_all(&mut self, arena: &mut Arena, bytes: &[u8], ends: impl Iterator<Item = u32>) {
        if self.tail != NOWHERE && self.used as usize + bytes.len() <= self.room as usize {
            return self.append(arena, bytes);
        }
        let mut begun = 0;
        for end in ends {
            self.append(arena, bytes.get(begun..end as usize).unwrap_or_default());
            begun = end as usize;
        }
    }

    fn append(&mut self, arena: &mut Arena, bytes: &[u8]) {
        if self.used as usize + bytes.len() > self.room as usize || self.tail == NOWHERE {
            // A third more, and of what is long an eighth: what is not used yet is memory, too.
            let known = self.size as usize;
            let grown = (known / 3).min(known / 8 + SHORT / 3);
            let size = grown.clamp(FIRST_CHUNK, LAST_CHUNK).max(bytes.len() + HEAD);
            self.size += size as u32;
            let chunk = arena.chunk(size);
            match self.tail {
                NOWHERE => self.head = chunk,
                // How many bytes a chunk has is written when it is full; of the last one the chain itself knows.
                tail => {
                    arena.put(tail, &chunk.to_le_bytes());
                    arena.put(tail + 4, &self.used.to_le_bytes());
                }
            }
            // A block that was to begin at the end of the last chunk is found there: reading goes on over the border.
            self.tail = chunk;
            self.used = 0;
            self.room = (size - HEAD) as u16;
        }
        arena.put(self.tail + HEAD as u32 + u32::from(self.used), bytes);
        self.used += bytes.len() as u16;
    }

    /// The address at which the next byte would be.
    #[inline]
    fn end(&self) -> u32 {
        self.tail.wrapping_add(HEAD as u32 + u32::from(self.used))
    }

    pub(crate) fn numbers(&self) -> [u32; 4] {
        [self.head, self.tail, u32::from(self.used) << 16 | u32::from(self.room), self.size]
    }

    pub(crate) fn of([head, tail, ends, size]: [u32; 4]) -> Chain {
        Chain { head, tail, used: (ends >> 16) as u16, room: ends as u16, size }
    }

    pub(crate) fn is_in(&self, arena: &Arena) -> bool {
        let end = arena.pages.len() * PAGE;
        let nowhere = self.tail == NOWHERE && self.used == 0 && self.room == 0;
        self.size as usize <= end && (nowhere || (self.tail as usize) < end)
    }
}

impl Arena {
    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        let tables = self.tables.iter().map(|table| table.blocks.capacity() * size_of::<Block>()).sum::<usize>();
        self.pages.len() * PAGE + tables + self.tables.capacity() * size_of::<Table>()
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
        let Some(room) = page.and_then(|page| page.get_mut(at..at + bytes.len())) else { return };
        // Nearly all that is written are a few bytes, for which a call to copy them would take longer than they do.
        let ((fours, rest), (from, last)) = (room.as_chunks_mut::<4>(), bytes.as_chunks::<4>());
        fours.iter_mut().zip(from).for_each(|(to, four)| *to = *four);
        rest.iter_mut().zip(last).for_each(|(to, byte)| *to = *byte);
    }

    /// Reads a byte where a list would grow next, and one where its places would, so that they are in the processor's caches soon.
    #[inline]
    pub(crate) fn touch(&self, list: &List) -> u8 {
        let places = self.tables.get(list.table as usize).map(|table| self.byte(table.places.end()));
        self.byte(list.chain.end()) ^ places.unwrap_or(0)
    }

    #[inline]
    fn byte(&self, address: u32) -> u8 {
        let page = self.pages.get(address as usize / PAGE);
        page.and_then(|page| page.get(address as usize % PAGE)).copied().unwrap_or(0)
    }

    fn append_places(&mut self, number: u32, bytes: &[u8], ends: impl Iterator<Item = u32>) {
        let Some(table) = self.tables.get_mut(number as usize) else { return };
        let mut places = std::mem::take(&mut table.places);
        places.append_all(self, bytes, ends);
        if let Some(table) = self.tables.get_mut(number as usize) {
            table.places = places;
        }
    }

    pub(crate) fn table(&self, number: u32) -> Option<&Table> {
        self.tables.get(number as usize)
    }

    /// The data of a chunk of a chain, and the address of the next.
    #[inline]
    pub(crate) fn data(&self, chain: &Chain, chunk: u32) -> Option<(&[u8], u32)> {
        let rest = self.pages.get(chunk as usize / PAGE)?.get(chunk as usize % PAGE..)?;
        let (head, rest) = rest.split_at_checked(HEAD)?;
        let [a, b, c, d, e, f] = *head else { return None };
        let used = if chunk == chain.tail { chain.used } else { u16::from_le_bytes([e, f]) };
        Some((rest.get(..used as usize)?, u32::from_le_bytes([a, b, c, d])))
    }

    pub(crate) const PAGE: usize = PAGE;

    /// For a snapshot: pages, tables of blocks, and where the last page is free.
    pub(crate) fn parts(&self) -> (&[Vec<u8>], &[Table], usize) {
        (&self.pages, &self.tables, self.free)
    }

    /// Of its parts; `None` if they are not that.
    pub(crate) fn of(pages: Vec<Vec<u8>>, tables: Vec<Table>, free: usize) -> Option<Arena> {
        let arena = Arena { pages, tables, free };
        let whole = arena.pages.iter().all(|page| page.len() == PAGE) && free <= PAGE;
        (whole && arena.tables.iter().all(|table| table.places.is_in(&arena))).then_some(arena)
    }
}

impl Block {
    pub(crate) fn numbers(&self) -> [u32; 4] {
        let at = u32::from(self.at) << 16 | u32::from(self.places_at);
        [self.before, self.chunk, self.places_chunk, at]
    }

    pub(crate) fn of([before, chunk, places_chunk, at]: [u32; 4]) -> Block {
        Block { before, chunk, places_chunk, at: (at >> 16) as u16, places_at: at as u16 }
    }
}

/// The shape of what is once in the abstract.
const ONCE: u8 = 1;

/// Occurrences as they are written.
enum Shape<'a> {
    Small(u8),
    Counts(&'a Counts),
}

impl Shape<'_> {
    #[inline]
    fn of(counts: &Counts) -> Shape<'_> {
        match counts {
            [title @ 0..4, body @ 0..16, 0, 0, 0, 0] => Shape::Small((title << 4 | body) as u8),
            _ => Shape::Counts(counts),
        }
    }

    fn is_once(&self) -> bool {
        matches!(self, Shape::Small(ONCE))
    }

    #[inline]
    fn write(&self, buffer: &mut Vec<u8>) {
        match self {
            Shape::Small(shape) => buffer.push(*shape),
            Shape::Counts(counts) => {
                let bit = |(field, count): (usize, &u32)| u8::from(*count > 0) << field;
                buffer.push(0x80 | counts.iter().enumerate().map(bit).sum::<u8>());
                counts.iter().filter(|count| **count > 0).for_each(|count| write(buffer, *count));
            }
        }
    }
}

#[inline]
fn write_places(buffer: &mut Vec<u8>, places: &[u32]) {
    let mut last = 0;
    for place in places {
        write(buffer, place.wrapping_sub(last));
        last = *place;
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
