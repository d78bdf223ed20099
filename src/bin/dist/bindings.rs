//! What the program's module and its JavaScript call each other by: short names in place of those with a hash in them, which no
//! compression makes small, and nothing that the module no longer has since wasm-opt has been over it. `index.html` has it remove the
//! exports of a library for streams, which the framework brings along and nothing calls, and then what only they had needed.

use std::collections::{BTreeMap, BTreeSet};

use super::module::{
    EXPORTS, Export, IMPORTS, Import, exports, imports, part, sections, write_exports, write_imports, write_sections,
};

/// What names of the bindings have and no word of JavaScript has.
const MARK: &str = "__";
/// The indent of an imported function within the object that has them all.
const ENTRY: &str = "        ";

/// Gives module and bindings the same short names, and takes from the bindings what the module does not have.
pub fn shorten(module: &[u8], bindings: &str) -> Result<(Vec<u8>, String), String> {
    let mut sections = sections(module).ok_or("the module cannot be read")?;
    let mut imports = part(&sections, IMPORTS, imports)?;
    let mut exports = part(&sections, EXPORTS, exports)?;
    let bindings = bare(&prune(bindings, &imports, &exports)?)?;
    let names = short_names(&bindings, &imports, &exports)?;

    let short = |name: &str| names.get(name).map_or(name, String::as_str).to_owned();
    imports.iter_mut().for_each(|import| import.name = short(&import.name));
    exports.iter_mut().for_each(|export| export.name = short(&export.name));
    for (number, content) in &mut sections {
        match *number {
            IMPORTS => *content = write_imports(&imports),
            EXPORTS => *content = write_exports(&exports),
            _ => {}
        }
    }
    let bindings = words(&bindings).map(short).collect();
    Ok((write_sections(&sections), bindings))
}

/// A script without the lines that are comments, and without indents. Refuses one with a text over several lines, which would
/// become another text.
pub fn bare(script: &str) -> Result<String, String> {
    let code = |line: &&str| !line.is_empty() && !["//", "/**", "* ", "*/"].iter().any(|mark| line.starts_with(mark));
    let lines = || script.lines().map(str::trim_start).filter(code);
    match lines().find(|line| line.matches('`').count() % 2 == 1) {
        Some(line) => Err(format!("a script has a text over several lines: {line}")),
        None => Ok(lines().flat_map(|line| [line, "\n"]).collect()),
    }
}

/// A short name for each long one that both sides have.
fn short_names(bindings: &str, imports: &[Import], exports: &[Export]) -> Result<BTreeMap<String, String>, String> {
    let long = imports.iter().map(|import| &import.name).chain(exports.iter().map(|export| &export.name));
    let long = long.filter(|name| name.contains(MARK) && words(name).eq([name.as_str()]));
    let mut names = BTreeMap::new();
    for name in long {
        let number = names.len();
        names.entry(name.clone()).or_insert_with(|| format!("_{number:x}"));
    }
    let taken: BTreeSet<&str> = words(bindings).collect();
    match names.values().find(|name| taken.contains(name.as_str())) {
        Some(name) => Err(format!("the bindings have a name {name} of their own")),
        None => Ok(names),
    }
}

/// The bindings without functions that are imported no longer and without statements that need an export which is gone.
fn prune(bindings: &str, imports: &[Import], exports: &[Export]) -> Result<String, String> {
    let kept = without_imports(bindings, &imports.iter().map(|import| import.name.as_str()).collect());
    let exports: BTreeSet<&str> = exports.iter().map(|export| export.name.as_str()).collect();
    let mut gone = BTreeSet::new();
    let mut text = String::new();
    for statement in statements(&kept) {
        let lacks = called(statement).find(|name| !exports.contains(name));
        if lacks.is_none() && !words(statement).any(|word| gone.contains(word)) {
            text += statement;
            continue;
        }
        let mut head = words(statement).filter(|word| word.starts_with(is_of_word));
        match (head.next(), head.next(), head.next(), lacks) {
            (Some("export"), Some("class"), Some(name), _) => _ = gone.insert(name),
            (Some("const" | "if"), ..) => {}
            (.., lacks) => return Err(format!("the bindings need {}, which is gone", lacks.unwrap_or("a class"))),
        }
    }
    Ok(text)
}

/// Leaves out the functions that are no longer imported.
fn without_imports(bindings: &str, imported: &BTreeSet<&str>) -> String {
    let mut kept = true;
    let stays = |line: &&str| {
        let entry = line.strip_prefix(ENTRY).filter(|entry| entry.starts_with("__"));
        match entry.and_then(|entry| entry.split_once(": function(")) {
            Some((name, _)) => kept = imported.contains(name),
            None if !line.starts_with(ENTRY) => kept = true,
            None => {}
        }
        kept
    };
    bindings.split_inclusive('\n').filter(stays).collect()
}

