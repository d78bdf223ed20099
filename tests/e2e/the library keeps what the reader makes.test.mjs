import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { madeFeed, papersOf } from "./oracle.mjs";
import { allRows, feedServer, markOnDisk, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

async function open(page, id) {
  await rowOf(page, id).locator("h3 a").click();
  await page.locator(`section#paper[data-open="${id}"] .own`).waitFor();
}

const close = async (page) => {
  await page.locator("section#paper .close").click();
  await page.locator("section#paper").waitFor({ state: "detached" });
};

/** Keeps the search on screen, and waits until it is on disk. */
async function keepSearch(page) {
  await page.locator("button", { hasText: "Keep this search" }).click();
  await until(async () => Object.keys(await onDisk(page, "things")).some((key) => key.startsWith("search:")), Boolean, "the search on disk");
}

/** Saves what `act` makes the page hand over, and gives its name and bytes. */
async function handed(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** A paper with a tag, a note and a collection. */
async function make(page, id) {
  await open(page, id);
  await page.locator("#tag").fill("to read, diffusion");
  await page.locator("#tag").press("Enter");
  await page.locator("#note").fill("Compare with *SwinIR*.\n\nSecond <b>part</b>.");
  await page.locator("details summary", { hasText: "Put it into a collection" }).click();
  await page.locator("#collection").fill("Thesis");
  await page.locator("#collection").press("Enter");
  await page.locator(".own details input:checked").waitFor();
  await close(page);
}

test("tags, a note and a collection are in the row, on disk, and there after a reload", async (t) => {
  const { page, complaints } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  await make(page, id);
  await markOnDisk(page, id, (set) => set["tag:to read"]?.is && set["tag:diffusion"]?.is && set.note?.is.startsWith("Compare"));
  const own = rowOf(page, id).locator(".own");
  await own.locator(".note", { hasText: "Compare with SwinIR." }).locator("em", { hasText: "SwinIR" }).waitFor();
  assert.deepEqual(await own.locator(".tag").allTextContents(), ["diffusion", "to read"]);
  await page.reload();
  await settled(page);
  assert.deepEqual(await own.locator(".tag").allTextContents(), ["diffusion", "to read"]);
  await open(page, id);
  assert.equal(await page.locator("#note").inputValue(), "Compare with *SwinIR*.\n\nSecond <b>part</b>.");
  assert.deepEqual(await page.locator(".own .written p").allTextContents(), ["Compare with SwinIR.", "Second <b>part</b>."]);
  await page.locator("#note").fill("# Why\n\n[here](https://example.org/a) [not here](javascript:alert(1)) <img src=x onerror=alert(1)>");
  await page.locator("#note").blur();
  await page.locator(".own .written h4", { hasText: "Why" }).waitFor();
  assert.deepEqual(await page.locator(".own .written a").evaluateAll((links) => links.map((link) => link.href)), ["https://example.org/a"]);
  assert.equal(await page.locator(".own .written img").count(), 0);
  await page.locator(".own .tags li", { hasText: "diffusion" }).locator("button").click();
  await close(page);
  await until(() => own.locator(".tag").allTextContents(), (tags) => `${tags}` === "to read", "one tag");
  assert.deepEqual(complaints, []);
});

test("undo and redo go on after a reload", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  const starred = (on) => rowOf(page, id).locator(`[data-act="star"][aria-pressed="${on}"]`).waitFor();
  await rowOf(page, id).locator('[data-act="star"]').click();
  await markOnDisk(page, id, (set) => set.star?.is);
  await page.reload();
  await settled(page);
  await starred(true);
  await page.keyboard.press("u");
  await starred(false);
  await markOnDisk(page, id, (set) => set.star?.is === false);
  await page.reload();
  await settled(page);
  await page.keyboard.press("U");
  await starred(true);
});

test("searches, collections, tags and mutes are listed, renamed, moved and removed", async (t) => {
  const { page, url, complaints } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  await make(page, id);
  await page.locator("#search").fill("language ");
  await keepSearch(page);
  await page.goto(`${url}?page=library`);
  const names = (part) => page.locator(`main#library h3:has-text("${part}") + ul li > a`).allTextContents();
  await until(() => names("Searches"), (found) => `${found}` === "language", "the kept search");
  assert.deepEqual(await names("Collections"), ["Thesis"]);
  assert.deepEqual(await names("Tags"), ["diffusion", "to read"]);
  await page.locator("#new-collection").fill("Later");
  await page.locator("#new-collection").press("Enter");
  await until(() => names("Collections"), (found) => `${found}` === "Thesis,Later", "a second collection");
  await page.locator('button[aria-label="Move up Later"]').click();
  await until(() => names("Collections"), (found) => `${found}` === "Later,Thesis", "the second one first");
  page.once("dialog", (dialog) => dialog.accept("Some day"));
  await page.locator('button[aria-label="Rename Later"]').click();
  await until(() => names("Collections"), (found) => `${found}` === "Some day,Thesis", "the new name");
  await page.locator('button[aria-label="Remove Some day"]').click();
  await until(() => names("Collections"), (found) => `${found}` === "Thesis", "one collection");
  await page.reload();
  await until(() => names("Collections"), (found) => `${found}` === "Thesis", "one collection after a reload");
  await page.locator("main#library a", { hasText: "language" }).click();
  await settled(page);
  assert.equal(await page.locator("#search").inputValue(), "language");
  assert.deepEqual(complaints, []);
});

test("a tag is renamed and joined to another, each in one step", async (t) => {
  const { page, url, complaints } = await visit(t);
  await settled(page);
  const ids = await rowsShown(page);
  await make(page, ids[0]);
  await open(page, ids[1]);
  await page.locator("#tag").fill("diffusion");
  await page.locator("#tag").press("Enter");
  await markOnDisk(page, ids[1], (set) => set["tag:diffusion"]?.is);
  await page.goto(`${url}?page=library`);
  const tags = () => page.locator("main#library .tags li").evaluateAll((items) => items.map((item) => `${item.querySelector("a").textContent} ${item.querySelector(".count").textContent}`));
  const rename = async (from, to) => {
    page.once("dialog", (dialog) => dialog.accept(to));
    await page.locator(`button[aria-label^="Rename the tag ${from},"]`).click();
  };
  const tagsAre = (wanted) => until(tags, (found) => `${found}` === wanted, `the tags ${wanted}`);
  await tagsAre("diffusion 2,to read 1");
  await rename("diffusion", " Diffusion  models ");
  await tagsAre("Diffusion models 2,to read 1");
  await page.locator(".toast", { hasText: "“diffusion” is now “Diffusion models”: 2 papers" }).waitFor();
  await rename("to read", "Diffusion models");
  await tagsAre("Diffusion models 2");
  await page.keyboard.press("u");
  await tagsAre("Diffusion models 2,to read 1");
  await page.keyboard.press("u");
  await tagsAre("diffusion 2,to read 1");
  await markOnDisk(page, ids[1], (set) => set["tag:diffusion"].is && !set["tag:Diffusion models"].is);
  assert.deepEqual(complaints, []);
});

test("what is written in one stay in a note is one step to undo, pauses or not", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  const noted = (text) => markOnDisk(page, id, (set) => (set.note?.is || "") === text, `the note ${text}`);
  await open(page, id);
  await page.locator("#note").pressSequentially("Of masks.");
  await noted("Of masks.");
  await page.locator("#note").pressSequentially(" And of noise.");
  await noted("Of masks. And of noise.");
  await page.locator("#note").blur();
  await page.locator("#note").pressSequentially("Again: ");
  await until(async () => (await onDisk(page, "marks"))[id].set.note.is, (text) => text.includes("Again:"), "the second stay");
  await page.locator("#note").blur();
  await page.reload();
  await settled(page);
  await page.locator("#note").waitFor();
  await page.locator("section#paper").focus();
  await page.keyboard.press("u");
  await noted("Of masks. And of noise.");
  await page.keyboard.press("u");
  await noted("");
  await page.keyboard.press("U");
  await noted("Of masks. And of noise.");
});

