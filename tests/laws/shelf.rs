//! Laws of the shelf, over random acts, several devices, and clocks that go backwards.

use std::collections::{BTreeMap, BTreeSet};

use offprint::columns::Made;
use offprint::paper::PaperId;
use offprint::shelf::look::{Look, SETTING};
use offprint::shelf::order::between;
use offprint::shelf::{Act, Card, Cause, Event, Field, Millis, Past, Register, Shelf, Stamp, Subject, ThingId, Value};
use proptest::prelude::*;

fn id(number: u32) -> PaperId {
    PaperId::parse(&format!("2309.{number:05}")).unwrap().0
}

fn paper() -> impl Strategy<Value = PaperId> {
    // Few papers, so that acts meet.
    (1..4_u32).prop_map(id)
}

fn field() -> impl Strategy<Value = Field> {
    prop_oneof![
        Just(Field::Star),
        Just(Field::Dismissed),
        Just(Field::Leaning),
        Just(Field::Look),
        Just(Field::Note),
        "[ab]".prop_map(|name| Field::Tag(name.into())),
        (0..2_u64).prop_map(|number| Field::In(ThingId(number))),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Off), Just(Value::On), "[xy]".prop_map(|text| Value::Text(text.into()))]
}

fn register() -> impl Strategy<Value = Register> {
    (value(), 0..3_i64, 0..2_u32, 0..2_u32, 0..3_i64).prop_map(|(value, at, count, by, since)| Register {
        value,
        at: Stamp { at: Millis(at), count, by },
        since: Millis(since),
    })
}

fn card() -> impl Strategy<Value = Card> {
    proptest::collection::vec((field(), register()), 0..6).prop_map(|fields| {
        let mut card = Card::default();
        fields.iter().for_each(|(field, register)| _ = card.set(field, register));
        card
    })
}

fn act() -> impl Strategy<Value = Act> {
    let single = prop_oneof![
        (paper(), any::<bool>()).prop_map(|(id, on)| Act::Star(id, on)),
        (paper(), any::<bool>()).prop_map(|(id, on)| Act::Read(id, on)),
        (paper(), any::<bool>()).prop_map(|(id, on)| Act::Dismiss(id, on)),
        paper().prop_map(Act::Open),
        (paper(), "[ab ]", any::<bool>()).prop_map(|(id, tag, on)| Act::Tag(id, tag.into(), on)),
        (paper(), "[xy]?").prop_map(|(id, note)| Act::Note(id, note.into())),
        ("search:000000000000000[12]", field(), value()).prop_map(|(subject, field, value)| Act::Set(
            Subject::parse(&subject),
            field,
            value
        )),
    ];
    single.prop_recursive(2, 12, 6, |inner| proptest::collection::vec(inner, 0..6).prop_map(Act::Several))
}

/// Acts, each with what the clock says and whether the act is taken back right away.
fn acts() -> impl Strategy<Value = Vec<(Act, i64, bool)>> {
    proptest::collection::vec((act(), -5..20_i64, any::<bool>()), 0..20)
}

/// Notes on few papers, some of them taken back.
fn notes() -> impl Strategy<Value = Vec<(Act, i64, bool)>> {
    let note = (paper(), "[xyz]{0,2}").prop_map(|(id, note)| Act::Note(id, note.into()));
    proptest::collection::vec((note, -5..20_i64, any::<bool>()), 0..6)
}

/// Every field that is on, and since when.
fn seen(shelf: &Shelf) -> BTreeMap<(String, String), (Value, Millis)> {
    let fields = shelf.cards().flat_map(|(subject, card)| {
        let shown = card.iter().filter(|(field, _)| **field != Field::Opened);
        let shown = shown.filter_map(|(field, register)| Some((field.to_string(), register.shown()?)));
        shown.map(|(field, (value, since))| ((subject.to_string(), field), (value.clone(), since))).collect::<Vec<_>>()
    });
    fields.collect()
}

