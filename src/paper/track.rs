//! What was noted of a paper as days went by: how its counts rose, and when it got code, a new version, or was withdrawn.
//!
//! Tabs, restarts and backups bring the same notes in any order, so a track is a set that is joined: its samples depend on what
//! was noted, never on what came first.
//!
//! ```
//! use offprint::paper::{Counted, Day, Sample, Track};
//!
//! let mut track = Track::default();
//! track.put(Sample { day: Day(100), votes: Some(10), stars: None });
//! track.put(Sample { day: Day(104), votes: Some(30), stars: None });
//! assert_eq!(track.velocity(Counted::Votes, Day(104)), Some(5.0));
//! ```

use super::Day;

/// Days over which a velocity is taken: a week, so that no weekday counts more than another.
pub const VELOCITY_DAYS: i32 = 7;

/// Blocks of 2ᵏ days keep one sample once their end is more than this many times 2ᵏ days before the last.
const FINE: i64 = 4;

/// The counts of a paper at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The day on which they were read, by the reader's clock, in UTC.
    pub day: Day,
    /// Votes, where known.
    pub votes: Option<u32>,
    /// Stars of the code, where known.
    pub stars: Option<u32>,
}

/// What is counted in a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Votes of the feed's readers.
    Votes,
    /// Stars of the code.
    Stars,
}

/// What happens to a paper that is known already, and is noted with its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Event {
    /// Votes or stars rose.
    Rose,
    /// It has code, and had none.
    Coded,
    /// There is a later version.
    Revised,
    /// It was withdrawn.
    Withdrawn,
}

/// What was noted of one paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    samples: Vec<Sample>,
    /// When it first had code, after it had been known without.
    pub coded: Option<Day>,
    /// When a later version last came.
    pub revised: Option<Day>,
    /// When it was first seen to be withdrawn.
    pub withdrawn: Option<Day>,
}

impl Track {
    /// Its samples, ascending by day, one a day.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        *self == Track::default()
    }

    /// Takes a sample. Of the same day the higher counts stay. Old samples are thinned: the first and the last always stay, and
    /// between them one for each 2ᵏ days, the more days the older, which are some tens over a lifetime.
    pub fn put(&mut self, sample: Sample) {
        match self.samples.binary_search_by_key(&sample.day, |known| known.day) {
            Ok(at) => self.samples.get_mut(at).into_iter().for_each(|known| {
                known.votes = known.votes.max(sample.votes);
                known.stars = known.stars.max(sample.stars);
            }),
            Err(at) => self.samples.insert(at, sample),
        }
        self.thin();
    }

    /// Takes over what another tab or an earlier start noted.
    pub fn join(&mut self, other: &Track) {
        other.samples.iter().for_each(|sample| self.put(*sample));
        self.coded = earlier(self.coded, other.coded);
        self.revised = self.revised.max(other.revised);
        self.withdrawn = earlier(self.withdrawn, other.withdrawn);
    }

    /// Notes what happened on a day. A rise is noted by its sample.
    pub fn note(&mut self, event: Event, day: Day) {
        match event {
            Event::Rose => {}
            Event::Coded => self.coded = earlier(self.coded, Some(day)),
            Event::Revised => self.revised = self.revised.max(Some(day)),
            Event::Withdrawn => self.withdrawn = earlier(self.withdrawn, Some(day)),
        }
    }

    /// Whether that happened on a day for which `on` holds. O(samples).
    pub fn happened(&self, event: Event, on: impl Fn(Day) -> bool) -> bool {
        match event {
            Event::Rose => {
                let higher = |was: Option<u32>, is: Option<u32>| was.is_some_and(|was| is.is_some_and(|is| is > was));
                let rose = |was: &Sample, is: &Sample| higher(was.votes, is.votes) || higher(was.stars, is.stars);
                let pairs = self.samples.iter().zip(self.samples.iter().skip(1));
                pairs.into_iter().any(|(was, is)| on(is.day) && rose(was, is))
            }
            Event::Coded => self.coded.is_some_and(on),
            Event::Revised => self.revised.is_some_and(on),
            Event::Withdrawn => self.withdrawn.is_some_and(on),
        }
    }

    /// What a count rose by per day in the [`VELOCITY_DAYS`] before `now`, or since it was first noted if that is less. Between two
    /// samples it is taken to have risen evenly, and after the last not to have risen. `None` if it is not known for a day yet.
    pub fn velocity(&self, of: Counted, now: Day) -> Option<f64> {
        let value = |sample: &Sample| {
            let count = if of == Counted::Votes { sample.votes } else { sample.stars };
            count.map(|count| (sample.day, f64::from(count)))
        };
        let known = || self.samples.iter().filter_map(value).take_while(|(day, _)| *day <= now);
        let (first, _) = known().next()?;
        let (_, last) = known().last()?;
        let days = now.0.saturating_sub(first.0).min(VELOCITY_DAYS);
        if days < 1 {
            return None;
        }
        let since = now.plus(-days);
        let (from, before) = known().take_while(|(day, _)| *day <= since).last()?;
        let before = match known().find(|(day, _)| *day > since) {
            Some((to, after)) => before + (after - before) * gap(from, since) / gap(from, to),
            None => before,
        };
        Some((last - before) / f64::from(days))
    }

    /// Of each block of days one sample stays, the first. Blocks lie at multiples of their length and grow as the last day moves on,
    /// each into one that holds it whole, so what is dropped early would also be dropped late, whatever the order.
    fn thin(&mut self) {
        let Some(last) = self.samples.last().map(|sample| sample.day) else { return };
        let mut before = None;
        self.samples.retain(|sample| {
            let block = block(sample.day, last);
            let first = before.replace(block) != Some(block);
            first || sample.day == last
        });
    }
}

/// The length, as a power of two, and the number of the block that a day is in, seen from the last.
fn block(day: Day, last: Day) -> (u32, i64) {
    let (day, last) = (i64::from(day.0), i64::from(last.0));
    let ends = |power: u32| ((day >> power) + 1) << power;
    let power = (0..31).take_while(|power| last - ends(power + 1) >= FINE << (power + 1)).count() as u32;
    (power, day >> power)
}

fn gap(from: Day, to: Day) -> f64 {
    f64::from(to.0) - f64::from(from.0)
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    a.into_iter().chain(b).min()
}
