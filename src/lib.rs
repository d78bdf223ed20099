//! Offprint: a reader for the day's research papers that runs whole inside the browser.

pub mod feed;
pub mod paper;
