//! Bytes with the mark and the checksum of a snapshot are refused or make an index that does no harm.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use offprint::search::snapshot::seal;
use offprint::search::{Field, Index};

#[path = "../../tests/laws/search/usage.rs"]
mod usage;

static SAVED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut index = Index::default();
    let text =
        |key: u32| format!("deep pre-training of data qu{key} {}", "deep learning models ".repeat(key as usize % 4));
    let texts: Vec<String> = (0..150).map(text).collect();
    let values = texts.iter().map(|text| [(Field::Title, text.as_str()), (Field::Abstract, text.as_str())]);
    index.put_all((0..).zip(values));
    (0..150).step_by(7).for_each(|key| _ = index.remove(key));
    index.snapshot()
});

fuzz_target!(|input: (bool, &[u8])| {
    let (patch, data) = input;
    let mut bytes = if patch { SAVED.clone() } else { [&SAVED[..16], data, &[0; 8]].concat() };
    let (patches, _) = data.as_chunks::<7>();
    for [a, b, c, number @ ..] in patches.iter().filter(|_| patch) {
        // Most of the pages is room that is not used: places are counted from both ends.
        let place = usize::from(u16::from_le_bytes([*a, *b])) * 4;
        let at = if c % 2 == 0 { place } else { bytes.len().saturating_sub(place + 12) / 4 * 4 };
        if let Some(slot) = bytes.get_mut(at..at + 4) {
            slot.copy_from_slice(number);
        }
    }
    seal(&mut bytes);
    if let Ok(index) = Index::open(&bytes) {
        usage::use_it(index);
    }
});
