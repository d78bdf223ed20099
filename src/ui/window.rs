//! Puts the rows around the screen into the page, and empty space in place of all others.
//!
//! The arithmetic is [`present::window`](crate::present::window); this applies it. Rows that stay are never touched, so that
//! they keep the focus; a keyed list of the framework would take rows out and put them back when others come before them.

use std::mem;
use std::ops::Range;

use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement};
use wasm_bindgen::JsCast;

use super::focus;
use super::row::RowView;
use super::state::{App, List};
use crate::present::Row;
use crate::present::window::{Heights, Layout, PAGE, runs};
use crate::query::View;

/// Pixels that Firefox lays out, with room to spare: a box is at most 17.9 million high.
const HIGHEST: f64 = 16_000_000.0;

/// The same for browsers that lay out in pixels of the device: Chromium and Safari end at 33.5 million of them.
const HIGHEST_OF_DEVICE: f64 = 30_000_000.0;

/// The part of the list that is in the page.
pub struct Window {
    app: App,
    feed: HtmlElement,
    owner: Owner,
    total: Memo<u32>,
    /// The list that is shown.
    view: Option<View>,
    heights: Heights,
    width: f64,
    /// The pages that should be there around what is seen.
    window: Range<u32>,
    /// The pages that are there.
    shown: Vec<Range<u32>>,
    entries: Vec<Entry>,
    /// The empty boxes, with their heights.
    gaps: Vec<(HtmlElement, f64)>,
    /// Where to go as soon as the row is there.
    aim: Option<f64>,
    /// How far the page was scrolled for that.
    aimed: Option<f64>,
    /// Whether all papers were known when the list last changed, and the time before that.
    whole: (bool, bool),
    /// The first row seen, and how far below the top of the page it was.
    anchor: Option<(Element, f64)>,
}

/// A row in the page.
struct Entry {
    row: Row,
    place: ArcRwSignal<u32>,
    element: Element,
    /// What keeps the row alive.
    _state: Box<dyn Held>,
    _owner: Owner,
}

/// Anything that is only held until it is dropped.
trait Held {}

impl<T> Held for T {}

/// Where the list is on the screen, in pixels.
#[derive(Clone, Copy)]
struct Screen {
    /// The first row of the screen, counted from the beginning of the list.
    top: f64,
    height: f64,
    /// How far the page is scrolled, and how far it can be.
    scroll: f64,
    most: f64,
}

impl Screen {
    fn of(feed: &Element) -> Screen {
        let (bounds, number) = (feed.get_bounding_client_rect(), |value: Option<f64>| value.unwrap_or_default());
        let height = number(window().inner_height().ok().and_then(|height| height.as_f64()));
        let page = document().document_element().map_or(0, |page| page.scroll_height());
        let scroll = number(window().scroll_y().ok());
        let most = (f64::from(page) - height).max(0.0);
        Screen { top: -bounds.top(), height, scroll, most }
    }

    /// The part of the screen above the line that places are counted from: none at the beginning of the page, all at its end,
    /// so that both can be reached.
    fn part(&self) -> f64 {
        if self.most > 0.0 { (self.scroll / self.most).clamp(0.0, 1.0) } else { 0.0 }
    }
}

impl Window {
    /// An empty window of the app's list, which has that length. Its rows belong to `owner`.
    pub fn new(app: App, total: Memo<u32>, feed: HtmlElement, owner: Owner) -> Window {
        Window {
            app,
            feed,
            owner,
            total,
            view: None,
            heights: Heights::default(),
            width: 0.0,
            window: 0..0,
            shown: Vec::new(),
            entries: Vec::new(),
            gaps: Vec::new(),
            aim: None,
            aimed: None,
            whole: (false, false),
            anchor: None,
        }
    }

    /// Brings the page up to date with the list (`changed` if that may be another than last time) and the screen. Gives
    /// whether there is more to do in the next frame.
    pub fn look(&mut self, changed: bool) -> bool {
        let list = self.app.list;
        let (more, others) = list.with_untracked(|list| self.look_at(list, changed));
        self.app.want(self.window.clone(), others);
        more
    }

