//! Feeds in XML: Atom (RFC 4287), RSS 2.0 and 1.0, and the records of OAI-PMH, from arXiv and from anyone.
//!
//! What arXiv serves under these names says different things. The answers of its API and its OAI-PMH records tell when the first
//! version appeared. Its listings tell when a paper was announced, and why: new and cross-listed papers were on that papers-day,
//! replaced ones were not. A feed of somebody else tells when it showed the paper, which is a papers-day too.
//!
//! Formats: <https://info.arxiv.org/help/api/user-manual.html>, <https://info.arxiv.org/help/rss_specifications.html>,
//! <https://info.arxiv.org/help/oa/index.html>.

use super::document::Stop;
use super::merged::Merged;
use super::problem::Problems;
use super::xml::{Element, Tree};
use super::{Hint, Shape, json_feed, tidy};
use crate::paper::{Author, Day, Name, Paper, PaperId};
use crate::search::order::sorted;

const WHOLE: &str = "the whole file";

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Which kind of feed a document is, by its outermost element.
pub(super) fn shape(tree: &Tree<'_>) -> Option<Shape> {
    match tree.root().name() {
        "feed" | "entry" => Some(Shape::Atom),
        "rss" | "RDF" => Some(Shape::Rss),
        "OAI-PMH" | "ListRecords" | "GetRecord" | "record" => Some(Shape::Oai),
        _ => None,
    }
}

/// Reads the items of a feed. An answer that is an error is of no shape.
pub(super) fn read(tree: &Tree<'_>, shape: Shape, hint: &Hint, problems: &Problems) -> (Vec<Paper>, Shape) {
    let item = match shape {
        Shape::Atom => "entry",
        Shape::Rss => "item",
        _ => "record",
    };
    if let Some(message) = refusal(tree) {
        problems.note(
            WHOLE,
            format!("the source answered with an error: “{}”", tidy::excerpt(&message)),
            "nothing was read",
        );
        return (Vec::new(), Shape::Unknown);
    }
    let channel = tree.root().child("channel");
    let head = [tree.root(), channel].into_iter().find_map(day_of);
    let mut merged = Merged::default();
    let mut count = 0;
    let mut inside = false;
    for (element, whole) in tree.all(item) {
        inside = !whole;
        if inside {
            break;
        }
        count += 1;
        let source = Item { element, place: format!("item {count}"), head, hint, problems };
        let read = if shape == Shape::Oai { source.record() } else { source.entry() };
        if let Some((paper, place)) = read {
            merged.add(paper, &place, problems);
        }
    }
    if tree.is_cut() {
        let stop = if inside { Stop::InItem(count + 1) } else { Stop::AfterItem(count) };
        problems.note("the end of the file", stop.to_string(), "the items before that were read");
    }
    (merged.into_papers(), shape)
}

/// What the source says instead of an answer: the one entry of arXiv's API, or the error of OAI-PMH. That there is nothing is no error.
fn refusal(tree: &Tree<'_>) -> Option<String> {
    let root = tree.root();
    let error = root.child("error");
    if !error.is_missing() && error.attribute("code").as_deref() != Some("noRecordsMatch") {
        return Some(error.text());
    }
    let entry = root.child("entry");
    entry.child("id").text().contains("arxiv.org/api/errors").then(|| entry.child("summary").text())
}

/// One item on its way to a paper.
struct Item<'t, 'a> {
    element: Element<'t, 'a>,
    place: String,
    /// The day of the whole feed.
    head: Option<Day>,
    hint: &'t Hint,
    problems: &'t Problems,
}

impl<'t, 'a> Item<'t, 'a> {
    /// An entry of Atom, or an item of RSS.
    fn entry(self) -> Option<(Paper, String)> {
        let element = self.element;
        let link = |link: Element<'_, '_>| link.attribute("href").unwrap_or_else(|| link.text());
        let named = ["id", "guid", "identifier"].map(|name| element.child(name).text());
        let links = element.all("link").map(link).chain(element.attribute("about"));
        let heading = element.child("title");
        let title = match heading.attribute("type").as_deref() {
            Some("html" | "xhtml") => tidy::without_tags(&heading.text()),
            _ => heading.text(),
        };
        let (title, suffix) = without_suffix(&title);
        let mut ending = suffix.split_whitespace();
        let identity = named.into_iter().chain(links).chain([ending.next().unwrap_or("").to_owned()]);
        let content = ["summary", "description", "content", "encoded"].map(|name| element.child(name));
        let text = content.iter().map(|text| text.text()).find(|text| !text.trim().is_empty()).unwrap_or_default();
        let announced = announced(element, &text, suffix);
        let abstract_text = if announced.is_some() { after_label(&text) } else { &text };
        let ours = announced.is_some() || !element.child("primary_category").is_missing();
        let html = abstract_text.trim_start().starts_with('<') || !ours;
        let (mut paper, place) = self.start(identity, title)?;
        let bare = if html { tidy::without_tags(abstract_text) } else { abstract_text.to_owned() };
        paper.abstract_text = some(tidy::prose(&bare)).filter(|text| *text != paper.title);
        self.credits(&mut paper, ours);
        ending.for_each(|word| push(&mut paper.categories, word.trim_matches(['[', ']'])));
        paper.categories.retain(|word| json_feed::like_category(word));
        self.topics(&mut paper, ours);
        let first = day_in(element.child("published")).or_else(|| day_of(element));
        match announced {
            Some(true) => paper.days.extend(first.or(self.head)),
            Some(false) => {}
            None if ours => paper.published = first,
            None => paper.days.extend(first),
        }
        if announced.is_none() && paper.days.is_empty() {
            paper.days.extend(self.hint.day);
        }
        Some((paper, place))
    }

