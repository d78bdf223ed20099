import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn, list } from "./oracle.mjs";
import { listIs, markOnDisk, rowOf, settled, shared } from "./support.mjs";

const visit = await shared();
const papers = await builtIn();

test("stars, reads and dismissals are there after a reload", async (t) => {
  const { page, url, complaints } = await visit(t);
  await settled(page);
  const [starred, read, dismissed, opened] = list(papers, "");
  await rowOf(page, starred).locator('[data-act="star"]').click();
  await rowOf(page, read).focus();
  await page.keyboard.press("m");
  await rowOf(page, opened).locator("h3 a").click();
  await page.locator(`section#paper[data-open="${opened}"] h2`).waitFor();
  await page.keyboard.press("Escape");
  await rowOf(page, dismissed).locator('[data-act="dismiss"]').click();
  await rowOf(page, dismissed).waitFor({ state: "detached" });
  await markOnDisk(page, starred, (mark) => mark.star?.is);
  await markOnDisk(page, read, (mark) => mark.read?.is);
  await markOnDisk(page, opened, (mark) => mark.read?.is && mark.opened?.is);
  await markOnDisk(page, dismissed, (mark) => mark.dismissed?.is);

  await page.reload();
  const marks = { starred: new Set([starred]), read: new Set([read, opened]), dismissed: new Set([dismissed]) };
  await listIs(page, list(papers, "", marks));
  assert.equal(await rowOf(page, starred).locator('[data-act="star"]').getAttribute("aria-pressed"), "true");
  assert.equal(await page.locator('.rows [data-act="star"][aria-pressed="true"]').count(), 1);
  for (const id of [read, opened]) assert.match(await rowOf(page, id).getAttribute("class"), /\bread\b/);
  assert.equal(await rowOf(page, read).locator('[title="Unread"]').count(), 0);
  assert.equal(await rowOf(page, starred).locator('[title="Unread"]').count(), 1);
  for (const query of ["?starred=1", "?unread=1", "?dismissed=1"]) {
    await page.goto(url + query);
    await listIs(page, list(papers, query, marks), query);
  }
  assert.deepEqual(complaints, []);
});

test("taking a star away and marking unread are there after a reload too", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const [id] = list(papers, "");
  await rowOf(page, id).focus();
  await page.keyboard.press("s");
  await page.keyboard.press("m");
  await markOnDisk(page, id, (mark) => mark.star?.is && mark.read?.is);
  await page.keyboard.press("s");
  await page.keyboard.press("m");
  await markOnDisk(page, id, (mark) => mark.star?.is === false && mark.read?.is === false);
  await page.reload();
  await settled(page);
  assert.equal(await rowOf(page, id).locator('[data-act="star"]').getAttribute("aria-pressed"), "false");
  assert.equal(await rowOf(page, id).locator('[title="Unread"]').count(), 1);
});
