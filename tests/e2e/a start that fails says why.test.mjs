import assert from "node:assert/strict";
import { test } from "node:test";
import { open, papersShown } from "./support.mjs";

const failures = {
  "a missing program": (context) => context.route(/offprint-app-.*\.wasm$/, (route) => route.fulfill({ status: 404, body: "" })),
  "bindings that are missing": (context) => context.route(/offprint-app-.*\.js$/, (route) => route.abort()),
  "a program that is cut off": (context) =>
    context.route(/offprint-app-.*\.wasm$/, async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      await route.fulfill({ response, body: body.subarray(0, body.length / 2) });
    }),
  "a browser without WebAssembly": (context) => context.addInitScript(() => delete globalThis.WebAssembly),
};

for (const [what, arrange] of Object.entries(failures)) {
  test(`${what} is told in a sentence with a way on`, async (t) => {
    const { page, context, url } = await open(t, { browser: { serviceWorkers: "block" } });
    await arrange(context);
    await page.goto(url);
    const alert = page.locator("#shell [role=alert]");
    await alert.waitFor();
    assert.match(await alert.textContent(), /^Offprint could not start: .+\. .*kept in this browser\.$/);
    assert.equal(await page.locator("#shell button").textContent(), "Reload");
    if (what === "a browser without WebAssembly") return;
    await context.unrouteAll();
    await page.locator("#shell button").click();
    await papersShown(page);
  });
}

test("the shell is on the screen before the program is", async (t) => {
  const { page, context, url } = await open(t, { browser: { serviceWorkers: "block" } });
  let letGo;
  const held = new Promise((done) => (letGo = done));
  await context.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(url, { waitUntil: "commit" });
  await page.locator("#shell h1").waitFor();
  assert.equal(await page.locator("#shell-line").textContent(), "Setting the first page…");
  letGo();
  await papersShown(page);
  assert.equal(await page.locator("#shell").count(), 0);
});
