//! The house rules of `src/lib.rs`, as tests, so that they hold on every machine.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The stages, in the order of the data. Each may use those before it, and none after it.
const STAGES: [&str; 15] = [
    "search", "text", "paper", "feed", "sheet", "library", "columns", "shelf", "cite", "query", "learn", "rank",
    "present", "engine", "press",
];

/// Source files under a folder, as (path from the package's root, text).
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                files.push((name, fs::read_to_string(&path).unwrap_or_default()));
            }
        }
    }
    files.sort();
    files
}

/// The room of a source file: `src/feed/tidy.rs` and `src/feed.rs` are in `feed`.
fn room(path: &str) -> String {
    let path = PathBuf::from(path.strip_prefix("src/").unwrap());
    let first = path.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The lines of a text that are code.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn stages_know_no_browser_no_framework_no_clock_and_no_chance() {
    let forbidden =
        ["web_sys", "js_sys", "wasm_bindgen", "leptos", "gloo", "rexie", "SystemTime", "Instant::now", "rand::"];
    for (path, text) in sources("src").iter().filter(|(path, _)| STAGES.contains(&room(path).as_str())) {
        for word in forbidden {
            assert!(!code(text).any(|line| line.contains(word)), "{path} names {word}; that belongs to browser or ui");
        }
    }
}

#[test]
fn stages_depend_on_earlier_stages_only() {
    // `search` is a package of its own, and cannot name the others.
    for (path, text) in sources("src").into_iter().filter(|(path, _)| room(path) != "search" && room(path) != "learn") {
        let Some(own) = STAGES.iter().position(|stage| *stage == room(&path)) else { continue };
        for line in code(&text).filter(|line| line.contains("crate::")) {
            for name in line.split("crate::").skip(1) {
                let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                // Records of papers are kept by the errors of the store, which stand with the shelf.
                let excused = room(&path) == "sheet" && name == "shelf";
                let other = STAGES.iter().position(|stage| *stage == name);
                assert!(other.is_some_and(|other| other <= own) || excused, "{path} uses {name}, which comes after it");
            }
        }
    }
}

#[test]
fn only_the_page_fetches_and_only_in_one_place() {
    for (path, text) in sources("src").iter().filter(|(path, _)| path != "src/browser/fetch.rs") {
        let fetches = code(text).any(|line| line.contains("gloo_net") || line.contains("fetch_with_"));
        assert!(!fetches, "{path} fetches; the page's policy is kept in browser/fetch.rs");
    }
}

#[test]
fn nothing_is_ever_put_into_the_page_as_html() {
    for (path, text) in sources("src").into_iter().chain(sources("public")) {
        for word in ["inner_html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "set_inner"] {
            assert!(!code(&text).any(|line| line.contains(word)), "{path} names {word}");
        }
    }
}

#[test]
fn only_ui_names_the_framework_and_only_browser_and_ui_name_the_browser() {
    for (path, text) in sources("src") {
        let (room, lines) = (room(&path), || code(&text));
        assert!(room == "ui" || !lines().any(|line| line.contains("leptos")), "{path} names leptos");
        let edge = ["ui", "browser"].contains(&room.as_str());
        assert!(edge || !lines().any(|line| line.contains("web_sys")), "{path} names web_sys");
    }
}

#[test]
fn every_component_sheet_has_a_class_of_its_own() {
    // The macro derives the class from the count of non-blank characters, so sheets of equal count would share one.
    let mut counts: BTreeMap<usize, String> = BTreeMap::new();
    for (path, text) in
        sources("style").into_iter().filter(|(path, _)| !path.ends_with("tokens.css") && !path.ends_with("base.css"))
    {
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        if let Some(other) = counts.insert(count, path.clone()) {
            panic!("{path} and {other} both have {count} characters; change one by a character");
        }
        let named = sources("src/ui")
            .iter()
            .chain(&sources("src"))
            .any(|(_, source)| source.contains(&format!("style_sheet!(\"{path}\")")));
        assert!(named, "no component uses {path}");
        let roots = text.lines().filter(|line| line.starts_with(['.', '#', '@', '&'])).count();
        assert_eq!(roots, 1, "{path} must have one root selector, with the rest nested in it");
    }
}

#[test]
fn colours_stand_in_the_tokens_only() {
    for (path, text) in sources("style").into_iter().filter(|(path, _)| path != "style/tokens.css") {
        let literal = text.lines().find(|line| line.contains(": #") || line.contains(" rgb("));
        let backdrop = path == "style/base.css" && literal.is_some_and(|line| line.contains("rgb(20 16 8"));
        assert!(literal.is_none() || backdrop, "{path}: {}", literal.unwrap_or_default());
    }
}

#[test]
fn files_stay_short_enough_to_read() {
    for (path, text) in sources("src") {
        let lines = text.lines().count();
        assert!(lines <= 500, "{path} has {lines} lines; divide it");
    }
}

#[test]
fn the_toolchain_is_pinned_where_it_must_be() {
    let root = env!("CARGO_MANIFEST_DIR");
    let manifest = fs::read_to_string(format!("{root}/Cargo.toml")).unwrap();
    assert!(manifest.contains("wasm-bindgen = \"=0.2."), "the bindings' generator must match the crate exactly");
    let lock = fs::read_to_string(format!("{root}/Cargo.lock")).unwrap();
    assert_eq!(lock.matches("name = \"wasm-bindgen\"\n").count(), 1, "one version of wasm-bindgen");
}
