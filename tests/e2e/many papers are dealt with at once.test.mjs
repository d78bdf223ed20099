import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { allRows, markOnDisk, onDisk, rowOf, settled, shared, until } from "./support.mjs";

const visit = await shared();

const marked = async (page, is) => Object.values(await onDisk(page, "marks")).filter(({ set }) => is(set)).length;

test("a list is tagged with several tags, put into a collection, and both are taken back", async (t) => {
  const { page, url, complaints } = await visit(t, "?page=library");
  await page.locator("#new-collection").fill("Thesis");
  await page.locator("#new-collection").press("Enter");
  await until(async () => Object.keys(await onDisk(page, "things")).length, (count) => count === 1, "the collection");
  await page.goto(`${url}?q=language&window=all`);
  const { length } = await allRows(page);
  await page.locator("details.all summary").click();
  await page.locator("#tag-all").fill("thesis, to read");
  await page.locator("#tag-all").press("Enter");
  const tagged = (set) => set["tag:thesis"]?.is === true && set["tag:to read"]?.is === true;
  await until(() => marked(page, tagged), (count) => count === length, "both tags");
  await page.locator("#tag-all").fill("thesis");
  await page.locator("button", { hasText: "Take it off all" }).click();
  await until(() => marked(page, (set) => set["tag:thesis"].is === false && set["tag:to read"].is), (count) => count === length, "one tag");
  await page.locator("#collect-all").selectOption({ label: "Thesis" });
  const within = (on) => (set) => Object.keys(set).some((key) => key.startsWith("in:") && Boolean(set[key].is) === on);
  await page.locator("button", { hasText: "Add all" }).click();
  await until(() => marked(page, within(true)), (count) => count === length, "all in the collection");
  await page.locator("button", { hasText: "Take all out" }).click();
  await until(() => marked(page, within(false)), (count) => count === length, "none in it");
  assert.deepEqual(complaints, []);
});

test("one key copies a paper's BibTeX, under a key that its panel then shows, and one exports the list", async (t) => {
  const { page, url } = await visit(t, "?q=language", { permissions: ["clipboard-read", "clipboard-write"] });
  await settled(page);
  const ids = await allRows(page);
  await rowOf(page, ids[0]).focus();
  await page.keyboard.press("c");
  const copied = await until(() => page.evaluate(() => navigator.clipboard.readText()), (text) => text.startsWith("@"), "the entry");
  assert.ok(copied.includes(ids[0]));
  const key = copied.match(/\{([^,]+),/)[1];
  await page.goto(`${url}?paper=${ids[0]}`);
  await page.locator("section#paper .key", { hasText: `Cited as ${key}` }).waitFor();
  await page.goto(`${url}?q=language`);
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("C")]);
  assert.match(download.suggestedFilename(), /-bibtex\.bib$/);
  const text = (await readFile(await download.path())).toString();
  assert.equal(text.match(/^@/gm).length, ids.length);
  assert.ok(text.includes(`{${key},`), "the key stays");
});

test("Escape leaves the fields of a paper, and then its panel", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const [id] = await allRows(page);
  await page.goto(page.url().replace(/\?.*|$/, `?paper=${id}`));
  await page.locator("#note").fill("A word.");
  await page.keyboard.press("Escape");
  await markOnDisk(page, id, (set) => set.note?.is === "A word.");
  await page.keyboard.press("Escape");
  await page.locator("section#paper").waitFor({ state: "detached" });
});

test("papers of a file are found together, with stars as old as they were, and undone in one step", async (t) => {
  const { page, url } = await visit(t, "?page=feeds");
  const entry = (id, favoriteDate) => ({ addDate: "2022-08-29T08:35:02.977Z", author: "Ada Example", favorite: Boolean(favoriteDate), favoriteDate, id: `Arxiv-${id}`, key: "", note: "", tags: [], title: `Paper ${id}`, source: "arxiv", pdfLink: `http://arxiv.org/pdf/${id}v1`, year: "2017" });
  const memory = { "Arxiv-1703.10593": entry("1703.10593", "2022-09-01T10:00:00.000Z"), "Arxiv-1706.03762": entry("1706.03762", "") , __dataVersion: 508 };
  await page.locator("#file").setInputFiles({ name: "my.memory.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(memory)) });
  const star = await markOnDisk(page, "1703.10593", (set) => set.star?.is);
  assert.equal(star.star.since, Date.parse("2022-09-01"));
  await page.locator(".toast", { hasText: "“my.memory” added: 1 star set" }).waitFor();
  const notice = page.locator('[data-notice="word"]', { hasText: "2 papers of my.memory.json are in the collection “my.memory”." });
  await notice.locator("a").click();
  assert.deepEqual(await allRows(page), ["1703.10593", "1706.03762"]);
  await page.locator("body").click({ position: { x: 1, y: 1 } });
  await page.keyboard.press("u");
  await markOnDisk(page, "1703.10593", (set) => set.star?.is === false);
  await page.goto(`${url}?page=library`);
  await page.locator("main#library .lead a", { hasText: "0 papers starred" }).waitFor();
  assert.equal(await page.locator("main#library .things li").count(), 0);
});
