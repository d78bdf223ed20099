//! Words as typed, looked up: every word of the index that each may mean, in rings from the very word outwards.

use crate::bits::Bits;
use crate::find::{Find, Text};
use crate::index::{ALL_FIELDS, Index};
use crate::order;
use crate::plan::Plan;
use crate::postings::Mask;
use crate::text::fold;
use crate::typo::forgiven;
use crate::weights::{ALIKE, BEGINNING, SLIPPED};
use crate::words::{Word, words};

/// A word with all that it may mean.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub fields: Mask,
    /// What it means at each quality, best first; a document counts in the first ring that has it.
    pub rings: Vec<Ring>,
    /// The word itself if it may be unfinished.
    pub beginning: Option<String>,
}

impl Unit {
    /// Its rings, each with a frequency: that of all up to it together, so that no rarer word makes a ring worth more than one inside
    /// of it.
    pub fn rings_with_frequency(&self) -> impl Iterator<Item = (&Ring, u32)> {
        self.rings.iter().scan(0_u32, |frequency, ring| {
            *frequency = ring.frequency.saturating_add(*frequency);
            Some((ring, *frequency))
        })
    }

    /// How many documents have it: an estimate from above.
    pub fn frequency(&self) -> u64 {
        self.rings.iter().map(|ring| u64::from(ring.frequency)).sum()
    }
}

/// Words of one quality.
#[derive(Clone, Debug)]
pub(crate) struct Ring {
    /// What a hit makes of the score: 1 for the very word.
    pub quality: f32,
    /// Documents that have the words, counted once for each word: an estimate from above that costs nothing.
    pub frequency: u32,
    /// Words, each with what one occurrence counts.
    pub words: Vec<(u32, f32)>,
    /// Whether all documents are worth the same, however often they have the words; so for the first letters of a word.
    pub flat: bool,
    /// Live documents that have a word of this beginning, instead of the words.
    pub crowd: Option<Bits>,
}

/// Words that follow each other.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub elements: Vec<Unit>,
    /// Whether the words were typed apart, or joined by a sign; not so if one word was parted here.
    pub typed: bool,
}

impl Phrase {
    /// Frequency of the rarest word.
    pub fn rarest(&self) -> u64 {
        self.elements.iter().map(Unit::frequency).min().unwrap_or(0)
    }
}

/// Words that a question may do without: they are in nearly every abstract and say nothing. Kept short: "can" or "all" may
/// be what is looked for together with another word.
const FUNCTION_WORDS: [&str; 64] = [
    "a", "about", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
    "does", "for", "from", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its", "may", "must", "of",
    "on", "or", "our", "should", "so", "some", "such", "than", "that", "the", "their", "them", "there", "these",
    "they", "this", "those", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with",
    "would", "you", "your",
];

/// Letters of the longest of them.
const LONGEST_FUNCTION_WORD: usize = 6;

/// Beginnings that are written with and without a hyphen.
const PREFIXES: [&str; 34] = [
    "anti", "auto", "bi", "co", "cross", "de", "down", "fine", "hyper", "inter", "intra", "macro", "meta", "micro",
    "mid", "multi", "non", "over", "post", "pre", "pseudo", "quasi", "re", "self", "semi", "sub", "super", "tri",
    "ultra", "un", "under", "uni", "up", "zero",
];

/// Of the words that the last word of a phrase may be the beginning of, so many of the most frequent are looked for.
const MOST_BEGUN: usize = 64;

/// A phrase is looked for in so many ways to write its words; one with more is a long passage. Each way costs as much as the
/// phrase is long.
const MOST_WAYS: usize = 16;

/// At most so many words that a slip may have meant.
const MOST_SLIPS: usize = 16;

/// A word in so few documents, one in ten thousand or three, may be a slip itself.
fn is_rare(frequency: u32, documents: u32) -> bool {
    frequency <= (documents / 10_000).max(3)
}

/// Looks the words of a question up.
pub(crate) fn plan(index: &Index, asked: &Find) -> Plan {
    match asked {
        Find::Everything => Plan::Everything,
        Find::Keys(keys) => Plan::Keys(keys.clone()),
        Find::Not(part) => Plan::Not(Box::new(plan(index, part))),
        Find::Any(parts) => Plan::Any(parts.iter().map(|part| plan(index, part)).collect()),
        Find::All(parts) => all(index, parts),
        // One word alone is a conjunction too, of the one.
        Find::Text(_) => match all(index, std::slice::from_ref(asked)) {
            Plan::All(mut parts) if parts.len() == 1 => parts.pop().unwrap_or(Plan::Everything),
            plan => plan,
        },
    }
}

