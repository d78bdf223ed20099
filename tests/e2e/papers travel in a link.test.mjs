import assert from "node:assert/strict";
import { test } from "node:test";
import { madeFeed, papersOf } from "./oracle.mjs";
import { allRows, markOnDisk, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

const given = (page, name, papers) => page.locator(".brought h2", { hasText: `A link brought ${papers}` }).waitFor();

test("a list goes into a link and out of it, with tags and a name, as one act", async (t) => {
  const { page, complaints } = await visit(t, "?q=language");
  await settled(page);
  const ids = await allRows(page);
  await page.locator("summary", { hasText: "Export or mark all" }).click();
  await page.locator("#tag-all").fill("to read");
  await page.locator("#tag-all").press("Enter");
  await markOnDisk(page, ids.at(-1), (set) => set["tag:to read"]?.is);
  await page.locator(".all button", { hasText: "Share as a link" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.locator("#share-name").fill("For you");
  const plain = await dialog.locator("#share-link").inputValue();
  await dialog.locator("label", { hasText: "With my tags" }).click();
  const link = await until(() => dialog.locator("#share-link").inputValue(), (link) => link !== plain, "a link with tags");
  assert.match(link, /^http:\/\/[^?#]*#share=[\w-]+$/);
  await dialog.locator('svg[role="img"] path').waitFor();
  await dialog.locator("button", { hasText: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);

  const other = await visit(t);
  await settled(other.page);
  const asked = [];
  other.page.on("request", (request) => asked.push(request.url()));
  await other.page.goto(link);
  await given(other.page, "For you", `${ids.length} papers`);
  const preview = other.page.locator('.brought [role="status"]');
  assert.match(await preview.textContent(), new RegExp(`1 collection set.*${ids.length} papers of collections set.*${ids.length} tags set`));
  assert.deepEqual(await onDisk(other.page, "marks"), {}, "looking changes nothing");
  await other.page.locator("button", { hasText: "Take them" }).click();
  await markOnDisk(other.page, ids.at(-1), (set) => set["tag:to read"]?.is && Object.keys(set).some((field) => field.startsWith("in:")));
  assert.equal(new URL(other.page.url()).hash, "");
  assert.equal(Object.keys(await onDisk(other.page, "history")).length, 1, "one act");
  await other.page.keyboard.press("u");
  await markOnDisk(other.page, ids.at(-1), (set) => set["tag:to read"]?.is === false);
  assert.ok(Object.values(await onDisk(other.page, "marks")).every(({ set }) => Object.values(set).every(({ is }) => !is)));
  assert.ok(asked.every((url) => !url.includes("share")), "nothing of it is sent anywhere");
  assert.deepEqual(other.complaints, []);
});

test("a link that is too long for a code says so, and goes to other programs where the browser lets it", async (t) => {
  const arrange = (context) => context.addInitScript(() => (navigator.share = async (what) => void (globalThis.handed = what)));
  const { page, url } = await visit(t, "?page=feeds", { arrange });
  // Every one of another month, of which few fit.
  const many = Array.from({ length: 300 }, (_, at) => `${15 + (at % 10)}${String((at * 7) % 12 + 1).padStart(2, "0")}.${20_000 + at}`);
  await page.locator("#file").setInputFiles({ name: "many.txt", mimeType: "text/plain", buffer: Buffer.from(many.join("\n")) });
  await until(async () => Object.keys(await onDisk(page, "marks")).length, (count) => count === 300, "the papers in a collection");
  await page.goto(`${url}?q=in:many&window=all`);
  await settled(page);
  await page.locator("summary", { hasText: "Export or mark all" }).click();
  await page.locator(".all button", { hasText: "Share as a link" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.locator(".hint", { hasText: "Too long for a QR code, which a phone can read up to 800 characters" }).waitFor();
  assert.equal(await dialog.locator("svg").count(), 0);
  const link = await dialog.locator("#share-link").inputValue();
  assert.ok(link.length > 800);
  await dialog.locator("button", { hasText: "Share…" }).click();
  const handed = await until(() => page.evaluate(() => globalThis.handed), Boolean, "what was handed on");
  assert.equal(handed.url, link);
  await page.goto(`${url}?window=all`);
  await settled(page);
  await page.locator("summary", { hasText: "Export or mark all" }).click();
  const [id] = await rowsShown(page);
  await rowOf(page, id).locator("h3 a").click();
  await page.locator("section#paper button", { hasText: "Share" }).click();
  await dialog.locator('svg[role="img"] path').waitFor();
  assert.equal(await dialog.locator(".hint", { hasText: "Too long" }).count(), 0);
});

test("papers that are not known become entries, which fill in when a feed brings them", async (t) => {
  const made = madeFeed();
  const file = { name: "new.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(made)) };
  const { page, url } = await visit(t, "?page=feeds");
  await page.locator("#file").setInputFiles(file);
  await page.locator('[data-notice="word"]').first().waitFor();
  const paper = papersOf(made)[0];
  await page.goto(`${url}?window=all&q=id:${paper.id}&paper=${paper.id}`);
  await page.locator("section#paper button", { hasText: "Share" }).click();
  const link = await page.locator("#share-link").inputValue();

  const other = await visit(t, "?window=all&q=is:starred");
  await settled(other.page);
  // In the tab where the app is already open.
  await other.page.evaluate((link) => location.assign(link), new URL(link).hash);
  await given(other.page, "", "1 paper");
  await other.page.locator(".brought", { hasText: "1 star set; 1 paper not known here yet" }).waitFor();
  await other.page.locator("button", { hasText: "Take them" }).click();
  await markOnDisk(other.page, paper.id, (set) => set.star?.is);
  await other.page.reload();
  await settled(other.page);
  assert.deepEqual(await rowsShown(other.page), [paper.id]);
  await rowOf(other.page, paper.id).locator("h3", { hasText: paper.id }).waitFor();
  await other.page.goto(`${other.url}?page=feeds`);
  await other.page.locator("#file").setInputFiles(file);
  await other.page.locator('[data-notice="word"]').first().waitFor();
  await other.page.goto(`${other.url}?window=all&q=is:starred`);
  await settled(other.page);
  await rowOf(other.page, paper.id).locator("h3", { hasText: paper.title }).waitFor();
});

test("a link that was cut is refused with a word", async (t) => {
  const { page } = await visit(t, "#share=AVGVGVGV");
  await page.locator('[data-notice="trouble"]', { hasText: "The link is not whole" }).waitFor();
  await settled(page);
  assert.equal(new URL(page.url()).hash, "");
});
