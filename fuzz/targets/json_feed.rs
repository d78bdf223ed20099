//! JSON Feed: an item around any bytes, so that the reader of this shape is always reached. What is read can be written and read
//! again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offprint::feed::{FeedHead, Shape, read, write};

fuzz_target!(|bytes: &[u8]| {
    let before = r#"{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[{"id":"https://arxiv.org/abs/2501.00001","title":"A""#;
    let reading = read(&[before.as_bytes(), bytes, b"}]}"].concat());
    assert!(matches!(reading.shape, Shape::Own | Shape::Unknown));
    let written = write(&reading.papers, &FeedHead { title: "Any".to_owned(), home: None });
    assert_eq!(read(written.as_bytes()).papers, reading.papers);
});