    fn look_at(&mut self, list: &List, changed: bool) -> (bool, Vec<u32>) {
        if changed {
            self.whole = (self.app.summary.with_untracked(|summary| summary.whole), self.whole.0);
        }
        self.renew(list);
        self.approach(list, true);
        let screen = Screen::of(&self.feed);
        let place = self.layout().place_at(screen.top + screen.part() * screen.height);
        self.window = self.heights.next_window(&self.window, place, screen.part(), screen.height);
        let others = self.others(list);
        let seen = (screen.top, screen.top + screen.height);
        let blank = !self.layout().shows(seen.0, seen.1);
        let held = self.first_seen(&screen).map(|entry| (entry.element.clone(), from_screen_top(&entry.element)));
        let (shown, more) = self.next_shown(list, &others, place);
        if changed || shown != self.shown {
            self.shown = shown;
            self.arrange(list);
            self.measure();
        }
        self.set_gaps();
        match held {
            _ if self.aim.is_some() => self.approach(list, false),
            Some((row, before)) if row.is_connected() => scroll_by(from_screen_top(&row) - before),
            _ if blank && self.layout().shows_place(place) => self.keep(place, &screen),
            _ => {}
        }
        self.focus_awaited();
        self.note();
        let busy = more || self.window.clone().any(|page| !list.pages.is_fresh(page));
        let _ = self.feed.set_attribute("aria-busy", if busy { "true" } else { "false" });
        (more, others)
    }

