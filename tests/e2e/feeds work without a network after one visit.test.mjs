import assert from "node:assert/strict";
import { test } from "node:test";
import { archive, count, entry, feed, feedsSettled, host, item, listed, told, visit } from "./feeds.mjs";
import { keptOffline, open } from "./support.mjs";

async function filled(t) {
  const there = await host(t, { "/papers.json": feed([item(1, { title: "On invented aqueducts" })]) });
  for (const [name, body] of Object.entries(archive({ "2025-06": [item(2, { day: "2025-06-03" })], "2025-08": [item(3)] }))) there.answers[`/archive/${name}`] = body;
  const site = await open(t);
  const { page, url, stopServer } = site;
  await visit(page, url, `?feed=${there.url}papers.json`);
  await visit(page, url, `?feed=${there.url}archive/manifest.json`);
  await entry(page, "");
  await page.locator("#file").setInputFiles({ name: "own.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(feed([item(4)]))) });
  await page.locator("main#feeds .list > li", { hasText: "own.json" }).waitFor();
  await feedsSettled(page);
  await keptOffline(page);
  await stopServer();
  await there.stop();
  await assert.rejects(fetch(there.url), "the host is really gone");
  return site;
}

test("with every server stopped all papers are listed, searchable and readable, and all feeds are known", async (t) => {
  const { page, context, url } = await filled(t);
  await context.setOffline(true);
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 76);
  assert.equal(await count(page, "?window=all&q=aqueducts"), 1);
  await page.locator("article[data-paper='2508.00001'] h3 a").click();
  await page.getByText("What paper 1 is about.").last().waitFor();
  assert.equal((await listed(page)).length, 4);
  assert.match(await (await entry(page, "papers.json")).textContent(), /1 paper.*there is no network; it will be asked again/s);
  assert.equal(await told(page), "", "being without a network is no trouble");
});

test("hosts that are down while there is a network are told of, and take nothing away", async (t) => {
  const { page, url } = await filled(t);
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 76);
  assert.match(await told(page), /papers\.json: It could not be fetched/);
  assert.match(await (await entry(page, "manifest.json")).textContent(), /2 papers.*Nothing was taken away/s);
});
