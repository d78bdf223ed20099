//! What of the shelf is no paper, as it is shown: collections, kept searches, mutes, tags and settings.

use std::collections::BTreeMap;

use super::subject::{Field, Mute, Subject, ThingId, Value};
use super::{Act, Card, Shelf, order};
use crate::paper::{Day, PaperId};
use crate::search::order::sort_by;

/// A collection of papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Its number.
    pub id: ThingId,
    /// Its name.
    pub name: String,
    /// The collection that it is in, which is in none itself.
    pub parent: Option<ThingId>,
}

/// A search that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Its number.
    pub id: ThingId,
    /// Its name.
    pub name: String,
    /// The query string of its list.
    pub address: String,
    /// Whether it is watched for new papers.
    pub watched: bool,
    /// The newest papers-day that was known when the reader last looked.
    pub seen: Option<Day>,
}

impl Shelf {
    /// How many papers are in each collection. O(fields of papers).
    pub fn sizes(&self) -> BTreeMap<ThingId, u32> {
        let mut counts: BTreeMap<ThingId, u32> = BTreeMap::new();
        for (id, _) in self.papers().flat_map(|(_, card)| card.collections()) {
            *counts.entry(id).or_default() += 1;
        }
        counts
    }

    /// The collections in their order, each followed by those in it. O(things).
    pub fn collections(&self) -> Vec<Collection> {
        let all = self.named(|subject| match subject {
            Subject::Collection(id) => Some(*id),
            _ => None,
        });
        let parent = |card: &Card| ThingId::parse(card.text(&Field::Parent));
        // A parent that is gone, or that has come to be in another on some device, is none: nesting is one deep.
        let tops: Vec<ThingId> = all.iter().filter(|(_, card)| parent(card).is_none()).map(|(id, _)| *id).collect();
        let made: Vec<Collection> = all
            .iter()
            .map(|(id, card)| Collection {
                id: *id,
                name: card.text(&Field::Name).to_owned(),
                parent: parent(card).filter(|parent| tops.contains(parent)),
            })
            .collect();
        let within = |top: ThingId| made.iter().filter(move |one| one.parent == Some(top)).cloned();
        let tops = made.iter().filter(|one| one.parent.is_none());
        tops.flat_map(|top| std::iter::once(top.clone()).chain(within(top.id))).collect()
    }

    /// The papers of a collection, in its order. O(papers on the shelf).
    pub fn members(&self, collection: ThingId) -> Vec<&PaperId> {
        let place = |card: &'_ Card| card.get(&Field::In(collection)).map(|register| register.value.clone());
        let placed = self.papers().filter_map(|(paper, card)| Some((place(card).filter(Value::is_on)?, paper)));
        let mut placed: Vec<(Value, &PaperId)> = placed.collect();
        sort_by(&mut placed, |a, b| (&a.0, a.1) < (&b.0, b.1));
        placed.into_iter().map(|(_, paper)| paper).collect()
    }

    /// The kept searches, in their order.
    pub fn searches(&self) -> Vec<Search> {
        let all = self.named(|subject| match subject {
            Subject::Search(id) => Some(*id),
            _ => None,
        });
        let search = |(id, card): (ThingId, &Card)| Search {
            id,
            name: card.text(&Field::Name).to_owned(),
            address: card.text(&Field::Address).to_owned(),
            watched: card.is_on(&Field::Watched),
            seen: Day::parse(card.text(&Field::Seen)),
        };
        all.into_iter().map(search).collect()
    }

    /// What is muted, ascending.
    pub fn mutes(&self) -> Vec<(Mute, &str)> {
        let mutes = self.things().filter_map(|(subject, card)| match subject {
            Subject::Mute(by, what) if card.is_on(&Field::Is) => Some((*by, &**what)),
            _ => None,
        });
        let mut mutes: Vec<(Mute, &str)> = mutes.collect();
        sort_by(&mut mutes, |a, b| a < b);
        mutes
    }

