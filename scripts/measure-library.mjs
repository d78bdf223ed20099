// Measures a large library in a headless Chromium: 50,000 stars, 200,000 entries of the journal, 5,000 notes.
//
//   node scripts/measure-library.mjs               a table
//   node scripts/measure-library.mjs --json FILE   the figures as JSON too ("-" prints them)
//   node scripts/measure-library.mjs --stars 5000  a smaller one; the rest keeps its proportion
//
// Needs the site (`scripts/serve --build-only`; OFFPRINT_DIST names another folder than dist), tests/e2e/node_modules and
// Chromium. The records are made up, and the journal tells what the cards say. The papers are not known to the engine: what is
// measured is the library. Run it on an idle machine.

import { stat, mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ARGS, DIST, launch, rowsShown, settled } from "../tests/e2e/support.mjs";
import { memoryOf } from "./memory.mjs";
import { serve } from "./site.mjs";

const PATIENCE = 300_000;
const VISITS = 5;
const ACTS = 40;

const { values: options } = parseArgs({ options: { json: { type: "string" }, stars: { type: "string", default: "50000" } } });
const stars = Number(options.stars);
const temporary = await mkdtemp(join(tmpdir(), "offprint-library-"));
const site = await serve({ root: DIST });
const figures = { stars, entries: stars * 4, notes: stars / 10, load: loadavg()[0] };

try {
  const file = join(temporary, "backup.json.gz");
  await withBrowser(async (context, mark) => {
    const page = await prepared(context);
    await fill(page);
    figures.start = await starts(page);
    figures.memory = await memoryOf(context, page, mark);
    figures.acts = await acts(page);
    figures.pages = await pages(page);
    figures.backup = await backup(page, file);
    figures.memoryAfterBackup = await memoryOf(context, page, mark);
  });
  await withBrowser(async (context, mark) => {
    const page = await prepared(context);
    figures.restore = await restore(page, file);
    figures.memoryAfterRestore = await memoryOf(context, page, mark);
  });
} finally {
  await site.close();
  await rm(temporary, { recursive: true, force: true });
}
const json = JSON.stringify(figures, null, 2);
if (options.json === "-") console.log(json);
else if (options.json) await writeFile(options.json, `${json}\n`);
print(figures);

async function withBrowser(measure) {
  const mark = `--offprint-library=${process.pid}-${Math.random()}`;
  const { context, close } = await launch({ args: [...ARGS, "--enable-blink-features=ForceEagerMeasureMemory", mark], acceptDownloads: true });
  context.setDefaultTimeout(PATIENCE);
  try {
    await context.addInitScript(watch);
    await measure(context, mark);
  } finally {
    await close();
  }
}

/** A page that has been there once, so that program and papers are in the browser. */
async function prepared(context) {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(site.url);
  await settled(page);
  return page;
}

/** Runs in the page before anything else: notes when what was written to the journal is on disk, and long tasks. */
function watch() {
  const seen = { commits: [], long: [], painted: null };
  globalThis.measured = seen;
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    const transaction = begin.call(this, stores, mode, ...rest);
    const journal = mode === "readwrite" && [stores].flat().includes("history");
    if (journal) transaction.addEventListener("complete", () => seen.commits.push(performance.now()));
    return transaction;
  };
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => seen.long.push(duration))).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) =>
    list.getEntries().forEach(({ name, detail, startTime, duration }) => {
      if (seen.painted === null && name === "offprint:render" && detail?.papers) seen.painted = startTime + duration;
    }),
  ).observe({ type: "measure", buffered: true });
}

