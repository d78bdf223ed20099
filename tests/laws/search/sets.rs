//! Which documents are found.

use std::collections::BTreeSet;

use offprint::search::{Field, Find, Index, Mask, Text};
use proptest::collection::vec;
use proptest::prelude::*;

use super::lists::check_best;
use super::oracle::{Admitted, Oracle, Values};
use super::{Corpus, asked, borrowed, cases, corpus, index, values};

fn found(index: &Index, asked: &Find) -> Admitted {
    let hits = index.find(asked);
    let keys: BTreeSet<u32> = hits.found.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys.len(), hits.found.len(), "each document once");
    Admitted { keys, relaxed: hits.relaxed }
}

fn oracle(corpus: &Corpus) -> Oracle {
    Oracle::of(corpus.iter().map(|(key, values)| (*key, values)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(512)))]

    #[test]
    fn the_engine_finds_what_a_scan_finds(corpus in corpus(), asked in asked()) {
        prop_assert_eq!(found(&index(&corpus), &asked), oracle(&corpus).find(&asked));
    }

    #[test]
    fn what_is_put_anew_or_removed_leaves_nothing_behind(
        before in corpus(),
        corpus in corpus(),
        changed in values(),
        taken in vec(0..101_u32, 0..40),
        asked in asked(),
    ) {
        let mut changing = index(&before);
        changing.put_all(corpus.iter().map(|(key, values)| (*key, borrowed(values))));
        let mut now: Corpus = before.iter().chain(&corpus).map(|(key, values)| (*key, values.clone())).collect();
        let there = now.len();
        now.retain(|key, _| !taken.contains(key));
        prop_assert_eq!(changing.remove_all(&taken) as usize, there - now.len());
        if let Some(key) = now.keys().next_back().copied() {
            prop_assert!(changing.remove(key) && !changing.remove(key));
            now.remove(&key);
        }
        if let Some(key) = now.keys().next().copied() {
            changing.put(key, &borrowed(&changed));
            now.insert(key, changed);
        }
        prop_assert_eq!(changing.len() as usize, now.len());
        prop_assert_eq!(changing.keys().iter().collect::<BTreeSet<_>>(), now.keys().copied().collect());
        prop_assert_eq!(found(&changing, &asked), oracle(&now).find(&asked));
    }

    #[test]
    fn a_mistyped_word_means_the_nearest_that_is_most_frequent(corpus in corpus(), word in "[a-z]{1,3}[a-zöé+5]{0,9}") {
        let (index, oracle) = (index(&corpus), oracle(&corpus));
        for word in [word.as_str(), "transofrmer", "sotfmax", "modlle", "behavoirs"] {
            let word = offprint::text::fold(word);
            match index.meant(&word) {
                Some(meant) => prop_assert!(oracle.meant(&word).contains(&meant), "{} for {}", meant, word),
                None => prop_assert!(oracle.meant(&word).is_empty(), "nothing for {}", word),
            }
        }
    }

    #[test]
    fn completions_are_the_most_frequent_words_that_begin_so(corpus in corpus(), beginning in "[a-z]{0,3}", limit in 0..5_usize) {
        let (index, oracle) = (index(&corpus), oracle(&corpus));
        let mut expected: Vec<(String, u32)> = oracle
            .vocabulary()
            .filter(|(word, _)| word.starts_with(&beginning))
            .map(|(word, count)| (word.to_owned(), count as u32))
            .collect();
        expected.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        expected.truncate(limit);
        prop_assert_eq!(index.complete(&beginning, limit), expected);
    }
}

#[test]
fn each_way_of_writing_finds_each_other() {
    let ways = [
        &["pre-training", "pretraining", "pre training", "Pre\u{2011}Training"][..],
        &["behaviour", "behavior", "Behaviours"],
        &["Schrödinger", "Schrodinger", "Schro\u{308}dinger’s"],
        &["data-set", "dataset", "data set"],
        &["GPT-3.5", "GPT3.5", "gpt 3.5"],
        &["GPT-4o", "gpt4o", "GPT 4o"],
        &["R1-Zero", "r1zero", "R1 zero"],
        &["optimise", "optimize", "optimising"],
    ];
    for ways in ways {
        let values = |text: &&str| vec![(Field::Title, format!("on {text} again"))];
        let corpus: Corpus = (0..).zip(ways.iter().map(values)).collect();
        let index = index(&corpus);
        for way in ways {
            let typed = Find::All(way.split(' ').map(Find::word).collect());
            for asked in [typed, Find::phrase(way)] {
                assert_eq!(index.find(&asked).total() as usize, ways.len(), "{asked:?} in {ways:?}");
            }
        }
    }
}

