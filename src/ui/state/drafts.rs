//! Notes that are being typed, kept beside the store from the first key until they are in it.

use leptos::task::spawn_local;

use super::{App, remember, remembered, storage};
use crate::browser::{clock, fetch};
use crate::paper::PaperId;
use crate::present::draft::Draft;
use crate::shelf::Act;
use crate::shelf::restore::typed_over;

/// Names in `localStorage` of what is typed begin so; the paper's id follows.
const DRAFT: &str = "offprint:note:";

/// A draft that nobody has touched for so many milliseconds is of a page that is gone: one that is open writes it to the store before,
/// or is typed on in.
const GONE: i64 = 2_500;

fn name(id: &PaperId) -> String {
    [DRAFT, id.as_str()].concat()
}

impl App {
    /// Keeps what is being typed into the note of a paper. `base` is what the note was before.
    pub fn draft(self, id: &PaperId, base: &str, text: &str) {
        let draft = Draft { at: clock::now(), base: base.to_owned(), text: text.to_owned() };
        remember(&name(id), &draft.write());
    }

    /// Forgets what was typed into the note of a paper once it is on disk, unless there is more by then.
    pub fn forget_draft(self, id: &PaperId) {
        let name = name(id);
        let Some(draft) = remembered(&name) else { return };
        spawn_local(async move {
            if self.paid().await && remembered(&name).as_ref() == Some(&draft) {
                storage().into_iter().for_each(|storage| _ = storage.remove_item(&name));
            }
        });
    }

    /// Takes up what was typed when a page was closed.
    pub(super) fn take_drafts(self) {
        let Some(storage) = storage() else { return };
        let count = storage.length().unwrap_or_default();
        let names = (0..count).filter_map(|at| storage.key(at).ok()?);
        let ids: Vec<PaperId> = names.filter_map(|name| Some(PaperId::parse(name.strip_prefix(DRAFT)?)?.0)).collect();
        ids.into_iter().for_each(|id| spawn_local(self.take_draft(id)));
    }

    async fn take_draft(self, id: PaperId) {
        let draft = || Draft::parse(&remembered(&name(&id))?);
        let Some(found) = draft() else { return };
        let age = clock::now().0.saturating_sub(found.at.0);
        if (0..GONE).contains(&age) {
            fetch::pause((GONE - age) as i32).await;
        }
        if draft().as_ref() != Some(&found) {
            return;
        }
        let here = self.shelf(|shelf| shelf.get(&id).note().to_owned());
        let text = typed_over(&found.base, &here, found.text.trim_end());
        self.act(&Act::Note(id.clone(), text.into()));
        self.forget_draft(&id);
    }
}
