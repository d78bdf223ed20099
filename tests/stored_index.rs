//! The index as it is stored: a start that opens it answers as one that makes it anew, whatever has happened to papers, notes or bytes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::cell::RefCell;

use offprint::columns::Made;
use offprint::engine::Engine;
use offprint::engine::host::Host;
use offprint::engine::message::{Request, Response, Said, Source, Summary};
use offprint::engine::stored::Stored;
use offprint::paper::{Author, Day, Paper, PaperId};
use offprint::query::{View, Window};
use offprint::shelf::keep::{Keep, KeepError, MemoryKeep, Store, Write, piece_key};
use pollster::block_on;
use proptest::collection::vec;
use proptest::prelude::*;

const PAPERS: u32 = 2_100;
const TODAY: Day = Day(20_302);
const TEXTS: [&str; 8] =
    ["masked image", "model", "images of models", "pre-training", "aaron", "zebrafish", "giraffe", "abstract nineteen"];

fn id(number: u32) -> PaperId {
    PaperId::parse(&format!("2507.{number:05}")).unwrap().0
}

fn paper(number: u32, title: &str) -> Paper {
    Paper {
        abstract_text: Some(format!("Abstract {} on masked images, number {number}.", words(number))),
        authors: vec![Author { name: format!("Aaron {}", words(number / 3)), affiliations: vec![] }],
        days: vec![Day(20_000 + (number / 40) as i32)],
        ..Paper::new(id(number), title)
    }
}

fn words(number: u32) -> String {
    let names = ["one", "two", "nineteen", "model", "pre-training", "qubit", "image"];
    format!("{} {}", names[number as usize % names.len()], names[number as usize / 7 % names.len()])
}

fn papers() -> Vec<Paper> {
    (0..PAPERS).map(|number| paper(number, &format!("Paper {number} of {}", words(number / 2)))).collect()
}

fn note(number: u32, text: &str) -> (PaperId, Made) {
    (id(number), Made { note: text.to_owned(), ..Made::default() })
}

fn feed(papers: &[Paper]) -> Vec<u8> {
    let item = |paper: &Paper| {
        let days: Vec<String> = paper.days.iter().map(Day::to_string).collect();
        serde_json::json!({
            "id": format!("https://arxiv.org/abs/{}", paper.id), "title": paper.title, "content_text": paper.abstract_text,
            "authors": [{"name": paper.authors[0].name}], "_paper": {"days": days},
        })
    };
    let items: Vec<serde_json::Value> = papers.iter().map(item).collect();
    serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "T", "_paper": {"format": 1}, "items": items})
        .to_string()
        .into_bytes()
}

/// A start of the engine over a store.
struct Start {
    host: Host<MemoryKeep>,
    said: RefCell<Vec<Said>>,
}

impl Start {
    /// Reads what is stored; then the page tells these notes.
    fn over(keep: &MemoryKeep, notes: Vec<(PaperId, Made)>) -> Start {
        let start = Start { host: Host::new(keep.clone(), || 0.0), said: RefCell::default() };
        block_on(start.host.restore(&|said| start.said.borrow_mut().push(said)));
        start.ask(Request::Mark(notes), &[]);
        start
    }

    fn ask(&self, request: Request, body: &[u8]) -> Response {
        block_on(self.host.answer(request, body, &|said| self.said.borrow_mut().push(said))).0
    }

    fn read(&self, papers: &[Paper]) {
        self.ask(Request::Read { day: None, of: Source::Feed, today: TODAY }, &feed(papers));
    }

    /// How many papers wait to be indexed, by what was said last.
    fn waiting(&self) -> u32 {
        let summary = |said: &Said| if let Said::Known(summary) = said { Some(summary.clone()) } else { None };
        let last: Summary = self.said.borrow().iter().rev().find_map(summary).unwrap();
        assert!(last.whole);
        last.waiting
    }

    fn index(&self) -> &Start {
        while self.host.index_some(&|said| self.said.borrow_mut().push(said)) {}
        self
    }

    fn found(&self, text: &str) -> Vec<PaperId> {
        match self.ask(Request::Ids { among: vec![], view: all(text), today: TODAY, seen: None, anew: false }, &[]) {
            Response::Ids(ids) => ids,
            other => panic!("{other:?}"),
        }
    }

    fn store(&self) {
        block_on(self.host.store_index());
    }

    fn trouble(&self) -> bool {
        self.said.borrow().iter().any(|said| matches!(said, Said::Trouble(_)))
    }
}

fn all(text: &str) -> View {
    View { window: Window::All, text: text.to_owned(), ..View::default() }
}

fn pieces(keep: &MemoryKeep) -> Vec<(String, Vec<u8>)> {
    block_on(keep.all(Store::Index)).unwrap()
}

fn change(keep: &MemoryKeep, key: &str, bytes: Vec<u8>) {
    let write = Write::Put { store: Store::Index, key: key.to_owned(), bytes };
    block_on(keep.update(&[], |_| vec![write])).unwrap();
}

