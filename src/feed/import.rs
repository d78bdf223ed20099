//! What readers bring from other programs: bibliographies, libraries, lists of links.
//!
//! As with feeds, reading never fails, and which format it is shows in the content. A paper is known here by its arXiv
//! identifier, its DOI or its address; an entry that has none of them is taken for the paper of its title and first author, if that is
//! known. Another cannot be kept, and is a problem that names it. A list of links tells nothing but identifiers: these papers have no
//! title until a feed brings one.
//!
//! ```
//! use offprint::feed::import::{self, Format};
//!
//! let text = "@article{vaswani, title = {Attention Is All You Need}, keywords = {to read},
//!     journal = {arXiv preprint arXiv:1706.03762}}
//! @book{knuth, title = {The {\\TeX}book}}";
//! let import = import::read(text.as_bytes());
//! assert_eq!(import.format, Format::BibTex);
//! assert_eq!(import.brought[0].paper.id.as_str(), "1706.03762");
//! assert_eq!(import.brought[0].tags, ["to read"]);
//! assert_eq!(import.problems[0].place, "entry knuth, line 3");
//! ```

use super::document::{self, Document, Split};
use super::draft::Draft;
use super::problem::Problems;
use super::{Hint, Problem, Shape, bibtex, csl, decode, ids, opml, paper_memory, ris, sanity, table};
use crate::paper::{Day, Paper, PaperId};

/// A paper as another program knew it, with what the reader had made of it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The paper; its title is empty where only its identifier is known.
    pub paper: Paper,
    /// Its citation key there.
    pub key: Option<String>,
    /// The reader's tags, each once.
    pub tags: Vec<String>,
    /// The reader's note, in Markdown or as plain text; empty for none.
    pub note: String,
    /// Whether it had a star there.
    pub starred: bool,
    /// Since when it had the star, or else since when it was in that library.
    pub since: Option<Day>,
}

/// A search that was saved elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Its name.
    pub title: String,
    /// What was searched for, in our language of queries.
    pub query: String,
}

/// What a file brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The papers, in the file's order, each id once.
    pub brought: Vec<Brought>,
    /// How many of the entries were found by their titles.
    pub by_title: u32,
    /// The saved searches.
    pub searches: Vec<Search>,
    /// What could not be taken as it stood.
    pub problems: Vec<Problem>,
    /// Which format it is.
    pub format: Format,
}

/// The formats that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// BibTeX or BibLaTeX.
    BibTex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    Csl,
    /// OPML with saved searches.
    Opml,
    /// The data that PaperMemory exports.
    PaperMemory,
    /// The library of arXiv Sanity Preserver, as its page holds it.
    Sanity,
    /// A feed, which may be our own JSON Feed.
    Feed,
    /// A table that Offprint wrote.
    Table,
    /// Identifiers and links with any text around.
    Ids,
    /// None of these; nothing was read.
    Unknown,
}

/// The papers that are known where a file is read.
pub trait Known {
    /// Whether the paper is known.
    fn has(&self, id: &PaperId) -> bool;

    /// The papers of these titles and first authors, as printed: for each the one that it is, if that can be told.
    fn by_titles(&self, wanted: &[(&str, &str)]) -> Vec<Option<PaperId>>;
}

/// Where no papers are known.
impl Known for () {
    fn has(&self, _: &PaperId) -> bool {
        false
    }

    fn by_titles(&self, _: &[(&str, &str)]) -> Vec<Option<PaperId>> {
        Vec::new()
    }
}

/// Reads a file of which nothing is known but its bytes, where no papers are known.
pub fn read(bytes: &[u8]) -> Import {
    read_among(bytes, &())
}

/// Reads a file of which nothing is known but its bytes. Of entries that do not say which paper they are, those are kept that are
/// `known` by their titles; of these papers the file tells nothing but what the reader had made of them. So it is with addresses in a
/// text without a form: those are papers by which one is known.
///
/// ```
/// use offprint::feed::import;
/// use offprint::library::Library;
/// use offprint::paper::{Author, Paper, PaperId};
///
/// let (id, _) = PaperId::parse("1706.03762").unwrap();
/// let authors = vec![Author::named("Ashish Vaswani")];
/// let mut library = Library::default();
/// library.merge(vec![Paper { authors, ..Paper::new(id.clone(), "Attention Is All You Need") }]);
/// let text = "@article{vaswani2017, title = {Attention is all you need}, author = {Vaswani, Ashish and others}}";
/// let import = import::read_among(text.as_bytes(), &library);
/// assert_eq!((&import.brought[0].paper.id, import.by_title), (&id, 1));
/// ```
pub fn read_among(bytes: &[u8], known: &dyn Known) -> Import {
    let problems = Problems::default();
    let text = decode::text(bytes, &problems);
    let mut searches = Vec::new();
    let (format, found) = interpret(&text, known, &mut searches, &problems);
    let (found, by_title) = match found {
        Found::Papers(found) => (found, 0),
        Found::Entries(drafts) => finish(drafts, known, &problems),
    };
    let brought = unique(found, &problems);
    note_keys(&brought, &problems);
    Import { brought, by_title, searches, problems: problems.into_vec(), format }
}

/// What is in a file: papers, or entries which may not say which papers they are.
enum Found {
    Papers(Vec<Brought>),
    Entries(Vec<Draft>),
}

