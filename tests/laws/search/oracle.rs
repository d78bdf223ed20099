//! An engine that is slow and plainly right: it looks at every word of every text for every question. Written from what the
//! package says of itself; of its code it uses only how a text is cut into words, and the stem of a word, which have tests of
//! their own.

use std::collections::{BTreeMap, BTreeSet};

use offprint::search::stem::stem;
use offprint::search::words::{Word, words};
use offprint::search::{Field, Find, Mask, Text, is_function_word};

/// What a document is put with.
pub type Values = Vec<(Field, String)>;

/// Places between values, so that no phrase reaches from one to the next.
const FAR: u32 = 1_000;

/// Beginnings that are written with and without a hyphen.
const PREFIXES: [&str; 34] = [
    "anti", "auto", "bi", "co", "cross", "de", "down", "fine", "hyper", "inter", "intra", "macro", "meta", "micro",
    "mid", "multi", "non", "over", "post", "pre", "pseudo", "quasi", "re", "self", "semi", "sub", "super", "tri",
    "ultra", "un", "under", "uni", "up", "zero",
];

#[derive(Clone)]
struct Token {
    text: String,
    field: Field,
    place: u32,
}

/// Every document with its words.
#[derive(Default)]
pub struct Oracle {
    documents: BTreeMap<u32, Vec<Token>>,
    /// Words that some document writes with a hyphen, each with the first place where they may be parted: before the last part or,
    /// of three and more parts, before the last two.
    compounds: BTreeMap<String, usize>,
    /// How many documents have each word.
    frequency: BTreeMap<String, usize>,
}

/// Words of the corpus that one word of the question may mean, in some fields.
#[derive(Clone)]
struct Meaning {
    words: BTreeSet<String>,
    fields: Mask,
}

/// Words that stand one after the other. `typed`: as several words.
#[derive(Clone)]
struct Row {
    meanings: Vec<Meaning>,
    typed: bool,
}

/// One way to write what is wanted: each row somewhere.
type Way = Vec<Row>;

enum Clause {
    Everything,
    Keys(BTreeSet<u32>),
    /// A word; `required` if it may not be missing where no document has all words.
    Word {
        ways: Vec<Way>,
        required: bool,
    },
    All(Vec<Clause>),
    Any(Vec<Clause>),
    Not(Box<Clause>),
}

/// Which documents a question admits, and how many had all words where some words are allowed to be missing.
#[derive(Debug, PartialEq)]
pub struct Admitted {
    pub keys: BTreeSet<u32>,
    pub relaxed: Option<u32>,
}

