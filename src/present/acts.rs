//! What acts are called.

use crate::cite::Changed;
use crate::paper::PaperId;
use crate::shelf::{Cause, Event, Field, Subject, Touch, Value};

/// What the names of settings begin with that set by hand what a word, name or other fact counts for the reader.
pub const HAND: &str = "taste:";

/// What was done to one field, as the history tells it: “starred”.
pub fn done(touch: &Touch) -> String {
    let on = touch.now.value.is_on();
    let either = |yes: &str, no: &str| (if on { yes } else { no }).to_owned();
    match (&touch.field, &touch.now.value) {
        (Field::Star, _) => either("starred", "unstarred"),
        (Field::Read, _) => either("read", "marked unread"),
        (Field::Dismissed, _) => either("dismissed", "brought back"),
        (Field::Leaning, Value::Text(way)) => format!("{way} like this wanted"),
        (Field::Leaning, _) => "wish for more or less like this taken back".to_owned(),
        (Field::Opened, _) => "opened".to_owned(),
        (Field::Look, Value::Text(look)) if **look == *"left" => "left at once".to_owned(),
        (Field::Look, _) => "stayed with".to_owned(),
        (Field::Note, _) => either("noted", "note removed"),
        (Field::Key, _) => either("citation key set", "citation key removed"),
        (Field::Brought, _) => either("brought in", "taken out again"),
        (Field::Tag(name), _) => either(&format!("tagged “{name}”"), &format!("tag “{name}” removed")),
        (Field::In(_), Value::Text(_)) if touch.was.as_ref().is_some_and(|was| was.value.is_on()) => {
            "moved within a collection".to_owned()
        }
        (Field::In(_), _) => either("put into a collection", "taken out of a collection"),
        (Field::Name, Value::Text(name)) => match touch.was.as_ref().and_then(|was| was.value.text()) {
            Some(old) => format!("“{old}” is now “{name}”"),
            None => format!("“{name}” added"),
        },
        (Field::Name, _) => match touch.was.as_ref().and_then(|was| was.value.text()) {
            Some(name) => format!("“{name}” removed"),
            None => "removed".to_owned(),
        },
        (Field::Parent, _) => either("put into another collection", "taken out of the collection around it"),
        (Field::Order, _) => "moved".to_owned(),
        (Field::Watched, _) => either("watched", "watched no more"),
        (Field::Seen, _) => "kept search looked at".to_owned(),
        (Field::Is, _) => match &touch.subject {
            Subject::Mute(_, what) => either(&format!("“{what}” muted"), &format!("“{what}” unmuted")),
            Subject::Setting(name) => match name.strip_prefix(HAND) {
                Some(label) => {
                    either(&format!("weight of “{label}” set"), &format!("weight of “{label}” left to learning"))
                }
                None => "setting changed".to_owned(),
            },
            _ => "setting changed".to_owned(),
        },
        _ => "changed".to_owned(),
    }
}

/// What an event did as a short sentence without its stop: “Starred”, “Dismissed 30 papers”.
pub fn told(event: &Event) -> String {
    let subjects = event.subjects().len();
    if event.cause == Cause::Merge {
        return format!("Took in {}", super::words::counted(event.touched.len() as u32, "change"));
    }
    // A new thing has several fields, of which its name says most.
    let most = event.touched.iter().find(|touch| touch.field == Field::Name).or(event.touched.first());
    let words = most.map(done).unwrap_or_default();
    let mut letters = words.chars();
    // Words of ours, in plain letters.
    let words: String = letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    if subjects > 1 && event.touched.iter().all(|touch| touch.field == Field::Leaning) {
        return "Answered".to_owned();
    }
    if let Some((old, new)) = retagged(event) {
        let papers = event.subjects().iter().filter(|subject| subject.paper().is_some()).count();
        return format!("“{old}” is now “{new}”: {}", super::words::papers(papers as u32));
    }
    if let Some(name) = joined(event) {
        return format!("“{name}” joined to another collection");
    }
    let kind = |touch: &Touch| std::mem::discriminant(&touch.field);
    let alike = event.touched.iter().all(|touch| event.touched.first().map(kind) == Some(kind(touch)));
    let all = if subjects > 2 && !alike { summary(event).join(", ") } else { String::new() };
    if !all.is_empty() {
        let added = most.filter(|touch| touch.field == Field::Name).map(|_| format!("{words}: ")).unwrap_or_default();
        return added + &all;
    }
    if subjects > 1 && event.touched.iter().all(|touch| touch.subject.paper().is_some()) {
        return format!("{words}: {}", super::words::papers(subjects as u32));
    }
    words
}

