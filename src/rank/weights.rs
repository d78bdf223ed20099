//! Every number that changes an order, each with what it changes.

/// How fast votes lose weight with age, as the exponent of [`super::trending`]. 0 ignores age; 1 halves a paper's weight
/// when its age (with the offset) doubles; Hacker News uses 1.8, the *Daily Papers HN* demo 1.5, which we keep.
pub const GRAVITY: f64 = 1.5;

/// Days added to the age of each paper. Without it a paper of today would outrank any other by division by nearly zero;
/// 2 lets a paper of yesterday compete with half again to twice the votes. Above 0.
pub const AGE_OFFSET: f64 = 2.0;

/// Votes given to each paper from the start, so that papers without votes still order by age. Above 0; 1 is one reader.
pub const VOTES_FLOOR: f64 = 1.0;
