import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { allowed, count, entry, feed, feedsSettled, fetchByPage, host, item, listed, rawItem, record, told, visit } from "./feeds.mjs";
import { copyOfSite, open } from "./support.mjs";

const forms = {
  "our own format": feed([item(1, { title: "On invented aqueducts" }), item(2)]),
  "Hugging Face's raw answer": [rawItem(1, { title: "On invented aqueducts" }), rawItem(2)],
};

for (const [form, body] of Object.entries(forms)) {
  test(`${form}, from another origin: papers come in, and the feed is known from then on`, async (t) => {
    const there = await host(t, { "/papers.json": body });
    const { page, url, complaints } = await open(t);
    const address = `${there.url}papers.json`;
    await visit(page, url, `?feed=${encodeURIComponent(address)}`);
    assert.match(await told(page), /papers\.json: 2 papers, 2 of them new/);
    assert.equal(await count(page, "?window=all"), 74);
    assert.equal(await count(page, "?window=all&q=aqueducts"), 1);
    assert.match(await (await entry(page, "papers.json")).textContent(), /2 papers/);

    await visit(page, url);
    assert.ok((await listed(page)).some((title) => title.includes("papers.json")), "listed without ?feed=");
    assert.ok((await allowed(page)).includes(new URL(there.url).origin), "its origin may be connected to");
    assert.equal(there.asked.length, 2, "and it was asked again");
    assert.equal(await count(page, "?window=all"), 74);
    assert.deepEqual(complaints, []);
  });

  test(`${form}, beside the site: papers come in, and the feed is known from then on`, async (t) => {
    const root = await copyOfSite(t);
    await mkdir(join(root, "more"));
    await writeFile(join(root, "more/papers.json"), JSON.stringify(body));
    const { page, url, complaints } = await open(t, { root });
    await visit(page, url, `?feed=${encodeURIComponent(`${url}more/papers.json`)}`);
    assert.equal(await count(page, "?window=all"), 74);
    await visit(page, url);
    assert.match(await (await entry(page, "more/papers.json")).textContent(), /2 papers/);
    assert.deepEqual(await allowed(page), ["'self'", new URL(url).origin]);
    assert.deepEqual(complaints, []);
  });
}

test("a feed is shown on the day it brings, by the link in the message", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1), item(2)]) });
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers.json&day=2025-07-29`);
  await page.locator("[data-notice] a", { hasText: "Show 1 August 2025" }).click();
  await page.locator("article[data-paper='2508.00001']").waitFor();
  assert.equal(await page.locator("main#papers article").count(), 2);
});

test("an address typed under Feeds is added", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1)]) });
  const { page, url } = await open(t);
  await visit(page, url, "?page=feeds");
  await page.locator("#address").fill(`  ${there.url}papers.json `);
  await Promise.all([page.waitForEvent("load"), page.locator("main#feeds form button").click()]);
  await feedsSettled(page);
  assert.equal((await record(page, `${there.url}papers.json`)).papers, 1);
});

test("a host that lets no other site read it is told of in words, and nothing is lost", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1)]) }, { cors: false });
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers.json`);
  assert.match(await told(page), /could not be fetched: .*does not allow other sites to read it \(CORS\)\. Nothing was taken away/);
  assert.match(await (await entry(page, "papers.json")).textContent(), /Not read yet.*CORS/s);
  assert.equal(await count(page, "?window=all"), 72);
  // Once the host allows it, the feed comes in without being added again.
  there.answers["/papers.json"] = { body: feed([item(1)]), headers: { "Access-Control-Allow-Origin": "*" } };
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 73);
  assert.doesNotMatch(await (await entry(page, "papers.json")).textContent(), /CORS/);
});

test("the page cannot connect to an origin that its reader did not name", async (t) => {
  const named = await host(t, { "/papers.json": feed([item(1)]) });
  const unknown = await host(t, { "/papers.json": feed([item(2)]) });
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${named.url}papers.json`);
  assert.equal(await fetchByPage(page, `${named.url}papers.json`), "answered");
  assert.equal(await fetchByPage(page, `${unknown.url}papers.json`), "TypeError");
  assert.deepEqual(unknown.asked, []);
  await visit(page, url);
  assert.equal(await fetchByPage(page, `${unknown.url}papers.json`), "TypeError");
  assert.deepEqual(unknown.asked, []);
});

test("a feed that was removed keeps its papers, and is not fetched again", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1), item(2)]) });
  const { page, url } = await open(t);
  const address = `${there.url}papers.json`;
  await visit(page, url, `?feed=${address}`);
  await (await entry(page, "papers.json")).getByRole("button", { name: "Remove" }).click();
  await page.locator("main#feeds .list > li", { hasText: "papers.json" }).waitFor({ state: "detached" });
  assert.equal(await record(page, address), null);
  assert.equal(await count(page, "?window=all"), 74);

  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 74);
  assert.equal((await listed(page)).length, 1);
  assert.equal(there.asked.length, 1);
  assert.deepEqual(await allowed(page), ["'self'"]);
});

test("a feed that was removed does not come back with a reload", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1)]) });
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers.json`);
  await (await entry(page, "papers.json")).getByRole("button", { name: "Remove" }).click();
  await page.locator("main#feeds .list > li", { hasText: "papers.json" }).waitFor({ state: "detached" });
  await page.reload();
  await feedsSettled(page);
  assert.equal((await listed(page)).length, 1);
});
