//! What is learnt of the reader, laid open: the weights, how they came to be, and how each order would have done.

use super::{Learner, first_day, opinions};
use crate::columns::Columns;
use crate::engine::message::{Replayed, Tasted, Weighed};
use crate::learn::features::Feature;
use crate::learn::labelled;
use crate::library::Library;
use crate::paper::{Day, PaperId};
use crate::present::presets::{PRESETS, Preset};
use crate::query::{Mix, Order};
use crate::rank::taste::{Hand, Opinions, Taste};
use crate::rank::{Given, ranked, ranked_among};
use crate::search::order::sort_by;

/// Papers whose features are looked through for what to show.
const PAPERS: usize = 400;

/// Weights shown on each side.
const SHOWN: usize = 24;

/// What adds less is not shown, but for what is set by hand.
const LEAST: f32 = 0.05;

/// Points of the line that shows how a weight came to be, the last being now.
const POINTS: usize = 5;

impl Learner {
    /// The weights that the reader set by hand, by label; what is no label is passed over.
    pub fn set_hands(&mut self, hands: Vec<(String, Hand)>) {
        self.hands = hands.into_iter().filter_map(|(label, hand)| Some((labelled(&label)?, label, hand))).collect();
        self.stale = true;
    }

    /// What is learnt. `stars` are the starred papers in the order in which they were starred. O(features of some hundred papers),
    /// and some learnings.
    pub fn report(&mut self, stars: &[PaperId], library: &Library, columns: &Columns) -> Tasted {
        self.learn(library, columns);
        let now = self.opinions(library, columns);
        let mut tasted = Tasted {
            liked: now.liked.len() as u32,
            refused: now.refused.len() as u32,
            dismissed: now.disliked.len() as u32,
            looked: (now.stayed.len() as u32, now.left.len() as u32),
            papers: self.corpus.len(),
            terms: Vec::new(),
        };
        let Some(taste) = &self.taste else { return tasted };
        let chosen = self.chosen(taste, &now, library);
        let starred: Vec<u32> = stars.iter().filter_map(|id| library.place(id)).collect();
        let earlier: Vec<Option<Taste>> =
            (1..POINTS).map(|point| self.at_point(point, &starred, &now, library)).collect();
        for Chosen { feature, label, value, .. } in chosen {
            let past = earlier.iter().map(|taste| taste.as_ref().map_or(0.0, |taste| value * taste.weight(feature)));
            let weight = value * taste.weight(feature);
            tasted.terms.push(Weighed {
                past: past.chain([weight]).collect(),
                hand: self.hand(feature),
                starred: now.liked.iter().filter(|place| self.corpus.holds(**place, feature)).count() as u32,
                label,
                weight,
            });
        }
        tasted
    }

    /// How rankings would have ordered a papers-day for a reader who had starred some papers before: of those that they starred of that
    /// day, their places, from 0. Votes are as they are known now. They are the order for the reader, the mixes of [`PRESETS`] and the
    /// reader's own, and that by votes, which on one day all are that hang on votes and age alone.
    pub fn replay(
        &mut self,
        day: Day,
        before: &[PaperId],
        starred: &[PaperId],
        mix: Option<Mix>,
        library: &Library,
    ) -> Vec<Replayed> {
        self.want(library);
        let liked = before.iter().filter_map(|id| library.place(id)).collect();
        let opinions = Opinions { liked, hands: self.features(), ..Opinions::default() };
        let first = |place: u32| library.at(place).and_then(first_day);
        let taste = Taste::learn(&self.corpus, &self.meaning, &opinions, first);
        let scores = taste.map(|taste| taste.scores(&self.corpus, &self.meaning, first)).unwrap_or_default();
        let shown = library.on(day, day);
        let replayed = |(order, mix): (Order, Option<Mix>)| {
            let given = Given { today: day, mix: &mix.unwrap_or_default(), taste: &scores };
            let places = ranked_among(library, order, &given, &shown, &|a, b| self.alike(a, b));
            let place = |id: &PaperId| {
                let own = library.place(id)?;
                places.iter().position(|place| *place == own).map(|at| (id.clone(), at as u32))
            };
            Replayed { order, mix, papers: places.len() as u32, places: starred.iter().filter_map(place).collect() }
        };
        let own = mix.unwrap_or_default();
        let mut mixes: Vec<Mix> = PRESETS.iter().filter_map(Preset::mix).filter(|mix| !mix.is_of_votes()).collect();
        if !mixes.contains(&own) {
            mixes.insert(0, own);
        }
        let mixes = mixes.into_iter().map(|mix| (Order::Mix, Some(mix)));
        [(Order::ForYou, None)].into_iter().chain(mixes).chain([(Order::Votes, None)]).map(replayed).collect()
    }

