//! Papers by their titles, for lists that say nothing surer of them.

use std::collections::HashMap;

use super::Library;
use crate::feed::import::Known;
use crate::paper::{Name, Paper, PaperId};
use crate::text::fold;

impl Known for Library {
    fn has(&self, id: &PaperId) -> bool {
        self.entries.contains_key(id)
    }

    /// The papers of these titles and first authors, as printed. Letters and digits count, however they are written, and of the author
    /// the family name. Of two that are alike it is the one whose identity is surer, as a preprint and the article that came of it are
    /// one work; where these are alike too it is none. O(papers known).
    ///
    /// ```
    /// use offprint::feed::import::Known;
    /// use offprint::library::Library;
    /// use offprint::paper::{Author, Paper, PaperId};
    ///
    /// let (id, _) = PaperId::parse("1706.03762").unwrap();
    /// let authors = vec![Author::named("Ashish Vaswani")];
    /// let mut library = Library::default();
    /// library.merge(vec![Paper { authors, ..Paper::new(id.clone(), "Attention Is All You Need") }]);
    /// let asked = [("Attention is all-you need.", "A. Vaswani"), ("Attention", "A. Vaswani")];
    /// assert_eq!(library.by_titles(&asked), [Some(id), None]);
    /// ```
    fn by_titles(&self, wanted: &[(&str, &str)]) -> Vec<Option<PaperId>> {
        let keys: Vec<String> = wanted.iter().map(|(title, author)| key(title, author)).collect();
        let mut found: HashMap<&str, (Option<&Paper>, bool)> = HashMap::new();
        found.extend(keys.iter().map(|key| (key.as_str(), (None, false))));
        for paper in self.entries.values() {
            let key = key(&paper.title, paper.authors.first().map_or("", |author| &author.name));
            let Some((known, several)) = found.get_mut(key.as_str()).filter(|_| !key.is_empty()) else { continue };
            let kinds = known.map(|known| paper.id.kind().cmp(&known.id.kind()));
            if kinds.is_none_or(|kinds| kinds.is_lt()) {
                (*known, *several) = (Some(paper), false);
            } else if kinds.is_some_and(|kinds| kinds.is_eq()) {
                *several = true;
            }
        }
        let one = |key: &String| {
            let (paper, several) = *found.get(key.as_str())?;
            Some(paper.filter(|_| !several)?.id.clone())
        };
        keys.iter().map(one).collect()
    }
}

/// Title and family name as they are compared; empty if either is.
fn key(title: &str, author: &str) -> String {
    let bare = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (title, name) = (bare(title), bare(&Name::parse(author).family));
    if title.is_empty() || name.is_empty() { String::new() } else { [&title, "\n", &name].concat() }
}
