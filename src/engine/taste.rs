//! What is learnt of the reader, for the orders that need it and for the page that shows it.

use super::message::{Learning, Perhaps, Replayed, Tasted};
use super::{Engine, lists};
use crate::paper::{Day, PaperId};
use crate::present::Row;
use crate::query::{Mix, View, parse};
use crate::rank::taste::Hand;

impl Engine {
    /// Learns a little, if anything learnt was asked for; whether there is more to learn.
    pub fn learn_some(&mut self) -> bool {
        let before = self.learning();
        let more = self.learner.step(&self.library);
        let now = self.learning();
        if !more && before != now {
            self.relearn();
        } else if before.papers > 0 && now.papers == 0 {
            // What is near can be found by words already; an order for the reader waits for all.
            self.last = None;
        }
        more
    }

    /// There is a store that may have what was learnt earlier.
    pub fn await_stored(&mut self) {
        self.learner.await_stored();
    }

    /// Whether learning waits for what is stored, which is then to be given by [`Engine::give_stored`].
    pub fn wants_stored(&self) -> bool {
        self.learner.wants_stored()
    }

    /// Takes over what is stored of what was learnt. What is damaged, or of other papers, is learnt anew.
    pub fn give_stored(&mut self, bytes: Option<Vec<u8>>) {
        self.learner.give_stored(bytes);
    }

    /// What has been learnt and is to be stored, once.
    pub fn take_owed(&mut self) -> Option<Vec<u8>> {
        self.learner.take_owed()
    }

    /// What is still to be learnt.
    pub fn learning(&self) -> Learning {
        self.learner.learning()
    }

    /// The next list is ordered by what the reader did since the last was.
    pub fn relearn(&mut self) {
        self.ordered = None;
        self.last = None;
    }

    /// What is learnt of the reader, who starred papers in this order.
    pub fn taste(&mut self, stars: &[PaperId]) -> Tasted {
        self.learner.report(stars, &self.library, &self.columns)
    }

    /// Tags and collections that a paper may belong to. `None` if time was over first; asking again goes on from there.
    pub fn perhaps(&mut self, id: &PaperId, in_time: &dyn Fn() -> bool) -> Option<Vec<Perhaps>> {
        let Some(place) = self.library.place(id) else { return Some(Vec::new()) };
        self.learner.perhaps(place, &self.library, &self.columns, in_time)
    }

    /// Takes over the weights that the reader set by hand.
    pub fn set_hands(&mut self, hands: Vec<(String, Hand)>) {
        self.learner.set_hands(hands);
        self.relearn();
    }

    /// Whether all is learnt of the papers; if not, some steps of learning bring it nearer.
    fn is_learnt(&mut self) -> bool {
        self.learner.want(&self.library);
        self.is_whole() && self.learning() == Learning::default()
    }

    /// Two papers to choose between, none of those told of already, if there are any. `None` as long as none has come, or
    /// papers are learnt from.
    pub fn question(&mut self, told: &[PaperId]) -> Option<Vec<Row>> {
        if self.library.is_empty() || !self.is_learnt() {
            return None;
        }
        let pair = self.learner.question(told, &self.library, &self.columns);
        let places = pair.into_iter().flat_map(|(a, b)| [a, b]);
        Some(places.filter_map(|place| self.library.at(place)).map(Row::of).collect())
    }

    /// How rankings would have done on one papers-day. `None` as long as papers are learnt from: half of what is learnt would do
    /// worse than what is.
    pub fn replay(
        &mut self,
        day: Day,
        before: &[PaperId],
        starred: &[PaperId],
        mix: Option<Mix>,
    ) -> Option<Vec<Replayed>> {
        self.is_learnt().then(|| self.learner.replay(day, before, starred, mix, &self.library))
    }

    /// Learns what the order of a view needs as it is now; whether all of it is there. If not, some steps of learning bring it nearer.
    pub fn is_learnt_for(&mut self, view: &View, today: Day) -> bool {
        if !lists::needs_taste(view, &parse(&view.text, today)) {
            return true;
        }
        if !self.is_learnt() {
            return false;
        }
        self.relearn();
        self.learn_for(view, today);
        true
    }

    /// Learns the reader's taste for a list that is ordered by it. One that stays on the screen keeps its order while the reader goes
    /// through it, until it is left, papers come, or the reader asks.
    pub(super) fn learn_for(&mut self, view: &View, today: Day) {
        if lists::needs_taste(view, &parse(&view.text, today)) && self.ordered.as_ref() != Some(view) {
            self.learner.learn(&self.library, &self.columns);
            self.ordered = Some(view.clone());
            // It may be kept already, found for its facets and ordered by what was known before.
            self.last = None;
        }
    }
}
