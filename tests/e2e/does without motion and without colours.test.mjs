import assert from "node:assert/strict";
import { test } from "node:test";
import { listIs, rowOf, rowsShown, settled, shared } from "./support.mjs";

const visit = await shared();

test("with forced colours a star is told by its shape and its state", async (t) => {
  const { page, complaints } = await visit(t, "", { forcedColors: "active" });
  await settled(page);
  const [id] = await rowsShown(page);
  const star = rowOf(page, id).locator('[data-act="star"]');
  const look = async () => [await star.textContent(), await star.getAttribute("aria-pressed")];
  assert.deepEqual(await look(), ["☆", "false"]);
  await star.click();
  await star.and(page.locator('[aria-pressed="true"]')).waitFor();
  assert.deepEqual(await look(), ["★", "true"]);
  await page.locator("button.chip", { hasText: "Starred" }).click();
  await listIs(page, [id]);
  // Chips that are on must differ by more than a background, which forced colours take away.
  const outline = (name) => page.locator("button.chip", { hasText: name }).evaluate((chip) => {
    const { borderStyle, borderWidth, borderColor, outlineStyle, textDecorationLine, fontWeight, color, backgroundColor } = getComputedStyle(chip);
    return [borderStyle, borderWidth, borderColor, outlineStyle, textDecorationLine, fontWeight, color, backgroundColor].join();
  });
  assert.notEqual(await outline("Starred"), await outline("Unread"));
  assert.deepEqual(complaints, []);
});

test("the focus can be seen with forced colours", async (t) => {
  const { page } = await visit(t, "", { forcedColors: "active" });
  await settled(page);
  await page.keyboard.press("j");
  const outline = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    return { style: outlineStyle, width: parseFloat(outlineWidth) };
  });
  assert.notEqual(outline.style, "none");
  assert.ok(outline.width >= 1);
});

test("with reduced motion nothing moves, and everything works", async (t) => {
  const { page, complaints } = await visit(t, "", { reducedMotion: "reduce" });
  await settled(page);
  const [id] = await rowsShown(page);
  // What only waits for its time to appear does not move.
  const moving = () =>
    page.evaluate(() =>
      document.getAnimations().filter((animation) => animation.playState === "running" && animation.effect.getComputedTiming().activeDuration > 50).length,
    );
  await rowOf(page, id).locator('[data-act="star"]').click();
  await page.locator(".toast").waitFor();
  assert.equal(await moving(), 0);
  await rowOf(page, id).locator("h3 a").click();
  await page.locator("section#paper h2").waitFor();
  assert.equal(await moving(), 0);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  assert.equal(await moving(), 0);
  assert.deepEqual(complaints, []);
});
