import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { serve } from "../../scripts/site.mjs";
import { ARGS, browserPath, DIST, markOnDisk, onDisk, rowOf, rowsShown, settled } from "./support.mjs";

// A site and a profile, and a way to start a browser on it again and again.
async function lasting(t) {
  const site = await serve({ root: DIST });
  const profile = await mkdtemp(join(tmpdir(), "offprint-profile-"));
  t.after(async () => {
    await site.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  });
  const start = async () => {
    const context = await chromium.launchPersistentContext(profile, { executablePath: browserPath(), headless: true, args: ARGS });
    t.after(() => context.close().catch(() => {}));
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(site.url);
    await settled(page);
    return { context, page };
  };
  return { start, url: site.url };
}

// The browser's word for it that the renderer is gone; the command itself is never answered.
async function crash(context, page) {
  const gone = page.waitForEvent("crash");
  const session = await context.newCDPSession(page);
  session.send("Page.crash").catch(() => {});
  await gone;
}

const starsShown = (page) => page.locator('.rows [data-act="star"][aria-pressed="true"]').evaluateAll((stars) => stars.map((star) => star.closest("article").dataset.paper).sort());
const starsOnDisk = async (page) => {
  const marks = Object.entries(await onDisk(page, "marks"));
  return marks.filter(([, mark]) => mark.set.star?.is).map(([id]) => id).sort();
};

test("a tab that crashes right after a star keeps it", async (t) => {
  const { start, url } = await lasting(t);
  const { context, page } = await start();
  const ids = (await rowsShown(page)).slice(0, 3);
  for (const id of ids) {
    await rowOf(page, id).locator('[data-act="star"]').click();
    await rowOf(page, id).locator('[data-act="star"][aria-pressed="true"]').waitFor();
    await markOnDisk(page, id, (mark) => mark.star?.is);
  }
  const shown = await starsShown(page);
  assert.deepEqual(shown, [...ids].sort());
  await crash(context, page);

  const again = await context.newPage();
  await again.goto(url);
  await settled(again);
  assert.deepEqual(await starsShown(again), shown);
  assert.deepEqual(await starsOnDisk(again), shown);
});

test("stars put in one burst are all there after the browser was closed under them", async (t) => {
  const { start } = await lasting(t);
  const first = await start();
  const ids = (await rowsShown(first.page)).slice(0, 12);
  await first.page.evaluate((ids) => ids.forEach((id) => document.querySelector(`article[data-paper="${id}"] [data-act="star"]`).click()), ids);
  for (const id of ids) await markOnDisk(first.page, id, (mark) => mark.star?.is);
  await first.context.close();

  const { page } = await start();
  assert.deepEqual(await starsShown(page), [...ids].sort());
  assert.deepEqual(await starsOnDisk(page), [...ids].sort());
});

test("a star that is shown is on disk in the same second, or the reader is told", async (t) => {
  const { start } = await lasting(t);
  const { page } = await start();
  const [id] = await rowsShown(page);
  await rowOf(page, id).locator('[data-act="star"]').click();
  const begun = Date.now();
  await markOnDisk(page, id, (mark) => mark.star?.is);
  assert.ok(Date.now() - begun < 1_000, `it took ${Date.now() - begun} ms`);
});
