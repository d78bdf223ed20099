//! The whole way from bytes to rows, with a store, without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::fs;

use offprint::columns::{Flags, Made};
use offprint::engine::Engine;
use offprint::engine::host::Host;
use offprint::engine::message::{Away, Facets, ReadReport, Request, Response, Rows, Said, Source, decode, encode};
use offprint::feed::archive::Manifest;
use offprint::paper::{Day, Paper, PaperId, Track};
use offprint::present::away::{Missed, Since};
use offprint::query::{Order, View, Window};
use offprint::sheet::{decode_tracks, tracks_key};
use offprint::shelf::Mute;
use offprint::shelf::keep::{Keep, KeepError, MemoryKeep, Store, Write};
use pollster::block_on;

/// An engine over a store, with what it said.
struct Bench {
    host: Host<MemoryKeep>,
    said: RefCell<Vec<Said>>,
}

impl Bench {
    fn over(keep: &MemoryKeep) -> Bench {
        Bench::timed(keep, || 0.0)
    }

    fn timed(keep: &MemoryKeep, clock: fn() -> f64) -> Bench {
        let bench = Bench { host: Host::new(keep.clone(), clock), said: RefCell::default() };
        block_on(bench.host.restore(&|said| bench.said.borrow_mut().push(said)));
        bench
    }

    fn ask(&self, request: Request, body: &[u8]) -> Response {
        while self.host.index_some(&|said| self.said.borrow_mut().push(said)) {}
        // What page and engine get has gone through bytes.
        let request = decode(&encode(&request)).unwrap();
        let (response, _) = block_on(self.host.answer(request, body, &|said| self.said.borrow_mut().push(said)));
        decode(&encode(&response)).unwrap()
    }

    fn read(&self, feed: &str) -> ReadReport {
        self.read_on(feed, Day(20_302))
    }

    fn read_on(&self, feed: &str, today: Day) -> ReadReport {
        match self.ask(Request::Read { day: None, of: Source::Feed, today }, feed.as_bytes()) {
            Response::Read(report) => report,
            other => panic!("{other:?}"),
        }
    }

    fn rows(&self, view: View) -> Rows {
        match self
            .ask(Request::Rows { view, today: Day::parse("2025-08-02").unwrap(), seen: None, from: 0, count: 100 }, &[])
        {
            Response::Rows(rows) => rows,
            other => panic!("{other:?}"),
        }
    }

    fn facets(&self, view: View) -> Facets {
        match self.ask(Request::Facets { view, today: Day::parse("2025-08-02").unwrap(), seen: None }, &[]) {
            Response::Facets(facets) => *facets,
            other => panic!("{other:?}"),
        }
    }

    fn trouble(&self) -> Vec<String> {
        let text = |said: &Said| if let Said::Trouble(text) = said { Some(text.clone()) } else { None };
        self.said.borrow().iter().filter_map(text).collect()
    }
}

