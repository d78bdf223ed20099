import assert from "node:assert/strict";
import { after, test } from "node:test";
import { archive, feedsSettled, host, item } from "./feeds.mjs";
import { openLong } from "./long.mjs";
import { onDisk, settled, until } from "./support.mjs";

const COUNT = 2_600;
const { url, context, page: first } = await openLong({ after }, COUNT);
const at = (files) => Object.fromEntries(Object.entries(files).map(([name, body]) => [`/papers/${name}`, body]));
const month = (title) => at(archive({ "2025-08": [item(801, { title }), item(802, { title: "Of porcupines" })] }));
const there = await host({ after }, month("Of a walrus"));
await first.goto(`${url}?window=all&feed=${there.url}papers/manifest.json`);
await feedsSettled(first);
const pieces = async (page) => Object.keys(await onDisk(page, "index")).length;
const stored = (page) => until(() => pieces(page), (count) => count >= 2, "the index to be stored", 30_000);

/** A start of the page, and how many papers were indexed by it until everything could be searched. */
async function start(t) {
  const page = await context.newPage();
  t.after(() => page.close());
  await page.goto(`${url}?window=all`);
  await feedsSettled(page);
  const indexed = () => performance.getEntriesByName("offprint:index")[0]?.detail.papers;
  await page.waitForFunction(() => performance.getEntriesByName("offprint:index").length > 0);
  await settled(page);
  return { page, indexed: await page.evaluate(indexed) };
}

/** How many papers a text finds in all days. */
async function found(page, text) {
  await page.evaluate((query) => {
    history.pushState(null, "", query);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `?window=all&q=${encodeURIComponent(text)}`);
  await page.locator("main#papers[aria-busy=false]").waitFor();
  await page.waitForTimeout(300);
  await settled(page);
  return Number(/[\d,]+/.exec(await page.locator("main#papers .count").textContent())[0].replace(",", ""));
}

/** Writes a note on the paper that stands first, or empties it. */
async function note(page, text) {
  await page.locator("main#papers .rows article h3 a").first().click();
  await page.locator("#note").fill(text);
  await page.locator("#note").blur();
  await page.locator("section#paper .close").click();
}

/** Changes a byte of a piece. */
const harm = (page, key, at, by) =>
  page.evaluate(
    async ([key, at, by]) => {
      const asked = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
      const database = await asked(indexedDB.open("offprint"));
      const held = () => database.transaction("index", "readwrite").objectStore("index");
      const bytes = await asked(held().get(key));
      bytes[(at + bytes.length) % bytes.length] += by;
      await asked(held().put(bytes, key));
      database.close();
    },
    [key, at, by],
  );

await stored(first);
const words = { all: await found(first, "invented"), some: await found(first, "robust retrieval"), typed: await found(first, "benchm") };
assert.equal(words.all, COUNT);
await first.close();

const check = async (page) => {
  const now = { all: await found(page, "invented"), some: await found(page, "robust retrieval"), typed: await found(page, "benchm") };
  assert.deepEqual(now, words);
};

test("a second start opens it, indexes nothing and finds the same", async (t) => {
  const { page, indexed } = await start(t);
  assert.equal(indexed, 0);
  await check(page);
});

test("a note that was changed after it was stored is found as it is now", async (t) => {
  const { page } = await start(t);
  assert.equal(await found(page, "zebrafish"), 0);
  await found(page, "");
  await note(page, "zebrafish and giraffe");
  await until(() => found(page, "zebrafish"), (count) => count === 1, "the note to be found");
  await page.close();
  const next = await start(t);
  assert.equal(next.indexed, 1, "the one paper with the note");
  assert.equal(await found(next.page, "giraffe"), 1);
  await note(next.page, "giraffe alone");
  await until(() => found(next.page, "zebrafish"), (count) => count === 0, "the old note to be gone");
  await next.page.close();
  const last = await start(t);
  assert.deepEqual([await found(last.page, "giraffe alone"), await found(last.page, "zebrafish")], [1, 0]);
  await check(last.page);
  await found(last.page, "giraffe alone");
  await note(last.page, "");
  await until(() => found(last.page, "giraffe"), (count) => count === 0, "no note");
});

test("a month that changed after it was stored is found as it is now", async (t) => {
  const before = await start(t);
  assert.deepEqual([await found(before.page, "walrus"), await found(before.page, "narwhal")], [1, 0]);
  await before.page.close();
  Object.assign(there.answers, month("Of a narwhal"));
  for (const _ of ["the visit that fetches it", "the next"]) {
    const { page } = await start(t);
    assert.deepEqual([await found(page, "walrus"), await found(page, "narwhal"), await found(page, "porcupine")], [0, 1, 1]);
    await check(page);
    await page.close();
  }
});

for (const [what, key, at, by] of [
  ["of another format", "1000", 0, 1],
  ["with a damaged byte", "1001", -5_000, 1],
]) {
  test(`one ${what} is made anew, without a word, and stored again`, async (t) => {
    const before = await start(t);
    await harm(before.page, key, at, by);
    await before.page.close();
    const { page, indexed } = await start(t);
    assert.ok(indexed >= COUNT, `${indexed}`);
    await check(page);
    assert.equal(await page.locator('[data-notice="trouble"]').count(), 0);
    await stored(page);
    await page.close();
    assert.equal((await start(t)).indexed, 0);
  });
}

test("an address with words says nothing of papers before all words are there", async (t) => {
  const page = await context.newPage();
  t.after(() => page.close());
  await page.addInitScript(() => {
    globalThis.shown = new Set();
    const look = () => {
      for (const element of document.querySelectorAll(".count, .nothing, .said, [role=status]")) shown.add(element.textContent);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  for (const query of ["robust retrieval", "like:2001.00005"]) {
    await page.goto(`${url}?window=all&q=${encodeURIComponent(query)}`);
    await page.locator("main#papers[aria-busy=false] .rows article").first().waitFor({ timeout: 30_000 });
    await settled(page);
    const shown = await page.evaluate(() => [...globalThis.shown]);
    const wrong = shown.filter((text) => /\b0 papers|No paper|Few papers/.test(text));
    assert.deepEqual(wrong, [], query);
  }
});

test("erasing everything erases it", async (t) => {
  const { page } = await start(t);
  assert.ok((await pieces(page)) >= 2);
  await page.goto(`${url}?page=library`);
  await page.locator("summary", { hasText: "Erase everything" }).click();
  await page.locator("#sure").fill("erase");
  const download = page.waitForEvent("download");
  await page.locator("button", { hasText: "Write a last backup" }).click();
  await download;
  await page.evaluate(() => (globalThis.old = true));
  await page.locator(".erase form > button").click();
  await page.waitForFunction(() => !globalThis.old && document.querySelector("main"));
  assert.equal(await pieces(page), 0);
});