test("a note is there after the page was closed under the typing, and typing without a pause is kept too", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  const noted = (text) => markOnDisk(page, id, (set) => (set.note?.is || "") === text, `the note ${text}`);
  await open(page, id);
  await page.locator("#note").pressSequentially("An hour of thought.");
  await page.reload();
  await noted("An hour of thought.");
  await until(() => page.locator("#note").inputValue(), (text) => text === "An hour of thought.", "the note in its field");
  await until(() => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("offprint:note:")).length), (count) => count === 0, "no draft");
  await page.locator("#note").focus();
  await page.keyboard.press("End");
  await page.locator("#note").pressSequentially(" And more of it, key after key.".repeat(4), { delay: 60, timeout: 40_000 });
  assert.match((await onDisk(page, "marks"))[id].set.note.is, /^An hour of thought\. And more/);
});

test("Enter on what removes a thing leaves the next one alone", async (t) => {
  const { page } = await visit(t, "?page=library");
  for (const name of ["One", "Two", "Three"]) {
    await page.locator("#new-collection").fill(name);
    await page.keyboard.press("Enter");
    await page.locator(`button[aria-label="Remove ${name}"]`).waitFor();
  }
  await page.locator('button[aria-label="Remove One"]').focus();
  await page.keyboard.press("Enter");
  await page.locator('button[aria-label="Remove One"]').waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  await page.waitForTimeout(300);
  assert.equal(await page.locator('button[aria-label^="Remove "]').count(), 2);
});

