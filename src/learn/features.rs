//! Documents as features: their words, pairs of neighbouring words, and facts.
//!
//! A feature has no entry in a dictionary: its number is a hash of it, a bucket of [`BUCKETS`] (K. Weinberger et al., 2009, *Feature
//! hashing for large scale multitask learning*). Hundreds of thousands of pairs of words then cost no memory for their
//! letters; the name of a bucket is found again in the texts that have it.

use offprint_search::is_function_word;
use offprint_search::stem::stem;
use offprint_search::words::Splitter;

/// The number of a feature, below [`BUCKETS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feature(pub u32);

/// How many buckets there are. 20,000 abstracts have 0.85 million features, of which a fifth stands in more than one of them.
pub const BUCKETS: usize = 1 << BUCKET_BITS;

/// Bits of a feature's number.
pub const BUCKET_BITS: u32 = 21;

/// The buckets from here on are those of pairs.
const FIRST_PAIR: u32 = 1 << (BUCKET_BITS - 1);

impl Feature {
    /// Whether it is a pair of words, and no word and no fact.
    pub fn is_pair(self) -> bool {
        self.0 >= FIRST_PAIR
    }
}

/// What a pair counts beside a word. Its words are features already: fully counted, texts are likened by their turns of phrase, and lists
/// of words without order by chance.
const PAIR: f32 = 0.5;

/// What a text says of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words and pairs of words, each counting twice.
    Title,
    /// Words and pairs of words.
    Body,
    /// A topic: its words as in a body, and the whole as a fact.
    Topic,
    /// The name of an author, a fact.
    Author,
    /// A category, a fact.
    Category,
    /// An organisation, a fact.
    Organisation,
    /// Who submitted it, a fact.
    Submitter,
}

impl Part {
    /// Those whose texts are facts as a whole.
    pub const FACTS: [Part; 5] = [Part::Topic, Part::Author, Part::Category, Part::Organisation, Part::Submitter];

    /// What a reader sees before the names of facts of this kind, and what keeps the kinds apart.
    pub fn word(self) -> &'static str {
        match self {
            Part::Title | Part::Body => "",
            Part::Topic => "topic",
            Part::Author => "author",
            Part::Category => "category",
            Part::Organisation => "organisation",
            Part::Submitter => "submitter",
        }
    }

    /// How often a word or fact of this kind counts. Facts are rarer than words, so their rarity gives them weight already; a
    /// category is common to thousands and says little of a paper by itself.
    fn count(self) -> f32 {
        match self {
            Part::Title => 2.0,
            Part::Category => 0.5,
            _ => 1.0,
        }
    }

    fn has_words(self) -> bool {
        matches!(self, Part::Title | Part::Body | Part::Topic)
    }
}

/// Tells each feature of a text with how much it counts and its name: words by their stems, without those that only hold
/// sentences together, pairs of neighbours, or the text as a whole as a fact. O(length).
pub fn features(part: Part, text: &str, mut found: impl FnMut(Feature, f32, Name)) {
    if !part.word().is_empty() {
        let name = Name { part, first: text, second: "" };
        found(name.feature(&text.to_lowercase(), ""), part.count(), name);
    }
    if !part.has_words() {
        return;
    }
    // The word before, as it stems and as it stands; empty after one that holds no meaning.
    let (mut before, mut stood) = (String::new(), 0..0);
    Splitter::default().split(text, |word, _, span, parts| {
        // Compounds are told by their parts, which are neighbours.
        if parts > 1 {
            return;
        }
        if is_function_word(word) || word.chars().nth(1).is_none() {
            before.clear();
            return;
        }
        let stemmed = stem(word);
        let own = text.get(span.clone()).unwrap_or_default();
        let name = Name { part: Part::Body, first: own, second: "" };
        found(name.feature(&stemmed, ""), part.count(), name);
        if !before.is_empty() {
            let name = Name { part: Part::Body, first: text.get(stood.clone()).unwrap_or_default(), second: own };
            found(name.feature(&before, &stemmed), PAIR * part.count(), name);
        }
        (before, stood) = (stemmed, span);
    });
}

