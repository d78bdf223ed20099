//! What the reader should know of how a text was read and what came of it.

use super::lists::List;
use crate::present::words::{counted, papers};
use crate::query::{Node, Notice, Span, edit};
use crate::search::Index;
use crate::search::words::{Word, words};

/// Fewer papers than this are few.
const FEW: u32 = 4;

/// Letters of what was typed that are said again.
const REPEATED: usize = 40;

/// Notices of a list: of the parser, of words that no paper has, and of papers that have only some of the words. As long as words are
/// still to be indexed nothing is said of what no paper has.
pub fn notices(index: &Index, text: &str, list: &List, unfinished: bool) -> Vec<Notice> {
    let mut notices = list.query.notices.clone();
    if unfinished {
        return notices;
    }
    if !index.is_empty() {
        unknown(index, text, list, &mut notices);
    }
    notices.extend(list.whole.map(|whole| relaxed(whole, list)));
    notices.extend(by_meaning(list));
    notices
}

/// Words that no paper has: what may have been meant, which is what the list shows. The text in its place has all of them mended. Of a
/// compound that no paper has as one word it is a part that no paper has.
fn unknown(index: &Index, text: &str, list: &List, notices: &mut Vec<Notice>) {
    let told: Vec<Span> = notices.iter().map(|notice| notice.span).collect();
    let is_told = |span: Span| told.iter().any(|told| told.start <= span.start && span.end <= told.end);
    let mut slips = Vec::new();
    for leaf in list.query.positive_texts() {
        if leaf.phrase || leaf.text.contains(char::is_whitespace) || is_told(leaf.span) {
            continue;
        }
        let found: Vec<Word> = words(&leaf.text).collect();
        let is_part = |word: &&Word| word.parts == 1;
        let (count, end) = (found.iter().filter(is_part).count(), found.last().map_or(0, |last| last.span.end));
        let knows = |word: &Word| index.knows(&word.text, leaf.typing && word.span.end == end);
        if found.iter().any(|word| word.parts as usize == count && knows(word)) {
            continue;
        }
        let (mut mended, mut slip) = (leaf.text.clone(), None);
        // From the end on, so that the spans before stay right.
        for part in found.iter().rev().filter(is_part).filter(|part| !knows(part)) {
            let meant = index.meant(&part.text);
            slip = Some((leaf.text.get(part.span.clone()).unwrap_or_default(), meant));
            mended = Span::new(part.span.start, part.span.end).replaced(&mended, meant.unwrap_or(&part.text));
        }
        slips.extend(slip.map(|(slip, meant)| (leaf, slip, meant, mended)));
    }
    let mended = slips.iter().rev().fold(text.to_owned(), |text, (leaf, _, meant, mended)| match meant {
        Some(_) => leaf.span.replaced(&text, &edit::value(mended)),
        None => text,
    });
    notices.extend(slips.iter().map(|(leaf, slip, meant, _)| {
        let word = clipped(slip);
        Notice {
            span: leaf.span,
            text: match meant {
                Some(meant) => format!("No paper has the word “{word}”. Did you mean “{meant}”?"),
                None => format!("No paper has the word “{word}”."),
            },
            instead: meant.map(|_| mended.clone()),
        }
    }));
}

/// A notice of the list as a whole.
pub fn only(text: String) -> Notice {
    Notice { span: Span::default(), text, instead: None }
}

/// The beginning of a text.
fn clipped(text: &str) -> String {
    match text.char_indices().nth(REPEATED) {
        Some((end, _)) => [text.get(..end).unwrap_or_default(), "…"].concat(),
        None => text.to_owned(),
    }
}

/// Where few papers have the words, and nothing else is asked of them, those that mean the like.
fn by_meaning(list: &List) -> Option<Notice> {
    let texts = list.query.positive_texts();
    let whole = list.whole.unwrap_or(list.len());
    // Other conditions may be why there are few.
    let only_words = match &list.query.root {
        Node::All(parts) => parts.iter().all(|part| matches!(part, Node::Text(_))),
        root => matches!(root, Node::Text(_)),
    };
    let plain = only_words && list.query.notices.is_empty() && texts.iter().all(|text| text.field.is_none());
    let words: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
    let words = words.join(" ");
    let instead = ["~", &edit::whole(&words)].concat();
    (plain && whole < FEW && words.len() > 2).then(|| Notice {
        span: Span::default(),
        text: "Few papers here say all of this. Others may mean it in other words.".to_owned(),
        instead: Some(instead),
    })
}

fn relaxed(whole: u32, list: &List) -> Notice {
    let wanted = match &list.query.root {
        Node::All(parts) => parts.iter().filter(|part| matches!(part, Node::Text(_))).count() as u32,
        _ => 1,
    };
    let all = format!("all {}", counted(wanted, "word"));
    let text = match whole {
        0 => format!("No paper has {all}. These have some of them, the best first."),
        1 => format!("1 paper has {all}. After it come papers that have some of them."),
        _ => format!("{} have {all}. After them come papers that have some of them.", papers(whole)),
    };
    only(text)
}
