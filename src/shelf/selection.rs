//! A selection of papers as text that fits into a link: identifiers, and if wanted their tags and the name of a collection.
//!
//! The text stands behind the `#` of an address, which browsers send to no server. Of an identifier all but its number can
//! mostly be left out, so papers are packed bit by bit: 18 bits for one of the month of the paper before, 30 for any other of
//! the newer form. Such bits look random, and packing them once more with a general method makes them longer; the figures are
//! in `docs/performance.md`.
//!
//! ```
//! use offprint::paper::PaperId;
//! use offprint::shelf::Selection;
//!
//! let (id, _) = PaperId::parse("2309.05239").unwrap();
//! let selection = Selection { name: "Thesis".to_owned(), papers: vec![(id, vec!["to read".to_owned()])] };
//! assert_eq!(Selection::read(&selection.fragment()), Some(Ok(selection)));
//! assert_eq!(Selection::read("#content"), None);
//! ```

mod bits;

use super::Shelf;
use super::act::Act;
use super::subject::{Field, Subject, ThingId};
use crate::paper::PaperId;
use bits::{Reader, Writer};

/// How the fragment of an address begins that holds a selection.
const SIGN: &str = "#share=";

/// The version of the packed form that has papers of arXiv only.
const ARXIV: u32 = 1;

/// The newest version, in which a bit before each paper tells whether its name is packed or stands as text.
const VERSION: u32 = 2;

/// Tags that one paper may bring: without a limit a short link could make a very large selection.
const TAGS: usize = 255;

/// Papers that are handed from reader to reader, in an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The name of the collection that they are; empty for none.
    pub name: String,
    /// The papers, each with tags.
    pub papers: Vec<(PaperId, Vec<String>)>,
}

impl Selection {
    /// Its papers, in its order.
    pub fn ids(&self) -> Vec<PaperId> {
        self.papers.iter().map(|(id, _)| id.clone()).collect()
    }

    /// The fragment of an address, with its `#`. Linear.
    pub fn fragment(&self) -> String {
        let mut bits = Writer::default();
        // Whoever has an older Offprint can read what needs no more.
        let all = self.papers.iter().all(|(id, _)| id.arxiv().is_some());
        bits.put(if all { ARXIV } else { VERSION }, 8);
        bits.text(&self.name);
        let mut tags: Vec<&str> = self.papers.iter().flat_map(|(_, tags)| tags.iter().map(String::as_str)).collect();
        crate::search::order::sort_by(&mut tags, |a, b| a < b);
        tags.dedup();
        bits.number(tags.len() as u32);
        tags.iter().for_each(|tag| bits.text(tag));
        bits.number(self.papers.len() as u32);
        let (mut last, width) = (Last::default(), width(tags.len()));
        let mut before: &[String] = &[];
        for (id, of_paper) in &self.papers {
            if !all {
                bits.put(u32::from(id.arxiv().is_none()), 1);
            }
            match id.arxiv() {
                Some(id) => last.put(id, &mut bits),
                None => bits.text(id.as_str()),
            }
            if tags.is_empty() {
                continue;
            }
            bits.put(u32::from(before == of_paper), 1);
            if before != of_paper {
                bits.number(of_paper.len() as u32);
                for tag in of_paper {
                    bits.put(tags.partition_point(|other| *other < tag.as_str()) as u32, width);
                }
            }
            before = of_paper;
        }
        format!("{SIGN}{}", bits.finish())
    }

    /// Reads the fragment of an address: `None` if it holds no selection at all. The error is a sentence.
    pub fn read(fragment: &str) -> Option<Result<Selection, String>> {
        let text = fragment.strip_prefix(SIGN)?;
        let broken = || "The link is not whole, so nothing of it was taken; ask for it once more.".to_owned();
        let Some(mut bits) = Reader::new(text) else { return Some(Err(broken())) };
        match bits.take(8) {
            Some(version @ (ARXIV | VERSION)) => Some(unpack(version, &mut bits).ok_or_else(broken)),
            Some(_) => Some(Err("The link was made by a newer Offprint; reload to get the new one.".to_owned())),
            None => Some(Err(broken())),
        }
    }
}

impl Shelf {
    /// Papers to hand on, with the tags that they have here if `tagged`.
    pub fn selecting(&self, name: &str, papers: &[PaperId], tagged: bool) -> Selection {
        let tags = |id: &PaperId| self.get(id).tags().filter(|_| tagged).take(TAGS).map(str::to_owned).collect();
        Selection { name: name.to_owned(), papers: papers.iter().map(|id| (id.clone(), tags(id))).collect() }
    }

