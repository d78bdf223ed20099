//! Any text is a query, has an answer, and can be written, changed and completed.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use offprint::engine::Engine;
use offprint::paper::{Day, Paper, PaperId};
use offprint::query::suggest::{Completed, Values, suggest};
use offprint::query::{LONGEST, Query, View, Window, edit, parse, write};

const TODAY: Day = Day(20_664);

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::new(engine());
}

/// A few papers.
fn engine() -> Engine {
    let titles =
        ["Masked image modelling", "A data set of C++ and datasets", "Pre-training, pretrained: β-VAE", "OR AND NOT"];
    let paper = |(number, title): (usize, &str)| {
        let id = PaperId::parse(&format!("2607.0000{number}")).expect("an identifier").0;
        let abstract_text = Some(titles.repeat(number).join(" "));
        Paper { abstract_text, categories: vec!["cs.CL".to_owned()], days: vec![TODAY], ..Paper::new(id, title) }
    };
    let mut engine = Engine::default();
    engine.recall(titles.into_iter().enumerate().map(paper).collect());
    while engine.index_some(usize::MAX) {}
    engine
}

struct Few;

impl Values for Few {
    fn complete(&self, _: Completed, prefix: &str, limit: usize) -> Vec<(String, u32)> {
        let known = ["attention", "cs.CL", "Yoshua Bengio", "diffusion models"].map(|value| (value.to_owned(), 3));
        known.into_iter().filter(|(value, _)| value.starts_with(prefix)).take(limit).collect()
    }
}

fn read(text: &str) -> Query {
    let query = parse(text, TODAY);
    for notice in &query.notices {
        assert!(text.get(notice.span.start as usize..notice.span.end as usize).is_some(), "{notice:?}");
    }
    for said in query.positive_texts() {
        assert!(text.get(said.span.start as usize..said.span.end as usize).is_some(), "{said:?}");
    }
    query
}

fuzz_target!(|input: (&str, &str, u16)| {
    let (text, condition, cursor) = input;
    let query = read(text);
    let written = write(&query);
    let again = read(&written);
    assert_eq!((again.order, &again.jump), (query.order, &query.jump), "{written:?}");
    // Escapes may make it longer than what is read of a text.
    if written.len() <= LONGEST {
        assert_eq!(write(&again).trim_end(), written.trim_end());
    }
    let view = View { window: Window::All, text: text.to_owned(), ..View::default() };
    let list = ENGINE.with_borrow_mut(|engine| engine.rows(&view, TODAY, None, 0, 10));
    assert!(list.total <= 4 && list.rows.len() == list.total as usize, "{list:?}");
    for one in suggest(text, usize::from(cursor), &Few, TODAY) {
        assert!(text.get(one.replace.start as usize..one.replace.end as usize).is_some(), "{one:?}");
    }
    for changed in [
        edit::with(text, condition),
        edit::without(text, condition),
        edit::toggle(text, condition),
        edit::exclude(text, condition),
        edit::replace_field(text, "day", Some("7d")),
    ] {
        read(&changed);
    }
    read(&edit::value(text));
    read(&edit::whole(text));
});
