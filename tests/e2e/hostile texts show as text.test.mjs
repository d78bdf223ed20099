import assert from "node:assert/strict";
import { test } from "node:test";
import { feedServer, rowOf, settled, shared } from "./support.mjs";

const visit = await shared();

const markup = `<img src="x" onerror="globalThis.ran = true"><script>globalThis.ran = true</script><svg onload="globalThis.ran = true"></svg>"'><b>bold</b>`;
const script = "javascript:globalThis.ran=true";
const turned = "\u202egnp.exe\u2066\u202d";

const feed = (finished) => ({
  version: "https://jsonfeed.org/version/1.1",
  title: `${markup} feed`,
  home_page_url: script,
  ...(finished && { _paper: { format: 1 } }),
  items: [
    {
      id: "https://arxiv.org/abs/2508.00001",
      url: script,
      title: `${markup} title ${turned}`,
      content_text: `${markup} abstract &lt;img src=y onerror=globalThis.ran=true&gt; ${turned}`,
      summary: `${markup} summary`,
      image: script,
      authors: [{ name: `${markup} author`, url: script }, { name: `Ada ${turned}` }],
      tags: [`"><img src=x>`, "cs.CL"],
      _paper: {
        arxiv: "2508.00001",
        days: ["2025-08-01"],
        repository: script,
        project: `data:text/html,${markup}`,
        organisation: `${markup} organisation`,
        submitter: `${markup} submitter`,
        keywords: [`${markup} keyword`],
        thumbnail: "https://elsewhere.example/spy.png",
        authors: [{ name: `${markup} author`, affiliations: [`${markup} place`] }, { name: `Ada ${turned}` }],
      },
    },
    { id: script, title: markup, content_text: "no paper" },
    { id: "https://arxiv.org/abs/2508.00002", title: { toString: markup }, _paper: 7 },
  ],
});

// Elements that only the feed can have made, code that ran, and links that lead anywhere but to pages.
const harm = (page) =>
  page.evaluate(() => ({
    made: [...document.querySelectorAll("main img, main svg:not(.plot svg), main b:not(details b), main script, .notices img, .notices script, .page script, iframe, object")].map((element) => element.outerHTML),
    ran: globalThis.ran,
    links: [...document.querySelectorAll("[href], [src], [action]")].map((element) => element.href || element.src || element.action).filter((link) => !/^https?:/.test(link)),
    handlers: [...document.querySelectorAll("*")].filter((element) => element.getAttributeNames().some((name) => name.startsWith("on"))).map((element) => element.outerHTML),
  }));
const none = { made: [], ran: undefined, links: [], handlers: [] };
const turns = /[\u202a-\u202e\u2066-\u2069]/;

for (const finished of [true, false]) {
  test(`a hostile feed of ${finished ? "finished" : "raw"} texts makes nothing but text`, async (t) => {
    const address = `${await feedServer(t, { "/feed.json": feed(finished) })}/feed.json`;
    const { page, url, context } = await visit(t, `?window=all&feed=${encodeURIComponent(address)}`);
    const asked = [];
    context.on("request", (request) => asked.push(request.url()));
    await rowOf(page, "2508.00001").waitFor();
    await settled(page);
    const row = rowOf(page, "2508.00001");
    if (finished) assert.ok((await row.locator("h3 a").textContent()).startsWith(markup), "the title is shown as it was written");
    assert.doesNotMatch(await row.textContent(), turns);
    assert.deepEqual(await harm(page), none, "the list");
    await row.locator("h3 a").click();
    await page.locator("section#paper h2").waitFor();
    assert.doesNotMatch(await page.locator("section#paper").textContent(), turns);
    assert.deepEqual(await harm(page), none, "the open paper");
    await page.locator("section#paper .authors a").first().click();
    await settled(page);
    assert.deepEqual(await harm(page), none, "the list of the author");
    for (const query of ["?page=feeds", "?page=history", `?q=${encodeURIComponent(markup)}&cat=${encodeURIComponent(markup)}&kw=${encodeURIComponent(script)}`]) {
      await page.goto(url + query);
      await page.locator("main").waitFor();
      if (query === "?page=feeds") {
        await page.locator("main#feeds li", { hasText: "feed.json" }).waitFor();
        for (const details of await page.locator("details").all()) await details.evaluate((element) => (element.open = true));
      } else if (query === "?page=history") await page.locator("main#history li").first().waitFor();
      else await settled(page);
      assert.deepEqual(await harm(page), none, query);
    }
    assert.deepEqual(asked.filter((request) => /elsewhere|spy|\/x$/.test(request)), [], "nothing is fetched for a feed's sake");
  });
}

test("what the address brings along is no code either", async (t) => {
  for (const query of [`?feed=${encodeURIComponent(script)}`, `?paper=${encodeURIComponent(markup)}`, `?day=${encodeURIComponent(markup)}&sort=${encodeURIComponent(markup)}&page=${encodeURIComponent(markup)}`]) {
    const { page } = await visit(t, query);
    await settled(page);
    assert.deepEqual(await harm(page), none, query);
  }
});
