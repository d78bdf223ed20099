import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn, list, madeFeed, papersOf } from "./oracle.mjs";
import { allRows, feedServer, listIs, markOnDisk, rowOf, rowsShown, settingOnDisk, settled, shared, until } from "./support.mjs";

const visit = await shared();

const focused = (page) => page.evaluate(() => document.activeElement?.closest("article")?.dataset.paper ?? (document.activeElement?.id || document.activeElement?.tagName));
const focusIs = (page, wanted) => until(() => focused(page), (now) => now === wanted, `the focus on ${wanted}`, 3_000);
const addressIs = (page, query) => until(() => new URL(page.url()).search, (now) => now === query, `the address ${query}`);
const starIs = (page, id, on) => rowOf(page, id).locator(`[data-act="star"][aria-pressed="${on}"]`).waitFor();

async function start(t, query) {
  const visited = await visit(t, query);
  await settled(visited.page);
  return { ...visited, ids: await rowsShown(visited.page) };
}

test("j and k walk, o opens, Escape closes and returns to the row", async (t) => {
  const { page, ids, complaints } = await start(t);
  await page.keyboard.press("j");
  await focusIs(page, ids[0]);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await focusIs(page, ids[2]);
  await page.keyboard.press("k");
  await focusIs(page, ids[1]);
  await page.keyboard.press("ArrowDown");
  await focusIs(page, ids[2]);
  await page.keyboard.press("ArrowUp");
  await focusIs(page, ids[1]);
  for (const key of ["o", "Enter"]) {
    await page.keyboard.press(key);
    await page.locator(`section#paper[data-open="${ids[1]}"] h2`).waitFor();
    await focusIs(page, "paper");
    await page.keyboard.press("Escape");
    await page.locator("section#paper").waitFor({ state: "detached" });
    await focusIs(page, ids[1]);
  }
  assert.deepEqual(complaints, []);
});

test("the first and the last paper are where walking ends", async (t) => {
  const { page, ids } = await start(t);
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await focusIs(page, ids[0]);
  const all = await allRows(page);
  await rowOf(page, all.at(-1)).focus();
  await page.keyboard.press("j");
  await focusIs(page, all.at(-1));
});

test("s and f star, m marks, e dismisses, u undoes, on the row and on the open paper", async (t) => {
  const { page, ids } = await start(t);
  const [first, second] = ids;
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  await starIs(page, first, true);
  await page.keyboard.press("f");
  await starIs(page, first, false);
  await page.keyboard.press("m");
  await markOnDisk(page, first, (mark) => mark.read?.is);
  await page.keyboard.press("m");
  await markOnDisk(page, first, (mark) => mark.read?.is === false);
  await page.keyboard.press("e");
  await rowOf(page, first).waitFor({ state: "detached" });
  await page.keyboard.press("u");
  await rowOf(page, first).waitFor();

  await rowOf(page, second).focus();
  await page.keyboard.press("o");
  await page.locator(`section#paper[data-open="${second}"] h2`).waitFor();
  await focusIs(page, "paper");
  await page.keyboard.press("s");
  await page.locator('section#paper [data-act="star"][aria-pressed="true"]').waitFor();
  await markOnDisk(page, second, (mark) => mark.star?.is);
  await page.keyboard.press("m");
  await page.locator("section#paper", { hasText: "Mark read" }).waitFor();
  await page.keyboard.press("e");
  await rowOf(page, second).waitFor({ state: "detached" });
  await page.keyboard.press("u");
  await rowOf(page, second).waitFor();
});