fn all(index: &Index, parts: &[Find]) -> Plan {
    let is_function =
        |text: &Text| !text.phrase && !text.typing && text.fields == ALL_FIELDS && is_function_word(&text.text);
    let says_something = parts.iter().any(|part| match part {
        Find::Text(text) => !is_function(text) && words(&text.text).next().is_some(),
        _ => false,
    });
    let mut plans = Vec::new();
    // The plain word before, for words that belong together: "pre training".
    let mut before: Option<(String, Mask)> = None;
    for part in parts {
        let Find::Text(text) = part else {
            before = None;
            plans.push(plan(index, part));
            continue;
        };
        let found: Vec<Word> = words(&text.text).collect();
        if found.is_empty() || (says_something && is_function(text)) {
            before = None;
            continue;
        }
        let single = match found.as_slice() {
            [word] if !text.phrase => Some(word.text.clone()),
            _ => None,
        };
        let this = if text.phrase { phrase(index, &found, text) } else { word(index, &found, text) };
        let joined = match (&before, &single) {
            (Some((first, fields)), Some(second)) if *fields == text.fields => joined(index, first, second, text),
            _ => None,
        };
        match (joined, plans.pop()) {
            (Some(joined), Some(last)) => {
                plans.push(Plan::Best(vec![Plan::All(vec![last, this]), joined]));
                before = None;
            }
            (_, last) => {
                plans.extend(last);
                plans.push(this);
                before = single.map(|word| (word, text.fields));
            }
        }
    }
    Plan::All(plans)
}

/// Whether a word is one that a question may do without.
pub fn is_function_word(word: &str) -> bool {
    // Most words come folded, and are too long.
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.len() <= LONGEST_FUNCTION_WORD && FUNCTION_WORDS.binary_search(&word).is_ok();
    }
    FUNCTION_WORDS.binary_search(&fold(word).as_str()).is_ok()
}

/// Two words of the question as the one that some papers write: "pre training", "data set".
fn joined(index: &Index, first: &str, second: &str, text: &Text) -> Option<Plan> {
    let whole = format!("{first}{second}");
    if whole.len() < LEAST_JOINED {
        return None;
    }
    let compound = |word: u32| index.joint.get(word as usize).is_some_and(|joint| *joint as usize == first.len());
    let known = index.words.find(&whole).is_some_and(compound);
    let begun = text.typing && index.beginning(&whole).iter().any(|word| compound(*word));
    if !(known || begun || PREFIXES.contains(&first)) {
        return None;
    }
    let unit = unit(index, &whole, text.fields, text.typing, false);
    unit.rings.iter().any(|ring| ring.frequency > 0).then_some(Plan::Unit(unit))
}

/// A word, which may be a compound, in each way that it may be written.
fn word(index: &Index, found: &[Word], text: &Text) -> Plan {
    let parts: Vec<&Word> = found.iter().filter(|word| word.parts == 1).collect();
    let whole = found.iter().max_by_key(|word| word.parts);
    let (Some(whole), Some(first)) = (whole, parts.first()) else { return Plan::Everything };
    if parts.len() == 1 {
        let one = Plan::Unit(unit(index, &first.text, text.fields, text.typing, true));
        return match split(index, &first.text) {
            Some((a, b)) => best(one, apart(index, &[a, b], text, false)),
            None => one,
        };
    }
    let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    // Several words without a sign that joins them, as "a/b": all of them, one after the other.
    let joined = whole.parts as usize == parts.len();
    let apart = apart(index, &texts, text, true);
    match joined {
        true => best(Plan::Unit(unit(index, &whole.text, text.fields, text.typing, false)), apart),
        false => apart,
    }
}

fn best(one: Plan, other: Plan) -> Plan {
    Plan::Best(vec![one, other])
}

fn apart(index: &Index, texts: &[&str], text: &Text, typed: bool) -> Plan {
    let last = texts.len().saturating_sub(1);
    let element = |(at, word): (usize, &&str)| {
        let mut unit = unit(index, word, text.fields, text.typing && at == last, false);
        unit.rings.iter_mut().skip(1).for_each(|ring| keep_most_frequent(index, &mut ring.words, MOST_BEGUN));
        unit
    };
    Plan::Phrase(Phrase { elements: texts.iter().enumerate().map(element).collect(), typed })
}

