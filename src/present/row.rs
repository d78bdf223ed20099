//! One line of a list.

use serde::{Deserialize, Serialize};

use crate::cite::coins;
use crate::paper::{Day, Link, Paper, PaperId};
use crate::search::{Field, Index, Mark, Marker, passage};

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
    /// What in the title was asked for.
    pub title_marks: Marks,
    /// Its first authors' names.
    pub authors: Vec<String>,
    /// Which of them were asked for, by number.
    pub marked_authors: Vec<u32>,
    /// How many authors more it has.
    pub more_authors: u32,
    /// Its summary, or else the beginning of its abstract; of what was asked for the best passage.
    pub gist: String,
    /// What in it was asked for.
    pub gist_marks: Marks,
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
    /// What reference managers read of it: see [`crate::cite::coins`].
    pub coins: String,
    /// How many papers of the list are nearly the same, and stand under it.
    pub twins: u32,
}

/// Bytes of a text that say what was asked, from start to end.
pub type Marks = Vec<(u32, u32)>;

/// What was asked for in a paper that is shown whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperMarks {
    /// In its title.
    pub title: Marks,
    /// In its summary.
    pub summary: Marks,
    /// In its abstract.
    pub abstract_text: Marks,
    /// Which authors, by number.
    pub authors: Vec<u32>,
}

impl PaperMarks {
    /// Finds what was asked for.
    pub fn of(paper: &Paper, index: &Index, marker: &Marker) -> PaperMarks {
        if marker.is_empty() {
            return PaperMarks::default();
        }
        let of = |field, text: &str| spans(&index.marks(marker, field, text));
        let text = |text: &Option<String>| text.as_deref().map(|text| of(Field::Abstract, text)).unwrap_or_default();
        let authors = (0..).zip(&paper.authors);
        PaperMarks {
            title: of(Field::Title, &paper.title),
            summary: text(&paper.summary),
            abstract_text: text(&paper.abstract_text),
            authors: authors.filter(|(_, a)| !of(Field::Authors, &a.name).is_empty()).map(|(at, _)| at).collect(),
        }
    }
}

impl Row {
    /// What a list shows of a paper.
    pub fn of(paper: &Paper) -> Row {
        let gist = paper.summary.clone().or_else(|| paper.abstract_text.as_deref().map(excerpt));
        Row {
            id: paper.id.clone(),
            // Of a paper that no feed has brought yet only the identifier is known.
            title: if paper.title.is_empty() { paper.id.to_string() } else { paper.title.clone() },
            title_marks: Marks::new(),
            authors: paper.authors.iter().map(|author| author.name.clone()).take(AUTHORS_SHOWN).collect(),
            marked_authors: Vec::new(),
            more_authors: paper.authors.len().saturating_sub(AUTHORS_SHOWN) as u32,
            gist: gist.unwrap_or_default(),
            gist_marks: Marks::new(),
            day: paper.last_day(),
            votes: paper.votes,
            comments: paper.comments,
            repository: paper.repository.clone(),
            stars: paper.stars,
            project: paper.project.clone(),
            categories: paper.categories.clone(),
            organisation: paper.organisation.clone(),
            coins: coins(paper),
            twins: 0,
        }
    }

    /// The same in a list of what was asked: with marks, with the passage that says most of it, and with the authors that were
    /// asked for among those named.
    pub fn marked(paper: &Paper, index: &Index, marker: &Marker) -> Row {
        let mut row = Row::of(paper);
        if marker.is_empty() {
            return row;
        }
        row.title_marks = spans(&index.marks(marker, Field::Title, &paper.title));
        row.name_authors(paper, |name| !index.marks(marker, Field::Authors, name).is_empty());
        let texts = [&paper.summary, &paper.abstract_text].into_iter().flatten();
        let marked = texts.map(|text| (text, index.marks(marker, Field::Abstract, text)));
        let different = |marks: &[Mark]| marks.iter().fold(0, |all, mark| all | mark.words).count_ones();
        // The summary, unless the abstract says more of it.
        let best = marked.rev().max_by_key(|(_, marks)| different(marks));
        if let Some((text, marks)) = best.filter(|(_, marks)| !marks.is_empty()) {
            (row.gist, row.gist_marks) = cut(text, &marks);
        }
        row
    }

    fn name_authors(&mut self, paper: &Paper, asked: impl Fn(&str) -> bool) {
        let names = || paper.authors.iter().map(|author| author.name.as_str());
        let wanted: Vec<bool> = names().map(asked).collect();
        let first = wanted.iter().take(AUTHORS_SHOWN).filter(|wanted| **wanted).count();
        let later: Vec<&str> =
            names().zip(&wanted).skip(AUTHORS_SHOWN).filter(|(_, wanted)| **wanted).map(|(name, _)| name).collect();
        let room = AUTHORS_SHOWN.saturating_sub(first).min(later.len());
        let keep = self.authors.len() - room;
        let mut left = room;
        // Those asked for take the places of the last that were not.
        for at in (0..self.authors.len()).rev() {
            if left > 0 && !wanted.get(at).copied().unwrap_or(false) {
                self.authors.remove(at);
                left -= 1;
            }
        }
        debug_assert_eq!(self.authors.len(), keep);
        self.authors.extend(later.into_iter().take(room).map(str::to_owned));
        let marked =
            |(_, name): &(u32, &String)| wanted.iter().zip(names()).any(|(wanted, other)| *wanted && other == *name);
        self.marked_authors = (0..).zip(&self.authors).filter(marked).map(|(at, _)| at).collect();
    }
}

fn spans(marks: &[Mark]) -> Marks {
    marks.iter().map(|mark| (mark.span.start as u32, mark.span.end as u32)).collect()
}

/// The passage of a text that says most of what was asked, with ellipses where something is missing, and its marks.
fn cut(text: &str, marks: &[Mark]) -> (String, Marks) {
    let part = passage(text, marks, EXCERPT_LENGTH);
    let (before, after) = (if part.start > 0 { "…" } else { "" }, if part.end < text.len() { "…" } else { "" });
    let inside = marks.iter().filter(|mark| part.start <= mark.span.start && mark.span.end <= part.end);
    let moved = |place: usize| (place - part.start + before.len()) as u32;
    let marks = inside.map(|mark| (moved(mark.span.start), moved(mark.span.end))).collect();
    (format!("{before}{}{after}", text.get(part.clone()).unwrap_or_default()), marks)
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
