// A tab is killed at random moments of a burst of acts. What it showed as saved must be on disk, in the order in which it was
// done, and the cards must say exactly what the journal tells: of no act is one there and the other not.
//
// Most kills take away a frame that holds the app, which to the database is what the end of a tab is: its connection breaks and
// what was not committed is undone. That is cheap enough for thousands of acts (OFFPRINT_KILLS for more of them). Some are crashes
// of the renderer, as the page is then given no chance to do anything at all.

import assert from "node:assert/strict";
import { test } from "node:test";
import { POLICY } from "../../scripts/site.mjs";
import { open, settled } from "./support.mjs";

const KILLS = Number(process.env.OFFPRINT_KILLS ?? 80);
const CRASHES = 10;

// Runs in a page of the site in which no app is: what is on disk, as text that can be compared. `after` is the last key known.
async function disk(after) {
  const asked = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
  const database = await asked(indexedDB.open("offprint"));
  const transaction = database.transaction(["marks", "history"]);
  const all = async (name) => {
    const [keys, values] = await Promise.all([asked(transaction.objectStore(name).getAllKeys()), asked(transaction.objectStore(name).getAll())]);
    return keys.map((key, at) => [key, JSON.parse(new TextDecoder().decode(values[at]))]);
  };
  const [marks, history] = [await all("marks"), await all("history")];
  database.close();
  const cards = new Map();
  for (const [id, { set }] of marks) for (const [field, { is, at }] of Object.entries(set)) cards.set(`${id} ${field}`, [at, is]);
  const told = new Map();
  const later = (one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
  for (const [, { at: then, touched }] of history) {
    for (const { of, field, is, at = then } of touched) {
      const name = `${of.replace("paper:", "")} ${field}`;
      if (!told.has(name) || later(at, told.get(name)[0]) > 0) told.set(name, [at, is]);
    }
  }
  const fresh = history.filter(([key]) => key > after);
  return {
    // Of which fields only one of the two tells, or something else.
    torn: [...new Set([...cards.keys(), ...told.keys()])].filter((name) => JSON.stringify(cards.get(name)) !== JSON.stringify(told.get(name))).map((name) => [name, cards.get(name), told.get(name)]),
    last: history.at(-1)?.[0] ?? "",
    done: fresh.map(([, { touched: [{ of, is }] }]) => `${of.replace("paper:", "")} ${is}`),
    starred: [...cards].filter(([, [, is]]) => is).map(([name]) => name.split(" ")[0]).sort(),
  };
}

test(`${KILLS} tabs that end at any moment leave every act whole, and all that was shown as saved`, { timeout: 3_600_000 }, async (t) => {
  const { page, url } = await open(t, { headers: { "Content-Security-Policy": `${POLICY}; frame-src 'self'` } });
  await page.goto(`${url}manifest.webmanifest`);
  await page.evaluate(`globalThis.disk = ${disk}`);
  const rounds = await page.evaluate(
    async ([url, kills]) => {
      const rounds = [];
      const pause = (time) => new Promise((done) => setTimeout(done, time));
      let known = { last: "", starred: [] };
      for (let kill = 0; kill < kills; kill += 1) {
        const frame = document.createElement("iframe");
        Object.assign(frame, { src: url, width: 1000, height: 800 });
        document.documentElement.append(frame);
        const find = (what) => [...(frame.contentDocument?.querySelectorAll(what) ?? [])];
        while (find('main#papers[aria-busy="false"] [data-act="star"]').length < 5) await pause(1);
        const stars = find('main#papers .rows [data-act="star"]');
        const idOf = (star) => star.closest("article").dataset.paper;
        const shown = stars.filter((star) => star.ariaPressed === "true").map(idOf);
        const wrong = stars.map(idOf).filter((id) => shown.includes(id) !== known.starred.includes(id));
        const acts = [];
        const end = performance.now() + Math.random() ** 2 * 400;
        do {
          const star = stars[Math.floor(Math.random() * stars.length)];
          star.click();
          acts.push(star);
          if (Math.random() < 0.5) await pause(0);
        } while (performance.now() < end && acts.length < 100);
        const wished = [];
        const state = new Map(stars.map((star) => [star, shown.includes(idOf(star))]));
        for (const star of acts) {
          state.set(star, !state.get(star));
          wished.push(`${idOf(star)} ${state.get(star)}`);
        }
        // A moment in which nothing is clicked, so that the last acts too are caught in every state.
        if (Math.random() < 0.5) await pause(Math.random() * 10);
        // The screen is brought up to date when the script of the click has ended.
        await pause(0);
        const unsaved = Number(find(".toasts")[0].dataset.unsaved);
        frame.remove();
        known = await globalThis.disk(known.last);
        rounds.push({ wished, unsaved, wrong, ...known });
      }
      return rounds;
    },
    [url, KILLS],
  );
  let caught = 0;
  for (const { wished, unsaved, wrong, torn, done } of rounds) {
    assert.deepEqual(wrong, [], "what is on disk is what the next tab shows");
    assert.deepEqual(torn, [], "cards and journal say the same");
    assert.deepEqual(done, wished.slice(0, done.length), "what is on disk is the beginning of what was done");
    assert.ok(done.length >= wished.length - unsaved, `${wished.length} acts, of which ${unsaved} were shown as not saved; ${done.length} on disk`);
    caught += wished.length - done.length;
  }
  const acts = rounds.reduce((sum, { wished }) => sum + wished.length, 0);
  console.log(`${KILLS} kills during ${acts} acts; ${caught} acts had not reached the disk, all of them shown as not saved`);
  assert.ok(caught > KILLS / 10, "kills do come between acts and their acknowledgement");
});

test(`${CRASHES} crashes of the renderer in the midst of acts take away nothing that was shown as saved`, async (t) => {
  const { page: first, context, url } = await open(t);
  const reader = await context.newPage();
  await reader.goto(`${url}manifest.webmanifest`);
  let [page, last] = [first, ""];
  for (let crash = 0; crash < CRASHES; crash += 1) {
    await page.goto(url);
    await settled(page);
    let saved = 0;
    page.on("console", (message) => {
      if (message.text().startsWith("saved ")) saved = Math.max(saved, Number(message.text().slice(6)));
    });
    const plan = await page.evaluate(() => {
      const stars = [...document.querySelectorAll('main#papers .rows [data-act="star"]')];
      const plan = stars.slice(0, 40).map((star) => `${star.closest("article").dataset.paper} ${star.ariaPressed !== "true"}`);
      let acts = 0;
      const toasts = document.querySelector(".toasts");
      new MutationObserver(() => console.log(`saved ${acts - Number(toasts.dataset.unsaved)}`)).observe(toasts, { attributes: true });
      const act = () => {
        if (acts >= plan.length) return;
        stars[acts].click();
        acts += 1;
        setTimeout(act, Math.random() * 4);
      };
      setTimeout(act, 20);
      return plan;
    });
    const session = await context.newCDPSession(page);
    const gone = page.waitForEvent("crash");
    await new Promise((done) => setTimeout(done, Math.random() * 100));
    session.send("Page.crash").catch(() => {});
    await gone;
    const found = await reader.evaluate(disk, last);
    assert.deepEqual(found.torn, [], "cards and journal say the same");
    assert.deepEqual(found.done, plan.slice(0, found.done.length));
    assert.ok(found.done.length >= saved, `${saved} acts were shown as saved, ${found.done.length} are on disk`);
    last = found.last;
    await page.close();
    page = await context.newPage();
  }
});