/** Puts the library into the store, from a page of the site on which the app does not run. */
async function fill(page) {
  await page.goto(`${site.url}manifest.webmanifest`);
  await page.evaluate(async (stars) => {
    const asked = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
    const database = await asked(indexedDB.open("offprint"));
    const text = new TextEncoder();
    const put = async (store, records) => {
      for (let from = 0; from < records.length; from += 5_000) {
        const transaction = database.transaction(store, "readwrite");
        const ended = new Promise((done, failed) => ((transaction.oncomplete = done), (transaction.onabort = () => failed(transaction.error))));
        for (const [key, record] of records.slice(from, from + 5_000)) transaction.objectStore(store).put(text.encode(JSON.stringify(record)), key);
        await ended;
      }
    };
    const by = 0x0ff1ce;
    const stamp = (entry) => [1_600_000_000_000 + entry * 800_000, 0, by];
    const key = ([at, count, by]) => `${String(at).padStart(15, "0")}-${String(count).padStart(6, "0")}-${by.toString(16).padStart(8, "0")}`;
    // Numbers that no paper of the site has.
    const paper = (at) => `${15 + (Math.floor((at % 132) / 12))}${String((at % 12) + 1).padStart(2, "0")}.${30_001 + Math.floor(at / 132)}`;
    const note = (at) => `Compare with ${paper(at + 1)}: the second proof is shorter.\n\nTheir table 3 leaves out the *smaller* models; look at appendix B before citing it.`;
    const collection = (at) => (0x5eed0000 + at).toString(16).padStart(16, "0");
    const fields = (at, round) => {
      if (round === 0) return { star: true };
      if (round === 1) return { opened: true, read: true };
      if (round === 2 && at % 10 === 0) return { note: note(at) };
      if (round === 2 && at % 2 === 0) return { [`tag:topic ${at % 200}`]: true };
      if (round === 3 && at % 5 === 0) return { [`in:${collection(at % 50)}`]: `${String(at).padStart(6, "0")}1` };
      return { opened: true };
    };
    const cards = Array.from({ length: stars }, () => ({}));
    const entries = [];
    for (let entry = 0; entry < stars * 4; entry += 1) {
      const [of, round] = [entry % stars, Math.floor(entry / stars)];
      const touched = [];
      for (const [field, is] of Object.entries(fields(of, round))) {
        const was = cards[of][field];
        cards[of][field] = { is, at: stamp(entry) };
        touched.push({ of: `paper:${paper(of)}`, field, is, ...(was && { was }) });
      }
      entries.push([key(stamp(entry)), { v: 2, at: stamp(entry), cause: "act", touched }]);
    }
    await put("marks", cards.map((set, at) => [paper(at), { v: 2, set }]));
    await put("history", entries);
    const thing = (at) => ({ name: { is: `Collection ${at}`, at: stamp(at) }, order: { is: `${String(at).padStart(3, "0")}1`, at: stamp(at) } });
    await put("things", Array.from({ length: 50 }, (_, at) => [`collection:${collection(at)}`, { v: 2, set: thing(at) }]));
    const undo = Array.from({ length: 100 }, (_, at) => stamp(stars * 3 - 1 - (99 - at) * 2));
    await put("meta", [["past", { v: 2, undo, redo: [] }]]);
    database.close();
  }, stars);
}

/** Milliseconds from the navigation to the first list, and the longest task until then. */
async function starts(page) {
  const visits = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    await page.goto(site.url);
    await page.waitForFunction(() => globalThis.measured?.painted);
    await settled(page);
    await page.waitForTimeout(1_000);
    visits.push(await page.evaluate(() => ({ list: measured.painted, task: Math.max(0, ...measured.long) })));
  }
  return { list: spread(visits.map(({ list }) => list)), task: spread(visits.map(({ task }) => task)) };
}

/** Milliseconds from an act to the task after the next frame, and to the end of its transaction. */
async function acts(page) {
  await page.goto(site.url);
  await settled(page);
  const [id] = await rowsShown(page);
  const star = () => page.evaluate(timed, [`article[data-paper="${id}"] [data-act="star"]`]);
  const found = { star: await many(page, star) };
  await page.locator(`article[data-paper="${id}"] h3 a`).click();
  await page.locator(".own .tags").waitFor({ state: "attached" });
  found.starBesideOpenPaper = await many(page, star);
  await page.goto(`${site.url}?page=library`);
  await page.locator("main#library .tags li").first().waitFor();
  found.muteInLibrary = await many(page, async (turn) => {
    await page.locator("#mute").fill(`word ${turn}`);
    return page.evaluate(timed, ["#mute ~ button"]);
  });
  return found;
}

/** Runs in the page: presses a button, and waits for the screen and the disk. */
async function timed([button]) {
  const before = measured.commits.length;
  const pressed = document.querySelector(button);
  const begun = performance.now();
  pressed.click();
  // A task that follows the frame comes after its paint.
  const screen = await new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun))));
  while (measured.commits.length === before) await new Promise((done) => setTimeout(done, 1));
  return { screen, disk: measured.commits[before] - begun };
}

async function many(page, once) {
  const all = [];
  for (let turn = 0; turn < ACTS; turn += 1) {
    all.push(await once(turn));
    await page.waitForTimeout(120);
  }
  return { screen: spread(all.map(({ screen }) => screen)), disk: spread(all.map(({ disk }) => disk)) };
}

