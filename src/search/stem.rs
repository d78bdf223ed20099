//! Words that mean the same to a searcher get one stem: spellings of one language on both sides of an ocean, then the Snowball
//! project's stemmer for English ("Porter 2", <https://snowballstem.org/algorithms/english/stemmer.html>), then a few plurals
//! that keep their Latin or Greek.
//!
//! ```
//! use offprint_search::stem::stem;
//! assert_eq!(stem("behaviours"), stem("behavior"));
//! assert_eq!(stem("matrices"), stem("matrix"));
//! assert_ne!(stem("gpt4o"), stem("gpt4"));
//! ```

use std::borrow::Cow;

/// The stem of a folded word. Words with anything but the letters a to z are their own stem, as are those of two letters.
pub fn stem(word: &str) -> String {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    if let Some((_, singular)) = with_its_letter(&PLURALS, word).find(|(plural, _)| *plural == word) {
        return snowball(singular);
    }
    snowball(&american(word))
}

/// The lines of a table, ordered by first letters, that begin as a word does: few, so that few need a call to compare them.
fn with_its_letter<'t>(table: &'t [(&'t str, &'t str)], word: &str) -> impl Iterator<Item = &'t (&'t str, &'t str)> {
    let letter = word.as_bytes().first().copied();
    let from = table.partition_point(|(line, _)| line.as_bytes().first().copied() < letter);
    table.iter().skip(from).take_while(move |(line, _)| line.as_bytes().first().copied() == letter)
}

/// Plurals that no rule reaches, and a British spelling that other words begin with (programmed, programmer).
const PLURALS: [(&str, &str); 22] = [
    ("appendices", "appendix"),
    ("axes", "axis"),
    ("bacteria", "bacterium"),
    ("corpora", "corpus"),
    ("criteria", "criterion"),
    ("children", "child"),
    ("diagnoses", "diagnosis"),
    ("hypotheses", "hypothesis"),
    ("indices", "index"),
    ("matrices", "matrix"),
    ("mice", "mouse"),
    ("men", "man"),
    ("nuclei", "nucleus"),
    ("programme", "program"),
    ("programmes", "program"),
    ("phenomena", "phenomenon"),
    ("syntheses", "synthesis"),
    ("stimuli", "stimulus"),
    ("theses", "thesis"),
    ("vertices", "vertex"),
    ("vortices", "vortex"),
    ("women", "woman"),
];

/// British beginnings or wholes with their American spelling.
const ROOTS: [(&str, &str); 61] = [
    ("armour", "armor"),
    ("artefact", "artifact"),
    ("aluminium", "aluminum"),
    ("ageing", "aging"),
    ("aeroplane", "airplane"),
    ("anaem", "anem"),
    ("anaesth", "anesth"),
    ("archaeolog", "archeolog"),
    ("aetiolog", "etiolog"),
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("centre", "center"),
    ("centring", "centering"),
    ("centimetre", "centimeter"),
    ("calibre", "caliber"),
    ("defence", "defense"),
    ("diarrhoea", "diarrhea"),
    ("endeavour", "endeavor"),
    ("favour", "favor"),
    ("flavour", "flavor"),
    ("fibre", "fiber"),
    ("fulfil", "fulfill"),
    ("foet", "fet"),
    ("grey", "gray"),
    ("glycaem", "glycem"),
    ("gynaec", "gynec"),
    ("honour", "honor"),
    ("humour", "humor"),
    ("harbour", "harbor"),
    ("haem", "hem"),
    ("hyperglycaem", "hyperglycem"),
    ("hypoglycaem", "hypoglycem"),
    ("ischaem", "ischem"),
    ("judgement", "judgment"),
    ("kilometre", "kilometer"),
    ("labour", "labor"),
    ("litre", "liter"),
    ("licence", "license"),
    ("leukaem", "leukem"),
    ("metre", "meter"),
    ("millimetre", "millimeter"),
    ("manoeuvre", "maneuver"),
    ("neighbour", "neighbor"),
    ("odour", "odor"),
    ("offence", "offense"),
    ("orthopaed", "orthoped"),
    ("oesophag", "esophag"),
    ("oestrogen", "estrogen"),
    ("oedema", "edema"),
    ("pretence", "pretense"),
    ("paediatr", "pediatr"),
    ("palaeo", "paleo"),
    ("rumour", "rumor"),
    ("rigour", "rigor"),
    ("savour", "savor"),
    ("spectre", "specter"),
    ("sceptic", "skeptic"),
    ("tumour", "tumor"),
    ("theatre", "theater"),
    ("vapour", "vapor"),
    ("vigour", "vigor"),
];

