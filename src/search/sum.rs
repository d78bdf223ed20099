//! A number for bytes, the same on every machine: to tell whether they have changed.

/// Odd, and its bits look like chance.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// A sum of 64 bits over bytes in their order. It finds damage and change; it does not withstand somebody who makes bytes to fit it.
///
/// ```
/// use offprint_search::Sum;
/// assert_eq!(Sum::of(b"some bytes"), Sum::of(b"some bytes"));
/// assert_ne!(Sum::of(b"some bytes"), Sum::of(b"some bites"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sum(u64);

impl Default for Sum {
    fn default() -> Sum {
        Sum(FACTOR)
    }
}

impl Sum {
    /// The sum of some bytes alone.
    pub fn of(bytes: &[u8]) -> u64 {
        let mut sum = Sum::default();
        sum.bytes(bytes);
        sum.total()
    }

    /// Adds bytes, four at a time; fewer at the end count as if zeros followed.
    pub fn bytes(&mut self, bytes: &[u8]) {
        let (fours, rest) = bytes.as_chunks::<4>();
        fours.iter().for_each(|four| self.number(u32::from_le_bytes(*four)));
        if !rest.is_empty() {
            self.number(rest.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)));
        }
    }

    /// Adds bytes and how many there are, so that what ends here and what begins next are told apart.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.bytes(text.as_bytes());
    }

    /// Adds a number.
    #[inline]
    pub fn number(&mut self, number: u32) {
        // Each step can be turned back, so that two sums differ if just one number does.
        let mixed = (self.0 ^ u64::from(number)).wrapping_mul(FACTOR);
        self.0 = mixed ^ mixed >> 32;
    }

    /// The sum so far.
    pub fn total(self) -> u64 {
        self.0
    }
}
