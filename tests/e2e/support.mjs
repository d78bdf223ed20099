// What the browser tests share: the built site on a server, and a browser with a fresh profile.

import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../scripts/site.mjs";

export const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The system's Chromium: CHROMIUM, what is on PATH, or where systems put it. */
export function browserPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"];
  const fixed = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];
  const path = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...fixed].find(existsSync);
  if (!path) throw new Error("No Chromium found. Install it (Debian: apt install chromium) or set CHROMIUM to its path.");
  return path;
}

/** A browser with an empty profile. `options` are Playwright's for a context. */
export async function launch(options = {}) {
  const profile = await mkdtemp(join(tmpdir(), "offprint-profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath(),
    headless: true,
    args: ARGS,
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  return { context, close };
}

/**
 * The built site and a browser, both ended with the test `t`.
 * `root` serves another folder, `base` puts the site under a path, `browser` goes to `launch`.
 */
export async function open(t, { root = DIST, base = "/", headers = {}, browser = {} } = {}) {
  const site = await serve({ root, base, headers });
  const { context, close } = await launch(browser);
  let running = true;
  const stopServer = async () => {
    if (running) await site.close();
    running = false;
  };
  t.after(async () => {
    await close();
    await stopServer();
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return { url: site.url, context, page, stopServer, complaints: complaints(page) };
}

/** Everything the page complains of, filled as it happens: console errors, exceptions, refused requests. */
export function complaints(page) {
  const heard = [];
  page.on("console", (message) => {
    if (message.type() === "error") heard.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => heard.push(`exception: ${error.message}`));
  return heard;
}

/** Waits until the paper list is on the screen. */
export async function papersShown(page) {
  await page.locator("main#papers article").first().waitFor();
}

/** Waits until this build's service worker serves the page. */
export async function keptOffline(page) {
  const kept = await page.evaluate(async () => {
    // A failed install would leave `serviceWorker.ready` waiting for ever.
    for (let round = 0; round < 300; round += 1) {
      const registration = await navigator.serviceWorker.getRegistration();
      if (registration?.active?.state === "activated") return true;
      await new Promise((done) => setTimeout(done, 50));
    }
    return false;
  });
  if (!kept) throw new Error("no service worker took charge within 15 seconds");
}

/** A copy of the built site that the test `t` may change. */
export async function copyOfSite(t) {
  const folder = await mkdtemp(join(tmpdir(), "offprint-site-"));
  await cp(DIST, folder, { recursive: true });
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
