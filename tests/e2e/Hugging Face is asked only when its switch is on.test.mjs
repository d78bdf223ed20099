import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { allowed, count, entry, feedsSettled, fetchByPage, host, rawItem, record, told, visit } from "./feeds.mjs";
import { ARGS, open } from "./support.mjs";

const KEY = "hugging-face";
const DAY = 86_400_000;
const day = (ago) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
const PATH = "/api/daily_papers";

const certificate = makeCertificate();
const options = certificate ? {} : { skip: true };
if (!certificate) console.log("skipped: Hugging Face's switch: no openssl to make a certificate with; install openssl");

function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), "offprint-certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  try {
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=huggingface.co", "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// A stand-in for huggingface.co on this machine, and a browser that takes it for the real one.
async function standIn(t, answer) {
  const create = (listener) => createServer(certificate, listener);
  const there = await host(t, { [PATH]: answer }, { create });
  const args = [...ARGS, `--host-resolver-rules=MAP huggingface.co 127.0.0.1:${there.port}`, "--ignore-certificate-errors", "--no-proxy-server"];
  return { there, ...(await open(t, { browser: { args } })) };
}

// The newest list where no day is asked for, else that day's.
const newest = (request) => {
  const date = new URL(request.url, "https://host").searchParams.get("date") ?? day(0);
  const number = Number(date.slice(5).replace("-", "")) * 10;
  return [rawItem(number, { day: date, title: `Invented, of ${date}` }), rawItem(number + 1, { day: date })];
};

async function flip(page, on) {
  await entry(page, "");
  const box = page.getByRole("checkbox", { name: /Hugging Face/ });
  if (!on) return box.uncheck();
  // Switched on, the page opens anew.
  await Promise.all([page.waitForEvent("load"), box.click()]);
  await feedsSettled(page);
}

test("nothing is asked before the switch is on, and its papers come in after", options, async (t) => {
  const { there, page, url, complaints } = await standIn(t, newest);
  await visit(page, url);
  await visit(page, url, "?page=feeds");
  assert.equal(await fetchByPage(page, `https://huggingface.co${PATH}`), "TypeError");
  assert.deepEqual(there.asked, []);
  assert.deepEqual(await allowed(page), ["'self'"]);
  complaints.length = 0; // The refused fetch above.

  await flip(page, true);
  assert.deepEqual(there.asked, [`${PATH}?limit=100`]);
  assert.ok((await allowed(page)).includes("https://huggingface.co"));
  assert.equal(await count(page, "?window=all"), 74);
  assert.equal(await count(page, `?window=day&day=${day(0)}`), 2);
  assert.match(await (await entry(page, "Hugging Face")).textContent(), /Read on .* 2 papers/);
  assert.equal(await page.getByRole("checkbox", { name: /Hugging Face/ }).isChecked(), true);
  assert.deepEqual(complaints, []);
});

test("nothing of the library is sent: no cookies, no page's address, no query but limit and date", options, async (t) => {
  const headers = [];
  const { page, url } = await standIn(t, (request) => {
    headers.push(request.headers);
    return newest(request);
  });
  await visit(page, url, "?q=secret");
  await flip(page, true);
  assert.equal(headers.length, 1);
  assert.equal(headers[0].cookie, undefined);
  assert.equal(headers[0].referer, undefined);
  assert.doesNotMatch(JSON.stringify(headers[0]), /secret/);
});

test("days that were missed are asked for one by one, oldest first", options, async (t) => {
  const { there, page, url } = await standIn(t, newest);
  await visit(page, url);
  await flip(page, true);
  there.asked.length = 0;
  await record(page, KEY, { fetched: Date.now() - 3 * DAY });
  await visit(page, url);
  assert.deepEqual(there.asked, [3, 2, 1, 0].map((ago) => `${PATH}?limit=100&date=${day(ago)}`));
  assert.equal(await count(page, "?window=all"), 80);
  assert.equal(await count(page, `?window=day&day=${day(2)}`), 2);

  there.asked.length = 0;
  await record(page, KEY, { fetched: Date.now() - 300 * DAY });
  await visit(page, url);
  assert.equal(there.asked.length, 14, "a long absence asks for two weeks at most");
  assert.equal(there.asked.at(-1), `${PATH}?limit=100&date=${day(0)}`);
});

test("a host that asks for fewer requests is told of, and what came before is kept", options, async (t) => {
  let full = false;
  const { there, page, url } = await standIn(t, (request) => (full && !request.url.includes(day(3)) ? { status: 429, body: { error: "Too many" } } : newest(request)));
  await visit(page, url);
  await flip(page, true);
  full = true;
  there.asked.length = 0;
  const fetched = Date.now() - 3 * DAY;
  await record(page, KEY, { fetched });
  await visit(page, url);
  assert.equal(there.asked.length, 2, "and it is asked no more");
  assert.match(await told(page), /Hugging Face Daily Papers: .*the host asks for fewer requests; try again in some minutes/);
  assert.equal(await count(page, "?window=all"), 76);
  assert.equal((await record(page, KEY)).fetched, fetched, "the missed days are asked for again next time");

  full = false;
  there.asked.length = 0;
  await (await entry(page, "Hugging Face")).getByRole("button", { name: "again" }).click();
  await feedsSettled(page);
  assert.equal(there.asked.length, 4);
  assert.equal(await (await entry(page, "Hugging Face")).locator(".message").textContent(), "");
});

test("switched off it is asked no more, and its papers stay", options, async (t) => {
  const { there, page, url } = await standIn(t, newest);
  await visit(page, url);
  await flip(page, true);
  await flip(page, false);
  await page.locator("main#feeds .list > li", { hasText: "(paused)" }).waitFor();
  there.asked.length = 0;
  await visit(page, url);
  assert.deepEqual(there.asked, []);
  assert.equal(await fetchByPage(page, `https://huggingface.co${PATH}`), "TypeError");
  assert.equal(await count(page, "?window=all"), 74);
  assert.match((await (await entry(page, "Hugging Face")).textContent()), /\(paused\)/);
});
