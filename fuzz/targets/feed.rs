//! Any bytes are read as a feed, and what is read of them can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offprint::feed::{FeedHead, read, write};

fuzz_target!(|bytes: &[u8]| {
    let reading = read(bytes);
    let written = write(&reading.papers, &FeedHead { title: "Any".to_owned(), home: None });
    assert_eq!(read(written.as_bytes()).papers, reading.papers);
});
