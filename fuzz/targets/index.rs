//! After any puttings, removals and openings the index finds what a scan of every word finds.
#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use offprint::search::{Bits, Field, Find, Index, Mask, Text};

#[path = "../../tests/laws/search/oracle.rs"]
#[allow(dead_code, reason = "the laws ask it more")]
mod oracle;
#[path = "../../tests/laws/search/pool.rs"]
mod pool;

use oracle::{Oracle, Values};
use pool::{MISTYPED, WRITTEN};

/// Fields and words by number.
type Texts = Vec<(u8, Vec<u8>)>;

#[derive(Arbitrary, Debug)]
enum Act {
    Put(Vec<(u8, Texts)>),
    Remove(u8),
    Reopen,
    Find(Question),
}

#[derive(Arbitrary, Debug)]
enum Question {
    Word { word: u8, fields: u8, typing: bool },
    Free { text: String, typing: bool },
    Phrase { words: Vec<u8>, fields: u8 },
    Keys(Vec<u8>),
    All(Vec<Question>),
    Any(Vec<Question>),
    Not(Box<Question>),
}

fn word(number: u8) -> &'static str {
    WRITTEN.iter().chain(&MISTYPED).cycle().nth(number.into()).copied().unwrap_or_default()
}

fn values(texts: &Texts) -> Values {
    let text = |words: &[u8]| words.iter().take(12).map(|number| word(*number)).collect::<Vec<_>>().join(" ");
    texts.iter().take(4).map(|(field, words)| (Field::ALL[usize::from(field % 6)], text(words))).collect()
}

fn asked(question: &Question, left: &mut u32) -> Find {
    *left = left.saturating_sub(1);
    let fields = |number: u8| if number % 2 == 0 { Mask::MAX } else { number };
    let mut each = |parts: &[Question]| parts.iter().take(*left as usize).map(|part| asked(part, left)).collect();
    match question {
        Question::Word { word: number, fields: mask, typing } => {
            Find::Text(Text { text: word(*number).to_owned(), fields: fields(*mask), phrase: false, typing: *typing })
        }
        Question::Free { text, typing } => {
            Find::Text(Text { text: text.clone(), fields: Mask::MAX, phrase: false, typing: *typing })
        }
        Question::Phrase { words, fields: mask } => {
            let text = words.iter().take(4).map(|number| word(*number)).collect::<Vec<_>>().join(" ");
            Find::Text(Text { text, fields: fields(*mask), phrase: true, typing: false })
        }
        Question::Keys(keys) => Find::Keys(keys.iter().map(|key| u32::from(*key)).collect::<Bits>()),
        Question::All(parts) => Find::All(each(parts)),
        Question::Any(parts) => Find::Any(each(parts)),
        Question::Not(part) => Find::Not(Box::new(asked(part, left))),
    }
}

fuzz_target!(|acts: Vec<Act>| {
    let mut index = Index::default();
    let mut corpus: BTreeMap<u32, Values> = BTreeMap::new();
    for act in acts.iter().take(12) {
        match act {
            Act::Put(documents) => {
                let documents: Vec<(u32, Values)> =
                    documents.iter().take(40).map(|(key, texts)| (u32::from(*key), values(texts))).collect();
                index.put_all(documents.iter().map(|(key, values)| {
                    (*key, values.iter().map(|(field, text)| (*field, text.as_str())).collect::<Vec<_>>())
                }));
                corpus.extend(documents);
            }
            Act::Remove(key) => {
                assert_eq!(index.remove(u32::from(*key)), corpus.remove(&u32::from(*key)).is_some());
            }
            Act::Reopen => index = Index::open(&index.snapshot()).expect("a snapshot can be opened"),
            Act::Find(question) => {
                let asked = asked(question, &mut 12);
                let hits = index.find(&asked);
                let keys: BTreeSet<u32> = hits.found.iter().map(|(key, _)| *key).collect();
                let expected = Oracle::of(corpus.iter().map(|(key, values)| (*key, values))).find(&asked);
                assert_eq!((keys, hits.relaxed), (expected.keys, expected.relaxed), "{asked:?} in {corpus:?}");
            }
        }
    }
});
