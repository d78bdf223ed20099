//! Values that papers have, for completing what is typed.

use super::Engine;
use crate::columns::Kind;
use crate::query::suggest::{Completed, Values};
use crate::search::Field;
use crate::search::order::{sort_by, sorted};
use crate::search::text::{fold, has_word_start};
use crate::search::words::words;

/// Papers whose authors are looked through for names.
const PAPERS_LOOKED_AT: usize = 2_000;

impl Values for Engine {
    fn complete(&self, of: Completed, prefix: &str, limit: usize) -> Vec<(String, u32)> {
        match of {
            Completed::Word => self.index.complete(prefix, limit),
            Completed::Author => self.authors(prefix, limit),
            Completed::Category => self.columns.complete(Kind::Category, prefix, limit),
            Completed::Keyword => self.columns.complete(Kind::Keyword, prefix, limit),
            Completed::Organisation => self.columns.complete(Kind::Organisation, prefix, limit),
            Completed::Submitter => self.columns.complete(Kind::Submitter, prefix, limit),
            Completed::Tag => self.columns.complete(Kind::Tag, prefix, limit),
            Completed::Collection => self.columns.complete(Kind::Collection, prefix, limit),
        }
    }
}

impl Engine {
    /// Names of authors with a word that begins so, or with words that follow each other so, most papers first; counted over the papers looked at.
    fn authors(&self, prefix: &str, limit: usize) -> Vec<(String, u32)> {
        let prefix = fold(prefix);
        // The index has words: of several the longest says most.
        let word = words(&prefix).map(|word| word.text).max_by_key(String::len).unwrap_or_default();
        let places = self.index.having(&word, Field::Authors, PAPERS_LOOKED_AT);
        let papers = places.into_iter().filter_map(|place| self.library.at(place));
        let names = papers.flat_map(|paper| &paper.authors).map(|author| author.name.as_str());
        let names: Vec<&str> = names.filter(|name| has_word_start(&fold(name), &prefix)).collect();
        let names = sorted(names);
        let mut counted: Vec<(String, u32)> = names
            .chunk_by(|a, b| a == b)
            .map(|run| (run.first().copied().unwrap_or_default().to_owned(), run.len() as u32))
            .collect();
        sort_by(&mut counted, |a, b| (b.1, &a.0) < (a.1, &b.0));
        counted.truncate(limit);
        counted
    }
}
