import assert from "node:assert/strict";
import { test } from "node:test";
import { allowed, count, feed, item, listed, visit } from "./feeds.mjs";
import { open } from "./support.mjs";

const body = encodeURIComponent(JSON.stringify(feed([item(1)])));
const addresses = [`data:application/json,${body}`, "ftp://127.0.0.1/feed.json", "file:///etc/hostname", "javascript:document.title='x'", "blob:http://127.0.0.1/1"];

for (const address of addresses) {
  const scheme = address.split(":")[0];
  test(`${scheme}: in the address of the page is not taken`, async (t) => {
    const { page, url } = await open(t);
    await visit(page, url, `?feed=${encodeURIComponent(address)}`);
    assert.equal(await count(page, "?window=all"), 72);
    assert.deepEqual(await allowed(page), ["'self'"]);
    assert.equal((await listed(page)).length, 1, "only the site's own papers are listed");
  });
}

test("an address typed in that is none is refused in a sentence", async (t) => {
  const { page, url } = await open(t);
  await visit(page, url, "?page=feeds");
  for (const [typed, said] of [
    ...addresses.map((address) => [address, "Only http and https addresses can be read."]),
    ["http://", "This is not an address."],
  ]) {
    await page.locator("#address").fill(typed);
    await page.locator("main#feeds form button").click();
    assert.equal(await page.locator("main#feeds form [role=alert]").textContent(), said, typed);
  }
  assert.equal((await listed(page)).length, 1);
});

test("a feed's address cannot widen the policy of the page", async (t) => {
  const { page, url } = await open(t);
  const odd = "https://a.example;script-src *,https://b.example/feed.json";
  await visit(page, url, `?feed=${encodeURIComponent(odd)}`);
  assert.deepEqual(await allowed(page), ["'self'"]);
});
