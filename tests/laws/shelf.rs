//! Laws of the shelf, over random acts and clocks that go backwards.

use offprint::paper::PaperId;
use offprint::shelf::{Act, Event, Field, Mark, Millis, Shelf, Switch};
use proptest::prelude::*;

fn paper() -> impl Strategy<Value = PaperId> {
    // Few papers, so that acts meet.
    (1..5_u32).prop_map(|number| PaperId::parse(&format!("2309.{number:05}")).unwrap().0)
}

fn field() -> impl Strategy<Value = Field> {
    (any::<bool>(), 0..4_i64, 0..4_i64).prop_map(|(on, at, since)| Field { on, at: Millis(at), since: Millis(since) })
}

fn mark() -> impl Strategy<Value = Mark> {
    let field = || proptest::option::of(field());
    let opened = proptest::option::of((0..4_i64).prop_map(Millis));
    (field(), field(), field(), opened).prop_map(|(star, read, dismissed, opened)| Mark {
        star,
        read,
        dismissed,
        opened,
    })
}

fn act() -> impl Strategy<Value = Act> {
    let single = prop_oneof![
        (paper(), any::<bool>()).prop_map(|(id, on)| Act::Star(id, on)),
        (paper(), any::<bool>()).prop_map(|(id, on)| Act::Read(id, on)),
        (paper(), any::<bool>()).prop_map(|(id, on)| Act::Dismiss(id, on)),
        paper().prop_map(Act::Open),
    ];
    single.prop_recursive(2, 12, 6, |inner| proptest::collection::vec(inner, 0..6).prop_map(Act::Several))
}

/// Acts, each with what the clock says and whether the act is taken back right away.
fn acts() -> impl Strategy<Value = Vec<(Act, i64, bool)>> {
    proptest::collection::vec((act(), -5..20_i64, any::<bool>()), 0..20)
}

/// What the reader sees of a shelf: the switches, and since when each star is there.
fn seen(shelf: &Shelf) -> Vec<(PaperId, [bool; 3], Option<Millis>)> {
    let show =
        |(id, mark): (&PaperId, &Mark)| (id.clone(), Switch::ALL.map(|switch| mark.is_on(switch)), mark.starred_at());
    let mut seen: Vec<_> = shelf.iter().map(show).filter(|(_, switches, _)| switches.contains(&true)).collect();
    seen.sort();
    seen
}

/// What an act wants of the shelf, naively: one simple act after the other over what the reader sees.
fn wants(act: &Act, shelf: &Shelf, id: &PaperId) -> [bool; 3] {
    fn walk(act: &Act, id: &PaperId, wanted: &mut [bool; 3]) {
        match act {
            Act::Star(of, on) if of == id => wanted[0] = *on,
            Act::Read(of, on) if of == id => wanted[1] = *on,
            Act::Dismiss(of, on) if of == id => wanted[2] = *on,
            Act::Open(of) if of == id => wanted[1] = true,
            Act::Several(acts) => acts.iter().for_each(|act| walk(act, id, wanted)),
            _ => {}
        }
    }
    let mut wanted = Switch::ALL.map(|switch| shelf.get(id).is_on(switch));
    walk(act, id, &mut wanted);
    wanted
}

/// Does the acts and gives the shelf and its journal.
fn live(acts: &[(Act, i64, bool)]) -> (Shelf, Vec<Event>) {
    let mut shelf = Shelf::default();
    let mut journal = Vec::new();
    for (act, now, undone) in acts {
        let change = shelf.apply(act, Millis(*now));
        journal.extend(change.event.clone());
        if *undone {
            journal.extend(shelf.undo(&change, Millis(-*now)).event);
        }
    }
    (shelf, journal)
}

