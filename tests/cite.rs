//! Exports and imports, against readers that others wrote and files as others write them.
//!
//! Each file in `tests/data/import/` is as some program exports it; beside it stands what is read from it, as
//! `<name>.expected`. `UPDATE=1 cargo test --test cite` writes the expectations anew.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use biblatex::{Bibliography, ChunksExt, DateValue, PermissiveType};
use offprint::cite::{Entry, Format, Head, Keys, coins, notes};
use offprint::feed::import;
use offprint::paper::{Author, Day, Name, Paper, PaperId};
use quick_xml::events::Event;
use serde_json::{Value, json};

const HEAD: Head<'static> = Head { title: "Stars & <more>", home: "https://example.org/offprint/", today: Day(20_298) };

fn paper(id: &str, title: &str, authors: &[&str]) -> Paper {
    let authors = authors.iter().map(|name| Author::named(*name)).collect();
    Paper {
        authors,
        categories: vec!["cs.CL".into(), "stat.ML".into()],
        ..Paper::new(PaperId::parse(id).unwrap().0, title)
    }
}

/// Papers as they are, and as they might be.
fn papers() -> Vec<Paper> {
    let day = |text| Day::parse(text);
    vec![
        Paper {
            published: day("2017-06-12"),
            abstract_text: Some("Of 100% “quoted” words & a_b, x² and {braces} with C:\\path ~ α.".into()),
            ..paper("1706.03762", "Attention Is All You Need", &["Ashish Vaswani", "Noam Shazeer", "Łukasz Kaiser"])
        },
        paper(
            "2501.12948",
            "DeepSeek-R1: Incentivizing Reasoning Capability in LLMs",
            &["DeepSeek-AI", "Barnes and Noble"],
        ),
        paper(
            "0812.0001",
            "A – B: 50% & more_of {it}",
            &["Laurens van der Maaten", "Martin Luther King, Jr.", "Émile Šimůnek"],
        ),
        paper("hep-th/9901001", "Größe, naïveté and ß at O(n²) for ℝ; α, 王 and 😀", &["Nikolaj Thøgersen", "王伟"]),
        paper("2309.05239", "Formulas such as $\\sqrt{n}$ survive", &[]),
        paper("2309.05240", "Attention and a key like the first's", &["Ada Vaswani"]),
        Paper { published: day("2015-05-27"), ..paper("10.1038/Nature14539", "Deep learning", &["Yann LeCun"]) },
        Paper { published: day("1998-01-01"), ..paper("10.1002/(SICI)1097-4571<1::x>3.0.CO;2-8", "Old", &["Bo"]) },
        Paper {
            days: vec![Day(20_000)],
            ..paper("https://jmlr.org/papers/v3/a_b.html?x=1&y=%20#top", "A page", &["Ada Page"])
        },
    ]
}

fn tags() -> Vec<String> {
    vec!["to read".into(), "naïve, but good".into()]
}

/// Writes all papers with the same tags and note.
fn written(format: Format) -> (String, Vec<Paper>, Keys) {
    let (papers, tags) = (papers(), tags());
    let mut keys = Keys::default();
    keys.extend(&papers, 0);
    let note = "Read **twice**.\n\n- 100% {sure}";
    let mut entries = Vec::new();
    for paper in &papers {
        let key = keys.get(&paper.id).unwrap();
        entries.push(Entry { key, tags: &tags, note, starred: Some(Day(20_000)), ..Entry::of(paper) });
    }
    let text = format.write(&entries, &HEAD);
    (text, papers, keys)
}

