//! Rankings: their formulas, what they say of themselves, and what is asked of what is learnt.

use offprint::columns::{Flags, Made};
use offprint::engine::Engine;
use offprint::paper::Paper;
use offprint::query::{self, Mix, Order, View};
use offprint::rank::taste::Hand;
use proptest::prelude::*;

use super::learnt::{TODAY, engine, id, listed, papers, star, view};

/// The formulas as their authors' programs have them: `news.arc`, `app.py` of Daily Papers HN, and `_sorts.pyx`.
fn by_hand(order: Order, votes: f64, age_days: f64) -> f64 {
    match order {
        Order::HackerNews => {
            let points = votes - 1.0;
            let (points, minutes) = (if points > 0.0 { points.powf(0.8) } else { points }, age_days * 1440.0);
            points / ((minutes + 120.0) / 60.0).powf(1.8)
        }
        Order::DailyHn => votes / (age_days * 24.0 + 2.0).powf(1.5),
        _ => votes.max(1.0).log10() - age_days * 86_400.0 / 45_000.0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rankings_of_others_are_as_theirs(votes in prop::collection::vec((0..400_u32, 0..40_i32), 1..30)) {
        let paper = |(number, (votes, age)): (u32, &(u32, i32))| Paper {
            votes: Some(*votes),
            days: vec![TODAY.plus(-age)],
            ..Paper::new(id(number), "Title")
        };
        let mut engine = engine((0..).zip(&votes).map(paper).collect());
        for order in [Order::HackerNews, Order::DailyHn, Order::Reddit] {
            let (listed, _) = listed(&mut engine, &view("", Some(order)));
            let score = |number: &u32| {
                let (votes, age) = votes[*number as usize];
                by_hand(order, f64::from(votes), f64::from(age))
            };
            let scores: Vec<f64> = listed.iter().map(score).collect();
            prop_assert_eq!(scores.len(), votes.len());
            prop_assert!(scores.windows(2).all(|pair| pair[0] >= pair[1] - 1e-12), "{:?} {:?}", order, scores);
        }
    }
}

#[test]
fn nothing_is_replayed_or_asked_by_half_of_what_is_learnt() {
    assert_eq!(Engine::default().question(&[]), None, "papers may still come");
    let mut engine = engine(papers());
    let replay = |engine: &mut Engine| engine.replay(TODAY, &[id(1), id(3)], &[id(21)], None);
    assert_eq!((replay(&mut engine), engine.question(&[])), (None, None));
    engine.learn_some();
    assert_eq!((replay(&mut engine), engine.question(&[])), (None, None), "the map is not there");
    while engine.learn_some() {}
    assert_eq!(engine.question(&[]).map(|pair| pair.len()), Some(2));
    assert!(replay(&mut engine).is_some());
}

#[test]
fn several_papers_have_papers_near_to_all_of_them() {
    let mut engine = engine(papers());
    let near = |engine: &mut Engine, text: &str| listed(engine, &view(text, None)).0;
    let both = query::like_all(&[id(1), id(2)]).unwrap();
    let found = near(&mut engine, &both);
    assert!(!found.contains(&1) && !found.contains(&2) && found.len() > 4, "{both} {found:?}");
    // Of both matters, near the beginning too.
    let kinds: Vec<u32> = found.iter().take(4).map(|number| number % 2).collect();
    assert!(kinds.contains(&0) && kinds.contains(&1), "{found:?}");
    assert_eq!(query::like_all(&[id(1)]), None);
    assert_eq!(query::like_all(&vec![id(1); 500]), None, "no more than a query has");
}

#[test]
fn a_mix_may_count_how_well_a_paper_answers() {
    let mut papers = papers();
    (0_u32..).zip(&mut papers).for_each(|(at, paper)| paper.votes = Some(at * 7 % 40));
    let mut engine = engine(papers);
    let mixed = |text: &str, mix: &str| View { mix: Some(Mix::parse(mix)), ..view(text, Some(Order::Mix)) };
    for text in ["robot", "~robot", "robot ~gripper"] {
        // By nothing else it is the order of what fits best, but for ties.
        let (best, _) = listed(&mut engine, &view(text, Some(Order::Best)));
        let (fit, _) = listed(&mut engine, &mixed(text, "fit10"));
        assert!(best.len() > 3, "{text}");
        if text != "robot ~gripper" {
            assert_eq!(fit, best, "{text}");
        }
        let (votes, _) = listed(&mut engine, &mixed(text, "votes10"));
        let both = mixed(text, "votes5-fit5");
        let (order, _) = listed(&mut engine, &both);
        assert!(order != votes && order != fit, "{text} {order:?}");
        let sums: Vec<f64> = order
            .iter()
            .map(|number| engine.why(&id(*number), &both, TODAY, None).unwrap())
            .map(|why| why.reasons.iter().filter_map(|reason| reason.value).sum())
            .collect();
        assert!(sums.windows(2).all(|pair| pair[0] >= pair[1] - 1e-9), "{sums:?}");
    }
    // Where nothing is typed it changes nothing.
    assert_eq!(listed(&mut engine, &mixed("", "votes5-fit5")), listed(&mut engine, &mixed("", "votes5")));
}

#[test]
fn a_name_of_nothing_is_told_to_be_one() {
    let mut engine = engine(papers());
    let told = |engine: &mut Engine, text: &str| {
        let view = view(text, None);
        listed(engine, &view);
        let notices = engine.rows(&view, TODAY, None, 0, 1).notices;
        notices.iter().any(|notice| notice.text.contains("tag or collection"))
    };
    assert!(told(&mut engine, "like:zebras") && told(&mut engine, "like:2508.09999"));
    assert!(!told(&mut engine, "like:robot") && !told(&mut engine, "like:2508.00001"));
}

#[test]
fn a_list_says_what_it_was_learnt_from_and_when_nothing_was() {
    let mut engine = engine(papers());
    let mix = View { mix: Some(Mix::parse("you2-new3")), ..view("", Some(Order::Mix)) };
    let nothing = |engine: &mut Engine, view: &View| {
        listed(engine, view);
        let rows = engine.rows(view, TODAY, None, 0, 1);
        (rows.learnt, rows.notices.iter().any(|notice| notice.text.contains("Nothing is learnt yet")))
    };
    assert_eq!(nothing(&mut engine, &mix), (None, true));
    star(&mut engine, 1);
    let dismissed = Made { flags: Flags { dismissed: true, ..Flags::default() }, ..Made::default() };
    engine.mark(vec![(id(2), dismissed)]);
    engine.relearn();
    assert_eq!(nothing(&mut engine, &mix), (Some((1, 0, 1)), false));
    assert_eq!(nothing(&mut engine, &view("", Some(Order::Newest))), (None, false));
    let velocity = view("", Some(Order::Velocity));
    assert!(engine.rows(&velocity, TODAY, None, 0, 1).notices[0].text.contains("seen on two days"));
}

#[test]
fn why_names_what_was_set_by_hand_and_what_variety_takes() {
    let mut engine = engine(papers());
    [1, 3, 5].into_iter().for_each(|number| star(&mut engine, number));
    engine.set_hands(vec![("gripper".to_owned(), Hand::Less)]);
    let foryou = view("", Some(Order::ForYou));
    let (order, _) = listed(&mut engine, &foryou);
    let mut said = 0;
    for number in order.iter().filter(|number| ![1, 3, 5].contains(*number)) {
        let why = engine.why(&id(*number), &foryou, TODAY, None).unwrap();
        let words = &why.reasons[0].parts[0].parts;
        for part in words.iter().filter(|part| part.text.starts_with("“gripper”")) {
            assert!(part.text.contains("you set to count for less") && part.value.unwrap() < 0.0, "{part:?}");
            said += 1;
        }
    }
    assert!(said > 0);
    let varied = View { mix: Some(Mix::parse("you5-variety4")), ..view("", Some(Order::Mix)) };
    let (order, _) = listed(&mut engine, &varied);
    // What is left after it falls from row to row, as greedy choices do.
    let worth = |engine: &mut Engine, number: u32| {
        engine.why(&id(number), &varied, TODAY, None).unwrap().reasons.last().unwrap().value.unwrap()
    };
    let all: Vec<f64> = order.iter().skip(1).map(|number| worth(&mut engine, *number)).collect();
    assert!(all.windows(2).all(|pair| pair[0] >= pair[1] - 1e-4), "{all:?}");
}
