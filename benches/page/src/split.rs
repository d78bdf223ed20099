//! A JSON array of objects, one object at a time, out of chunks that are cut anywhere.
//!
//! The memory of a wasm module never shrinks, so the text of all papers must not be in it at once: it would count as the
//! engine's.

/// Finds the objects. It looks at brackets and quotes only; whether an object is good JSON is for its reader to say.
#[derive(Default)]
pub struct Splitter {
    /// What earlier chunks had of the object at hand.
    begun: Vec<u8>,
    depth: u32,
    in_string: bool,
    after_backslash: bool,
}

impl Splitter {
    /// Takes the next chunk and gives each object that ends in it, braces included. O(length of the chunk).
    pub fn push(&mut self, chunk: &[u8], mut each: impl FnMut(&[u8])) {
        let mut start = 0; // Where the object at hand begins in this chunk.
        for (at, &byte) in chunk.iter().enumerate() {
            if self.in_string {
                self.in_string = !self.ends_string(byte);
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' => {
                    if self.depth == 0 {
                        start = at;
                    }
                    self.depth += 1;
                }
                b'}' if self.depth == 1 => {
                    self.depth = 0;
                    self.complete(chunk.get(start..=at).unwrap_or_default(), &mut each);
                }
                b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        if self.depth > 0 {
            self.begun.extend_from_slice(chunk.get(start..).unwrap_or_default());
        }
    }

    /// Whether the bytes so far end within an object.
    pub fn is_inside(&self) -> bool {
        self.depth > 0
    }

    fn ends_string(&mut self, byte: u8) -> bool {
        let escaped = std::mem::replace(&mut self.after_backslash, false);
        self.after_backslash = byte == b'\\' && !escaped;
        byte == b'"' && !escaped
    }

    fn complete(&mut self, end: &[u8], each: &mut impl FnMut(&[u8])) {
        if self.begun.is_empty() {
            each(end);
        } else {
            self.begun.extend_from_slice(end);
            each(&self.begun);
            self.begun.clear();
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn objects_in(chunks: &[&[u8]]) -> Vec<Value> {
        let mut splitter = Splitter::default();
        let mut objects = Vec::new();
        for chunk in chunks {
            splitter.push(chunk, |object| objects.push(serde_json::from_slice(object).unwrap()));
        }
        assert!(!splitter.is_inside());
        objects
    }

    /// Objects with what is hard about them: braces, quotes and backslashes in strings, and objects in objects.
    fn object() -> impl Strategy<Value = Value> {
        let text = "[{}\"\\\\,:a-zé\\n ]{0,12}";
        let flat = prop::collection::hash_map(text, text, 0..4)
            .prop_map(|map| Value::Object(map.into_iter().map(|(key, value)| (key, Value::String(value))).collect()));
        (flat.clone(), prop::collection::vec(flat, 0..3), text).prop_map(|(object, list, key)| {
            let Value::Object(mut map) = object else { return object };
            map.insert(key, Value::Array(list));
            Value::Object(map)
        })
    }

    proptest! {
        #[test]
        fn gives_all_objects_wherever_the_chunks_are_cut(
            objects in prop::collection::vec(object(), 0..6),
            pretty: bool,
            mut cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let array = Value::Array(objects.clone());
            let text = if pretty { serde_json::to_vec_pretty(&array).unwrap() } else { serde_json::to_vec(&array).unwrap() };
            cuts.sort_by_key(|cut| cut.index(text.len()));
            let mut chunks = Vec::new();
            let mut rest = text.as_slice();
            for cut in cuts {
                let (chunk, after) = rest.split_at(cut.index(text.len()) - (text.len() - rest.len()));
                chunks.push(chunk);
                rest = after;
            }
            chunks.push(rest);
            prop_assert_eq!(objects_in(&chunks), objects);
        }

        #[test]
        fn takes_any_bytes(bytes: Vec<u8>) {
            let mut splitter = Splitter::default();
            splitter.push(&bytes, |object| assert!(object.starts_with(b"{") && object.ends_with(b"}")));
        }
    }

    #[test]
    fn knows_when_the_text_ends_too_soon() {
        let mut splitter = Splitter::default();
        splitter.push(br#"[{"id":"1"},{"id":"#, |_| {});
        assert!(splitter.is_inside());
    }
}
