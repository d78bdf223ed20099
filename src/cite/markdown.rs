//! Markdown: a note for each paper, for Obsidian and its kin, and a reading list.

use std::collections::HashSet;

use super::{Entry, Head, Issued, push, quoted};

/// A file for each paper: its name and its text, which begins with YAML. Names differ even where upper and lower case do not.
///
/// ```
/// use offprint::cite::{Entry, notes};
/// use offprint::paper::{Paper, PaperId};
/// let paper = Paper::new(PaperId::parse("1706.03762").unwrap().0, "Attention Is All You Need");
/// let entry = Entry { key: "vaswani2017attention", note: "Read *again*.", ..Entry::of(&paper) };
/// let (name, text) = &notes(&[entry])[0];
/// assert_eq!(name, "vaswani2017attention.md");
/// assert!(text.starts_with("---\ntitle: \"Attention Is All You Need\"\n") && text.ends_with("\nRead *again*.\n"));
/// ```
pub fn notes(entries: &[Entry<'_>]) -> Vec<(String, String)> {
    let mut names = HashSet::new();
    let mut files = Vec::new();
    for entry in entries {
        let kept = |c: &char| !c.is_control() && !"\\/:*?\"<>|#^[]".contains(*c);
        let mut name: String = entry.key.chars().filter(kept).collect();
        while name.is_empty() || !names.insert(name.to_lowercase()) {
            name.push('_');
        }
        name.push_str(".md");
        files.push((name, note(entry)));
    }
    files
}

fn note(entry: &Entry<'_>) -> String {
    let paper = entry.paper;
    let mut text = String::from("---\n");
    let mut line = |name: &str, value: &str| {
        push(&mut text, &[name, ": ", value, "\n"]);
    };
    let list = |values: &mut dyn Iterator<Item = &str>| {
        ["[", &values.map(quoted).collect::<Vec<_>>().join(", "), "]"].concat()
    };
    line("title", &quoted(&paper.title));
    line("authors", &list(&mut paper.authors.iter().map(|author| author.name.as_str())));
    if let Some(id) = paper.id.arxiv() {
        line("arxiv", &quoted(id));
    }
    line("url", &quoted(&paper.id.url()));
    if let Some(doi) = paper.id.doi() {
        line("doi", &quoted(&doi));
    }
    // A date of YAML must have its day; else it is a text.
    if let Some(issued) = Issued::of(paper) {
        line("published", &if issued.day.is_some() { issued.text("-") } else { quoted(&issued.text("-")) });
    }
    line("categories", &list(&mut paper.categories.iter().map(String::as_str)));
    for (name, day) in [("starred", entry.starred), ("read", entry.read)] {
        if let Some(day) = day {
            line(name, &day.to_string());
        }
    }
    line("tags", &list(&mut entry.tags.iter().map(String::as_str)));
    line("citekey", &quoted(entry.key));
    text.push_str("---\n\n# ");
    escape(&paper.title, &mut text);
    text.push('\n');
    if let Some(words) = &paper.abstract_text {
        text.push_str("\n> [!abstract]\n> ");
        escape(words, &mut text);
        text.push('\n');
    }
    if !entry.note.trim().is_empty() {
        push(&mut text, &["\n", entry.note.trim_end(), "\n"]);
    }
    text
}

/// A list with a box to tick for each paper, ticked where it was read; notes stand below.
pub(super) fn reading_list(entries: &[Entry<'_>], head: &Head<'_>) -> String {
    let mut text = String::from("# ");
    escape(head.title, &mut text);
    text.push_str("\n\n");
    for entry in entries {
        let paper = entry.paper;
        text.push_str(if entry.read.is_some() { "- [x] [" } else { "- [ ] [" });
        escape(&paper.title, &mut text);
        push(&mut text, &["](", &paper.id.url(), ")"]);
        for author in paper.authors.iter().take(3) {
            text.push_str(", ");
            escape(&author.name, &mut text);
        }
        text.push_str(if paper.authors.len() > 3 { " and others" } else { "" });
        if let Some(issued) = Issued::of(paper) {
            push(&mut text, &[", ", &issued.year.to_string()]);
        }
        text.push('\n');
        for line in entry.note.trim().lines() {
            push(&mut text, &[if line.is_empty() { "" } else { "  " }, line, "\n"]);
        }
    }
    text
}

/// Text that Markdown shows as it is.
fn escape(words: &str, text: &mut String) {
    // What stands at the start of a line would begin a list: a dash, or a number with a dot.
    let mut start = true;
    for (at, c) in words.chars().enumerate() {
        let list = start && if at == 0 { "-+".contains(c) } else { ".)".contains(c) };
        if list || "\\`*_{}[]<>#|~$^&=%".contains(c) {
            text.push('\\');
        }
        text.push(if c.is_control() { ' ' } else { c });
        start &= c.is_ascii_digit();
    }
}
