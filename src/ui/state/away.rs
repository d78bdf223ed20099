//! What came since the last visit.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::search::{PAUSE, Visit};
use super::{App, remember, remembered};
use crate::browser::clock;
use crate::engine::message::{Away, Request, Response};
use crate::paper::Day;
use crate::present::Page;
use crate::present::away::Since;
use crate::query::{View, Window};
use crate::shelf::Millis;

/// Name in `localStorage` of the visit whose news the reader has put away, by the papers-day that was known before it.
const PUT_AWAY: &str = "offprint:away";

/// Minutes to choose from. A paper takes about one.
pub const MINUTES: [u32; 5] = [5, 10, 15, 30, 60];

/// What is shown of it.
#[derive(Clone, Debug, PartialEq)]
pub struct AwayState {
    /// When the reader was here last.
    pub since: Option<Since>,
    /// What came, if anything.
    pub found: Option<Away>,
    /// How much time the reader has.
    pub minutes: u32,
    /// Whether it was put away.
    closed: bool,
}

impl AwayState {
    /// That of this visit.
    pub(super) fn of_visit(since: Option<Since>) -> AwayState {
        let closed = remembered(PUT_AWAY).is_some_and(|day| since.is_some_and(|since| since.seen.to_string() == day));
        AwayState { since, found: None, minutes: 10, closed }
    }
}

impl App {
    /// Asks what came, whenever more is known or the reader has done something, for as long as the owner lives.
    pub fn follow_away(self) {
        let asked = Memo::new(move |_| {
            let away = self.away.read();
            (away.minutes, away.since)
        });
        Effect::new(move |_| {
            self.things.track();
            self.history.track();
            let whole = self.summary.with(|summary| summary.whole);
            let (papers, since) = asked.get();
            let Some(since) = since.filter(|_| whole) else { return };
            spawn_local(async move {
                let request = Request::Away { since, papers, today: clock::today() };
                if let Some(Response::Away(found)) = self.client().ask(request, Vec::new()).await
                    && self.away.read_untracked().found != found
                {
                    self.away.update(|away| away.found = found);
                }
            });
        });
    }

    /// A page that stays open, as installed apps do, begins a visit when it is looked at again after a pause; and then looks for
    /// papers at once.
    pub(super) fn follow_leaving(self) {
        let left = StoredValue::new(None::<(Millis, Option<Day>)>);
        let newest = move || self.summary.with_untracked(|summary| summary.days.last().map(|(day, _)| *day));
        let looked = move |_| {
            if document().hidden() {
                return left.set_value(Some((clock::now(), newest())));
            }
            self.fetch_due();
            let before = left.try_update_value(Option::take).flatten();
            let Some((at, seen)) = before.filter(|(at, _)| (clock::now().0 - at.0) as f64 > PAUSE) else { return };
            let visit = Visit { seen, left: Some(at.day()) };
            self.visit.set_value(visit);
            self.seen.set_value(seen);
            let minutes = self.away.with_untracked(|away| away.minutes);
            self.away.set(AwayState { minutes, ..AwayState::of_visit(visit.since()) });
            newest().into_iter().for_each(|newest| self.note_newest(newest));
            self.refresh_list();
        };
        let listener = window_event_listener_untyped("visibilitychange", looked);
        on_cleanup(move || listener.remove());
    }

    /// Whether it is to be shown here: on the newest list until it is put away, and always on the page of feeds.
    pub fn shows_away(self) -> bool {
        let (place, away) = (self.place.read(), self.away.read());
        let newest = self.summary.with(|summary| summary.days.last().map(|(day, _)| *day));
        let plain =
            View { day: None, order: None, ..place.view.clone() } == View { window: Window::Day, ..View::default() };
        let here = match place.page {
            Page::Papers => plain && !away.closed && place.view.day.is_none_or(|day| newest == Some(day)),
            page => page == Page::Feeds,
        };
        here && away.found.is_some()
    }

    /// Chooses how much time the reader has, and keeps the choice.
    pub fn set_minutes(self, minutes: &str) {
        self.set("minutes", minutes);
    }

    /// Puts it away until the next visit.
    pub fn put_away(self) {
        self.away.update(|away| {
            away.closed = true;
            away.since.into_iter().for_each(|since| remember(PUT_AWAY, &since.seen.to_string()));
        });
    }
}
