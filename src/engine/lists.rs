//! Lists: what a view shows, in its order.

use std::rc::Rc;

use super::learner::{Learner, places};
use crate::columns::{Columns, Kind};
use crate::library::Library;
use crate::paper::{Day, Paper, PaperId};
use crate::query::find::Facts;
use crate::query::mix::Signal;
use crate::query::{Filter, Mix, Node, Order, Query, State, Value, View, parse};
use crate::rank::fold::folded;
use crate::rank::weights::FOLDED_ROWS;
use crate::rank::{self, Given, VARIED};
use crate::search::{Best, Bits, Find, Hits, Index, order};

/// One list, found and as far as needed sorted.
pub struct List {
    /// The query that the view's text is.
    pub query: Query,
    /// What was asked of the index.
    pub asked: Find,
    /// How many papers have all the words, if the list goes on with papers that have some.
    pub whole: Option<u32>,
    /// How many more papers it would have if nothing were muted.
    pub muted: u32,
    /// Whether it is ordered by what is learnt of the reader.
    pub learnt: bool,
    /// Of each paper its sort key: the score in the high half, best least, and in the low half the rank.
    found: Vec<u64>,
    ranks: Rc<Ranks>,
    /// How many from the front are in order.
    sorted: usize,
    /// All that was found, where only the first have been ordered.
    rest: Option<Rest>,
    /// Papers that others are nearly the same as, with these.
    twins: Vec<(u32, Vec<u32>)>,
    /// How many of these are not shown.
    pub folded: u32,
    /// Where a mix counts it, by place how well each paper fits what is typed, places ascending.
    fits: Vec<(u32, f64)>,
}

/// What a list has beyond the rows that are in order.
struct Rest {
    /// Places of all papers that were found, those of the first rows too.
    places: Vec<u32>,
    /// How many the first rows were.
    first: usize,
}

impl List {
    /// How many papers the list has.
    pub fn len(&self) -> u32 {
        let later = self.rest.as_ref().map_or(0, |rest| rest.places.len() - rest.first);
        (self.found.len() + later) as u32
    }

    /// Places of the rows from one to another, in order, out of the index that the list was found in. Sorting is put off to what is
    /// asked for: O(papers of the list) and a sort of the rows up to the last.
    pub fn rows(&mut self, index: &Index, from: u32, count: u32) -> impl Iterator<Item = u32> {
        if from.saturating_add(count) as usize > self.found.len()
            && let Some(rest) = self.rest.take()
        {
            let mut keys = index.find(&self.asked).sort_keys(true, &self.ranks.of_place);
            order::least_first(&mut keys, rest.first);
            self.found.extend(keys.get(rest.first..).unwrap_or_default());
        }
        self.first_rows(from, count)
    }

    /// What fits words, the best first: as long as nobody asks for more, only the first rows are in order.
    fn of_best(query: Query, asked: Find, muted: u32, best: Best, ranks: Rc<Ranks>, index: &Index) -> List {
        let first = best.keys.len();
        let rest = ((first as u32) < best.total()).then(|| Rest { places: best.all(index), first });
        let (whole, found, twins) = (best.relaxed, best.keys, Vec::new());
        List {
            query,
            asked,
            whole,
            muted,
            learnt: false,
            found,
            ranks,
            sorted: first,
            rest,
            twins,
            folded: 0,
            fits: Vec::new(),
        }
    }

    fn first_rows(&mut self, from: u32, count: u32) -> impl Iterator<Item = u32> {
        let until = (from as usize).saturating_add(count as usize).min(self.found.len());
        if until > self.sorted {
            let rest = self.found.get_mut(self.sorted..).unwrap_or_default();
            let wanted = until - self.sorted;
            order::least_first(rest, wanted);
            order::sort(rest.get_mut(..wanted).unwrap_or_default());
            self.sorted = until;
        }
        let rows = self.found.get(from as usize..until).unwrap_or_default();
        rows.iter().filter_map(|key| self.ranks.places.get(*key as u32 as usize)).copied()
    }

