//! Laws of the order within a collection, against lists that are moved about by hand.

use offprint::paper::PaperId;
use offprint::shelf::arrange::Step;
use offprint::shelf::{Act, Event, Field, Millis, Shelf, Subject, ThingId, Value};
use proptest::prelude::*;

const OUTER: ThingId = ThingId(1);
const INNER: ThingId = ThingId(2);

fn id(number: u32) -> PaperId {
    PaperId::parse(&format!("2309.{number:05}")).unwrap().0
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![Just(Step::Up), Just(Step::Down), Just(Step::First), Just(Step::Last)]
}

/// A collection in another one.
fn nested() -> Shelf {
    let mut shelf = Shelf::new(1);
    for (number, name) in [(OUTER, "outer"), (INNER, "inner")] {
        let making = shelf.making(&Subject::Collection(number), &[(Field::Name, name)]);
        shelf.apply(&making, Millis(1));
    }
    let parent = Value::from(OUTER.to_string().as_str());
    shelf.apply(&Act::Set(Subject::Collection(INNER), Field::Parent, parent), Millis(2));
    shelf
}

fn collect(shelf: &mut Shelf, into: ThingId, papers: &[u32], now: i64) {
    let ids: Vec<PaperId> = papers.iter().map(|number| id(*number)).collect();
    shelf.apply(&shelf.collecting(into, &ids), Millis(now));
}

fn numbers(shelf: &Shelf, of: ThingId) -> Vec<u32> {
    let number = |id: &PaperId| id.as_str().split_once('.').unwrap().1.parse().unwrap();
    shelf.all_members(of).into_iter().map(number).collect()
}

fn arrange(shelf: &mut Shelf, number: u32, step: Step, shown: &dyn Fn(u32) -> bool, now: i64) -> Option<Event> {
    let is_shown = |other: &PaperId| (0..30).any(|number| shown(number) && id(number) == *other);
    let act = shelf.arranging(OUTER, &id(number), step, &is_shown)?;
    let event = shelf.apply(&act, Millis(now));
    assert!(event.is_some(), "what is to be done changes something");
    event
}

/// The same by hand: out of the list, and in again beside the other; to an end of it whatever is shown.
fn by_hand(list: &mut Vec<u32>, paper: u32, step: Step, beside: &dyn Fn(u32) -> bool) -> bool {
    let at = list.iter().position(|other| *other == paper).unwrap();
    let near = matches!(step, Step::Up | Step::Down);
    let others = |range: std::ops::Range<usize>| range.filter(|at| !near || beside(list[*at])).collect::<Vec<_>>();
    let (before, after) = (others(0..at), others(at + 1..list.len()));
    let to = match step {
        Step::Up => before.last(),
        Step::Down => after.first(),
        Step::First => before.first(),
        Step::Last => after.last(),
    };
    // Behind the other, once it is out, is the very place that the other had.
    let Some(to) = to.copied() else { return false };
    list.remove(at);
    list.insert(to, paper);
    true
}

proptest! {
    #[test]
    fn a_paper_moves_past_those_that_are_shown_and_all_others_stay(
        outer in proptest::sample::subsequence((0..12_u32).collect::<Vec<_>>(), 0..12).prop_shuffle(),
        inner in proptest::sample::subsequence((0..12_u32).collect::<Vec<_>>(), 0..12).prop_shuffle(),
        hidden in proptest::sample::subsequence((0..12_u32).collect::<Vec<_>>(), 0..6),
        moves in proptest::collection::vec((0..12_u32, step()), 0..20),
    ) {
        let mut shelf = nested();
        collect(&mut shelf, OUTER, &outer, 3);
        collect(&mut shelf, INNER, &inner, 4);
        let mut own = outer.clone();
        let mut within: Vec<u32> = inner.iter().filter(|paper| !outer.contains(paper)).copied().collect();
        for ((paper, step), now) in moves.into_iter().zip(5..) {
            let shown = |other: u32| other == paper || !hidden.contains(&other);
            let before = shelf.clone();
            let event = arrange(&mut shelf, paper, step, &shown, now);
            let list = if own.contains(&paper) { &mut own } else { &mut within };
            let moved = list.contains(&paper) && by_hand(list, paper, step, &shown);
            prop_assert_eq!(event.is_some(), moved);
            prop_assert_eq!(numbers(&shelf, OUTER), [own.clone(), within.clone()].concat());
            if let Some(event) = event {
                // One setting, taken back in one step.
                prop_assert_eq!(event.touched.len(), 1);
                let mut undone = shelf.clone();
                undone.undo(&event, Millis(now));
                prop_assert_eq!(numbers(&undone, OUTER), numbers(&before, OUTER));
            }
        }
    }

    #[test]
    fn what_two_devices_arrange_apart_comes_to_one_order_with_every_paper_once(
        mine in proptest::collection::vec((0..8_u32, step()), 0..8),
        theirs in proptest::collection::vec((0..8_u32, step()), 0..8),
        then in (0..8_u32, step()),
    ) {
        let mut here = nested();
        collect(&mut here, OUTER, &[0, 1, 2, 3], 3);
        let mut there = Shelf::new(2);
        here.cards().for_each(|(subject, card)| _ = there.absorb(&subject, card));
        // Put to the end on both, which gives them the same places.
        collect(&mut here, OUTER, &[4, 6], 4);
        collect(&mut there, OUTER, &[5, 7], 4);
        for (shelf, moves) in [(&mut here, &mine), (&mut there, &theirs)] {
            for ((paper, step), now) in moves.iter().zip(5..) {
                arrange(shelf, *paper, *step, &|_| true, now);
            }
        }
        let join = |one: &Shelf, other: &Shelf| {
            let mut joined = one.clone();
            other.cards().for_each(|(subject, card)| _ = joined.absorb(&subject, card));
            joined
        };
        let mut joined = join(&here, &there);
        prop_assert_eq!(&joined, &join(&there, &here));
        prop_assert_eq!(&joined, &join(&joined, &here));
        let mut order = numbers(&joined, OUTER);
        let mut all = order.clone();
        all.sort_unstable();
        prop_assert_eq!(all, (0..8).collect::<Vec<_>>());
        // Also where two stand at one place there is a way between them.
        let moved = arrange(&mut joined, then.0, then.1, &|_| true, 50).is_some();
        prop_assert_eq!(moved, by_hand(&mut order, then.0, then.1, &|_| true));
        prop_assert_eq!(numbers(&joined, OUTER), order);
    }
}
