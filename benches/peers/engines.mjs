// The engines that are measured. `library` is what an app would import, from which its size is taken; `wasm` the files it loads
// beside. Offprint has a page of its own (benches/page), the others share one (page/host.html).

/** Each with a `name`, the address of its `page`, and what its size is made of. */
export const ENGINES = [
  { name: "offprint", title: "Offprint", page: "page/index.html" },
  { name: "minisearch", title: "MiniSearch", package: "minisearch", library: 'export { default } from "minisearch"' },
  { name: "sqlite", title: "SQLite FTS5", package: "@sqlite.org/sqlite-wasm", library: 'export { default } from "@sqlite.org/sqlite-wasm"', wasm: "sqlite3.wasm" },
  { name: "flexsearch", title: "FlexSearch", package: "flexsearch", library: 'export { Document } from "flexsearch"' },
  { name: "orama", title: "Orama", package: "@orama/orama", library: 'export { create, insertMultiple, search, save, load } from "@orama/orama"' },
  { name: "tantivy", title: "tantivy (wasm)", library: 'export { default, Searcher, Writer } from "tantivy-wasm"', wasm: "tantivy.wasm" },
  { name: "scan", title: "scan, no index" },
].map((engine) => ({ page: `peers/page/host.html?engine=${engine.name}`, ...engine }));

/** The peers that a web developer finds on npm. */
export const isFromNpm = (name) => ENGINES.some((engine) => engine.name === name && engine.package !== undefined);

export const titleOf = (name) => ENGINES.find((engine) => engine.name === name)?.title ?? name;