test("a backup has everything, is joined elsewhere after a look, and that is undone in one step", async (t) => {
  const { page, url } = await visit(t);
  await settled(page);
  const ids = await rowsShown(page);
  await make(page, ids[0]);
  await rowOf(page, ids[1]).locator('[data-act="star"]').click();
  await markOnDisk(page, ids[1], (set) => set.star?.is);
  await page.goto(`${url}?page=library`);
  const { name, bytes } = await handed(page, () => page.locator("button", { hasText: "Write a backup" }).click());
  assert.match(name, /^offprint-\d{4}-\d\d-\d\d\.json\.gz$/);
  const backup = JSON.parse(gunzipSync(bytes));
  assert.equal(backup.format, "offprint-backup");
  assert.deepEqual(backup.marks, await onDisk(page, "marks"));
  assert.deepEqual(Object.keys(backup.history), Object.keys(await onDisk(page, "history")));
  assert.equal(backup.papers.items.length, 2);
  await page.locator("main#library", { hasText: /Last backup on .*; 0 acts since/ }).waitFor();

  const other = await visit(t);
  await settled(other.page);
  await rowOf(other.page, ids[2]).locator('[data-act="star"]').click();
  await markOnDisk(other.page, ids[2], (set) => set.star?.is);
  await other.page.goto(`${other.url}?page=library`);
  const file = join(tmpdir(), `offprint-${process.pid}-${name}`);
  await writeFile(file, bytes);
  await other.page.locator("#backup").setInputFiles(file);
  await other.page.locator(".offer", { hasText: "1 star set" }).waitFor();
  assert.deepEqual(Object.keys(await onDisk(other.page, "marks")), [ids[2]], "looking changes nothing");
  await other.page.locator("button", { hasText: "Take it in" }).click();
  await markOnDisk(other.page, ids[1], (set) => set.star?.is);
  const marks = await onDisk(other.page, "marks");
  assert.deepEqual(marks[ids[0]], backup.marks[ids[0]]);
  assert.ok(marks[ids[2]].set.star.is, "what was here stays");
  await other.page.keyboard.press("u");
  await markOnDisk(other.page, ids[1], (set) => set.star?.is === false);
  await markOnDisk(other.page, ids[0], (set) => set.note?.is === false);
  assert.ok((await onDisk(other.page, "marks"))[ids[2]].set.star.is);

  await writeFile(file, bytes.subarray(0, bytes.length / 2));
  await other.page.locator("#backup").setInputFiles(file);
  await other.page.locator(".offer", { hasText: "not copied whole" }).waitFor();

  await other.page.evaluate(() => delete globalThis.DecompressionStream);
  await writeFile(file, bytes);
  await other.page.locator("#backup").setInputFiles(file);
  await other.page.locator(".offer", { hasText: "this browser cannot unpack it" }).waitFor();
});

test("the loss of everything is told at the next visit", async (t) => {
  const { page, url } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  await rowOf(page, id).locator('[data-act="star"]').click();
  await markOnDisk(page, id, (set) => set.star?.is);
  await page.goto(`${url}manifest.webmanifest`);
  await page.evaluate(() => new Promise((done, failed) => Object.assign(indexedDB.deleteDatabase("offprint"), { onsuccess: done, onerror: failed })));
  await page.goto(url);
  const told = page.locator('[data-notice="trouble"]', { hasText: "remarks on 1 paper" });
  await told.waitFor();
  // What is done since then is no reason to be silent at the next visit.
  await settled(page);
  await rowOf(page, id).locator('[data-act="star"]').click();
  await markOnDisk(page, id, (set) => set.star?.is);
  await page.reload();
  await told.locator("button").click();
  await page.reload();
  await settled(page);
  assert.equal(await told.count(), 0, "it was put away");
});

