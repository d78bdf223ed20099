//! The search engine: words out of text, an index of them, and finding.
//!
//! It knows no paper, no screen and no store: a document is a number with fields of text, and what a paper's fields are is said
//! by the stages that use it.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking"))]

mod adding;
mod alphabet;
mod best;
pub mod bits;
pub mod bm25;
mod common;
mod crowds;
pub mod cursor;
pub mod find;
mod highest;
pub mod index;
pub mod interner;
mod joint;
pub mod lists;
pub mod mark;
mod near;
pub mod order;
mod plan;
pub mod postings;
mod put;
mod roomy;
mod scored;
pub mod snapshot;
pub mod stem;
pub mod sum;
mod terms;
pub mod text;
pub mod typo;
pub mod weights;
pub mod words;

pub use best::Best;
pub use bits::Bits;
pub use common::Common;
pub use find::{Find, Hits, Text};
pub use index::Index;
pub use mark::{Mark, Marker, passage};
pub use postings::{Field, Mask};
pub use snapshot::Refused;
pub use sum::Sum;
pub use terms::is_function_word;
