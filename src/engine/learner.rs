//! What is learnt: of the papers which words they have and what stands together in them, of the reader what they like.
//!
//! Nothing is learnt before somebody asks for it, by an order, a query or the page of taste. From then on it is kept up in small
//! steps between the reader's requests: first the papers' features, then the map of meaning over all of them, anew whenever
//! words have changed. The taste itself takes up to a tenth of a second, and is learnt when a list needs it.

mod labels;
mod report;
mod stored;

use std::collections::VecDeque;

use super::message::{Learning, Reason};
use crate::columns::{Columns, Flags, Kind};
use crate::learn::features::Feature;
use crate::learn::{Builder, Corpus, Meaning, Part};
use crate::library::Library;
use crate::paper::{Day, Paper, PaperId};
use crate::present::words;
use crate::query::{self, Value};
use crate::rank::similar::{Similar, To, similar};
use crate::rank::taste::why::{Term, Terms};
use crate::rank::taste::{Hand, Opinions, Taste, parts};
use crate::rank::weights::{LEFT, LIKED_SHARE, LISTED_AS_NEAR, STAYED};
use crate::search::Bits;
use crate::search::order::{sort_by, sorted};
use crate::text::decimal;

/// Papers whose features are taken in one step: some milliseconds.
const PAPERS_AT_A_TIME: usize = 100;

/// Features that are named for each direction, in why a paper is liked.
const TERMS: usize = 6;

/// The score of papers with a star, below all others.
const STARRED: f32 = -1e6;

/// All that is learnt, and how far.
#[derive(Default)]
pub struct Learner {
    wanted: bool,
    corpus: Corpus,
    /// Places of papers whose features are not in the corpus, or not as they are now.
    waiting: VecDeque<u32>,
    meaning: Meaning,
    builder: Option<Builder>,
    /// Whether the map is not of the corpus as it is.
    unmapped: bool,
    stored: stored::Stored,
    /// Features whose weight the reader set by hand, with their labels.
    hands: Vec<(Feature, String, Hand)>,
    taste: Option<Taste>,
    scores: Vec<f32>,
    /// How many papers liked, refused and dismissed the taste was learnt from.
    told: (u32, u32, u32),
    /// Whether taste and scores are not of papers and opinions as they are.
    stale: bool,
    /// Opinions that changed since the taste was learnt.
    late: u32,
    /// Raised with each learning.
    epoch: u32,
    /// What was found near to values of `like:`, newest last, as long as nothing of it has changed: a list is found for its rows,
    /// its facets and for what watches count.
    near: Vec<Near>,
    /// Models of tags and collections, newest last, likewise.
    labels: Vec<labels::Learnt>,
}

/// A value, the papers that it names, and what is near to it.
type Near = (String, Vec<u32>, Vec<(u32, f32)>);

/// Values of which what is near is kept.
const NEAR_KEPT: usize = 16;

impl Learner {
    /// From now on things are learnt.
    pub fn want(&mut self, library: &Library) {
        if !self.wanted {
            self.wanted = true;
            self.waiting = library.all().into();
        }
    }

    /// The words of these papers have changed.
    pub fn take(&mut self, places: &[u32]) {
        if self.wanted {
            self.waiting.extend(places);
        }
        self.stale = true;
        self.forget();
    }

    /// What the reader thinks of a paper has changed.
    pub fn changed(&mut self) {
        self.late += 1;
        self.stale = true;
    }

    /// How long the reader looked at a paper has changed: nothing that they did knowingly, so that no list says so.
    pub fn looked(&mut self) {
        self.stale = true;
    }

