//! Papers in the feed's order, each id once.

use std::collections::HashMap;

use super::problem::Problems;
use crate::paper::{Paper, PaperId};
use crate::search::order::sort_by;

/// Collects the papers of one feed. Of a paper that stands there twice the first counts, with the days of both.
#[derive(Default)]
pub(super) struct Merged {
    papers: Vec<Paper>,
    positions: HashMap<PaperId, usize>,
}

impl Merged {
    pub(super) fn add(&mut self, mut paper: Paper, place: &str, problems: &Problems) {
        let position = *self.positions.entry(paper.id.clone()).or_insert(self.papers.len());
        let Some(known) = self.papers.get_mut(position) else {
            self.papers.push(paper);
            return;
        };
        known.days.append(&mut paper.days);
        sort_by(&mut known.days, |a, b| a < b);
        known.days.dedup();
        paper.days.clone_from(&known.days);
        if *known != paper {
            problems.note(place, "the paper stands here a second time, not quite the same", "the first was kept");
        }
    }

    pub(super) fn into_papers(self) -> Vec<Paper> {
        self.papers
    }
}
