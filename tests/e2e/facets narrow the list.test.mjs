import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn, list, madeFeed, papersOf } from "./oracle.mjs";
import { allRows, feedServer, listIs, rowOf, settled, shared, until } from "./support.mjs";

const visit = await shared();
const own = await builtIn();
const made = madeFeed();
const papers = [...own, ...papersOf(made)];

/** Ids of the papers that a test keeps, in the list's order. */
const kept = (all, query, keep) => {
  const byId = new Map(all.map((paper) => [paper.id, paper]));
  return list(all, query).filter((id) => keep(byId.get(id)));
};

const section = (page, title) => page.locator(".facets section", { has: page.locator("h3", { hasText: new RegExp(`^${title}$`) }) });
const value = (page, condition) => page.locator(`.facets .value[data-condition=${JSON.stringify(condition)}]`);
const values = (page, title) =>
  section(page, title)
    .locator("li")
    .evaluateAll((lines) => lines.map((line) => ({ label: line.querySelector("span").textContent, count: Number(line.querySelector("small").textContent.replaceAll(",", "")), condition: line.querySelector(".value").dataset.condition })));
const pressed = (page) => page.locator('.facets [aria-pressed="true"]').evaluateAll((buttons) => buttons.map((button) => button.dataset.condition));
const typed = (page) => page.locator("#search").inputValue();

/** All days of a library with papers of several days. */
async function furnished(t, options) {
  const feed = `${await feedServer(t, { "/feed.json": made })}/feed.json`;
  const visited = await visit(t, `?window=all&feed=${encodeURIComponent(feed)}`, options);
  await visited.page.locator('[data-notice="word"]', { hasText: "130 papers" }).waitFor();
  await visited.page.goto(`${visited.url}?window=all`);
  await listIs(visited.page, list(papers, "window=all"));
  return visited;
}

