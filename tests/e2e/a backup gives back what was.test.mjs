import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { markOnDisk, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

const star = async (page, id, on = true) => {
  await rowOf(page, id).locator('[data-act="star"]').click();
  await markOnDisk(page, id, (set) => set.star?.is === on);
};

async function note(page, id, text) {
  await rowOf(page, id).locator("h3 a").click();
  await page.locator(`section#paper[data-open="${id}"] .own`).waitFor();
  await page.locator("#note").fill(text);
  await page.locator("#note").blur();
  await markOnDisk(page, id, (set) => set.note?.is === text);
}

/** Writes a backup as a download. */
async function backup(page, url) {
  await page.goto(`${url}?page=library`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "Write a backup" }).click()]);
  const bytes = await readFile(await download.path());
  return { name: download.suggestedFilename(), mimeType: "application/gzip", buffer: bytes };
}

test("stars that were taken away are put back as they were, after a look, and that is undone in one step", async (t) => {
  const { page, url, complaints } = await visit(t);
  await settled(page);
  const [first, second, third] = await rowsShown(page);
  await star(page, first);
  await star(page, second);
  const file = await backup(page, url);
  await page.goto(url);
  await settled(page);
  await star(page, first, false);
  await star(page, third);
  await page.goto(`${url}?page=library`);
  await page.locator("#backup").setInputFiles(file);
  const offer = page.locator(".offer");
  await offer.locator("li", { hasText: "Nothing in it is new here." }).waitFor();
  await offer.locator("li", { hasText: "as it was then would come to: 1 star set" }).waitFor();
  assert.equal(await offer.locator("button", { hasText: "Take it in" }).count(), 0, "there is no news in it");
  await offer.locator("button", { hasText: "Put back" }).click();
  await markOnDisk(page, first, (set) => set.star?.is);
  assert.ok((await onDisk(page, "marks"))[third].set.star.is, "what came since stays");
  await page.locator("body").click({ position: { x: 1, y: 1 } });
  await page.keyboard.press("u");
  await markOnDisk(page, first, (set) => set.star?.is === false);
  assert.ok((await onDisk(page, "marks"))[second].set.star.is);
  assert.deepEqual(complaints, []);
});

test("a backup that was taken in and undone can be put back", async (t) => {
  const one = await visit(t);
  await settled(one.page);
  const [id] = await rowsShown(one.page);
  await star(one.page, id);
  const file = await backup(one.page, one.url);
  const { page } = await visit(t, "?page=library");
  await page.locator("#backup").setInputFiles(file);
  await page.locator("button", { hasText: "Take it in" }).click();
  await markOnDisk(page, id, (set) => set.star?.is);
  await page.locator('.toast [data-act="undo"]').click();
  await markOnDisk(page, id, (set) => set.star?.is === false);
  await page.locator("#backup").setInputFiles(file);
  await page.locator("button", { hasText: "Put back as it was then" }).click();
  await markOnDisk(page, id, (set) => set.star?.is);
  await page.locator("#backup").setInputFiles(file);
  await page.locator(".offer", { hasText: "Nothing in it is new here." }).waitFor();
  assert.deepEqual(await page.locator(".offer button").allTextContents(), ["Leave it"]);
});

test("whose citation keys a backup changes is told by name before it is taken in", async (t) => {
  const bib = (id, title) => `@misc{lee2024deep, title = {${title}}, eprint = {${id}}, archivePrefix = {arXiv}, keywords = {mine}}`;
  const brings = async ({ page, url }, id, title) => {
    await page.goto(`${url}?page=feeds`);
    await page.locator("#file").setInputFiles({ name: "refs.bib", mimeType: "application/x-bibtex", buffer: Buffer.from(bib(id, title)) });
    await markOnDisk(page, id, (set) => set.key?.is === "lee2024deep");
  };
  const exported = async ({ page, url }, query) => {
    await page.goto(`${url}?q=${query}&window=all`);
    await settled(page);
    await page.locator("details.all summary").click();
    await page.locator("#format").selectOption("BibTeX");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".all button", { hasText: "Export" }).click()]);
    return (await readFile(await download.path())).toString().match(/^@misc\{(.*),$/gm).map((line) => line.slice(6, -1));
  };
  const there = await visit(t);
  await settled(there.page);
  await brings(there, "1706.03762", "Attention");
  const file = await backup(there.page, there.url);
  const here = await visit(t);
  await settled(here.page);
  await brings(here, "1512.03385", "Residuals");
  assert.deepEqual(await exported(here, "tag:mine"), ["lee2024deep"]);
  const { page, url } = here;
  await page.goto(`${url}?page=library`);
  await page.locator("#backup").setInputFiles(file);
  const told = "“Residuals” (1512.03385) will be cited as lee2024deep-1512.03385 and no more as lee2024deep, which is the key of 1706.03762: texts that cite it must follow";
  await page.locator(".offer li", { hasText: told }).waitFor();
  assert.deepEqual(await exported(here, "tag:mine"), ["lee2024deep"], "nothing is done before the reader agrees");
  await page.goto(`${url}?page=library`);
  await page.locator("#backup").setInputFiles(file);
  await page.locator("button", { hasText: "Take it in" }).click();
  await markOnDisk(page, "1706.03762", (set) => set.key?.is === "lee2024deep");
  assert.deepEqual((await exported(here, "tag:mine")).sort(), ["lee2024deep", "lee2024deep-1512.03385"]);
  await page.goto(`${url}?paper=1512.03385`);
  await page.locator("section#paper .key", { hasText: "Cited as lee2024deep-1512.03385" }).waitFor();
});

