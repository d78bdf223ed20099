//! What the text may be completed to, where the cursor is.

use serde::{Deserialize, Serialize};

use super::names::{Name, ROWS, named};
use super::range::{self, DAY_WORDS};
use super::scan::{self, ends_word, is_close, is_colon, is_open, is_quote};
use super::tree::Span;
use super::write::{quoted, value};
use crate::paper::Day;

/// Suggestions that are given out of the data. Of a field that chooses from a few values, all.
pub const MOST: usize = 8;

/// Letters of a word from which words are suggested.
const SHORTEST: usize = 2;

/// A completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What of the text it takes the place of.
    pub replace: Span,
    /// What stands there then, with a blank behind where the condition is complete. The cursor belongs behind it.
    pub with: String,
    /// What the reader sees.
    pub label: String,
    /// In how many papers it is, where known.
    pub count: Option<u32>,
}

/// What is asked of [`Values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completed {
    /// Words of titles and abstracts.
    Word,
    /// Names of authors.
    Author,
    /// arXiv categories.
    Category,
    /// Keywords.
    Keyword,
    /// Organisations.
    Organisation,
    /// Who submitted papers.
    Submitter,
    /// The reader's tags.
    Tag,
    /// The reader's collections.
    Collection,
}

/// Who knows the values that papers have.
pub trait Values {
    /// Values that begin with `prefix` or have a word that does, letter case and accents aside, each with its count of papers,
    /// the best first, `limit` at most. The prefix may be empty.
    fn complete(&self, of: Completed, prefix: &str, limit: usize) -> Vec<(String, u32)>;
}

/// Completions of the word at the cursor (a byte of the text), [`MOST`] at most where they are not values of a field that has few.
pub fn suggest(text: &str, cursor: usize, values: &impl Values, today: Day) -> Vec<Suggestion> {
    let cursor = text.floor_char_boundary(cursor);
    let word = Word::at(text, cursor);
    let typed = scan::plain(word.typed(text, cursor)).0;
    let mut found = Vec::new();
    match word.name {
        None if word.quoted => {}
        None => {
            names(&mut found, &word, &typed);
            data(&mut found, &word, &typed, Completed::Word, values);
        }
        Some(name) if name.takes_days() => {
            let head = text.get(..word.span.start as usize).unwrap_or("");
            days(&mut found, &word, &typed, today, head.trim_end_matches(is_colon).ends_with("year"));
        }
        Some(name) => match completed(name) {
            Some(of) => data(&mut found, &word, &typed, of, values),
            None => {
                for (choice, _) in name.choices().into_iter().filter(|(choice, _)| begins(choice, &typed)) {
                    word.put(&mut found, &[choice, " "].concat(), choice, None);
                }
                return found;
            }
        },
    }
    found.truncate(MOST);
    found
}

/// Where the cursor is.
#[derive(Default)]
struct Word {
    /// The field that the word is a value of.
    name: Option<Name>,
    /// Whether a quote stands open.
    quoted: bool,
    /// The word or value, its quotes included, beyond the cursor too, with one blank behind it.
    span: Span,
}

impl Word {
    /// Reads up to the cursor as [`super::parse`] would. O(length of the text).
    fn at(text: &str, cursor: usize) -> Word {
        let mut word = Word::default();
        let (mut start, mut around) = (0, Vec::new());
        let mut chars = text.get(..cursor).unwrap_or("").char_indices();
        let mut fresh = true;
        while let Some((at, c)) = chars.next() {
            let next = at + c.len_utf8();
            if scan::escapes(c, scan::from(text, at + 1)).is_some() {
                chars.next();
            } else if is_quote(c) {
                word.quoted = !word.quoted;
                start = if word.quoted { at } else { next };
            } else if word.quoted {
                continue;
            } else if ends_word(c) {
                if is_open(c) {
                    around.push(word.name);
                } else if is_close(c) {
                    around.pop();
                }
                word.name = around.last().copied().flatten();
                (start, fresh) = (next, true);
                continue;
            } else if (c == '-' && fresh && at == start) || (c == ',' && word.name.is_some_and(Name::takes_several)) {
                start = next;
            } else if let Some(name) = text.get(start..at).filter(|_| fresh && is_colon(c)).and_then(named) {
                (word.name, start) = (Some(name), next);
            }
            fresh = fresh && !is_colon(c);
        }
        word.span = Span::new(start, end(text, cursor, &word));
        word
    }

