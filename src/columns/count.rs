//! Counting the papers of a list by all their values at once.

use serde::{Deserialize, Serialize};

use super::histogram::{Histogram, day_edges, month_edges, vote_edges};
use super::{Columns, Has};
use crate::paper::Day;

/// Values that a facet names at most.
const VALUES: usize = 40;

/// Votes up to which each number is counted apart before the bins are known.
const FEW_VOTES: usize = 1_024;

/// What the papers of a list have in common: how many of them each value would leave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// arXiv categories.
    pub categories: Vec<Count>,
    /// Keywords, as [`super::keyword`] joins them.
    pub keywords: Vec<Count>,
    /// Organisations.
    pub organisations: Vec<Count>,
    /// Those who put papers into the feed.
    pub submitters: Vec<Count>,
    /// The reader's tags.
    pub tags: Vec<Count>,
    /// The reader's collections.
    pub collections: Vec<Count>,
    /// Months with a papers-day of any paper, by their first day: of the latest 40, the latest first.
    pub months: Vec<(Day, u32)>,
    /// Papers with code.
    pub code: u32,
    /// Papers with a page of their own.
    pub project: u32,
    /// Papers with a summary.
    pub summary: u32,
    /// Starred papers.
    pub starred: u32,
    /// Papers not read.
    pub unread: u32,
    /// Papers read.
    pub read: u32,
    /// Papers with a note.
    pub noted: u32,
    /// Papers by papers-day. One that was shown in several bins is counted in each.
    pub days: Histogram,
    /// Papers by votes, without those of which votes are not known.
    pub votes: Histogram,
    /// All papers of the list.
    pub of: u32,
}

/// A value and how many papers have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The value, in the spelling that most papers have.
    pub value: String,
    /// Papers of the list that have it.
    pub count: u32,
}

impl Columns {
    /// Counts the papers at these places, each named once. The most frequent values come first, at most 40 of a kind, ties in
    /// alphabetical order: the same for the same papers, whatever came first.
    ///
    /// O(values of these papers, and different values known).
    pub fn count(&self, places: &[u32]) -> Facets {
        let mut facets = Facets { of: places.len() as u32, ..Facets::default() };
        for &place in places {
            let (flags, has) = (self.flags(place), self.facts(place).has);
            facets.starred += u32::from(flags.starred);
            facets.read += u32::from(flags.read);
            facets.code += u32::from(has & Has::Code as u8 != 0);
            facets.project += u32::from(has & Has::Project as u8 != 0);
            facets.summary += u32::from(has & Has::Summary as u8 != 0);
        }
        facets.unread = facets.of - facets.read;
        if !self.notes.is_empty() {
            facets.noted = places.iter().filter(|place| self.notes.contains_key(place)).count() as u32;
        }
        facets.categories = self.categories.most(places, VALUES);
        facets.keywords = self.keywords.most(places, VALUES);
        facets.organisations = self.organisations.most(places, VALUES);
        facets.submitters = self.submitters.most(places, VALUES);
        facets.tags = self.tags.most(places, VALUES);
        facets.collections = self.collections.most(places, VALUES);
        facets.votes = self.count_votes(places);
        (facets.days, facets.months) = self.count_days(places);
        facets
    }

    fn count_votes(&self, places: &[u32]) -> Histogram {
        let mut few = vec![0_u32; FEW_VOTES];
        let mut many = Vec::new();
        for votes in places.iter().filter_map(|&place| self.votes(place)) {
            match few.get_mut(votes as usize) {
                Some(count) => *count += 1,
                None => many.push(votes),
            }
        }
        let counted = || few.iter().zip(0..).filter(|(count, _)| **count > 0).map(|(count, votes)| (votes, *count));
        let all = || counted().chain(many.iter().map(|&votes| (votes, 1)));
        let (fewest, most) = all().fold((u32::MAX, 0), |(least, most), (votes, _)| (least.min(votes), most.max(votes)));
        if fewest > most {
            return Histogram::default();
        }
        let mut histogram = Histogram::empty(vote_edges(fewest, most));
        all().for_each(|(votes, count)| histogram.add(histogram.bin(i64::from(votes)), count));
        histogram
    }

    /// The histogram of days and the months. A paper with several days is counted once in each bin and in each month.
    fn count_days(&self, places: &[u32]) -> (Histogram, Vec<(Day, u32)>) {
        let mut by_day = vec![0_u32; self.known_days.len()];
        let mut several = Vec::new();
        let (mut first, mut last) = (Day(i32::MAX), Day(i32::MIN));
        for &place in places {
            let days = self.shown.get(place);
            match (days, days.first().and_then(|&day| by_day.get_mut(day as usize))) {
                ([_], Some(count)) => *count += 1,
                ([from, .., to], _) => {
                    several.push(place);
                    (first, last) = (first.min(self.day(*from)), last.max(self.day(*to)));
                }
                _ => {}
            }
        }
        let counted = by_day.iter().zip(&self.known_days).filter(|(count, _)| **count > 0);
        for (_, &day) in counted.clone() {
            (first, last) = (first.min(day), last.max(day));
        }
        if first > last {
            return Default::default();
        }
        let mut days = Histogram::empty(day_edges(first, last));
        let mut months = Histogram::empty(month_edges(first, last, VALUES));
        for histogram in [&mut days, &mut months] {
            for (&count, &day) in counted.clone() {
                histogram.add(histogram.bin(i64::from(day.0)), count);
            }
            for &place in &several {
                let mut bins: Vec<usize> = self.days(place).map(|day| histogram.bin(i64::from(day.0))).collect();
                bins.dedup();
                bins.into_iter().for_each(|bin| histogram.add(bin, 1));
            }
        }
        let months = months.edges.iter().zip(months.counts).skip(1).rev().filter(|(_, count)| *count > 0);
        (days, months.map(|(&edge, count)| (Day(edge as i32), count)).collect())
    }
}
