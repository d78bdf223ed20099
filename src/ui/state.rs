//! All that the screen depends on, as signals, and all that it can do, as methods.

mod acts;
mod arrange;
mod away;
pub mod backup;
pub mod backup_file;
mod drafts;
pub mod exchange;
mod facets;
mod feeds;
mod learn;
mod lists;
mod looks;
mod open;
pub mod restore;
mod rising;
mod save;
mod search;
mod select;
pub mod share;
mod site;
mod spot;
pub mod subscribe;

pub use acts::{Toast, Turn};
pub use away::{AwayState, MINUTES};
pub use feeds::FeedState;
pub use lists::List;
pub use site::SiteState;

use std::collections::HashMap;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use leptos::task::spawn_local;
use leptos::web_sys;
use wasm_bindgen::prelude::*;

use crate::browser::store::AnyKeep;
use crate::browser::tabs::{Tabs, Word};
use crate::browser::worker_client::Client;
use crate::browser::{offline, timing};
use crate::engine::message::{Facets, Request, Rising, Said, Summary, Why};
use crate::paper::{Day, PaperId};
use crate::present::Place;
use crate::query::suggest::Suggestion;
use crate::query::{View, Window};
use crate::shelf::things::{Collection, Search};
use crate::shelf::{Act, Card, Event, Field, KeepError, Past, Shelf, Stamp, Subject, Value};

/// A handle on the state of the app; copies are the same state, which lives as long as the page.
#[derive(Clone, Copy)]
pub struct App {
    /// Where the reader is; follows and leads the address.
    pub place: RwSignal<Place>,
    /// The list on screen.
    pub list: RwSignal<List>,
    /// Whether rows have a box to select them by even while none is selected.
    pub selecting: RwSignal<bool>,
    /// How many of the papers selected are not in the list.
    pub outside: RwSignal<u32>,
    /// Raised when a row of the list is awaited.
    pub awaits: RwSignal<u32>,
    /// What it can be narrowed by, as far as that was asked.
    pub facets: RwSignal<Facets>,
    /// Whether that is on the screen.
    pub facets_wanted: RwSignal<bool>,
    /// Whether there is room beside the list.
    pub wide: RwSignal<bool>,
    /// Why a paper stands where it does, as far as that was asked.
    pub why: RwSignal<Option<(PaperId, Why)>>,
    /// The papers under which all that are nearly the same are shown.
    pub unfolded: RwSignal<Vec<PaperId>>,
    /// Which topics rise in the days of a view, as far as that was asked.
    pub rising: RwSignal<Option<(View, Option<Rising>)>>,
    /// Whether that is on the screen.
    pub rising_wanted: RwSignal<bool>,
    /// Milliseconds from asking for the list to its answer.
    pub took: RwSignal<u32>,
    /// What the text of the search box may be completed to.
    pub suggestions: RwSignal<Vec<Suggestion>>,
    /// How much the engine knows.
    pub summary: RwSignal<Summary>,
    /// The feeds, in the order they were added.
    pub feeds: RwSignal<Vec<FeedState>>,
    /// Messages that stay until the reader puts them away.
    pub notices: RwSignal<Vec<Notice>>,
    /// What can be taken back right now.
    pub toast: RwSignal<Option<Toast>>,
    /// The latest word to those who cannot see the screen.
    pub status: RwSignal<String>,
    /// What takes longer than a moment, in words.
    pub busy: RwSignal<Vec<(u32, String)>>,
    /// Whether a new version waits to be taken.
    pub update: RwSignal<bool>,
    /// Whether the list of keys is open.
    pub help: RwSignal<bool>,
    /// Raised when other papers are selected, handed on or brought by a link, or the file of the backups is another.
    pub news: RwSignal<u32>,
    /// Raised when the reading history has grown.
    pub history: RwSignal<u32>,
    /// Raised when anything on the shelf has changed.
    pub things: RwSignal<u32>,
    /// The kept searches, each with how many papers it finds and how many of them are new.
    pub watches: RwSignal<Vec<(Search, (u32, u32))>>,
    /// The collections, in their order.
    pub collections: Memo<Vec<Collection>>,
    /// Whether the list on screen is in the order of a collection.
    pub arranged: RwSignal<bool>,
    /// What the host of the site has chosen.
    pub site: RwSignal<SiteState>,
    /// What came since the last visit.
    pub away: RwSignal<AwayState>,
    /// How many acts are not on disk yet.
    pub saving: RwSignal<u32>,
    /// Why some of them could not be written when that was last tried.
    pub unsaved: RwSignal<Option<KeepError>>,
    /// Colours: `light`, `dark`, or empty for the system's.
    pub theme: RwSignal<String>,
    /// Whether single letters are commands.
    pub keys: RwSignal<bool>,
    /// Whether the shelf has been read from the store.
    shelf_read: RwSignal<bool>,
    /// Whether each feed has been asked once.
    feeds_asked: RwSignal<bool>,
    facets_asking: StoredValue<facets::Asking>,
    /// The window in which the search began that now looks through all days.
    searched_from: StoredValue<Option<Window>>,
    /// The text that was typed last.
    typed: StoredValue<String>,
    /// The text that led to a paper last.
    jumped: StoredValue<String>,
    /// The newest papers-day that was known before this visit.
    seen: StoredValue<Option<Day>>,
    visit: StoredValue<search::Visit>,
    parts: StoredValue<Parts, LocalStorage>,
}

