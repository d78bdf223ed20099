//! The list on screen: asked of the engine whenever the view changes or more is known; the newest question wins.
//!
//! Of a list the pages are asked for that the screen wants, and a bounded number of them is kept. One question about pages is
//! on its way at a time; when its answer is there, the wish of that moment is the next one. So dragging the scroll bar through
//! a long list asks for where it is, not for all that it passed.

use std::mem;
use std::ops::Range;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::browser::{clock, fetch, timing};
use crate::engine::message::{Request, Response, Rows, Whole};
use crate::paper::{Day, PaperId};
use crate::present::pages::{PAGE, Pages};
use crate::present::{Page, Row, words};
use crate::query::{Notice, Order, View};

/// Rows asked for before the screen has said what it wants.
const FIRST_ROWS: u32 = 50;

/// Milliseconds without a key after which words are looked for by meaning, which looks at all papers.
const REST: i32 = 250;

/// A list as far as it has been asked for. Whatever is known of it besides its rows is what the newest answer said.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Whether an answer has come at all.
    pub answered: bool,
    /// The view that it answers.
    pub view: View,
    /// Length of the whole list.
    pub total: u32,
    /// Some of its rows.
    pub pages: Pages<Row>,
    /// The order that it has.
    pub order: Order,
    /// What the reader did since it was ordered, and it would be ordered by.
    pub late: u32,
    /// From how many papers liked, refused and dismissed the order was learnt, if it was.
    pub learnt: Option<(u32, u32, u32)>,
    /// The paper that its text names.
    pub jump: Option<PaperId>,
    /// The paper that its text names and nobody told of.
    pub unknown: Option<PaperId>,
    /// What the reader should know of how its text was read.
    pub notices: Vec<Notice>,
    /// How many more papers it would have if nothing were muted.
    pub muted: u32,
    /// How many papers are not shown as they are nearly the same as others.
    pub folded: u32,
    /// The day that it stands on.
    pub day: Option<Day>,
    /// The nearest papers-day before it.
    pub earlier: Option<Day>,
    /// The nearest papers-day after it.
    pub later: Option<Day>,
}

impl List {
    /// Takes over an answer about this list, and says whether that changed anything.
    fn take(&mut self, answer: Rows) -> bool {
        let Rows { total, from, rows, day, earlier, later, order, .. } = answer;
        let Rows { late, learnt, jump, unknown, notices, muted, folded, .. } = answer;
        let same = self.total == total
            && (self.day, self.earlier, self.later) == (day, earlier, later)
            && (self.order, self.late, self.learnt) == (order, late, learnt)
            && (&self.jump, &self.unknown) == (&jump, &unknown)
            && self.notices == notices
            && (self.muted, self.folded) == (muted, folded);
        (self.total, self.day, self.earlier, self.later) = (total, day, earlier, later);
        (self.order, self.late, self.learnt) = (order, late, learnt);
        (self.jump, self.unknown) = (jump, unknown);
        (self.notices, self.muted, self.folded) = (notices, muted, folded);
        self.pages.cut(total);
        self.pages.put(from, rows) || !same
    }
}

/// What the screen wants of the list.
#[derive(Default)]
pub(super) struct Wish {
    /// The pages around what is seen.
    window: Range<u32>,
    /// Pages elsewhere: of the paper that has the focus, and of the open one.
    others: Vec<u32>,
    /// Whether a question about pages is on its way.
    asking: bool,
}

impl App {
    /// From now on these pages of the list are wanted: those around what is seen, and some others.
    pub fn want(self, window: Range<u32>, others: Vec<u32>) {
        self.parts.update_value(|parts| (parts.wish.window, parts.wish.others) = (window, others));
        self.ask_wanted();
    }

    /// One paper whole, if it is known, with the words of a query marked and those nearly the same.
    pub async fn ask_paper(self, id: PaperId, text: String) -> Option<Whole> {
        match self.client().ask(Request::Paper { id, text, today: clock::today() }, Vec::new()).await {
            Some(Response::Paper(paper)) => paper.map(|paper| *paper),
            _ => None,
        }
    }

    /// Rows of named papers; those not known are left out.
    pub async fn ask_rows_of(self, ids: Vec<PaperId>) -> Vec<Row> {
        match self.client().ask(Request::RowsOf(ids), Vec::new()).await {
            Some(Response::RowsOf(rows)) => rows,
            _ => Vec::new(),
        }
    }

    /// From now on the list follows the view and the library.
    pub(super) fn follow_list(self) {
        let view = Memo::new(move |_| {
            let place = self.place.read();
            (place.page == Page::Papers).then(|| place.view.clone())
        });
        Effect::new(move |_| {
            self.summary.track();
            self.feeds_asked.track();
            if let (Some(view), true) = (view.get(), self.shelf_read.get()) {
                self.refresh(view);
            }
        });
    }

    /// Asks for the list again where it stands: after an act that may change what belongs to it.
    pub(super) fn refresh_list(self) {
        self.refresh(self.place.read_untracked().view.clone());
    }

