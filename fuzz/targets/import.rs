//! Bibliographies and what else other programs export: the first byte says of which kind, an entry of that kind is around the others.
//! Each paper that is brought is there once, and can be written and read again.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use offprint::feed::{FeedHead, import, read, write};
use offprint::paper::Paper;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let (before, after) = match kind % 8 {
        0 => (r#"[{"type":"article","URL":"https://arxiv.org/abs/2501.00001","title":"A""#, "}]"),
        1 => ("@article{a, eprint = {2501.00001}, title = {", "}}"),
        2 => ("@article{a, eprint = {2501.00001}, ", "}"),
        3 => ("TY  - JOUR\nUR  - https://arxiv.org/abs/2501.00001\nTI  - ", "\nER  - \n"),
        4 => ("<opml version=\"2.0\"><body><outline type=\"search\" ", "/></body></opml>"),
        5 => (r#"{"2501.00001":{"id":"2501.00001","title":"A","author":"B""#, "}}"),
        6 => (r#"[{"rawpid":"2501.00001","title":"A""#, "}]"),
        _ => ("", ""),
    };
    let brought = import::read(&[before.as_bytes(), bytes, after.as_bytes()].concat()).brought;
    let ids: HashSet<&str> = brought.iter().map(|brought| brought.paper.id.as_str()).collect();
    assert_eq!(ids.len(), brought.len());
    // One of which only the identifier is known has no title, and a feed has no such items.
    let papers: Vec<Paper> = brought.into_iter().map(|brought| brought.paper).filter(|paper| !paper.title.is_empty()).collect();
    let written = write(&papers, &FeedHead { title: "Any".to_owned(), home: None });
    assert_eq!(read(written.as_bytes()).papers, papers);
});
