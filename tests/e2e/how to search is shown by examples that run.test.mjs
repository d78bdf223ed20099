import assert from "node:assert/strict";
import { test } from "node:test";
import { settled, shared, until } from "./support.mjs";

const visit = await shared();

const boxHolds = (page, text) => until(() => page.locator("#search").inputValue(), (now) => now === text, `“${text}” in the search box`);

test("the page is reached from the search box, and each example is a link that runs it", async (t) => {
  const { page, complaints } = await visit(t);
  await settled(page);
  await page.locator("search a", { hasText: "How to search" }).click();
  await page.locator("main#search-help h2").waitFor();
  const links = page.locator("main#search-help dt a");
  const examples = await links.evaluateAll((links) => links.map((link) => [link.textContent, new URL(link.href).search]));
  assert.ok(examples.length > 20);
  for (const [text, query] of examples) {
    const asked = new URLSearchParams(query);
    assert.deepEqual([asked.get("window"), asked.get("q")], ["all", text]);
  }
  const [text, query] = examples[0];
  await links.first().click();
  await boxHolds(page, text);
  assert.equal(new URL(page.url()).search, query);
  assert.deepEqual(complaints, []);
});

test("the page is reached from the list of keys, which closes", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await page.keyboard.press("?");
  await page.locator("dialog[open] a", { hasText: "How to search" }).click();
  await page.locator("main#search-help h2").waitFor();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
});