proptest! {
    #[test]
    fn merging_is_commutative_associative_and_idempotent(a in mark(), b in mark(), c in mark()) {
        prop_assert_eq!(a.merge(b), b.merge(a));
        prop_assert_eq!(a.merge(b).merge(c), a.merge(b.merge(c)));
        prop_assert_eq!(a.merge(a), a);
        prop_assert_eq!(a.merge(Mark::default()), a);
    }

    #[test]
    fn the_later_setting_wins_and_of_two_at_once_the_one_that_is_on(a in field(), b in field()) {
        let merged = Mark::of(Switch::Star, a).merge(Mark::of(Switch::Star, b)).star.unwrap();
        let on = if a.at == b.at { a.on || b.on } else if a.at > b.at { a.on } else { b.on };
        prop_assert_eq!((merged.on, merged.at), (on, a.at.max(b.at)));
    }

    #[test]
    fn an_act_does_what_it_says_whatever_the_clock_says(before in acts(), act in act(), now in -5..20_i64) {
        let (mut shelf, _) = live(&before);
        let old = shelf.clone();
        let change = shelf.apply(&act, Millis(now));
        for number in 1..5 {
            let (id, _) = PaperId::parse(&format!("2309.{number:05}")).unwrap();
            let is = Switch::ALL.map(|switch| shelf.get(&id).is_on(switch));
            prop_assert_eq!(is, wants(&act, &old, &id));
            // What other tabs have of it, which is what it was before, does not win over it.
            prop_assert_eq!(old.get(&id).merge(shelf.get(&id)), shelf.get(&id));
        }
        prop_assert_eq!(change.is_empty(), old == shelf);
        for ((id, before), (same, after)) in change.before.iter().zip(&change.after) {
            prop_assert_eq!((id, *before, *after), (same, old.get(id), shelf.get(id)));
        }
    }

    #[test]
    fn undoing_an_act_restores_what_the_reader_saw(before in acts(), act in act(), now in -5..20_i64) {
        let (mut shelf, _) = live(&before);
        let was = seen(&shelf);
        let change = shelf.apply(&act, Millis(now));
        let became = seen(&shelf);
        let undone = shelf.undo(&change, Millis(now - 3));
        prop_assert_eq!(seen(&shelf), was.clone());
        // A tab that heard of act and undo in the wrong order agrees.
        let mut other = Shelf::default();
        for (id, mark) in undone.after.iter().chain(&change.after) {
            other.absorb(id.clone(), *mark);
        }
        for (id, _) in &change.after {
            prop_assert_eq!(other.get(id), shelf.get(id));
        }
        // Undoing the undo does it again, and undoing that takes it back again.
        let redone = shelf.undo(&undone, Millis(now));
        prop_assert_eq!(seen(&shelf), became);
        shelf.undo(&redone, Millis(now));
        prop_assert_eq!(seen(&shelf), was);
    }

    #[test]
    fn the_journal_in_any_order_rebuilds_the_shelf(acts in acts(), seed in any::<usize>()) {
        let (shelf, mut journal) = live(&acts);
        prop_assert_eq!(&Shelf::rebuild(&journal), &shelf);
        let middle = seed % (journal.len() + 1);
        journal.rotate_left(middle);
        prop_assert_eq!(&Shelf::rebuild(journal.iter().rev()), &shelf);
        prop_assert_eq!(&Shelf::rebuild(journal.iter().chain(&journal)), &shelf);
        let keys: std::collections::BTreeSet<String> = journal.iter().map(|event| event.key("tab")).collect();
        prop_assert_eq!(keys.len(), journal.len());
    }

    #[test]
    fn absorbing_a_shelf_is_merging_each_mark(mine in acts(), theirs in acts()) {
        let ((mine, _), (theirs, _)) = (live(&mine), live(&theirs));
        let join = |one: &Shelf, other: &Shelf| {
            let mut joined = one.clone();
            other.iter().for_each(|(id, mark)| _ = joined.absorb(id.clone(), *mark));
            joined
        };
        let both = join(&mine, &theirs);
        prop_assert_eq!(&both, &join(&theirs, &mine));
        let mut again = both.clone();
        prop_assert!(mine.iter().all(|(id, mark)| !again.absorb(id.clone(), *mark)));
    }
}