/// What is no signal.
struct Parts {
    client: Client,
    keep: Option<Rc<AnyKeep>>,
    /// Whether a part of the store could not be read.
    unread: bool,
    shelf: Shelf,
    marks: HashMap<PaperId, ArcRwSignal<Card>>,
    past: Past,
    /// What can be taken back or done again, by time.
    events: HashMap<Stamp, Event>,
    debts: save::Debts,
    writing: backup_file::Writing,
    offered: Option<restore::Offered>,
    /// The feeds that came with the last backup, and with which event.
    came: Option<(Stamp, Vec<String>)>,
    links: share::Links,
    selected: Vec<PaperId>,
    tabs: Tabs,
    generation: u32,
    suggesting: u32,
    wish: lists::Wish,
    spot: spot::Spot,
    next_number: u32,
}

/// A message to the reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Tells notices apart.
    pub number: u32,
    /// What happened and what to do.
    pub text: String,
    /// Whether something went wrong.
    pub trouble: bool,
    /// A place worth going to, and what to call it.
    pub link: Option<(String, String)>,
    /// What is remembered under this name until the message is put away.
    pub until: Option<&'static str>,
}

/// Name in `localStorage` of a copy of the colours, which `boot.js` reads before anything is painted.
const THEME: &str = "offprint:theme";

