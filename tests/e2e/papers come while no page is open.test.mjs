import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { archive, count, item, visit } from "./feeds.mjs";
import { copyOfSite, keptOffline, open, until } from "./support.mjs";

const july = [item(701, { day: "2025-07-01" })];
const august = [item(801, { day: "2025-08-01" })];
const september = [item(901, { day: "2025-09-01", title: "Come in the night" })];

/** Has the browser do what it does of its own accord where a page is installed. */
async function dispatch(context, page, origin) {
  const session = await context.newCDPSession(page);
  const registered = new Promise((done) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations[0] && done(registrations[0].registrationId));
  });
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.dispatchPeriodicSyncEvent", { origin, registrationId: await registered, tag: "papers" });
  return session;
}

const kept = (page) =>
  page.evaluate(async () => {
    const name = (await caches.keys()).find((name) => name.startsWith("offprint-papers-"));
    const requests = name ? await (await caches.open(name)).keys() : [];
    return requests.map(({ url }) => url.replace(/.*\//, "").replace(/-[0-9a-f]{16}/, "")).sort();
  });

test("in the background only the manifest and its new parts are fetched, and they are read without a network", async (t) => {
  const root = await copyOfSite(t);
  const put = async (months) => {
    for (const [name, text] of Object.entries(archive(months))) await writeFile(join(root, "feed", name), text);
  };
  await rm(join(root, "feed"), { recursive: true });
  await mkdir(join(root, "feed"));
  await put({ "2025-07": july, "2025-08": august });
  const { page, context, url, stopServer } = await open(t, { root });
  await visit(page, url);
  await keptOffline(page);
  assert.equal(await count(page, "?window=all"), 2);
  assert.deepEqual(await kept(page), [], "nothing is kept unasked");

  const { origin } = new URL(url);
  await dispatch(context, page, origin);
  await until(() => kept(page), (names) => names.includes("manifest.json"), "the manifest");
  assert.deepEqual(await kept(page), ["2025-08.json", "manifest.json"], "the newest part at first");

  await put({ "2025-07": july, "2025-08": august, "2025-09": september });
  await dispatch(context, page, origin);
  await until(() => kept(page), (names) => names.includes("2025-09.json"), "the new part");
  await stopServer();
  await visit(page, url, "?window=all");
  assert.equal(await count(page, "?window=all&q=%22Come+in+the+night%22"), 1);
  assert.equal(await count(page, "?window=all"), 3);
});

test("an archive that cannot be had changes nothing", async (t) => {
  const root = await copyOfSite(t);
  const { page, context, url } = await open(t, { root });
  await visit(page, url);
  await keptOffline(page);
  await writeFile(join(root, "feed/manifest.json"), "<!doctype html>");
  await dispatch(context, page, new URL(url).origin);
  await page.waitForTimeout(700);
  assert.deepEqual(await kept(page), []);
  assert.equal(await count(page, "?window=all"), 72);
});
