import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { allRows, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

const add = async (page, ...names) => {
  for (const name of names) {
    await page.locator("#new-collection").fill(name);
    await page.locator("#new-collection").press("Enter");
    await page.locator("main#library .things a", { hasText: name }).waitFor();
  }
};

const names = (page) => page.locator('main#library h3:has-text("Collections") + ul li > a').allTextContents();

const where = (page, name) => page.locator(`select[aria-label="Where ${name} is"]`);

test("a collection counts, lists and shares what is in those within it, and nests one deep", async (t) => {
  const { page, url, complaints } = await visit(t, "?page=library");
  await add(page, "Thesis", "Intro", "Paper");
  await where(page, "Intro").selectOption({ label: "in Thesis" });
  await until(() => names(page), (found) => `${found}` === "Thesis,Intro,Paper", "Intro within Thesis");
  assert.deepEqual(await where(page, "Thesis").locator("option").allTextContents(), ["at the top"], "what has others in it stays at the top");
  await page.goto(`${url}?q=language&window=all`);
  const ids = await allRows(page);
  await page.locator("details.all summary").click();
  await page.locator("#collect-all").selectOption({ label: "Intro" });
  await page.locator(".all button", { hasText: "Add all" }).click();
  await until(async () => Object.values(await onDisk(page, "marks")).length, (count) => count === ids.length, "all in Intro");
  await page.goto(`${url}?page=library`);
  const papers = `${ids.length} papers`;
  await page.locator("main#library .things li", { hasText: "Thesis" }).first().locator(".count", { hasText: papers }).waitFor();
  await page.locator('button[aria-label="Share Thesis"]').click();
  await page.locator("#share-title", { hasText: `Share ${papers}` }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("main#library a", { hasText: /^Thesis$/ }).click();
  assert.deepEqual(await allRows(page), ids);
  assert.deepEqual(complaints, []);
});

test("what is dismissed or muted is in a collection's list, count, export and link all the same", async (t) => {
  const { page, url, complaints } = await visit(t, "?page=library");
  await add(page, "Thesis");
  await page.goto(`${url}?q=language&window=all`);
  const ids = await allRows(page);
  await page.locator("details.all summary").click();
  await page.locator("#collect-all").selectOption({ label: "Thesis" });
  await page.locator(".all button", { hasText: "Add all" }).click();
  await until(async () => Object.values(await onDisk(page, "marks")).length, (count) => count === ids.length, "all in it");
  await rowOf(page, ids[0]).locator('[data-act="dismiss"]').click();
  await rowOf(page, ids[0]).waitFor({ state: "detached" });
  await page.goto(`${url}?page=library`);
  await page.locator("#mute-by").selectOption("word");
  await page.locator("#mute").fill("language");
  await page.locator("#mute").press("Enter");
  await page.locator("main#library .things li", { hasText: "language" }).locator("button", { hasText: "Unmute" }).waitFor();
  const papers = `${ids.length} papers`;
  await page.locator("main#library .things li", { hasText: "Thesis" }).locator(".count", { hasText: papers }).waitFor();
  await page.locator('button[aria-label="Share Thesis"]').click();
  await page.locator("#share-title", { hasText: `Share ${papers}` }).waitFor();
  await page.keyboard.press("Escape");
  await page.goto(`${url}?q=language&window=all`);
  const left = await allRows(page);
  assert.ok(!left.includes(ids[0]) && left.length < ids.length - 1, "of a general list one is dismissed and others are muted");
  await page.goto(`${url}?q=in%3A"Thesis"&window=all`);
  assert.deepEqual(await allRows(page), ids);
  await rowOf(page, ids[0]).locator(".own", { hasText: "Dismissed" }).waitFor();
  assert.equal(await page.locator(".rows .own", { hasText: "Dismissed" }).count(), 1);
  await page.locator("details.all summary").click();
  await page.locator("#format").selectOption("Links");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".all button", { hasText: "Export" }).click()]);
  assert.equal((await readFile(await download.path())).toString(), ids.map((id) => `https://arxiv.org/abs/${id}\n`).join(""));
  await page.goto(`${url}?q=in%3A"Thesis"+-is%3Adismissed&window=all`);
  assert.deepEqual((await allRows(page)).sort(), ids.slice(1).sort());
  assert.deepEqual(complaints, []);
});