    /// The part before the cursor, without its quote.
    fn typed<'a>(&self, text: &'a str, cursor: usize) -> &'a str {
        text.get(self.span.start as usize..cursor).unwrap_or("").trim_start_matches(is_quote)
    }

    fn put(&self, found: &mut Vec<Suggestion>, with: &str, label: &str, count: Option<u32>) {
        found.push(Suggestion { replace: self.span, with: with.to_owned(), label: label.to_owned(), count });
    }
}

/// Where the word at the cursor ends.
fn end(text: &str, cursor: usize, word: &Word) -> usize {
    let rest = scan::from(text, cursor);
    let len = if word.quoted {
        rest.find(is_quote).map_or(0, |at| at + scan::from(rest, at).chars().next().map_or(0, char::len_utf8))
    } else {
        scan::word_len(rest, word.name.is_some_and(Name::takes_several))
    };
    // The blank is put in anew.
    cursor + len + usize::from(scan::from(rest, len).starts_with(' '))
}

fn completed(name: Name) -> Option<Completed> {
    Some(match name {
        Name::Title | Name::Abstract => Completed::Word,
        Name::Author => Completed::Author,
        Name::Category => Completed::Category,
        Name::Keyword => Completed::Keyword,
        Name::Organisation => Completed::Organisation,
        Name::Submitter => Completed::Submitter,
        Name::Tag => Completed::Tag,
        Name::Collection => Completed::Collection,
        _ => return None,
    })
}

/// Names of fields that begin so, by any of their words.
fn names(found: &mut Vec<Suggestion>, word: &Word, typed: &str) {
    if typed.len() < SHORTEST {
        return;
    }
    for row in ROWS.iter().filter(|row| row.words().any(|word| begins(word, typed))) {
        let with = [row.word, ":"].concat();
        word.put(found, &with, &[&with, " ", row.finds].concat(), None);
    }
}

/// Values out of the data. A keyword, organisation, submitter, tag or collection that is picked is meant whole.
fn data(found: &mut Vec<Suggestion>, word: &Word, typed: &str, of: Completed, values: &impl Values) {
    if of == Completed::Word && typed.chars().count() < SHORTEST {
        return;
    }
    let limit = MOST.saturating_sub(found.len());
    for (known, count) in values.complete(of, typed, limit) {
        let whole = !matches!(of, Completed::Word | Completed::Author | Completed::Category);
        let with = if whole { quoted(&known) } else { value(&known) };
        word.put(found, &[&with, " "].concat(), &known, Some(count));
    }
}

/// Words for days with the days that they mean now, then years, this one first; of a year only years.
fn days(found: &mut Vec<Suggestion>, word: &Word, typed: &str, today: Day, of_year: bool) {
    let mut choices = if of_year { String::new() } else { [&DAY_WORDS.join(" "), " 7d 30d 1y"].concat() };
    for ago in 0..MOST as i32 {
        choices.push(' ');
        choices.push_str(&(today.ymd().0 - ago).to_string());
    }
    for choice in choices.split_whitespace().filter(|choice| begins(choice, typed)) {
        if let Some((from, to)) = range::days(choice, today).and_then(|days| days.from.zip(days.to)) {
            let means = if from == to { from.to_string() } else { [from.to_string(), to.to_string()].join(" to ") };
            word.put(found, &[choice, " "].concat(), &[choice, ": ", &means].concat(), None);
        }
    }
}

fn begins(word: &str, typed: &str) -> bool {
    word.get(..typed.len()).is_some_and(|head| head.eq_ignore_ascii_case(typed))
}
