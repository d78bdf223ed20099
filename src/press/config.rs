//! The configuration of `press fetch`: sources, and the requests that they mean. `docs/press.md` describes the file.
//!
//! ```
//! use offprint::paper::Day;
//! use offprint::press::config::Config;
//!
//! let config = Config::parse("[[source]]\nkind = \"hugging-face\"\ndays = 2").unwrap();
//! let asked = config.source[0].requests(Day::parse("2025-07-30").unwrap());
//! assert_eq!(asked[0].url, "https://huggingface.co/api/daily_papers?date=2025-07-29&limit=100");
//! assert_eq!(asked[0].file, "2025-07-29.json");
//! ```

use serde::Deserialize;

use crate::paper::Day;

/// Hugging Face cuts its answers here (<https://huggingface.co/docs/hub/api>).
const SLICE_OF_HUGGING_FACE: usize = 100;

/// arXiv asks for slices of at most 2,000 (<https://info.arxiv.org/help/api/user-manual.html>).
const SLICE_OF_ARXIV: usize = 2_000;

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder of answers, from the configuration's own folder on.
    #[serde(default = "answers")]
    pub folder: String,
    /// An address by which a source can reach whoever asks; sent as part of `User-Agent`.
    pub contact: Option<String>,
    /// How often a request is made before its source is given up for this run.
    #[serde(default = "five")]
    pub tries: u32,
    /// Seconds before the second try; doubled before each later one.
    #[serde(default = "two")]
    pub wait: f64,
    /// The sources, in the order in which they are asked.
    #[serde(default)]
    pub source: Vec<Source>,
}

/// One source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What it is.
    pub kind: Kind,
    /// The name of its folder among the answers; the kind, if absent.
    pub name: Option<String>,
    /// So many days back from today, today included. 7 if neither this nor `from` is there.
    pub days: Option<u32>,
    /// The first day.
    #[serde(default, deserialize_with = "day")]
    pub from: Option<Day>,
    /// The last day; today, if absent.
    #[serde(default, deserialize_with = "day")]
    pub to: Option<Day>,
    /// Categories of arXiv.
    #[serde(default)]
    pub categories: Vec<String>,
    /// The address of a feed; of other kinds, a host that answers in the source's place.
    pub address: Option<String>,
    /// Files and folders, from the configuration's own folder on.
    #[serde(default)]
    pub files: Vec<String>,
    /// Seconds between requests, for an `address` of your own; what the sources themselves ask for is known.
    pub pause: Option<f64>,
    /// Items of a slice, where fewer are wanted than the source gives.
    pub slice: Option<usize>,
    /// An answer for a day is final when it was asked for so many days after it. Votes change for some two weeks.
    #[serde(default = "fourteen")]
    pub settled: i32,
}

/// The kinds of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `daily_papers` of Hugging Face, day by day.
    HuggingFace,
    /// The API of arXiv: what was submitted in the categories, day by day.
    Arxiv,
    /// The listings of arXiv as RSS: what was announced in the categories last.
    ArxivRss,
    /// The same as Atom.
    ArxivAtom,
    /// A JSON Feed, RSS or Atom feed.
    Feed,
    /// Files on this machine.
    Files,
}

/// One request and where its answer is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub url: String,
    /// The name of its file in the source's folder. One that begins with a date is the answer for that day.
    pub file: String,
    /// The day asked for.
    pub day: Option<Day>,
    /// How many items a full slice has; 0 if the source gives all at once.
    pub slice: usize,
    /// Which slice it is, from 0.
    pub part: usize,
}

impl Config {
    /// Reads the file; an error says what is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Config, String> {
        let config: Config = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut names: Vec<String> = config.source.iter().map(Source::name).collect();
        names.sort();
        for (one, other) in names.iter().zip(names.iter().skip(1)) {
            if one == other {
                return Err(format!("two sources are called {one}; give each a name of its own"));
            }
        }
        config.source.iter().try_for_each(Source::check)?;
        Ok(config)
    }
}

impl Source {
    /// The name of its folder.
    pub fn name(&self) -> String {
        let kind = match self.kind {
            Kind::HuggingFace => "hugging-face",
            Kind::Arxiv => "arxiv",
            Kind::ArxivRss => "arxiv-rss",
            Kind::ArxivAtom => "arxiv-atom",
            Kind::Feed => "feed",
            Kind::Files => "files",
        };
        self.name.clone().unwrap_or_else(|| kind.to_owned())
    }

    /// Seconds between two requests. Hugging Face allows 500 in five minutes; arXiv asks for three seconds.
    pub fn pause(&self) -> f64 {
        let documented = match self.kind {
            Kind::HuggingFace => 0.6,
            Kind::Arxiv | Kind::ArxivRss | Kind::ArxivAtom => 3.0,
            Kind::Feed => 1.0,
            Kind::Files => 0.0,
        };
        self.pause.filter(|_| self.address.is_some()).unwrap_or(documented)
    }

    /// The requests that are known beforehand: of each day the first slice.
    pub fn requests(&self, today: Day) -> Vec<Request> {
        match self.kind {
            Kind::HuggingFace | Kind::Arxiv => self.range(today).map(|day| self.request(day, 0)).collect(),
            Kind::ArxivRss | Kind::ArxivAtom => {
                let form = if self.kind == Kind::ArxivRss { "rss" } else { "atom" };
                let url = format!("{}/{form}/{}", self.host("https://rss.arxiv.org"), self.categories.join("+"));
                vec![once(url, format!("listing-{today}.xml"))]
            }
            Kind::Feed => vec![once(self.host(""), format!("feed-{today}.feed"))],
            Kind::Files => Vec::new(),
        }
    }

