import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { listIs, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

/** A collection of the first papers of the list, opened; gives their ids in its order. */
async function collected(page, url, count) {
  await page.goto(`${url}?page=library`);
  await page.locator("#new-collection").fill("Thesis");
  await page.locator("#new-collection").press("Enter");
  await until(async () => Object.keys(await onDisk(page, "things")).length, (held) => held === 1, "the collection");
  await page.goto(`${url}?window=all`);
  await settled(page);
  const ids = (await rowsShown(page)).slice(0, count);
  await rowOf(page, ids[0]).focus();
  await page.keyboard.press("x");
  await rowOf(page, ids.at(-1)).locator('input[aria-label="Select"]').click({ modifiers: ["Shift"] });
  await page.locator(".all summary", { hasText: `Export or mark ${count} papers selected` }).click();
  await page.locator("#collect-all").selectOption({ label: "Thesis" });
  await page.locator("button", { hasText: "Add all" }).click();
  await until(async () => Object.keys(await onDisk(page, "marks")).length, (held) => held === count, "the papers in it");
  await page.goto(`${url}?window=all&q=in:%22Thesis%22`);
  await listIs(page, ids);
  return ids;
}

const focused = (page) => page.evaluate(() => document.activeElement.closest("article")?.dataset.paper);

test("papers of a collection are moved by key and by pointer, keep the focus, and stay so", async (t) => {
  const { page, url, complaints } = await visit(t);
  const [a, b, c, d] = await collected(page, url, 4);
  await rowOf(page, c).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await listIs(page, [a, c, b, d]);
  assert.equal(await focused(page), c);
  await page.keyboard.press("Alt+ArrowUp");
  // Nowhere to go from the first place.
  await page.keyboard.press("Alt+ArrowUp");
  await listIs(page, [c, a, b, d]);
  assert.equal(await focused(page), c);
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  await listIs(page, [a, b, c, d]);
  assert.equal(await focused(page), c);
  await page.keyboard.press("Alt+Shift+ArrowUp");
  await listIs(page, [c, a, b, d]);
  assert.equal(await focused(page), d, "whoever sends a paper far goes on with the next");
  await rowOf(page, d).locator('[data-act="up"]').click();
  await listIs(page, [c, a, d, b]);
  await rowOf(page, c).locator('[data-act="down"]').click({ modifiers: ["Shift"] });
  await listIs(page, [a, d, b, c]);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("C")]);
  const text = (await readFile(await download.path())).toString();
  const places = [a, d, b, c].map((id) => text.indexOf(id));
  assert.ok(places[0] > 0 && places.every((place, at) => at === 0 || place > places[at - 1]), `${places}`);
  await page.keyboard.press("u");
  await listIs(page, [c, a, d, b]);
  await page.keyboard.press("U");
  await listIs(page, [a, d, b, c]);
  await page.reload();
  await listIs(page, [a, d, b, c]);
  assert.deepEqual(complaints, []);
});

test("a backup brings the order along, and other lists cannot be arranged", async (t) => {
  const { page, url } = await visit(t);
  const [a, b, c] = await collected(page, url, 3);
  await rowOf(page, c).focus();
  await page.keyboard.press("Alt+Shift+ArrowUp");
  await listIs(page, [c, a, b]);
  await page.locator(".order select").selectOption("newest");
  await listIs(page, [a, b, c]);
  assert.ok(await rowOf(page, a).locator('[data-act="down"]').isHidden());
  await rowOf(page, a).focus();
  await page.keyboard.press("Alt+ArrowDown");
  await page.goto(`${url}?page=library`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "Write a backup" }).click()]);
  const other = await visit(t, "?page=library");
  await other.page.locator("#backup").setInputFiles(await download.path());
  await other.page.locator("button", { hasText: "Take it in" }).click();
  await other.page.locator("main#library a", { hasText: "Thesis" }).click();
  await listIs(other.page, [c, a, b]);
});
