//! The files beside an archive's months, for other programs: Atom and JSON Feed of the newest papers, whole and of each category,
//! Markdown of each day, `llms.txt` and a sitemap. The same papers always give the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cite::{Entry, Format, Head};
use crate::feed::archive::MANIFEST;
use crate::library::Library;
use crate::paper::{Day, Link, Paper};
use crate::query::Order;
use crate::rank::{Given, ranked};

/// So many of the newest papers are in the feed of all.
const NEWEST: usize = 200;

/// So many are in the feed of a category.
const NEWEST_OF_CATEGORY: usize = 100;

/// So many days are named in `llms.txt`; the others have names of the same form.
const DAYS_NAMED: usize = 60;

/// A sitemap has no more addresses (<https://www.sitemaps.org/protocol.html>).
const MOST_IN_SITEMAP: usize = 50_000;

/// What the files say of the archive.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its name.
    pub title: String,
    /// The page of the app.
    pub home: Link,
    /// The folder of the archive.
    pub archive: Link,
}

/// Names and bytes of the files. O(papers log papers) and the papers of each day once.
pub fn files(library: &Library, site: &Site) -> Vec<(String, Vec<u8>)> {
    let newest_day = library.days().next_back().map(|(day, _)| day);
    let today = newest_day.unwrap_or(Day(0));
    let places = ranked(library, Order::Newest, &Given::on(today));
    let newest: Vec<&Paper> = places.into_iter().filter_map(|place| library.at(place)).collect();
    let mut files = Vec::new();
    let mut write = |name: String, text: String| files.push((name, text.into_bytes()));
    let first: Vec<&Paper> = newest.iter().take(NEWEST).copied().collect();
    feeds("all", &site.title, &first, today, site, &mut write);
    let categories = by_category(&newest);
    for (category, papers) in &categories {
        feeds(category, &format!("{}: {category}", site.title), papers, today, site, &mut write);
    }
    let names: Vec<&str> = std::iter::once("all").chain(categories.keys().copied()).collect();
    write("feeds/index.json".into(), serde_json::to_string(&names).unwrap_or_default());
    let mut days: Vec<Day> = Vec::new();
    for (day, _) in library.days() {
        let mut papers: Vec<&Paper> = library.on(day, day).into_iter().filter_map(|place| library.at(place)).collect();
        papers.sort_by(|a, b| b.votes.cmp(&a.votes).then_with(|| a.id.cmp(&b.id)));
        write(format!("days/{day}.md"), markdown(day, &papers, site));
        days.push(day);
    }
    days.reverse();
    write("llms.txt".into(), llms(library.len(), &days, &categories, site));
    write("sitemap.xml".into(), sitemap(&days, site));
    files
}

/// The newest papers of each category whose name may be a file's.
fn by_category<'a>(newest: &[&'a Paper]) -> BTreeMap<&'a str, Vec<&'a Paper>> {
    let mut categories: BTreeMap<&str, Vec<&Paper>> = BTreeMap::new();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    for paper in newest {
        let named = paper.categories.iter().filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
        for category in named.filter(|name| name.len() < 40 && name.chars().all(plain) && *name != "all") {
            let papers = categories.entry(category).or_default();
            if papers.len() < NEWEST_OF_CATEGORY && papers.last().is_none_or(|last| last.id != paper.id) {
                papers.push(paper);
            }
        }
    }
    categories
}

/// One list of papers as Atom and as JSON Feed, each of which says where it is.
fn feeds(name: &str, title: &str, papers: &[&Paper], today: Day, site: &Site, write: &mut dyn FnMut(String, String)) {
    let entries: Vec<Entry<'_>> = papers.iter().map(|paper| Entry::of(paper)).collect();
    let head = Head { title, home: site.home.as_str(), today };
    let at = |ending: &str| address(site, &format!("feeds/{name}.{ending}"));
    write(format!("feeds/{name}.xml"), placed(&Format::Atom.write(&entries, &head), &at("xml")));
    let json = Format::JsonFeed.write(&entries, &head);
    let own = format!("\n\"feed_url\": \"{}\",\n\"home_page_url\"", at("json"));
    write(format!("feeds/{name}.json"), json.replacen("\n\"home_page_url\"", &own, 1));
}

