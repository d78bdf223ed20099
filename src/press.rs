//! What `press` makes, without its edge: which requests a configuration means, the files beside an archive, the letter.
//!
//! As in the stages, there is no clock, no chance and no network here; those are in `src/bin/press`. None of it is in the wasm.

pub mod beside;
pub mod config;
pub mod digest;
