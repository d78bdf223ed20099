//! The values that papers have of one kind: categories, keywords, organisations, submitters, tags or collections.

use super::normal::{self, Key};
use super::{Count, Kind};
use crate::search::interner::Interner;
use crate::search::lists::Lists;

/// Values of one paper that are held; one that has more is not in earnest.
const HELD: usize = 255;

/// No spelling: what one without letters stands for, and what comes after the last one.
const NONE: u32 = u32::MAX;

/// One kind of values. Papers hold numbers of spellings; spellings with one key are one value, whose number is that of the
/// spelling met first.
pub struct Values {
    kind: Kind,
    lists: Lists,
    spellings: Interner,
    by_spelling: BySpelling,
    /// Spellings that are not the first of their value.
    others: Vec<u32>,
    keys: Interner,
    /// By number of a key: its value.
    by_key: Vec<u32>,
}

/// What is known of each spelling.
#[derive(Default)]
struct BySpelling {
    /// Papers that have it.
    uses: Vec<u32>,
    /// Its value.
    value: Vec<u32>,
    /// Another spelling of the value.
    next: Vec<u32>,
    /// The number of the key.
    key: Vec<u32>,
    /// Where words start in the key.
    starts: Vec<u64>,
}

impl Values {
    pub fn new(kind: Kind) -> Values {
        Values {
            kind,
            lists: Lists::default(),
            spellings: Interner::default(),
            by_spelling: BySpelling::default(),
            others: Vec::new(),
            keys: Interner::default(),
            by_key: Vec::new(),
        }
    }

