//! The parts of a list that have been answered, page by page.

use std::ops::Range;

/// Rows that a page has; only the last page of a list may have fewer. As many are put on screen in one frame.
pub const PAGE: u32 = 10;

/// Pages asked for together.
const BLOCK: u32 = 5;

/// Pages kept at most: two thousand rows, about as many kilobytes.
const KEPT: usize = 200;

/// Answered pages of one list. What is known may be stale, which is good enough to show until the answer to a newer question
/// has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Pages<T> {
    /// Ascending.
    known: Vec<Page<T>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Page<T> {
    number: u32,
    rows: Vec<T>,
    stale: bool,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Pages { known: Vec::new() }
    }
}

impl<T: PartialEq> Pages<T> {
    /// Takes over rows that begin at a place, which must be the first of a page. Gives whether they are news.
    pub fn put(&mut self, from: u32, rows: Vec<T>) -> bool {
        let mut news = false;
        let mut rows = rows.into_iter();
        for number in from / PAGE.. {
            let rows: Vec<T> = rows.by_ref().take(PAGE as usize).collect();
            if rows.is_empty() {
                break;
            }
            let at = self.known.partition_point(|page| page.number < number);
            let page = Page { number, rows, stale: false };
            match self.known.get_mut(at).filter(|known| known.number == number) {
                Some(known) => {
                    news |= known.rows != page.rows;
                    *known = page;
                }
                None => {
                    news = true;
                    self.known.insert(at, page);
                }
            }
        }
        news
    }

    /// The rows of a page, if any were answered.
    pub fn get(&self, page: u32) -> Option<&[T]> {
        self.page(page).map(|page| page.rows.as_slice())
    }

    /// Whether a page is known as of the newest answer.
    pub fn is_fresh(&self, page: u32) -> bool {
        self.page(page).is_some_and(|page| !page.stale)
    }

    /// The list may have changed: all that is known is to be asked for again.
    pub fn make_stale(&mut self) {
        self.known.iter_mut().for_each(|page| page.stale = true);
    }

    /// The place of the first row that fits. O(rows known).
    pub fn position(&self, fits: impl Fn(&T) -> bool) -> Option<u32> {
        let within = |page: &Page<T>| page.rows.iter().position(&fits).map(|at| page.number * PAGE + at as u32);
        self.known.iter().find_map(within)
    }

    /// Which pages must be asked for so that some are known: a run without gaps, the first that is needed. It is made of
    /// whole blocks, so that not every few rows of scrolling are a question. O(pages named).
    pub fn missing(&self, window: &Range<u32>, others: &[u32]) -> Option<Range<u32>> {
        let lacks = |page: &u32| !self.is_fresh(*page);
        if let Some(first) = window.clone().find(lacks) {
            let last = window.clone().rev().find(lacks).unwrap_or(first);
            return Some(first / BLOCK * BLOCK..(last / BLOCK + 1) * BLOCK);
        }
        others.iter().copied().find(lacks).map(|page| page..page + 1)
    }

    /// Forgets what is far from the window, but for some other pages, and what is stale and not on screen.
    pub fn trim(&mut self, window: &Range<u32>, others: &[u32]) {
        let needed = |page: u32| window.contains(&page) || others.contains(&page);
        self.known.retain(|page| !page.stale || needed(page.number));
        while self.known.len() > KEPT {
            let distance = |page: u32| window.start.saturating_sub(page).max(page.saturating_sub(window.end));
            let free = |page: &Page<T>| !needed(page.number);
            // Pages lie in order, so the farthest is the first or the last.
            let ends = [self.known.iter().position(free), self.known.iter().rposition(free)];
            let far = |at: &usize| self.known.get(*at).map(|page| distance(page.number));
            let Some(farthest) = ends.into_iter().flatten().max_by_key(far) else { return };
            self.known.remove(farthest);
        }
    }

    /// Forgets the pages that a list of so many rows does not have.
    pub fn cut(&mut self, total: u32) {
        self.known.retain(|page| page.number * PAGE < total);
    }

    fn page(&self, number: u32) -> Option<&Page<T>> {
        let at = self.known.partition_point(|page| page.number < number);
        self.known.get(at).filter(|page| page.number == number)
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn known(pages: &Pages<u32>) -> Vec<u32> {
        pages.known.iter().map(|page| page.number).collect()
    }

    #[test]
    fn an_answer_fills_its_pages_and_says_whether_it_is_news() {
        let mut pages = Pages::default();
        assert!(pages.put(20, (20..44).collect()));
        assert_eq!(known(&pages), [2, 3, 4]);
        assert_eq!(pages.get(4), Some([40, 41, 42, 43].as_slice()));
        assert!(!pages.put(30, (30..40).collect()), "the same again");
        assert!(pages.put(30, (31..41).collect()));
        assert_eq!(pages.position(|row| *row == 31), Some(30));
        assert_eq!(pages.position(|row| *row == 5), None);
        pages.cut(31);
        assert_eq!(known(&pages), [2, 3]);
    }

    #[test]
    fn what_is_stale_is_asked_for_again_and_shown_meanwhile() {
        let mut pages = Pages::default();
        pages.put(0, (0..100).collect());
        assert_eq!(pages.missing(&(0..10), &[]), None);
        assert_eq!(pages.missing(&(4..12), &[19]), Some(10..15), "a whole block");
        assert_eq!(pages.missing(&(4..8), &[2, 19]), Some(19..20));
        pages.make_stale();
        assert_eq!(pages.get(3).map(<[u32]>::len), Some(10));
        pages.put(50, (50..60).collect());
        assert_eq!(pages.missing(&(3..6), &[]), Some(0..5));
        assert_eq!(pages.missing(&(5..6), &[5, 7]), Some(7..8));
        pages.trim(&(5..6), &[7]);
        assert_eq!(known(&pages), [5, 7]);
    }

    #[test]
    fn the_far_pages_go_first_and_those_on_screen_never() {
        let mut pages = Pages::default();
        pages.put(0, (0..500 * PAGE).collect());
        pages.trim(&(240..245), &[0, 499]);
        let left = known(&pages);
        assert_eq!(left.len(), KEPT);
        assert!([0, 240, 244, 499].iter().all(|page| left.contains(page)));
        let near: Vec<u32> = left.into_iter().filter(|page| ![0, 499].contains(page)).collect();
        assert_eq!(near, (near[0]..near[0] + 198).collect::<Vec<_>>(), "without gaps");
        assert!(near[0].abs_diff(240).abs_diff(near[197].abs_diff(244)) <= 2, "evenly on both sides: {near:?}");
    }
}
