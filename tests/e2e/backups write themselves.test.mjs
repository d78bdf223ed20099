import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { markOnDisk, onDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

// A file of the site's own takes the place of one that the reader picks: it is written in the same way, and no dialog opens. As a
// browser does, the one picked as a new file is emptied.
const picker = (context) =>
  context.addInitScript(() => {
    const named = async (name) => (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
    window.showSaveFilePicker = async ({ suggestedName }) => {
      const file = await named(suggestedName);
      await (await file.createWritable()).close();
      return file;
    };
    window.showOpenFilePicker = async () => [await named("offprint-backup.json.gz")];
  });

const written = async (page) => {
  const bytes = await page.evaluate(async () => {
    const file = await (await navigator.storage.getDirectory()).getFileHandle("offprint-backup.json.gz");
    return [...new Uint8Array(await (await file.getFile()).arrayBuffer())];
  });
  return bytes.length > 0 ? JSON.parse(gunzipSync(Buffer.from(bytes))) : {};
};

/** Writes to the file as another device would. */
const rewrite = (page, backup) =>
  page.evaluate(async (text) => {
    const file = await (await navigator.storage.getDirectory()).getFileHandle("offprint-backup.json.gz", { create: true });
    const stream = await file.createWritable();
    await new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")).pipeTo(stream);
  }, JSON.stringify(backup));

const lose = (page) => page.evaluate(() => new Promise((done, failed) => Object.assign(indexedDB.deleteDatabase("offprint"), { onsuccess: done, onerror: failed })));

const stars = (marks) => Object.keys(marks ?? {}).filter((id) => marks[id].set.star?.is);

const pick = async (page, button = "Pick a new file") => {
  await page.locator("nav a", { hasText: "Library" }).click();
  await page.locator("button", { hasText: button }).click();
  await page.locator("main#library p", { hasText: "Each change is written to offprint-backup.json.gz" }).waitFor();
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
  await page.locator("button", { hasText: "Pick a new file" }).click();
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
  await page.locator("button", { hasText: "Pick a new file" }).click();
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

test("picking the file of a lost library keeps all that is in it, and offers it", async (t) => {
  const { page, url } = await visit(t, "", { arrange: picker });
  await settled(page);
  const [first, second, third] = await rowsShown(page);
  await star(page, first);
  await star(page, second);
  await pick(page);
  await until(() => written(page), (backup) => stars(backup.marks).length === 2, "the backup of two stars");
  await page.goto(`${url}manifest.webmanifest`);
  await lose(page);
  await page.goto(url);
  await page.locator('[data-notice="trouble"]', { hasText: "remarks on 2 papers" }).waitFor();
  await star(page, third);
  await pick(page, "Pick one that is there");
  await page.locator(".offer", { hasText: "2 stars set" }).waitFor();
  assert.equal(stars((await written(page)).marks).length, 2, "the file is as it was until the reader has chosen");
  assert.deepEqual(stars(await onDisk(page, "marks")), [third], "nothing is taken in before the reader says so");
  await page.locator("button", { hasText: "Take it in" }).click();
  await markOnDisk(page, first, (set) => set.star?.is);
  await until(() => written(page), (backup) => stars(backup.marks).length === 3, "the lost stars and the new one in the file", 15_000);
  await page.reload();
  await settled(page).catch(() => {});
  assert.equal(await page.locator('[data-notice="trouble"]').count(), 0, "the loss is told no more");
});

test("what another device wrote to the file is taken in before it is written, and undone in one step", async (t) => {
  const { page, url } = await visit(t, "", { arrange: picker });
  await settled(page);
  const [first, second, third] = await rowsShown(page);
  await star(page, first);
  await pick(page);
  const backup = await until(() => written(page), (backup) => stars(backup.marks).length === 1, "the first backup");
  backup.marks[second] = { v: 2, set: { star: { is: true, at: [1700000000500, 0, 77] } } };
  delete backup.marks[first];
  await rewrite(page, backup);
  await page.goto(url);
  await settled(page);
  await star(page, third);
  await until(() => written(page), ({ marks }) => stars(marks).length === 3, "the stars of both in the file", 20_000);
  await markOnDisk(page, second, (set) => set.star?.is);
  await page.locator(".toast", { hasText: "Took in 1 change" }).waitFor();
  await page.keyboard.press("u");
  await markOnDisk(page, second, (set) => set.star?.is === false);
  assert.ok((await onDisk(page, "marks"))[third].set.star.is);
});

test("a store that cannot be read leaves the file as it was, and that is told", async (t) => {
  const { page } = await visit(t, "", { arrange: picker });
  await settled(page);
  const [first] = await rowsShown(page);
  await star(page, first);
  await pick(page);
  const before = await until(() => written(page), (backup) => stars(backup.marks).length === 1, "the first backup");
  await page.evaluate(() => {
    for (const name of ["getAll", "getAllKeys", "openCursor"]) {
      const asked = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...values) {
        if (this.name === "marks") throw new DOMException("No marks today.", "UnknownError");
        return asked.apply(this, values);
      };
    }
  });
  await page.locator("#new-collection").fill("Later");
  await page.locator("#new-collection").press("Enter");
  await page.locator('[data-notice="trouble"]', { hasText: "The backup could not be written to offprint-backup.json.gz." }).waitFor({ timeout: 15_000 });
  assert.deepEqual(await written(page), before);
  await page.locator("main#library", { hasText: "1 act since" }).waitFor();
});

test("what was done right before the page closed is in the file at the next visit", async (t) => {
  const { page, url } = await visit(t, "", { arrange: picker });
  await settled(page);
  const [first, second] = await rowsShown(page);
  await star(page, first);
  await pick(page);
  await until(() => written(page), (backup) => stars(backup.marks).length === 1, "the first backup");
  await page.goto(url);
  await settled(page);
  await star(page, second);
  await page.goto(`${url}?page=library`);
  await until(() => written(page), (backup) => stars(backup.marks).length === 2, "both stars", 15_000);
  await page.locator("main#library", { hasText: "0 acts since" }).waitFor();
});

test("a file that holds something else is not taken", async (t) => {
  const { page } = await visit(t, "?page=library", { arrange: picker });
  await page.locator("main#library", { hasText: "This site uses" }).waitFor();
  await rewrite(page, { diary: "mine" });
  await page.locator("button", { hasText: "Pick one that is there" }).click();
  await page.locator('[data-notice="trouble"]', { hasText: "Backups cannot go to offprint-backup.json.gz" }).waitFor();
  assert.deepEqual(await written(page), { diary: "mine" });
  await page.locator("main#library p", { hasText: "A file can be picked" }).waitFor();
});

test("a backup that the reader does not hand on is none", async (t) => {
  const arrange = (context) =>
    context.addInitScript(() => {
      navigator.canShare = () => true;
      navigator.share = async () => {
        globalThis.asked = true;
        throw new DOMException("No.", "AbortError");
      };
    });
  const { page } = await visit(t, "?page=library", { arrange });
  await page.locator("main#library", { hasText: "This site uses" }).waitFor();
  await page.locator("button", { hasText: "Share a backup" }).click();
  await until(() => page.evaluate(() => globalThis.asked), Boolean, "the share sheet");
  await page.locator("#status", { hasText: "No backup was handed on" }).waitFor({ state: "attached" });
  await page.locator("main#library", { hasText: "No backup was written here yet" }).waitFor();
});

test("acts are counted since the backup also when the clock was ahead", async (t) => {
  const arrange = (context) =>
    context.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + Number(localStorage.getItem("ahead") ?? 0);
    });
  const { page, url } = await visit(t, "", { arrange });
  await settled(page);
  const [first, second] = await rowsShown(page);
  await page.evaluate(() => localStorage.setItem("ahead", 400 * 86_400_000));
  await star(page, first);
  await page.goto(`${url}?page=library`);
  await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "Write a backup" }).click()]);
  await page.locator("main#library", { hasText: "; 0 acts since" }).waitFor();
  await page.evaluate(() => localStorage.removeItem("ahead"));
  await page.goto(url);
  await settled(page);
  await star(page, second);
  await page.goto(`${url}?page=library`);
  await page.locator("main#library", { hasText: "; 1 act since" }).waitFor();
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
