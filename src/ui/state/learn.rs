//! What the engine learns of the reader, as far as the screen asks for it.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::browser::{clock, fetch};
use crate::engine::message::{Perhaps, Request, Response, Tasted};
use crate::paper::{Day, PaperId};
use crate::present::Row;
use crate::present::acts::HAND;
use crate::rank::replay::{self, Past, Replay};
use crate::rank::taste::Hand;
use crate::search::order::sorted;
use crate::shelf::{Act, Card, Field, Millis, Shelf, Subject, Value};

impl App {
    /// Asks why a paper stands where it does in the list on screen, or puts the answer away.
    pub fn ask_why(self, id: PaperId) {
        if self.why.with_untracked(|why| why.as_ref().is_some_and(|(of, _)| *of == id)) {
            return self.why.set(None);
        }
        let view = self.place.with_untracked(|place| place.view.clone());
        let seen = self.seen.get_value();
        spawn_local(async move {
            let request = Request::Why { id: id.clone(), view, today: clock::today(), seen };
            if let Some(Response::Why(why)) = self.client().ask(request, Vec::new()).await {
                self.why.set(why.map(|why| (id, *why)));
            }
        });
    }

    /// Asks what is learnt. The answer comes into the signal.
    pub fn ask_taste(self, into: RwSignal<Option<Tasted>>) {
        // Those that the reader wants more like are learnt from as stars are.
        let starred = |shelf: &Shelf| {
            let wanted = |card: &Card| card.since(&Field::Leaning).filter(|_| card.leaning() > 0);
            let since = |card: &Card| card.starred_at().or(wanted(card)).filter(|_| card.leaning() >= 0);
            let stars = shelf.papers().filter_map(|(id, card)| Some((since(card)?, id.clone())));
            sorted(stars.collect())
        };
        let stars: Vec<(Millis, PaperId)> = self.shelf(starred);
        spawn_local(async move {
            let request = Request::Taste { stars: stars.into_iter().map(|(_, id)| id).collect() };
            if let Some(Response::Taste(tasted)) = self.client().ask(request, Vec::new()).await {
                into.try_set(Some(*tasted));
            }
        });
    }

    /// Asks which tags and collections a paper may belong to. The answer comes into the signal.
    pub async fn ask_perhaps(self, id: PaperId, into: RwSignal<Vec<Perhaps>>) {
        loop {
            match self.client().ask(Request::Perhaps(id.clone()), Vec::new()).await {
                Some(Response::Perhaps(found)) => return drop(into.try_set(found)),
                // There is more to be learnt; what else is asked for comes in between.
                Some(Response::Later) => fetch::pause(0).await,
                _ => return,
            }
        }
    }

    /// Sets the weight of a word, name or other fact by hand: `more`, `less` or `nothing`; the same again takes that back.
    pub fn set_hand(self, label: &str, word: &str) {
        let setting = [HAND, label].concat();
        let known = self.shelf(|shelf| shelf.setting(&setting).text() == Some(word));
        let value = if known { Value::Off } else { Value::from(word) };
        self.act(&Act::Set(Subject::Setting(setting.into()), Field::Is, value));
    }

    /// Asks for two papers to choose between, none of those told of already, as the question of that number.
    pub fn ask_question(self, into: RwSignal<(u32, Vec<Row>)>, waits: RwSignal<bool>, number: u32, told: Vec<PaperId>) {
        spawn_local(async move {
            if let Some(Response::RowsOf(papers)) = self.ask_learnt(waits, Request::Question(told)).await {
                into.try_set((number, papers));
            }
        });
    }

    /// Asks for what takes all to be learnt: as often as it takes, with the signal on as long as that is not so. `None` if nobody waits
    /// any more.
    async fn ask_learnt(self, waits: RwSignal<bool>, request: Request) -> Option<Response> {
        loop {
            let answer = self.client().ask(request.clone(), Vec::new()).await?;
            let later = answer == Response::Later;
            if waits.try_set(later).is_some() || !later {
                return Some(answer).filter(|_| !later);
            }
            fetch::pause(200).await;
        }
    }

