//! What must hold whatever comes in. One module for each stage, in the data's order.

#[path = "laws/feed.rs"]
mod feed;
#[path = "laws/paper.rs"]
mod paper;
