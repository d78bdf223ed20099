// Measures the engines side by side and writes the report. scripts/bench sets up what this needs and starts it; its options
// are passed on. README.md says what is measured and how.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, isThere } from "./bundle.mjs";
import { cached } from "./cache.mjs";
import { titleOf } from "./engines.mjs";
import { measure } from "./measure/measure.mjs";
import { serve } from "./measure/server.mjs";
import { optionsOf } from "./options.mjs";
import { sets } from "./papers/sets.mjs";
import { writeReport } from "./report/report.mjs";
import { line } from "./report/words.mjs";

const BENCHES = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const PAPERS = join(BENCHES, "../../shared/data/arxiv/arxiv_cs_2024-12_2026-08.jsonl.zst");
const BUDGET_MS = 25_000; // For the passes of one engine over all questions.

const options = optionsOf(process.argv.slice(2));
const runs = cached(`runs/${options.name}`);
const engines = options.engines.filter(isBuilt);
const measured = await sets({ source: sourceOfPapers(), sizes: options.sizes, folder: cached("papers") });
writeFileSync(join(runs, "sizes.json"), JSON.stringify(await bundle(engines)));
await measureAll();
const out = options.out ?? (options.quick ? runs : join(BENCHES, "results"));
for (const file of await writeReport({ runs, sets: measured, out })) console.log(`written: ${file}`);

/** The file of real papers, or `null` for synthetic ones. */
function sourceOfPapers() {
  if (options.synthetic) return null;
  const asked = options.papers ?? process.env.OFFPRINT_PAPERS;
  if (asked !== undefined && !existsSync(asked)) throw new Error(`there is no ${asked}`);
  const file = asked ?? PAPERS;
  if (existsSync(file)) return file;
  console.log("No file of real papers (OFFPRINT_PAPERS names one): the papers are synthetic.");
  return null;
}

function isBuilt(engine) {
  const built = isThere(engine);
  if (!built) console.log(`skipped: ${engine.name}, which is not built`);
  return built;
}

/** One browser after the other. What a run of the same name has measured already is not measured again. */
async function measureAll() {
  const snapshots = cached("snapshots");
  const folders = { "/": BENCHES, "/built/": cached("built"), "/papers/": cached("papers"), "/snapshots/": snapshots };
  const server = await serve(folders, "/snapshots/");
  for (const set of measured) {
    for (let repetition = 1; repetition <= options.repetitions; repetition += 1) {
      for (const engine of rotated(engines, repetition)) {
        const file = join(runs, `${set.name}_${engine.name}_${repetition}.json`);
        if (existsSync(file) || failedBefore(set, engine, repetition)) continue;
        const figures = await measure({ engine, set, server, snapshots, passes: options.passes, budgetMs: BUDGET_MS });
        writeFileSync(file, JSON.stringify({ engine: engine.name, set: set.name, papers: set.papers, repetition, ...figures }));
        console.log(`${set.name} ${titleOf(engine.name)} (${repetition}): ${line(figures)}`);
      }
    }
  }
  await server.close();
}

/** Each repetition begins with another engine, so that none always has the machine at its best. */
function rotated(list, by) {
  const start = (by * 3) % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

/** What failed once at a size would fail again, and slowly. */
function failedBefore(set, engine, repetition) {
  const first = join(runs, `${set.name}_${engine.name}_1.json`);
  return repetition > 1 && existsSync(first) && JSON.parse(readFileSync(first, "utf8")).error !== undefined;
}