    /// From now on papers of the first rows that are nearly the same as one before them follow that one if it is among the unfolded,
    /// and otherwise are not in the list. O(words of these rows).
    pub fn fold(&mut self, library: &Library, unfolded: &[PaperId]) {
        let head: Vec<u32> = self.first_rows(0, FOLDED_ROWS).collect();
        let papers: Vec<&Paper> = head.iter().filter_map(|place| library.at(*place)).collect();
        let pairs = folded(&papers);
        if pairs.is_empty() || papers.len() != head.len() {
            return;
        }
        let key = |at: usize| self.found.get(at).copied();
        let mut keys: Vec<u64> = Vec::with_capacity(head.len());
        for (at, (place, paper)) in head.iter().zip(&papers).enumerate() {
            if pairs.iter().any(|(_, twin)| *twin == at) {
                continue;
            }
            keys.extend(key(at));
            let own = || pairs.iter().filter(|(leader, _)| *leader == at).map(|(_, twin)| *twin);
            let twins: Vec<u32> = own().filter_map(|twin| head.get(twin)).copied().collect();
            if unfolded.contains(&paper.id) {
                keys.extend(own().filter_map(key));
            } else {
                self.folded += twins.len() as u32;
            }
            if !twins.is_empty() {
                self.twins.push((*place, twins));
            }
        }
        self.sorted = keys.len();
        self.found.splice(..head.len(), keys);
    }

    /// How well the paper at a place fits what is typed, from 0 to 1, where a mix counts it.
    pub fn fit(&self, place: u32) -> f64 {
        let at = self.fits.binary_search_by_key(&place, |(place, _)| *place).ok();
        at.and_then(|at| self.fits.get(at)).map_or(0.0, |(_, fit)| *fit)
    }

    /// How many papers are nearly the same as the one at a place, under which they stand.
    pub fn twins(&self, place: u32) -> u32 {
        self.twins.iter().find(|(leader, _)| *leader == place).map_or(0, |(_, twins)| twins.len() as u32)
    }

    /// The place of the paper under which the one at a place is folded.
    pub fn leader(&self, place: u32) -> Option<u32> {
        self.twins.iter().find(|(_, twins)| twins.contains(&place)).map(|(leader, _)| *leader)
    }

    /// Places of all papers, in no order.
    pub fn places(&self) -> Vec<u32> {
        let found = self.found.iter().filter_map(|key| self.ranks.places.get(*key as u32 as usize)).copied();
        let Some(rest) = &self.rest else { return found.collect() };
        let mut folded: Bits = self.twins.iter().flat_map(|(_, twins)| twins).copied().collect();
        found.for_each(|place| _ = folded.remove(place));
        rest.places.iter().filter(|place| !folded.contains(**place)).copied().collect()
    }
}

/// The papers and all that is known of them.
pub struct Known<'a> {
    pub library: &'a Library,
    pub columns: &'a Columns,
    pub index: &'a Index,
    /// Places of the papers that a mute is about.
    pub muted: &'a Bits,
}

/// All papers in an order.
struct Ranks {
    /// Places by rank, and ranks by place.
    places: Vec<u32>,
    of_place: Vec<u32>,
}

impl Ranks {
    fn new(places: Vec<u32>) -> Ranks {
        let mut of_place = vec![0; places.len()];
        for (rank, place) in (0..).zip(&places) {
            of_place.get_mut(*place as usize).into_iter().for_each(|slot| *slot = rank);
        }
        Ranks { places, of_place }
    }
}

/// An order, and those of the day, the mix and the number of the learning on which it depends.
type Key = (Order, Day, Mix, u32);

/// Orders that are kept; the oldest goes for a new one.
const KEPT: usize = 8;

/// Orders that have been worked out, of all papers known.
#[derive(Default)]
pub struct Orders(Vec<(Key, Rc<Ranks>)>);

impl Orders {
    /// Brings them up to date with a library in which the papers at these places are new or have changed; orders that hang on more
    /// than papers and days are forgotten. O(papers known) for each: a month that comes to an archive costs no sorting of all.
    pub fn take(&mut self, library: &Library, places: &[u32]) {
        let changed: Bits = places.iter().copied().collect();
        if changed.count() as usize > library.len() / 2 {
            // Sorting all is less.
            self.0.clear();
        }
        self.0.retain(|((order, ..), _)| rank::is_of_papers(*order));
        for ((order, today, ..), ranks) in &mut self.0 {
            *ranks = Rc::new(Ranks::new(rank::ranked_again(library, *order, *today, &ranks.places, &changed)));
        }
    }

