//! Papers to other programs and from them, and acts on a whole list.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, home};
use crate::browser::{clock, files};
use crate::cite::{self, Entry, Format, Head, Keys};
use crate::engine::message::{Request, Response, Summary};
use crate::paper::{Paper, PaperId};
use crate::present::{Place, words};
use crate::query::{View, Window, edit};
use crate::shelf::things::Search;
use crate::shelf::{Act, Card, Field, Millis, Remark, Shelf, Subject, Value};

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

/// What is to be done with the papers of a list.
pub type ListAct = Box<dyn FnOnce(&Shelf, &[PaperId]) -> Act>;

impl App {
    /// The papers of the list on screen, all of them or, where some are named, those `among` these, in its order.
    pub(super) async fn ask_all_ids(self, among: Vec<PaperId>) -> Vec<PaperId> {
        let view: View = self.in_order(self.place.with_untracked(|place| place.view.clone()));
        let request = Request::Ids { anew: false, among, view, today: clock::today(), seen: self.seen.get_value() };
        match self.client().ask(request, Vec::new()).await {
            Some(Response::Ids(ids)) => ids,
            _ => Vec::new(),
        }
    }

    /// Of each kept search how many papers it finds, and how many of them came since the reader last looked.
    pub async fn ask_counts(self, searches: &[Search]) -> Vec<(u32, u32)> {
        let lists = searches.iter().flat_map(|search| {
            let view = Place::parse(&search.address).view;
            [(view.clone(), search.seen), (view, search.recent())]
        });
        let request = Request::Counts { lists: lists.collect(), today: clock::today() };
        let Some(Response::Counts(counts)) = self.client().ask(request, Vec::new()).await else { return Vec::new() };
        let news = |(search, counts): (&Search, &[(u32, u32)])| match counts {
            [(papers, later), (_, recent)] => (*papers, search.news(*later, *recent)),
            _ => (0, 0),
        };
        searches.iter().zip(counts.chunks(2)).map(news).collect()
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
        // A list that lacks what is still being indexed is not what the reader has seen.
        let known = |summary: &Summary| {
            summary.days.last().filter(|_| summary.whole && summary.waiting == 0).map(|(day, _)| *day)
        };
        let newest = self.summary.with_untracked(known);
        let view = self.place.with_untracked(|place| place.view.clone());
        let mut here = self.shelf(Shelf::searches);
        here.retain(|search| Place::parse(&search.address).view == view);
        let Some(newest) = newest.filter(|_| !here.is_empty()) else { return };
        // As news since then, of which none was there.
        here.iter_mut().for_each(|search| (search.seen, search.had) = (Some(newest), Some(0)));
        spawn_local(async move {
            let counts = self.ask_counts(&here).await;
            let acts = here.iter().zip(counts).map(|(search, (_, recent))| search.looking(newest, recent)).collect();
            self.act_quietly(&Act::Several(acts));
        });
    }

    /// Does the same to every paper of the list on screen, or to those selected, as one act.
    pub fn act_on_list(self, act: ListAct) {
        spawn_local(async move {
            // Right after a start not all that is stored has been read, and a part of the list is not the list.
            self.ready().await;
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
            self.ready().await;
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
            let home = home();
            let today = clock::today();
            let (name, ending, kind, bytes) = match format {
                Some(format) => {
                    let (name, ending, kind) = format.names();
                    (name, ending, kind, format.write(&entries, &Head { title, home: &home, today }).into_bytes())
                }
                None => ("notes", "zip", "application/zip", cite::zip(&cite::notes(&entries))),
            };
            // Several formats have one ending.
            let name = name.to_ascii_lowercase().replace(' ', "-");
            self.hand_over(&format!("offprint-{today}-{name}.{ending}"), kind, &bytes).await;
            self.done(work);
        });
    }

    /// Hands the reader the kept searches as OPML.
    pub fn export_searches(self) {
        spawn_local(async move {
            let home = home();
            let searches = self.shelf(Shelf::searches).into_iter().map(|search| {
                let text = Place::parse(&search.address).view.text;
                (search.name, text, [home.as_str(), &search.address].concat())
            });
            let searches: Vec<(String, String, String)> = searches.collect();
            let borrowed: Vec<(&str, &str, &str)> =
                searches.iter().map(|(name, text, address)| (name.as_str(), text.as_str(), address.as_str())).collect();
            let text = cite::opml("Searches of Offprint", &borrowed);
            self.hand_over(&format!("offprint-{}-searches.opml", clock::today()), "text/x-opml", text.as_bytes()).await;
        });
    }

