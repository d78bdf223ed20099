//! One line of a list.

use serde::{Deserialize, Serialize};

use crate::paper::{Day, Link, Paper, PaperId};

/// Authors that a row names before it counts the rest.
const AUTHORS_SHOWN: usize = 6;

/// Characters of the abstract that stand in for a missing summary.
const EXCERPT_LENGTH: usize = 260;

/// A paper as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Row {
    /// Which paper.
    pub id: PaperId,
    /// Its title.
    pub title: String,
    /// Its first authors' names.
    pub authors: Vec<String>,
    /// How many authors more it has.
    pub more_authors: u32,
    /// Its summary, or else the beginning of its abstract.
    pub gist: String,
    /// The last papers-day that showed it.
    pub day: Option<Day>,
    /// Votes, where known.
    pub votes: Option<u32>,
    /// Comments, where known.
    pub comments: Option<u32>,
    /// Its code.
    pub repository: Option<Link>,
    /// Stars of its code.
    pub stars: Option<u32>,
    /// Its project page.
    pub project: Option<Link>,
    /// Its categories, primary first.
    pub categories: Vec<String>,
    /// The organisation credited.
    pub organisation: Option<String>,
}

impl Row {
    /// What a list shows of a paper.
    pub fn of(paper: &Paper) -> Row {
        let names = paper.authors.iter().map(|author| author.name.clone());
        let gist = paper.summary.clone().or_else(|| paper.abstract_text.as_deref().map(excerpt));
        Row {
            id: paper.id.clone(),
            title: paper.title.clone(),
            authors: names.take(AUTHORS_SHOWN).collect(),
            more_authors: paper.authors.len().saturating_sub(AUTHORS_SHOWN) as u32,
            gist: gist.unwrap_or_default(),
            day: paper.last_day(),
            votes: paper.votes,
            comments: paper.comments,
            repository: paper.repository.clone(),
            stars: paper.stars,
            project: paper.project.clone(),
            categories: paper.categories.clone(),
            organisation: paper.organisation.clone(),
        }
    }
}

/// The beginning of a text, cut after a word, with an ellipsis where something is missing.
fn excerpt(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(EXCERPT_LENGTH) else { return text.to_owned() };
    let head = text.get(..cut).unwrap_or(text);
    let end = head.rfind(' ').unwrap_or(head.len());
    format!("{}…", head.get(..end).unwrap_or(head).trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_after_a_word() {
        let long = "word ".repeat(100);
        let cut = excerpt(&long);
        assert!(cut.ends_with("word…"), "{cut}");
        assert!(cut.chars().count() <= EXCERPT_LENGTH + 1);
        assert_eq!(excerpt("short."), "short.");
    }
}
