//! Which tags and collections a paper may belong to, by models of those that have enough papers.
//!
//! They are learnt when a paper is opened, of the few that are nearest to it in meaning, and kept until papers or what the reader has put
//! anywhere change.

use super::Learner;
use crate::columns::{Columns, Kind};
use crate::engine::message::{Learning, Perhaps};
use crate::library::Library;
use crate::rank::taste::label::Label;
use crate::rank::weights::{LABEL_CHANCE, LABEL_EXAMPLES, LABEL_LEAST, LABELS_SHOWN};
use crate::search::order::{sort_by, sorted};

/// Tags and collections that are looked at closely for one paper; as many models are kept, of some hundred kilobytes each.
const CANDIDATES: usize = 6;

/// A model with the papers that it was learnt from.
pub(super) struct Learnt {
    members: Vec<u32>,
    elsewhere: Vec<u32>,
    label: Label,
}

/// A tag or collection, with the places of its papers, ascending.
struct Named {
    is_tag: bool,
    name: String,
    members: Vec<u32>,
}

impl Learner {
    /// Tags and collections that the paper at a place may belong to, likeliest first; none as long as papers are still to be learnt from.
    /// `None` if time was over first: what was learnt is kept, so that asking again comes to an end.
    ///
    /// O(values of all papers) to find the candidates, and of each what learning a taste costs.
    pub fn perhaps(
        &mut self,
        place: u32,
        library: &Library,
        columns: &Columns,
        in_time: &dyn Fn() -> bool,
    ) -> Option<Vec<Perhaps>> {
        let all = [Kind::Tag, Kind::Collection].map(|kind| {
            let labels = columns.labels(kind).into_iter();
            labels.map(move |(name, members)| Named { is_tag: kind == Kind::Tag, name, members })
        });
        let all: Vec<Named> = all.into_iter().flatten().collect();
        if all.iter().all(|label| label.members.len() < LABEL_LEAST) {
            return Some(Vec::new());
        }
        self.want(library);
        if self.learning() != Learning::default() {
            return Some(Vec::new());
        }
        let (kept, known) = kept(&all, library, columns);
        let (mut found, mut begun) = (Vec::new(), false);
        for label in self.candidates(place, all) {
            let share = label.members.len() as f64 / (known + 2 * LABEL_LEAST) as f64;
            let elsewhere = kept.iter().filter(|place| label.members.binary_search(place).is_err());
            let elsewhere = some(elsewhere.copied().collect(), library);
            let members = some(label.members, library);
            let is_known = self.labels.iter().any(|own| own.members == members && own.elsewhere == elsewhere);
            // One is learnt each time, so that all are in the end.
            if !is_known && std::mem::replace(&mut begun, true) && !in_time() {
                return None;
            }
            let chance = self.chance_of(place, members, elsewhere, share);
            if chance >= LABEL_CHANCE {
                found.push(Perhaps { is_tag: label.is_tag, name: label.name, chance });
            }
        }
        sort_by(&mut found, |a, b| b.chance.total_cmp(&a.chance).then_with(|| a.name.cmp(&b.name)).is_lt());
        found.truncate(LABELS_SHOWN);
        Some(found)
    }

    /// Of those with enough papers and without this one, the nearest in meaning.
    fn candidates(&self, place: u32, all: Vec<Named>) -> Vec<Named> {
        let nearness = |label: &Named| {
            let near: f32 = label.members.iter().take(LABEL_EXAMPLES).map(|member| self.alike(place, *member)).sum();
            near / label.members.len().min(LABEL_EXAMPLES) as f32
        };
        let open = |label: &Named| label.members.len() >= LABEL_LEAST && label.members.binary_search(&place).is_err();
        let open = all.into_iter().filter(open);
        let mut near: Vec<(f32, Named)> = open.map(|label| (nearness(&label), label)).collect();
        sort_by(&mut near, |a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)).is_lt());
        near.into_iter().take(CANDIDATES).map(|(_, label)| label).collect()
    }

    fn chance_of(&mut self, place: u32, members: Vec<u32>, elsewhere: Vec<u32>, share: f64) -> f32 {
        let same = |own: &Learnt| own.members == members && own.elsewhere == elsewhere;
        let at = match self.labels.iter().position(same) {
            Some(at) => at,
            None => {
                let Some(label) = Label::learn(&self.corpus, &self.meaning, &members, &elsewhere) else { return 0.0 };
                if self.labels.len() == CANDIDATES {
                    self.labels.remove(0);
                }
                self.labels.push(Learnt { members, elsewhere, label });
                self.labels.len() - 1
            }
        };
        let label = self.labels.get(at).map(|own| &own.label);
        label.map_or(0.0, |label| label.chance(&self.corpus, &self.meaning, place, share))
    }
}

/// The papers that the reader has starred or put anywhere, ascending, and how many these are with those that they have read.
fn kept(all: &[Named], library: &Library, columns: &Columns) -> (Vec<u32>, usize) {
    let places = 0..library.len() as u32;
    let starred = places.clone().filter(|place| columns.flags(*place).starred);
    let mut kept = sorted(all.iter().flat_map(|label| label.members.iter().copied()).chain(starred).collect());
    kept.dedup();
    let read = places.filter(|place| columns.flags(*place).read && kept.binary_search(place).is_err()).count();
    let known = kept.len() + read;
    (kept, known)
}

/// At most so many of some papers as are learnt from, in the order of their identifiers, which is the same everywhere.
fn some(mut places: Vec<u32>, library: &Library) -> Vec<u32> {
    let id = |place: u32| library.at(place).map(|paper| &paper.id);
    sort_by(&mut places, |a, b| id(*a) < id(*b));
    let every = places.len().div_ceil(LABEL_EXAMPLES).max(1);
    places.into_iter().step_by(every).collect()
}