#[test]
fn bibtex_is_as_styles_and_zotero_want_it() {
    let (text, papers, keys) = written(Format::BibTex);
    assert_eq!(keys.get(&papers[0].id), Some("vaswani2017attention"));
    assert_eq!(keys.get(&papers[2].id), Some("maaten2008b"));
    let first = text.split("\n\n").next().unwrap();
    let expected = r#"@misc{vaswani2017attention,
  author = {Vaswani, Ashish and Shazeer, Noam and Kaiser, {\L}ukasz},
  title = {Attention Is All You Need},
  year = {2017},
  month = jun,
  day = {12},
  eprint = {1706.03762},
  archivePrefix = {arXiv},
  eprinttype = {arxiv},
  eprintclass = {cs.CL},
  primaryClass = {cs.CL},
  doi = {10.48550/arXiv.1706.03762},
  url = {https://arxiv.org/abs/1706.03762},
  abstract = {Of 100\% {\textquotedblleft}quoted{\textquotedblright} words \& a\_b, x{$^{2}$} and {$\lbrace$}braces{$\rbrace$} with C:{\textbackslash}path {\textasciitilde} {$\alpha$}.},
  keywords = {stat.ML, to read, {na{\"i}ve, but good}},
  annote = {Read **twice**."#;
    assert_eq!(first, expected);
    for line in [
        r"  title = {{DeepSeek}-R1: Incentivizing Reasoning Capability in {LLM}s},",
        r"  author = {{DeepSeek-AI} and {Barnes and Noble}},",
        r"  author = {van der Maaten, Laurens and King, Jr., Martin Luther and {\v{S}}im{\r{u}}nek, {\'E}mile},",
        r"  title = {Formulas such as $\sqrt{n}$ survive},",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn the_biblatex_crate_reads_both() {
    for format in [Format::BibTex, Format::BibLatex] {
        let (text, papers, keys) = written(format);
        let bibliography = Bibliography::parse(&text).unwrap();
        assert_eq!(bibliography.len(), papers.len());
        for paper in &papers {
            let key = keys.get(&paper.id).unwrap();
            let entry = bibliography.get(key).unwrap();
            let read = |name: &str| entry.get(name).map(ChunksExt::format_verbatim).unwrap_or_default();
            let arxiv = paper.id.arxiv();
            assert_eq!(read("eprint"), arxiv.unwrap_or_default());
            let kind = if arxiv.is_some() { ("arxiv", "cs.CL") } else { ("", "") };
            assert_eq!((&*read("eprinttype"), &*read("eprintclass")), kind);
            assert_eq!(entry.doi().ok(), paper.id.doi());
            assert_eq!(entry.url().unwrap(), paper.id.url());
            let plain = |text: &str| {
                let text = text.replace("$\\lbrace$", "").replace("$\\rbrace$", "");
                text.chars().filter(|c| !"$\\{}^_ ".contains(*c)).collect::<String>()
            };
            // It keeps formulas as they are; of those that stand for one letter only ASCII can be compared.
            if format == Format::BibLatex || paper.title.is_ascii() {
                assert_eq!(plain(&entry.title().unwrap().format_verbatim()), plain(&paper.title));
            }
            let people = if paper.authors.is_empty() { Vec::new() } else { entry.author().unwrap() };
            assert_eq!(people.len(), paper.authors.len());
            for (person, author) in people.iter().zip(&paper.authors) {
                let name = Name::parse(&author.name);
                let parts = (&person.given_name, &person.prefix, &person.name, &person.suffix);
                assert_eq!(parts, (&name.given, &name.particle, &name.family, &name.suffix), "{}", author.name);
            }
            let PermissiveType::Typed(date) = entry.date().unwrap() else { panic!("no date in {text}") };
            let DateValue::At(date) = date.value else { panic!("no plain date in {text}") };
            assert_eq!(
                date.year.to_string(),
                Format::Csv.write(&[Entry::of(paper)], &HEAD).split("\r\n").nth(1).unwrap().rsplit(',').nth(7).unwrap()
                    [..4]
            );
        }
    }
}

/// What of the schema of CSL-JSON is used here; as there, nothing else is allowed.
fn csl_schema() -> Value {
    let text = json!({"type": "string", "minLength": 1});
    let name = json!({
        "type": "object", "additionalProperties": false,
        "properties": {"family": text, "given": text, "suffix": text, "non-dropping-particle": text, "literal": text},
        "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
    });
    let number = json!({"type": "integer"});
    let mut properties = json!({
        "type": {"const": "article"}, "author": {"type": "array", "items": name},
        "issued": {"type": "object", "additionalProperties": false, "required": ["date-parts"], "properties": {
            "date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": number}}}},
    });
    for member in [
        "id",
        "citation-key",
        "title",
        "publisher",
        "number",
        "archive",
        "archive_location",
        "DOI",
        "URL",
        "abstract",
        "keyword",
        "note",
    ] {
        properties[member] = text.clone();
    }
    json!({"type": "array", "items": {"type": "object", "required": ["type", "id"], "additionalProperties": false, "properties": properties}})
}

#[test]
fn csl_json_keeps_to_its_schema_and_citationberg_reads_it() {
    let (text, papers, keys) = written(Format::CslJson);
    let value: Value = serde_json::from_str(&text).unwrap();
    let errors: Vec<String> =
        jsonschema::validator_for(&csl_schema()).unwrap().iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let items: Vec<citationberg::json::Item> = serde_json::from_str(&text).unwrap();
    for (item, paper) in items.iter().zip(&papers) {
        use citationberg::json::{DateValue, NameValue, Value};
        assert_eq!(item.id().unwrap(), keys.get(&paper.id).unwrap());
        assert_eq!(item.type_().unwrap(), "article");
        assert_eq!(item.0["title"].to_str().unwrap(), paper.title);
        let Value::Date(DateValue::DateParts { date_parts, .. }) = &item.0["issued"] else { panic!("{text}") };
        let known =
            paper.published.or(paper.first_day()).map_or(2, |day| if day.ymd() == (1998, 1, 1) { 1 } else { 3 });
        assert_eq!(date_parts.0[0].0.len(), known, "of no more than is known");
        let people = match item.0.get("author") {
            Some(Value::Names(people)) => people.as_slice(),
            None => &[],
            other => panic!("{other:?}"),
        };
        assert_eq!(people.len(), paper.authors.len());
        for (person, author) in people.iter().zip(&paper.authors) {
            let name = Name::parse(&author.name);
            match person {
                NameValue::Item(person) => {
                    assert_eq!(
                        (person.family.as_str(), person.given.as_deref()),
                        (name.family.as_str(), Some(name.given.as_str()))
                    );
                    assert_eq!(person.non_dropping_particle.as_deref().unwrap_or(""), name.particle);
                    assert_eq!(person.suffix.as_deref().unwrap_or(""), name.suffix);
                }
                NameValue::Literal(person) => assert_eq!(person.literal, author.name),
            }
        }
    }
}

#[test]
fn atom_has_what_its_standard_demands() {
    let (text, papers, _) = written(Format::Atom);
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut path, mut texts): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                path.push(String::from_utf8(tag.name().as_ref().to_vec()).unwrap());
                texts.push((path.join("/"), String::new()));
            }
            Event::End(_) => drop(path.pop()),
            Event::Text(part) => {
                if let Some((_, text)) = texts.last_mut() {
                    text.push_str(&part.decode().unwrap());
                }
            }
            Event::GeneralRef(name) => {
                let c = match name.decode().unwrap().as_ref() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    other => panic!("{other}"),
                };
                texts.last_mut().unwrap().1.push(c);
            }
            Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.unwrap().unescape_value().unwrap();
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let all = |wanted: &str| {
        texts.iter().filter(|(path, _)| path == wanted).map(|(_, text)| text.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(all("feed/title"), [HEAD.title]);
    assert_eq!((all("feed/id").len(), all("feed/updated").len(), all("feed/author/name").len()), (1, 1, 1));
    let titles: Vec<&str> = papers.iter().map(|paper| paper.title.as_str()).collect();
    assert_eq!(all("feed/entry/title"), titles);
    assert_eq!(all("feed/entry/id").len(), papers.len());
    assert_eq!(all("feed/entry/summary"), [papers[0].abstract_text.clone().unwrap()]);
    let instant = &time::format_description::well_known::Rfc3339;
    let instants = [all("feed/updated"), all("feed/entry/updated"), all("feed/entry/published")].concat();
    assert_eq!(instants.len(), 1 + papers.len() + papers.iter().filter(|paper| paper.published.is_some()).count());
    assert!(instants.iter().all(|text| time::OffsetDateTime::parse(text, instant).is_ok()), "{instants:?}");
}

#[test]
fn json_feed_keeps_to_its_schema() {
    let schema = fs::read_to_string(root().join("docs/feed.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let value: Value = serde_json::from_str(&written(Format::JsonFeed).0).unwrap();
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert_eq!(value["version"], "https://jsonfeed.org/version/1.1");
    for item in value["items"].as_array().unwrap() {
        assert!(item["id"].is_string() && item["content_text"].is_string() && item["author"].is_null());
    }
}

#[test]
fn markdown_and_tables_are_as_people_expect() {
    let paper = &papers()[2];
    let (tags, note) = (tags(), "Mine.");
    let entry = Entry { tags: &tags, note, read: Some(Day(20_000)), ..Entry::of(paper) };
    let (name, text) = &notes(&[Entry { key: "a/b:c", ..entry }])[0];
    assert_eq!(name, "abc.md");
    let expected = "---
title: \"A – B: 50% & more_of {it}\"
authors: [\"Laurens van der Maaten\", \"Martin Luther King, Jr.\", \"Émile Šimůnek\"]
arxiv: \"0812.0001\"
url: \"https://arxiv.org/abs/0812.0001\"
doi: \"10.48550/arXiv.0812.0001\"
published: \"2008-12\"
categories: [\"cs.CL\", \"stat.ML\"]
read: 2024-10-04
tags: [\"to read\", \"naïve, but good\"]
citekey: \"a/b:c\"
---

# A – B: 50\\% \\& more\\_of \\{it\\}

Mine.
";
    assert_eq!(text, expected);
    let list = Format::ReadingList.write(&[entry], &Head { title: "1. List", ..HEAD });
    assert!(
        list.starts_with(
            "# 1\\. List\n\n- [x] [A – B: 50\\% \\& more\\_of \\{it\\}](https://arxiv.org/abs/0812.0001), Laurens"
        ),
        "{list}"
    );
    assert!(list.ends_with(", 2008\n  Mine.\n"));
    let formula = offprint::paper::Paper { title: "=SUM(1,\"2\")".into(), ..paper.clone() };
    let table = Format::Csv.write(&[Entry::of(&formula)], &HEAD);
    assert!(table.contains("\r\n0812.0001,0812.0001,\"'=SUM(1,\"\"2\"\")\","), "{table}");
    assert_eq!(Format::Links.write(&[entry], &HEAD), "https://arxiv.org/abs/0812.0001\n");
    let span = coins(paper);
    assert!(span.contains("&rft.au=van%20der%20Maaten%2C%20Laurens&") && span.contains("&rft.date=2008-12"), "{span}");
}

#[test]
fn a_suffix_is_in_what_managers_find_on_the_page() {
    let span = coins(&papers()[2]);
    assert!(span.contains("&rft.au=King%2C%20Martin%20Luther%20Jr.&"), "{span}");
}

#[test]
fn words_with_semicolons_come_back_and_months_of_others_are_read() {
    let papers = papers();
    for tags in [vec!["with; semi".to_owned()], vec!["a, b".to_owned()], vec!["with; semi".to_owned(), "x".to_owned()]]
    {
        for format in [Format::BibTex, Format::Ris, Format::CslJson] {
            for paper in &papers {
                let import = import::read(format.write(&[Entry { tags: &tags, ..Entry::of(paper) }], &HEAD).as_bytes());
                assert_eq!((&import.brought[0].tags, &import.brought[0].paper.categories), (&tags, &paper.categories));
            }
        }
    }
    let day = |text: &str| import::read(text.as_bytes()).brought[0].paper.published.map(|day| day.to_string());
    for text in [
        "TY  - JOUR\nPY  - 2015\nDA  - 2015/05//\nDO  - 10.1038/nature14539\nER  - \n",
        "@article{a, year = 2015, month = may, doi = {10.1038/nature14539}}",
        "@article{a, date = {2015-05}, doi = {10.1038/nature14539}}",
        r#"[{"type": "article", "id": "a", "issued": {"date-parts": [["2015", 5]]}, "DOI": "10.1038/nature14539"}]"#,
    ] {
        assert_eq!(day(text).as_deref(), Some("2015-05-01"), "{text}");
    }
    let note = |text: &str| import::read(text.as_bytes()).brought[0].note.clone();
    let ris = |note: &str| format!("TY  - JOUR\nDO  - 10.1038/nature14539\nN1  - {note}\nER  - \n");
    assert_eq!(note(&ris("<p>My <strong>own</strong> note</p>")), "My own note");
    assert_eq!(note(&ris("Comment: 15 pages, 5 figures")), "");
    assert_eq!(note(&ris("Comment: figure 5 is wrong")), "Comment: figure 5 is wrong");
    let csl = r#"[{"type": "article", "id": "1706.03762", "note": "arXiv:1706.03762 [cs]\nversion: 7\nMine."}]"#;
    assert_eq!(note(csl), "Mine.");
}

#[test]
fn our_own_table_and_reading_list_are_read_back() {
    let (papers, tags) = (papers(), tags());
    let note = "=1, \"quoted\"\nTY  - JOUR\n@article{x,\n";
    let entry = |paper| Entry { key: "a'b", tags: &tags, note, starred: Some(Day(20_000)), ..Entry::of(paper) };
    let entries: Vec<Entry<'_>> = papers.iter().map(entry).collect();
    let import = import::read(Format::Csv.write(&entries, &HEAD).as_bytes());
    assert_eq!((import.format, import.brought.len()), (import::Format::Table, papers.len()));
    for (brought, paper) in import.brought.iter().zip(&papers) {
        let found = &brought.paper;
        assert_eq!((&found.id, &found.title, &found.authors), (&paper.id, &paper.title, &paper.authors));
        assert_eq!((&found.categories, &brought.tags), (&paper.categories, &tags));
        let day = paper.published.or(paper.first_day());
        assert_eq!(found.published, day, "{}", paper.id);
        assert_eq!((brought.note.as_str(), brought.since), (note.trim(), Some(Day(20_000))));
    }
    let import = import::read(Format::ReadingList.write(&entries, &HEAD).as_bytes());
    let told = |brought: &import::Brought| {
        let Paper { id, title, .. } = brought.paper.clone();
        (id, title, brought.note.clone())
    };
    let found: Vec<(PaperId, String, String)> = import.brought.iter().map(told).collect();
    let wanted = papers.iter().map(|paper| (paper.id.clone(), paper.title.clone(), note.trim().to_owned()));
    assert_eq!(found, wanted.collect::<Vec<_>>());
}

// ---- what others export ----------------------------------------------------------------------------------------------

#[test]
fn files_of_other_programs_are_read_as_expected() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(root().join("tests/data/import")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension != "expected"));
    cases.sort();
    assert!(cases.len() >= 9, "the cases are gone");
    let mut failures = String::new();
    for path in cases {
        let found = describe(&import::read(&fs::read(&path).unwrap()));
        let expected_path = path.with_extension("expected");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected_path, &found).unwrap();
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if found != expected {
            writeln!(failures, "{}\nexpected:\n{expected}\nfound:\n{found}", path.display()).unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn describe(import: &import::Import) -> String {
    let mut text = format!("{:?}\n", import.format);
    for brought in &import.brought {
        let paper = &brought.paper;
        writeln!(text, "\n{} {}", paper.id, paper.title).unwrap();
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let facts = [
            ("version", paper.version.map(|version| version.to_string()).unwrap_or_default()),
            ("key", brought.key.clone().unwrap_or_default()),
            ("authors", paper.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join("; ")),
            ("abstract", paper.abstract_text.clone().unwrap_or_default()),
            ("categories", paper.categories.join(" ")),
            ("published", day(paper.published)),
            ("repository", paper.repository.as_ref().map(|link| link.as_str().to_owned()).unwrap_or_default()),
            ("tags", brought.tags.join("; ")),
            ("note", brought.note.replace('\n', "␤")),
            ("starred", if brought.starred { "yes".into() } else { String::new() }),
            ("since", day(brought.since)),
        ];
        for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            writeln!(text, "  {name}: {value}").unwrap();
        }
    }
    for search in &import.searches {
        writeln!(text, "? {}: {}", search.title, search.query).unwrap();
    }
    for problem in &import.problems {
        writeln!(text, "! {problem}").unwrap();
    }
    text
}

// ---- readers in Python -----------------------------------------------------------------------------------------------

/// Reads what is on its input by `bibtexparser`, `rispy` or `csv`, and prints the records as JSON.
const SCRIPT: &str = r#"
import sys, json, io
text = sys.stdin.buffer.read().decode("utf-8")
kind = sys.argv[1]
if kind == "bib":
    import bibtexparser
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks, library.failed_blocks
    records = [dict([(f.key, f.value) for f in e.fields] + [("key", e.key), ("type", e.entry_type)]) for e in library.entries]
elif kind == "ris":
    import rispy
    records = rispy.loads(text)
else:
    import csv
    records = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
json.dump(records, sys.stdout)
"#;

/// The records as Python reads them; none where `python3` or the module is missing, and then a line says that the test was skipped.
/// A Python that `OFFPRINT_PYTHON` names must have it.
fn python(kind: &str, module: &str, text: &str) -> Option<Vec<BTreeMap<String, Value>>> {
    use std::io::Write;
    let named = std::env::var("OFFPRINT_PYTHON");
    let program = named.clone().unwrap_or("python3".into());
    let there = Command::new(&program).args(["-c", &format!("import {module}")]).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        assert!(named.is_err(), "{program}, which OFFPRINT_PYTHON names, has no {module}");
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        // Past the harness, which keeps the words of tests that pass.
        let why = format!("{program} has no {module}; OFFPRINT_PYTHON may name one that has");
        let _ = writeln!(std::io::stderr(), "\ntest {test} SKIPPED, nothing was compared: {why}");
        return None;
    }
    let mut child =
        Command::new(&program).args(["-c", SCRIPT, kind]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{kind}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn bibtexparser_reads_bibtex() {
    for (format, kind) in [(Format::BibTex, "misc"), (Format::BibLatex, "online")] {
        let (text, papers, keys) = written(format);
        let Some(records) = python("bib", "bibtexparser", &text) else { return };
        assert_eq!(records.len(), papers.len());
        for (record, paper) in records.iter().zip(&papers) {
            assert_eq!((&record["type"], record["key"].as_str()), (&json!(kind), keys.get(&paper.id)));
            let text = |name: &str| record.get(name).and_then(Value::as_str);
            assert_eq!(text("eprint"), paper.id.arxiv());
            assert_eq!(text("archivePrefix"), paper.id.arxiv().map(|_| "arXiv"));
            let authors = record.get("author").and_then(Value::as_str).map_or(0, |text| text.split(" and ").count());
            // A name with "and" in it is in braces, which this count does not see.
            assert_eq!(
                authors,
                paper.authors.iter().map(|author| 1 + author.name.matches(" and ").count()).sum::<usize>()
            );
        }
    }
}

#[test]
fn rispy_reads_ris() {
    let (text, papers, _) = written(Format::Ris);
    let Some(records) = python("ris", "rispy", &text) else { return };
    assert_eq!(records.len(), papers.len());
    for (record, paper) in records.iter().zip(&papers) {
        assert_eq!((&record["type_of_reference"], &record["title"]), (&json!("RPRT"), &json!(paper.title)));
        assert_eq!(record.get("doi").and_then(Value::as_str), paper.id.doi().as_deref());
        let count = record.get("authors").and_then(Value::as_array).map_or(0, Vec::len);
        assert_eq!(count, paper.authors.len());
        assert_eq!(record["keywords"].as_array().unwrap().len(), paper.categories.len() + tags().len());
        if let Some(text) = &paper.abstract_text {
            assert_eq!(record["abstract"], text.as_str());
        }
    }
    assert_eq!(records[2]["authors"][0], "van der Maaten, Laurens");
}

#[test]
fn python_reads_the_table() {
    let (text, papers, keys) = written(Format::Csv);
    let Some(records) = python("csv", "csv", &text) else { return };
    for (record, paper) in records.iter().zip(&papers) {
        assert_eq!((&record["title"], record["key"].as_str()), (&json!(paper.title), keys.get(&paper.id)));
        assert_eq!(record["note"], "Read **twice**.\n\n- 100% {sure}");
    }
    assert_eq!(records.len(), papers.len());
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_ris_link_may_be_one_of_several_or_have_a_semicolon() {
    let id = |value: &str| {
        let text = format!("TY  - RPRT\r\nTI  - A title\r\nUR  - {value}\r\nER  - \r\n");
        import::read(text.as_bytes())
            .brought
            .into_iter()
            .map(|brought| brought.paper.id.to_string())
            .collect::<Vec<_>>()
    };
    let (one, other) = ("https://example.org/a/paper", "https://example.org/b");
    assert_eq!(id(&format!("{one};{other}")), id(one));
    assert_eq!(id(&format!("{one}; {other} ;http://example.org/c")), id(one));
    assert_eq!(id(&format!("{one};https://arxiv.org/abs/1706.03762")), ["1706.03762"]);
    let odd = "https://example.org/a;v=2;w=3";
    assert!(id(odd)[0].contains(";v=2;w=3"), "{:?}", id(odd));
}
