//! Places in an order that several devices arrange: texts, between any two of which there is another.
//!
//! Moving one thing sets one text, whatever else moved elsewhere meanwhile; two devices that put something at the same place give
//! it texts that may be the same, and then the things' own identities decide.

/// The digits, which sort as they count.
const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// The shortest text after `low` and before `high`, where an empty `low` is the beginning and an empty `high` the end. O(length).
///
/// Texts of this function never end in the least digit, so that there is room before each. Where nothing lies between, as
/// when both are the same, it gives a text after `low`.
///
/// ```
/// use offprint::shelf::order::between;
/// let (b, c) = (between("", ""), between(&between("", ""), ""));
/// let a = between("", &b);
/// assert!(a < b && b < c && b < between(&b, &c) && between(&b, &c) < c);
/// ```
pub fn between(low: &str, high: &str) -> String {
    let high = if low < high { high } else { "" };
    if let (false, "", Some(next)) = (low.is_empty(), high, after(low)) {
        return next;
    }
    let mut text = String::new();
    let mut below = low.bytes().map(digit);
    // As long as the text is the beginning of `high`, that bounds its next digit.
    let mut above = Some(high.bytes().map(digit)).filter(|_| !high.is_empty());
    loop {
        let least = below.next().unwrap_or(0);
        let most = above.as_mut().map_or(DIGITS.len(), |above| above.next().unwrap_or(DIGITS.len()));
        if most > least + 1 {
            text.push(as_char(least + (most - least) / 2));
            return text;
        }
        text.push(as_char(least));
        if least < most {
            above = None;
        }
    }
}

/// A text after another that leaves as many after it as can be, for at the end most things are put: the first digits are
/// counted on like a number of one, two, four or eight digits, of which the greatest digit, once, twice or thrice in front,
/// tells how many. `None` when that is used up.
fn after(low: &str) -> Option<String> {
    let greatest = DIGITS.len() - 1;
    let heads = low.bytes().take_while(|byte| digit(*byte) == greatest).count();
    let width = 1 << Some(heads).filter(|heads| *heads <= 3)?;
    let digits = low.bytes().skip(heads).map(digit).chain(std::iter::repeat(0)).take(width);
    let mut next = digits.fold(0, |number, digit| number * DIGITS.len() as u64 + digit as u64) + 1;
    if next % DIGITS.len() as u64 == 0 {
        next += 1;
    }
    let mut written: Vec<usize> = Vec::new();
    for _ in 0..width {
        written.push((next % DIGITS.len() as u64) as usize);
        next /= DIGITS.len() as u64;
    }
    if written.last() == Some(&greatest) {
        let (heads, width) = (heads + 1, width * 2);
        return (heads <= 3).then(|| "z".repeat(heads) + &"0".repeat(width - 1) + "1");
    }
    Some("z".repeat(heads) + &written.iter().rev().map(|digit| as_char(*digit)).collect::<String>())
}

/// What a digit counts; what is none counts as the nearest one below it.
fn digit(byte: u8) -> usize {
    DIGITS.partition_point(|digit| *digit <= byte).saturating_sub(1)
}

fn as_char(digit: usize) -> char {
    DIGITS.get(digit).map_or('z', |digit| char::from(*digit))
}
