//! Rising topics are those that a plain scan of all papers finds, however the library came together.

use std::collections::{BTreeMap, BTreeSet};

use offprint::columns::{Columns, keyword};
use offprint::engine::Engine;
use offprint::library::Library;
use offprint::paper::{Day, Paper, PaperId};
use offprint::query::{View, Window};
use offprint::rank::rising::{POINTS, Rising, rising, surprise};
use offprint::rank::weights::{RISING_FEWEST, RISING_LEAST, RISING_PAST, RISING_PAST_DAYS, RISING_TOPICS};
use offprint::search::stem::stem;
use proptest::collection::vec;
use proptest::prelude::*;

const FROM: Day = Day(20_300);
const TO: Day = Day(20_306);

const WORDS: [&str; 12] = [
    "Agents",
    "agent",
    "of",
    "via",
    "world",
    "Models",
    "diffusion",
    "pre-training",
    "Pretraining",
    "42",
    "policy",
    "Masked",
];
const KEYWORDS: [&str; 5] = ["world models", "World-Model", "agents", "pre-training", "fine tuning"];

/// A paper of one or two of those days, with words of that kind.
fn paper(days: std::ops::RangeInclusive<i32>, words: &'static [&'static str]) -> impl Strategy<Value = Paper> {
    let title = vec(proptest::sample::select(words), 1..6);
    let keywords = vec(proptest::sample::select(&KEYWORDS[..]), 0..3);
    (1..99_999_u32, title, keywords, vec(days, 1..3)).prop_map(|(number, words, keywords, mut days)| {
        days.sort_unstable();
        days.dedup();
        Paper {
            keywords: keywords.into_iter().map(str::to_owned).collect(),
            days: days.into_iter().map(Day).collect(),
            ..Paper::new(PaperId::parse(&format!("2507.{number:05}")).unwrap().0, words.join(" "))
        }
    })
}

/// Some of the past, some of both, and some of now, which often speak of what the others do not.
fn papers() -> impl Strategy<Value = Vec<Paper>> {
    let past = vec(paper(FROM.0 - 200..=FROM.0 - 1, &WORDS[..12]), 80..180);
    let both = vec(paper(FROM.0 - 200..=TO.0, &WORDS), 0..20);
    let now = vec(paper(FROM.0..=TO.0, &WORDS[6..]), 10..50);
    (past, both, now).prop_map(|(past, both, now)| [past, both, now].concat())
}

fn found(papers: &[Paper]) -> Rising {
    let (mut library, mut columns) = (Library::default(), Columns::default());
    library.merge(papers.to_vec());
    for place in library.all() {
        columns.put(place, library.at(place).unwrap());
    }
    rising(&library, &columns, FROM, TO)
}

/// All that a paper is about: conditions with what is compared run together, `kw` or `title` in front.
fn topics(paper: &Paper) -> BTreeSet<String> {
    let stems: Vec<Option<String>> = paper
        .title
        .split([' ', '-'])
        .map(|word| word.to_lowercase())
        .map(|word| (!["of", "via", "42"].contains(&word.as_str())).then(|| stem(&word)))
        .collect();
    let mut topics: BTreeSet<String> = stems.iter().flatten().map(|stem| format!("title:{stem}")).collect();
    for pair in stems.windows(2) {
        if let [Some(a), Some(b)] = pair {
            topics.insert(format!("title:{a}{b}"));
        }
    }
    topics.extend(paper.keywords.iter().map(|own| format!("kw:{}", keyword(own).replace(' ', ""))));
    topics
}

/// What a condition compares.
fn compared(condition: &str) -> String {
    let (field, value) = condition.split_once(':').unwrap();
    let value = value.trim_matches('"');
    match field {
        "kw" => format!("kw:{}", keyword(value).replace(' ', "")),
        _ => format!("title:{}", value.to_lowercase().split([' ', '-']).map(stem).collect::<String>()),
    }
}

