//! Papers to our own format, a JSON Feed 1.1 that any feed reader opens. `docs/feed-format.md` describes each member.

use serde::Serialize;

use crate::paper::{Link, Paper};

/// The number of our format. It rises when a reader of the number before would misread what is written.
pub const FORMAT: u32 = 1;

/// What stands above the items of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedHead {
    /// The name of the feed.
    pub title: String,
    /// The page it belongs to.
    pub home: Option<Link>,
}

/// Writes papers in the given order, one on each line; the same papers always give the same bytes.
///
/// ```
/// use offprint::feed::{self, FeedHead};
/// use offprint::paper::{Day, Paper, PaperId};
///
/// let (id, version) = PaperId::parse("2309.05239v2").unwrap();
/// let paper = Paper { version, days: vec![Day(20_298)], votes: Some(0), ..Paper::new(id, "A title") };
/// let text = feed::write(&[paper.clone()], &FeedHead { title: "A feed".into(), home: None });
/// assert_eq!(feed::read(text.as_bytes()).papers, [paper]);
/// ```
pub fn write(papers: &[Paper], head: &FeedHead) -> String {
    let mut text = String::from("{\n\"version\": \"https://jsonfeed.org/version/1.1\",\n");
    text.push_str(&format!("\"title\": {},\n", json(&head.title)));
    if let Some(home) = &head.home {
        text.push_str(&format!("\"home_page_url\": {},\n", json(&home.as_str())));
    }
    text.push_str(&format!("\"_paper\": {{\"format\": {FORMAT}}},\n\"items\": ["));
    for (index, paper) in papers.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&json(&Item::of(paper)));
    }
    text.push_str("\n]\n}\n");
    text
}

/// JSON of a value that cannot fail to have one: texts, numbers, lists and structs of them.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    title: &'a str,
    content_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    authors: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [String],
    _paper: Extension<'a>,
}

/// The members of `_paper`: all that is known, so that a reader of it needs nothing else but title, text and authors.
#[derive(Serialize)]
struct Extension<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    arxiv: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u16>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    authors: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    categories: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    days: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upvotes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comments: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stars: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    submitter: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    keywords: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail: Option<&'a str>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    affiliations: &'a [String],
}

impl<'a> Item<'a> {
    fn of(paper: &'a Paper) -> Item<'a> {
        let summary = paper.summary.as_deref();
        Item {
            id: paper.id.url(),
            url: paper.id.url(),
            title: &paper.title,
            content_text: paper.abstract_text.as_deref().or(summary).unwrap_or(&paper.title),
            summary,
            image: paper.thumbnail.as_ref().map(Link::as_str),
            date_published: paper.published.map(|day| format!("{day}T00:00:00Z")),
            authors: paper.authors.iter().map(|author| Named { name: &author.name, affiliations: &[] }).collect(),
            tags: &paper.categories,
            _paper: Extension::of(paper),
        }
    }
}

impl<'a> Extension<'a> {
    fn of(paper: &'a Paper) -> Extension<'a> {
        let affiliated = paper.authors.iter().any(|author| !author.affiliations.is_empty());
        let authors = if affiliated { paper.authors.as_slice() } else { &[] };
        Extension {
            arxiv: paper.id.arxiv(),
            version: paper.version,
            authors: authors.iter().map(|a| Named { name: &a.name, affiliations: &a.affiliations }).collect(),
            categories: &paper.categories,
            days: paper.days.iter().map(ToString::to_string).collect(),
            published: paper.published.map(|day| day.to_string()),
            upvotes: paper.votes,
            comments: paper.comments,
            repository: paper.repository.as_ref().map(Link::as_str),
            stars: paper.stars,
            project: paper.project.as_ref().map(Link::as_str),
            organisation: paper.organisation.as_deref(),
            submitter: paper.submitter.as_deref(),
            keywords: &paper.keywords,
            summary: paper.summary.as_deref(),
            thumbnail: paper.thumbnail.as_ref().map(Link::as_str),
        }
    }
}
