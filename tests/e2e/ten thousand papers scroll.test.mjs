import assert from "node:assert/strict";
import { after, test } from "node:test";
import { feedsSettled } from "./feeds.mjs";
import { openLong } from "./long.mjs";
import { settled, until } from "./support.mjs";

const COUNT = 10_000;
const { url, context, page: first } = await openLong({ after }, COUNT, { browser: { viewport: { width: 1280, height: 900 } } });

// A page at the whole list, in the profile that has it stored.
async function visit(t, { viewport, query = "?window=all" } = {}) {
  const page = await context.newPage();
  t.after(() => page.close());
  if (viewport) await page.setViewportSize(viewport);
  await page.goto(url + query);
  await feedsSettled(page);
  await settled(page);
  await page.evaluate(helpers);
  return page;
}

function helpers() {
  const rows = () => [...document.querySelectorAll("main#papers .rows article")];
  const place = (row) => Number(row.ariaPosInSet);
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const bounds = (row) => row.getBoundingClientRect();
  // The list has nothing more to do, and nothing has been scrolled for three frames.
  const calm = async () => {
    for (let still = 0, before = scrollY; still < 3; before = scrollY) {
      await frame();
      still = scrollY === before && document.querySelector(".rows").ariaBusy === "false" ? still + 1 : 0;
    }
  };
  const seen = () => rows().filter((row) => bounds(row).bottom > 0 && bounds(row).top < innerHeight);
  // Pixels of the screen where the list is and no row.
  const blank = () => {
    const list = document.querySelector(".rows").getBoundingClientRect();
    const height = Math.min(innerHeight, list.bottom) - Math.max(0, list.top);
    const covered = seen().reduce((sum, row) => sum + Math.min(innerHeight, bounds(row).bottom) - Math.max(0, bounds(row).top), 0);
    return Math.max(0, Math.round(height - covered));
  };
  // Runs of places without gaps, as text.
  const runs = () => {
    const found = [];
    for (const at of rows().map(place)) {
      if (found.at(-1)?.[1] === at - 1) found.at(-1)[1] = at;
      else found.push([at, at]);
    }
    return found;
  };
  globalThis.list = { rows, place, frame, bounds, calm, seen, blank, runs };
}

const focusedPlace = (page) => page.evaluate(() => Number(document.activeElement?.closest(".rows article")?.ariaPosInSet ?? 0));
const focusedSeen = (page) => page.evaluate(() => list.seen().includes(document.activeElement.closest("article")));

await first.close();

test("scrolled through, each place comes once, few rows are in the page and none is missing on the screen", { timeout: 110_000 }, async (t) => {
  const page = await visit(t, { viewport: { width: 1280, height: 1800 } });
  const found = await page.evaluate(async () => {
    const ids = [];
    const trouble = [];
    let most = 0;
    for (let before = -1; scrollY !== before; ) {
      before = scrollY;
      most = Math.max(most, list.rows().length);
      if (list.blank() > 1) trouble.push(`${list.blank()} px blank at ${scrollY}`);
      if (list.runs().length !== 1) trouble.push(`rows ${JSON.stringify(list.runs())} at ${scrollY}`);
      for (const row of list.rows()) {
        const known = (ids[row.ariaPosInSet] ??= row.dataset.paper);
        if (known !== row.dataset.paper) trouble.push(`${known} and ${row.dataset.paper} at ${row.ariaPosInSet}`);
        if (row.ariaSetSize !== "10000") trouble.push(`a list of ${row.ariaSetSize}`);
      }
      scrollBy(0, 1700);
      await list.calm();
    }
    return { trouble, most, first: ids.findIndex(Boolean), ids: ids.filter(Boolean) };
  });
  assert.deepEqual(found.trouble, []);
  assert.equal(found.first, 1);
  assert.equal(found.ids.length, COUNT);
  assert.equal(new Set(found.ids).size, COUNT, "no paper stands at two places");
  assert.ok(found.most >= 50 && found.most <= 150, `at most ${found.most} rows in the page`);
});

test("the scroll bar leads to the part of the list that it shows", async (t) => {
  const page = await visit(t);
  for (const part of [0.5, 0.99, 0.013, 0.25, 0.75, 0, 1]) {
    const there = await page.evaluate(async (part) => {
      const root = document.documentElement;
      scrollTo(0, part * (root.scrollHeight - innerHeight));
      await list.calm();
      const places = list.seen().map(list.place);
      return { first: places[0], last: places.at(-1), blank: list.blank(), count: list.rows().length, runs: list.runs().length };
    }, part);
    assert.equal(there.blank, 0, `${part}: ${JSON.stringify(there)}`);
    assert.equal(there.runs, 1);
    assert.ok(there.count <= 150);
    assert.ok(there.first <= part * COUNT + 60 && there.last >= part * COUNT - 60, `${part}: ${JSON.stringify(there)}`);
  }
});