/// A feed of items: number, day, votes, categories, whether there is code.
fn feed(items: &[(u32, &str, u32, &str, bool)]) -> String {
    let item = |(number, day, votes, category, code): &(u32, &str, u32, &str, bool)| {
        let code = if *code { r#","repository":"https://github.com/a/b""# } else { "" };
        format!(
            r#"{{"id":"https://arxiv.org/abs/2507.{number:05}","title":"Paper {number}","content_text":"On the matter of {category}.","_paper":{{"arxiv":"2507.{number:05}","days":["{day}"],"upvotes":{votes},"categories":["{category}"]{code}}}}}"#
        )
    };
    let items: Vec<String> = items.iter().map(item).collect();
    format!(r#"{{"version":"https://jsonfeed.org/version/1.1","title":"Test","items":[{}]}}"#, items.join(","))
}

fn three_days() -> String {
    feed(&[
        (1, "2025-07-28", 90, "cs.CV", true),
        (2, "2025-07-30", 5, "cs.CL", false),
        (3, "2025-08-01", 30, "cs.CV", false),
        (4, "2025-08-01", 40, "cs.LG", true),
    ])
}

/// Checks a view by the numbers of its papers, in order.
fn check(bench: &Bench, view: View, expected: &[u32]) {
    let rows = bench.rows(view.clone()).rows;
    let numbers: Vec<u32> = rows.iter().map(|row| row.id.as_str()[5..].parse().unwrap()).collect();
    assert_eq!(numbers, expected, "{view:?}");
}

fn flagged(starred: bool, read: bool, dismissed: bool) -> Made {
    Made { flags: Flags { starred, read, dismissed, ..Flags::default() }, ..Made::default() }
}

fn all(text: &str) -> View {
    View { window: Window::All, text: text.to_owned(), ..View::default() }
}

fn numbered(number: u32) -> PaperId {
    PaperId::parse(&format!("2507.{number:05}")).unwrap().0
}

#[test]
fn views_show_papers_in_order() {
    let bench = Bench::over(&MemoryKeep::default());
    bench.read(&three_days());
    let plain = View::default;
    let all = || View { window: Window::All, ..View::default() };
    let day = Day::parse("2025-07-28");
    check(&bench, plain(), &[4, 3]);
    check(&bench, View { day, ..plain() }, &[1]);
    check(&bench, View { window: Window::Week, ..plain() }, &[4, 3, 2, 1]);
    check(&bench, View { window: Window::Month, day, ..plain() }, &[2, 1]);
    check(&bench, View { order: Some(Order::Votes), ..all() }, &[1, 4, 3, 2]);
    // (40+1)/3^1.5 = 7.89, (30+1)/3^1.5 = 5.97, (90+1)/7^1.5 = 4.91, (5+1)/5^1.5 = 0.54
    check(&bench, View { order: Some(Order::Trending), ..all() }, &[4, 3, 1, 2]);
    check(&bench, View { text: "cat:cs.CV".into(), ..all() }, &[3, 1]);
    check(&bench, View { text: "has:code".into(), ..all() }, &[4, 1]);
    check(&bench, View { text: "matter cs".into(), ..all() }, &[4, 3, 2, 1]);
    check(&bench, View { text: "paper 3".into(), ..all() }, &[3]);
    check(&bench, View { day: Day::parse("2025-07-29"), ..plain() }, &[]);
}

#[test]
fn a_list_names_its_neighbours_and_its_facets() {
    let bench = Bench::over(&MemoryKeep::default());
    bench.read(&three_days());
    let rows = bench.rows(View { day: Day::parse("2025-07-30"), ..View::default() });
    assert_eq!((rows.earlier, rows.later), (Day::parse("2025-07-28"), Day::parse("2025-08-01")));
    bench.ask(Request::Mark(vec![(numbered(3), flagged(false, true, false))]), &[]);
    let facets = bench.facets(View { window: Window::All, ..View::default() });
    let categories: Vec<(&str, u32)> = facets.categories.iter().map(|value| (&*value.value, value.count)).collect();
    assert_eq!(categories, [("cs.CV", 2), ("cs.CL", 1), ("cs.LG", 1)]);
    assert_eq!((facets.of, facets.code, facets.read, facets.unread), (4, 2, 1, 3));
    assert_eq!(facets.votes.counts, [1, 0, 2, 1], "from 5, 10, 20 and 50 on");
    assert_eq!(bench.facets(View { text: "has:code".into(), ..View::default() }).of, 1, "the list's papers only");
}

#[test]
fn marks_filter() {
    let bench = Bench::over(&MemoryKeep::default());
    bench.read(&three_days());
    let marks = vec![(numbered(1), flagged(true, true, false)), (numbered(3), flagged(false, false, true))];
    assert_eq!(bench.ask(Request::Mark(marks), &[]), Response::Done);
    let all = || View { window: Window::All, ..View::default() };
    check(&bench, all(), &[4, 2, 1]);
    check(&bench, View { text: "is:starred".into(), ..all() }, &[1]);
    check(&bench, View { text: "is:unread".into(), ..all() }, &[4, 2]);
    check(&bench, View { text: "is:dismissed".into(), ..all() }, &[3]);
}

fn made(tags: &[&str], collections: &[&str], note: &str) -> Made {
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Made { tags: own(tags), collections: own(collections), note: note.to_owned(), ..Made::default() }
}

#[test]
fn a_collection_is_listed_in_its_own_order() {
    let bench = Bench::over(&MemoryKeep::default());
    bench.read(&three_days());
    let at = |places: &[(&str, &str)]| Made {
        collections: places.iter().map(|(name, _)| (*name).to_owned()).collect(),
        places: places.iter().map(|(_, place)| (*place).to_owned()).collect(),
        ..Made::default()
    };
    let marks = vec![
        (numbered(1), at(&[("Thesis", "b")])),
        (numbered(2), at(&[("Other", "z"), ("Thesis", "~a 1"), ("thesis", "a")])),
        (numbered(3), at(&[("Thesis", "~a 0")])),
    ];
    bench.ask(Request::Mark(marks), &[]);
    check(&bench, all("in:\"Thesis\""), &[2, 1, 3]);
    check(&bench, all("in:\"thesis\" sort:newest"), &[3, 2, 1]);
    check(&bench, all("in:\"thesis\" sort:collected is:unread"), &[2, 1, 3]);
    check(&bench, all("in:th"), &[3, 2, 1]);
    check(&bench, all("sort:collected is:unread"), &[4, 3, 2, 1]);
    bench.ask(Request::Mark(vec![(numbered(2), Made::default())]), &[]);
    check(&bench, all("in:\"Thesis\""), &[1, 3]);
    // Of one place, as two devices may give, by their names.
    bench.ask(Request::Mark([4, 2, 1, 3].map(|number| (numbered(number), at(&[("Thesis", "b")]))).to_vec()), &[]);
    check(&bench, all("in:\"Thesis\""), &[1, 2, 3, 4]);
}

#[test]
fn of_named_papers_those_in_the_list_are_told_in_its_order() {
    let bench = Bench::over(&MemoryKeep::default());
    bench.read(&three_days());
    let among = |text: &str, numbers: &[u32]| {
        let among = numbers.iter().map(|number| numbered(*number)).collect();
        let request =
            Request::Ids { anew: false, among, view: all(text), today: Day::parse("2025-08-02").unwrap(), seen: None };
        match bench.ask(request, &[]) {
            Response::Ids(ids) => ids,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(among("sort:newest", &[1, 3, 9]), [3, 1].map(numbered));
    assert_eq!(among("sort:oldest", &[1, 3]), [1, 3].map(numbered));
    assert_eq!(among("nothing-is-called-so", &[1, 3]), []);
    assert_eq!(among("sort:newest", &[9]), [], "none of them is no leave for all");
    assert_eq!(among("sort:newest", &[]).len(), 4);
}

#[test]
fn what_the_reader_made_is_found_and_counted() {
    let bench = Bench::over(&MemoryKeep::default());
    let marks = vec![
        (numbered(1), made(&["thesis", "To read"], &["Reading group"], "Compare with the zebrafish results.")),
        // Of a paper that comes later.
        (numbered(4), made(&["to read"], &[], "")),
        (numbered(9), made(&["nobody has it"], &[], "nobody has it")),
    ];
    bench.ask(Request::Mark(marks), &[]);
    bench.read(&three_days());
    check(&bench, all("tag:read"), &[4, 1]);
    check(&bench, all("tag:\"to read\" -tag:th"), &[4]);
    check(&bench, all("in:group has:note"), &[1]);
    check(&bench, all("-has:tag"), &[3, 2]);
    check(&bench, all("note:\"zebrafish result\""), &[1]);
    check(&bench, all("zebrafish"), &[1]);
    let facets = bench.facets(all(""));
    let tags: Vec<(&str, u32)> = facets.tags.iter().map(|tag| (&*tag.value, tag.count)).collect();
    assert_eq!((tags, facets.collections.len(), facets.noted), (vec![("To read", 2), ("thesis", 1)], 1, 1));
    let suggest = Request::Suggest { text: "tag:re".into(), cursor: 6, today: Day(20_000) };
    let Response::Suggestions(found) = bench.ask(suggest, &[]) else { panic!("no suggestions") };
    assert_eq!((found.len(), found[0].with.as_str(), found[0].count), (1, "\"To read\" ", Some(2)));
    // All of it goes again.
    bench.ask(Request::Mark(vec![(numbered(1), made(&[], &[], "On the mouse"))]), &[]);
    for gone in ["zebrafish", "in:group", "tag:thesis"] {
        check(&bench, all(gone), &[]);
    }
    check(&bench, all("mouse matter"), &[1]);
    assert!(bench.facets(all("")).collections.is_empty());
}

#[test]
fn a_few_changed_notes_are_found_at_once_and_many_wait_like_new_papers() {
    let mut engine = Engine::default();
    engine.recall((0..60).map(|number| Paper::new(numbered(number), "On matters")).collect());
    while engine.index_some(100) {}
    let mark = |engine: &mut Engine, papers: u32, note: &str| {
        engine.mark((0..papers).map(|number| (numbered(number), made(&[], &[], note))).collect());
        let found = |engine: &mut Engine, text: &str| engine.rows(&all(text), Day(20_000), None, 0, 0).total;
        (engine.summary().waiting, found(engine, "zebrafish"), found(engine, "matters"))
    };
    assert_eq!(mark(&mut engine, 5, "a zebrafish"), (0, 5, 60));
    assert_eq!(mark(&mut engine, 40, "zebrafish"), (40, 5, 60), "those that wait are as they were");
    assert_eq!(mark(&mut engine, 40, "zebrafish"), (40, 5, 60), "and wait once");
    while engine.index_some(7) {}
    assert_eq!(mark(&mut engine, 1, ""), (0, 39, 60));
}

#[test]
fn nothing_is_said_of_what_no_paper_has_while_stored_papers_are_read() {
    let mut engine = Engine::default();
    engine.await_papers();
    engine.recall((0..3).map(|number| Paper::new(numbered(number), "On matters of fact")).collect());
    while engine.index_some(100) {}
    let ask = |engine: &mut Engine, text: &str| {
        let rows = engine.rows(&all(text), Day(20_000), None, 0, 10);
        (rows.total, rows.unfinished, rows.notices.is_empty())
    };
    let texts = ["zebrafish", "matters fact", "matters zebrafish"];
    assert_eq!(texts.map(|text| ask(&mut engine, text)), [(0, true, true), (3, true, true), (3, true, true)]);
    engine.has_papers();
    assert_eq!(texts.map(|text| ask(&mut engine, text)), [(0, false, false), (3, false, false), (3, false, false)]);
}

#[test]
fn muted_papers_are_in_no_list_that_does_not_ask() {
    let bench = Bench::over(&MemoryKeep::default());
    bench.read(&three_days());
    let mute = |mutes: &[(Mute, &str)]| {
        bench.ask(Request::Mute(mutes.iter().map(|(by, what)| (*by, (*what).to_owned())).collect()), &[]);
    };
    mute(&[(Mute::Category, "cs.cv")]);
    check(&bench, all(""), &[4, 2]);
    check(&bench, all("is:muted"), &[3, 1]);
    check(&bench, all("-is:muted"), &[4, 2]);
    let muted = |text: &str| bench.rows(all(text)).muted;
    assert_eq!((muted(""), muted("matter"), muted("has:code"), muted("is:muted"), muted("paper 3")), (2, 2, 1, 0, 1));
    assert_eq!(muted("paper 2"), 0, "only the list's own words may be missing");
    assert_eq!((bench.rows(View::default()).muted, bench.facets(all("")).of), (1, 2));
    // What was said of a paper itself is stronger.
    bench.ask(
        Request::Mark(vec![(numbered(1), flagged(true, false, false)), (numbered(3), flagged(false, false, true))]),
        &[],
    );
    check(&bench, all(""), &[4, 2, 1]);
    check(&bench, all("is:dismissed"), &[3]);
    check(&bench, all("is:muted"), &[]);
    check(&bench, all("is:muted is:dismissed"), &[3]);
    mute(&[(Mute::Word, "papers 2"), (Mute::Word, "the matters")]);
    check(&bench, all("is:starred"), &[1]);
    check(&bench, all(""), &[1]);
    mute(&[]);
    check(&bench, all(""), &[4, 2, 1]);
    assert_eq!(muted(""), 0);
}

#[test]
fn nothing_muted_by_its_words_flashes_up_before_all_is_indexed() {
    let paper = |number: u32, day: Day| {
        let title = if number.is_multiple_of(2) { "A survey of matters" } else { "Matters" };
        Paper { days: vec![day], ..Paper::new(numbered(number), title) }
    };
    let day = Day::parse("2025-08-01").unwrap();
    let mut engine = Engine::default();
    engine.mute(vec![(Mute::Word, "surveys".to_owned())]);
    engine.recall((0..2_000).map(|number| paper(number, day.plus(-(number as i32) / 20))).collect());
    let rows = |engine: &mut Engine, view: View| engine.rows(&view, day, None, 0, 9);
    let list = rows(&mut engine, View::default());
    assert_eq!((list.total, list.muted), (10, 10));
    assert_eq!(engine.summary().waiting, 1_980, "what is not shown goes on waiting");
    while engine.index_some(300) {}
    let list = rows(&mut engine, all(""));
    assert_eq!((list.total, list.muted), (1_000, 1_000));
    engine.mute(vec![(Mute::Submitter, "ada".to_owned())]);
    assert_eq!(rows(&mut engine, all("")).total, 2_000);
    engine.learn(vec![Paper { submitter: Some("Ada".to_owned()), ..paper(1, day) }]);
    assert_eq!(rows(&mut engine, all("")).muted, 1, "a fact that came without words");
}

#[test]
fn what_was_read_is_there_after_a_restart() {
    let keep = MemoryKeep::default();
    let report = Bench::over(&keep).read(&three_days());
    assert_eq!((report.papers, report.added, report.not_stored), (4, 4, None));
    let bench = Bench::over(&keep);
    check(&bench, View { window: Window::All, ..View::default() }, &[4, 3, 2, 1]);
    let Some(Said::Known(summary)) = bench.said.borrow().last().cloned() else { panic!("nothing is known") };
    assert_eq!((summary.papers, summary.days.len(), summary.whole), (4, 3, true));
    assert_eq!(bench.read(&three_days()).added, 0);
}

#[test]
fn a_short_or_broken_answer_takes_nothing_away() {
    let keep = MemoryKeep::default();
    let bench = Bench::over(&keep);
    bench.read(&three_days());
    for bad in ["", "[]", "<!doctype html><title>502</title>", r#"{"error":"busy"}"#, &three_days()[..200]] {
        bench.read(bad);
        check(&bench, View { window: Window::All, ..View::default() }, &[4, 3, 2, 1]);
    }
    check(&Bench::over(&keep), View { window: Window::All, ..View::default() }, &[4, 3, 2, 1]);
}

#[test]
fn two_tabs_that_read_different_feeds_lose_nothing() {
    let keep = MemoryKeep::default();
    let (one, other) = (Bench::over(&keep), Bench::over(&keep));
    one.read(&feed(&[(1, "2025-08-01", 1, "cs.CV", false)]));
    other.read(&feed(&[(2, "2025-08-01", 2, "cs.CV", false)]));
    check(&other, View::default(), &[2, 1]);
    check(&Bench::over(&keep), View::default(), &[2, 1]);
    one.ask(Request::Reload(vec!["2025-08-01".into()]), &[]);
    check(&one, View::default(), &[2, 1]);
}

#[test]
fn a_full_store_is_told_and_the_papers_are_shown() {
    let bench = Bench::over(&MemoryKeep::full());
    let report = bench.read(&three_days());
    assert_eq!(report.not_stored, Some(KeepError::Full.to_string()));
    check(&bench, View::default(), &[4, 3]);
}

#[test]
fn a_damaged_sheet_is_told_set_aside_and_hides_no_other() {
    let keep = MemoryKeep::default();
    Bench::over(&keep).read(&three_days());
    let damage = Write::Put { store: Store::Papers, key: "2025-08-01".into(), bytes: vec![1, 255, 255] };
    block_on(keep.update(&[], |_| vec![damage])).unwrap();
    let bench = Bench::over(&keep);
    check(&bench, View { window: Window::All, ..View::default() }, &[2, 1]);
    assert_eq!(bench.trouble().len(), 1);
    assert!(bench.trouble()[0].contains("2025-08-01"));
    bench.read(&three_days());
    check(&Bench::over(&keep), View { window: Window::All, ..View::default() }, &[4, 3, 2, 1]);
    let aside = block_on(keep.get(Store::Meta, &["damaged/papers/2025-08-01".into()])).unwrap();
    assert_eq!(aside, [Some(vec![1, 255, 255])], "the bytes are kept");
}

#[test]
fn a_sheet_of_a_later_format_is_left_alone() {
    let keep = MemoryKeep::default();
    let later = vec![200, 1, 2, 3];
    let write = Write::Put { store: Store::Papers, key: "2025-08-01".into(), bytes: later.clone() };
    block_on(keep.update(&[], |_| vec![write])).unwrap();
    let bench = Bench::over(&keep);
    assert!(bench.read(&three_days()).not_stored.is_some());
    let stored = block_on(keep.get(Store::Papers, &["2025-08-01".into()])).unwrap();
    assert_eq!(stored, [Some(later)]);
}

#[test]
fn the_built_in_edition_is_whole() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/feed/");
    let (manifest, problems) = Manifest::read(&fs::read(format!("{folder}manifest.json")).unwrap());
    assert_eq!(problems, []);
    let bench = Bench::over(&MemoryKeep::default());
    for shard in manifest.unwrap().shards {
        let report = bench.read(&fs::read_to_string(format!("{folder}{}", shard.file)).unwrap());
        assert_eq!((report.papers, report.problems), (shard.papers, vec![]));
    }
    let rows = bench.rows(View::default());
    assert_eq!((rows.total, rows.day), (72, Day::parse("2025-07-29")));
    assert!(rows.rows.iter().all(|row| !row.gist.is_empty() && !row.authors.is_empty()));
}

#[test]
fn an_entry_without_identifier_is_the_known_paper_of_its_title() {
    let bench = Bench::over(&MemoryKeep::default());
    let read = |text: &str| match bench
        .ask(Request::Read { day: None, of: Source::File, today: Day(20_302) }, text.as_bytes())
    {
        Response::Read(report) => report,
        other => panic!("{other:?}"),
    };
    read(
        "@misc{a, title = {Attention Is All You Need}, author = {Vaswani, Ashish}, eprint = {1706.03762}, date = {2017-06-12}}",
    );
    let scholar = "@article{vaswani2017attention, title={Attention is all you need},
        author={Vaswani, Ashish and others}, journal={Advances}, year={2018}, keywords={to read}}
        @book{knuth, title={The {\\TeX}book}, author={Knuth, Donald E.}}
        @misc{other, title={Attention is all you need}, author={Random, Bo}}";
    let report = read(scholar);
    let told: Vec<&str> = report.problems.iter().map(|problem| problem.place.as_str()).collect();
    assert_eq!(told, ["entry vaswani2017attention, line 1", "entry knuth, line 3", "entry other, line 4"]);
    assert_eq!((report.papers, report.by_title, report.changed), (1, 1, 0));
    let remark = &report.remarks[0];
    assert_eq!((remark.id.as_str(), remark.key.as_deref()), ("1706.03762", Some("vaswani2017attention")));
    assert_eq!(remark.tags, ["to read"]);
    // Two preprints of one title and author may be two.
    read("@misc{b, title = {Attention is all you need}, author = {Vaswani, A.}, eprint = {1806.00001}}");
    assert_eq!(read(scholar).by_title, 0);
}

#[test]
fn a_corrected_title_stays_corrected() {
    let keep = MemoryKeep::default();
    let bench = Bench::over(&keep);
    bench.read(&three_days());
    bench.read(&three_days().replace("Paper 4", "Paper four"));
    let title = |bench: &Bench| bench.rows(View::default()).rows[0].title.clone();
    assert_eq!(title(&bench), "Paper four");
    assert_eq!(title(&Bench::over(&keep)), "Paper four");
}

#[test]
fn what_could_not_be_stored_is_stored_with_the_next_reading() {
    let keep = MemoryKeep::default();
    let bench = Bench::over(&keep);
    keep.fail_after(0, KeepError::Full);
    assert!(bench.read(&three_days()).not_stored.is_some());
    assert!(bench.read(&three_days()).not_stored.is_some(), "known is not yet stored");
    keep.fail_after(usize::MAX, KeepError::Full);
    assert_eq!(bench.read(&three_days()).not_stored, None);
    check(&Bench::over(&keep), View { window: Window::All, ..View::default() }, &[4, 3, 2, 1]);
}

#[test]
fn a_paper_that_moves_to_an_earlier_day_is_never_lost() {
    let keep = MemoryKeep::default();
    Bench::over(&keep).read(&feed(&[(1, "2025-07-01", 1, "cs.CV", false)]));
    // A tab that has not read the store yet meets the paper on a later day.
    let early = Bench { host: Host::new(keep.clone(), || 0.0), said: RefCell::default() };
    early.read(&feed(&[(1, "2025-07-29", 50, "cs.CV", true)]));
    block_on(early.host.restore(&|_| {}));
    early.read(&feed(&[(2, "2025-07-29", 2, "cs.CV", false)]));
    let bench = Bench::over(&keep);
    check(&bench, View { day: Day::parse("2025-07-29"), ..View::default() }, &[1, 2]);
    assert_eq!(
        bench.rows(View { text: "has:code".into(), ..View::default() }).total,
        1,
        "what the later day said is kept too"
    );
}

/// What is stored of how papers changed, by the end of the key.
fn tracks(keep: &MemoryKeep, sheet: &str) -> Vec<(PaperId, Track)> {
    let stored = block_on(keep.get(Store::Meta, &[tracks_key(sheet)])).unwrap();
    stored[0].as_ref().map(|bytes| decode_tracks(bytes).unwrap()).unwrap_or_default()
}

#[test]
fn samples_outlive_the_engine_and_are_joined_between_tabs() {
    let keep = MemoryKeep::default();
    let votes = |votes, code| feed(&[(1, "2025-08-01", votes, "cs.CV", code)]);
    let one = Bench::over(&keep);
    one.read_on(&votes(5, false), Day(20_302));
    let other = Bench::over(&keep);
    other.read_on(&votes(8, false), Day(20_304));
    // The first tab has not heard of the other's sample, and must not lose it.
    one.read_on(&votes(11, true), Day(20_306));
    let [(id, track)] = &tracks(&keep, "2025-08-01")[..] else { panic!("not one track") };
    let samples: Vec<(i32, Option<u32>)> = track.samples().iter().map(|s| (s.day.0, s.votes)).collect();
    assert_eq!((id, samples), (&numbered(1), vec![(20_302, Some(5)), (20_304, Some(8)), (20_306, Some(11))]));
    assert_eq!(track.coded, Some(Day(20_306)));
    Bench::over(&keep).read_on(&votes(20, true), Day(20_307));
    assert_eq!(tracks(&keep, "2025-08-01")[0].1.samples().len(), 4, "those of before are restored");
}

#[test]
fn damaged_tracks_are_set_aside_and_later_ones_left_alone() {
    let key = tracks_key("2025-08-01");
    let keep = MemoryKeep::default();
    Bench::over(&keep).read(&three_days());
    let put = |bytes: Vec<u8>| {
        let write = Write::Put { store: Store::Meta, key: key.clone(), bytes };
        block_on(keep.update(&[], |_| vec![write])).unwrap();
    };
    put(vec![1, 255]);
    assert_eq!(Bench::over(&keep).read(&three_days().replace("30", "31")).not_stored, None);
    assert_eq!(tracks(&keep, "2025-08-01").len(), 1, "of the one that changed");
    let aside = block_on(keep.get(Store::Meta, &[format!("damaged/{key}")])).unwrap();
    assert_eq!(aside, [Some(vec![1, 255])]);
    put(vec![200, 1]);
    assert_eq!(Bench::over(&keep).read(&three_days().replace("30", "32")).not_stored, None, "papers are stored");
    assert_eq!(block_on(keep.get(Store::Meta, &[key])).unwrap(), [Some(vec![200, 1])]);
}

/// What came, counted paper by paper from what each reading held.
#[test]
fn what_came_since_the_last_visit_is_what_a_plain_count_finds() {
    type Item = (u32, &'static str, u32, &'static str, bool);
    let before: [Item; 4] = [
        (1, "2025-07-28", 90, "cs.CV", true),
        (2, "2025-07-30", 5, "cs.CL", false),
        (3, "2025-08-01", 30, "cs.CV", false),
        (4, "2025-08-01", 40, "cs.LG", true),
    ];
    let after: [Item; 6] = [
        (1, "2025-07-28", 95, "cs.CV", true),
        (2, "2025-07-30", 5, "cs.CL", true),
        (3, "2025-08-01", 31, "cs.CV", false),
        (5, "2025-08-02", 3, "cs.LG", true),
        (6, "2025-08-05", 8, "cs.CV", false),
        (7, "2025-08-05", 80, "cs.CV", false),
    ];
    let (left, now) = (Day::parse("2025-08-01").unwrap(), Day::parse("2025-08-06").unwrap());
    let since = Since { seen: left, left };
    let keep = MemoryKeep::default();
    let bench = Bench::over(&keep);
    bench.read_on(&feed(&before), left);
    let away = |bench: &Bench, papers| match bench.ask(Request::Away { since, papers, today: now }, &[]) {
        Response::Away(away) => away,
        other => panic!("{other:?}"),
    };
    assert_eq!(away(&bench, 5), None, "no day came");
    bench.read_on(&feed(&after), now);
    let found = away(&bench, 2).unwrap();
    let was = |number: u32| before.iter().find(|item| item.0 == number);
    let new = after.iter().filter(|item| Day::parse(item.1).unwrap() > left).count() as u32;
    let rose = after.iter().filter(|item| was(item.0).is_some_and(|was| item.2 > was.2)).count() as u32;
    let coded = after.iter().filter(|item| was(item.0).is_some_and(|was| item.4 && !was.4)).count() as u32;
    assert_eq!(found.counts, [new, rose, coded, 0, 0]);
    assert_eq!(
        (found.from.to_string(), found.to.to_string(), found.days),
        ("2025-08-02".into(), "2025-08-05".into(), 2)
    );
    let best = |away: &Away| away.best.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    assert_eq!((found.unread, best(&found)), (3, vec![numbered(7), numbered(6)]));
    // Each count is the length of the list that it leads to.
    for (missed, count) in Missed::COUNTED.into_iter().zip(found.counts) {
        assert_eq!(bench.rows(missed.view(since)).total, count, "{missed:?}");
    }
    check(&bench, Missed::Rose.view(since), &[3, 1]);
    bench.ask(
        Request::Mark(vec![(numbered(7), flagged(false, true, false)), (numbered(6), flagged(false, false, true))]),
        &[],
    );
    let found = away(&bench, 2).unwrap();
    assert_eq!((found.counts[0], found.unread, best(&found)), (2, 1, vec![numbered(5)]), "dismissed and read");
    // The same after a restart.
    let again = away(&Bench::over(&keep), 2).unwrap();
    assert_eq!((again.counts[1], again.counts[2]), (rose, coded));
}

#[test]
fn what_happened_is_noted_though_the_feed_was_read_before_the_store() {
    let keep = MemoryKeep::default();
    Bench::over(&keep).read_on(&feed(&[(1, "2025-08-01", 5, "cs.CV", false)]), Day(20_302));
    let early = Bench { host: Host::new(keep.clone(), || 0.0), said: RefCell::default() };
    early.read_on(&feed(&[(1, "2025-08-01", 8, "cs.CV", true)]), Day(20_306));
    let track = &tracks(&keep, "2025-08-01")[0].1;
    assert_eq!((track.coded, track.samples().len()), (Some(Day(20_306)), 2));
    // And what was stored already is not taken for news.
    let late = Bench { host: Host::new(keep.clone(), || 0.0), said: RefCell::default() };
    late.read_on(&feed(&[(1, "2025-08-01", 8, "cs.CV", true), (2, "2025-08-01", 1, "cs.CV", true)]), Day(20_309));
    let track = &tracks(&keep, "2025-08-01")[0].1;
    assert_eq!(track.coded, Some(Day(20_306)));
}

/// A bench on which time is always over, so that each step of learning is one by itself.
fn slow(keep: &MemoryKeep) -> Bench {
    Bench::timed(keep, || f64::INFINITY)
}

/// Learns all that there is to learn, as a worker does; how many steps that took.
fn learn_all(bench: &Bench) -> u32 {
    let tell = |said| bench.said.borrow_mut().push(said);
    let mut steps = 0;
    while bench.host.index_some(&tell) || bench.host.learn_some(&tell) || block_on(bench.host.keep_learnt()) {
        steps += 1;
    }
    steps
}

#[test]
fn the_map_of_meaning_is_stored_and_serves_the_same_papers_again() {
    let map = |keep: &MemoryKeep| block_on(keep.get(Store::Meta, &["learnt/meaning".into()])).unwrap().remove(0);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/feed/");
    let (manifest, _) = Manifest::read(&fs::read(format!("{folder}manifest.json")).unwrap());
    let month = fs::read_to_string(format!("{folder}{}", manifest.unwrap().shards[0].file)).unwrap();
    let keep = MemoryKeep::default();
    let near = |bench: &Bench| -> (u32, Vec<PaperId>) {
        bench.rows(all("~\"image restoration\""));
        let steps = learn_all(bench);
        let rows = bench.rows(all("~\"image restoration\"")).rows;
        (steps, rows.into_iter().map(|row| row.id).collect())
    };
    let first = slow(&keep);
    first.read(&month);
    let (learnt, list) = near(&first);
    let stored = map(&keep).unwrap();
    assert!(list.len() > 5 && stored.len() > 1_000);
    let again = near(&slow(&keep));
    assert_eq!(again.1, list);
    assert!(again.0 < learnt / 2, "{} of {learnt} steps", again.0);
    // Damaged bytes, those of another program, or none: it is learnt anew, and stored again.
    let put = |bytes: &[u8]| Write::Put { store: Store::Meta, key: "learnt/meaning".into(), bytes: bytes.into() };
    let mut damaged = stored.clone();
    damaged[stored.len() / 2] ^= 1;
    for bytes in [damaged.as_slice(), &stored[..100], &[2; 4_000], &[]] {
        block_on(keep.update(&[], |_| vec![put(bytes)])).unwrap();
        assert_eq!(near(&slow(&keep)).1, list);
        assert_eq!(map(&keep).as_deref(), Some(stored.as_slice()));
    }
    // Other papers have another map.
    let more = slow(&keep);
    near(&more);
    more.read(&three_days());
    near(&more);
    assert_ne!(map(&keep), Some(stored));
    // Where nothing can be stored it is learnt all the same.
    let full = slow(&MemoryKeep::full());
    full.read(&month);
    assert_eq!(near(&full).1, list);
}

#[test]
fn a_collection_is_listed_whole_with_what_is_dismissed_and_muted() {
    let bench = Bench::over(&MemoryKeep::default());
    bench.read(&three_days());
    bench.ask(Request::Mute(vec![(Mute::Category, "cs.cv".to_owned())]), &[]);
    let collected = |made: Made, at: &str| {
        let (collections, places) = (vec!["Reading group".to_owned()], vec![at.to_owned()]);
        Made { collections, places, ..made }
    };
    bench.ask(
        Request::Mark(vec![
            (numbered(1), collected(flagged(false, false, false), "a")),
            (numbered(2), collected(flagged(false, false, true), "b")),
            (numbered(4), flagged(false, false, true)),
        ]),
        &[],
    );
    check(&bench, all(""), &[]);
    check(&bench, all("in:\"reading group\""), &[1, 2]);
    check(&bench, all("in:group"), &[2, 1]);
    check(&bench, all("in:group OR id:2507"), &[2, 1]);
    check(&bench, all("in:group matter"), &[2, 1]);
    check(&bench, all("in:group -is:dismissed"), &[1]);
    check(&bench, all("in:group -is:muted"), &[2]);
    check(&bench, all("-in:group"), &[]);
    assert_eq!((bench.rows(all("in:group")).muted, bench.rows(all("")).muted), (0, 2));
    let lists = vec![(all("in:group"), None)];
    let counted = bench.ask(Request::Counts { lists, today: Day(20_302) }, &[]);
    assert_eq!(counted, Response::Counts(vec![(2, 0)]));
}

/// What the page tells the engine of a paper on which the shelf holds something, or nothing any more.
fn holds(number: u32, held: bool) -> Request {
    Request::Mark(vec![(numbered(number), Made { flags: Flags { held, ..Flags::default() }, ..Made::default() })])
}

const BIBLIOGRAPHY: &str = "@misc{one, title = {Of one}, eprint = {2507.00003}, archiveprefix = {arXiv}}
    @misc{two, title = {Of two}, eprint = {2507.00008}, archiveprefix = {arXiv}}
    @misc{three, title = {Of three}, eprint = {2507.00009}, archiveprefix = {arXiv}}";

fn import(bench: &Bench, text: &str) -> ReadReport {
    match bench.ask(Request::Read { day: None, of: Source::File, today: Day(20_302) }, text.as_bytes()) {
        Response::Read(report) => report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn papers_that_only_a_file_brought_are_there_as_long_as_the_shelf_holds_something_of_them() {
    let keep = MemoryKeep::default();
    let bench = Bench::over(&keep);
    bench.read(&three_days());
    let known = |bench: &Bench| {
        let said = bench.said.borrow();
        said.iter().rev().find_map(|said| if let Said::Known(summary) = said { Some(summary.papers) } else { None })
    };
    assert_eq!(import(&bench, BIBLIOGRAPHY).brought, [numbered(8), numbered(9)], "of 3 a feed has told");
    let (before, shown) = ([4, 3, 2, 1], [4, 3, 2, 1, 9, 8]);
    check(&bench, all(""), &before);
    bench.ask(holds(8, true), &[]);
    bench.ask(holds(9, true), &[]);
    check(&bench, all(""), &shown);
    assert_eq!(known(&bench), Some(6));
    // What the reader did is undone, and done again.
    bench.ask(holds(8, false), &[]);
    bench.ask(holds(9, false), &[]);
    for text in ["", "of", "-is:starred", "is:unread", "title:two OR id:2507"] {
        assert!(bench.rows(all(text)).rows.iter().all(|row| !row.id.as_str().ends_with(['8', '9'])), "{text}");
    }
    assert_eq!((known(&bench), bench.facets(all("")).of), (Some(4), 4));
    assert_eq!(bench.rows(all("2507.00008")).unknown, Some(numbered(8)));
    bench.ask(holds(9, true), &[]);
    check(&bench, all(""), &[4, 3, 2, 1, 9]);
    // So it is after a reload and in another tab, whoever speaks first.
    let later = Bench::over(&keep);
    check(&later, all(""), &before);
    later.ask(holds(9, true), &[]);
    check(&later, all("three"), &[9]);
    assert_eq!(bench.trouble(), Vec::<String>::new());
    let other = Bench::over(&MemoryKeep::default());
    other.ask(holds(9, true), &[]);
    import(&other, BIBLIOGRAPHY);
    check(&other, all(""), &[9]);
}

#[test]
fn a_paper_that_a_file_brought_first_is_a_feeds_as_soon_as_one_tells_of_it() {
    let keep = MemoryKeep::default();
    let (bench, other) = (Bench::over(&keep), Bench::over(&keep));
    import(&bench, BIBLIOGRAPHY);
    other.ask(Request::Reload(vec!["brought".to_owned()]), &[]);
    check(&other, all(""), &[]);
    other.ask(holds(8, true), &[]);
    check(&other, all(""), &[8]);
    bench.read(&three_days());
    check(&bench, all(""), &[4, 3, 2, 1]);
    check(&bench, View { day: Day::parse("2025-08-01"), ..View::default() }, &[4, 3]);
    other.ask(Request::Reload(vec!["2025-08-01".to_owned()]), &[]);
    check(&other, all(""), &[4, 3, 8]);
    let later = Bench::over(&keep);
    check(&later, all(""), &[4, 3, 2, 1]);
    // What another has stored of them meanwhile is joined, and a second import changes nothing.
    import(&other, BIBLIOGRAPHY);
    import(&later, BIBLIOGRAPHY);
    later.ask(holds(8, true), &[]);
    check(&Bench::over(&keep), all(""), &[4, 3, 2, 1]);
    check(&later, all(""), &[4, 3, 2, 1, 8]);
    let why = |bench: &Bench, number: u32| {
        let request = Request::Why { id: numbered(number), view: all(""), today: Day(20_302), seen: None };
        match bench.ask(request, &[]) {
            Response::Why(why) => why.unwrap(),
            other => panic!("{other:?}"),
        }
    };
    assert!(why(&later, 9).reasons[0].text.contains("undone"), "{:?}", why(&later, 9));
    assert_eq!(why(&later, 8).place, Some(4));
}
