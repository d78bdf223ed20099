import assert from "node:assert/strict";
import { test } from "node:test";
import { count, feed, host, item, visit } from "./feeds.mjs";
import { open, until } from "./support.mjs";

// Days by the clock of the page, which the tests set: nothing here depends on the real one.
const on = (page, day) => page.addInitScript((now) => (Date.now = () => now), Date.parse(`${day}T12:00:00Z`));

const first = [item(1, { day: "2025-08-01", upvotes: 5 }), item(2, { day: "2025-08-01", upvotes: 9, version: 1 })];
const later = [
  item(1, { day: "2025-08-01", upvotes: 25 }),
  item(2, { day: "2025-08-01", upvotes: 9, version: 2, repository: "https://github.com/a/b" }),
  item(3, { day: "2025-08-04", upvotes: 2, title: "The lesser of two" }),
  item(4, { day: "2025-08-05", upvotes: 70, title: "The better of two" }),
];

/** Two visits, four days apart, between which papers came. */
async function away(t) {
  const there = await host(t, { "/papers.json": feed(first) });
  const { page, url, complaints } = await open(t);
  await on(page, "2025-08-01");
  await visit(page, url, `?feed=${there.url}papers.json`);
  assert.equal(await page.locator("section.away").count(), 0, "nobody was away on a first visit");
  there.answers["/papers.json"] = feed(later);
  await on(page, "2025-08-05");
  await visit(page, url);
  const panel = page.locator("section.away");
  await panel.getByRole("link", { name: "2 new papers" }).waitFor();
  return { page, url, panel, complaints };
}

test("it counts what is new, has risen, has code and has a new version, each with its list", async (t) => {
  const { page, panel, complaints } = await away(t);
  assert.match(await panel.textContent(), /Last here on 1 August 2025\. 2 new papers-days: 4 to 5 August 2025/);
  const lines = await panel.locator(".counts a").allTextContents();
  assert.deepEqual(lines, ["2 new papers", "1 rose in votes or stars", "1 has code now", "1 has a new version"]);
  const lists = await panel.locator(".counts a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const [at, list] of lists.entries()) assert.equal(await count(page, list), Number.parseInt(lines[at], 10), list);
  assert.deepEqual(complaints, []);
});

test("it names the best of the missed days in the reader's time, and what is read leaves it", async (t) => {
  const { page, panel } = await away(t);
  await panel.locator("summary").click();
  assert.deepEqual(await panel.locator("ol a").allTextContents(), ["The better of two", "The lesser of two"]);
  await panel.locator("select").selectOption("5");
  await panel.getByText("The best in 5 minutes").waitFor();
  await panel.locator("ol a").first().click();
  await page.locator("section#paper h2", { hasText: "The better of two" }).waitFor();
  await page.locator("nav a", { hasText: "Feeds" }).click();
  await until(() => panel.locator("ol a").allTextContents(), (left) => left.length === 1, "one left");
  assert.equal(await panel.locator("select").inputValue(), "5");
});

test("put away it is gone from the list until papers come after another absence, and stays under Feeds", async (t) => {
  const { page, url, panel } = await away(t);
  await panel.getByRole("button", { name: "Put this away" }).click();
  await panel.waitFor({ state: "detached" });
  await visit(page, url);
  assert.equal(await panel.count(), 0);
  await page.locator("nav a", { hasText: "Feeds" }).click();
  await panel.getByRole("link", { name: "2 new papers" }).waitFor();
  await on(page, "2025-08-09");
  await visit(page, url);
  assert.equal(await panel.count(), 0, "nothing came since");
});

test("a page that stayed open tells of the night when it is looked at again", async (t) => {
  const there = await host(t, { "/papers.json": feed(first) });
  const { page, url } = await open(t);
  await page.addInitScript(() => {
    globalThis.now = Date.parse("2025-08-01T20:00:00Z");
    Date.now = () => globalThis.now;
    Object.defineProperty(document, "hidden", { get: () => globalThis.away === true });
  });
  const turn = (away, now) =>
    page.evaluate(([away, now]) => {
      Object.assign(globalThis, { away, now: Date.parse(now) });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, [away, now]);
  await visit(page, url, `?feed=${there.url}papers.json`);
  await turn(true, "2025-08-01T21:00:00Z");
  await turn(false, "2025-08-01T21:10:00Z");
  await until(() => there.asked.length, (asked) => asked === 2, "another request, as an hour has passed");
  await page.waitForTimeout(300);
  assert.equal(await page.locator("section.away").count(), 0, "ten minutes are no absence");
  there.answers["/papers.json"] = feed(later);
  await turn(true, "2025-08-01T21:15:00Z");
  await turn(false, "2025-08-05T08:00:00Z");
  await page.locator("section.away").getByRole("link", { name: "2 new papers" }).waitFor();
  assert.match(await page.locator("section.away").textContent(), /Last here on 1 August 2025.*1 rose.*1 has code now/s);
});