/** Milliseconds from the press on a link to the page's content. */
async function pages(page) {
  await page.goto(site.url);
  await settled(page);
  const open = async (name, content) => {
    const took = [];
    for (let visit = 0; visit < VISITS; visit += 1) {
      await page.locator("nav a", { hasText: "Papers" }).click();
      await settled(page);
      await page.waitForTimeout(500);
      took.push(
        await page.evaluate(
          ([name, content]) =>
            new Promise((done) => {
              const begun = performance.now();
              [...document.querySelectorAll("nav a")].find((link) => link.textContent.includes(name)).click();
              const look = () => (document.querySelector(content) ? done(performance.now() - begun) : setTimeout(look, 1));
              look();
            }),
          [name, content],
        ),
      );
    }
    return spread(took);
  };
  return { history: await open("History", "main#history li"), library: await open("Library", "main#library .tags li") };
}

async function backup(page, file) {
  await page.goto(`${site.url}?page=library`);
  await page.locator("main#library .tags li").first().waitFor();
  await page.waitForTimeout(2_000);
  const begun = Date.now();
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "Write a backup" }).click()]);
  const took = Date.now() - begun;
  await download.saveAs(file);
  const task = await page.evaluate(() => Math.max(0, ...measured.long));
  return { took, task, bytes: (await stat(file)).size };
}

/** Into an empty library: milliseconds until the offer is shown, and from its taking until all is on disk. */
async function restore(page, file) {
  await page.goto(`${site.url}?page=library`);
  const input = page.locator("#backup");
  await input.waitFor();
  let begun = Date.now();
  await input.setInputFiles(file);
  await page.locator(".offer button", { hasText: "Take it in" }).waitFor();
  const read = Date.now() - begun;
  begun = Date.now();
  await page.locator(".offer button", { hasText: "Take it in" }).click();
  await page.waitForFunction(() => !document.querySelector(".busy p") && !document.querySelector("main#library .lead").textContent.includes("Saving"));
  const taken = Date.now() - begun;
  const counts = await page.evaluate(async () => {
    const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const database = await asked(indexedDB.open("offprint"));
    const count = (store) => asked(database.transaction(store).objectStore(store).count());
    const found = { marks: await count("marks"), history: await count("history") };
    database.close();
    return found;
  });
  const task = await page.evaluate(() => Math.max(0, ...measured.long));
  return { read, taken, task, ...counts };
}

function spread(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return { p50: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1) };
}

function print({ start, acts, pages, backup, restore, ...rest }) {
  const ms = (value) => Math.round(value).toLocaleString("en");
  const mb = (value) => (value === null || value === undefined ? "–" : (value / 1e6).toFixed(1));
  const row = (name, { p50, max }) => `| ${name} | ${ms(p50)} | ${ms(max)} |`;
  const one = (name, value) => `| ${name} | ${ms(value)} | |`;
  console.log(`\n${rest.stars.toLocaleString("en")} stars, ${rest.entries.toLocaleString("en")} entries, ${rest.notes.toLocaleString("en")} notes; load ${rest.load.toFixed(1)}\n`);
  console.log("| ms | median | max |\n|---|--:|--:|");
  console.log([row("start to first list", start.list), row("longest task of a start", start.task)].join("\n"));
  for (const [name, { screen, disk }] of Object.entries(acts)) console.log([row(`${name}: to the screen`, screen), row(`${name}: on disk`, disk)].join("\n"));
  console.log([row("history page", pages.history), row("library page", pages.library)].join("\n"));
  console.log([one("backup written", backup.took), one("longest task of it", backup.task)].join("\n"));
  console.log([one("backup read and compared", restore.read), one("backup taken in", restore.taken), one("longest task of both", restore.task)].join("\n"));
  console.log(`\nbackup: ${backup.bytes.toLocaleString("en")} bytes; restored: ${restore.marks} marks, ${restore.history} entries\n`);
  console.log("| MB | heap | wasm, page | wasm, worker | renderer |\n|---|--:|--:|--:|--:|");
  const memory = (name, { heap, wasmPage, wasmWorker, renderer }) => console.log(`| ${name} | ${mb(heap)} | ${mb(wasmPage)} | ${mb(wasmWorker)} | ${mb(renderer)} |`);
  memory("after the start", rest.memory);
  memory("after a backup", rest.memoryAfterBackup);
  memory("after a restore", rest.memoryAfterRestore);
}
