//! What the screen shows, as plain data: rows, dates in words, and the address that names a view.

mod address;
pub mod narrow;
pub mod plot;
mod row;
pub mod words;

pub use address::{Page, Place};
pub use row::{Marks, Row};
