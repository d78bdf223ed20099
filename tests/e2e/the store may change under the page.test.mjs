import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { listIs, markOnDisk, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();
const star = (page, id, on) => rowOf(page, id).locator(`[data-act="star"][aria-pressed="${on}"]`);
const trouble = (page, words) => page.locator('[data-notice="trouble"]', { hasText: words }).first();
const record = (name) => readFile(new URL(`../data/records/v1-${name}.json`, import.meta.url), "utf8");

/** A page of the site in which no app is. */
async function empty(context, url) {
  const page = await context.newPage();
  await page.goto(`${url}manifest.webmanifest`);
  return page;
}

/** Puts a database of the first version in place of what is there. With `hold` its connection stays open in that page and pays no heed. */
const first = (page, records, hold = "") =>
  page.evaluate(
    async ([records, hold]) => {
      const asked = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
      await asked(indexedDB.deleteDatabase("offprint"));
      const request = indexedDB.open("offprint", 1);
      request.onupgradeneeded = () => ["meta", "papers", "marks", "history", "settings", "feeds"].forEach((name) => request.result.createObjectStore(name));
      const database = (globalThis.held = await asked(request));
      for (const [store, key, text] of records) {
        await asked(database.transaction(store, "readwrite").objectStore(store).put(new TextEncoder().encode(text), key));
      }
      if (hold === "obeys") database.onversionchange = () => database.close();
      if (hold === "") database.close();
    },
    [records, hold],
  );

/** Ids of papers of the site, and records of the first version about them. */
async function old(t) {
  const { page, context, url } = await visit(t);
  await settled(page);
  const [starred, plain] = await rowsShown(page);
  await page.close();
  const event = (await record("event")).replaceAll("2309.05239", starred);
  const records = [
    ["marks", starred, await record("mark")],
    ["history", "001700000000500-000007", event],
    ["settings", "settings", await record("settings")],
    ["feeds", "https://example.org/feed.json", await record("feed")],
  ];
  return { context, url, starred, plain, records };
}

test("a database of the first version is taken over with all that is in it, beside a tab that gives way", async (t) => {
  const { context, url, starred, plain, records } = await old(t);
  const holder = await empty(context, url);
  await first(holder, records, "obeys");
  const page = await context.newPage();
  await page.goto(url);
  await settled(page);
  await star(page, starred, true).waitFor();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  for (const [store, key, text] of records) {
    const kept = (await onDisk(page, store))[key];
    if (store === "feeds") assert.equal(kept.title, JSON.parse(text).title);
    else assert.deepEqual(kept, JSON.parse(text), `${store} as it was`);
  }
  // What was set before can be changed, and what stood there is joined to it.
  await star(page, plain, false).click();
  await markOnDisk(page, plain, (mark) => mark.star?.is);
  await star(page, starred, true).click();
  await markOnDisk(page, starred, (mark) => mark.star?.is === false && mark.read?.is === true && mark.opened?.is === true);
  await page.locator("nav a", { hasText: "History" }).click();
  await page.locator("main#history li", { hasText: "opened (undo)" }).first().waitFor();
});

test("a tab of the first version that does not give way is told, and what it holds is there once it is closed", async (t) => {
  const { context, url, starred, plain, records } = await old(t);
  const holder = await empty(context, url);
  await first(holder, records, "ignores");
  const page = await context.newPage();
  await page.goto(url);
  await trouble(page, "close the other tabs").waitFor({ timeout: 15_000 });
  await settled(page);
  await star(page, plain, false).click();
  await star(page, plain, true).waitFor();
  await holder.close();
  await page.reload();
  await settled(page);
  await star(page, starred, true).waitFor();
});

/** A page with two starred papers, the second tagged too. */
async function marked(t) {
  const { page, context, url } = await visit(t);
  await settled(page);
  const ids = (await rowsShown(page)).slice(0, 4);
  for (const id of ids.slice(0, 2)) {
    await star(page, id, false).click();
    await markOnDisk(page, id, (mark) => mark.star?.is);
  }
  await rowOf(page, ids[1]).locator("h3 a").click();
  await page.locator("#tag").fill("later");
  await page.locator("#tag").press("Enter");
  await markOnDisk(page, ids[1], (mark) => mark["tag:later"]?.is);
  await page.locator("section#paper .close").click();
  return { page, context, url, ids };
}

test("a store that is cleared under the page is written anew from memory at the next act, and the reader is told", async (t) => {
  const { page, context, url, ids } = await marked(t);
  const before = await onDisk(page, "marks");
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: new URL(url).origin, storageTypes: "indexeddb" });
  await star(page, ids[2], false).click();
  await trouble(page, "The storage was cleared while this page was open. Remarks on 2 papers").waitFor();
  const after = await onDisk(page, "marks");
  assert.deepEqual(ids.slice(0, 2).map((id) => after[id]), ids.slice(0, 2).map((id) => before[id]));
  assert.equal(after[ids[2]].set.star.is, true);
  // The journal tells all of it once more, and what could be taken back still can.
  const told = Object.values(await onDisk(page, "history")).flatMap(({ touched }) => touched.map(({ of, field }) => `${of} ${field}`));
  assert.ok(told.includes(`paper:${ids[1]} tag:later`));
  await page.reload();
  await settled(page);
  for (const id of ids.slice(0, 3)) await star(page, id, true).waitFor();
  for (const id of [ids[2], ids[1]]) {
    await page.keyboard.press("u");
    await until(() => onDisk(page, "marks"), (marks) => (id === ids[2] ? !marks[id].set.star.is : !marks[id].set["tag:later"].is), `undo of ${id}`);
  }
  await star(page, ids[1], true).waitFor();
});

