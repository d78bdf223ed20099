// Measures what learning costs in a headless Chromium: an act and the new order, and a start until everything is learnt.
//
//   node scripts/measure-learning.mjs --star 'title:"visual question answering"'
//   node scripts/measure-learning.mjs --star QUERY --dismiss QUERY   some papers dismissed too
//   node scripts/measure-learning.mjs --acts 9 --window month        how many acts; whose order is made anew
//
// Needs the site (`scripts/serve --build-only`), tests/e2e/node_modules and Chromium. OFFPRINT_DIST names another folder than dist:
// a copy of it whose `feed` is a large archive of `press build`. Run it on an idle machine.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { DIST, launch } from "../tests/e2e/support.mjs";
import { serve } from "./site.mjs";

const PATIENCE = 600_000;

const { values: options } = parseArgs({
  options: {
    star: { type: "string", default: "title:model" },
    dismiss: { type: "string" },
    acts: { type: "string", default: "9" },
    window: { type: "string", default: "all" },
  },
});
const { shards } = JSON.parse(await readFile(join(DIST, "feed/manifest.json"), "utf8"));
const papers = shards.reduce((sum, shard) => sum + shard.papers, 0);
const load = loadavg()[0].toFixed(1);
const site = await serve({ root: DIST });
const { context, close } = await launch();
try {
  context.setDefaultTimeout(PATIENCE);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${site.url}?window=all`);
  await page.waitForFunction((papers) => Number.parseInt(document.querySelector(".count")?.textContent.replaceAll(",", "") ?? "0", 10) >= papers, papers);
  await quiet(page);
  const starred = await mark(page, options.star, "Star all");
  const dismissed = options.dismiss ? await mark(page, options.dismiss, "Dismiss all") : 0;
  const start = Date.now();
  await page.goto(`${site.url}?window=${options.window}&sort=foryou`);
  await quiet(page);
  const learnt = (Date.now() - start) / 1000;
  const times = await orders(page, Number(options.acts));
  console.log(`${papers} papers, ${starred} starred, ${dismissed} dismissed, load ${load} before`);
  console.log(`from opening the page to everything learnt: ${learnt.toFixed(1)} s`);
  console.log(`an act and the new order: ${times[times.length >> 1]} ms at the median, ${times[0]} to ${times.at(-1)}, ${times.length} times`);
} finally {
  await close();
  await site.close();
}

/** Waits until all is indexed and learnt, and a second more. */
async function quiet(page) {
  await page.waitForFunction(() => {
    const here = document.querySelector("main#papers[aria-busy=false] .count")?.textContent ?? "";
    if (!here || /index|learn/.test(here)) globalThis.busyUntil = performance.now();
    return performance.now() - (globalThis.busyUntil ??= performance.now()) > 1_000;
  });
}

/** Does to every paper of a query what the menu of the list says; how many they are. */
async function mark(page, query, what) {
  await page.goto(`${site.url}?window=all&q=${encodeURIComponent(query)}`);
  await quiet(page);
  await page.locator("details.all summary").click();
  await page.locator("#act").selectOption(what);
  await page.locator("details.all form[data-do=act] button").click();
  await page.locator(".toast").waitFor();
  // On disk before the next visit.
  await page.waitForTimeout(2_000);
  return Number.parseInt((await page.locator(".toast").textContent()).replace(/[^\d]/g, ""), 10);
}

/** Milliseconds in the worker from the order to the new list, after one more star each, ascending. */
async function orders(page, acts) {
  const times = [];
  for (let act = 0; act < acts; act += 1) {
    await page.locator('.rows [data-act="star"][aria-pressed="false"]').first().click();
    const anew = page.locator("button", { hasText: "Order it anew" });
    await anew.waitFor();
    await page.evaluate(() => performance.clearMeasures());
    await anew.click();
    await anew.waitFor({ state: "detached" });
    await page.waitForTimeout(500);
    times.push(Math.max(...(await page.evaluate(() => performance.getEntriesByName("offprint:search").map(({ duration }) => Math.round(duration))))));
  }
  return times.sort((a, b) => a - b);
}
