//! Folding.

use offprint::text;
use proptest::prelude::*;

proptest! {
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
