//! What the reader should know of how a text was read and what came of it.

use super::lists::List;
use crate::present::words::{counted, papers};
use crate::query::{Node, Notice, Span, Text, edit};
use crate::search::{Index, words::words};

/// Fewer papers than this are few.
const FEW: u32 = 4;

/// Notices of a list: of the parser, of words that no paper has, and of papers that have only some of the words.
pub fn notices(index: &Index, text: &str, list: &List) -> Vec<Notice> {
    let mut notices = list.query.notices.clone();
    if !index.is_empty() {
        notices.extend(list.query.positive_texts().into_iter().filter_map(|leaf| unknown(index, text, leaf)));
    }
    notices.extend(list.whole.map(|whole| relaxed(whole, list)));
    notices.extend(by_meaning(list));
    notices
}

/// A word that no paper has: what may have been meant, which is what the list shows.
fn unknown(index: &Index, text: &str, leaf: &Text) -> Option<Notice> {
    if leaf.phrase || leaf.text.contains(char::is_whitespace) {
        return None;
    }
    let word = words(&leaf.text).find(|word| !index.knows(&word.text, leaf.typing))?;
    let meant = index.meant(&word.text);
    Some(Notice {
        span: leaf.span,
        text: match meant {
            Some(meant) => format!("No paper has the word “{}”. Did you mean “{meant}”?", leaf.text),
            None => format!("No paper has the word “{}”.", leaf.text),
        },
        instead: meant.map(|meant| leaf.span.replaced(text, meant)),
    })
}

/// Where few papers have the words, those that mean the like.
fn by_meaning(list: &List) -> Option<Notice> {
    let texts = list.query.positive_texts();
    let whole = list.whole.unwrap_or(list.len());
    let plain = texts.iter().all(|text| text.field.is_none()) && list.query.likes().is_empty();
    let words: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
    let words = words.join(" ");
    let instead = ["~", &edit::whole(&words)].concat();
    (plain && whole < FEW && words.len() > 2).then(|| Notice {
        span: Span::default(),
        text: "Few papers say this. Others may mean it in other words:".to_owned(),
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
    Notice { span: Span::default(), text, instead: None }
}
