//! The search engine alone, as a wasm module for the bench's page: papers in, answers out.
//!
//! The engine is the app's, compiled as there: it for speed, the rest for size. Only the bench uses this module; see
//! `benches/peers/README.md`.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

pub mod engine;
pub mod paper;
pub mod question;
pub mod split;

#[cfg(target_arch = "wasm32")]
mod exports;
