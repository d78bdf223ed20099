import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn, list } from "./oracle.mjs";
import { allRows, listIs, rowOf, rowsShown, settled, shared } from "./support.mjs";

const visit = await shared();
const papers = await builtIn();

test("text finds words by their beginnings, in any case, without accents", async (t) => {
  const { page, complaints } = await visit(t);
  await settled(page);
  const typed = ["retriev", "yildiz", "YILDIZ", "Çağatay Yıldız", "ekin akyurek", "pre-training", "etrieval", "model language", "llama-3", "few-shot  learning", "paaß", "(bert)", "+", "zzzz", "%", "  "];
  for (const words of typed) {
    const ids = list(papers, new URLSearchParams({ q: words }));
    await page.locator("#search").fill(words);
    await listIs(page, ids, `what “${words}” finds`);
  }
  assert.ok(list(papers, "q=yildiz").length > 0 && list(papers, "q=etrieval").length === 0, "the table says something");
  assert.deepEqual(complaints, []);
});

test("the list follows each keystroke", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await page.locator("#search").focus();
  const word = "continual";
  for (let end = 1; end <= word.length; end += 1) {
    await page.keyboard.press(word[end - 1]);
    await listIs(page, list(papers, `q=${word.slice(0, end)}`), word.slice(0, end));
  }
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Backspace");
  await listIs(page, list(papers, ""));
});

test("has code, starred and unread each narrow, and together", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const ids = list(papers, "");
  const coded = list(papers, "code=1");
  assert.equal(coded.length, 12);
  const marks = { starred: new Set([coded[0], coded[1], ids[0]]), read: new Set([coded[1], ids[1]]) };
  for (const id of marks.starred) await rowOf(page, id).locator('[data-act="star"]').click();
  for (const id of marks.read) {
    await rowOf(page, id).focus();
    await page.keyboard.press("m");
  }
  const chips = { code: "Has code", starred: "Starred", unread: "Unread" };
  for (const on of [["code"], ["starred"], ["unread"], ["code", "starred"], ["starred", "unread"], ["code", "starred", "unread"]]) {
    const query = on.map((word) => `${word}=1`).join("&");
    for (const word of on) await page.locator("button.chip", { hasText: chips[word] }).click();
    await listIs(page, list(papers, query, marks), query);
    for (const word of on) await page.locator("button.chip", { hasText: chips[word] }).click();
    await listIs(page, ids);
  }
});

test("an empty list says so and leads back", async (t) => {
  const { page } = await visit(t, "?q=nothingatall");
  await page.locator(".nothing", { hasText: "No paper here." }).waitFor();
  assert.equal(await page.locator(".count").textContent(), "0 papers");
  await page.locator(".nothing a", { hasText: "without filters" }).click();
  await listIs(page, list(papers, ""));
});

test("papers read while the unread are listed do not make the list skip others", async (t) => {
  const { page } = await visit(t, "?unread=1");
  await settled(page);
  const ids = list(papers, "");
  assert.ok((await rowsShown(page)).length < ids.length, "the rest of the list is still to come");
  for (const id of ids.slice(0, 5)) {
    await rowOf(page, id).focus();
    await page.keyboard.press("m");
    await page.locator(`article.read[data-paper="${id}"]`).waitFor();
  }
  assert.deepEqual(await allRows(page), ids.slice(5));
});
