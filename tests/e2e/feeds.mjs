// What the tests of feeds share: hosts that answer as told, invented papers in each form, and what the page made of them.

import { createHash } from "node:crypto";
import { createServer } from "node:http";

/**
 * A host of feeds on an origin of its own, ended with the test `t`. `answers` maps a path to a body (text or an object, sent
 * as JSON), to `{ status, type, body, headers, cut }`, or to a function of the request that gives one of these; it may be
 * changed at any time. `cut` ends the connection after that many bytes. `asked` lists what was asked for, with queries.
 */
export async function host(t, answers = {}, { cors = true, create = createServer } = {}) {
  const asked = [];
  const server = create((request, response) => {
    asked.push(request.url);
    const { pathname } = new URL(request.url, "http://host");
    const given = typeof answers[pathname] === "function" ? answers[pathname](request) : answers[pathname];
    const { status = 200, type = "application/json", body, headers = {}, cut } = given?.body === undefined && !given?.status ? { body: given } : given;
    const bytes = Buffer.from(typeof body === "string" ? body : (JSON.stringify(body) ?? ""));
    const head = { "Content-Type": type, "Content-Length": bytes.length, ...(cors && { "Access-Control-Allow-Origin": "*" }), ...headers };
    response.writeHead(given === undefined ? 404 : status, head);
    if (cut === undefined) response.end(bytes);
    else response.write(bytes.subarray(0, cut), () => response.destroy());
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const stop = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  t.after(stop);
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}/`, port, answers, asked, stop };
}

/** An item of our own format: an invented paper, number 1 to 99999. */
export function item(number, { day = "2025-08-01", title = `Invented paper ${number}`, ...more } = {}) {
  const arxiv = id(number);
  const address = `https://arxiv.org/abs/${arxiv}`;
  return { id: address, url: address, title, content_text: `What paper ${number} is about.`, _paper: { arxiv, days: [day], ...more } };
}

/** A hundred and thirty papers on one matter over four months of 2025, and thirty of September, some of which are on another. */
export function risen() {
  const past = Array.from({ length: 130 }, (_, at) =>
    item(at + 1, { day: `2025-0${5 + (at % 4)}-1${at % 10}`, title: `Masked models ${at}`, keywords: ["masked models"] }),
  );
  const now = Array.from({ length: 30 }, (_, at) => {
    const title = at % 4 === 0 ? `Zebra ${at > 20 ? "crossing" : "crossings"} by number ${at}` : `Masked models ${at}`;
    return item(at + 201, { day: `2025-09-${10 + (at % 15)}`, title, keywords: [at % 3 === 0 ? "quiet streets" : "masked models"] });
  });
  return { past, now };
}

/** A feed of our own format. */
export function feed(items, title = "Invented papers") {
  return { version: "https://jsonfeed.org/version/1.1", title, _paper: { format: 1 }, items };
}

/** An item as Hugging Face answers it. */
export function rawItem(number, { day = "2025-08-01", title = `Invented paper ${number}`, upvotes = 3 } = {}) {
  const publishedAt = `${day}T00:00:00.000Z`;
  const summary = `What paper ${number} is about.`;
  const authors = [{ _id: "000000000000000000000000", name: "Ada Example", hidden: false }];
  const paper = { id: id(number), authors, publishedAt, submittedOnDailyAt: publishedAt, title, summary, upvotes };
  return { paper, publishedAt, title, summary, numComments: 0, isAuthorParticipating: false };
}

export const id = (number) => `2508.${String(number).padStart(5, "0")}`;

/** The files of an archive, name → text: `months` maps a month to its items. */
export function archive(months, title = "Invented archive") {
  const files = {};
  const shards = [];
  for (const [month, items] of Object.entries(months).sort()) {
    const text = JSON.stringify(feed(items, title));
    const file = `${month}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.json`;
    files[file] = text;
    shards.push({ month, file, papers: items.length, bytes: text.length });
  }
  files["manifest.json"] = JSON.stringify({ format: 1, title, updated: "2025-08-31", shards });
  return files;
}

/** Waits until all that was stored is there, and every feed has been fetched and read. */
export async function feedsSettled(page) {
  const opened = () => ["restore", "feeds"].every((stage) => performance.getEntriesByName(`offprint:${stage}`).length > 0);
  await page.waitForFunction(opened, null, { timeout: 20_000 });
  const idle = () => page.evaluate(() => document.querySelector("main") && !document.querySelector(".notices .busy p"));
  // Between two feeds nothing runs for a moment.
  for (let calm = 0, left = 400; calm < 6; left -= 1) {
    if (left === 0) throw new Error("the feeds were not done after 20 seconds");
    calm = (await idle()) ? calm + 1 : 0;
    await page.waitForTimeout(50);
  }
}

/** Opens the site at `query` and waits until all feeds are done. */
export async function visit(page, url, query = "") {
  await page.goto(url + query);
  await feedsSettled(page);
}

/** How many papers a list holds, by its address. Goes there without loading the page anew. */
export async function count(page, query) {
  await page.evaluate((query) => {
    history.pushState(null, "", query);
    dispatchEvent(new PopStateEvent("popstate"));
  }, query);
  await page.locator("main#papers[aria-busy=false]").waitFor();
  // The list of the place before may stand until the answer for this one comes.
  const shown = async () => Number(/[\d,]+/.exec(await page.locator("main#papers .count").textContent())[0].replace(",", ""));
  let last = await shown();
  for (let calm = 0; calm < 8; ) {
    await page.waitForTimeout(50);
    const now = await shown();
    calm = now === last ? calm + 1 : 0;
    last = now;
  }
  return last;
}

/** The entry of a feed on the page of feeds, which is opened first. */
export async function entry(page, title) {
  await page.locator("nav a", { hasText: "Feeds" }).click();
  await page.locator("main#feeds").waitFor();
  return page.locator("main#feeds .list > li", { has: page.getByRole("heading", { name: title }) });
}

/** The titles of all feeds listed. */
export async function listed(page) {
  await entry(page, "");
  return (await page.locator("main#feeds .list > li").getByRole("heading").allTextContents()).map((title) => title.trim());
}

/** What the page says in its notices. */
export async function told(page) {
  return (await page.locator("[data-notice] > p").allTextContents()).join("\n");
}

/** The origins that the page may connect to, by its own narrower policy. */
export async function allowed(page) {
  const policies = page.locator('head meta[http-equiv="Content-Security-Policy"]');
  return (await policies.last().getAttribute("content")).replace("connect-src ", "").split(" ");
}

/** Reads the stored record of a feed, or writes it with `change` applied. */
export async function record(page, key, change = {}) {
  return page.evaluate(
    async ([key, change]) => {
      const wait = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
      const database = await wait(indexedDB.open("offprint"));
      const store = database.transaction("feeds", "readwrite").objectStore("feeds");
      const bytes = await wait(store.get(key));
      const known = bytes && { ...JSON.parse(new TextDecoder().decode(bytes)), ...change };
      if (known && Object.keys(change).length > 0) await wait(store.put(new TextEncoder().encode(JSON.stringify(known)), key));
      database.close();
      return known ?? null;
    },
    [key, change],
  );
}

/** What becomes of a fetch by the page itself: "answered", or the error's name. */
export async function fetchByPage(page, address) {
  return page.evaluate((address) => fetch(address).then(() => "answered", (error) => error.name), address);
}
