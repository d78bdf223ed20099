// The sets of papers that are measured: real ones where their file is here, else synthetic. Written once into the cache, as
// one JSON array a set, each set the beginning of the next larger one.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { realPapers } from "./real.mjs";
import { syntheticPapers } from "./synthetic.mjs";

const HERE = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

/**
 * One set a size: `{name, kind, papers, file}`. `source` is the file of real papers, or `null` for synthetic ones; `folder` is
 * where sets are kept. A size larger than the source gives no set.
 */
export async function sets({ source, sizes, folder }) {
  const kind = source ? "real" : "synthetic";
  const kept = join(folder, `${kind}-${versionOf(source)}`);
  await mkdir(kept, { recursive: true });
  const all = sizes.map((papers) => ({ name: `${kind}-${papers}`, kind, papers, file: join(kept, `papers-${papers}.json`) }));
  const missing = all.filter(({ file }) => !existsSync(file));
  if (missing.length > 0) {
    const largest = Math.max(...missing.map(({ papers }) => papers));
    const lines = source ? (await realPapers(source)).map((paper) => JSON.stringify(paper)) : generated(largest);
    for (const set of missing) await write(set, lines);
  }
  return all.filter(({ file }) => existsSync(file));
}

/** The papers of a set, for the oracle. */
export const papersOf = ({ file }) => JSON.parse(readFileSync(file, "utf8"));

const generated = (count) => Array.from(syntheticPapers(count), (paper) => JSON.stringify(paper));

/** Changes with the source, or with the code that makes up the papers. */
function versionOf(source) {
  const sum = createHash("sha256");
  for (const name of readdirSync(HERE).sort()) sum.update(readFileSync(join(HERE, name)));
  if (source) sum.update(`${statSync(source).size} ${statSync(source).mtimeMs}`);
  return sum.digest("hex").slice(0, 12);
}

async function write({ papers, file, name }, lines) {
  if (lines.length < papers) {
    console.log(`skipped: ${name}, as there are only ${lines.length} papers`);
    return;
  }
  const out = await open(`${file}.part`, "w");
  for (let at = 0; at < papers; at += 1_000) {
    const some = lines.slice(at, Math.min(at + 1_000, papers)).join(",\n");
    await out.write(`${at === 0 ? "[" : ","}\n${some}`);
  }
  await out.write("\n]\n");
  await out.close();
  await rename(`${file}.part`, file);
}
