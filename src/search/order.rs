//! Sorting in few bytes.
//!
//! Each kind of element that the standard library sorts adds three to six kilobytes to a program that visitors download. So what is
//! sorted often is made numbers of 64 bits first, and what is sorted seldom goes through a sort of a few dozen instructions.

/// Sorts numbers, ascending.
#[inline(never)]
pub fn sort(numbers: &mut [u64]) {
    numbers.sort_unstable();
}

/// Brings the least numbers to the front, as many as said, in no order. O(numbers).
#[inline(never)]
pub fn least_first(numbers: &mut [u64], count: usize) {
    if count < numbers.len() {
        numbers.select_nth_unstable(count);
    }
}

/// The least of some numbers, as many as said. O(numbers), with little more than a look at each where they come in no order.
pub struct Least {
    kept: Vec<u64>,
    count: usize,
    bound: u64,
}

impl Least {
    /// So many are wanted.
    pub fn new(count: usize) -> Least {
        Least { kept: Vec::with_capacity((count * 2).max(64)), count, bound: u64::MAX }
    }

    /// A number above this is none of the least.
    #[inline]
    pub fn bound(&self) -> u64 {
        self.bound
    }

    /// Takes a number.
    #[inline]
    pub fn push(&mut self, number: u64) {
        if number < self.bound || self.kept.len() < self.count {
            self.kept.push(number);
            if self.kept.len() >= (self.count * 2).max(64) {
                self.cut();
                self.bound = self.kept.iter().copied().max().unwrap_or(0);
            }
        }
    }

    /// The least, in no order.
    pub fn take(mut self) -> Vec<u64> {
        self.cut();
        self.kept
    }

    fn cut(&mut self) {
        least_first(&mut self.kept, self.count);
        self.kept.truncate(self.count);
    }
}

/// Sorts by a total order, `before` telling whether one element comes before another. Heapsort: O(n log n), and half as fast
/// as the standard library.
pub fn sort_by<T>(elements: &mut [T], before: impl Fn(&T, &T) -> bool) {
    let mut end = elements.len();
    let mut start = end / 2;
    while end > 1 {
        if start > 0 {
            start -= 1;
        } else {
            end -= 1;
            elements.swap(0, end);
        }
        let mut root = start;
        // Both children exist up to here; the larger one goes up.
        while let (Some(left), right) = (elements.get(2 * root + 1), elements.get(2 * root + 2)) {
            if 2 * root + 1 >= end {
                break;
            }
            let larger = right.is_some_and(|right| 2 * root + 2 < end && before(left, right));
            let child = 2 * root + 1 + usize::from(larger);
            let smaller =
                matches!((elements.get(root), elements.get(child)), (Some(root), Some(child)) if before(root, child));
            if !smaller {
                break;
            }
            elements.swap(root, child);
            root = child;
        }
    }
}

/// The same for elements that have an order of their own.
pub fn sorted<T: Ord>(mut elements: Vec<T>) -> Vec<T> {
    sort_by(&mut elements, |a, b| a < b);
    elements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut seed = 1_u32;
        for length in 0..200 {
            let numbers: Vec<u32> = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                seed >> 26
            })
            .take(length)
            .collect();
            let mut expected = numbers.clone();
            expected.sort();
            assert_eq!(sorted(numbers.clone()), expected);
            for count in [0, 1, 5, 70] {
                let mut least = Least::new(count);
                numbers.iter().for_each(|number| least.push(u64::from(*number)));
                let mut least = least.take();
                least.sort();
                assert!(least.iter().copied().eq(expected.iter().take(count).map(|number| u64::from(*number))));
            }
        }
    }
}
