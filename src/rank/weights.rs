//! Every number that changes an order, each with what it changes.

/// How fast votes lose weight with age, as the exponent of [`super::trending`]. 0 ignores age; 1 halves a paper's weight
/// when its age (with the offset) doubles; Hacker News uses 1.8, the *Daily Papers HN* demo 1.5, which we keep.
pub const GRAVITY: f64 = 1.5;

/// Days added to the age of each paper. Without it a paper of today would outrank any other by division by nearly zero;
/// 2 lets a paper of yesterday compete with half again to twice the votes. Above 0.
pub const AGE_OFFSET: f64 = 2.0;

/// Votes given to each paper from the start, so that papers without votes still order by age. Above 0; 1 is one reader.
pub const VOTES_FLOOR: f64 = 1.0;

/// Unread papers that stand for all that the reader does not care for, when taste is learnt. More make the model no better and
/// learning slower.
pub const WEAK_NEGATIVES: usize = 800;

/// What it costs the model of taste to have all stars on the wrong side, and the same again for all of the weak negatives. Low
/// values trust single words less, and make the model the mean of the stars less that of the others.
pub const TASTE_COST: f32 = 1.0;

/// What nearness in meaning counts against likeness in words, both in standard deviations over papers that the reader does not
/// care for. 0 ranks by words alone; 1 brings papers on the same matter in other words as high.
pub const MEANING: f32 = 0.5;

/// What is taken from papers that the reader has passed over, in standard deviations of likeness: those of days before the newest
/// star's, without a star. 0 treats them as new.
pub const PASSED_OVER: f32 = 2.0;

/// How many papers are near to something: what a list of `like:` has at most.
pub const NEAREST: usize = 200;

/// What a dismissal counts against a star when taste is learnt. Most papers that are dismissed stood high in the list and are near to what
/// the reader likes, so that much weight turns the model against its own words: replayed readers lost a third of what they found at 1.
pub const DISMISSAL: f32 = 0.05;
