//! What the engine learns: the order for the reader, and what is near in meaning.

use offprint::columns::{Flags, Made};
use offprint::engine::Engine;
use offprint::engine::message::Reason;
use offprint::paper::{Day, Paper, PaperId};
use offprint::query::{Mix, Order, View, Window};
use offprint::rank::weights::LABEL_CHANCE;

pub(super) const TODAY: Day = Day(20_312);

/// Of two matters in turn, said in varied words: forty papers.
pub(super) fn papers() -> Vec<Paper> {
    let words = [
        "robot grasping policy gripper tactile arm torque joint motor wheel sensor servo",
        "protein folding molecule residue ligand enzyme peptide helix genome solvent cell assay",
    ];
    let paper = |number: usize| {
        let own: Vec<&str> = words[number % 2].split(' ').collect();
        let say = |at: usize| own[(number / 2 * (1 + number / 24) + at) % own.len()];
        let title = format!("{} of {} by {}", say(0), say(3), say(6));
        let id = PaperId::parse(&format!("2508.{number:05}")).unwrap().0;
        Paper {
            abstract_text: Some(format!("We study {} and {} with {}.", say(1), say(4), say(7))),
            days: vec![TODAY],
            ..Paper::new(id, &title)
        }
    };
    (1..=40).map(paper).collect()
}

pub(super) fn engine(papers: Vec<Paper>) -> Engine {
    let mut engine = Engine::default();
    engine.learn(papers);
    while engine.index_some(1_000) {}
    engine
}

pub(super) fn star(engine: &mut Engine, number: u32) {
    let made = Made { flags: Flags { starred: true, ..Flags::default() }, ..Made::default() };
    engine.mark(vec![(id(number), made)]);
}

pub(super) fn id(number: u32) -> PaperId {
    PaperId::parse(&format!("2508.{number:05}")).unwrap().0
}

pub(super) fn view(text: &str, order: Option<Order>) -> View {
    View { window: Window::All, text: text.to_owned(), order, ..View::default() }
}

/// The numbers of a list's papers, with how much the reader did since it was ordered. All that is to be learnt is learnt.
pub(super) fn listed(engine: &mut Engine, view: &View) -> (Vec<u32>, u32) {
    engine.rows(view, TODAY, None, 0, 100);
    while engine.learn_some() {}
    let rows = engine.rows(view, TODAY, None, 0, 100);
    (rows.rows.iter().map(|row| row.id.as_str()[5..].parse().unwrap()).collect(), rows.late)
}

#[test]
fn for_you_brings_what_is_like_the_stars() {
    let mut engine = engine(papers());
    let foryou = view("", Some(Order::ForYou));
    let newest = listed(&mut engine, &view("", None)).0;
    assert_eq!(listed(&mut engine, &foryou).0, newest, "nothing is known of the reader");
    for number in [1, 3, 5] {
        star(&mut engine, number);
    }
    engine.relearn();
    let (order, late) = listed(&mut engine, &foryou);
    assert!(order[..17].iter().all(|number| number % 2 == 1), "{order:?}");
    assert_eq!(
        order[37..].iter().filter(|number| [1, 3, 5].contains(*number)).count(),
        3,
        "what is starred comes last"
    );
    assert_eq!(late, 0);
}

#[test]
fn a_list_keeps_its_order_until_it_is_left_or_asked_to_learn() {
    let mut engine = engine(papers());
    star(&mut engine, 1);
    let foryou = view("", Some(Order::ForYou));
    let before = listed(&mut engine, &foryou);
    for number in [2, 4, 6, 8] {
        star(&mut engine, number);
    }
    assert_eq!(listed(&mut engine, &foryou), (before.0.clone(), 4));
    engine.relearn();
    let (after, late) = listed(&mut engine, &foryou);
    assert_ne!(after, before.0);
    assert_eq!(late, 0);
    assert_eq!(listed(&mut engine, &view("", Some(Order::Newest))).1, 0, "others have nothing to learn");
}

