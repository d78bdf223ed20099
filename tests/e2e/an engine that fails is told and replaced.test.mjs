import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { builtIn, list } from "./oracle.mjs";
import { DIST, listIs, markOnDisk, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();
const papers = await builtIn();
const worker = await readFile(join(DIST, (await readdir(DIST)).find((name) => /^worker-.*\.js$/.test(name))), "utf8");

const WORKER = /\/worker-[^/]*\.js$/;
const notice = (page) => page.locator('[data-notice="trouble"]', { hasText: "The background worker could not be used" });

// Puts code before the worker's own, for the first so many starts of it.
const withCode = (code, starts = Infinity) => (context) => {
  let started = 0;
  return context.route(WORKER, async (route) => {
    const response = await route.fetch();
    started += 1;
    await route.fulfill({ response, body: started <= starts ? `${code};\n${worker}` : worker });
  });
};

// The list is whole, filters answer, and a star is kept.
async function works(page) {
  await listIs(page, list(papers, ""));
  await page.locator("#search").fill("retrieval");
  await page.locator(".rows mark", { hasText: /retriev/i }).first().waitFor();
  await page.locator("#search").fill("");
  await listIs(page, list(papers, ""));
  const [id] = await rowsShown(page);
  await rowOf(page, id).locator('[data-act="star"][aria-pressed="false"]').click();
  await markOnDisk(page, id, (mark) => mark.star?.is);
  await page.locator("button.chip", { hasText: "Starred" }).click();
  await listIs(page, [id]);
  await rowOf(page, id).locator("h3 a").click();
  await page.locator(`section#paper[data-open="${id}"] h2`).waitFor();
  assert.equal(await page.locator("[data-notice=crash]").count(), 0);
}

const failures = {
  "a worker that cannot be loaded": (context) => context.route(WORKER, (route) => route.abort()),
  "a worker that is another file": (context) => context.route(WORKER, (route) => route.fulfill({ status: 404, contentType: "text/plain", body: "Not found" })),
  "a browser without workers": (context) => context.addInitScript(() => delete globalThis.Worker),
  "a worker that breaks at its start": withCode('throw new Error("broken from the start")'),
  "a worker that dies soon after": withCode('setTimeout(() => { throw new Error("died") }, 600)'),
  "a worker that talks nonsense": withCode("setTimeout(() => postMessage(new Uint8Array([123, 1, 2])), 600)"),
};

for (const [what, arrange] of Object.entries(failures)) {
  test(`${what}: the engine runs in the page, with a notice`, async (t) => {
    const { page } = await visit(t, "", { arrange });
    await notice(page).waitFor();
    await works(page);
    assert.equal(await notice(page).count(), 1);
  });
}

test("a worker that dies once is started again without a word", async (t) => {
  const { page } = await visit(t, "", { arrange: withCode('setTimeout(() => { throw new Error("died") }, 300)', 1) });
  await settled(page);
  await page.waitForTimeout(600);
  await works(page);
  assert.equal(await page.locator('[data-notice="trouble"]').count(), 0);
});

// The page looks at its worker once a second; here so many milliseconds stand for one, as a test need not sit through
// them. `sleep` lets the clock leap at each look, as it does when the machine slept or the browser holds timers back.
const hurried = (millis) => (context) =>
  context.addInitScript((millis) => {
    const real = { setTimeout: globalThis.setTimeout.bind(globalThis), now: performance.now.bind(performance) };
    let slept = 0;
    performance.now = () => real.now() + slept;
    globalThis.setTimeout = (act, delay, ...rest) => {
      if (delay === 1_000 && globalThis.sleep) slept += 60_000;
      return real.setTimeout(act, delay === 1_000 ? millis : delay, ...rest);
    };
  }, millis);

test("a worker that stays silent is not waited for without end", async (t) => {
  const arrange = async (context) => {
    await context.route(WORKER, async (route) => route.fulfill({ response: await route.fetch(), body: "// Says nothing." }));
    await hurried(20)(context);
  };
  const { page } = await visit(t, "", { arrange });
  await notice(page).filter({ hasText: "it did not answer" }).waitFor();
  await works(page);
});

// Workers that do as told over a channel.
const obeying = (starts, millis) => async (context) => {
  await hurried(millis)(context);
  await withCode(
    `let deaf = false;
    addEventListener("message", (event) => deaf && event.stopImmediatePropagation());
    globalThis.channel = new BroadcastChannel("test");
    channel.onmessage = ({ data }) => {
      if (data === "hang") for (;;);
      if (data === "deaf") deaf = true;
      for (const end = Date.now() + Number(data); Date.now() < end; );
    }`,
    starts,
  )(context);
};
const tell = async (page, what) => {
  await page.evaluate((what) => (globalThis.channel ??= new BroadcastChannel("test")).postMessage(what), what);
  // The worker is to have it before it gets anything else.
  await page.waitForTimeout(100);
};

for (const [what, name] of [["hang", "caught in a loop"], ["deaf", "out of reach"]]) {
  test(`a worker that is ${name} after its first list is started again with a word, and the second time replaced`, async (t) => {
    const { page } = await visit(t, "", { arrange: obeying(2, 50) });
    await settled(page);
    await tell(page, what);
    const asked = Date.now();
    await page.locator("#search").fill("retrieval sort:newest");
    await listIs(page, list(papers, "q=retrieval"));
    assert.ok(Date.now() - asked > 500, "twelve looks were taken");
    await page.locator('[data-notice="trouble"]', { hasText: "stopped answering and was started anew" }).waitFor();
    await tell(page, what);
    await page.locator("#search").fill("model sort:newest");
    await notice(page).filter({ hasText: "it stopped answering" }).waitFor();
    await listIs(page, list(papers, "q=model"));
    await page.locator("#search").fill("");
    await works(page);
  });
}

test("neither a long piece of work nor the sleep of the machine is taken for the end of the worker", async (t) => {
  let started = 0;
  const arrange = async (context) => {
    await obeying(Infinity, 100)(context);
    context.on("request", (request) => (started += WORKER.test(request.url()) ? 1 : 0));
  };
  const { page } = await visit(t, "", { arrange });
  await settled(page);
  for (const [words, busy, sleep] of [["retrieval", 1_000, false], ["model", 6_000, true]]) {
    await page.evaluate((sleep) => (globalThis.sleep = sleep), sleep);
    await tell(page, busy);
    const asked = Date.now();
    await page.locator("#search").fill(`${words} sort:newest`);
    await until(() => rowsShown(page), (rows) => `${rows}` === `${list(papers, `q=${words}`)}`, `what ${words} finds`, 12_000);
    assert.ok(Date.now() - asked > busy - 300, "the worker was busy all the time");
  }
  assert.equal(started, 1);
  assert.equal(await page.locator('[data-notice="trouble"]').count(), 0);
});

test("a panic in the page is a notice that can be read, with a way on", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await page.evaluate(() => {
    // A node that cannot be made is what the interface has no answer to.
    const cloneNode = Node.prototype.cloneNode;
    Node.prototype.cloneNode = function (...deep) {
      if (globalThis.broken) throw new Error("no more nodes");
      return cloneNode.apply(this, deep);
    };
    globalThis.broken = true;
  });
  await page.locator("nav a", { hasText: "About" }).click();
  const crash = page.locator('[data-notice="crash"][role="alert"]');
  await crash.waitFor();
  assert.match(await crash.textContent(), /Something in Offprint broke.*Your stars and your reading history are stored on this device and are safe\..*panicked/s);
  await crash.locator("button", { hasText: "Reload" }).click();
  await page.locator("main#about").waitFor();
  assert.equal(await crash.count(), 0);
});
