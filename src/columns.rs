//! The facts of papers that lists are narrowed by, laid out by fact instead of by paper.
//!
//! A paper is known by its place in the library. Values are numbers in flat buffers, so that counting a list by every value of
//! every kind reads a few bytes of each paper and no text.
//!
//! ```
//! use offprint::columns::{Columns, Kind};
//! use offprint::paper::{Paper, PaperId};
//!
//! let (id, _) = PaperId::parse("2309.05239").unwrap();
//! let keywords = vec!["Diffusion Models".to_owned()];
//! let mut columns = Columns::default();
//! columns.put(0, &Paper { keywords, ..Paper::new(id, "HAT") });
//! assert_eq!(columns.places_with(Kind::Keyword, "diffusion model", true), [0]);
//! assert_eq!(columns.count(&[0]).keywords[0].count, 1);
//! ```
//!
//! What the reader made of papers stands beside their own facts: see [`Columns::mark`].

mod count;
mod histogram;
mod made;
mod normal;
mod values;

pub use count::{Count, Facets};
pub use histogram::{BINS, Histogram};
pub use made::{Flags, Made};
pub use normal::{keyword, label, same_label};

use crate::paper::{Day, Paper};
use crate::search::interner::Interner;
use crate::search::lists::Lists;
use normal::Key;
use rustc_hash::FxHashMap;
use values::Values;

/// Facts of papers by place.
pub struct Columns {
    categories: Values,
    keywords: Values,
    organisations: Values,
    submitters: Values,
    /// By place: numbers of the papers-days, in ascending order of the days.
    shown: Lists,
    /// The papers-days met, by number, and their numbers.
    known_days: Vec<Day>,
    day_names: Interner,
    facts: Vec<Facts>,
    tags: Values,
    collections: Values,
    /// By place, as far as there are any.
    flags: Vec<Flags>,
    /// Few papers have one.
    notes: FxHashMap<u32, String>,
    /// Where papers stand in collections: the comparable names of these, and the places.
    placed: FxHashMap<u32, Vec<(String, String)>>,
}

/// A kind of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// arXiv categories.
    Category,
    /// Keywords, normalised: see [`keyword`].
    Keyword,
    /// The organisation credited.
    Organisation,
    /// Who put the paper into the feed.
    Submitter,
    /// The reader's tags.
    Tag,
    /// Names of the reader's collections. Two of one name are one value.
    Collection,
}

/// What a paper may have besides its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// The authors' code.
    Code = 1,
    /// The authors' page.
    Project = 2,
    /// A summary by somebody else.
    Summary = 4,
}

/// The facts of a paper that are numbers: 20 bytes.
#[derive(Clone, Copy)]
struct Facts {
    published: i32,
    votes: u32,
    comments: u32,
    stars: u32,
    has: u8,
}

/// What stands for an absent number. No day and hardly a count is that high or low.
const NO_COUNT: u32 = u32::MAX;
const NO_DAY: i32 = i32::MIN;

const NO_FACTS: Facts = Facts { published: NO_DAY, votes: NO_COUNT, comments: NO_COUNT, stars: NO_COUNT, has: 0 };

impl Default for Columns {
    fn default() -> Columns {
        Columns {
            categories: Values::new(Kind::Category),
            keywords: Values::new(Kind::Keyword),
            organisations: Values::new(Kind::Organisation),
            submitters: Values::new(Kind::Submitter),
            shown: Lists::default(),
            known_days: Vec::new(),
            day_names: Interner::default(),
            facts: Vec::new(),
            tags: Values::new(Kind::Tag),
            collections: Values::new(Kind::Collection),
            flags: Vec::new(),
            notes: FxHashMap::default(),
            placed: FxHashMap::default(),
        }
    }
}

impl Columns {
    /// Sets the facts of the paper at a place, in place of those it had. Amortised O(length of its values).
    pub fn put(&mut self, place: u32, paper: &Paper) {
        self.categories.put(place, paper.categories.iter().map(String::as_str));
        self.keywords.put(place, paper.keywords.iter().map(String::as_str));
        self.organisations.put(place, paper.organisation.as_deref().into_iter());
        self.submitters.put(place, paper.submitter.as_deref().into_iter());
        let days: Vec<u32> = paper.days.iter().map(|&day| self.number_of(day)).collect();
        self.shown.set(place, &days);
        let at = place as usize;
        if at >= self.facts.len() {
            self.facts.resize(at + 1, NO_FACTS);
        }
        let count = |number: Option<u32>| number.map_or(NO_COUNT, |number| number.min(NO_COUNT - 1));
        let flag = |there: bool, has: Has| if there { has as u8 } else { 0 };
        if let Some(facts) = self.facts.get_mut(at) {
            *facts = Facts {
                published: paper.published.map_or(NO_DAY, |day| day.0),
                votes: count(paper.votes),
                comments: count(paper.comments),
                stars: count(paper.stars),
                has: flag(paper.repository.is_some(), Has::Code)
                    | flag(paper.project.is_some(), Has::Project)
                    | flag(paper.summary.is_some(), Has::Summary),
            };
        }
    }

