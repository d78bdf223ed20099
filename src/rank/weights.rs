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

/// Days that a topic's past has. Fewer forget the season before; more call rising what has been common for long.
pub const RISING_PAST_DAYS: i32 = 180;

/// Days that are looked at where all are listed.
pub const RISING_DAYS: i32 = 28;

/// Papers that a topic's past has at least, those without it included. With fewer, all that is new looks like a rise.
pub const RISING_PAST: usize = 100;

/// Papers that a rising topic has at least. Of three, which may be of one group, a third is chance: of 11,182 papers those of May
/// 2026 had dozens of such "topics", as "memory through".
pub const RISING_FEWEST: usize = 4;

/// G² that a rising topic has at least: what one in two hundred words that did not change would reach by chance (χ² with one degree
/// of freedom). Lower values fill the list with chance, higher ones leave weeks of two hundred papers without any.
pub const RISING_LEAST: f64 = 7.88;

/// Rising topics shown at most.
pub const RISING_TOPICS: usize = 12;

/// What titles of papers that are nearly the same share of their words at least. At 0.6, reports on models of one family meet.
pub const TITLES_ALIKE: f64 = 0.8;

/// What abstracts of papers with such titles share of their runs of three words. Different papers share less than 0.06.
pub const ABSTRACTS_ALIKE: f64 = 0.2;

/// Rows at the beginning of a list among which papers that are nearly the same are shown once. Further down each stands by itself.
pub const FOLDED_ROWS: u32 = 200;
