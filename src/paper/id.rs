//! Which paper: by its arXiv identifier in every spelling that people paste, else by its DOI, else by its address.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Link;

/// The identity of a paper, as text: its arXiv identifier without a version (`2309.05239`, `hep-th/9901001`); of one that is not on
/// arXiv its DOI in small letters, as a DOI is the same in any case (`doi:10.1038/nature14539`); of one that has none its address.
///
/// arXiv's forms per <https://info.arxiv.org/help/arxiv_identifier.html>: `YYMM.NNNN` from April 2007, `YYMM.NNNNN` from 2015,
/// before that `archive/YYMMNNN` with an optional subject class (`math.GT/0309136`), which is not part of the identity. DOIs
/// per <https://www.doi.org/doi-handbook/>: `10.` and the registrant's number, a slash, and any text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PaperId(String);

/// By what a paper is known; the better name first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdKind {
    /// Its arXiv identifier.
    Arxiv,
    /// Its DOI.
    Doi,
    /// Its address.
    Link,
}

/// What may stand before an identifier: schemes, the hosts that name papers by it, and the paths they use.
const PREFIXES: [&str; 6] = ["https://", "http://", "www.", "oai:arxiv.org:", "arxiv:", DOI];
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

/// How the text of a DOI begins.
const DOI: &str = "doi:";

/// Where DOIs lead to.
const RESOLVERS: [&str; 2] = ["doi.org/", "dx.doi.org/"];

/// Longest DOI or address that is taken as a name, in bytes.
const LONGEST: usize = 400;

