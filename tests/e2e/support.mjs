// What the browser tests share: the built site on a server, and a browser with a fresh profile.

import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../scripts/site.mjs";

/** The built site; OFFPRINT_DIST names another folder than `dist`, so that a build may go on meanwhile. */
export const DIST = process.env.OFFPRINT_DIST ?? fileURLToPath(new URL("../../dist/", import.meta.url));

/** What every browser here is started with. */
export const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The system's Chromium: CHROMIUM, what is on PATH, or where systems put it. */
export function browserPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"];
  const fixed = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];
  const path = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...fixed].find(existsSync);
  if (!path) throw new Error("No Chromium found. Install it (Debian: apt install chromium) or set CHROMIUM to its path.");
  return path;
}

/** A browser with an empty profile. `options` are Playwright's for a context. */
export async function launch(options = {}) {
  const profile = await mkdtemp(join(tmpdir(), "offprint-profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath(),
    headless: true,
    args: ARGS,
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  return { context, close };
}

/**
 * The built site and a browser, both ended with the test `t`.
 * `root` serves another folder, `base` puts the site under a path, `browser` goes to `launch`.
 */
export async function open(t, { root = DIST, base = "/", headers = {}, browser = {} } = {}) {
  const site = await serve({ root, base, headers });
  const { context, close } = await launch(browser);
  let running = true;
  const stopServer = async () => {
    if (running) await site.close();
    running = false;
  };
  t.after(async () => {
    await close();
    await stopServer();
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return { url: site.url, context, page, stopServer, complaints: complaints(page) };
}

/** Everything the page complains of, filled as it happens: console errors, exceptions, refused requests. */
export function complaints(page) {
  const heard = [];
  page.on("console", (message) => {
    if (message.type() === "error") heard.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => heard.push(`exception: ${error.message}`));
  return heard;
}

/** Waits until the paper list is on the screen. */
export async function papersShown(page) {
  await page.locator("main#papers article").first().waitFor();
}

/** Waits until this build's service worker serves the page. */
export async function keptOffline(page) {
  const kept = await page.evaluate(async () => {
    // A failed install would leave `serviceWorker.ready` waiting for ever.
    for (let round = 0; round < 300; round += 1) {
      const registration = await navigator.serviceWorker.getRegistration();
      if (registration?.active?.state === "activated") return true;
      await new Promise((done) => setTimeout(done, 50));
    }
    return false;
  });
  if (!kept) throw new Error("no service worker took charge within 15 seconds");
}

/** A copy of the built site that the test `t` may change. */
export async function copyOfSite(t) {
  const folder = await mkdtemp(join(tmpdir(), "offprint-site-"));
  await cp(DIST, folder, { recursive: true });
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * One site and one browser for all tests of a file. The returned function opens a page at a query string, in a profile that
 * ends with the test `t`. `arrange` prepares the context, given it and the site's origin, before the page opens; the other options are Playwright's.
 */
export async function shared() {
  const site = await serve({ root: DIST });
  const browser = await chromium.launch({ executablePath: browserPath(), headless: true, args: ARGS });
  after(async () => {
    await browser.close();
    await site.close();
  });
  return async function visit(t, query = "", { arrange, ...options } = {}) {
    const context = await browser.newContext({ serviceWorkers: "block", ...options });
    t.after(() => context.close());
    context.setDefaultTimeout(10_000);
    await arrange?.(context, new URL(site.url).origin);
    const page = await context.newPage();
    const heard = complaints(page);
    await page.goto(site.url + query);
    return { url: site.url, context, page, complaints: heard };
  };
}

/** Waits until the list has its answer, the rows around the screen are there, and nothing more is being fetched. */
export async function settled(page) {
  await page.locator('main#papers[aria-busy="false"] .rows[aria-busy="false"]').waitFor({ state: "attached" });
  await page.waitForFunction(() => !document.querySelector(".busy p"));
}

/** Opens the site as it is to a reader who was last there in July 2025, with what came since unfolded. */
export async function afterAbsence(page, url) {
  // Before the page begins: one that is still loading notes its own visit.
  await page.addInitScript(() => localStorage.setItem("offprint:visit", " 2025-07-28 1753700000000"));
  await page.goto(url);
  await page.locator("section.away summary").click();
  await page.locator("section.away ol a").first().waitFor();
}

/** Ids of the rows in the page, in their order. */
export function rowsShown(page) {
  return page.locator("main#papers .rows article").evaluateAll((rows) => rows.map((row) => row.dataset.paper));
}

/** Ids of the whole list. A long one, of which only a part is in the page, is scrolled through and back to its beginning. */
export async function allRows(page) {
  await settled(page);
  return page.evaluate(async () => {
    const rows = () => [...document.querySelectorAll("main#papers .rows article")];
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const end = performance.now() + 10_000;
    for (let ids = []; ; await frame()) {
      const total = rows()[0]?.ariaSetSize ?? 0;
      for (const row of rows()) ids[row.ariaPosInSet - 1] = row.dataset.paper;
      const missing = ids.findIndex((id) => id === undefined);
      const there = missing < 0 ? ids.length : missing;
      if (there >= total) {
        if (rows().length < total) scrollTo(0, 0);
        return ids.slice(0, total);
      }
      if (performance.now() > end) throw new Error(`only ${there} of ${total} rows came`);
      // A list that changed meanwhile may have lost the row before the gap.
      const last = rows().find((row) => Number(row.ariaPosInSet) === there);
      if (last) last.scrollIntoView();
      else if (there === 0) scrollTo(0, 0);
      else ids = [];
    }
  });
}

/** Scrolls until the row of a paper is in the page, for one that is far from what was seen last. */
export async function bring(page, id) {
  await settled(page);
  const found = await page.evaluate(async (id) => {
    const row = () => document.querySelector(`main#papers .rows article[data-paper="${id}"]`);
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const busy = () => document.querySelector("main#papers .rows").ariaBusy === "true";
    if (!row()) scrollTo(0, 0);
    for (let top = -1; !row() && top !== scrollY; ) {
      top = scrollY;
      do await frame();
      while (busy());
      if (!row()) scrollBy(0, innerHeight);
    }
    row()?.scrollIntoView({ block: "center" });
    return Boolean(row());
  }, id);
  if (!found) throw new Error(`the list has no row ${id}`);
}

/** Asks again until the answer is as `wanted`, and gives it; throws with the last answer after `limit` milliseconds. */
export async function until(ask, wanted, what, limit = 5_000) {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}; the last was ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** Waits until the whole list is that of `ids`, in that order. */
export async function listIs(page, ids, what = "the list") {
  const wanted = JSON.stringify(ids);
  await until(() => allRows(page), (rows) => JSON.stringify(rows) === wanted, `${what} to be ${wanted}`);
}

/** The row of a paper. */
export function rowOf(page, id) {
  return page.locator(`main#papers .rows article[data-paper="${id}"]`);
}

/** A store of the reader's database as it is on disk: key → record, or the bytes as text where it is no JSON. */
export function onDisk(page, store) {
  return page.evaluate(async (store) => {
    const asked = (request) =>
      new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await asked(indexedDB.open("offprint"));
    try {
      const records = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([asked(records.getAllKeys()), asked(records.getAll())]);
      const read = (bytes) => {
        if (!(bytes instanceof Uint8Array)) return bytes;
        const text = new TextDecoder().decode(bytes);
        try {
          return JSON.parse(text);
        } catch {
          return text;
        }
      };
      return Object.fromEntries(keys.map((key, at) => [key, read(values[at])]));
    } finally {
      database.close();
    }
  }, store);
}

/** Waits until what is set of a paper on disk is as `wanted`. */
export function markOnDisk(page, id, wanted, what = "the mark on disk") {
  return until(async () => (await onDisk(page, "marks"))[id]?.set, (mark) => mark !== undefined && wanted(mark), `${what} of ${id}`);
}

/** Waits until a setting on disk is that. */
export function settingOnDisk(page, name, value) {
  return until(async () => (await onDisk(page, "things"))[`setting:${name}`]?.set.is.is, (now) => now === value, `the setting ${name} on disk`);
}

/** A server for feeds, as other hosts are: path → object or text, open to every site. */
export async function feedServer(t, feeds) {
  const server = createServer((request, response) => {
    const feed = feeds[new URL(request.url, "http://localhost").pathname];
    response.writeHead(feed === undefined ? 404 : 200, { "Access-Control-Allow-Origin": "*", "Content-Type": "application/feed+json" });
    response.end(typeof feed === "string" ? feed : JSON.stringify(feed ?? {}));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