/// A store with papers and their index, in which three papers have notes.
fn stored() -> (MemoryKeep, Vec<(PaperId, Made)>) {
    let (keep, notes) = (MemoryKeep::default(), vec![note(1, "zebrafish"), note(2, "zebrafish"), note(3, "giraffe")]);
    let first = Start::over(&keep, Vec::new());
    first.read(&papers());
    first.ask(Request::Mark(notes.clone()), &[]);
    first.index().store();
    assert!(pieces(&keep).len() >= 2);
    (keep, notes)
}

/// Whether an engine finds what one finds that has no stored index.
fn is_right(start: &Start, keep: &MemoryKeep, notes: &[(PaperId, Made)]) {
    let plain = MemoryKeep::default();
    for store in [Store::Papers, Store::Meta] {
        let put = |(key, bytes)| Write::Put { store, key, bytes };
        let writes = block_on(keep.all(store)).unwrap().into_iter().map(put).collect();
        block_on(plain.update(&[], |_| writes)).unwrap();
    }
    let plain = Start::over(&plain, notes.to_vec());
    plain.index();
    for text in TEXTS {
        assert_eq!(start.found(text), plain.found(text), "{text}");
    }
}

#[test]
fn a_second_start_indexes_nothing() {
    let (keep, notes) = stored();
    let second = Start::over(&keep, notes.clone());
    assert_eq!(second.waiting(), 0);
    assert_eq!(second.found("zebrafish"), [id(2), id(1)]);
    is_right(&second, &keep, &notes);
}

#[test]
fn only_the_first_days_are_indexed_before_the_notes_are_known() {
    let (keep, notes) = stored();
    let second = Start { host: Host::new(keep.clone(), || 0.0), said: RefCell::default() };
    block_on(second.host.restore(&|said| second.said.borrow_mut().push(said)));
    second.index();
    let found = second.found("masked image").len();
    assert!((300..900).contains(&found), "{found}");
    second.ask(Request::Mark(notes.clone()), &[]);
    assert_eq!(second.waiting(), 0);
    is_right(&second, &keep, &notes);
}

#[test]
fn what_changed_since_is_indexed_and_nothing_else() {
    let (keep, mut notes) = stored();
    // Of the next visit nothing is stored but the papers: too little has changed.
    let second = Start::over(&keep, notes.clone());
    let before = pieces(&keep);
    second.read(&[paper(5, "Giraffes are read"), paper(PAPERS, "A zebrafish that is new")]);
    second.index().store();
    assert_eq!(pieces(&keep), before);
    // A note was changed, one taken away and one written meanwhile, by another tab.
    notes = vec![note(1, "giraffe"), note(3, "giraffe"), note(4, "zebrafish")];
    let third = Start::over(&keep, notes.clone());
    assert_eq!(third.waiting(), 5, "two papers and the notes on three");
    third.index();
    assert_eq!(third.found("zebrafish").len(), 2);
    is_right(&third, &keep, &notes);
}

#[test]
fn an_index_that_much_has_changed_since_is_stored_again() {
    let (keep, notes) = stored();
    let before = pieces(&keep);
    let second = Start::over(&keep, notes.clone());
    second.read(&(PAPERS..PAPERS + 200).map(|number| paper(number, "Another")).collect::<Vec<_>>());
    second.index().store();
    assert_ne!(pieces(&keep), before);
    let third = Start::over(&keep, notes.clone());
    assert_eq!(third.waiting(), 0);
    is_right(&third, &keep, &notes);
}

#[test]
fn an_index_of_other_papers_is_refused_and_goes() {
    let (keep, notes) = stored();
    let others = (0..PAPERS).map(|number| paper(number, "All of these are now called otherwise"));
    let second = Start::over(&keep, Vec::new());
    second.read(&others.collect::<Vec<_>>());
    let third = Start::over(&keep, notes.clone());
    assert_eq!((third.waiting(), pieces(&keep).len()), (PAPERS, 0));
    third.index();
    is_right(&third, &keep, &notes);
    third.store();
    assert_eq!(Start::over(&keep, notes).waiting(), 0);
}

#[test]
fn damaged_bytes_and_other_formats_are_made_anew_without_a_word() {
    let (whole, notes) = stored();
    let sound = pieces(&whole);
    let body = |at: usize| (1, at);
    // The format of what is stored and that of the index, a sum, a length, the middle and the end.
    let formats = 4 + PAPERS as usize * 8 + 8 + 12;
    let places = [
        (0, 0),
        (0, 9),
        body(0),
        body(100),
        body(formats),
        body(50_000),
        (sound.len() - 1, sound.last().unwrap().1.len() - 1),
    ];
    for (piece, at) in places {
        let keep = MemoryKeep::default();
        block_on(copy(&whole, &keep));
        let mut bytes = sound[piece].1.clone();
        bytes[at] = bytes[at].wrapping_sub(1);
        change(&keep, &piece_key(piece), bytes);
        check_made_anew(&keep, &notes, &format!("{piece} {at}"));
    }
    for cut in 0..sound.len() {
        let keep = MemoryKeep::default();
        block_on(copy(&whole, &keep));
        let remove = Write::Remove { store: Store::Index, key: piece_key(cut) };
        block_on(keep.update(&[], |_| vec![remove])).unwrap();
        check_made_anew(&keep, &notes, &format!("without {cut}"));
    }
}

