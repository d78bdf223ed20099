//! Why a paper stands where it does in a list: the sum by which it is ordered, part by part; and why one is not in a list: all that
//! keeps it out, each with the list that is without it.

use super::Engine;
use super::lists::{self, List, admits};
use super::message::{Reason, Why};
use crate::paper::{Day, Paper, PaperId};
use crate::present::words;
use crate::query::find::Facts;
use crate::query::mix::Signal;
use crate::query::{Mix, Node, Order, State, Text, View, Window, edit, parse};
use crate::rank::{self, Given, VARIED, mix};
use crate::search::Find;
use crate::text::decimal;

impl Engine {
    /// Why a paper stands where it does, or is not there; `None` if it is unknown. Costs what the list costs, and as much for each
    /// condition of the query.
    pub fn why(&mut self, id: &PaperId, view: &View, today: Day, seen: Option<Day>) -> Option<Why> {
        let place = self.library.place(id)?;
        self.learn_for(view, today);
        let mut list = self.take_list(view, today, seen);
        let total = list.len();
        let found = list.rows(&self.index, 0, total).position(|other| other == place).map(|at| at as u32);
        let reasons = match found {
            Some(at) => {
                let above = (at as usize) < VARIED && at > 0;
                let above: Vec<u32> = if above { list.rows(&self.index, 0, at).collect() } else { Vec::new() };
                self.sum(place, view, &list, &above, today)
            }
            None => match list.leader(place).and_then(|leader| self.library.at(leader)) {
                Some(leader) => vec![say(format!("It is nearly the same as “{}” and folded under it.", leader.title))],
                None => self.causes(place, view, today, seen),
            },
        };
        self.last = Some(((view.clone(), today, seen), list));
        Some(Why { place: found, total, reasons })
    }

    /// The sum by which the paper at a place of a list is ordered, with those `above` it where they may matter.
    fn sum(&mut self, place: u32, view: &View, list: &List, above: &[u32], today: Day) -> Vec<Reason> {
        let Some(paper) = self.library.at(place) else { return Vec::new() };
        let query = &list.query;
        let mix = view.mix.unwrap_or_default();
        let given = Given { today, mix: &mix, taste: self.learner.scores() };
        match view.order(query) {
            Order::Best if query.has_words() => self.by_words(place, list),
            Order::Best => query
                .likes()
                .into_iter()
                .map(|value| self.learner.why_near(value, place, &self.library, &self.columns))
                .collect(),
            Order::ForYou => self.learner.why_liked(place, &self.library),
            Order::Mix => self.by_signals(place, (&mix, list.fit(place)), &given, above),
            order => {
                let score = rank::scores(&self.library, order, &given).get(place as usize).copied();
                vec![Reason { value: score, ..say(counted(paper, order, today)) }]
            }
        }
    }

    /// The score by which a list is ordered, and of what it is the sum: what each word or phrase is worth by itself, and what they are
    /// together. O(papers of the list).
    fn by_words(&self, place: u32, list: &List) -> Vec<Reason> {
        let (library, columns) = (&self.library, &self.columns);
        let facts = Facts { library, columns, muted: self.mutes.covered(), seen: None, near: &[] };
        let score = |asked: &Find| {
            let found = self.index.find(asked).found;
            found.iter().find(|(other, _)| *other == place).map_or(0.0, |(_, score)| f64::from(*score))
        };
        let alone = |text: &Text| {
            let only = Find::Keys([place].into_iter().collect());
            score(&Find::All(vec![facts.find(&Node::Text(text.clone())), only]))
        };
        let part = |text: &&Text| Reason { value: Some(alone(text)), ..say(format!("“{}”", text.text)) };
        let mut parts: Vec<Reason> = list.query.positive_texts().iter().map(part).collect();
        let (total, single) = (score(&list.asked), parts.iter().filter_map(|part| part.value).sum::<f64>());
        let together = ((total - single) * 1e3).round() / 1e3;
        if parts.len() > 1 && together != 0.0 {
            parts.push(Reason { value: Some(together), ..say("how they stand together".to_owned()) });
        }
        let head = "how well it answers by BM25F, the sum of:".to_owned();
        vec![Reason { value: Some(total), parts, ..say(head) }]
    }

