import assert from "node:assert/strict";
import { test } from "node:test";
import { allRows, listIs, rowOf, rowsShown, settled, shared } from "./support.mjs";

const visit = await shared();
const star = (page, id, on) => rowOf(page, id).locator(`[data-act="star"][aria-pressed="${on}"]`);

// Presses the star in one tab and measures until the other shows it.
async function passes(from, to, id, on) {
  await star(from, id, !on).click();
  const begun = Date.now();
  await star(to, id, on).waitFor({ timeout: 1_000 });
  assert.ok(Date.now() - begun < 1_000);
  await star(from, id, on).waitFor();
}

test("stars go from each tab to the other, and so does their removal", async (t) => {
  const { page: one, context, url } = await visit(t);
  await settled(one);
  const other = await context.newPage();
  await other.goto(url);
  await settled(other);
  const [first, second] = await rowsShown(one);
  await passes(one, other, first, true);
  await passes(other, one, second, true);
  await passes(other, one, first, false);
  await passes(one, other, second, false);
});

test("a list of the starred follows another tab, and so do dismissals and their undoing", async (t) => {
  const { page: one, context, url } = await visit(t);
  await settled(one);
  const starred = await context.newPage();
  await starred.goto(`${url}?window=all&starred=1`);
  await starred.locator(".nothing").waitFor();
  const ids = await allRows(one);
  await star(one, ids[1], false).click();
  await listIs(starred, [ids[1]]);

  const whole = await context.newPage();
  await whole.goto(url);
  await settled(whole);
  await rowOf(one, ids[0]).locator('[data-act="dismiss"]').click();
  await rowOf(whole, ids[0]).waitFor({ state: "detached" });
  await one.locator('.toast [data-act="undo"]').click();
  await rowOf(whole, ids[0]).waitFor();
  await star(one, ids[1], true).click();
  await listIs(starred, []);
});

test("of two tabs that mark the same paper at once neither loses what the other did", async (t) => {
  const { page: one, context, url } = await visit(t);
  await settled(one);
  const other = await context.newPage();
  await other.goto(url);
  await settled(other);
  const [id] = await rowsShown(one);
  await other.bringToFront();
  await rowOf(other, id).focus();
  await Promise.all([one.evaluate((id) => document.querySelector(`article[data-paper="${id}"] [data-act="star"]`).click(), id), other.keyboard.press("m")]);
  for (const page of [one, other]) {
    await star(page, id, true).waitFor();
    await rowOf(page, id).locator('[title="Unread"]').waitFor({ state: "detached" });
    await page.reload();
    await settled(page);
    await star(page, id, true).waitFor();
    assert.equal(await rowOf(page, id).locator('[title="Unread"]').count(), 0);
  }
});
