//! Laws of tags that are given other names, and of notes that are written with pauses.

use std::collections::BTreeSet;

use offprint::paper::PaperId;
use offprint::present::{Place, acts, renames};
use offprint::query::{View, edit};
use offprint::shelf::{
    Act, Event, Field, MemoryKeep, Millis, Past, Remark, Shelf, Subject, ThingId, Value, past, save,
};
use proptest::prelude::*;

fn id(number: u32) -> PaperId {
    PaperId::parse(&format!("2309.{number:05}")).unwrap().0
}

/// The tags of each of a few papers.
fn tags(shelf: &Shelf) -> Vec<BTreeSet<String>> {
    (0..6).map(|number| shelf.get(&id(number)).tags().map(str::to_owned).collect()).collect()
}

fn tagged(by: u32, given: &[(u32, String, bool)]) -> Shelf {
    let mut shelf = Shelf::new(by);
    for ((number, tag, on), now) in given.iter().zip(1..) {
        shelf.apply(&Act::Tag(id(*number), tag.as_str().into(), *on), Millis(now));
    }
    shelf
}

fn given() -> impl Strategy<Value = Vec<(u32, String, bool)>> {
    proptest::collection::vec((0..6_u32, "[abc]", prop::bool::weighted(0.8)), 0..20)
}

/// What is to be taken back last, as the store has it after a reload.
fn reloaded(keep: &MemoryKeep) -> (Past, Vec<Event>) {
    let (past, events, _) = pollster::block_on(past(keep)).unwrap();
    (past, events)
}

