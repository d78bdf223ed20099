import assert from "node:assert/strict";
import { test } from "node:test";
import { host } from "./feeds.mjs";
import { markOnDisk, open, rowOf, settled, until } from "./support.mjs";

const doi = "doi:10.1000/fold(7)";
const link = "https://journal.example/essays/2";

// A journal's feed as publishers write it (RSS 1.0 with PRISM).
const journal = `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
<channel rdf:about="https://journal.example/"><title>A journal</title></channel>
<item rdf:about="https://journal.example/articles/1"><title>How &lt;i&gt;proteins&lt;/i&gt; fold</title><link>https://journal.example/articles/1?utm_source=rss</link><dc:creator>Ada Example</dc:creator><dc:date>2025-08-04</dc:date><prism:doi>10.1000/FOLD(7)</prism:doi><description>Invented for a test.</description></item>
<item rdf:about="${link}"><title>An essay</title><link>${link}?utm_source=rss</link><dc:date>2025-08-04</dc:date></item>
</rdf:RDF>`;

/** The page with that feed added, at its day. */
async function reading(t) {
  const there = await host(t, { "/journal.xml": { body: journal, type: "application/rss+xml" } });
  const { page, url, complaints } = await open(t);
  await page.goto(`${url}?day=2025-08-04&feed=${encodeURIComponent(`${there.url}journal.xml`)}`);
  await rowOf(page, doi).waitFor();
  await settled(page);
  return { page, url, complaints };
}

test("a journal's papers are listed by DOI and by link, starred and found again", async (t) => {
  const { page, url, complaints } = await reading(t);
  assert.equal(await rowOf(page, doi).locator("h3 a").textContent(), "How proteins fold");
  assert.equal(await rowOf(page, link).getByRole("link", { name: "journal.example" }).getAttribute("href"), link);
  await rowOf(page, doi).locator("h3 a").click();
  const panel = page.locator("section#paper");
  await panel.locator("h2", { hasText: "How proteins fold" }).waitFor();
  assert.equal(await panel.locator(".links a", { hasText: "DOI" }).getAttribute("href"), "https://doi.org/10.1000/fold%287%29");
  assert.equal(await panel.locator(".links a").count(), 1, "nothing of arXiv is offered");
  await panel.locator('[data-act="star"]').click();
  await markOnDisk(page, doi, (mark) => mark !== undefined, "the star");
  await page.reload();
  await until(() => panel.locator('[data-act="star"]').getAttribute("aria-pressed"), (pressed) => pressed === "true", "the star after a reload");
  await page.goto(url);
  await settled(page);
  await page.locator("#search").fill("https://doi.org/10.1000/Fold(7)");
  await panel.locator("h2", { hasText: "How proteins fold" }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("paper"), doi);
  assert.deepEqual(complaints, []);
});

test("papers like one are asked for by its DOI", async (t) => {
  const { page } = await reading(t);
  await rowOf(page, doi).locator("h3 a").click();
  await page.locator("section#paper h2", { hasText: "How proteins fold" }).waitFor();
  await page.locator("section#paper").getByRole("link", { name: "Papers like this" }).click();
  await until(() => page.locator("#search").inputValue(), (text) => text === `like:"${doi}"`, "the query");
  await settled(page);
  await until(() => page.locator("main#papers .rows article").count(), (rows) => rows > 0, "papers that are like it");
  assert.equal(await rowOf(page, doi).count(), 0, "it is not like itself");
});