    /// Does one small step; whether there is more to do.
    pub fn step(&mut self, library: &Library) -> bool {
        if !self.waiting.is_empty() {
            let some: Vec<u32> = self.waiting.drain(..PAPERS_AT_A_TIME.min(self.waiting.len())).collect();
            for place in &some {
                if let Some(paper) = library.at(*place) {
                    self.corpus.put(*place, &parts(paper));
                }
            }
            // Until there is a new map, they have their places on the old one. All together, as the first vector after a change costs a
            // look at how rare features are.
            let mapped = if self.meaning.is_empty() { &[] } else { some.as_slice() };
            for place in mapped {
                self.meaning.put(*place, &self.corpus.vector(*place));
            }
            (self.stale, self.unmapped, self.builder) = (true, true, None);
            self.forget();
            return true;
        }
        if self.unmapped && self.builder.is_none() {
            self.builder = self.begin();
            self.unmapped = self.builder.is_none();
            return self.builder.is_some();
        }
        let Some(builder) = &mut self.builder else { return false };
        if let Some(meaning) = builder.step(&self.corpus) {
            (self.meaning, self.builder, self.stale) = (meaning, None, true);
            self.stored.is_owed = !self.stored.is_same;
            self.forget();
            return false;
        }
        true
    }

    /// How far learning is.
    pub fn learning(&self) -> Learning {
        Learning { papers: self.waiting.len() as u32, mapping: self.builder.is_some() || self.unmapped }
    }

    /// Learns the reader's taste, if it is not known as it is now.
    pub fn learn(&mut self, library: &Library, columns: &Columns) {
        self.want(library);
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let opinions = self.opinions(library, columns);
        let day = |place: u32| library.at(place).and_then(first_day);
        self.told = (opinions.liked.len() as u32, opinions.refused.len() as u32, opinions.disliked.len() as u32);
        self.taste = Taste::learn(&self.corpus, &self.meaning, &opinions, day);
        self.scores = match &self.taste {
            Some(taste) => taste.scores(&self.corpus, &self.meaning, day),
            None => Vec::new(),
        };
        // Papers that wait come after all that are known, and not among those that are half liked.
        self.scores.resize(library.len(), f32::MIN);
        for place in &self.waiting {
            self.scores.get_mut(*place as usize).into_iter().for_each(|score| *score = f32::MIN);
        }
        // What the reader has starred, or wants more like, comes last: it is found already.
        for place in &opinions.liked {
            self.scores.get_mut(*place as usize).into_iter().for_each(|score| *score = STARRED);
        }
        self.late = 0;
        self.epoch += 1;
    }

    /// The scores by place, as they were when the taste was last learnt.
    pub fn scores(&self) -> &[f32] {
        if self.taste.is_some() { &self.scores } else { &[] }
    }

    /// From how many papers liked, refused and dismissed the scores were learnt, if they were.
    pub fn told(&self) -> Option<(u32, u32, u32)> {
        self.taste.as_ref().map(|_| self.told)
    }

    /// Tells one learning from another.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Opinions that are not in the scores yet.
    pub fn late(&self) -> u32 {
        if self.taste.is_some() { self.late } else { 0 }
    }