/// The American spelling of a word, for comparing: what comes out need be no word, as long as both spellings come out alike.
fn american(word: &str) -> Cow<'_, str> {
    let mut spelled = Cow::Borrowed(word);
    if let Some((british, american)) = with_its_letter(&ROOTS, word).find(|(british, _)| word.starts_with(british)) {
        let doubled = word.starts_with(american);
        if !doubled {
            spelled = format!("{american}{}", word.get(british.len()..).unwrap_or_default()).into();
        }
    }
    for (british, american) in [("logue", "log"), ("logues", "logs")] {
        if let Some(root) = spelled.strip_suffix(british) {
            return format!("{root}{american}").into();
        }
    }
    // optimise, optimisation, analyse; but supervise keeps its s, for the sake of supervision, and precise that of precision.
    for ending in
        ["ise", "ised", "ises", "iser", "isers", "ising", "isation", "isations", "yse", "ysed", "yser", "ysing"]
    {
        if spelled.as_bytes().last() != ending.as_bytes().last() {
            continue;
        }
        let Some(root) = spelled.strip_suffix(ending).filter(|root| root.len() >= 3) else { continue };
        if root.ends_with('v') || root.ends_with('c') {
            break;
        }
        return format!("{root}{}", ending.replacen('s', "z", 1)).into();
    }
    spelled
}

/// Snowball's English stemmer for a word of the letters a to z.
fn snowball(word: &str) -> String {
    if let Some((_, stem)) = with_its_letter(&EXCEPTIONS, word).find(|(exception, _)| *exception == word) {
        return (*stem).to_owned();
    }
    let mut stemmer = Stemmer::new(word);
    stemmer.plural();
    if AFTER_PLURAL.contains(&stemmer.text()) {
        return stemmer.text().to_owned();
    }
    stemmer.past_and_gerund();
    stemmer.final_y();
    stemmer.derivation();
    stemmer.more_derivation();
    stemmer.suffix();
    stemmer.final_e_or_l();
    stemmer.word.make_ascii_lowercase();
    String::from_utf8(stemmer.word).unwrap_or_default()
}

const EXCEPTIONS: [(&str, &str); 18] = [
    ("atlas", "atlas"),
    ("andes", "andes"),
    ("bias", "bias"),
    ("cosmos", "cosmos"),
    ("dying", "die"),
    ("early", "earli"),
    ("gently", "gentl"),
    ("howe", "howe"),
    ("idly", "idl"),
    ("lying", "lie"),
    ("news", "news"),
    ("only", "onli"),
    ("skis", "ski"),
    ("skies", "sky"),
    ("singly", "singl"),
    ("sky", "sky"),
    ("tying", "tie"),
    ("ugly", "ugli"),
];

const AFTER_PLURAL: [&str; 8] = ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];

/// A word on its way to its stem, with where its two regions begin. A `y` that is a consonant is written `Y`.
struct Stemmer {
    word: Vec<u8>,
    first: usize,
    second: usize,
}