#[test]
fn the_order_in_which_papers_and_stars_came_does_not_matter() {
    let foryou = view("", Some(Order::ForYou));
    let (mut forwards, mut backwards) = (engine(papers()), engine(papers().into_iter().rev().collect()));
    for number in [3, 8, 21, 30] {
        star(&mut forwards, number);
    }
    for number in [30, 21, 8, 3] {
        star(&mut backwards, number);
    }
    assert_eq!(listed(&mut forwards, &foryou), listed(&mut backwards, &foryou));
}

#[test]
fn counting_a_list_first_does_not_keep_its_old_order() {
    let mut engine = engine(papers());
    let foryou = view("", Some(Order::ForYou));
    for number in [1, 3, 5] {
        star(&mut engine, number);
    }
    engine.rows(&foryou, TODAY, None, 0, 100);
    while engine.learn_some() {}
    engine.facets(&foryou, TODAY, None);
    let (order, _) = listed(&mut engine, &foryou);
    assert_eq!(order[37..].iter().filter(|number| [1, 3, 5].contains(*number)).count(), 3);
}

#[test]
fn near_in_meaning_is_what_shares_the_matter() {
    let mut engine = engine(papers());
    let (near, _) = listed(&mut engine, &view("like:2508.00002", None));
    assert!(!near.contains(&2) && near[..12].iter().all(|number| number % 2 == 0), "{near:?}");
    // Not one paper has both words; those about the matter come all the same.
    let (near, _) = listed(&mut engine, &view("~\"gripper policy\"", None));
    assert!(near[..12].iter().all(|number| number % 2 == 0), "{near:?}");
    let tagged = Made { tags: vec!["proteins".to_owned()], ..Made::default() };
    engine.mark(vec![(id(4), tagged)]);
    let (near, _) = listed(&mut engine, &view("like:proteins", None));
    assert!(!near.contains(&4) && near[..12].iter().all(|number| number % 2 == 0), "{near:?}");
    let (rest, _) = listed(&mut engine, &view("-like:proteins", None));
    assert_eq!(near.len() + rest.len(), 40);
}

#[test]
fn a_mix_orders_by_its_signals() {
    let mut papers = papers();
    for (at, paper) in papers.iter_mut().enumerate() {
        paper.votes = Some(at as u32);
    }
    let mut engine = engine(papers);
    star(&mut engine, 1);
    let mixed = |mix: &str| View { mix: Some(Mix::parse(mix)), ..view("", Some(Order::Mix)) };
    let votes = listed(&mut engine, &view("", Some(Order::Votes))).0;
    assert_eq!(listed(&mut engine, &mixed("votes5")).0, votes);
    let foryou = listed(&mut engine, &view("", Some(Order::ForYou))).0;
    assert_eq!(listed(&mut engine, &mixed("you2")).0, foryou);
    let both = listed(&mut engine, &mixed("you2-votes3")).0;
    assert!(both != votes && both != foryou);
}

/// Each reason with parts is their sum, all the way down. What is shown is rounded to thousandths.
fn adds_up(reason: &Reason) {
    let parts: f64 = reason.parts.iter().filter_map(|part| part.value).sum();
    assert!(reason.parts.is_empty() || (parts - reason.value.unwrap()).abs() < 1e-3, "{reason:?}");
    reason.parts.iter().for_each(adds_up);
}

#[test]
fn why_is_the_score_by_which_words_are_found() {
    let mut engine = engine(papers());
    let view = view("robot arm grasping", Some(Order::Best));
    let (order, _) = listed(&mut engine, &view);
    let scores: Vec<f64> = order
        .iter()
        .map(|number| {
            let why = engine.why(&id(*number), &view, TODAY, None).unwrap();
            why.reasons.iter().for_each(adds_up);
            why.reasons[0].value.unwrap()
        })
        .collect();
    assert!(scores.len() > 1 && scores[0] > 0.0, "{order:?}");
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
}

