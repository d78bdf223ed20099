//! Which paper: arXiv identifiers in every spelling that people paste.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The identity of a paper: its arXiv identifier without a version (`2309.05239`, `hep-th/9901001`).
///
/// Forms per <https://info.arxiv.org/help/arxiv_identifier.html>: `YYMM.NNNN` from April 2007, `YYMM.NNNNN` from 2015,
/// before that `archive/YYMMNNN` with an optional subject class (`math.GT/0309136`), which is not part of the identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PaperId(String);

/// What may stand before an identifier: schemes, the hosts that name papers by it, and the paths they use.
const PREFIXES: [&str; 6] = ["https://", "http://", "www.", "oai:arxiv.org:", "arxiv:", "doi:"];
const HOSTS: [&str; 11] = [
    "arxiv.org/",
    "export.arxiv.org/",
    "browse.arxiv.org/",
    "ar5iv.org/",
    "ar5iv.labs.arxiv.org/",
    "huggingface.co/papers/",
    "hf.co/papers/",
    "alphaxiv.org/",
    "doi.org/10.48550/arxiv.",
    "dx.doi.org/10.48550/arxiv.",
    "10.48550/arxiv.",
];
const PATHS: [&str; 5] = ["abs/", "pdf/", "html/", "overview/", "format/"];

impl PaperId {
    /// Reads an identifier, bare or with a version, as `arXiv:…`, a DOI, or a link to arXiv, Hugging Face or alphaXiv.
    ///
    /// ```
    /// use offprint::paper::PaperId;
    /// let read = |text| PaperId::parse(text).map(|(id, version)| (id.to_string(), version));
    /// assert_eq!(read("arXiv:1706.03762v7"), Some(("1706.03762".into(), Some(7))));
    /// assert_eq!(read("math.GT/0309136"), Some(("math/0309136".into(), None)));
    /// assert_eq!(read("https://doi.org/10.48550/arXiv.2309.05239"), Some(("2309.05239".into(), None)));
    /// assert_eq!(read("2313.00001"), None); // there is no thirteenth month
    /// ```
    pub fn parse(text: &str) -> Option<(PaperId, Option<u16>)> {
        let mut rest = text.trim();
        for prefix in PREFIXES {
            rest = strip_ignore_case(rest, prefix).unwrap_or(rest).trim_start();
        }
        if let Some(after) = HOSTS.iter().find_map(|host| strip_ignore_case(rest, host)) {
            rest = after;
            rest = PATHS.iter().find_map(|path| strip_ignore_case(rest, path)).unwrap_or(rest);
        }
        let end = rest.find(['?', '#']).unwrap_or(rest.len());
        rest = rest.get(..end)?.trim_end_matches('/');
        for suffix in [".pdf", ".md"] {
            rest = rest.strip_suffix(suffix).unwrap_or(rest);
        }
        let (base, version) = split_version(rest);
        canonical(base).map(|id| (PaperId(id), version))
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The abstract page on arXiv.
    pub fn arxiv_url(&self) -> String {
        format!("https://arxiv.org/abs/{}", self.0)
    }

    /// The PDF on arXiv.
    pub fn pdf_url(&self) -> String {
        format!("https://arxiv.org/pdf/{}", self.0)
    }

    /// The discussion page on Hugging Face, which knows identifiers of the new form only.
    pub fn hugging_face_url(&self) -> Option<String> {
        (!self.0.contains('/')).then(|| format!("https://huggingface.co/papers/{}", self.0))
    }
}

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn strip_ignore_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

/// `2309.05239v2` to (`2309.05239`, 2). A `v` that no number follows belongs to the base, which then is no identifier.
fn split_version(text: &str) -> (&str, Option<u16>) {
    let Some(at) = text.rfind(['v', 'V']) else { return (text, None) };
    let (base, tail) = text.split_at(at);
    match tail.get(1..).and_then(|digits| digits.parse().ok()) {
        Some(number) if number > 0 => (base, Some(number)),
        _ => (text, None),
    }
}

fn canonical(base: &str) -> Option<String> {
    match base.split_once('/') {
        Some((archive, number)) => old_form(archive, number),
        None => new_form(base).then(|| base.to_owned()),
    }
}

/// `YYMM.NNNN` (0704 to 1412) or `YYMM.NNNNN` (from 1501).
fn new_form(base: &str) -> bool {
    let Some((date, number)) = base.split_once('.') else { return false };
    if date.len() != 4 || !all_digits(date) || !all_digits(number) {
        return false;
    }
    let length = if date < "1501" { 4 } else { 5 };
    date >= "0704" && real_month(date) && number.len() == length
}

fn old_form(archive: &str, number: &str) -> Option<String> {
    let group = archive.split('.').next()?;
    let letters = group.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let real = letters && group.len() >= 2 && number.len() == 7 && all_digits(number) && real_month(number);
    real.then(|| format!("{group}/{number}"))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the third and fourth characters are a month.
fn real_month(date: &str) -> bool {
    matches!(date.get(2..4).and_then(|month| month.parse::<u8>().ok()), Some(1..=12))
}
