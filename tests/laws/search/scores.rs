//! In which order documents are found: scores come from the live documents and the question, and from nothing else.

use std::collections::BTreeMap;

use offprint::search::weights::{B, B_TITLE, FIELD_WEIGHTS, K1};
use offprint::search::words::words;
use offprint::search::{Field, Find, Index, Mask, Text};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::oracle::Values;
use super::{Corpus, asked, borrowed, cases, corpus, index, scored};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(384)))]

    /// Put in any order, one by one or together, after others that are gone again or were replaced, and opened from a snapshot.
    #[test]
    fn scores_do_not_tell_how_the_index_came_to_be(
        corpus in corpus(),
        (order, others) in (any::<u64>(), super::corpus()),
        batch in 1..5_usize,
        asked in vec(asked(), 1..4),
    ) {
        let expected = index(&corpus);
        let mut entries: Vec<(&u32, &Values)> = corpus.iter().collect();
        entries.sort_by_key(|(key, _)| (u64::from(**key) + 1).wrapping_mul(order | 1));
        let mut other = Index::default();
        // Some keep their key and are replaced, the rest goes.
        let (half, rest): (Corpus, Corpus) = others.into_iter().partition(|(key, _)| key % 2 == 0);
        other.put_all(half.iter().map(|(key, values)| (*key, borrowed(values))));
        for batch in entries.chunks(batch) {
            other.put_all(batch.iter().map(|(key, values)| (**key, borrowed(values))));
        }
        other.put_all(rest.iter().filter(|(key, _)| !corpus.contains_key(key)).map(|(key, values)| (*key, borrowed(values))));
        half.keys().chain(rest.keys()).filter(|key| !corpus.contains_key(key)).for_each(|key| _ = other.remove(*key));
        let opened = Index::open(&other.snapshot()).unwrap();
        for asked in &asked {
            let wanted = scored(&expected, asked);
            prop_assert_eq!(&scored(&other, asked), &wanted);
            prop_assert_eq!(&scored(&opened, asked), &wanted);
            prop_assert_eq!(opened.find(asked).found, other.find(asked).found, "in the same order");
        }
        prop_assert_eq!(opened.snapshot(), other.snapshot());
    }

    /// All else equal: the same place in documents of the same words, in any company. The very word beats one of its stem, that
    /// beats one that begins so, and that one a slip away.
    #[test]
    fn the_nearer_word_is_worth_more(
        company in vec(select(vec!["transformer", "transformers", "transformerless", "transformed", "other", "words"]), 0..40),
        around in 0..4_usize,
    ) {
        let written = ["transformer", "transformers", "transformerless"];
        let filler = |word: &str| vec![(Field::Abstract, format!("{} {word} {}", "much ".repeat(around), "else ".repeat(3)))];
        let mut corpus: Corpus = (0..).zip(written.iter().map(|word| filler(word))).collect();
        corpus.extend((100..).zip(company.into_iter().map(|word| vec![(Field::Abstract, word.to_owned())])));
        let typed = Text { text: "transformer".to_owned(), fields: Mask::MAX, phrase: false, typing: true };
        let found: BTreeMap<u32, f32> = index(&corpus).find(&Find::Text(typed)).found.into_iter().collect();
        prop_assert!(found[&0] > found[&1] && found[&1] > found[&2], "{:?}", found);
    }

    /// A slip is looked for only where the word is hardly known, so it is compared where the word is in one document.
    #[test]
    fn a_slip_is_worth_least(others in 11..60_u32, ends in select(vec!["", "s", "ness"])) {
        let typed = Text { text: "softnax".to_owned(), fields: Mask::MAX, phrase: false, typing: true };
        let mut corpus: Corpus = [(0, vec![(Field::Title, format!("on softnax{ends} here"))])].into();
        corpus.extend((1..=others).map(|key| (key, vec![(Field::Title, "on softmax here".to_owned())])));
        let found: BTreeMap<u32, f32> = index(&corpus).find(&Find::Text(typed)).found.into_iter().collect();
        prop_assert_eq!(found.len() as u32, others + 1);
        prop_assert!(found[&0] > found[&1], "{:?}", found);
    }

    /// The score of one word is what the papers on BM25F say.
    #[test]
    fn one_word_is_scored_by_the_formula(texts in vec((0..6_usize, 0..5_usize, 0..6_usize, 0..40_usize, 0..3_usize), 1..12)) {
        let text = |many: usize, fill: usize| format!("{}{}", "cat ".repeat(many), "dog ".repeat(fill));
        let values = |(titles, title, body, fill, authors): (usize, usize, usize, usize, usize)| -> Values {
            vec![
                (Field::Title, text(titles, title)),
                (Field::Abstract, text(body, fill)),
                (Field::Authors, text(authors, 0)),
            ]
        };
        let corpus: Corpus = (0..).zip(texts.into_iter().map(values)).collect();
        let found: BTreeMap<u32, f32> = index(&corpus).find(&Find::word("cat")).found.into_iter().collect();
        let length = |key: u32, field: usize| words(&corpus[&key][field].1).count() as f64;
        let mean = |field: usize| {
            let lengths: Vec<f64> = corpus.keys().map(|key| length(*key, field)).filter(|length| *length > 0.0).collect();
            (lengths.iter().sum::<f64>() / lengths.len().max(1) as f64).max(1.0)
        };
        let times = |key: u32, field: usize| words(&corpus[&key][field].1).filter(|word| word.text == "cat").count() as f64;
        let norm = |key: u32, field: usize, b: f64| 1.0 - b + b * length(key, field) / mean(field);
        let weight = |field: usize| f64::from(FIELD_WEIGHTS[field]);
        let occurrences = |key: u32| {
            times(key, 0) * weight(0) / norm(key, 0, f64::from(B_TITLE))
                + times(key, 1) * weight(1) / norm(key, 1, f64::from(B))
                + times(key, 2) * weight(2)
        };
        let having = corpus.keys().filter(|key| occurrences(**key) > 0.0).count() as f64;
        let rarity = (1.0 + (corpus.len() as f64 - having + 0.5) / (having + 0.5)).ln();
        for key in corpus.keys() {
            let expected = rarity * occurrences(*key) / (occurrences(*key) + f64::from(K1));
            let score = found.get(key).map_or(0.0, |score| f64::from(*score));
            prop_assert!((score - expected).abs() < 1e-5, "{}: {} and not {}", key, score, expected);
        }
    }

    /// Words that were typed side by side are worth more where they stand side by side.
    #[test]
    fn nearness_lifts(between in 1..30_usize) {
        let apart = format!("deep {} learning", "of ".repeat(between));
        let beside = format!("deep learning {}", "of ".repeat(between));
        let corpus: Corpus = (0..).zip([apart, beside].map(|text| vec![(Field::Abstract, text)])).collect();
        let asked = Find::All(vec![Find::word("deep"), Find::word("learning")]);
        let found: BTreeMap<u32, f32> = index(&corpus).find(&asked).found.into_iter().collect();
        prop_assert!(found[&1] > found[&0]);
    }
}

