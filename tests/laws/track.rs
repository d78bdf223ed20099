//! What is noted of papers: order does not matter, it is bounded, and its ends stay.

use offprint::library::Library;
use offprint::paper::{Counted, Day, Event, Paper, PaperId, Sample, Track, VELOCITY_DAYS};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn sample() -> impl Strategy<Value = Sample> {
    let day = prop_oneof![20_000..20_040_i32, 16_000..24_000_i32, any::<i32>()];
    (day, option::of(0..90_u32), option::of(0..90_u32)).prop_map(|(day, votes, stars)| Sample {
        day: Day(day),
        votes,
        stars,
    })
}

fn event() -> impl Strategy<Value = (Event, Day)> {
    let event = prop_oneof![Just(Event::Coded), Just(Event::Revised), Just(Event::Withdrawn)];
    (event, 20_000..20_009_i32).prop_map(|(event, day)| (event, Day(day)))
}

fn track(samples: &[Sample], events: &[(Event, Day)]) -> Track {
    let mut track = Track::default();
    samples.iter().for_each(|sample| track.put(*sample));
    events.iter().for_each(|(event, day)| track.note(*event, *day));
    track
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(
        samples in vec(sample(), 0..60), events in vec(event(), 0..6), cut in any::<prop::sample::Index>(), seed in vec(any::<u32>(), 60),
    ) {
        let whole = track(&samples, &events);
        let mut shuffled: Vec<(u32, Sample)> = seed.into_iter().zip(samples.clone()).collect();
        shuffled.sort_by_key(|(by, _)| *by);
        let shuffled: Vec<Sample> = shuffled.into_iter().map(|(_, sample)| sample).collect();
        prop_assert_eq!(track(&shuffled, &events), whole.clone());
        // Two tabs that each saw a part, and joined in either order.
        let cut = cut.index(shuffled.len() + 1);
        let (one, other) = (track(&shuffled[..cut], &events), track(&shuffled[cut..], &[]));
        let (mut joined, mut swapped) = (one.clone(), other.clone());
        joined.join(&other);
        swapped.join(&one);
        prop_assert_eq!(&joined, &whole);
        prop_assert_eq!(swapped, whole);
        joined.join(&other);
        prop_assert_eq!(joined, track(&samples, &events), "twice is once");
    }

    #[test]
    fn the_first_and_the_last_stay_and_all_are_in_order(samples in vec(sample(), 1..200)) {
        let kept = track(&samples, &[]);
        let days = |samples: &[Sample]| samples.iter().map(|sample| sample.day).collect::<Vec<Day>>();
        let (all, kept) = (days(&samples), days(kept.samples()));
        prop_assert_eq!(kept.first(), all.iter().min());
        prop_assert_eq!(kept.last(), all.iter().max());
        prop_assert!(kept.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(kept.iter().all(|day| all.contains(day)));
        // Of the last days all are there, so that what is new is known to the day.
        let recent = |day: &&Day| kept.last().is_some_and(|last| last.0.saturating_sub(day.0) < 8);
        prop_assert!(all.iter().filter(recent).all(|day| kept.contains(day)));
    }

    #[test]
    fn velocity_is_what_rose_by_day(first in 0..100_u32, rises in vec((1..4_i32, 0..50_u32), 0..40), wait in 0..20_i32) {
        let (mut day, mut votes) = (Day(20_000), first);
        let mut noted = vec![Sample { day, votes: Some(votes), stars: None }];
        for (days, more) in rises {
            (day, votes) = (day.plus(days), votes + more);
            noted.push(Sample { day, votes: Some(votes), stars: None });
        }
        let now = day.plus(wait);
        let track = track(&noted, &[]);
        prop_assert_eq!(track.velocity(Counted::Stars, now), None);
        let velocity = track.velocity(Counted::Votes, now);
        prop_assert_eq!(velocity.is_none(), now == Day(20_000));
        let Some(velocity) = velocity else { return Ok(()) };
        prop_assert!(velocity >= 0.0);
        let days = (now.0 - 20_000).min(VELOCITY_DAYS);
        prop_assert!(velocity * f64::from(days) <= f64::from(votes - first) + 1e-9, "no more than all that rose");
        if days < VELOCITY_DAYS {
            prop_assert!((velocity * f64::from(days) - f64::from(votes - first)).abs() < 1e-9);
        }
        if wait >= VELOCITY_DAYS {
            prop_assert_eq!(velocity, 0.0);
        }
    }

    #[test]
    fn what_happened_is_what_was_noted(samples in vec(20_000..20_008_i32, 1..8), counts in vec(0..20_u32, 8), from in 20_000..20_008_i32) {
        // Fewer days than are thinned: each pair is seen.
        let mut days = samples;
        days.sort_unstable();
        days.dedup();
        let mut high = 0;
        let noted: Vec<Sample> = days.iter().zip(counts).map(|(day, more)| {
            high += more / 10;
            Sample { day: Day(*day), votes: Some(high), stars: None }
        }).collect();
        let rose = noted.windows(2).any(|pair| pair[1].day.0 >= from && pair[1].votes > pair[0].votes);
        prop_assert_eq!(track(&noted, &[]).happened(Event::Rose, |day| day.0 >= from), rose);
    }
}

/// A sample a day, for ten years, is some tens of samples.
#[test]
fn a_track_is_bounded() {
    let mut track = Track::default();
    for day in 0..3_650 {
        track.put(Sample { day: Day(day), votes: Some(day as u32), stars: None });
        assert!(track.samples().len() <= 64, "{} after {day} days", track.samples().len());
    }
    // Whatever the clock says.
    (0..31).for_each(|power| track.put(Sample { day: Day(-(1 << power)), votes: None, stars: None }));
    (0..31).for_each(|power| track.put(Sample { day: Day(i32::MAX >> power), votes: None, stars: None }));
    assert!(track.samples().len() <= 200);
}

/// A library notes what changes, and nothing that does not.
#[test]
fn a_library_notes_what_changes() {
    let paper = |votes, version, text: &str| Paper {
        votes: Some(votes),
        version: Some(version),
        abstract_text: Some(text.into()),
        ..Paper::new(PaperId::parse("2507.00001").unwrap().0, "T")
    };
    let mut library = Library::default();
    let mut read = |paper: Paper, day: i32| {
        let merge = library.merge(vec![paper]);
        library.note(&merge, Day(day));
        library.track(0).cloned().unwrap_or_default()
    };
    assert_eq!(read(paper(5, 1, "A"), 100).samples().len(), 1);
    assert_eq!(read(paper(5, 1, "A"), 101).samples().len(), 1, "nothing changed");
    assert_eq!(read(paper(9, 1, "A"), 102).samples().len(), 2);
    assert_eq!(read(paper(3, 2, "A"), 103).revised, Some(Day(103)));
    let withdrawn = "This paper has been withdrawn by the authors due to an error.";
    let track = read(paper(9, 3, withdrawn), 104);
    assert_eq!((track.revised, track.withdrawn, track.coded), (Some(Day(104)), Some(Day(104)), None));
    assert_eq!(track.samples().len(), 2, "counts only grow, so a lower one is no change");
    let coded = Paper { repository: offprint::paper::Link::parse("https://github.com/a/b"), ..paper(9, 3, withdrawn) };
    assert_eq!(read(coded.clone(), 105).coded, Some(Day(105)));
    assert_eq!(read(coded, 106).coded, Some(Day(105)));
    assert_eq!(library.velocity(0, Counted::Votes, Day(107)), Some(f64::from(9 - 5) / 7.0));
}

#[test]
fn a_paper_says_that_it_was_withdrawn() {
    let check = |title: &str, text: &str, withdrawn: bool| {
        let paper =
            Paper { abstract_text: Some(text.into()), ..Paper::new(PaperId::parse("2507.00001").unwrap().0, title) };
        assert_eq!(paper.is_withdrawn(), withdrawn, "{title}: {text}");
    };
    check("A title", "This paper has been withdrawn by the author.", true);
    check("A title", "The submission is withdrawn, as Lemma 2 is wrong.", true);
    check("Withdrawn: A title", "", true);
    check("A title", "This paper is about papers that were withdrawn from journals.", false);
    check("Why papers are withdrawn", "Many papers have been withdrawn.", false);
    check("A title", "We withdraw energy from a grid.", false);
}