test("there are no two collections of one name, as lists name them by it", async (t) => {
  const { page, url } = await visit(t, "?page=library");
  await add(page, "Intro", "Other");
  await page.locator("#new-collection").fill("intro");
  await page.keyboard.press("Enter");
  await page.locator("[data-notice]", { hasText: "There is a collection “intro” already." }).waitFor();
  await page.goto(`${url}?window=all`);
  const [first] = await allRows(page);
  await page.locator(".rows article h3 a").first().click();
  await page.locator("section#paper summary", { hasText: "Put it into a collection" }).click();
  await page.locator("section#paper label", { hasText: "Other" }).click();
  await page.goto(`${url}?page=library`);
  page.once("dialog", (dialog) => dialog.accept("INTRO"));
  await page.locator('button[aria-label="Rename Other"]').click();
  await page.locator(".toast", { hasText: "“Other” joined to another collection" }).waitFor();
  await until(() => names(page), (found) => `${found}` === "Intro", "one collection");
  await page.locator("main#library a", { hasText: /^Intro$/ }).click();
  assert.deepEqual(await allRows(page), [first]);
});

test("what is moved by keyboard keeps the focus, and each choice reads as it is", async (t) => {
  const { page } = await visit(t, "?page=library");
  await add(page, "One", "Two", "Three");
  await page.locator('button[aria-label="Move up Three"]').focus();
  for (const order of ["One,Three,Two", "Three,One,Two"]) {
    await page.keyboard.press("Enter");
    await until(() => names(page), (found) => `${found}` === order, order);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Move up Three");
  }
  await where(page, "Two").selectOption({ label: "in One" });
  await page.locator('button[aria-label="Move up One"]').click();
  await until(() => names(page), (found) => `${found}` === "One,Two,Three", "One first, with Two in it");
  const chosen = (name) => where(page, name).evaluate((select) => select.selectedOptions[0].label);
  assert.deepEqual([await chosen("One"), await chosen("Two"), await chosen("Three")], ["at the top", "in One", "at the top"]);
});

test("a watch counts papers that come late, of the day last looked at and of those before it", async (t) => {
  const { page, url } = await visit(t, "?q=retrieval&window=all");
  await settled(page);
  assert.ok((await rowsShown(page)).length > 0);
  await page.locator("button", { hasText: "Keep this search" }).click();
  const seen = async () => Object.entries(await onDisk(page, "things")).find(([key]) => key.startsWith("search:"))?.[1].set.seen?.is;
  await until(seen, (seen) => /^2025-07-29 \d+$/.test(seen), "what was looked at");
  await page.goto(`${url}?page=library`);
  const item = page.locator("main#library .things li", { hasText: "retrieval" });
  await item.locator(".count", { hasText: "papers" }).waitFor();
  assert.equal(await item.locator(".new").count(), 0);
  await item.locator("label", { hasText: "Watch" }).click();
  await until(async () => Object.values(await onDisk(page, "things")).filter(({ set }) => set.watched?.is).length, (count) => count === 1, "the watch");
  const paper = (number, day) => ({ id: `https://arxiv.org/abs/2507.${number}`, title: `Late retrieval ${number}`, _paper: { arxiv: `2507.${number}`, days: [day] } });
  const late = [paper(90001, "2025-07-29"), paper(90002, "2025-07-20"), paper(90003, "2024-07-20")];
  const feed = { version: "https://jsonfeed.org/version/1.1", title: "Late", _paper: { format: 1 }, items: late };
  await page.goto(`${url}?page=feeds`);
  await page.locator("#file").setInputFiles({ name: "late.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(feed)) });
  // What is of long ago comes with an archive that is being fetched.
  await page.locator("nav a", { hasText: "Library (2 new)" }).click();
  await item.locator(".new", { hasText: "2 new" }).waitFor();
  const before = await seen();
  await item.locator("a").click();
  await settled(page);
  await until(seen, (now) => now !== before, "what was looked at");
  await page.locator("nav a", { hasText: /^Library$/ }).click();
  await item.waitFor();
  assert.equal(await item.locator(".new").count(), 0);
});

test("searches of a file stand in its order, and the same file again brings none twice", async (t) => {
  const { page, url } = await visit(t, "?page=feeds");
  await settled(page).catch(() => {});
  const outline = (name, query) => `<outline text="${name}" type="link" url="${url}?q=${query}"/>`;
  const opml = `<opml version="2.0"><head/><body>${outline("Zebra", "zebra")}${outline("Apple", "apple")}${outline("Mango", "mango")}</body></opml>`;
  const file = { name: "searches.opml", mimeType: "text/x-opml", buffer: Buffer.from(opml) };
  const found = () => page.locator('main#library h3:has-text("Searches") + ul li > a').allTextContents();
  for (const round of [1, 2]) {
    await page.goto(`${url}?page=feeds`);
    await page.locator("#file").setInputFiles(file);
    await until(async () => Object.keys(await onDisk(page, "things")).length, (count) => count >= 3, "the searches on disk");
    await page.waitForTimeout(500);
    await page.goto(`${url}?page=library`);
    await until(found, (names) => `${names}` === "Zebra,Apple,Mango", `three searches after round ${round}`);
  }
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "Export the searches" }).click()]);
  assert.match(download.suggestedFilename(), /\.opml$/);
});
