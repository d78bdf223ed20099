//! Runs after Trunk, on the files of a build: one style sheet, short names between module and bindings, a name by content for
//! each program file, the service worker with its list, and 404.html. It refuses a build that lacks a part rather than publish half a site.
//!
//! All work is one function from files to files, [`assemble`]; `main` reads and writes.

mod bindings;
mod module;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sha2::{Digest, Sha256};

/// Path below the site's root, with `/` between parts → content.
type Files = BTreeMap<String, Vec<u8>>;

/// The scoped style sheets of the components, collected by `build.rs`.
const COMPONENTS_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/components.css"));

/// What a service worker keeps none of: itself, the page's twin, pictures that only an app store shows, the host's own choices,
/// which it may change in a finished build and the page remembers, and feeds, which
/// change without a new build, may be large, and have their papers in the database as soon as they are read.
const NOT_KEPT: [&str; 5] = ["sw.js", "404.html", "screenshots/", "feed/", "site.json"];

fn main() -> ExitCode {
    match run() {
        Ok(table) => {
            println!("{table}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("dist: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    let folder = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .ok_or(format!("{name} is not set. This program is Trunk's hook; run scripts/serve instead."))
    };
    let site = folder("TRUNK_STAGING_DIR")?;
    let source = folder("TRUNK_SOURCE_DIR")?;
    let mut style = String::new();
    for name in ["style/tokens.css", "style/base.css"] {
        style += &fs::read_to_string(source.join(name)).map_err(|error| format!("{name} cannot be read: {error}"))?;
        style.push('\n');
    }
    style += COMPONENTS_CSS;

    let before = read_folder(&site).map_err(|error| format!("the build cannot be read: {error}"))?;
    let after = assemble(before.clone(), &style)?;
    write_changes(&site, &before, &after).map_err(|error| format!("the site cannot be written: {error}"))?;
    Ok(table(&after))
}

/// Turns what Trunk wrote into the site that is served.
fn assemble(mut files: Files, style: &str) -> Result<Files, String> {
    let modules = files.keys().filter(|path| path.ends_with(".wasm")).count();
    if modules != 1 {
        return Err(format!("expected one wasm file, found {modules}"));
    }
    let program = name_program(&mut files, "offprint-app")?;
    let worker = bindings::bare(&take_text(&mut files, "worker.js")?)?;
    let worker = add_named(&mut files, "worker", "js", worker.into_bytes());
    let boot = bindings::bare(&take_text(&mut files, "boot.js")?)?;
    let boot = add_named(&mut files, "boot", "js", boot.into_bytes());
    let style = add_named(&mut files, "style", "css", squeeze_css(style).into_bytes());

    let mut index = take_text(&mut files, "index.html")?;
    for (written, named) in [
        ("\"./style.css\"", format!("\"./{style}\"")),
        ("\"./offprint-app.js\"", format!("\"./{}\"", program.js)),
        ("\"./offprint-app_bg.wasm\"", format!("\"./{}\"", program.wasm)),
        (
            "src=\"./boot.js\"",
            format!("src=\"./{boot}\" data-wasm-size=\"{}\" data-worker=\"./{worker}\"", program.wasm_size),
        ),
    ] {
        if !index.contains(written) {
            return Err(format!("index.html does not name {written}"));
        }
        index = index.replace(written, &named);
    }
    check_index(&index)?;
    // A host without this site's settings shows 404.html for an address it does not know; let that be the page too.
    files.insert("404.html".into(), index.clone().into_bytes());
    files.insert("index.html".into(), index.into_bytes());
    check_manifest(&files)?;

    let template = bindings::bare(&take_text(&mut files, "sw.template.js")?)?;
    let service_worker = service_worker(&template, &kept_list(&files))?;
    files.insert("sw.js".into(), service_worker.into_bytes());
    Ok(files)
}

/// The program after its files got their names.
struct Program {
    js: String,
    wasm: String,
    wasm_size: usize,
}

/// Names the program's module and its bindings by content. The bindings name the module, so a changed module also
/// changes their name: a page never meets bindings of another build.
fn name_program(files: &mut Files, name: &str) -> Result<Program, String> {
    let written = format!("{name}_bg.wasm");
    let module = take(files, &written)?;
    let bindings = take_text(files, &format!("{name}.js"))?;
    let (module, bindings) = bindings::shorten(&module, &bindings)?;
    let wasm_size = module.len();
    let wasm = add_named(files, name, "wasm", module);
    let bindings = bindings.replace(&written, &wasm);
    let js = add_named(files, name, "js", bindings.into_bytes());
    Ok(Program { js, wasm, wasm_size })
}

fn take(files: &mut Files, path: &str) -> Result<Vec<u8>, String> {
    files.remove(path).ok_or(format!("{path} is missing from the build"))
}

fn take_text(files: &mut Files, path: &str) -> Result<String, String> {
    String::from_utf8(take(files, path)?).map_err(|_| format!("{path} is not text"))
}

fn add_named(files: &mut Files, stem: &str, extension: &str, content: Vec<u8>) -> String {
    let path = format!("{stem}-{}.{extension}", short_hash(&content));
    files.insert(path.clone(), content);
    path
}

fn short_hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Subresource Integrity's notation, which a browser checks by itself as it fetches.
fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", base64(&Sha256::digest(content)))
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |group, at| group << 8 | usize::from(chunk.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let letter = ALPHABET.get(group >> (18 - 6 * at) & 63).copied().unwrap_or(b'=');
            text.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// Drops comments, indents and empty lines; the host's compression does the rest.
fn squeeze_css(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut quote = None;
    while let Some(letter) = rest.next() {
        match quote {
            Some(_) if letter == '\\' => {
                bare.push(letter);
                bare.extend(rest.next());
                continue;
            }
            Some(open) if letter == open => quote = None,
            None if letter == '"' || letter == '\'' => quote = Some(letter),
            None if letter == '/' && rest.peek() == Some(&'*') => {
                rest.next();
                let mut last = ' ';
                for inner in rest.by_ref() {
                    if last == '*' && inner == '/' {
                        break;
                    }
                    last = inner;
                }
                continue;
            }
            _ => {}
        }
        bare.push(letter);
    }
    let lines: Vec<&str> = bare.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n") + "\n"
}

/// The promises that the page's security rests on.
fn check_index(index: &str) -> Result<(), String> {
    if !index.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'") {
        return Err("index.html has no strict content security policy".into());
    }
    for tag in index.split("<script").skip(1) {
        let (attributes, after) = tag.split_once('>').unwrap_or((tag, ""));
        if !attributes.contains("src=\"./") || !after.starts_with("</script>") {
            return Err("index.html has an inline script, which its policy forbids".into());
        }
    }
    if index.contains("<style") || index.contains(" style=") {
        return Err("index.html has an inline style, which its policy forbids".into());
    }
    if index.contains("data-trunk") {
        return Err("index.html still has a link that Trunk should have replaced".into());
    }
    Ok(())
}

/// An icon that the manifest names and nobody made would stop the browser from offering to install.
fn check_manifest(files: &Files) -> Result<(), String> {
    let manifest = files.get("manifest.webmanifest").ok_or("manifest.webmanifest is missing from the build")?;
    let manifest: serde_json::Value =
        serde_json::from_slice(manifest).map_err(|error| format!("manifest.webmanifest is not JSON: {error}"))?;
    let icons = manifest.get("icons").and_then(|icons| icons.as_array()).ok_or("the manifest has no icons")?;
    for icon in icons {
        let path = icon.get("src").and_then(|src| src.as_str()).unwrap_or_default();
        if !files.contains_key(path.trim_start_matches("./")) {
            return Err(format!("the manifest names the icon {path:?}, which is not in the build"));
        }
    }
    Ok(())
}

/// What the service worker keeps: path and integrity, in a fixed order. `./` stands for index.html, since some hosts
/// redirect from the one to the other.
fn kept_list(files: &Files) -> Vec<(String, String)> {
    let kept = |path: &str| {
        !NOT_KEPT.iter().any(|not| path.starts_with(not)) && !path.starts_with('.') && path != "sw.template.js"
    };
    files
        .iter()
        .filter(|(path, _)| kept(path))
        .map(|(path, content)| (if path == "index.html" { "./".into() } else { path.clone() }, integrity(content)))
        .collect()
}

/// Fills in the template. The build's name is a hash of the list, so equal sites have equal service workers and an
/// unchanged deployment is no update.
fn service_worker(template: &str, list: &[(String, String)]) -> Result<String, String> {
    let list = serde_json::to_string_pretty(list).map_err(|error| error.to_string())?;
    let build = short_hash(format!("{template}{list}").as_bytes());
    if !template.contains("\"{{build}}\"") || !template.contains("{{files}}") {
        return Err("sw.template.js lacks a place for the build's name or its files".into());
    }
    Ok(template.replace("{{build}}", &build).replace("{{files}}", &list))
}

/// The program files with their sizes, the rest as one line.
fn table(files: &Files) -> String {
    let (mut text, mut others, mut others_size, mut total) = (String::new(), 0, 0, 0);
    for (path, content) in files {
        total += content.len();
        if path.contains('/') {
            others += 1;
            others_size += content.len();
        } else {
            text += &format!("{:>9}  {path}\n", content.len());
        }
    }
    text += &format!("{others_size:>9}  in {others} files in folders\n{total:>9}  bytes in all");
    text
}

fn read_folder(root: &Path) -> std::io::Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(below) = path.strip_prefix(root) {
                let name: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                files.insert(name.join("/"), fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

fn write_changes(root: &Path, before: &Files, after: &Files) -> std::io::Result<()> {
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        fs::remove_file(root.join(path))?;
    }
    for (path, content) in after.iter().filter(|(path, content)| before.get(*path) != Some(*content)) {
        fs::write(root.join(path), content)?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    const INDEX: &str = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<link rel="stylesheet" href="./style.css"><link rel="preload" href="./offprint-app_bg.wasm">
<script type="module" src="./boot.js" data-page="./offprint-app.js" data-wasm="./offprint-app_bg.wasm"></script>"#;

    /// A module that imports and exports nothing.
    const MODULE: &str = "\0asm\x01\0\0\0\x02\x01\0\x07\x01\0";

    fn built() -> Files {
        [
            ("index.html", INDEX),
            ("boot.js", "start()"),
            ("offprint-app.js", "new URL('offprint-app_bg.wasm', import.meta.url)"),
            ("offprint-app_bg.wasm", MODULE),
            ("worker.js", "addEventListener()"),
            ("manifest.webmanifest", r#"{"icons":[{"src":"./icons/icon.svg"}]}"#),
            ("icons/icon.svg", "<svg/>"),
            ("screenshots/phone.png", "png"),
            ("feed/index.json", "{}"),
            ("sw.template.js", "const BUILD = \"{{build}}\"; const FILES = new Map({{files}});"),
        ]
        .map(|(path, content)| (path.to_string(), content.as_bytes().to_vec()))
        .into()
    }

    fn text(files: &Files, path: &str) -> String {
        String::from_utf8(files[path].clone()).unwrap()
    }

    #[test]
    fn every_program_file_is_named_by_its_content() {
        let site = assemble(built(), "a { color: red }").unwrap();
        for (stem, extension) in [
            ("boot-", ".js"),
            ("offprint-app-", ".js"),
            ("offprint-app-", ".wasm"),
            ("style-", ".css"),
            ("worker-", ".js"),
        ] {
            let path = site.keys().find(|path| path.starts_with(stem) && path.ends_with(extension)).unwrap();
            let hash = path.strip_prefix(stem).unwrap().strip_suffix(extension).unwrap();
            assert_eq!(hash, short_hash(&site[path]), "{path}");
        }
        assert!(!site.contains_key("sw.template.js") && !site.contains_key("offprint-app.js"));
        assert_eq!(site["404.html"], site["index.html"]);
    }

    #[test]
    fn a_changed_module_changes_every_name_on_the_way_to_it() {
        let mut other = built();
        other.insert("offprint-app_bg.wasm".into(), format!("{MODULE}\0\x05\x04note").into_bytes());
        let (one, other) = (assemble(built(), "").unwrap(), assemble(other, "").unwrap());
        let changed: Vec<&str> =
            one.keys().filter(|path| other.get(*path) != one.get(*path)).map(String::as_str).collect();
        let stems: Vec<&str> =
            changed.iter().map(|path| path.rsplit_once('-').map_or(*path, |(stem, _)| stem)).collect();
        assert_eq!(stems, ["404.html", "index.html", "offprint-app", "offprint-app", "sw.js"]);
    }

    #[test]
    fn the_service_worker_keeps_the_page_but_no_feeds_and_no_screenshots() {
        let site = assemble(built(), "").unwrap();
        let worker = text(&site, "sw.js");
        for kept in ["\"./\"", "\"icons/icon.svg\"", "\"manifest.webmanifest\""] {
            assert!(worker.contains(kept), "{kept} in {worker}");
        }
        for not in ["screenshots", "feed/", "404.html", "sw.js", "index.html", "{{"] {
            assert!(!worker.contains(not), "{not} in {worker}");
        }
        assert_eq!(assemble(built(), "").unwrap(), site, "the same build gives the same site");
    }

    #[test]
    fn a_build_that_lacks_a_part_is_refused() {
        for missing in ["boot.js", "worker.js", "offprint-app_bg.wasm", "index.html", "icons/icon.svg"] {
            let mut files = built();
            files.remove(missing);
            assert!(assemble(files, "").is_err(), "{missing}");
        }
        let mut twice = built();
        twice.insert("offprint-app-old.wasm".into(), Vec::new());
        assert!(assemble(twice, "").unwrap_err().contains("found 2"));
    }

    #[test]
    fn a_page_with_inline_code_or_without_a_policy_is_refused() {
        assert_eq!(check_index(INDEX), Ok(()));
        for bad in
            ["<script>go()</script>", "<script src=\"./a.js\">go()</script>", "<style>a{}</style>", "<p style=\"\">"]
        {
            assert!(check_index(&format!("{INDEX}{bad}")).is_err(), "{bad}");
        }
        assert!(check_index("<title>Offprint</title>").is_err());
    }

    #[test]
    fn css_loses_comments_and_indents_but_no_text() {
        let css = "/* why */\n:root {\n  --a: \"/* kept */\"; /* gone */\n\n  --b: '\\'';\n}\n";
        assert_eq!(squeeze_css(css), ":root {\n--a: \"/* kept */\";\n--b: '\\'';\n}\n");
    }

    #[test]
    fn base64_matches_the_standard() {
        for (bytes, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }
}
