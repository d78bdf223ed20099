//! Addresses and places are the same thing.

use offprint::paper::{Day, PaperId};
use offprint::present::{Page, Place};
use offprint::query::{Mix, View, Window};
use proptest::option;
use proptest::prelude::*;

use super::rank::order;

fn place() -> impl Strategy<Value = Place> {
    let page = proptest::sample::select(&Page::ALL[..]);
    let window = prop_oneof![Just(Window::Day), Just(Window::Week), Just(Window::Month), Just(Window::All)];
    let named = || option::of("\\PC{1,12}");
    let texts = (any::<String>(), named());
    let paper = option::of((1..99_999_u32).prop_map(|number| PaperId::parse(&format!("2309.{number:05}")).unwrap().0));
    let mix = "[a-z]{0,8}[1-9]?(-votes[0-9])?".prop_map(|text| Mix::parse(&text));
    let order = (option::of(order()), option::of(mix));
    (page, window, order, option::of(0..30_000_i32), texts, paper).prop_map(
        |(page, window, (order, mix), day, (text, feed), paper)| {
            let day = day.map(Day);
            Place { page, paper, feed, view: View { window, day, text, order, mix } }
        },
    )
}

proptest! {
    #[test]
    fn a_place_survives_its_address(place in place()) {
        prop_assert_eq!(Place::parse(&place.query()), place);
    }

    #[test]
    fn any_text_is_an_address(query in any::<String>()) {
        let place = Place::parse(&query);
        prop_assert_eq!(Place::parse(&place.query()), place);
    }
}
