//! Collects the components' style sheets and names the build.
//!
//! * `OUT_DIR/components.css`: every sheet that a component names with `style_sheet!`, scoped as the macro scopes it.
//!   `src/bin/dist/main.rs` puts it into the page's one style sheet.
//! * `OFFPRINT_BUILD`: a hash of all sources, shown on the page and named in bug reports.

#![allow(clippy::expect_used)] // A build script that cannot go on should stop.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    for input in ["src", "style", "public", "Cargo.toml", "Cargo.lock", "build.rs"] {
        println!("cargo:rerun-if-changed={input}");
    }
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let css = out.join("components.css");
    stylers::build(Some(css.to_string_lossy().into_owned()));
    println!("cargo:rustc-env=OFFPRINT_BUILD={:016x}", sources_hash());
}

/// FNV-1a over the paths and bytes of all that a site is built from, in a fixed order.
fn sources_hash() -> u64 {
    let mut files = Vec::new();
    for input in ["src", "style", "public"] {
        collect(Path::new(input), &mut files);
    }
    files.push(PathBuf::from("Cargo.lock"));
    files.push(PathBuf::from("index.html"));
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let name = file.to_string_lossy().into_owned();
        let bytes = fs::read(&file).unwrap_or_default();
        for byte in name.bytes().chain(bytes) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
