// The repetitions of one engine over one set, as one row of figures. Times of questions are pooled over all repetitions; of
// everything else the median is taken.

import { LIMIT } from "../measure/measure.mjs";
import { shareRight } from "../oracle.mjs";
import { CLASSES, QUERIES } from "../queries.mjs";
import { mean, median, spread } from "./statistics.mjs";

/**
 * Figures of an engine from its runs. `truth` says what is right: `{expected, paperOf}`, how many papers each question must
 * find, and the papers by id.
 */
export function summary(runs, truth) {
  const good = runs.filter(({ error }) => error === undefined);
  const middle = (figure) => median(runs.map((run) => figure(run) ?? null));
  return {
    repetitions: good.length,
    error: runs.find(({ error }) => error !== undefined)?.error,
    initMs: middle(({ init }) => init?.initMs),
    fetchMs: middle(({ build }) => build?.fetchMs),
    parseMs: middle(({ build }) => build && (build.decodeMs ?? 0) + build.parseMs),
    buildMs: middle(({ build }) => build?.buildMs),
    processorSeconds: middle(({ process }) => process?.loadSeconds),
    memory: {
      total: middle(({ memory }) => memory?.total),
      wasm: middle(({ memory }) => memory?.wasm),
      saidByEngine: middle(({ memory }) => memory?.saidByEngine),
      before: middle(({ memoryBefore }) => memoryBefore?.total),
      peakOfProcess: middle(({ process }) => process?.peak),
    },
    snapshot: snapshotOf(good),
    roundTrip: spread(good.flatMap(({ roundTrips }) => roundTrips)),
    waited: times(good, ({ page, cold }) => (page.length > 0 ? page : [cold?.[0]])),
    worked: times(good, ({ engine, cold }) => (engine.length > 0 ? engine : [cold?.[1]])),
    right: right(good, truth),
    cutShort: good.some(({ answers }) => answers.cutShort) || undefined,
    errors: good.reduce((sum, { answers }) => sum + answers.results.filter(({ error }) => error !== null).length, 0) || undefined,
    machineLoad: middle(({ load }) => load),
    spinMs: middle(({ spin }) => mean(spin)),
  };
}

/** `{all, [class]: spread}` of the times that `pick` takes from a question's results. */
function times(runs, pick) {
  const of = (name) => runs.flatMap(({ answers }) => answers.results.filter((_, at) => name === null || QUERIES[at].class === name).flatMap(pick));
  return Object.fromEntries([["all", spread(of(null))], ...CLASSES.map((name) => [name, spread(of(name))])]);
}

/** `{all, [class]: share}`; every class weighs the same in `all`. Answers do not change between repetitions. */
function right([run], { expected, paperOf }) {
  if (run === undefined) return null;
  const shares = run.answers.results.map(({ ids }, at) => (ids === null ? 0 : shareRight(QUERIES[at], ids, expected[at], LIMIT, paperOf)));
  const ofClass = (name) => mean(shares.filter((share, at) => share !== null && QUERIES[at].class === name));
  const classes = CLASSES.map((name) => [name, ofClass(name)]);
  return Object.fromEntries([["all", mean(classes.map(([, share]) => share))], ...classes]);
}

function snapshotOf(runs) {
  const all = runs.filter(({ snapshot }) => snapshot);
  if (all.length === 0) return null;
  const error = all.find(({ snapshot }) => snapshot.error)?.snapshot.error;
  if (error !== undefined) return { error };
  const middle = (figure) => median(all.map(({ snapshot }) => figure(snapshot) ?? null));
  const asked = QUERIES.findIndex((query) => query.class === "two words");
  const sameAnswer = all.every(({ snapshot, answers }) => String(snapshot.firstAnswer.ids) === String(answers.results[asked].ids));
  return {
    bytes: middle(({ bytes }) => bytes),
    gzip: middle(({ gzip }) => gzip),
    saveMs: middle(({ serializeMs }) => serializeMs),
    openMs: middle(({ opened }) => opened?.loadMs),
    firstAnswerMs: middle(({ firstAnswer }) => firstAnswer.ms),
    memory: middle(({ memory }) => memory?.total),
    sameAnswer,
  };
}
