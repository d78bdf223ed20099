//! What is worked out for a long list by pages is what adding up row by row gives.

use std::collections::BTreeSet;
use std::ops::Range;

use offprint::present::window::{Heights, Layout, PAGE, runs};
use proptest::collection::{btree_map, btree_set};
use proptest::prelude::*;

/// A list page by page, as a child would add it up.
struct Naive {
    /// Rows, height at full size, height as laid out.
    pages: Vec<(u32, f64, f64)>,
}

impl Naive {
    fn of(rows: u32, measured: &[(u32, f64)], limit: f64, shown: &[Range<u32>]) -> Naive {
        let rows_of = |page: u32| (rows - page * PAGE).min(PAGE);
        let measured: Vec<_> = measured.iter().filter(|(page, _)| page * PAGE < rows).collect();
        let known = |page: u32| measured.iter().rev().find(|(at, _)| *at == page).map(|(_, height)| *height);
        let (height, count) =
            measured.iter().fold((0.0, 0), |(height, count), (page, more)| (height + more, count + rows_of(*page)));
        let row = if count == 0 { 150.0 } else { height / f64::from(count) };
        let full = |page: u32| known(page).unwrap_or(f64::from(rows_of(page)) * row);
        let pages = 0..rows.div_ceil(PAGE);
        let whole: f64 = pages.clone().map(full).sum();
        let scale = (limit / whole).min(1.0);
        let laid = |page| if shown.iter().any(|run| run.contains(&page)) { full(page) } else { full(page) * scale };
        Naive { pages: pages.map(|page| (rows_of(page), full(page), laid(page))).collect() }
    }

    fn height(&self) -> f64 {
        self.pages.iter().map(|(.., laid)| laid).sum()
    }

    fn place_at(&self, offset: f64) -> f64 {
        let (mut top, mut place) = (0.0, 0);
        for (rows, _, laid) in &self.pages {
            if offset < top + laid {
                return f64::from(place) + (offset - top) / laid * f64::from(*rows);
            }
            top += laid;
            place += rows;
        }
        f64::from(place) + offset - top
    }
}

/// Rows, heights of measured pages, the limit, and which pages are shown.
type Long = (u32, Vec<(u32, f64)>, f64, Vec<Range<u32>>);

/// A list with up to as many measured pages as are trusted without question.
fn list() -> impl Strategy<Value = Long> {
    (1..120_000_u32).prop_flat_map(|rows| {
        let pages = rows.div_ceil(PAGE);
        let measured = btree_map(0..pages, 300.0..4_000.0_f64, 0..=10_usize);
        let limit = prop_oneof![Just(f64::INFINITY), 500_000.0..16_000_000.0_f64];
        let shown = btree_set(0..pages, 0..8).prop_map(|pages| runs(pages.into_iter()));
        (Just(rows), measured.prop_map(|pages| pages.into_iter().collect()), limit, shown)
    })
}

