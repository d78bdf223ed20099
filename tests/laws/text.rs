//! Folding, and numbers as text.

use offprint::text;
use proptest::prelude::*;

proptest! {
    #[test]
    fn decimals_are_those_of_the_language(value in -1e6_f64..1e6, places in 0_u32..4) {
        let (own, other) = (text::decimal(value, places), format!("{value:.0$}", places as usize));
        let apart = |text: &str| (text.parse::<f64>().unwrap() - value).abs();
        // Both sides of a half are as near.
        prop_assert!((apart(&own) - apart(&other)).abs() < 1e-9, "{} {}", own, other);
        prop_assert_eq!(own.split_once('.').map_or(0, |(_, rest)| rest.len()), places as usize);
    }

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let folded = text::fold(&text);
        prop_assert_eq!(text::fold(&folded), folded);
    }

    #[test]
    fn a_word_start_is_found_where_words_start(text in "[a-cé ,-]{0,20}", word in "[a-c]{1,2}") {
        let folded = text::fold(&text);
        let by_hand = text::words(&folded).any(|other| other.starts_with(&word));
        prop_assert_eq!(text::has_word_start(&folded, &word), by_hand);
    }
}
