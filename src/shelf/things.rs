//! What of the shelf is no paper, as it is shown: collections, kept searches, mutes, tags and settings.

use std::collections::BTreeMap;

use super::act::tag;
use super::subject::{Field, Mute, Subject, ThingId, Value};
use super::{Act, Card, Shelf, order};
use crate::columns::same_label;
use crate::paper::{Day, PaperId};
use crate::search::order::sort_by;

/// Days before the newest one that was looked at, in which papers that come late are news.
const LATE: i32 = 30;

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
    /// How many papers it had then of the days since [`Search::recent`].
    pub had: Option<u32>,
}

impl Search {
    /// What is noted when the reader has looked at its list: the newest papers-day known, and how many papers it has of the days since
    /// [`Search::recent`] of that day.
    pub fn looking(&self, newest: Day, recent: u32) -> Act {
        let seen = format!("{newest} {recent}");
        Act::Set(Subject::Search(self.id), Field::Seen, Value::from(seen.as_str()))
    }

    /// The day after which papers are news also if they come late. What comes of days before that is an archive's past.
    pub fn recent(&self) -> Option<Day> {
        self.seen.map(|seen| seen.plus(-LATE))
    }

    /// How many papers came since the reader looked: those of a later papers-day, and those that came late, of that day or one
    /// before it. It is told how many papers are of a later day, and how many of the days since [`Search::recent`].
    pub fn news(&self, later: u32, recent: u32) -> u32 {
        self.had.map_or(later, |had| later.max(recent.saturating_sub(had)))
    }
}

impl Shelf {
    /// How many papers are in each collection or in one that is in it. O(fields of papers × collections).
    pub fn sizes(&self) -> Vec<(ThingId, u32)> {
        let all = self.collections();
        let mut counts: Vec<(ThingId, u32)> = all.iter().map(|one| (one.id, 0)).collect();
        let mut within = Vec::new();
        for (_, card) in self.papers() {
            within.clear();
            for (id, _) in card.collections() {
                let parent = all.iter().find(|one| one.id == id).and_then(|one| one.parent);
                within.extend([Some(id), parent].into_iter().flatten());
            }
            let held = counts.iter_mut().filter(|(id, _)| within.contains(id));
            held.for_each(|(_, count)| *count += 1);
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

    /// The collection of a name, if there is one, as lists of papers name them: letter case, accents and further blanks aside. Where two
    /// devices or tabs made one each, the first.
    pub fn collection_named(&self, name: &str) -> Option<ThingId> {
        self.collections().into_iter().find(|one| same_label(&one.name, name)).map(|one| one.id)
    }

    /// The act that joins a collection to another: its papers come behind those of the other, and the collections in it into the other, or
    /// where that is in one itself, beside it. O(papers on the shelf).
    pub fn uniting(&self, from: ThingId, into: ThingId) -> Act {
        let set = |subject: Subject, field: Field, value: Value| Act::Set(subject, field, value);
        let members = self.members(from);
        let out = members.iter().map(|paper| set(Subject::Paper((*paper).clone()), Field::In(from), Value::Off));
        let all = self.collections();
        let around = all.iter().find(|one| one.id == into).and_then(|one| one.parent).filter(|around| *around != from);
        let within = |one: &Collection| if one.id == into { String::new() } else { around.unwrap_or(into).to_string() };
        let inner = all.iter().filter(|one| one.parent == Some(from));
        let moved = inner.map(|one| set(Subject::Collection(one.id), Field::Parent, Value::from(&*within(one))));
        let acts = [self.collecting(into, members.iter().copied())].into_iter().chain(out).chain(moved);
        Act::Several(acts.chain([self.removing(&Subject::Collection(from))]).collect())
    }

    /// The kept searches, in their order.
    pub fn searches(&self) -> Vec<Search> {
        let all = self.named(|subject| match subject {
            Subject::Search(id) => Some(*id),
            _ => None,
        });
        fn looked(card: &Card) -> std::str::Split<'_, char> {
            card.text(&Field::Seen).split(' ')
        }
        let search = |(id, card): (ThingId, &Card)| Search {
            id,
            name: card.text(&Field::Name).to_owned(),
            address: card.text(&Field::Address).to_owned(),
            watched: card.is_on(&Field::Watched),
            seen: looked(card).next().and_then(Day::parse),
            had: looked(card).nth(1).and_then(|count| count.parse().ok()),
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

    /// The act that gives a tag another name: every paper with the one has the other. Where that is a tag already, the two become one.
    /// O(fields of papers).
    pub fn retagging(&self, from: &str, to: &str) -> Act {
        let Some(to) = tag(to).filter(|to| **to != *from) else { return Act::Several(Vec::new()) };
        let field = Field::Tag(from.into());
        let tagged = self.papers().filter(|(_, card)| card.is_on(&field)).map(|(paper, _)| paper);
        let acts = tagged.flat_map(|paper| {
            let set = |name: &Field, on: bool| Act::Set(Subject::Paper(paper.clone()), name.clone(), on.into());
            [set(&field, false), set(&Field::Tag(to.clone()), true)]
        });
        Act::Several(acts.collect())
    }

    /// What a setting is set to.
    pub fn setting(&self, name: &str) -> &Value {
        let register = self.card(&Subject::Setting(name.into())).get(&Field::Is);
        register.map_or(&Value::Off, |register| &register.value)
    }

    /// The act that makes a collection or search at the end of its like, with these fields.
    pub fn making(&self, subject: &Subject, fields: &[(Field, &str)]) -> Act {
        self.making_all([(subject.clone(), fields.to_vec())])
    }

    /// The act that makes several of one kind, in this order, at the end of their like.
    pub fn making_all<'a>(&self, made: impl IntoIterator<Item = (Subject, Vec<(Field, &'a str)>)>) -> Act {
        let mut last = None;
        let mut acts = Vec::new();
        for (subject, fields) in made {
            let alike = |other: &&Subject| std::mem::discriminant(*other) == std::mem::discriminant(&subject);
            let places = self.things().filter(|(other, _)| alike(other)).map(|(_, card)| card.text(&Field::Order));
            let before = last.unwrap_or_else(|| places.max().unwrap_or_default().to_owned());
            let order = order::between(&before, "");
            let fields = fields.into_iter().chain([(Field::Order, order.as_str())]);
            acts.extend(fields.map(|(field, text)| Act::Set(subject.clone(), field, Value::from(text))));
            last = Some(order);
        }
        Act::Several(acts)
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