test("a backup that is dropped on the page, or chosen under Feeds, leads to a look into it", async (t) => {
  const one = await visit(t);
  await settled(one.page);
  const [id] = await rowsShown(one.page);
  await star(one.page, id);
  const file = await backup(one.page, one.url);
  for (const packed of [true, false]) {
    const buffer = packed ? file.buffer : gunzipSync(file.buffer);
    const { page } = await visit(t, packed ? "?page=feeds" : "");
    if (packed) {
      await page.locator("#file").setInputFiles({ ...file, buffer });
    } else {
      await settled(page);
      await page.evaluate((text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], "offprint.json", { type: "application/json" }));
        document.querySelector("main").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
      }, buffer.toString());
    }
    await page.locator("main#library .offer", { hasText: "1 star set" }).waitFor();
    await until(() => page.evaluate(() => document.activeElement?.textContent), (text) => text === "Take it in", "the focus on the offer");
    assert.deepEqual(await onDisk(page, "marks"), {}, "looking changes nothing");
    await page.locator("button", { hasText: "Take it in" }).click();
    await markOnDisk(page, id, (set) => set.star?.is);
  }
});

test("of notes written on two devices both are kept, and one that was written over the other is not", async (t) => {
  const one = await visit(t);
  await settled(one.page);
  const [id] = await rowsShown(one.page);
  await note(one.page, id, "A long note of this device.");
  const two = await visit(t);
  await settled(two.page);
  await note(two.page, id, "new");
  const file = await backup(two.page, two.url);
  await one.page.goto(`${one.url}?page=library`);
  await one.page.locator("#backup").setInputFiles(file);
  await one.page.locator(".offer li", { hasText: "1 note written here and there" }).waitFor();
  await one.page.locator("button", { hasText: "Take it in" }).click();
  const both = "A long note of this device.\n\n---\n\nnew";
  await markOnDisk(one.page, id, (set) => set.note.is === both);
  // The other device takes both; what it then writes over them, knowing them, stands alone.
  const back = await backup(one.page, one.url);
  await two.page.goto(`${two.url}?page=library`);
  await two.page.locator("#backup").setInputFiles(back);
  await two.page.locator("button", { hasText: "Take it in" }).click();
  await markOnDisk(two.page, id, (set) => set.note.is === both);
  await two.page.goto(two.url);
  await settled(two.page);
  await note(two.page, id, "Short.");
  const last = await backup(two.page, two.url);
  await one.page.goto(`${one.url}?page=library`);
  await one.page.locator("#backup").setInputFiles(last);
  await one.page.locator(".offer li", { hasText: "1 note set" }).waitFor();
  assert.equal(await one.page.locator(".offer li", { hasText: "here and there" }).count(), 0);
  await one.page.locator("button", { hasText: "Take it in" }).click();
  await markOnDisk(one.page, id, (set) => set.note.is === "Short.");
});

test("in two tabs neither of two texts on one paper swallows the other", async (t) => {
  const { page, url, context } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`${url}?paper=${id}`);
    await tab.locator("#note").waitFor();
  }
  await page.locator("#note").pressSequentially("typed first");
  await other.locator("#note").pressSequentially("typed second");
  await page.locator("#note").blur();
  await markOnDisk(page, id, (set) => set.note?.is.includes("typed first"));
  await other.locator("#note").blur();
  for (const tab of [page, other]) {
    const seen = await until(() => tab.locator("#note").inputValue(), (text) => text.includes("typed first") && text.includes("typed second"), "both texts");
    assert.equal(seen.split("typed").length, 3, "each once");
  }
});

test("a feed in a backup is named before it is taken in, and undone with it", async (t) => {
  const one = await visit(t);
  await settled(one.page);
  const [id] = await rowsShown(one.page);
  await star(one.page, id);
  const file = await backup(one.page, one.url);
  const made = JSON.parse(gunzipSync(file.buffer));
  const address = "https://feeds.example.org/a.json";
  made.feeds[address] = { v: 2, address, title: "Theirs", kind: "address", on: true, added: 5 };
  const { page } = await visit(t, "?page=library");
  await page.locator("#backup").setInputFiles({ name: "b.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(made)) });
  await page.locator(".offer li", { hasText: `The feed “Theirs”, from ${address}` }).waitFor();
  await page.locator("button", { hasText: "Take it in" }).click();
  await until(() => onDisk(page, "feeds"), (feeds) => address in feeds, "the feed");
  await page.locator('.toast [data-act="undo"]').click();
  await until(() => onDisk(page, "feeds"), (feeds) => !(address in feeds), "no such feed");
});
