//! A test collection in an engine.

use std::collections::HashMap;
use std::error::Error;
use std::io::BufRead;
use std::path::Path;

use offprint::engine::Engine;
use offprint::paper::{Day, Paper, PaperId};
use offprint::query::{Node, Query, Span, Text, View, Window, write};

use super::entry::Entry;
use super::lines::{open, read_lines};
use super::measures::{Judged, Measures};

/// Documents, queries, and which are relevant to which.
pub struct Collection {
    engine: Engine,
    /// The collection's names of documents, by the identifiers that they have as papers.
    names: HashMap<PaperId, String>,
    queries: Vec<Entry>,
    judged: HashMap<String, Judged>,
}

impl Collection {
    /// Reads a folder and puts all documents into an engine.
    pub fn read(folder: &Path) -> Result<Collection, Box<dyn Error>> {
        let documents: Vec<Entry> = read_lines(&folder.join("corpus.jsonl"))?;
        let mut names = HashMap::new();
        let mut papers = Vec::new();
        for (number, document) in documents.into_iter().enumerate() {
            // A paper must be one of arXiv: these are numbered through the months from 2020 on.
            let (year, month) = (20 + number / 1_200_000, 1 + number / 100_000 % 12);
            let id = format!("{year}{month:02}.{:05}", number % 100_000);
            let (id, _) = PaperId::parse(&id).ok_or("more documents than there are numbers")?;
            names.insert(id.clone(), document.id);
            papers.push(Paper { abstract_text: Some(document.text), ..Paper::new(id, document.title) });
        }
        let mut engine = Engine::default();
        engine.recall(papers);
        while engine.index_some(usize::MAX) {}
        let queries = read_lines(&folder.join("queries.jsonl"))?;
        Ok(Collection { engine, names, queries, judged: read_judgements(&folder.join("qrels"))? })
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Types each query that has a relevant document, in the form that `written` gives it. Gives the means, and how many queries
    /// that were.
    pub fn measure(&mut self, written: impl Fn(&str) -> String) -> (Measures, usize) {
        let mut all = Vec::new();
        for query in &self.queries {
            let Some(relevant) = self.judged.get(&query.id) else { continue };
            let found = typed(&mut self.engine, &written(&query.text), 100);
            let ranked: Vec<&str> = found.iter().filter_map(|id| self.names.get(id)).map(String::as_str).collect();
            all.push(Measures::of(&ranked, relevant));
        }
        (Measures::mean(&all), all.len())
    }
}

/// The first papers of the list that the search box gives for a text.
pub fn typed(engine: &mut Engine, text: &str, count: u32) -> Vec<PaperId> {
    let view = View { window: Window::All, text: text.to_owned(), ..View::default() };
    engine.rows(&view, Day(0), None, 0, count).rows.into_iter().map(|row| row.id).collect()
}

/// A plain text as a query of the language: its words, with their signs taken literally.
pub fn plain(text: &str) -> String {
    let word =
        |text: &str| Text { field: None, text: text.to_owned(), phrase: false, typing: false, span: Span::default() };
    let says_something = |word: &&str| word.contains(char::is_alphanumeric);
    let words = text.split_whitespace().filter(says_something).map(|text| Node::Text(word(text)));
    write(&Query { root: Node::all(words.collect()), order: None, jump: None, notices: Vec::new() })
}

/// query → document → grade, of documents with a grade above 0.
fn read_judgements(folder: &Path) -> Result<HashMap<String, Judged>, Box<dyn Error>> {
    let mut judged: HashMap<String, Judged> = HashMap::new();
    for line in open(&folder.join("test.tsv"))?.lines() {
        let line = line?;
        let mut parts = line.split('\t');
        let (Some(query), Some(document), Some(grade)) = (parts.next(), parts.next(), parts.next()) else { continue };
        // The first line names the columns.
        let Ok(grade) = grade.trim().parse::<f64>() else { continue };
        if grade > 0.0 {
            judged.entry(query.to_owned()).or_default().insert(document.to_owned(), grade);
        }
    }
    Ok(judged)
}
