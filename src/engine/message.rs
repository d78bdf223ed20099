//! Everything that page and worker can say to each other.
//!
//! A message is a head, encoded with postcard, and where bytes of a feed travel a body beside it, so that megabytes are
//! moved and not encoded. Requests carry a number that their answer repeats; events carry none. Page and engine are starts of
//! one compiled module, so neither can ever meet another version of these types.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::columns::Made;
pub use crate::columns::{Count, Facets, Histogram};
use crate::feed::Problem;
use crate::paper::{Day, Paper, PaperId};
use crate::present::away::Since;
use crate::present::{PaperMarks, Row};
use crate::query::suggest::Suggestion;
use crate::query::{Mix, Notice, Order, View};
pub use crate::rank::replay::Replayed;
pub use crate::rank::rising::Rising;
use crate::rank::taste::Hand;
use crate::shelf::{Mute, Remark};

/// A numbered request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// Repeated by the answer.
    pub number: u32,
    /// What is asked.
    pub request: Request,
}

/// Where the bytes come from that are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A feed.
    #[default]
    Feed,
    /// The papers of a backup: a feed of what the shelf held when it was written.
    Backup,
    /// The reader has it: a feed, or what another program exported.
    File,
}

/// What the page asks of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Read the feed in the message's body, join and store it. Answer: [`Response::Read`].
    Read {
        /// The papers-day that the feed was asked for, where it was.
        day: Option<Day>,
        /// What it may be.
        of: Source,
        /// The day on which it came.
        today: Day,
    },
    /// The papers of a list, all of them or some. Answer: [`Response::Ids`], or [`Response::Later`].
    Ids {
        /// Whether it is to be ordered by all that the reader did, and not as it is on the screen.
        anew: bool,
        /// Only those of the list that are among these, where there are any.
        among: Vec<PaperId>,
        /// Which list.
        view: View,
        /// The day that ages are counted to.
        today: Day,
        /// The newest papers-day that was known at the last visit.
        seen: Option<Day>,
    },
    /// Part of a list. Answer: [`Response::Rows`].
    Rows {
        /// Which list.
        view: View,
        /// The day that ages are counted to.
        today: Day,
        /// The newest papers-day that was known at the last visit.
        seen: Option<Day>,
        /// First row wanted.
        from: u32,
        /// How many rows at most.
        count: u32,
    },
    /// What a list can be narrowed by. Answer: [`Response::Facets`].
    Facets {
        /// Which list.
        view: View,
        /// The day that ages are counted to.
        today: Day,
        /// The newest papers-day that was known at the last visit.
        seen: Option<Day>,
    },
    /// What the text of a query may be completed to. Answer: [`Response::Suggestions`].
    Suggest {
        /// The text.
        text: String,
        /// Where the cursor is, in bytes.
        cursor: u32,
        /// The day that relative days are counted from.
        today: Day,
    },
    /// Rows of named papers. Answer: [`Response::RowsOf`].
    RowsOf(Vec<PaperId>),
    /// One paper whole. Answer: [`Response::Paper`].
    Paper {
        /// Which paper.
        id: PaperId,
        /// The text of the query whose words are marked in it.
        text: String,
        /// The day that relative days are counted from.
        today: Day,
    },
    /// Why a paper stands where it does in a list, or is not in it. Answer: [`Response::Why`].
    Why {
        /// Which paper.
        id: PaperId,
        /// Which list.
        view: View,
        /// The day that ages are counted to.
        today: Day,
        /// The newest papers-day that was known at the last visit.
        seen: Option<Day>,
    },
    /// How long lists are, and how many of their papers came after a papers-day. Answer: [`Response::Counts`].
    Counts {
        /// The lists, each with the day.
        lists: Vec<(View, Option<Day>)>,
        /// The day that ages are counted to.
        today: Day,
    },
    /// Papers whole. Answer: [`Response::Papers`].
    Papers(Vec<PaperId>),
    /// What the reader made of some papers. Answer: [`Response::Done`].
    Mark(Vec<(PaperId, Made)>),
    /// All that the reader muted. Answer: [`Response::Done`].
    Mute(Vec<(Mute, String)>),
    /// What is learnt of the reader. Answer: [`Response::Taste`].
    Taste {
        /// The starred papers, in the order in which they were starred.
        stars: Vec<PaperId>,
    },
    /// Which tags and collections a paper may belong to. Answer: [`Response::Perhaps`], or [`Response::Later`].
    Perhaps(PaperId),
    /// The weights that the reader set by hand, by label. Answer: [`Response::Done`].
    Hands(Vec<(String, Hand)>),
    /// Two papers to choose between, none of these. Answer: [`Response::RowsOf`], two or none, or [`Response::Later`].
    Question(Vec<PaperId>),
    /// How rankings would have done on one papers-day. Answer: [`Response::Replayed`], or [`Response::Later`].
    Replay {
        /// The day.
        day: Day,
        /// What was starred before it.
        before: Vec<PaperId>,
        /// What of it was starred.
        starred: Vec<PaperId>,
        /// The reader's own mix.
        mix: Option<Mix>,
    },
    /// The papers under which all that are nearly the same are shown, and not folded. Answer: [`Response::Done`].
    Fold(Vec<PaperId>),
    /// Learn from what the reader did since the list was ordered. Answer: [`Response::Done`].
    Learn,
    /// Another tab stored these sheets; read them again. Answer: [`Response::Done`].
    Reload(Vec<String>),
    /// What came since the last visit. Answer: [`Response::Away`].
    Away {
        /// When that was.
        since: Since,
        /// So many of the best papers.
        papers: u32,
        /// The day that ages are counted to.
        today: Day,
    },
    /// Which topics rise in the days of a view. Answer: [`Response::Rising`].
    Rising(View),
}