/// The tag that was given another name, and that name.
fn retagged(event: &Event) -> Option<(&str, &str)> {
    let named = |on: bool| {
        let touched = event.touched.iter().filter(move |touch| touch.now.value.is_on() == on && !is_search(touch));
        touched.map(|touch| match &touch.field {
            Field::Tag(name) => Some(&**name),
            _ => None,
        })
    };
    // All of one name are taken off, and all that are put on are of another. Searches for it follow.
    let (old, new) = (named(false).next()??, named(true).next()??);
    let one = named(false).all(|name| name == Some(old)) && named(true).all(|name| name == Some(new));
    one.then_some((old, new))
}

/// The name of the collection that was joined to another: it was removed, and its papers taken out of it.
fn joined(event: &Event) -> Option<&str> {
    let off = |touch: &&Touch| !touch.now.value.is_on();
    let mut removed = event.touched.iter().filter(off).filter(|touch| touch.field == Field::Name);
    removed.find_map(|touch| match touch.subject {
        Subject::Collection(id) if event.touched.iter().filter(off).any(|other| other.field == Field::In(id)) => {
            touch.was.as_ref().and_then(|was| was.value.text())
        }
        _ => None,
    })
}

fn is_search(touch: &Touch) -> bool {
    matches!(touch.subject, Subject::Search(_))
}

/// Whose citation keys a join changes, a line for each; `title` gives the title of a paper, empty if it is not known.
pub fn rekeyed(changed: &[Changed], title: &dyn Fn(&PaperId) -> String) -> Vec<String> {
    let name = |id: &PaperId| match title(id) {
        title if title.is_empty() => id.to_string(),
        title => format!("“{title}” ({id})"),
    };
    let line = |Changed { id, was, now, of }: &Changed| {
        let of = of.as_ref().map(|of| format!(", which is the key of {}", name(of))).unwrap_or_default();
        format!("{} will be cited as {now} and no more as {was}{of}: texts that cite it must follow", name(id))
    };
    changed.iter().map(line).collect()
}

/// What taking in an event would do, a line for each kind of thing: “12 stars”.
pub fn summary(event: &Event) -> Vec<String> {
    let is_named = |of: &Subject| event.touched.iter().any(|touch| touch.field == Field::Name && touch.subject == *of);
    let kind = |touch: &Touch| match (&touch.subject, &touch.field) {
        (_, Field::Star) => Some("star"),
        (_, Field::Read) => Some("read mark"),
        (_, Field::Dismissed) => Some("dismissal"),
        (_, Field::Leaning) => Some("leaning"),
        (_, Field::Note) => Some("note"),
        (_, Field::Tag(_)) => Some("tag"),
        (_, Field::In(_)) => Some("paper of a collection"),
        (Subject::Collection(_), Field::Name) => Some("collection"),
        (Subject::Search(_), Field::Name) => Some("search"),
        (Subject::Mute(..), _) => Some("mute"),
        (Subject::Setting(_), _) => Some("setting"),
        (_, Field::Key) => Some("citation key"),
        // What is new has all of these.
        (Subject::Collection(_) | Subject::Search(_), _) if is_named(&touch.subject) => None,
        (Subject::Search(_), Field::Address) => Some("address of a search"),
        (_, Field::Watched) => Some("watch"),
        (Subject::Collection(_), Field::Parent) => Some("place of a collection"),
        (Subject::Collection(_) | Subject::Search(_), Field::Order) => Some("position"),
        _ => None,
    };
    let mut counts: Vec<(&str, u32, u32)> = Vec::new();
    for touch in &event.touched {
        let Some(kind) = kind(touch) else { continue };
        let on = u32::from(touch.now.value.is_on());
        match counts.iter_mut().find(|(known, ..)| *known == kind) {
            Some((_, set, cleared)) => (*set, *cleared) = (*set + on, *cleared + 1 - on),
            None => counts.push((kind, on, 1 - on)),
        }
    }
    let line = |(kind, set, cleared): (&str, u32, u32)| {
        let plural = match kind.split_once(" of a ") {
            Some((one, "search")) => format!("{one}es of searches"),
            Some((one, of)) => format!("{one}s of {of}s"),
            None => format!("{kind}s"),
        };
        let name = |count: u32| if count == 1 { kind.to_owned() } else { plural.clone() };
        let set_words = (set > 0).then(|| format!("{} {} set", super::words::grouped(set), name(set)));
        let cleared_words =
            (cleared > 0).then(|| format!("{} {} cleared", super::words::grouped(cleared), name(cleared)));
        [set_words, cleared_words].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    counts.into_iter().map(line).collect()
}