test("the loss of collections alone is told", async (t) => {
  const { page, url } = await visit(t, "?page=library");
  await page.locator("#new-collection").fill("Thesis");
  await page.locator("#new-collection").press("Enter");
  await until(() => onDisk(page, "things"), (things) => Object.keys(things).length === 1, "the collection");
  await page.goto(`${url}manifest.webmanifest`);
  await page.evaluate(() => new Promise((done, failed) => Object.assign(indexedDB.deleteDatabase("offprint"), { onsuccess: done, onerror: failed })));
  await page.goto(url);
  await page.locator('[data-notice="trouble"]', { hasText: "1 of the collections, searches and mutes" }).waitFor();
});

test("the browser is asked to keep the store at the first choice, of whatever kind", async (t) => {
  const arrange = (context) =>
    context.addInitScript(() => {
      navigator.storage.persist = async () => {
        globalThis.asked = (globalThis.asked ?? 0) + 1;
        return true;
      };
    });
  const { page } = await visit(t, "?q=language", { arrange });
  await settled(page);
  const ids = await rowsShown(page);
  assert.equal(await page.evaluate(() => globalThis.asked), undefined);
  await page.locator("details.all summary").click();
  await page.locator("#act").selectOption("Star all");
  await page.locator(".all button", { hasText: "Do it" }).click();
  await until(() => page.evaluate(() => globalThis.asked), (asked) => asked === 1, "the question");
  await rowOf(page, ids[0]).locator('[data-act="dismiss"]').click();
  await markOnDisk(page, ids[0], (set) => set.dismissed?.is);
  assert.equal(await page.evaluate(() => globalThis.asked), 1, "once");
});

test("everything is erased once the reader has typed so, in every tab", async (t) => {
  const { page, url, context } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  const tab = await context.newPage();
  await tab.goto(url);
  await settled(tab);
  await rowOf(page, id).locator('[data-act="star"]').click();
  await rowOf(tab, id).locator('[data-act="star"][aria-pressed="true"]').waitFor();
  await page.goto(`${url}?page=library`);
  await page.locator("summary", { hasText: "Erase everything" }).click();
  assert.ok(await page.locator(".erase form > button").isDisabled());
  await page.locator("#sure").fill("erase");
  await page.evaluate(async () => {
    localStorage.setItem("another program", "stays");
    await (await caches.open("another program")).put("/x", new Response("stays"));
    await (await caches.open("offprint-papers-/")).put("/y", new Response("goes"));
  });
  await handed(page, () => page.locator("button", { hasText: "Write a last backup" }).click());
  await page.locator(".erase form > button").click();
  await rowOf(tab, id).locator('[data-act="star"][aria-pressed="false"]').waitFor();
  await until(async () => Object.keys(await onDisk(tab, "marks")).length, (count) => count === 0, "no marks");
  assert.deepEqual(Object.keys(await onDisk(tab, "history")), []);
  await tab.reload();
  await settled(tab);
  assert.equal(await tab.locator('[data-notice="trouble"]').count(), 0, "no loss is told of what was erased");
  assert.equal(await tab.evaluate(() => localStorage.getItem("another program")), "stays");
  assert.deepEqual(await tab.evaluate(() => caches.keys()), ["another program"]);
});

