// tantivy, compiled by tantivy-wasm/ as there is no npm package of it: no choice for a web developer, but the strongest peer.
// It keeps the index, ids and days, not the texts.

import init, { Searcher, Writer } from "tantivy-wasm";

const BATCH = 500; // As JSON; all at once would need the memory of another copy.

export function create() {
  let memory;
  let searcher;
  return {
    async init(asset) {
      ({ memory } = await init({ module_or_path: asset("tantivy.wasm") }));
    },
    build(papers) {
      const writer = new Writer();
      for (let at = 0; at < papers.length; at += BATCH) writer.add(JSON.stringify(papers.slice(at, at + BATCH)));
      searcher = writer.finish();
    },
    query({ filters, ...question }) {
      return { ids: searcher.ask(JSON.stringify({ ...question, ...filters })) };
    },
    serialize: () => searcher.save(),
    open(bytes) {
      searcher = Searcher.open(bytes);
    },
    stats: () => ({ wasmBytes: memory.buffer.byteLength }),
  };
}
