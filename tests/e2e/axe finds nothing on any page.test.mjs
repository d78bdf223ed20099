import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { feed, item, risen } from "./feeds.mjs";
import { madeFeed } from "./oracle.mjs";
import { afterAbsence, feedServer, onDisk, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

// Through the debugger, which the page's policy on scripts does not bind. Of the other colours only contrast can differ.
async function findings(page, runOnly) {
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }), runOnly);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length}× ${nodes.slice(0, 3).map(({ target, any }) => `${target} (${any[0]?.message ?? ""})`).join("; ")}`);
}

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

const opened = async (page, url) => {
  await settled(page);
  const [id] = await rowsShown(page);
  await page.goto(`${url}?paper=${id}`);
  await page.locator("section#paper h2").waitFor();
};

// A tag, a note, a collection, a kept search and a mute, and then the page of the library.
const fill = async (page, url) => {
  await settled(page);
  await page.locator(".rows article h3 a").first().click();
  await page.locator("#tag").fill("to read");
  await page.locator("#tag").press("Enter");
  await page.locator("#note").fill("A note.");
  await page.locator(".own summary").click();
  await page.locator("#collection").fill("Thesis");
  await page.locator("#collection").press("Enter");
  await page.locator("section#paper .close").click();
  await page.locator("#search").fill("language ");
  await page.locator("button", { hasText: "Keep this search" }).click();
  await settingsSaved(page);
  await page.goto(`${url}?page=library`);
  await page.locator("main#library .tags a", { hasText: "to read" }).waitFor();
  await page.locator("#mute").fill("Nobody");
  await page.locator("#mute").press("Enter");
  await page.locator("main#library button", { hasText: "Unmute" }).waitFor();
  await page.locator(".erase summary").click();
};

/** Waits until the kept search is on disk, as it is the last act. */
const settingsSaved = (page) => until(async () => Object.keys(await onDisk(page, "things")).some((key) => key.startsWith("search:")), Boolean, "the search on disk");

const states = {
  "the list": [desktop, (page) => settled(page)],
  "the list on a phone": [phone, (page) => settled(page)],
  "the list narrowed by a facet and with a range being chosen": [desktop, async (page, url, t) => {
    await page.goto(`${url}?window=all&feed=${encodeURIComponent(`${await feedServer(t, { "/feed.json": madeFeed() })}/feed.json`)}`);
    await page.locator('[data-notice="word"]', { hasText: "130 papers" }).waitFor();
    await page.locator(".facets .value").first().click();
    await page.locator('.facets .value[aria-pressed="true"]').waitFor();
    await page.locator('.facets [role="slider"]').first().press("ArrowRight");
    await page.locator(".facets [data-show]").waitFor();
  }],
  "rising topics and a folded paper": [desktop, async (page, url, t) => {
    const { past, now } = risen();
    const twins = [901, 902].map((number) => item(number, { day: "2025-09-20", title: "Quiet crossings of four streets" }));
    const address = `${await feedServer(t, { "/feed.json": feed([...past, ...now, ...twins]) })}/feed.json`;
    await page.goto(`${url}?window=all&sort=mix&feed=${encodeURIComponent(address)}`);
    await page.locator('[data-notice="word"]', { hasText: "162 papers" }).waitFor();
    await page.locator(".rising summary").click();
    await page.locator(".rising li").first().waitFor();
    await page.locator('[data-act="fold"]').first().waitFor();
  }],
  "the facets on a phone": [phone, async (page) => {
    await settled(page);
    await page.locator(".facets .toggle").click();
    await page.locator(".facets .value").first().waitFor();
  }],
  "an empty list": [desktop, async (page, url) => {
    await page.goto(`${url}?q=nothingatall`);
    await page.locator(".nothing").waitFor();
  }],
  "an open paper": [desktop, opened],
  "an open paper on a phone": [phone, opened],
  "the history": [desktop, async (page, url) => {
    await opened(page, url);
    await page.locator("nav a", { hasText: "History" }).click();
    await page.locator("main#history li").first().waitFor();
  }],
  "the feeds": [desktop, async (page, url) => {
    await page.goto(`${url}?page=feeds`);
    await page.locator("main#feeds li", { hasText: "72 papers" }).waitFor();
    await page.locator("button", { hasText: "Show their addresses" }).click();
    await page.locator("button", { hasText: "Make it" }).click();
    await page.locator("button", { hasText: "Save as .eml" }).waitFor();
  }],
  "what came since the last visit": [desktop, async (page, url) => {
    await afterAbsence(page, url);
  }],
  "what came since the last visit, on a phone": [phone, async (page, url) => {
    await afterAbsence(page, url);
  }],
  "about": [desktop, async (page, url) => {
    await page.goto(`${url}?page=about`);
    await page.locator("main#about", { hasText: "72 papers known" }).waitFor();
  }],
  "the library with something of everything": [desktop, async (page, url) => {
    await fill(page, url);
  }],
  "the library on a phone": [phone, async (page, url) => {
    await fill(page, url);
  }],
  "what can be done with a list": [desktop, async (page) => {
    await settled(page);
    await page.locator("summary", { hasText: "Export or mark all" }).click();
    await page.locator("#format").waitFor();
  }],
  "how to search": [desktop, async (page, url) => {
    await page.goto(`${url}?page=search-help`);
    await page.locator("main#search-help dt").first().waitFor();
  }],
  "the list of keys": [desktop, async (page) => {
    await settled(page);
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
  }],
  "the calendar": [desktop, async (page) => {
    await settled(page);
    await page.locator("button", { hasText: "Calendar" }).click();
    await page.locator("dialog[open] td a").waitFor();
  }],
  "papers being shared and rows being selected": [desktop, async (page) => {
    await settled(page);
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.locator(".all summary").click();
    await page.locator(".all button", { hasText: "Share as a link" }).click();
    await page.locator("dialog[open] svg").waitFor();
  }],
  "what a link brought": [desktop, async (page, url) => {
    await settled(page);
    await page.locator(".all summary").click();
    await page.locator(".all button", { hasText: "Share as a link" }).click();
    const link = await page.locator("#share-link").inputValue();
    await page.goto(`${url}?page=about`);
    await page.goto(link);
    await page.locator(".brought").waitFor();
  }],
  "a toast and a notice": [desktop, async (page, url) => {
    await page.goto(`${url}?feed=${encodeURIComponent(`${url}nowhere.json`)}`);
    await settled(page);
    await page.locator('[data-notice="trouble"]').waitFor();
    await page.locator('.rows [data-act="star"]').first().click();
    await page.locator(".toast").waitFor();
  }],
};

for (const [name, [viewport, reach]] of Object.entries(states)) {
  test(`axe finds nothing on ${name}, light and dark`, async (t) => {
    const { page, url } = await visit(t, "", { viewport });
    await reach(page, url, t);
    await page.evaluate(axe);
    const light = await findings(page, { type: "tag", values: tags });
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await findings(page, { type: "rule", values: ["color-contrast"] });
    assert.deepEqual({ light, dark }, { light: [], dark: [] });
  });
}
