import assert from "node:assert/strict";
import { test } from "node:test";
import { madeFeed } from "./oracle.mjs";
import { afterAbsence, feedServer, onDisk, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

// What can be pressed, measured with its label; links in the run of a sentence may be as high as its line.
function smallTargets() {
  const inSentence = (element) => {
    const block = element.closest("p, dd, li, span");
    return element.matches("a, button.plain") && block && [...block.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\w{2}/.test(node.data));
  };
  const box = (element) => {
    const label = element.matches("input") ? element.closest("label") : null;
    return (label ?? element).getBoundingClientRect();
  };
  const reachable = document.querySelector("dialog[open]") ?? document;
  return [...reachable.querySelectorAll("a[href], button, input, select, summary, [role=slider]")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".hidden") && !element.matches(".skip") && !inSentence(element))
    .map((element) => ({ element, ...box(element).toJSON() }))
    .filter(({ width, height }) => width > 0 && (width < 23.9 || height < 23.9))
    .map(({ element, width, height }) => `${element.tagName.toLowerCase()}.${element.className} “${element.textContent.trim().slice(0, 20)}” ${width.toFixed(0)}×${height.toFixed(0)}`);
}

// What sticks out to the right of the screen, to say what to mend.
function wide() {
  const root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return [];
  const out = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5);
  return [`${root.scrollWidth} > ${innerWidth}`, ...out.slice(0, 5).map((element) => `${element.tagName.toLowerCase()}.${element.className}`)];
}

const places = {
  "the list": (page) => settled(page),
  "papers being selected": async (page) => {
    await settled(page);
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.locator('.rows input[aria-label="Select"]').first().waitFor();
  },
  "papers being shared": async (page) => {
    await settled(page);
    await page.locator(".all summary").click();
    await page.locator(".all button", { hasText: "Share as a link" }).click();
    await page.locator("dialog[open] svg").waitFor();
  },
  "a filtered list": async (page, url) => {
    await page.goto(`${url}?window=week&q=model&cat=cs.CL&kw=language+model+pretraining&sort=trending`);
    await settled(page);
  },
  "the facets": async (page, url, t) => {
    await page.goto(`${url}?window=all&feed=${encodeURIComponent(`${await feedServer(t, { "/feed.json": madeFeed() })}/feed.json`)}`);
    await page.locator('[data-notice="word"]', { hasText: "130 papers" }).waitFor();
    await page.locator(".facets .toggle").click();
    await page.locator(".facets .value").first().click();
    await page.locator('.facets .value[aria-pressed="true"]').waitFor();
    await page.locator('.facets [role="slider"]').first().press("ArrowRight");
  },
  "an open paper": async (page, url) => {
    await settled(page);
    await page.goto(`${url}?paper=${(await rowsShown(page))[0]}`);
    await page.locator("section#paper h2").waitFor();
  },
  "the history": async (page, url) => {
    await settled(page);
    await page.goto(`${url}?paper=${(await rowsShown(page))[0]}`);
    await page.locator("section#paper h2").waitFor();
    await until(async () => Object.keys(await onDisk(page, "history")).length, (events) => events > 0, "the opening on disk");
    await page.goto(`${url}?page=history`);
    await page.locator("main#history li").first().waitFor();
  },
  "the feeds": async (page, url) => {
    await page.goto(`${url}?page=feeds`);
    await page.locator("main#feeds li", { hasText: "72 papers" }).waitFor();
    await page.locator("button", { hasText: "Show their addresses" }).click();
    await page.locator("button", { hasText: "Make it" }).click();
    await page.locator("button", { hasText: "Save as .eml" }).waitFor();
  },
  "what came since the last visit": async (page, url) => {
    await afterAbsence(page, url);
  },
  about: async (page, url) => {
    await page.goto(`${url}?page=about`);
    await page.locator("main#about", { hasText: "72 papers known" }).waitFor();
  },
  "how to search": async (page, url) => {
    await page.goto(`${url}?page=search-help`);
    await page.locator("main#search-help dt").first().waitFor();
  },
  "the list of keys": async (page) => {
    await settled(page);
    await page.locator("footer button").click();
    await page.locator("dialog[open]").waitFor();
  },
  "the calendar": async (page) => {
    await settled(page);
    await page.locator("button", { hasText: "Calendar" }).click();
    await page.locator("dialog[open] td a").waitFor();
  },
  "a toast and a notice": async (page, url) => {
    await page.goto(`${url}?feed=${encodeURIComponent(`${url}a-name-that-is-long-and-has-no-place-to-break-it/nowhere.json`)}`);
    await settled(page);
    await page.locator('[data-notice="trouble"]').waitFor();
    await page.locator('.rows [data-act="star"]').first().click();
    await page.locator(".toast").waitFor();
  },
};

for (const [name, reach] of Object.entries(places)) {
  test(`${name} fits 320 px, and what can be pressed is large enough`, async (t) => {
    const { page, url } = await visit(t, "", { viewport: { width: 320, height: 640 } });
    await reach(page, url, t);
    assert.deepEqual({ wide: await page.evaluate(wide), small: [...new Set(await page.evaluate(smallTargets))] }, { wide: [], small: [] });
  });
}

test("a paper whose words cannot be broken still fits 320 px", async (t) => {
  const feed = madeFeed(3);
  feed.title = "F".repeat(120);
  feed.items[0].title = "Supercalifragilistic".repeat(8);
  feed.items[0].authors = [{ name: "Ä".repeat(90) }];
  feed.items[0].content_text = "https://example.org/".padEnd(400, "x");
  Object.assign(feed.items[0]._paper, { organisation: "O".repeat(90), keywords: ["k".repeat(120)], days: ["2025-08-01"] });
  const address = `${await feedServer(t, { "/feed.json": feed })}/feed.json`;
  const { page, url } = await visit(t, `?window=all&feed=${encodeURIComponent(address)}`, { viewport: { width: 320, height: 640 } });
  await page.locator('[data-notice="word"]', { hasText: "3 papers" }).waitFor();
  await page.locator(".facets .toggle").click();
  await page.locator(".facets .value").first().waitFor();
  assert.deepEqual(await page.evaluate(wide), [], "the list");
  await page.goto(`${url}?paper=${feed.items[0]._paper.arxiv}`);
  await page.locator("section#paper h2").waitFor();
  assert.deepEqual(await page.evaluate(wide), [], "the open paper");
  await page.goto(`${url}?page=feeds`);
  await page.locator("main#feeds li", { hasText: "3 papers" }).waitFor();
  assert.deepEqual(await page.evaluate(wide), [], "the feeds");
});