/// Leaves the most frequent words of a ring, which is in alphabetical order.
fn keep_most_frequent(index: &Index, words: &mut Vec<(u32, f32)>, most: usize) {
    let key = |(at, word): (u64, &(u32, f32))| u64::from(u32::MAX - index.frequency_of(word.0)) << 32 | at;
    let mut keys: Vec<u64> = (0..).zip(words.iter()).map(key).collect();
    order::least_first(&mut keys, most);
    keys.truncate(most);
    order::sort(&mut keys);
    *words = keys.into_iter().filter_map(|key| words.get(key as u32 as usize)).copied().collect();
}

/// Shorter words are never parted nor made of two.
const LEAST_JOINED: usize = 5;

/// Where a word may be parted: where some document has a hyphen, or after a beginning that often has one.
fn split<'w>(index: &Index, word: &'w str) -> Option<(&'w str, &'w str)> {
    if word.len() < LEAST_JOINED {
        return None;
    }
    let known = index.words.find(word);
    let joint = known.and_then(|word| index.joint.get(word as usize)).map_or(0, |joint| *joint as usize);
    if joint > 0 {
        return word.split_at_checked(joint);
    }
    let prefix = PREFIXES.iter().filter(|prefix| word.starts_with(**prefix) && word.len() >= prefix.len() + 4);
    let known = |(first, second): &(&str, &str)| {
        let has = |word| index.alike(word).any(|word| index.frequency_of(word) > 0);
        has(first) && has(second)
    };
    prefix.filter_map(|prefix| word.split_at_checked(prefix.len())).find(known)
}

/// A phrase, in each way that one of its words may be written.
fn phrase(index: &Index, found: &[Word], text: &Text) -> Plan {
    let parts: Vec<&Word> = found.iter().filter(|word| word.parts == 1).collect();
    let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    let mut ways = Vec::new();
    if texts.len() == 1 {
        ways.push(Plan::Unit(unit(index, texts.first().copied().unwrap_or_default(), text.fields, text.typing, false)));
    } else {
        ways.push(apart(index, &texts, text, true));
    }
    for (at, word) in texts.iter().enumerate() {
        if ways.len() >= MOST_WAYS {
            break;
        }
        let (before, after) = (texts.get(..at).unwrap_or_default(), texts.get(at + 1..).unwrap_or_default());
        if let Some((first, second)) = split(index, word) {
            ways.push(apart(index, &[before, &[first, second], after].concat(), text, true));
        }
        // Words that stand apart here may be one there.
        let Some((next, rest)) = after.split_first() else { continue };
        let whole = format!("{word}{next}");
        if index.words.find(&whole).is_some_and(|word| index.frequency_of(word) > 0) {
            let texts = [before, &[whole.as_str()], rest].concat();
            ways.push(match texts.as_slice() {
                [one] => Plan::Unit(unit(index, one, text.fields, text.typing, false)),
                texts => apart(index, texts, text, true),
            });
        }
    }
    match ways.len() {
        1 => ways.pop().unwrap_or(Plan::Everything),
        _ => Plan::Best(ways),
    }
    .required()
}

impl Plan {
    /// A phrase in quotes is never relaxed, however many ways there are to write it.
    fn required(self) -> Plan {
        match self {
            plan @ Plan::Any(_) => plan,
            plan => Plan::Any(vec![plan]),
        }
    }
}

/// One folded word with all that it may mean.
fn unit(index: &Index, word: &str, fields: Mask, typing: bool, forgiving: bool) -> Unit {
    let mut seen: Vec<u32> = Vec::new();
    let mut rings = Vec::new();
    let very = index.words.find(word);
    let alike = index.alike(word).map(|other| (other, if Some(other) == very { 1.0 } else { ALIKE })).collect();
    put_ring(index, &mut rings, &mut seen, 1.0, alike);
    // Known exactly for the words of one stem.
    rings.iter_mut().for_each(|ring| ring.frequency = index.frequency_alike(word));
    if typing {
        begin_ring(index, word, fields, forgiving, &mut rings, &mut seen);
    }
    let frequency = rings.iter().map(|ring| ring.frequency).fold(0, u32::saturating_add);
    if forgiving && is_rare(frequency, index.len()) {
        slips(index, word, frequency, &mut rings, &mut seen);
    }
    if rings.is_empty() {
        rings.push(Ring { quality: 1.0, frequency: 0, words: Vec::new(), flat: false, crowd: None });
    }
    Unit { fields, rings, beginning: typing.then(|| word.to_owned()) }
}

