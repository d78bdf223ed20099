//! Tags and collections by other names, and the kept searches that ask for them.

use super::address::Place;
use crate::columns::same_label;
use crate::query::{View, edit};
use crate::shelf::things::Search;
use crate::shelf::{Act, Field, Shelf, Subject, ThingId, Value};

/// The act that gives a tag another name on every paper, and in the kept searches that ask for it. Where the new name is a tag already,
/// the two become one. O(fields of papers).
pub fn tag(shelf: &Shelf, from: &str, to: &str) -> Act {
    match shelf.retagging(from, to) {
        Act::Several(acts) if acts.is_empty() => Act::Several(acts),
        act => with_searches(shelf, act, "tag", from, to.trim()),
    }
}

/// The act that gives a collection another name, and in the kept searches that ask for it. Where another has that name already, it is
/// joined to that one.
pub fn collection(shelf: &Shelf, id: ThingId, to: &str) -> Act {
    let subject = Subject::Collection(id);
    let from = shelf.card(&subject).text(&Field::Name).to_owned();
    let other = shelf.collections().into_iter().find(|one| one.id != id && same_label(&one.name, to));
    let (act, to) = match &other {
        Some(other) => (shelf.uniting(id, other.id), &*other.name),
        None => (Act::Set(subject, Field::Name, Value::from(to)), to),
    };
    with_searches(shelf, act, "in", &from, to)
}

/// The act with what brings the kept searches along.
fn with_searches(shelf: &Shelf, act: Act, field: &str, from: &str, to: &str) -> Act {
    let follow = |search: Search| {
        let place = Place::parse(&search.address);
        let text = edit::renamed(&place.view.text, field, from, to);
        let changed = text != place.view.text;
        let view = View { text, ..place.view.clone() };
        let address = Place { view, ..place }.query();
        changed.then(|| Act::Set(Subject::Search(search.id), Field::Address, Value::from(&*address)))
    };
    Act::Several(std::iter::once(act).chain(shelf.searches().into_iter().filter_map(follow)).collect())
}