test("n and # on a row open the paper in its note and its tags", async (t) => {
  const { page, ids, complaints } = await start(t);
  await page.keyboard.press("j");
  await page.keyboard.press("n");
  await focusIs(page, "note");
  await page.keyboard.type("Of masks.");
  await page.keyboard.press("Escape");
  await focusIs(page, "paper");
  await markOnDisk(page, ids[0], (set) => set.note?.is === "Of masks.");
  await page.keyboard.press("Escape");
  await focusIs(page, ids[0]);
  await page.keyboard.press("j");
  await page.keyboard.press("#");
  await page.locator(`section#paper[data-open="${ids[1]}"] .own`).waitFor();
  await focusIs(page, "tag");
  await rowOf(page, ids[2]).locator("h3 a").click();
  await page.locator(`section#paper[data-open="${ids[2]}"] .own`).waitFor();
  await focusIs(page, "paper");
  assert.deepEqual(complaints, []);
});

test("/ searches, Escape leaves the box, and what is typed there is text", async (t) => {
  const { page, ids } = await start(t);
  await page.keyboard.press("/");
  await focusIs(page, "search");
  assert.equal(await page.locator("#search").inputValue(), "", "the slash itself is not typed");
  await page.keyboard.type("jsemutgs?");
  assert.equal(await page.locator("#search").inputValue(), "jsemutgs?");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await addressIs(page, "?window=all&q=jsemutgs%3F");
  await page.locator("#search").fill("");
  await page.locator(".count", { hasText: "72 papers" }).waitFor();
  await page.keyboard.press("Escape");
  await until(() => focused(page), (now) => now !== "search", "the focus to leave the box");
  await page.keyboard.press("j");
  await until(() => focused(page), (now) => ids.includes(now), "a row with the focus");
});

test("? shows the keys, and no key acts behind a dialog", async (t) => {
  const { page, ids } = await start(t);
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  await page.locator("dialog[open]", { hasText: "Keyboard" }).waitFor();
  for (const key of ["s", "e", "t", "/"]) await page.keyboard.press(key);
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await focusIs(page, ids[0]);
  await starIs(page, ids[0], false);
  await page.keyboard.press("?");
  await page.locator("dialog[open]", { hasText: "Keyboard" }).waitFor();
});

test("[ and ] go to the papers-days before and after, t to the newest", async (t) => {
  const made = madeFeed(60);
  const feed = `${await feedServer(t, { "/feed.json": made })}/feed.json`;
  const { page, url } = await visit(t, `?feed=${encodeURIComponent(feed)}`);
  await page.locator('[data-notice="word"]', { hasText: "60 papers" }).waitFor();
  await page.goto(url);
  const papers = [...(await builtIn()), ...papersOf(made)];
  const days = [...new Set(papers.flatMap((paper) => paper.days))].sort().reverse();
  await listIs(page, list(papers, "?"));
  for (const day of days.slice(1)) {
    await page.keyboard.press("[");
    await listIs(page, list(papers, `?day=${day}`), day);
    await addressIs(page, `?day=${day}`);
  }
  await page.keyboard.press("[");
  await addressIs(page, `?day=${days.at(-1)}`);
  for (const day of days.slice(0, -1).reverse()) {
    await page.keyboard.press("]");
    await listIs(page, list(papers, `?day=${day}`), day);
  }
  await page.keyboard.press("[");
  await page.keyboard.press("t");
  await listIs(page, list(papers, "?"));
});

test("g goes to the starred, to trending, to the history, and forgets a key it does not know", async (t) => {
  const { page, ids } = await start(t);
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  await starIs(page, ids[0], true);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await listIs(page, [ids[0]]);
  await addressIs(page, "?window=all&q=is:starred");
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.locator("main#history").waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await addressIs(page, "?window=all&sort=trending");
  await page.keyboard.press("g");
  await page.keyboard.press("z");
  await page.keyboard.press("t");
  await addressIs(page, "");
});

