// Runs the browser tests: `node run.mjs [file …]`, all of this folder without one. Two files at a time, as two browsers are all
// that a small machine bears. A file that fails is run once more, alone: a browser that starves beside another is told from a
// fault that stays. The last lines name each file that needed the second run.

import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const asked = process.argv.slice(2);
const all = () => readdirSync(here).filter((name) => name.endsWith(".test.mjs")).map((name) => join(here, name));

/** Runs files and gives those with a failure. */
async function failing(files, concurrency) {
  const failed = new Set();
  const stream = run({ files, concurrency, timeout: 300_000 });
  stream.on("test:fail", ({ file }) => failed.add(file));
  const shown = stream.compose(spec);
  shown.pipe(process.stdout);
  await new Promise((done) => shown.on("end", done));
  return [...failed];
}

const first = await failing(asked.length > 0 ? asked : all(), 2);
const second = first.length > 0 ? await failing(first, 1) : [];
for (const file of first) console.log(`${second.includes(file) ? "Failed twice" : "Passed when run alone"}: ${basename(file)}`);
process.exitCode = second.length > 0 ? 1 : 0;