    fn by_signals(&self, place: u32, (own, fit): (&Mix, f64), given: &Given, above: &[u32]) -> Vec<Reason> {
        let reason = |(signal, share, value): (Signal, f64, f64)| {
            let value = if signal == Signal::Fit { fit } else { value };
            let parts = if signal == Signal::You { self.learner.why_liked(place, &self.library) } else { Vec::new() };
            let text = {
                let (share, value) = (decimal(share * 100.0, 0), decimal(value, 2));
                let by = if parts.is_empty() { "" } else { ", the share of papers that this is more for:" };
                format!("{}: {share} % of the weight × {value}{by}", signal.name())
            };
            Reason { text, value: Some(share * value), parts, without: None }
        };
        let mut reasons: Vec<Reason> = mix::parts(&self.library, given, place).into_iter().map(reason).collect();
        let variety = own.variety();
        let alike = |other: &u32| (self.learner.alike(place, *other), self.library.at(*other));
        let most = above.iter().map(alike).max_by(|a, b| a.0.total_cmp(&b.0));
        if let (true, Some((likeness, Some(paper)))) = (variety > 0.0, most) {
            // None of those above it counts against it that is unlike it.
            let likeness = f64::from(likeness.max(0.0));
            let sum: f64 = reasons.iter().filter_map(|reason| reason.value).sum();
            let [share, rest] = [variety, 1.0 - variety].map(|share| decimal(share * 100.0, 0));
            let text = format!(
                "Variety, by which it stands here: {rest} % of all this, less {share} % of its likeness of {} to “{}” above it",
                decimal(likeness, 2),
                paper.title
            );
            reasons.push(Reason { value: Some((1.0 - variety) * sum - variety * likeness), ..say(text) });
        }
        reasons
    }

    /// All that keeps the paper at a place out of a list.
    fn causes(&mut self, place: u32, view: &View, today: Day, seen: Option<Day>) -> Vec<Reason> {
        let mut causes = Vec::new();
        // The list without any of them.
        let mut free = view.clone();
        let Some(paper) = self.library.at(place) else { return causes };
        let newest = self.library.days().next_back().map_or(Day(0), |(day, _)| day);
        if let Some((from, to)) = view.range(newest)
            && !paper.days.iter().any(|day| (from..=to).contains(day))
        {
            let when = match paper.last_day() {
                Some(day) => format!("It was shown on {}, the list is of {}.", words::day(day), words::span(from, to)),
                None => format!("No papers-day has shown it, the list is of {}.", words::span(from, to)),
            };
            causes.push(out(when, View { window: Window::All, ..view.clone() }));
            free.window = Window::All;
        }
        for condition in edit::parts(&view.text) {
            if !self.meets(place, &condition, today, seen) {
                let text = edit::without(&view.text, &condition);
                causes.push(out(format!("It does not meet {condition}"), View { text, ..view.clone() }));
                free.text = edit::without(&free.text, &condition);
            }
        }
        if self.library.hidden().contains(place) {
            causes.push(say("A file brought it, which was undone, and nothing of yours is on it.".to_owned()));
        }
        let query = parse(&view.text, today);
        let flags = self.columns.flags(place);
        let own = lists::collected(&query.root, &self.columns).contains(place);
        if flags.dismissed && !own && !lists::asks_for(State::Dismissed, &query.root) {
            let text = edit::with(&view.text, "is:dismissed");
            causes.push(out("You dismissed it.".to_owned(), View { text, ..view.clone() }));
            free.text = edit::with(&free.text, "is:dismissed");
        }
        if !flags.starred && !flags.dismissed && !own && !lists::asks_for(State::Muted, &query.root) {
            let text = edit::with(&view.text, "is:muted");
            for (by, what) in self.mutes.of(place, &self.library, &self.columns, &self.index) {
                free.text = edit::with(&free.text, "is:muted");
                let words = format!("You muted the {} “{what}”.", by.name());
                causes.push(out(words, View { text: text.clone(), ..view.clone() }));
            }
        }
        if causes.len() > 1 {
            causes.push(out("Each of these keeps it out. Without all of them it is there.".to_owned(), free));
        }
        causes
    }

    /// Whether the paper at a place meets one condition.
    fn meets(&mut self, place: u32, condition: &str, today: Day, seen: Option<Day>) -> bool {
        let view = View { window: Window::All, text: condition.to_owned(), ..View::default() };
        let Engine { library, columns, index, mutes, learner, .. } = self;
        let query = parse(&view.text, today);
        let near = lists::near(&query, learner, library, columns);
        let facts = Facts { library, columns, muted: mutes.covered(), seen, near: &near };
        admits(place, facts.find(&query.root), index, library)
    }
}

fn say(text: String) -> Reason {
    Reason { text, ..Reason::default() }
}

fn out(text: String, without: View) -> Reason {
    Reason { without: Some(without), ..say(text) }
}

/// The facts of a paper that an order compares.
fn counted(paper: &Paper, order: Order, today: Day) -> String {
    let votes = words::counted(paper.votes.unwrap_or(0), "vote");
    let day = paper.last_day().map_or_else(|| "no papers-day".to_owned(), words::day);
    match order {
        Order::Trending | Order::HackerNews | Order::DailyHn | Order::Reddit => {
            let age = words::counted(rank::age(paper, today).unsigned_abs(), "day");
            format!("{votes}, {age} old: {}", rank::formula(order, &Mix::NOTHING))
        }
        Order::Votes => votes,
        Order::Comments => words::counted(paper.comments.unwrap_or(0), "comment"),
        Order::Velocity => "stars of its code per day, as sampled here; −1 if not sampled twice".to_owned(),
        Order::Stars => words::counted(paper.stars.unwrap_or(0), "star"),
        Order::Surprise => "a number drawn from the paper and the day".to_owned(),
        Order::Collected => "as you put it".to_owned(),
        _ => format!("{day}, {votes}"),
    }
}