impl App {
    /// Starts the engine and reads the shelf, the address and the feeds. Call it once, in the root component.
    pub fn start() -> App {
        let summary = RwSignal::new(Summary::default());
        let place = RwSignal::new(Place::parse(&search_text()));
        // Tells what this tab does from what others do.
        let by = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        let app_slot = StoredValue::new_local(None::<App>);
        let with_app = move |act: &dyn Fn(App)| {
            if let Some(app) = app_slot.try_get_value().flatten() {
                act(app);
            }
        };
        let client = Client::new(move |said| with_app(&|app| app.hear(said.clone())));
        let tabs = Tabs::open(move |word| with_app(&|app| app.hear_tab(word.clone())));
        let parts = Parts {
            client,
            keep: None,
            unread: false,
            shelf: Shelf::new(by),
            marks: HashMap::new(),
            past: Past::default(),
            events: HashMap::new(),
            debts: save::Debts::default(),
            writing: backup_file::Writing::default(),
            offered: None,
            came: None,
            links: share::Links::default(),
            selected: Vec::new(),
            tabs,
            generation: 0,
            suggesting: 0,
            wish: lists::Wish::default(),
            spot: spot::Spot::noted(),
            next_number: 0,
        };
        let parts = StoredValue::new_local(parts);
        let things = RwSignal::new(0);
        let visit = search::last_visit();
        let collections = Memo::new(move |_| {
            things.track();
            parts.with_value(|parts| parts.shelf.collections())
        });
        let app = App {
            place,
            list: RwSignal::new(List::default()),
            selecting: RwSignal::new(false),
            outside: RwSignal::new(0),
            awaits: RwSignal::new(0),
            facets: RwSignal::new(Facets::default()),
            facets_wanted: RwSignal::new(false),
            wide: RwSignal::new(true),
            why: RwSignal::new(None),
            unfolded: RwSignal::new(Vec::new()),
            rising: RwSignal::new(None),
            rising_wanted: RwSignal::new(false),
            took: RwSignal::new(0),
            suggestions: RwSignal::new(Vec::new()),
            summary,
            feeds: RwSignal::new(Vec::new()),
            notices: RwSignal::new(Vec::new()),
            toast: RwSignal::new(None),
            status: RwSignal::new(String::new()),
            busy: RwSignal::new(Vec::new()),
            update: RwSignal::new(false),
            help: RwSignal::new(false),
            news: RwSignal::new(0),
            history: RwSignal::new(0),
            things,
            collections,
            arranged: RwSignal::new(false),
            watches: RwSignal::new(Vec::new()),
            site: RwSignal::new(SiteState::remembered()),
            away: RwSignal::new(AwayState::of_visit(visit.since())),
            saving: RwSignal::new(0),
            unsaved: RwSignal::new(None),
            theme: RwSignal::new(remembered(THEME).unwrap_or_default()),
            keys: RwSignal::new(true),
            shelf_read: RwSignal::new(false),
            feeds_asked: RwSignal::new(false),
            facets_asking: StoredValue::new(facets::Asking::No),
            searched_from: StoredValue::new(None),
            typed: StoredValue::new(String::new()),
            jumped: StoredValue::new(String::new()),
            seen: StoredValue::new(visit.seen),
            visit: StoredValue::new(visit),
            parts,
        };
        app_slot.set_value(Some(app));
        app.client().start();
        app.follow_history();
        app.follow_list();
        app.follow_facets();
        app.follow_watches();
        app.follow_leaving();
        app.look_for_shared();
        Effect::new(move |_| document().set_title(&app.site.read().site.title));
        spawn_local(app.open());
        spawn_local(offline::watch_updates(move || app.update.set(true)));
        app
    }

