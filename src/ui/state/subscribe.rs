//! New papers, brought to the reader: notifications of watches, feeds for other readers, and the reader's own digest.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::feeds::{BUILT_IN_KEY, absolute};
use super::{App, remember, remembered};
use crate::browser::fetch::{self, Fetched};
use crate::browser::notify::{self, Leave};
use crate::browser::{clock, files};
use crate::engine::message::{Request, Response};
use crate::paper::{Paper, PaperId};
use crate::present::letter::{self, Head};
use crate::present::site::ARCHIVE;
use crate::present::{Place, words};
use crate::query::{Order, View, Window};
use crate::shelf::Shelf;

/// Name in `localStorage` of whether this device tells of watches. It is no setting of the shelf, which goes to other devices.
const TELL: &str = "offprint:tell";

/// Name in `localStorage` of what was told last, so that of several tabs one tells.
const TOLD: &str = "offprint:told";

/// Papers of a digest.
const PAPERS: usize = 10;

/// Milliseconds until an answer is asked for again that is still being learnt for.
const AGAIN: i32 = 200;

/// What the names of digests end with that are ordered by what is learnt.
pub const FOR_YOU: &str = " for you";

/// A digest that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// Its subject.
    pub title: String,
    /// How many papers are in it.
    pub papers: u32,
    /// It as a message.
    pub message: String,
    /// It as an address for a mail program.
    pub mailto: String,
}

impl App {
    /// Whether this device tells of what watches find.
    pub fn tells(self) -> bool {
        remembered(TELL).is_some_and(|on| on == "on") && notify::leave() == Leave::Given
    }

    /// Turns that on, for which the browser may ask the reader, or off.
    pub async fn set_telling(self, on: bool) {
        let on = on && notify::ask().await == Leave::Given;
        remember(TELL, if on { "on" } else { "off" });
        if on { self.tell_watches().await } else { notify::badge(0).await }
    }

    /// Puts the number of new papers of all watches on the icon, and where nobody looks at the page tells of them, once.
    pub(super) async fn tell_watches(self) {
        if !self.tells() {
            return;
        }
        let found = self.watches.get_untracked();
        let news: Vec<_> = found.iter().filter(|(search, (_, new))| search.watched && *new > 0).collect();
        let count = news.iter().map(|(_, (_, new))| new).sum();
        notify::badge(count).await;
        let lines = news.iter().map(|(search, (_, new))| [&search.name, ": ", &words::grouped(*new)].concat());
        let body = lines.collect::<Vec<_>>().join("\n");
        if remembered(TOLD).unwrap_or_default() == body {
            return;
        }
        remember(TOLD, &body);
        if count > 0 && document().hidden() {
            notify::show(&words::counted(count, "new paper"), &body).await;
        }
    }

    /// The folder of the archive's feeds for other readers, and their names; none where the archive has none.
    pub async fn ask_feeds(self) -> (String, Vec<String>) {
        let address = self.record(BUILT_IN_KEY).and_then(|record| record.address).unwrap_or_else(|| ARCHIVE.to_owned());
        let folder = address.rfind('/').and_then(|end| address.get(..=end)).unwrap_or_default();
        let Ok(folder) = absolute(&[folder, "feeds/"].concat()) else { return Default::default() };
        let names = match fetch::bytes(&[&folder, "index.json"].concat(), None).await {
            Ok(Fetched::Bytes { bytes, .. }) => serde_json::from_slice::<Vec<String>>(&bytes).unwrap_or_default(),
            _ => Vec::new(),
        };
        let plain = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
        (folder, names.into_iter().filter(plain).collect())
    }

    /// Makes a digest of the newest `day` or `week`, trending or [`FOR_YOU`], or of a kept search, by its address; `None` if it has no papers.
    pub async fn make_digest(self, of: String) -> Option<Digest> {
        let newest = self.summary.with_untracked(|summary| summary.days.last().map(|(day, _)| *day))?;
        let window = if of.starts_with("week") { Window::Week } else { Window::Day };
        let for_you = of.ends_with(FOR_YOU);
        let order = if for_you { Order::ForYou } else { Order::Trending };
        let searched = self.shelf(Shelf::searches).into_iter().find(|search| search.address == of);
        let (view, name) = match searched {
            Some(search) => (Place::parse(&search.address).view, search.name),
            None => {
                let name = [words::window(window, newest).as_str(), if for_you { ", for you" } else { "" }].concat();
                (View { window, order: Some(order), ..View::default() }, name)
            }
        };
        let mut ids = self.ask_learnt_ids(self.in_order(view.clone())).await?;
        ids.truncate(PAPERS);
        let papers: Vec<Paper> = self.ask_papers(ids).await;
        if papers.is_empty() {
            return None;
        }
        let title = [&self.site.read_untracked().site.title, ": ", &name].concat();
        // A list that moves on with the days is named as it is today.
        let list = Place { view: View { day: view.day.or(Some(newest)), ..view }, ..Place::default() }.query();
        let list = absolute(&list).unwrap_or_default();
        let head = Head { title: &title, list: &list, at: clock::now().0 };
        let (message, mailto) = (letter::message(&papers, &head), letter::mailto(&papers, &head));
        Some(Digest { papers: papers.len() as u32, message, mailto, title })
    }

    /// The papers of a list in the order of all that the reader did, as soon as that is learnt.
    async fn ask_learnt_ids(self, view: View) -> Option<Vec<PaperId>> {
        let request = Request::Ids {
            anew: true,
            among: Vec::new(),
            view,
            today: clock::today(),
            seen: self.visit.get_value().seen,
        };
        let busy = self.begin("Making the digest");
        let ids = loop {
            match self.client().ask(request.clone(), Vec::new()).await {
                Some(Response::Ids(ids)) => break Some(ids),
                Some(Response::Later) => fetch::pause(AGAIN).await,
                _ => break None,
            }
        };
        self.done(busy);
        ids
    }

    /// Hands the reader a digest as a file.
    pub fn save_digest(self, digest: Digest) {
        spawn_local(async move {
            let name = format!("offprint-{}.eml", clock::today());
            if !files::save(&name, "message/rfc822", digest.message.as_bytes()).await {
                self.notify("The browser did not take the file; try another browser window.", true);
            }
        });
    }
}