    /// The request for the slice after that one.
    pub fn next(&self, request: &Request) -> Option<Request> {
        request.day.filter(|_| request.slice > 0).map(|day| self.request(day, request.part + 1))
    }

    fn request(&self, day: Day, part: usize) -> Request {
        let most = if self.kind == Kind::Arxiv { SLICE_OF_ARXIV } else { SLICE_OF_HUGGING_FACE };
        let slice = self.slice.unwrap_or(most).clamp(1, most);
        let later =
            |ending: &str| if part == 0 { format!("{day}{ending}") } else { format!("{day}.{part:03}{ending}") };
        if self.kind == Kind::HuggingFace {
            let host = self.host("https://huggingface.co");
            let page = if part == 0 { String::new() } else { format!("&p={part}") };
            let url = format!("{host}/api/daily_papers?date={day}&limit={slice}{page}");
            return Request { url, file: later(".json"), day: Some(day), slice, part };
        }
        let host = self.host("https://export.arxiv.org");
        let categories: Vec<String> = self.categories.iter().map(|name| format!("cat:{name}")).collect();
        let compact = day.to_string().replace('-', "");
        let query = format!("({})+AND+submittedDate:[{compact}0000+TO+{compact}2359]", categories.join("+OR+"));
        let query = query.replace('[', "%5B").replace(']', "%5D");
        let order = "sortBy=submittedDate&sortOrder=ascending";
        let start = part * slice;
        let url = format!("{host}/api/query?search_query={query}&{order}&start={start}&max_results={slice}");
        Request { url, file: later(".xml"), day: Some(day), slice, part }
    }

    fn range(&self, today: Day) -> impl Iterator<Item = Day> + use<> {
        let last = self.to.unwrap_or(today).min(today);
        let back = i32::try_from(self.days.unwrap_or(7)).unwrap_or(i32::MAX).max(1);
        let first = self.from.filter(|_| self.days.is_none()).unwrap_or(last.plus(1 - back));
        (first.0..=last.0).map(Day)
    }

    fn host(&self, usual: &str) -> String {
        self.address.as_deref().unwrap_or(usual).trim_end_matches('/').to_owned()
    }

    fn check(&self) -> Result<(), String> {
        let name = self.name();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let word = |c: char| plain(c) || c == '.' || c == '*';
        if name.is_empty() || !name.chars().all(plain) {
            return Err(format!("the source's name “{name}” must be of letters, digits, - and _"));
        }
        if self.categories.iter().any(|category| category.is_empty() || !category.chars().all(word)) {
            return Err(format!("{name}: categories are words like cs.CL"));
        }
        match self.kind {
            Kind::Arxiv | Kind::ArxivRss | Kind::ArxivAtom if self.categories.is_empty() => {
                Err(format!("{name}: name at least one of the categories"))
            }
            Kind::Feed if self.address.is_none() => Err(format!("{name}: a feed needs its address")),
            Kind::Files if self.files.is_empty() => Err(format!("{name}: name at least one of the files")),
            _ => Ok(()),
        }
    }
}

fn once(url: String, file: String) -> Request {
    Request { url, file, day: None, slice: 0, part: 0 }
}

fn day<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Option<Day>, D::Error> {
    let text = String::deserialize(source)?;
    Day::parse(&text).map(Some).ok_or_else(|| serde::de::Error::custom(format!("“{text}” is no date like 2025-07-29")))
}

fn answers() -> String {
    "answers".into()
}

fn five() -> u32 {
    5
}

fn two() -> f64 {
    2.0
}

fn fourteen() -> i32 {
    14
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn days_become_requests_in_their_slices() {
        let config = Config::parse(
            "[[source]]\nkind = \"arxiv\"\ncategories = [\"cs.CL\", \"stat.ML\"]\nfrom = \"2025-07-29\"\nto = \"2025-07-30\"",
        );
        let source = &config.unwrap().source[0];
        let asked = source.requests(Day::parse("2026-01-01").unwrap());
        assert_eq!(asked.len(), 2);
        let next = source.next(&asked[0]).unwrap();
        assert_eq!(next.file, "2025-07-29.001.xml");
        let query = "(cat:cs.CL+OR+cat:stat.ML)+AND+submittedDate:%5B202507290000+TO+202507292359%5D";
        let order = "sortBy=submittedDate&sortOrder=ascending&start=2000&max_results=2000";
        assert_eq!(next.url, format!("https://export.arxiv.org/api/query?search_query={query}&{order}"));
    }

    #[test]
    fn what_is_wrong_with_a_configuration_is_said() {
        let check = |text: &str, wanted: &str| {
            let error = Config::parse(text).unwrap_err();
            assert!(error.contains(wanted), "{error}");
        };
        check("[[source]]\nkind = \"arxiv\"", "categories");
        check("[[source]]\nkind = \"feed\"", "address");
        check("[[source]]\nkind = \"hugging-face\"\nfrom = \"soon\"", "no date");
        check("[[source]]\nkind = \"hugging-face\"\nday = 3", "unknown field");
        check("[[source]]\nkind = \"hugging-face\"\n[[source]]\nkind = \"hugging-face\"", "two sources");
    }
}
