//! What is exported is read back; what is imported never breaks the reader; keys stay.

use std::collections::{BTreeMap, HashSet};

use offprint::cite::{self, Changed, Entry, Format, Given, Head, Keys};
use offprint::feed::import::{self, Import};
use offprint::feed::tidy;
use offprint::library::Library;
use offprint::paper::{Author, Day, IdKind, Name, Paper, PaperId};
use offprint::shelf::act::tag;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::paper::{day, id_text};

/// Texts of papers: any characters, the dangerous ones often; on one line, and without what reads as a formula.
fn text() -> impl Strategy<Value = String> {
    let pieces = vec![
        "{", "}", "\\", "%", "#", "&", "_", "^", "~", "\"", "'", "`", "--", "``", "''", "<", ">", "|", ",", ";",
        " and ", " ", "LLM", "é", "Ö", "ß", "ł", "α", "²", "ℝ", "–", "—", "“", "”", "‘", "’", "𝔸", "王", "😀", "@",
        "=", "others", "mRNA", "1", "a", "\\'", "\\alpha", "]]>", "&amp;", "- ", "\u{e9}",
    ];
    let wild = vec(select(pieces), 1..12).prop_map(|pieces| pieces.concat());
    prop_oneof![wild, "\\PC{1,30}", "[A-Za-z -]{1,30}"]
        .prop_map(|text| tidy::line(&text.replace('$', "")))
        .prop_filter("not empty", |text| !text.is_empty())
}

fn name() -> impl Strategy<Value = String> {
    let given = "[A-Z][a-zé]{2,6}( [A-Z]\\.)?";
    let particle = select(vec!["", "", "", "van ", "van der ", "de la ", "von "]);
    let suffix = select(vec!["", "", "", " Jr.", " III"]);
    let person = (given, particle, "[A-ZÖŁ][a-zßñ]{2,8}(-[A-Z][a-z]{2,5})?", suffix)
        .prop_map(|(given, particle, family, suffix)| format!("{given} {particle}{family}{suffix}"));
    let whole = select(vec!["OpenAI", "Gemini Team", "The ATLAS Collaboration", "Plato", "王伟", "Barnes and Noble"]);
    prop_oneof![4 => person, 1 => whole.prop_map(str::to_owned)]
}

prop_compose! {
    fn paper()(id in id_text(), title in text(), names in vec(name(), 0..4), abstract_text in prop::option::of(text()),
        published in prop::option::of(day()), categories in vec(select(vec!["cs.CL", "hep-th", "math.GT"]), 0..3))
        -> Paper {
        let id = PaperId::parse(&id).unwrap().0;
        let authors = names.into_iter().map(Author::named).collect();
        let mut categories: Vec<String> = categories.into_iter().map(str::to_owned).collect();
        categories.dedup();
        Paper { authors, abstract_text, published, categories, ..Paper::new(id, title) }
    }
}

/// A paper and what a reader made of it.
fn shelved() -> impl Strategy<Value = (Paper, Vec<String>, String, Option<Day>)> {
    let tag = "[a-zé][a-z #%_;,\"$-]{0,8}[a-z]";
    let note = vec("[ ]{0,2}[*#>&%_{}@(a-z`é \\t$^0-9\\\\'-]{0,20}[a-z]", 0..4)
        .prop_map(|lines| lines.join("\n").trim().to_owned());
    (paper(), vec(tag, 0..3), note, prop::option::of(day())).prop_map(|(paper, mut tags, note, starred)| {
        let mut known = HashSet::new();
        tags.retain(|tag: &String| !tag.contains("  ") && known.insert(tag.clone()));
        (paper, tags, note, starred)
    })
}

const HEAD: Head<'static> = Head { title: "A list & more", home: "https://example.org/", today: Day(20_298) };

fn keyed(papers: &[Paper]) -> Keys {
    let mut keys = Keys::default();
    keys.extend(papers, 1);
    keys
}

/// Names as they are after being taken apart, by which two spellings of one name agree.
fn parts(authors: &[Author]) -> Vec<Name> {
    authors.iter().map(|author| Name::parse(&author.name)).collect()
}

fn read(text: &str) -> Import {
    import::read(text.as_bytes())
}

