//! Papers that are nearly the same as one.

use super::Engine;
use crate::paper::PaperId;
use crate::present::Row;
use crate::rank::fold::{enough, is_same_work, title_words};
use crate::search::order::sort_by;
use crate::search::{Field, Find, Text};

impl Engine {
    /// The papers that are nearly the same as one, in the order of identifiers. Only titles with one of its rarest words are looked at: O(papers that
    /// have these).
    pub fn twins(&self, id: &PaperId) -> Vec<Row> {
        let Some((place, paper)) = self.library.place(id).zip(self.library.get(id)) else { return Vec::new() };
        let mut words: Vec<String> = title_words(&paper.title).into_iter().collect();
        sort_by(&mut words, |a, b| {
            (self.index.frequency_alike(a), a.as_str()) < (self.index.frequency_alike(b), b.as_str())
        });
        words.truncate(enough(words.len()));
        // As phrases, which forgive no slips.
        let word = |text| Find::Text(Text { text, fields: Field::Title.bit(), phrase: true, typing: false });
        let found = self.index.find(&Find::Any(words.into_iter().map(word).collect())).found;
        let others = found.into_iter().filter(|(other, _)| *other != place);
        let papers = others.filter_map(|(other, _)| self.library.at(other)).filter(|other| is_same_work(paper, other));
        let mut rows: Vec<Row> = papers.map(Row::of).collect();
        sort_by(&mut rows, |a, b| a.id < b.id);
        rows
    }
}