/// What acts do, naively: one simple act after the other, a map entry each.
fn naive(act: &Act, set: &mut BTreeMap<(String, String), Value>) {
    let mut put = |subject: Subject, field: Field, value: Value| {
        let key = (subject.to_string(), field.to_string());
        if value.is_on() { _ = set.insert(key, value) } else { _ = set.remove(&key) }
    };
    match act.clone() {
        Act::Star(id, on) => put(Subject::Paper(id), Field::Star, on.into()),
        Act::Read(id, on) => put(Subject::Paper(id), Field::Read, on.into()),
        Act::Dismiss(id, on) => put(Subject::Paper(id), Field::Dismissed, on.into()),
        Act::Open(id) => put(Subject::Paper(id), Field::Read, Value::On),
        Act::Tag(_, tag, _) if tag.trim().is_empty() => {}
        Act::Tag(id, tag, on) => put(Subject::Paper(id), Field::Tag(tag), on.into()),
        Act::Note(id, text) => put(Subject::Paper(id), Field::Note, Value::from(&*text)),
        Act::Set(subject, field, value) => put(subject, field, value),
        Act::Several(acts) => acts.iter().for_each(|act| naive(act, set)),
    }
}

/// Acts of which more are about collections.
fn collecting() -> impl Strategy<Value = Act> {
    let collection = || (0..2_u64).prop_map(ThingId);
    prop_oneof![
        act(),
        (paper(), collection(), value()).prop_map(|(id, of, value)| Act::Set(Subject::Paper(id), Field::In(of), value)),
        (collection(), value()).prop_map(|(id, name)| Act::Set(Subject::Collection(id), Field::Name, name)),
        (collection(), collection(), any::<bool>()).prop_map(|(id, of, on)| {
            let parent = if on { Value::from(of.to_string().as_str()) } else { Value::Off };
            Act::Set(Subject::Collection(id), Field::Parent, parent)
        }),
        (collection(), "[xy]").prop_map(|(id, order)| Act::Set(
            Subject::Collection(id),
            Field::Order,
            Value::from(order.as_str())
        )),
    ]
}

/// Marks, tags, names of collections, note.
type Plain = ([bool; 3], BTreeSet<String>, BTreeSet<String>, String);

/// Of each paper what the engine should know, naively.
fn known(shelf: &Shelf) -> BTreeMap<PaperId, Plain> {
    let on = |subject: &str, field: &str| seen(shelf).remove(&(subject.to_owned(), field.to_owned()));
    let text = |value: Option<(Value, Millis)>| match value {
        Some((Value::Text(text), _)) => text.to_string(),
        _ => String::new(),
    };
    let known = |id: PaperId| {
        let paper = format!("paper:{id}");
        let flags = ["star", "read", "dismissed"].map(|field| on(&paper, field).is_some());
        let tags = ["a", "b"].into_iter().filter(|tag| on(&paper, &format!("tag:{tag}")).is_some());
        let is_in = |of: &u64| !text(on(&paper, &format!("in:{of:016x}"))).is_empty();
        let of_collection = |of: u64, field: &str| text(on(&format!("collection:{of:016x}"), field));
        let outer = |of: &u64| {
            let parent = of_collection(*of, "parent");
            (0..2).find(|other| format!("{other:016x}") == parent && of_collection(*other, "parent").is_empty())
        };
        let inner = (0..2).filter(is_in).filter(|of| !of_collection(*of, "name").is_empty());
        let all = inner.flat_map(|of| [Some(of), outer(&of)]).flatten();
        let names = all.map(|of| of_collection(of, "name")).filter(|name| !name.is_empty()).collect();
        (id, (flags, tags.map(str::to_owned).collect(), names, text(on(&paper, "note"))))
    };
    (1..4).map(id).map(known).collect()
}

/// Does the acts and gives the shelf and its journal.
fn live(by: u32, acts: &[(Act, i64, bool)]) -> (Shelf, Vec<Event>) {
    let mut shelf = Shelf::new(by);
    let mut journal = Vec::new();
    for (act, now, undone) in acts {
        let event = shelf.apply(act, Millis(*now));
        if let (Some(event), true) = (&event, undone) {
            let undone = shelf.undo(event, Millis(-*now));
            journal.extend([event.clone()].into_iter().chain(undone));
        } else {
            journal.extend(event);
        }
    }
    (shelf, journal)
}

fn join(one: &Shelf, other: &Shelf) -> Shelf {
    let mut joined = one.clone();
    other.cards().for_each(|(subject, card)| _ = joined.absorb(&subject, card));
    joined
}

fn merged(one: &Card, other: &Card) -> Card {
    let mut joined = one.clone();
    joined.merge(other);
    joined
}

