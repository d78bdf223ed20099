//! tantivy for a browser: one index in memory that is built, asked, saved and opened.
//!
//! Papers and questions come as JSON, since that is what the page has. Nothing here is tuned beyond what tantivy's own
//! documentation suggests: one segment, its default tokenizer, a title that counts double.

mod files;
mod papers;
mod question;

use tantivy::collector::TopDocs;
use tantivy::directory::RamDirectory;
use tantivy::schema::Value;
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy, SingleSegmentIndexWriter, TantivyDocument};
use wasm_bindgen::prelude::*;

use papers::Fields;
use question::Question;

/// Bytes that the writer may hold before it would begin a second segment, which a single-segment writer cannot.
const WRITER_BUDGET: usize = 1 << 30;

/// An index that papers are added to.
#[wasm_bindgen]
pub struct Writer {
    writer: SingleSegmentIndexWriter,
    directory: RamDirectory,
    fields: Fields,
}

#[wasm_bindgen]
impl Writer {
    /// An empty index.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Writer, JsError> {
        let (schema, fields) = papers::schema();
        let directory = RamDirectory::create();
        let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..Default::default() };
        let builder = Index::builder().schema(schema).settings(settings);
        let writer = builder.single_segment_index_writer(directory.clone(), WRITER_BUDGET)?;
        Ok(Writer { writer, directory, fields })
    }

    /// Adds papers, a JSON array of them.
    pub fn add(&mut self, json: &str) -> Result<(), JsError> {
        for document in papers::documents(json, &self.fields)? {
            self.writer.add_document(document)?;
        }
        Ok(())
    }

    /// Writes the index and opens it.
    pub fn finish(self) -> Result<Searcher, JsError> {
        Searcher::over(self.writer.finalize()?, self.directory, self.fields)
    }
}

/// An index that can be asked.
#[wasm_bindgen]
pub struct Searcher {
    index: Index,
    directory: RamDirectory,
    reader: IndexReader,
    fields: Fields,
}

#[wasm_bindgen]
impl Searcher {
    /// Opens what [`save`](Searcher::save) gave.
    pub fn open(bytes: &[u8]) -> Result<Searcher, JsError> {
        let directory = RamDirectory::create();
        files::unpack(bytes, &directory)?;
        let (_, fields) = papers::schema();
        Searcher::over(Index::open(directory.clone())?, directory, fields)
    }

    /// Ids of the papers that answer a question (JSON), best first.
    pub fn ask(&self, json: &str) -> Result<Vec<String>, JsError> {
        let question: Question = serde_json::from_str(json)?;
        let Some(query) = question.query(&self.index, &self.fields)? else { return Ok(Vec::new()) };
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(question.limit).order_by_score())?;
        let mut ids = Vec::with_capacity(found.len());
        for (_, address) in found {
            let document: TantivyDocument = searcher.doc(address)?;
            ids.extend(document.get_first(self.fields.id).and_then(|id| id.as_str()).map(str::to_owned));
        }
        Ok(ids)
    }

    /// All files of the index as one run of bytes.
    pub fn save(&self) -> Result<Vec<u8>, JsError> {
        Ok(files::pack(&self.index, &self.directory)?)
    }
}

impl Searcher {
    fn over(index: Index, directory: RamDirectory, fields: Fields) -> Result<Searcher, JsError> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Searcher { index, directory, reader, fields })
    }
}
