//! The engine as the bench drives it: the index, and beside it what answers and filters need, ids, days and categories.
//! Texts are not kept, as most peers do not keep them.

use std::collections::{BTreeMap, HashMap};

use offprint_search::{Bits, Common, Field, Index};
use serde::{Deserialize, Serialize};

use crate::paper::{Day, Month, Paper};
use crate::question::{self, Want};

/// Papers that can be found.
#[derive(Default)]
pub struct Engine {
    index: Index,
    facts: Facts,
}

/// What answers and filters need of papers, by key.
#[derive(Default, Serialize, Deserialize)]
struct Facts {
    ids: Ids,
    /// How many papers there are.
    papers: u32,
    /// Keys of the papers of a day, and of a category.
    days: BTreeMap<Day, Vec<u32>>,
    categories: HashMap<String, Vec<u32>>,
    /// The same as sets, of months and of categories with very many papers. Made when all papers have come.
    #[serde(skip)]
    of_month: BTreeMap<Month, Bits>,
    #[serde(skip)]
    of_category: HashMap<String, Bits>,
}

/// What is asked.
pub struct Question<'a> {
    /// Words, as typed.
    pub text: &'a str,
    /// What they mean.
    pub want: Want,
    /// Only papers of this category.
    pub category: Option<&'a str>,
    /// Only papers from this day on.
    pub from: Option<Day>,
    /// Only papers until this day, included.
    pub to: Option<Day>,
}

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// Ids of the best papers, best first.
    pub ids: Vec<String>,
    /// How many papers have all that was asked for.
    pub total: u32,
}

impl Engine {
    /// Adds papers after those that are there.
    pub fn add(&mut self, papers: &[Paper]) {
        let keys = self.facts.papers..;
        let authors: Vec<String> = papers.iter().map(|paper| paper.authors.join("\n")).collect();
        let documents = papers.iter().zip(&authors).zip(keys.clone()).map(|((paper, authors), key)| {
            let values: [(Field, &str); 3] =
                [(Field::Title, &paper.title), (Field::Abstract, &paper.abstract_text), (Field::Authors, authors)];
            (key, values)
        });
        self.index.put_all(documents);
        for (key, paper) in keys.zip(papers) {
            self.facts.add(key, paper);
        }
    }

    /// Finds the best papers, at most `limit`.
    pub fn find(&self, question: &Question, limit: usize) -> Answer {
        let asked = question::find(question.text, question.want, self.facts.admitted(question));
        // Of equal ones the later key, which is the newer paper.
        let found = self.index.best(&asked, limit, &[]);
        let ids = found.keys.iter().map(|key| self.facts.ids.get(u32::MAX - *key as u32).to_owned()).collect();
        Answer { ids, total: found.relaxed.unwrap_or(found.total()) }
    }

    /// All of it as bytes: the length of the facts, the facts, the index.
    pub fn snapshot(&self) -> Result<Vec<u8>, String> {
        let facts = postcard::to_stdvec(&self.facts).map_err(|error| error.to_string())?;
        let mut bytes = (facts.len() as u32).to_le_bytes().to_vec();
        bytes.extend(facts);
        self.index.save(&mut |part| bytes.extend_from_slice(part));
        Ok(bytes)
    }

    /// Opens a snapshot.
    pub fn open(bytes: &[u8]) -> Result<Engine, String> {
        let (length, rest) = bytes.split_first_chunk().ok_or("no snapshot")?;
        let (facts, index) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or("cut off")?;
        let mut facts: Facts = postcard::from_bytes(facts).map_err(|error| error.to_string())?;
        facts.settle();
        let index = Index::open(index).map_err(|refused| refused.to_string())?;
        Ok(Engine { index, facts })
    }

    /// Says that no more papers come for now.
    pub fn settle(&mut self) {
        self.index.settle();
        self.index.prepare(Common::default());
        self.facts.settle();
    }

    /// Bytes that the index says it holds.
    pub fn bytes(&self) -> usize {
        self.index.memory().total()
    }
}

impl Facts {
    fn add(&mut self, key: u32, paper: &Paper) {
        self.of_month.clear();
        self.of_category.clear();
        self.ids.push(&paper.id);
        self.papers += 1;
        self.days.entry(paper.day()).or_default().push(key);
        for category in &paper.categories {
            match self.categories.get_mut(category) {
                Some(keys) => keys.push(key),
                None => _ = self.categories.insert(category.clone(), vec![key]),
            }
        }
    }

