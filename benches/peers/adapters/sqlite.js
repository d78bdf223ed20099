// SQLite's official wasm with FTS5: a table of the texts in memory and an index beside it, words as unicode61 cuts them, prefix
// indexes for two and three letters, bm25 with the title counting double. It has no typo tolerance.

import initSqlite from "@sqlite.org/sqlite-wasm";
import { wordsOf } from "./shared.js";

const TABLES = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  CREATE TABLE papers(place INTEGER PRIMARY KEY, id TEXT, title TEXT, abstract TEXT, authors TEXT, date TEXT);
  CREATE TABLE categories(category TEXT, place INTEGER, PRIMARY KEY(category, place)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE texts USING fts5(
    title, abstract, authors, content='papers', content_rowid='place', prefix='2 3', tokenize='unicode61'
  );`;

const FINISH = `
  CREATE INDEX papers_date ON papers(date);
  INSERT INTO texts(texts) VALUES('optimize');
  INSERT INTO texts(texts, rank) VALUES('rank', 'bm25(2.0, 1.0, 1.0)');`;

export function create() {
  let sqlite;
  let database;
  const prepared = new Map();
  const statement = (sql) => {
    if (!prepared.has(sql)) prepared.set(sql, database.prepare(sql));
    return prepared.get(sql);
  };
  return {
    async init(asset) {
      sqlite = await initSqlite({ locateFile: asset, print() {}, printErr() {} });
    },
    build(papers) {
      database = new sqlite.oo1.DB(":memory:");
      database.exec(TABLES);
      database.transaction(() => insert(database, papers));
      database.exec(FINISH);
    },
    query(question) {
      const asked = sqlOf(question);
      if (asked === null) return { ids: [] };
      const select = statement(asked.sql);
      const ids = [];
      select.bind(asked.values);
      while (select.step()) ids.push(select.get(0));
      select.reset();
      return { ids };
    },
    serialize: () => sqlite.capi.sqlite3_js_db_export(database),
    open(bytes) {
      const { capi, wasm, oo1 } = sqlite;
      const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
      database = new oo1.DB(":memory:");
      const at = wasm.allocFromTypedArray(bytes);
      database.checkRc(capi.sqlite3_deserialize(database.pointer, "main", at, bytes.byteLength, bytes.byteLength, flags));
    },
    stats: () => ({ wasmBytes: sqlite.wasm.heap8u().byteLength }),
  };
}

function insert(database, papers) {
  const paper = database.prepare("INSERT INTO papers VALUES(?,?,?,?,?,?)");
  const category = database.prepare("INSERT OR IGNORE INTO categories VALUES(?,?)");
  const text = database.prepare("INSERT INTO texts(rowid, title, abstract, authors) VALUES(?,?,?,?)");
  papers.forEach(({ id, title, abstract, authors, categories, date }, at) => {
    const [place, names] = [at + 1, authors.join(", ")];
    paper.bind([place, id, title, abstract, names, date]).stepReset();
    for (const name of categories) category.bind([name, place]).stepReset();
    text.bind([place, title, abstract, names]).stepReset();
  });
  for (const done of [paper, category, text]) done.finalize();
}

/** The statement and its values, or `null` where no word is asked for. */
function sqlOf({ text, want, filters, limit }) {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const terms = words.map((word, at) => `"${word}"${want === "prefix" && at === words.length - 1 ? "*" : ""}`);
  const match = terms.join(want === "any" ? " OR " : " ");
  const conditions = ["texts MATCH ?"];
  const values = [want === "author" ? `authors : (${match})` : match];
  if (filters?.category) {
    conditions.push("EXISTS (SELECT 1 FROM categories WHERE category = ? AND categories.place = texts.rowid)");
    values.push(filters.category);
  }
  if (filters?.from) {
    conditions.push("papers.date BETWEEN ? AND ?");
    values.push(filters.from, filters.to);
  }
  const from = "texts JOIN papers ON papers.place = texts.rowid";
  const sql = `SELECT papers.id FROM ${from} WHERE ${conditions.join(" AND ")} ORDER BY texts.rank LIMIT ?`;
  return { sql, values: [...values, limit] };
}