/// The feature that a [`Name::label`] is of; `None` if it is none.
pub fn labelled(label: &str) -> Option<Feature> {
    let fact = |part: Part| {
        let name = label.strip_prefix(part.word())?.strip_prefix(": ")?;
        Some(Name { part, first: name, second: "" }.feature(&name.to_lowercase(), ""))
    };
    if let Some(feature) = Part::FACTS.into_iter().find_map(fact) {
        return Some(feature);
    }
    // Of two words the pair comes last.
    let mut last = None;
    features(Part::Body, label, |feature, _, _| last = Some(feature));
    last
}

/// What a feature is called in one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// What kind of fact it is; [`Part::Body`] for words.
    pub part: Part,
    /// The word or the fact.
    pub first: &'a str,
    /// The second word of a pair; else empty.
    pub second: &'a str,
}

impl Name<'_> {
    /// What a reader calls it: words in small letters, facts with their kind before them.
    pub fn label(&self) -> String {
        match self.part.word() {
            "" => self.to_string().to_lowercase(),
            kind => format!("{kind}: {self}"),
        }
    }

    /// Which feature this is the name of, by stems or lower case.
    fn feature(&self, first: &str, second: &str) -> Feature {
        // FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), whose upper bits the last product mixes.
        let texts = [self.part.word(), first, second];
        let bytes = texts.into_iter().flat_map(|text| text.bytes().chain([0xff]));
        let hash =
            bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        let half = (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (65 - BUCKET_BITS)) as u32;
        Feature(if second.is_empty() { half } else { half + FIRST_PAIR })
    }
}

impl std::fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let gap = if self.second.is_empty() { "" } else { " " };
        write!(f, "{}{gap}{}", self.first, self.second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(part: Part, text: &str) -> Vec<String> {
        let mut names = Vec::new();
        features(part, text, |_, count, name| names.push(format!("{name} {count}")));
        names
    }

    fn numbers(part: Part, text: &str) -> Vec<u32> {
        let mut numbers = Vec::new();
        features(part, text, |feature, _, _| numbers.push(feature.0));
        numbers
    }

    #[test]
    fn words_pairs_and_facts() {
        let expected = ["Masked 2", "Image 2", "Masked Image 1", "Models 2", "Image Models 1"];
        assert_eq!(names(Part::Title, "Masked Image Models"), expected);
        assert_eq!(names(Part::Body, "a model of the world"), ["model 1", "world 1"]);
        assert_eq!(names(Part::Author, "Ada King"), ["Ada King 1"]);
        assert_eq!(names(Part::Topic, "world models"), ["world models 1", "world 1", "models 1", "world models 0.5"]);
        assert_eq!(names(Part::Body, "pre-training"), ["pre 1", "training 1", "pre training 0.5"]);
    }

    #[test]
    fn a_label_leads_back_to_its_feature() {
        let texts = [
            (Part::Body, "Masked image models for pre-training of GPT-4o"),
            (Part::Author, "Ada King"),
            (Part::Topic, "World models"),
        ];
        for (part, text) in texts {
            features(part, text, |feature, _, name| assert_eq!(labelled(&name.label()), Some(feature), "{name}"));
        }
        assert_eq!(labelled("…"), None);
    }

    #[test]
    fn variants_are_one_and_kinds_are_apart() {
        assert_eq!(numbers(Part::Title, "Image models"), numbers(Part::Body, "image MODEL"));
        assert_eq!(numbers(Part::Author, "Ada King"), numbers(Part::Author, "ada king"));
        assert_ne!(numbers(Part::Author, "Ada"), numbers(Part::Organisation, "Ada"));
        assert!(numbers(Part::Body, "one or two words more").iter().all(|number| (*number as usize) < BUCKETS));
    }
}
