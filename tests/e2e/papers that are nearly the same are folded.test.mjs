import assert from "node:assert/strict";
import { test } from "node:test";
import { feed, id, item } from "./feeds.mjs";
import { allRows, feedServer, rowOf, settled, shared, until } from "./support.mjs";

const visit = await shared();

const title = "Pruning aqueducts at scale: a study of heads";
/** Three papers of one work, whose title differs by case and signs, one that is another, and one on the same matter. */
const items = [
  item(1, { title, upvotes: 9 }),
  item(2, { title: "Pruning Aqueducts at Scale – A Study of Heads", upvotes: 5 }),
  item(3, { title: "Pruning aqueducts, at scale: a study of heads", upvotes: 1 }),
  item(4, { title: "Pruning aqueducts at scale: a study of layers", upvotes: 3 }),
  item(5, { title: "Aqueducts", upvotes: 2 }),
];
const work = [1, 2, 3].map(id);

async function search(t, query = "?window=all&q=aqueducts", options = {}) {
  const address = `${await feedServer(t, { "/feed.json": feed(items) })}/feed.json`;
  const visited = await visit(t, `${query}&feed=${encodeURIComponent(address)}`, options);
  await visited.page.locator('[data-notice="word"]', { hasText: "papers" }).waitFor();
  await settled(visited.page);
  return visited;
}

const count = (page) => page.locator("main#papers .count").textContent();
const places = (page) => page.locator(".rows article").evaluateAll((rows) => rows.map((row) => [row.ariaPosInSet, row.ariaSetSize].join("/")));

test("one of them is listed, and the others stand below it when asked for", async (t) => {
  const { page, complaints } = await search(t);
  const short = await until(() => allRows(page), (rows) => rows.length === 3, "three rows");
  const [leader, ...rest] = short.filter((row) => work.includes(row));
  assert.ok(leader && rest.length === 0 && short.includes(id(4)) && short.includes(id(5)));
  assert.match(await count(page), /^3 papers .*· 2 folded$/);
  assert.equal(await page.locator('[data-act="fold"]').count(), 1);
  const button = rowOf(page, leader).locator('[data-act="fold"]');
  assert.equal(await button.textContent(), "+2 more like this");
  assert.equal(await button.getAttribute("aria-expanded"), "false");

  await button.focus();
  await page.keyboard.press("Enter");
  const whole = await until(() => allRows(page), (rows) => rows.length === 5, "five rows");
  const at = whole.indexOf(leader);
  assert.deepEqual(whole.slice(at, at + 3).sort(), work, "right below it");
  assert.deepEqual(whole.filter((row) => row === leader || !work.includes(row)), short, "the others stay in order");
  assert.deepEqual(await places(page), [1, 2, 3, 4, 5].map((place) => `${place}/5`));
  assert.match(await count(page), /^5 papers/);
  assert.ok(!(await count(page)).includes("folded"));
  assert.ok(await button.evaluate((own) => own === document.activeElement), "the focus stays where it was");
  assert.equal(await button.getAttribute("aria-expanded"), "true");

  // All rows are walked over by keys as ever.
  await page.keyboard.press("j");
  const focused = () => page.evaluate(() => document.activeElement.closest("article")?.dataset.paper);
  assert.equal(await focused(), whole[at + 1]);

  await button.click();
  await until(() => allRows(page), (rows) => JSON.stringify(rows) === JSON.stringify(short), "the short list again");
  assert.deepEqual(await places(page), [1, 2, 3].map((place) => `${place}/3`));
  assert.deepEqual(complaints, []);
});

test("lists by a fact show them all", async (t) => {
  const { page } = await search(t, "?window=all&q=aqueducts&sort=votes");
  await until(() => allRows(page), (rows) => JSON.stringify(rows) === JSON.stringify([1, 2, 4, 5, 3].map(id)), "all five by votes");
  assert.equal(await page.locator('[data-act="fold"]').count(), 0);
});

test("an open paper names the others, and why says where a folded one is", async (t) => {
  const { page } = await search(t);
  const short = await until(() => allRows(page), (rows) => rows.length === 3, "three rows");
  const leader = short.find((row) => work.includes(row));
  const others = work.filter((one) => one !== leader);
  await rowOf(page, leader).locator("h3 a").click();
  const also = page.locator("#paper .also li");
  await also.first().waitFor();
  assert.equal(await also.count(), 2);
  await also.first().locator("a").click();
  await page.locator(`#paper[data-open="${others[0]}"] [data-act="why"]`).click();
  await page.locator("#paper .why", { hasText: "folded under it" }).waitFor();
  await page.goto(page.url().replace(/paper=[\d.]+/, `paper=${id(4)}`));
  await page.locator(`#paper[data-open="${id(4)}"] h2`).waitFor();
  assert.equal(await also.count(), 0);
});
