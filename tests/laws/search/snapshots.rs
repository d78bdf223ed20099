//! Bytes that are no snapshot are refused, and those that were made to look like one do no harm.

use std::sync::LazyLock;

use offprint::search::snapshot::seal;
use offprint::search::{Field, Index, Refused};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index as Pick, select};

use super::cases;
use super::usage::use_it;

/// An index with everything that a snapshot has: words and compounds, long lists with tables of blocks, crowds, removed documents.
static SAVED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let letter = |number: u32| char::from(b'a' + (number % 26) as u8);
    let mut index = Index::default();
    let texts: Vec<String> =
        (0..600).map(|number| format!("qu{}{} pre-training of data", letter(number / 26), letter(number))).collect();
    let other = |key: usize| format!("deep learning with models of pretraining {}", "deep ".repeat(key % 5));
    let others: Vec<String> = (0..texts.len()).map(other).collect();
    let document = |key: usize| vec![(Field::Title, texts[key].as_str()), (Field::Abstract, others[key].as_str())];
    index.put_all((0..texts.len()).map(|key| (key as u32, document(key))));
    (0..600).step_by(7).for_each(|key| _ = index.remove(key));
    index.snapshot()
});

/// Where bytes are that say something: nearly all of the pages is room that is not used.
static TELLING: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let nearby = |at: usize| SAVED[at.saturating_sub(8)..(at + 8).min(SAVED.len())].iter().any(|byte| *byte != 0);
    (0..SAVED.len() / 4).map(|four| four * 4).filter(|at| nearby(*at)).collect()
});

/// What may have happened to the bytes.
#[derive(Clone, Debug)]
enum Harm {
    Flip(Pick, u8),
    Number(Pick, u32),
    Copy(Pick, Pick, usize),
    Cut(Pick, usize),
}

impl Harm {
    fn to(&self, bytes: &mut Vec<u8>) {
        let telling = |pick: &Pick| TELLING[pick.index(TELLING.len())];
        match self {
            Harm::Flip(at, bit) => bytes[telling(at)] ^= 1 << bit,
            Harm::Number(at, number) => bytes[telling(at)..][..4].copy_from_slice(&number.to_le_bytes()),
            Harm::Copy(from, to, length) => {
                let piece = SAVED[telling(from)..].iter().take(length * 4).copied().collect::<Vec<u8>>();
                let to = telling(to);
                let until = (to + piece.len()).min(bytes.len());
                bytes[to..until].copy_from_slice(&piece[..until - to]);
            }
            Harm::Cut(at, length) => {
                let at = telling(at);
                bytes.drain(at..(at + length * 4).min(bytes.len()));
            }
        }
    }
}

fn harm() -> impl Strategy<Value = Harm> {
    let number = prop_oneof![
        any::<u32>(),
        0..700_u32,
        select(vec![u32::MAX, u32::MAX - 1, u32::MAX - 5, 1 << 31, 1 << 24, 65_535, 65_536, 0]),
    ];
    prop_oneof![
        2 => (any::<Pick>(), 0..8_u8).prop_map(|(at, bit)| Harm::Flip(at, bit)),
        6 => (any::<Pick>(), number).prop_map(|(at, number)| Harm::Number(at, number)),
        1 => (any::<Pick>(), any::<Pick>(), 1..40_usize).prop_map(|(from, to, length)| Harm::Copy(from, to, length)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_bytes_are_refused(bytes in vec(any::<u8>(), 0..200), number in any::<u32>()) {
        prop_assert_eq!(Index::open(&bytes).err(), Some(Refused::NoSnapshot));
        let mut begun = [&SAVED[..12], &number.to_le_bytes(), &bytes, &[0; 8]].concat();
        prop_assert!(Index::open(&begun).is_err());
        begun[12..16].copy_from_slice(&SAVED[12..16]);
        prop_assert_eq!(Index::open(&begun).err(), Some(Refused::Damaged));
        seal(&mut begun);
        prop_assert_eq!(Index::open(&begun).err(), Some(Refused::Damaged));
    }

    #[test]
    fn what_is_cut_off_or_changed_is_refused(
        length in any::<Pick>(),
        flip in any::<Pick>(),
        bit in 0..8_u8,
        harms in vec(harm(), 1..3),
        more in vec(any::<u8>(), 1..9),
    ) {
        prop_assert!(Index::open(&SAVED).is_ok());
        prop_assert!(Index::open(&SAVED[..length.index(SAVED.len())]).is_err());
        let mut flipped = SAVED.clone();
        flipped[flip.index(SAVED.len())] ^= 1 << bit;
        prop_assert!(Index::open(&flipped).is_err());
        let mut changed = SAVED.clone();
        harms.iter().for_each(|harm| harm.to(&mut changed));
        prop_assert!(changed == *SAVED || Index::open(&changed).is_err());
        prop_assert!(Index::open(&[SAVED.as_slice(), &more].concat()).is_err());
    }

    #[test]
    fn what_was_changed_with_its_checksum_does_no_harm(harms in vec(harm(), 1..4), cut in prop::option::of((any::<Pick>(), 1..9_usize))) {
        let mut changed = SAVED.clone();
        harms.iter().for_each(|harm| harm.to(&mut changed));
        cut.into_iter().for_each(|(at, length)| Harm::Cut(at, length).to(&mut changed));
        seal(&mut changed);
        if let Ok(index) = Index::open(&changed) {
            use_it(index);
        }
    }
}

#[test]
fn a_snapshot_of_another_format_says_which() {
    let mut other = SAVED.clone();
    other[12..16].copy_from_slice(&77_u32.to_le_bytes());
    assert_eq!(Index::open(&other).err(), Some(Refused::Format(77)));
}
