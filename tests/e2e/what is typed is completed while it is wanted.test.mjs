import assert from "node:assert/strict";
import { test } from "node:test";
import { settled, shared, until } from "./support.mjs";

const visit = await shared();

const open = (page) => page.locator("#suggestions").isVisible();

/** Puts a text into the search box as pasting does, and in the same moment does something else. */
const paste = (page, text, then) =>
  page.locator("#search").evaluate(
    (input, [text, then]) => {
      input.focus();
      input.select();
      document.execCommand("insertText", false, text);
      if (then === "leave") input.blur();
      else if (then) input.dispatchEvent(new KeyboardEvent("keydown", { key: then, bubbles: true, cancelable: true }));
    },
    [text, then],
  );

test("suggestions that were put away before they came stay away", async (t) => {
  const { page, complaints } = await visit(t);
  await settled(page);
  await paste(page, "mod");
  await until(() => open(page), Boolean, "suggestions");
  for (const then of ["Enter", "Escape", "leave"]) {
    await paste(page, `mode ${then} mod`, then);
    await until(() => page.locator("main#papers .count").textContent(), (words) => / ms/.test(words), "an answer");
    await settled(page);
    await page.waitForTimeout(300);
    assert.equal(await open(page), false, then);
  }
  await paste(page, "mod");
  await until(() => open(page), Boolean, "suggestions again");
  assert.deepEqual(complaints, []);
});

test("suggestions of another text are gone when the history brings one back", async (t) => {
  const { page } = await visit(t, "?window=all&q=vision");
  await settled(page);
  await page.locator('[data-do="has:code"]').click();
  await settled(page);
  await paste(page, "mod");
  await until(() => open(page), Boolean, "suggestions");
  await page.evaluate(() => history.back());
  await until(() => page.locator("#search").inputValue(), (text) => text === "vision", "the text before");
  await until(() => open(page), (open) => !open, "no suggestions");
});

test("keys by which a text is put together are not taken for suggestions", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await paste(page, "mod");
  await until(() => open(page), Boolean, "suggestions");
  const taken = await page.locator("#search").evaluate((input) =>
    ["ArrowDown", "Enter", "Escape"].filter((key) => !input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, isComposing: true }))),
  );
  assert.deepEqual(taken, []);
  assert.equal(await open(page), true);
  assert.equal(await page.locator('#suggestions [aria-selected="true"]').count(), 0);
});

test("sort: suggests every order that the menu has", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await paste(page, "sort:");
  await until(() => page.locator("#suggestions li").count(), (count) => count > 0, "suggestions");
  const menu = await page.locator('select[data-do="order"] option').evaluateAll((options) => options.map((option) => option.value));
  assert.deepEqual((await page.locator("#suggestions li").allTextContents()).sort(), menu.sort());
  // The last of them can be reached.
  for (let step = 0; step < menu.length; step += 1) await page.keyboard.press("ArrowDown");
  const [box, last] = await page.evaluate(() => ["#suggestions", '#suggestions [aria-selected="true"]'].map((which) => document.querySelector(which).getBoundingClientRect().bottom));
  assert.ok(last <= box + 1, `the chosen one ends at ${last}, the list at ${box}`);
});

test("an empty list is said too when it is the first", async (t) => {
  const { page } = await visit(t, "?window=all&q=org:nobody");
  await settled(page);
  await until(() => page.locator("#status").textContent(), (words) => words.startsWith("0 papers"), "what is said of an empty list");
});
