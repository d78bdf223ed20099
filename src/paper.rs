//! What a paper is: its identity, its days, its facts, as every later stage sees them.
//!
//! A [`Paper`] is plain data that has been read and tidied. Absent facts are `None`, never a made-up zero: a feed that
//! does not say how many votes a paper has is not a feed that says it has none.
//!
//! ```
//! use offprint::paper::{Day, PaperId};
//!
//! let (id, version) = PaperId::parse("https://arxiv.org/pdf/2309.05239v2.pdf").unwrap();
//! assert_eq!((id.as_str(), version), ("2309.05239", Some(2)));
//! assert_eq!(Day::parse("2025-07-29T23:10:00Z").unwrap().to_string(), "2025-07-29");
//! ```

mod day;
mod id;
mod link;
mod name;
mod track;

pub use day::Day;
pub use id::{IdKind, PaperId};
pub use link::Link;
pub use name::Name;
pub use track::{Counted, Event, Sample, Track, VELOCITY_DAYS};

use serde::{Deserialize, Serialize};

/// One research paper, read and tidied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Which paper this is; versions of one paper share it.
    pub id: PaperId,
    /// The arXiv version the other facts belong to, where the feed says.
    pub version: Option<u16>,
    /// Title on one line, TeX cleaned to text.
    pub title: String,
    /// The authors' abstract on one line, TeX cleaned to text.
    pub abstract_text: Option<String>,
    /// One sentence by somebody other than the authors (an editor, a model).
    pub summary: Option<String>,
    /// Authors in the paper's own order.
    pub authors: Vec<Author>,
    /// arXiv categories, the primary one first (`cs.CV`).
    pub categories: Vec<String>,
    /// The papers-days on which a feed showed the paper, ascending, each once. Not the date of publication.
    pub days: Vec<Day>,
    /// Day on which the first version appeared on arXiv.
    pub published: Option<Day>,
    /// Votes of the feed's readers.
    pub votes: Option<u32>,
    /// Comments of the feed's readers.
    pub comments: Option<u32>,
    /// The authors' code.
    pub repository: Option<Link>,
    /// Stars of that repository.
    pub stars: Option<u32>,
    /// The authors' page on the paper.
    pub project: Option<Link>,
    /// The organisation that the feed credits.
    pub organisation: Option<String>,
    /// Who put the paper into the feed.
    pub submitter: Option<String>,
    /// Topics, in the feed's spelling.
    pub keywords: Vec<String>,
    /// A picture of the paper; on another host more often than not, so never loaded unasked.
    pub thumbnail: Option<Link>,
}

/// One author as printed on the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Display name, in the order of the paper ("Rémi Bardenet").
    pub name: String,
    /// Where the author works, where the feed knows.
    pub affiliations: Vec<String>,
}

impl Author {
    /// An author of whom only the name is known.
    pub fn named(name: impl Into<String>) -> Author {
        Author { name: name.into(), affiliations: Vec::new() }
    }
}

impl Paper {
    /// A paper of which nothing but its id and title is known.
    pub fn new(id: PaperId, title: impl Into<String>) -> Paper {
        Paper {
            id,
            version: None,
            title: title.into(),
            abstract_text: None,
            summary: None,
            authors: Vec::new(),
            categories: Vec::new(),
            days: Vec::new(),
            published: None,
            votes: None,
            comments: None,
            repository: None,
            stars: None,
            project: None,
            organisation: None,
            submitter: None,
            keywords: Vec::new(),
            thumbnail: None,
        }
    }

    /// Whether of its publication only the year is known: the first day of a year stands for it, as bibliographies of papers that are not
    /// on arXiv mostly tell no more.
    pub fn has_year_only(&self) -> bool {
        self.id.arxiv().is_none() && self.published.is_some_and(|day| matches!(day.ymd(), (_, 1, 1)))
    }

    /// Whether the paper says that it was withdrawn, which arXiv has no field for: authors say so at the start of the abstract, or
    /// in the title.
    pub fn is_withdrawn(&self) -> bool {
        opens_withdrawn(&head_of(&self.title)) || self.abstract_text.as_deref().is_some_and(says_withdrawn)
    }

    /// The first papers-day that showed the paper.
    pub fn first_day(&self) -> Option<Day> {
        self.days.first().copied()
    }

    /// The last papers-day that showed the paper.
    pub fn last_day(&self) -> Option<Day> {
        self.days.last().copied()
    }
}

/// Whether an abstract, or the authors' comment, says of its paper that it was withdrawn.
pub fn says_withdrawn(text: &str) -> bool {
    let words = head_of(text);
    let told = ["been withdrawn", "is withdrawn", "was withdrawn", "been retracted"];
    let of_itself = words.starts_with("this ") || words.starts_with("the ");
    opens_withdrawn(&words) || (of_itself && told.iter().any(|told| words.contains(told)))
}

fn opens_withdrawn(head: &str) -> bool {
    ["withdrawn", "(withdrawn", "[withdrawn"].iter().any(|open| head.starts_with(open))
}

fn head_of(text: &str) -> String {
    text.chars().take(80).collect::<String>().to_ascii_lowercase()
}