/// Writes in a format, reads it, and compares all that the format has a place for.
fn round(format: Format, shelved: &[(Paper, Vec<String>, String, Option<Day>)]) -> Result<Import, TestCaseError> {
    let mut known = HashSet::new();
    let papers: Vec<_> = shelved.iter().filter(|(paper, ..)| known.insert(paper.id.clone())).collect();
    let keys = keyed(&papers.iter().map(|(paper, ..)| paper.clone()).collect::<Vec<_>>());
    let entries: Vec<Entry<'_>> = papers
        .iter()
        .map(|(paper, tags, note, starred)| Entry {
            key: keys.get(&paper.id).unwrap(),
            tags,
            note,
            starred: *starred,
            ..Entry::of(paper)
        })
        .collect();
    let text = format.write(&entries, &HEAD);
    let import = read(&text);
    prop_assert_eq!(&import.problems, &vec![], "{}", text);
    prop_assert_eq!(import.brought.len(), papers.len(), "{}", text);
    for (brought, entry) in import.brought.iter().zip(&entries) {
        let (found, paper) = (&brought.paper, entry.paper);
        prop_assert_eq!(&found.id, &paper.id);
        prop_assert_eq!(&found.title, &paper.title, "{}", text);
        prop_assert_eq!(parts(&found.authors), parts(&paper.authors), "{}", text);
        prop_assert_eq!(&found.abstract_text, &paper.abstract_text, "{}", text);
        prop_assert_eq!(&brought.note, entry.note, "{}", text);
        prop_assert_eq!(&brought.tags, entry.tags, "{}", text);
        let mut categories: Vec<String> = Vec::new();
        for category in &paper.categories {
            if !categories.contains(category) {
                categories.push(category.clone());
            }
        }
        prop_assert_eq!(&found.categories, &categories, "{}", text);
        prop_assert_eq!(brought.key.as_deref(), Some(entry.key));
    }
    Ok(import)
}

