//! The search engine: words out of text, an index of them, and finding.
//!
//! It knows no paper, no screen and no store: documents are fields of text with numbers, and what a paper's fields are is said
//! by the stages that use it.

pub mod text;
