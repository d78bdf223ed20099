import assert from "node:assert/strict";
import { test } from "node:test";
import { count, entry, feed, feedsSettled, item, rawItem, told, visit } from "./feeds.mjs";
import { open } from "./support.mjs";

const file = (name, content) => ({ name, mimeType: "application/json", buffer: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)) });

async function choose(page, ...files) {
  await entry(page, "");
  await page.locator("#file").setInputFiles(files);
  await page.waitForTimeout(100);
  await feedsSettled(page);
}

// Drops files on an element, as the browser reports it to the page.
async function drop(page, on, ...files) {
  const given = files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, text: buffer.toString() }));
  const transfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, type, text } of given) transfer.items.add(new File([text], name, { type }));
    return transfer;
  }, given);
  for (const event of ["dragenter", "dragover", "drop"]) await page.dispatchEvent(on, event, { dataTransfer: transfer });
  await page.waitForTimeout(100);
  await feedsSettled(page);
}

test("chosen files bring their papers, which are there after a reload", async (t) => {
  const { page, url, complaints } = await open(t);
  await visit(page, url, "?page=feeds");
  await choose(page, file("group.json", feed([item(1), item(2)])), file("2025-08-01.json", [rawItem(3), rawItem(4)]));
  assert.match(await told(page), /group\.json: 2 papers, 2 of them new/);
  assert.match(await (await entry(page, "group.json")).textContent(), /2 papers/);
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 76);
  assert.match(await (await entry(page, "2025-08-01.json")).textContent(), /2 papers/);
  assert.deepEqual(complaints, []);
});

test("a dropped file brings its papers, wherever on the page it falls", async (t) => {
  const { page, url, complaints } = await open(t);
  await visit(page, url);
  await drop(page, "main#papers article", file("one.json", feed([item(1)])), file("two.json", feed([item(2), item(3)])));
  assert.equal(await count(page, "?window=all"), 75);
  await entry(page, "one.json");
  await drop(page, "main#feeds h2", file("three.json", feed([item(4)])));
  assert.equal(await count(page, "?window=all"), 76);
  assert.equal(page.url().startsWith(url), true, "the browser did not open the file itself");
  assert.deepEqual(complaints, []);
});

test("the same file again is nothing new, a changed one brings what is new", async (t) => {
  const { page, url } = await open(t);
  await visit(page, url, "?page=feeds");
  await choose(page, file("group.json", feed([item(1)])));
  await choose(page, file("group.json", feed([item(1)])));
  assert.match(await told(page), /group\.json: 1 paper, all known/);
  await choose(page, file("group.json", feed([item(1), item(2)])));
  assert.equal(await count(page, "?window=all"), 74);
  await entry(page, "");
  assert.equal(await page.locator("main#feeds .list > li", { hasText: "group.json" }).count(), 1);
});

test("what is wrong in a file is listed by place and cause, and the rest is read", async (t) => {
  const { page, url } = await open(t);
  await visit(page, url, "?page=feeds");
  await choose(page, file("odd.json", { ...feed([item(1), { title: "No identifier" }, item(2, { upvotes: "many" }), 7]) }));
  const shown = await entry(page, "odd.json");
  assert.match(await shown.locator(".facts").first().textContent(), /2 papers, 3 problems/);
  await shown.locator("summary").click();
  const lines = await shown.locator("details li").allTextContents();
  assert.match(lines[0], /^item 2: .*no identifier of arXiv.*; .*set aside\.$/);
  assert.match(lines[1], /^item 3 \(2508\.00002\).*upvotes: .+; .+\.$/);
  assert.match(lines[2], /^item 4: it is not an object; .*set aside\.$/);
  assert.equal(lines.length, 3);
  assert.equal(await count(page, "?window=all"), 74);
});

for (const [what, content] of Object.entries({ "not JSON": "Dear reader,", "an empty file": "", "JSON of another kind": '{"name":"x"}', "a picture": "\u0089PNG\r\n\u001a\n\u0000" })) {
  test(`${what}: the file is named with what is wrong, and nothing else happens`, async (t) => {
    const { page, url } = await open(t);
    await visit(page, url, "?page=feeds");
    await choose(page, file("letter.json", content));
    assert.match(await told(page), /letter\.json: no papers this time, and nothing was taken away\. 1 problem/);
    assert.match(await (await entry(page, "letter.json")).locator("details li").textContent(), /^the whole .+: .+; nothing was read\.$/);
    assert.equal(await count(page, "?window=all"), 72);
  });
}
