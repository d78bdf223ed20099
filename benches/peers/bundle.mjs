// Bundles each peer's adapter for its worker, and takes the size of the library behind it: minified, only what is imported,
// with its wasm; an app would load that much.

import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { NPM, cached, fromNpm } from "./cache.mjs";

const HERE = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const BUILT = cached("built");
const MODULES = join(NPM, "node_modules");

/** What scripts/bench has built from Rust: bindings and wasm. */
const TANTIVY = join(cached("tantivy-wasm"), "tantivy_wasm.js");
const OFFPRINT = { js: join(cached("built"), "offprint/bench_page.js"), wasm: join(cached("built"), "offprint/bench_page_bg.wasm") };

const WASM = {
  "sqlite3.wasm": join(MODULES, "@sqlite.org/sqlite-wasm/dist/sqlite3.wasm"),
  "tantivy.wasm": join(cached("tantivy-wasm"), "tantivy_wasm_bg.wasm"),
};

/** Makes what the pages load, for each of the engines. Gives the size of each. */
export async function bundle(engines) {
  const sizes = {};
  for (const engine of engines) {
    if (engine.name === "offprint") sizes.offprint = sizeOf([await minified(OFFPRINT.js)], readFileSync(OFFPRINT.wasm));
    else sizes[engine.name] = await peer(engine);
  }
  return sizes;
}

/** Whether what an engine is made of is here. */
export function isThere({ name, wasm }) {
  return name === "offprint" ? existsSync(OFFPRINT.wasm) : wasm === undefined || existsSync(WASM[wasm]);
}

async function peer({ name, library, wasm, package: npmPackage }) {
  await build({ entryPoints: [join(HERE, `adapters/${name}.js`)], outfile: join(BUILT, `${name}.js`) });
  if (wasm) copyFileSync(WASM[wasm], join(BUILT, wasm));
  if (!library) return null;
  const { outputFiles } = await build({ stdin: { contents: library, resolveDir: HERE }, write: false });
  const size = sizeOf(outputFiles.map(({ contents }) => contents), wasm ? readFileSync(WASM[wasm]) : null);
  return npmPackage ? { version: fromNpm(join(MODULES, npmPackage, "package.json")).version, ...size } : size;
}

const minified = async (file) => (await build({ entryPoints: [file], write: false })).outputFiles[0].contents;

function build(options) {
  return fromNpm("esbuild").build({
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "chrome120",
    nodePaths: [MODULES],
    alias: { "tantivy-wasm": TANTIVY },
    // SQLite's loader names them for Node, where it would not run this branch.
    external: ["node:*", "module", "worker_threads", "fs", "path"],
    logLevel: "error",
    ...options,
  });
}

function sizeOf(scripts, wasm) {
  const parts = wasm ? [...scripts, wasm] : scripts;
  const sum = (size) => parts.reduce((total, part) => total + size(part), 0);
  return { raw: sum((part) => part.length), gzip: sum((part) => gzipSync(part, { level: 9 }).length), brotli: sum((part) => brotliCompressSync(part).length) };
}