async fn copy(from: &MemoryKeep, to: &MemoryKeep) {
    for store in Store::ALL {
        let put = |(key, bytes)| Write::Put { store, key, bytes };
        let writes = from.all(store).await.unwrap().into_iter().map(put).collect();
        to.update(&[], |_| writes).await.unwrap();
    }
}

fn check_made_anew(keep: &MemoryKeep, notes: &[(PaperId, Made)], what: &str) {
    let start = Start::over(keep, notes.to_vec());
    assert_eq!((start.waiting(), pieces(keep).len(), start.trouble()), (PAPERS, 0, false), "{what}");
    start.index();
    assert_eq!(start.found("zebrafish"), [id(2), id(1)], "{what}");
    start.store();
    assert_eq!(Start::over(keep, notes.to_vec()).waiting(), 0, "{what}");
}

#[test]
fn erasing_everything_erases_it_and_what_a_tab_wrote_after_that_goes() {
    let (keep, _) = stored();
    let left = pieces(&keep);
    block_on(keep.clear()).unwrap();
    assert_eq!(pieces(&keep), []);
    left.into_iter().for_each(|(key, bytes)| change(&keep, &key, bytes));
    assert_eq!(Start::over(&keep, Vec::new()).found(""), []);
    assert_eq!(pieces(&keep), []);
}

#[test]
fn of_two_tabs_with_the_same_papers_one_writes() {
    let keep = MemoryKeep::default();
    let one = Start::over(&keep, Vec::new());
    one.read(&papers());
    let other = Start::over(&keep, Vec::new());
    one.index().store();
    change(&keep, &piece_key(1), b"left as it is".to_vec());
    other.index().store();
    assert_eq!(pieces(&keep)[1].1, b"left as it is");
}

#[test]
fn few_papers_and_a_full_store_have_no_index_and_no_trouble() {
    let keep = MemoryKeep::default();
    let few = Start::over(&keep, Vec::new());
    few.read(&papers()[..1_900]);
    few.index().store();
    assert_eq!(pieces(&keep), []);
    few.read(&papers());
    keep.fail_after(0, KeepError::Full);
    few.index().store();
    assert_eq!((pieces(&keep), few.trouble()), (vec![], false));
    assert_eq!(few.found("masked image").len(), PAPERS as usize);
}

/// An engine that knows papers with notes, in that order, and has opened an index if there is one.
fn engine(papers: &[(u32, u32, u32)], bytes: Option<&[Vec<u8>]>) -> Engine {
    let mut engine = Engine::default();
    engine.await_index();
    engine.recall(papers.iter().map(|(number, title, _)| paper(*number, &words(*title))).collect());
    let notes = papers.iter().filter(|(.., note)| *note > 0);
    engine.mark(notes.map(|(number, _, text)| note(*number, &words(*text))).collect());
    let opened = bytes.map(|bytes| Stored::open(&bytes[0], &bytes[1..].concat()).unwrap());
    engine.adopt(opened);
    while engine.index_some(7) {}
    engine
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_opened_index_answers_as_one_that_was_made(
        mut before in vec((0..30_u32, 0..20_u32, 0..4_u32), 1..40),
        changes in vec((0..40_u32, 0..20_u32, 0..4_u32), 0..6),
        turned in any::<bool>(),
    ) {
        before.sort_unstable();
        before.dedup_by_key(|(number, ..)| *number);
        let mut bytes = Vec::new();
        engine(&before, None).save(&mut |piece| bytes.push(piece.to_vec()));
        let mut now: Vec<_> = before.iter().filter(|(number, ..)| changes.iter().all(|(of, ..)| of != number)).copied().collect();
        now.extend(changes);
        now.sort_unstable();
        now.dedup_by_key(|(number, ..)| *number);
        if turned {
            now.reverse();
        }
        let (mut opened, mut made) = (engine(&now, Some(&bytes)), engine(&now, None));
        for text in ["model", "nineteen one", "\"image two\"", "pretraining", "aaron -qubit", "imag", "modle"] {
            let (view, from) = (all(text), None);
            prop_assert_eq!(opened.rows(&view, TODAY, from, 0, 50), made.rows(&view, TODAY, from, 0, 50), "{}", text);
        }
        prop_assert_eq!(opened.head(), made.head());
    }
}
