import assert from "node:assert/strict";
import { test } from "node:test";
import { keptOffline, open, papersShown } from "./support.mjs";

test("the site works under /offprint/, with and without the server", async (t) => {
  const { page, url, stopServer, complaints } = await open(t, { base: "/offprint/" });
  assert.match(url, /\/offprint\/$/);
  const outside = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) outside.push(request.url());
  });
  await page.goto(url);
  await papersShown(page);
  await keptOffline(page);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.ready).scope), url);
  await stopServer();
  await page.goto(`${url}?window=all&starred=1`);
  await page.locator("main#papers").waitFor();
  assert.deepEqual(outside, [], "nothing is asked for outside of the sub-path");
  // The page asks for newer papers and is content without; the browser itself notes that nobody answered.
  assert.deepEqual(complaints.filter((line) => !/\/(feed\/manifest|site)\.json/.test(line)), []);
});

test("the sub-path without its slash leads to the page", async (t) => {
  const { page, url } = await open(t, { base: "/offprint/" });
  await page.goto(url.slice(0, -1));
  assert.equal(page.url(), url);
  await papersShown(page);
});

test("an address the site does not know still shows the page", async (t) => {
  const { page, url } = await open(t, { base: "/offprint/" });
  const response = await page.goto(`${url}nowhere`);
  assert.equal(response.status(), 404);
  await papersShown(page);
});