impl Oracle {
    pub fn of<'a>(corpus: impl IntoIterator<Item = (u32, &'a Values)>) -> Oracle {
        let mut oracle = Oracle::default();
        for (key, values) in corpus {
            let mut tokens = Vec::new();
            for (number, (field, text)) in values.iter().enumerate() {
                let found: Vec<Word> = words(text).collect();
                for word in &found {
                    let ends = found.iter().filter(|end| end.place == word.place && end.parts < word.parts);
                    for end in ends {
                        let at = word.text.len() - end.text.len();
                        let least = oracle.compounds.entry(word.text.clone()).or_insert(at);
                        *least = at.min(*least);
                    }
                }
                let token =
                    |word: Word| Token { text: word.text, field: *field, place: word.place + FAR * number as u32 };
                tokens.extend(found.into_iter().map(token));
            }
            oracle.documents.insert(key, tokens);
        }
        for tokens in oracle.documents.values() {
            let distinct: BTreeSet<&String> = tokens.iter().map(|token| &token.text).collect();
            distinct.into_iter().for_each(|word| *oracle.frequency.entry(word.clone()).or_default() += 1);
        }
        oracle
    }

    pub fn find(&self, asked: &Find) -> Admitted {
        let clause = self.clause(asked);
        let admitted = |meets: &dyn Fn(u32) -> bool| self.documents.keys().copied().filter(|key| meets(*key)).collect();
        let keys: BTreeSet<u32> = admitted(&|key| self.meets(key, &clause));
        let Clause::All(parts) = &clause else { return Admitted { keys, relaxed: None } };
        let (words, rest): (Vec<&Clause>, Vec<&Clause>) =
            parts.iter().partition(|part| matches!(part, Clause::Word { required: false, .. }));
        let enough = if words.len() > 2 { 10 } else { 1 };
        if words.len() < 2 || keys.len() >= enough {
            return Admitted { keys, relaxed: None };
        }
        let some: BTreeSet<u32> = admitted(&|key| {
            rest.iter().all(|part| self.meets(key, part)) && words.iter().any(|word| self.meets_partly(key, word))
        });
        let relaxed = (some.len() > keys.len()).then_some(keys.len() as u32);
        Admitted { keys: some, relaxed }
    }

    /// The word that may have been meant: fewest slips first, then in most documents; all of those.
    pub fn meant(&self, word: &str) -> Vec<&str> {
        let distance = |other: &&String| slips(word, other);
        let near = self.frequency.keys().filter(|other| (1..=forgiven(word)).contains(&distance(other)));
        let order = |other: &&String| (distance(other), std::cmp::Reverse(self.frequency[*other]));
        let mut near: Vec<&String> = near.collect();
        near.sort_by_key(order);
        let best = near.first().map(order);
        near.into_iter().filter(|other| Some(order(other)) == best).map(String::as_str).collect()
    }

    pub fn vocabulary(&self) -> impl Iterator<Item = (&str, usize)> {
        self.frequency.iter().map(|(word, count)| (word.as_str(), *count))
    }

    fn meets(&self, key: u32, clause: &Clause) -> bool {
        match clause {
            Clause::Everything => true,
            Clause::Keys(keys) => keys.contains(&key),
            Clause::Word { ways, .. } => ways.iter().any(|way| way.iter().all(|row| self.has_row(key, row))),
            Clause::All(parts) => parts.iter().all(|part| self.meets(key, part)),
            Clause::Any(parts) => parts.iter().any(|part| self.meets(key, part)),
            Clause::Not(part) => !self.meets(key, part),
        }
    }

    /// Whether a document has any part of what was typed as several words, or the one word.
    fn meets_partly(&self, key: u32, clause: &Clause) -> bool {
        let Clause::Word { ways, .. } = clause else { return self.meets(key, clause) };
        ways.iter().flatten().any(|row| {
            let single = |meaning: &Meaning| self.documents[&key].iter().any(|token| meaning.holds(token));
            if row.typed { row.meanings.iter().any(single) } else { self.has_row(key, row) }
        })
    }

    fn has_row(&self, key: u32, row: &Row) -> bool {
        let tokens = &self.documents[&key];
        let at =
            |place: u32, meaning: &Meaning| tokens.iter().any(|token| token.place == place && meaning.holds(token));
        let starts = tokens.iter().map(|token| token.place);
        let fits = |start: u32| row.meanings.iter().zip(start..).all(|(meaning, place)| at(place, meaning));
        starts.into_iter().any(fits)
    }

    fn clause(&self, asked: &Find) -> Clause {
        match asked {
            Find::Everything => Clause::Everything,
            Find::Keys(keys) => Clause::Keys(keys.iter().collect()),
            Find::Not(part) => Clause::Not(Box::new(self.clause(part))),
            Find::Any(parts) => Clause::Any(parts.iter().map(|part| self.clause(part)).collect()),
            Find::All(parts) => Clause::All(self.all(parts)),
            Find::Text(_) => {
                let mut one = self.all(std::slice::from_ref(asked));
                one.pop().unwrap_or(Clause::Everything)
            }
        }
    }

    fn all(&self, parts: &[Find]) -> Vec<Clause> {
        let plain = |text: &Text| !text.phrase && !text.typing && text.fields == Mask::MAX;
        let says = |text: &Text| words(&text.text).next().is_some();
        let is_function = |text: &Text| plain(text) && is_function_word(&text.text);
        let content = parts.iter().any(|part| matches!(part, Find::Text(text) if says(text) && !is_function(text)));
        let mut clauses: Vec<Clause> = Vec::new();
        // A plain word, for joining with the next.
        let mut before: Option<(String, Mask)> = None;
        for part in parts {
            let Find::Text(text) = part else {
                clauses.push(self.clause(part));
                before = None;
                continue;
            };
            if !says(text) || (content && is_function(text)) {
                before = None;
                continue;
            }
            if text.phrase {
                clauses.push(Clause::Word { ways: self.phrase(text), required: true });
                before = None;
                continue;
            }
            let found: Vec<String> = words(&text.text).map(|word| word.text).collect();
            let single = (found.len() == 1).then(|| (found[0].clone(), text.fields));
            let mut ways = self.word(text);
            let joined = match (&before, &single) {
                (Some((first, fields)), Some((second, _))) if *fields == text.fields => {
                    self.joined(first, second, text)
                }
                _ => None,
            };
            before = single;
            if let Some(whole) = joined {
                if let Some(Clause::Word { ways: first, .. }) = clauses.pop() {
                    let and = |a: &Way| ways.iter().map(|b| [a.as_slice(), b].concat()).collect::<Vec<Way>>();
                    ways = first.iter().flat_map(and).collect();
                }
                ways.push(vec![whole]);
                before = None;
            }
            clauses.push(Clause::Word { ways, required: text.fields != Mask::MAX });
        }
        clauses
    }

    /// Two words typed side by side as one, if some document writes that with a hyphen, or the first is a common beginning.
    fn joined(&self, first: &str, second: &str, text: &Text) -> Option<Row> {
        let whole = format!("{first}{second}");
        if whole.len() < 5 {
            return None;
        }
        let begun = |word: &String| *word == whole || (text.typing && word.starts_with(&whole));
        let known = self.compounds.iter().any(|(word, at)| *at == first.len() && begun(word));
        if !known && !PREFIXES.contains(&first) {
            return None;
        }
        let meaning = self.meaning(&whole, text, false);
        (!meaning.words.is_empty()).then(|| Row { meanings: vec![meaning], typed: true })
    }

    fn word(&self, text: &Text) -> Vec<Way> {
        let parts: Vec<String> = words(&text.text).filter(|word| word.parts == 1).map(|word| word.text).collect();
        let one = |meaning: Meaning| vec![Row { meanings: vec![meaning], typed: true }];
        if let [word] = parts.as_slice() {
            let mut ways = vec![one(self.meaning(word, text, true))];
            ways.extend(self.split(word).map(|(a, b)| vec![self.row(&[&a, &b], text, false)]));
            return ways;
        }
        let texts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let mut ways = vec![vec![self.row(&texts, text, true)]];
        let whole = words(&text.text).find(|word| word.parts as usize == parts.len());
        ways.extend(whole.map(|whole| one(self.meaning(&whole.text, text, false))));
        ways
    }

    /// The words as they are, any one of them parted, or any two neighbours as one.
    fn phrase(&self, text: &Text) -> Vec<Way> {
        let parts: Vec<String> = words(&text.text).filter(|word| word.parts == 1).map(|word| word.text).collect();
        let texts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let mut ways = vec![vec![self.row(&texts, text, true)]];
        for at in 0..texts.len() {
            if let Some((a, b)) = self.split(texts[at]) {
                ways.push(vec![self.row(&[&texts[..at], &[&a, &b], &texts[at + 1..]].concat(), text, true)]);
            }
            if at + 1 < texts.len() {
                let whole = format!("{}{}", texts[at], texts[at + 1]);
                if self.frequency.contains_key(&whole) {
                    ways.push(vec![self.row(&[&texts[..at], &[&whole], &texts[at + 2..]].concat(), text, true)]);
                }
            }
        }
        ways
    }

    fn row(&self, texts: &[&str], text: &Text, typed: bool) -> Row {
        let last = texts.len() - 1;
        let finished = Text { typing: false, ..text.clone() };
        let meaning = |(at, word): (usize, &&str)| self.meaning(word, if at == last { text } else { &finished }, false);
        Row { meanings: texts.iter().enumerate().map(meaning).collect(), typed }
    }

    /// Where a word may be parted: where a document has a hyphen; or after a common beginning, if both parts are known.
    fn split(&self, word: &str) -> Option<(String, String)> {
        if word.len() < 5 {
            return None;
        }
        let parted = |at: usize| (word[..at].to_owned(), word[at..].to_owned());
        let hyphen = self.compounds.get(word).copied();
        let known = |word: &str| self.frequency.keys().any(|other| stem(other) == stem(word));
        let beginning = PREFIXES.iter().find(|first| {
            word.len() >= first.len() + 4 && word.starts_with(**first) && known(first) && known(&word[first.len()..])
        });
        hyphen.or(beginning.map(|first| first.len())).map(parted)
    }

    /// Words of the same stem; those that begin so, if the word is unfinished; and, if it is hardly known, those that were meant.
    fn meaning(&self, word: &str, text: &Text, forgiving: bool) -> Meaning {
        let vocabulary = || self.frequency.keys();
        let alike: BTreeSet<String> = vocabulary().filter(|other| stem(other) == stem(word)).cloned().collect();
        let begun = |other: &&String| text.typing && !text.phrase && other.starts_with(word) && !alike.contains(*other);
        let begun: BTreeSet<String> = vocabulary().filter(begun).cloned().collect();
        let all = self.documents.len();
        let has_alike = |tokens: &&Vec<Token>| tokens.iter().any(|token| alike.contains(&token.text));
        let known = self.documents.values().filter(has_alike).count()
            + begun.iter().map(|word| self.frequency[word]).sum::<usize>().min(all);
        let mut meant = &alike | &begun;
        if forgiving && known <= (all / 10_000).max(3) {
            let near = |other: &&String| (1..=forgiven(word)).contains(&slips(word, other));
            let mut near: Vec<&String> =
                vocabulary().filter(|other| self.frequency[*other] > 10 * known).filter(near).collect();
            near.sort_by_key(|other| (slips(word, other), std::cmp::Reverse(self.frequency[*other])));
            let fewest = near.first().map(|other| slips(word, other));
            let nearest = near.iter().take_while(|other| Some(slips(word, other)) == fewest).take(16);
            meant.extend(nearest.map(|word| word.to_string()));
        }
        Meaning { words: meant, fields: text.fields }
    }
}

impl Meaning {
    fn holds(&self, token: &Token) -> bool {
        self.fields & token.field.bit() != 0 && self.words.contains(&token.text)
    }
}

/// Slips forgiven: none in three letters, one in seven, two in more.
pub fn forgiven(word: &str) -> usize {
    [0, 0, 0, 0, 1, 1, 1, 1].get(word.chars().count()).copied().unwrap_or(2)
}

/// Letters put in, left out, changed or swapped with their neighbour, by the definition.
pub fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut cost = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let mut ways = Vec::new();
            if i > 0 {
                ways.push(cost[i - 1][j] + 1);
            }
            if j > 0 {
                ways.push(cost[i][j - 1] + 1);
            }
            if i > 0 && j > 0 {
                ways.push(cost[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
            }
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                ways.push(cost[i - 2][j - 2] + 1);
            }
            cost[i][j] = ways.into_iter().min().unwrap_or(0);
        }
    }
    cost[a.len()][b.len()]
}
