import assert from "node:assert/strict";
import { test } from "node:test";
import { allRows, listIs, rowOf, settled, shared, until } from "./support.mjs";

const visit = await shared();

// The row that has the focus, itself or in one of its parts.
const focused = (page) => page.evaluate(() => document.activeElement?.closest(".rows article")?.dataset.paper ?? document.activeElement?.tagName);
const focusIs = (page, id) => until(() => focused(page), (now) => now === id, `the focus on ${id}`, 2_000);

async function start(t) {
  const visited = await visit(t);
  await settled(visited.page);
  return { ...visited, ids: await allRows(visited.page) };
}

test("a dismissed paper leaves, and the toast's undo brings it back to its place", async (t) => {
  const { page, ids } = await start(t);
  await rowOf(page, ids[2]).locator('[data-act="dismiss"]').click();
  await listIs(page, ids.toSpliced(2, 1));
  assert.equal(await page.locator(".count").textContent(), "71 papers");
  await page.locator('.toast [data-act="undo"]').click();
  await listIs(page, ids);
  await page.locator(".toast", { hasText: "Undone: Dismissed" }).waitFor();
  assert.match(await page.locator("#status").textContent(), /Undone: Dismissed|72 papers/);
  await page.locator('.toast [data-act="redo"]').click();
  await listIs(page, ids.toSpliced(2, 1));
  await page.locator(".toast", { hasText: "Done again: Dismissed" }).waitFor();
  await page.keyboard.press("u");
  await listIs(page, ids);
  await page.keyboard.press("u");
  await page.locator(".toast", { hasText: "Nothing to undo" }).waitFor();
  assert.equal(await page.locator(".toast button").count(), 0);
});

test("the key e dismisses and moves on to the next paper, u brings back one after the other", async (t) => {
  const { page, ids } = await start(t);
  await rowOf(page, ids[1]).focus();
  for (const gone of [1, 2, 3]) {
    await page.keyboard.press("e");
    await rowOf(page, ids[gone]).waitFor({ state: "detached" });
    await focusIs(page, ids[gone + 1]);
  }
  await listIs(page, [ids[0], ...ids.slice(4)]);
  for (const back of [3, 2, 1]) {
    await page.keyboard.press("u");
    await rowOf(page, ids[back]).waitFor();
    assert.match(await focused(page), /^\d/, "the focus stays in the list");
  }
  await listIs(page, ids);
});

test("the last paper dismissed leaves the focus on the one before it", async (t) => {
  const { page, ids } = await start(t);
  await rowOf(page, ids.at(-1)).focus();
  await page.keyboard.press("e");
  await rowOf(page, ids.at(-1)).waitFor({ state: "detached" });
  await focusIs(page, ids.at(-2));
});

test("the dismiss button pressed by keyboard hands the focus to the next paper", async (t) => {
  const { page, ids } = await start(t);
  await rowOf(page, ids[1]).locator('[data-act="dismiss"]').focus();
  await page.keyboard.press("Enter");
  await rowOf(page, ids[1]).waitFor({ state: "detached" });
  await focusIs(page, ids[2]);
});

test("the dismissed have a list of their own, from which they come back", async (t) => {
  const { page, ids, url } = await start(t);
  for (const id of [ids[0], ids[4]]) await rowOf(page, id).locator('[data-act="dismiss"]').click();
  await listIs(page, ids.filter((id) => id !== ids[0] && id !== ids[4]));
  await page.goto(`${url}?dismissed=1`);
  await listIs(page, [ids[0], ids[4]]);
  await rowOf(page, ids[4]).locator('[data-act="dismiss"][aria-pressed="true"]').click();
  await listIs(page, [ids[0]]);
  await page.goto(url);
  await listIs(page, ids.slice(1));
});

test("undo takes back every kind of act, and says so when there is none left", async (t) => {
  const { page, ids } = await start(t);
  const star = rowOf(page, ids[0]).locator('[data-act="star"]');
  await rowOf(page, ids[0]).focus();
  await page.keyboard.press("s");
  await page.keyboard.press("m");
  await page.keyboard.press("s");
  const state = async () => [await star.getAttribute("aria-pressed"), await rowOf(page, ids[0]).locator('[title="Unread"]').count()];
  const stateIs = (wanted) => until(state, (now) => `${now}` === `${wanted}`, `star and unread to be ${wanted}`);
  await stateIs(["false", 0]);
  await page.keyboard.press("u");
  await stateIs(["true", 0]);
  await page.keyboard.press("u");
  await stateIs(["true", 1]);
  await page.keyboard.press("u");
  await stateIs(["false", 1]);
  await page.keyboard.press("u");
  await page.locator("#status", { hasText: "Nothing to undo" }).waitFor({ state: "attached" });
});
