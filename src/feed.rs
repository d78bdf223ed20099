//! Bytes of a feed to papers. Reading never fails: it gives the best reading and says what it had to set aside.

mod problem;

pub use problem::Problem;
