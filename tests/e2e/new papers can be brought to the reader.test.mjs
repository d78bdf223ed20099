import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { feed, host, item, visit } from "./feeds.mjs";
import { copyOfSite, onDisk, open, until } from "./support.mjs";

// The browser's own asking and showing cannot be seen without a screen; this stands in for both, and notes what is asked of it.
function standIn(answer) {
  globalThis.shown = [];
  globalThis.badges = [];
  class Notification {
    static permission = localStorage.getItem("test:leave") ?? "default";
    static asked = 0;
    static async requestPermission() {
      Notification.asked += 1;
      Notification.permission = answer;
      localStorage.setItem("test:leave", answer);
      return answer;
    }
    constructor(title, { body }) {
      globalThis.shown.push(`${title}: ${body}`);
    }
  }
  globalThis.Notification = Notification;
  navigator.setAppBadge = async (count) => badges.push(count);
  navigator.clearAppBadge = async () => badges.push(0);
  ServiceWorkerRegistration.prototype.showNotification = async (title, { body }) => shown.push(`${title}: ${body}`);
}

const panel = (page) => page.locator("section.subscribe");

async function watching(t, answer) {
  const there = await host(t, { "/papers.json": feed([item(1, { title: "On invented aqueducts" })]) });
  const { page, url, complaints } = await open(t);
  await page.addInitScript(standIn, answer);
  await visit(page, url, `?feed=${there.url}papers.json`);
  await page.locator("#search").fill("aqueducts");
  await page.locator("button", { hasText: "Keep this search" }).click();
  // What was seen of it is kept after the search itself.
  await until(async () => JSON.stringify(await onDisk(page, "things")), (things) => things.includes('"seen"'), "the search on disk");
  await visit(page, url, "?page=library");
  await page.locator('[data-do^="watch "]').check();
  await page.locator("nav a", { hasText: "Feeds" }).click();
  return { there, page, url, complaints };
}

test("leave to notify is asked by a click only, and a watch that finds papers unseen is told of once", async (t) => {
  const { there, page, complaints } = await watching(t, "granted");
  assert.match(await panel(page).textContent(), /You watch 1 search/);
  assert.equal(await page.evaluate(() => Notification.asked), 0, "nobody was asked yet");
  await panel(page).getByRole("button", { name: "Notify me" }).click();
  await panel(page).getByRole("button", { name: "Turn off" }).waitFor();
  assert.equal(await page.evaluate(() => Notification.asked), 1);
  there.answers["/papers.json"] = feed([1, 2, 3].map((number) => item(number, { title: "On invented aqueducts", day: `2025-08-0${number}` })));
  await page.evaluate(() => Object.defineProperty(document, "hidden", { get: () => true, configurable: true }));
  await page.getByRole("button", { name: "Fetch all again" }).click();
  await until(() => page.evaluate(() => shown), (shown) => shown.length > 0, "a notification", 15_000);
  await page.getByRole("button", { name: "Fetch all again" }).click();
  await page.waitForTimeout(500);
  assert.deepEqual(await page.evaluate(() => shown), ["2 new papers: aqueducts: 2"]);
  assert.equal(await page.evaluate(() => badges.at(-1)), 2);
  await panel(page).getByRole("button", { name: "Turn off" }).click();
  await panel(page).getByRole("button", { name: "Notify me" }).waitFor();
  assert.equal(await page.evaluate(() => badges.at(-1)), 0);
  assert.deepEqual(complaints, []);
});

test("a reader who refuses is asked no more, and a browser without notifications says so", async (t) => {
  const { page, url } = await watching(t, "denied");
  await panel(page).getByRole("button", { name: "Notify me" }).click();
  await panel(page).getByText("You have told the browser to show no notifications").waitFor();
  assert.equal(await panel(page).getByRole("button", { name: "Notify me" }).count(), 0);
  await page.addInitScript(() => {
    delete globalThis.Notification;
    delete navigator.setAppBadge;
    delete Navigator.prototype.setAppBadge;
  });
  await visit(page, url, "?page=feeds");
  assert.match(await panel(page).textContent(), /This browser shows no notifications here.*puts no number on the icon/s);
});

