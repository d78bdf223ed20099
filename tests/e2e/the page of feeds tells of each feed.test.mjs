import assert from "node:assert/strict";
import { test } from "node:test";
import { archive, count, entry, feed, feedsSettled, host, item, record, visit } from "./feeds.mjs";
import { open, until } from "./support.mjs";

const june = [item(601, { day: "2025-06-03" }), item(602, { day: "2025-06-04" })];
const july = [item(701, { day: "2025-07-01" })];
const august = [item(801, { day: "2025-08-01" })];
const at = (files) => Object.fromEntries(Object.entries(files).map(([name, body]) => [`/papers/${name}`, body]));
const files = (there) => there.asked.splice(0).map((path) => path.replace("/papers/", "").replace(/-[0-9a-f]{16}/, ""));

test("it says what each held, on which days, what was new, and when it is asked next", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1), item(2, { day: "2025-08-04" })]) });
  const { page, url, complaints } = await open(t);
  await visit(page, url, `?feed=${there.url}papers.json`);
  const ours = await entry(page, "papers.json");
  assert.match(await ours.textContent(), /2 papers\. Next at \d\d:\d\d UTC.*1 to 4 August 2025.*New last time: 2 papers\./s);
  there.answers["/papers.json"] = feed([item(1, { upvotes: 9 }), item(2, { day: "2025-08-04" }), item(3, { day: "2025-08-05" })]);
  await ours.getByRole("button", { name: "Fetch again" }).click();
  await until(() => ours.textContent(), (text) => /New last time: 1 paper, and something on 1 known/.test(text), "what was new");
  assert.match(await ours.textContent(), /1 to 5 August 2025/);
  await page.locator("button", { hasText: "Fetch all again" }).click();
  await until(() => ours.textContent(), (text) => /Nothing new last time/.test(text), "nothing new");
  await ours.locator("a").click();
  await page.locator("article[data-paper='2508.00003']").waitFor();
  assert.deepEqual(complaints, []);
});

test("problems can be opened after a reload too", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1), { title: "Of no known paper", id: "x" }]) });
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers.json`);
  delete there.answers["/papers.json"];
  await visit(page, url);
  const ours = await entry(page, "papers.json");
  await ours.locator("summary").click();
  assert.match(await ours.locator("details li").first().textContent(), /item 2.*: .*; .*\./);
});

test("an archive shows how far it is, and after a reload goes on where it was", async (t) => {
  const there = await host(t, at(archive({ "2025-06": june, "2025-07": july, "2025-08": august })));
  const slow = Object.keys(there.answers).find((path) => path.includes("2025-06"));
  const whole = there.answers[slow];
  let release;
  const { page, url, context } = await open(t);
  await context.route(`**${slow}`, async (route) => {
    await new Promise((done) => (release = done));
    await route.abort().catch(() => {}); // It may have gone with its page.
  });
  await page.goto(`${url}?page=feeds&feed=${there.url}papers/manifest.json`);
  const ours = page.locator("main#feeds .list > li", { has: page.getByRole("heading", { name: "manifest.json" }) });
  await ours.getByText("Fetching 3 of 3").waitFor();
  assert.equal(await ours.locator("progress").evaluate((bar) => bar.position.toFixed(2)), "0.67");
  await until(async () => (await record(page, `${there.url}papers/manifest.json`)).shards.length, (held) => held === 2, "two months noted");
  files(there);
  // The page is left while the last month is on its way.
  await page.reload({ waitUntil: "commit" });
  release();
  await context.unroute(`**${slow}`);
  there.answers[slow] = whole;
  await visit(page, url);
  await ours.waitFor({ state: "detached" });
  assert.equal(await count(page, "?window=all"), 76);
  assert.ok(files(there).every((name) => name === "manifest.json" || name.startsWith("2025-06")), "the other months are not asked for again");
});

test("a paused feed is not asked, keeps its papers, and goes on when it is resumed", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1)]) });
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers.json`);
  const ours = await entry(page, "papers.json");
  await ours.getByRole("button", { name: "Pause" }).click();
  await ours.getByRole("heading", { name: "(paused)" }).waitFor();
  there.asked.length = 0;
  await visit(page, url);
  assert.deepEqual(there.asked, []);
  assert.equal(await count(page, "?window=all"), 73);
  there.answers["/papers.json"] = feed([item(1), item(2)]);
  await Promise.all([page.waitForEvent("load"), (await entry(page, "papers.json")).getByRole("button", { name: "Resume" }).click()]);
  await feedsSettled(page);
  assert.deepEqual(there.asked, ["/papers.json"]);
  assert.equal(await count(page, "?window=all"), 74);
});

test("a feed is asked again when an hour has passed with the page open", async (t) => {
  const there = await host(t, { "/papers.json": feed([item(1)]) });
  const { page, url } = await open(t);
  // The page looks each fifth of a second in place of each five minutes, and its clock can be put forward.
  await page.addInitScript(() => {
    const [now, every] = [Date.now, setInterval];
    globalThis.ahead = 0;
    Date.now = () => now() + globalThis.ahead;
    globalThis.setInterval = (act, wait) => every(act, wait === 300_000 ? 200 : wait);
  });
  await visit(page, url, `?feed=${there.url}papers.json`);
  const ours = await entry(page, "papers.json");
  there.answers["/papers.json"] = feed([item(1), item(2)]);
  await page.evaluate(() => (globalThis.ahead = 59 * 60_000));
  await page.waitForTimeout(700);
  assert.equal(there.asked.length, 1);
  await page.evaluate(() => (globalThis.ahead = 61 * 60_000));
  await until(() => there.asked.length, (asked) => asked === 2, "a second request");
  await until(() => ours.textContent(), (text) => /2 papers/.test(text), "the new paper");
  await page.waitForTimeout(700);
  assert.equal(there.asked.length, 2, "and once only");
});
