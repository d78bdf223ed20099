import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { madeFeed } from "./oracle.mjs";
import { DIST, feedServer, listIs, markOnDisk, onDisk, rowOf, rowsShown, settled, shared } from "./support.mjs";

const visit = await shared();
const worker = await readFile(join(DIST, (await readdir(DIST)).find((name) => /^worker-.*\.js$/.test(name))), "utf8");

// Runs `patch` before anything else in the page, in the worker, or in both.
const breaking = (patch, where = ["page", "worker"]) => async (context) => {
  if (where.includes("page")) await context.addInitScript(patch);
  if (!where.includes("worker")) return;
  await context.route(/\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${patch})();\n${worker}` });
  });
};

const trouble = (page, words) => page.locator('[data-notice="trouble"]', { hasText: words }).first();
const star = (page, id, on) => rowOf(page, id).locator(`[data-act="star"][aria-pressed="${on}"]`);

// The acts of a reader, wherever they are kept.
async function goesOn(page) {
  await settled(page);
  const ids = await rowsShown(page);
  assert.ok(ids.length > 4);
  await star(page, ids[0], false).click();
  await star(page, ids[0], true).waitFor();
  await star(page, ids[1], false).click();
  await star(page, ids[1], true).waitFor();
  await rowOf(page, ids[2]).locator('[data-act="dismiss"]').click();
  await rowOf(page, ids[2]).waitFor({ state: "detached" });
  await rowOf(page, ids[3]).locator("h3 a").click();
  await page.locator(`section#paper[data-open="${ids[3]}"] h2`).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("button.chip", { hasText: "Starred" }).click();
  await listIs(page, [ids[0], ids[1]]);
  await star(page, ids[0], true).click();
  await listIs(page, [ids[1]]);
}

const missing = {
  "a browser without IndexedDB": () => Object.defineProperty(globalThis, "indexedDB", { value: undefined, configurable: true }),
  "IndexedDB that throws": () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
  },
  "IndexedDB that refuses": () => {
    // The request fails by its error event, as in some private windows.
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name) {
      const request = open.call(this, name, 99);
      request.addEventListener("upgradeneeded", (event) => {
        event.stopImmediatePropagation();
        event.target.transaction.abort();
      });
      return request;
    };
  },
};

for (const [what, patch] of Object.entries(missing)) {
  test(`${what}: the notice says that stars last as long as the page, and they do`, async (t) => {
    const { page } = await visit(t, "", { arrange: breaking(patch) });
    await trouble(page, "Stars and history are kept only until this page closes").waitFor();
    await trouble(page, "Papers are kept only until this page closes").waitFor();
    await goesOn(page);
    assert.equal(await page.locator("[data-notice=crash]").count(), 0);
    await page.locator("nav a", { hasText: "Library" }).click();
    await page.locator("main#library .lead", { hasText: "kept only until this page closes" }).waitFor();
    await page.locator("nav a", { hasText: "History" }).click();
    await page.locator("main#history li", { hasText: "starred" }).first().waitFor();
  });
}

const full = () => {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };
};

test("a full disk is told at the act that it swallows, in the same second", async (t) => {
  const { page } = await visit(t, "", { arrange: breaking(full, ["page"]) });
  await settled(page);
  const [id] = await rowsShown(page);
  await star(page, id, false).click();
  await trouble(page, /could not be saved.*no room/i).waitFor({ timeout: 1_000 });
  assert.equal(id in (await onDisk(page, "marks")), false, "the notice is true");
  await star(page, id, true).click();
  await goesOn(page);
});

test("papers that a full disk does not take are shown, and the reader is told", async (t) => {
  const feed = `${await feedServer(t, { "/feed.json": madeFeed(20) })}/feed.json`;
  const { page } = await visit(t, `?window=all&feed=${encodeURIComponent(feed)}`, { arrange: breaking(full, ["worker"]) });
  await trouble(page, /no room/i).waitFor();
  await page.locator(".count", { hasText: "92 papers" }).waitFor();
});

test("a commit that fails after its writes went through is told too", async (t) => {
  const abort = () => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...values) {
      const request = put.apply(this, values);
      if (this.name === "marks") request.addEventListener("success", () => this.transaction.abort());
      return request;
    };
  };
  const { page } = await visit(t, "", { arrange: breaking(abort, ["page"]) });
  await settled(page);
  const [id] = await rowsShown(page);
  await star(page, id, false).click();
  await trouble(page, /could not be saved/i).waitFor({ timeout: 2_000 });
  assert.equal(id in (await onDisk(page, "marks")), false);
});