fn heights(rows: u32, measured: &[(u32, f64)], limit: f64) -> Heights {
    let mut heights = Heights::default();
    heights.limit = limit;
    heights.resize(rows);
    measured.iter().for_each(|&(page, height)| assert!(heights.measure(page, height)));
    heights
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #[test]
    fn heights_and_places_are_those_of_adding_up((rows, measured, limit, shown) in list(), part in -0.01..1.01_f64) {
        let heights = heights(rows, &measured, limit);
        let layout = Layout { heights: &heights, shown: &shown };
        let naive = Naive::of(rows, &measured, limit, &shown);
        prop_assert!(near(layout.height(), naive.height()), "{} {}", layout.height(), naive.height());
        let offset = part * naive.height();
        let place = layout.place_at(offset);
        if offset >= 0.0 {
            prop_assert!(near(place, naive.place_at(offset)), "{place} {}", naive.place_at(offset));
        }
        prop_assert!(near(layout.offset_of(place), offset), "{} {offset}", layout.offset_of(place));
        prop_assert!(layout.place_at(offset + 1.0) > place, "places ascend");
    }

    #[test]
    fn gaps_and_runs_make_up_the_list((rows, measured, limit, shown) in list()) {
        let heights = heights(rows, &measured, limit);
        let layout = Layout { heights: &heights, shown: &shown };
        let gaps: f64 = (0..=shown.len()).map(|number| layout.gap(number)).sum();
        let full: f64 = shown.iter().map(|run| heights.height(run)).sum();
        prop_assert!(near(gaps + full, layout.height()));
        prop_assert!(gaps <= limit * (1.0 + 1e-9), "no more empty space than allowed");
    }

    #[test]
    fn showing_or_hiding_a_measured_page_moves_nothing((rows, measured, _, shown) in list(), place in 0.0..1.0_f64) {
        let heights = heights(rows, &measured, f64::INFINITY);
        let place = place * f64::from(rows);
        let before = Layout { heights: &heights, shown: &shown };
        let after = Layout { heights: &heights, shown: &[] };
        prop_assert!(near(before.offset_of(place), after.offset_of(place)));
        prop_assert!(near(before.height(), after.height()));
    }

    #[test]
    fn a_window_reaches_as_far_as_asked_and_no_page_further(
        (rows, measured, _, _) in list(), place in 0.0..1.0_f64, above in 0.0..9_000.0_f64, below in 0.0..9_000.0_f64,
    ) {
        let heights = heights(rows, &measured, f64::INFINITY);
        let layout = Layout { heights: &heights, shown: &[] };
        let place = place * f64::from(rows);
        let window = heights.window(place, above, below);
        let (start, end) = (layout.offset_of(f64::from(window.start * PAGE)), layout.offset_of(f64::from((window.end * PAGE).min(rows))));
        let at = layout.offset_of(place);
        prop_assert!(window.start < window.end && window.end <= heights.pages());
        prop_assert!(window.start == 0 || start <= at - above + 0.01);
        prop_assert!(window.end == heights.pages() || end >= at + below - 0.01);
        if heights.pages() <= 10 {
            prop_assert_eq!(window, 0..heights.pages());
        } else if window.len() > 5 {
            let next = layout.offset_of(f64::from((window.start + 1) * PAGE));
            prop_assert!(window.start as f64 + 1.0 > place / f64::from(PAGE) || next > at - above - 0.01, "one page less would do above");
            let last = layout.offset_of(f64::from((window.end - 1) * PAGE));
            prop_assert!(last < at + below + 0.01, "one page less would do below");
        }
    }

    #[test]
    fn whoever_scrolls_sees_rows_only((rows, measured, limit, _) in list(), steps in prop::collection::vec(-2_000.0..3_000.0_f64, 1..60), screen in 400.0..2_000.0_f64) {
        let heights = heights(rows, &measured, limit);
        let (mut window, mut top) = (0..0, 0.0_f64);
        for step in steps {
            let before = [window.clone()];
            let shown = if window.is_empty() { &[][..] } else { &before[..] };
            let layout = Layout { heights: &heights, shown };
            top = (top + step).clamp(0.0, (layout.height() - screen).max(0.0));
            let place = layout.place_at(top);
            window = heights.next_window(&window, place, 0.0, screen);
            let after = [window.clone()];
            let layout = Layout { heights: &heights, shown: &after };
            let top = layout.offset_of(place);
            let end = (top + screen).min(layout.height());
            let run = (layout.offset_of(f64::from(window.start * PAGE)), layout.offset_of(f64::from((window.end * PAGE).min(rows))));
            prop_assert!(run.0 <= top + 0.01 && run.1 >= end - 0.01, "rows from {} to {}, screen from {top} to {end}", run.0, run.1);
            prop_assert!(layout.shows(top, end));
            let height: f64 = heights.height(&window);
            let highest = (0..heights.pages()).map(|page| heights.height(&(page..page + 1))).fold(0.0, f64::max);
            prop_assert!(height <= screen + 2.0 * screen.clamp(800.0, 4_000.0) + 10.0 * highest, "few rows");
        }
    }

    #[test]
    fn runs_are_the_pages(pages in btree_set(0..60_u32, 0..40)) {
        let runs = runs(pages.iter().rev().copied());
        prop_assert_eq!(runs.iter().cloned().flatten().collect::<BTreeSet<u32>>(), pages);
        prop_assert!(runs.windows(2).all(|pair| pair[0].end < pair[1].start));
    }
}

#[test]
fn a_new_mean_counts_only_when_it_matters() {
    let mut heights = Heights::default();
    heights.resize(1_000);
    (0..10).for_each(|page| assert!(heights.measure(page, 1_000.0)));
    assert!(!heights.measure(3, 1_000.3), "no news");
    assert_eq!(heights.height(&(30..31)), 1_000.0);
    heights.measure(10, 1_300.0);
    assert_eq!(heights.height(&(30..31)), 1_000.0, "3 % more is not worth moving the scroll bar");
    (11..15).for_each(|page| assert!(heights.measure(page, 1_400.0)));
    assert!(heights.height(&(30..31)) > 1_050.0);
    heights.forget();
    assert!(heights.height(&(0..1)) > 1_050.0, "the guess outlives what it came from");
    heights.measure(0, 2_000.0);
    assert_eq!(heights.height(&(30..31)), 2_000.0);
}

#[test]
fn a_list_that_grows_keeps_the_heights_of_whole_pages() {
    let mut heights = Heights::default();
    heights.resize(25);
    heights.measure(0, 1_000.0);
    heights.measure(2, 400.0);
    heights.resize(28);
    assert_eq!(heights.height(&(0..1)), 1_000.0);
    assert_ne!(heights.height(&(2..3)), 400.0, "the last page has more rows now");
    assert!(!heights.measure(9, 1.0) && !heights.measure(1, f64::NAN));
    assert_eq!(heights.height(&(9..10)), 0.0, "there is no such page");
}

#[test]
fn an_empty_list_is_nothing() {
    let heights = Heights::default();
    let layout = Layout { heights: &heights, shown: &[] };
    assert_eq!((layout.height(), layout.place_at(30.0), layout.offset_of(30.0)), (0.0, 30.0, 30.0));
    assert_eq!(heights.next_window(&(0..0), 0.0, 0.0, 900.0), 0..0);
}
