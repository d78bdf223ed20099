import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { archive, count, item, record, told, visit } from "./feeds.mjs";
import { copyOfSite, keptOffline, open } from "./support.mjs";

// Puts another edition beside the program: the month there was, and one more.
async function publish(root, items) {
  const manifest = JSON.parse(await readFile(join(root, "feed/manifest.json"), "utf8"));
  const more = archive({ "2025-08": items });
  const shards = [...manifest.shards.filter(({ month }) => month !== "2025-08"), ...JSON.parse(more["manifest.json"]).shards];
  delete more["manifest.json"];
  for (const [name, text] of Object.entries(more)) await writeFile(join(root, "feed", name), text);
  await writeFile(join(root, "feed/manifest.json"), JSON.stringify({ ...manifest, shards }));
  return shards.map(({ file }) => file).sort();
}

const known = async (page) => (await record(page, "built-in")).shards.sort();

test("the next visit brings the new papers, though the offline copy holds the old list", async (t) => {
  const root = await copyOfSite(t);
  const { page, url, stopServer, complaints } = await open(t, { root });
  await visit(page, url);
  await keptOffline(page);
  assert.equal(await count(page, "?window=all"), 72);

  const files = await publish(root, [item(1), item(2)]);
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 74);
  assert.deepEqual(await known(page), files);

  // Nothing changed: what is known stays known, and is not fetched again.
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  for (const visitNumber of [3, 4]) {
    await visit(page, url);
    assert.deepEqual(await known(page), files, `visit ${visitNumber}`);
  }
  assert.deepEqual(asked.filter((path) => /\/feed\/2/.test(path)), []);
  assert.deepEqual(complaints, []);

  await stopServer();
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 74, "they are kept");
  assert.doesNotMatch(await told(page), /could not/);
});

test("a month that grew at the site is fetched under its new name, once", async (t) => {
  const root = await copyOfSite(t);
  await publish(root, [item(1)]);
  const { page, url } = await open(t, { root, browser: { serviceWorkers: "block" } });
  await visit(page, url);
  const files = await publish(root, [item(1), item(2)]);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await visit(page, url);
  await visit(page, url);
  assert.equal(asked.filter((path) => /\/feed\/2/.test(path)).length, 1);
  assert.deepEqual(await known(page), files);
  assert.equal(await count(page, "?window=all"), 74);
});

test("a first visit after the change has an offline copy too", async (t) => {
  const root = await copyOfSite(t);
  await publish(root, [item(1)]);
  const { page, url, stopServer } = await open(t, { root });
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 73);
  await keptOffline(page);
  await stopServer();
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 73);
});
