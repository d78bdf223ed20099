//! A question of the bench as a query of tantivy.

use std::ops::Bound;

use serde::Deserialize;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, Term};

use crate::papers::{Fields, day_number};

const TITLE_WEIGHT: f32 = 2.0;

/// What the words of a question mean.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Want {
    /// Every word, whole.
    And,
    /// Every word, the last as far as it is typed.
    Prefix,
    /// Every word, each with a typo allowed.
    Fuzzy,
    /// Every word, in the authors' names.
    Author,
    /// The best match of any word.
    Any,
}

/// What is asked, as the page sends it.
#[derive(Deserialize)]
pub struct Question {
    text: String,
    want: Want,
    category: Option<String>,
    from: Option<String>,
    to: Option<String>,
    /// At most so many papers.
    pub limit: usize,
}

type Clause = (Occur, Box<dyn Query>);

impl Question {
    /// The query, or `None` where no word is asked for.
    pub fn query(&self, index: &Index, fields: &Fields) -> tantivy::Result<Option<BooleanQuery>> {
        let words = words_of(&self.text, index)?;
        let occur = if self.want == Want::Any { Occur::Should } else { Occur::Must };
        let last = words.len().saturating_sub(1);
        let clause = |(at, word): (usize, &String)| (occur, self.word_anywhere(word, at == last, fields));
        let mut clauses: Vec<Clause> = words.iter().enumerate().map(clause).collect();
        if clauses.is_empty() {
            return Ok(None);
        }
        clauses.extend(self.filters(fields));
        Ok(Some(BooleanQuery::new(clauses)))
    }

    /// One word in any of the fields asked for.
    fn word_anywhere(&self, word: &str, is_last: bool, fields: &Fields) -> Box<dyn Query> {
        let searched = match self.want {
            Want::Author => vec![(fields.authors, 1.0)],
            _ => vec![(fields.title, TITLE_WEIGHT), (fields.abstract_text, 1.0), (fields.authors, 1.0)],
        };
        let clause = |(field, weight)| -> Clause {
            (Occur::Should, Box::new(BoostQuery::new(self.word_in(field, word, is_last), weight)))
        };
        Box::new(BooleanQuery::new(searched.into_iter().map(clause).collect()))
    }

    fn word_in(&self, field: Field, word: &str, is_last: bool) -> Box<dyn Query> {
        let term = Term::from_field_text(field, word);
        match self.want {
            Want::Prefix if is_last => Box::new(FuzzyTermQuery::new_prefix(term, 0, true)),
            Want::Fuzzy => Box::new(FuzzyTermQuery::new(term, 1, true)),
            _ => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
        }
    }

    /// Filters decide and do not count.
    fn filters(&self, fields: &Fields) -> Vec<Clause> {
        let mut filters: Vec<Box<dyn Query>> = Vec::new();
        if let Some(category) = &self.category {
            let term = Term::from_field_text(fields.category, category);
            filters.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
        }
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            let bound = |date: &str| Bound::Included(Term::from_field_i64(fields.day, day_number(date)));
            filters.push(Box::new(RangeQuery::new(bound(from), bound(to))));
        }
        let clause = |filter| -> Clause { (Occur::Must, Box::new(BoostQuery::new(filter, 0.0))) };
        filters.into_iter().map(clause).collect()
    }
}

fn words_of(text: &str, index: &Index) -> tantivy::Result<Vec<String>> {
    let unknown = || tantivy::TantivyError::InvalidArgument("no default tokenizer".to_owned());
    let mut tokenizer = index.tokenizers().get("default").ok_or_else(unknown)?;
    let mut tokens = tokenizer.token_stream(text);
    let mut words = Vec::new();
    tokens.process(&mut |token| words.push(token.text.clone()));
    Ok(words)
}
