//! Searching: what is typed, what it may be completed to, and what is new since the last visit.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, remember, remembered};
use crate::browser::clock;
use crate::engine::message::{Request, Response};
use crate::paper::{Day, PaperId};
use crate::present::away::Since;
use crate::query::{View, parse};

/// Name in `localStorage` of the last visit: the newest papers-day known before it and in it, when it was, in milliseconds, and
/// the day of the visit before.
const VISIT: &str = "offprint:visit";

/// After so many milliseconds without Offprint a new visit begins: four hours.
pub(super) const PAUSE: f64 = 4.0 * 3_600_000.0;

impl App {
    /// Searches for what was typed. A search begun on a day looks through all days, and when it is cleared that day is back.
    pub fn search(self, text: String) {
        let mut place = self.place.get_untracked();
        let mut before = self.searched_from.get_value();
        self.typed.set_value(text.clone());
        place.view = place.view.searching(text, &mut before);
        self.searched_from.set_value(before);
        self.slide(place);
    }

    /// Whether a list is of what was typed last and asks for what is near to words, of which more may come. What names a paper, tag or
    /// collection is whole.
    pub(super) fn is_being_typed(self, view: &View) -> bool {
        let typed = self.typed.with_value(|typed| *typed == view.text);
        let names = |text: &str| {
            let is = |name: &str| name.to_lowercase() == text.to_lowercase();
            PaperId::parse(text).is_some()
                || self.collections.with_untracked(|all| all.iter().any(|collection| is(&collection.name)))
                || self.shelf(|shelf| shelf.papers().any(|(_, card)| card.tags().any(is)))
        };
        typed && parse(&view.text, clock::today()).likes().into_iter().any(|value| !names(&value.text))
    }

    /// Asks what the text may be completed to where the cursor is, in bytes. The newest question wins, unless the suggestions were put
    /// away since.
    pub fn ask_suggestions(self, text: String, cursor: usize) {
        let number = self.next_suggestions();
        spawn_local(async move {
            let request = Request::Suggest { text: text.clone(), cursor: cursor as u32, today: clock::today() };
            if let Some(Response::Suggestions(found)) = self.client().ask(request, Vec::new()).await
                && self.parts.with_value(|parts| parts.suggesting) == number
                && self.place.with_untracked(|place| place.view.text == text)
            {
                self.suggestions.set(found);
            }
        });
    }

    /// The text with a suggestion in it, and where the cursor belongs then.
    pub fn take_suggestion(self, at: usize) -> Option<(String, usize)> {
        let taken = self.suggestions.with_untracked(|suggestions| suggestions.get(at).cloned())?;
        let text = self.place.with_untracked(|place| taken.replace.replaced(&place.view.text, &taken.with));
        self.close_suggestions();
        Some((text, taken.replace.start as usize + taken.with.len()))
    }

    /// Puts the suggestions away, those on their way too.
    pub fn close_suggestions(self) {
        self.next_suggestions();
        if !self.suggestions.read_untracked().is_empty() {
            self.suggestions.set(Vec::new());
        }
    }

    fn next_suggestions(self) -> u32 {
        self.parts.update_value(|parts| parts.suggesting = parts.suggesting.wrapping_add(1));
        self.parts.with_value(|parts| parts.suggesting)
    }

    /// Goes to the paper that the text names, once for each text.
    pub(super) fn jump(self) {
        let jump = self.list.with_untracked(|list| list.jump.clone().map(|paper| (list.view.text.clone(), paper)));
        let Some((text, paper)) = jump else { return };
        if self.jumped.get_value() != text {
            self.jumped.set_value(text);
            self.go(self.place.get_untracked().with_paper(Some(paper)));
        }
    }

    /// Notes that papers up to this day are known in this visit.
    pub(super) fn note_newest(self, newest: Day) {
        let Visit { seen, left } = self.visit.get_value();
        let [seen, left] = [seen, left].map(|day| day.map(|day| day.to_string()).unwrap_or_default());
        remember(VISIT, &format!("{seen} {newest} {} {left}", clock::now().0));
    }
}

/// What is known of the visit before this one.
#[derive(Clone, Copy)]
pub(super) struct Visit {
    /// The newest papers-day that was known; what came after it is new.
    pub seen: Option<Day>,
    /// The day on which it ended.
    pub left: Option<Day>,
}

impl Visit {
    /// When it was, if there was one.
    pub fn since(self) -> Option<Since> {
        Some(Since { seen: self.seen?, left: self.left? })
    }
}

/// The visit before this one.
pub(super) fn last_visit() -> Visit {
    let known = remembered(VISIT).unwrap_or_default();
    let mut parts = known.split(' ');
    let mut day = || parts.next().and_then(Day::parse);
    let (seen, newest) = (day(), day());
    let at: i64 = parts.next().and_then(|at| at.parse().ok()).unwrap_or(i64::MAX);
    if clock::now().0 as f64 - at as f64 > PAUSE {
        return Visit { seen: newest, left: Some(Day::from_millis(at)) };
    }
    Visit { seen, left: parts.next().and_then(Day::parse) }
}
