//! Every number that changes an order, each with what it changes.

/// How fast votes lose weight with age, as the exponent of [`super::trending`]. 0 ignores age; 1 halves a paper's weight
/// when its age (with the offset) doubles; Hacker News uses 1.8, the *Daily Papers HN* demo 1.5, which we keep.
pub const GRAVITY: f64 = 1.5;

/// Days added to the age of each paper. Without it a paper of today would outrank any other by division by nearly zero;
/// 2 lets a paper of yesterday compete with half again to twice the votes. Above 0.
pub const AGE_OFFSET: f64 = 2.0;

/// Votes given to each paper from the start, so that papers without votes still order by age. Above 0; 1 is one reader.
pub const VOTES_FLOOR: f64 = 1.0;

/// Papers that stand for all that the reader does not care for, when taste is learnt. More make the model no better and learning
/// slower; below a hundred the deviations over them are chance.
pub const WEAK_NEGATIVES: usize = 400;

/// What it costs the model of taste to have all stars on the wrong side, and the same again for all of the weak negatives. Low
/// values trust single words less, and make the model the mean of the stars less that of the others.
pub const TASTE_COST: f32 = 1.0;

/// How much more a paper with more words counts, as the exponent of the length of its vector. 0 likens papers whatever is told of
/// them, and those of a few words come out too high; 1 takes no part of the length away.
pub const LONG: f32 = 0.7;

/// What nearness in meaning counts against likeness in words, both in standard deviations over papers that the reader does not
/// care for, when there are many stars. 0 ranks by words alone; 1 brings papers on the same matter in other words as high.
pub const MEANING: f32 = 1.2;

/// What nearness in meaning counts more when there is one star; with more, divided by their number. The fewer the stars, the more of
/// the reader's words are still unknown.
pub const MEANING_OF_FEW: f32 = 1.5;

/// What likeness in the common words of the stars' field takes away, in deviations, when there are many stars. 0 counts that likeness
/// twice, in words and in meaning, so that what is general stands before what is particular; more makes papers of the field strange.
pub const FIELD: f32 = 1.0;

/// With how many stars half of [`FIELD`] counts when there are no dismissals. Of few stars it is not known yet what in them is particular.
pub const FIELD_STARS: f32 = 3.0;

/// How many stars more a dismissal asks for there. Dismissed papers tell by themselves what of the field is not liked; but at 1 the list
/// changes so much that other papers that are not liked come up in place of those dismissed.
pub const FIELD_DISMISSED: f32 = 0.3;

/// What likeness to the single nearest star counts against likeness to all, in deviations. 0 brings papers between several
/// interests of the reader as high as those of one; more follows single stars.
pub const NEAREST: f32 = 0.3;

/// Newest stars that papers are compared with one by one. Each costs a glance at each paper.
pub const STARS_COMPARED: usize = 256;

/// Features by which they are compared, the heaviest of each star. What is left out are its most common words.
pub const STAR_FEATURES: usize = 64;

/// What nearness in meaning to a dismissed paper takes away, in deviations. More lowers all that is like one dismissed paper,
/// also what is like a star.
pub const DISMISSED: f32 = 0.1;

/// Newest dismissals that papers are compared with.
pub const DISMISSALS_COMPARED: usize = 64;

/// The share of papers that a reader is taken to like before anything else is known of a paper: what a chance of liking is counted from.
/// It moves all chances and changes no order.
pub const LIKED_SHARE: f64 = 0.05;

/// Where a further star is supposed to stand, in the units of the score of taste: one such star more is taken to be there when chances
/// are learnt, so that the first star gives sensible ones. Chosen, not measured.
pub const STAR_SCORE: f32 = 5.0;

/// What is taken from papers that the reader has passed over, in standard deviations of likeness: those of days before the newest
/// star's, without a star. 0 treats them as new.
pub const PASSED_OVER: f32 = 2.0;

/// How many papers are near to something: what a list of `like:` has at most.
pub const LISTED_AS_NEAR: usize = 200;

/// Papers from which on a tag or collection is learnt. Of fewer, chances are mostly what is supposed of them.
pub const LABEL_LEAST: usize = 5;

/// Papers that a tag or collection is learnt from at most, and as many that were kept elsewhere. They bound what learning costs.
pub const LABEL_EXAMPLES: usize = 400;

/// Papers kept elsewhere from which on the chances of a tag or collection are calibrated by them, and not by papers of no opinion as well:
/// through fewer no curve can be laid.
pub const LABEL_ENOUGH: usize = 20;

/// The chance from which on a paper is suggested for a tag or collection. From two fifths on, 81 of 100 suggestions were true for
/// libraries of readers put together as one's collections, and 97 for authors; 43 and 26 in a hundred of what belonged were found.
pub const LABEL_CHANCE: f32 = 0.4;

/// Tags and collections suggested for a paper at most.
pub const LABELS_SHOWN: usize = 2;

/// What a dismissal counts against a star when taste is learnt. Most papers that are dismissed stood high in the list and are near to what
/// the reader likes, so that much weight turns the model against its own words: replayed readers lost a third of what they found at 1.
pub const DISMISSAL: f32 = 0.05;

/// What a paper that the reader opened and stayed with counts against a star when taste is learnt; however many there are, they count
/// together at most this against all stars. Staying is a hint and no word: who reads to the end may have been disappointed. Chosen, as
/// there are no public libraries with such times to measure it on.
pub const STAYED: f32 = 0.2;

/// What a paper that the reader left at once counts against a star, and all of them together against all stars. Less than a dismissal:
/// most are left since the reader saw enough, on matters that they like. Chosen, not measured.
pub const LEFT: f32 = 0.02;

/// Papers that taste is learnt from by how long they were looked at, of each kind the newest. They bound what learning costs.
pub const LOOKS: usize = 400;

/// Seconds in view from which the reader stayed with a paper. Half a minute is what searchers stay at a result that satisfies them
/// (S. Fox et al., 2005, *Evaluating implicit measures to improve web search*), and half of an abstract of 240 words at 238 a
/// minute (M. Brysbaert, 2019, *How many words do we read per minute?*).
pub const STAYED_SECONDS: f64 = 30.0;

/// Seconds in view up to which a paper was left at once: time for the title and a sentence. Whoever leaves a page mostly does so in its
/// first seconds (C. Liu et al., 2010, *Understanding web browsing behaviors through Weibull analysis of dwell time*).
pub const LEFT_SECONDS: f64 = 5.0;

/// Seconds below which a paper was passed by, or opened by mistake, and nothing is told.
pub const GLIMPSE_SECONDS: f64 = 1.0;

/// What nearness in meaning counts against likeness in words where papers are compared with one, in standard deviations of both. 0 finds
/// what shares words; 1 brings the same matter in other words as high.
pub const SIMILAR_MEANING: f32 = 1.0;

/// How soon a word that the paper compared with has often stops to count more: so often it counts half of what it can at most. Without an
/// end, the few words that a text repeats decide alone.
pub const ASKED_COUNT: f32 = 5.0;

/// What the same authors count in similarity, in deviations of likeness in words; a part of them counts less. Authors are among the
/// words already, by how rare they are: this is for those who write much.
pub const SHARED_AUTHORS: f32 = 2.0;

/// What the same code or project counts in similarity, in deviations: more than any likeness but nearly the same words.
pub const SHARED_LINK: f32 = 6.0;

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