impl PaperId {
    /// Reads an identifier of arXiv, bare or with a version, as `arXiv:…`, a DOI, or a link to arXiv, Hugging Face or alphaXiv;
    /// or another DOI, bare, as `doi:…` or as a link; or any other `http` or `https` address.
    ///
    /// ```
    /// use offprint::paper::PaperId;
    /// let read = |text| PaperId::parse(text).map(|(id, version)| (id.to_string(), version));
    /// assert_eq!(read("arXiv:1706.03762v7"), Some(("1706.03762".into(), Some(7))));
    /// assert_eq!(read("math.GT/0309136"), Some(("math/0309136".into(), None)));
    /// assert_eq!(read("https://doi.org/10.48550/arXiv.2309.05239"), Some(("2309.05239".into(), None)));
    /// assert_eq!(read("https://doi.org/10.1038/NATURE14539"), Some(("doi:10.1038/nature14539".into(), None)));
    /// assert_eq!(read("https://jmlr.org/papers/v3/bengio03a.html").unwrap().0, "https://jmlr.org/papers/v3/bengio03a.html");
    /// assert_eq!(read("2313.00001"), None); // there is no thirteenth month
    /// ```
    pub fn parse(text: &str) -> Option<(PaperId, Option<u16>)> {
        let mut rest = text.trim();
        for prefix in PREFIXES {
            rest = strip_ignore_case(rest, prefix).unwrap_or(rest).trim_start();
        }
        let after = HOSTS.iter().find_map(|host| strip_ignore_case(rest, host));
        if let Some(found) = arxiv(after.unwrap_or(rest), after.is_some()) {
            return Some(found);
        }
        // Another page of these hosts is the name of no paper.
        let other = if after.is_some() { None } else { doi(rest).or_else(|| address(text.trim())) };
        other.map(|id| (PaperId(id), None))
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By what the paper is known.
    pub fn kind(&self) -> IdKind {
        match self.0.split_once(':') {
            None => IdKind::Arxiv,
            Some(("doi", _)) => IdKind::Doi,
            Some(_) => IdKind::Link,
        }
    }

    /// The identifier of arXiv, if it is on arXiv.
    pub fn arxiv(&self) -> Option<&str> {
        (self.kind() == IdKind::Arxiv).then_some(&*self.0)
    }

    /// The DOI, which of papers on arXiv is the one that arXiv gave.
    pub fn doi(&self) -> Option<String> {
        match self.kind() {
            IdKind::Arxiv => Some(["10.48550/arXiv.", &self.0].concat()),
            IdKind::Doi => self.0.strip_prefix(DOI).map(str::to_owned),
            IdKind::Link => None,
        }
    }

    /// Where the paper is: the abstract page on arXiv, where the DOI leads to, or the address.
    pub fn url(&self) -> String {
        match self.kind() {
            IdKind::Arxiv => ["https://arxiv.org/abs/", &self.0].concat(),
            IdKind::Doi => resolver(self.0.strip_prefix(DOI).unwrap_or_default()),
            IdKind::Link => self.0.clone(),
        }
    }

    /// What a reader calls that place.
    pub fn place(&self) -> &str {
        match self.kind() {
            IdKind::Arxiv => "arXiv",
            IdKind::Doi => "DOI",
            IdKind::Link => super::link::host(&self.0),
        }
    }

    /// The PDF on arXiv.
    pub fn pdf_url(&self) -> Option<String> {
        self.arxiv().map(|id| ["https://arxiv.org/pdf/", id].concat())
    }

    /// The discussion page on Hugging Face, which knows identifiers of arXiv of the new form only.
    pub fn hugging_face_url(&self) -> Option<String> {
        let known = self.arxiv().filter(|id| !id.contains('/'));
        known.map(|id| ["https://huggingface.co/papers/", id].concat())
    }
}

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An identifier of arXiv without what stands before it, or with the path of one of its hosts.
fn arxiv(text: &str, hosted: bool) -> Option<(PaperId, Option<u16>)> {
    let path = PATHS.iter().find_map(|path| strip_ignore_case(text, path)).filter(|_| hosted);
    let text = path.unwrap_or(text);
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let mut rest = text.get(..end)?.trim_end_matches('/');
    for suffix in [".pdf", ".md"] {
        rest = rest.strip_suffix(suffix).unwrap_or(rest);
    }
    let (base, version) = split_version(rest);
    canonical(base).map(|id| (PaperId(id), version))
}

/// The text of a DOI that begins here, or stands in the path of a publisher's page: `/doi/abs/10.1145/3292500.3330701`.
fn doi(text: &str) -> Option<String> {
    let resolver = RESOLVERS.iter().find_map(|host| strip_ignore_case(text, host));
    let path = || {
        text.split_once("/doi/")
            .filter(|_| !text.starts_with("10."))
            .map(|(_, path)| path.find("10.").and_then(|at| path.get(at..)).unwrap_or(path))
    };
    let found = resolver.or_else(path);
    let name = decoded(alone(found.unwrap_or(text)), found.is_some())?.to_ascii_lowercase();
    let name = alone(&name);
    let (registrant, suffix) = name.strip_prefix("10.")?.split_once('/')?;
    let number = registrant.split('.').all(all_digits) && (4..=12).contains(&registrant.len());
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"\\{}`|^".contains(c);
    let good = number && !suffix.is_empty() && suffix.chars().all(plain) && name.len() <= LONGEST;
    (good && !name.starts_with("10.48550/arxiv.")).then(|| [DOI, name].concat())
}

/// A DOI without what belongs to the sentence around it, as a bracket that was opened before.
fn alone(mut name: &str) -> &str {
    let around = ['.', ',', ';', ':', '\'', '/'];
    while let Some(rest) = name.strip_suffix(|c| c == ')' || around.contains(&c)) {
        if name.ends_with(')') && name.matches(')').count() <= name.matches('(').count() {
            break;
        }
        name = rest;
    }
    name
}

/// A text as it stood before it was part of an address, whose query and fragment go. `None` if that is no UTF-8.
fn decoded(text: &str, addressed: bool) -> Option<String> {
    if !addressed {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::new();
    let mut parts = text.split(['?', '#']).next()?.split('%');
    bytes.extend(parts.next()?.bytes());
    for part in parts {
        let meant = part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(meant.unwrap_or(b'%'));
        bytes.extend(part.bytes().skip(if meant.is_some() { 2 } else { 0 }));
    }
    String::from_utf8(bytes).ok()
}

/// Where a DOI leads to, with what may not stand in an address as its bytes.
fn resolver(doi: &str) -> String {
    let mut url = String::from("https://doi.org/");
    for c in doi.chars() {
        if c.is_ascii_alphanumeric() || "-._~/:;@!$&*+=".contains(c) {
            url.push(c);
        } else {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| url.push_str(&format!("%{byte:02X}")));
        }
    }
    url
}

/// An address as a name: with its host in small letters, and without what tells where a visitor came from.
fn address(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once("://")?;
    let link = Link::parse(text).filter(|_| !scheme.contains('.') && text.len() <= LONGEST)?;
    let (scheme, after) = link.as_str().split_once("://")?;
    let (host, path) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
    let (path, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
    let (path, asked) = path.split_once('?').unwrap_or((path, ""));
    let host = host.to_ascii_lowercase();
    let mut name = [scheme, "://", &host, path].concat();
    let mut mark = "?";
    for part in asked.split('&').filter(|part| !part.is_empty() && !part.starts_with("utm_")) {
        name.push_str(mark);
        name.push_str(part);
        mark = "&";
    }
    name.push_str(fragment);
    let ours = RESOLVERS.iter().any(|resolver| Some(&*host) == resolver.strip_suffix('/'));
    (!ours).then_some(name)
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn papers_that_are_not_on_arxiv_have_a_name_too() {
        let check = |text: &str, wanted: &str| {
            let id = PaperId::parse(text).unwrap().0;
            assert_eq!(id.as_str(), wanted, "{text}");
            assert_eq!(PaperId::parse(wanted), Some((id.clone(), None)));
            assert_eq!(PaperId::parse(&id.url()), Some((id.clone(), None)), "{}", id.url());
            assert!(Link::parse(&id.url()).is_some());
        };
        for text in [
            "10.1038/nature14539",
            "doi:10.1038/Nature14539",
            "DOI: 10.1038/nature14539.",
            "https://doi.org/10.1038/nature14539",
            "http://dx.doi.org/10.1038/NATURE14539?via=x#top",
            "https://dl.example.org/doi/abs/10.1038/nature14539",
            "https://dl.example.org/doi/10.1038/nature14539)",
        ] {
            check(text, "doi:10.1038/nature14539");
        }
        check(
            "https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15%3C1661::AID-SIM968%3E3.0.CO;2-2",
            "doi:10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
        );
        check("10.1016/S0140-6736(20)30183-5", "doi:10.1016/s0140-6736(20)30183-5");
        check("https://OpenReview.net/forum?id=Sk&utm_source=rss#all", "https://openreview.net/forum?id=Sk#all");
        check("http://localhost:8080/a", "http://localhost:8080/a");
    }

    #[test]
    fn what_names_no_paper_is_none() {
        for text in [
            "10.10/x",
            "10.1038",
            "10.1038/",
            "doi:nature14539",
            "https://doi.org/",
            "https://doi.org/10.48550/arXiv.2313.05239",
            "https://arxiv.org/list/cs.CV/new",
            "https://huggingface.co/papers/trending",
            "jmlr.org/papers",
            "javascript:alert(1)",
            "ftp://example.org/a",
            "https://",
        ] {
            assert_eq!(PaperId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn names_tell_their_kind() {
        let of = |text: &str| PaperId::parse(text).unwrap().0;
        let (old, doi, link) = (of("hep-th/9901001"), of("10.1038/nature14539"), of("https://www.jmlr.org/a"));
        assert_eq!([&old, &doi, &link].map(PaperId::kind), [IdKind::Arxiv, IdKind::Doi, IdKind::Link]);
        assert_eq!([&old, &doi, &link].map(PaperId::place), ["arXiv", "DOI", "jmlr.org"]);
        assert_eq!(old.doi().unwrap(), "10.48550/arXiv.hep-th/9901001");
        assert_eq!((doi.doi().unwrap(), link.doi()), ("10.1038/nature14539".to_owned(), None));
        assert_eq!((doi.pdf_url(), doi.hugging_face_url(), link.pdf_url()), (None, None, None));
    }
}
