//! What is learnt of a reader, and which papers are similar: against naive oracles, over made-up papers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use offprint::learn::{Builder, Corpus, Meaning};
use offprint::paper::{Author, Day, Link, Paper, PaperId};
use offprint::rank::similar::{Similar, To, similar};
use offprint::rank::taste::{Opinions, Taste, parts};
use offprint::rank::weights::{
    ASKED_COUNT, FIELD, FIELD_DISMISSED, FIELD_STARS, MEANING, MEANING_OF_FEW, NEAREST, PASSED_OVER, SHARED_AUTHORS,
    SHARED_LINK, SIMILAR_MEANING,
};
use proptest::prelude::*;

/// Words of three matters, and words of any.
const MATTERS: [&str; 4] = [
    "image pixel camera masked segment texture",
    "grammar verb syntax parse corpus noun",
    "planet orbit rocket moon comet star",
    "large small deep fast robust simple",
];

/// A paper of a matter with words by number.
fn paper(number: usize, matter: usize) -> Paper {
    let word = |at: usize, matter: usize| MATTERS[matter].split(' ').nth(at % 6).unwrap();
    let own = (0..4).map(|at| word(number * 7 + at * at * 5 + number / 6, matter));
    let any = (0..2).map(|at| word(number * 3 + at + number / 4, 3));
    let (id, _) = PaperId::parse(&format!("2401.{number:05}")).unwrap();
    let text: Vec<&str> = own.chain(any).collect();
    Paper {
        abstract_text: Some(text.join(" ")),
        authors: vec![
            Author::named(format!("Author {}", number % 9)),
            Author::named(format!("Writer {}", number % 14)),
        ],
        days: vec![Day(20_000 + (number % 30) as i32)],
        repository: number
            .is_multiple_of(10)
            .then(|| Link::parse(&format!("https://example.org/{}", number % 40)).unwrap()),
        ..Paper::new(id, word(number + 2, matter))
    }
}

type Learnt = (Vec<Paper>, Corpus, Meaning);

/// Papers of three matters by turns, and what is learnt of them.
static LEARNT: LazyLock<Learnt> = LazyLock::new(|| {
    let papers: Vec<Paper> = (0..COUNT as usize).map(|number| paper(number, number % 3)).collect();
    let mut corpus = Corpus::default();
    papers.iter().zip(0..).for_each(|(paper, key)| corpus.put(key, &parts(paper)));
    let mut builder = Builder::new(&corpus);
    let meaning = std::iter::repeat_with(|| builder.step(&corpus)).flatten().next().unwrap();
    (papers, corpus, meaning)
});

const COUNT: u32 = 90;

fn product(corpus: &Corpus, a: u32, b: u32) -> f32 {
    let (a, b) = (corpus.vector(a), corpus.vector(b));
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| a.feature == b.feature).map(|(a, b)| a.weight * b.weight).sum()
}

/// Values in deviations over some places.
fn scaled(places: &[u32], of: impl Fn(u32) -> f32) -> impl Fn(u32) -> f32 {
    let mean = places.iter().map(|place| of(*place)).sum::<f32>() / places.len() as f32;
    let square = places.iter().map(|place| (of(*place) - mean).powi(2)).sum::<f32>() / places.len() as f32;
    move |place| if square > 1e-10 { (of(place) - mean) / square.sqrt() } else { 0.0 }
}

fn order(scores: &[f32]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..scores.len() as u32).collect();
    places.sort_by(|a, b| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b)));
    places
}

fn no_day(_: u32) -> Option<Day> {
    None
}

#[test]
fn papers_of_the_stars_matter_come_first() {
    let (_, corpus, meaning) = &*LEARNT;
    for matter in 0..3 {
        let liked = vec![matter, matter + 3, matter + 6];
        let opinions = Opinions { liked: liked.clone(), ..Opinions::default() };
        let taste = Taste::learn(corpus, meaning, &opinions, no_day).unwrap();
        let first = order(&taste.scores(corpus, meaning, no_day));
        assert!(first.iter().take(15).all(|place| place % 3 == matter), "{first:?}");
    }
}