test("the archive's feeds are named with their addresses, as far as it has them", async (t) => {
  const root = await copyOfSite(t);
  const { page, url, context } = await open(t, { root, browser: { permissions: ["clipboard-read", "clipboard-write"] } });
  await visit(page, url, "?page=feeds");
  await panel(page).getByRole("button", { name: "Show their addresses" }).click();
  await panel(page).getByText("This edition comes without feeds for other readers").waitFor();
  await mkdir(join(root, "feed/feeds"));
  await writeFile(join(root, "feed/feeds/index.json"), JSON.stringify(["all", "cs.CL", "../x"]));
  await visit(page, url, "?page=feeds");
  await panel(page).getByRole("button", { name: "Show their addresses" }).click();
  await panel(page).locator("#feed-of").waitFor();
  assert.deepEqual(await panel(page).locator("#feed-of option").allTextContents(), ["All papers", "cs.CL"]);
  assert.equal(await panel(page).getByLabel("Atom", { exact: true }).inputValue(), `${url}feed/feeds/all.xml`);
  await panel(page).locator("#feed-of").selectOption("cs.CL");
  await until(() => panel(page).getByLabel("JSON Feed", { exact: true }).inputValue(), (value) => value === `${url}feed/feeds/cs.CL.json`, "the category's feed");
  await panel(page).getByRole("button", { name: "Copy the address of the Atom" }).click();
  await until(() => page.evaluate(() => navigator.clipboard.readText()), (text) => text === `${url}feed/feeds/cs.CL.xml`, "the copy");
  await page.locator(".toast", { hasText: "Copied" }).waitFor();
  await context.clearPermissions();
});

test("the reader's own digest is a message to keep and an e-mail to write", async (t) => {
  const root = await copyOfSite(t);
  await writeFile(join(root, "site.json"), JSON.stringify({ title: "Ours", subscribe: "https://lists.example.org/join" }));
  const { page, url, complaints } = await open(t, { root });
  await visit(page, url, "?page=feeds");
  assert.equal(await panel(page).getByRole("link", { name: "Sign up" }).getAttribute("href"), "https://lists.example.org/join");
  await panel(page).locator("#digest-of").selectOption("day");
  await panel(page).getByRole("button", { name: "Make it" }).click();
  const mail = panel(page).getByRole("link", { name: "Write it as an e-mail" });
  await mail.waitFor();
  const { searchParams } = new URL(await mail.getAttribute("href"));
  assert.equal(searchParams.get("subject"), "Ours: Tuesday, 29 July 2025");
  assert.match(searchParams.get("body"), /^http.*\?day=2025-07-29&sort=trending\r\n\r\n1\. .*\r\nhttps:\/\/arxiv\.org\/abs\//);
  const [download] = await Promise.all([page.waitForEvent("download"), panel(page).getByRole("button", { name: "Save as .eml" }).click()]);
  assert.match(download.suggestedFilename(), /^offprint-.*\.eml$/);
  const letter = await readFile(await download.path(), "latin1");
  assert.match(letter, /^From: Offprint .*\r\nSubject: Ours: Tuesday, 29 July 2025\r\n/s);
  const text = Buffer.from(/text\/plain.*?\r\n\r\n(.*?)\r\n\r\n--/s.exec(letter)[1], "base64").toString();
  assert.equal((text.match(/^\d+\. /gm) ?? []).length, 10);
  assert.deepEqual(complaints, []);
});

test("a digest can be ordered for the reader as soon as there is a star", async (t) => {
  const { page, url, complaints } = await open(t);
  await visit(page, url, "?page=feeds");
  const options = () => panel(page).locator("#digest-of option").allTextContents();
  assert.ok((await options()).every((words) => !/for you/.test(words)));
  await visit(page, url, "?window=all&q=image");
  await page.locator(".row").first().waitFor();
  await page.locator('.row [data-act="star"]').first().click();
  await page.locator(".toast").waitFor();
  await visit(page, url, "?page=feeds");
  await until(options, (words) => words.includes("The newest week, for you"), "the choice");
  await panel(page).locator("#digest-of").selectOption("week for you");
  await panel(page).getByRole("button", { name: "Make it" }).click();
  const mail = panel(page).getByRole("link", { name: "Write it as an e-mail" });
  await mail.waitFor({ timeout: 30_000 });
  const { searchParams } = new URL(await mail.getAttribute("href"));
  assert.match(searchParams.get("subject"), /, for you$/);
  const first = /arxiv\.org\/abs\/(\S+)/.exec(searchParams.get("body"))[1];
  await visit(page, url, /\?\S+/.exec(searchParams.get("body"))[0]);
  await until(() => page.locator(".row").first().getAttribute("data-paper"), (id) => id === first, "the list to begin as the digest does", 30_000);
  assert.deepEqual(complaints, []);
});
