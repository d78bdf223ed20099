//! When two spellings are one value.
//!
//! Keywords of the daily feed are mostly written once: of 51,189 different ones, 44,474 stand on a single paper. Most of these
//! are said of one paper only, but the frequent ones are split by their spelling: "Large Language Models", "large-language
//! model" and "large language models (LLMs)" are one topic. A *key* is what such spellings have in common. It is for comparing
//! and never for showing.

use std::borrow::Cow;

use crate::text::fold;

/// What the spellings of one value have in common.
pub struct Key {
    /// The comparable text.
    pub text: String,
    /// Where words start in it: bit *n* for byte *n*, as far as there are bits.
    pub starts: u64,
}

/// Words in which a final `s` is no plural; also at the end of a longer word (debias).
const SINGULAR: [&str; 14] = [
    "bias", "alias", "atlas", "canvas", "pandas", "texas", "kansas", "series", "species", "lens", "news", "always",
    "perhaps", "chaos",
];

/// Plurals that follow no rule below, or follow one wrongly.
const IRREGULAR: [(&str, &str); 19] = [
    ("analyses", "analysis"),
    ("hypotheses", "hypothesis"),
    ("diagnoses", "diagnosis"),
    ("biases", "bias"),
    ("matrices", "matrix"),
    ("indices", "index"),
    ("vertices", "vertex"),
    ("axes", "axis"),
    ("caches", "cache"),
    ("movies", "movie"),
    ("metrics", "metric"),
    ("topics", "topic"),
    ("rubrics", "rubric"),
    ("heuristics", "heuristic"),
    ("statistics", "statistic"),
    ("apis", "api"),
    ("guis", "gui"),
    ("gpus", "gpu"),
    ("cpus", "cpu"),
];

/// Words that an acronym may stand for at most.
const ABBREVIATED: usize = 12;

/// A keyword as words: folded, divided at blanks and hyphens, each word in the singular, without an acronym in parentheses
/// that abbreviates the words before it. Normalising the result changes nothing.
///
/// ```
/// use offprint::columns::keyword;
/// assert_eq!(keyword("Large Language Models (LLMs)"), "large language model");
/// assert_eq!(keyword("state-space models"), keyword("State Space Model"));
/// assert_eq!(keyword("inductive bias"), "inductive bias");
/// assert_eq!(keyword("SE(3) equivariance"), "se(3) equivariance");
/// ```
pub fn keyword(spelling: &str) -> String {
    keyword_words(&fold(spelling)).join(" ")
}

/// The key of a keyword. Words are run together, so that "fine-tuning", "fine tuning" and "finetuning" are one.
pub(super) fn keyword_key(spelling: &str) -> Key {
    run_together(&keyword_words(&fold(spelling)))
}

/// Whether what stands in parentheses in a keyword begins so, given as the text of a key: an acronym is no word of its key, but is
/// asked for like one.
pub(super) fn in_parentheses(spelling: &str, prefix: &str) -> bool {
    let inner = spelling.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    let mut keys = inner.map(|inner| keyword_key(inner).text);
    keys.any(|key| key.starts_with(char::is_alphanumeric) && key.starts_with(prefix))
}

/// The key of an organisation's name: blanks, hyphens and letter case aside.
pub(super) fn organisation_key(spelling: &str) -> Key {
    run_together(&split(&fold(spelling)).map(Cow::Borrowed).collect::<Vec<_>>())
}

/// The key of a user's name or of a category, in which every sign counts but letter case does not.
pub(super) fn name_key(spelling: &str) -> Key {
    let text = fold(spelling).trim().to_owned();
    let mut starts = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() && !before.is_some_and(char::is_alphanumeric) {
            starts |= bit(at);
        }
        before = Some(c);
    }
    Key { text, starts }
}

/// The key of a label that the reader gave: like that of a name, but whatever stands behind a blank begins a word, as labels may
/// have no letter at all, and one blank is as good as several.
pub(super) fn label_key(spelling: &str) -> Key {
    let mut key = name_key(&spelling.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut blank = true;
    for (at, c) in key.text.char_indices() {
        key.starts |= if blank { bit(at) } else { 0 };
        blank = c == ' ';
    }
    key
}

/// Whether two spellings are one tag, or one collection, to whoever asks for papers by it.
///
/// ```
/// assert!(offprint::columns::same_label("To  Read", "to read"));
/// ```
pub fn same_label(one: &str, other: &str) -> bool {
    label(one) == label(other)
}

/// What all spellings of a tag or a collection have in common.
pub fn label(text: &str) -> String {
    label_key(text).text
}

fn keyword_words(folded: &str) -> Vec<Cow<'_, str>> {
    let mut words: Vec<Cow<str>> = Vec::new();
    for word in split(folded) {
        let inner = word.strip_prefix('(').and_then(|word| word.strip_suffix(')'));
        if !inner.is_some_and(|acronym| abbreviates(acronym, &words)) {
            words.push(singular(word));
        }
    }
    words
}