test("whoever drags the scroll bar to and fro sees the rows of where they let go", async (t) => {
  const page = await visit(t);
  const there = await page.evaluate(async () => {
    const height = () => document.documentElement.scrollHeight;
    for (let step = 0; step < 60; step += 1) {
      scrollTo(0, height() * Math.abs(Math.sin(step)));
      await list.frame();
    }
    scrollTo(0, height() * 0.4);
    await list.calm();
    return { first: list.place(list.seen()[0]), blank: list.blank(), count: list.rows().length };
  });
  assert.ok(Math.abs(there.first - 0.4 * COUNT) < 60, JSON.stringify(there));
  assert.equal(there.blank, 0);
  assert.ok(there.count <= 150);
});

test("End, Home and the page keys reach what they name", async (t) => {
  const page = await visit(t);
  const edge = () => page.evaluate(async () => {
    await list.calm();
    const root = document.documentElement;
    return { places: list.seen().map(list.place), blank: list.blank(), top: scrollY, rest: root.scrollHeight - innerHeight - scrollY };
  });
  await page.keyboard.press("End");
  const end = await until(edge, (now) => now.rest <= 1 && now.blank === 0, "the end");
  assert.equal(end.places.at(-1), COUNT);
  await page.keyboard.press("PageUp");
  const up = await until(edge, (now) => now.rest > 500, "one screen up");
  assert.ok(up.places.at(-1) < COUNT && up.places[0] > COUNT - 40 && up.blank === 0, JSON.stringify(up));
  await page.keyboard.press("Home");
  const home = await until(edge, (now) => now.top === 0 && now.places[0] === 1, "the beginning");
  assert.equal(home.blank, 0);
  await page.keyboard.press("PageDown");
  const down = await until(edge, (now) => now.top > 500, "one screen down");
  assert.ok(down.places[0] < 12 && down.blank === 0, JSON.stringify(down));
});

test("j and k walk over the borders of what is in the page, also when held", async (t) => {
  const page = await visit(t);
  await page.keyboard.press("j");
  assert.equal(await focusedPlace(page), 1);
  for (let place = 2; place <= 70; place += 1) {
    await page.keyboard.press("j");
    await until(() => focusedPlace(page), (now) => now === place, `the focus on ${place}`, 2_000);
  }
  assert.ok(await focusedSeen(page));
  // A held key does not wait.
  for (let step = 0; step < 150; step += 1) await page.keyboard.down("k");
  await page.keyboard.up("k");
  await until(() => focusedPlace(page), (now) => now === 1, "the focus back on the first");
  await page.keyboard.press("End");
  await page.evaluate(() => list.calm());
  await page.evaluate((last) => list.rows().find((row) => list.place(row) === last).focus(), COUNT - 40);
  for (let place = COUNT - 39; place <= COUNT; place += 1) {
    await page.keyboard.press("j");
    await until(() => focusedPlace(page), (now) => now === place, `the focus on ${place}`, 2_000);
  }
  await page.keyboard.press("j");
  assert.equal(await focusedPlace(page), COUNT);
});

test("the row with the focus stays while the list is scrolled away from it, and its neighbours with it", async (t) => {
  const page = await visit(t);
  await page.evaluate(() => list.rows()[9].querySelector("h3 a").focus());
  for (const part of [0.5, 1, 0.2]) {
    const there = await page.evaluate(async (part) => {
      scrollTo(0, part * document.documentElement.scrollHeight);
      await list.calm();
      return { count: list.rows().length, blank: list.blank(), runs: list.runs() };
    }, part);
    assert.equal(await focusedPlace(page), 10);
    assert.equal(there.blank, 0);
    assert.ok(there.count <= 150 && there.runs.length === 2, JSON.stringify(there));
  }
  await page.keyboard.press("j");
  await until(() => focusedPlace(page), (now) => now === 11, "the next row with the focus");
  assert.ok(await focusedSeen(page));
  // A row that was never in the page comes when it is walked to.
  await page.evaluate(async () => {
    scrollTo(0, document.documentElement.scrollHeight / 2);
    await list.calm();
    const rows = list.rows();
    rows[rows.length - 1].focus({ preventScroll: true });
  });
  const last = await focusedPlace(page);
  await page.keyboard.press("j");
  await until(() => focusedPlace(page), (now) => now === last + 1, "the row after the last with the focus");
});

const topRow = (page) =>
  page.evaluate(async () => {
    await list.calm();
    const row = list.seen()[0];
    if (!row) return { place: 0, blank: list.blank(), busy: document.querySelector(".rows").ariaBusy };
    return { place: list.place(row), id: row.dataset.paper, top: Math.round(list.bounds(row).top) };
  });