    /// Sets the values of the paper at a place. Amortised O(length of the values).
    pub fn put<'a>(&mut self, place: u32, texts: impl Iterator<Item = &'a str>) {
        let mut now: Vec<u32> = Vec::new();
        for text in texts.take(HELD) {
            let spelling = self.spelling(text);
            let value = self.value(spelling);
            if value != NONE && !now.iter().any(|&other| self.value(other) == value) {
                now.push(spelling);
            }
        }
        let uses = &mut self.by_spelling.uses;
        for (list, by) in [(self.lists.get(place), -1), (&now, 1)] {
            for &spelling in list {
                if let Some(uses) = uses.get_mut(spelling as usize) {
                    *uses = uses.saturating_add_signed(by);
                }
            }
        }
        self.lists.set(place, &now);
    }

    /// Whether the paper at a place has a value.
    pub fn has(&self, place: u32) -> bool {
        !self.lists.get(place).is_empty()
    }

    /// The values of the paper at a place, each once.
    pub fn at(&self, place: u32) -> impl Iterator<Item = u32> + '_ {
        self.lists.get(place).iter().map(|&spelling| self.value(spelling))
    }

    /// The values most frequent among the papers at these places: most first, at most `limit`. O(values of the papers and
    /// of all together).
    pub fn most(&self, places: &[u32], limit: usize) -> Vec<Count> {
        if self.spellings.is_empty() {
            return Vec::new();
        }
        let mut counts = vec![0; self.spellings.len() as usize];
        self.lists.tally(places, &mut counts);
        self.first(&self.joined(counts), limit)
    }

    /// The values of which some word begins with `prefix`: most frequent first, at most `limit`.
    pub fn complete(&self, prefix: &str, limit: usize) -> Vec<Count> {
        let wanted = self.kind.key(prefix).text;
        let mut counts = self.joined(self.by_spelling.uses.clone());
        for (count, value) in counts.iter_mut().zip(0..) {
            if *count > 0 && !self.has_word(value, &wanted) {
                *count = 0;
            }
        }
        self.first(&counts, limit)
    }

    /// Places of the papers with that value; see [`super::Columns::places_with`]. O(values of all papers).
    pub fn places(&self, text: &str, whole: bool) -> Vec<u32> {
        let wanted = self.kind.key(text).text;
        let named = self.keys.find(&wanted).map(|key| of(&self.by_key, key));
        let matches = |value: u32| match (whole, self.kind) {
            (true, _) => named == Some(value),
            (false, Kind::Category) => is_under(self.key(value), wanted.as_bytes()),
            (false, _) => self.has_word(value, &wanted),
        };
        // Each value is looked at once, and then each paper's numbers.
        let mut by_value = vec![false; self.spellings.len() as usize];
        for &value in &self.by_key {
            if let Some(slot) = by_value.get_mut(value as usize) {
                *slot = matches(value);
            }
        }
        let wanted = |spelling: &u32| by_value.get(self.value(*spelling) as usize).copied().unwrap_or_default();
        (0..self.lists.len() as u32).filter(|&place| self.lists.get(place).iter().any(wanted)).collect()
    }

    /// All values that papers have, in the order in which they were met, each with the places of its papers, ascending.
    pub fn all(&self) -> Vec<(String, Vec<u32>)> {
        let mut by_value: Vec<Vec<u32>> = vec![Vec::new(); self.spellings.len() as usize];
        for place in 0..self.lists.len() as u32 {
            for value in self.at(place) {
                by_value.get_mut(value as usize).into_iter().for_each(|places| places.push(place));
            }
        }
        let had = by_value.into_iter().zip(0..).filter(|(places, _)| !places.is_empty());
        had.map(|(places, value)| (self.shown(value), places)).collect()
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        let BySpelling { uses, value, next, key, starts } = &self.by_spelling;
        let numbers = [uses, value, next, key, &self.others, &self.by_key].map(Vec::capacity).iter().sum::<usize>();
        self.lists.memory() + self.spellings.bytes() + self.keys.bytes() + 4 * numbers + 8 * starts.capacity()
    }

    /// The number of a spelling, which gets its value when it is first met.
    fn spelling(&mut self, text: &str) -> u32 {
        let (spelling, new) = self.spellings.intern(text);
        if !new {
            return spelling;
        }
        let Key { text: key, starts } = self.kind.key(text);
        let (mut key_number, mut value) = (NONE, NONE);
        if !key.is_empty() {
            let (number, first) = self.keys.intern(&key);
            if first {
                self.by_key.push(spelling);
            } else {
                self.others.push(spelling);
            }
            (key_number, value) = (number, of(&self.by_key, number));
        }
        let known = &mut self.by_spelling;
        known.uses.push(0);
        known.value.push(value);
        known.key.push(key_number);
        known.starts.push(starts);
        // Into the chain, right after the first.
        let rest = of(&known.next, value);
        known.next.push(rest);
        if let Some(next) = known.next.get_mut(value as usize).filter(|_| value != spelling) {
            *next = spelling;
        }
        spelling
    }

    fn value(&self, spelling: u32) -> u32 {
        of(&self.by_spelling.value, spelling)
    }

    fn key(&self, value: u32) -> &[u8] {
        self.keys.bytes_of(of(&self.by_spelling.key, value))
    }

    fn uses(&self, spelling: u32) -> u32 {
        self.by_spelling.uses.get(spelling as usize).copied().unwrap_or_default()
    }

    /// The spellings of a value that papers have.
    fn in_use(&self, value: u32) -> impl Iterator<Item = u32> {
        let there = |spelling: u32| Some(spelling).filter(|&spelling| spelling != NONE);
        let all = std::iter::successors(there(value), move |&spelling| there(of(&self.by_spelling.next, spelling)));
        all.filter(|&spelling| self.uses(spelling) > 0)
    }

    /// Whether some word of a value, in any spelling that papers have, begins with `prefix`, or an acronym of it. A key is searched as
    /// it is run together, so that "language mod" finds "large language models".
    fn has_word(&self, value: u32, prefix: &str) -> bool {
        let (key, wanted) = (self.key(value), prefix.as_bytes());
        let of_spelling = |spelling| self.by_spelling.starts.get(spelling as usize).copied().unwrap_or_default();
        let mut starts = self.in_use(value).fold(0, |starts, spelling| starts | of_spelling(spelling));
        while starts != 0 {
            let rest = key.get(starts.trailing_zeros() as usize..).unwrap_or_default();
            // Most words differ in the first letter.
            if (wanted.is_empty() || rest.first() == wanted.first()) && rest.starts_with(wanted) {
                return true;
            }
            starts &= starts - 1;
        }
        let abbreviated = |spelling| normal::in_parentheses(self.spellings.get(spelling), prefix);
        self.kind == Kind::Keyword && self.in_use(value).any(abbreviated)
    }

    /// Counts by value, from counts by spelling.
    fn joined(&self, mut counts: Vec<u32>) -> Vec<u32> {
        for &other in &self.others {
            let count = counts.get_mut(other as usize).map(std::mem::take).unwrap_or_default();
            if let Some(sum) = counts.get_mut(self.value(other) as usize) {
                *sum += count;
            }
        }
        counts
    }

    /// The highest counts, ties in the order of the keys, in the spelling that most papers have.
    fn first(&self, counts: &[u32], limit: usize) -> Vec<Count> {
        let mut best: Vec<(u32, u32)> = Vec::with_capacity(limit + 1);
        for (&count, value) in counts.iter().zip(0..) {
            let before =
                |&(other, known): &(u32, u32)| other > count || (other == count && self.key(known) < self.key(value));
            if count == 0 || limit == 0 || (best.len() == limit && best.last().is_some_and(before)) {
                continue;
            }
            best.insert(best.partition_point(before), (count, value));
            best.truncate(limit);
        }
        best.into_iter().map(|(count, value)| Count { value: self.shown(value), count }).collect()
    }

    /// The spelling that most papers have; of two, the first in the order of characters.
    pub fn shown(&self, value: u32) -> String {
        let order = |a: &u32, b: &u32| {
            self.uses(*a).cmp(&self.uses(*b)).then_with(|| self.spellings.bytes_of(*b).cmp(self.spellings.bytes_of(*a)))
        };
        self.in_use(value).max_by(order).map(|spelling| self.spellings.get(spelling).to_owned()).unwrap_or_default()
    }
}

fn of(numbers: &[u32], at: u32) -> u32 {
    numbers.get(at as usize).copied().unwrap_or(NONE)
}

/// Whether a category is the wanted one or belongs to it: `cs.cl` to `cs` or `cs.`, and to nothing shorter.
fn is_under(category: &[u8], wanted: &[u8]) -> bool {
    let wanted = wanted.strip_suffix(b".").unwrap_or(wanted);
    category.strip_prefix(wanted).is_some_and(|rest| matches!(rest.first(), None | Some(b'.')))
}
