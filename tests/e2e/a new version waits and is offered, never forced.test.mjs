import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { copyOfSite, keptOffline, open, papersShown } from "./support.mjs";

// Does what a new deployment does: another page, and a service worker with another name and list.
async function deployAnother(folder) {
  const index = join(folder, "index.html");
  const html = (await readFile(index, "utf8")).replace('<html lang="en"', '<html lang="en" data-second="yes"');
  await writeFile(index, html);
  const integrity = `sha256-${createHash("sha256").update(html).digest("base64")}`;
  const file = join(folder, "sw.js");
  const worker = await readFile(file, "utf8");
  const changed = worker
    .replace(/const BUILD = "[0-9a-f]+"/, 'const BUILD = "0123456789abcdef"')
    .replace(/("\.\/",\s*)"sha256-[^"]+"/, `$1"${integrity}"`);
  assert.notEqual(changed, worker);
  await writeFile(file, changed);
}

const isSecond = (page) => page.evaluate(() => document.documentElement.dataset.second === "yes");

test("a new version waits until the reader takes it", async (t) => {
  const root = await copyOfSite(t);
  const { page, url, complaints } = await open(t, { root });
  await page.goto(url);
  await papersShown(page);
  await keptOffline(page);
  assert.equal(await page.locator("[data-update]").count(), 0, "a first visit offers nothing");

  await deployAnother(root);
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await page.locator("[data-update]").waitFor();

  // Nothing is forced: the first version stays, even over a reload.
  assert.equal(await isSecond(page), false);
  await page.reload();
  await papersShown(page);
  assert.equal(await isSecond(page), false);

  let loads = 0;
  page.on("load", () => (loads += 1));
  await page.locator("[data-update]").click();
  await page.waitForFunction(() => document.documentElement.dataset.second === "yes");
  await papersShown(page);
  await page.waitForTimeout(500);
  assert.equal(loads, 1, "one reload, no loop");
  assert.equal(await page.locator("[data-update]").count(), 0);
  const kept = await page.evaluate(() => caches.keys());
  assert.equal(kept.filter((name) => name.startsWith("offprint-")).length, 1, `the first version's files are gone: ${kept}`);
  assert.deepEqual(complaints, []);
});
