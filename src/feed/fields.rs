//! Lenient access to the members of a JSON object: the best reading of each, and a problem where it was not plain.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value};

use super::problem::Problems;
use super::tidy;
use crate::paper::{Day, Link};

/// The members of one object, and where it stands in the feed.
pub(super) struct Fields<'a> {
    map: &'a Map<String, Value>,
    place: String,
    problems: &'a Problems,
}

impl<'a> Fields<'a> {
    pub(super) fn new(map: &'a Map<String, Value>, place: impl Into<String>, problems: &'a Problems) -> Fields<'a> {
        Fields { map, place: place.into(), problems }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// The same members under a better description of the place.
    pub(super) fn placed(&self, place: impl Into<String>) -> Fields<'a> {
        Fields::new(self.map, place, self.problems)
    }

    /// Notes a problem with one member.
    pub(super) fn note(&self, key: &str, cause: impl Into<String>, done: &str) {
        self.problems.note(format!("{}, {key}", self.place), cause, done);
    }

    /// A text as it stands; an empty one is none.
    pub(super) fn text(&self, key: &str) -> Option<Cow<'a, str>> {
        let text = match self.map.get(key)? {
            Value::String(text) => Cow::Borrowed(text.as_str()),
            Value::Number(number) => {
                self.note(key, "a number where a text belongs", "its digits were taken");
                Cow::Owned(number.to_string())
            }
            other => return self.absent(key, other, "a text"),
        };
        (!text.trim().is_empty()).then_some(text)
    }

    /// A text on one line.
    pub(super) fn line(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| tidy::line(&text)).filter(|text| !text.is_empty())
    }

    /// A text on one line, TeX cleaned away.
    pub(super) fn prose(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| tidy::prose(&text)).filter(|text| !text.is_empty())
    }

    /// A count.
    pub(super) fn count(&self, key: &str) -> Option<u32> {
        let value = self.map.get(key)?;
        if let Some(count) = value.as_u64().and_then(|count| u32::try_from(count).ok()) {
            return Some(count);
        }
        match lenient_count(value) {
            Some(count) => {
                self.note(key, format!("{} where a count belongs", kind(value)), &format!("read as {count}"));
                Some(count)
            }
            None => self.absent(key, value, "a count"),
        }
    }

    /// A link that may be followed.
    pub(super) fn link(&self, key: &str) -> Option<Link> {
        let text = self.text(key)?;
        let link = Link::parse(&text);
        if link.is_none() {
            self.note(key, format!("“{}” is no web address", tidy::excerpt(&text)), "left out");
        }
        link
    }

    /// A day, or the day of an instant.
    pub(super) fn day(&self, key: &str) -> Option<Day> {
        let text = self.text(key)?;
        let day = Day::parse(text.trim());
        if day.is_none() {
            self.note(key, format!("“{}” is no date", tidy::excerpt(&text)), "left out");
        }
        day
    }

    /// The days of a list.
    pub(super) fn days(&self, key: &str) -> Vec<Day> {
        let mut days = Vec::new();
        for value in self.list(key) {
            match value.as_str().and_then(|text| Day::parse(text.trim())) {
                Some(day) => days.push(day),
                None => self.note(key, format!("{} is no date", kind(value)), "left out"),
            }
        }
        days
    }

    /// An instant in seconds since 1970.
    pub(super) fn instant(&self, key: &str) -> Option<i64> {
        instant(self.text(key)?.trim())
    }

    /// The elements of a list; a value that stands alone is a list of one.
    pub(super) fn list(&self, key: &str) -> &'a [Value] {
        match self.map.get(key) {
            None => &[],
            Some(Value::Array(elements)) => elements,
            Some(value @ (Value::String(_) | Value::Object(_))) => {
                self.note(key, "one value where a list belongs", "read as a list of one");
                std::slice::from_ref(value)
            }
            Some(other) => {
                self.absent::<()>(key, other, "a list");
                &[]
            }
        }
    }

    /// The texts of a list, tidied, without empty ones and repetitions (upper and lower case are the same).
    pub(super) fn lines(&self, key: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut known = HashSet::new();
        for (index, value) in self.list(key).iter().enumerate() {
            let Value::String(text) = value else {
                self.note(key, format!("entry {} is {}, not a text", index + 1, kind(value)), "it was left out");
                continue;
            };
            let line = tidy::line(text);
            if !line.is_empty() && known.insert(line.to_lowercase()) {
                lines.push(line);
            }
        }
        lines
    }

    /// A member that is an object.
    pub(super) fn object(&self, key: &str) -> Option<Fields<'a>> {
        match self.map.get(key)? {
            Value::Object(map) => Some(Fields::new(map, format!("{}, {key}", self.place), self.problems)),
            other => self.absent(key, other, "an object"),
        }
    }

    /// The objects of a list, such as authors; a bare text counts as an object that has only that name.
    pub(super) fn named(&self, key: &str) -> Vec<(String, Option<Fields<'a>>)> {
        let mut named = Vec::new();
        let people = match self.map.get(key) {
            // JSON Feed 1.0 has one author, not a list.
            Some(one @ Value::Object(_)) => std::slice::from_ref(one),
            _ => self.list(key),
        };
        for (index, value) in people.iter().enumerate() {
            let entry = match value {
                Value::Object(map) => {
                    let fields = Fields::new(map, format!("{}, {key} {}", self.place, index + 1), self.problems);
                    fields.line("name").map(|name| (name, Some(fields)))
                }
                Value::String(text) => Some((tidy::line(text), None)).filter(|(name, _)| !name.is_empty()),
                _ => None,
            };
            match entry {
                Some(entry) => named.push(entry),
                None => self.note(key, format!("entry {} has no name", index + 1), "it was left out"),
            }
        }
        named
    }

    fn absent<T>(&self, key: &str, value: &Value, wanted: &str) -> Option<T> {
        self.note(key, format!("{} where {wanted} belongs", kind(value)), "read as absent");
        None
    }
}

fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("the text “{}”", tidy::excerpt(text)),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
    }
}

/// What a person would read from a count that is not a plain one: `3.0`, `"12"`, `"1,234"`.
fn lenient_count(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => {
            let number = number.as_f64()?;
            (number >= 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
        }
        Value::String(text) => text.trim().replace([',', ' '], "").trim_end_matches(".0").parse().ok(),
        _ => None,
    }
}

/// Seconds since 1970 of an RFC 3339 instant; without a zone it is UTC. Parts of a second are set aside.
fn instant(text: &str) -> Option<i64> {
    let day = Day::parse(text)?;
    let number = |from: usize| text.get(from..from + 2)?.parse::<i64>().ok();
    let seconds = number(11)? * 3_600 + number(14)? * 60 + number(17)?;
    let zone = text.get(19..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let offset = match zone.get(..1) {
        Some(sign @ ("+" | "-")) => {
            let minutes = zone.get(1..3)?.parse::<i64>().ok()? * 60 + zone.get(4..6)?.parse::<i64>().ok()?;
            if sign == "+" { minutes } else { -minutes }
        }
        _ => 0,
    };
    Some(i64::from(day.0) * 86_400 + seconds - offset * 60)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn instants_know_their_zone() {
        assert_eq!(instant("1970-01-01T00:01:02.000Z"), Some(62));
        assert_eq!(instant("1970-01-01T02:00:00+01:30"), Some(1_800));
        assert_eq!(instant("1970-01-01"), None);
    }

    #[test]
    fn counts_are_read_as_a_person_would() {
        let read = |json: &str| {
            let value: Value = serde_json::from_str(json).unwrap();
            let problems = Problems::default();
            let count = Fields::new(value.as_object().unwrap(), "item 1", &problems).count("n");
            (count, problems.into_vec().iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "))
        };
        assert_eq!(read(r#"{"n": 3}"#), (Some(3), String::new()));
        assert_eq!(read("{}"), (None, String::new()));
        assert_eq!(read(r#"{"n": 3.0}"#), (Some(3), "item 1, n: 3.0 where a count belongs; read as 3".into()));
        assert_eq!(read(r#"{"n": "1,234"}"#).0, Some(1_234));
        assert_eq!(read(r#"{"n": -3}"#), (None, "item 1, n: -3 where a count belongs; read as absent".into()));
        assert_eq!(read(r#"{"n": null}"#), (None, "item 1, n: null where a count belongs; read as absent".into()));
    }
}
