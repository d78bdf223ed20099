//! Everything that an index is used for.

use offprint::search::{Field, Find, Index, Mask, Text};

/// Uses all that an index can do. That it comes back is what is tested.
pub fn use_it(mut index: Index) {
    let typed = |text: &str, phrase, typing, fields| Find::Text(Text { text: text.to_owned(), fields, phrase, typing });
    let questions = [
        typed("qu", false, true, Mask::MAX),
        typed("deep learning models", true, false, Mask::MAX),
        typed("pre-trai", false, true, Mask::MAX),
        typed("pretraining", false, false, Field::Title.bit()),
        typed("laerning", false, false, Mask::MAX),
        typed("deep", false, false, Mask::MAX),
        Find::All(vec![Find::word("deep"), Find::word("learning"), Find::word("data"), Find::word("xyzzy")]),
        Find::All(vec![Find::word("pre"), Find::word("training"), Find::Not(Box::new(Find::word("models")))]),
        Find::Any(vec![Find::Everything, Find::word("quaa"), Find::Keys(index.keys())]),
    ];
    let ask = |index: &Index| {
        for asked in &questions {
            index.find(asked);
            index.best(asked, 10, &[]).all(index);
            let marks = index.marks(&index.marker(asked), Field::Abstract, "deep pre-training of quaa");
            offprint::search::passage("deep pre-training of quaa", &marks, 10);
        }
        index.meant("laerning");
        index.complete("d", 3);
        index.having("d", Field::Title, 10);
        index.knows("deeper", true);
        index.memory();
    };
    ask(&index);
    index.remove(1);
    index.put_all(
        (0..70).map(|key| (key * 9, [(Field::Title, "deep pre-training quaa"), (Field::Abstract, "quaz qubb models")])),
    );
    index.remove(9);
    ask(&index);
    let _ = Index::open(&index.snapshot());
}
