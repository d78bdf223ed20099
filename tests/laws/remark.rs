//! Laws of what other programs knew of papers: all of it is on the shelf afterwards, and nothing that was there is lost.

use std::collections::BTreeSet;

use offprint::paper::{Day, PaperId};
use offprint::shelf::{Act, Field, Millis, Remark, Shelf};
use proptest::prelude::*;

/// Remarks on different papers, as the readers of files give them.
fn remarks() -> impl Strategy<Value = Vec<Remark>> {
    let since = proptest::option::of((-3..20_i32).prop_map(Day));
    let one = (proptest::collection::vec("[ab]", 0..3), "[xyz]{0,2}", any::<bool>(), since);
    proptest::collection::vec(one, 0..5).prop_map(|all| {
        let remark = |(number, (tags, note, starred, since))| {
            let id = PaperId::parse(&format!("2309.{number:05}")).unwrap().0;
            Remark { id, key: None, tags, note, starred, since }
        };
        (1..).zip(all).map(remark).collect()
    })
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let id = (1..6_u32).prop_map(|number| PaperId::parse(&format!("2309.{number:05}")).unwrap().0);
    let act = prop_oneof![
        (id.clone(), any::<bool>()).prop_map(|(id, on)| Act::Star(id, on)),
        (id.clone(), "[ab]").prop_map(|(id, tag)| Act::Tag(id, tag.into(), true)),
        (id, "[xyz]{1,2}").prop_map(|(id, note)| Act::Note(id, note.into())),
    ];
    proptest::collection::vec(act, 0..8)
}

#[test]
fn a_note_that_comes_back_from_a_file_is_not_appended() {
    let id = PaperId::parse("2309.00001").unwrap().0;
    let mut shelf = Shelf::new(1);
    shelf.apply(&Act::Note(id.clone(), "Cost is $O(n^2)$\n\n\tper  step.".into()), Millis(1));
    let remark = |note: &str| Remark {
        id: id.clone(),
        key: None,
        tags: Vec::new(),
        note: note.to_owned(),
        starred: false,
        since: None,
    };
    assert_eq!(shelf.taking_remarks(&[remark("Cost is O(n²)\n\nper step.")], Vec::new(), Millis(2)), None);
    let event = shelf.taking_remarks(&[remark("Cost is O(n³) per step.")], Vec::new(), Millis(2)).unwrap();
    shelf.replay(&event);
    assert_eq!(shelf.get(&id).note(), "Cost is $O(n^2)$\n\n\tper  step.\n\n---\n\nCost is O(n³) per step.");
}

proptest! {
    #[test]
    fn all_that_was_told_is_kept_beside_all_that_was_there(acts in acts(), remarks in remarks(), now in 1..10_i64) {
        let before = Millis(5 * 86_400_000);
        let now = Millis(before.0 + now * 86_400_000);
        let mut shelf = Shelf::new(1);
        shelf.apply(&Act::Several(acts), before);
        let old = shelf.clone();
        let event = shelf.taking_remarks(&remarks, Vec::new(), now);
        if let Some(event) = &event {
            shelf.replay(event);
        }
        for remark in &remarks {
            let (was, is) = (old.get(&remark.id), shelf.get(&remark.id));
            prop_assert_eq!(is.starred(), was.starred() || remark.starred);
            prop_assert!(is.note().contains(&remark.note) && is.note().contains(was.note()));
            let tags: BTreeSet<&str> = was.tags().chain(remark.tags.iter().map(String::as_str)).collect();
            prop_assert_eq!(is.tags().collect::<BTreeSet<&str>>(), tags);
            if remark.starred && !was.starred() {
                let then = remark.since.map_or(now, |day| Millis::start_of(day).min(now));
                prop_assert_eq!(is.since(&Field::Star), Some(then));
            } else {
                prop_assert_eq!(is.since(&Field::Star), was.since(&Field::Star));
            }
        }
        if let Some(event) = event {
            shelf.undo(&event, now);
        }
        for remark in &remarks {
            let (was, is) = (old.get(&remark.id), shelf.get(&remark.id));
            prop_assert_eq!((is.starred_at(), is.note(), is.tags().collect::<Vec<_>>()), (was.starred_at(), was.note(), was.tags().collect()));
        }
    }
}