    fn get(&mut self, library: &Library, order: Order, given: &Given, epoch: u32) -> Rc<Ranks> {
        let mix = if order == Order::Mix { *given.mix } else { Mix::NOTHING };
        let epoch = if by_taste(order, &mix) { epoch } else { 0 };
        let today = if rank::depends_on_day(order) { given.today } else { Day(0) };
        let key = (order, today, mix, epoch);
        if let Some((_, ranks)) = self.0.iter().find(|(known, _)| *known == key) {
            return ranks.clone();
        }
        let ranks = Rc::new(Ranks::new(rank::ranked(library, order, given)));
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push((key, ranks.clone()));
        ranks
    }
}

/// Whether papers that are nearly the same are shown once: where what comes first is what fits best, not in lists by a fact.
pub fn folds(view: &View, query: &Query) -> bool {
    match view.order(query) {
        Order::Best => query.has_words() || !query.likes().is_empty(),
        order => matches!(order, Order::ForYou | Order::Mix),
    }
}

/// Whether the order of a view depends on what is learnt.
pub fn needs_taste(view: &View, query: &Query) -> bool {
    let (order, mix) = (view.order(query), view.mix.unwrap_or_default());
    by_taste(order, &mix) || (order == Order::Mix && mix.variety() > 0.0)
}

fn by_taste(order: Order, mix: &Mix) -> bool {
    order == Order::ForYou || (order == Order::Mix && mix.weight(Signal::You) > 0)
}

/// Finds the list of a view. O(papers of the window), for conditions O(papers known), for words see [`crate::search::find`], for what
/// is near O(features of all papers).
pub fn list(
    known: &Known,
    learner: &mut Learner,
    orders: &mut Orders,
    view: &View,
    today: Day,
    seen: Option<Day>,
) -> List {
    let query = parse(&view.text, today);
    let order = view.order(&query);
    let scored: Vec<(Value, Vec<(u32, f32)>)> = query
        .likes()
        .into_iter()
        .map(|value| (value.clone(), learner.near(value, known.library, known.columns)))
        .collect();
    let near: Vec<(Value, Bits)> = scored.iter().map(|(value, near)| (value.clone(), places(near))).collect();
    let facts = Facts { library: known.library, columns: known.columns, muted: known.muted, seen, near: &near };
    let Frame { places, muted } = frame(known, view, &query);
    let wanted = facts.find(&query.root);
    let of_muted = (!muted.is_empty()).then(|| framed(Some(muted), wanted.clone()));
    let asked = framed(places, wanted);
    let by_score = order == Order::Best && query.has_words();
    let mix = view.mix.unwrap_or_default();
    let given = Given { today, mix: &mix, taste: learner.scores() };
    let mut ranks = orders.get(known.library, if by_score { Order::Newest } else { order }, &given, learner.epoch());
    let hits = match without_words(&asked, known.library.len() as u32) {
        Some(places) => Hits { found: places.iter().map(|place| (place, 0.0)).collect(), relaxed: None },
        None if by_score => {
            let best = known.index.best(&asked, FOLDED_ROWS as usize, &ranks.of_place);
            let muted = of_muted.map_or(0, |asked| count(known, asked, best.relaxed.is_some()));
            return List::of_best(query, asked, muted, best, ranks, known.index);
        }
        None => known.index.find(&asked),
    };
    if let (Order::Collected, Some(collection)) = (order, query.collection()) {
        // Of one place, as the shelf has them.
        let place = |place: u32| {
            let at = known.columns.place_in(place, &collection.text).unwrap_or("\u{7f}");
            (at, known.library.at(place).map(|paper| &paper.id))
        };
        ranks = reranked(&hits, &ranks, place);
    } else if order == Order::Best && !by_score {
        let nearness = |place: u32| {
            let all = scored.iter().flat_map(|(_, near)| near).filter(|(other, _)| *other == place);
            // Above 0, and so in the order of their bits; the nearest come first.
            u64::from(u32::MAX - all.map(|(_, near)| near).sum::<f32>().to_bits())
        };
        if !scored.is_empty() {
            ranks = reranked_by(&hits, &ranks, &nearness);
        }
    }
    let fit = if order == Order::Mix { mix.share(Signal::Fit) } else { 0.0 };
    let fits = if fit > 0.0 { fits(&hits, &query, &scored) } else { Vec::new() };
    let mut scores = Vec::new();
    if !fits.is_empty() || (order == Order::Mix && mix.variety() > 0.0) {
        scores = rank::scores(known.library, order, &given);
    }
    if !fits.is_empty() {
        for (place, own) in &fits {
            scores.get_mut(*place as usize).into_iter().for_each(|score| *score += fit * own);
        }
        // Not below 0, and so in the order of their bits; the highest come first.
        ranks = reranked_by(&hits, &ranks, &|place| {
            u64::MAX - scores.get(place as usize).map_or(0, |score| score.max(0.0).to_bits())
        });
    }
    if order == Order::Mix && mix.variety() > 0.0 {
        let mut front = hits.sort_keys(false, &ranks.of_place);
        order::least_first(&mut front, VARIED);
        front.truncate(VARIED);
        order::sort(&mut front);
        let place = |key: &u64| ranks.places.get(*key as u32 as usize).copied();
        let scored = |place: u32| (place, scores.get(place as usize).copied().unwrap_or(0.0));
        let front: Vec<(u32, f64)> = front.iter().filter_map(place).map(scored).collect();
        let varied = rank::mix::varied(&front, mix.variety(), &|a, b| learner.alike(a, b));
        let at = |place: u32| varied.iter().position(|own| *own == place).unwrap_or(VARIED) as u64;
        ranks = reranked_by(&hits, &ranks, &at);
    }
    let found = hits.sort_keys(by_score, &ranks.of_place);
    let muted = of_muted.map_or(0, |asked| count(known, asked, hits.relaxed.is_some()));
    let learnt = by_taste(order, &mix);
    let (whole, twins) = (hits.relaxed, Vec::new());
    List { query, asked, whole, muted, learnt, found, ranks, sorted: 0, rest: None, twins, folded: 0, fits }
}