/// 511 and more words with the same first letters, of which some are of papers that were removed.
#[test]
fn words_that_are_gone_do_not_change_what_first_letters_are_worth() {
    let letter = |number: u32| char::from(b'a' + (number % 26) as u8);
    let word = |number: u32| format!("qu{}{}{}", letter(number / 26), letter(number), letter(number / 7));
    let values = |number: u32| -> Values { vec![(Field::Title, format!("{} others", word(number)))] };
    let corpus: Corpus = (0..400).map(|number| (number, values(number))).collect();
    let (fresh, mut changed) = (index(&corpus), index(&corpus));
    changed.put_all((400..650).map(|number| (number, vec![(Field::Title, "quality")])));
    let more: Vec<Values> = (400..650).map(values).collect();
    changed.put_all((400..).zip(more.iter().map(borrowed)));
    (400..650).for_each(|key| _ = changed.remove(key));
    let typed = |text: &str| Find::Text(Text { text: text.to_owned(), fields: Mask::MAX, phrase: false, typing: true });
    for asked in ["q", "qu", "qua"].map(typed) {
        assert_eq!(scored(&changed, &asked), scored(&fresh, &asked));
        assert_eq!(fresh.find(&asked).total(), if asked == typed("qua") { 26 } else { 400 });
    }
}