/// What the engine says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// The first word of an engine: it runs, and knows nothing that the reader made.
    Hello,
    /// The answer to a request, with how long each part of the work took.
    Answer {
        /// The request's number.
        number: u32,
        /// The answer.
        response: Response,
        /// What was measured meanwhile.
        measures: Vec<Measure>,
    },
    /// What is known has changed.
    Known(Summary),
    /// These sheets were stored; other tabs may want to read them.
    Stored(Vec<String>),
    /// Something about the store that the reader must know: what, and what to do.
    Trouble(String),
    /// The engine broke; the text is for the log.
    Broke(String),
}

/// Answers to requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// To [`Request::Read`].
    Read(ReadReport),
    /// To [`Request::Rows`].
    Rows(Rows),
    /// To [`Request::Facets`].
    Facets(Box<Facets>),
    /// To [`Request::Suggest`], the likeliest first.
    Suggestions(Vec<Suggestion>),
    /// To [`Request::RowsOf`]: those known, in the order asked.
    RowsOf(Vec<Row>),
    /// To [`Request::Paper`]; `None` if unknown.
    Paper(Option<Box<Whole>>),
    /// To [`Request::Perhaps`], likeliest first.
    Perhaps(Vec<Perhaps>),
    /// To [`Request::Taste`].
    Taste(Box<Tasted>),
    /// To [`Request::Replay`], an entry for each ranking.
    Replayed(Vec<Replayed>),
    /// To [`Request::Why`]; `None` if the paper is unknown.
    Why(Option<Box<Why>>),
    /// To [`Request::Counts`]: papers, and those that are new, of each list.
    Counts(Vec<(u32, u32)>),
    /// To [`Request::Ids`], in the list's order.
    Ids(Vec<PaperId>),
    /// What is asked for is still being learnt: ask again.
    Later,
    /// To [`Request::Papers`]: those known, in the order asked.
    Papers(Vec<Paper>),
    /// To requests that have no more to say.
    Done,
    /// To [`Request::Away`]; `None` if no papers-day came.
    Away(Option<Away>),
    /// To [`Request::Rising`]; `None` if no papers-day is known.
    Rising(Option<Box<Rising>>),
}

/// One paper whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// All that is known of it.
    pub paper: Paper,
    /// Where the words of a query are in it.
    pub marks: PaperMarks,
    /// Papers that are nearly the same, in the order of identifiers.
    pub twins: Vec<Row>,
}

/// What came of reading a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadReport {
    /// Papers read.
    pub papers: u32,
    /// The first and the last papers-day among them.
    pub days: Option<(Day, Day)>,
    /// Papers not known before.
    pub added: u32,
    /// Known papers that learnt something.
    pub changed: u32,
    /// Papers that were found by their titles, as the file does not say otherwise which they are.
    pub by_title: u32,
    /// All problems met.
    pub problem_count: u32,
    /// The first of them.
    pub problems: Vec<Problem>,
    /// Those of a file of the reader's that no feed has told of.
    pub brought: Vec<PaperId>,
    /// Why the papers could not be stored, if they could not.
    pub not_stored: Option<String>,
    /// Whether what is stored outlives the page.
    pub lasting: bool,
    /// What another program knew of the reader's opinion of papers.
    pub remarks: Vec<Remark>,
    /// Searches that were kept in another program: name and text.
    pub searches: Vec<(String, String)>,
}

/// How much is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Papers known so far.
    pub papers: u32,
    /// Papers-days known so far with how many papers each showed, ascending.
    pub days: Vec<(Day, u32)>,
    /// Whether all that is stored has been read.
    pub whole: bool,
    /// Papers whose words wait to be indexed: lists by words are without them.
    pub waiting: u32,
    /// Papers that were indexed since the index was opened or stored.
    pub indexed: u32,
    /// What is still to be learnt.
    pub learning: Learning,
}

