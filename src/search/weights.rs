//! All numbers that decide about order, each with what it changes.

use crate::postings::FIELDS;

/// How much one occurrence in a field counts against one in the abstract, in the order of [`crate::Field::ALL`].
/// A title has a tenth of the words and says what a paper is about. Authors, keywords and organisations are found by their
/// names, which are rare words, and need no more help.
pub const FIELD_WEIGHTS: [f32; FIELDS] = [2.0, 1.0, 1.5, 1.5, 1.0, 1.5];

/// BM25's k1: how soon more occurrences stop to matter. 0: at once; 2: late.
pub const K1: f32 = 2.0;

/// BM25's b for abstracts: how much a long one lowers the worth of an occurrence. 0: not at all; 1: in proportion.
pub const B: f32 = 0.75;

/// The same for titles.
pub const B_TITLE: f32 = 0.6;

/// What an occurrence of another word of the same stem counts against one of the very word.
pub const ALIKE: f32 = 0.9;

/// What a word that only begins as typed makes of the score of the very word.
pub const BEGINNING: f32 = 0.4;

/// What a word one slip away makes of the score of the very word; a second slip makes this of it again.
pub const SLIPPED: f32 = 0.3;

/// What two neighbouring words of the query add when they stand side by side in the paper, against the rarer one's own score.
pub const NEAR: f32 = 0.25;

/// Farthest distance, in words, at which two words still count as near.
pub const NEAR_WINDOW: u32 = 8;

/// So many of the best papers are looked at for nearness. It cannot lift a paper past those that were not looked at by more than
/// the weight [`NEAR`].
pub const NEAR_TOP: usize = 512;

/// Fewer papers than this with all of three or more words, and the list goes on with those that have some. With two words, half
/// of the question would be missing: there it takes that no paper has both.
pub const ENOUGH: u32 = 10;
