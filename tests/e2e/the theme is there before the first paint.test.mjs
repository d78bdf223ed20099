import assert from "node:assert/strict";
import { test } from "node:test";
import { settingOnDisk, settled, shared, until } from "./support.mjs";

const visit = await shared();

// Notes when the theme was set, and what it was when the document had been read.
const watch = () => {
  const seen = (globalThis.seen = {});
  new MutationObserver(() => (seen.set ??= performance.now())).observe(document, { subtree: true, attributeFilter: ["data-theme"] });
  addEventListener("DOMContentLoaded", () => (seen.atContent = document.documentElement?.dataset.theme ?? "none"), { once: true });
};

const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
const radio = (page, theme) => page.locator(`main#about input[name="theme"][value="${theme}"]`);

for (const [theme, system] of [["dark", "light"], ["light", "dark"]]) {
  test(`${theme} on a ${system} system survives a reload and is there before anything is painted`, async (t) => {
    const { page, url } = await visit(t, "?page=about", { colorScheme: system });
    const before = await background(page);
    await radio(page, theme).check();
    await until(() => background(page), (now) => now !== before, "other colours");
    const chosen = await background(page);
    await settingOnDisk(page, "theme", theme);

    await page.addInitScript(watch);
    // Also when the first script comes late.
    await page.route(/boot-.*\.js$/, async (route) => {
      await new Promise((done) => setTimeout(done, 300));
      await route.continue();
    });
    await page.goto(url);
    await settled(page);
    const seen = await page.evaluate(() => ({ ...globalThis.seen, paint: performance.getEntriesByName("first-paint")[0]?.startTime }));
    assert.equal(seen.atContent, theme);
    assert.ok(seen.set <= seen.paint, `set at ${seen.set} ms, first paint at ${seen.paint} ms`);
    assert.equal(await background(page), chosen);
    await page.goto(`${url}?page=about`);
    await until(() => radio(page, theme).isChecked(), Boolean, "the choice to show");
  });
}

test("as the system follows the system, and takes a choice back", async (t) => {
  const { page } = await visit(t, "?page=about", { colorScheme: "light" });
  const light = await background(page);
  await radio(page, "dark").check();
  await until(() => background(page), (now) => now !== light, "dark colours");
  await radio(page, "system").check();
  await until(() => background(page), (now) => now === light, "light colours");
  assert.equal(await page.evaluate(() => document.documentElement.hasAttribute("data-theme")), false);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.notEqual(await background(page), light);
});
