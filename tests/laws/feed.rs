//! Reading, tidying, writing.

use offprint::feed::archive::{self, Manifest};
use offprint::feed::{self, FeedHead, Shape, tidy};
use offprint::paper::{Author, Link, Paper, PaperId};
use proptest::prelude::*;

use crate::paper::{day, id_text};

/// A text that tidying leaves alone, never empty.
fn tidy_text() -> impl Strategy<Value = String> {
    "\\PC{1,40}".prop_map(|text| tidy::line(&text)).prop_filter("not empty", |text| !text.is_empty())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(tidy_text(), 0..4).prop_map(|mut texts| {
        let mut known = std::collections::HashSet::new();
        texts.retain(|text| known.insert(text.to_lowercase()));
        texts
    })
}

fn link() -> impl Strategy<Value = Link> {
    "https?://[a-z]{1,8}\\.org/[a-z0-9/?=&%.-]{0,12}".prop_map(|text| Link::parse(&text).unwrap())
}

fn author() -> impl Strategy<Value = Author> {
    (tidy_text(), texts()).prop_map(|(name, affiliations)| Author { name, affiliations })
}

prop_compose! {
    fn words()(title in tidy_text(), abstract_text in prop::option::of(tidy_text()), summary in prop::option::of(tidy_text()),
        organisation in prop::option::of(tidy_text()), submitter in prop::option::of(tidy_text()),
        authors in prop::collection::vec(author(), 0..4), categories in texts(), keywords in texts())
        -> Paper {
        // What repeats the title or the summary is no abstract, by the rules of the format.
        let abstract_text = abstract_text.filter(|text| *text != title && Some(text) != summary.as_ref());
        let id = PaperId::parse("2309.05239").unwrap().0;
        Paper { abstract_text, summary, organisation, submitter, authors, categories, keywords, ..Paper::new(id, title) }
    }
}

prop_compose! {
    fn paper()(words in words(), id in id_text(), version in prop::option::of(1_u16..),
        days in prop::collection::btree_set(day(), 0..4), published in prop::option::of(day()),
        counts in prop::array::uniform3(prop::option::of(any::<u32>())),
        links in prop::array::uniform3(prop::option::of(link())))
        -> Paper {
        let [votes, comments, stars] = counts;
        let [repository, project, thumbnail] = links;
        let (id, days) = (PaperId::parse(&id).unwrap().0, days.into_iter().collect());
        Paper { id, version, days, published, votes, comments, stars, repository, project, thumbnail, ..words }
    }
}

/// Papers with different ids.
fn papers() -> impl Strategy<Value = Vec<Paper>> {
    prop::collection::vec(paper(), 0..6).prop_map(|mut papers| {
        let mut known = std::collections::HashSet::new();
        papers.retain(|paper| known.insert(paper.id.clone()));
        papers
    })
}

fn head() -> FeedHead {
    FeedHead { title: "A feed".into(), home: None }
}

const SAMPLE: &str = r#"[{"paper": {"id": "2507.01234", "authors": [{"name": "Ada Example", "hidden": false}],
 "publishedAt": "2025-07-01T12:00:00.000Z", "submittedOnDailyAt": "2025-07-03T00:00:00.000Z", "title": "A $x^2$ title",
 "summary": "Of \\textbf{text} \ud83d\ude00.", "upvotes": 12, "githubRepo": "https://github.com/a/b"},
 "publishedAt": "2025-07-01T08:00:00.000Z", "numComments": 2}]"#;

