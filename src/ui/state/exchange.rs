//! Papers to other programs and from them, and acts on a whole list.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::browser::{clock, files};
use crate::cite::{self, Entry, Format, Given, Head, Keys};
use crate::engine::message::{Remark, Request, Response};
use crate::paper::{Paper, PaperId};
use crate::present::Place;
use crate::query::View;
use crate::shelf::things::Search;
use crate::shelf::{Act, Card, Field, Millis, Shelf, Subject, Value};

/// What can be done to every paper of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// Star, or take the star away.
    Star(bool),
    /// Mark read or unread.
    Read(bool),
    /// Dismiss, or bring back.
    Dismiss(bool),
}

impl App {
    /// The papers of the list on screen, all of them, in its order.
    pub(super) async fn ask_all_ids(self) -> Vec<PaperId> {
        let view: View = self.in_order(self.place.with_untracked(|place| place.view.clone()));
        let request = Request::Ids { anew: false, view, today: clock::today(), seen: self.seen.get_value() };
        match self.client().ask(request, Vec::new()).await {
            Some(Response::Ids(ids)) => ids,
            _ => Vec::new(),
        }
    }

    /// Of each kept search how many papers it finds, and how many of them came since the reader last looked.
    pub async fn ask_counts(self, searches: &[Search]) -> Vec<(u32, u32)> {
        let list = |search: &Search| (Place::parse(&search.address).view, search.seen);
        let request = Request::Counts { lists: searches.iter().map(list).collect(), today: clock::today() };
        match self.client().ask(request, Vec::new()).await {
            Some(Response::Counts(counts)) => counts,
            _ => Vec::new(),
        }
    }

    /// Counts anew what the watches have found, whenever more is known or the shelf changes.
    pub(super) fn follow_watches(self) {
        Effect::new(move |_| {
            self.things.track();
            let whole = self.summary.with(|summary| summary.whole && summary.waiting == 0);
            let searches = self.shelf(Shelf::searches);
            if whole && (!searches.is_empty() || !self.watches.read_untracked().is_empty()) {
                spawn_local(async move {
                    let counts = self.ask_counts(&searches).await;
                    let found = searches.into_iter().zip(counts).collect::<Vec<_>>();
                    if *self.watches.read_untracked() != found {
                        self.watches.set(found);
                        self.tell_watches().await;
                    }
                });
            }
        });
    }

    /// Notes that the reader has looked at the kept searches whose list is on screen.
    pub(super) fn note_seen(self) {
        let newest = self.summary.with_untracked(|summary| summary.days.last().map(|(day, _)| day.to_string()));
        let view = self.place.with_untracked(|place| place.view.clone());
        let seen = |search: Search| {
            let here = Place::parse(&search.address).view == view;
            let newest = newest.as_deref().filter(|_| here)?;
            Some(Act::Set(Subject::Search(search.id), Field::Seen, Value::from(newest)))
        };
        let acts: Vec<Act> = self.shelf(Shelf::searches).into_iter().filter_map(seen).collect();
        if !acts.is_empty() {
            self.act_quietly(&Act::Several(acts));
        }
    }

    /// Does the same to every paper of the list on screen, or to those selected, as one act.
    pub fn act_on_list(self, act: impl FnOnce(&Shelf, &[PaperId]) -> Act + 'static) {
        spawn_local(async move {
            let ids = self.ask_ids().await;
            let act = self.shelf(|shelf| act(shelf, &ids));
            self.act(&act);
            self.refresh_list();
        });
    }

    /// Hands the reader the list on screen in a format for other programs; notes come as one file each in an archive, where
    /// the format is `None`.
    pub fn export(self, format: Option<Format>) {
        spawn_local(async move {
            let work = self.begin("Exporting");
            let papers = self.ask_papers(self.ask_ids().await).await;
            let keys = self.keys_for(&papers);
            let own: Vec<(Card, Vec<String>)> = self.shelf(|shelf| {
                let cards = papers.iter().map(|paper| shelf.get(&paper.id).clone());
                cards.map(|card| (card.clone(), card.tags().map(str::to_owned).collect())).collect()
            });
            let entries: Vec<Entry> =
                papers.iter().zip(&own).map(|(paper, (card, tags))| entry(paper, &keys, card, tags)).collect();
            let title = self.place.with_untracked(|place| place.view.text.clone());
            let title = if title.is_empty() { "Offprint" } else { title.as_str() };
            let home = window().location().href().unwrap_or_default();
            let home = home.split(['?', '#']).next().unwrap_or_default();
            let today = clock::today();
            let (ending, kind, bytes) = match format {
                Some(format) => {
                    let (_, ending, kind) = format.names();
                    (ending, kind, format.write(&entries, &Head { title, home, today }).into_bytes())
                }
                None => ("zip", "application/zip", cite::zip(&cite::notes(&entries))),
            };
            if !files::save(&format!("offprint-{today}.{ending}"), kind, &bytes).await {
                self.notify("The browser did not take the file; try another browser window.", true);
            }
            self.done(work);
        });
    }

