//! When something was set: an order of all acts of all devices that no clock set wrong can confuse.

use crate::paper::Day;

/// An instant in milliseconds since the start of 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

impl Millis {
    /// The first of a UTC day.
    pub fn start_of(day: Day) -> Millis {
        Millis(i64::from(day.0) * 86_400_000)
    }

    /// The UTC day in which it falls.
    pub fn day(self) -> Day {
        Day::from_millis(self.0)
    }
}

/// The last instant that has a date of four digits, which sorts as the times do in keys. A clock beyond it stands there, and a record
/// beyond it is damaged: nothing could ever be later.
pub const LATEST: Millis = Millis(253_402_300_799_999);

/// A hybrid logical time: what a clock said, or, where that clock was behind something already seen, the latest time seen and
/// a count beyond it. So it is never before anything that its maker knew of, and close to the true time wherever clocks are.
///
/// Kulkarni, Demirbas, Madappa, Avva and Leone, *Logical Physical Clocks*, OPODIS 2014.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// The time.
    pub at: Millis,
    /// What comes after what at that time.
    pub count: u32,
    /// Who made it: another number for every loaded page, so that no two stamps are the same.
    pub by: u32,
}

impl Stamp {
    /// The key under which the event of that time is kept: sorts as the times do.
    pub fn key(self) -> String {
        format!("{:015}-{:06}-{:08x}", self.at.0, self.count, self.by)
    }

    /// The time whose key that is.
    pub fn of_key(key: &str) -> Option<Stamp> {
        let mut parts = key.split('-');
        let stamp = Stamp {
            at: Millis(parts.next()?.parse().ok()?),
            count: parts.next()?.parse().ok()?,
            by: u32::from_str_radix(parts.next()?, 16).ok()?,
        };
        (stamp.key() == key && stamp.at <= LATEST && stamp.count <= u32::MAX / 2).then_some(stamp)
    }
}

/// Makes stamps, each after all that it made or has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    pub(super) by: u32,
    last: (Millis, u32),
}

impl Clock {
    /// The clock of one loaded page, whose number must be another for each.
    pub fn new(by: u32) -> Clock {
        Clock { by, last: (Millis(i64::MIN), 0) }
    }

    /// The stamp of what happens now. A clock that stands before 1970 or after [`LATEST`] stands there.
    pub fn tick(&mut self, now: Millis) -> Stamp {
        let now = now.clamp(Millis(0), LATEST);
        let (at, count) = self.last;
        self.last = match count.checked_add(1) {
            _ if now > at => (now, 0),
            Some(next) => (at, next),
            None => (Millis(at.0.saturating_add(1)), 0),
        };
        Stamp { at: self.last.0, count: self.last.1, by: self.by }
    }

    /// Takes note of a stamp made elsewhere.
    pub fn see(&mut self, stamp: Stamp) {
        self.last = self.last.max((stamp.at, stamp.count));
    }
}
