//! Where a text says what was asked: for highlights, and for choosing the passage to show.

use std::ops::Range;

use crate::find::Find;
use crate::index::Index;
use crate::order;
use crate::plan::Plan;
use crate::postings::{Field, Mask};
use crate::terms::{self, Unit};
use crate::words::Splitter;

/// What was asked, ready to be looked for in texts.
#[derive(Clone, Debug, Default)]
pub struct Marker {
    wanted: Vec<Wanted>,
}

/// A word of the question.
#[derive(Clone, Debug)]
struct Wanted {
    fields: Mask,
    /// Words of the index that mean it, sorted by number.
    words: Vec<u32>,
    /// What unfinished words begin with.
    beginning: Option<String>,
}

/// A place of a text that says what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Which words of the question it says, a bit for each; the last stands for all further ones.
    pub words: u64,
}

impl Index {
    /// Prepares marks for what a question wants; what it does not want is not marked.
    pub fn marker(&self, asked: &Find) -> Marker {
        let mut marker = Marker::default();
        marker.take(&terms::plan(self, asked));
        marker
    }

    /// Places of a text of that field that say what was asked, in order, none within another. Linear in the text.
    pub fn marks(&self, marker: &Marker, field: Field, text: &str) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        if marker.wanted.is_empty() {
            return marks;
        }
        Splitter::default().split(text, |word, _, span, _| {
            let number = self.words.find(word);
            let meant = |wanted: &Wanted| {
                wanted.fields & field.bit() != 0
                    && (number.is_some_and(|number| wanted.words.binary_search(&number).is_ok())
                        || wanted.beginning.as_ref().is_some_and(|beginning| word.starts_with(beginning.as_str())))
            };
            let Some(at) = marker.wanted.iter().position(meant) else { return };
            // A compound is told after its parts, and stands where they do.
            let parts = marks.iter().rev().take_while(|mark| mark.span.start >= span.start).count();
            let before = marks.len() - parts;
            let own = 1 << at.min(63);
            let words = marks.iter().skip(before).map(|part| part.words).reduce(|all, part| all | part).unwrap_or(own);
            if before.checked_sub(1).and_then(|last| marks.get(last)).is_none_or(|last| last.span.end <= span.start) {
                marks.truncate(before);
                marks.push(Mark { span, words });
            }
        });
        marks
    }
}

impl Marker {
    /// Whether nothing can be marked.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    fn take(&mut self, plan: &Plan) {
        match plan {
            Plan::Unit(unit) => self.take_unit(unit),
            Plan::Phrase(phrase) => phrase.elements.iter().for_each(|unit| self.take_unit(unit)),
            Plan::All(parts) | Plan::Any(parts) | Plan::Best(parts) => parts.iter().for_each(|part| self.take(part)),
            Plan::Everything | Plan::Keys(_) | Plan::Not(_) => {}
        }
    }

    fn take_unit(&mut self, unit: &Unit) {
        // Of an unfinished word there may be thousands; they are known by their beginning.
        let listed = |ring: &&terms::Ring| unit.beginning.is_none() || ring.quality != crate::weights::BEGINNING;
        let mut words: Vec<u32> =
            unit.rings.iter().filter(listed).flat_map(|ring| &ring.words).map(|(word, _)| *word).collect();
        order::sort_by(&mut words, |a, b| a < b);
        self.wanted.push(Wanted { fields: unit.fields, words, beginning: unit.beginning.clone() });
    }
}