    /// The act that takes a selection over: into the collection of its name, which is made under that number if there is none; as
    /// starred papers if it has no name.
    pub fn joining(&self, selection: &Selection, number: ThingId) -> Act {
        let ids = selection.papers.iter().map(|(id, _)| id);
        let name = selection.name.trim();
        let mut acts: Vec<Act> = if name.is_empty() {
            ids.map(|id| Act::Star(id.clone(), true)).collect()
        } else {
            let known = self.collection_named(name);
            let making = || self.making(&Subject::Collection(number), &[(Field::Name, name)]);
            let made = if known.is_none() { vec![making()] } else { Vec::new() };
            let into = known.unwrap_or(number);
            made.into_iter().chain([self.collecting(into, ids)]).collect()
        };
        let mut known = self.spellings();
        for (id, tags) in &selection.papers {
            acts.extend(tags.iter().map(|tag| Act::Tag(id.clone(), known.spelt(tag), true)));
        }
        Act::Several(acts)
    }
}

/// What of the paper before may be left out of the next.
#[derive(Default)]
struct Last {
    /// Years and months, counted in months.
    month: u32,
    archive: String,
}

/// How a paper is packed.
const SAME_MONTH: u32 = 0;
const MONTH: u32 = 1;
const SAME_ARCHIVE: u32 = 2;
const ARCHIVE: u32 = 3;

impl Last {
    fn put(&mut self, id: &str, bits: &mut Writer) {
        let number = |text: &str| text.parse::<u32>().unwrap_or_default();
        match id.split_once('/') {
            Some((archive, digits)) => {
                let same = self.archive == archive;
                bits.put(if same { SAME_ARCHIVE } else { ARCHIVE }, 2);
                if !same {
                    bits.text(archive);
                    self.archive = archive.to_owned();
                }
                bits.put(number(digits), 24);
            }
            None => {
                let (date, digits) = id.split_once('.').unwrap_or_default();
                let date = number(date);
                let month = date / 100 * 12 + date % 100;
                let same = self.month == month;
                bits.put(if same { SAME_MONTH } else { MONTH }, 2);
                if !same {
                    bits.put(month, 11);
                    self.month = month;
                }
                bits.put(number(digits), if digits.len() == 4 { 14 } else { 17 });
            }
        }
    }

    fn take(&mut self, bits: &mut Reader) -> Option<PaperId> {
        let kind = bits.take(2)?;
        let text = if kind >= SAME_ARCHIVE {
            if kind == ARCHIVE {
                self.archive = bits.text()?;
            }
            format!("{}/{:07}", self.archive, bits.take(24)?)
        } else {
            if kind == MONTH {
                self.month = bits.take(11)?;
            }
            // The twelfth month of a year is not the beginning of the next.
            let before = self.month.checked_sub(1)?;
            let date = before / 12 * 100 + before % 12 + 1;
            // Numbers have five digits since 2015.
            let (digits, width) = if date < 1501 { (4, 14) } else { (5, 17) };
            format!("{date:04}.{:0digits$}", bits.take(width)?)
        };
        exactly(&text)
    }
}

/// The paper of that name; what is another spelling of it was not written by us.
fn exactly(text: &str) -> Option<PaperId> {
    PaperId::parse(text).map(|(id, _)| id).filter(|id| id.as_str() == text)
}

fn unpack(version: u32, bits: &mut Reader) -> Option<Selection> {
    let name = bits.text()?;
    let count = bits.number()?;
    let mut tags = Vec::new();
    for _ in 0..count {
        tags.push(bits.text()?);
    }
    let width = width(tags.len());
    let (mut last, mut papers) = (Last::default(), Vec::new());
    let mut before: Vec<String> = Vec::new();
    for _ in 0..bits.number()? {
        let named = version > ARXIV && bits.take(1)? == 1;
        let id = if named { exactly(&bits.text()?)? } else { last.take(bits)? };
        if !tags.is_empty() && bits.take(1)? == 0 {
            before.clear();
            let count = bits.number().filter(|count| *count as usize <= TAGS)?;
            for _ in 0..count {
                before.push(tags.get(bits.take(width)? as usize)?.clone());
            }
        }
        papers.push((id, before.clone()));
    }
    Some(Selection { name, papers })
}

/// Bits that tell so many things apart, at least one.
fn width(count: usize) -> u32 {
    (usize::BITS - count.leading_zeros()).max(1)
}
