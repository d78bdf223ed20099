//! Citation keys: `vaswani2017attention`, and never another one for that paper, as its readers have written it into their texts.
//!
//! A key is made of the first author's family name, the year of the first version and the first telling word of the title, and
//! of a letter more where another paper has it. It is kept with the instant of its making, so that devices can be joined: for
//! each paper the earliest key counts, whatever comes in which order. Two devices may have given one key to two papers while
//! they did not know of each other. Then the one that had it earlier keeps it, and the other one's is from then on the key and
//! its own identifier (`vaswani2017attention-1706.03762`): this depends on nothing else, so later joins leave it alone. Whose key a join
//! changes is told before it is done ([`Keys::changed`]), as the texts that cite it must follow.
//!
//! ```
//! use offprint::cite::Keys;
//! use offprint::paper::{Author, Paper, PaperId};
//!
//! let mut paper = Paper::new(PaperId::parse("1706.03762").unwrap().0, "Attention Is All You Need");
//! paper.authors = vec![Author::named("Ashish Vaswani")];
//! let mut keys = Keys::default();
//! keys.extend([&paper], 5);
//! paper.title = "Another title in its second version".into();
//! keys.extend([&paper], 6);
//! assert_eq!(keys.get(&paper.id), Some("vaswani2017attention"));
//! ```

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::Issued;
use crate::paper::{Name, Paper, PaperId};
use crate::search::order::sort_by;
use crate::shelf::{Card, Field};
use crate::text;

/// Words that tell nothing of a title.
const COMMON: [&str; 52] = [
    "a", "an", "the", "on", "in", "of", "for", "from", "to", "with", "without", "and", "or", "is", "are", "be", "by",
    "at", "as", "into", "towards", "toward", "via", "how", "why", "what", "when", "where", "which", "who", "do",
    "does", "did", "can", "could", "should", "will", "we", "you", "your", "our", "it", "its", "this", "that", "these",
    "there", "not", "no", "all", "using", "about",
];

/// A key as it was given to a paper.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Given {
    /// The paper.
    pub id: PaperId,
    /// When, in milliseconds since 1970 by the clock of the device that gave it.
    pub at: i64,
    /// The key.
    pub key: String,
}

/// A paper whose key a join changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The paper.
    pub id: PaperId,
    /// The key that it had.
    pub was: String,
    /// The key that it has then.
    pub now: String,
    /// The paper that has the former key then, if one has.
    pub of: Option<PaperId>,
}

/// The keys of all papers that were ever exported. This is stored as [`Keys::given`], and made of it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// By paper, each once.
    given: Vec<Given>,
    /// The keys in use, beside the above: the same key, or one with the identifier behind.
    used: Vec<String>,
}

impl Keys {
    /// Keys as they were stored, in any order; of two for one paper the earlier counts.
    pub fn new(given: Vec<Given>) -> Keys {
        let mut keys = Keys { given, used: Vec::new() };
        keys.settle();
        keys
    }