test("categories are counted as a count by hand does, and each count is what the value leaves", async (t) => {
  const { page, complaints } = await visit(t);
  await settled(page);
  await section(page, "Categories").locator("[data-more]").click();
  const counts = new Map();
  for (const category of own.flatMap((paper) => paper.categories)) counts.set(category, (counts.get(category) ?? 0) + 1);
  const wanted = [...counts].sort(([a, m], [b, n]) => n - m || (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).slice(0, 40);
  const offered = await until(() => values(page, "Categories"), (now) => now.length === wanted.length, `${wanted.length} categories`);
  assert.deepEqual(offered.map(({ label, count }) => [label, count]), wanted);
  for (const { label, condition } of offered.slice(0, 4)) {
    await value(page, condition).click();
    await listIs(page, kept(own, "", (paper) => paper.categories.includes(label)), label);
    assert.equal(await typed(page), condition);
    await value(page, condition).click();
    await listIs(page, list(own, ""), `the list without ${label}`);
  }
  assert.deepEqual(complaints, []);
});

test("what a facet says of any value is what including it leaves", async (t) => {
  const { page } = await furnished(t);
  for (const title of ["Categories", "Keywords", "Organisations", "Months", "Marks and links"]) {
    for (const { label, count, condition } of (await values(page, title)).slice(0, 3)) {
      await value(page, condition).click();
      await until(() => page.locator(".count").textContent(), (words) => Number.parseInt(words, 10) === count, `${count} papers of ${label}`);
      assert.equal((await allRows(page)).length, count, label);
      await value(page, condition).click();
      await until(() => page.locator(".count").textContent(), (words) => Number.parseInt(words, 10) === papers.length, "all papers");
    }
  }
});

test("values are included, excluded and taken away, one after the other", async (t) => {
  const { page } = await furnished(t);
  const is = (category) => (paper) => paper.categories.includes(category);
  await value(page, "cat:cs.CL").click();
  await listIs(page, kept(papers, "window=all", is("cs.CL")), "included");
  await value(page, "has:code").click();
  await listIs(page, kept(papers, "window=all", (paper) => is("cs.CL")(paper) && paper.code), "both");
  await until(() => pressed(page), (now) => now.join() === "cat:cs.CL,has:code", "two pressed");
  // The other button of an included value turns it round.
  await value(page, "cat:cs.CL").hover();
  await page.locator('.facets .not[data-condition="-cat:cs.CL"]').click();
  await listIs(page, kept(papers, "window=all", (paper) => !is("cs.CL")(paper) && paper.code), "excluded");
  assert.equal(await typed(page), "has:code -cat:cs.CL");
  // It stands there though no paper has it, and goes again.
  await page.locator('.facets .not[data-condition="-cat:cs.CL"][aria-pressed="true"]').click();
  await value(page, "has:code").click();
  await listIs(page, list(papers, "window=all"));
  await value(page, "cat:math.PR").click({ modifiers: ["Shift"] });
  await listIs(page, kept(papers, "window=all", (paper) => !is("math.PR")(paper)), "excluded with Shift");
  await page.goBack();
  await listIs(page, list(papers, "window=all"), "back");
});

test("counts follow each keystroke and each mark", async (t) => {
  const { page } = await furnished(t);
  const word = "retrie";
  for (let end = 1; end <= word.length; end += 1) {
    await page.locator("#search").fill(word.slice(0, end));
    const ids = new Set(list(papers, `window=all&q=${word.slice(0, end)}`));
    const count = papers.filter((paper) => ids.has(paper.id) && paper.categories.includes("cs.CL")).length;
    await until(() => values(page, "Categories"), (now) => now.find(({ label }) => label === "cs.CL")?.count === count, `${count} of cs.CL`);
  }
  const marks = async () => Object.fromEntries((await values(page, "Marks and links")).map(({ label, count }) => [label, count]));
  const before = await marks();
  const [id] = await allRows(page);
  // The suggestions may lie over the first row.
  await page.locator("#search").press("Escape");
  await rowOf(page, id).locator('[data-act="star"]').click();
  await rowOf(page, id).focus();
  await page.keyboard.press("m");
  await until(marks, (now) => now.Starred === 1 && now.Read === 1 && now.Unread === before.Unread - 1, "the marks to be counted");
});

test("everything works by keyboard, and the focus stays with its value", async (t) => {
  const { page } = await furnished(t);
  const focus = () => page.evaluate(() => document.activeElement.dataset.condition ?? document.activeElement.className);
  const [first, second, third] = (await values(page, "Categories")).map(({ condition }) => condition);
  await value(page, first).focus();
  await page.keyboard.press("ArrowDown");
  assert.equal(await focus(), second);
  await page.keyboard.press("ArrowRight");
  assert.equal(await focus(), `-${second}`);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focus(), `-${third}`);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await until(() => pressed(page), (now) => now.join() === third, `${third} to be pressed`);
  const [now] = await until(() => values(page, "Categories"), ([now]) => now.condition === third, `${third} to stand first`);
  assert.equal(now.condition, await focus(), "the value moved, and the focus with it");
  await page.keyboard.press("-");
  await until(() => pressed(page), (now) => now.join() === `-${third}`, `${third} to be excluded`);
  assert.equal(await focus(), third);
  await page.keyboard.press("-");
  await until(() => pressed(page), (now) => now.length === 0, "nothing to be pressed");
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  assert.equal(await focus(), first);
  // One step of Tab passes the values.
  await page.keyboard.press("Tab");
  assert.equal(await section(page, "Categories").locator("li :focus").count(), 0, "the focus has left the values");
});

const slider = (page, field, end) => page.locator(`.facets [data-scale="${field}"] [data-end="${end}"]`);
const within = (from, to) => (paper) => paper.votes !== undefined && from <= paper.votes && paper.votes <= to;
/** From, to and count of each bin, from the words for those who do not see it. */
const bins = async (page, field) => {
  const words = await page.locator(`.facets [data-scale="${field}"] svg`).getAttribute("aria-label");
  return words.split("; ").map((bin) => {
    const [name, count] = bin.split(": ");
    const numbers = name.match(/\d+/g).map(Number);
    return { from: numbers[0], to: numbers.at(-1), count: Number.parseInt(count, 10) };
  });
};

test("the histogram of votes counts rightly and narrows the list by keyboard", async (t) => {
  const { page, complaints } = await furnished(t);
  const all = await bins(page, "votes");
  for (const { from, to, count } of all) assert.equal(count, papers.filter(within(from, to)).length, `${from} to ${to}`);
  assert.equal(all.reduce((sum, { count }) => sum + count, 0), papers.filter(({ votes }) => votes !== undefined).length);
  const first = slider(page, "votes", "first");
  await first.focus();
  await page.keyboard.press("ArrowRight");
  const [, from1, count1] = /^from (\d+) votes?; .*: (\d+) papers?$/.exec(await first.getAttribute("aria-valuetext"));
  assert.equal(all.find(({ from }) => from === Number(from1))?.count ?? 0, Number(count1), "the bin at the end");
  await listIs(page, list(papers, "window=all"), "a choice that is not applied changes nothing");
  await page.keyboard.press("Escape");
  assert.equal(await first.getAttribute("aria-valuenow"), "0");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  // The end that was not moved stays open: papers that come later may have more votes.
  const text = await until(() => typed(page), (now) => /^votes:\d+\.\.$/.test(now), "a range of votes");
  const from = Number(/\d+/.exec(text)[0]);
  await listIs(page, kept(papers, "window=all", within(from, Infinity)), text);
  await page.locator(".facets .range", { hasText: `from ${from}` }).waitFor();
  assert.ok(from > 0 && !(await page.evaluate(() => document.activeElement.matches("body"))), "the focus stays on the slider");
  await slider(page, "votes", "first").press("Escape");
  await listIs(page, list(papers, "window=all"), "Escape takes the range off");
  assert.equal(await typed(page), "");
  assert.deepEqual(complaints, []);
});