    /// Takes over what a file of another program told of papers, as one act.
    pub(super) fn take_remarks(self, remarks: &[Remark], searches: &[(String, String)]) {
        let now = clock::now();
        let mut acts = Vec::new();
        for remark in remarks {
            let subject = Subject::Paper(remark.id.clone());
            acts.extend(remark.starred.then(|| Act::Star(remark.id.clone(), true)));
            acts.extend(remark.tags.iter().map(|tag| Act::Tag(remark.id.clone(), tag.as_str().into(), true)));
            if !remark.note.is_empty() {
                // A note that is there already stays, and the other one comes below it.
                let held = self.shelf(|shelf| shelf.get(&remark.id).note().to_owned());
                let note = match held.as_str() {
                    "" => remark.note.clone(),
                    held if held.contains(&remark.note) => held.to_owned(),
                    held => format!("{held}\n\n{}", remark.note),
                };
                acts.push(Act::Set(subject, Field::Note, Value::from(note.as_str())));
            }
        }
        let mut keys = self.keys();
        let brought = remarks.iter().filter_map(|remark| Some((&remark.id, remark.key.as_deref()?)));
        keys.adopt(brought, now.0);
        acts.extend(self.new_keys(&keys));
        for (name, query) in searches {
            let place = self.place.get_untracked();
            let view = View { text: query.clone(), window: crate::query::Window::All, ..View::default() };
            let fields = [(Field::Name, name.as_str()), (Field::Address, &place.with_view(view).query())];
            acts.push(self.shelf(|shelf| shelf.making(&Subject::Search(self.draw()), &fields)));
        }
        self.act(&Act::Several(acts));
    }

    /// The citation keys of these papers, of which those that had none have one from now on.
    fn keys_for(self, papers: &[Paper]) -> Keys {
        let mut keys = self.keys();
        keys.extend(papers, clock::now().0);
        self.act_quietly(&Act::Several(self.new_keys(&keys)));
        keys
    }

    fn keys(self) -> Keys {
        let given = |(id, card): (&PaperId, &Card)| {
            let register = card.get(&Field::Key)?;
            Some(Given { id: id.clone(), at: register.at.at.0, key: register.value.text()?.to_owned() })
        };
        Keys::new(self.shelf(|shelf| shelf.papers().filter_map(given).collect()))
    }

    /// Acts that keep the keys which are not on the shelf.
    fn new_keys(self, keys: &Keys) -> Vec<Act> {
        let new = |shelf: &Shelf| {
            let new = keys.given().iter().filter(|given| !shelf.get(&given.id).is_on(&Field::Key));
            new.map(|given| Act::Set(Subject::Paper(given.id.clone()), Field::Key, Value::from(given.key.as_str())))
                .collect()
        };
        self.shelf(new)
    }
}

impl Bulk {
    /// The act on one paper.
    pub fn act(self, id: &PaperId) -> Act {
        match self {
            Bulk::Star(on) => Act::Star(id.clone(), on),
            Bulk::Read(on) => Act::Read(id.clone(), on),
            Bulk::Dismiss(on) => Act::Dismiss(id.clone(), on),
        }
    }
}

fn entry<'a>(paper: &'a Paper, keys: &'a Keys, card: &'a Card, tags: &'a [String]) -> Entry<'a> {
    Entry {
        key: keys.get(&paper.id).unwrap_or(paper.id.as_str()),
        tags,
        note: card.note(),
        starred: card.starred_at().map(Millis::day),
        read: card.since(&Field::Read).map(Millis::day),
        ..Entry::of(paper)
    }
}
