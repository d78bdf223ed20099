import assert from "node:assert/strict";
import { test } from "node:test";
import { allRows, listIs, markOnDisk, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

const summary = (page, words) => page.locator(".all summary", { hasText: words }).waitFor();

test("papers are selected by key and by pointer, and what is done is done with them", async (t) => {
  const { page, complaints } = await visit(t, "?window=all");
  await settled(page);
  const ids = await rowsShown(page);
  const box = (id) => rowOf(page, id).locator('input[aria-label="Select"]');
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await summary(page, "Export or mark 1 paper selected");
  assert.ok(await box(ids[0]).isChecked());
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("X");
  await summary(page, "Export or mark 3 papers selected");
  await box(ids[1]).click();
  await summary(page, "Export or mark 2 papers selected");
  await box(ids[4]).click({ modifiers: ["Shift"] });
  // From the one that was selected last, which is the third.
  await summary(page, "Export or mark 4 papers selected");
  await page.locator(".all summary").click();
  await page.locator("#act").selectOption("Star all");
  await page.locator(".all button", { hasText: "Do it" }).click();
  await markOnDisk(page, ids[4], (set) => set.star?.is);
  assert.deepEqual(Object.keys(await onDisk(page, "marks")).sort(), [ids[0], ids[2], ids[3], ids[4]].sort());
  await page.locator("main#papers").press("Escape");
  await summary(page, "Export or mark all");
  assert.ok(await box(ids[0]).isHidden());
  await page.locator(".all label", { hasText: "Select single papers" }).click();
  await box(ids[0]).waitFor();
  assert.deepEqual(complaints, []);
});

test("what is selected stays so in other lists, and is counted there until it is cleared", async (t) => {
  const { page, url, complaints } = await visit(t, "?window=all");
  await settled(page);
  const ids = await rowsShown(page);
  for (const id of [ids[0], ids[2]]) {
    await rowOf(page, id).focus();
    await page.keyboard.press("x");
  }
  await summary(page, /Export or mark 2 papers selected$/);
  await page.locator(".order select").selectOption("oldest");
  await settled(page);
  await summary(page, /Export or mark 2 papers selected$/);
  await page.locator("#search").fill(`id:${ids[2]}`);
  await listIs(page, [ids[2]]);
  await summary(page, "Export or mark 2 papers selected, 1 not in this list");
  assert.ok(await rowOf(page, ids[2]).locator('input[aria-label="Select"]').isChecked());
  await page.locator(".all summary").click();
  await page.locator("#act").selectOption("Star all");
  await page.locator(".all button", { hasText: "Do it" }).click();
  await markOnDisk(page, ids[0], (set) => set.star?.is);
  assert.deepEqual(Object.keys(await onDisk(page, "marks")).sort(), [ids[0], ids[2]].sort());
  await page.locator("#search").fill("id:nothing");
  await page.locator("main#papers", { hasText: "No paper here." }).waitFor();
  await summary(page, "Export or mark 2 papers selected, 2 not in this list");
  await page.locator(".all button", { hasText: "Select nothing" }).click();
  await page.locator(".all summary").waitFor({ state: "detached" });
  await page.goto(`${url}?window=all`);
  await summary(page, "Export or mark all");
  assert.deepEqual(complaints, []);
});

test("a collection is listed in its own order, with what is in the collections in it", async (t) => {
  const { page, url } = await visit(t, "?window=all");
  await settled(page);
  const ids = (await rowsShown(page)).slice(0, 4);
  const put = async (id, name) => {
    await rowOf(page, id).locator("h3 a").click();
    const own = page.locator(`section#paper[data-open="${id}"] .own`);
    await own.locator("details summary").click();
    const known = own.locator("details label", { hasText: name });
    if (await known.count()) await known.click();
    else {
      await own.locator("#collection").fill(name);
      await own.locator("#collection").press("Enter");
    }
    await markOnDisk(page, id, (set) => Object.keys(set).some((field) => field.startsWith("in:")));
    await page.locator("section#paper .close").click();
    await page.locator("section#paper").waitFor({ state: "detached" });
  };
  await put(ids[2], "Chapter");
  await put(ids[3], "Thesis");
  await put(ids[0], "Thesis");
  await put(ids[1], "Chapter");
  await page.goto(`${url}?page=library`);
  await page.locator('select[aria-label="Where Chapter is"]').selectOption({ label: "in Thesis" });
  await until(async () => Object.values(await onDisk(page, "things")).some(({ set }) => set.parent?.is), Boolean, "the nesting on disk");
  await page.locator("main#library a", { hasText: "Thesis" }).click();
  await listIs(page, [ids[3], ids[0], ids[2], ids[1]]);
  assert.equal(await page.locator(".order select").inputValue(), "collected");
  await page.locator(".order select").selectOption("newest");
  await listIs(page, ids);
});

test("rows carry what reference managers read", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  const title = await rowOf(page, id).locator("h3 a").textContent();
  const coins = new URLSearchParams(await rowOf(page, id).locator("span.Z3988").getAttribute("title"));
  assert.equal(coins.get("rft.title"), title);
  assert.equal(coins.get("rft_id"), `info:doi/10.48550/arXiv.${id}`);
});

test("a list by notes follows what is typed", async (t) => {
  const { page } = await visit(t, "?window=all");
  await settled(page);
  const [id] = await rowsShown(page);
  await page.goto(page.url().replace(/\?.*/, `?window=all&q=note:zebrafish&paper=${id}`));
  await settled(page);
  assert.deepEqual(await allRows(page), []);
  await page.locator("#note").fill("Of zebrafish.");
  await page.locator("#note").blur();
  await listIs(page, [id]);
});