    /// The tags in use and how many papers have each, ascending. O(fields of papers).
    pub fn tags(&self) -> Vec<(String, u32)> {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for tag in self.papers().flat_map(|(_, card)| card.tags()) {
            *counts.entry(tag).or_default() += 1;
        }
        counts.into_iter().map(|(tag, count)| (tag.to_owned(), count)).collect()
    }

    /// What a setting is set to.
    pub fn setting(&self, name: &str) -> &Value {
        let register = self.card(&Subject::Setting(name.into())).get(&Field::Is);
        register.map_or(&Value::Off, |register| &register.value)
    }

    /// The act that makes a collection or search at the end of its like, with these fields.
    pub fn making(&self, subject: &Subject, fields: &[(Field, &str)]) -> Act {
        let alike = |other: &&Subject| std::mem::discriminant(*other) == std::mem::discriminant(subject);
        let places = self.things().filter(|(other, _)| alike(other)).map(|(_, card)| card.text(&Field::Order));
        let last = places.max().unwrap_or_default();
        let order = (Field::Order, Value::from(order::between(last, "").as_str()));
        let fields = fields.iter().map(|(field, text)| (field.clone(), Value::from(*text))).chain([order]);
        Act::Several(fields.map(|(field, value)| Act::Set(subject.clone(), field, value)).collect())
    }

    /// The act that puts papers at the end of a collection, in this order, those that are not in it yet.
    pub fn collecting<'a>(&self, collection: ThingId, papers: impl IntoIterator<Item = &'a PaperId>) -> Act {
        let field = Field::In(collection);
        let places = self.papers().map(|(_, card)| card.text(&field));
        let mut last = places.max().unwrap_or_default().to_owned();
        let new = papers.into_iter().filter(|paper| !self.get(paper).is_on(&field));
        let acts = new.map(|paper| {
            last = order::between(&last, "");
            Act::Set(Subject::Paper(paper.clone()), field.clone(), Value::from(last.as_str()))
        });
        Act::Several(acts.collect())
    }

    /// The act that moves a collection or search one place up or down among its like; of a collection, among those beside it.
    pub fn moving(&self, subject: &Subject, up: bool) -> Act {
        let card = self.card(subject);
        let beside = |other: &Subject, of: &Card| {
            std::mem::discriminant(other) == std::mem::discriminant(subject)
                && of.is_on(&Field::Name)
                && of.text(&Field::Parent) == card.text(&Field::Parent)
        };
        let others = self.things().filter(|(other, of)| *other != subject && beside(other, of));
        let mut places: Vec<&str> = others.map(|(_, of)| of.text(&Field::Order)).collect();
        sort_by(&mut places, |a, b| a < b);
        let before = places.iter().filter(|place| **place < card.text(&Field::Order)).count();
        let at = if up { before.saturating_sub(1) } else { before + 1 };
        let place = |at: Option<usize>| at.and_then(|at| places.get(at)).copied().unwrap_or_default();
        let order = order::between(place(at.checked_sub(1)), place(Some(at)));
        Act::Set(subject.clone(), Field::Order, Value::from(order.as_str()))
    }

    /// The act that takes a collection or search away. The papers of a collection stay where they are, and so do those that are in
    /// it, for when it is taken back.
    pub fn removing(&self, subject: &Subject) -> Act {
        Act::Set(subject.clone(), Field::Name, Value::Off)
    }

    /// The things of one kind that have a name, in their order.
    fn named(&self, number: impl Fn(&Subject) -> Option<ThingId>) -> Vec<(ThingId, &Card)> {
        let named = self.things().filter(|(_, card)| card.is_on(&Field::Name));
        let mut named: Vec<(ThingId, &Card)> =
            named.filter_map(|(subject, card)| Some((number(subject)?, card))).collect();
        sort_by(&mut named, |(a, one), (b, other)| (one.text(&Field::Order), a) < (other.text(&Field::Order), b));
        named
    }
}
