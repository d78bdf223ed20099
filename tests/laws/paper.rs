//! Days, identifiers and links.

use offprint::paper::{Day, Link, PaperId};
use proptest::prelude::*;

/// Days of the years 1 to 9999.
pub fn day() -> impl Strategy<Value = Day> {
    (-719_162_i32..=2_932_896).prop_map(Day)
}

/// Names of papers of every kind, as text.
pub fn id_text() -> impl Strategy<Value = String> {
    let doi = "doi:10\\.[1-9][0-9]{3}/[a-z0-9()<>;é]{0,6}[a-z0-9]";
    // Hosts of two letters: doi.org names no paper of its own.
    let link = "https?://[a-z]{1,2}\\.org/[A-Za-z0-9]{0,4}([?][a-z]=[0-9])?(#[a-z]{1,3})?";
    prop_oneof![6 => arxiv_text(), 1 => doi, 1 => link]
}

/// Identifiers of arXiv of both forms, as text.
fn arxiv_text() -> impl Strategy<Value = String> {
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
    fn identifiers_survive_every_spelling(text in arxiv_text(), version in 1_u16..) {
        let (id, none) = PaperId::parse(&text).unwrap();
        prop_assert_eq!((id.as_str(), none), (text.as_str(), None));
        for spelling in [format!("arXiv:{text}v{version}"), format!("{}v{version}", id.url()), format!("{}v{version}.pdf", id.pdf_url().unwrap())] {
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
    fn every_name_is_read_back_and_leads_somewhere(
        text in "(10[.]1000/|doi:10[.]1000[.]1/|https://(dx[.])?doi[.]org/10[.]1000/|https://a[.]b/(doi/)?(10[.]1000/)?)[ -~é]{0,40}"
    ) {
        if let Some((id, _)) = PaperId::parse(&text) {
            for spelling in [id.to_string(), id.url()] {
                prop_assert_eq!(PaperId::parse(&spelling), Some((id.clone(), None)), "{}", spelling);
            }
            prop_assert!(Link::parse(&id.url()).is_some(), "{}", id.url());
            prop_assert_eq!(id.arxiv(), None);
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
