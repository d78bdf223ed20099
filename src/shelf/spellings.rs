//! Tags that are one to whoever asks for papers by them, but are spelt in several ways: a tag that comes is spelt as it is here.
//!
//! ```
//! use offprint::paper::PaperId;
//! use offprint::shelf::{Act, Millis, Shelf};
//!
//! let id = |text| PaperId::parse(text).unwrap().0;
//! let mut shelf = Shelf::default();
//! shelf.apply(&Act::Tag(id("2309.05239"), "to read".into(), true), Millis(1));
//! shelf.apply(&shelf.tagging(&[id("1706.03762")], "To  Read, NLP", true), Millis(2));
//! assert_eq!(shelf.get(&id("1706.03762")).tags().collect::<Vec<_>>(), ["NLP", "to read"]);
//! ```

use super::act::tag;
use super::{Act, Shelf};
use crate::columns::label;
use crate::paper::PaperId;

/// How tags are spelt: what all spellings of one have in common, the spelling, and how many papers have it so.
pub struct Spellings(Vec<(String, String, u32)>);

impl Spellings {
    /// The spelling of a tag that most papers have, if any has one.
    pub fn usual(&self, tag: &str) -> Option<&str> {
        let label = label(tag);
        let alike = self.0.iter().filter(|(other, ..)| *other == label);
        alike.max_by_key(|(_, _, papers)| *papers).map(|(_, spelling, _)| spelling.as_str())
    }

    /// A tag as it is to be given: one that is in use as it is spelt, another in its usual spelling. One that is new is known from then
    /// on. O(tags).
    pub fn spelt(&mut self, name: &str) -> Box<str> {
        let Some(name) = tag(name) else { return Box::default() };
        if self.0.iter().any(|(_, spelling, _)| **spelling == *name) {
            return name;
        }
        if let Some(usual) = self.usual(&name) {
            return usual.into();
        }
        self.0.push((label(&name), name.to_string(), 0));
        name
    }
}

impl Shelf {
    /// How the tags in use are spelt. O(fields of papers).
    pub fn spellings(&self) -> Spellings {
        Spellings(self.tags().into_iter().map(|(tag, papers)| (label(&tag), tag, papers)).collect())
    }

    /// The act that gives papers tags, or takes them away; `names` are written side by side, with commas between them. O(fields of papers).
    pub fn tagging(&self, papers: &[PaperId], names: &str, on: bool) -> Act {
        let mut known = self.spellings();
        let names = names.split(',').map(|name| if on { known.spelt(name) } else { name.into() });
        let acts = names.flat_map(|name| papers.iter().map(move |paper| Act::Tag(paper.clone(), name.clone(), on)));
        Act::Several(acts.collect())
    }
}
