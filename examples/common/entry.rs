//! A line of a test collection in the layout of BEIR: a document, or a query.

use serde::Deserialize;

/// Its name and its texts.
#[derive(Deserialize)]
pub struct Entry {
    #[serde(rename = "_id")]
    pub id: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
}