/// What of the papers is still to be learnt, if anybody asked for what is learnt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learning {
    /// Papers whose words wait.
    pub papers: u32,
    /// Whether what stands together is being worked out.
    pub mapping: bool,
}

/// Part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Length of the whole list.
    pub total: u32,
    /// How many more papers it would have if nothing were muted.
    pub muted: u32,
    /// How many more it would have if papers that are nearly the same were not shown once.
    pub folded: u32,
    /// Place of the first row given.
    pub from: u32,
    /// The rows.
    pub rows: Vec<Row>,
    /// The order that the list has.
    pub order: Order,
    /// What the reader did since the list was ordered, and it would be ordered by.
    pub late: u32,
    /// Of a list that is ordered by what is learnt: from how many papers liked, refused and dismissed it was.
    pub learnt: Option<(u32, u32, u32)>,
    /// The paper that the text names, if it is known.
    pub jump: Option<PaperId>,
    /// The paper that the text names, if it is not.
    pub unknown: Option<PaperId>,
    /// Whether more may be found when all that is stored is read, all words are indexed, or what is like what is learnt.
    pub unfinished: bool,
    /// What the reader should know of how the text was read.
    pub notices: Vec<Notice>,
    /// The day that the view stands on; `None` only if no day is known.
    pub day: Option<Day>,
    /// The nearest papers-day before the window.
    pub earlier: Option<Day>,
    /// The nearest papers-day after the window.
    pub later: Option<Day>,
}

/// What is learnt of the reader.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tasted {
    /// Papers that were starred, or more like which is wanted.
    pub liked: u32,
    /// Papers less like which is wanted.
    pub refused: u32,
    /// Papers that were dismissed.
    pub dismissed: u32,
    /// Papers that were opened and stayed with, and nothing said of, and papers that were left at once.
    pub looked: (u32, u32),
    /// Papers whose words are known.
    pub papers: u32,
    /// Words, names and other facts of most weight, the most liked first.
    pub terms: Vec<Weighed>,
}

/// A tag or collection that a paper may belong to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Perhaps {
    /// Whether it is a tag, and no collection.
    pub is_tag: bool,
    /// Its name.
    pub name: String,
    /// How likely that is, from 0 to 1.
    pub chance: f32,
}

/// A word, name or other fact, and what it adds to a paper's score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    /// What it is: see [`Name::label`](crate::learn::features::Name::label).
    pub label: String,
    /// What it adds to a paper that has it, in standard deviations of likeness: the mean over those of which the reader told something.
    pub weight: f32,
    /// Whether the reader has set that.
    pub hand: Option<Hand>,
    /// How many of the liked papers have it.
    pub starred: u32,
    /// The same when a fifth, two fifths and so on of the stars had been given.
    pub past: Vec<f32>,
}

/// Why a paper stands where it does in a list, or is not in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// Its place in the list, from 0; `None` if it is not in it.
    pub place: Option<u32>,
    /// How many papers the list has.
    pub total: u32,
    /// By what it is ordered there, or all that keeps it out.
    pub reasons: Vec<Reason>,
}

/// One summand, which may be a sum itself; or one cause, with the list that is without it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// What it is, in words.
    pub text: String,
    /// What it adds.
    pub value: Option<f64>,
    /// Of what it is the sum.
    pub parts: Vec<Reason>,
    /// The list in which the paper is not kept out by this.
    pub without: Option<View>,
}

/// What came since the last visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// The first papers-day that came.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// How many.
    pub days: u32,
    /// How many papers there are of each of [`Missed::COUNTED`](crate::present::away::Missed::COUNTED).
    pub counts: [u32; 5],
    /// How many of the new papers were not read yet.
    pub unread: u32,
    /// The best of these.
    pub best: Vec<Row>,
}

/// How long a stage of the work took, for the browser's User Timing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// `read`, `store`, `search`, `facets` or `rising`.
    pub stage: String,
    /// When it began: milliseconds since 1970, with fractions, on the worker's clock.
    pub start: f64,
    /// How long it took in milliseconds.
    pub duration: f64,
    /// How many papers it concerned.
    pub papers: u32,
}

/// The head of a message as bytes.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    // Writing plain data to memory cannot fail; an empty head would be answered as one that cannot be read.
    postcard::to_stdvec(message).unwrap_or_default()
}

/// The message of a head; the error says what was wrong, for the log.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    postcard::from_bytes(bytes).map_err(|error| format!("a message between page and worker could not be read: {error}"))
}