proptest! {
    #[test]
    fn who_is_told_of_the_papers_remade_knows_what_was_made(acts in proptest::collection::vec((collecting(), 0..9_i64, any::<bool>()), 0..12)) {
        let (mut shelf, mut told) = (Shelf::new(1), BTreeMap::new());
        for (act, now, undone) in acts {
            let event = shelf.apply(&act, Millis(now));
            let back = event.as_ref().filter(|_| undone).and_then(|event| shelf.undo(event, Millis(now)));
            for event in event.into_iter().chain(back) {
                told.extend(shelf.remade(&event).into_iter().map(|id| (shelf.made(&id), id)).map(|(made, id)| (id, made)));
            }
            for (id, (flags, tags, collections, note)) in known(&shelf) {
                prop_assert_eq!(told.get(&id).cloned().unwrap_or_default(), shelf.made(&id));
                let Made { flags: now, tags: tagged, collections: within, note: noted, .. } = told.get(&id).cloned().unwrap_or_default();
                prop_assert_eq!([now.starred, now.read, now.dismissed], flags);
                prop_assert_eq!((tagged.into_iter().collect::<BTreeSet<_>>(), noted), (tags, note));
                prop_assert_eq!(within.into_iter().collect::<BTreeSet<_>>(), collections);
            }
        }
    }

    #[test]
    fn a_collection_has_as_many_papers_as_its_list(acts in proptest::collection::vec(collecting(), 0..30)) {
        let mut shelf = Shelf::new(1);
        // Names and places in a collection are texts.
        let placed = |act: &Act| !matches!(act, Act::Set(_, _, Value::On));
        acts.iter().filter(|act| placed(act)).for_each(|act| _ = shelf.apply(act, Millis(1)));
        let sizes = shelf.sizes();
        for one in shelf.collections() {
            let members = shelf.all_members(one.id);
            let listed = |id: u32| shelf.made(&PaperId::parse(&format!("2309.{id:05}")).unwrap().0).collections.contains(&one.name);
            prop_assert_eq!(sizes.iter().find(|(id, _)| *id == one.id).unwrap().1 as usize, members.len());
            let alone = shelf.collections().iter().filter(|other| other.name == one.name).count() == 1;
            prop_assert!(!alone || (1..4).filter(|number| listed(*number)).count() == members.len());
        }
    }

    #[test]
    fn things_that_are_made_together_stand_in_their_order(count in 1..20_usize, before in 0..3_u64) {
        let mut shelf = Shelf::new(1);
        for number in 0..before {
            let made = shelf.making(&Subject::Search(ThingId(100 + number)), &[(Field::Name, "first")]);
            shelf.apply(&made, Millis(1));
        }
        let names: Vec<String> = (0..count).map(|at| format!("search {at}")).collect();
        let made = names.iter().zip(0..).map(|(name, at)| (Subject::Search(ThingId(50 - at)), vec![(Field::Name, name.as_str())]));
        let act = shelf.making_all(made);
        shelf.apply(&act, Millis(2));
        let found: Vec<String> = shelf.searches().into_iter().map(|search| search.name).skip(before as usize).collect();
        prop_assert_eq!(found, names);
    }

    #[test]
    fn merging_is_commutative_associative_and_idempotent(a in card(), b in card(), c in card()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&a, &Card::default()), a);
    }

    #[test]
    fn of_two_settings_the_later_stands(a in register(), b in register()) {
        let both = merged(&Card::of(Field::Star, a.clone()), &Card::of(Field::Star, b.clone()));
        let later = if (a.at, &a.value, a.since) > (b.at, &b.value, b.since) { a } else { b };
        prop_assert_eq!(both.get(&Field::Star), Some(&later));
    }

    #[test]
    fn an_act_does_what_it_says_whatever_the_clock_says(before in acts(), act in act(), now in -5..20_i64) {
        let (mut shelf, _) = live(1, &before);
        let old = shelf.clone();
        let event = shelf.apply(&act, Millis(now));
        let mut wanted: BTreeMap<_, _> = seen(&old).into_iter().map(|(key, (value, _))| (key, value)).collect();
        naive(&act, &mut wanted);
        let is: BTreeMap<_, _> = seen(&shelf).into_iter().map(|(key, (value, _))| (key, value)).collect();
        prop_assert_eq!(is, wanted);
        // What other tabs have of it, which is what it was before, does not win over it.
        prop_assert_eq!(&join(&old, &shelf), &shelf);
        prop_assert_eq!(event.is_none(), old == shelf);
        for touch in event.iter().flat_map(|event| &event.touched) {
            prop_assert_eq!(touch.was.as_ref(), old.card(&touch.subject).get(&touch.field));
            prop_assert_eq!(Some(&touch.now), shelf.card(&touch.subject).get(&touch.field));
        }
    }

    #[test]
    fn undoing_an_act_restores_what_the_reader_saw(before in acts(), act in act(), now in -5..20_i64) {
        let (mut shelf, _) = live(1, &before);
        let was = seen(&shelf);
        let Some(event) = shelf.apply(&act, Millis(now)) else { return Ok(()) };
        let became = seen(&shelf);
        let Some(undone) = shelf.undo(&event, Millis(now - 3)) else {
            // An opening is a fact and not a choice.
            prop_assert!(event.touched.iter().all(|touch| touch.field == Field::Opened));
            return Ok(());
        };
        prop_assert_eq!(seen(&shelf), was.clone());
        // A tab that heard of act and undo in the wrong order agrees.
        let mut other = live(1, &before).0;
        other.replay(&undone);
        other.replay(&event);
        prop_assert_eq!(&other, &shelf);
        let redone = shelf.redo(&event, Millis(now)).unwrap();
        prop_assert_eq!(seen(&shelf), became);
        shelf.undo(&redone, Millis(now));
        prop_assert_eq!(seen(&shelf), was);
    }

    #[test]
    fn undoing_leaves_alone_what_was_set_since(before in acts(), act in act(), later in act()) {
        let (mut shelf, _) = live(1, &before);
        let Some(event) = shelf.apply(&act, Millis(50)) else { return Ok(()) };
        let then = shelf.clone();
        shelf.apply(&later, Millis(60));
        let since = shelf.clone();
        shelf.undo(&event, Millis(70));
        for (subject, card) in since.cards() {
            for (field, register) in card.iter() {
                if then.card(&subject).get(field).and_then(Register::shown) != register.shown() {
                    let now = shelf.card(&subject).get(field).and_then(Register::shown);
                    prop_assert_eq!(now, register.shown(), "{} {}", &subject, field);
                }
            }
        }
    }

    #[test]
    fn the_whole_past_can_be_taken_back_and_done_again(acts in proptest::collection::vec((act(), -5..20_i64), 0..20)) {
        let mut shelf = Shelf::new(1);
        let (mut past, mut states, mut events) = (Past::default(), Vec::new(), BTreeMap::new());
        for (act, now) in acts {
            let before = seen(&shelf);
            let Some(event) = shelf.apply(&act, Millis(now)) else { continue };
            past.note(&event);
            if event.is_choice() {
                states.push(before);
            } else if let Some(undone) = shelf.undo(&event, Millis(now)) {
                // What opening marks as read must not stand between the states that are compared.
                events.insert(undone.at, undone);
            }
            events.insert(event.at, event);
        }
        prop_assert_eq!(past.undo.len(), states.len());
        let last = seen(&shelf);
        while let Some(at) = past.undo.last().copied() {
            let undone = shelf.undo(&events[&at], Millis(0)).unwrap();
            prop_assert_eq!(undone.cause, Cause::Undo(at));
            past.note(&undone);
            prop_assert_eq!(seen(&shelf), states[past.undo.len()].clone());
        }
        while let Some(at) = past.redo.last().copied() {
            past.note(&shelf.redo(&events[&at], Millis(0)).unwrap());
        }
        prop_assert_eq!(seen(&shelf), last);
        prop_assert_eq!(past.undo.len(), states.len());
    }

    #[test]
    fn the_journal_in_any_order_rebuilds_the_shelf(acts in acts(), seed in any::<usize>()) {
        let (shelf, mut journal) = live(1, &acts);
        prop_assert_eq!(&Shelf::rebuild(&journal), &shelf);
        let middle = seed % (journal.len() + 1);
        journal.rotate_left(middle);
        prop_assert_eq!(&Shelf::rebuild(journal.iter().rev()), &shelf);
        prop_assert_eq!(&Shelf::rebuild(journal.iter().chain(&journal)), &shelf);
        let keys: std::collections::BTreeSet<String> = journal.iter().map(|event| event.at.key()).collect();
        prop_assert_eq!(keys.len(), journal.len());
    }

    #[test]
    fn shelves_of_several_devices_come_to_the_same_in_any_order(a in acts(), b in acts(), c in acts()) {
        let ((a, _), (b, _), (c, _)) = (live(1, &a), live(2, &b), live(3, &c));
        prop_assert_eq!(&join(&a, &b), &join(&b, &a));
        prop_assert_eq!(&join(&join(&a, &b), &c), &join(&a, &join(&b, &c)));
        prop_assert_eq!(&join(&a, &a), &a);
    }

    #[test]
    fn a_merge_is_one_event_that_previews_does_and_undoes_it(mine in acts(), theirs in acts(), now in -5..20_i64) {
        let ((mine, _), (theirs, _)) = (live(1, &mine), live(2, &theirs));
        let cards: Vec<(Subject, &Card)> = theirs.cards().collect();
        let event = mine.merging(cards.iter().map(|(subject, card)| (subject, *card)), Stamp::default(), Millis(now));
        let Some(event) = event else {
            prop_assert_eq!(&join(&mine, &theirs), &mine);
            return Ok(());
        };
        let mut shelf = mine.clone();
        shelf.replay(&event);
        prop_assert_eq!(&shelf, &join(&mine, &theirs));
        shelf.undo(&event, Millis(now));
        prop_assert_eq!(seen(&shelf), seen(&mine));
        // Taking in the same once more does not bring back what was taken back.
        let again = join(&shelf, &theirs);
        prop_assert_eq!(seen(&again), seen(&mine));
    }

    #[test]
    fn of_notes_written_apart_neither_is_lost_and_each_side_comes_to_the_same(mine in notes(), theirs in notes(), now in 5..20_i64) {
        let ((mine, _), (theirs, _)) = (live(1, &mine), live(2, &theirs));
        let taken = |here: &Shelf, there: &Shelf, replaced: bool| {
            let cards: Vec<(Subject, Card)> = there.cards().map(|(subject, card)| (subject, card.clone())).collect();
            let (event, both) = here.merging_both(&cards, &|_, _| replaced, Stamp::default(), Millis(now));
            let mut shelf = here.clone();
            event.iter().for_each(|event| _ = shelf.replay(event));
            (shelf, event, both)
        };
        // What was written over the other is as ever.
        prop_assert_eq!(&taken(&mine, &theirs, true).0, &join(&mine, &theirs));
        let ((here, event, both), (there, ..)) = (taken(&mine, &theirs, false), taken(&theirs, &mine, false));
        for number in 1..4 {
            let texts = [&mine, &theirs].map(|shelf| shelf.get(&id(number)).note());
            let (a, b) = (here.get(&id(number)).note(), there.get(&id(number)).note());
            prop_assert_eq!(a, b);
            // A note that was taken away is no text that could be lost.
            prop_assert!(texts.iter().any(|text| text.is_empty()) || texts.iter().all(|text| a.contains(text)), "{texts:?}: {a}");
        }
        if let Some(event) = &event {
            prop_assert!(both == 0 || event.touched.iter().any(|touch| touch.now.at == event.at));
            let mut shelf = here.clone();
            shelf.undo(event, Millis(now));
            prop_assert_eq!(seen(&shelf), seen(&mine));
        }
        prop_assert_eq!(taken(&here, &theirs, false).1, None);
        prop_assert_eq!(taken(&here, &there, false).2, 0);
    }

    #[test]
    fn a_note_that_another_tab_is_about_to_swallow_is_kept(first in "[a-c]{1,3}", second in "[d-f]{1,3}", knew in any::<bool>()) {
        let mut here = Shelf::new(1);
        let mut there = Shelf::new(2);
        let mine = here.apply(&Act::Note(id(1), first.as_str().into()), Millis(1)).unwrap();
        if knew {
            there.replay(&mine);
        }
        let theirs = there.apply(&Act::Note(id(1), second.as_str().into()), Millis(2)).unwrap();
        prop_assert_eq!(there.swallowed(&mine), Act::Several(Vec::new()), "only one of the two tabs mends it");
        let act = here.swallowed(&theirs);
        here.replay(&theirs);
        here.apply(&act, Millis(3));
        let note = here.get(&id(1)).note();
        prop_assert_eq!(note.contains(&first), !knew);
        prop_assert!(note.contains(&second));
    }

    #[test]
    fn names_and_fields_read_as_they_are_written(text in ".{0,30}", number in any::<u64>()) {
        let subjects = [
            Subject::parse(&text),
            Subject::Mute(offprint::shelf::Mute::Word, text.as_str().into()),
            Subject::Setting(text.as_str().into()),
            Subject::Collection(ThingId(number)),
            Subject::Search(ThingId(number)),
            Subject::Paper(id(7)),
        ];
        for subject in subjects {
            prop_assert_eq!(Subject::parse(&subject.to_string()), subject);
        }
        for field in [Field::parse(&text), Field::Tag(text.as_str().into()), Field::In(ThingId(number)), Field::Is] {
            prop_assert_eq!(Field::parse(&field.to_string()), field);
        }
    }

    #[test]
    fn there_is_a_place_between_any_two(places in proptest::collection::vec(any::<prop::sample::Index>(), 1..200)) {
        let mut order: Vec<String> = Vec::new();
        for place in places {
            let at = place.index(order.len() + 1);
            let low = at.checked_sub(1).map_or("", |below| order[below].as_str());
            let high = order.get(at).map_or("", String::as_str);
            let new = between(low, high);
            prop_assert!(low < new.as_str() && (high.is_empty() || new.as_str() < high), "{low} {new} {high}");
            order.insert(at, new);
        }
    }
}