/** Makes of the database one of a later version, which has one store more and lacks one. */
const later = (page) =>
  page.evaluate(
    () =>
      new Promise((done, failed) => {
        const request = indexedDB.open("offprint", 9);
        request.onupgradeneeded = () => {
          request.result.createObjectStore("shelves");
          request.result.deleteObjectStore("settings");
        };
        request.onsuccess = () => done(request.result.close());
        request.onerror = () => failed(request.error);
      }),
  );

test("a database of a later version is shown and not changed, and both is said", async (t) => {
  const { page, context, url, ids } = await marked(t);
  const before = await onDisk(page, "marks");
  await later(await empty(context, url));

  // The page that was open when the other came.
  await star(page, ids[2], false).click();
  await trouble(page, /could not be saved.*newer version/).waitFor();
  assert.deepEqual(await onDisk(page, "marks"), before);

  // One that is opened now.
  const next = await context.newPage();
  await next.goto(url);
  await settled(next);
  await trouble(next, /What you do now is kept only until this page closes.*newer version.*format 9/).waitFor();
  await star(next, ids[0], true).waitFor();
  await rowOf(next, ids[1]).locator(".tag", { hasText: "later" }).waitFor();
  await next.locator("button.chip", { hasText: "Starred" }).click();
  await listIs(next, [ids[0], ids[1]]);
  await star(next, ids[0], true).click();
  await listIs(next, [ids[1]]);
  await trouble(next, /could not be saved.*newer version/).waitFor();
  await next.locator("nav a", { hasText: "History" }).click();
  await next.locator("main#history li", { hasText: "tagged" }).waitFor();
  assert.deepEqual(await onDisk(next, "marks"), before);
});

test("a clock that is set back does not bring back what was changed, nor change the order of acts", async (t) => {
  const arrange = (context) =>
    context.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() - Number(localStorage.getItem("back") ?? 0);
    });
  const { page } = await visit(t, "?window=all", { arrange });
  await settled(page);
  const [one, other] = await rowsShown(page);
  await star(page, one, false).click();
  await markOnDisk(page, one, (mark) => mark.star?.is);
  await page.evaluate(() => localStorage.setItem("back", 400 * 86_400_000));
  await star(page, one, true).click();
  await markOnDisk(page, one, (mark) => mark.star?.is === false);
  await star(page, other, false).click();
  await markOnDisk(page, other, (mark) => mark.star?.is);
  await page.reload();
  await settled(page);
  await star(page, one, false).waitFor();
  await star(page, other, true).click();
  await markOnDisk(page, other, (mark) => mark.star?.is === false);
  const entries = Object.entries(await onDisk(page, "history"));
  const told = entries.map(([, { touched: [{ of, is }] }]) => `${of.slice(6)} ${is}`);
  assert.deepEqual(told, [`${one} true`, `${one} false`, `${other} true`, `${other} false`]);
  await page.keyboard.press("u");
  await star(page, other, true).waitFor();
  await page.keyboard.press("u");
  await star(page, other, false).waitFor();
});
