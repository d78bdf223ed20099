// What the bench's figures rest on: made-up papers, the judge of answers, and percentiles. `node --test` runs it.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { mustBeFound, shareRight } from "./oracle.mjs";
import { syntheticPapers } from "./papers/synthetic.mjs";
import { CLASSES, QUERIES } from "./queries.mjs";
import { percentile, spread } from "./report/statistics.mjs";
import { targets } from "./report/targets.mjs";

const paper = (id, title, more = {}) => ({ id, title, abstract: "", authors: [], categories: [], date: "", ...more });
const ask = (text, want = "and", more = {}) => ({ text, want, ...more });
const found = (papers, question) => mustBeFound(papers, [question])[0];

test("synthetic papers are the same everywhere, and a small set begins a large one", () => {
  const papers = [...syntheticPapers(60)];
  assert.deepEqual([...syntheticPapers(20)], papers.slice(0, 20));
  assert.equal(new Set(papers.map(({ id }) => id)).size, 60);
  const digest = createHash("sha256").update(JSON.stringify(papers)).digest("hex");
  assert.equal(digest.slice(0, 16), "e1880ba2de78dd65");
});

test("what must be found has every word whole, the typed one begun, and passes the filters", () => {
  const papers = [
    paper("1", "Contrastive learning", { authors: ["Ada Byron"], categories: ["cs.LG"], date: "2025-06-01" }),
    paper("2", "Contrastive learners", { categories: ["cs.CV"], date: "2025-07-01" }),
  ];
  assert.equal(found(papers, ask("contrastive learning")), 1);
  assert.equal(found(papers, ask("contrastive lear", "prefix")), 2);
  assert.equal(found(papers, ask("contrastive lear")), 0);
  assert.equal(found(papers, ask("byron", "author")), 1);
  assert.equal(found(papers, ask("contrastive", "author")), 0);
  assert.equal(found(papers, ask("contrastve", "fuzzy", { intended: "contrastive" })), 2);
  assert.equal(found(papers, ask("contrastive", "and", { filters: { category: "cs.CV" } })), 1);
  assert.equal(found(papers, ask("contrastive", "and", { filters: { from: "2025-06-01", to: "2025-06-30" } })), 1);
});

test("an answer is judged by its first places, leniently in words and exactly in filters", () => {
  const papers = [paper("1", "Off-line robots"), paper("2", "Graphs"), paper("3", "Robotics offline", { categories: ["cs.RO"] })];
  const paperOf = new Map(papers.map((one) => [one.id, one]));
  const question = ask("offline robotics");
  assert.equal(shareRight(question, ["1", "3"], 2, 10, paperOf), 1);
  assert.equal(shareRight(question, ["2", "3"], 1, 10, paperOf), 0, "a wrong paper stands before the right one");
  assert.equal(shareRight(question, ["3"], 2, 10, paperOf), 0.5, "one is missing");
  assert.equal(shareRight(question, ["4"], 1, 10, paperOf), 0, "there is no such paper");
  assert.equal(shareRight(question, ["2"], 0, 10, paperOf), null);
  assert.equal(shareRight({ ...question, filters: { category: "cs.RO" } }, ["1"], 1, 10, paperOf), 0);
});

test("every class has questions, and every question a class", () => {
  assert.deepEqual(new Set(QUERIES.map((query) => query.class)), new Set(CLASSES));
});

test("percentiles are values that were measured", () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  assert.deepEqual(spread(hundred), { p50: 50, p95: 95, p99: 99, max: 100, samples: 100 });
  assert.equal(percentile([null, 3, undefined], 0.5), 3);
  assert.equal(percentile([], 0.5), null);
});

test("a target is met against the best peer that answers correctly, and only by enough", () => {
  const engine = (ms, share = 1) => {
    const times = Object.fromEntries(["all", ...CLASSES].map((name) => [name, { p50: ms, p95: ms }]));
    const right = Object.fromEntries(CLASSES.map((name) => [name, share]));
    return { repetitions: 1, buildMs: 100 * ms, memory: { total: 1e6 * ms }, waited: times, worked: times, right, roundTrip: { p50: 0.01 }, snapshot: null };
  };
  const rows = targets({ offprint: engine(1), minisearch: engine(9), sqlite: engine(5), flexsearch: engine(1, 0.5), tantivy: engine(1.9) }, {});
  const p95 = rows.filter(({ what }) => what === "query p95, ms");
  assert.deepEqual(p95.map(({ peerName, verdict }) => [peerName, verdict]), [["SQLite FTS5", "met"], ["tantivy (wasm)", "not met"]]);
  assert.deepEqual(targets({ sqlite: engine(5) }, {}), []);
});
