import assert from "node:assert/strict";
import { test } from "node:test";
import { count, entry, feed, host, item, visit } from "./feeds.mjs";
import { open } from "./support.mjs";

const good = feed([item(1, { title: "On invented aqueducts" }), item(2), item(3)]);
const text = JSON.stringify(good);

// What the host answers on the second visit, and what the page must say of it under Feeds.
const bad = {
  "a shorter list": [feed([item(2)]), /It held 1 paper this time, 3 before\. All of them stay\./],
  "an empty list": [feed([]), /It held 0 papers this time, 3 before\. All of them stay\./],
  "an empty file": [{ status: 200, body: "" }, /1 problem.*It held 0 papers this time, 3 before/s],
  "an error": [{ status: 500, body: "broken" }, /could not be fetched: the host answered with an error \(HTTP 500\)\. Nothing was taken away\./],
  "that it is gone": [{ status: 404 }, /there is nothing at this address\. Nothing was taken away\./],
  "a page of HTML with status 200": [{ type: "text/html", body: "<!doctype html><title>Sign in</title><p>Sign in to go on.</p>" }, /1 problem.*It held 0 papers this time, 3 before/s],
  "a file cut off in the middle of a paper": [{ body: text.slice(0, text.length - 120) }, /1 problem.*It held 2 papers this time, 3 before/s],
  "less than it promised": [{ body: text, cut: text.length - 120 }, /could not be fetched: .*Nothing was taken away\./],
};

for (const [what, [answer, said]] of Object.entries(bad)) {
  test(`${what}: every paper stays, and the page says so`, async (t) => {
    const there = await host(t, { "/papers.json": good });
    const { page, url } = await open(t);
    await visit(page, url, `?feed=${there.url}papers.json`);
    assert.equal(await count(page, "?window=all"), 75);

    there.answers["/papers.json"] = answer;
    await visit(page, url);
    assert.equal(there.asked.length, 2);
    assert.equal(await count(page, "?window=all"), 75);
    assert.equal(await count(page, "?window=all&q=aqueducts"), 1);
    const shown = await entry(page, "papers.json");
    assert.match(await shown.textContent(), said);

    // And the next good answer clears the matter up.
    there.answers["/papers.json"] = feed([...good.items, item(4)]);
    await visit(page, url);
    assert.equal(await count(page, "?window=all"), 76);
    assert.match(await (await entry(page, "papers.json")).textContent(), /4 papers/);
    assert.equal(await (await entry(page, "papers.json")).locator(".message:not(:empty)").count(), 0);
  });
}

test("a site whose own papers are gone keeps them and starts", async (t) => {
  const { page, url, context } = await open(t, { browser: { serviceWorkers: "block" } });
  await visit(page, url);
  await context.route("**/feed/manifest.json", (route) => route.fulfill({ status: 500, body: "" }));
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 72);
  assert.match(await (await entry(page, "This site")).textContent(), /HTTP 500/);
});
