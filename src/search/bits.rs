//! A set of small numbers, one bit each.

/// A set of numbers below a bound that it grows to. All operations on two sets cost a pass over their bits: 12.5 kB for
/// 100,000 documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// The numbers below `bound`.
    pub fn below(bound: u32) -> Bits {
        let mut words = vec![u64::MAX; bound as usize / 64];
        if !bound.is_multiple_of(64) {
            words.push((1 << (bound % 64)) - 1);
        }
        Bits { words }
    }

    /// An empty set with room for the numbers below `bound`.
    pub fn with_room(bound: u32) -> Bits {
        Bits { words: vec![0; (bound as usize).div_ceil(64)] }
    }

    /// Puts a number in; whether it was not there.
    #[inline]
    pub fn insert(&mut self, number: u32) -> bool {
        let at = number as usize / 64;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        let Some(word) = self.words.get_mut(at) else { return false };
        let bit = 1 << (number % 64);
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    /// Puts numbers in; fastest where they ascend.
    pub fn insert_all(&mut self, numbers: &[u32]) {
        self.insert_those_below(numbers, u32::MAX);
    }

    /// Puts those numbers in that are below a bound.
    pub(crate) fn insert_those_below(&mut self, numbers: &[u32], bound: u32) {
        // Neighbours are mostly in one word, which is put together apart from memory: else each would wait for the one before.
        let (mut at, mut bits) = (0, 0);
        for number in numbers.iter().filter(|number| **number < bound) {
            let next = *number as usize / 64;
            if next != at {
                self.insert_bits(at, bits);
                (at, bits) = (next, 0);
            }
            bits |= 1 << (number % 64);
        }
        self.insert_bits(at, bits);
    }

    fn insert_bits(&mut self, at: usize, bits: u64) {
        if at >= self.words.len() && bits != 0 {
            self.words.resize(at + 1, 0);
        }
        self.words.get_mut(at).into_iter().for_each(|word| *word |= bits);
    }

    /// Takes a number out; whether it was there.
    pub fn remove(&mut self, number: u32) -> bool {
        let Some(word) = self.words.get_mut(number as usize / 64) else { return false };
        let bit = 1 << (number % 64);
        let there = *word & bit != 0;
        *word &= !bit;
        there
    }

    /// Whether a number is in the set.
    #[inline]
    pub fn contains(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// How many numbers it holds.
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Keeps what is in the other set too.
    pub fn keep(&mut self, other: &Bits) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or(0);
        }
    }

    /// Adds all of another set.
    pub fn join(&mut self, other: &Bits) {
        if other.words.len() > self.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Adds what another set has from about a number on.
    pub(crate) fn join_from(&mut self, other: &Bits, first: u32) {
        if other.words.len() > self.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, other) in self.words.iter_mut().zip(&other.words).skip(first as usize / 64) {
            *word |= other;
        }
    }

    /// Takes out all of another set.
    pub fn drop_all(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }

    /// The numbers, ascending, in a row. O(bits + numbers).
    pub fn to_vec(&self) -> Vec<u32> {
        let mut numbers = vec![0; self.count() as usize];
        let mut slots = numbers.iter_mut();
        self.for_each(|number| slots.next().into_iter().for_each(|slot| *slot = number));
        numbers
    }

    /// Calls `each` with the numbers, ascending. O(bits + numbers).
    #[inline]
    pub(crate) fn for_each(&self, mut each: impl FnMut(u32)) {
        for (at, &word) in (0..).zip(&self.words) {
            let mut rest = word;
            while rest != 0 {
                each(at * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }

    /// Of each word of bits how many numbers the words before have.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let sums = self.words.iter().scan(0, |sum, word| {
            let before = *sum;
            *sum += word.count_ones();
            Some(before)
        });
        sums.collect()
    }

    /// How many lower numbers there are than one that is in the set, whose [ranks](Bits::ranks) are given.
    #[inline]
    pub(crate) fn rank(&self, ranks: &[u32], number: u32) -> usize {
        let at = number as usize / 64;
        let lower = self.words.get(at).map_or(0, |word| (word & ((1 << (number % 64)) - 1)).count_ones());
        (ranks.get(at).copied().unwrap_or(0) + lower) as usize
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.words.capacity() * 8
    }

    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    pub(crate) fn from_words(words: Vec<u64>) -> Bits {
        Bits { words }
    }
}

impl FromIterator<u32> for Bits {
    fn from_iter<T: IntoIterator<Item = u32>>(numbers: T) -> Bits {
        let mut bits = Bits::default();
        numbers.into_iter().for_each(|number| _ = bits.insert(number));
        bits
    }
}