proptest! {
    #[test]
    fn a_tag_by_another_name_is_on_the_same_papers_and_joins_one_of_that_name(
        here in given(), there in given(), from in "[abc]", to in " ?[abcd]",
    ) {
        let mut shelf = tagged(1, &here);
        let before = tags(&shelf);
        let event = shelf.apply(&shelf.retagging(&from, &to), Millis(50));
        let new = to.trim();
        let renamed = |had: &BTreeSet<String>| -> BTreeSet<String> {
            had.iter().map(|tag| if *tag == from { new.to_owned() } else { tag.clone() }).collect()
        };
        prop_assert_eq!(tags(&shelf), before.iter().map(renamed).collect::<Vec<_>>());
        prop_assert_eq!(event.is_some(), new != from && before.iter().any(|had| had.contains(&from)));
        // Another device that goes on with the old name keeps it where it was given later, and no other paper loses anything.
        let other = tagged(2, &there.iter().map(|(number, tag, on)| (number + 6, tag.clone(), *on)).collect::<Vec<_>>());
        let mut joined = shelf.clone();
        other.cards().for_each(|(subject, card)| _ = joined.absorb(&subject, card));
        for number in 6..12 {
            prop_assert_eq!(joined.get(&id(number)), other.get(&id(number)));
        }
        if let Some(event) = event {
            let all = before.iter().filter(|had| had.contains(&from)).count();
            let both = before.iter().filter(|had| had.contains(&from) && had.contains(new)).count();
            let told = acts::told(&event);
            prop_assert!(all == both || told.starts_with(&format!("“{from}” is now “{new}”: {all} paper")), "{}", told);
            let later = shelf.apply(&Act::Tag(id(0), from.as_str().into(), true), Millis(60));
            prop_assert!(later.is_some());
            shelf.undo(&later.unwrap(), Millis(70));
            shelf.undo(&event, Millis(80));
            prop_assert_eq!(tags(&shelf), before, "one step");
        }
    }

    #[test]
    fn kept_searches_follow_a_tag_or_collection_to_its_new_name(
        ask in prop::sample::select(vec!["tag:{}", "robots -tag:{} votes:>3", "(tag:{} OR in:{}) day:7d", "like:{}", "in:{} year:2025"]),
        of_tag in any::<bool>(), from in "[a-c]{1,2}( [a-c]{1,2})?", to in "[d-f]{1,2}( [d-f]{1,2})?",
    ) {
        let mut shelf = Shelf::new(1);
        let (one, kept) = (ThingId(1), Subject::Search(ThingId(2)));
        let text = |name: &str| ask.replace("{}", &edit::value(name));
        let address = |name: &str| Place::default().with_view(View { text: text(name), ..View::default() }).query();
        shelf.apply(&shelf.making(&Subject::Collection(one), &[(Field::Name, &from)]), Millis(1));
        shelf.apply(&shelf.making(&kept, &[(Field::Name, "Mine"), (Field::Address, &address(&from))]), Millis(2));
        shelf.apply(&Act::Tag(id(1), from.as_str().into(), true), Millis(3));
        let before = shelf.clone();
        let act = if of_tag { renames::tag(&shelf, &from, &to) } else { renames::collection(&shelf, one, &to) };
        let event = shelf.apply(&act, Millis(4)).unwrap();
        let now = Place::parse(&shelf.searches()[0].address).view.text;
        let asks = |text: &str, name: &str| edit::parts(text).iter().any(|part| part.contains(&edit::value(name)));
        let named = if ask.contains(if of_tag { "tag:" } else { "in:" }) || ask.contains("like:") { &to } else { &from };
        prop_assert!(asks(&now, named), "{} {}", now, named);
        prop_assert!(ask.contains("day:7d") == now.contains("day:7d"), "what is relative stays so: {}", now);
        if of_tag {
            prop_assert!(acts::told(&event).ends_with("1 paper"), "{}", acts::told(&event));
        }
        shelf.undo(&event, Millis(5));
        prop_assert_eq!(shelf.searches(), before.searches(), "one step");
    }

    #[test]
    fn a_collection_by_the_name_of_another_is_joined_to_it_in_one_step(
        // Of each paper whether it is in the one and in the other; where the one or the other, and a third, are.
        held in proptest::collection::vec((any::<bool>(), any::<bool>()), 1..7), nested in 0..4_u8,
    ) {
        let mut shelf = Shelf::new(1);
        let ([one, other, third], named) = ([1, 2, 3].map(ThingId), |id: ThingId| Subject::Collection(id));
        for (id, name) in [(one, "Read"), (other, "Later"), (third, "Third")] {
            shelf.apply(&shelf.making(&named(id), &[(Field::Name, name)]), Millis(1));
        }
        let (inner, outer) = [(third, one), (other, one), (one, other), (other, third)][nested as usize];
        shelf.apply(&Act::Set(named(inner), Field::Parent, Value::from(&*outer.to_string())), Millis(2));
        for (number, (in_one, in_other)) in (0..).zip(&held) {
            let into = [(one, in_one), (other, in_other)].into_iter().filter(|(_, on)| **on).map(|(id, _)| id);
            into.for_each(|id| _ = shelf.apply(&shelf.collecting(id, [&self::id(number)]), Millis(3)));
        }
        let before = (shelf.collections(), shelf.members(one).len(), shelf.members(other).len());
        let mut all: Vec<PaperId> = shelf.members(other).into_iter().cloned().collect();
        all.extend(shelf.members(one).into_iter().filter(|id| !all.contains(id)).cloned().collect::<Vec<_>>());
        let event = shelf.apply(&renames::collection(&shelf, one, "  LATER"), Millis(4)).unwrap();
        prop_assert_eq!(shelf.members(other).into_iter().cloned().collect::<Vec<_>>(), all);
        let now: Vec<(ThingId, Option<ThingId>)> = shelf.collections().iter().map(|one| (one.id, one.parent)).collect();
        prop_assert_eq!(now, match nested {
            0 => vec![(other, None), (third, Some(other))],
            3 => vec![(third, None), (other, Some(third))],
            _ => vec![(other, None), (third, None)],
        });
        prop_assert!(shelf.members(one).is_empty());
        let joined = acts::told(&event);
        prop_assert!(!held.iter().any(|(in_one, _)| *in_one) || joined == "“Read” joined to another collection", "{}", joined);
        shelf.undo(&event, Millis(5));
        prop_assert_eq!((shelf.collections(), shelf.members(one).len(), shelf.members(other).len()), before);
    }

    #[test]
    fn pauses_in_writing_a_note_are_one_step_as_long_as_the_reader_stays(
        // Of each visit to a note the paper, and what it was after each pause.
        visits in proptest::collection::vec((0..3_u32, proptest::collection::vec("[a-d]{0,3}", 1..5), any::<bool>()), 1..6)
    ) {
        let (keep, mut shelf, mut done) = (MemoryKeep::default(), Shelf::new(1), Past::default());
        let notes = |shelf: &Shelf| (0..3).map(|number| shelf.get(&id(number)).note().to_owned()).collect::<Vec<_>>();
        let (mut now, mut steps) = (1, Vec::new());
        for (number, texts, starred) in visits {
            let (before, mut last, mut any) = (notes(&shelf), None, false);
            for text in texts {
                let act = Act::Note(id(number), text.as_str().into());
                now += 1;
                let event = match last {
                    Some(of) => shelf.apply_more(&act, of, Millis(now)),
                    None => shelf.apply(&act, Millis(now)),
                };
                let Some(event) = event else { continue };
                (last, any) = (Some(event.at), true);
                done.note(&event);
                pollster::block_on(save(&keep, &event)).unwrap();
            }
            steps.extend(any.then_some(before));
            if starred {
                let on = !shelf.get(&id(9)).starred();
                let event = shelf.apply(&Act::Star(id(9), on), Millis(now)).unwrap();
                done.note(&event);
                pollster::block_on(save(&keep, &event)).unwrap();
                steps.push(notes(&shelf));
            }
        }
        let (kept, events) = reloaded(&keep);
        prop_assert_eq!(&kept, &done);
        prop_assert_eq!(kept.undo.len(), steps.len());
        let last = notes(&shelf);
        for (at, before) in kept.undo.iter().zip(&steps).rev() {
            let event = events.iter().find(|event| event.at == *at).unwrap();
            prop_assert!(event.touched.len() == 1);
            now += 1;
            // What was written and taken away again in one visit leaves nothing to take back.
            if let Some(undone) = shelf.undo(event, Millis(now)) {
                done.note(&undone);
                pollster::block_on(save(&keep, &undone)).unwrap();
            }
            prop_assert_eq!(&notes(&shelf), before);
        }
        // And once more, after another reload.
        let (kept, events) = reloaded(&keep);
        prop_assert_eq!(&kept, &done);
        for at in kept.redo.iter().rev() {
            now += 1;
            let again = shelf.redo(events.iter().find(|event| event.at == *at).unwrap(), Millis(now));
            prop_assert!(again.is_some());
        }
        prop_assert_eq!(notes(&shelf), last);
    }

    #[test]
    fn what_came_between_ends_the_step(first in "[ab]{1,2}", second in "[cd]{1,2}") {
        let mut shelf = Shelf::new(1);
        let mut done = Past::default();
        let one = shelf.apply(&Act::Note(id(1), first.as_str().into()), Millis(1)).unwrap();
        done.note(&one);
        done.note(&shelf.apply(&Act::Star(id(2), true), Millis(2)).unwrap());
        let two = shelf.apply_more(&Act::Note(id(1), second.as_str().into()), one.at, Millis(3)).unwrap();
        done.note(&two);
        prop_assert_eq!(done.undo.len(), 3);
        shelf.undo(&two, Millis(4));
        prop_assert_eq!(shelf.get(&id(1)).note(), first);
        prop_assert!(two.touched.iter().all(|touch| touch.field == Field::Note));
    }
}

