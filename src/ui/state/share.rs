//! Papers in a link: handing some on, and taking over what a link brought.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, home, write_address};
use crate::browser::{clock, files, reach};
use crate::engine::message::Source;
use crate::paper::PaperId;
use crate::present::{Row, acts, words};
use crate::query::edit;
use crate::shelf::things::Collection;
use crate::shelf::{Field, Selection, Subject};

/// Papers that a link brought, as the reader is to see them before they are taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// What was brought.
    pub selection: Selection,
    /// Those of its papers that are known, in its order.
    pub rows: Vec<Row>,
}

/// Papers that the reader is about to hand on.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    /// The papers.
    pub ids: Vec<PaperId>,
    /// The name proposed for them.
    pub name: String,
}

/// Both, and what the reader has typed about them.
#[derive(Default)]
pub struct Links {
    /// What is being handed on.
    pub making: Option<Sharing>,
    /// What was brought.
    pub brought: Option<Brought>,
    /// The name that it is to have.
    pub name: String,
    /// Whether the reader's tags go with it.
    pub tagged: bool,
}

impl Brought {
    /// What taking it over would do, a line for each kind of thing.
    pub fn words(&self, app: App, name: &str) -> Vec<String> {
        let selection = Selection { name: name.to_owned(), ..self.selection.clone() };
        let event = app.shelf(|shelf| shelf.trying(&shelf.joining(&selection, app.draw()), clock::now()));
        let unknown = self.selection.papers.len() - self.rows.len();
        let unknown = (unknown > 0).then(|| format!("{} not known here yet", words::papers(unknown as u32)));
        let news = event.map_or_else(|| vec!["Nothing in it is new here.".to_owned()], |event| acts::summary(&event));
        news.into_iter().chain(unknown).collect()
    }
}

impl App {
    /// Offers the papers of the list on screen as a link.
    pub fn share_list(self) {
        spawn_local(async move {
            let ids = self.ask_ids().await;
            // The list of a collection goes under its name.
            let text = self.place.with_untracked(|place| place.view.text.clone());
            let is_list = |one: &Collection| format!("in:{}", edit::whole(&one.name)) == text.trim();
            let collection = self.collections.with_untracked(|all| all.iter().find(|one| is_list(one)).cloned());
            let name = collection.map(|one| one.name).unwrap_or_default();
            self.share(ids, name);
        });
    }

    /// Offers papers as a link.
    pub fn share(self, ids: Vec<PaperId>, name: String) {
        self.change_links(|links| {
            *links = Links { name: name.clone(), making: Some(Sharing { ids, name }), ..Links::default() }
        });
    }

    /// Asks what is handed on and what was brought; whoever asks hears of changes.
    pub fn links<T>(self, ask: impl FnOnce(&Links) -> T) -> T {
        self.news.track();
        self.parts.with_value(|parts| ask(&parts.links))
    }

    /// Changes what is handed on and what was brought.
    pub fn change_links(self, change: impl FnOnce(&mut Links)) {
        self.parts.update_value(|parts| change(&mut parts.links));
        self.news.update(|news| *news += 1);
    }

    /// Offers a collection as a link, in its own order, with what is in collections in it.
    pub fn share_collection(self, subject: &Subject) {
        let Subject::Collection(id) = subject else { return };
        let ids = self.shelf(|shelf| shelf.all_members(*id).into_iter().cloned().collect());
        self.share(ids, self.shelf(|shelf| shelf.card(subject).text(&Field::Name).to_owned()));
    }

    /// The link that is being made; empty if there is none.
    pub fn link(self) -> String {
        let selection = self.links(|links| {
            let ids = links.making.as_ref().map(|making| making.ids.as_slice());
            self.shelf(|shelf| shelf.selecting(links.name.trim(), ids.unwrap_or_default(), links.tagged))
        });
        home() + &selection.fragment()
    }

    /// Looks whether the address brings papers along; shows them once the shelf and the papers are known.
    pub(super) fn look_for_shared(self) {
        match Selection::read(&window().location().hash().unwrap_or_default()) {
            Some(Ok(selection)) => spawn_local(async move {
                self.ready().await;
                let rows = self.ask_rows_of(selection.ids()).await;
                self.status.set(format!("A link brought {}", words::papers(selection.papers.len() as u32)));
                self.change_links(|links| {
                    *links = Links {
                        name: selection.name.clone(),
                        brought: Some(Brought { selection, rows }),
                        ..Links::default()
                    };
                });
            }),
            Some(Err(error)) => {
                self.notify(error, true);
                self.leave_shared();
            }
            None => {}
        }
    }

    /// Looks once more for papers that a link brought and that were not known: who opens one is often here for the first time.
    pub(super) fn find_shared(self) {
        let missing = |brought: &Brought| brought.rows.len() < brought.selection.papers.len();
        let brought = self.parts.with_value(|parts| parts.links.brought.clone().filter(missing));
        let Some(brought) = brought else { return };
        spawn_local(async move {
            let rows = self.ask_rows_of(brought.selection.ids()).await;
            if rows.len() > brought.rows.len() {
                // Unless it was taken or put away meanwhile.
                self.change_links(|links| links.brought.iter_mut().for_each(|brought| brought.rows.clone_from(&rows)));
            }
        });
    }

    /// Puts away what a link brought.
    pub fn leave_shared(self) {
        self.change_links(|links| links.brought = None);
        write_address(&self.place.get_untracked(), true);
    }

    /// Takes over what a link brought, as one act, under the name typed. Papers that are not known become entries which fill in when
    /// a feed brings them.
    pub fn take_shared(self) {
        let taken =
            |parts: &mut super::Parts| Some((parts.links.brought.take()?, std::mem::take(&mut parts.links.name)));
        let Some((Brought { selection, rows }, name)) = self.parts.try_update_value(taken).flatten() else { return };
        let selection = Selection { name, ..selection };
        let known = |id: &PaperId| rows.iter().any(|row| row.id == *id);
        let unknown: Vec<&PaperId> = selection.papers.iter().map(|(id, _)| id).filter(|id| !known(id)).collect();
        self.leave_shared();
        self.add_papers(&unknown);
        self.act(&self.shelf(|shelf| shelf.joining(&selection, self.draw())));
    }

    /// Makes papers known that no feed has told of, as entries which fill in when one does.
    pub fn add_papers(self, ids: &[&PaperId]) {
        let names: String = ids.iter().map(|id| format!("{id}\n")).collect();
        if names.is_empty() {
            return;
        }
        spawn_local(async move {
            let mut got = super::feeds::Yield::of(Source::File);
            if let Err(error) = self.read_bytes(names.into_bytes(), None, &mut got).await {
                self.notify(format!("What was named could not be stored. {error}"), true);
            }
        });
    }

    /// Hands a link to whichever program the reader chooses.
    pub fn send_link(self, link: String) {
        let title = self.links(|links| links.name.trim().to_owned());
        spawn_local(async move {
            if !files::share_link(&link, if title.is_empty() { "Papers" } else { &title }).await {
                self.tell("The link was not handed on".to_owned(), None);
            }
        });
    }

    /// Puts a text into the clipboard and says so.
    pub fn copy(self, text: String) {
        spawn_local(async move {
            let clipboard = reach::get(&reach::navigator(), "clipboard").unwrap_or_default();
            let done = reach::ask(&clipboard, "writeText", &[text.into()]).await.is_ok();
            self.tell(if done { "Copied" } else { "The browser did not copy it" }.to_owned(), None);
        });
    }
}
