//! Reading posting lists: see [`postings`](crate::postings) for how they are written.

use crate::postings::{Arena, BLOCK, Block, Counts, FIELDS, List, Mask, NOWHERE, Table};

/// One document of a list.
#[derive(Clone, Copy)]
pub struct Posting<'a> {
    /// The document.
    pub document: u32,
    /// Occurrences by field, packed: see the module's text.
    shape: u8,
    /// Counts of the fields if the shape does not say them.
    counts: &'a [u8],
    /// The places as they are written, if they are with the posting.
    places: &'a [u8],
    /// Else the reader, as it was after the posting.
    apart: Option<Apart<'a>>,
}

/// Where places are that have a chain of their own.
#[derive(Clone, Copy)]
struct Apart<'a> {
    arena: &'a Arena,
    table: &'a Table,
    block: u32,
    /// Places of the block's postings before.
    passed: u32,
}

impl Posting<'_> {
    /// Occurrences in title, in abstract, and in the other fields, each times its weight and its length's norm.
    #[inline]
    pub fn weigh(&self, weights: &Weights, [title_norm, abstract_norm]: [f32; 2]) -> f32 {
        if self.shape < 0x80 {
            let title = f32::from(self.shape >> 4) * weights.title;
            return title * title_norm + f32::from(self.shape & 15) * weights.body * abstract_norm;
        }
        // In one of the other fields alone, as names are.
        let field = (self.shape & 0x7f).trailing_zeros() as usize;
        if let (0x84 | 0x88 | 0x90 | 0xa0, Some(count @ 0..0x80)) = (self.shape, self.counts.first()) {
            return f32::from(*count)
                * field.checked_sub(2).and_then(|at| weights.rest.get(at)).copied().unwrap_or(0.0);
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
        let mut rest = match &self.apart {
            Some(apart) => apart.places().unwrap_or_default(),
            None => self.places,
        };
        let mut place = 0;
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

impl<'a> Apart<'a> {
    /// From the posting's places on. Those of a posting are never parted by the end of a chunk.
    fn places(&self) -> Option<&'a [u8]> {
        let block = self.table.blocks.get((self.block as usize).checked_sub(1)?)?;
        let chain = &self.table.places;
        // The first block with places apart came before there was a chunk.
        let chunk = if block.places_chunk == NOWHERE { chain.head } else { block.places_chunk };
        let (data, mut next) = self.arena.data(chain, chunk)?;
        let mut data = data.get(usize::from(block.places_at)..)?;
        let mut last = chunk;
        let mut left = self.passed;
        loop {
            left -= skip(&mut data, left);
            if !data.is_empty() {
                return Some(data);
            }
            // Chunks of a chain ascend, so that no damaged one can go round for ever.
            if next <= last {
                return None;
            }
            last = next;
            (data, next) = self.arena.data(chain, last)?;
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
    table: Option<&'a Table>,
    /// What is left of the chunk at hand.
    data: &'a [u8],
    next: u32,
    read: u32,
    document: u32,
    /// Places of the block's postings so far.
    passed: u32,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(list: &'a List, arena: &'a Arena) -> Cursor<'a> {
        let (table, next) = (arena.table(list.table), list.chain.head);
        let mut cursor = Cursor { arena, list, table, data: &[], next, read: 0, document: 0, passed: 0 };
        cursor.enter();
        cursor
    }

    /// The next posting.
    #[inline]
    pub fn step(&mut self) -> Option<Posting<'a>> {
        // What nearly every posting of a common word is.
        if let Some((since, shape, rest)) = plain(self.data)
            && self.read >= BLOCK
            && self.read < self.list.len()
        {
            self.data = rest;
            return Some(self.apart(since, shape, &[], u32::from(shape >> 4) + u32::from(shape & 15)));
        }
        self.step_any()
    }

    /// The next posting, whatever it is like.
    #[inline(never)]
    fn step_any(&mut self) -> Option<Posting<'a>> {
        if self.read >= self.list.len() {
            return None;
        }
        while self.data.is_empty() {
            if !self.enter() {
                return None;
            }
        }
        let head = read(&mut self.data)?;
        let is_apart = self.read >= BLOCK;
        let once = !is_apart && head & 1 == 1;
        let (mut shape, mut counts, mut places): (u8, &[u8], u32) = (1, &[], 1);
        if !once {
            let (&first, rest) = self.data.split_first()?;
            (shape, self.data) = (first, rest);
            places = u32::from(shape >> 4) + u32::from(shape & 15);
            if shape >= 0x80 {
                counts = self.data;
                places = 0;
                for _ in 0..(shape & 0x7f).count_ones() {
                    places = read(&mut self.data)?.saturating_add(places);
                }
            }
        }
        if is_apart {
            return Some(self.apart(head, shape, counts, places));
        }
        self.read += 1;
        self.document = self.document.wrapping_add(head >> 1);
        let before = self.data;
        skip(&mut self.data, places);
        Some(Posting { document: self.document, shape, counts, places: before, apart: None })
    }

    /// A posting whose places have a chain of their own.
    #[inline(always)]
    fn apart(&mut self, since: u32, shape: u8, counts: &'a [u8], places: u32) -> Posting<'a> {
        let block = self.read / BLOCK;
        if self.read.is_multiple_of(BLOCK) {
            self.passed = 0;
        }
        self.read += 1;
        self.document = self.document.wrapping_add(since);
        let passed = self.passed;
        self.passed = passed.saturating_add(places);
        let apart = self.table.map(|table| Apart { arena: self.arena, table, block, passed });
        Posting { document: self.document, shape, counts, places: &[], apart }
    }

    /// The first posting from here on whose document is at least the one given. Jumps over blocks.
    #[inline]
    pub fn seek(&mut self, document: u32) -> Option<Posting<'a>> {
        self.jump(document);
        self.pass(document);
        loop {
            let posting = self.step()?;
            if posting.document >= document {
                return Some(posting);
            }
            self.pass(document);
        }
    }

    /// Reads all postings of documents and shapes only, without their places.
    #[inline]
    pub fn for_each(mut self, mut each: impl FnMut(Posting<'a>)) {
        loop {
            while self.read < BLOCK.min(self.list.len())
                && let Some((since, rest)) = once(self.data)
            {
                self.document = self.document.wrapping_add(since);
                (self.data, self.read) = (rest, self.read + 1);
                each(Posting { document: self.document, shape: 1, counts: &[], places: &[], apart: None });
            }
            if self.read >= BLOCK {
                // What changes at each posting stays in registers.
                let (mut data, mut document, mut left) =
                    (self.data, self.document, self.list.len().saturating_sub(self.read));
                loop {
                    while let Some((since, shape, rest)) = plain(data)
                        && left > 0
                    {
                        document = document.wrapping_add(since);
                        (data, left) = (rest, left - 1);
                        each(Posting { document, shape, counts: &[], places: &[], apart: None });
                    }
                    let Some((since, shape, counts, rest)) = lone(data).filter(|_| left > 0) else { break };
                    document = document.wrapping_add(since);
                    (data, left) = (rest, left - 1);
                    each(Posting { document, shape, counts, places: &[], apart: None });
                }
                (self.data, self.document, self.read) = (data, document, self.list.len() - left);
            }
            match self.step_any() {
                Some(posting) => each(posting),
                None => return,
            }
        }
    }

    /// Passes postings of the block at hand whose documents come before the one given, if they are as nearly all are.
    fn pass(&mut self, wanted: u32) {
        if self.read < BLOCK || self.read.is_multiple_of(BLOCK) {
            return;
        }
        let (mut data, mut document, mut passed) = (self.data, self.document, self.passed);
        let most = (BLOCK - self.read % BLOCK).min(self.list.len().saturating_sub(self.read));
        let mut left = most;
        while let Some((four, rest)) = plain_four(data)
            && left >= 4
        {
            let next = document.wrapping_add(sum_of_four(four & 0x007f_007f_007f_007f));
            if next >= wanted {
                break;
            }
            // Of each shape the title's occurrences and the abstract's.
            let places = (four >> 12 & 0x0007_0007_0007_0007) + (four >> 8 & 0x000f_000f_000f_000f);
            passed = passed.saturating_add(sum_of_four(places));
            (data, document, left) = (rest, next, left - 4);
        }
        while let Some((since, shape, rest)) = plain(data)
            && left > 0
        {
            let next = document.wrapping_add(since);
            if next >= wanted {
                break;
            }
            passed = passed.saturating_add(u32::from(shape >> 4) + u32::from(shape & 15));
            (data, document, left) = (rest, next, left - 1);
        }
        (self.data, self.document, self.passed) = (data, document, passed);
        self.read += most - left;
    }

    /// Goes on to the last block that has only documents before it that come before the one given.
    fn jump(&mut self, document: u32) {
        let blocks: &[Block] = self.table.map_or(&[], |table| table.blocks.as_slice());
        let here = (self.read / BLOCK) as usize;
        // Block number n begins with posting number (n + 1) × BLOCK.
        if blocks.get(here).is_none_or(|next| next.before >= document) {
            return;
        }
        // Mostly it is one of the next: looked for in steps that double.
        let mut step = 1;
        while blocks.get(here + step).is_some_and(|block| block.before < document) {
            step *= 2;
        }
        let some = blocks.get(here + step / 2..(here + step).min(blocks.len())).unwrap_or_default();
        let ahead = step / 2 + some.partition_point(|block| block.before < document);
        if let Some(block) = (here + ahead).checked_sub(1).and_then(|at| blocks.get(at)) {
            self.document = block.before;
            self.read = (here + ahead) as u32 * BLOCK;
            self.next = block.chunk;
            self.enter();
            self.data = self.data.get(block.at as usize..).unwrap_or_default();
        }
    }

    fn enter(&mut self) -> bool {
        let Some((data, next)) = self.arena.data(&self.list.chain, self.next) else {
            self.data = &[];
            return false;
        };
        self.data = data;
        // Chunks of a list ascend, so that no damaged chain can go round for ever.
        self.next = if next > self.next { next } else { NOWHERE };
        true
    }
}

/// A posting whose places are apart, if it is as nearly all are: how far its document is from the one before in one byte or two, and
/// a shape that says all; and what comes after.
#[inline(always)]
fn plain(data: &[u8]) -> Option<(u32, u8, &[u8])> {
    match data {
        [since @ 0..0x80, shape @ 0..0x80, rest @ ..] => Some((u32::from(*since), *shape, rest)),
        [low @ 0x80..=0xff, high @ 0..0x80, shape @ 0..0x80, rest @ ..] => {
            Some((u32::from(*high) << 7 | u32::from(low & 0x7f), *shape, rest))
        }
        _ => None,
    }
}

/// A posting of the first block, if it is as most are, once in the abstract; and what comes after.
#[inline(always)]
fn once(data: &[u8]) -> Option<(u32, &[u8])> {
    let mut rest = data;
    let head = read(&mut rest).filter(|head| head & 1 == 1)?;
    read(&mut rest)?;
    Some((head >> 1, rest))
}

/// The same of a posting in one field, of which a count follows, as is that of nearly every name; and its count.
#[inline(always)]
fn lone(data: &[u8]) -> Option<(u32, u8, &[u8], &[u8])> {
    let (since, rest) = match data {
        [since @ 0..0x80, rest @ ..] => (u32::from(*since), rest),
        [low, high @ 0..0x80, rest @ ..] => (u32::from(*high) << 7 | u32::from(low & 0x7f), rest),
        _ => return None,
    };
    let (&[shape @ 0x80..=0xff, 0..0x80], after) = rest.split_first_chunk()? else { return None };
    (shape & 0x7f).is_power_of_two().then_some((since, shape, rest.get(1..2)?, after))
}

/// Four postings whose places are apart, if each is of two bytes; and what comes after.
#[inline(always)]
fn plain_four(data: &[u8]) -> Option<(u64, &[u8])> {
    let (eight, rest) = data.split_first_chunk()?;
    let four = u64::from_le_bytes(*eight);
    (four & 0x8080_8080_8080_8080 == 0).then_some((four, rest))
}

/// The sum of four numbers of 16 bits each, which is below 2¹⁶.
#[inline(always)]
fn sum_of_four(numbers: u64) -> u32 {
    (numbers.wrapping_mul(0x0001_0001_0001_0001) >> 48) as u32
}

/// Passes so many numbers, or those that there are; how many.
#[inline]
fn skip(bytes: &mut &[u8], numbers: u32) -> u32 {
    let mut passed = 0;
    let mut rest = *bytes;
    // Eight bytes at a time, of which each below 128 ends a number.
    while numbers - passed >= 8
        && let Some((eight, after)) = rest.split_first_chunk()
    {
        passed += (!u64::from_le_bytes(*eight) & 0x8080_8080_8080_8080).count_ones();
        rest = after;
    }
    while passed < numbers
        && let Some((byte, after)) = rest.split_first()
    {
        passed += u32::from(*byte < 0x80);
        rest = after;
    }
    *bytes = rest;
    passed
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