    /// Puts the BibTeX of a paper into the clipboard.
    pub fn copy_citation(self, id: PaperId) {
        spawn_local(async move {
            let papers = self.ask_papers(vec![id]).await;
            let [paper] = papers.as_slice() else {
                return self.notify("No feed here knows this paper yet, so there is nothing to cite.", false);
            };
            let keys = self.keys_for(&papers);
            let own = self.shelf(|shelf| shelf.get(&paper.id).clone());
            let head = Head { title: "", home: "", today: clock::today() };
            self.copy(Format::BibTex.write(&[entry(paper, &keys, &own, &[])], &head));
        });
    }

    async fn hand_over(self, name: &str, kind: &str, bytes: &[u8]) {
        if !files::save(name, kind, bytes).await {
            self.notify("The browser did not take the file; try another browser window.", true);
        }
    }

    /// Takes over what a file of another program told of papers, as one act. Several papers come into a collection that is named
    /// after the file, so that they can be found together.
    pub(super) fn take_remarks(
        self,
        file: &str,
        remarks: &[Remark],
        searches: &[(String, String)],
        brought: &[PaperId],
    ) {
        let now = clock::now();
        let mut acts = Vec::new();
        let mut keys = self.keys();
        let keyed = remarks.iter().filter_map(|remark| Some((&remark.id, remark.key.as_deref()?)));
        keys.adopt(keyed, now.0);
        acts.extend(self.new_keys(&keys));
        acts.push(self.making_searches(searches));
        acts.extend(brought.iter().map(Act::bring));
        let name = file.strip_suffix(".gz").unwrap_or(file);
        let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
        if remarks.len() > 1 {
            let ids: Vec<PaperId> = remarks.iter().map(|remark| remark.id.clone()).collect();
            acts.push(self.collecting(name, &ids));
            let view = View { text: format!("in:{}", edit::whole(name)), window: Window::All, ..View::default() };
            let list = self.place.get_untracked().with_paper(None).with_view(view).query();
            let text = format!("{} of {file} are in the collection “{name}”.", words::papers(remarks.len() as u32));
            self.notify_with(text, false, Some((list, "Show them".to_owned())));
        }
        let event = self.shelf(|shelf| shelf.taking_remarks(remarks, acts, now));
        event.into_iter().for_each(|event| self.take_event(event));
    }

    /// The act that keeps searches, given as names and queries, but for those that are kept already.
    fn making_searches(self, searches: &[(String, String)]) -> Act {
        let place = self.place.get_untracked();
        let address = |query: &String| {
            let view = View { text: query.clone(), window: Window::All, ..View::default() };
            place.with_view(view).query()
        };
        let mut new: Vec<(&str, String)> = Vec::new();
        let known = self.shelf(Shelf::searches);
        for (name, query) in searches {
            let address = address(query);
            let same = |search: &Search| search.name == *name && Place::parse(&search.address).view.text == *query;
            let held = known.iter().any(|search| search.address == address || same(search));
            if !held && new.iter().all(|(_, other)| *other != address) {
                new.push((name, address));
            }
        }
        self.shelf(|shelf| {
            let made = new.iter().map(|(name, address)| {
                (Subject::Search(self.draw()), vec![(Field::Name, *name), (Field::Address, address.as_str())])
            });
            shelf.making_all(made)
        })
    }

    /// The citation keys of these papers, of which those that had none have one from now on.
    fn keys_for(self, papers: &[Paper]) -> Keys {
        let mut keys = self.keys();
        keys.extend(papers, clock::now().0);
        self.act_quietly(&Act::Several(self.new_keys(&keys)));
        keys
    }

    /// The key by which a paper with that card is cited, if it was ever exported. O(papers on the shelf).
    pub fn cited_as(self, id: &PaperId, card: &Card) -> Option<String> {
        card.get(&Field::Key).and_then(|_| self.keys().get(id).map(str::to_owned))
    }

    fn keys(self) -> Keys {
        self.shelf(|shelf| Keys::of(&mut shelf.papers()))
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
