//! The parts of a WebAssembly module that name things, read and written; all else stays as it is.

/// Number of the section of a module that lists what it imports.
pub const IMPORTS: u8 = 2;
/// Number of the section that lists what it exports.
pub const EXPORTS: u8 = 7;
/// The kind of an import that is a function.
const FUNCTION: u8 = 0;

/// A function that the module calls.
pub struct Import {
    /// The module that it is of, here always the bindings.
    pub module: String,
    /// What it is called.
    pub name: String,
    /// Number of its type.
    pub signature: usize,
}

/// What the module gives out.
pub struct Export {
    /// What it is called.
    pub name: String,
    /// Whether it is a function, a table, a memory or a global.
    pub kind: u8,
    /// Its number among those of its kind.
    pub index: usize,
}

/// A module's sections: number and content.
pub fn sections(module: &[u8]) -> Option<Vec<(u8, Vec<u8>)>> {
    let mut rest = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let number = byte(&mut rest)?;
        found.push((number, bytes(&mut rest)?.to_vec()));
    }
    Some(found)
}

/// The module of these sections.
pub fn write_sections(sections: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut module = b"\0asm\x01\0\0\0".to_vec();
    for (number, content) in sections {
        module.push(*number);
        write_bytes(&mut module, content);
    }
    module
}

/// What one section has.
pub fn part<T>(
    sections: &[(u8, Vec<u8>)],
    number: u8,
    read: impl Fn(&mut &[u8]) -> Option<Vec<T>>,
) -> Result<Vec<T>, String> {
    let content = sections.iter().find(|section| section.0 == number).map(|section| section.1.as_slice());
    let mut content = content.ok_or(format!("the module has no section {number}"))?;
    let read = read(&mut content).filter(|_| content.is_empty());
    read.ok_or(format!("section {number} of the module is not as expected"))
}

/// What the section of imports has; nothing if one is no function.
pub fn imports(rest: &mut &[u8]) -> Option<Vec<Import>> {
    let count = number(rest)?;
    let one = |_| {
        let (module, name) = (name(rest)?, name(rest)?);
        (byte(rest)? == FUNCTION).then_some(())?;
        Some(Import { module, name, signature: number(rest)? })
    };
    (0..count).map(one).collect()
}

/// The section of imports.
pub fn write_imports(imports: &[Import]) -> Vec<u8> {
    let mut content = Vec::new();
    write_number(&mut content, imports.len());
    for import in imports {
        write_bytes(&mut content, import.module.as_bytes());
        write_bytes(&mut content, import.name.as_bytes());
        content.push(FUNCTION);
        write_number(&mut content, import.signature);
    }
    content
}

/// What the section of exports has.
pub fn exports(rest: &mut &[u8]) -> Option<Vec<Export>> {
    let count = number(rest)?;
    let one = |_| Some(Export { name: name(rest)?, kind: byte(rest)?, index: number(rest)? });
    (0..count).map(one).collect()
}

/// The section of exports.
pub fn write_exports(exports: &[Export]) -> Vec<u8> {
    let mut content = Vec::new();
    write_number(&mut content, exports.len());
    for export in exports {
        write_bytes(&mut content, export.name.as_bytes());
        content.push(export.kind);
        write_number(&mut content, export.index);
    }
    content
}

fn name(rest: &mut &[u8]) -> Option<String> {
    String::from_utf8(bytes(rest)?.to_vec()).ok()
}

/// Bytes after their number.
fn bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = number(rest)?;
    let (first, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(first)
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(*first)
}

/// A number as modules have them: seven bits in each byte, the lowest first (LEB128).
fn number(rest: &mut &[u8]) -> Option<usize> {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let next = byte(rest)?;
        value |= usize::from(next & 0x7f) << shift;
        if next < 0x80 {
            return Some(value);
        }
    }
    None
}

fn write_number(into: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        into.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

fn write_bytes(into: &mut Vec<u8>, content: &[u8]) {
    write_number(into, content.len());
    into.extend_from_slice(content);
}
