//! What must hold whatever comes in. One module for each stage, in the data's order.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "laws/arrange.rs"]
mod arrange;
#[path = "laws/cite.rs"]
mod cite;
#[path = "laws/columns.rs"]
mod columns;
#[path = "laws/feed.rs"]
mod feed;
#[path = "laws/fold.rs"]
mod fold;
#[path = "laws/learnt.rs"]
mod learnt;
#[path = "laws/library.rs"]
mod library;
#[path = "laws/markdown.rs"]
mod markdown;
#[path = "laws/notes_and_tags.rs"]
mod notes_and_tags;
#[path = "laws/paper.rs"]
mod paper;
#[path = "laws/present.rs"]
mod present;
#[path = "laws/query.rs"]
mod query;
#[path = "laws/query_examples.rs"]
mod query_examples;
#[path = "laws/query_language.rs"]
mod query_language;
#[path = "laws/rank.rs"]
mod rank;
#[path = "laws/rankings.rs"]
mod rankings;
#[path = "laws/remark.rs"]
mod remark;
#[path = "laws/rising.rs"]
mod rising;
#[path = "laws/search.rs"]
mod search;
#[path = "laws/selection.rs"]
mod selection;
#[path = "laws/shelf.rs"]
mod shelf;
#[path = "laws/site.rs"]
mod site;
#[path = "laws/text.rs"]
mod text;
#[path = "laws/track.rs"]
mod track;
#[path = "laws/window.rs"]
mod window;
