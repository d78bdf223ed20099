import assert from "node:assert/strict";
import { test } from "node:test";
import { rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();

/** The lines of what was done; whether a paper was left at once depends on how fast the test is. */
const linesOf = (page) => page.locator("main#history li", { hasNotText: /left at once/ });
const entries = (page) =>
  linesOf(page).evaluateAll((lines) => lines.map((line) => `${line.querySelector(".what").textContent} ${new URLSearchParams(line.querySelector("a").search).get("paper")}`));
const historyIs = (page, wanted) => until(() => entries(page), (now) => `${now}` === `${wanted}`, `the history ${wanted}`);

async function openPaper(page, id) {
  await rowOf(page, id).locator("h3 a").click();
  await page.locator(`section#paper[data-open="${id}"] h2`).waitFor();
}

test("what was opened and marked is listed, newest first, and stays", async (t) => {
  const { page, url, complaints } = await visit(t);
  await settled(page);
  const [a, b, c] = await rowsShown(page);
  const titles = await Promise.all([a, b, c].map((id) => rowOf(page, id).locator("h3 a").textContent()));
  await openPaper(page, a);
  await openPaper(page, b);
  await page.keyboard.press("Escape");
  await rowOf(page, c).locator('[data-act="star"]').click();
  await openPaper(page, a);
  await page.locator("nav a", { hasText: "History" }).click();
  const wanted = [`opened ${a}`, `starred ${c}`, `opened ${b}`, `opened ${a}`];
  await historyIs(page, wanted);
  assert.deepEqual(await linesOf(page).locator("a").allTextContents(), [titles[0], titles[2], titles[1], titles[0]]);
  const today = new Date().toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" });
  assert.match(await page.locator("main#history h3").first().textContent(), new RegExp(`^${today}, \\d`));
  await page.reload();
  await historyIs(page, wanted);
  await page.goto(`${url}?page=history`);
  await historyIs(page, wanted);
  await linesOf(page).locator("a").nth(2).click();
  await page.locator(`section#paper[data-open="${b}"] h2`).waitFor();
  assert.deepEqual(complaints, []);
});

test("an act and its undoing are both noted", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  await rowOf(page, id).locator('[data-act="dismiss"]').click();
  await rowOf(page, id).waitFor({ state: "detached" });
  await page.locator('.toast [data-act="undo"]').click();
  await rowOf(page, id).waitFor();
  await page.locator("nav a", { hasText: "History" }).click();
  await historyIs(page, [`brought back (undo) ${id}`, `dismissed ${id}`]);
});

test("opening a paper once is one entry, also when feeds come in meanwhile", async (t) => {
  const { page, url } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  await page.goto(`${url}?paper=${id}`);
  await page.locator("section#paper h2").waitFor();
  await settled(page);
  await page.locator("nav a", { hasText: "History" }).click();
  await historyIs(page, [`opened ${id}`]);
});

test("the history is told in the zone of the reader's clock", async (t) => {
  const { page } = await visit(t, "", { timezoneId: "Pacific/Kiritimati" });
  await settled(page);
  const [id] = await rowsShown(page);
  await openPaper(page, id);
  await page.locator("nav a", { hasText: "History" }).click();
  await historyIs(page, [`opened ${id}`]);
  const time = linesOf(page).locator("time").first();
  const at = new Date(await time.getAttribute("datetime"));
  assert.ok(Math.abs(Date.now() - at) < 60_000);
  const there = (options) => at.toLocaleString("en-GB", { timeZone: "Pacific/Kiritimati", ...options });
  assert.equal(await time.textContent(), there({ hour: "2-digit", minute: "2-digit" }));
  assert.match(await time.getAttribute("title"), /, Pacific\/Kiritimati \(UTC\+14:00\)$/);
  assert.match(await page.locator("main#history h3").first().textContent(), new RegExp(`^${there({ weekday: "long" })}, ${there({ day: "numeric" })} `));
  await page.locator("main#history", { hasText: "as clocks show it in Pacific/Kiritimati" }).waitFor();
});

test("all of a long history is reached, a page at a time or by a day", async (t) => {
  const { page, url } = await visit(t, "", { timezoneId: "America/New_York" });
  await settled(page);
  const [id] = await rowsShown(page);
  // Ten a day, from the first of January 2024 on, on the hour from ten o'clock on in New York.
  await page.evaluate(async (id) => {
    const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const database = await asked(indexedDB.open("offprint"));
    const transaction = database.transaction("history", "readwrite");
    for (let entry = 0; entry < 1_205; entry += 1) {
      const at = [Date.UTC(2024, 0, 1 + Math.floor(entry / 10), 15 + (entry % 10)), 0, 7];
      const record = { v: 2, at, cause: "act", touched: [{ of: `paper:${id}`, field: "tag:" + entry, is: true }] };
      transaction.objectStore("history").put(new TextEncoder().encode(JSON.stringify(record)), `${String(at[0]).padStart(15, "0")}-000000-00000007`);
    }
    await new Promise((done) => (transaction.oncomplete = done));
    database.close();
  }, id);
  await page.goto(`${url}?page=history`);
  const lines = () => page.locator("main#history li .what").allTextContents();
  const shows = (from, to) => until(lines, (now) => now[0] === `tagged “${from}”` && now.at(-1) === `tagged “${to}”`, `${from} to ${to}`);
  const step = (words) => page.locator("main#history .steps button", { hasText: words });
  await shows(1204, 705);
  assert.equal(await step("Show later").count(), 0);
  await step("Show earlier").click();
  await shows(704, 205);
  await step("Show earlier").click();
  await shows(204, 0);
  assert.equal(await step("Show earlier").count(), 0);
  await step("Show later").click();
  await shows(704, 205);
  // A day of the reader's, which ends at five in UTC.
  await page.locator("#until").fill("2024-01-02");
  await page.locator("#until").press("Enter");
  await shows(19, 0);
  assert.match(await page.locator("main#history h3").first().textContent(), /^Tuesday, 2 January 2024$/);
  await page.locator("#until").fill("");
  await page.locator("#until").press("Enter");
  await shows(1204, 705);
});

test("an empty history says so", async (t) => {
  const { page } = await visit(t, "?page=history");
  await page.locator("main#history", { hasText: "Nothing yet" }).waitFor();
});
