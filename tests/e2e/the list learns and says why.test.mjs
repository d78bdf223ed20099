import assert from "node:assert/strict";
import { test } from "node:test";
import { allRows, markOnDisk, rowOf, rowsShown, settingOnDisk, settled, shared, until } from "./support.mjs";

const visit = await shared();

/** Waits until nothing is left to be learnt. */
async function learnt(page) {
  await until(() => page.evaluate(() => /paper/.test(document.querySelector(".count")?.textContent ?? "") && !/learn|index/.test(document.querySelector(".count").textContent)), Boolean, "all is learnt", 30_000);
}

/** Waits until the list is ordered by what is learnt from these stars, which come last in it; gives it. */
async function orderedBy(page, stars) {
  await learnt(page);
  const wanted = [...stars].sort().join();
  let order;
  await until(async () => (order = await allRows(page)).slice(-stars.length).sort().join(), (last) => last === wanted, "the stars come last", 30_000);
  return order;
}

async function star(page, ids) {
  for (const id of ids) {
    await rowOf(page, id).locator('[data-act="star"]').click();
    await markOnDisk(page, id, (set) => set.star?.is);
  }
}

test("the list for you follows the stars, keeps still, and is the same after a reload", async (t) => {
  const { page, complaints } = await visit(t, "?window=all&q=image");
  await settled(page);
  const liked = (await rowsShown(page)).slice(0, 4);
  await star(page, liked.slice(0, 3));
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("y");
  await page.waitForURL(/sort=foryou/);
  const order = await orderedBy(page, liked.slice(0, 3));
  assert.equal(order.length, 72);
  await page.reload();
  await settled(page);
  assert.deepEqual(await orderedBy(page, liked.slice(0, 3)), order);
  await page.keyboard.press("Home");
  const next = (await rowsShown(page))[0];
  await star(page, [next]);
  const anew = page.locator("button", { hasText: "Order it anew by your last 1 act" });
  await anew.waitFor();
  assert.equal((await rowsShown(page))[0], next, "the list keeps still meanwhile");
  await anew.click();
  await anew.waitFor({ state: "detached" });
  assert.ok((await allRows(page)).slice(-4).includes(next));
  assert.deepEqual(complaints, []);
});

test("each row says why it is there, as a sum, and a paper that is not there says what keeps it out", async (t) => {
  const { page, complaints } = await visit(t, "?window=all&q=image");
  await settled(page);
  const liked = await rowsShown(page);
  await star(page, liked.slice(0, 3));
  await page.goto(page.url().replace(/\?.*/, "?window=all&sort=foryou"));
  await settled(page);
  const first = (await orderedBy(page, liked.slice(0, 3)))[0];
  await page.keyboard.press("Home");
  await rowOf(page, first).locator("h3 a").focus();
  await page.keyboard.press("y");
  const why = rowOf(page, first).locator(".why");
  await why.waitFor();
  assert.match(await why.innerText(), /^1 of 72/);
  assert.match(await why.innerText(), /that you starred/);
  const number = (text) => Number(text.replace("−", "-"));
  const sums = await why.locator("li:has(> ul)").evaluateAll((items) => items.map((item) => [item.firstChild.textContent, [...item.querySelectorAll(":scope > ul > li > .value")].map((value) => value.textContent)]));
  for (const [whole, parts] of sums) {
    const sum = parts.map(number).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - number(whole)) < 0.1, `${parts.join(" ")} is ${whole}`);
  }
  await page.keyboard.press("y");
  await why.waitFor({ state: "detached" });
  await page.locator(".ranking summary").click();
  assert.match(await page.locator(".ranking .formula").innerText(), /common words of their field/);
  assert.match(await page.locator(".ranking .hint").innerText(), /Of 72 papers known here, learnt from 3 starred/);
  // A paper that the list does not have.
  await page.goto(page.url().replace(/\?.*/, `?window=all&q=votes:%3E100000&paper=${first}`));
  await page.locator('section#paper [data-act="why"]').click();
  const cause = page.locator("section#paper .why");
  await cause.waitFor();
  assert.match(await cause.innerText(), /not in this list[^]*votes:>100000/);
  await cause.locator("a", { hasText: "Show it" }).click();
  await rowOf(page, first).waitFor({ state: "attached" });
  // Of two causes each keeps it out; one click shows it nevertheless.
  await page.goto(page.url().replace(/\?.*/, `?window=all&q=votes:%3E100000+is:starred&paper=${first}`));
  await page.locator('section#paper [data-act="why"]').click();
  await cause.locator("li", { hasText: "Without all of them" }).locator("a").click();
  await rowOf(page, first).waitFor({ state: "attached" });
  assert.deepEqual(complaints, []);
});