    /// Goes to a place and makes it an entry of the browser's history.
    pub fn go(self, place: Place) {
        if *self.place.read_untracked() == place {
            return;
        }
        let same_list = {
            let here = self.place.read_untracked();
            here.page == place.page && here.view == place.view
        };
        self.note_place();
        write_address(&place, false);
        self.place.set(place);
        if same_list {
            self.note_place();
        } else {
            self.set_back_to(None);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Goes to a place in the current entry of the history: for what changes with each keystroke.
    pub fn slide(self, place: Place) {
        write_address(&place, true);
        self.place.set(place);
    }

    /// Tells the reader something that stays on screen.
    pub fn notify(self, text: impl Into<String>, trouble: bool) {
        self.notify_with(text.into(), trouble, None);
    }

    /// Tells the reader something with a place to go to (query string and words).
    pub fn notify_with(self, text: String, trouble: bool, link: Option<(String, String)>) {
        self.put_notice(Notice { number: 0, text, trouble, link, until: None });
    }

    /// Tells of a trouble that is remembered under a name until the reader puts the message away.
    fn notify_until(self, text: String, link: (String, String), until: &'static str) {
        self.put_notice(Notice { number: 0, text, trouble: true, link: Some(link), until: Some(until) });
    }

    fn put_notice(self, notice: Notice) {
        let known = self.notices.read_untracked().iter().any(|other| other.text == notice.text);
        if !known {
            let number = self.number();
            self.notices.update(|notices| notices.push(Notice { number, ..notice }));
        }
    }

    /// Takes a message off the screen; for good, if the reader put it away.
    pub fn drop_notice(self, number: u32, for_good: bool) {
        self.notices.update(|notices| {
            let until = notices.iter().find(|notice| notice.number == number).and_then(|notice| notice.until);
            until.filter(|_| for_good).into_iter().for_each(|name| remember(name, ""));
            notices.retain(|notice| notice.number != number);
        });
    }

    /// Shows that something takes time until the returned number is handed to [`App::done`].
    pub fn begin(self, text: impl Into<String>) -> u32 {
        let number = self.number();
        self.busy.update(|busy| busy.push((number, text.into())));
        number
    }

    /// Changes what a begun work says of itself.
    pub fn go_on(self, number: u32, text: impl Into<String>) {
        self.busy.update(|busy| {
            if let Some(work) = busy.iter_mut().find(|work| work.0 == number) {
                work.1 = text.into();
            }
        });
    }

    /// Ends what [`App::begin`] began.
    pub fn done(self, number: u32) {
        self.busy.update(|busy| busy.retain(|work| work.0 != number));
    }

    /// Chooses the colours (`light`, `dark`, or `system`) and keeps the choice.
    pub fn set_theme(self, theme: &str) {
        self.set("theme", theme);
    }

    /// Turns commands by single letters on or off and keeps the choice.
    pub fn set_keys(self, on: bool) {
        self.set("keys", if on { "on" } else { "off" });
    }

    fn set(self, setting: &str, value: &str) {
        self.act(&Act::Set(Subject::Setting(setting.into()), Field::Is, Value::from(value)));
    }

    /// Asks the shelf. Whoever wants to hear of changes tracks [`App::things`] or a paper's [`App::mark`].
    pub fn shelf<T>(self, ask: impl FnOnce(&Shelf) -> T) -> T {
        self.parts.with_value(|parts| ask(&parts.shelf))
    }

    /// The engine.
    fn client(self) -> Client {
        self.parts.with_value(|parts| parts.client.clone())
    }

    /// The store of the shelf, once it is open.
    fn keep(self) -> Option<Rc<AnyKeep>> {
        self.parts.with_value(|parts| parts.keep.clone())
    }

    fn number(self) -> u32 {
        self.parts
            .try_update_value(|parts| {
                parts.next_number += 1;
                parts.next_number
            })
            .unwrap_or_default()
    }

    fn hear(self, said: Said) {
        match said {
            // Until the shelf is read there is nothing to send, and once it is it is sent.
            Said::Hello if self.shelf_read.get_untracked() => self.send_marks(),
            Said::Hello => {}
            Said::Known(summary) => {
                if summary.whole && !self.summary.with_untracked(|known| known.whole) {
                    timing::enter_since_start("restore", summary.papers);
                }
                let searchable = |known: &Summary| known.whole && known.waiting == 0;
                if searchable(&summary) && !self.summary.with_untracked(searchable) {
                    timing::enter_since_start("index", summary.indexed);
                }
                if let (true, Some((newest, _))) = (summary.whole, summary.days.last()) {
                    self.note_newest(*newest);
                }
                self.summary.set(summary);
                self.find_shared();
            }
            Said::Stored(sheets) => self.tell_tabs(&Word::Stored(sheets)),
            Said::Trouble(text) => self.notify(text, true),
            Said::Answer { .. } | Said::Broke(_) => {}
        }
    }

    fn hear_tab(self, word: Word) {
        match word {
            Word::Erased => self.begin_anew(),
            Word::Did(key, record) => self.absorb(&key, &record),
            Word::Stored(sheets) => {
                let client = self.client();
                spawn_local(async move { drop(client.ask(Request::Reload(sheets), Vec::new()).await) });
            }
            Word::Settled => spawn_local(self.settle()),
        }
    }

    fn tell_tabs(self, word: &Word) {
        self.parts.with_value(|parts| parts.tabs.tell(word));
    }
}

/// The app of the running page.
pub fn app() -> App {
    expect_context::<App>()
}

fn search_text() -> String {
    window().location().search().unwrap_or_default()
}

/// The address of the app, without what it shows.
fn home() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_owned()
}

fn write_address(place: &Place, replace: bool) {
    let Ok(history) = window().history() else { return };
    let query = place.query();
    let _ = if replace {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&query))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(&query))
    };
}

fn remembered(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Small choices that are needed before the database is open. Where the browser refuses, they last as long as the page.
fn remember(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, value);
    }
}

/// Forgets all of that.
fn forget_all() {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or_default();
    let names: Vec<String> = (0..count).filter_map(|at| storage.key(at).ok()?).collect();
    let ours = names.iter().filter(|name| name.starts_with("offprint:"));
    ours.for_each(|name| _ = storage.remove_item(name));
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok()?
}
