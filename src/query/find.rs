//! A query as the index can answer it: words stay words, conditions become sets of papers.

use crate::columns::{Columns, Has, Kind};
use crate::library::Library;
use crate::paper::Day;
use crate::query::{CountRange, DayRange, Field, Filter, Node, State, Text, Thing, Value};
use crate::search::{self, Bits, Find, Mask};

/// All that conditions are about.
pub struct Facts<'a> {
    /// The papers.
    pub library: &'a Library,
    /// Their facts, and what the reader made of them.
    pub columns: &'a Columns,
    /// Places of the papers that a mute is about, starred ones too.
    pub muted: &'a Bits,
    /// The newest papers-day that was known at the end of the last visit; what came after it is new.
    pub seen: Option<Day>,
    /// The papers near to what the query says they should be near to.
    pub near: &'a [(Value, Bits)],
}

impl Facts<'_> {
    /// The question that a query puts to the index, whose keys are places of the library. Each condition costs a look at every
    /// paper's fact: O(papers × conditions).
    pub fn find(&self, node: &Node) -> Find {
        match node {
            Node::Everything => Find::Everything,
            Node::All(parts) => Find::All(parts.iter().map(|part| self.find(part)).collect()),
            Node::Any(parts) => Find::Any(parts.iter().map(|part| self.find(part)).collect()),
            Node::Not(part) => Find::Not(Box::new(self.find(part))),
            Node::Text(text) => Find::Text(words(text)),
            Node::Filter(filter) => Find::Keys(self.places(filter)),
        }
    }

    /// Places of the papers that meet a condition.
    pub fn places(&self, filter: &Filter) -> Bits {
        let columns = self.columns;
        match filter {
            Filter::Category(value) => self.with(Kind::Category, value),
            Filter::Keyword(value) => self.with(Kind::Keyword, value),
            Filter::Organisation(value) => self.with(Kind::Organisation, value),
            Filter::Submitter(value) => self.with(Kind::Submitter, value),
            Filter::Tag(value) => self.with(Kind::Tag, value),
            Filter::Collection(value) => self.with(Kind::Collection, value),
            Filter::Id(start) => self.where_paper(|place| {
                let id = self.library.at(place).map(|paper| paper.id.as_str());
                id.is_some_and(|id| id.starts_with(start.as_str()))
            }),
            Filter::Is(state) => self.is(*state),
            Filter::Has(Thing::Code) => self.where_paper(|place| columns.has(place, Has::Code)),
            Filter::Has(Thing::Project) => self.where_paper(|place| columns.has(place, Has::Project)),
            Filter::Has(Thing::Summary) => self.where_paper(|place| columns.has(place, Has::Summary)),
            Filter::Has(Thing::Note) => self.where_paper(|place| !columns.note(place).is_empty()),
            Filter::Has(Thing::Tag) => self.where_paper(|place| columns.has_any(Kind::Tag, place)),
            Filter::Day(range) => self.where_paper(|place| columns.days(place).any(|day| holds_day(range, day))),
            Filter::Published(range) => {
                self.where_paper(|place| columns.published(place).is_some_and(|day| holds_day(range, day)))
            }
            Filter::Votes(range) => self.where_count(range, |place| columns.votes(place)),
            Filter::Comments(range) => self.where_count(range, |place| columns.comments(place)),
            Filter::Stars(range) => self.where_count(range, |place| columns.stars(place)),
            Filter::Like(value) => {
                let known = self.near.iter().find(|(known, _)| known == value);
                known.map(|(_, places)| places.clone()).unwrap_or_default()
            }
            Filter::Happened(event, range) => self.where_paper(|place| {
                self.library.track(place).is_some_and(|track| track.happened(*event, |day| holds_day(range, day)))
            }),
        }
    }

    fn with(&self, kind: Kind, value: &Value) -> Bits {
        self.columns.places_with(kind, &value.text, value.whole).into_iter().collect()
    }

    fn is(&self, state: State) -> Bits {
        let flags = |place: u32| self.columns.flags(place);
        match state {
            State::Starred => self.where_paper(|place| flags(place).starred),
            State::Read => self.where_paper(|place| flags(place).read),
            State::Unread => self.where_paper(|place| !flags(place).read),
            State::Dismissed => self.where_paper(|place| flags(place).dismissed),
            State::Muted => self.where_paper(|place| self.muted.contains(place) && !flags(place).starred),
            State::New => self.where_paper(|place| {
                self.seen.is_some_and(|seen| self.columns.last_day(place).is_some_and(|day| day > seen))
            }),
        }
    }

    fn where_count(&self, range: &CountRange, count: impl Fn(u32) -> Option<u32>) -> Bits {
        let holds = |count: u32| range.from.is_none_or(|from| from <= count) && range.to.is_none_or(|to| count <= to);
        self.where_paper(|place| count(place).is_some_and(holds))
    }

    fn where_paper(&self, meets: impl Fn(u32) -> bool) -> Bits {
        (0..self.library.len() as u32).filter(|place| meets(*place)).collect()
    }
}

fn holds_day(range: &DayRange, day: Day) -> bool {
    range.from.is_none_or(|from| from <= day) && range.to.is_none_or(|to| day <= to)
}

fn words(text: &Text) -> search::Text {
    let fields = match text.field {
        None => Mask::MAX,
        Some(Field::Title) => search::Field::Title.bit(),
        Some(Field::Abstract) => search::Field::Abstract.bit(),
        Some(Field::Author) => search::Field::Authors.bit(),
        Some(Field::Note) => search::Field::Notes.bit(),
    };
    search::Text { text: text.text.clone(), fields, phrase: text.phrase, typing: text.typing }
}
