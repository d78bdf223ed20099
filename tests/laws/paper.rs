//! Days, identifiers and links.

use offprint::paper::{Day, Link, PaperId};
use proptest::prelude::*;

/// Days of the years 1 to 9999.
pub fn day() -> impl Strategy<Value = Day> {
    (-719_162_i32..=2_932_896).prop_map(Day)
}

/// Identifiers of both forms, as text.
pub fn id_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "(0[89]|1[0-4])(0[1-9]|1[0-2])\\.[0-9]{4}",
        "(1[5-9]|2[0-9])(0[1-9]|1[0-2])\\.[0-9]{5}",
        "(hep-th|math|cs|cond-mat)/[09][0-9](0[1-9]|1[0-2])[0-9]{3}",
    ]
}

proptest! {
    #[test]
    fn days_are_those_of_the_time_crate(day in day()) {
        let date = time::Date::from_julian_day(day.0 + 2_440_588).unwrap();
        let (year, month, of_month) = day.ymd();
        prop_assert_eq!((year, month, of_month), (date.year(), u32::from(u8::from(date.month())), u32::from(date.day())));
        prop_assert_eq!(day.weekday(), u32::from(date.weekday().number_days_from_monday()));
        prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
    }

    #[test]
    fn days_are_read_as_the_time_crate_reads_them(text in "[0-9]{4}-[0-3][0-9]-[0-3][0-9]") {
        let format = time::macros::format_description!("[year]-[month]-[day]");
        let known = time::Date::parse(&text, &format).ok().filter(|date| date.year() > 0);
        prop_assert_eq!(Day::parse(&text).map(|day| day.0), known.map(|date| date.to_julian_day() - 2_440_588));
    }

    #[test]
    fn identifiers_survive_every_spelling(text in id_text(), version in 1_u16..) {
        let (id, none) = PaperId::parse(&text).unwrap();
        prop_assert_eq!((id.as_str(), none), (text.as_str(), None));
        for spelling in [format!("arXiv:{text}v{version}"), format!("{}v{version}", id.arxiv_url()), format!("{}v{version}.pdf", id.pdf_url())] {
            prop_assert_eq!(PaperId::parse(&spelling), Some((id.clone(), Some(version))), "{}", spelling);
        }
    }

    #[test]
    fn reading_identifiers_never_panics(text in "\\PC*") {
        if let Some((id, _)) = PaperId::parse(&text) {
            prop_assert_eq!(PaperId::parse(id.as_str()), Some((id.clone(), None)));
        }
    }

    #[test]
    fn links_are_web_addresses(text in "(http|https|HTTPS|javascript|data|//|)[:]?(//|/|)?\\PC{0,30}") {
        if let Some(link) = Link::parse(&text) {
            prop_assert!(link.as_str().starts_with("http://") || link.as_str().starts_with("https://"));
            prop_assert!(!link.as_str().contains(char::is_whitespace));
            prop_assert_eq!(Link::parse(link.as_str()), Some(link));
        }
    }
}