    /// Places of the papers with a value, ascending. `whole` asks for the value itself: its normalised form equals that of
    /// `value`. Otherwise some word of it must begin with `value`; of a category, it must be the category or one below it
    /// (`cs.CL` to `cs` or to `cs.cl`, not to `cs.c`).
    ///
    /// O(values of all papers).
    pub fn places_with(&self, kind: Kind, value: &str, whole: bool) -> Vec<u32> {
        self.of(kind).places(value, whole)
    }

    /// Values of which some word begins with `prefix`, with the papers that have them: most first, at most `limit`.
    ///
    /// O(different values known).
    pub fn complete(&self, kind: Kind, prefix: &str, limit: usize) -> Vec<(String, u32)> {
        let counts = self.of(kind).complete(prefix, limit).into_iter();
        counts.map(|Count { value, count }| (value, count)).collect()
    }

    /// The keywords of a paper, by numbers that stand for one keyword each as long as these columns do; see
    /// [`Columns::keyword_name`].
    pub fn keywords(&self, place: u32) -> impl Iterator<Item = u32> + '_ {
        self.keywords.at(place)
    }

    /// The spelling of a keyword that most papers have.
    pub fn keyword_name(&self, number: u32) -> String {
        self.keywords.shown(number)
    }

    /// The papers-days of a paper, ascending.
    pub fn days(&self, place: u32) -> impl DoubleEndedIterator<Item = Day> + '_ {
        self.shown.get(place).iter().map(|&number| self.day(number))
    }

    /// Its last papers-day.
    pub fn last_day(&self, place: u32) -> Option<Day> {
        self.days(place).next_back()
    }

    /// The day on which it appeared on arXiv.
    pub fn published(&self, place: u32) -> Option<Day> {
        Some(Day(self.facts(place).published)).filter(|day| day.0 != NO_DAY)
    }

    /// Its votes, where known.
    pub fn votes(&self, place: u32) -> Option<u32> {
        Some(self.facts(place).votes).filter(|&count| count != NO_COUNT)
    }

    /// Its comments, where known.
    pub fn comments(&self, place: u32) -> Option<u32> {
        Some(self.facts(place).comments).filter(|&count| count != NO_COUNT)
    }

    /// The stars of its code, where known.
    pub fn stars(&self, place: u32) -> Option<u32> {
        Some(self.facts(place).stars).filter(|&count| count != NO_COUNT)
    }

    /// Whether a paper has something.
    pub fn has(&self, place: u32, what: Has) -> bool {
        self.facts(place).has & what as u8 != 0
    }

    /// Bytes of memory held.
    pub fn bytes(&self) -> usize {
        let kinds = [&self.categories, &self.keywords, &self.organisations, &self.submitters];
        let days = self.shown.memory() + self.day_names.bytes() + size_of::<Day>() * self.known_days.capacity();
        let facts = size_of::<Facts>() * self.facts.capacity();
        kinds.into_iter().map(Values::memory).sum::<usize>() + days + facts + self.bytes_made()
    }

    fn of(&self, kind: Kind) -> &Values {
        match kind {
            Kind::Category => &self.categories,
            Kind::Keyword => &self.keywords,
            Kind::Organisation => &self.organisations,
            Kind::Submitter => &self.submitters,
            Kind::Tag => &self.tags,
            Kind::Collection => &self.collections,
        }
    }

    #[inline(always)]
    fn facts(&self, place: u32) -> Facts {
        self.facts.get(place as usize).copied().unwrap_or(NO_FACTS)
    }

    fn day(&self, number: u32) -> Day {
        self.known_days.get(number as usize).copied().unwrap_or(Day(0))
    }

    fn number_of(&mut self, day: Day) -> u32 {
        let (number, new) = self.day_names.intern_bytes(&day.0.to_le_bytes());
        if new {
            self.known_days.push(day);
        }
        number
    }
}

impl Kind {
    /// Whether two spellings are one value of this kind.
    pub fn same(self, one: &str, other: &str) -> bool {
        self.key(one).text == self.key(other).text
    }

    /// What the spellings of one value of this kind have in common.
    fn key(self, spelling: &str) -> Key {
        match self {
            Kind::Keyword => normal::keyword_key(spelling),
            Kind::Organisation => normal::organisation_key(spelling),
            Kind::Category | Kind::Submitter => normal::name_key(spelling),
            Kind::Tag | Kind::Collection => normal::label_key(spelling),
        }
    }
}
