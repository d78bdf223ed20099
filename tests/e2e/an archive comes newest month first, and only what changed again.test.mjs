import assert from "node:assert/strict";
import { test } from "node:test";
import { archive, count, entry, host, item, record, visit } from "./feeds.mjs";
import { open } from "./support.mjs";

const june = [item(601, { day: "2025-06-03" }), item(602, { day: "2025-06-04" })];
const july = [item(701, { day: "2025-07-01" })];
const august = [item(801, { day: "2025-08-01" }), item(802, { day: "2025-08-04" }), item(803, { day: "2025-08-05" })];

// The answers of a host for the files of an archive below /papers/.
const at = (files) => Object.fromEntries(Object.entries(files).map(([name, body]) => [`/papers/${name}`, body]));
const files = (there) => there.asked.splice(0).map((path) => path.replace("/papers/", "").replace(/-[0-9a-f]{16}/, ""));

test("the newest month is fetched first, and a second visit fetches the manifest alone", async (t) => {
  const there = await host(t, at(archive({ "2025-06": june, "2025-07": july, "2025-08": august })));
  const { page, url, complaints } = await open(t);
  await visit(page, url, `?feed=${there.url}papers/manifest.json`);
  assert.deepEqual(files(there), ["manifest.json", "2025-08.json", "2025-07.json", "2025-06.json"]);
  assert.equal(await count(page, "?window=all"), 78);
  assert.match(await (await entry(page, "manifest.json")).textContent(), /6 papers/);

  await visit(page, url);
  assert.deepEqual(files(there), ["manifest.json"]);
  assert.equal(await count(page, "?window=all"), 78);
  assert.match(await (await entry(page, "manifest.json")).textContent(), /6 papers/);
  assert.deepEqual(complaints, []);
});

test("a month that changed is fetched again, the others are not, and what it lost stays", async (t) => {
  const there = await host(t, at(archive({ "2025-06": june, "2025-07": july, "2025-08": august })));
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers/manifest.json`);
  files(there);
  Object.assign(there.answers, at(archive({ "2025-06": june, "2025-07": july, "2025-08": [...august.slice(1), item(804, { day: "2025-08-06" })] })));
  await visit(page, url);
  assert.deepEqual(files(there), ["manifest.json", "2025-08.json"]);
  assert.equal(await count(page, "?window=all"), 79);
  assert.equal(await count(page, "?window=all&q=%22Invented+paper+801%22"), 1);

  await visit(page, url);
  assert.deepEqual(files(there), ["manifest.json"], "and then it is known");
});

test("a month that fails is asked for again, the months before it are not", async (t) => {
  const there = await host(t, at(archive({ "2025-06": june, "2025-07": july, "2025-08": august })));
  const name = Object.keys(there.answers).find((path) => path.includes("2025-06"));
  const whole = there.answers[name];
  there.answers[name] = { status: 503 };
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers/manifest.json`);
  assert.match(await (await entry(page, "manifest.json")).textContent(), /HTTP 503.*Nothing was taken away/s);
  assert.equal(await count(page, "?window=all"), 76, "what came before the failure is there");
  files(there);

  there.answers[name] = whole;
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 78);
  assert.deepEqual(files(there), ["manifest.json", "2025-06.json"]);
  assert.doesNotMatch(await (await entry(page, "manifest.json")).textContent(), /503/);
  assert.equal((await record(page, `${there.url}papers/manifest.json`)).shards.length, 3);
});

test("a month that fails or is cut off holds up no other, and is asked for again", async (t) => {
  const there = await host(t, at(archive({ "2025-06": june, "2025-07": july, "2025-08": august })));
  const named = (month) => Object.keys(there.answers).find((path) => path.includes(month));
  const whole = { ...there.answers };
  there.answers[named("2025-07")] = { status: 404 };
  // As a file that was put there in part: all of it comes, and it ends within its last paper.
  const text = [whole[named("2025-08")]].map((body) => (typeof body === "string" ? body : (body.body ?? JSON.stringify(body))))[0];
  there.answers[named("2025-08")] = { body: text.slice(0, text.lastIndexOf("Invented paper 803")) };
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers/manifest.json`);
  assert.deepEqual(files(there), ["manifest.json", "2025-08.json", "2025-07.json", "2025-06.json"]);
  assert.equal(await count(page, "?window=all"), 76);
  files(there);

  Object.assign(there.answers, whole);
  await visit(page, url);
  assert.deepEqual(files(there), ["manifest.json", "2025-08.json", "2025-07.json"]);
  assert.equal(await count(page, "?window=all"), 78);
});

test("a manifest that lost its list of files takes nothing away", async (t) => {
  const there = await host(t, at(archive({ "2025-07": july, "2025-08": august })));
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers/manifest.json`);
  there.answers["/papers/manifest.json"] = { format: 1, title: "Invented archive", shards: [] };
  await visit(page, url);
  assert.equal(await count(page, "?window=all"), 76);
});

test("a manifest cannot lead outside of its folder", async (t) => {
  const elsewhere = await host(t, { "/x.json": "{}" });
  const there = await host(t, { "/papers/manifest.json": { format: 1, shards: ["../x.json", `${elsewhere.url}x.json`, "a/b.json", ".x"].map((file) => ({ month: "2025-07", file })) } });
  const { page, url } = await open(t);
  await visit(page, url, `?feed=${there.url}papers/manifest.json`);
  assert.deepEqual(there.asked, ["/papers/manifest.json"]);
  assert.deepEqual(elsewhere.asked, []);
  const feeds = await entry(page, "manifest.json");
  assert.match(await feeds.textContent(), /shard 1, file: it names no file beside the manifest; the shard was set aside/);
});