/// The statements of a script that is indented as usual: each begins with a line that has no indent and closes nothing.
fn statements(script: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut begin, mut at) = (0, 0);
    for line in script.split_inclusive('\n') {
        if at > begin && line.starts_with(|letter: char| !letter.is_whitespace() && letter != '}') {
            found.extend(script.get(begin..at));
            begin = at;
        }
        at += line.len();
    }
    found.extend(script.get(begin..));
    found
}

/// The exports that a piece of the bindings names.
fn called(statement: &str) -> impl Iterator<Item = &str> {
    let after = statement.split("wasm.").skip(1);
    after.filter_map(|rest| words(rest).next()).filter(|name| name.starts_with(is_of_word))
}

fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

/// A text as its words and what is between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let word = is_of_word(rest.chars().next()?);
        let end = rest.find(|letter| is_of_word(letter) != word).unwrap_or(rest.len());
        let (first, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(first)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const BINDINGS: &str = "export class Stream {
    /** Frees it. */
    free() {
        wasm.__wbg_stream_free(this.ptr, 0);
    }
}
if (Symbol.dispose) Stream.prototype[Symbol.dispose] = Stream.prototype.free;

function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_append_0123456789abcdef: function(arg0) {
            // A comment.
            wasm.__wbindgen_malloc(arg0, wasm.memory.buffer);
        },
        __wbg_gone_0123456789abcdef: function() { return handleError(function (arg0) {
            arg0.gone();
        }, arguments); },
        __wbg_remove_0123456789abcdef: function(arg0) {
            arg0.remove();
        },
    };
    return { \"./app_bg.js\": import0 };
}

const StreamFinalization = new FinalizationRegistry(ptr => wasm.__wbg_stream_free(ptr, 1));
";

    const SHORT: &str = "function __wbg_get_imports() {
const import0 = {
__proto__: null,
_0: function(arg0) {
wasm._2(arg0, wasm.memory.buffer);
},
_1: function(arg0) {
arg0.remove();
},
};
return { \"./app_bg.js\": import0 };
}
";

    /// A module of nothing but what it imports and exports.
    fn module(imported: &[&str], exported: &[&str]) -> Vec<u8> {
        let import = |name: &&str| Import { module: "./app_bg.js".into(), name: name.to_string(), signature: 300 };
        let export = |name: &&str| Export { name: name.to_string(), kind: 0, index: 1_000 };
        let imports: Vec<Import> = imported.iter().map(import).collect();
        let exports: Vec<Export> = exported.iter().map(export).collect();
        let sections =
            [(IMPORTS, write_imports(&imports)), (EXPORTS, write_exports(&exports)), (0, b"\x04note".to_vec())];
        write_sections(&sections)
    }

    #[test]
    fn both_sides_get_the_same_short_names_and_lose_what_is_gone() {
        let long = ["__wbg_append_0123456789abcdef", "__wbg_remove_0123456789abcdef"];
        let before = module(&long, &["memory", "__wbindgen_malloc"]);
        let (after, bindings) = shorten(&before, BINDINGS).unwrap();
        assert_eq!(bindings, SHORT);
        assert_eq!(after, module(&["_0", "_1"], &["memory", "_2"]));
        assert_eq!(shorten(&after, &bindings).unwrap(), (after, bindings), "nothing is left to shorten");
    }

    #[test]
    fn bindings_that_need_what_is_gone_are_refused() {
        let refused = |bindings: &str| shorten(&module(&[], &["memory"]), bindings).unwrap_err();
        assert!(refused("function go() { wasm.__wbindgen_start(); }").contains("__wbindgen_start"));
        let own = shorten(&module(&["__wbg_append_0123456789abcdef"], &[]), "let _0 = 1;").unwrap_err();
        assert!(own.contains("_0"), "{own}");
    }

    #[test]
    fn scripts_lose_comments_and_indents_but_no_text() {
        let script = "// Why.\nfunction go() {\n\n  /* kept */ call(`${a} // b`); // kept\n  // gone\n}\n";
        assert_eq!(bare(script).unwrap(), "function go() {\n/* kept */ call(`${a} // b`); // kept\n}\n");
        assert!(bare("call(`\n  text`)").is_err());
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(shorten(b"page", "").is_err());
        let whole = module(&["__wbg_append_0123456789abcdef"], &["memory"]);
        for length in 0..whole.len() {
            assert!(shorten(whole.get(..length).unwrap(), "").is_err() || length + 7 == whole.len(), "{length}");
        }
    }
}
