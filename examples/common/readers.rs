//! Lines of a collection of real libraries: `papers.jsonl` and `readers.jsonl`.

use offprint::paper::{Day, Paper, PaperId};
use serde::Deserialize;

/// A paper, under a name of the collection's own.
#[derive(Deserialize)]
pub struct Entry {
    pub id: String,
    #[serde(default)]
    title: String,
    #[serde(default, rename = "abstract")]
    text: String,
    #[serde(default)]
    categories: Vec<String>,
    day: Option<String>,
}

/// A reader: the names of what they starred, in the order in which they did.
#[derive(Deserialize)]
pub struct Reader {
    pub stars: Vec<String>,
}

impl Entry {
    /// What taste is learnt from, and the day on which it came out. Collections have names of any kind, so all have the same identity here.
    pub fn paper(&self) -> Option<Paper> {
        let (id, _) = PaperId::parse("2001.00001")?;
        Some(Paper {
            abstract_text: Some(self.text.clone()),
            categories: self.categories.clone(),
            published: self.day.as_deref().and_then(Day::parse),
            ..Paper::new(id, self.title.clone())
        })
    }
}
