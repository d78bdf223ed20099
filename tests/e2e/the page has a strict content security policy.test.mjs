import assert from "node:assert/strict";
import { test } from "node:test";
import { POLICY } from "../../scripts/site.mjs";
import { open, papersShown } from "./support.mjs";

const promised = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "worker-src": "'self'",
  "style-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

function directives(policy) {
  return Object.fromEntries(policy.split(";").map((part) => part.trim().split(/\s+(.*)/)).map(([name, value]) => [name, value]));
}

async function policies(page) {
  const metas = page.locator('head meta[http-equiv="Content-Security-Policy"]');
  return (await metas.evaluateAll((all) => all.map((meta) => meta.content))).map(directives);
}

test("the page starts under its policy without a complaint", async (t) => {
  const { page, url, complaints } = await open(t);
  await page.goto(url);
  await papersShown(page);
  const [fixed] = await policies(page);
  for (const [name, value] of Object.entries(promised)) assert.equal(fixed[name], value, name);
  assert.deepEqual(fixed, directives(POLICY), "page and header say the same");
  assert.deepEqual(complaints, []);
});

test("the site may not be framed, and every file comes with the policy", async (t) => {
  const { page, url } = await open(t);
  for (const path of ["", "sw.js", "manifest.webmanifest", "nowhere"]) {
    const response = await page.request.get(url + path);
    assert.equal(response.headers()["content-security-policy"], `${POLICY}; frame-ancestors 'none'`, path);
    assert.equal(response.headers()["x-content-type-options"], "nosniff", path);
  }
});

test("inline code and evaluated code do not run", async (t) => {
  const { page, url } = await open(t);
  await page.goto(url);
  await papersShown(page);
  const ran = await page.evaluate(async () => {
    const inline = document.createElement("script");
    inline.textContent = "globalThis.ranInline = true";
    document.body.append(inline);
    const image = document.createElement("img");
    image.setAttribute("onerror", "globalThis.ranHandler = true");
    image.src = "data:,";
    document.body.append(image);
    await new Promise((done) => setTimeout(done, 200));
    return [globalThis.ranInline, globalThis.ranHandler];
  });
  assert.deepEqual(ran, [undefined, undefined]);
});

test("only the site and the reader's feeds can be reached", async (t) => {
  const { page, url } = await open(t);
  // As an earlier visit may have left it, or another program on the same origin.
  await page.addInitScript(() => {
    localStorage.setItem("offprint:origins", JSON.stringify(["https://feeds.example/a/b", "javascript:x", 7, "https://a;b.example", "nonsense"]));
  });
  await page.goto(`${url}?feed=https%3A%2F%2Fasked.example%2Ffeed.json`);
  await papersShown(page);
  const [, narrowed] = await policies(page);
  assert.equal(narrowed["connect-src"], "'self' https://feeds.example https://asked.example");
  const refused = await page.evaluate(async () => {
    const directive = new Promise((done) => document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective)));
    await fetch("https://elsewhere.example/").catch(() => {});
    return Promise.race([directive, new Promise((done) => setTimeout(done, 2000, "nothing refused"))]);
  });
  assert.equal(refused, "connect-src");
});

test("a malformed list of feeds leaves the site itself", async (t) => {
  const { page, url } = await open(t);
  await page.goto(url);
  await page.evaluate(() => localStorage.setItem("offprint:origins", "{not json"));
  await page.reload();
  await papersShown(page);
  const [, narrowed] = await policies(page);
  assert.equal(narrowed["connect-src"], "'self'");
});
