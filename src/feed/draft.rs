//! One entry of another program's file in the making: what all these formats have in common.

use super::import::Brought;
use super::problem::Problems;
use super::{ids, json_feed, tidy};
use crate::paper::{Author, Day, IdKind, Name, Paper, PaperId};

/// What an entry says, tidied, before it is known which paper it is.
#[derive(Default)]
pub(super) struct Draft {
    /// Where it stands, in words.
    pub(super) place: String,
    /// The identifier, where a field of its own has it.
    pub(super) id: Option<(PaperId, Option<u16>)>,
    /// The title.
    pub(super) title: String,
    /// The rest of what goes over into [`Brought`].
    pub(super) authors: Vec<Author>,
    pub(super) abstract_text: Option<String>,
    pub(super) categories: Vec<String>,
    pub(super) published: Option<Day>,
    /// The first day of the year, or of the month if that is told, which stands for it where no day is.
    pub(super) year: Option<Day>,
    pub(super) key: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) note: String,
    /// Since when it has a star.
    pub(super) starred: Option<Day>,
}

impl Draft {
    pub(super) fn new(place: String) -> Draft {
        Draft { place, ..Draft::default() }
    }

    /// Looks for the identifier in a text that may have one, unless as good a one is known.
    pub(super) fn look(&mut self, text: &str) {
        let kind = |id: &Option<(PaperId, Option<u16>)>| id.as_ref().map(|(id, _)| id.kind());
        if kind(&self.id) == Some(IdKind::Arxiv) {
            return;
        }
        let whole = PaperId::parse(text);
        let found = if kind(&whole) == Some(IdKind::Arxiv) { whole } else { ids::first(text).or(whole) };
        if found.is_some() && (self.id.is_none() || kind(&found) < kind(&self.id)) {
            self.id = found;
        }
    }

    /// Takes the year that a date begins with, and the month if it comes next: of two dates in one year the later one tells more.
    pub(super) fn year(&mut self, date: &str) {
        let mut parts = date.split(['-', '/']).map(|part| part.trim().parse::<u32>().ok());
        let year = parts.next().flatten().and_then(|year| i32::try_from(year).ok());
        let month = parts.next().flatten().filter(|month| (1..=12).contains(month));
        let Some(first) = year.and_then(|year| Day::from_ymd(year, month.unwrap_or(1), 1)) else { return };
        if self.year.is_none_or(|known| known.ymd().0 == first.ymd().0 && known < first) {
            self.year = Some(first);
        }
    }

    /// Adds an author as bibliographies write names.
    pub(super) fn author(&mut self, sorted: &str) {
        let name = tidy::line(&Name::from_sorted(&tidy::line(sorted)).to_string());
        if !name.is_empty() {
            self.authors.push(Author::named(name));
        }
    }

    /// Adds a key word: a category of arXiv by its looks, else a tag.
    pub(super) fn word(&mut self, word: &str) {
        let word = tidy::line(word);
        let list = if json_feed::like_category(&word) { &mut self.categories } else { &mut self.tags };
        if !word.is_empty() && !list.contains(&word) {
            list.push(word);
        }
    }

    /// Adds a line or a paragraph to the note, unless it is what the authors told arXiv.
    pub(super) fn note(&mut self, text: &str) {
        if is_comment(text) {
            return;
        }
        if !self.note.is_empty() {
            self.note.push('\n');
        }
        self.note.push_str(text.trim_end());
    }

    /// It is this paper, which is known and keeps what is said of it.
    pub(super) fn be(&mut self, id: PaperId) {
        let Draft { place, key, tags, note, starred, .. } = std::mem::take(self);
        *self = Draft { id: Some((id, None)), key, tags, note, starred, ..Draft::new(place) };
    }

    /// The paper, or a problem that says why it can't be kept.
    pub(super) fn finish(self, problems: &Problems) -> Option<Brought> {
        let Some((id, version)) = self.id else {
            let what =
                if self.title.is_empty() { "it".into() } else { format!("“{}”", tidy::excerpt(&self.title)) };
            let cause =
                format!("{what} has no identifier of arXiv, no DOI and no link, by which papers are known here");
            problems.note(self.place, cause, "the entry was set aside");
            return None;
        };
        let Draft { title, authors, abstract_text, categories, published, year, key, tags, note, starred, .. } = self;
        // Of papers on arXiv the identifier tells the month.
        let published = published.or(year.filter(|_| id.arxiv().is_none()));
        let abstract_text = abstract_text.filter(|text| !text.is_empty());
        let paper = Paper { version, authors, abstract_text, categories, published, ..Paper::new(id, title) };
        let note = note.trim().to_owned();
        Some(Brought { key, tags, note, starred: starred.is_some(), since: starred, ..Brought::of(paper) })
    }
}

/// Whether a line is the comment that arXiv has on a paper, which Zotero keeps as a note: `Comment: 15 pages, 5 figures`.
fn is_comment(line: &str) -> bool {
    let Some(comment) = line.trim().strip_prefix("Comment: ") else { return false };
    let words: Vec<&str> = comment.split_whitespace().collect();
    let counts = |pair: &[&str]| {
        let [number, of] = pair else { return false };
        let kind = ["page", "figure", "table"].iter().any(|kind| of.to_ascii_lowercase().starts_with(kind));
        kind && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+')
    };
    let fate = ["Accepted ", "To appear ", "Published "].iter().any(|fate| comment.starts_with(fate));
    fate || words.windows(2).any(counts)
}

/// Counts what entries have that has no place here, to say so once for each name.
#[derive(Default)]
pub(super) struct Leftover(Vec<(String, u32)>);

impl Leftover {
    /// So many names are told apart.
    const MOST: usize = 100;

    pub(super) fn add(&mut self, name: &str) {
        if let Some((_, count)) = self.0.iter_mut().find(|(known, _)| known == name) {
            *count += 1;
        } else if self.0.len() < Self::MOST {
            self.0.push((name.to_owned(), 1));
        }
    }

    pub(super) fn note(&self, problems: &Problems) {
        if self.0.is_empty() {
            return;
        }
        let names: Vec<String> = self.0.iter().map(|(name, count)| format!("{name} ({count})")).collect();
        let cause = format!("some fields have no place here: {}", names.join(", "));
        problems.note("the whole file", cause, "they were passed over");
    }
}