/// The part of a text of about so many characters that says most of what was asked: different words first, then many, then
/// the earliest. It begins and ends between words. O(marks × marks in the part).
pub fn passage(text: &str, marks: &[Mark], characters: usize) -> Range<usize> {
    let length_from = |start: usize| -> usize {
        let rest = text.get(start..).unwrap_or_default();
        rest.char_indices().nth(characters).map_or(text.len(), |(end, _)| start + end)
    };
    let mut best = (0, 0, 0);
    for (at, mark) in marks.iter().enumerate() {
        let end = length_from(mark.span.start);
        let inside = || marks.iter().skip(at).take_while(|mark| mark.span.end <= end);
        let distinct = inside().fold(0, |all, mark| all | mark.words).count_ones();
        let many = inside().count();
        if (distinct, many) > (best.0, best.1) {
            best = (distinct, many, mark.span.start);
        }
    }
    let start = sentence_start(text, best.2, characters / 2);
    let end = length_from(start);
    let cut = if end == text.len() { end } else { word_end(text, start, end) };
    start..cut
}

/// The beginning of the sentence that a place is in, or of a word at most so many bytes before it.
fn sentence_start(text: &str, at: usize, most: usize) -> usize {
    let mut from = at.saturating_sub(most);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..at).unwrap_or_default();
    if let Some(end) = before.rfind(". ") {
        return from + end + 2;
    }
    match (from, before.find(' ')) {
        (0, _) => 0,
        (from, Some(blank)) => from + blank + 1,
        (_, None) => at,
    }
}

fn word_end(text: &str, start: usize, end: usize) -> usize {
    let part = text.get(start..end).unwrap_or_default();
    part.rfind(' ').map_or(end, |blank| start + blank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::Text;

    fn marked(index: &Index, asked: &Find, text: &str) -> String {
        let mut shown = String::new();
        let mut at = 0;
        for mark in index.marks(&index.marker(asked), Field::Abstract, text) {
            shown += &format!("{}[{}]", &text[at..mark.span.start], &text[mark.span.clone()]);
            at = mark.span.end;
        }
        shown + &text[at..]
    }

    #[test]
    fn what_was_asked_is_marked_however_it_is_written() {
        let text = "Pre-training models; the pretrained Model's modelling of transfomers.";
        let mut index = Index::default();
        index.put(0, &[(Field::Abstract, text)]);
        let check = |asked: Find, expected: &str| assert_eq!(marked(&index, &asked, text), expected);
        check(Find::word("pretraining"), "[Pre-training] models; the [pretrained] Model's modelling of transfomers.");
        check(Find::word("model"), "Pre-training [models]; the pretrained [Model]'s [modelling] of transfomers.");
        check(Find::word("transformers"), "Pre-training models; the pretrained Model's modelling of [transfomers].");
        let typed = Text { text: "mode".to_owned(), fields: Mask::MAX, phrase: false, typing: true };
        check(Find::Text(typed), "Pre-training [models]; the pretrained [Model]'s [modelling] of transfomers.");
        check(Find::Not(Box::new(Find::word("model"))), text);
    }

    #[test]
    fn the_passage_says_most_of_what_was_asked() {
        let text = "Nothing here at all. Then cats. And at last some cats and dogs together in one place, far on.";
        let mut index = Index::default();
        index.put(0, &[(Field::Abstract, text)]);
        let asked = Find::All(vec![Find::word("cats"), Find::word("dogs")]);
        let marks = index.marks(&index.marker(&asked), Field::Abstract, text);
        assert_eq!(&text[passage(text, &marks, 60)], "Then cats. And at last some cats and dogs together in one");
        assert_eq!(&text[passage(text, &[], 12)], "Nothing");
    }

    #[test]
    fn a_compound_says_all_its_parts() {
        let text = "On videos of many views. Later on we train a video-diffusion-based model. Video diffusion.";
        let mut index = Index::default();
        index.put(0, &[(Field::Abstract, text)]);
        let asked = Find::All(vec![Find::word("video"), Find::word("diffusion")]);
        let shown =
            "On [videos] of many views. Later on we train a [video-diffusion]-based model. [Video] [diffusion].";
        assert_eq!(marked(&index, &asked, text), shown);
        let marks = index.marks(&index.marker(&asked), Field::Abstract, text);
        assert_eq!(&text[passage(text, &marks, 48)], "Later on we train a video-diffusion-based");
    }
}
