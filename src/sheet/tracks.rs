//! How tracks are kept: beside each sheet one record with what was noted of its papers.
//!
//! Like a sheet it is one byte with the number of its format, then postcard's encoding, read without trusting it.

use serde::{Deserialize, Serialize};

use crate::paper::{Day, Event, PaperId, Sample, Track};
use crate::shelf::keep::KeepError;

/// The newest format. Raising it takes a decoder for the old one and a sample in `tests/data/records`.
pub const TRACKS_FORMAT: u8 = 1;

/// Where the tracks of a sheet are kept in [`Store::Meta`](crate::shelf::keep::Store::Meta).
pub fn tracks_key(sheet: &str) -> String {
    ["tracks/", sheet].concat()
}

/// The bytes of a record with those tracks.
pub fn encode_tracks<'a>(tracks: impl IntoIterator<Item = (&'a PaperId, &'a Track)>) -> Vec<u8> {
    let records: Vec<TrackRecord> = tracks.into_iter().map(TrackRecord::from).collect();
    // As with sheets, this cannot fail, and would be found to be damaged if it did.
    postcard::to_extend(&records, vec![TRACKS_FORMAT]).unwrap_or_default()
}

/// The tracks of a record. Fails as [`decode_sheet`](super::decode_sheet) does.
pub fn decode_tracks(bytes: &[u8]) -> Result<Vec<(PaperId, Track)>, KeepError> {
    let corrupt = |why: &str| KeepError::Corrupt(format!("what was noted of papers: {why}"));
    let records: Vec<TrackRecord> = super::body(bytes, TRACKS_FORMAT, &corrupt)?;
    records.into_iter().map(TrackRecord::open).collect::<Option<_>>().ok_or_else(|| corrupt("an id is no paper's id"))
}

/// A track as format 1 keeps it. The order of the fields is part of the format; days are counted from 1970.
#[derive(Serialize, Deserialize)]
struct TrackRecord {
    id: String,
    samples: Vec<(i32, Option<u32>, Option<u32>)>,
    coded: Option<i32>,
    revised: Option<i32>,
    withdrawn: Option<i32>,
}

impl From<(&PaperId, &Track)> for TrackRecord {
    fn from((id, track): (&PaperId, &Track)) -> TrackRecord {
        let day = |day: Option<Day>| day.map(|day| day.0);
        TrackRecord {
            id: id.to_string(),
            samples: track.samples().iter().map(|sample| (sample.day.0, sample.votes, sample.stars)).collect(),
            coded: day(track.coded),
            revised: day(track.revised),
            withdrawn: day(track.withdrawn),
        }
    }
}

impl TrackRecord {
    fn open(self) -> Option<(PaperId, Track)> {
        let (id, _) = PaperId::parse(&self.id)?;
        let mut track = Track::default();
        for (day, votes, stars) in self.samples {
            track.put(Sample { day: Day(day), votes, stars });
        }
        let events = [(Event::Coded, self.coded), (Event::Revised, self.revised), (Event::Withdrawn, self.withdrawn)];
        for (event, day) in events {
            day.into_iter().for_each(|day| track.note(event, Day(day)));
        }
        Some((id, track))
    }
}
