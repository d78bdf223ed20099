//! What must hold whatever comes in. One module for each stage, in the data's order.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "laws/feed.rs"]
mod feed;
#[path = "laws/paper.rs"]
mod paper;
