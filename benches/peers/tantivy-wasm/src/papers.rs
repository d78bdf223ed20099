//! Papers as tantivy's documents.

use serde::Deserialize;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

#[derive(Deserialize)]
struct Paper {
    id: String,
    title: String,
    r#abstract: String,
    authors: Vec<String>,
    categories: Vec<String>,
    date: String,
}

/// The fields of an index.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Stored, not searched.
    pub id: Field,
    pub title: Field,
    pub abstract_text: Field,
    pub authors: Field,
    /// One term a category.
    pub category: Field,
    /// The day as a number, see [`day_number`].
    pub day: Field,
}

/// The schema, the same for each index.
pub fn schema() -> (Schema, Fields) {
    let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing);
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_text_field("id", STORED),
        title: schema.add_text_field("title", text.clone()),
        abstract_text: schema.add_text_field("abstract", text.clone()),
        authors: schema.add_text_field("authors", text),
        category: schema.add_text_field("category", STRING),
        day: schema.add_i64_field("day", INDEXED | FAST),
    };
    (schema.build(), fields)
}

/// The documents of a JSON array of papers.
pub fn documents(json: &str, fields: &Fields) -> serde_json::Result<Vec<TantivyDocument>> {
    let papers: Vec<Paper> = serde_json::from_str(json)?;
    Ok(papers.iter().map(|paper| document(paper, fields)).collect())
}

/// `2025-07-29` as 20250729, which sorts as days do.
pub fn day_number(date: &str) -> i64 {
    date.bytes().filter(u8::is_ascii_digit).fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
}

fn document(paper: &Paper, fields: &Fields) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, &paper.id);
    document.add_text(fields.title, &paper.title);
    document.add_text(fields.abstract_text, &paper.r#abstract);
    document.add_text(fields.authors, paper.authors.join(", "));
    for category in &paper.categories {
        document.add_text(fields.category, category);
    }
    document.add_i64(fields.day, day_number(&paper.date));
    document
}
