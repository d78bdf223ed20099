//! From the disk to the shelf: what was kept is read when the page opens, and the settings in it are followed.

use std::rc::Rc;

use futures_channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, MINUTES, Parts, SiteState, THEME, remember};
use crate::browser::store;
use crate::paper::PaperId;
use crate::present::words;
use crate::shelf::keep::{Keep, Store};
use crate::shelf::{self, Damage, KeepError};

impl App {
    /// Opens the store and reads the shelf and the feeds. Lists wait for the shelf, as dismissed papers must not flash up.
    pub(super) async fn open(self) {
        let (done, site_read) = oneshot::channel();
        spawn_local(async move {
            self.read_site().await;
            let _ = done.send(());
        });
        let (keep, trouble) = store::open().await;
        if let Some(error) = trouble {
            let newer = matches!(error, KeepError::Newer { .. });
            let what = if newer { "What you do now is" } else { "Stars and history are" };
            self.notify(format!("{what} kept only until this page closes. {error}"), true);
        }
        let keep = Rc::new(keep);
        let by = self.parts.with_value(|parts| parts.shelf.by());
        let (mut shelf, mut damaged) = shelf::open(&*keep, by).await;
        let (past, events) = match shelf::past(&*keep).await {
            Ok((past, events, mut unread)) => {
                damaged.append(&mut unread);
                (past, events)
            }
            Err(error) => {
                damaged.push(Damage { store: Store::History, key: String::new(), error });
                Default::default()
            }
        };
        let (unread, damaged): (Vec<Damage>, Vec<Damage>) =
            damaged.into_iter().partition(|damage| damage.key.is_empty());
        self.parts.update_value(|parts| {
            // Acts done before the store was open came later.
            parts.shelf.cards().for_each(|(subject, card)| _ = shelf.absorb(&subject, card));
            parts.shelf = shelf;
            parts.past.undo.splice(0..0, past.undo);
            parts.past.redo.splice(0..0, past.redo);
            parts.past.began.extend(past.began);
            parts.events.extend(events.into_iter().map(|event| (event.at, event)));
            parts.unread = !unread.is_empty();
        });
        let shown = |parts: &Parts| parts.marks.keys().cloned().collect::<Vec<PaperId>>();
        self.show_marks(&self.parts.with_value(shown));
        self.show_settings();
        unread.iter().for_each(|damage| self.notify(words::unread(damage.store, &damage.error), true));
        self.tell_damage(&damaged);
        // What cannot be reached here may well be there.
        let whole = keep.lasts() && unread.is_empty();
        self.parts.update_value(|parts| parts.keep = Some(keep));
        if whole {
            self.tell_loss(&damaged);
        }
        self.things.update(|changed| *changed += 1);
        self.send_marks();
        self.shelf_read.set(true);
        self.take_left();
        self.take_drafts();
        self.open_backup_file().await;
        // Only a first visit waits for the host's choices; a later one goes by those of the visit before until they are there.
        if !self.site.with_untracked(SiteState::is_known) {
            let _ = site_read.await;
        }
        self.open_feeds().await;
    }

    fn tell_damage(self, damaged: &[Damage]) {
        let lines = words::damage(damaged, "A backup has the bytes of all of them.");
        lines.into_iter().for_each(|line| self.notify(line, true));
    }

    /// Does as the settings on the shelf say.
    pub(super) fn show_settings(self) {
        let settings = |parts: &Parts| {
            let theme = parts.shelf.setting("theme").text().unwrap_or("system").to_owned();
            let minutes = parts.shelf.setting("minutes").text().and_then(|text| text.parse().ok());
            (theme, parts.shelf.setting("keys").text() != Some("off"), minutes)
        };
        let (theme, keys, minutes) = self.parts.with_value(settings);
        let minutes: u32 = minutes.filter(|minutes| MINUTES.contains(minutes)).unwrap_or(10);
        if self.away.read_untracked().minutes != minutes {
            self.away.update(|away| away.minutes = minutes);
        }
        self.show_theme(&theme);
        self.keys.set(keys);
    }

    fn show_theme(self, theme: &str) {
        self.theme.set(theme.to_owned());
        remember(THEME, theme);
        if let Some(root) = document().document_element() {
            let chosen = matches!(theme, "light" | "dark");
            let _ = if chosen { root.set_attribute("data-theme", theme) } else { root.remove_attribute("data-theme") };
        }
    }
}
