import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn, list, madeFeed, papersOf } from "./oracle.mjs";
import { allRows, feedServer, listIs, rowOf, rowsShown, settled, shared, until } from "./support.mjs";

const visit = await shared();
const papers = await builtIn();

// What the list shows once it has answered a text.
async function found(page, typed) {
  await page.locator("#search").fill(typed);
  await until(() => new URL(page.url()).searchParams.get("q") ?? "", (text) => text === typed, `the address of “${typed}”`);
  let last = null;
  await until(
    async () => {
      const now = JSON.stringify(await rowsShown(page));
      const same = now === last;
      last = now;
      await page.waitForTimeout(60);
      return same;
    },
    Boolean,
    "a list that stays",
  );
  return (await allRows(page)).sort();
}

test("words are found however they are written", async (t) => {
  const { page, complaints } = await visit(t);
  await settled(page);
  const alike = [
    ["yildiz", "YILDIZ", "Yıldız", "author:yildiz"],
    ["pre-training ", "pretraining ", "pre training "],
    ["retrieval ", "retreival ", "retrievals "],
    ["few-shot ", "few shot ", "fewshot "],
  ];
  for (const [first, ...others] of alike) {
    const ids = await found(page, first);
    assert.ok(ids.length > 0, first);
    for (const other of others) assert.deepEqual(await found(page, other), ids, `“${other}” as “${first}”`);
  }
  assert.equal((await found(page, "xylograph ")).length, 0);
  assert.equal((await found(page, "  ")).length, papers.length);
  assert.deepEqual(complaints, []);
});

test("a slip is forgiven and told, and the better text is one click away", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await page.locator("#search").fill("langauge ");
  await page.locator(".said", { hasText: "Did you mean “language”?" }).waitFor();
  await page.locator(".rows mark", { hasText: "Language" }).first().waitFor();
  await page.locator(".said a").click();
  await until(() => page.locator("#search").inputValue(), (text) => text.startsWith("language"), "the better text in the box");
  assert.equal(await page.locator(".said").count(), 0);
});

test("what was asked for is marked in the open paper too", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await page.locator("#search").fill("language ");
  await page.locator(".rows mark", { hasText: "Language" }).first().waitFor();
  await page.locator(".rows h3 a").first().click();
  const marks = page.locator("section#paper mark");
  await marks.first().waitFor();
  for (const text of await marks.allTextContents()) assert.match(text.toLowerCase(), /language/);
  await page.locator("#search").fill("xylograph ");
  await until(() => marks.count(), (count) => count === 0, "no mark of what was not asked");
});

test("suggestions come from the papers, by pointer and by keyboard", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await page.locator("#search").pressSequentially("cat:");
  await page.locator("#suggestions li").first().waitFor();
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("#search").getAttribute("aria-activedescendant"), "suggestion-0");
  const label = await page.locator("#suggestion-0 span").textContent();
  await page.keyboard.press("Enter");
  await until(() => page.locator("#search").inputValue(), (text) => text === `cat:${label} `, "the category in the box");
  await page.keyboard.type("au");
  await page.locator("#suggestions li").first().click();
  await until(() => page.locator("#search").inputValue(), (text) => text === `cat:${label} author:`, "the field in the box");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#suggestions li").count(), 0);
});

test("an arXiv address in the box opens the paper", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const [id] = await rowsShown(page);
  await page.locator("#search").fill(`https://arxiv.org/abs/${id}v1`);
  await page.locator(`section#paper[data-open="${id}"] h2`).waitFor();
});

test("the list follows each keystroke", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  await page.locator("#search").focus();
  const word = "continual";
  for (let end = 1; end <= word.length; end += 1) {
    await page.keyboard.press(word[end - 1]);
    // A first letter may stand with an accent, as in Çağatay.
    if (end < 3) continue;
    // Words of one stem are one, so that the last letters change nothing.
    const start = word.slice(0, Math.min(end, 6));
    const marks = () => page.locator(".rows mark").allTextContents();
    await until(marks, (marks) => marks.length > 0 && marks.every((mark) => mark.toLowerCase().includes(start)), `marks of “${start}”`);
  }
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Backspace");
  await listIs(page, list(papers, ""));
});

test("has code, starred and unread each narrow, and together", async (t) => {
  const { page } = await visit(t);
  await settled(page);
  const ids = list(papers, "");
  const coded = list(papers, "code=1");
  assert.equal(coded.length, 12);
  const marks = { starred: new Set([coded[0], coded[1], ids[0]]), read: new Set([coded[1], ids[1]]) };
  for (const id of marks.starred) await rowOf(page, id).locator('[data-act="star"]').click();
  for (const id of marks.read) {
    await rowOf(page, id).focus();
    await page.keyboard.press("m");
  }
  const chips = { code: "Has code", starred: "Starred", unread: "Unread" };
  for (const on of [["code"], ["starred"], ["unread"], ["code", "starred"], ["starred", "unread"], ["code", "starred", "unread"]]) {
    const query = on.map((word) => `${word}=1`).join("&");
    for (const word of on) await page.locator("button.chip", { hasText: chips[word] }).click();
    await listIs(page, list(papers, query, marks), query);
    for (const word of on) await page.locator("button.chip", { hasText: chips[word] }).click();
    await listIs(page, ids);
  }
});

test("an empty list says so and leads back", async (t) => {
  const { page } = await visit(t, "?q=xylograph");
  await page.locator(".nothing", { hasText: "No paper here." }).waitFor();
  assert.match(await page.locator(".count").textContent(), /^0 papers/);
  await page.locator(".nothing a", { hasText: "without filters" }).click();
  await listIs(page, list(papers, ""));
});

test("papers read while the unread are listed do not make the list skip others", async (t) => {
  const made = madeFeed();
  const feed = `${await feedServer(t, { "/feed.json": made })}/feed.json`;
  const { page } = await visit(t, `?window=all&unread=1&feed=${encodeURIComponent(feed)}`);
  await page.locator('[data-notice="word"]', { hasText: "130 papers" }).waitFor();
  const ids = list([...papers, ...papersOf(made)], "?window=all");
  await settled(page);
  assert.ok((await rowsShown(page)).length < ids.length, "the rest of the list is still to come");
  for (const id of ids.slice(0, 5)) {
    await rowOf(page, id).focus();
    await page.keyboard.press("m");
    await page.locator(`article.read[data-paper="${id}"]`).waitFor();
  }
  await listIs(page, ids.slice(5));
});

test("a paper that no feed has told of is added by its name, and several that are named are all shown", async (t) => {
  const { page, complaints } = await visit(t, "?window=all");
  await settled(page);
  const unknown = "2601.00001";
  assert.ok(!papers.some(({ id }) => id === unknown));
  await page.locator("#search").fill(`https://arxiv.org/abs/${unknown}`);
  const nothing = page.locator(".nothing");
  assert.equal(await nothing.getByRole("link", { name: "Read it where it is" }).getAttribute("href"), `https://arxiv.org/abs/${unknown}`);
  await nothing.getByRole("button", { name: "Add it by its name" }).click();
  await page.locator(`section#paper[data-open="${unknown}"]`).waitFor();
  await page.keyboard.press("Escape");
  const [{ id }] = papers;
  await page.locator("#search").fill(`${unknown}, ${id}`);
  await listIs(page, [id, unknown]);
  await page.reload();
  await listIs(page, [id, unknown], "it is there after a reload");
  assert.deepEqual(complaints, []);
});