#[test]
fn what_the_page_of_taste_says_a_word_adds_is_what_it_adds() {
    let mut papers = papers();
    let starred = [1, 2, 5];
    // To each one that reads just as it does.
    let twins: Vec<Paper> =
        starred.iter().map(|n| Paper { id: id(90 + n), ..papers[*n as usize - 1].clone() }).collect();
    papers.extend(twins);
    let mut engine = engine(papers);
    starred.iter().for_each(|number| star(&mut engine, *number));
    let foryou = view("", Some(Order::ForYou));
    listed(&mut engine, &foryou);
    let shown = engine.taste(&starred.map(id)).terms;
    let mut checked = 0;
    for number in starred {
        let why = engine.why(&id(90 + number), &foryou, TODAY, None).unwrap();
        let parts: Vec<&Reason> =
            why.reasons.iter().flat_map(|reason| &reason.parts).flat_map(|reason| &reason.parts).collect();
        // What several starred papers have adds to each as much as it has of it; the mean is shown.
        for term in shown.iter().filter(|term| term.starred == 1) {
            let quoted = format!("“{}”", term.label);
            for adds in parts.iter().filter(|part| part.text.starts_with(&quoted)).filter_map(|part| part.value) {
                assert!((f64::from(term.weight) - adds).abs() < 1e-3, "{term:?} {adds}");
                checked += 1;
            }
        }
    }
    assert!(checked > 3, "{checked} {shown:?}");
}

#[test]
fn why_is_the_sum_by_which_a_list_is_ordered() {
    let mut engine = engine(papers());
    for number in [1, 3, 5, 8] {
        star(&mut engine, number);
    }
    for view in
        [view("", Some(Order::ForYou)), View { mix: Some(Mix::parse("you2-new3")), ..view("", Some(Order::Mix)) }]
    {
        let (order, _) = listed(&mut engine, &view);
        let sums: Vec<f64> = order
            .iter()
            .take(36)
            .enumerate()
            .map(|(at, number)| {
                let why = engine.why(&id(*number), &view, TODAY, None).unwrap();
                assert_eq!((why.place, why.total), (Some(at as u32), 40));
                match view.mix {
                    // The share of papers that this is more for is no sum, but what it is a share by is.
                    Some(_) => why.reasons.iter().flat_map(|reason| &reason.parts).for_each(adds_up),
                    None => why.reasons.iter().for_each(adds_up),
                }
                why.reasons.iter().filter_map(|reason| reason.value).sum()
            })
            .collect();
        assert!(sums.windows(2).all(|pair| pair[0] >= pair[1] - 1e-4), "{sums:?}");
    }
}

#[test]
fn a_past_day_is_ordered_by_the_stars_before_it() {
    let mut papers = papers();
    let earlier = TODAY.plus(-1);
    for paper in papers.iter_mut().take(10) {
        paper.days = vec![earlier];
    }
    let mut engine = engine(papers);
    listed(&mut engine, &view("", Some(Order::ForYou)));
    let replayed = engine.replay(TODAY, &[id(1), id(3), id(5)], &[id(21), id(22)], None).unwrap();
    let foryou = replayed.iter().find(|one| one.order == Order::ForYou).unwrap();
    assert_eq!((foryou.papers, foryou.places.len()), (30, 2));
    let place = |number: u32| foryou.places.iter().find(|(own, _)| *own == id(number)).unwrap().1;
    assert!(place(21) < 15 && place(22) >= 15, "{foryou:?}");
    let votes = replayed.iter().find(|one| one.order == Order::Votes).unwrap();
    assert_ne!(votes.places, foryou.places);
    // Each ranking once, and as the list of that day has it.
    let own = Some(Mix::parse("chance1-variety5"));
    let replayed = engine.replay(TODAY, &[id(1)], &[id(21)], own).unwrap();
    let rankings: Vec<_> = replayed.iter().map(|one| (one.order, one.mix)).collect();
    assert!(rankings.contains(&(Order::Mix, own)) && rankings.len() > 5, "{rankings:?}");
    let twice = |at: usize| rankings[..at].contains(&rankings[at]);
    assert!(!(0..rankings.len()).any(twice), "{rankings:?}");
    for one in replayed.iter().filter(|one| one.mix == own) {
        let view = View { day: Some(TODAY), mix: own, order: Some(Order::Mix), ..View::default() };
        let (order, _) = listed(&mut engine, &view);
        assert_eq!(one.places, [(id(21), order.iter().position(|number| *number == 21).unwrap() as u32)]);
    }
}