// Writes records as no version of the page would.
const spoil = (page, records) =>
  page.evaluate(
    (records) =>
      new Promise((done, failed) => {
        indexedDB.open("offprint").onsuccess = ({ target: { result: database } }) => {
          const transaction = database.transaction("marks", "readwrite");
          for (const [key, value] of records) transaction.objectStore("marks").put(value === null ? 7 : new TextEncoder().encode(value), key);
          transaction.oncomplete = () => {
            database.close();
            done();
          };
          transaction.onerror = () => failed(transaction.error);
        };
      }),
    records,
  );

test("damaged marks are reported and left as they are, the others load, and a backup has the bytes of all", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const ids = await rowsShown(page);
  await star(page, ids[0], false).click();
  await rowOf(page, ids[1]).locator('[data-act="dismiss"]').click();
  await markOnDisk(page, ids[0], (mark) => mark.star?.is);
  await markOnDisk(page, ids[1], (mark) => mark.dismissed?.is);
  const damaged = [[ids[4], "{not json"], [ids[5], null], ["no paper at all", '{"v":1,"star":{"on":true,"at":1}}'], [ids[6], '{"v":99,"star":{"on":true,"at":1}}'], [ids[7], ""]];
  await spoil(page, damaged);
  const before = await onDisk(page, "marks");
  await page.reload();
  await settled(page);
  for (const [key, value] of damaged) await trouble(page, value?.includes('"v":99') ? "newer version" : `"${key}"`).waitFor();
  await star(page, ids[0], true).waitFor();
  assert.equal(await rowOf(page, ids[1]).count(), 0);
  assert.equal(await star(page, ids[4], false).count(), 1);
  assert.deepEqual(await onDisk(page, "marks"), before);

  await page.locator("nav a", { hasText: "Library" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "Write a backup" }).click()]);
  const backup = JSON.parse(gunzipSync(await readFile(await download.path())));
  assert.deepEqual(backup.damaged, { [`marks/${ids[4]}`]: "{not json", [`marks/${ids[5]}`]: "", [`marks/${ids[7]}`]: "" });
  assert.deepEqual(backup.marks, Object.fromEntries(Object.entries(before).filter(([, mark]) => mark?.v)));
});

// From now on nothing can be read from that store of the page's, as where its files are damaged.
const unreadable = (page, store) =>
  page.addInitScript((store) => {
    for (const name of ["get", "getAll", "getAllKeys", "openCursor", "count"]) {
      const real = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...values) {
        if (this.name === store) throw new DOMException("Failed to read large IndexedDB value", "DataError");
        return real.apply(this, values);
      };
    }
  }, store);

for (const [store, words, told] of [
  ["marks", "Your stars, tags, notes and other remarks on papers could not be read. What the journal tells of them is shown.", 1],
  ["things", "Your collections, searches, mutes and settings could not be read. What the journal tells of them is shown.", 1],
  ["history", "The journal of what you did could not be read.", 1],
]) {
  test(`where the store of ${store} cannot be read the rest is shown, that is told, and a backup has all of it`, async (t) => {
    const { page, url } = await visit(t);
    await settled(page);
    const ids = await rowsShown(page);
    await star(page, ids[0], false).click();
    await markOnDisk(page, ids[0], (mark) => mark.star?.is);
    await page.goto(`${url}?page=library`);
    await page.locator("#new-collection").fill("Thesis");
    await page.locator("#new-collection").press("Enter");
    await page.locator("main#library .things a", { hasText: "Thesis" }).waitFor();
    const before = { marks: await onDisk(page, "marks"), things: await onDisk(page, "things"), history: await onDisk(page, "history") };
    await unreadable(page, store);
    await page.goto(url);
    await settled(page);
    await trouble(page, words).waitFor();
    assert.equal(await page.locator('[data-notice="trouble"]', { hasText: words }).count(), told);
    assert.equal(await page.locator("[data-notice]", { hasText: "is gone" }).count(), 0, "nothing is lost");
    await star(page, ids[0], true).waitFor();
    // An act that cannot be stored is told, and is in the backup.
    await star(page, ids[1], false).click();
    if (store === "things") await markOnDisk(page, ids[1], (mark) => mark.star?.is);
    else await trouble(page, /could not be saved/i).waitFor();
    await page.locator("nav a", { hasText: "Library" }).click();
    await page.locator("main#library .things a", { hasText: "Thesis" }).waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "Write a backup" }).click()]);
    const backup = JSON.parse(gunzipSync(await readFile(await download.path())));
    assert.ok(backup.marks[ids[0]].set.star.is && backup.marks[ids[1]].set.star.is);
    assert.deepEqual(backup.things, before.things);
    for (const [key, entry] of Object.entries(store === "history" ? {} : before.history)) assert.deepEqual(backup.history[key]?.touched, entry.touched, key);
    await trouble(page, "Of what could not be read the backup has what this page knows.").waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem("offprint:backup")), null, "it does not count as a whole one");
  });
}