/// Words at blanks, hyphens, underscores and double quotes.
fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '"')).filter(|word| !word.is_empty())
}

fn run_together(words: &[Cow<str>]) -> Key {
    let mut key = Key { text: String::new(), starts: 0 };
    for word in words {
        key.starts |= bit(key.text.len());
        key.text.push_str(word);
    }
    key
}

fn bit(at: usize) -> u64 {
    1_u64.checked_shl(at as u32).unwrap_or(0)
}

/// Whether the acronym's letters come one after the other in the words, from the beginning of one of the last of them on. Its
/// own plural does not count.
fn abbreviates(acronym: &str, words: &[Cow<str>]) -> bool {
    let words = words.get(words.len().saturating_sub(ABBREVIATED)..).unwrap_or_default();
    let letters: Vec<char> = acronym.trim_end_matches('s').chars().filter(|c| c.is_alphanumeric()).collect();
    let follows = |words: &[Cow<str>]| {
        let mut wanted = letters.iter();
        let mut next = wanted.next();
        for c in words.iter().flat_map(|word| word.chars()) {
            if next == Some(&c) {
                next = wanted.next();
            }
        }
        next.is_none()
    };
    let begins = |word: &str| word.chars().next() == letters.first().copied();
    letters.len() > 1 && words.iter().enumerate().any(|(at, word)| begins(word) && words.get(at..).is_some_and(follows))
}

/// The singular of an English noun, as far as a few rules find it. Too little is taken off rather than too much.
fn singular(word: &str) -> Cow<'_, str> {
    let Some(stem) = word.strip_suffix('s').filter(|_| word.len() > 3) else { return word.into() };
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return (*singular).into();
    }
    let keeps = ["ss", "us", "is", "ics"].iter().chain(&SINGULAR).any(|end| word.ends_with(end));
    if keeps || !stem.ends_with(char::is_alphabetic) {
        return word.into();
    }
    if let Some(stem) = stem.strip_suffix("ie").filter(|stem| stem.len() > 1) {
        return format!("{stem}y").into();
    }
    let hissing = ["sse", "xe", "che", "she"].iter().any(|end| stem.ends_with(end));
    let end = if hissing { stem.len() - 1 } else { stem.len() };
    stem.get(..end).unwrap_or(stem).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_their_singulars() {
        for (plural, wanted) in [
            ("models", "model"),
            ("policies", "policy"),
            ("ties", "tie"),
            ("losses", "loss"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("meshes", "mesh"),
            ("cameras", "camera"),
            ("videos", "video"),
            ("LLMs", "llm"),
            ("biases", "bias"),
            ("indices", "index"),
        ] {
            assert_eq!(keyword(plural), wanted);
        }
        for word in [
            "bias", "debias", "loss", "corpus", "analysis", "physics", "series", "lens", "gas", "tts", "moore's",
            "2020s", "as",
        ] {
            assert_eq!(keyword(word), word);
        }
    }

    #[test]
    fn only_an_acronym_of_the_words_before_goes() {
        for (written, wanted) in [
            ("reinforcement learning (RL)", "reinforcement learning"),
            ("Variational Autoencoder (VAE) models", "variational autoencoder model"),
            ("realistic 3D Gaussian Splatting (3DGS)", "realistic 3d gaussian splatting"),
            ("video Diffusion Transformer (DiT)", "video diffusion transformer"),
            ("Venus (Minecraft like)", "venus (minecraft like)"),
            ("spawn()", "spawn()"),
            ("area (B)", "area (b)"),
            ("image generation (RL)", "image generation (rl)"),
            ("(RL)", "(rl)"),
        ] {
            assert_eq!(keyword(written), wanted);
        }
    }

    #[test]
    fn keys_know_where_words_start() {
        let check = |key: Key, text: &str, starts| assert_eq!((key.text.as_str(), key.starts), (text, starts));
        check(keyword_key("fine-tuning"), "finetuning", 0b10001);
        check(keyword_key("Finetuning"), "finetuning", 1);
        check(organisation_key("ByteDance-Seed"), "bytedanceseed", 0b10_0000_0001);
        check(name_key("Franck-Dernoncourt"), "franck-dernoncourt", 0b1000_0001);
        check(name_key("cs.CL"), "cs.cl", 0b1001);
        check(label_key(" To-read  ⭐"), "to-read ⭐", 0b1_0000_1001);
        check(keyword_key(" - "), "", 0);
        check(keyword_key(&"abcdefgh ".repeat(10)), &"abcdefgh".repeat(10), 0x0101_0101_0101_0101);
    }
}
