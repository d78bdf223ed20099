import assert from "node:assert/strict";
import { test } from "node:test";
import { markOnDisk, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();
const star = (page, id, on) => rowOf(page, id).locator(`[data-act="star"][aria-pressed="${on}"]`);
const owed = (page) => page.locator("[data-pay]");

/** A page whose site has used up all that the browser grants it; `limit` grants it more. */
async function full(t) {
  let limit;
  // From the very beginning, as the browser goes by what it last knew to be left.
  const arrange = async (context, origin) => {
    const session = await context.newCDPSession(await context.newPage());
    limit = (origin, quotaSize) => session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize });
    await limit(origin, 8_000_000);
  };
  const { page, url } = await visit(t, "", { arrange });
  await settled(page);
  await page.evaluate(fill);
  return { page, limit: () => limit(new URL(url).origin, 100_000_000) };
}

/** Runs in the page: fills the store until not even a small record has room. */
async function fill() {
  const asked = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
  const request = indexedDB.open("filler");
  request.onupgradeneeded = () => request.result.createObjectStore("bytes", { autoIncrement: true });
  const database = await asked(request);
  const put = (size) =>
    new Promise((done) => {
      // Bytes by chance, as others are pressed together.
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 50_000) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 50_000)));
      const transaction = database.transaction("bytes", "readwrite");
      transaction.oncomplete = () => done(true);
      transaction.onabort = () => done(false);
      transaction.objectStore("bytes").put(bytes);
    });
  for (const size of [1_000_000, 100_000, 10_000, 1_000, 100]) while (await put(size));
  database.close();
}

test("a full disk is told at the act, which is kept owed and saved by a press of the button once there is room", async (t) => {
  const { page, limit } = await full(t);
  const ids = (await rowsShown(page)).slice(0, 3);
  for (const id of ids) {
    await star(page, id, false).click();
    await star(page, id, true).waitFor();
  }
  await page.locator('[data-notice="trouble"]', { hasText: /What you did could not be saved.*no room/i }).waitFor({ timeout: 2_000 });
  await until(() => page.locator(".toasts").getAttribute("data-unsaved"), (count) => count === "3", "three acts owed");
  await page.locator(".toast", { hasText: "3 acts not saved" }).waitFor();
  assert.deepEqual(Object.keys(await onDisk(page, "marks")), []);
  await owed(page).click();
  await page.waitForTimeout(300);
  assert.equal(await owed(page).count(), 1, "there still is no room");

  await limit();
  await owed(page).click();
  await owed(page).waitFor({ state: "detached" });
  assert.equal(await page.locator(".toasts").getAttribute("data-unsaved"), "0");
  const entries = Object.values(await onDisk(page, "history"));
  assert.deepEqual(entries.map(({ touched: [{ of }] }) => of), ids.map((id) => `paper:${id}`));
  await page.reload();
  await settled(page);
  for (const id of ids) await star(page, id, true).waitFor();
});

test("what is owed is saved before the next act, and leaving before that is asked about", async (t) => {
  const { page, limit } = await full(t);
  const [one, other] = await rowsShown(page);
  await star(page, one, false).click();
  await owed(page).waitFor();
  const asked = page.waitForEvent("dialog");
  const leaving = page.evaluate(() => location.reload()).catch(() => {});
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  await leaving;
  await limit();
  await star(page, other, false).click();
  await owed(page).waitFor({ state: "detached" });
  await markOnDisk(page, other, (mark) => mark.star?.is);
  const entries = Object.values(await onDisk(page, "history"));
  assert.deepEqual(entries.map(({ touched: [{ of }] }) => of), [one, other].map((id) => `paper:${id}`));
});