#[test]
fn without_a_star_there_is_no_taste() {
    let (_, corpus, meaning) = &*LEARNT;
    let opinions = Opinions { liked: vec![500], disliked: vec![1], ..Opinions::default() };
    assert!(Taste::learn(corpus, meaning, &opinions, no_day).is_none());
}

#[test]
fn a_dismissal_lowers_what_is_like_it_and_raises_nothing_of_the_kind() {
    let (_, corpus, meaning) = &*LEARNT;
    // Two matters are liked; of one of them papers are dismissed.
    let plain = Opinions { liked: vec![0, 3, 6, 1, 4, 7], ..Opinions::default() };
    let dismissed = Opinions { disliked: vec![10, 13, 16], ..plain.clone() };
    let share = |opinions: &Opinions| {
        let taste = Taste::learn(corpus, meaning, opinions, no_day).unwrap();
        let order = order(&taste.scores(corpus, meaning, no_day));
        order.iter().take(40).filter(|place| **place % 3 == 1 && !dismissed.disliked.contains(place)).count()
    };
    assert!(share(&dismissed) < share(&plain), "{} {}", share(&dismissed), share(&plain));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_score_is_the_sum_of_its_shares_and_each_is_by_its_formula(
        liked in prop::collection::btree_set(0_u32..COUNT, 1..8),
        disliked in prop::collection::btree_set(0_u32..COUNT, 0..4),
    ) {
        let (papers, corpus, meaning) = &*LEARNT;
        let disliked: Vec<u32> = disliked.difference(&liked).copied().collect();
        let opinions = Opinions { liked: liked.iter().copied().collect(), disliked, ..Opinions::default() };
        let day = |place: u32| papers[place as usize].first_day();
        let taste = Taste::learn(corpus, meaning, &opinions, day).unwrap();
        let places: Vec<u32> = (0..corpus.keys()).collect();
        let (scores, shares) = (taste.scores(corpus, meaning, day), taste.shares(corpus, meaning, &places, day));
        // Values are counted in deviations over papers of no opinion.
        let weak: Vec<u32> = places.iter().copied().filter(|place| !liked.contains(place) && !opinions.disliked.contains(place)).collect();
        let size = |place: u32| corpus.length(place).powf(offprint::rank::weights::LONG);
        let nearest = |place: u32| {
            liked.iter().map(|star| product(corpus, place, *star) * size(*star) * size(place)).fold(0.0, f32::max)
        };
        let place_of = |place: &u32| meaning.place(*place).unwrap_or_default();
        let towards = |place: u32, length: &dyn Fn(u32) -> f32| {
            let own = place_of(&place);
            let to = |other: &u32| {
                length(place) * length(*other) * place_of(other).iter().zip(&own).map(|(a, b)| a * b).sum::<f32>()
            };
            let mean = |others: &[u32]| others.iter().map(to).sum::<f32>() / others.len().max(1) as f32;
            mean(&opinions.liked) - offprint::rank::weights::DISMISSAL * mean(&opinions.disliked)
        };
        let near = scaled(&weak, |place| towards(place, &|_| 1.0));
        let field = scaled(&weak, |place| towards(place, &|place| size(place) * meaning.length(place)));
        let nearest = scaled(&weak, nearest);
        let newest = liked.iter().filter_map(|star| day(*star)).max();
        for place in places {
            let (score, shares) = (scores[place as usize], shares[place as usize]);
            prop_assert!((score - shares.score()).abs() < 1e-4);
            let alone = taste.shares_of(corpus, meaning, place, day(place));
            prop_assert!((score - alone.score()).abs() < 1e-3 && (alone.nearest - shares.nearest).abs() < 1e-3);
            prop_assert!((shares.nearest - NEAREST * nearest(place)).abs() < 0.02);
            let weight = MEANING + MEANING_OF_FEW / liked.len() as f32;
            prop_assert!((shares.meaning - weight * near(place)).abs() < 0.02);
            let weight =
                FIELD * liked.len() as f32 / (liked.len() as f32 + FIELD_DISMISSED * opinions.disliked.len() as f32 + FIELD_STARS);
            prop_assert!((shares.field + weight * field(place)).abs() < 0.02);
            prop_assert_eq!(shares.passed_over, if day(place) < newest { PASSED_OVER } else { 0.0 });
            prop_assert!(shares.lowered >= 0.0 && (shares.lowered == 0.0 || !opinions.disliked.is_empty()));
            prop_assert!(shares.lowered <= (shares.words + shares.meaning + shares.nearest + shares.field).max(0.0));
            prop_assert!(shares.star.is_some_and(|star| liked.contains(&star)));
        }
    }

    #[test]
    fn chances_rise_with_scores(
        liked in prop::collection::btree_set(0_u32..COUNT, 1..12),
        scores in prop::collection::vec(-20.0_f32..20.0, 2..20),
    ) {
        let (_, corpus, meaning) = &*LEARNT;
        let opinions = Opinions { liked: liked.into_iter().collect(), ..Opinions::default() };
        let taste = Taste::learn(corpus, meaning, &opinions, no_day).unwrap();
        for score in &scores {
            let chance = taste.chance(*score);
            prop_assert!((0.0..=1.0).contains(&chance));
            prop_assert!(scores.iter().all(|other| other < score || taste.chance(*other) >= chance));
        }
        prop_assert!(taste.chance(6.0) > taste.chance(0.0));
    }

    #[test]
    fn similar_papers_are_those_of_the_formula(asked in prop::collection::btree_set(0_u32..COUNT, 1..4)) {
        let (papers, corpus, meaning) = &*LEARNT;
        let asked: Vec<u32> = asked.into_iter().collect();
        let found = similar(corpus, meaning, To::Papers(&asked), |place| papers.get(place as usize));
        let others: Vec<u32> = (0..COUNT).filter(|place| !asked.contains(place)).collect();
        prop_assert_eq!(found.len(), others.len());
        // BM25: how often it is asked for, as far as that counts, times what `vector` has times what it was divided by.
        let words = |place: u32| {
            let asked = asked.iter().flat_map(|asked| corpus.counts(*asked));
            asked.map(|count| {
                let vector = corpus.vector(place);
                let own = vector.iter().filter(|entry| entry.feature == count.feature).map(|entry| entry.weight).sum::<f32>();
                own * corpus.length(place) * (ASKED_COUNT + 1.0) * count.weight / (ASKED_COUNT + count.weight)
            }).sum::<f32>()
        };
        let near = |place: u32| {
            let own = meaning.place(place).unwrap_or_default();
            let to = |other: &u32| meaning.of(&corpus.vector(*other)).iter().zip(&own).map(|(a, b)| a * b).sum::<f32>();
            asked.iter().map(to).sum::<f32>()
        };
        let nearest = |place: u32| {
            if asked.len() > 1 { asked.iter().map(|asked| product(corpus, place, *asked)).fold(0.0, f32::max) } else { 0.0 }
        };
        let authors = |place: u32| {
            let of = |place: u32| papers[place as usize].authors.iter().map(|author| author.name.clone());
            let all: std::collections::BTreeSet<String> = asked.iter().flat_map(|asked| of(*asked)).collect();
            let shared = of(place).filter(|name| all.contains(name)).count() as f32;
            shared / (all.len() as f32 * of(place).count() as f32).sqrt()
        };
        let link = |place: u32| {
            let of = |place: u32| papers[place as usize].repository.as_ref();
            of(place).is_some_and(|link| asked.iter().any(|asked| of(*asked) == Some(link)))
        };
        let (words, near, nearest) = (scaled(&others, words), scaled(&others, near), scaled(&others, nearest));
        for one in &found {
            let place = one.place;
            prop_assert!((one.words - words(place)).abs() < 0.02);
            prop_assert!((one.meaning - SIMILAR_MEANING * near(place)).abs() < 0.05);
            prop_assert!((one.nearest - NEAREST * nearest(place)).abs() < 0.02);
            prop_assert!((one.authors - SHARED_AUTHORS * authors(place)).abs() < 1e-4);
            prop_assert_eq!(one.link, if link(place) { SHARED_LINK } else { 0.0 });
        }
        let before = |pair: &[Similar]| pair[0].score() > pair[1].score() || pair[0].score() == pair[1].score() && pair[0].place < pair[1].place;
        prop_assert!(found.windows(2).all(before));
    }
}