#[test]
fn a_question_is_of_papers_that_nothing_was_said_of() {
    let mut engine = engine(papers());
    star(&mut engine, 1);
    listed(&mut engine, &view("", Some(Order::ForYou)));
    let mut told = Vec::new();
    for _ in 0..19 {
        let asked: Vec<PaperId> = engine.question(&told).unwrap().into_iter().map(|row| row.id).collect();
        assert!(asked.len() == 2 && asked[0] != asked[1]);
        assert!(asked.iter().all(|paper| *paper != id(1) && !told.contains(paper)));
        told.extend(asked);
    }
    assert!(engine.question(&told).unwrap().is_empty(), "one paper is left, which is no pair");
}

#[test]
fn looks_are_learnt_from_and_named_in_why_but_are_no_act_that_a_list_waits_with() {
    let mut engine = engine(papers());
    star(&mut engine, 1);
    let foryou = view("", Some(Order::ForYou));
    listed(&mut engine, &foryou);
    let look = |number: u32, look: i8| {
        (id(number), Made { flags: Flags { read: true, look, ..Flags::default() }, ..Made::default() })
    };
    engine.mark(vec![look(2, 1), look(4, 1), look(3, -1)]);
    assert_eq!(listed(&mut engine, &foryou).1, 0, "the reader did nothing that a list could be ordered by");
    engine.relearn();
    listed(&mut engine, &foryou);
    let tasted = engine.taste(&[id(1)]);
    assert_eq!((tasted.liked, tasted.looked), (1, (2, 1)));
    let mut said = Vec::new();
    for number in 2..=40 {
        let why = engine.why(&id(number), &foryou, TODAY, None).unwrap();
        let parts = why.reasons.iter().flat_map(|reason| &reason.parts).flat_map(|reason| &reason.parts);
        said.extend(parts.map(|part| part.text.clone()));
        let own = why.reasons.iter().any(|reason| reason.text.contains("You opened it and"));
        assert_eq!(own, [2, 3, 4].contains(&number), "{number}");
    }
    assert!(said.iter().any(|text| text.contains("papers that you stayed with")), "{said:?}");
    assert!(said.iter().any(|text| text.contains("1 paper that you left at once")), "{said:?}");
    // A star counts in place of the look.
    star(&mut engine, 2);
    engine.relearn();
    assert_eq!(engine.taste(&[id(1), id(2)]).looked, (1, 1));
}

#[test]
fn what_is_near_is_found_anew_when_papers_or_their_tags_change() {
    let mut engine = engine(papers());
    let tag = |engine: &mut Engine, number: u32, tags: &[&str]| {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        engine.mark(vec![(id(number), Made { tags, ..Made::default() })]);
    };
    tag(&mut engine, 4, &["matter"]);
    let like = view("like:matter", None);
    let (proteins, _) = listed(&mut engine, &like);
    assert_eq!(listed(&mut engine, &like).0, proteins, "asked for twice");
    tag(&mut engine, 4, &[]);
    tag(&mut engine, 3, &["matter"]);
    let (robots, _) = listed(&mut engine, &like);
    assert!(robots[..12].iter().all(|number| number % 2 == 1), "{robots:?}");
    let like_it = Paper { id: id(99), ..papers().swap_remove(2) };
    engine.learn(vec![like_it]);
    while engine.index_some(1_000) {}
    while engine.learn_some() {}
    assert!(listed(&mut engine, &like).0.contains(&99), "a new paper like them is among them");
}

