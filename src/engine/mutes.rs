//! What the reader wants to see no papers of, and which papers that is.
//!
//! A mute covers papers: an author's name those with an author of just that name, letter case, accents and hyphens aside; a
//! word or phrase those that say it in title, abstract or summary, as a search in quotes finds it; a submitter, organisation
//! or category those with just that value. Covered papers are left out of lists as dismissed ones are, but for those with a
//! star or dismissed: what the reader said of a paper itself is stronger than what was said of many. Names and words are looked
//! up in the index, so that, as with any search, papers that are not in it yet are not covered.

use crate::columns::{Columns, Kind};
use crate::library::Library;
use crate::query::View;
use crate::search::words::words;
use crate::search::{Bits, Field, Find, Index, Text};
use crate::shelf::Mute;

/// Papers indexed before a list is given, where what is muted depends on it: what takes some tens of milliseconds.
const INDEXED_AT_ONCE: usize = 500;

/// What is muted, and the papers that this covers.
#[derive(Default)]
pub struct Mutes {
    wanted: Vec<(Mute, String)>,
    covered: Bits,
    /// Whether that was worked out before something changed that it follows from.
    stale: bool,
}

impl Mutes {
    /// Mutes these and nothing else.
    pub fn set(&mut self, wanted: Vec<(Mute, String)>) {
        self.wanted = wanted;
        self.stale = true;
    }

    /// Notes that papers, or their words, have changed.
    pub fn disturb(&mut self) {
        self.stale = true;
    }

    /// Places of the papers covered, as of the last [`Mutes::settle`].
    pub fn covered(&self) -> &Bits {
        &self.covered
    }

    /// Works out what is covered, if that may have changed: for each mute O(papers with the rarest word of it), or O(values of
    /// all papers).
    pub fn settle(&mut self, library: &Library, columns: &Columns, index: &Index) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        self.covered = Bits::default();
        for (by, what) in &self.wanted {
            self.covered.join(&covered(*by, what, library, columns, index));
        }
    }

    /// The mutes that cover the paper at a place. As costly as [`Mutes::settle`].
    pub fn of(&self, place: u32, library: &Library, columns: &Columns, index: &Index) -> Vec<(Mute, &str)> {
        let covers = |(by, what): &&(Mute, String)| covered(*by, what, library, columns, index).contains(place);
        self.wanted.iter().filter(covers).map(|(by, what)| (*by, what.as_str())).collect()
    }

    /// Of the papers of a view whose words are waiting, those to be indexed before its list is given, so that none flashes up
    /// that is muted by its words; none where that would take long.
    pub fn urgent<'a>(&self, view: &View, library: &Library, waiting: impl ExactSizeIterator<Item = &'a u32>) -> Bits {
        let by_words = self.wanted.iter().any(|(by, _)| matches!(by, Mute::Author | Mute::Word));
        if !by_words || waiting.len() == 0 {
            return Bits::default();
        }
        let newest = library.days().next_back().map(|(day, _)| day);
        let Some((from, to)) = newest.and_then(|newest| view.range(newest)) else { return Bits::default() };
        let shown: Bits = library.on(from, to).into_iter().collect();
        let urgent: Bits = waiting.copied().filter(|place| shown.contains(*place)).collect();
        if urgent.count() as usize > INDEXED_AT_ONCE { Bits::default() } else { urgent }
    }
}

/// Places of the papers that one mute covers.
fn covered(by: Mute, what: &str, library: &Library, columns: &Columns, index: &Index) -> Bits {
    let kind = match by {
        Mute::Author => {
            let named = phrase(index, what, Field::Authors.bit());
            return named.into_iter().filter(|place| has_author(library, *place, what)).collect();
        }
        Mute::Word => return phrase(index, what, Field::Title.bit() | Field::Abstract.bit()).into_iter().collect(),
        Mute::Submitter => Kind::Submitter,
        Mute::Organisation => Kind::Organisation,
        Mute::Category => Kind::Category,
    };
    columns.places_with(kind, what, true).into_iter().collect()
}

/// Places of the papers that say this in these fields, word after word.
fn phrase(index: &Index, text: &str, fields: u8) -> Vec<u32> {
    // Nothing to look for is met by everything.
    if words(text).next().is_none() {
        return Vec::new();
    }
    let asked = Find::Text(Text { text: text.to_owned(), fields, phrase: true, typing: false });
    index.find(&asked).found.into_iter().map(|(place, _)| place).collect()
}

fn has_author(library: &Library, place: u32, name: &str) -> bool {
    let words_of = |name: &str| words(name).filter(|word| word.parts == 1).map(|word| word.text).collect::<Vec<_>>();
    let wanted = words_of(name);
    library.at(place).is_some_and(|paper| paper.authors.iter().any(|author| words_of(&author.name) == wanted))
}
