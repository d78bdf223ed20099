import assert from "node:assert/strict";
import { test } from "node:test";
import { rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

/** The lines of what was done; whether a paper was left at once depends on how fast the test is. */
const linesOf = (page) => page.locator("main#history li", { hasNotText: /left at once/ });
const entries = (page) =>
  linesOf(page).evaluateAll((lines) => lines.map((line) => `${line.querySelector(".what").textContent} ${new URLSearchParams(line.querySelector("a").search).get("paper")}`));
const historyIs = (page, wanted) => until(() => entries(page), (now) => `${now}` === `${wanted}`, `the history ${wanted}`);

async function openPaper(page, id) {
  await rowOf(page, id).locator("h3 a").click();
  await page.locator(`section#paper[data-open="${id}"] h2`).waitFor();
}

test("what was opened and marked is listed, newest first, and stays", async (t) => {
  const { page, url, complaints } = await visit(t);
  await settled(page);
  const [a, b, c] = await rowsShown(page);
  const titles = await Promise.all([a, b, c].map((id) => rowOf(page, id).locator("h3 a").textContent()));
  await openPaper(page, a);
  await openPaper(page, b);
  await page.keyboard.press("Escape");
  await rowOf(page, c).locator('[data-act="star"]').click();
  await openPaper(page, a);
  await page.locator("nav a", { hasText: "History" }).click();
  const wanted = [`opened ${a}`, `starred ${c}`, `opened ${b}`, `opened ${a}`];
  await historyIs(page, wanted);
  assert.deepEqual(await linesOf(page).locator("a").allTextContents(), [titles[0], titles[2], titles[1], titles[0]]);
  const today = new Date().toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" });
  assert.match(await page.locator("main#history h3").first().textContent(), new RegExp(`^${today}, \\d`));
  await page.reload();
  await historyIs(page, wanted);
  await page.goto(`${url}?page=history`);
  await historyIs(page, wanted);
  await linesOf(page).locator("a").nth(2).click();
  await page.locator(`section#paper[data-open="${b}"] h2`).waitFor();
  assert.deepEqual(complaints, []);
});

test("an act and its undoing are both noted", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  await rowOf(page, id).locator('[data-act="dismiss"]').click();
  await rowOf(page, id).waitFor({ state: "detached" });
  await page.locator('.toast [data-act="undo"]').click();
  await rowOf(page, id).waitFor();
  await page.locator("nav a", { hasText: "History" }).click();
  await historyIs(page, [`brought back (undo) ${id}`, `dismissed ${id}`]);
});

test("opening a paper once is one entry, also when feeds come in meanwhile", async (t) => {
  const { page, url } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  await page.goto(`${url}?paper=${id}`);
  await page.locator("section#paper h2").waitFor();
  await settled(page);
  await page.locator("nav a", { hasText: "History" }).click();
  await historyIs(page, [`opened ${id}`]);
});

test("an empty history says so", async (t) => {
  const { page } = await visit(t, "?page=history");
  await page.locator("main#history", { hasText: "Nothing yet" }).waitFor();
});
