//! What the screen shows, as plain data: rows, dates in words, the address that names a view, and which part of a long list
//! is on screen.

pub mod acts;
mod address;
pub mod away;
pub mod draft;
pub mod letter;
pub mod local;
pub mod looking;
pub mod markdown;
pub mod narrow;
pub mod pages;
pub mod plot;
pub mod presets;
pub mod qr;
pub mod renames;
mod row;
pub mod site;
pub mod window;
pub mod words;

pub use address::{Page, Place};
pub use row::{Marks, PaperMarks, Row};