    /// A record of OAI-PMH in the formats `arXiv`, `arXivRaw` and `oai_dc`.
    fn record(self) -> Option<(Paper, String)> {
        let header = self.element.child("header");
        if header.attribute("status").as_deref() == Some("deleted") {
            self.problems.note(
                self.place,
                "the source says that it was deleted",
                "it was passed over; what is known stays",
            );
            return None;
        }
        let within = self.element.child("metadata");
        let facts =
            ["arXiv", "arXivRaw", "dc"].map(|name| within.child(name)).into_iter().find(|facts| !facts.is_missing());
        let facts = facts.unwrap_or(within);
        let inner = Item { element: facts, ..self };
        let identity = ["id", "identifier"].map(|name| facts.child(name).text());
        let identity = identity.into_iter().chain([header.child("identifier").text()]);
        let (mut paper, place) = inner.start(identity, &facts.child("title").text())?;
        let text = ["abstract", "description"].map(|name| facts.child(name).text());
        paper.abstract_text = text.into_iter().map(|text| tidy::prose(&text)).find(|text| !text.is_empty());
        inner.credits(&mut paper, false);
        let listed = facts.child("categories").text();
        let sets = header.all("setSpec").map(|set| set.text()).collect::<Vec<_>>().join(" ");
        let words = if listed.trim().is_empty() { sets.as_str() } else { &listed };
        words.split_whitespace().for_each(|word| push(&mut paper.categories, word.rsplit(':').next().unwrap_or(word)));
        let versions: Vec<Day> = facts.all("version").filter_map(|version| day_in(version.child("date"))).collect();
        paper.version = paper.version.or(u16::try_from(versions.len()).ok().filter(|count| *count > 0));
        let dates = ["created", "date"].into_iter().flat_map(|name| facts.all(name)).filter_map(day_in);
        paper.published = sorted(dates.chain(versions).collect()).first().copied();
        paper.days.extend(inner.hint.day);
        Some((paper, place))
    }

    /// The paper with its identifier and title; without either there is none.
    fn start(&self, identity: impl Iterator<Item = String>, title: &str) -> Option<(Paper, String)> {
        let mut found = identity.filter_map(|text| PaperId::parse(&text));
        let Some((id, version)) = found.next() else {
            self.problems.note(&self.place, "no arXiv identifier was found in it", "the item was set aside");
            return None;
        };
        let title = tidy::prose(title);
        let place = format!("{} ({id})", self.place);
        if title.is_empty() {
            self.problems.note(place, "it has no title", "the item was set aside");
            return None;
        }
        let version = version.or_else(|| found.find(|(other, version)| *other == id && version.is_some())?.1);
        Some((Paper { version, ..Paper::new(id, title) }, place))
    }

    /// The authors, each in an element of their own or all in one, which in arXiv's listings is always a list.
    fn credits(&self, paper: &mut Paper, listed: bool) {
        let element = self.element;
        for author in element.child("authors").all("author").chain(element.all("author")) {
            let part = |name| author.child(name).text();
            let name = match part("keyname") {
                family if family.trim().is_empty() => part("name"),
                family => [part("forenames"), family, part("suffix")].join(" "),
            };
            let affiliations = author.all("affiliation").map(|place| tidy::line(&place.text())).collect();
            let name = person(&name);
            if !name.is_empty() {
                paper.authors.push(Author { name, affiliations });
            }
        }
        let creators: Vec<String> = element.all("creator").map(|creator| creator.text()).collect();
        let lists = || ["authors", "author"].map(|name| element.child(name).text());
        // “Ada Example, Carl Ng” are two, “Example, Ada” is one.
        let several = |list: &str| list.split(',').all(|name| name.trim().contains(' '));
        match creators.as_slice() {
            _ if !paper.authors.is_empty() => {}
            // An address is whoever runs the feed.
            [] => lists().iter().filter(|list| !list.contains('@')).for_each(|list| names(list, paper)),
            [list] if listed || several(list) => names(list, paper),
            many => many.iter().for_each(|name| name_of(&Name::from_sorted(&tidy::line(name)).to_string(), paper)),
        }
    }

