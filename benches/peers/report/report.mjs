// Reads what was measured, judges the answers, and writes a table to read and JSON to compare with.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { mustBeFound } from "../oracle.mjs";
import { papersOf } from "../papers/sets.mjs";
import { QUERIES } from "../queries.mjs";
import { markdown } from "./markdown.mjs";
import { summary } from "./summary.mjs";
import { targets } from "./targets.mjs";

/** Writes the report on the runs in a folder; gives the files' names. */
export async function writeReport({ runs, sets, out }) {
  const all = readdirSync(runs).filter((name) => /_\d+\.json$/.test(name)).map((name) => JSON.parse(readFileSync(join(runs, name), "utf8")));
  const sizes = JSON.parse(readFileSync(join(runs, "sizes.json"), "utf8"));
  const reported = sets.map((set) => ofSet(set, all.filter((run) => run.set === set.name))).filter(({ engines }) => Object.keys(engines).length > 0);
  if (reported.length === 0) return [];
  const report = {
    date: all.map(({ at }) => at).sort()[0].slice(0, 10),
    machine: machine(),
    chromium: all.find(({ chromium }) => chromium)?.chromium,
    node: process.version,
    kind: sets[0].kind,
    repetitions: Math.max(...all.map(({ repetition }) => repetition)),
    sizes,
    sets: reported,
    targets: targets(reported.at(-1).engines, sizes),
  };
  mkdirSync(out, { recursive: true });
  const name = join(out, `${report.date}-${report.kind}-${slug(report.machine)}`);
  writeFileSync(`${name}.json`, `${JSON.stringify(report, rounded)}\n`);
  writeFileSync(`${name}.md`, markdown(report));
  return [`${name}.json`, `${name}.md`];
}

function ofSet(set, runs) {
  const names = [...new Set(runs.map(({ engine }) => engine))];
  if (names.length === 0) return { papers: set.papers, bytes: null, expected: [], engines: {} };
  const papers = papersOf(set);
  const truth = { expected: expectedIn(set, papers), paperOf: new Map(papers.map((paper) => [paper.id, paper])) };
  const engines = Object.fromEntries(names.map((name) => [name, summary(runs.filter(({ engine }) => engine === name), truth)]));
  const expected = QUERIES.map(({ text }, at) => [text, truth.expected[at]]);
  return { papers: set.papers, bytes: runs.find(({ build }) => build)?.build.bytes, expected, engines };
}

/** Kept beside the papers: reading 100,000 of them takes a while. */
function expectedIn({ file }, papers) {
  const oracle = readFileSync(new URL("../oracle.mjs", import.meta.url));
  const version = createHash("sha256").update(oracle).update(JSON.stringify(QUERIES)).digest("hex").slice(0, 12);
  const kept = file.replace(/\.json$/, `-expected-${version}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  const expected = mustBeFound(papers, QUERIES);
  writeFileSync(kept, JSON.stringify(expected));
  return expected;
}

function machine() {
  const model = (cpus()[0]?.model ?? "unknown processor").replace(/\((R|TM)\)|CPU|Processor|@.*$/g, "").replace(/\s+/g, " ").trim();
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
}

const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

/** More than four digits are noise, and make files differ that say the same. */
function rounded(_, value) {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