    fn layout(&self) -> Layout<'_> {
        Layout { heights: &self.heights, shown: &self.shown }
    }

    /// Takes note of another list, of another length, and of other heights of what is there.
    fn renew(&mut self, list: &List) {
        let width = self.feed.get_bounding_client_rect().width();
        if list.answered && self.view.as_ref() != Some(&list.view) {
            self.view = Some(list.view.clone());
            self.heights.forget();
            self.heights.resize(0);
            self.window = 0..0;
            self.shown.clear();
            self.aim = self.app.back_to();
            self.aimed = None;
            self.app.set_back_to(None);
            self.anchor = None;
            self.width = width;
            if self.aim.is_some() {
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
        self.heights.resize(list.total);
        let ratio = window().device_pixel_ratio().max(1.0);
        self.heights.limit = HIGHEST.min(HIGHEST_OF_DEVICE / ratio);
        if width != self.width {
            self.width = width;
            self.heights.forget();
        }
        if self.measure() {
            // The row that was the first seen is to be so again.
            self.set_gaps();
            self.aim = self.aim.or(Some(self.app.here()).filter(|here| *here > 0.0));
        } else {
            self.hold();
        }
    }

    /// Goes to the place aimed at: exactly if its row is there, else, if `anew`, to where it should be, so that it comes.
    fn approach(&mut self, list: &List, anew: bool) {
        let Some(aim) = self.aim else { return };
        let screen = Screen::of(&self.feed);
        let beginning = screen.scroll - screen.top;
        let left = anew && self.aimed.take().is_some_and(|aimed| (aimed - screen.scroll).abs() > 2.0);
        if aim < 0.0 {
            self.aim = None;
            window().scroll_to_with_x_and_y(0.0, (beginning + aim).max(0.0));
        } else if let Some(entry) = self.entry_at(aim as u32).filter(|_| !left) {
            let bounds = entry.element.get_bounding_client_rect();
            self.aim = None;
            window().scroll_by_with_x_and_y(0.0, bounds.top() + aim.fract() * bounds.height());
        } else if !anew {
            // Perhaps with the next page.
        } else if aim < f64::from(list.total) && !left {
            if self.shown.is_empty() {
                self.arrange(list);
            }
            window().scroll_to_with_x_and_y(0.0, beginning + self.layout().offset_of(aim));
            self.aimed = window().scroll_y().ok();
        } else if screen.scroll > 1.0 || self.whole.1 {
            // Whoever waits for it has gone elsewhere, or there is no such place.
            self.aim = None;
        }
        self.anchor = None;
    }

    /// Keeps a place at its line of the screen when nothing that was seen could be held on to, though what lies above the
    /// place has another height now. So the end stays the end.
    fn keep(&mut self, place: f64, before: &Screen) {
        let now = Screen::of(&self.feed);
        let to = now.scroll - now.top + self.layout().offset_of(place) - before.part() * before.height;
        window().scroll_to_with_x_and_y(0.0, to);
    }

    /// Gives the focus to the row that waits for it, if that is there.
    fn focus_awaited(&self) {
        let entry = self.app.awaited().and_then(|place| self.entry_at(place));
        if let Some(entry) = entry {
            self.app.await_row(None);
            focus::on(&entry.element);
        }
    }

    fn entry_at(&self, place: u32) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.place.get_untracked() == place)
    }

    /// The pages that must not go: of the row with the focus and its neighbours, of one that waits for the focus, and of the
    /// open paper.
    fn others(&self, list: &List) -> Vec<u32> {
        let place = self.app.place.read_untracked();
        let open = place.paper.as_ref().and_then(|open| list.pages.position(|row| row.id == *open));
        let focused = focus::place();
        let beside = focused.map(|place| [place.saturating_sub(1), place, place + 1]);
        let places = beside.into_iter().flatten().chain(open).chain(self.app.awaited());
        let mut pages: Vec<u32> =
            places.map(|place| place / PAGE).filter(|page| *page < self.heights.pages()).collect();
        pages.dedup();
        pages
    }

    /// The pages to have in the page now, and whether there are more known. One at a time is built, the nearest first, so that
    /// no frame takes long.
    fn next_shown(&self, list: &List, others: &[u32], place: f64) -> (Vec<Range<u32>>, bool) {
        let there = |page: &u32| self.shown.iter().any(|run| run.contains(page));
        let wanted = self.window.clone().chain(others.iter().copied()).filter(|page| list.pages.get(*page).is_some());
        let (pages, lacking): (Vec<u32>, Vec<u32>) = wanted.partition(there);
        let middle = place.max(0.0) as u32 / PAGE;
        let nearest = lacking.iter().copied().min_by_key(|page| page.abs_diff(middle));
        (runs(pages.into_iter().chain(nearest)), lacking.len() > 1)
    }

    /// Makes the page hold the rows of the pages shown.
    fn arrange(&mut self, list: &List) {
        let mut before: Vec<Option<Entry>> = mem::take(&mut self.entries).into_iter().map(Some).collect();
        let places = self.shown.iter().flat_map(|run| run.clone());
        let mut entries: Vec<Entry> = Vec::new();
        for page in places {
            for (at, row) in list.pages.get(page).unwrap_or_default().iter().enumerate() {
                // Pages that were answered at different times may both have it.
                if entries.iter().any(|entry| entry.row.id == row.id) {
                    continue;
                }
                let place = page * PAGE + at as u32;
                let known = before.iter_mut().find(|entry| entry.as_ref().is_some_and(|entry| entry.row == *row));
                let entry = known.and_then(Option::take).or_else(|| self.build(row));
                entries.extend(entry.inspect(|entry| entry.set_place(place)));
            }
        }
        before.into_iter().flatten().for_each(|entry| entry.element.remove());
        self.entries = entries;
        let focused = document().active_element().filter(|focused| self.feed.contains(Some(focused)));
        self.put();
        // A row that came to stand before others was taken out for a moment, and lost the focus.
        let lost = focused.filter(|focused| document().active_element().as_ref() != Some(focused));
        lost.iter().for_each(focus::on);
        // Before anything is measured: a page that is too low for a moment would be scrolled.
        self.set_gaps();
    }

    fn build(&self, row: &Row) -> Option<Entry> {
        let owner = self.owner.child();
        let (row, total, place) = (row.clone(), self.total, ArcRwSignal::new(0));
        let state = owner.with(|| view! { <RowView row=row.clone() place=place.clone() total=total /> }.build());
        let element = state.elements().into_iter().next()?;
        Some(Entry { row, place, element, _state: Box::new(state), _owner: owner })
    }

    /// Puts rows and gaps in order. A row that is at its place stays untouched.
    fn put(&mut self) {
        let feed = &self.feed;
        self.gaps.iter().for_each(|(gap, _)| gap.remove());
        while self.gaps.len() <= self.shown.len() {
            let Some(gap) = new_gap() else { return };
            self.gaps.push((gap, 0.0));
        }
        self.gaps.truncate(self.shown.len() + 1);
        let mut gaps = self.gaps.iter();
        let mut next = feed.first_child();
        let mut starts = self.shown.iter().map(|run| run.start * PAGE).peekable();
        for entry in &self.entries {
            if starts.next_if(|start| entry.place.get_untracked() >= *start).is_some() {
                let _ = gaps.next().map(|(gap, _)| feed.insert_before(gap, next.as_ref()));
            }
            if next.as_ref() == Some(entry.element.as_ref()) {
                next = entry.element.next_sibling();
            } else {
                let _ = feed.insert_before(&entry.element, next.as_ref());
            }
        }
        gaps.for_each(|(gap, _)| drop(feed.insert_before(gap, next.as_ref())));
    }

    /// Takes the heights of the pages that are there whole, and gives whether any is news.
    fn measure(&mut self) -> bool {
        let mut news = false;
        let mut entries = self.entries.iter().peekable();
        while let Some(first) = entries.next() {
            let page = first.page();
            let (mut last, mut rows) = (first, 1);
            while let Some(entry) = entries.next_if(|entry| entry.page() == page) {
                (last, rows) = (entry, rows + 1);
            }
            let whole = rows == PAGE || page + 1 == self.heights.pages();
            if whole && self.shown.iter().any(|run| run.contains(&page)) {
                let (first, last) = (first.element.get_bounding_client_rect(), last.element.get_bounding_client_rect());
                news |= self.heights.measure(page, last.bottom() - first.top());
            }
        }
        news
    }

    fn set_gaps(&mut self) {
        let layout = Layout { heights: &self.heights, shown: &self.shown };
        for (number, (gap, height)) in self.gaps.iter_mut().enumerate() {
            let wanted = layout.gap(number);
            if wanted != *height {
                *height = wanted;
                // The browser's own way to write a number is in the browser already.
                let wanted = js_sys::Number::from(wanted).to_string_with_radix(10);
                let wanted = wanted.map(String::from).unwrap_or_default() + "px";
                let _ = HtmlElement::style(gap).set_property("height", &wanted);
            }
        }
    }

    /// Keeps the first row seen where it was, in spite of what changed above it since the last look. Browsers have that
    /// (scroll anchoring), but Safari, and those that do correct the position only some time later, until when nobody knows
    /// what is seen.
    pub fn hold(&mut self) {
        if let Some((anchor, before)) = self.anchor.as_mut().filter(|(anchor, _)| anchor.is_connected()) {
            let now = from_screen_top(anchor) + window().scroll_y().unwrap_or_default();
            scroll_by(now - mem::replace(before, now));
        }
    }

    /// The first row on the screen, unless the list begins there.
    fn first_seen(&self, screen: &Screen) -> Option<&Entry> {
        let seen = self.entries.partition_point(|entry| entry.element.get_bounding_client_rect().bottom() <= 0.0);
        let first = self.entries.get(seen).filter(|_| screen.top > 0.0);
        first.filter(|entry| from_screen_top(&entry.element) < screen.height)
    }

    /// Tells the app where the reader is.
    fn note(&mut self) {
        let screen = Screen::of(&self.feed);
        let first = self.first_seen(&screen);
        let bounds = first.map(|entry| (entry, entry.element.get_bounding_client_rect()));
        let place = match &bounds {
            Some((entry, bounds)) if bounds.top() <= 0.0 && bounds.height() > 0.0 => {
                f64::from(entry.place.get_untracked()) - bounds.top() / bounds.height()
            }
            _ => self.layout().place_at(screen.top),
        };
        self.app.set_here(place);
        self.anchor = bounds.map(|(entry, bounds)| (entry.element.clone(), bounds.top() + screen.scroll));
    }
}

impl Entry {
    fn page(&self) -> u32 {
        self.place.get_untracked() / PAGE
    }

    fn set_place(&self, place: u32) {
        if self.place.get_untracked() != place {
            self.place.set(place);
        }
    }
}

fn from_screen_top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

fn scroll_by(pixels: f64) {
    if pixels.abs() >= 1.0 {
        window().scroll_by_with_x_and_y(0.0, pixels);
    }
}

fn new_gap() -> Option<HtmlElement> {
    let gap = document().create_element("div").ok()?;
    gap.set_class_name("gap");
    gap.dyn_into().ok()
}