    /// How near two papers are to each other in meaning, from -1 to 1; 0 as long as one of them has no place.
    pub fn alike(&self, a: u32, b: u32) -> f32 {
        let (a, b) = (self.meaning.place(a).unwrap_or_default(), self.meaning.place(b).unwrap_or_default());
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    /// Why the reader is likely to star the paper at a place, or is not: the parts of its score.
    pub fn why_liked(&self, place: u32, library: &Library) -> Vec<Reason> {
        let (Some(taste), Some(paper)) = (&self.taste, library.at(place)) else {
            return vec![reason(self.nothing_learnt().to_owned(), None)];
        };
        if self.scores.get(place as usize) == Some(&STARRED) {
            let text = "You starred it, or wanted more like it, already: such papers come last.";
            return vec![reason(text.to_owned(), None)];
        }
        let shares = taste.shares_of(&self.corpus, &self.meaning, place, first_day(paper));
        let Terms { terms, rest } = taste.terms(&self.corpus, place, paper);
        let words: f32 = terms.iter().map(|term| term.value).sum();
        let shown = |term: &&Term| term.value.abs() >= 0.05;
        let (more, less): (Vec<&Term>, Vec<&Term>) = terms.iter().filter(shown).partition(|term| term.value > 0.0);
        let named = more.iter().take(TERMS).chain(less.iter().rev().take(TERMS).rev());
        let words_of = |term: &Term| term_words(term, self.hand(term.feature));
        let mut parts: Vec<Reason> = named.clone().map(|term| reason(words_of(term), Some(term.value))).collect();
        let others = words - named.map(|term| term.value).sum::<f32>();
        // Rounded, as nothing is left where all are named.
        parts.push(reason("all its other words".to_owned(), Some((others * 1e3).round() / 1e3)));
        parts.push(reason("what every paper begins with".to_owned(), Some(rest)));
        let star = shares.star.and_then(|star| library.at(star)).map_or("", |star| star.title.as_str());
        let mut reasons = vec![
            Reason { parts, ..reason("its words and names".to_owned(), Some(words + rest)) },
            reason("near in meaning to your stars together".to_owned(), Some(shares.meaning)),
            reason(format!("like your star “{star}”"), Some(shares.nearest)),
            reason("common words of your stars’ field, not to count twice".to_owned(), Some(shares.field)),
        ];
        let lowered = [
            ("near to papers that you dismissed", shares.lowered),
            ("it was there when you starred newer papers", shares.passed_over),
        ];
        let lowered = lowered.into_iter().filter(|(_, value)| *value > 0.0);
        reasons.extend(lowered.map(|(text, value)| reason(text.to_owned(), Some(-value))));
        let sum = reason("how likely you are to star it, the sum of:".to_owned(), Some(shares.score()));
        let mut reasons = vec![Reason { parts: reasons, ..sum }];
        reasons.extend(look_words(taste.look(place)).map(|text| reason(text, None)));
        let percent = |share: f64| decimal(share * 100.0, 0);
        let (chance, share) = (percent(taste.chance(shares.score()).into()), percent(LIKED_SHARE));
        let chance = format!("A chance of about {chance} % that you would star it, if you star {share} % of all.");
        reasons.push(reason(chance, None));
        reasons
    }

    /// What to say where nothing is learnt of the reader.
    pub fn nothing_learnt(&self) -> &'static str {
        match self.learning() == Learning::default() {
            true => "Nothing is learnt yet: star some papers, or answer ten questions under Taste.",
            false => "What you like is still being learnt.",
        }
    }

    /// How near the paper at a place is to what a value of `like:` names, part by part.
    pub fn why_near(&mut self, value: &Value, place: u32, library: &Library, columns: &Columns) -> Reason {
        self.want(library);
        let near = self.similar(value, &named(&value.text, library, columns), library);
        let head = reason(format!("near to “{}”", value.text), None);
        let Some(found) = near.iter().find(|similar| similar.place == place) else { return head };
        let parts = [
            ("shares its words and names", found.words),
            ("near in meaning", found.meaning),
            ("like one of them", found.nearest),
            ("shares authors", found.authors),
            ("shares its code or project", found.link),
        ];
        let parts = parts.into_iter().filter(|(_, value)| *value != 0.0);
        let parts = parts.map(|(text, value)| reason(text.to_owned(), Some(value))).collect();
        Reason { parts, value: Some(f64::from(found.score())), ..head }
    }

    /// The papers nearest to what a value of `like:` names, with how near they are, nearest first: those nearest to a paper, to the
    /// papers of a tag or collection, or to words, that are nearer than an ordinary paper. Papers named are not among them.
    /// O(features of all papers) when it is first asked for.
    pub fn near(&mut self, value: &Value, library: &Library, columns: &Columns) -> Vec<(u32, f32)> {
        self.want(library);
        let named = named(&value.text, library, columns);
        let known = |(text, places, _): &&Near| *text == value.text && *places == named;
        if let Some((.., near)) = self.near.iter().find(known) {
            return near.clone();
        }
        let similar = self.similar(value, &named, library).into_iter().map(|similar| (similar.place, similar.score()));
        let near: Vec<(u32, f32)> = similar.take_while(|(_, score)| *score > 0.0).take(LISTED_AS_NEAR).collect();
        if self.near.len() == NEAR_KEPT {
            self.near.remove(0);
        }
        self.near.push((value.text.clone(), named, near.clone()));
        near
    }