impl Stemmer {
    fn new(word: &str) -> Stemmer {
        let mut word = word.as_bytes().to_vec();
        for at in 0..word.len() {
            let after_vowel = at.checked_sub(1).and_then(|before| word.get(before)).is_none_or(|c| is_vowel(*c));
            if let Some(c) = word.get_mut(at).filter(|c| **c == b'y' && after_vowel) {
                *c = b'Y';
            }
        }
        let special = [&b"gener"[..], b"commun", b"arsen"].into_iter().find(|start| word.starts_with(start));
        let first = special.map_or_else(|| region(&word, 0), |start| start.len());
        let second = region(&word, first);
        Stemmer { word, first, second }
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.word).unwrap_or_default()
    }

    #[inline]
    fn ends(&self, ending: &str) -> bool {
        // The last letter tells most apart, without a call for each.
        self.word.last() == ending.as_bytes().last() && self.word.ends_with(ending.as_bytes())
    }

    /// The letter that many places before the end; 0 is the last.
    fn back(&self, places: usize) -> u8 {
        self.word.iter().rev().nth(places).copied().unwrap_or(b' ')
    }

    /// Whether an ending of that length lies in the first region.
    fn in_first(&self, length: usize) -> bool {
        self.word.len() >= self.first + length
    }

    fn in_second(&self, length: usize) -> bool {
        self.word.len() >= self.second + length
    }

    fn replace(&mut self, length: usize, by: &str) {
        self.word.truncate(self.word.len().saturating_sub(length));
        self.word.extend_from_slice(by.as_bytes());
    }

    /// Whether the word without its last letters has a vowel.
    fn vowel_before(&self, length: usize) -> bool {
        self.word.iter().take(self.word.len().saturating_sub(length)).any(|c| is_vowel(*c))
    }

    /// Step 1a.
    fn plural(&mut self) {
        if self.ends("sses") {
            self.replace(2, "");
        } else if self.ends("ied") || self.ends("ies") {
            self.replace(3, if self.word.len() > 4 { "i" } else { "ie" });
        } else if self.ends("s") && !self.ends("us") && !self.ends("ss") && self.vowel_before(2) {
            self.replace(1, "");
        }
    }

    /// Step 1b.
    fn past_and_gerund(&mut self) {
        for ending in ["eedly", "eed"] {
            if self.ends(ending) {
                if self.in_first(ending.len()) {
                    self.replace(ending.len(), "ee");
                }
                return;
            }
        }
        let ending = ["ingly", "edly", "ing", "ed"].into_iter().find(|ending| self.ends(ending));
        let Some(length) = ending.map(str::len).filter(|length| self.vowel_before(*length)) else { return };
        self.replace(length, "");
        let doubled = [b"bb", b"dd", b"ff", b"gg", b"mm", b"nn", b"pp", b"rr", b"tt"];
        if self.ends("at") || self.ends("bl") || self.ends("iz") {
            self.word.push(b'e');
        } else if doubled.iter().any(|double| self.word.ends_with(*double)) {
            self.word.pop();
        } else if self.word.len() <= self.first && ends_in_short_syllable(&self.word) {
            self.word.push(b'e');
        }
    }

    /// Step 1c.
    fn final_y(&mut self) {
        if matches!(self.back(0), b'y' | b'Y') && self.word.len() > 2 && !is_vowel(self.back(1)) {
            self.replace(1, "i");
        }
    }

    /// Step 2.
    fn derivation(&mut self) {
        const ENDINGS: [(&str, &str); 24] = [
            ("ational", "ate"),
            ("fulness", "ful"),
            ("iveness", "ive"),
            ("ization", "ize"),
            ("ousness", "ous"),
            ("biliti", "ble"),
            ("lessli", "less"),
            ("tional", "tion"),
            ("alism", "al"),
            ("aliti", "al"),
            ("ation", "ate"),
            ("entli", "ent"),
            ("fulli", "ful"),
            ("iviti", "ive"),
            ("ousli", "ous"),
            ("abli", "able"),
            ("alli", "al"),
            ("anci", "ance"),
            ("ator", "ate"),
            ("enci", "ence"),
            ("izer", "ize"),
            ("bli", "ble"),
            ("ogi", "og"),
            ("li", ""),
        ];
        let Some(&(ending, by)) = ENDINGS.iter().find(|(ending, _)| self.ends(ending)) else { return };
        let allowed = match ending {
            "ogi" => self.back(3) == b'l',
            "li" => b"cdeghkmnrt".contains(&self.back(2)),
            _ => true,
        };
        if allowed && self.in_first(ending.len()) {
            self.replace(ending.len(), by);
        }
    }

    /// Step 3.
    fn more_derivation(&mut self) {
        const ENDINGS: [(&str, &str); 9] = [
            ("ational", "ate"),
            ("tional", "tion"),
            ("alize", "al"),
            ("ative", ""),
            ("icate", "ic"),
            ("iciti", "ic"),
            ("ical", "ic"),
            ("ness", ""),
            ("ful", ""),
        ];
        let Some(&(ending, by)) = ENDINGS.iter().find(|(ending, _)| self.ends(ending)) else { return };
        if self.in_first(ending.len()) && (ending != "ative" || self.in_second(ending.len())) {
            self.replace(ending.len(), by);
        }
    }

    /// Step 4.
    fn suffix(&mut self) {
        const ENDINGS: [&str; 18] = [
            "ement", "able", "ance", "ence", "ible", "ment", "ant", "ate", "ent", "ion", "ism", "iti", "ive", "ize",
            "ous", "al", "er", "ic",
        ];
        let Some(ending) = ENDINGS.iter().find(|ending| self.ends(ending)) else { return };
        if self.in_second(ending.len()) && (*ending != "ion" || matches!(self.back(3), b's' | b't')) {
            self.replace(ending.len(), "");
        }
    }

    /// Step 5.
    fn final_e_or_l(&mut self) {
        let goes = match self.back(0) {
            b'e' => self.in_second(1) || (self.in_first(1) && !self.short_before_last()),
            b'l' => self.in_second(1) && self.back(1) == b'l',
            _ => false,
        };
        if goes {
            self.word.pop();
        }
    }

    fn short_before_last(&self) -> bool {
        self.word.split_last().is_some_and(|(_, before)| ends_in_short_syllable(before))
    }
}