/// An Atom feed that says where it is, and is known by that: whatever it is called, it stays the same feed to its readers.
fn placed(atom: &str, place: &str) -> String {
    let parts = atom.split_once("<id>").and_then(|(head, rest)| Some((head, rest.split_once("</id>")?.1)));
    let Some((head, rest)) = parts else { return atom.to_owned() };
    let own = escape(place);
    format!(
        "{head}<id>{own}</id>{}",
        rest.replacen("<author>", &format!("<link rel=\"self\" href=\"{own}\"/>\n<author>"), 1)
    )
}

/// A day for readers of text.
fn markdown(day: Day, papers: &[&Paper], site: &Site) -> String {
    let mut text =
        format!("# {}, {day}\n\n{} papers. The list: <{}>\n", plain(&site.title), papers.len(), view(site, day));
    for paper in papers {
        let _ = write!(text, "\n## {}\n\n", plain(&paper.title));
        let names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
        if !names.is_empty() {
            let _ = writeln!(text, "{}  ", plain(&names.join(", ")));
        }
        let _ = write!(text, "<{}>", paper.id.url());
        for fact in [paper.categories.join(" "), counted(paper)].iter().filter(|fact| !fact.is_empty()) {
            let _ = write!(text, " · {}", plain(fact));
        }
        text.push('\n');
        for link in [&paper.repository, &paper.project].into_iter().flatten() {
            let _ = writeln!(text, "<{}>", link.as_str());
        }
        for paragraph in [&paper.summary, &paper.abstract_text].into_iter().flatten() {
            let _ = write!(text, "\n{}\n", plain(paragraph));
        }
    }
    text
}

/// Votes and comments, where known.
pub(super) fn counted(paper: &Paper) -> String {
    let of = |count: Option<u32>, one: &str, many: &str| {
        count.map(|count| format!("{count} {}", if count == 1 { one } else { many }))
    };
    let facts = [of(paper.votes, "vote", "votes"), of(paper.comments, "comment", "comments")];
    facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The form that <https://llmstxt.org> proposes.
fn llms(papers: usize, days: &[Day], categories: &BTreeMap<&str, Vec<&Paper>>, site: &Site) -> String {
    let mut text =
        format!("# {}\n\n> {papers} research papers on {} days, as plain files.\n\n", plain(&site.title), days.len());
    text.push_str("Each day is a Markdown file, `days/YYYY-MM-DD.md`. All of it is in JSON Feeds, one a month, which the manifest lists.\n");
    text.push_str("\n## Days\n\n");
    for day in days.iter().take(DAYS_NAMED) {
        let _ = writeln!(text, "- [{day}]({})", address(site, &format!("days/{day}.md")));
    }
    text.push_str("\n## Feeds\n\n");
    let _ = writeln!(text, "- [Newest papers, Atom]({})", address(site, "feeds/all.xml"));
    let _ = writeln!(text, "- [Newest papers, JSON Feed]({})", address(site, "feeds/all.json"));
    let _ = writeln!(text, "- [Manifest of all months]({})", address(site, MANIFEST));
    text.push_str("\n## Optional\n\n");
    for category in categories.keys() {
        let _ = writeln!(text, "- [{category}]({})", address(site, &format!("feeds/{category}.xml")));
    }
    text
}

fn sitemap(days: &[Day], site: &Site) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    text.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let mut place = |address: &str| _ = writeln!(text, "<url><loc>{}</loc></url>", escape(address));
    place(site.home.as_str());
    for day in days.iter().take(MOST_IN_SITEMAP / 2 - 1) {
        place(&view(site, *day));
        place(&address(site, &format!("days/{day}.md")));
    }
    text.push_str("</urlset>\n");
    text
}

/// The list of a day in the app.
pub(super) fn view(site: &Site, day: Day) -> String {
    format!("{}?day={day}", site.home.as_str())
}

fn address(site: &Site, file: &str) -> String {
    format!("{}/{file}", site.archive.as_str().trim_end_matches('/'))
}

/// Text that stays text in Markdown: what could begin markup there is escaped.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let marks = "\\`*_[]<>|#".contains(c) || (at == 0 && "-+=~".contains(c));
        if marks {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

/// Text that stays text in XML and HTML.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