    /// Two papers that a choice between tells most about: both nearly as likely to be liked, and far from each other in meaning. Of the
    /// newest papers that the reader said nothing of.
    pub fn question(&mut self, told: &[PaperId], library: &Library, columns: &Columns) -> Option<(u32, u32)> {
        const CANDIDATES: usize = 60;
        self.learn(library, columns);
        let newest = ranked(library, Order::Newest, &Given::on(Day(0)));
        let unsaid = |place: &u32| {
            let flags = columns.flags(*place);
            let told = || library.at(*place).is_some_and(|paper| told.contains(&paper.id));
            let said = flags.starred || flags.dismissed || flags.leaning != 0 || library.hidden().contains(*place);
            !said && self.corpus.has(*place) && !told()
        };
        let unsaid: Vec<u32> = newest.into_iter().filter(unsaid).take(CANDIDATES * 8).collect();
        let every = unsaid.len().div_ceil(CANDIDATES).max(1);
        let some: Vec<u32> = unsaid.into_iter().step_by(every).collect();
        let score = |place: u32| self.scores().get(place as usize).copied().unwrap_or(0.0);
        let known = |place: &u32| (*place, score(*place), self.meaning.place(*place).unwrap_or_default());
        let known: Vec<(u32, f32, Vec<f32>)> = some.iter().map(known).collect();
        let mut best: Option<(f32, u32, u32)> = None;
        for (at, (a, score, place)) in known.iter().enumerate() {
            for (b, other, far) in known.get(at + 1..).unwrap_or_default() {
                let alike: f32 = place.iter().zip(far).map(|(a, b)| a * b).sum();
                let sure = alike + (score - other).abs();
                if best.is_none_or(|(least, ..)| sure < least) {
                    best = Some((sure, *a, *b));
                }
            }
        }
        best.map(|(_, a, b)| (a, b))
    }

    /// What the reader thinks, with what was set by hand.
    pub(super) fn opinions(&self, library: &Library, columns: &Columns) -> Opinions {
        Opinions { hands: self.features(), ..opinions(library, columns) }
    }

    /// What the reader set the weight of a feature to.
    pub(super) fn hand(&self, feature: Feature) -> Option<Hand> {
        self.hands.iter().find(|(own, ..)| *own == feature).map(|(.., hand)| *hand)
    }

    fn features(&self) -> Vec<(Feature, Hand)> {
        self.hands.iter().map(|(feature, _, hand)| (*feature, *hand)).collect()
    }

    /// The taste when only so many parts of the stars had been given.
    fn at_point(&self, point: usize, starred: &[u32], now: &Opinions, library: &Library) -> Option<Taste> {
        let liked = starred.get(..starred.len() * point / POINTS)?.to_vec();
        let then = Opinions { liked, ..now.clone() };
        Taste::learn(&self.corpus, &self.meaning, &then, |place| library.at(place).and_then(first_day))
    }

    /// The features that add most to either side to papers of which the reader told something, those that add most first; those set by
    /// hand are always there.
    fn chosen(&self, taste: &Taste, opinions: &Opinions, library: &Library) -> Vec<Chosen> {
        let told = [&opinions.liked, &opinions.refused, &opinions.disliked].into_iter().flatten().take(PAPERS);
        let told: Vec<u32> = told.copied().collect();
        let mut names: Vec<(Feature, String)> = Vec::new();
        for paper in told.iter().filter_map(|place| library.at(*place)) {
            names.extend(taste.named(&self.corpus, paper));
        }
        sort_by(&mut names, |a, b| a < b);
        names.dedup_by(|a, b| a.0 == b.0);
        let values = self.values(&told);
        let chosen = |(feature, label): (Feature, String)| {
            let (value, papers) = mean(&values, feature);
            Chosen { feature, label, value, adds: value * papers * taste.weight(feature) }
        };
        let by_hand = |feature: &Feature| self.hands.iter().any(|(own, ..)| own == feature);
        let learnt = names.into_iter().filter(|(feature, _)| !by_hand(feature)).map(chosen);
        let mut shown: Vec<Chosen> = learnt.filter(|one| one.adds.abs() >= LEAST).collect();
        most_first(&mut shown);
        let against = shown.split_off(shown.partition_point(|one| one.adds > 0.0));
        shown.truncate(SHOWN);
        shown.extend(against.into_iter().rev().take(SHOWN));
        shown.extend(self.hands.iter().map(|(feature, label, _)| chosen((*feature, label.clone()))));
        most_first(&mut shown);
        shown
    }

    /// The values that features have in some papers, by feature.
    fn values(&self, papers: &[u32]) -> Vec<(Feature, f32)> {
        let of =
            |place: &u32| Taste::vector(&self.corpus, *place).into_iter().map(|entry| (entry.feature, entry.weight));
        let mut values: Vec<(Feature, f32)> = papers.iter().flat_map(of).collect();
        sort_by(&mut values, |a, b| a.0 < b.0);
        values
    }
}

/// A feature to show.
struct Chosen {
    feature: Feature,
    label: String,
    /// Its mean value in papers that have it: what turns a weight into what it adds there.
    value: f32,
    /// What it adds to all these papers together.
    adds: f32,
}

fn most_first(shown: &mut [Chosen]) {
    sort_by(shown, |a, b| b.adds.total_cmp(&a.adds).then_with(|| a.label.cmp(&b.label)).is_lt());
}

/// The mean value of a feature in papers that have it, and how many these are. Of one that none has, the mean of all values: papers that
/// have it have about that of it.
fn mean(values: &[(Feature, f32)], feature: Feature) -> (f32, f32) {
    let from = values.partition_point(|(other, _)| *other < feature);
    let to = values.partition_point(|(other, _)| *other <= feature);
    let own = values.get(from..to).filter(|own| !own.is_empty());
    let of = |some: &[(Feature, f32)]| some.iter().map(|(_, value)| value).sum::<f32>() / some.len().max(1) as f32;
    (of(own.unwrap_or(values)), own.map_or(0.0, |own| own.len() as f32))
}
