//! Papers that a text names: identifiers of arXiv wherever they stand in a list, a page, a letter; and DOIs that stand free.

use super::import::{Brought, Known};
use super::problem::Problems;
use super::tidy;
use crate::paper::{IdKind, Paper, PaperId};

/// The archives that identifiers before April 2007 begin with (<https://arxiv.org/archive>).
const ARCHIVES: [&str; 36] = [
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph", "cmp-lg",
    "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math",
    "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio",
    "quant-ph", "solv-int", "supr-con", "stat", "econ",
];

/// Hosts and schemes before an identifier; a number behind any other slash is somebody else's.
const NAMES: [&str; 5] = ["arxiv", "ar5iv", "alphaxiv", "huggingface.co/papers", "hf.co/papers"];

/// Longest stretch without a space that is looked at for whose number it is.
const LONGEST: usize = 300;

/// The papers that a text names, in its order. Links to anything else are problems, as they may lead to anything, unless a paper is known
/// by one or it stands in a list as Offprint writes it, of papers alone.
pub(super) fn read(text: &str, known: &dyn Known, problems: &Problems) -> Vec<Brought> {
    let mut found: Vec<Brought> = Vec::new();
    let page = text.trim_start().starts_with('<');
    let list = is_list(text);
    for (index, line) in text.lines().enumerate() {
        // What is said of a paper stands below it.
        if let Some(last) = found.last_mut().filter(|_| list && (line.is_empty() || line.starts_with("  "))) {
            last.note.push_str(line.strip_prefix("  ").unwrap_or(line));
            last.note.push('\n');
            continue;
        }
        let before = found.len();
        if let Some((title, id)) = listed(line) {
            found.push(Brought::of(Paper::new(id, title)));
            continue;
        }
        each(line, &mut |id, version| {
            let brought = Brought::of(Paper { version, ..Paper::new(id, "") });
            found.push(brought);
            true
        });
        if found.len() == before && !page {
            found.extend(dois(line).into_iter().map(|id| Brought::of(Paper::new(id, ""))));
        }
        if found.len() == before && !page && line.contains("://") {
            let ids = words(line).filter_map(PaperId::parse).map(|(id, _)| id);
            found.extend(ids.filter(|id| known.has(id)).map(|id| Brought::of(Paper::new(id, ""))));
        }
        if found.len() == before && !page && line.contains("://") {
            let cause = format!("“{}” has no identifier of arXiv and no DOI", tidy::excerpt(line));
            problems.note(format!("line {}", index + 1), cause, "it was passed over");
        }
    }
    if found.is_empty() {
        return found;
    }
    found.iter_mut().for_each(|brought| brought.note = brought.note.trim().to_owned());
    // A text may name one paper a hundred times.
    let mut known = std::collections::HashSet::new();
    found.retain(|brought| known.insert(brought.paper.id.as_str().to_owned()));
    found
}

/// Whether it is a reading list as Offprint writes it: a heading and papers with boxes to tick, each with its note below it.
pub(super) fn is_list(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.is_empty());
    lines.next().is_some_and(|line| line.starts_with("# ")) && lines.next().is_some_and(|line| listed(line).is_some())
}

/// A line of a reading list, `- [ ] [Title](address), Author`: the title and which paper it is.
fn listed(line: &str) -> Option<(String, PaperId)> {
    let rest = ["- [ ] [", "- [x] ["].iter().find_map(|box_to_tick| line.strip_prefix(box_to_tick))?;
    let (mut title, mut letters) = (String::new(), rest.chars());
    loop {
        match letters.next()? {
            // What is punctuation to Markdown has a backslash before it.
            '\\' => title.extend(letters.next()),
            ']' => break,
            letter => title.push(letter),
        }
    }
    let behind = letters.as_str().strip_prefix('(')?;
    let address = behind.split_once("), ").map(|(address, _)| address).or_else(|| behind.strip_suffix(')'))?;
    PaperId::parse(address).map(|(id, _)| (tidy::line(&title), id))
}

/// What stands between blanks or signs that addresses do not have.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || "\"'<>[]{}|,".contains(c))
}

/// The DOIs of a line.
fn dois(line: &str) -> Vec<PaperId> {
    let mut found: Vec<PaperId> = Vec::new();
    for word in words(line) {
        let id = PaperId::parse(word.trim_start_matches('(')).map(|(id, _)| id);
        // One with such a sign in it may stand beside its link, in which that is written otherwise, and is then cut short.
        let part = |id: &PaperId| found.iter().any(|known| known.as_str().starts_with(id.as_str()));
        found.extend(id.filter(|id| id.kind() == IdKind::Doi && !part(id)));
    }
    found
}