#[test]
fn a_pasted_text_finds_its_matter() {
    let (_, corpus, meaning) = &*LEARNT;
    let texts = [(offprint::learn::Part::Body, "the verb of a noun in syntax")];
    let found = similar(corpus, meaning, To::Texts(&texts), |_| None);
    assert!(found.iter().take(15).all(|one| one.place % 3 == 1));
    assert!(similar(corpus, meaning, To::Texts(&[]), |_| None).is_empty());
}

#[test]
fn looks_speak_softly() {
    let (_, corpus, meaning) = &*LEARNT;
    let plain = Opinions { liked: vec![0, 3, 6], ..Opinions::default() };
    let first = |opinions: &Opinions| {
        let taste = Taste::learn(corpus, meaning, opinions, no_day).unwrap();
        let order = order(&taste.scores(corpus, meaning, no_day));
        move |matter: u32, told: &[u32]| {
            let places =
                order.iter().zip(0_usize..).filter(|(place, _)| **place % 3 == matter && !told.contains(place));
            places.map(|(_, at)| at).sum::<usize>()
        }
    };
    // Of another matter than the stars, papers were stayed with: what is like them rises, but not as by a star.
    let stays = [10, 13, 16, 19];
    let stayed = Opinions { stayed: stays.into(), ..plain.clone() };
    let starred = Opinions { liked: vec![0, 3, 6, 10, 13, 16, 19], ..plain.clone() };
    let sums = [&plain, &stayed, &starred].map(|opinions| first(opinions)(1, &stays));
    assert!(sums[0] > sums[1] && sums[1] > sums[2], "{sums:?}");
    let stars = [&plain, &stayed].map(|opinions| first(opinions)(0, &stays));
    assert!(first(&stayed)(1, &stays) > stars[1], "the matter of the stars is still first: {stars:?}");
    // Papers left at once count less than papers dismissed.
    let left = Opinions { left: stays.into(), ..starred.clone() };
    let dismissed = Opinions { disliked: stays.into(), ..starred.clone() };
    let starred = Opinions { liked: vec![0, 3, 6, 22, 25], ..plain.clone() };
    let (left, dismissed) =
        (Opinions { liked: starred.liked.clone(), ..left }, Opinions { liked: starred.liked.clone(), ..dismissed });
    let sums = [&starred, &left, &dismissed].map(|opinions| first(opinions)(1, &stays));
    assert!(sums[0] < sums[1] && sums[1] < sums[2], "{sums:?}");
    let taste = Taste::learn(corpus, meaning, &left, no_day).unwrap();
    assert_eq!((taste.look(10), taste.look(11)), (Some(false), None));
    let only = Opinions { stayed: vec![1, 2], ..Opinions::default() };
    assert!(Taste::learn(corpus, meaning, &only, no_day).is_none(), "looks alone make no taste");
}

#[test]
fn learning_from_looks_is_bounded() {
    let (_, corpus, meaning) = &*LEARNT;
    let opinions = Opinions { liked: vec![0], stayed: (1..COUNT).collect(), ..Opinions::default() };
    let taste = Taste::learn(corpus, meaning, &opinions, no_day).unwrap();
    // All of the papers are told, and not one is left to compare them with: scores are of no use, but there.
    assert!(taste.scores(corpus, meaning, no_day).iter().all(|score| score.is_finite()));
}
