//! Selecting equals looking at every paper.

use offprint::library::Library;
use offprint::paper::{Day, Paper};
use offprint::query::{Flags, View, Window};
use offprint::text;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::library::paper;

fn view() -> impl Strategy<Value = View> {
    let window = prop_oneof![Just(Window::Day), Just(Window::Week), Just(Window::Month), Just(Window::All)];
    let text =
        prop_oneof![Just(""), Just("mask"), Just("SCHRODINGER br"), Just("mod image"), Just("4o"), Just("zebra")];
    let category = option::of(prop_oneof![Just("cs.CV"), Just("stat.ML")]);
    let keyword = option::of(Just("gpt-4O at work"));
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (window, option::of(20_299..20_311_i32), text, category, keyword, flags).prop_map(
        |(window, day, text, category, keyword, (code, starred, unread, dismissed))| View {
            window,
            day: day.map(Day),
            text: text.to_owned(),
            category: category.map(str::to_owned),
            keyword: keyword.map(str::to_owned),
            code,
            starred,
            unread,
            dismissed,
            ..View::default()
        },
    )
}

/// Any fixed marks will do: here they follow from the number of the paper.
fn flags(paper: &Paper) -> Flags {
    let number = paper.id.as_str().bytes().last().unwrap();
    Flags { starred: number.is_multiple_of(2), read: number.is_multiple_of(3), dismissed: number.is_multiple_of(4) }
}

/// The filter as a reader would do it by hand.
fn shows(view: &View, newest: Day, paper: &Paper) -> bool {
    let day = view.day.unwrap_or(newest);
    let in_window = |shown: &Day| match view.window {
        Window::Day => *shown == day,
        Window::Week => shown.week_start() == day.week_start(),
        Window::Month => (shown.ymd().0, shown.ymd().1) == (day.ymd().0, day.ymd().1),
        Window::All => true,
    };
    let names = paper.authors.iter().map(|author| author.name.clone());
    let texts =
        [Some(paper.title.clone()), paper.abstract_text.clone(), paper.summary.clone(), paper.organisation.clone()];
    let all: Vec<String> = texts.into_iter().flatten().chain(names).chain(paper.keywords.clone()).collect();
    let all_words: Vec<String> = all.iter().flat_map(|text| split(text)).collect();
    let marks = flags(paper);
    (view.window == Window::All || paper.days.iter().any(in_window))
        && split(&view.text).iter().all(|word| all_words.iter().any(|other| other.starts_with(word.as_str())))
        && view.category.as_ref().is_none_or(|category| paper.categories.contains(category))
        && view
            .keyword
            .as_ref()
            .is_none_or(|wanted| paper.keywords.iter().any(|keyword| text::fold(keyword) == text::fold(wanted)))
        && (!view.code || paper.repository.is_some())
        && (!view.starred || marks.starred)
        && (!view.unread || !marks.read)
        && view.dismissed == marks.dismissed
}

fn split(text: &str) -> Vec<String> {
    text::fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn a_view_shows_what_a_scan_by_hand_shows(papers in vec(paper(), 0..20), view in view()) {
        let mut library = Library::default();
        library.merge(papers);
        let newest = library.days().next_back().map_or(Day(0), |(day, _)| day);
        let selected = view.select(&library, |id| flags(library.get(id).unwrap()));
        let by_hand: Vec<u32> = library.all().into_iter().filter(|place| shows(&view, newest, &library.at(*place).unwrap().paper)).collect();
        prop_assert_eq!(selected, by_hand);
    }
}