/// The first identifier in a text.
pub(super) fn first(text: &str) -> Option<(PaperId, Option<u16>)> {
    let mut found = None;
    each(text, &mut |id, version| {
        found = Some((id, version));
        false
    });
    found
}

/// Calls `take` with each identifier until it says that it is enough. Linear.
fn each(text: &str, take: &mut dyn FnMut(PaperId, Option<u16>) -> bool) {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while at < bytes.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        while digit(at) {
            at += 1;
        }
        let mut end = at;
        let from = match at - start {
            4 if bytes.get(at) == Some(&b'.') => {
                end += 1;
                while digit(end) {
                    end += 1;
                }
                is_free(text, start).then_some(start)
            }
            7 => archive(text, start),
            _ => None,
        };
        let Some(from) = from else { continue };
        let ends = bytes.get(end);
        if matches!(ends, Some(b'v' | b'V')) && digit(end + 1) {
            end += 1;
            while digit(end) {
                end += 1;
            }
        } else if ends.is_some_and(u8::is_ascii_alphanumeric) || (ends == Some(&b'.') && digit(end + 1)) {
            continue;
        }
        let found = text.get(from..end).and_then(PaperId::parse);
        if let Some((id, version)) = found {
            at = end;
            if !take(id, version) {
                return;
            }
        }
    }
}

/// Whether a number that begins there may be an identifier and not the end of something longer.
fn is_free(text: &str, start: usize) -> bool {
    let mut from = start.saturating_sub(LONGEST);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let head = text.get(from..start).unwrap_or("");
    let Some(last) = head.chars().next_back() else { return true };
    let ours = || {
        let token = head.rsplit(|c: char| c.is_whitespace() || "\"'<>()[]{},;|".contains(c)).next().unwrap_or(head);
        let token = token.to_ascii_lowercase();
        NAMES.iter().any(|name| token.contains(name)) && !token.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    match last {
        '.' | '/' | '=' => ours() || (last == '/' && head.ends_with("abs/")),
        _ => !last.is_alphanumeric(),
    }
}

/// Where the archive begins that stands before a number of the old form.
fn archive(text: &str, number: usize) -> Option<usize> {
    let head = text.get(..number)?.strip_suffix('/')?;
    let length =
        head.bytes().rev().take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'.')).count();
    // What stands before may run into it: "arxiv.org/abs/" does not, as a slash is no letter.
    let name = head.get(head.len() - length..)?;
    let group = name.split('.').next().unwrap_or("");
    ARCHIVES.contains(&group).then_some(head.len() - length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois_are_found_where_they_stand_free() {
        let check = |line: &str, wanted: &[&str]| {
            assert_eq!(dois(line).iter().map(PaperId::as_str).collect::<Vec<_>>(), wanted, "{line}");
        };
        check("1. LeCun et al., Nature (doi:10.1038/nature14539).", &["doi:10.1038/nature14539"]);
        check("* [Old](https://doi.org/10.1016/S0140-6736(20)30183-5), too", &["doi:10.1016/s0140-6736(20)30183-5"]);
        check("https://doi.org/10.1000/a%3C1, 10.1000/a<1>", &["doi:10.1000/a<1"]);
        check("version 10.10/2 of https://example.org/a", &[]);
    }

    #[test]
    fn identifiers_are_found_in_any_text() {
        let check = |text: &str, wanted: &[&str]| {
            let mut found = Vec::new();
            each(text, &mut |id, _| {
                found.push(id.to_string());
                true
            });
            assert_eq!(found, wanted, "{text}");
        };
        check("see 1706.03762v7, (2309.05239) and hep-th/9901001.", &["1706.03762", "2309.05239", "hep-th/9901001"]);
        check("<a href=\"https://arxiv.org/abs/math.GT/0309136\">x</a>", &["math/0309136"]);
        check("https://arxiv.org/pdf/1706.03762v7.pdf 1706.03762_attention.pdf", &["1706.03762", "1706.03762"]);
        check("doi:10.48550/arXiv.2309.05239 https://huggingface.co/papers/2309.05239", &["2309.05239", "2309.05239"]);
        check("CoRR abs/1706.03762, arXiv:1706.03762 [cs.CL]", &["1706.03762", "1706.03762"]);
        // Numbers of others.
        check("doi:10.1109/CVPR.2012.62477 https://example.org/2012.12345 12.2309.05239 2313.00001 2309.052391", &[]);
        check("12345.67890 1706.0376 +49/1234567 1706.03762.5 é1706.03762", &[]);
    }
}
