//! Laws of selections in links: what is packed comes out again, and nothing else does.

use offprint::paper::PaperId;
use offprint::shelf::{Millis, Selection, Shelf, ThingId};
use proptest::prelude::*;

use super::paper::id_text;

fn selection() -> impl Strategy<Value = Selection> {
    let id = id_text().prop_map(|text| PaperId::parse(&text).unwrap().0);
    let tags = prop::collection::vec("[ab😀]{1,3}", 0..4);
    let papers = prop::collection::vec((id, tags), 0..40);
    (".{0,12}", papers).prop_map(|(name, papers)| Selection { name, papers })
}

proptest! {
    #[test]
    fn a_selection_comes_back_as_it_was(selection in selection()) {
        prop_assert_eq!(Selection::read(&selection.fragment()), Some(Ok(selection)));
    }

    #[test]
    fn a_link_that_was_cut_or_mistyped_is_refused(selection in selection(), at in any::<prop::sample::Index>(), letter in "[A-Za-z0-9_-]") {
        let whole = selection.fragment();
        let at = "#share=".len() + at.index(whole.len() - "#share=".len());
        let cut = Selection::read(&whole[..at]);
        prop_assert!(matches!(cut, Some(Err(_))), "{:?}", cut);
        let mut other = whole.clone();
        other.replace_range(at..=at, &letter);
        prop_assert_eq!(matches!(Selection::read(&other), Some(Ok(_))), other == whole);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,80}", letters in "[A-Za-z0-9_-]{0,200}") {
        prop_assert_eq!(Selection::read(&text).is_some(), text.starts_with("#share="));
        let link = ["#share=", &text, &letters].concat();
        prop_assert!(Selection::read(&link).is_some());
    }

    #[test]
    fn joining_is_one_act_that_is_whole_and_undone(selection in selection(), number in any::<u64>()) {
        let mut shelf = Shelf::new(1);
        let act = shelf.joining(&selection, ThingId(number));
        let tried = shelf.trying(&act, Millis(5));
        let done = shelf.apply(&act, Millis(5));
        prop_assert_eq!(&tried, &done, "the preview is what is done");
        for (id, tags) in &selection.papers {
            prop_assert_eq!(shelf.get(id).starred(), selection.name.trim().is_empty());
            prop_assert!(tags.iter().all(|tag| shelf.get(id).tags().any(|known| known == tag)));
        }
        let of_name = |shelf: &Shelf| shelf.collections().into_iter().filter(|one| one.name == selection.name.trim()).count();
        let ids: Vec<PaperId> = selection.papers.iter().map(|(id, _)| id.clone()).collect();
        prop_assert_eq!(shelf.selecting(&selection.name, &ids, false).papers.len(), ids.len());
        prop_assert_eq!(of_name(&shelf), usize::from(!selection.name.trim().is_empty()));
        prop_assert_eq!(shelf.apply(&shelf.joining(&selection, ThingId(number ^ 1)), Millis(6)), None, "taken once");
        if let Some(done) = done {
            shelf.undo(&done, Millis(7));
            prop_assert!(shelf.papers().all(|(_, card)| !card.starred() && card.tags().count() == 0 && card.collections().count() == 0));
            prop_assert_eq!(of_name(&shelf), 0);
        }
    }
}

#[test]
fn many_papers_make_a_short_link() {
    let ids = (0..1_000).map(|number| PaperId::parse(&format!("2309.{number:05}")).unwrap().0);
    let selection = Selection { name: String::new(), papers: ids.map(|id| (id, Vec::new())).collect() };
    assert!(selection.fragment().len() < 1_000 * 19 / 6 + 40, "{}", selection.fragment().len());
}
