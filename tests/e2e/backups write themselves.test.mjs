import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { markOnDisk, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

// A file of the site's own takes the place of one that the reader picks: it is written in the same way, and no dialog opens.
const picker = (context) =>
  context.addInitScript(() => {
    window.showSaveFilePicker = async ({ suggestedName }) => (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
  });

const written = async (page) => {
  const bytes = await page.evaluate(async () => {
    const file = await (await navigator.storage.getDirectory()).getFileHandle("offprint-backup.json.gz");
    return [...new Uint8Array(await (await file.getFile()).arrayBuffer())];
  });
  return bytes.length > 0 ? JSON.parse(gunzipSync(Buffer.from(bytes))) : {};
};

const star = async (page, id) => {
  await rowOf(page, id).locator('[data-act="star"]').click();
  await markOnDisk(page, id, (set) => set.star?.is);
};

test("a file that was picked once gets each change, also after a reload, until it is to be no more", async (t) => {
  const { page, url, complaints } = await visit(t, "", { arrange: picker });
  await settled(page);
  const [first, second, third] = await rowsShown(page);
  await star(page, first);
  await page.locator("nav a", { hasText: "Library" }).click();
  await page.locator("button", { hasText: "Pick a file" }).click();
  await page.locator("main#library p", { hasText: "Each change is written to offprint-backup.json.gz" }).waitFor();
  await until(() => written(page), (backup) => backup.marks?.[first]?.set.star.is, "the first backup");
  await page.locator("main#library", { hasText: "0 acts since" }).waitFor();

  await page.goto(url);
  await settled(page);
  await star(page, second);
  const backup = await until(() => written(page), (backup) => backup.marks?.[second]?.set.star.is, "the second backup", 15_000);
  assert.deepEqual(backup.marks, await onDisk(page, "marks"));
  assert.deepEqual(Object.keys(backup.history), Object.keys(await onDisk(page, "history")));

  await page.goto(`${url}?page=library`);
  await page.locator(".automatic button", { hasText: "Stop" }).click();
  await page.locator("main#library p", { hasText: "A file can be picked" }).waitFor();
  await page.goto(url);
  await settled(page);
  await star(page, third);
  await page.waitForTimeout(7_000);
  assert.equal((await written(page)).marks[third], undefined);
  assert.deepEqual(complaints, []);
});

test("a file that cannot be written is told of, and the browser's leave is asked for anew", async (t) => {
  const arrange = async (context) => {
    await picker(context);
    await context.addInitScript(() => {
      FileSystemFileHandle.prototype.queryPermission = async () => globalThis.allowed ?? "prompt";
      FileSystemFileHandle.prototype.requestPermission = async () => "granted";
    });
  };
  const { page, url } = await visit(t, "?page=library", { arrange });
  await page.locator("button", { hasText: "Pick a file" }).click();
  await page.locator("main#library p", { hasText: "The browser asks anew whether offprint-backup.json.gz may be written" }).waitFor();
  await page.evaluate(() => {
    FileSystemFileHandle.prototype.createWritable = async () => {
      throw new DOMException("The disk is gone.", "NotFoundError");
    };
  });
  await page.locator("button", { hasText: "Allow it" }).click();
  await page.locator('[data-notice="trouble"]', { hasText: "The backup could not be written to offprint-backup.json.gz. The disk is gone." }).waitFor();

  await page.goto(url);
  await settled(page);
  assert.equal(await page.locator('[data-notice="word"]', { hasText: "wait until you allow them" }).count(), 0, "nothing is there to be written");
  await star(page, (await rowsShown(page))[0]);
  await page.reload();
  await page.locator('[data-notice="word"]', { hasText: "Backups to offprint-backup.json.gz wait until you allow them again." }).waitFor();
});

test("where files can be handed to other programs, a backup can", async (t) => {
  const arrange = (context) =>
    context.addInitScript(() => {
      navigator.canShare = () => true;
      navigator.share = async ({ files: [file] }) => {
        globalThis.handed = [file.name, file.type, file.size];
      };
    });
  const { page } = await visit(t, "?page=library", { arrange });
  await page.locator("main#library", { hasText: "This site uses" }).waitFor();
  await page.locator("button", { hasText: "Share a backup" }).click();
  const [name, kind, size] = await until(() => page.evaluate(() => globalThis.handed), Boolean, "a file handed over");
  assert.match(name, /^offprint-\d{4}-\d\d-\d\d\.json\.gz$/);
  assert.equal(kind, "application/gzip");
  assert.ok(size > 100);
});