/// Adds words that begin as a word still being typed. The first letters of one that stands alone mean all documents that have
/// such a word, wherever; of a row each word's places are needed.
fn begin_ring(index: &Index, word: &str, fields: Mask, alone: bool, rings: &mut Vec<Ring>, seen: &mut Vec<u32>) {
    let short = word.len() <= crate::crowds::LONGEST;
    if short && alone && fields == ALL_FIELDS {
        let documents = index.beginning_so(word);
        let frequency = documents.count();
        if frequency > 0 {
            rings.push(Ring { quality: BEGINNING, frequency, words: Vec::new(), flat: true, crowd: Some(documents) });
        }
        return;
    }
    let known = rings.len();
    let beginning = index.beginning(word).iter().map(|word| (*word, 1.0)).collect();
    put_ring(index, rings, seen, BEGINNING, beginning);
    rings.iter_mut().skip(known).for_each(|ring| ring.flat = short);
}

/// Adds words that may have been meant: all that are likely enough, those fewer slips away first.
fn slips(index: &Index, word: &str, frequency: u32, rings: &mut Vec<Ring>, seen: &mut Vec<u32>) {
    let likely = |other: u32| index.frequency_of(other) > frequency.saturating_mul(10);
    let mut candidates = index.slipped(word, forgiven(word.chars().count()));
    candidates.retain(|(other, _)| likely(*other));
    order::sort_by(&mut candidates, |a, b| (a.1, key_of(index, a.0)) < (b.1, key_of(index, b.0)));
    let Some(&(_, fewest)) = candidates.first() else { return };
    let nearest = candidates.iter().take_while(|(_, slips)| *slips == fewest).take(MOST_SLIPS);
    let quality = SLIPPED.powi(fewest as i32);
    let words = nearest.map(|(other, _)| (*other, 1.0)).collect();
    put_ring(index, rings, seen, quality, words);
}

/// What words are ordered by, the most frequent first; which came first into the index plays no part.
fn key_of(index: &Index, word: u32) -> (u32, &[u8]) {
    (u32::MAX - index.frequency_of(word), index.words.bytes_of(word))
}

fn put_ring(index: &Index, rings: &mut Vec<Ring>, seen: &mut Vec<u32>, quality: f32, words: Vec<(u32, f32)>) {
    let known = seen.len();
    let mut words: Vec<(u32, f32)> = words
        .into_iter()
        .filter(|(word, _)| index.frequency_of(*word) > 0 && !seen.get(..known).unwrap_or_default().contains(word))
        .collect();
    if words.is_empty() {
        return;
    }
    // In order of the words themselves, so that sums of floats do not depend on what came first.
    if !words.is_sorted_by_key(|(word, _)| index.words.bytes_of(*word)) {
        order::sort_by(&mut words, |a, b| index.words.bytes_of(a.0) < index.words.bytes_of(b.0));
    }
    seen.extend(words.iter().map(|(word, _)| *word));
    let frequency = words.iter().map(|(word, _)| index.frequency_of(*word)).fold(0, u32::saturating_add);
    rings.push(Ring { quality, frequency: frequency.min(index.len()), words, flat: false, crowd: None });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_in_order() {
        assert!(FUNCTION_WORDS.is_sorted());
        assert_eq!(FUNCTION_WORDS.iter().map(|word| word.len()).max(), Some(LONGEST_FUNCTION_WORD));
        assert!(FUNCTION_WORDS.into_iter().all(is_function_word));
        assert!(is_function_word("The") && !is_function_word("attention"));
    }

    /// Each costs as much as the phrase is long.
    #[test]
    fn a_long_phrase_has_few_ways_to_be_written() {
        let mut index = Index::default();
        index.put_all([(0, vec![(crate::Field::Title, "dataset")])]);
        let ways = |text: &str| match plan(&index, &Find::phrase(text)) {
            Plan::Any(parts) => match parts.as_slice() {
                [Plan::Best(ways)] => ways.len(),
                parts => parts.len(),
            },
            _ => 0,
        };
        assert_eq!(ways("set data"), 1);
        assert_eq!(ways("big data set"), 2);
        assert_eq!(ways(&"data set ".repeat(200)), MOST_WAYS);
    }
}