#[test]
fn a_tag_is_spelt_as_it_is_here_also_where_a_file_brings_it() {
    let id = |number: u32| PaperId::parse(&format!("2309.{number:05}")).unwrap().0;
    let mut shelf = Shelf::default();
    let tags = |shelf: &Shelf, number: u32| shelf.get(&id(number)).tags().map(str::to_owned).collect::<Vec<_>>();
    shelf.apply(&shelf.tagging(&[id(1), id(2)], "nlp, Café", true), Millis(1));
    // As two devices have spelt it.
    shelf.apply(&Act::Tag(id(3), "NLP".into(), true), Millis(2));
    shelf.apply(&shelf.tagging(&[id(4)], "Nlp, cafe ,new,NEW", true), Millis(3));
    assert_eq!(tags(&shelf, 4), ["Café", "new", "nlp"]);
    shelf.apply(&shelf.tagging(&[id(5)], "NLP", true), Millis(4));
    assert_eq!(tags(&shelf, 5), ["NLP"], "it is one that is there");
    shelf.apply(&shelf.tagging(&[id(5), id(4)], "NLP,nlp", false), Millis(5));
    assert_eq!((tags(&shelf, 5), tags(&shelf, 4)), (vec![], vec!["Café".to_owned(), "new".to_owned()]));
    let remark = |number: u32, tags: [&str; 2]| Remark {
        id: id(number),
        key: None,
        tags: tags.map(str::to_owned).to_vec(),
        note: String::new(),
        starred: false,
        since: None,
    };
    let remarks = [remark(6, ["nLP", "Vision"]), remark(7, ["vision", "CAFÉ"])];
    let event = shelf.taking_remarks(&remarks, Vec::new(), Millis(6)).unwrap();
    shelf.replay(&event);
    assert_eq!(
        (tags(&shelf, 6), tags(&shelf, 7)),
        (vec!["Vision".to_owned(), "nlp".to_owned()], vec!["Café".to_owned(), "Vision".to_owned()])
    );
    // The library offers to join the rarer spelling to the usual one.
    assert_eq!(shelf.spellings().usual("NLP"), Some("nlp"));
    shelf.apply(&renames::tag(&shelf, "NLP", "nlp"), Millis(7));
    assert_eq!(tags(&shelf, 3), ["nlp"]);
}
