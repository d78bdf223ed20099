//! Which part of a long list stands on the screen, and how much space the rest takes.
//!
//! A list is shown a few [pages](PAGE) at a time, with empty space in place of all others. Pages that have been on screen are
//! as high as they were then; of the others the mean height of a row is known. So the scroll bar is honest, and showing a page
//! or taking it away moves nothing that is on screen, but for pages above that were never shown; there whoever shows them
//! scrolls by the difference.
//!
//! No browser lays out boxes of any height, so the empty space of a very long list is scaled down ([`Heights::limit`]).
//!
//! ```
//! use offprint::present::window::{Heights, Layout};
//!
//! let mut heights = Heights::default();
//! heights.resize(100_000);
//! heights.measure(0, 10.0 * 150.0);
//! let shown = [0..5];
//! let layout = Layout { heights: &heights, shown: &shown };
//! assert_eq!(layout.height(), 15_000_000.0);
//! assert_eq!(layout.place_at(7_500_075.0), 50_000.5);
//! assert_eq!(heights.window(50_000.5, 900.0, 900.0), 4999..5004);
//! ```

use std::ops::Range;

pub use super::pages::PAGE;

/// Lists of so many pages are always there whole, for finding in the page and for printing.
const WHOLE: u32 = 10;

/// Pages shown at least.
const FEWEST: u32 = 5;

/// Height of a row in pixels before any has been seen.
const FIRST_GUESS: f64 = 150.0;

/// Measured pages after which the mean is trusted, and by how much it may then be wrong before it is renewed. Each renewal
/// moves the scroll bar a little.
const TRUSTED: usize = 10;
const TOLERANCE: f64 = 0.05;

/// By how many pixels a height may differ from one measurement to the next, as browsers round places far down a page.
const ROUNDING: f64 = 0.5;

/// Pixels shown beyond each edge of the screen: as much as the screen, within these bounds.
const LEAST_MARGIN: f64 = 800.0;
const MOST_MARGIN: f64 = 4_000.0;

/// How high the pages of a list are, as far as that is known.
#[derive(Clone, Debug)]
pub struct Heights {
    /// Pixels that the empty space of a list may take; what is more is scaled down.
    pub limit: f64,
    rows: u32,
    /// The guess for a row that was never shown.
    row: f64,
    /// By page; 0 if unknown.
    known: Vec<f64>,
    /// Pixels above each page at full size, and those of the whole list.
    tops: Vec<f64>,
}

impl Default for Heights {
    fn default() -> Self {
        Heights { limit: f64::INFINITY, rows: 0, row: FIRST_GUESS, known: Vec::new(), tops: vec![0.0] }
    }
}

impl Heights {
    /// The list has so many rows now. Pages that have as many rows as before keep their heights. O(pages) if that is news.
    pub fn resize(&mut self, rows: u32) {
        if rows != self.rows {
            self.known.truncate((rows.min(self.rows) / PAGE) as usize);
            self.rows = rows;
            self.known.resize(self.pages() as usize, 0.0);
            self.add_up();
        }
    }

    /// A page on screen is so many pixels high. Gives whether that is news. O(pages) if it is.
    pub fn measure(&mut self, page: u32, height: f64) -> bool {
        let valid = height.is_finite() && height > 0.0;
        let known = self.known.get_mut(page as usize).filter(|known| valid && (**known - height).abs() > ROUNDING);
        let Some(known) = known else { return false };
        *known = height;
        let (mut count, mut sum, mut rows) = (0, 0.0, 0);
        for (page, height) in (0..).zip(&self.known).filter(|(_, height)| **height > 0.0) {
            (count, sum, rows) = (count + 1, sum + height, rows + self.rows_of(&(page..page + 1)));
        }
        let mean = sum / f64::from(rows);
        if count <= TRUSTED || (mean / self.row - 1.0).abs() > TOLERANCE {
            self.row = mean;
        }
        self.add_up();
        true
    }

    /// Nothing measured holds any more, as the width of the list is another. The guess stands until the next measurement.
    pub fn forget(&mut self) {
        self.known.fill(0.0);
        self.add_up();
    }