#[test]
fn places_at_the_end_stay_short() {
    let mut last = String::new();
    for _ in 0..100_000 {
        let next = between(&last, "");
        assert!(next > last && next.len() <= 11, "{last} {next}");
        last = next;
    }
}

proptest! {
    #[test]
    fn of_looks_only_what_is_new_is_noted(looks in proptest::collection::vec(any::<bool>(), 0..12)) {
        let mut shelf = Shelf::default();
        prop_assert_eq!(shelf.looking(&id(1), Look::Stayed), None, "it was never opened");
        shelf.apply(&Act::Open(id(1)), Millis(1));
        let (mut written, mut stayed) = (Vec::new(), false);
        for (look, now) in looks.iter().map(|stayed| if *stayed { Look::Stayed } else { Look::Left }).zip(2..) {
            let act = shelf.looking(&id(1), look);
            written.extend(act.and_then(|act| shelf.apply(&act, Millis(now))));
            stayed |= look == Look::Stayed;
            prop_assert_eq!(shelf.get(&id(1)).look(), Some(if stayed { Look::Stayed } else { Look::Left }));
        }
        prop_assert!(written.len() <= 2);
        // They are nothing to take back, and cards can be made of them again.
        prop_assert!(written.iter().all(|event| !event.is_choice()));
        let mut past = Past::default();
        written.iter().for_each(|event| past.note(event));
        prop_assert!(past.undo.is_empty());
        prop_assert_eq!(Shelf::rebuild(&written).get(&id(1)).look(), shelf.get(&id(1)).look());
    }
}

