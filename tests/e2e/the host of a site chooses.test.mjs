import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { entry, feed, host, item, listed, visit } from "./feeds.mjs";
import { copyOfSite, open } from "./support.mjs";

async function site(t, choices) {
  const root = await copyOfSite(t);
  const choose = (choices) => writeFile(join(root, "site.json"), typeof choices === "string" ? choices : JSON.stringify(choices));
  await choose(choices);
  return { root, choose, ...(await open(t, { root })) };
}

test("name, order and feeds are the host's, and stay without a network", async (t) => {
  const { root, page, url, stopServer, complaints } = await site(t, { title: "Papers of our group", order: "trending", feeds: ["feed/manifest.json", { title: "Of the house", address: "house.json" }] });
  await writeFile(join(root, "house.json"), JSON.stringify(feed([item(1)])));
  await visit(page, url);
  assert.equal(await page.locator("h1").textContent(), "Papers of our group");
  assert.equal(await page.title(), "Papers of our group");
  assert.equal(await page.locator(".filters select").inputValue(), "trending");
  assert.equal(new URL(page.url()).search, "", "the address says nothing of it");
  await page.locator(".filters select").selectOption("newest");
  await page.waitForFunction(() => location.search === "?sort=newest");
  assert.deepEqual(await listed(page), ["This site's papers", "Of the house"]);
  assert.match(await (await entry(page, "Of the house")).textContent(), /1 paper\b/);
  assert.deepEqual(complaints, []);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await stopServer();
  await page.goto(url);
  await page.locator("h1", { hasText: "Papers of our group" }).waitFor();
});

test("a feed of another host is offered, and asked only when it is added", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1)]) });
  const { page, url, choose } = await site(t, { feeds: ["feed/manifest.json", "more.json", { title: "Elsewhere", address: `${there.url}papers.json` }] });
  await visit(page, url, "?page=feeds");
  assert.deepEqual(there.asked, []);
  assert.deepEqual(await listed(page), ["This site's papers", "more.json"]);
  await Promise.all([page.waitForEvent("load"), page.locator(".offered button").click()]);
  await page.locator("main#feeds .list > li", { hasText: "papers.json" }).getByText("New last time: 1 paper.").waitFor();
  assert.equal(await page.locator(".offered").count(), 0);
  // What the file no longer names goes; what the reader added stays.
  await choose({});
  await visit(page, url, "?page=feeds");
  await visit(page, url, "?page=feeds");
  const titles = await listed(page);
  assert.deepEqual([titles[0], titles.length], ["This site's papers", 2]);
});

test("without the file, or with a bad one, the site is as it comes and says why", async (t) => {
  const { root, page, url, choose } = await site(t, "{\"title\": 5, nonsense");
  await visit(page, url, "?page=feeds");
  assert.equal(await page.locator("h1").textContent(), "Offprint");
  await page.locator("main#feeds .message", { hasText: "site.json: it is no JSON" }).waitFor();
  await choose({ title: "Ours", subscribe: "javascript:alert(1)" });
  await visit(page, url, "?page=feeds");
  await page.locator("main#feeds .message", { hasText: "site.json, subscribe: it is neither a web address" }).waitFor();
  assert.equal(await page.locator("h1").textContent(), "Ours");
  await rm(join(root, "site.json"));
  await visit(page, url, "?page=feeds");
  await page.locator("main#feeds .message", { hasText: "site.json: the host says that there is nothing at this address" }).waitFor();
  assert.match(await (await entry(page, "This site's papers")).textContent(), /72 papers/);
});