proptest! {
    #[test]
    fn bibtex_and_biblatex_are_read_back_with_their_dates(shelved in vec(shelved(), 1..4)) {
        for format in [Format::BibTex, Format::BibLatex] {
            let import = round(format, &shelved)?;
            prop_assert_eq!(import.format, import::Format::BibTex);
            for (brought, (paper, ..)) in import.brought.iter().zip(&shelved) {
                prop_assert!(brought.paper.id != paper.id || brought.paper.published == paper.published);
            }
        }
    }

    #[test]
    fn ris_is_read_back(shelved in vec(shelved(), 1..4)) {
        // RIS has no escapes, and TeX in it is somebody else's.
        let plain = |shelved: &mut (Paper, Vec<String>, String, Option<Day>)| {
            shelved.0.title = shelved.0.title.replace('\\', "");
            shelved.0.abstract_text = shelved.0.abstract_text.take().map(|text| text.replace('\\', ""));
            tidy::line(&shelved.0.title) == shelved.0.title && !shelved.0.title.is_empty()
                && shelved.0.abstract_text.as_ref().is_none_or(|text| tidy::line(text) == *text && !text.is_empty())
        };
        let mut shelved = shelved;
        shelved.retain_mut(plain);
        prop_assume!(!shelved.is_empty());
        let import = round(Format::Ris, &shelved)?;
        for (brought, (paper, ..)) in import.brought.iter().zip(&shelved) {
            prop_assert!(brought.paper.id != paper.id || brought.paper.published == paper.published);
        }
    }

    #[test]
    fn csl_is_read_back(shelved in vec(shelved(), 1..4)) {
        let mut shelved = shelved;
        for (paper, ..) in &mut shelved {
            // Marks of type and TeX are read as such.
            let plain = |text: &str| Some(tidy::line(&text.replace(['\\', '<'], ""))).filter(|text| !text.is_empty());
            paper.title = plain(&paper.title).unwrap_or("A title".into());
            paper.abstract_text = paper.abstract_text.take().and_then(|text| plain(&text));
        }
        let import = round(Format::CslJson, &shelved)?;
        for (brought, (paper, ..)) in import.brought.iter().zip(&shelved) {
            prop_assert!(brought.paper.id != paper.id || brought.paper.published == paper.published);
        }
    }

    #[test]
    fn feeds_and_lists_are_read_back(papers in vec(paper(), 1..5)) {
        let entries: Vec<Entry<'_>> = papers.iter().map(Entry::of).collect();
        let ids: HashSet<&PaperId> = papers.iter().map(|paper| &paper.id).collect();
        for format in [Format::Links, Format::ReadingList, Format::JsonFeed, Format::Csv] {
            let text = format.write(&entries, &HEAD);
            // In a text without a form an address may lead to anything, unless a paper is known by it.
            let mut library = Library::default();
            if format == Format::Links {
                prop_assert!(read(&text).brought.iter().all(|brought| brought.paper.id.kind() != IdKind::Link));
                library.merge(papers.clone());
            }
            let import = import::read_among(text.as_bytes(), &library);
            let found: HashSet<&PaperId> = import.brought.iter().map(|brought| &brought.paper.id).collect();
            prop_assert!(found.is_superset(&ids), "{:?}: {:?}", format, import);
        }
    }

    #[test]
    fn a_table_is_read_back_with_tags_of_any_signs(paper in paper(), tags in vec("[a-z\"=;,'][ -~]{0,6}", 0..4)) {
        let mut tags: Vec<String> = tags.iter().filter_map(|name| tag(name)).map(String::from).collect();
        let mut known = HashSet::new();
        // A category of arXiv would be read as one.
        tags.retain(|tag| !tag.contains('.') && known.insert(tag.clone()));
        let table = Format::Csv.write(&[Entry { tags: &tags, ..Entry::of(&paper) }], &HEAD);
        let import = read(&table);
        prop_assert_eq!(&import.brought[0].tags, &tags, "{}", table);
    }

    #[test]
    fn tex_says_what_the_text_says(text in text()) {
        for ascii in [false, true] {
            let tex = tidy::to_tex(&text, ascii, true);
            let mut depth = 0_i32;
            for byte in tex.bytes() {
                depth += i32::from(byte == b'{') - i32::from(byte == b'}');
                prop_assert!(depth >= 0, "{}", tex);
            }
            prop_assert_eq!(depth, 0, "{}", tex);
        }
    }

    #[test]
    fn all_formats_are_well_formed_whatever_stands_in_them(shelved in vec((paper(), text(), "\\PC{0,30}"), 0..4), title in text()) {
        let tags: Vec<Vec<String>> = shelved.iter().map(|(_, tag, _)| vec![tag.clone()]).collect();
        let entries: Vec<Entry<'_>> = shelved.iter().zip(&tags).map(|((paper, _, note), tags)| Entry { tags, note, ..Entry::of(paper) }).collect();
        let head = Head { title: &title, ..HEAD };
        serde_json::from_str::<serde_json::Value>(&Format::CslJson.write(&entries, &head)).unwrap();
        serde_json::from_str::<serde_json::Value>(&Format::JsonFeed.write(&entries, &head)).unwrap();
        let atom = Format::Atom.write(&entries, &head);
        let mut reader = quick_xml::Reader::from_str(&atom);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        let table = Format::Csv.write(&entries, &head);
        prop_assert_eq!(table_rows(&table).iter().map(Vec::len).collect::<HashSet<_>>(), HashSet::from([12]));
        prop_assert_eq!(table_rows(&table).len(), entries.len() + 1);
        let ris = Format::Ris.write(&entries, &head);
        prop_assert_eq!(ris.matches("TY  - RPRT\r\n").count(), entries.len());
        for record in ris.split_inclusive("\r\nER  - \r\n") {
            let mut lines = record.split_terminator("\r\n");
            prop_assert!(lines.next() == Some("TY  - RPRT") && record.ends_with("\r\nER  - \r\n"));
            let tags = lines.take_while(|line| !line.starts_with("N1")).all(|line| line.get(2..6) == Some("  - "));
            prop_assert!(tags && !record.replace("\r\n", "").contains(['\r', '\n']), "{}", record);
        }
        for (name, text) in cite::notes(&entries) {
            prop_assert!(name.ends_with(".md") && text.starts_with("---\n"));
            let front = text.split("---\n").nth(1).unwrap();
            for line in front.lines() {
                let (_, value) = line.split_once(": ").unwrap();
                prop_assert!(serde_json::from_str::<serde_json::Value>(value).is_ok() || Day::parse(value).is_some(), "{}", line);
            }
        }
        for (paper, ..) in &shelved {
            let coins = cite::coins(paper);
            prop_assert!(coins.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%&=".contains(&byte)), "{}", coins);
        }
    }

    #[test]
    fn searches_go_to_opml_and_back(searches in vec((text(), text()), 0..4)) {
        let rows: Vec<(&str, &str, &str)> = searches.iter().map(|(title, query)| (title.as_str(), query.as_str(), "https://example.org/")).collect();
        let import = read(&cite::opml("Searches", &rows));
        let found: Vec<(String, String)> = import.searches.into_iter().map(|search| (search.title, search.query)).collect();
        prop_assert_eq!(found, searches);
        prop_assert_eq!(import.problems, vec![]);
    }

    #[test]
    fn reading_never_panics(text in vec(select(PIECES.to_vec()), 0..40).prop_map(|pieces| pieces.concat())) {
        read(&text);
    }

    #[test]
    fn reading_never_panics_on_a_damaged_file(shelved in shelved(), format in select(Format::ALL.to_vec()), places in vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let (paper, tags, note, starred) = &shelved;
        let entry = Entry { tags, note, starred: *starred, ..Entry::of(paper) };
        let mut bytes = format.write(&[entry, entry], &HEAD).into_bytes();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        import::read(&bytes);
    }

    #[test]
    fn a_damaged_entry_hides_no_other(cut in any::<prop::sample::Index>()) {
        let sound = "@misc{one, title = {First {Paper}}, eprint = {1706.03762}}\n";
        let cut = 1 + cut.index(sound.len() - 2);
        let import = read(&format!("{sound}{}\n@misc{{two, title = \"Second\", eprint = {{2309.05239}}}}\n", &sound[..cut]));
        let last = import.brought.last().unwrap();
        prop_assert_eq!((last.paper.id.as_str(), last.paper.title.as_str()), ("2309.05239", "Second"));
        prop_assert_eq!(import.brought[0].paper.title.as_str(), "First Paper");
    }

    #[test]
    fn keys_depend_on_no_order_and_never_change(first in papers(), second in papers(), seed in any::<prop::sample::Index>()) {
        let mut keys = keyed(&first);
        let mut turned = first.clone();
        if !turned.is_empty() {
            let by = seed.index(turned.len());
            turned.rotate_left(by);
            turned.reverse();
        }
        prop_assert_eq!(&keyed(&turned), &keys);
        let before: BTreeMap<PaperId, String> = first.iter().map(|paper| (paper.id.clone(), keys.get(&paper.id).unwrap().to_owned())).collect();
        // Even if titles change, and the clock goes back.
        let changed: Vec<Paper> = first.iter().map(|paper| Paper { title: "Another".into(), ..paper.clone() }).collect();
        keys.extend(second.iter().chain(&changed), -5);
        for (id, key) in &before {
            prop_assert_eq!(keys.get(id), Some(key.as_str()));
        }
        let all: Vec<&str> = first.iter().chain(&second).map(|paper| keys.get(&paper.id).unwrap()).collect();
        let ids: HashSet<&PaperId> = first.iter().chain(&second).map(|paper| &paper.id).collect();
        prop_assert_eq!(all.iter().collect::<HashSet<_>>().len(), ids.len(), "no key twice");
        prop_assert!(all.iter().all(|key| key.bytes().all(|byte| byte.is_ascii_alphanumeric())));
        let mut given = keys.given().to_vec();
        given.reverse();
        prop_assert_eq!(Keys::new(given), keys);
    }

    #[test]
    fn devices_join_their_keys_in_any_order(given in prop::array::uniform3(vec(given(), 0..8))) {
        let [a, b, c] = given.map(Keys::new);
        let join = |left: &Keys, right: &Keys| { let mut all = left.clone(); all.merge(right); all };
        prop_assert_eq!(join(&a, &b), join(&b, &a));
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        prop_assert_eq!(join(&a, &a), a.clone());
        let all = join(&a, &b);
        let used: Vec<&str> = all.given().iter().map(|given| all.get(&given.id).unwrap()).collect();
        prop_assert_eq!(used.iter().collect::<HashSet<_>>().len(), used.len(), "no key twice");
        // A key changes only for a paper that had it later than somebody else.
        for given in a.given() {
            let key = a.get(&given.id).unwrap();
            let earlier = b.given().iter().any(|other| (other.at, &other.id) <= (given.at, &given.id));
            prop_assert!(all.get(&given.id) == Some(key) || earlier, "{} {:?}", key, all);
        }
        // What is told of it is all of that, and who has the key then.
        let told = a.changed(&all);
        for given in a.given() {
            let (was, now) = (a.get(&given.id).unwrap(), all.get(&given.id).unwrap());
            let of = all.given().iter().map(|other| &other.id).find(|other| all.get(other) == Some(was)).cloned();
            let wanted = Changed { id: given.id.clone(), was: was.to_owned(), now: now.to_owned(), of };
            prop_assert_eq!(told.contains(&wanted), was != now);
        }
        prop_assert!(told.iter().all(|one| a.get(&one.id).is_some_and(|was| was != one.now)));
        prop_assert_eq!(all.changed(&join(&all, &b)), []);
    }
}

fn papers() -> impl Strategy<Value = Vec<Paper>> {
    let title = select(vec!["On Attention", "Attention", "A Study", "王", ""]);
    let author = select(vec!["Ada Example", "Bo van Example", "王伟", ""]);
    let paper = (id_text(), title, author).prop_map(|(id, title, author)| {
        let authors = vec![Author::named(author)];
        Paper { authors, ..Paper::new(PaperId::parse(&id).unwrap().0, title) }
    });
    vec(paper, 0..8)
}

fn given() -> impl Strategy<Value = Given> {
    let id = select(vec!["1706.03762", "1706.03763", "2309.05239", "hep-th/9901001"]);
    let key = select(vec!["x2017a", "x2017", "y2023", "x2017-1706.03762"]);
    (id, key, 0_i64..4).prop_map(|(id, key, at)| Given { id: PaperId::parse(id).unwrap().0, at, key: key.to_owned() })
}

/// What these formats are made of, in no good order.
const PIECES: &[&str] = &[
    "@",
    "@misc{",
    "@string{a = ",
    "@comment{",
    "(",
    ")",
    "{",
    "}",
    "\"",
    "=",
    "#",
    ",",
    "\n",
    " ",
    "key",
    "title",
    "author",
    "1706.03762",
    "eprint",
    "a",
    "and",
    "\\",
    "é",
    "TY  - RPRT\n",
    "ER  - \n",
    "AU  - ",
    "TI  - A\n",
    "<opml>",
    "<outline ",
    "text=\"a\"",
    "query='b'",
    "/>",
    "<!--",
    "[",
    "]",
    "{\"type\": \"article\", ",
    "\"id\": ",
    "\"rawpid\"",
    "null",
    "{\"__dataVersion\": 1}",
    "\"pdfLink\"",
    ":",
    "https://arxiv.org/abs/",
    "hep-th/9901001",
    "\u{feff}",
    "others",
    "$",
];

/// A reader of RFC 4180 of its own.
fn table_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut inside) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if inside && rest.peek() == Some(&'"') => field.extend(rest.next()),
            '"' => inside = !inside,
            ',' if !inside => row.push(std::mem::take(&mut field)),
            '\r' if !inside => {
                assert_eq!(rest.next(), Some('\n'));
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            _ => field.push(c),
        }
    }
    assert!(field.is_empty() && row.is_empty() && !inside);
    rows
}

#[test]
fn hostile_files_cost_little_time() {
    let start = std::time::Instant::now();
    for piece in [
        "@",
        "@a{",
        "\n@a{",
        "@a{b,c={",
        "@string{a = a # a}",
        "@string{a = {b} # a}\n@a{x, t = a}\n",
        "{",
        "\n@a",
        "@a   ",
        "TY  - \n",
        "<outline ",
        "<outline text=\"a\"/>",
        "<!--",
        "1706.03762 ",
        "1706.",
        "9901001/",
        "a/9901001 ",
        "x and ",
    ] {
        import::read(piece.repeat(20_000).as_bytes());
        import::read(format!("<opml>{}", piece.repeat(20_000)).as_bytes());
        import::read(format!("@a{{b, author = {{{}}}}}", piece.repeat(20_000)).as_bytes());
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