test("a range of days is drawn with the pointer, and an end can be dragged", async (t) => {
  const { page } = await furnished(t);
  const plot = page.locator('.facets [data-scale="day"]');
  const shown = (from, to) => (paper) => paper.days.some((day) => from <= day && day <= to);
  const drag = async (from, to) => {
    await plot.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await plot.boundingBox();
    await page.mouse.move(x + from * width, y + height / 3);
    await page.mouse.down();
    await page.mouse.move(x + ((from + to) / 2) * width, y + height / 2);
    await page.mouse.move(x + to * width, y + height / 2);
    await page.mouse.up();
  };
  await drag(0.6, 0.9);
  const drawn = await until(() => typed(page), (now) => /^day:\d{4}-\d\d-\d\d(\.\.(\d{4}-\d\d-\d\d)?)?$/.test(now), "a range of days");
  const [from, to = drawn.endsWith("..") ? "9999" : from] = drawn.match(/\d{4}-\d\d-\d\d/g);
  const left = kept(papers, "window=all", shown(from, to));
  assert.ok(left.length > 0 && left.length < papers.length);
  await listIs(page, left, drawn);
  await page.locator('.facets [data-all="day"]').click();
  await listIs(page, list(papers, "window=all"), "all days again");
  await until(() => bins(page, "day"), (now) => now.length > 3, "all bins again");
  // From the last end to the left: the first stays where it is, and open.
  await drag(1, 0.5);
  const dragged = await until(() => typed(page), (now) => now.startsWith("day:"), "a range of days");
  assert.ok(dragged.startsWith("day:.."), dragged);
  await listIs(page, kept(papers, "window=all", shown("", dragged.slice(-10))), dragged);
});

test("a finger draws too, and does not scroll the page instead", async (t) => {
  const { page } = await furnished(t, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.locator(".facets .toggle").click();
  const plot = page.locator('.facets [data-scale="votes"]');
  await plot.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await plot.boundingBox();
  const session = await page.context().newCDPSession(page);
  const touch = (type, at) => session.send("Input.dispatchTouchEvent", { type, touchPoints: at === undefined ? [] : [{ x: x + at * width, y: y + height / 2 }] });
  await touch("touchStart", 0.3);
  for (const at of [0.4, 0.5, 0.6, 0.7]) await touch("touchMove", at);
  await touch("touchEnd");
  const text = await until(() => typed(page), (now) => /^votes:\d+(\.\.\d+)?$/.test(now), "a range of votes");
  const [from, to = from] = text.match(/\d+/g).map(Number);
  await listIs(page, kept(papers, "window=all", within(from, to)), text);
});

test("on a narrow screen nothing is counted until the facets are opened", async (t) => {
  const { page } = await visit(t, "", { viewport: { width: 390, height: 844 } });
  await settled(page);
  const counted = () => page.evaluate(() => performance.getEntriesByName("offprint:facets").length);
  await page.locator("#search").focus();
  await page.locator("#search").fill("language");
  await page.locator(".rows mark", { hasText: /language/i }).first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await counted(), 0);
  await page.locator(".facets .toggle").click();
  await value(page, "cat:cs.CL").waitFor();
  assert.ok((await counted()) > 0);
  await value(page, "cat:cs.CL").click();
  await page.locator(".facets .toggle", { hasText: "Narrow (1)" }).waitFor();
  await page.locator(".facets .toggle").click();
  const before = await counted();
  await page.locator("#search").fill("model");
  await page.locator(".rows mark", { hasText: /model/i }).first().waitFor();
  assert.equal(await counted(), before);
});

test("the panel follows the width of the window", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await value(page, "cat:cs.CL").waitFor();
  await page.setViewportSize({ width: 800, height: 700 });
  await page.locator(".facets .toggle").waitFor();
  assert.equal(await page.locator(".facets .value").count(), 0);
  await page.setViewportSize({ width: 1280, height: 700 });
  await value(page, "cat:cs.CL").waitFor();
  assert.equal(await page.locator(".facets .toggle").count(), 0);
});
