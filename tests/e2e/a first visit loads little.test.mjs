import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { DIST } from "./support.mjs";

// Brotli bytes that a first visit may fetch. The first edition, before there was a search engine, had 350,000; the second, with it, 425,000; this one has the library, which travels in links and backs itself up, the formats of other programs, what came since the last visit, ways to subscribe, what is learnt of the reader, an index that is stored, and papers that are not on arXiv.
const LIMIT = 719_000;

test("the program's files are small together", async () => {
  const names = (await readdir(DIST)).filter((name) => /\.(wasm|js|css|html)$/.test(name) && name !== "404.html");
  const rows = [];
  for (const name of names.sort()) {
    const bytes = await readFile(join(DIST, name));
    rows.push({ file: name.replace(/-[0-9a-f]{16}/, ""), raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length });
  }
  const sum = (column) => rows.reduce((total, row) => total + row[column], 0);
  rows.push({ file: "together", raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") });
  for (const { file, raw, gzip, brotli } of [{ file: "file", raw: "raw", gzip: "gzip", brotli: "brotli" }, ...rows]) {
    console.log(`${file.padEnd(22)}${String(raw).padStart(10)}${String(gzip).padStart(10)}${String(brotli).padStart(10)}`);
  }
  const { brotli } = rows.at(-1);
  assert.ok(brotli < LIMIT, `${brotli} bytes, and ${LIMIT} are allowed`);
});
