//! The parts that the engine is made of, against what the standard library has for the same.

use std::collections::{BTreeSet, HashMap};

use offprint::search::interner::Interner;
use offprint::search::postings::{Arena, Buffer, Counts, FIELDS, Field, List};
use offprint::search::words::words;
use offprint::search::{Bits, Find, Mask, order, passage};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::{asked, cases, corpus, index};

fn counts() -> impl Strategy<Value = Counts> {
    let few = prop_oneof![6 => Just(0_u32), 3 => 1..4_u32, 1 => 4..40_u32];
    let any = proptest::array::uniform6(few);
    let plain = (0..4_u32, 0..16_u32).prop_map(|(title, body)| [title, body, 0, 0, 0, 0]);
    prop_oneof![3 => Just([0, 1, 0, 0, 0, 0]), 4 => plain, 3 => any].prop_map(|counts| {
        let none = counts.iter().all(|count| *count == 0);
        if none { [1, 0, 0, 0, 0, 0] } else { counts }
    })
}

/// One document of a list: how far after the one before, how often in each field, and how far apart.
fn posting() -> impl Strategy<Value = (u32, Counts, Vec<u32>)> {
    (prop_oneof![8 => 1..4_u32, 1 => 1..100_000_u32], counts()).prop_flat_map(|(ahead, counts)| {
        let sum = counts.iter().sum::<u32>() as usize;
        (Just(ahead), Just(counts), vec(0..300_u32, sum))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(128)))]

    #[test]
    fn a_list_gives_back_what_was_put_and_seeking_is_stepping(
        lists in vec(vec(posting(), 0..260), 1..3),
        wanted in vec(0..1_000_u32, 0..40),
        mask in any::<Mask>(),
    ) {
        let mut arena = Arena::default();
        let mut room = Buffer::default();
        type Kept = (List, Vec<(u32, Counts, Vec<u32>)>);
        let mut kept: Vec<Kept> = vec![Default::default(); lists.len()];
        // The lists grow by turns, as those of an index do.
        for turn in 0..lists.iter().map(Vec::len).max().unwrap() {
            for ((list, known), postings) in kept.iter_mut().zip(&lists) {
                let Some((ahead, counts, apart)) = postings.get(turn) else { continue };
                let document = known.last().map_or(*ahead, |(last, ..)| last + ahead);
                let places: Vec<u32> = apart.iter().scan(0, |at, apart| { *at += apart; Some(*at) }).collect();
                list.push(&mut arena, document, counts, &places, &mut room);
                known.push((document, *counts, places));
            }
        }
        for (list, known) in &kept {
            prop_assert_eq!(list.len() as usize, known.len());
            let mut cursor = list.read(&arena);
            for (document, counts, places) in known {
                let posting = cursor.step().unwrap();
                prop_assert_eq!((posting.document, posting.counts()), (*document, *counts));
                let mut found = Vec::new();
                posting.places(Mask::MAX, &mut found);
                prop_assert_eq!(&found, places);
                found.clear();
                posting.places(mask, &mut found);
                let fields = (0..FIELDS).flat_map(|field| vec![mask & 1 << field != 0; counts[field] as usize]);
                let expected: Vec<u32> = places.iter().zip(fields).filter(|(_, wanted)| *wanted).map(|(at, _)| *at).collect();
                prop_assert_eq!(found, expected);
            }
            prop_assert!(cursor.step().is_none() && cursor.step().is_none());
            let mut cursor = list.read(&arena);
            let mut rest = known.as_slice();
            let mut ascending = wanted.clone();
            ascending.sort_unstable();
            for document in ascending {
                // Never back: what was passed is passed, and what was given is.
                let skipped = rest.partition_point(|(known, ..)| *known < document);
                rest = &rest[skipped..];
                let found = cursor.seek(document).map(|posting| {
                    let mut places = Vec::new();
                    posting.places(Mask::MAX, &mut places);
                    (posting.document, posting.counts(), places)
                });
                prop_assert_eq!(&found, &rest.first().cloned());
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }

    #[test]
    fn strings_have_numbers_in_the_order_they_came(strings in vec("[a-cé]{0,4}|[a-z]{1,30}", 0..300)) {
        let mut interner = Interner::default();
        let mut known: HashMap<String, u32> = HashMap::new();
        for string in &strings {
            let next = known.len() as u32;
            prop_assert_eq!(interner.find(string), known.get(string).copied());
            let number = *known.entry(string.clone()).or_insert(next);
            prop_assert_eq!(interner.intern(string), (number, number == next));
            prop_assert_eq!(interner.get(number), string);
        }
        prop_assert_eq!((interner.len() as usize, interner.is_empty()), (known.len(), strings.is_empty()));
        prop_assert!(known.iter().all(|(string, number)| interner.find(string) == Some(*number)));
        prop_assert_eq!((interner.get(interner.len()), interner.find("none of them, as it has commas")), ("", None));
    }

    #[test]
    fn bits_are_a_set(a in btree_set(0..300_u32, 0..60), b in btree_set(0..900_u32, 0..60), bound in 0..300_u32) {
        let (left, right): (Bits, Bits) = (a.iter().copied().collect(), b.iter().copied().collect());
        let all = |bits: &Bits| bits.iter().collect::<BTreeSet<u32>>();
        let joined = |change: fn(&mut Bits, &Bits)| {
            let mut bits = left.clone();
            change(&mut bits, &right);
            prop_assert!(bits.iter().is_sorted());
            prop_assert_eq!((bits.count() as usize, bits.is_empty()), (bits.iter().count(), bits.iter().next().is_none()));
            Ok(all(&bits))
        };
        prop_assert_eq!(joined(Bits::keep)?, &a & &b);
        prop_assert_eq!(joined(Bits::join)?, &a | &b);
        prop_assert_eq!(joined(Bits::drop_all)?, &a - &b);
        prop_assert_eq!(all(&Bits::below(bound)), (0..bound).collect());
        let mut changing = Bits::with_room(bound);
        let mut set = BTreeSet::new();
        for number in a.iter().chain(&b) {
            prop_assert_eq!(changing.insert(*number), set.insert(*number));
            prop_assert_eq!(changing.contains(number / 2), set.contains(&(number / 2)));
            prop_assert_eq!(changing.remove(number / 3), set.remove(&(number / 3)));
        }
        prop_assert_eq!(all(&changing), set);
        let mut together = Bits::with_room(bound);
        together.insert_all(&a.iter().chain(b.iter().rev()).copied().collect::<Vec<u32>>());
        prop_assert_eq!(all(&together), &a | &b);
    }

    #[test]
    fn sorting_is_sorting(numbers in vec(any::<u64>(), 0..200), few in vec(0..9_u64, 0..50), count in 0..60_usize) {
        for numbers in [numbers, few] {
            let mut expected = numbers.clone();
            expected.sort_unstable();
            prop_assert_eq!(&order::sorted(numbers.clone()), &expected);
            let mut first = numbers;
            order::least_first(&mut first, count);
            let until = count.min(first.len());
            order::sort(&mut first[..until]);
            prop_assert_eq!(&first[..until], &expected[..until]);
        }
    }

    /// Words have places from 0 without a gap; a compound has the place of its last part and stands where its parts do.
    #[test]
    fn words_stand_in_their_text(text in "[a-zA-Z0-9 .,'’#+_/()éœßΣ\u{301}\u{345}学-]{0,40}|\\PC{0,40}") {
        let mut next = 0;
        for word in words(&text) {
            prop_assert!(text.get(word.span.clone()).is_some_and(|stands| !stands.is_empty()), "{:?}", word);
            prop_assert!(!word.text.is_empty() && word.text.len() <= 50, "{:?}", word);
            if word.parts == 1 {
                prop_assert_eq!(word.place, next);
                next += 1;
            }
            prop_assert!(word.place + 1 == next && word.parts <= next);
            prop_assert_eq!(offprint::text::fold(&word.text), word.text);
        }
    }

    /// Marks ascend, do not overlap, and each word that was asked has one upon it.
    #[test]
    fn marks_stand_where_the_words_are(corpus in corpus(), asked in asked(), length in 60..200_usize) {
        let index = index(&corpus);
        let marker = index.marker(&asked);
        for (field, text) in corpus.values().flatten() {
            let marks = index.marks(&marker, *field, text);
            prop_assert!(marks.iter().all(|mark| text.get(mark.span.clone()).is_some_and(|marked| !marked.is_empty())));
            prop_assert!(marks.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            let shown = passage(text, &marks, length);
            prop_assert!(text.get(shown.clone()).is_some_and(|shown| shown.chars().count() <= length));
            let whole = marks.iter().any(|mark| shown.start <= mark.span.start && mark.span.end <= shown.end);
            prop_assert!(whole || marks.is_empty(), "{:?} of {:?} has none of {:?}", shown, text, marks);
            if let Find::Text(asked) = &asked
                && asked.fields & field.bit() != 0
                && !asked.phrase
            {
                let typed: Vec<String> = words(&asked.text).map(|word| word.text).collect();
                for word in words(text).filter(|word| typed.contains(&word.text)) {
                    let touched = marks.iter().any(|mark| mark.span.start < word.span.end && word.span.start < mark.span.end);
                    prop_assert!(touched, "{:?} in {:?} is not marked", word.text, text);
                }
            }
        }
    }
}

/// The last part is marked although it overlaps a compound that could be marked only if the one before were not.
#[test]
fn no_mark_is_lost_to_one_that_has_no_room() {
    let text = "a data-set-wise loss";
    let mut index = offprint::search::Index::default();
    index.put(0, &[(Field::Title, text), (Field::Abstract, "dataset setwise wise")]);
    let asked = Find::All(["dataset", "setwise", "wise"].map(Find::word).to_vec());
    let marks = index.marks(&index.marker(&asked), Field::Title, text);
    let marked: Vec<&str> = marks.into_iter().map(|mark| &text[mark.span]).collect();
    assert_eq!(marked, ["data-set", "wise"]);
}