    /// Keys of the papers that the filters admit; `None` where there is no filter.
    fn admitted(&self, question: &Question) -> Option<Bits> {
        let of_category = question.category.map(|name| match self.of_category.get(name) {
            Some(keys) => keys.clone(),
            None => self.set(self.categories.get(name)),
        });
        if question.from.is_none() && question.to.is_none() {
            return of_category;
        }
        let days = question.from.unwrap_or(Day::FIRST)..=question.to.unwrap_or(Day::LAST);
        let is_whole = |month: &Month| month.is_in(&days) && self.of_month.contains_key(month);
        let mut keys =
            self.set(self.days.range(days.clone()).filter(|(day, _)| !is_whole(&Month::of(**day))).map(|(_, row)| row));
        self.of_month.iter().filter(|(month, _)| is_whole(month)).for_each(|(_, of_month)| keys.join(of_month));
        if let Some(of_category) = of_category {
            keys.keep(&of_category);
        }
        Some(keys)
    }

    fn set<'a>(&self, rows: impl IntoIterator<Item = &'a Vec<u32>>) -> Bits {
        let mut keys = Bits::with_room(self.papers);
        rows.into_iter().for_each(|row| keys.insert_all(row));
        keys
    }

    /// Makes the sets.
    fn settle(&mut self) {
        let many = |row: &Vec<u32>| row.len() * 32 >= self.papers as usize;
        let categories = self.categories.iter().filter(|(_, row)| many(row));
        self.of_category = categories.map(|(name, row)| (name.clone(), self.set([row]))).collect();
        let mut of_month: BTreeMap<Month, Bits> = BTreeMap::new();
        for (day, row) in &self.days {
            of_month.entry(Month::of(*day)).or_insert_with(|| Bits::with_room(self.papers)).insert_all(row);
        }
        self.of_month = of_month;
    }
}

/// Ids by key, in one run of text.
#[derive(Default, Serialize, Deserialize)]
struct Ids {
    text: String,
    /// Where each id ends.
    ends: Vec<u32>,
}

impl Ids {
    fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len() as u32);
    }

    fn get(&self, key: u32) -> &str {
        let key = key as usize;
        let start = key.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let ends = start.zip(self.ends.get(key).copied());
        ends.and_then(|(start, end)| self.text.get(start as usize..end as usize)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(id: &str, title: &str, author: &str, category: &str, date: &str) -> Paper {
        Paper {
            id: id.to_owned(),
            title: title.to_owned(),
            abstract_text: "We show results.".to_owned(),
            authors: vec!["Ada Byron".to_owned(), author.to_owned()],
            categories: vec![category.to_owned()],
            date: date.to_owned(),
        }
    }

    fn engine() -> Engine {
        let mut engine = Engine::default();
        engine.add(&[paper("1", "Masked image modelling", "Emmy Noether", "cs.CV", "2025-07-01")]);
        engine.add(&[
            paper("2", "Image retrieval", "Alan Turing", "cs.IR", "2025-07-02"),
            paper("3", "Language models", "Emmy Noether", "cs.CL", "2025-07-03"),
        ]);
        engine
    }

    fn ids(question: &Question) -> Vec<String> {
        let mut ids = engine().find(question, 10).ids;
        ids.sort();
        ids
    }

    fn asked(text: &str, want: Want) -> Question<'_> {
        Question { text, want, category: None, from: None, to: None }
    }

    #[test]
    fn finds_words_prefixes_and_authors() {
        assert_eq!(ids(&asked("image", Want::All)), ["1", "2"]);
        assert_eq!(ids(&asked("retr", Want::Prefix)), ["2"]);
        assert_eq!(ids(&asked("noether", Want::Author)), ["1", "3"]);
        assert_eq!(ids(&asked("language retrieval", Want::Any)), ["2", "3"]);
        assert!(ids(&asked("image", Want::Author)).is_empty());
    }

    #[test]
    fn filters_by_category_and_days() {
        assert_eq!(ids(&Question { category: Some("cs.IR"), ..asked("image", Want::All) }), ["2"]);
        let (from, to) = (Some(Day::read("2025-07-01")), Some(Day::read("2025-07-01")));
        assert_eq!(ids(&Question { from, to, ..asked("image", Want::All) }), ["1"]);
        assert_eq!(ids(&Question { from, to, category: Some("cs.IR"), ..asked("image", Want::All) }), [""; 0]);
    }

    #[test]
    fn answers_the_same_from_a_snapshot() {
        let before = engine();
        let bytes = before.snapshot().unwrap();
        let after = Engine::open(&bytes).unwrap();
        for question in
            [asked("image", Want::All), Question { category: Some("cs.CL"), ..asked("noether", Want::Author) }]
        {
            assert_eq!(after.find(&question, 10), before.find(&question, 10));
        }
        assert!(Engine::open(bytes.get(..9).unwrap()).is_err());
    }

    #[test]
    fn gives_as_many_as_asked_for_and_counts_all() {
        let answer = engine().find(&asked("results", Want::All), 2);
        assert_eq!((answer.ids.len(), answer.total), (2, 3));
    }
}