    /// Whether a value of `like:` was found to name no paper, and to be near to none.
    pub fn knows_nothing_of(&self, value: &Value) -> bool {
        self.near.iter().any(|(text, named, near)| *text == value.text && named.is_empty() && near.is_empty())
    }

    /// What follows from papers is not of them as they are.
    fn forget(&mut self) {
        self.near.clear();
        self.labels.clear();
    }

    fn similar(&self, value: &Value, named: &[u32], library: &Library) -> Vec<Similar> {
        let texts = [(Part::Title, value.text.as_str())];
        let to = if named.is_empty() { To::Texts(&texts) } else { To::Papers(named) };
        similar(&self.corpus, &self.meaning, to, |place| library.at(place))
    }
}

fn reason(text: String, value: Option<f32>) -> Reason {
    Reason { text, value: value.map(f64::from), ..Reason::default() }
}

/// What was learnt of a paper by how long it was looked at.
fn look_words(stayed: Option<bool>) -> Option<String> {
    let (what, weight) = if stayed? { ("stayed", STAYED) } else { ("left at once", LEFT) };
    Some(format!("You opened it and {what}: learnt from as {} % of a star.", decimal(f64::from(weight) * 100.0, 0)))
}

fn term_words(term: &Term, hand: Option<Hand>) -> String {
    if let Some(hand) = hand {
        let way = if hand == Hand::More { "more" } else { "less" };
        return format!("“{}”, which you set to count for {way}", term.name);
    }
    let counts = [
        (term.starred, "that you starred"),
        (term.stayed, "that you stayed with"),
        (term.left, "that you left at once"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = counts.map(|(count, what)| [words::papers(count).as_str(), what].join(" ")).collect();
    if parts.is_empty() {
        format!("“{}”", term.name)
    } else {
        format!("“{}”, in {}", term.name, parts.join(", "))
    }
}

/// The day on which a paper first stood in a feed, or else was published.
fn first_day(paper: &Paper) -> Option<Day> {
    paper.first_day().or(paper.published)
}

/// The papers that a value of `like:` names: one or several by their identifiers, or those of a tag or collection; none if it is words.
fn named(text: &str, library: &Library, columns: &Columns) -> Vec<u32> {
    if let Some((id, _)) = PaperId::parse(text) {
        return library.place(&id).into_iter().collect();
    }
    if let Some(ids) = query::papers(text) {
        return ids.iter().filter_map(|id| library.place(id)).collect();
    }
    let tagged = columns.places_with(Kind::Tag, text, true);
    if tagged.is_empty() { columns.places_with(Kind::Collection, text, true) } else { tagged }
}

/// What the reader thinks of the papers known, in the order of their identifiers, which is the same everywhere.
fn opinions(library: &Library, columns: &Columns) -> Opinions {
    let mut opinions = Opinions::default();
    let mut places = library.all();
    let id = |place: u32| library.at(place).map(|paper| &paper.id);
    sort_by(&mut places, |a, b| id(*a) < id(*b));
    for place in places {
        let flags = columns.flags(place);
        match flags {
            Flags { leaning: -1, .. } => opinions.refused.push(place),
            Flags { starred: true, .. } | Flags { leaning: 1, .. } => opinions.liked.push(place),
            Flags { dismissed: true, .. } => opinions.disliked.push(place),
            Flags { look: 1, .. } => opinions.stayed.push(place),
            Flags { look: -1, .. } => opinions.left.push(place),
            Flags { read: true, .. } => opinions.known.push(place),
            _ => {}
        }
    }
    opinions.known = sorted(opinions.known);
    opinions
}

/// The places of what is near, as a set.
pub fn places(near: &[(u32, f32)]) -> Bits {
    near.iter().map(|(place, _)| *place).collect()
}
