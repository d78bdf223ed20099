//! RIS: lines of a tag and a value, from `TY` to `ER`.

use super::draft::{Draft, Leftover};
use super::problem::Problems;
use super::tidy;
use crate::paper::Day;

/// Tags that may name the paper, and those that say what the identifier says, or nothing of the paper.
const NAMING: [&str; 19] =
    ["DO", "UR", "L1", "L2", "L3", "LK", "M1", "M3", "AN", "C1", "JO", "JF", "JA", "T2", "VL", "SP", "IS", "SN", "N1"];
const SILENT: [&str; 6] = ["Y2", "PB", "DB", "DP", "LA", "ST"];

/// Where the first record begins.
pub(super) fn begins(text: &str) -> Option<usize> {
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let here = at;
        at += line.len();
        matches!(tagged(line), Some(("TY", _))).then_some(here)
    })
}

/// Reads all records; lines that begin with no tag go on with the line before; in notes they stay lines.
pub(super) fn read(text: &str, problems: &Problems) -> Vec<Draft> {
    let mut found = Vec::new();
    let mut leftover = Leftover::default();
    let mut record: Option<Record> = None;
    for (index, line) in text.lines().enumerate() {
        match (tagged(line), &mut record) {
            (Some(("TY", _)), open) => {
                if let Some(open) = open.take() {
                    let cause = format!("no ER ends it before line {}", index + 1);
                    problems.note(format!("record of line {}", open.line), cause, "it was read up to there");
                    found.push(open.draft(&mut leftover));
                }
                record = Some(Record { line: index + 1, values: Vec::new() });
            }
            (Some(("ER", _)), open) => {
                found.extend(open.take().map(|open| open.draft(&mut leftover)));
            }
            (Some((tag, value)), Some(open)) => open.values.push((tag.to_owned(), value.to_owned())),
            (None, Some(open)) => match open.values.last_mut() {
                Some((tag, value)) if tag == "N1" => {
                    value.push('\n');
                    value.push_str(line.trim_end());
                }
                Some((_, value)) if !line.trim().is_empty() => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                _ => {}
            },
            (_, None) if !line.trim().is_empty() => {
                let cause = format!("“{}” belongs to no record", tidy::excerpt(line));
                problems.note(format!("line {}", index + 1), cause, "it was passed over");
            }
            _ => {}
        }
    }
    if let Some(open) = record {
        problems.note(format!("record of line {}", open.line), "the file ends within it", "it was read up to there");
        found.push(open.draft(&mut leftover));
    }
    leftover.note(problems);
    found
}

/// Tag and value of a line `TY  - RPRT`; one blank or none is forgiven.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.trim_start_matches('\u{feff}').split_at_checked(2)?;
    let shaped = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.ends_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let value = rest.trim_start_matches(' ').strip_prefix('-')?;
    let marked = rest.starts_with(' ') && (value.is_empty() || value.starts_with(' '));
    (shaped && marked).then(|| (tag, value.strip_prefix(' ').unwrap_or("").trim_end()))
}

struct Record {
    line: usize,
    values: Vec<(String, String)>,
}

impl Record {
    fn draft(self, leftover: &mut Leftover) -> Draft {
        // Some programs write all key words in one line; ours writes the identifier first, and a line for each.
        let lines = self.values.iter().filter(|(tag, _)| tag == "KW").count();
        let apart = lines > 1 || self.values.first().is_some_and(|(tag, _)| tag == "ID");
        let mut draft = Draft::new(format!("record of line {}", self.line));
        for name in NAMING {
            let named = self.values.iter().filter(|(tag, _)| tag == name);
            named.for_each(|(_, value)| links(value).into_iter().for_each(|link| draft.look(link)));
        }
        for (tag, value) in &self.values {
            match tag.as_str() {
                "TI" | "T1" | "CT" if draft.title.is_empty() => draft.title = tidy::foreign(value),
                "AU" | "A1" => draft.author(value),
                "AB" | "N2" => draft.abstract_text = Some(tidy::foreign(value)),
                "KW" if apart => draft.word(value),
                "KW" => value.split(';').for_each(|word| draft.word(word)),
                "DA" if draft.published.is_none() && day(value).is_some() => draft.published = day(value),
                "DA" | "PY" | "Y1" => draft.year(value),
                "N1" | "RN" => tidy::without_html(value).lines().for_each(|line| draft.note(line)),
                "ID" => draft.key = Some(value.trim().to_owned()).filter(|key| !key.is_empty()),
                tag if !NAMING.contains(&tag) && !SILENT.contains(&tag) => leftover.add(tag),
                _ => {}
            }
        }
        draft
    }
}

/// The links of a value, which stand between semicolons; but an address may have such signs in it.
fn links(value: &str) -> Vec<&str> {
    let links: Vec<&str> = value.split(';').map(str::trim).collect();
    let apart = links.iter().all(|link| link.starts_with("http"));
    if apart { links } else { vec![value] }
}

/// `2017/06/12`, perhaps with something behind; or as ISO writes it.
fn day(value: &str) -> Option<Day> {
    let head: String = value.trim().chars().take(10).collect();
    Day::parse(&head.replace('/', "-"))
}
