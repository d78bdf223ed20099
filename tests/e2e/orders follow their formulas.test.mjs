import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn, list, madeFeed, papersOf, trending } from "./oracle.mjs";
import { allRows, feedServer, listIs, shared } from "./support.mjs";

const visit = await shared();
const made = madeFeed();
const papers = [...(await builtIn()), ...papersOf(made)];

async function withFeed(t, feed, today) {
  const address = `${await feedServer(t, { "/feed.json": feed })}/feed.json`;
  const arrange = today && ((context) => context.clock.setFixedTime(new Date(`${today}T12:00:00Z`)));
  const visited = await visit(t, `?window=all&feed=${encodeURIComponent(address)}`, { arrange });
  await visited.page.locator('[data-notice="word"]', { hasText: "papers" }).waitFor();
  return visited;
}

for (const sort of ["newest", "votes", "trending"]) {
  test(`${sort} orders every paper as its formula says`, async (t) => {
    const today = "2025-08-02";
    const { page } = await withFeed(t, made, today);
    const query = `?window=all&sort=${sort}`;
    await page.locator("search.filters label", { hasText: "Order" }).locator("select").selectOption(sort);
    await listIs(page, list(papers, query, {}, today), query);
  });
}

test("trending changes with the day it is asked on, by votes against age", async (t) => {
  const made = papersOf(madeFeed(60));
  const order = (today) => [...made].sort((a, b) => trending(b, today) - trending(a, today)).map(({ id }) => id).join();
  assert.notEqual(order("2025-08-02"), order("2025-09-30"), "the table says something");
  const { page } = await withFeed(t, madeFeed(60), "2025-09-30");
  await page.locator("search.filters label", { hasText: "Order" }).locator("select").selectOption("trending");
  await listIs(page, list([...(await builtIn()), ...made], "?window=all&sort=trending", {}, "2025-09-30"));
});

test("the order does not hang on the order in which papers came", async (t) => {
  const forwards = await withFeed(t, made, "2025-08-02");
  const backwards = await withFeed(t, { ...made, items: [...made.items].reverse() }, "2025-08-02");
  for (const sort of ["newest", "votes", "trending"]) {
    for (const { page } of [forwards, backwards]) {
      await page.locator("search.filters label", { hasText: "Order" }).locator("select").selectOption(sort);
      await listIs(page, list(papers, `?window=all&sort=${sort}`, {}, "2025-08-02"));
    }
    assert.deepEqual(await allRows(backwards.page), await allRows(forwards.page));
  }
});