/// What entries bring, and how many of them were known by their titles.
fn finish(mut drafts: Vec<Draft>, known: &dyn Known, problems: &Problems) -> (Vec<Brought>, u32) {
    let mut nameless: Vec<&mut Draft> =
        drafts.iter_mut().filter(|draft| draft.id.is_none() && !draft.title.is_empty()).collect();
    let asked = nameless.iter().map(|draft| (draft.title.as_str(), draft.authors.first().map_or("", |one| &one.name)));
    let asked: Vec<(&str, &str)> = asked.collect();
    let ids = if asked.is_empty() { Vec::new() } else { known.by_titles(&asked) };
    let mut by_title = 0;
    for (draft, id) in nameless.iter_mut().zip(ids) {
        if let Some(id) = id {
            by_title += 1;
            draft.be(id);
        }
    }
    (drafts.into_iter().filter_map(|draft| draft.finish(problems)).collect(), by_title)
}

fn interpret(text: &str, known: &dyn Known, searches: &mut Vec<Search>, problems: &Problems) -> (Format, Found) {
    let start = text.trim_start();
    if start.starts_with(['{', '[']) {
        let split = document::split(text);
        if let Some(found) = json(text, &split, problems) {
            super::note_end(&split, problems);
            return found;
        }
    } else if opml::is_one(start) {
        searches.extend(opml::read(start, problems));
        return (Format::Opml, Found::Papers(Vec::new()));
    } else if table::is_ours(start) {
        return (Format::Table, Found::Entries(table::read(start)));
    } else if !ids::is_list(start) {
        // Notes in one of them may hold a piece of the other.
        match (ris::begins(start), bibtex::begins(start)) {
            (Some(record), entry) if entry.is_none_or(|entry| record < entry) => {
                return (Format::Ris, Found::Entries(ris::read(text, problems)));
            }
            (_, Some(_)) => return (Format::BibTex, Found::Entries(bibtex::read(text, problems))),
            _ => {}
        }
    }
    let found = ids::read(text, known, problems);
    if found.is_empty() {
        problems.note("the whole file", "no identifier of arXiv and no DOI is in it", "nothing was read");
        return (Format::Unknown, Found::Papers(found));
    }
    (Format::Ids, Found::Papers(found))
}

fn json(text: &str, split: &Split<'_>, problems: &Problems) -> Option<(Format, Found)> {
    match &split.document {
        Document::List(items) if items.iter().take(3).any(|item| item.contains("\"rawpid\"")) => {
            Some((Format::Sanity, Found::Papers(sanity::read(items, problems))))
        }
        Document::List(items) if csl::is_list(items) => Some((Format::Csl, Found::Entries(csl::read(items, problems)))),
        Document::Object(object) if paper_memory::is_one(object) => {
            Some((Format::PaperMemory, Found::Papers(paper_memory::read(object, problems))))
        }
        Document::Object(object) if object.has("type") && object.has("title") => {
            Some((Format::Csl, Found::Entries(csl::read(&[text.trim()], problems))))
        }
        _ => {
            let tried = Problems::default();
            let (papers, shape) = super::interpret(text, split, &Hint::default(), &tried);
            if shape == Shape::Unknown {
                return None;
            }
            tried.into_vec().into_iter().for_each(|problem| problems.note(problem.place, problem.cause, problem.done));
            Some((Format::Feed, Found::Papers(papers.into_iter().map(Brought::of).collect())))
        }
    }
}

/// A key that two papers have can stay that of one only.
fn note_keys(brought: &[Brought], problems: &Problems) {
    let mut known = std::collections::HashMap::new();
    for (key, id) in brought.iter().filter_map(|one| one.key.as_deref().zip(Some(&one.paper.id))) {
        if let Some(first) = known.insert(key, id) {
            known.insert(key, first);
            let cause = format!("its citation key “{key}” is that of {first} too");
            problems.note(id.as_str(), cause, "it gets another key when it is exported");
        }
    }
}

impl Brought {
    /// A paper of which the reader had made nothing.
    pub fn of(paper: Paper) -> Brought {
        Brought { paper, key: None, tags: Vec::new(), note: String::new(), starred: false, since: None }
    }
}

/// Joins what is said of one paper in several places: the first words, all tags and all notes.
fn unique(found: Vec<Brought>, problems: &Problems) -> Vec<Brought> {
    let mut places = std::collections::HashMap::new();
    let mut all: Vec<Brought> = Vec::new();
    for mut next in found {
        let place = *places.entry(next.paper.id.clone()).or_insert(all.len());
        let Some(known) = all.get_mut(place) else {
            all.push(next);
            continue;
        };
        if !next.paper.title.is_empty() {
            let cause = "the paper stands here more than once";
            problems.note(next.paper.id.as_str(), cause, "it was joined: the first words, all tags and notes");
        }
        if !next.note.is_empty() && !known.note.contains(&next.note) {
            let gap = if known.note.is_empty() { "" } else { "\n\n" };
            known.note = [&known.note, gap, &next.note].concat();
        }
        next.tags.retain(|tag| !known.tags.contains(tag));
        known.tags.append(&mut next.tags);
        known.starred |= next.starred;
        known.since = known.since.or(next.since);
        known.key = known.key.take().or(next.key);
        // An empty title is filled, what is known stays.
        known.paper = merge(&known.paper, next.paper);
    }
    all
}

fn merge(known: &Paper, next: Paper) -> Paper {
    let mut paper = known.clone();
    if paper.title.is_empty() {
        paper.title = next.title;
    }
    if paper.authors.is_empty() {
        paper.authors = next.authors;
    }
    paper.abstract_text = paper.abstract_text.or(next.abstract_text);
    paper
}
