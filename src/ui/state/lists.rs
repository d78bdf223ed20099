//! The list on screen: asked of the engine whenever the view changes or more is known; the newest question wins.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::browser::{clock, timing};
use crate::engine::message::{Request, Response, Rows};
use crate::paper::{Day, Paper, PaperId};
use crate::present::{Page, Row, words};
use crate::query::{Notice, Order, View};

/// Rows asked for at a time.
const PAGE_LENGTH: u32 = 50;

/// A list as far as it has been asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// Whether an answer has come at all.
    pub answered: bool,
    /// The view that it answers.
    pub view: View,
    /// Length of the whole list.
    pub total: u32,
    /// The first rows of it.
    pub rows: Vec<Row>,
    /// The order that it has.
    pub order: Order,
    /// The paper that its text names.
    pub jump: Option<PaperId>,
    /// What the reader should know of how its text was read.
    pub notices: Vec<Notice>,
    /// The day that it stands on.
    pub day: Option<Day>,
    /// The nearest papers-day before it.
    pub earlier: Option<Day>,
    /// The nearest papers-day after it.
    pub later: Option<Day>,
}

impl App {
    /// Asks for the next rows of the list. If the list is asked for anew meanwhile, the rows are those of the new one.
    pub fn show_more(self) {
        spawn_local(async move {
            loop {
                let (view, from) = self.list.with_untracked(|list| (list.view.clone(), list.rows.len() as u32));
                let generation = self.generation();
                let Some(rows) = self.ask_rows(view.clone(), from, PAGE_LENGTH).await else { return };
                let same_view = self.list.with_untracked(|list| list.view == view && list.rows.len() as u32 == from);
                if !same_view {
                    // Another view, or asked for twice and taken once.
                    return;
                }
                if self.list.with_untracked(|list| list.total != rows.total) {
                    // Papers have left the list since it was asked for, by being read for instance.
                    return self.refresh(view);
                }
                if self.generation() == generation {
                    self.list.update(|list| {
                        list.total = rows.total;
                        list.rows.extend(rows.rows);
                    });
                    return;
                }
            }
        });
    }

    /// One paper whole, if it is known.
    pub async fn ask_paper(self, id: PaperId) -> Option<Paper> {
        match self.client().ask(Request::Paper(id), Vec::new()).await {
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
        let shown = if same_view { self.list.with_untracked(|list| list.rows.len() as u32) } else { 0 };
        let generation = self.next_generation();
        spawn_local(async move {
            let start = clock::precise();
            if let Some(rows) = self.ask_rows(view.clone(), 0, shown.max(PAGE_LENGTH)).await
                && self.generation() == generation
            {
                self.took.set((clock::precise() - start).round() as u32);
                self.show(view, rows);
                self.jump();
            }
        });
    }

    fn show(self, view: View, rows: Rows) {
        // Nothing there yet is no answer as long as the first feed is on its way.
        let nothing_known =
            self.summary.with_untracked(|summary| summary.papers == 0) && !self.feeds_asked.get_untracked();
        let Rows { total, rows, day, earlier, later, order, jump, notices, .. } = rows;
        let answered = !nothing_known;
        let list = List { answered, view, total, rows, order, jump, notices, day, earlier, later };
        if self.list.with_untracked(|known| *known == list) {
            return;
        }
        let (start, count) = (clock::precise(), list.rows.len() as u32);
        if list.answered && self.list.with_untracked(|known| known.view != list.view || known.total != total) {
            self.status.set(self.found_words(&list));
        }
        self.list.set(list);
        // Effects run after this task; the frame after that has the list on screen.
        request_animation_frame(move || timing::enter_until_now("render", start, count));
    }

    /// What those hear who cannot see the list: its length, the time it took, and how the text was read.
    fn found_words(self, list: &List) -> String {
        let count = format!("{}, {} milliseconds.", words::papers(list.total), self.took.get_untracked());
        let notices = list.notices.iter().map(|notice| notice.text.as_str());
        std::iter::once(count.as_str()).chain(notices).collect::<Vec<_>>().join(" ")
    }

    async fn ask_rows(self, view: View, from: u32, count: u32) -> Option<Rows> {
        let seen = self.seen.get_value();
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