test("with Ctrl, Alt or Meta the letters are the browser's", async (t) => {
  const { page, ids } = await start(t);
  await page.keyboard.press("j");
  await focusIs(page, ids[0]);
  const acted = await page.evaluate(() => {
    const target = document.activeElement;
    const taken = [];
    for (const key of ["s", "e", "m", "j", "t", "?", "/", "["]) {
      for (const modifier of ["ctrlKey", "altKey", "metaKey"]) {
        const event = new KeyboardEvent("keydown", { key, [modifier]: true, bubbles: true, cancelable: true });
        if (!target.dispatchEvent(event)) taken.push(`${modifier} ${key}`);
      }
      const composing = new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true, cancelable: true });
      if (!target.dispatchEvent(composing)) taken.push(`composing ${key}`);
    }
    return taken;
  });
  assert.deepEqual(acted, []);
  await focusIs(page, ids[0]);
  await starIs(page, ids[0], false);
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.equal(await page.locator(".toast").count(), 0);
});

test("a key that is held acts once", async (t) => {
  const { page, ids } = await start(t);
  await rowOf(page, ids[0]).focus();
  // A held key repeats: once pressed and three times repeated, the star must not go on and off.
  for (let times = 0; times < 4; times += 1) await page.keyboard.down("s");
  await page.keyboard.up("s");
  await starIs(page, ids[0], true);
  await markOnDisk(page, ids[0], (mark) => mark.star?.is);
});

test("letters switched off under About do nothing, over a reload too, and can be switched on again", async (t) => {
  const { page, url, ids } = await start(t);
  await page.goto(`${url}?page=about`);
  const box = page.locator("main#about label", { hasText: "Single letters are commands" }).locator("input");
  await box.uncheck();
  await settingOnDisk(page, "keys", "off");
  await page.goto(url);
  await settled(page);
  await rowOf(page, ids[0]).focus();
  for (const key of ["s", "e", "m", "j", "?", "/", "t"]) await page.keyboard.press(key);
  await focusIs(page, ids[0]);
  await starIs(page, ids[0], false);
  assert.equal(await page.locator("dialog[open]").count(), 0);
  // Keys that are no letters go on working.
  await page.keyboard.press("ArrowDown");
  await focusIs(page, ids[1]);
  await page.keyboard.press("Enter");
  await page.locator(`section#paper[data-open="${ids[1]}"]`).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("section#paper").waitFor({ state: "detached" });

  await page.goto(`${url}?page=about`);
  await until(() => box.isChecked(), (checked) => !checked, "the box to show the setting");
  await box.check();
  await page.locator("nav a", { hasText: "Papers" }).click();
  await settled(page);
  await page.keyboard.press("?");
  await page.locator("dialog[open]", { hasText: "Keyboard" }).waitFor();
});

test("Tab alone reaches the list, and the skip link is the first stop", async (t) => {
  const { page, ids } = await start(t);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  await focusIs(page, "content");
  assert.equal(new URL(page.url()).hash, "", "the view stays in the address");
  let reached = false;
  for (let press = 0; press < 30 && !reached; press += 1) {
    await page.keyboard.press("Tab");
    reached = (await focused(page)) === ids[0];
  }
  assert.ok(reached, "a row can be reached by Tab");
});

test("a button that is done with hands the focus on, so that Tab goes on from there", async (t) => {
  const { page, ids, complaints } = await start(t);
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await page.locator(`section#paper[data-open="${ids[0]}"] #tag`).fill("first, second, third");
  await page.locator("#tag").press("Enter");
  const buttons = page.locator("section#paper .own .tags button");
  await until(() => buttons.count(), (count) => count === 3, "three tags");
  const word = () => page.evaluate(() => document.activeElement?.dataset.do ?? document.activeElement?.className);
  await buttons.nth(1).focus();
  // The third is in its place now, and is not what the next key presses; but Tab goes on from here.
  await page.keyboard.press("Enter");
  await until(() => buttons.count(), (count) => count === 2, "two tags");
  await until(word, (now) => now !== "-second" && now !== "-third", "the focus on no other button", 3_000);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await buttons.count(), 2);
  await until(() => page.evaluate(() => document.activeElement?.textContent), (now) => now === "first", "the focus on what is left", 3_000);
  assert.deepEqual(complaints, []);
});
