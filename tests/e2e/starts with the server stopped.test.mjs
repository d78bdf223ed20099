import assert from "node:assert/strict";
import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { copyOfSite, keptOffline, open, papersShown } from "./support.mjs";

test("after one visit the page starts with the server stopped", async (t) => {
  const { page, context, url, stopServer, complaints } = await open(t);
  await page.goto(url);
  await papersShown(page);
  await keptOffline(page);
  await stopServer();
  await assert.rejects(fetch(url), "the server is really gone");

  await page.reload();
  await papersShown(page);

  const tab = await context.newPage();
  await tab.goto(`${url}?q=retrieval`);
  await tab.locator("main#papers").waitFor();
  // The page asks for newer papers and is content without; the browser itself notes that nobody answered.
  assert.deepEqual(complaints.filter((line) => !/\/(feed\/manifest|site)\.json/.test(line)), []);
});

// What becomes of the service worker's install: "installed", or "redundant" when it failed.
async function outcome(page) {
  return page.evaluate(async () => {
    const { installing, active } = await navigator.serviceWorker.register("./sw.js", { updateViaCache: "none" });
    if (installing?.state === "installing") await new Promise((done) => (installing.onstatechange = done));
    return { state: installing?.state ?? (active ? "installed" : "redundant"), caches: await caches.keys() };
  });
}

test("a file that cannot be loaded leaves no half copy, and a page that works", async (t) => {
  const root = await copyOfSite(t);
  // On the list, but nothing that the page itself asks for.
  await rm(join(root, "icons/maskable-512.png"));
  const { page, url } = await open(t, { root });
  await page.goto(url);
  await papersShown(page);
  assert.deepEqual(await outcome(page), { state: "redundant", caches: [] });
});

test("a file of another build fails the copy", async (t) => {
  const root = await copyOfSite(t);
  await appendFile(join(root, "icons/maskable.svg"), "<!-- changed -->");
  const { page, url } = await open(t, { root });
  await page.goto(url);
  await papersShown(page);
  assert.deepEqual(await outcome(page), { state: "redundant", caches: [] });
});
