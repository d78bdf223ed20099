// A fresh Chromium with a fresh profile, and what the system knows of the process that holds its page.

import { readFileSync } from "node:fs";
import { fromNpm } from "../cache.mjs";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Memory is measured when asked for, not within minutes.
  "--enable-blink-features=ForceEagerMeasureMemory",
  "--js-flags=--expose-gc",
];

const TICKS_PER_SECOND = 100; // Of /proc, on every Linux that Chromium runs on.

/** `{page, version, renderer, crashed, close}`. `crashed` is a promise that only ever fails. */
export async function open(url) {
  const browser = await fromNpm("playwright-core").chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
  const page = await (await browser.newContext()).newPage();
  const crashed = new Promise((_, failed) => page.on("crash", () => failed(new Error("the page crashed (out of memory?)"))));
  crashed.catch(() => {}); // Whoever races against it hears it.
  const session = await browser.newBrowserCDPSession();
  const renderer = async () => rendererOf((await session.send("SystemInfo.getProcessInfo")).processInfo);
  await page.goto(url);
  return { page, version: browser.version(), renderer, crashed, close: () => browser.close() };
}

/**
 * The most bytes of memory that the page's process had so far, its workers included (of several renderers the page's is the
 * largest), and the seconds of processor that all renderers used: these are disturbed less by other work on the machine than
 * time is. `null` where there is no /proc.
 */
function rendererOf(processes) {
  const all = processes.filter(({ type }) => type === "renderer").map(({ id }) => ofProcess(id)).filter(Boolean);
  if (all.length === 0) return null;
  return { peak: Math.max(...all.map(({ peak }) => peak)), seconds: all.reduce((sum, { seconds }) => sum + seconds, 0) };
}

function ofProcess(id) {
  try {
    const status = readFileSync(`/proc/${id}/status`, "utf8");
    const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
    // After the name, which may have blanks, the user's and the system's ticks are the 12th and 13th field.
    const fields = readFileSync(`/proc/${id}/stat`, "utf8").split(") ").pop().split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { peak: kilobytes("VmHWM") * 1024, seconds: ticks / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}