#[test]
fn what_is_said_outright_and_the_setting_go_before_looks() {
    let mut shelf = Shelf::default();
    for (number, act) in [(1, Act::Star(id(1), true)), (2, Act::Dismiss(id(2), true)), (3, Act::Read(id(3), true))] {
        shelf.apply(&Act::Open(id(number)), Millis(1));
        shelf.apply(&act, Millis(2));
    }
    assert_eq!([1, 2].map(|number| shelf.looking(&id(number), Look::Stayed)), [None, None]);
    let stayed = shelf.looking(&id(3), Look::Stayed).unwrap();
    shelf.apply(&stayed, Millis(3));
    assert_eq!(shelf.made(&id(3)).flags.look, 1);
    let set = |to: &str| Act::Set(Subject::Setting(SETTING.into()), Field::Is, Value::from(to));
    let off = shelf.apply(&set("off"), Millis(4)).unwrap();
    assert_eq!(shelf.made(&id(3)).flags.look, 0, "it is not learnt from");
    assert_eq!(shelf.remade(&off), [id(3)]);
    shelf.apply(&Act::Open(id(4)), Millis(5));
    assert_eq!(shelf.looking(&id(4), Look::Left), None, "nor noted");
    shelf.apply(&set("on"), Millis(6));
    assert_eq!(shelf.made(&id(3)).flags.look, 1);
}
