// What Offprint set out to reach, and whether it did: so many times better than the best peer of the same run.

import { isFromNpm, titleOf } from "../engines.mjs";
import { CLASSES } from "../queries.mjs";

/** A peer answers correctly when it does so in each class; few know typos, so that class is not asked of them. */
const RIGHT_ENOUGH = 0.9;

const BUILD = { what: "index build, ms", of: ({ buildMs }) => buildMs };
const MEMORY = { what: "memory after build, MB", of: ({ memory }) => memory.total / 1e6 };
const latency = (what, name, rank) => ({ what, of: ({ waited }) => waited[name][rank], own: ({ worked }) => worked[name][rank] });
const P50 = latency("query p50, ms", "all", "p50");
const P95 = latency("query p95, ms", "all", "p95");
const KEY_P95 = latency("keystroke p95, ms", "typing", "p95");
const SIZE = { what: "code, gzip kB", of: (_, size) => (size ? size.gzip / 1e3 : null) };

const GOALS = [
  ...[BUILD, P50, P95, KEY_P95].map((figure) => ({ ...figure, against: "npm", factor: 5 })),
  { ...MEMORY, against: "npm", factor: 2 },
  ...[BUILD, P50, P95, MEMORY].map((figure) => ({ ...figure, against: "tantivy", factor: 2 })),
  { ...SIZE, against: "tantivy", factor: 5 },
];

export const answersCorrectly = ({ right }) =>
  right !== null && CLASSES.every((name) => name === "typo" || right[name] === null || right[name] >= RIGHT_ENOUGH);

/**
 * One row a goal: `{what, against, factor, offprint, peer, peerName, ratio, ownRatio, verdict}`. `engines` are the summaries of one
 * set by name; `sizes` the sizes of code. Empty where Offprint was not measured.
 */
export function targets(engines, sizes) {
  if (!engines.offprint || engines.offprint.repetitions === 0) return [];
  return [...GOALS.map((goal) => reached(goal, engines, sizes)), snapshotGoal(engines.offprint)];
}

function reached(goal, engines, sizes) {
  const value = (name, figure = goal.of) => figure(engines[name], sizes[name]);
  const isRival = (name) => (goal.against === "npm" ? isFromNpm(name) && answersCorrectly(engines[name]) : name === goal.against);
  const rivals = Object.keys(engines).filter((name) => isRival(name) && Number.isFinite(value(name)));
  const best = rivals.sort((a, b) => value(a) - value(b))[0];
  const row = { what: goal.what, against: goal.against, factor: goal.factor, offprint: value("offprint") };
  if (best === undefined) return { ...row, peer: null, peerName: null, ratio: null, ownRatio: null, verdict: "no peer to compare with" };
  const ratio = value(best) / row.offprint;
  const ownRatio = goal.own ? value(best, goal.own) / value("offprint", goal.own) : null;
  return { ...row, peer: value(best), peerName: titleOf(best), ratio, ownRatio, verdict: verdict(goal, ratio, ownRatio, engines.offprint) };
}

/** Where most of the wait is the way to the worker and back, which no engine can shorten, the engine's own time decides. */
function verdict({ factor, of }, ratio, ownRatio, offprint) {
  if (ratio >= factor) return "met";
  const roundTripIsFloor = ownRatio !== null && offprint.roundTrip.p50 !== null && of(offprint) < 2 * offprint.roundTrip.p50;
  return roundTripIsFloor && ownRatio >= factor ? "met by the engine's own time; the round trip is the floor" : "not met";
}

function snapshotGoal({ buildMs, snapshot }) {
  const row = { what: "opening a snapshot, ms, against building", against: "own build", factor: 5, offprint: snapshot?.openMs ?? null, peer: buildMs, peerName: "its build", ownRatio: null };
  const ratio = row.offprint === null ? null : buildMs / row.offprint;
  return { ...row, ratio, verdict: ratio === null ? "not measured" : ratio >= row.factor ? "met" : "not met" };
}