/// How well the papers that were found fit the words and what is asked to be near, by place; nothing where nothing is typed.
fn fits(hits: &Hits, query: &Query, scored: &[(Value, Vec<(u32, f32)>)]) -> Vec<(u32, f64)> {
    let mut found: Vec<(u32, f64)> = hits.found.iter().map(|(place, score)| (*place, f64::from(*score))).collect();
    order::sort_by(&mut found, |a, b| a.0 < b.0);
    let by_words = query.has_words().then(|| found.iter().map(|(_, score)| *score).collect());
    let mut nearness: Vec<f64> = vec![0.0; found.len()];
    for (place, near) in scored.iter().flat_map(|(_, near)| near) {
        let at = found.binary_search_by_key(place, |(place, _)| *place).ok();
        at.and_then(|at| nearness.get_mut(at)).into_iter().for_each(|sum| *sum += f64::from(*near));
    }
    let values = rank::mix::fits(by_words, (!scored.is_empty()).then_some(nearness));
    found.iter().zip(values).map(|((place, _), fit)| (*place, fit)).collect()
}

/// The papers near to what a query says.
pub fn near(query: &Query, learner: &mut Learner, library: &Library, columns: &Columns) -> Vec<(Value, Bits)> {
    let likes = query.likes().into_iter();
    likes.map(|value| (value.clone(), places(&learner.near(value, library, columns)))).collect()
}

/// Whether the paper at a place is among those that a question admits.
pub fn admits(place: u32, asked: Find, index: &Index, library: &Library) -> bool {
    match without_words(&asked, library.len() as u32) {
        Some(places) => places.contains(place),
        // In one part, so that no word of it is relaxed.
        None => {
            let only = Find::Keys([place].into_iter().collect());
            index.find(&Find::All(vec![Find::Any(vec![asked]), only])).total() > 0
        }
    }
}

/// The papers of a list by a key, least first; those of equal keys stay as they were. O(n log n) in the list.
fn reranked<K: Ord>(hits: &Hits, before: &Ranks, key: impl Fn(u32) -> K) -> Rc<Ranks> {
    let rank = |place: u32| before.of_place.get(place as usize).copied().unwrap_or_default();
    let found = hits.found.iter().map(|(place, _)| *place);
    let mut placed: Vec<(K, u32, u32)> = found.map(|place| (key(place), rank(place), place)).collect();
    order::sort_by(&mut placed, |a, b| a < b);
    let mut of_place = vec![u32::MAX; before.of_place.len()];
    for (rank, (_, _, place)) in (0..).zip(&placed) {
        of_place.get_mut(*place as usize).into_iter().for_each(|slot| *slot = rank);
    }
    Rc::new(Ranks { places: placed.into_iter().map(|(_, _, place)| place).collect(), of_place })
}

/// The same by a number: once for all.
fn reranked_by(hits: &Hits, before: &Ranks, key: &dyn Fn(u32) -> u64) -> Rc<Ranks> {
    reranked(hits, before, key)
}

/// The papers that a view looks at before its text is considered.
struct Frame {
    /// `None` for all.
    places: Option<Bits>,
    /// Those of its days that are left out only because they are muted.
    muted: Bits,
}

