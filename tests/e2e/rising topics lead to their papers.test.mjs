import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn } from "./oracle.mjs";
import { feed, risen } from "./feeds.mjs";
import { allRows, feedServer, settled, shared, until } from "./support.mjs";

const visit = await shared();
const { past, now } = risen();
const zebras = now.filter(({ title }) => title.startsWith("Zebra")).map(({ _paper }) => _paper.arxiv);
const streets = now.filter(({ _paper }) => _paper.keywords[0] === "quiet streets").map(({ _paper }) => _paper.arxiv);

async function withFeed(t, items, query = "?window=all", options = {}) {
  const address = `${await feedServer(t, { "/feed.json": feed(items) })}/feed.json`;
  const visited = await visit(t, `${query}&feed=${encodeURIComponent(address)}`, options);
  await visited.page.locator('[data-notice="word"]', { hasText: "papers" }).waitFor();
  await settled(visited.page);
  return visited;
}

const topics = (page) =>
  page.locator(".rising li").evaluateAll((rows) =>
    rows.map((row) => ({
      name: row.querySelector("a").textContent,
      figures: row.querySelector(".hint").textContent,
      factor: row.querySelector("b").textContent,
      course: row.querySelector("svg[role=img]").getAttribute("aria-label").split(": ")[1].split(", ").map(Number),
    })),
  );

test("what rose is named once, with figures that a count of the feed gives, and leads to its papers", async (t) => {
  const { page, complaints } = await withFeed(t, [...past, ...now]);
  const asked = () => page.evaluate(() => performance.getEntriesByName("offprint:rising").length);
  assert.equal(await page.locator(".rising li").count(), 0);
  assert.equal(await asked(), 0, "nothing is counted before it is opened");
  await page.locator(".rising summary").click();
  const found = await until(() => topics(page), (rows) => rows.length > 0, "topics");
  assert.deepEqual(found.map(({ name }) => name).sort(), ["Zebra crossings", "quiet streets"].sort());
  // The last 28 days to 24 September against the 180 before, in which the built-in papers are too.
  const all = past.length + (await builtIn()).length;
  const zebra = found.find(({ name }) => name.startsWith("Zebra"));
  const expected = (30 * 0.5) / (all + 1);
  assert.equal(zebra.figures, `${zebras.length} papers, ${expected.toFixed(1)} expected`);
  assert.equal(zebra.factor, `×${(zebras.length / expected).toFixed(1)}`);
  assert.deepEqual(zebra.course, [...Array(11).fill(0), zebras.length]);
  assert.match(await page.locator(".rising .hint").first().textContent(), new RegExp(`30 papers of 28 August to 24 September 2025 against ${all} papers`));
  for (const [name, ids] of [["Zebra crossings", zebras], ["quiet streets", streets]]) {
    await page.locator(".rising a", { hasText: name }).click();
    await until(() => allRows(page), (rows) => JSON.stringify([...rows].sort()) === JSON.stringify([...ids].sort()), `the papers on ${name}`);
    assert.equal(await page.locator(".rising").count(), 0, "a narrowed list has none");
    await page.goBack();
    // It is still open.
    await page.locator(".rising a", { hasText: name }).waitFor();
  }
  assert.deepEqual(complaints, []);
});

test("weeks and months have theirs, by keyboard too; days have none", async (t) => {
  const { page } = await withFeed(t, [...past, ...now], "?window=month&day=2025-09-12");
  await page.locator(".rising summary").focus();
  await page.keyboard.press("Enter");
  await page.locator(".rising a", { hasText: "Zebra" }).waitFor();
  assert.match(await page.locator(".rising .hint").first().textContent(), /30 papers of September 2025/);
  await page.evaluate(() => {
    history.pushState(null, "", "?window=day&day=2025-09-12");
    dispatchEvent(new PopStateEvent("popstate"));
  });
  await page.locator(".rising").waitFor({ state: "detached" });
});

test("without enough papers from before it says so", async (t) => {
  const { page } = await withFeed(t, now);
  await page.locator(".rising summary").click();
  await page.locator(".rising .hint", { hasText: "Of the 180 days before, 72 papers are known here. To say what rises takes 100." }).waitFor();
});

test("on a narrow screen nothing is cut off", async (t) => {
  const { page } = await withFeed(t, [...past, ...now], "?window=all", { viewport: { width: 320, height: 640 } });
  await page.locator(".rising summary").click();
  await page.locator(".rising a").first().waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320));
  const heights = await page.locator(".rising a, .rising summary").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  assert.ok(heights.every((height) => height >= 24), heights.join());
});
