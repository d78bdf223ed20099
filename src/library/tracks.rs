//! What was noted of papers, beside the papers.

use super::{Library, Merge, is_counted};
use crate::paper::{Counted, Day, Event, PaperId, Sample, Track};

impl Library {
    /// Notes what a merge has changed, on the day that it is done: a sample of the counts of each paper whose counts are other
    /// than before, and its events. Merges of what was stored or noted earlier are not noted again. O(events).
    pub fn note(&mut self, merge: &Merge, today: Day) {
        for &(place, event) in &merge.events {
            let sample = self.at(place).filter(|paper| event == Event::Rose && is_counted(paper)).map(|paper| Sample {
                day: today,
                votes: paper.votes,
                stars: paper.stars,
            });
            let Some(track) = self.track_mut(place) else { continue };
            track.note(event, today);
            sample.into_iter().for_each(|sample| track.put(sample));
        }
    }

    /// Joins what was noted earlier or by another tab. Notes on papers that are not known are passed over.
    pub fn recall_tracks(&mut self, tracks: Vec<(PaperId, Track)>) {
        for (id, noted) in tracks {
            if let Some(track) = self.place(&id).and_then(|place| self.track_mut(place)) {
                track.join(&noted);
            }
        }
    }

    /// What was noted of the paper at a place, if anything was.
    pub fn track(&self, place: u32) -> Option<&Track> {
        self.tracks.get(place as usize)?.as_deref().filter(|track| !track.is_empty())
    }

    /// What a count of the paper at a place rose by per day of late, see [`Track::velocity`].
    pub fn velocity(&self, place: u32, of: Counted, now: Day) -> Option<f64> {
        self.track(place)?.velocity(of, now)
    }

    fn track_mut(&mut self, place: u32) -> Option<&mut Track> {
        let at = place as usize;
        if at >= self.tracks.len() {
            self.tracks.resize_with(at + 1, || None);
        }
        self.tracks.get_mut(at).map(|slot| &mut **slot.get_or_insert_default())
    }
}