    /// How many pages the list has.
    pub fn pages(&self) -> u32 {
        self.rows.div_ceil(PAGE)
    }

    /// Pixels of some pages at their full size.
    pub fn height(&self, pages: &Range<u32>) -> f64 {
        let top = |page: u32| self.tops.get(page.min(self.pages()) as usize).copied().unwrap_or_default();
        (top(pages.end) - top(pages.start)).max(0.0)
    }

    /// By how much empty space is scaled so that the whole list stays within the limit.
    pub fn scale(&self) -> f64 {
        let whole = self.height(&(0..self.pages()));
        if whole > self.limit { self.limit / whole } else { 1.0 }
    }

    /// The pages that reach so many pixels above a place and below it; at least two, and all of a short list.
    pub fn window(&self, place: f64, above: f64, below: f64) -> Range<u32> {
        let pages = self.pages();
        if pages <= WHOLE {
            return 0..pages;
        }
        let (page, part) = self.page_of(place);
        let height = self.height(&(page..page + 1));
        let (mut above, mut below) = (above - part * height, below - (1.0 - part) * height);
        let (mut start, mut end) = (page, page + 1);
        while start > 0 && above > 0.0 {
            start -= 1;
            above -= self.height(&(start..start + 1));
        }
        while end < pages && (below > 0.0 || end - start < FEWEST) {
            below -= self.height(&(end..end + 1));
            end += 1;
        }
        start.min(end.saturating_sub(FEWEST))..end
    }

    /// The pages to show on a screen of some height, of which `part` lies above the place. What is shown already stays as long
    /// as it does, so that scrolling to and fro does not build the same rows again and again.
    pub fn next_window(&self, before: &Range<u32>, place: f64, part: f64, screen: f64) -> Range<u32> {
        let margin = screen.clamp(LEAST_MARGIN, MOST_MARGIN);
        let reach = |margin: f64| self.window(place, part * screen + margin, (1.0 - part) * screen + margin);
        let (wanted, needed) = (reach(margin), reach(margin / 2.0));
        let enough = before.start <= needed.start && before.end >= needed.end && before.end <= self.pages();
        if enough && before.len() <= wanted.len() + 1 { before.clone() } else { wanted }
    }

    fn add_up(&mut self) {
        let mut top = 0.0;
        let mut tops = Vec::with_capacity(self.known.len() + 1);
        for (page, known) in (0..).zip(&self.known) {
            tops.push(top);
            top += if *known > 0.0 { *known } else { f64::from(self.rows_of(&(page..page + 1))) * self.row };
        }
        tops.push(top);
        self.tops = tops;
    }

    fn rows_of(&self, pages: &Range<u32>) -> u32 {
        let before = |page: u32| page.saturating_mul(PAGE).min(self.rows);
        before(pages.end).saturating_sub(before(pages.start))
    }

    /// The page of a place, and which part of the page lies above it.
    fn page_of(&self, place: f64) -> (u32, f64) {
        let place = place.clamp(0.0, f64::from(self.rows));
        let page = (place as u32 / PAGE).min(self.pages().saturating_sub(1));
        let rows = self.rows_of(&(page..page + 1)).max(1);
        (page, ((place - f64::from(page * PAGE)) / f64::from(rows)).min(1.0))
    }
}

/// A list as it is laid out: the pages shown, in runs without gaps, and empty space before, between and after them.
///
/// A place in it is a number of rows with a fraction: 2.5 is the middle of the third row. Less than 0 is so many pixels above
/// the list, and what exceeds the number of rows is pixels below it.
pub struct Layout<'a> {
    /// Heights of the pages.
    pub heights: &'a Heights,
    /// The runs of pages shown, ascending.
    pub shown: &'a [Range<u32>],
}