/// A vowel between consonants, the last of which is no w, x or consonant y; or a vowel that begins the word, and one consonant.
fn ends_in_short_syllable(word: &[u8]) -> bool {
    match word {
        [.., before, vowel, after] => {
            !is_vowel(*before) && is_vowel(*vowel) && !is_vowel(*after) && !matches!(after, b'w' | b'x' | b'Y')
        }
        [vowel, after] => is_vowel(*vowel) && !is_vowel(*after),
        _ => false,
    }
}

/// Where the region after the first consonant that follows a vowel begins.
fn region(word: &[u8], from: usize) -> usize {
    let mut after_vowel = false;
    for (at, c) in word.iter().enumerate().skip(from) {
        if after_vowel && !is_vowel(*c) {
            return at + 1;
        }
        after_vowel = is_vowel(*c);
    }
    word.len()
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::process::Command;

    use rust_stemmers::{Algorithm, Stemmer};

    use super::*;

    /// Beginnings and endings that, put together, go through every rule, and many that nobody ever wrote.
    fn made_up() -> impl Iterator<Item = String> {
        let beginnings = "abl arsen bat be benefi bias cr communi commun con consist cos depend di discr early ed \
            exceed feed fl gener generaliz hop hopp inn kn lo luxuri monit oper op out p plan plas poss proceed recogn \
            relat sc sens ski skip sk spo st succ tr transfer uni univers us vi y yo you";
        let endings = "- s es ies ied ed eed ing ingly edly eedly y ay ly ation ational ations ate ator ative atively \
            ize izes izer ization ic ical ically icate iciti icity ness nesses fulness ful fully ous ously ousness ive \
            iveness ivity able ably ability ible ibly al ally alism ality alize ance ancy ence ency ent ently ement \
            ment er ers ism ist ion tion sion ogy logi li ss sses us e ee l ll bb bbed tt tting ss x w wing";
        let endings: Vec<&str> = endings.split_whitespace().map(|ending| ending.trim_matches('-')).collect();
        beginnings.split_whitespace().flat_map(move |beginning| {
            let both = move |ending: &&str| format!("{beginning}{ending}");
            endings.clone().into_iter().map(move |ending| both(&ending))
        })
    }

    /// Words of real papers, where there are some: in the folder that OFFPRINT_DATA names, or beside it.
    fn written() -> BTreeSet<String> {
        let near = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/arxiv");
        let data = std::env::var("OFFPRINT_DATA").unwrap_or(near.to_owned());
        let samples = ["arxiv", "../arxiv"].map(|folder| format!("{data}/{folder}/arxiv_cs_sample_5k.jsonl.gz"));
        let unzip = |sample: &String| Some(Command::new("gzip").args(["-dc", sample]).output().ok()?.stdout);
        let text = samples.iter().filter_map(unzip).find(|text| !text.is_empty()).unwrap_or_default();
        if text.is_empty() {
            println!("skipped: words of real papers are not stemmed, as there is no {}", samples[1]);
        }
        String::from_utf8(text)
            .unwrap()
            .split(|c: char| !c.is_ascii_alphabetic())
            .map(str::to_ascii_lowercase)
            .collect()
    }

    #[test]
    fn it_is_snowballs_english_stemmer_but_for_the_spelling() {
        let theirs = Stemmer::create(Algorithm::English);
        let whole = EXCEPTIONS.map(|(word, _)| word.to_owned()).into_iter().chain(AFTER_PLURAL.map(str::to_owned));
        for word in made_up().chain(whole).chain(written()).filter(|word| word.len() > 2) {
            assert_eq!(snowball(&word), theirs.stem(&word), "{word}");
            let ours = american(&word) != word || PLURALS.iter().any(|(plural, _)| *plural == word);
            assert!(ours || stem(&word) == theirs.stem(&word), "{word}");
        }
    }

    #[test]
    fn tables_are_ordered_by_first_letters() {
        for table in [&PLURALS[..], &ROOTS, &EXCEPTIONS] {
            assert!(table.is_sorted_by_key(|(line, _)| line.as_bytes()[0]));
        }
    }

    #[test]
    fn spellings_and_plurals_meet() {
        for (british, american) in ROOTS {
            assert_eq!(stem(british), stem(american), "{british}");
            assert_eq!(stem(&format!("{british}s")), stem(&format!("{american}s")), "{british}");
        }
        for (plural, singular) in PLURALS {
            assert_eq!(stem(plural), stem(singular), "{plural}");
        }
        let pairs = [
            ("optimisation", "optimization"),
            ("analysed", "analyzed"),
            ("analysing", "analyze"),
            ("dialogues", "dialog"),
            ("modelling", "models"),
            ("generalise", "generalizes"),
        ];
        pairs.into_iter().for_each(|(a, b)| assert_eq!(stem(a), stem(b), "{a}"));
    }

    /// A stem need be no fixed point ("generalization", "gener", "generat"), nor need it be shorter. What must hold is that a word
    /// has one, that it is of the same letters, and that names with digits and signs are their own.
    #[test]
    fn every_word_has_a_stem() {
        for word in made_up().chain(written()).filter(|word| !word.is_empty()) {
            let stem = stem(&word);
            assert!(!stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
            assert!(stem.len() <= word.len() + 1, "{word}");
        }
        for name in ["gpt4o", "t5", "c++", "3d", "r1", "β", "schrödingers", "3.5s", "as"] {
            assert_eq!(stem(name), name);
        }
    }
}
