// One measurement: one engine, one set of papers, in a browser of its own; and a second browser that opens the snapshot.

import { createReadStream, rmSync } from "node:fs";
import { loadavg } from "node:os";
import { basename, dirname, join } from "node:path";
import { createGzip } from "node:zlib";
import { QUERIES } from "../queries.mjs";
import { open } from "./chromium.mjs";
import { ask, memory, roundTrips } from "./drive.mjs";

/** How many ids an answer has at most. */
export const LIMIT = 10;

const SECOND = 1_000;
const PATIENCE = { start: 60 * SECOND, load: 420 * SECOND, ask: 300 * SECOND, snapshot: 240 * SECOND, small: 60 * SECOND };
const ROUND_TRIPS = 300;

/**
 * All figures of one engine over one set, or `{error}` with those that there are. `server` has the pages and papers, and
 * takes snapshots into the folder `snapshots`.
 */
export async function measure({ engine, set, server, snapshots, passes, budgetMs }) {
  const figures = { at: new Date().toISOString(), load: loadavg()[0], spin: [spin()] };
  const url = `${server.url}/${engine.page}`;
  let browser;
  try {
    browser = await started(url);
    await measureBuild(browser, `${server.url}/papers/${basename(dirname(set.file))}/${basename(set.file)}`, figures);
    await measureAnswers(browser, { passes, budgetMs }, figures);
    figures.snapshot = await measureSnapshot(browser, url, `${engine.name}-${set.name}.bin`, { server, snapshots });
  } catch (error) {
    figures.error = firstLine(error);
  } finally {
    await browser?.close();
  }
  figures.spin.push(spin());
  return figures;
}

async function started(url) {
  const browser = await open(url);
  await browser.page.waitForFunction(() => window.__bench !== undefined, null, { timeout: PATIENCE.start });
  browser.init = await inPage(browser, "start", () => window.__bench.ready?.());
  return browser;
}

async function measureBuild(browser, papers, figures) {
  const { page, version, renderer, init } = browser;
  Object.assign(figures, { chromium: version, init, isolated: await page.evaluate(() => crossOriginIsolated) });
  figures.memoryBefore = await inPage(browser, "small", memory);
  const before = await renderer();
  figures.build = await inPage(browser, "load", (url) => window.__bench.load(url), papers);
  const after = await renderer();
  figures.process = after && { peak: after.peak, loadSeconds: after.seconds - before.seconds };
  figures.memory = await inPage(browser, "small", memory);
}

async function measureAnswers(browser, { passes, budgetMs }, figures) {
  const questions = QUERIES.map(({ text, want, filters }) => ({ text, want, filters }));
  figures.roundTrips = await inPage(browser, "small", roundTrips, ROUND_TRIPS);
  figures.answers = await inPage(browser, "ask", ask, { questions, limit: LIMIT, passes, budgetMs });
  figures.memoryAfterAnswers = await inPage(browser, "small", memory);
}

/** Saves the index, opens it in another browser, and asks there the first question of two words. */
async function measureSnapshot(browser, url, name, { server, snapshots }) {
  const [address, file] = [`${server.url}/snapshots/${name}`, join(snapshots, name)];
  let second;
  try {
    const saved = await inPage(browser, "snapshot", (to) => window.__bench.serialize?.(to), address);
    if (!saved) return null;
    second = await started(url);
    const opened = await inPage(second, "snapshot", (from) => window.__bench.loadIndex(from), address);
    const question = QUERIES.find((query) => query.class === "two words");
    const first = await inPage(second, "small", ask, { questions: [question], limit: LIMIT, passes: 0, budgetMs: SECOND });
    const [{ ids, cold }] = first.results;
    return { ...saved, opened, memory: await inPage(second, "small", memory), firstAnswer: { ids, ms: cold?.[0] }, gzip: await gzipSize(file) };
  } catch (error) {
    return { error: firstLine(error) };
  } finally {
    await second?.close();
    rmSync(file, { force: true });
  }
}

/** Runs `work` in the page; fails when it takes too long or the page has crashed. */
async function inPage({ page, crashed }, patience, work, argument) {
  let timer;
  const late = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Error(`${patience}: no end after ${PATIENCE[patience] / SECOND} s`)), PATIENCE[patience]);
  });
  try {
    return await Promise.race([page.evaluate(work, argument), crashed, late]);
  } finally {
    clearTimeout(timer);
  }
}

const firstLine = (error) => String(error?.message ?? error).split("\n")[0].slice(0, 200);

async function gzipSize(file) {
  let size = 0;
  for await (const part of createReadStream(file, { highWaterMark: 1 << 20 }).pipe(createGzip())) size += part.length;
  return size;
}

/** Milliseconds of a fixed piece of work: tells how busy the machine was, before and after. */
function spin() {
  const begun = performance.now();
  let state = 1;
  for (let round = 0; round < 3e7; round += 1) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return performance.now() - begun + (state === 7 ? 1 : 0); // Used, so that it is not left out.
}
