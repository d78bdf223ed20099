//! What is learnt on the device: documents as sparse vectors, a linear model of what a reader likes, and meaning beyond words.
//!
//! It knows no paper and no reader: a document is a key with fields of text, and who liked what is said by the stages that use it.
//! Nothing here is random and nothing depends on the order in which documents came, so that the same documents and the same
//! opinions give the same numbers on every machine.
//!
//! ```
//! use offprint_learn::{Corpus, Example, Part, train};
//!
//! let mut corpus = Corpus::default();
//! for (key, title) in [(0, "masked image models"), (1, "image models"), (2, "planning of routes"), (3, "routes of ships")] {
//!     corpus.put(key, &[(Part::Title, title)]);
//! }
//! let examples = [Example { key: 0, label: 1.0, cost: 1.0 }, Example { key: 2, label: -1.0, cost: 1.0 }];
//! let scores = train(&corpus, &examples).scores(&corpus);
//! assert!(scores[1] > scores[3]);
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking"))]

mod builder;
pub mod corpus;
pub mod features;
pub mod linear;
mod matrix;
pub mod meaning;
pub mod near;
mod stored;

pub use builder::Builder;
pub use corpus::Corpus;
pub use features::{Feature, Part, features, labelled};
pub use linear::{Example, Model, train};
pub use meaning::Meaning;
pub use near::{Few, Pass};
