// Measures the built site in a headless Chromium: sizes, first list, everything stored, memory, long tasks, keystrokes.
//
//   node scripts/measure.mjs                 the site as it stands in dist/, then with all of Hugging Face's papers
//   node scripts/measure.mjs --json FILE     writes the figures as JSON too ("-" prints them)
//   node scripts/measure.mjs --runs 5        visits of each kind; the tables show the median
//   node scripts/measure.mjs --only built-in | large
//
// Needs the site (`scripts/serve --build-only`; OFFPRINT_DIST names another folder than dist), tests/e2e/node_modules and
// Chromium, as the tests of the site do. The large archive is made in a temporary folder by `press build` (PRESS names a
// built one; else cargo builds it) from hf_daily_raw.jsonl.zst in ../shared/data/hf (OFFPRINT_DATA names another folder),
// which takes `zstd`. Without any of these that part is skipped with a reason. Run it on an idle machine.

import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { ARGS, DIST, keptOffline, launch } from "../tests/e2e/support.mjs";
import { memoryOf } from "./memory.mjs";
import { serve } from "./site.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DATA = process.env.OFFPRINT_DATA ?? join(ROOT, "../shared/data/hf");
const STAGES = ["read", "store", "search", "render"];
const TYPED = "masked image";
const PATIENCE = 180_000;

