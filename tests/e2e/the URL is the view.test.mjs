import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn, list, madeFeed, papersOf } from "./oracle.mjs";
import { allRows, bring, feedServer, listIs, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();
const made = madeFeed();
const papers = [...(await builtIn()), ...papersOf(made)];

const queries = [
  "?",
  "?day=2025-07-29",
  "?window=week&day=2025-07-29",
  "?window=month&day=2025-07-29&sort=votes",
  "?window=month",
  "?window=all&q=is:unread&sort=trending",
  "?window=all&q=schrodinger&sort=newest",
  "?window=all&q=zyzzyva",
  "?window=all&q=has:code",
  "?day=2025-07-29&q=has:code",
  "?window=all&q=is:starred",
  "?window=all&q=is:starred+is:unread&sort=votes",
  "?window=all&q=is:dismissed",
  "?day=2025-07-30",
  "?day=2025-07-24",
  "?window=all&q=xylograph",
];

// A library of several days with some marks in it.
async function furnished(t) {
  const feed = `${await feedServer(t, { "/feed.json": made })}/feed.json`;
  const { page, url, context, complaints } = await visit(t, `?window=all&feed=${encodeURIComponent(feed)}`);
  await page.locator('[data-notice="word"]', { hasText: "130 papers" }).waitFor();
  const ids = list(papers, "?window=all");
  await listIs(page, ids);
  const starred = [ids[0], ids[3], ids[120]];
  const read = [ids[3], ids[7]];
  const dismissed = [ids[5]];
  for (const id of starred) {
    await bring(page, id);
    await rowOf(page, id).locator('[data-act="star"]').click();
  }
  await page.evaluate(() => scrollTo(0, 0));
  for (const id of read) {
    await rowOf(page, id).focus();
    await page.keyboard.press("m");
  }
  for (const id of dismissed) await rowOf(page, id).locator('[data-act="dismiss"]').click();
  const marks = { starred: new Set(starred), read: new Set(read), dismissed: new Set(dismissed) };
  await listIs(page, list(papers, "?window=all", marks));
  return { page, url, context, marks, complaints };
}

test("each address gives its list, after a reload, in another tab, back and forward", async (t) => {
  const { page, url, marks, context, complaints } = await furnished(t);
  for (const query of queries) {
    await page.goto(url + query);
    await listIs(page, list(papers, query, marks), query);
    await page.reload();
    await listIs(page, list(papers, query, marks), `${query} after a reload`);
  }
  // Now within one page, as links and menus do it.
  await page.goto(`${url}?window=all`);
  await settled(page);
  const steps = queries.slice(1, 9);
  for (const query of steps) {
    await page.evaluate((query) => {
      const link = document.createElement("a");
      link.href = query;
      document.querySelector("main#papers").append(link);
      link.click();
      link.remove();
    }, query);
    await listIs(page, list(papers, query, marks), `${query} by a link`);
    assert.equal(new URL(page.url()).search, query);
  }
  for (const query of steps.slice(0, -1).reverse()) {
    await page.goBack();
    await listIs(page, list(papers, query, marks), `back to ${query}`);
  }
  for (const query of steps.slice(1)) {
    await page.goForward();
    await listIs(page, list(papers, query, marks), `forward to ${query}`);
  }
  const other = await context.newPage();
  await other.goto(page.url());
  assert.deepEqual(await allRows(other), await allRows(page));
  assert.deepEqual(complaints, []);
});

test("an open paper is part of the address", async (t) => {
  const { page, url } = await visit(t);
  const open = (id) => page.locator(`section#paper[data-open="${id}"] h2`).waitFor();
  const ids = await allRows(page);
  await rowOf(page, ids[1]).locator("h3 a").click();
  await open(ids[1]);
  assert.equal(page.url(), `${url}?paper=${ids[1]}`);
  await rowOf(page, ids[2]).locator("h3 a").click();
  await open(ids[2]);
  await page.reload();
  await open(ids[2]);
  await page.goBack();
  await open(ids[1]);
  await page.goBack();
  await page.locator("section#paper").waitFor({ state: "detached" });
  await listIs(page, ids);
  await page.goForward();
  await open(ids[1]);
  await page.goto(`${url}?paper=2512.99999`);
  await page.locator("section#paper", { hasText: "No feed here knows this paper" }).waitFor();
});

test("what is chosen by hand writes the address", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const addressIs = (query) => until(() => decodeURIComponent(new URL(page.url()).search), (now) => now === query, `the address ${query}`);
  const menu = (name) => page.locator("search.filters label", { hasText: name }).locator("select");
  await page.locator("#search").fill("language model");
  await addressIs("?window=all&q=language+model");
  await menu("Order").selectOption("trending");
  await addressIs("?window=all&q=language+model&sort=trending");
  await page.locator('.facets .value[data-condition="cat:cs.CL"]').click();
  await addressIs("?window=all&q=language+model+cat:cs.CL&sort=trending");
  for (const [name, word] of [["Has code", "has:code"], ["Starred", "is:starred"], ["Unread", "is:unread"], ["Dismissed", "is:dismissed"]]) {
    const chip = page.locator("search.filters button.chip", { hasText: name });
    await chip.click();
    await addressIs(`?window=all&q=language+model+cat:cs.CL+${word}&sort=trending`);
    assert.equal(await chip.getAttribute("aria-pressed"), "true");
    await chip.click();
    await addressIs("?window=all&q=language+model+cat:cs.CL&sort=trending");
  }
  await page.locator("search.filters a", { hasText: "Clear filters" }).click();
  await addressIs("?window=all&sort=trending");
  assert.equal(await page.locator("#search").inputValue(), "");
  await page.locator('.facets .value[data-condition="cat:cs.CL"][aria-pressed="false"]').waitFor();
  await page.locator("nav .windows a", { hasText: "Month" }).click();
  await addressIs("?window=month&sort=trending");
  await page.goBack();
  await page.goBack();
  await addressIs("?window=all&q=language+model+cat:cs.CL&sort=trending");
  const fields = async () => [await page.locator("#search").inputValue(), await menu("Order").inputValue(), await page.locator('.facets .value[aria-pressed="true"] span').allTextContents()];
  const wanted = ["language model cat:cs.CL", "trending", ["cs.CL"]];
  await until(fields, (now) => `${now}` === `${wanted}`, `the fields to say ${wanted}`);
});

