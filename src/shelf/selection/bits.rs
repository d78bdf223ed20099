//! Bits one after the other, written with the 64 letters, digits and signs that addresses leave as they are (RFC 4648, 5).

/// What each six bits are written as.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Puts bits together.
#[derive(Default)]
pub struct Writer {
    bits: Vec<bool>,
}

impl Writer {
    /// The lowest bits of a value, the highest of them first.
    pub fn put(&mut self, value: u32, width: u32) {
        self.bits.extend((0..width).rev().map(|at| value >> at & 1 == 1));
    }

    /// A number, small ones in few bits: four at a time, the lowest first, each with a bit whether more follow.
    pub fn number(&mut self, mut value: u32) {
        loop {
            self.put(u32::from(value > 15), 1);
            self.put(value & 15, 4);
            value >>= 4;
            if value == 0 {
                return;
            }
        }
    }

    /// A text: its length in bytes and its bytes.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        text.bytes().for_each(|byte| self.put(byte.into(), 8));
    }

    /// All of it as text, with a sum that tells whether it arrived whole.
    pub fn finish(mut self) -> String {
        self.bits.resize(self.bits.len().next_multiple_of(6), false);
        let (one, two) = sums(&self.bits);
        self.put(one, 9);
        self.put(two, 9);
        let letter = |six: &[bool]| LETTERS.get(value(six) as usize).map_or('A', |letter| char::from(*letter));
        self.bits.chunks(6).map(letter).collect()
    }
}

/// Takes bits apart again.
pub struct Reader {
    bits: Vec<bool>,
    at: usize,
}

impl Reader {
    /// The bits of a text; `None` if it is not as it was written.
    pub fn new(text: &str) -> Option<Reader> {
        let mut bits = Writer::default();
        for byte in text.bytes() {
            bits.put(LETTERS.iter().position(|letter| *letter == byte)? as u32, 6);
        }
        let mut bits = bits.bits;
        let sum = bits.split_off(bits.len().checked_sub(18)?);
        let (one, two) = sums(&bits);
        (value(&sum) == one << 9 | two).then_some(Reader { bits, at: 0 })
    }

    /// The next bits as a value; `None` if there are not so many.
    pub fn take(&mut self, width: u32) -> Option<u32> {
        let end = self.at + width as usize;
        let value = value(self.bits.get(self.at..end)?);
        self.at = end;
        Some(value)
    }

    /// As [`Writer::number`] has put it.
    pub fn number(&mut self) -> Option<u32> {
        let mut value: u32 = 0;
        for shift in (0..32).step_by(4) {
            let more = self.take(1)? == 1;
            value |= self.take(4)? << shift;
            if !more {
                return Some(value);
            }
        }
        None
    }

    /// As [`Writer::text`] has put it.
    pub fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        let mut bytes = Vec::new();
        for _ in 0..length {
            bytes.push(self.take(8)? as u8);
        }
        String::from_utf8(bytes).ok()
    }
}

fn value(bits: &[bool]) -> u32 {
    bits.iter().fold(0, |value, bit| value << 1 | u32::from(*bit))
}

/// Two sums of six bits at a time, of which the second minds their order: Fletcher's checksum (1982), modulo 509.
fn sums(bits: &[bool]) -> (u32, u32) {
    bits.chunks(6).fold((1, 0), |(one, two), six| {
        let one = (one + value(six)) % 509;
        (one, (two + one) % 509)
    })
}