test("a whole list is exported, tagged and marked at once", async (t) => {
  const { page, complaints } = await visit(t, "?q=language");
  await settled(page);
  const ids = await allRows(page);
  assert.ok(ids.length > 2);
  await page.locator("summary", { hasText: "Export or mark all" }).click();
  const written = async (format) => {
    await page.locator("#format").selectOption(format);
    return handed(page, () => page.locator(".all button", { hasText: "Export" }).click());
  };
  const bib = await written("BibTeX");
  assert.match(bib.name, /\.bib$/);
  const entries = bib.bytes.toString().match(/^@misc\{.*,$/gm);
  assert.equal(entries.length, ids.length);
  const again = await written("BibTeX");
  assert.deepEqual(again.bytes, bib.bytes, "keys stay");
  assert.equal((await written("Links")).bytes.toString(), ids.map((id) => `https://arxiv.org/abs/${id}\n`).join(""));
  const notes = await written("Notes in Markdown");
  assert.match(notes.name, /\.zip$/);
  assert.equal(notes.bytes.subarray(0, 4).toString("latin1"), "PK\x03\x04");
  await page.locator("#tag-all").fill("words");
  await page.locator("#tag-all").press("Enter");
  await until(async () => Object.values(await onDisk(page, "marks")).filter(({ set }) => set["tag:words"]?.is).length, (count) => count === ids.length, "tags on disk");
  await page.locator("#act").selectOption("Star all");
  await page.locator(".all button", { hasText: "Do it" }).click();
  await markOnDisk(page, ids.at(-1), (set) => set.star?.is);
  await page.keyboard.press("Escape");
  await page.locator("body").click({ position: { x: 1, y: 1 } });
  await page.keyboard.press("u");
  await markOnDisk(page, ids.at(-1), (set) => set.star?.is === false);
  assert.deepEqual(complaints, []);
});

test("a bibliography brings papers, tags, notes and keys, and one undo takes the remarks back", async (t) => {
  const { page } = await visit(t, "?window=all");
  await settled(page);
  const known = (await rowsShown(page))[0];
  const bib = `@article{mine2017, title = {Attention Is All You Need}, author = {Vaswani, Ashish}, eprint = {1706.03762}, archivePrefix = {arXiv}, keywords = {classic}, annote = {Read twice.}}
@misc{other, title = {Something}, eprint = {${known}}, archivePrefix = {arXiv}, keywords = {later}}
@book{knuth, title = {The TeXbook}}`;
  await page.goto(page.url().replace(/\?.*/, "?page=feeds"));
  await page.locator("#file").setInputFiles({ name: "library.bib", mimeType: "application/x-bibtex", buffer: Buffer.from(bib) });
  await markOnDisk(page, "1706.03762", (set) => set["tag:classic"]?.is && set.note?.is === "Read twice." && set.key?.is === "mine2017");
  await markOnDisk(page, known, (set) => set["tag:later"]?.is);
  await page.locator("main#feeds", { hasText: "1 problem" }).waitFor();
  await page.goto(page.url().replace(/\?.*/, "?q=id:1706.03762&window=all"));
  await rowOf(page, "1706.03762").locator(".tag", { hasText: "classic" }).waitFor();
  await page.keyboard.press("u");
  await markOnDisk(page, "1706.03762", (set) => set["tag:classic"]?.is === false);
});

test("papers that only a bibliography brought leave with its undo, in every tab, and come again with redo", async (t) => {
  const { page, url, context, complaints } = await visit(t, "?window=all");
  await settled(page);
  const known = await allRows(page);
  const bib = `@article{one, title = {Attention Is All You Need}, eprint = {1706.03762}, archivePrefix = {arXiv}, keywords = {classic}}
@misc{two, title = {An essay}, url = {https://journal.example/essays/2}}
@misc{other, title = {Something}, eprint = {${known[0]}}, archivePrefix = {arXiv}}`;
  const count = async (tab, papers) => tab.locator(".all .count, .bar .count, .count").filter({ hasText: `${papers} papers` }).first().waitFor();
  const [before, after] = [known.length, known.length + 2];
  const other = await context.newPage();
  await other.goto(`${url}?window=all`);
  await count(other, before);
  await page.goto(`${url}?page=feeds`);
  await page.locator("#file").setInputFiles({ name: "refs.bib", mimeType: "application/x-bibtex", buffer: Buffer.from(bib) });
  await markOnDisk(page, "1706.03762", (set) => set.brought?.is && set["tag:classic"]?.is);
  await markOnDisk(page, "https://journal.example/essays/2", (set) => set.brought?.is);
  assert.equal((await onDisk(page, "marks"))[known[0]].set.brought, undefined, "a feed has told of it");
  await count(other, after);
  const step = async (key, papers) => {
    await page.goto(`${url}?window=all`);
    await settled(page);
    await page.keyboard.press(key);
    for (const tab of [page, other]) await count(tab, papers);
    await until(async () => Object.values(await onDisk(page, "marks")).filter(({ set }) => set.brought?.is).length, (brought) => brought === papers - before, "it on disk");
    await page.reload();
    await count(page, papers);
    assert.equal((await allRows(page)).includes("1706.03762"), papers === after);
  };
  await step("u", before);
  await step("U", after);
  await page.goto(`${url}?q=tag:classic&window=all`);
  await rowOf(page, "1706.03762").locator("h3", { hasText: "Attention Is All You Need" }).waitFor();
  // Undone once more, one with a star stays.
  await rowOf(page, "1706.03762").locator('[data-act="star"]').click();
  await page.locator("body").click({ position: { x: 1, y: 1 } });
  await markOnDisk(page, "1706.03762", (set) => set.star?.is);
  assert.deepEqual(complaints, []);
});

test("a tag is spelt as it is here already, and the library joins two spellings", async (t) => {
  const { page, url } = await visit(t);
  await settled(page);
  const [first, second] = await rowsShown(page);
  const tagged = async (id, typed, wanted) => {
    await open(page, id);
    await page.locator("#tag").fill(typed);
    await page.locator("#tag").press("Enter");
    await markOnDisk(page, id, (set) => set[`tag:${wanted}`]?.is);
    await close(page);
  };
  await tagged(first, "nlp", "nlp");
  await tagged(second, "NLP", "nlp");
  // As another device has spelt it.
  const bib = `@misc{one, title = {Attention}, eprint = {1706.03762}, archivePrefix = {arXiv}, keywords = {NLP}}`;
  await page.goto(`${url}?page=feeds`);
  await page.locator("#file").setInputFiles({ name: "refs.bib", mimeType: "application/x-bibtex", buffer: Buffer.from(bib) });
  await markOnDisk(page, "1706.03762", (set) => set["tag:nlp"]?.is);
  await page.goto(`${url}?page=library`);
  const join = page.locator("main#library .tags button", { hasText: "Join NLP to nlp" });
  await page.locator("main#library .tags a", { hasText: "nlp" }).waitFor();
  assert.equal(await join.count(), 0);
  const marks = { [first]: { v: 2, set: { "tag:NLP": { is: true, at: [1_700_000_000_000, 0, 7] } } } };
  const backup = JSON.stringify({ format: "offprint-backup", version: 1, made: 1_700_000_000_000, marks });
  await page.locator("#backup").setInputFiles({ name: "b.json", mimeType: "application/json", buffer: Buffer.from(backup) });
  await page.locator("button", { hasText: "Take it in" }).click();
  await join.click();
  await markOnDisk(page, first, (set) => set["tag:nlp"].is && !set["tag:NLP"].is);
  await join.waitFor({ state: "detached" });
});

test("a watched search counts what is new until the reader looks", async (t) => {
  const { page, url } = await visit(t, "?q=retrieval&window=all");
  await settled(page);
  await keepSearch(page);
  await page.goto(`${url}?page=library`);
  const item = page.locator("main#library .things li", { hasText: "retrieval" });
  const before = Number((await item.locator("span.count", { hasText: "papers" }).textContent()).match(/\d+/)[0]);
  assert.ok(before > 1);
  await item.locator("label", { hasText: "Watch" }).click();
  assert.equal(await item.locator(".new").count(), 0);
  const made = madeFeed();
  await page.goto(`${url}?page=feeds`);
  await page.locator("#file").setInputFiles({ name: "new.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(made)) });
  // The newest day of the first visit was the built-in edition's; what comes late is new as well.
  const found = papersOf(made).filter((paper) => /retrieval/i.test(paper.title) || paper.keywords.includes("retrieval"));
  const fresh = found.filter((paper) => paper.days.some((day) => day > "2025-06-29"));
  assert.ok(fresh.length > 0 && fresh.length < found.length);
  await page.locator("nav a", { hasText: `Library (${fresh.length} new)` }).click();
  await item.locator(".new", { hasText: `${fresh.length} new` }).waitFor();
  await item.locator("span.count", { hasText: `${before + found.length} papers` }).waitFor();
  await item.locator("a").click();
  await settled(page);
  await page.locator("nav a", { hasText: /^Library$/ }).click();
  await item.waitFor();
  assert.equal(await item.locator(".new").count(), 0);
});

test("is:new lists what came since the last visit", async (t) => {
  const made = madeFeed();
  const feed = `${await feedServer(t, { "/feed.json": made })}/feed.json`;
  const { page, url } = await visit(t, `?window=all&feed=${encodeURIComponent(feed)}`);
  await page.locator('[data-notice="word"]', { hasText: "130 papers" }).waitFor();
  await page.goto(`${url}manifest.webmanifest`);
  // The last visit was long ago and knew the days up to the thirtieth.
  await page.evaluate(() => localStorage.setItem("offprint:visit", " 2025-07-30 0"));
  await page.goto(`${url}?window=all&q=is:new`);
  await settled(page);
  const fresh = papersOf(made).filter((paper) => paper.days.some((day) => day > "2025-07-30")).map((paper) => paper.id);
  await until(async () => (await allRows(page)).sort(), (rows) => `${rows}` === `${fresh.sort()}`, `the new papers ${fresh}`);
});