const same = (one, other) => one.id === other.id && Math.abs(one.top - other.top) <= 3;

test("a paper that is opened and closed, back, forward and a reload leave the list where it was", async (t) => {
  const page = await visit(t);
  await page.evaluate(async () => {
    scrollTo(0, 0.37 * document.documentElement.scrollHeight);
    await list.calm();
    scrollBy(0, 40);
  });
  const here = await topRow(page);
  assert.ok(here.place > 3_600 && here.place < 3_800);
  const id = await page.evaluate(() => list.seen()[2].dataset.paper);
  await page.locator(`article[data-paper="${id}"] h3 a`).click();
  await page.locator(`section#paper[data-open="${id}"] h2`).waitFor();
  assert.equal((await topRow(page)).id, here.id, "the list is narrower, and begins with the same paper");
  await page.keyboard.press("Escape");
  await until(() => topRow(page), (now) => now.id === here.id, "the list as it was");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.paper), id);
  // The row of an open paper is found again from afar.
  await page.locator(`article[data-paper="${id}"] h3 a`).click();
  await page.locator(`section#paper[data-open="${id}"] h2`).waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(() => list.calm());
  await page.keyboard.press("Escape");
  await until(() => page.evaluate(() => document.activeElement.dataset.paper), (now) => now === id, "the focus on its row");
  assert.ok(await focusedSeen(page));

  await page.evaluate(() => document.activeElement.blur());
  const there = await topRow(page);
  await page.keyboard.press("t");
  await page.locator(".count", { hasNotText: "10,000" }).waitFor();
  assert.equal((await topRow(page)).place, 1);
  await page.goBack();
  await until(() => topRow(page), (now) => same(now, there), `the list at ${JSON.stringify(there)} again`);
  await page.goForward();
  await until(() => topRow(page), (now) => now.place === 1, "the other list from its beginning");
  await page.goBack();
  await until(() => topRow(page), (now) => same(now, there), "the list where it was, once more");
  // The place is noted when scrolling has rested.
  await page.waitForTimeout(500);
  await page.reload();
  await feedsSettled(page);
  await page.evaluate(helpers);
  await until(() => topRow(page), (now) => same(now, there), "the list where it was after a reload");
});

// Nothing that stays on the screen moves by itself, while pages above that were never measured come and go.
async function jumps(page, step) {
  return page.evaluate(async (step) => {
    const tops = () => new Map(list.rows().map((row) => [row.dataset.paper, list.bounds(row)]).filter(([, { bottom, top }]) => bottom > 0 && top < innerHeight).map(([id, { top }]) => [id, top]));
    const found = [];
    let before = tops();
    for (let at = 0; at < 100; at += 1) {
      scrollBy(0, step);
      await list.frame();
      await list.frame();
      const now = tops();
      for (const [id, top] of now) if (before.has(id) && Math.abs(top - before.get(id) + step) > 2) found.push(`${id} by ${Math.round(top - before.get(id) + step)} px at ${scrollY}`);
      before = now;
    }
    return found.slice(0, 5);
  }, step);
}

test("nothing jumps, upwards and downwards, when the list is narrower, and at a paper that leaves", async (t) => {
  const page = await visit(t);
  for (const [part, step] of [[0.5, -150], [0.6, 150], [0.8, -450]]) {
    await page.evaluate(async (part) => {
      scrollTo(0, part * document.documentElement.scrollHeight);
      await list.calm();
    }, part);
    assert.deepEqual(await jumps(page, step), [], `from ${part} by ${step}`);
  }
  const here = await topRow(page);
  await page.setViewportSize({ width: 600, height: 900 });
  await until(() => topRow(page), (now) => now.id === here.id, "the same row at the top of a narrow screen");
  await page.setViewportSize({ width: 1280, height: 900 });
  await until(() => topRow(page), (now) => now.id === here.id, "the same row at the top of a wide screen");
  // The third row leaves; what is above it stays.
  const { before: first, gone } = await page.evaluate(() => ({ before: list.bounds(list.seen()[1]).top, gone: list.seen()[2].dataset.paper }));
  await page.locator(`article[data-paper="${gone}"] [data-act="dismiss"]`).click();
  await page.locator(`article[data-paper="${gone}"]`).waitFor({ state: "detached" });
  await page.evaluate(() => list.calm());
  assert.ok(Math.abs((await page.evaluate(() => list.bounds(list.seen()[1]).top)) - first) <= 2);
  await page.locator('.toast [data-act="undo"]').click();
  await page.locator(`article[data-paper="${gone}"]`).waitFor();
});