impl Layout<'_> {
    /// Pixels of empty space before the run of that number, or after the last.
    pub fn gap(&self, number: usize) -> f64 {
        self.heights.height(&self.gap_pages(number)) * self.heights.scale()
    }

    /// Pixels from the beginning of the list to its end.
    pub fn height(&self) -> f64 {
        self.parts().iter().map(|(pages, scale)| self.heights.height(pages) * scale).sum()
    }

    /// The place at so many pixels below the beginning of the list.
    pub fn place_at(&self, offset: f64) -> f64 {
        if offset < 0.0 {
            return offset;
        }
        let mut rest = offset;
        for (pages, scale) in self.parts() {
            let height = self.heights.height(&pages) * scale;
            if rest < height {
                return self.place_in(&pages, rest / scale);
            }
            rest -= height;
        }
        f64::from(self.heights.rows) + rest
    }

    /// Pixels from the beginning of the list to a place.
    pub fn offset_of(&self, place: f64) -> f64 {
        let rows = f64::from(self.heights.rows);
        if place < 0.0 {
            return place;
        }
        if place >= rows {
            return self.height() + (place - rows);
        }
        let (page, part) = self.heights.page_of(place);
        let mut offset = 0.0;
        for (pages, scale) in self.parts() {
            if pages.contains(&page) {
                let above = self.heights.height(&(pages.start..page));
                return offset + (above + part * self.heights.height(&(page..page + 1))) * scale;
            }
            offset += self.heights.height(&pages) * scale;
        }
        offset
    }

    /// Whether rows are shown somewhere between two offsets.
    pub fn shows(&self, from: f64, to: f64) -> bool {
        let mut offset = 0.0;
        for (number, (pages, scale)) in self.parts().into_iter().enumerate() {
            let end = offset + self.heights.height(&pages) * scale;
            // Gaps and runs take turns.
            if number % 2 == 1 && offset < to && end > from {
                return true;
            }
            offset = end;
        }
        false
    }

    /// Whether the row of a place is shown; what lies beyond the list belongs to its first or last row.
    pub fn shows_place(&self, place: f64) -> bool {
        let (page, _) = self.heights.page_of(place);
        self.shown.iter().any(|run| run.contains(&page))
    }

    /// Gap, run, gap, run, …, gap, each with its scale.
    fn parts(&self) -> Vec<(Range<u32>, f64)> {
        let scale = self.heights.scale();
        let mut parts = Vec::with_capacity(self.shown.len() * 2 + 1);
        for (number, run) in self.shown.iter().enumerate() {
            parts.push((self.gap_pages(number), scale));
            parts.push((run.clone(), 1.0));
        }
        parts.push((self.gap_pages(self.shown.len()), scale));
        parts
    }

    fn gap_pages(&self, number: usize) -> Range<u32> {
        let start = number.checked_sub(1).and_then(|before| self.shown.get(before)).map_or(0, |run| run.end);
        start..self.shown.get(number).map_or(self.heights.pages(), |run| run.start).max(start)
    }

    /// The place so many pixels below the first of some pages, at full size.
    fn place_in(&self, pages: &Range<u32>, rest: f64) -> f64 {
        let heights = self.heights;
        let from = heights.height(&(0..pages.start)) + rest;
        let above = heights.tops.partition_point(|top| *top <= from) as u32;
        // Sums in another order may differ by a rounding.
        let page = above.saturating_sub(1).clamp(pages.start, pages.end.saturating_sub(1));
        let own = page..page + 1;
        let part = (from - heights.height(&(0..page))) / heights.height(&own);
        f64::from(page * PAGE) + part * f64::from(heights.rows_of(&own))
    }
}

/// Pages as runs without gaps, ascending. O(n²), for the few pages that are shown.
pub fn runs(pages: impl Iterator<Item = u32>) -> Vec<Range<u32>> {
    let mut sorted: Vec<u32> = Vec::new();
    for page in pages {
        if let Err(at) = sorted.binary_search(&page) {
            sorted.insert(at, page);
        }
    }
    let mut runs: Vec<Range<u32>> = Vec::new();
    for page in sorted {
        match runs.last_mut() {
            Some(last) if last.end == page => last.end += 1,
            _ => runs.push(page..page + 1),
        }
    }
    runs
}
