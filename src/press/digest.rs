//! The digest: the papers of a day or a week as a letter, in plain text and in HTML that mail programs show.
//!
//! The HTML has its styles in its elements, and nothing that would have to be fetched: a letter must not tell anyone that it was
//! opened.

use std::fmt::Write as _;

use super::beside::{Site, counted, escape};
use crate::engine::Engine;
use crate::paper::{Day, Paper};
use crate::query::{Order, View, Window};

/// Authors named before “and others”.
const AUTHORS: usize = 4;

/// Characters of an abstract, where there is no summary.
const EXCERPT: usize = 280;

/// What a digest is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// A day or a week.
    pub window: Window,
    /// A day in it; the newest papers-day if absent.
    pub day: Option<Day>,
    /// What papers must be like, as typed into the search box.
    pub query: String,
    /// What comes first.
    pub order: Order,
    /// So many papers at most.
    pub papers: usize,
    /// The address at which one leaves the list, if it goes to one.
    pub leave: Option<String>,
}

/// A letter without its addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// How many papers it names.
    pub papers: usize,
    /// The first day that it is of.
    pub day: Day,
}

/// Writes the letter, or nothing if there is no paper for it. Ages are counted to the last day of the window, so that the same
/// archive always gives the same letter.
pub fn write(papers: Vec<Paper>, asked: &Asked, site: &Site) -> Option<Letter> {
    let mut engine = Engine::default();
    engine.recall(papers);
    while engine.index_some(1_000) {}
    let newest = engine.summary().days.last().map(|(day, _)| *day)?;
    let view =
        View { window: asked.window, day: asked.day, text: asked.query.clone(), order: Some(asked.order), mix: None };
    let (from, to) = view.range(newest)?;
    let ids = engine.ids(&view, to.min(newest), None);
    let chosen: Vec<&Paper> = ids.iter().take(asked.papers).filter_map(|id| engine.paper(id)).collect();
    if chosen.is_empty() {
        return None;
    }
    let when = if asked.window == Window::Day { from.to_string() } else { format!("{from} to {to}") };
    let subject = format!("{}, {when}", site.title);
    let address = list(site, asked, from);
    let about = format!("{} of {} papers, {}.", chosen.len(), ids.len(), order(asked.order));
    let mut text = format!("{subject}\n{about}\n{address}\n");
    let mut html = head(&subject, &about, &address);
    for (index, paper) in chosen.iter().enumerate() {
        plain(index + 1, paper, &mut text);
        rich(index + 1, paper, &mut html);
    }
    if let Some(place) = &asked.leave {
        let _ = write!(text, "\nTo leave this list: {place}\n");
        let _ = writeln!(
            html,
            "<p style=\"font-size:13px;margin:24px 0 0\"><a href=\"{}\" style=\"color:#8a3b12\">Leave this list</a></p>",
            escape(place)
        );
    }
    html.push_str("</td></tr></table></body></html>\n");
    Some(Letter { subject, text, html, papers: chosen.len(), day: from })
}

fn order(order: Order) -> &'static str {
    match order {
        Order::Trending => "trending first",
        Order::Votes => "most votes first",
        Order::Comments => "most comments first",
        Order::Stars => "most stars first",
        Order::Best => "best first",
        Order::HackerNews => "as Hacker News orders",
        Order::DailyHn => "as Daily Papers HN orders",
        Order::Velocity => "fastest stars first",
        Order::Reddit => "as Reddit orders",
        Order::Surprise => "in an order of the day",
        // A press knows no reader, so no collection and no taste.
        Order::Newest | Order::Collected | Order::ForYou | Order::Mix => "newest first",
        Order::Oldest => "oldest first",
    }
}

/// The list in the app.
fn list(site: &Site, asked: &Asked, day: Day) -> String {
    let place = crate::present::Place {
        view: View {
            window: asked.window,
            day: Some(day),
            text: asked.query.clone(),
            order: Some(asked.order),
            mix: None,
        },
        ..crate::present::Place::default()
    };
    format!("{}{}", site.home.as_str(), place.query())
}

fn plain(number: usize, paper: &Paper, text: &mut String) {
    let _ = write!(text, "\n{number}. {}\n", paper.title);
    for line in [people(paper), counted(paper), gist(paper)].iter().filter(|line| !line.is_empty()) {
        wrapped(line, text);
    }
    let _ = writeln!(text, "   {}", paper.id.url());
    if let Some(code) = &paper.repository {
        let _ = writeln!(text, "   {}", code.as_str());
    }
}

fn rich(number: usize, paper: &Paper, html: &mut String) {
    let link =
        |address: &str, words: &str| format!("<a href=\"{}\" style=\"color:#8a3b12\">{words}</a>", escape(address));
    let title = link(&paper.id.url(), &escape(&paper.title));
    let _ = writeln!(html, "<h2 style=\"font-size:17px;line-height:1.3;margin:24px 0 4px\">{number}. {title}</h2>");
    let mut facts: Vec<String> =
        [people(paper), counted(paper)].iter().filter(|fact| !fact.is_empty()).map(|fact| escape(fact)).collect();
    facts.extend(paper.repository.as_ref().map(|code| link(code.as_str(), "code")));
    if !facts.is_empty() {
        let _ =
            writeln!(html, "<p style=\"font-size:13px;color:#6b6257;margin:0 0 4px\">{}</p>", facts.join(" &middot; "));
    }
    let gist = gist(paper);
    if !gist.is_empty() {
        let _ = writeln!(html, "<p style=\"font-size:15px;line-height:1.45;margin:0\">{}</p>", escape(&gist));
    }
}

fn head(subject: &str, about: &str, address: &str) -> String {
    let (subject, about, address) = (escape(subject), escape(about), escape(address));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{subject}</title></head>\n<body style=\"margin:0;background:#faf7f2;color:#211d18;font-family:Georgia,serif\">\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:680px\"><tr><td style=\"padding:24px\">\n\
         <h1 style=\"font-size:22px;margin:0 0 4px\">{subject}</h1>\n\
         <p style=\"font-size:14px;margin:0\">{about} <a href=\"{address}\" style=\"color:#8a3b12\">The list</a></p>\n"
    )
}

fn people(paper: &Paper) -> String {
    let mut names: Vec<&str> = paper.authors.iter().take(AUTHORS).map(|author| author.name.as_str()).collect();
    if paper.authors.len() > AUTHORS {
        names.push("and others");
    }
    names.join(", ")
}

/// The summary, or the start of the abstract, to the end of a word.
fn gist(paper: &Paper) -> String {
    if let Some(summary) = &paper.summary {
        return summary.clone();
    }
    let Some(text) = &paper.abstract_text else { return String::new() };
    let head: String = text.chars().take(EXCERPT).collect();
    if head.len() == text.len() {
        return head;
    }
    let end = head.rfind(' ').unwrap_or(head.len());
    format!("{} …", head.get(..end).unwrap_or(&head).trim_end_matches([',', ';', ' ']))
}

/// Lines of some 72 characters, indented.
fn wrapped(paragraph: &str, text: &mut String) {
    let mut width = 0;
    for word in paragraph.split(' ') {
        let length = word.chars().count();
        if width == 0 || width + 1 + length > 72 {
            text.push_str(if width == 0 { "   " } else { "\n   " });
            width = 3 + length;
        } else {
            text.push(' ');
            width += 1 + length;
        }
        text.push_str(word);
    }
    text.push('\n');
}