    /// Takes the answer to a question: `first`, `second`, `both`, `neither`, or any other word for none.
    pub fn answer(self, chosen: &str, first: &PaperId, second: &PaperId) {
        let (a, b) = match chosen {
            "first" => ("more", "less"),
            "second" => ("less", "more"),
            "both" => ("more", "more"),
            "neither" => ("less", "less"),
            _ => return,
        };
        let lean = |id: &PaperId, way: &str| Act::Set(Subject::Paper(id.clone()), Field::Leaning, Value::from(way));
        self.act(&Act::Several(vec![lean(first, a), lean(second, b)]));
    }

    /// Wants more or less like a paper, or takes that back.
    pub fn lean(self, id: PaperId, way: &str) {
        let known = self.mark(&id).with_untracked(|card| card.text(&Field::Leaning) == way);
        let value = if known { Value::Off } else { Value::from(way) };
        self.act(&Act::Set(Subject::Paper(id), Field::Leaning, value));
    }

    /// Replays the reader's past days one after the other, into the signal as it goes; titles are those of the starred papers.
    pub fn replay(
        self,
        into: RwSignal<Option<Replay>>,
        waits: RwSignal<bool>,
        titles: RwSignal<HashMap<PaperId, String>>,
    ) {
        let starred: Vec<PaperId> =
            self.shelf(|shelf| shelf.papers().filter(|(_, card)| card.starred()).map(|(id, _)| id.clone()).collect());
        let mix = self.place.with_untracked(|place| place.view.mix);
        spawn_local(async move {
            // Of a starred paper that is still to be read from the store no day is known.
            while !self.summary.with_untracked(|known| known.whole) && waits.try_set(true).is_none() {
                fetch::pause(200).await;
            }
            let rows = self.ask_rows_of(starred).await;
            let shown: Vec<(PaperId, Day)> = rows.iter().filter_map(|row| Some((row.id.clone(), row.day?))).collect();
            titles.try_set(rows.into_iter().map(|row| (row.id, row.title)).collect());
            let mut replay = Replay::default();
            for Past { day, before, starred } in replay::days(&shown) {
                let request = Request::Replay { day, before, starred, mix };
                if let Some(Response::Replayed(day)) = self.ask_learnt(waits, request).await {
                    replay.add(day);
                    into.try_set(Some(replay.clone()));
                }
            }
            waits.try_set(false);
            into.try_set(Some(replay));
        });
    }

    /// Tells the engine the weights that were set by hand.
    pub(super) fn send_hands(self) {
        let hand = |word: &str| match word {
            "more" => Some(Hand::More),
            "less" => Some(Hand::Less),
            "nothing" => Some(Hand::Nothing),
            _ => None,
        };
        let hands = |shelf: &Shelf| {
            let settings = shelf.things().filter_map(|(subject, card)| match subject {
                Subject::Setting(name) => Some((name.strip_prefix(HAND)?.to_owned(), hand(card.text(&Field::Is))?)),
                _ => None,
            });
            sorted(settings.collect::<Vec<_>>())
        };
        self.send(Request::Hands(self.shelf(hands)));
    }

    /// Shows the papers that are nearly the same as one below it, or folds them again.
    pub fn unfold(self, id: &PaperId) {
        self.unfolded.update(|unfolded| match unfolded.iter().position(|other| other == id) {
            Some(at) => _ = unfolded.swap_remove(at),
            None => unfolded.push(id.clone()),
        });
        self.send_unfolded();
        self.refresh_list();
    }

    /// The engine answers in order, so that the list asked for next is folded so.
    pub(super) fn send_unfolded(self) {
        let request = Request::Fold(self.unfolded.get_untracked());
        spawn_local(async move { drop(self.client().ask(request, Vec::new()).await) });
    }

    /// Orders the list anew by what the reader did since it was ordered.
    pub fn learn(self) {
        spawn_local(async move {
            drop(self.client().ask(Request::Learn, Vec::new()).await);
            self.refresh_list();
        });
    }
}
