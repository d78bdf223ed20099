//! The order of the papers within a collection, as the reader arranges it.
//!
//! A paper's place in a collection is a text, a key of [`order`]: to move one paper sets that one text, so that two
//! devices may move papers of one collection apart from each other and neither move is lost.
//!
//! ```
//! use offprint::paper::PaperId;
//! use offprint::shelf::arrange::Step;
//! use offprint::shelf::{Field, Millis, Shelf, Subject, ThingId};
//!
//! let papers = ["2309.00001", "2309.00002", "2309.00003"].map(|id| PaperId::parse(id).unwrap().0);
//! let (mut shelf, thesis) = (Shelf::default(), ThingId(1));
//! shelf.apply(&shelf.making(&Subject::Collection(thesis), &[(Field::Name, "Thesis")]), Millis(1));
//! shelf.apply(&shelf.collecting(thesis, &papers), Millis(2));
//! let up = shelf.arranging(thesis, &papers[2], Step::Up, &|_| true).unwrap();
//! shelf.apply(&up, Millis(3));
//! assert_eq!(shelf.members(thesis), [&papers[0], &papers[2], &papers[1]]);
//! ```

use super::subject::{Field, Subject, ThingId, Value};
use super::{Act, Shelf, order};
use crate::paper::PaperId;
use crate::search::order::sort_by;

/// Where a paper is moved within its collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Before the paper before it.
    Up,
    /// After the paper after it.
    Down,
    /// Before all others.
    First,
    /// After all others.
    Last,
}

impl Step {
    /// Up or down, by one paper or as far as it goes.
    pub fn of(up: bool, far: bool) -> Step {
        match (up, far) {
            (true, false) => Step::Up,
            (true, true) => Step::First,
            (false, false) => Step::Down,
            (false, true) => Step::Last,
        }
    }
}

impl Shelf {
    /// The papers of a collection, in its order. O(papers on the shelf).
    pub fn members(&self, collection: ThingId) -> Vec<&PaperId> {
        self.placed(collection).into_iter().map(|(_, paper)| paper).collect()
    }

    /// The papers of a collection and then those of the collections in it, each once, as its list has them. O(papers on the shelf) for
    /// each of these.
    pub fn all_members(&self, collection: ThingId) -> Vec<&PaperId> {
        self.listed(collection).into_iter().map(|(_, paper)| paper).collect()
    }

    /// As [`Shelf::all_members`], each paper after the collection for whose sake it stands where it does.
    pub fn listed(&self, collection: ThingId) -> Vec<(ThingId, &PaperId)> {
        let (mut all, mut before) = (Vec::new(), Vec::new());
        let inner = self.collections().into_iter().filter(|one| one.parent == Some(collection)).map(|one| one.id);
        for one in [collection].into_iter().chain(inner) {
            let new = |paper: &&PaperId| !before.iter().any(|field| self.get(paper).is_on(field));
            all.extend(self.members(one).into_iter().filter(new).map(|paper| (one, paper)));
            before.push(Field::In(one));
        }
        all
    }

    /// The act that moves a paper in the list of a collection: by one paper that is `shown`, past those that are not, or before or behind
    /// all, shown or not. A paper that stands there for a collection within it is moved in that one. `None` if there is nowhere to go,
    /// or the paper is not in the list.
    /// O(papers on the shelf).
    pub fn arranging(
        &self,
        list: ThingId,
        paper: &PaperId,
        step: Step,
        shown: &dyn Fn(&PaperId) -> bool,
    ) -> Option<Act> {
        let listed = self.listed(list);
        let at = listed.iter().position(|(_, other)| *other == paper)?;
        let (before, from) = listed.split_at_checked(at)?;
        let (of, _) = from.first()?;
        let fellow = |one: &&(ThingId, &PaperId)| one.0 == *of;
        let beside = |one: &&(ThingId, &PaperId)| fellow(one) && shown(one.1);
        let after = || from.get(1..).unwrap_or_default();
        let up = matches!(step, Step::Up | Step::First);
        let (_, beside) = match step {
            Step::Up => before.iter().rev().find(beside),
            Step::Down => after().iter().find(beside),
            Step::First => before.iter().find(fellow),
            Step::Last => after().iter().rev().find(fellow),
        }?;
        Some(self.putting(*of, paper, beside, !up))
    }

    /// The act that puts a paper of a collection right before another one of it, or right after it.
    fn putting(&self, collection: ThingId, paper: &PaperId, beside: &PaperId, after: bool) -> Act {
        let mut others = self.placed(collection);
        others.retain(|(_, other)| *other != paper);
        let at = others.iter().position(|(_, other)| *other == beside).unwrap_or(others.len()) + usize::from(after);
        let place = |at: usize| others.get(at).map_or("", |(place, _)| *place);
        let low = at.checked_sub(1).map_or("", place);
        // Two devices may have given several papers one place, between which there is none: those behind move along.
        let tied: Vec<&PaperId> =
            others.iter().skip(at).take_while(|other| other.0 == low).map(|other| other.1).collect();
        let (mut last, high) = (low.to_owned(), place(at + tied.len()));
        let put = |paper: &PaperId| {
            last = order::between(&last, high);
            Act::Set(Subject::Paper(paper.clone()), Field::In(collection), Value::from(last.as_str()))
        };
        Act::Several([paper].into_iter().chain(tied).map(put).collect())
    }

    /// The papers of a collection after their places, in its order.
    fn placed(&self, collection: ThingId) -> Vec<(&str, &PaperId)> {
        let field = Field::In(collection);
        let placed =
            self.papers().filter(|(_, card)| card.is_on(&field)).map(|(paper, card)| (card.text(&field), paper));
        let mut placed: Vec<(&str, &PaperId)> = placed.collect();
        sort_by(&mut placed, |a, b| a < b);
        placed
    }
}
