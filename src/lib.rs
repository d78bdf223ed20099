//! Offprint: a reader for the day's research papers that runs whole inside the browser.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod engine;
pub mod feed;
pub mod library;
pub mod paper;
pub mod present;
pub mod query;
pub mod rank;
pub mod sheet;
pub mod shelf;
pub mod text;
#[cfg(target_arch = "wasm32")]
pub mod ui;

/// Names the sources that this program was built from, for bug reports.
pub const BUILD: &str = env!("OFFPRINT_BUILD");