/// `title:pre-training` is a condition, as `title:model` is, however many ways there are to write the word.
#[test]
fn a_compound_in_a_field_is_never_left_out() {
    let corpus: Corpus = [(0, vec![(Field::Abstract, "pre-training of cats and dogs".to_owned())])].into();
    let title = |text: &str| {
        Find::Text(Text { text: text.to_owned(), fields: Field::Title.bit(), phrase: false, typing: false })
    };
    for word in ["pre-training", "pretraining", "a/b", "model"] {
        let asked = Find::All(vec![title(word), Find::word("cats"), Find::word("dogs")]);
        assert_eq!(index(&corpus).find(&asked).total(), 0, "{word}");
    }
}

/// What a question costs is added up without an end in sight.
#[test]
fn a_choice_may_have_two_words_of_which_one_is_unwanted() {
    let corpus: Corpus =
        [(0, vec![(Field::Title, "the".to_owned())]), (1, vec![(Field::Title, "a model".to_owned())])].into();
    let either = Find::Any(vec![Find::word("the"), Find::Not(Box::new(Find::word("model")))]);
    let asked = Find::All(vec![Find::word("pre-training"), either.clone()]);
    assert_eq!((index(&corpus).find(&asked).total(), index(&corpus).find(&either).total()), (0, 1));
}

#[test]
fn names_with_signs_and_digits_stay_themselves() {
    let names = ["C++", "C#", "C", "T5", "T4", "3D", "2D", "GPT-4o", "GPT-4", "R1-Zero", "R2-Zero"];
    let corpus: Corpus = (0..).zip(names.iter().map(|name| vec![(Field::Title, (*name).to_owned())])).collect();
    let index = index(&corpus);
    for (key, name) in (0..).zip(names) {
        let found: Vec<u32> = index.find(&Find::word(name)).found.iter().map(|(key, _)| *key).collect();
        assert_eq!(found, [key], "{name}");
    }
}

/// Words with 700 beginnings in "qu" and 600 in "qua": enough for what the first letters mean to be kept ready.
#[test]
fn the_first_letters_of_very_many_words_find_what_the_words_find() {
    let letter = |number: u32| char::from(b'a' + (number % 26) as u8);
    let name = |number: u32| {
        let third = if number < 600 { 'a' } else { letter(number) };
        format!("qu{third}{}{}{}", letter(number / 26), letter(number), letter(number * 7 / 26))
    };
    let words: BTreeSet<String> = (0..800).map(name).collect();
    assert!(words.iter().filter(|word| word.starts_with("qua")).count() >= 512);
    let words: Vec<String> = words.into_iter().collect();
    let values = |run: &[String]| -> Values {
        vec![(Field::Title, run.join(" ")), (Field::Abstract, "qu and others, pre-quality, prequa".to_owned())]
    };
    let mut corpus: Corpus = (0..).zip(words.chunks(3).map(values)).collect();
    corpus.insert(1_000, vec![(Field::Abstract, "nothing of the kind".to_owned())]);
    corpus.insert(1_001, vec![(Field::Authors, words[0].clone())]);
    let mut index = index(&corpus);
    index.remove(3);
    index.put(1_002, &[(Field::Title, "quaxyz came later, quz too")]);
    // Of the end of a row only the most frequent words are looked for.
    for key in 1_003..1_006 {
        let quack = vec![(Field::Title, "a pre quack".to_owned())];
        index.put(key, &borrowed(&quack));
        corpus.insert(key, quack);
    }
    corpus.remove(&3);
    corpus.insert(1_002, vec![(Field::Title, "quaxyz came later, quz too".to_owned())]);
    let (oracle, reopened) = (oracle(&corpus), Index::open(&index.snapshot()).unwrap());
    let typed = |text: &str, fields| Find::Text(Text { text: text.to_owned(), fields, phrase: false, typing: true });
    for start in ["q", "qu", "qua", "quab", "quz", "n", "qux", "pre-qua"] {
        for fields in [Mask::MAX, Field::Title.bit(), Field::Authors.bit()] {
            let asked = typed(start, fields);
            for asked in [asked.clone(), Find::All(vec![Find::word("kind"), asked])] {
                assert_eq!(found(&index, &asked), oracle.find(&asked), "{asked:?}");
                assert_eq!(found(&reopened, &asked), oracle.find(&asked), "{asked:?}");
                [0, 5, 100].into_iter().for_each(|count| check_best(&index, &asked, count, &[]));
            }
        }
    }
}