/// The papers of the view's days, without those dismissed or muted, unless the query speaks of such. A star is stronger than a
/// mute, and so is a dismissal: whoever asks for dismissed papers gets them all. Of a collection that the query asks for all papers are
/// there: the reader put them into it one by one, and its count and its link have them.
fn frame(known: &Known, view: &View, query: &Query) -> Frame {
    let Known { library, columns, .. } = known;
    let newest = library.days().next_back().map_or(Day(0), |(day, _)| day);
    let mut places: Option<Bits> = view.range(newest).map(|(from, to)| library.on(from, to).into_iter().collect());
    let all = || Bits::below(library.len() as u32);
    if !library.hidden().is_empty() {
        let mut kept = places.unwrap_or_else(all);
        kept.drop_all(library.hidden());
        places = Some(kept);
    }
    let own = collected(&query.root, columns);
    if !asks_for(State::Dismissed, &query.root) && columns.any_dismissed() {
        let mut kept = places.unwrap_or_else(all);
        let gone = |place: &u32| columns.flags(*place).dismissed && !own.contains(*place);
        let out: Vec<u32> = kept.iter().filter(gone).collect();
        out.into_iter().for_each(|place| _ = kept.remove(place));
        places = Some(kept);
    }
    let mut muted = Bits::default();
    if !asks_for(State::Muted, &query.root) {
        let shown = |place: &u32| places.as_ref().is_none_or(|places| places.contains(*place));
        let weaker = |place: &u32| !columns.flags(*place).starred && !columns.flags(*place).dismissed;
        muted = known.muted.iter().filter(shown).filter(weaker).collect();
        muted.drop_all(&own);
    }
    if !muted.is_empty() {
        let mut kept = places.unwrap_or_else(all);
        kept.drop_all(&muted);
        places = Some(kept);
    }
    Frame { places, muted }
}

/// The papers of the collections that a query asks for, also as one of several things. O(values of all papers) for each.
pub fn collected(node: &Node, columns: &Columns) -> Bits {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().fold(Bits::default(), |mut all, part| {
            all.join(&collected(part, columns));
            all
        }),
        Node::Filter(Filter::Collection(value)) => {
            columns.places_with(Kind::Collection, &value.text, value.whole).into_iter().collect()
        }
        _ => Bits::default(),
    }
}

/// Whether a query speaks of papers in that state, which are hidden otherwise.
pub fn asks_for(state: State, node: &Node) -> bool {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().any(|part| asks_for(state, part)),
        Node::Not(part) => asks_for(state, part),
        Node::Filter(filter) => *filter == Filter::Is(state),
        Node::Text(_) | Node::Everything => false,
    }
}

/// How many papers a question admits: with all of its words, or with some where that is how the list was found.
fn count(known: &Known, asked: Find, relaxed: bool) -> u32 {
    match without_words(&asked, known.library.len() as u32) {
        Some(places) => places.count(),
        // Only on top of a question may words be missing.
        None if !relaxed => known.index.find(&Find::Any(vec![asked])).total(),
        None => known.index.find(&asked).total(),
    }
}

/// A question within a frame, in one conjunction, so that its words may be relaxed.
fn framed(frame: Option<Bits>, asked: Find) -> Find {
    match (frame, asked) {
        (None, asked) => asked,
        (Some(frame), Find::All(mut parts)) => {
            parts.push(Find::Keys(frame));
            Find::All(parts)
        }
        (Some(frame), asked) => Find::All(vec![asked, Find::Keys(frame)]),
    }
}

/// What a question without words admits; `None` if it has words. Papers that are not indexed yet are in it.
fn without_words(asked: &Find, papers: u32) -> Option<Bits> {
    match asked {
        Find::Everything => Some(Bits::below(papers)),
        Find::Keys(keys) => Some(keys.clone()),
        Find::Text(_) => None,
        Find::Not(part) => {
            let mut rest = Bits::below(papers);
            rest.drop_all(&without_words(part, papers)?);
            Some(rest)
        }
        Find::All(parts) => parts.iter().try_fold(Bits::below(papers), |mut kept, part| {
            kept.keep(&without_words(part, papers)?);
            Some(kept)
        }),
        Find::Any(parts) => parts.iter().try_fold(Bits::default(), |mut joined, part| {
            joined.join(&without_words(part, papers)?);
            Some(joined)
        }),
    }
}