/// G² as Dunning writes it: by the likelihoods of binomials.
fn dunning(k1: f64, n1: f64, k2: f64, n2: f64) -> f64 {
    let term = |count: f64, p: f64| if count > 0.0 { count * p.ln() } else { 0.0 };
    let likelihood = |p: f64, k: f64, n: f64| term(k, p) + term(n - k, 1.0 - p);
    let p = (k1 + k2) / (n1 + n2);
    let sum = likelihood(k1 / n1, k1, n1) + likelihood(k2 / n2, k2, n2) - likelihood(p, k1, n1) - likelihood(p, k2, n2);
    if k1 / n1 > k2 / n2 { 2.0 * sum } else { -2.0 * sum }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn topics_are_what_a_scan_finds(mut papers in papers()) {
        papers.sort_by(|a, b| a.id.cmp(&b.id));
        papers.dedup_by(|a, b| a.id == b.id);
        let answer = found(&papers);
        let shown = |paper: &Paper, from: Day, to: Day| paper.days.iter().any(|day| (from..=to).contains(day));
        let (now, rest): (Vec<&Paper>, Vec<&Paper>) = papers.iter().partition(|paper| shown(paper, FROM, TO));
        let before: Vec<&Paper> =
            rest.into_iter().filter(|paper| shown(paper, FROM.plus(-RISING_PAST_DAYS), FROM.plus(-1))).collect();
        prop_assert_eq!((answer.papers as usize, answer.past as usize), (now.len(), before.len()));
        if before.len() < RISING_PAST {
            prop_assert!(answer.topics.is_empty());
            return Ok(());
        }
        let with = |papers: &[&Paper], topic: &str| papers.iter().filter(|paper| topics(paper).contains(topic)).count();
        let of = |papers: &[&Paper], topic: &str| match topic.starts_with("kw") {
            true => papers.iter().filter(|paper| !paper.keywords.is_empty()).count(),
            false => papers.len(),
        };
        let all: BTreeSet<String> = now.iter().flat_map(|paper| topics(paper)).collect();
        let scores: BTreeMap<&str, f64> = all
            .iter()
            .filter(|topic| with(&now, topic) >= RISING_FEWEST)
            .map(|topic| {
                let (k1, n1, k2, n2) = (with(&now, topic), of(&now, topic), with(&before, topic), of(&before, topic));
                (topic.as_str(), dunning(k1 as f64, n1 as f64, k2 as f64, n2 as f64))
            })
            .filter(|(_, score)| *score >= RISING_LEAST)
            .collect();
        let best = scores.values().copied().fold(f64::NEG_INFINITY, f64::max);
        prop_assert_eq!(answer.topics.is_empty(), scores.is_empty());
        prop_assert!(answer.topics.len() <= RISING_TOPICS);
        for (at, topic) in answer.topics.iter().enumerate() {
            let own = compared(&topic.condition);
            prop_assert_eq!((topic.now as usize, topic.before as usize), (with(&now, &own), with(&before, &own)), "{}", own);
            prop_assert!((topic.score - scores[own.as_str()]).abs() < 1e-6);
            prop_assert!(at > 0 || (topic.score - best).abs() < 1e-6);
            prop_assert!(at == 0 || answer.topics[at - 1].score >= topic.score);
            let expected = of(&now, &own) as f64 * (topic.before as f64 + 0.5) / (of(&before, &own) as f64 + 1.0);
            prop_assert!((topic.expected - expected).abs() < 1e-9);
            let course: Vec<u32> = (0..POINTS as i32).rev().map(|back| {
                let back = back * -7;
                let of_span = papers.iter().filter(|paper| shown(paper, FROM.plus(back), TO.plus(back)));
                of_span.filter(|paper| topics(paper).contains(&own)).count() as u32
            }).collect();
            prop_assert_eq!(&topic.course, &course);
        }
        let mut engine = Engine::default();
        engine.learn(papers.clone());
        while engine.index_some(1_000) {}
        for topic in &answer.topics {
            let text = format!("{} day:{FROM}..{TO}", topic.condition);
            let view = View { window: Window::All, text, ..View::default() };
            let total = engine.rows(&view, TO, None, 0, 1).total;
            // Beside another word, a search also takes what is written with a hyphen for one word, and the other way round.
            let joined = topic.name.to_lowercase().contains("pre") && topic.name.contains(' ');
            prop_assert!(total == topic.now || (joined && total > topic.now), "{}: {} {}", view.text, total, topic.now);
        }
        papers.reverse();
        prop_assert_eq!(found(&papers), answer);
    }
}

#[test]
fn a_word_within_a_pair_of_the_same_papers_is_not_told_twice() {
    let paper = |number: u32, title: String, day: Day| Paper {
        days: vec![day],
        ..Paper::new(PaperId::parse(&format!("2507.{number:05}")).unwrap().0, &title)
    };
    let past =
        (1..=150).map(|number| paper(number, format!("Masked models {number}"), Day(FROM.0 - 1 - number as i32)));
    let plain = (151..=180).map(|number| paper(number, format!("Masked models {number}"), FROM));
    let new = (181..=186).map(|number| paper(number, "Masked zebra crossing".to_owned(), TO));
    let also = (187..=190).map(|number| paper(number, "Zebra crossings of masked models".to_owned(), TO));
    let answer = found(&past.chain(plain).chain(new).chain(also).collect::<Vec<_>>());
    let told: Vec<(&str, u32)> = answer.topics.iter().map(|topic| (topic.condition.as_str(), topic.now)).collect();
    assert_eq!(told, [("title:\"zebra crossing\"", 10)]);
    assert!(answer.topics[0].course.iter().rev().skip(1).all(|count| *count == 0));
    assert!(surprise(5, 100, 50, 1_000).abs() < 1e-9, "the same share is no surprise");
}
