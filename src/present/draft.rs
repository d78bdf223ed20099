//! What was typed and may not be on disk yet, as a text that is kept beside the store: there is no time to write to the store when a
//! page is closed.

use crate::shelf::Millis;

/// A note that is being typed.
///
/// ```
/// use offprint::present::draft::Draft;
/// use offprint::shelf::Millis;
///
/// let draft = Draft { at: Millis(5), base: "a\nb".into(), text: "a\nbc".into() };
/// assert_eq!(Draft::parse(&draft.write()), Some(draft));
/// assert_eq!(Draft::parse("nothing of ours"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// When the last key was pressed.
    pub at: Millis,
    /// What the note was when the reader began to type.
    pub base: String,
    /// What it is to be.
    pub text: String,
}

impl Draft {
    /// The text to keep.
    pub fn write(&self) -> String {
        let Draft { at, base, text } = self;
        [&at.0.to_string(), " ", &base.len().to_string(), "\n", base, text].concat()
    }

    /// Reads what was kept.
    pub fn parse(kept: &str) -> Option<Draft> {
        let (head, texts) = kept.split_once('\n')?;
        let (at, length) = head.split_once(' ')?;
        let (base, text) = texts.split_at_checked(length.parse().ok()?)?;
        Some(Draft { at: Millis(at.parse().ok()?), base: base.to_owned(), text: text.to_owned() })
    }
}
