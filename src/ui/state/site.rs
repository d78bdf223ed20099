//! What the host of the site has chosen, and the feeds that it names.

use leptos::prelude::*;

use super::feeds::{BUILT_IN_KEY, absolute};
use super::{App, remember, remembered};
use crate::browser::clock;
use crate::browser::fetch::{self, FetchError, Fetched};
use crate::feed::Problem;
use crate::present::site::{Site, SiteFeed};
use crate::query::View;
use crate::shelf::record::{FeedKind, FeedRecord};

/// The file, seen from the page.
const FILE: &str = "site.json";

/// Name in `localStorage` of the file as it was last read: it is needed before it can be asked for, and without a network.
const KEPT: &str = "offprint:site";

/// What the host has chosen, and what was wrong with the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteState {
    /// What was chosen; the defaults where nothing was.
    pub site: Site,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
    /// Whether the file was read, now or at an earlier visit.
    known: bool,
}

impl SiteState {
    /// As it was at the last visit.
    pub(super) fn remembered() -> SiteState {
        remembered(KEPT).map(|text| SiteState::of(text.as_bytes())).unwrap_or_default()
    }

    /// Whether the file was read, now or at an earlier visit.
    pub(super) fn is_known(&self) -> bool {
        self.known
    }

    fn of(bytes: &[u8]) -> SiteState {
        let (site, problems) = Site::read(bytes);
        SiteState { site, problems, known: true }
    }
}

impl App {
    /// Reads the file. Where it cannot be had, the last answer stands, and else the defaults, with a word on the page of feeds.
    pub(super) async fn read_site(self) {
        let read = match fetch::bytes(FILE, None).await {
            Ok(Fetched::Bytes { bytes, .. }) => {
                let read = SiteState::of(&bytes);
                if read.problems.is_empty() {
                    remember(KEPT, &String::from_utf8_lossy(&bytes));
                }
                read
            }
            Err(error @ FetchError::Refused { .. }) => {
                let problem = |done: &str| Problem { place: FILE.into(), cause: error.to_string(), done: done.into() };
                SiteState { problems: vec![problem("this edition is as it comes")], ..SiteState::default() }
            }
            Ok(Fetched::Unchanged) | Err(_) => return,
        };
        if *self.site.read_untracked() != read {
            self.site.set(read);
        }
    }

    /// Brings the records of the site's feeds up to date with the file. Feeds of other hosts are only offered: the page talks to
    /// nobody whom the reader did not name.
    pub(super) async fn settle_site_feeds(self) {
        let SiteState { site, known, .. } = self.site.get_untracked();
        let own = site.feeds.iter().filter(|feed| is_own(feed));
        let wanted: Vec<(String, &SiteFeed)> = own.enumerate().map(|(at, feed)| (key(at, feed), feed)).collect();
        for (key, feed) in &wanted {
            let title =
                feed.title.as_deref().unwrap_or(if key == BUILT_IN_KEY { "This site's papers" } else { &feed.address });
            let address = Some(feed.address.clone());
            match self.record(key) {
                Some(record) if record.address == address && (record.title == title || !known) => {}
                Some(mut record) => {
                    if record.address != address {
                        (record.shards, record.etag) = (Vec::new(), None);
                    }
                    (record.address, record.title) = (address, title.to_owned());
                    self.put_feed(key, record).await;
                }
                None => {
                    self.put_feed(key, FeedRecord::new(FeedKind::BuiltIn, title, address, clock::now())).await;
                }
            }
        }
        let gone = self.feeds.with_untracked(|feeds| {
            let built_in = feeds.iter().filter(|feed| feed.record.kind == FeedKind::BuiltIn);
            let gone = built_in.filter(|feed| known && wanted.iter().all(|(key, _)| *key != feed.key));
            gone.map(|feed| feed.key.clone()).collect::<Vec<String>>()
        });
        gone.into_iter().for_each(|key| self.remove_feed(key));
    }

    /// Feeds of other hosts that the site names, and that are not read yet.
    pub fn offered_feeds(self) -> Vec<SiteFeed> {
        let known = |feed: &SiteFeed| {
            let address = absolute(&feed.address).ok();
            self.feeds.with(|feeds| feeds.iter().any(|known| Some(&known.key) == address.as_ref()))
        };
        self.site.with(|state| state.site.feeds.iter().filter(|feed| !is_own(feed) && !known(feed)).cloned().collect())
    }

    /// A view as the engine is asked for it: in the site's order where neither address nor text says one.
    pub(super) fn in_order(self, view: View) -> View {
        let site = self.site.with_untracked(|state| state.site.order);
        let order = view.order.or(site.filter(|_| view.text.trim().is_empty()));
        View { order, ..view }
    }
}

/// Whether a feed is on the site's own host.
fn is_own(feed: &SiteFeed) -> bool {
    absolute(&feed.address).is_ok_and(|address| fetch::is_own(&address))
}

fn key(at: usize, feed: &SiteFeed) -> String {
    if at == 0 { BUILT_IN_KEY.to_owned() } else { ["site:", &feed.address].concat() }
}