    /// Categories, the primary one first. Of arXiv's own, what begins with a small letter is one; the rest is another classification.
    fn topics(&self, paper: &mut Paper, ours: bool) {
        let terms = self.element.all("primary_category").chain(self.element.all("category"));
        for term in terms.map(|term| term.attribute("term").unwrap_or_else(|| term.text())) {
            let term = tidy::line(&term);
            let small = term.starts_with(|c: char| c.is_ascii_lowercase());
            match (json_feed::like_category(&term) || (ours && small), ours) {
                (true, _) => push(&mut paper.categories, &term),
                (false, false) => push(&mut paper.keywords, &term),
                (false, true) => {}
            }
        }
    }
}

/// What a listing of arXiv says of a paper: whether it is new in the category, and not a later version. `None` if the item is of no
/// listing.
fn announced(item: Element<'_, '_>, text: &str, suffix: &str) -> Option<bool> {
    let mut kind = item.child("announce_type").text();
    if kind.is_empty() {
        let (_, behind) = text.split_once("Announce Type:").unwrap_or(("", ""));
        kind = behind.split_whitespace().next().unwrap_or(suffix).to_owned();
    }
    (!kind.is_empty()).then(|| !kind.contains("replace") && !kind.contains("UPDATED"))
}

/// The title and what the listings in RSS 1.0 put behind it: `(arXiv:2301.00001v2 [cs.CL] UPDATED)`, from `2301` on.
fn without_suffix(title: &str) -> (&str, &str) {
    let Some((title, suffix)) = title.rsplit_once("(arXiv:") else { return (title, "") };
    (title.trim_end().trim_end_matches('.'), suffix.trim_end_matches(')'))
}

/// The abstract behind `arXiv:2301.00001v2 Announce Type: new Abstract:`.
fn after_label(text: &str) -> &str {
    let labelled = text.trim_start().starts_with("arXiv:");
    text.split_once("Abstract:").filter(|_| labelled).map_or(text, |(_, behind)| behind)
}

/// Adds the names of a list: `Ada Example (MIT), Björn Müller and C. Ng`.
fn names(list: &str, paper: &mut Paper) {
    let list = tidy::without_tags(list);
    let mut depth = 0_u32;
    let mut bare = String::new();
    for c in list.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    for name in bare.replace('\n', " ").replace(" and ", ",").split([',', ';']) {
        match paper.authors.last_mut() {
            Some(last) if matches!(name.trim(), "Jr." | "Jr" | "Sr." | "II" | "III") => {
                last.name = [last.name.as_str(), name.trim()].join(" ");
            }
            _ => name_of(name, paper),
        }
    }
}

fn name_of(name: &str, paper: &mut Paper) {
    paper.authors.extend(some(person(name)).map(Author::named));
}

/// A name, whose accents may be TeX's; braces are then TeX's too.
fn person(name: &str) -> String {
    if name.contains(['\\', '{', '$']) { tidy::tex(name) } else { tidy::line(name) }
}

fn push(list: &mut Vec<String>, word: &str) {
    if !word.is_empty() && !list.iter().any(|known| known == word) {
        list.push(word.to_owned());
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// The day of an item or a whole feed.
fn day_of(element: Element<'_, '_>) -> Option<Day> {
    ["published", "pubDate", "date", "updated"].into_iter().find_map(|name| day_in(element.child(name)))
}

fn day_in(element: Element<'_, '_>) -> Option<Day> {
    let text = element.text();
    Day::parse(text.trim()).or_else(|| mail_day(&text))
}

/// The day of a date as mails have it (RFC 5322): `Mon, 5 Feb 2024 00:00:00 -0500`. The zone's own day, as the source means it.
fn mail_day(text: &str) -> Option<Day> {
    let mut words = text.split([' ', ',', '-']).filter(|word| !word.is_empty());
    let day = words.find_map(|word| word.parse().ok())?;
    let name = words.next()?;
    let month = MONTHS.iter().position(|month| name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(month)))?;
    let year: i32 = words.next()?.parse().ok()?;
    Day::from_ymd(if year < 100 { year + 2_000 } else { year }, month as u32 + 1, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_mails_are_read() {
        let check = |text: &str, day: &str| assert_eq!(mail_day(text), Day::parse(day), "{text}");
        check("Mon, 05 Feb 2024 00:00:00 -0500", "2024-02-05");
        check("5 February 24 00:00 EST", "2024-02-05");
        check("Tue, 31 Feb 2024", "");
        check("soon", "");
    }

    #[test]
    fn names_of_a_list_are_taken_apart() {
        let check = |list: &str, wanted: &[&str]| {
            let mut paper = Paper::new(PaperId::parse("2301.00001").expect("an identifier").0, "A title");
            names(list, &mut paper);
            assert_eq!(paper.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>(), wanted);
        };
        check("A. Example (1), B. Müller ((2) Inst, X) and\n C. Ng", &["A. Example", "B. Müller", "C. Ng"]);
        check("Martin King, Jr., <a href=\"x\">G. Erd\\H{o}s</a>", &["Martin King Jr.", "G. Erdős"]);
    }
}
