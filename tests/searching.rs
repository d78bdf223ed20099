//! Searching as readers of several languages do, through the whole engine.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use offprint::columns::Made;
use offprint::engine::Engine;
use offprint::paper::{Author, Day, Paper, PaperId};
use offprint::query::{Notice, View, Window};

const TODAY: Day = Day(20_302);

fn numbered(number: u32) -> PaperId {
    PaperId::parse(&format!("2507.{number:05}")).unwrap().0
}

fn view(text: &str) -> View {
    View { window: Window::All, text: text.to_owned(), ..View::default() }
}

/// An engine that knows papers of these titles and authors.
fn engine(papers: &[(&str, &str)]) -> Engine {
    let mut engine = Engine::default();
    let paper = |(number, (title, author)): (u32, &(&str, &str))| Paper {
        authors: vec![Author::named(*author)],
        ..Paper::new(numbered(number), *title)
    };
    engine.recall((1..).zip(papers).map(paper).collect());
    while engine.index_some(100) {}
    engine
}

fn asked(engine: &mut Engine, text: &str) -> (u32, Vec<Notice>) {
    let rows = engine.rows(&view(text), TODAY, None, 0, 10);
    (rows.total, rows.notices)
}

/// Titles of which each is found by all that stand behind it.
#[test]
fn words_are_found_however_they_were_set() {
    let ways: [(&str, &[&str]); 7] = [
        (
            "An efficient affluent of diffusion",
            &["e\u{fb03}cient", "a\u{fb04}uent", "di\u{fb00}usion", "dif\u{ad}fu\u{ad}sion"],
        ),
        ("τ-bench, a benchmark", &["τ-bench", "tau-bench", "$\\tau$-bench", "Τ-Bench"]),
        ("The model $\\pi_0$", &["π0", "π_0", "\\pi_0", "π₀"]),
        ("Scaling with μP", &["\u{b5}P", "μp", "muP"]),
        (
            "Language–image pretraining of O’Briens",
            &["language-image", "pre–training", "pre−training", "OʼBriens", "O'Briens"],
        ),
        ("CO₂ and R² of Йёхан", &["CO2", "R2", "И\u{306}е\u{308}хан"]),
        ("Ωμέγα σοφός", &["ωμεγα", "ΣΟΦΟΣ"]),
    ];
    let titles: Vec<(&str, &str)> = ways.iter().map(|(title, _)| (*title, "A. Author")).collect();
    let mut engine = engine(&titles);
    for (title, ways) in ways {
        for way in ways {
            let rows = engine.rows(&view(&[way, " "].concat()), TODAY, None, 0, 10);
            let found: Vec<&str> = rows.rows.iter().map(|row| row.title.as_str()).collect();
            assert_eq!(found, [title], "{way}");
        }
    }
}

#[test]
fn notes_without_blanks_are_found_by_any_word_in_them() {
    let mut engine = engine(&[("One", "A"), ("Two", "B"), ("Three", "C")]);
    let note = |text: &str| Made { note: text.into(), ..Made::default() };
    engine.mark(vec![
        (numbered(1), note("大语言模型的推理很好")),
        (numbered(2), note("語言と模型のトランスフォーマー")),
        (numbered(3), note("言语")),
    ]);
    let mut found = |text: &str| {
        let rows = engine.rows(&view(text), TODAY, None, 0, 10);
        rows.rows.iter().map(|row| row.title.clone()).collect::<Vec<_>>().join(" ")
    };
    let texts = ["语言模型", "推理", "模型 ", "トランス", "\"言模\"", "note:推理很"];
    assert_eq!(texts.map(&mut found), ["One", "One", "Two One", "Two", "One", "One"]);
    assert_eq!(["模语", "型模"].map(&mut found), ["", ""]);
}

#[test]
fn of_a_compound_only_a_part_that_no_paper_has_is_unknown() {
    let mut engine = engine(&[
        ("Agents with vision: a vision agent", "A"),
        ("Transformer-based models", "B"),
        ("Transformers and p values", "C"),
    ]);
    let mut said = |text: &str| {
        let (total, notices) = asked(&mut engine, text);
        let notice = notices.into_iter().find(|notice| notice.text.starts_with("No paper"));
        (total, notice.map(|notice| (notice.text, notice.instead.unwrap_or_default())))
    };
    let unknown = |text: &str, instead: &str| Some((text.to_owned(), instead.to_owned()));
    assert_eq!(said("vision-agent "), (1, None));
    assert_eq!(said("p-value "), (1, None));
    assert_eq!(said("transformer-ba"), (1, None));
    let slip = "No paper has the word “transfomer”. Did you mean “transformer”?";
    assert_eq!(said("transfomer-based modles "), (1, unknown(slip, "transformer-based models ")));
    assert_eq!(said("transfomer "), (1, unknown(slip, "transformer ")));
    assert_eq!(said("xqz-based "), (0, unknown("No paper has the word “xqz”.", "")));
}

#[test]
fn names_of_several_words_are_completed() {
    let engine = engine(&[
        ("One", "Laurens van der Maaten"),
        ("Two", "Jean-Baptiste Alayrac"),
        ("Three", "Conor O’Brien"),
        ("Four", "Mihaela van der Schaar"),
        ("Five", "Jean Ponce"),
    ]);
    let completed = |text: &str| {
        let found = engine.suggest(text, text.len() as u32, TODAY);
        found.into_iter().map(|one| one.label).collect::<Vec<_>>()
    };
    assert_eq!(completed("author:\"van der"), ["Laurens van der Maaten", "Mihaela van der Schaar"]);
    assert_eq!(completed("author:\"van der m"), ["Laurens van der Maaten"]);
    assert_eq!(completed("author:jean-b"), ["Jean-Baptiste Alayrac"]);
    assert_eq!(completed("author:o'b"), ["Conor O’Brien"]);
    assert_eq!(completed("author:\"laurens v"), ["Laurens van der Maaten"]);
    assert_eq!(completed("author:").len(), 5);
}