#[test]
fn a_digest_waits_until_all_is_learnt() {
    let mut engine = engine(papers());
    for number in [1, 3, 5] {
        star(&mut engine, number);
    }
    let foryou = view("", Some(Order::ForYou));
    assert!(engine.is_learnt_for(&view("", Some(Order::Votes)), TODAY), "others need nothing learnt");
    let mut steps = 0;
    while !engine.is_learnt_for(&foryou, TODAY) {
        engine.learn_some();
        steps += 1;
    }
    assert!(steps > 1);
    let ids = engine.ids(&foryou, TODAY, None);
    assert_eq!(ids.len(), 40);
    let order: Vec<PaperId> = listed(&mut engine, &foryou).0.into_iter().map(id).collect();
    assert_eq!(ids, order, "as the list is when it is ordered for you");
    // What was starred since is learnt from as well, unlike in a list that is on the screen.
    star(&mut engine, 2);
    assert_eq!(engine.ids(&foryou, TODAY, None), order);
    assert!(engine.is_learnt_for(&foryou, TODAY));
    assert_ne!(engine.ids(&foryou, TODAY, None), order);
}

/// What a paper may belong to, asked until there was time for it.
fn perhaps(engine: &mut Engine, number: u32, in_time: bool) -> Vec<(bool, String)> {
    engine.perhaps(&id(number), &|| in_time);
    while engine.learn_some() {}
    let mut asked = 1;
    loop {
        if let Some(found) = engine.perhaps(&id(number), &|| in_time) {
            assert!(found.iter().all(|one| (LABEL_CHANCE..=1.0).contains(&one.chance)), "{found:?}");
            return found.into_iter().map(|one| (one.is_tag, one.name)).collect();
        }
        asked += 1;
        assert!(asked < 100, "it comes to an end");
    }
}

#[test]
fn a_paper_like_those_of_a_tag_or_collection_may_belong_there() {
    let build = |numbers: &[u32]| {
        let mut engine = engine(papers());
        for number in numbers {
            let own = if number % 2 == 0 { "grips" } else { "cells" };
            let (tags, collections) =
                if number % 2 == 0 { (vec![own.to_owned()], vec![]) } else { (vec![], vec![own.to_owned()]) };
            let places = collections.iter().map(|_| "a".to_owned()).collect();
            engine.mark(vec![(id(*number), Made { tags, collections, places, ..Made::default() })]);
        }
        engine
    };
    let mut few = build(&[2, 4, 6, 8, 1, 3, 5, 7]);
    assert_eq!(few.perhaps(&id(20), &|| true), Some(Vec::new()), "four papers say too little");
    assert!(!few.learn_some(), "nothing is learnt for it");
    let told: Vec<u32> = (1..=16).collect();
    let mut some = build(&told);
    assert_eq!(some.perhaps(&id(20), &|| true), Some(Vec::new()), "papers are still to be learnt from");
    let (grips, cells) = (vec![(true, "grips".to_owned())], vec![(false, "cells".to_owned())]);
    let found = |engine: &mut Engine| [20, 22, 24, 19, 21, 23].map(|number| perhaps(engine, number, true));
    let all = found(&mut some);
    for (at, found) in all.iter().enumerate() {
        let (right, wrong) = if at < 3 { (&grips, &cells) } else { (&cells, &grips) };
        assert!(found == right || found.is_empty(), "{at}: {found:?}, not {wrong:?}");
    }
    assert!(all.iter().filter(|found| !found.is_empty()).count() >= 4, "{all:?}");
    assert_eq!(perhaps(&mut some, 2, true), vec![], "it is there already");
    // In whatever order it was put there, and however little time there was.
    let mut backwards = build(&told.iter().rev().copied().collect::<Vec<_>>());
    assert_eq!(backwards.perhaps(&id(20), &|| false), Some(Vec::new()));
    while backwards.learn_some() {}
    assert_eq!(backwards.perhaps(&id(20), &|| false), None, "there was time for one");
    let slowly = perhaps(&mut backwards, 20, false);
    assert_eq!((slowly, found(&mut backwards)), (all[0].clone(), all));
}
