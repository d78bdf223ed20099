// The report as Markdown: for each set what an engine costs to have, how fast it answers, and how right.

import { titleOf } from "../engines.mjs";
import { CLASSES } from "../queries.mjs";
import { answersCorrectly } from "./targets.mjs";
import { kilobytes, megabytes, number, share, table, times } from "./words.mjs";

export function markdown({ date, machine, chromium, kind, sets, sizes, targets, repetitions }) {
  return [
    "# Search engines in the browser, side by side",
    `${date}, ${machine}, Chromium ${chromium}. ${kind === "real" ? "Real papers" : "Synthetic papers"}; repetitions: ${repetitions}. Written by \`scripts/bench\`; [what is measured and how](../peers/README.md).`,
    ...targetSection(targets, sets.at(-1)),
    ...sets.toReversed().flatMap((set) => setSection(set, sizes)),
  ].join("\n\n") + "\n";
}

function targetSection(rows, largest) {
  if (rows.length === 0) return [];
  const head = [`at ${number(largest.papers)} papers`, "goal", "Offprint", "peer", "", "ratio", "ratio of the engines' own times", ""];
  const cells = (row) => [row.what, `${row.factor}×`, number(row.offprint), row.peerName ?? "–", number(row.peer), times(row.ratio), times(row.ownRatio), row.verdict];
  return ["## Targets", table(head, rows.map(cells))];
}

function setSection({ papers, bytes, engines }, sizes) {
  const rows = Object.entries(engines).sort(([, a], [, b]) => (a.waited.all.p50 ?? Infinity) - (b.waited.all.p50 ?? Infinity));
  return [
    `## ${number(papers)} papers (${megabytes(bytes)} MB of JSON)`,
    costs(rows, sizes),
    "Milliseconds that the page waits for an answer, over all questions; in brackets the engine's own time:",
    latencies(rows),
    "The same by class, p50 and p95 of what the page waits:",
    byClass(rows, ({ waited }, name) => `${number(waited[name].p50)} / ${number(waited[name].p95)}`),
    "The slow end by class, p99 and max:",
    byClass(rows, ({ waited }, name) => `${number(waited[name].p99)} / ${number(waited[name].max)}`),
    "Share of right answers:",
    byClass(rows, ({ right }, name) => share(right?.[name]), ["all", ({ right }) => share(right?.all)]),
  ];
}

function costs(rows, sizes) {
  const head = ["", "code, gzip kB", "parse ms", "build ms", "processor s", "memory MB", "of that wasm", "process at most, MB", "snapshot MB", "gzip MB", "opens in ms", "same answer"];
  const cells = ([name, { parseMs, buildMs, processorSeconds, memory, snapshot, error }]) => [
    error ? `${titleOf(name)} (failed: ${error})` : titleOf(name),
    kilobytes(sizes[name]?.gzip),
    number(parseMs),
    number(buildMs),
    number(processorSeconds),
    megabytes(memory.total),
    megabytes(memory.wasm),
    megabytes(memory.peakOfProcess),
    snapshot?.error ? `failed: ${snapshot.error}` : megabytes(snapshot?.bytes),
    megabytes(snapshot?.gzip),
    number(snapshot?.openMs),
    snapshot?.sameAnswer === undefined ? "–" : snapshot.sameAnswer ? "yes" : "no",
  ];
  return table(head, rows.map(cells));
}

function latencies(rows) {
  const head = ["", "p50", "p95", "p99", "max", "round trip p50", "answers correctly"];
  const both = ({ waited, worked }, rank) => `${number(waited.all[rank])} (${number(worked.all[rank])})`;
  const ranks = ["p50", "p95", "p99", "max"];
  const cells = ([name, figures]) => [
    titleOf(name) + (figures.cutShort ? " (cut short)" : "") + (figures.errors ? ` (${figures.errors} errors)` : ""),
    ...ranks.map((rank) => both(figures, rank)),
    number(figures.roundTrip.p50),
    answersCorrectly(figures) ? "yes" : "no",
  ];
  return table(head, rows.map(cells));
}

/** One column a class. `first` is a column before them. */
function byClass(rows, cell, first = null) {
  const head = ["", ...(first ? [first[0]] : []), ...CLASSES];
  const cells = ([name, figures]) => [titleOf(name), ...(first ? [first[1](figures)] : []), ...CLASSES.map((column) => cell(figures, column))];
  return table(head, rows.filter(([, { repetitions }]) => repetitions > 0).map(cells));
}