test("a mix of one's own is set by sliders and stands in the address", async (t) => {
  const { page, complaints } = await visit(t, "?window=all");
  await settled(page);
  await page.locator(".ranking summary").click();
  await page.locator(".ranking button", { hasText: "Rising" }).click();
  await page.waitForURL(/sort=mix&mix=new2-trending8-gravity18/);
  const formula = "8 × votes in its day × (2 / (days + 2))^1.8";
  await until(() => page.locator(".ranking .formula").innerText(), (text) => text.includes(formula), "the formula");
  for (const word of ["new", "trending"]) {
    await page.locator(`.ranking input[data-do="${word}"]`).focus();
    await page.keyboard.press("Home");
  }
  await page.locator('.ranking input[data-do="votes"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/mix=votes1-gravity18/);
  await learnt(page);
  const mixed = await allRows(page);
  await page.goto(page.url());
  await settled(page);
  assert.deepEqual(await allRows(page), mixed, "the address is the list");
  const votes = await page.locator(".row .votes").evaluateAll((cells) => cells.map((cell) => Number(cell.textContent.replace(/\D/g, ""))));
  assert.deepEqual(votes, [...votes].sort((a, b) => b - a));
  assert.deepEqual(complaints, []);
});

test("papers near in meaning are one key away, and words can be asked for by meaning", async (t) => {
  const { page, complaints } = await visit(t, "?window=all");
  await settled(page);
  const first = (await rowsShown(page))[0];
  await page.keyboard.press("j");
  await page.keyboard.press("r");
  await page.waitForURL(new RegExp(`q=like:${first.replace(".", "\\.")}`));
  await until(() => rowsShown(page), (rows) => rows.length > 3 && !rows.includes(first), "papers near to it");
  await learnt(page);
  const near = await allRows(page);
  assert.ok(!near.includes(first));
  await page.locator("#search").fill('~"image restoration"');
  await until(() => page.locator(".row h3").first().innerText().then((text) => /restoration/i.test(text)), Boolean, "the nearest is about it");
  // Near to several that are selected.
  const [one, other] = await rowsShown(page);
  for (const id of [one, other]) {
    await rowOf(page, id).locator("h3 a").focus();
    await page.keyboard.press("x");
  }
  await page.locator("details.all summary").click();
  await page.locator("details.all a", { hasText: "Papers like these" }).click();
  await page.waitForURL(new RegExp(`like:%22${one}\\+${other}%22`));
  await until(() => rowsShown(page), (rows) => rows.length > 3 && !rows.includes(one) && !rows.includes(other), "papers near to both");
  // No more of what is pasted stands in the address than is read.
  await page.locator("#search").fill("letters ".repeat(5_000));
  await until(() => page.url().length, (length) => length < 2_300 && page.url().includes("letters"), "the address is short");
  assert.deepEqual(complaints, []);
});

test("the page of taste shows the weights, takes them by hand, asks questions and replays past days", async (t) => {
  const { page, url, complaints } = await visit(t, "?window=all&q=image");
  await settled(page);
  await star(page, (await rowsShown(page)).slice(0, 3));
  await page.goto(`${url}?page=taste`);
  await page.locator("#taste", { hasText: "Learnt from 3 papers" }).waitFor();
  const line = page.locator("#taste li", { has: page.locator(".label", { hasText: /^image$/ }) }).first();
  await line.waitFor();
  assert.ok(Number((await line.locator(".number").innerText()).replace("+", "")) > 0);
  await line.locator("button", { hasText: "Ignore" }).click();
  await settingOnDisk(page, "taste:image", "nothing");
  await until(() => line.locator(".number").innerText(), (text) => text === "0", "the weight is none");
  await page.reload();
  await until(() => line.locator('button[aria-pressed="true"]').innerText(), (text) => text === "Ignore", "it stays so");
  await page.locator("#taste button", { hasText: "Begin" }).click();
  await page.locator("#taste", { hasText: "Question 1 of 10" }).waitFor();
  const asked = await page.locator("#taste .pair h4 a").evaluateAll((links) => links.map((link) => new URL(link.href).searchParams.get("paper")));
  await page.locator("#taste .pair button").first().click();
  await page.locator("#taste", { hasText: "Question 2 of 10" }).waitFor();
  await markOnDisk(page, asked[0], (set) => set.leaning?.is === "more");
  await markOnDisk(page, asked[1], (set) => set.leaning?.is === "less");
  await page.locator("#taste", { hasText: "Learnt from 4 papers" }).waitFor();
  await page.keyboard.press("u");
  await page.locator("#taste", { hasText: "Learnt from 3 papers" }).waitFor();
  await page.locator("#taste button", { hasText: "Enough" }).click();
  await page.locator("#taste button", { hasText: "Replay" }).click();
  // All papers of the built-in edition are of one day, before which nothing was starred.
  await page.locator("#taste", { hasText: "0 starred papers on 0 days" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("words whose meaning is asked for are looked up when typing rests, and names at once", async (t) => {
  const { page, complaints } = await visit(t, "?window=all");
  await settled(page);
  const [first] = await rowsShown(page);
  await page.locator("#search").fill("~robot");
  await learnt(page);
  const searches = () => page.evaluate(() => performance.getEntriesByName("offprint:search").length);
  const before = await searches();
  // Eleven keystrokes without a rest.
  await page.evaluate(() => {
    const box = document.querySelector("#search");
    for (let length = 1; length <= 11; length += 1) {
      box.value = '~restoration'.slice(0, length + 1);
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  });
  await until(() => page.locator(".row h3").first().innerText().then((text) => /restor/i.test(text)), Boolean, "the nearest is about it");
  await settled(page);
  assert.ok((await searches()) - before <= 3, `${(await searches()) - before} searches`);
  // The list is that of the whole word, as the address says it.
  const near = await allRows(page);
  assert.equal(new URL(page.url()).searchParams.get("q"), "~restoration");
  await page.goto(page.url());
  await settled(page);
  await learnt(page);
  assert.deepEqual(await allRows(page), near);
  await page.locator("#search").fill(`like:${first}`);
  await until(() => rowsShown(page), (rows) => rows.length > 0 && !rows.includes(first), "papers near to it");
  assert.deepEqual(complaints, []);
});

test("a paper like those with a tag is suggested for it, with one click that can be taken back", async (t) => {
  const { page, complaints } = await visit(t, "?window=all&q=image");
  await settled(page);
  const ids = await rowsShown(page);
  const open = async (id) => {
    await rowOf(page, id).locator("h3 a").click();
    await page.locator(`section#paper[data-open="${id}"] h2`).waitFor();
  };
  const suggestion = page.locator("section#paper .perhaps button", { hasText: "tag “pictures”" });
  for (const [at, id] of ids.slice(0, 6).entries()) {
    await open(id);
    if (at < 5) assert.equal(await suggestion.count(), 0, "of fewer than five nothing is learnt");
    await page.locator("#tag").fill("pictures");
    await page.locator("#tag").press("Enter");
    await markOnDisk(page, id, (set) => set["tag:pictures"]?.is);
  }
  // Papers are learnt from when the first is opened after that.
  let suggested;
  for (const id of ids.slice(6)) {
    await open(id);
    await learnt(page);
    await page.waitForTimeout(300);
    if (await suggestion.count()) {
      suggested = id;
      break;
    }
  }
  assert.ok(suggested, "one of the papers is like them");
  await suggestion.click();
  await markOnDisk(page, suggested, (set) => set["tag:pictures"]?.is);
  await suggestion.waitFor({ state: "detached" });
  await page.keyboard.press("u");
  await markOnDisk(page, suggested, (set) => set["tag:pictures"]?.is === false);
  await suggestion.waitFor();
  assert.deepEqual(complaints, []);
});