proptest! {
    #[test]
    fn reading_never_panics_on_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        feed::read(&bytes);
        archive::is_manifest(&bytes);
        Manifest::read(&bytes);
    }

    #[test]
    fn reading_never_panics_on_any_json_like_text(text in "[\\[\\]{}\",:\\\\u0-9a-z é$]{0,80}") {
        feed::read(text.as_bytes());
        Manifest::read(text.as_bytes());
    }

    #[test]
    fn reading_never_panics_on_a_damaged_feed(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        feed::read(&bytes);
    }

    #[test]
    fn what_is_written_is_read_back(papers in papers()) {
        let text = feed::write(&papers, &head());
        let reading = feed::read(text.as_bytes());
        prop_assert_eq!(reading.shape, Shape::Own);
        prop_assert_eq!(&reading.problems, &vec![]);
        prop_assert_eq!(reading.papers, papers);
    }

    #[test]
    fn an_archive_is_read_back_whole_whatever_the_order(papers in papers(), seed in any::<prop::sample::Index>()) {
        let files = archive::build(&papers, "An archive", None);
        let mut turned = papers.clone();
        if !turned.is_empty() {
            let by = seed.index(turned.len());
            turned.rotate_left(by);
            turned.reverse();
        }
        prop_assert_eq!(&archive::build(&turned, "An archive", None), &files);
        let (manifest, problems) = Manifest::read(&files.last().unwrap().1);
        prop_assert_eq!(problems, vec![]);
        let mut read = Vec::new();
        for shard in manifest.unwrap().shards {
            let (_, bytes) = files.iter().find(|(name, _)| *name == shard.file).unwrap();
            let reading = feed::read(bytes);
            prop_assert_eq!(reading.papers.len() as u32, shard.papers);
            read.extend(reading.papers);
        }
        let sorted = |mut papers: Vec<Paper>| { papers.sort_by(|a, b| a.id.cmp(&b.id)); papers };
        prop_assert_eq!(sorted(read), sorted(papers));
    }

    #[test]
    fn a_line_is_tidy(text in any::<String>()) {
        let line = tidy::line(&text);
        prop_assert!(!line.contains(char::is_control) && !line.contains("  ") && line.trim() == line);
        prop_assert_eq!(tidy::line(&line), line);
    }

    #[test]
    fn prose_is_tidy(text in any::<String>()) {
        let prose = tidy::prose(&text);
        prop_assert!(!prose.contains(char::is_control) && !prose.contains("  ") && prose.trim() == prose);
    }

    #[test]
    fn prose_is_tidy_even_of_tex(text in prop::collection::vec(tex_piece(), 0..30).prop_map(|pieces| pieces.concat())) {
        let prose = tidy::prose(&text);
        prop_assert!(!prose.contains(char::is_control) && !prose.contains("  ") && prose.trim() == prose);
    }
}

/// The pieces that TeX is made of, in no good order.
fn tex_piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\\",
        "{",
        "}",
        "$",
        "$$",
        "^",
        "_",
        "~",
        "--",
        "``",
        "''",
        "&",
        "[",
        "]",
        " ",
        "\n\n",
        "a",
        "é",
        "1",
        "\\(",
        "\\)",
        "\\textbf",
        "\\frac",
        "\\sqrt",
        "\\cite",
        "\\href",
        "\\url",
        "\\footnote",
        "\\\"",
        "\\'",
        "\\c",
        "\\alpha",
        "\\log",
        "\\mathbb",
        "\\hat",
        "\\not",
        "textbf",
        "\\ours",
        "\\eg",
        "\\em",
        "&amp;",
        "&#x41;",
        "\u{200d}",
        "😀",
        "\\begin",
    ])
}

#[test]
fn whole_items_before_a_cut_are_kept() {
    let paper = |id: &str| Paper::new(PaperId::parse(id).unwrap().0, "Ein Titel für 😀");
    let all = ["2507.00001", "2507.00002", "2507.00003"].map(paper);
    let text = feed::write(&all, &head());
    let ends: Vec<usize> = text.match_indices("}}").map(|(at, _)| at + 2).collect();
    assert_eq!(ends.len(), all.len());
    for cut in 0..text.len() {
        let reading = feed::read(&text.as_bytes()[..cut]);
        let whole = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(reading.papers, all[..whole], "cut at {cut}");
        let complete = text.as_bytes()[..cut].trim_ascii_end().ends_with(b"\n}");
        assert!(complete || !reading.problems.is_empty(), "cut at {cut} without a word");
    }
}

#[test]
fn hostile_nesting_costs_no_stack_and_little_time() {
    for piece in ["[", "{\"a\":", "{\"items\":[", "\\textbf{", "$\\frac{", "{", "$", "\\(", "~", "\\sqrt[", "&"] {
        let text = piece.repeat(50_000);
        feed::read(text.as_bytes());
        tidy::prose(&text);
    }
}