    /// The keys that are on cards.
    pub fn of<'a>(cards: &mut dyn Iterator<Item = (&'a PaperId, &'a Card)>) -> Keys {
        let mut given = Vec::new();
        for (id, card) in cards {
            if let Some((at, key)) = card.get(&Field::Key).and_then(|key| Some((key.at.at.0, key.value.text()?))) {
                given.push(Given { id: id.clone(), at, key: key.to_owned() });
            }
        }
        Keys::new(given)
    }

    /// The papers that have another key in `then`, in the order of their identifiers. O(n log n) of keys.
    pub fn changed(&self, then: &Keys) -> Vec<Changed> {
        let changed = self.given.iter().zip(&self.used).filter_map(|(given, was)| {
            let now = then.get(&given.id).filter(|now| now != was)?;
            let of =
                then.given.iter().zip(&then.used).find(|(_, used)| *used == was).map(|(other, _)| other.id.clone());
            Some(Changed { id: given.id.clone(), was: was.clone(), now: now.to_owned(), of })
        });
        changed.collect()
    }

    /// What is to be stored, ordered by paper.
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// The key of a paper, if it has one. O(log keys).
    pub fn get(&self, id: &PaperId) -> Option<&str> {
        let place = self.given.binary_search_by(|given| given.id.cmp(id)).ok()?;
        self.used.get(place).map(String::as_str)
    }

    /// Gives a key to each paper that has none, the papers' order being of no matter. O(n log n) of keys and papers.
    pub fn extend<'a>(&mut self, papers: impl IntoIterator<Item = &'a Paper>, at: i64) {
        let mut new: Vec<&Paper> = papers.into_iter().filter(|paper| self.get(&paper.id).is_none()).collect();
        if new.is_empty() {
            return;
        }
        // Where one of these was exported in two forms, both make the same key.
        sort_by(&mut new, |a, b| (&a.id, &a.title) < (&b.id, &b.title));
        new.dedup_by(|a, b| a.id == b.id);
        let mut used: HashSet<String> = self.used.iter().cloned().collect();
        for paper in new {
            let base = base(paper);
            let key = (0..).map(|count| base.clone() + &suffix(count)).find(|key| !used.contains(key));
            let key = key.unwrap_or(base);
            used.insert(key.clone());
            self.given.push(Given { id: paper.id.clone(), at, key });
        }
        self.settle();
    }

    /// Takes over keys that the reader's other program gave, for papers that have none here and where no other paper has the
    /// key. Of those that come first counts.
    pub fn adopt<'a>(&mut self, keys: impl IntoIterator<Item = (&'a PaperId, &'a str)>, at: i64) {
        // Letters of any alphabet: the reader's texts have them.
        let plain = |c: char| c.is_alphanumeric() || "-_:.+/".contains(c);
        let mut used: HashSet<String> = self.used.iter().cloned().collect();
        let mut new: Vec<Given> = Vec::new();
        for (id, key) in keys {
            let good = !key.is_empty() && key.chars().all(plain) && self.get(id).is_none();
            if good && used.insert(key.to_owned()) {
                // A second key for the same paper is later, and does not count.
                let at = at.saturating_add(new.len() as i64);
                new.push(Given { id: id.clone(), at, key: key.to_owned() });
            }
        }
        self.given.append(&mut new);
        self.settle();
    }

    /// Joins the keys of another device. The result is the same whichever is joined to which, and how often.
    pub fn merge(&mut self, other: &Keys) {
        self.given.extend_from_slice(&other.given);
        self.settle();
    }

    /// Orders by paper, keeps the earliest of each, and sees to it that no key is used twice.
    fn settle(&mut self) {
        sort_by(&mut self.given, |a, b| a < b);
        self.given.dedup_by(|later, first| later.id == first.id);
        let mut turns: Vec<usize> = (0..self.given.len()).collect();
        let turn = |place: &usize| self.given.get(*place).map(|given| (given.at, &given.id));
        sort_by(&mut turns, |a, b| turn(a) < turn(b));
        let mut used = vec![String::new(); self.given.len()];
        let mut taken = HashSet::new();
        for place in turns {
            let (Some(given), Some(used)) = (self.given.get(place), used.get_mut(place)) else { continue };
            *used = given.key.clone();
            while !taken.insert(used.clone()) {
                used.push('-');
                used.push_str(given.id.as_str());
            }
        }
        self.used = used;
    }
}

/// Family name, year, first telling word of the title; letters and digits of ASCII. Of a paper of which nothing is known its identifier,
/// as a key stays whatever is learnt later.
fn base(paper: &Paper) -> String {
    if paper.title.is_empty() && paper.authors.is_empty() {
        let name = paper.id.as_str();
        let kept = |c: &char| c.is_ascii_alphanumeric() || "-_.+/".contains(*c);
        return name.strip_prefix("doi:").unwrap_or(name).chars().filter(kept).collect();
    }
    let family = paper.authors.first().map(|author| plain(&Name::parse(&author.name).family)).unwrap_or_default();
    let folded = text::fold(&paper.title.replace(['\'', '’'], ""));
    let mut words = text::words(&folded).map(plain).filter(|word| !word.is_empty());
    let word = words.find(|word| !COMMON.contains(&word.as_str())).unwrap_or_default();
    let family = if family.is_empty() { "anon".to_owned() } else { family };
    let year = Issued::of(paper).map(|issued| issued.year.to_string()).unwrap_or_default();
    family + &year + &word
}

fn plain(text: &str) -> String {
    text::fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Nothing, `a` to `z`, `aa` and on.
fn suffix(count: u32) -> String {
    let mut letters = String::new();
    let mut rest = count;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}