test("a list that is scrolled to and fro shows no paper twice, however fast", async (t) => {
  const feed = `${await feedServer(t, { "/feed.json": made })}/feed.json`;
  const { page } = await visit(t, `?window=all&feed=${encodeURIComponent(feed)}`);
  await page.locator('[data-notice="word"]', { hasText: "130 papers" }).waitFor();
  await settled(page);
  const twice = await page.evaluate(async () => {
    const seen = [];
    for (const part of [1, 0, 0.5, 1, 0.2, 0.9, 0, 1, 0.6, 0.61, 0.1]) {
      scrollTo(0, part * document.documentElement.scrollHeight);
      await new Promise(requestAnimationFrame);
      const ids = [...document.querySelectorAll(".rows article")].map((row) => row.dataset.paper);
      if (new Set(ids).size !== ids.length) seen.push(part);
    }
    return seen;
  });
  assert.deepEqual(twice, []);
  await listIs(page, list(papers, "?window=all"));
});

test("on a screen as high as the list the list is whole", async (t) => {
  const feed = `${await feedServer(t, { "/feed.json": made })}/feed.json`;
  const { page } = await visit(t, `?window=all&feed=${encodeURIComponent(feed)}`, { viewport: { width: 1280, height: 30_000 } });
  await page.locator('[data-notice="word"]', { hasText: "130 papers" }).waitFor();
  await until(() => rowsShown(page), (rows) => rows.length === papers.length, "all rows");
  assert.deepEqual(await rowsShown(page), list(papers, "?window=all"));
});
