//! What the page's worker calls.

use wasm_bindgen::prelude::*;

use crate::engine::{Engine, Question};
use crate::paper::{Day, Paper};
use crate::question::Want;
use crate::split::Splitter;

/// An engine that papers are fed to. Reading and building are calls of their own, so that the worker can time them apart.
#[wasm_bindgen]
#[derive(Default)]
pub struct Bench {
    splitter: Splitter,
    /// Read and not yet built in.
    waiting: Vec<Paper>,
    engine: Engine,
}

/// What was found.
#[wasm_bindgen(getter_with_clone)]
pub struct Answer {
    /// Ids of the best papers, best first.
    pub ids: Vec<String>,
    /// How many were found in all.
    pub total: u32,
}

#[wasm_bindgen]
impl Bench {
    /// Without papers.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Bench {
        Bench::default()
    }

    /// Reads the next chunk of a JSON array of papers; how many papers ended in it.
    pub fn feed(&mut self, chunk: &[u8]) -> u32 {
        let before = self.waiting.len();
        let waiting = &mut self.waiting;
        self.splitter.push(chunk, |object| waiting.extend(Paper::read(object)));
        (self.waiting.len() - before) as u32
    }

    /// Adds what has been read to the index.
    pub fn build(&mut self) {
        self.engine.add(&self.waiting);
        self.waiting.clear();
    }

    /// Says that all papers have been read and built in.
    pub fn finish(&mut self) {
        self.engine.settle();
    }

    /// Asks. `want` is a word of the bench's contract; days are as `2025-07-29`.
    pub fn find(
        &self,
        text: &str,
        want: &str,
        category: Option<String>,
        from: Option<String>,
        to: Option<String>,
        limit: usize,
    ) -> Result<Answer, JsError> {
        let want = Want::named(want).ok_or_else(|| JsError::new("unknown kind of question"))?;
        let day = |date: Option<String>| date.as_deref().map(Day::read);
        let question = Question { text, want, category: category.as_deref(), from: day(from), to: day(to) };
        let found = self.engine.find(&question, limit);
        Ok(Answer { ids: found.ids, total: found.total })
    }

    /// The index as bytes.
    pub fn snapshot(&self) -> Result<Vec<u8>, JsError> {
        self.engine.snapshot().map_err(|error| JsError::new(&error))
    }

    /// Opens what [`snapshot`](Bench::snapshot) gave.
    pub fn open(bytes: &[u8]) -> Result<Bench, JsError> {
        let engine = Engine::open(bytes).map_err(|error| JsError::new(&error))?;
        Ok(Bench { engine, ..Bench::default() })
    }

    /// Bytes that the index says it holds.
    pub fn bytes(&self) -> usize {
        self.engine.bytes()
    }
}