    fn refresh(self, view: View) {
        let same_view = self.list.with_untracked(|list| list.answered && list.view == view);
        let (from, count) = if same_view {
            let window = self.parts.with_value(|parts| parts.wish.window.clone());
            (window.start * PAGE, (window.len() as u32 * PAGE).max(FIRST_ROWS))
        } else {
            // From a little above the place to return to.
            let place = self.back_to().unwrap_or_default().max(0.0) as u32;
            ((place / PAGE).saturating_sub(1) * PAGE, FIRST_ROWS)
        };
        let generation = self.next_generation();
        let rest = !same_view && self.is_being_typed(&view);
        spawn_local(async move {
            if rest {
                fetch::pause(REST).await;
                if self.generation() != generation {
                    return;
                }
            }
            let start = clock::precise();
            if let Some(rows) = self.ask_rows(view.clone(), from, count).await
                && self.generation() == generation
            {
                self.took.set((clock::precise() - start).round() as u32);
                self.show(view, rows);
                self.note_seen();
                self.jump();
            }
        });
    }

    fn show(self, view: View, answer: Rows) {
        // Nothing there yet is no answer as long as the first feed is on its way, or more may be found.
        let nothing_known =
            self.summary.with_untracked(|summary| summary.papers == 0) && !self.feeds_asked.get_untracked();
        let (start, total, count) = (clock::precise(), answer.total, answer.rows.len() as u32);
        let answered = !nothing_known && (answer.total > 0 || !answer.unfinished);
        if answered && self.list.with_untracked(|known| !known.answered || known.view != view || known.total != total) {
            self.status.set(self.found_words(total, &answer.notices));
        }
        if self.list.with_untracked(|list| list.view != view) {
            self.why.set(None);
        }
        let take = |list: &mut List| {
            let mut changed = mem::replace(&mut list.answered, answered) != answered;
            if list.view != view {
                *list = List { answered, view, ..List::default() };
                changed = true;
            }
            list.pages.make_stale();
            changed |= list.take(answer);
            (changed, changed)
        };
        let changed = self.list.try_maybe_update(take) == Some(true);
        let arranged = self.arranging().is_some();
        if self.arranged.get_untracked() != arranged {
            self.arranged.set(arranged);
        }
        self.count_outside();
        if changed {
            // Effects run after this task; the frame after that has the list on screen.
            request_animation_frame(move || timing::enter_until_now("render", start, count));
        } else {
            self.ask_wanted();
        }
    }

    /// Asks for wanted pages that are not known, if there are any and no such question is on its way.
    fn ask_wanted(self) {
        let missing = |parts: &mut super::Parts| {
            let Wish { window, others, asking } = &mut parts.wish;
            if *asking {
                return None;
            }
            let missing = self.list.try_maybe_update(|list| {
                list.pages.trim(window, others);
                (false, list.pages.missing(window, others).map(|pages| (list.view.clone(), pages)))
            });
            *asking = matches!(missing, Some(Some(_)));
            missing.flatten()
        };
        let Some((view, pages)) = self.parts.try_update_value(missing).flatten() else { return };
        let generation = self.generation();
        spawn_local(async move {
            let answer = self.ask_rows(view.clone(), pages.start * PAGE, pages.len() as u32 * PAGE).await;
            self.parts.update_value(|parts| parts.wish.asking = false);
            let Some(answer) = answer else { return };
            if self.generation() != generation || self.list.with_untracked(|list| list.view != view) {
                // The list was asked for anew meanwhile; whether these are rows of the new one, nobody knows.
                return self.ask_wanted();
            }
            if self.list.with_untracked(|list| list.total != answer.total) {
                // Papers have left the list since it was asked for, by being read for instance.
                return self.refresh(view);
            }
            self.list.update(|list| _ = list.take(answer));
        });
    }

    /// What those hear who cannot see the list: its length, the time it took, and how the text was read.
    fn found_words(self, total: u32, notices: &[Notice]) -> String {
        let count = format!("{}, {} milliseconds.", words::papers(total), self.took.get_untracked());
        let notices = notices.iter().map(|notice| notice.text.as_str());
        std::iter::once(count.as_str()).chain(notices).collect::<Vec<_>>().join(" ")
    }

    async fn ask_rows(self, view: View, from: u32, count: u32) -> Option<Rows> {
        let seen = self.seen.get_value();
        let view = self.in_order(view);
        let request = Request::Rows { view, today: clock::today(), seen, from, count };
        match self.client().ask(request, Vec::new()).await {
            Some(Response::Rows(rows)) => Some(rows),
            _ => None,
        }
    }

    fn generation(self) -> u32 {
        self.parts.with_value(|parts| parts.generation)
    }

    fn next_generation(self) -> u32 {
        self.parts.update_value(|parts| parts.generation = parts.generation.wrapping_add(1));
        self.generation()
    }
}