const { values: options } = parseArgs({ options: { json: { type: "string" }, runs: { type: "string", default: "5" }, only: { type: "string" } } });
const runs = Number(options.runs);
const temporary = await mkdtemp(join(tmpdir(), "offprint-measure-"));
const figures = { machine: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`, runs, parts: {} };
try {
  if (options.only !== "large") figures.parts["built-in"] = await measure("built-in", DIST);
  if (options.only !== "built-in") {
    const root = await largeSite();
    if (root) figures.parts.large = await measure("large", root);
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}
const json = JSON.stringify(figures, null, 2);
if (options.json === "-") console.log(json);
else if (options.json) await writeFile(options.json, `${json}\n`);

// ---- the large site

/** The site with an archive of all papers in the data beside it, or `null` with a word why not. */
async function largeSite() {
  const source = join(DATA, "hf_daily_raw.jsonl.zst");
  if (!existsSync(source)) return skip(`there is no ${source}`);
  const answers = join(temporary, "answers");
  await mkdir(answers);
  try {
    await splitAnswers(source, answers);
  } catch (error) {
    return skip(`the data could not be unpacked with zstd: ${error.message}`);
  }
  const root = join(temporary, "site");
  await cp(DIST, root, { recursive: true });
  await rm(join(root, "feed"), { recursive: true });
  const files = (await readdir(answers)).sort().map((name) => join(answers, name));
  const [program, ...first] = press();
  const said = execFileSync(program, [...first, "build", ...files, "--out", join(root, "feed"), "--title", "All papers"], { cwd: ROOT, stdio: ["ignore", "pipe", "ignore"] });
  console.log(said.toString().trim());
  await renewWorker(root);
  return root;
}

function press() {
  if (process.env.PRESS) return [process.env.PRESS];
  const built = ["release", "debug"].map((kind) => join(ROOT, "target", kind, "press")).find(existsSync);
  return built ? [built] : ["cargo", "run", "--quiet", "--release", "--bin", "press", "--"];
}

/** Writes what was captured together as one answer, in a file whose name begins with its day. */
async function splitAnswers(source, folder) {
  const unpacked = spawn("zstd", ["-dc", source], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((done, failed) => unpacked.on("error", failed).on("close", (code) => (code ? failed(new Error(`it ended with ${code}`)) : done())));
  ended.catch(() => {}); // Heard below.
  const answers = new Map();
  for await (const line of createInterface({ input: unpacked.stdout })) {
    const { feed_date, captured_at, raw } = JSON.parse(line);
    const key = `${feed_date}_${captured_at.replace(/\D/g, "")}`;
    if (!answers.has(key)) answers.set(key, []);
    answers.get(key).push(raw);
  }
  await ended;
  await Promise.all([...answers].map(([key, items]) => writeFile(join(folder, `${key}.json`), JSON.stringify(items))));
}

/** Where the service worker lists the files of the feed, it gets the new ones, as a build with this feed would do. */
async function renewWorker(root) {
  const file = join(root, "sw.js");
  const worker = await readFile(file, "utf8");
  if (!worker.includes('"feed/manifest.json"')) return;
  const list = /(const FILES = new Map\()(\[[^]*?\])(\);)/.exec(worker);
  if (!list) throw new Error("sw.js has no list of files to renew");
  const entries = JSON.parse(list[2]).filter(([path]) => !path.startsWith("feed/"));
  for (const name of await readdir(join(root, "feed"))) {
    const hash = createHash("sha256").update(await readFile(join(root, "feed", name)));
    entries.push([`feed/${name}`, `sha256-${hash.digest("base64")}`]);
  }
  await writeFile(file, worker.replace(list[0], () => `${list[1]}${JSON.stringify(entries)}${list[3]}`).replace(/const BUILD = "[^"]*"/, 'const BUILD = "fedcba9876543210"'));
}

function skip(why) {
  console.log(`skipped: ${why}`);
  return null;
}

// ---- one site

async function measure(name, root) {
  const manifest = JSON.parse(await readFile(join(root, "feed/manifest.json"), "utf8"));
  const papers = manifest.shards.reduce((sum, shard) => sum + shard.papers, 0);
  console.log(`\n== ${name}: ${papers} papers in ${manifest.shards.length} files (load before: ${loadavg()[0].toFixed(1)}) ==`);
  const site = await serve({ root });
  try {
    await compressAhead(site.url, root);
    const [cold, warm] = [[], []];
    let sizes, memory, keys;
    for (let run = 0; run < runs; run += 1) {
      const mark = `--offprint-measure=${process.pid}-${name}-${run}`;
      const { context, close } = await launch({ args: [...ARGS, "--enable-blink-features=ForceEagerMeasureMemory", mark] });
      try {
        await context.addInitScript(watch);
        const asked = [];
        const [first] = context.pages();
        first.on("request", (request) => asked.push(new URL(request.url()).pathname.slice(1)));
        cold.push(await visit(first, site.url, manifest));
        sizes ??= await sizesOf(root, asked);
        await keptOffline(first);
        await first.close({ runBeforeUnload: false }).catch(() => {});
        const second = await context.newPage();
        warm.push(await visit(second, site.url, manifest));
        if (run === runs - 1) {
          memory = await memoryOf(context, second, mark);
          keys = await keystrokes(second, site.url, papers);
        }
      } finally {
        await close();
      }
      process.stdout.write(".");
    }
    console.log();
    const result = { papers, files: manifest.shards.length, sizes, cold: summary(cold), warm: summary(warm), memory, keys };
    print(result);
    return result;
  } finally {
    await site.close();
  }
}

/** The server compresses a file when it is first asked for; that is not to be measured. */
async function compressAhead(url, root) {
  for (const path of await readdir(root, { recursive: true })) {
    for (const coding of ["br", "gzip"]) await (await fetch(`${url}${path}`, { headers: { "Accept-Encoding": coding } })).arrayBuffer();
  }
}

/** Runs in the page before anything else: notes long tasks, paints and slow events with their times. */
function watch() {
  if (window !== top) return;
  const seen = { long: [], lcp: [], events: [], painted: null };
  globalThis.measured = seen;
  const observe = (type, take, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  observe("longtask", ({ startTime, duration }) => seen.long.push({ start: startTime, duration }));
  observe("largest-contentful-paint", ({ startTime, element }) => seen.lcp.push({ at: startTime, inList: Boolean(element?.closest?.("main")) }));
  observe("event", ({ name, startTime, duration, interactionId }) => seen.events.push({ name, start: startTime, duration, interactionId }), { durationThreshold: 16 });
  observe("measure", ({ name, detail, startTime, duration }) => {
    // The measure is entered in the frame that shows the list; a task that follows the next frame comes after its paint.
    if (seen.painted !== null || name !== "offprint:render" || !detail?.papers) return;
    seen.painted = startTime + duration;
    requestAnimationFrame(() => setTimeout(() => (seen.afterPaint = performance.now())));
  });
}

/** Loads the page and waits until all papers are stored. All times are milliseconds since the navigation began. */
async function visit(page, url, manifest) {
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction(() => globalThis.measured?.afterPaint, null, { timeout: PATIENCE });
  await stored(page, manifest);
  const seen = await page.evaluate((stages) => {
    const measures = performance.getEntriesByType("measure").filter(({ name }) => name.startsWith("offprint:"));
    const all = measures.map(({ name, startTime, duration, detail }) => ({ stage: name.slice(9), start: startTime, duration, papers: detail?.papers ?? 0 }));
    const counts = Object.fromEntries(stages.map((stage) => [stage, all.filter((measure) => measure.stage === stage).length]));
    return { ...globalThis.measured, measures: all, counts, resources: performance.getEntriesByType("resource").length };
  }, STAGES);
  const end = (stage) => Math.max(0, ...seen.measures.filter((measure) => measure.stage === stage).map(({ start, duration }) => start + duration));
  const spent = (stage) => seen.measures.filter((measure) => measure.stage === stage).reduce((sum, { duration }) => sum + duration, 0);
  const lcp = seen.lcp.filter(({ inList, at }) => inList && at >= seen.painted - 50).map(({ at }) => at)[0] ?? null;
  const named = seen.long.map((task) => ({ ...task, during: nearest(task, seen.measures) }));
  const long = named.filter(({ start, duration }) => start + duration > seen.afterPaint);
  return {
    rendered: seen.painted,
    painted: lcp ?? seen.afterPaint,
    stored: end("store"),
    settled: Math.max(...STAGES.map(end)),
    spent: Object.fromEntries(STAGES.map((stage) => [stage, spent(stage)])),
    counts: seen.counts,
    long,
    before: named.filter((task) => !long.includes(task)),
  };
}

/** All shards are on the feed's record, which is written after their papers. */
async function stored(page, manifest) {
  const files = manifest.shards.map(({ file }) => file);
  const begun = Date.now();
  while (Date.now() - begun < PATIENCE) {
    const busy = await page.evaluate(() => Boolean(document.querySelector(".notices .busy p")));
    const known = busy ? [] : await page.evaluate(knownShards);
    if (!busy && files.every((file) => known.includes(file))) {
      await page.waitForTimeout(1_000);
      return;
    }
    await page.waitForTimeout(200);
  }
  throw new Error("the papers were not stored in time");
}

async function knownShards() {
  const wait = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
  const database = await wait(indexedDB.open("offprint"));
  if (!database.objectStoreNames.contains("feeds")) return [];
  const bytes = await wait(database.transaction("feeds").objectStore("feeds").get("built-in"));
  database.close();
  return bytes ? JSON.parse(new TextDecoder().decode(bytes)).shards : [];
}

/** The measures that ran during a task, or else the nearest one. */
function nearest({ start, duration }, measures) {
  const overlapping = measures.filter((measure) => measure.start < start + duration && start < measure.start + measure.duration);
  if (overlapping.length > 0) return [...new Set(overlapping.map(({ stage }) => stage))].join("+");
  const gap = (measure) => Math.max(measure.start - start - duration, start - measure.start - measure.duration);
  const close = measures.toSorted((one, other) => gap(one) - gap(other))[0];
  return close ? `${Math.round(gap(close))} ms ${close.start > start ? "before" : "after"} ${close.stage}` : "nothing measured";
}

/** Types into the search box of the list of all papers, slowly enough that each key stands alone. */
async function keystrokes(page, url, papers) {
  await page.goto(`${url}?window=all`);
  const words = papers.toLocaleString("en");
  await page.waitForFunction((words) => document.querySelector("main#papers .count")?.textContent.startsWith(words), words, { timeout: PATIENCE });
  await page.waitForTimeout(2_000);
  await page.locator("#search").focus();
  await page.evaluate(() => {
    globalThis.typed = [];
    document.querySelector("#search").addEventListener("keydown", ({ key, timeStamp }) => {
      const one = { key, at: timeStamp, next: null };
      globalThis.typed.push(one);
      // A task that follows the frame comes after its paint.
      requestAnimationFrame(() => setTimeout(() => (one.next = performance.now() - timeStamp)));
    }, { capture: true });
  });
  for (const key of TYPED) {
    await page.keyboard.press(key === " " ? "Space" : key);
    await page.waitForTimeout(600);
  }
  const { typed, measures, events, long } = await page.evaluate(() => ({
    typed: globalThis.typed,
    events: globalThis.measured.events,
    long: globalThis.measured.long,
    measures: performance.getEntriesByType("measure").map(({ name, startTime, duration }) => ({ stage: name.slice(9), start: startTime, end: startTime + duration, duration })),
  }));
  const rows = typed.map(({ key, at, next }) => {
    const until = at + 600;
    const list = measures.filter(({ stage, start }) => stage === "render" && start > at && start < until).map(({ end }) => end - at);
    const search = measures.filter(({ stage, start }) => stage === "search" && start > at && start < until).map(({ duration }) => duration);
    const event = events.filter(({ name, start, interactionId }) => interactionId && /^key|^input/.test(name) && Math.abs(start - at) < 5).map(({ duration }) => duration);
    return { key, next, event: Math.max(0, ...event), list: Math.max(0, ...list) || null, search: Math.max(0, ...search) || null };
  });
  const found = await page.locator("main#papers .count").textContent();
  const of = (column) => rows.map((row) => row[column]).filter((value) => value !== null);
  const spread = (column) => ({ p50: middle(of(column)), max: Math.max(0, ...of(column)) });
  return { typed: TYPED, found, next: spread("next"), event: spread("event"), list: spread("list"), search: spread("search"), rows, long: long.filter(({ start }) => start > typed[0].at).map((task) => ({ ...task, during: nearest(task, measures) })) };
}

// ---- sizes, sums and tables

async function sizesOf(root, asked) {
  const rows = [];
  for (const path of new Set(asked.map((path) => path || "index.html"))) {
    const bytes = await readFile(join(root, decodeURIComponent(path))).catch(() => null);
    if (!bytes) continue;
    // The strongest brotli takes a minute for the months of a large archive.
    const quality = path.startsWith("feed/") ? 9 : 11;
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;
    rows.push({ file: path.replace(/-[0-9a-f]{16}\./, "."), raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli });
  }
  // A large archive has many months; one line is enough for them.
  const isMonth = ({ file }) => /^feed\/(\d|undated)/.test(file);
  const months = rows.filter(isMonth);
  const sum = (rows, file) => ({ file, raw: total(rows, "raw"), gzip: total(rows, "gzip"), brotli: total(rows, "brotli") });
  const own = rows.filter((row) => !isMonth(row));
  return [...own.sort((one, other) => other.raw - one.raw), sum(months, `feed/ months (${months.length})`), sum(rows, "together")];
}

function total(rows, column) {
  return rows.reduce((sum, row) => sum + row[column], 0);
}

function middle(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted.length === 0 ? null : sorted[Math.floor(sorted.length / 2)];
}

function summary(visits) {
  const of = (name) => visits.map((visit) => visit[name]);
  const long = visits.flatMap((visit, run) => visit.long.map((task) => ({ run, ...task })));
  return {
    rendered: middle(of("rendered")),
    painted: middle(of("painted")),
    stored: middle(of("stored")),
    settled: middle(of("settled")),
    spent: Object.fromEntries(STAGES.map((stage) => [stage, middle(visits.map(({ spent }) => spent[stage]))])),
    counts: visits.at(-1).counts,
    longTasks: { perVisit: middle(visits.map(({ long }) => long.length)), longest: Math.max(0, ...long.map(({ duration }) => duration)), all: long },
    longBefore: { perVisit: middle(visits.map(({ before }) => before.length)), longest: Math.max(0, ...visits.flatMap(({ before }) => before.map(({ duration }) => duration))) },
    all: visits.map(({ rendered, painted, stored, settled }) => ({ rendered, painted, stored, settled })),
  };
}

function print({ sizes, cold, warm, memory, keys }) {
  const ms = (value) => (value === null || value === undefined ? "–" : Math.round(value).toLocaleString("en"));
  const mb = (value) => (value === null || value === undefined ? "–" : (value / 1e6).toFixed(1));
  table(["first visit, bytes", "raw", "gzip", "brotli"], sizes.map(({ file, raw, gzip, brotli }) => [file, ...[raw, gzip, brotli].map((count) => count.toLocaleString("en"))]));
  const row = (name, get) => [name, ms(get(cold)), ms(get(warm))];
  table(["ms since navigation, median", "cold", "warm"], [
    row("first list rendered", ({ rendered }) => rendered),
    row("first list painted", ({ painted }) => painted),
    row("all papers stored", ({ stored }) => stored || null),
    row("nothing left to do", ({ settled }) => settled),
    ...STAGES.map((stage) => row(`spent in offprint:${stage}`, ({ spent }) => spent[stage])),
    ...STAGES.map((stage) => row(`count of offprint:${stage}`, ({ counts }) => counts[stage])),
    row("long tasks until the paint", ({ longBefore }) => longBefore.perVisit),
    row("  the longest of all runs", ({ longBefore }) => longBefore.longest),
    row("long tasks after the paint", ({ longTasks }) => longTasks.perVisit),
    row("  the longest of all runs", ({ longTasks }) => longTasks.longest),
  ]);
  const long = [cold, warm].flatMap((visits, kind) => visits.longTasks.all.map((task) => ({ kind: kind ? "warm" : "cold", ...task })));
  long.sort((one, other) => other.duration - one.duration);
  if (long.length > 0) table(["long tasks, longest first", "at ms", "ms", "during"], long.slice(0, 12).map(({ kind, run, start, duration, during }) => [`${kind} ${run + 1}`, ms(start), ms(duration), during]));
  table(["memory after the second visit", "MB"], [
    ["page's JavaScript heap", mb(memory.heap)],
    ["page and worker as the browser measures", mb(memory.measured)],
    ...Object.entries(memory.parts).sort((one, other) => other[1] - one[1]).map(([name, bytes]) => [`  ${name}`, mb(bytes)]),
    ["WebAssembly memory of the page", mb(memory.wasmPage)],
    ["WebAssembly memory of the worker", mb(memory.wasmWorker)],
    ["renderer process, resident", mb(memory.renderer)],
  ]);
  table([`typing “${keys.typed}”, ms`, "p50", "max"], [
    ["key to next paint", ms(keys.next.p50), ms(keys.next.max)],
    ["the same by Event Timing (0: under 16)", ms(keys.event.p50), ms(keys.event.max)],
    ["key to the new list", ms(keys.list.p50), ms(keys.list.max)],
    ["of that, search in the worker", ms(keys.search.p50), ms(keys.search.max)],
  ]);
  console.log(`found: ${keys.found}; long tasks while typing: ${keys.long.length}`);
}

function table(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => String(row[at]).length)));
  const line = (row) => row.map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at]) : String(cell).padStart(widths[at]))).join("  ");
  console.log(["", line(head), ...rows.map(line)].join("\n"));
}
