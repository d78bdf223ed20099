import assert from "node:assert/strict";
import { test } from "node:test";
import { markOnDisk, onDisk, rowOf, rowsShown, settingOnDisk, settled, shared, until } from "./support.mjs";

const visit = await shared();

/** Time stands still in the page until `pass` moves it, and with it what is to be done after more than twenty seconds. */
function stopTime() {
  let now = 0;
  performance.now = () => now;
  const { setTimeout: set, clearTimeout: clear } = window;
  const held = new Map();
  window.setTimeout = (act, time, ...rest) => {
    const id = set(act, time, ...rest);
    if (time > 20_000) held.set(id, { act, due: now + time });
    return id;
  };
  window.clearTimeout = (id) => {
    held.delete(id);
    clear(id);
  };
  window.pass = (time) => {
    now += time;
    for (const [id, { act, due }] of held) {
      if (due > now) continue;
      window.clearTimeout(id);
      act();
    }
  };
}

const arrange = async (context) => {
  await context.addInitScript(stopTime);
  await context.route("https://arxiv.org/**", (route) => route.fulfill({ body: "the text" }));
};

/** A page whose clock the test moves, with its first rows. */
async function start(t) {
  const { page, context, url, complaints } = await visit(t, "", { arrange });
  await settled(page);
  return { page, context, url, complaints, ids: await rowsShown(page) };
}

async function open(page, id) {
  await rowOf(page, id).locator("h3 a").click();
  await page.locator(`section#paper[data-open="${id}"] h2`).waitFor();
  await markOnDisk(page, id, (set) => set.opened?.is);
}

/** Passes some seconds with the page as it is. */
const pass = (page, seconds) => page.evaluate((time) => window.pass(time), seconds * 1_000);

/** The page goes out of view, or comes back, as when another tab is in front. */
const turn = (page, hidden) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, hidden);

/** What the journal says of looks: paper and look, in their order. */
async function looks(page) {
  const events = Object.entries(await onDisk(page, "history")).sort(([a], [b]) => (a < b ? -1 : 1));
  return events.flatMap(([, { touched }]) => touched.filter((touch) => touch.field === "look").map((touch) => `${touch.of.replace("paper:", "")} ${touch.is}`));
}

test("staying and leaving at once are noted once each, by time in view", async (t) => {
  const { page, complaints, ids: [a, b, c, d] } = await start(t);
  await open(page, a);
  await pass(page, 31);
  await markOnDisk(page, a, (set) => set.look?.is === "stayed", "a stay, while the paper is still open");
  // The next paper opens in its place.
  await open(page, b);
  await pass(page, 2);
  await open(page, c);
  await markOnDisk(page, b, (set) => set.look?.is === "left", "the look");
  // Seconds in another tab do not count.
  await turn(page, true);
  await pass(page, 60);
  await turn(page, false);
  await pass(page, 10);
  await page.keyboard.press("Escape");
  // Back, once to one that was stayed with, and once to one that was left, which is stayed with now.
  await open(page, a);
  await pass(page, 2);
  await page.goBack();
  await page.locator("section#paper").waitFor({ state: "detached" });
  await open(page, b);
  await pass(page, 31);
  await markOnDisk(page, b, (set) => set.look?.is === "stayed", "the longer look");
  // What is said outright counts in place of the look.
  await open(page, d);
  await page.locator('section#paper [data-act="star"]').click();
  await markOnDisk(page, d, (set) => set.star?.is);
  await pass(page, 31);
  await page.keyboard.press("Escape");
  assert.deepEqual(await looks(page), [`${a} stayed`, `${b} left`, `${b} stayed`]);
  await page.keyboard.press("u");
  await markOnDisk(page, d, (set) => set.star.is === false, "the star, which is what is undone,");
  assert.deepEqual(complaints, []);
});

test("a tab that is closed on a paper left it, one that loads it again did not", async (t) => {
  const { page, url, ids: [a, b] } = await start(t);
  await open(page, a);
  await pass(page, 2);
  await page.reload();
  await page.locator(`section#paper[data-open="${a}"] h2`).waitFor();
  await settled(page);
  await page.keyboard.press("Escape");
  await open(page, b);
  await pass(page, 2);
  await page.goto("about:blank");
  await page.goto(url);
  await settled(page);
  await markOnDisk(page, b, (set) => set.look?.is === "left", "the look");
  assert.deepEqual(await looks(page), [`${b} left`]);
});

test("whoever goes on to the text stayed", async (t) => {
  const { page, context, ids: [a] } = await start(t);
  await open(page, a);
  const tab = context.waitForEvent("page");
  await page.locator("section#paper .links a", { hasText: "PDF" }).click();
  await (await tab).close();
  await markOnDisk(page, a, (set) => set.look?.is === "stayed", "the stay");
});

test("the page of taste says what is noted, and turns it off", async (t) => {
  const { page, url, complaints, ids: [a, b, c] } = await start(t);
  await rowOf(page, c).locator('[data-act="star"]').click();
  await markOnDisk(page, c, (set) => set.star?.is);
  await open(page, a);
  await pass(page, 31);
  await markOnDisk(page, a, (set) => set.look?.is === "stayed");
  await page.goto(`${url}?page=taste`);
  await page.locator("#taste", { hasText: "1 that you opened and stayed with and 0 that you opened and left at once" }).waitFor();
  await page.locator("#taste button", { hasText: "Note it and learn from it" }).click();
  await settingOnDisk(page, "looks", "off");
  await until(() => page.locator("#taste .lead").innerText(), (text) => !/stayed/.test(text), "nothing is learnt from it");
  await page.goto(url);
  await settled(page);
  await open(page, b);
  await pass(page, 31);
  await page.keyboard.press("Escape");
  assert.deepEqual(await looks(page), [`${a} stayed`]);
  assert.deepEqual(complaints, []);
});
