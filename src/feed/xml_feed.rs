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
use super::xml::{Element, Tree, cut};
use super::{Hint, Shape, json_feed, tidy};
use crate::paper::{Author, Day, IdKind, Name, Paper, PaperId, says_withdrawn};

const WHOLE: &str = "the whole file";

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
#[inline(never)]
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
    let head = day_of(tree.root()).or_else(|| day_of(channel));
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
        if let Some((paper, place)) = source.read(shape == Shape::Oai) {
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
    cut(&entry.child("id").text(), "arxiv.org/api/errors").map(|_| entry.child("summary").text())
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
    /// An entry of Atom, an item of RSS, or a record of OAI-PMH in the formats `arXiv`, `arXivRaw` and `oai_dc`.
    #[inline(never)]
    fn read(mut self, record: bool) -> Option<(Paper, String)> {
        let header = self.element.child("header");
        if header.attribute("status").as_deref() == Some("deleted") {
            let done = "it was passed over; what is known stays";
            self.problems.note(self.place, "the source says that it was deleted", done);
            return None;
        }
        if record {
            self.element = self.element.child("metadata");
            for name in ["arXiv", "arXivRaw", "dc"] {
                let facts = self.element.child(name);
                self.element = if facts.is_missing() { self.element } else { facts };
            }
        }
        let element = self.element;
        let heading = element.child("title");
        let mut title = heading.text();
        if heading.attribute("type").is_some_and(|kind| kind.ends_with("html")) {
            title = tidy::without_tags(&title);
        }
        let title = tidy::without_marks(&title);
        let (title, suffix) = without_suffix(&title);
        let text = element.say(&["abstract", "summary", "description", "content", "encoded"]);
        let announced = announced(element, &text, suffix);
        let ours = record || announced.is_some() || !element.child("primary_category").is_missing();
        let mut abstract_text = if announced.is_some() { after_label(&text) } else { &text };
        let bare;
        if !ours || abstract_text.starts_with('<') {
            bare = tidy::without_tags(abstract_text);
            abstract_text = &bare;
        }
        let (mut paper, place) = self.start(header, suffix, title)?;
        paper.abstract_text = Some(tidy::prose(abstract_text)).filter(|text| !text.is_empty() && *text != paper.title);
        // Often the abstract stays as it was, and only the authors' comment says it.
        let comment = tidy::prose(&element.say(&["comment", "comments"]));
        if says_withdrawn(&comment) && !paper.is_withdrawn() {
            paper.abstract_text =
                Some([comment, paper.abstract_text.unwrap_or_default()].join(" ").trim_end().to_owned());
        }
        self.credits(&mut paper, announced.is_some());
        self.topics(&mut paper, ours, suffix, header);
        if record {
            self.dates(&mut paper);
        }
        let day = day_of(element);
        match announced {
            Some(true) => paper.days.extend(day.or(self.head)),
            Some(false) => {}
            None if record => paper.days.extend(self.hint.day),
            None if ours => {
                paper.published = day;
                paper.days.extend(self.hint.day);
            }
            None => paper.days.extend(day.or(self.hint.day)),
        }
        Some((paper, place))
    }

    /// The dates of a record: the first is when the first version appeared, and raw records have one for each.
    fn dates(&self, paper: &mut Paper) {
        let versions = self.element.all("version");
        paper.version = paper.version.or(u16::try_from(versions.len()).ok().filter(|count| *count > 0));
        let mut dates = self.element.all("created");
        dates.extend(self.element.all("date"));
        dates.extend(versions.iter().map(|version| version.child("date")));
        for date in dates {
            let day = day_text(&date.text());
            let earlier = paper.published.is_none_or(|known| day.is_some_and(|day| day < known));
            paper.published = if earlier { day } else { paper.published };
        }
    }

    /// The paper with its identifier and title; without either there is none.
    fn start(&self, header: Element<'_, '_>, suffix: &str, title: &str) -> Option<(Paper, String)> {
        let mut found: Option<(PaperId, Option<u16>)> = None;
        let mut look = |text: &str, own: bool| {
            let Some((id, version)) = PaperId::parse(text).filter(|(id, _)| own || id.kind() != IdKind::Link) else {
                return;
            };
            match &mut found {
                // The number of the version may stand in one of several addresses.
                Some((known, number)) if *known == id => *number = number.or(version),
                Some((known, _)) if known.kind() <= id.kind() => {}
                _ => found = Some((id, version)),
            }
        };
        for name in ["doi", "id", "guid", "identifier", "link"] {
            for named in self.element.all(name) {
                // Other links lead to the feed itself or to what belongs to the paper, which may name it all the same.
                let own = named.attribute("rel").is_none_or(|rel| rel == "alternate");
                look(&named.attribute("href").unwrap_or_else(|| named.text()), own);
            }
        }
        look(&self.element.attribute("about").unwrap_or_default(), true);
        look(suffix.split(' ').next().unwrap_or(""), true);
        look(&header.child("identifier").text(), true);
        let Some((id, version)) = found else {
            self.problems.note(
                self.place.clone(),
                "it has no identifier of arXiv, no DOI and no link",
                "the item was set aside",
            );
            return None;
        };
        let title = tidy::prose(title);
        let place = format!("{} ({id})", self.place);
        if title.is_empty() {
            self.problems.note(place, "it has no title", "the item was set aside");
            return None;
        }
        Some((Paper { version, ..Paper::new(id, title) }, place))
    }

    /// The authors, each in an element of their own or all in one, which in arXiv's listings is always a list.
    #[inline(never)]
    fn credits(&self, paper: &mut Paper, listed: bool) {
        let element = self.element;
        let mut authors = element.child("authors").all("author");
        authors.extend(element.all("author"));
        for author in authors {
            let mut name = author.say(&["keyname", "name"]);
            if !author.child("keyname").is_missing() {
                name = [author.say(&["forenames"]), name, author.say(&["suffix"])].join(" ");
            }
            let mut affiliations = Vec::new();
            for place in author.all("affiliation") {
                push(&mut affiliations, &place.text());
            }
            let name = person(&name);
            if !name.is_empty() {
                paper.authors.push(Author { name, affiliations });
            }
        }
        if !paper.authors.is_empty() {
            return;
        }
        let creators = element.all("creator");
        for creator in &creators {
            let mut list = tidy::line(&creator.text());
            // “Ada Example, Carl Ng” are two, “Example, Ada” is one.
            if !listed && (creators.len() > 1 || !list.split(',').all(|name| name.trim().contains(' '))) {
                list = Name::from_sorted(&list).to_string();
            }
            names(&list, paper);
        }
        let list = element.say(&["authors", "author"]);
        // An address is whoever runs the feed.
        if creators.is_empty() && !list.contains('@') {
            names(&list, paper);
        }
    }

    /// Categories, the primary one first. Of arXiv's own, what begins with a small letter is one; the rest is another classification.
    fn topics(&self, paper: &mut Paper, ours: bool, suffix: &str, header: Element<'_, '_>) {
        if let Some((_, category)) = suffix.split_once('[') {
            push(&mut paper.categories, category.split(']').next().unwrap_or(""));
        }
        let mut words = self.element.child("categories").text();
        if words.is_empty() {
            // Sets are named like cs, physics:hep-th and cs:cs:AI.
            for set in header.all("setSpec") {
                words.push_str(&set.text());
                words.push(' ');
            }
        }
        for word in words.split_whitespace() {
            push(&mut paper.categories, word.rsplit(':').next().unwrap_or(word));
        }
        let mut terms = self.element.all("primary_category");
        terms.extend(self.element.all("category"));
        for term in terms {
            let term = tidy::line(&term.attribute("term").unwrap_or_else(|| term.text()));
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
        let (_, behind) = cut(text, "Announce Type:").unwrap_or(("", ""));
        kind = behind.split_whitespace().next().unwrap_or(suffix).to_owned();
    }
    (!kind.is_empty()).then(|| cut(&kind, "replace").is_none() && cut(&kind, "UPDATED").is_none())
}

/// The title and what the listings in RSS 1.0 put behind it: `(arXiv:2301.00001v2 [cs.CL] UPDATED)`, from `2301` on.
fn without_suffix(title: &str) -> (&str, &str) {
    let Some((title, suffix)) = cut(title, "(arXiv:") else { return (title, "") };
    (title.trim_end().trim_end_matches('.'), suffix.trim_end_matches(')'))
}

/// The abstract behind `arXiv:2301.00001v2 Announce Type: new Abstract:`.
fn after_label(text: &str) -> &str {
    let labelled = text.trim_start().starts_with("arXiv:");
    cut(text, "Abstract:").filter(|_| labelled).map_or(text, |(_, behind)| behind)
}

/// Adds the names of a list: `Ada Example (MIT), Björn Müller and C. Ng`.
fn names(list: &str, paper: &mut Paper) {
    let list = tidy::line(&tidy::without_tags(list));
    let mut depth = 0_u32;
    let mut bare = String::new();
    for c in list.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => bare.push(','),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    let mut list = String::new();
    let mut rest = bare.as_str();
    while let Some((before, behind)) = cut(rest, " and ") {
        list.push_str(before);
        list.push(',');
        rest = behind;
    }
    list.push_str(rest);
    for name in list.split(',') {
        match paper.authors.last_mut() {
            Some(last) if matches!(name.trim(), "Jr." | "Jr" | "Sr." | "II" | "III") => {
                last.name = [last.name.as_str(), name.trim()].join(" ");
            }
            _ => {
                let name = person(name);
                if !name.is_empty() {
                    paper.authors.push(Author::named(name));
                }
            }
        }
    }
}

/// A name, whose accents may be TeX's; braces are then TeX's too.
fn person(name: &str) -> String {
    if name.contains(['\\', '{', '$']) { tidy::tex(name) } else { tidy::line(name) }
}

/// Adds a word, unless it is there in this or another case.
fn push(list: &mut Vec<String>, word: &str) {
    let word = tidy::line(word);
    let lower = word.to_lowercase();
    if !word.is_empty() && !list.iter().any(|known| known.to_lowercase() == lower) {
        list.push(word);
    }
}

/// The day of an item or a whole feed.
fn day_of(element: Element<'_, '_>) -> Option<Day> {
    day_text(&element.say(&["published", "pubDate", "date", "updated"]))
}

fn day_text(text: &str) -> Option<Day> {
    Day::parse(text.trim()).or_else(|| mail_day(text))
}

/// The day of a date as mails have it (RFC 5322): `Mon, 5 Feb 2024 00:00:00 -0500`. The zone's own day, as the source means it.
fn mail_day(text: &str) -> Option<Day> {
    let mut words = text.split([' ', ',', '-']).filter(|word| !word.is_empty());
    let day = words.find_map(|word| word.parse().ok())?;
    let name = words.next()?;
    let month =
        tidy::MONTHS.iter().position(|month| name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(month)))?;
    let year: i32 = words.next()?.parse().ok()?;
    Day::from_ymd(if year < 100 { year + 2_000 } else { year }, month as u32 + 1, day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
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
            let mut paper = Paper::new(PaperId::parse("2301.00001").unwrap().0, "A title");
            names(list, &mut paper);
            assert_eq!(paper.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>(), wanted);
        };
        check("A. Example (1), B. Müller ((2) Inst, X) and\n C. Ng", &["A. Example", "B. Müller", "C. Ng"]);
        check("Martin King, Jr., <a href=\"x\">G. Erd\\H{o}s</a>", &["Martin King Jr.", "G. Erdős"]);
    }
}
