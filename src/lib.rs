//! Offprint: a reader for the day's research papers that runs whole inside the browser.
//!
//! This is the architecture text: read it before the code, and change it with the code.
//!
//! # Bird's-eye view
//!
//! ```text
//!  fetch ─▶ read ─▶ join ─▶ store ─▶ index ─▶ find ──▶ order ─▶ present ─▶ screen
//! browser   feed   library   sheet   search   query     rank    present      ui
//!                              │               columns                        │
//!                            shelf ◀──────── the reader's act ◀──────────────┘
//!                              │
//!                             cite ──▶ bibliographies, notes, feeds for other programs
//! ```
//!
//! The files of `src` read like that line, one module a stage, in the data's order. All of them but two are plain Rust that
//! `cargo test` runs without a browser. The two are the edge: `browser`, which
//! reaches the disk, the network, the worker and other tabs, and `ui`, the only code that names Leptos. No other code names a
//! browser's interfaces.
//!
//! One program is started twice. On the page it shows the list and keeps the reader's shelf; in a Web Worker it is the
//! engine, which knows every paper. They talk in the words of [`engine::message`] and nothing else, but for the page's question
//! whether the engine is still there. One compiled module for both means fewer bytes for the visitor and that the two can never
//! be of different versions.
//!
//! # Where things are
//!
//! * [`paper`]: what a paper is: identity, day, link, facts.
//! * [`feed`]: bytes to papers and problems; the archive format, and tidying of text. `press` writes what this reads.
//!   [`feed::import`] reads what other programs export: bibliographies, their libraries, lists of links.
//! * [`library`]: every paper known, and which of them no feed told of: those are in lists as long as the shelf holds something of
//!   them; joining a reading to it; what was noted of papers as days went by ([`paper::Track`]):
//!   samples of their counts, and when they got code, a new version, or were withdrawn.
//! * [`columns`]: what lists are narrowed by, fact by fact, the papers' own and what the reader made of them; when two spellings
//!   are one value; counting a list by all values.
//! * [`sheet`]: papers as they are stored, one record a papers-day, and one beside it with what was noted of them.
//! * [`shelf`]: all that the reader makes, as subjects with fields: acts, the journal, records and their migrations, and the
//!   [`Keep`](shelf::keep::Keep) trait with its double in memory.
//!   [`shelf::selection`] packs papers into links; [`shelf::arrange`] moves papers within a collection; [`shelf::restore`] takes in backups without loss, [`shelf::remark`] what other
//!   programs knew; [`shelf::spellings`] spells tags as they are here; [`shelf::look`] says what a look at a paper tells.
//! * [`cite`]: papers to BibTeX, RIS, CSL-JSON, Markdown and the rest; the citation keys, which never change.
//! * [`text`]: folding, so that what is typed meets what is written.
//! * [`query`] and [`rank`]: which papers a list has, and in which order. All weights are in [`rank::weights`]. The grammar of
//!   what is typed is in `query/parse.rs`. Which topics rise is in [`rank::rising`], which papers are one work in
//!   [`rank::fold`].
//! * [`present`]: what came since the last visit, the host's choices (`site.json`), the reader's digest as a letter; rows, words,
//!   notes as elements, the address that names a view, and which part of a long list is on screen.
//! * [`engine`]: the stages behind one door; [`engine::host`] adds the store, [`engine::stored`] says how the index is kept. Lists are found and sorted in `engine/lists.rs`;
//!   what is muted is in `engine/mutes.rs`.
//! * `browser`: IndexedDB, fetching, the worker's two ends, tabs, offline, files, clock, crash.
//! * `ui`: one file for each part of the screen; `ui/state` is what they share. Each has a style sheet of its name in `style/`.
//! * `src/main.rs`: page or engine, by where it is started. `src/bin/dist/main.rs`: the last step of a site's build.
//! * `src/bin/press`: asks sources, builds archives, sends digests; `press` is what of it needs no edge, native only.
//!   `docs/press.md` is its handbook.
//! * `docs/backup.md`: the backup file, and with it the records of the store.
//! * `public/boot.js`, `worker.js`, `sw.template.js`: all the JavaScript there is.
//!
//! # Who owns what
//!
//! * The **engine** owns the library and is the only writer of the store of papers. Several tabs have an engine each; what
//!   another stored is joined inside the very transaction that writes, so none overwrites another.
//! * The **page** owns the shelf, the feeds' records and the settings, and it alone fetches: a page's security policy binds the
//!   page, not its worker, and `connect-src` is what keeps Offprint from talking to anyone whom the reader did not name.
//! * **Tabs** tell each other what they have stored over a BroadcastChannel. Writers need no lock among tabs: each write is one
//!   transaction that reads the cards, joins what is new to them and writes them, and the browser does the transactions of one
//!   store one after the other, whichever tabs they are of. Only the file that backups go to is outside of that: it has a
//!   lock, is read before each writing, and only gains.
//! * An act goes onto the shelf and the screen, then to disk in one transaction, then to the other tabs; the engine gets what
//!   lists need of it: of each paper touched its marks, tags, note and names of collections ([`columns::Made`]), and all mutes.
//!   Notes go into the index beside the paper's own words. What comes before its paper waits for it. A note that is being typed is
//!   in `localStorage` from the first key until it is on disk, as a page that is closed has no time to write to the store.
//!
//! * The index of words is stored too, by whichever engine comes to rest first with much that is new in it, and the next start opens
//!   it. It is a copy that is never trusted: see [`engine::stored`].
//! * `learn`, a package beside `search`, learns what a reader likes and what stands together; [`rank::taste`] says what of a paper
//!   it learns from, and [`rank::similar`] finds what is nearest. In the engine `engine/learner.rs` keeps both up, from when they
//!   are first asked for, in steps between the page's requests, and learns tags and collections for a paper's page. The map of meaning is
//!   stored, with a number of all papers and of the program that it is of; the rest follows from papers and shelf, and a start learns it
//!   anew. A list that is ordered by it keeps its order while it is on the screen, until papers come or the reader asks, for it
//!   or for a digest;
//!   [`engine::message::Rows::late`] counts what was done since.
//!
//! # Invariants
//!
//! `tests/tidy.rs` and `tests/laws.rs` hold these.
//!
//! 1. Stages name no browser, no framework, no clock and no chance; `today` and `now` are arguments.
//! 2. Each stage uses only stages before it, in the order search, text, paper, feed, sheet, library, columns, shelf, cite, query, learn,
//!    rank, present, engine, press; but `sheet` borrows the errors of `shelf`. Nobody uses `ui`; only `ui` and `main` use `browser`.
//! 3. Reading feeds and addresses is total: it gives a value and a list of problems. Only what is stored or sent, which is
//!    ours, is read with a `Result`. No `unwrap`, `expect` or panicking index outside of tests.
//! 4. What is stored has types of its own with a format number; of what cannot be made anew, samples of every format stay in `tests/data`. Messages
//!    need none, since both ends are one build.
//! 5. The shelf changes only through acts; every act that the reader meant can be taken back; every write is one transaction. Of two texts that were
//!    written apart neither is lost ([`shelf::restore`]).
//! 6. The page shows text nodes. There is no `inner_html`, and no link but `http` and `https` ([`paper::Link`]).
//! 7. A list is a function of library, shelf, view and day: the same everywhere, whatever came first. So is each score: what was
//!    put into the index and taken out again leaves no trace. What is learnt is a function of these too; only a list on the screen
//!    is ordered by the shelf as it was.
//! 8. Nothing that a feed does takes a paper away.
//!
//! # What it costs
//!
//! A list by words costs the postings of its rarer words, and blocks of those of the others; a list by conditions O(papers) for
//! each; facets O(values of the list's papers). What is muted
//! is worked out once for each change of library or mutes. A changed note costs a look at all words, many together not much more. Sorting is put off to the rows that are looked at: O(papers of the list). An order of
//! all papers is sorted once; what comes is put into it, O(papers). Joining a reading
//! and indexing it costs what the reading costs, and one pass over the words known; storing it costs the sheets of its days. All
//! that happens in the worker. The page holds the rows around the screen, some hundred of a hundred thousand, and asks for
//! others as they come near. What is learnt costs O(words of all papers) once, and a map of meaning that is bounded by a sample of 5,000; a
//! taste O(features of the stars, of 400 other papers and of all papers for their scores), about a tenth of a second for 10,000 in a browser. Measured figures are in `docs/performance.md`.
//!
//! # What it will not do
//!
//! No server, no account, no ranking by anything that leaves the device, no request but to the site
//! itself and to feeds that the reader added or opened by a link.

pub use offprint_learn as learn;
pub use offprint_search as search;
pub use offprint_search::text;

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod cite;
pub mod columns;
pub mod engine;
pub mod feed;
pub mod library;
pub mod paper;
pub mod present;
#[cfg(not(target_arch = "wasm32"))]
pub mod press;
pub mod query;
pub mod rank;
pub mod sheet;
pub mod shelf;
#[cfg(target_arch = "wasm32")]
pub mod ui;

/// Names the sources that this program was built from, for bug reports.
pub const BUILD: &str = env!("OFFPRINT_BUILD");
