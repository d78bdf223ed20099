// The worker in which a peer lives. Its adapter is bundled beforehand (bundle.mjs).

import { bytesOf, echo, gc, put, timed } from "./common.js";
import { answer } from "./remote.js";

const name = new URLSearchParams(location.search).get("engine");
const asset = (file) => new URL(`/built/${file.split("/").pop()}`, location).href;
let engine;

answer({
  async init() {
    const [, initMs] = await timed(async () => {
      const { create } = await import(`/built/${name}.js`);
      engine = create();
      await engine.init?.(asset);
    });
    return { initMs };
  },
  async load(url) {
    // Nothing of the text is kept here, so that only what the engine keeps is counted as its memory.
    let [buffer, fetchMs] = await timed(() => bytesOf(url));
    const bytes = buffer.byteLength;
    let [text, decodeMs] = await timed(() => new TextDecoder().decode(buffer));
    buffer = null;
    let [papers, parseMs] = await timed(() => JSON.parse(text));
    text = null;
    const n = papers.length;
    const [, buildMs] = await timed(() => engine.build(papers));
    papers = null;
    return { n, bytes, fetchMs, decodeMs, parseMs, buildMs };
  },
  async query({ question, limit }) {
    const begun = performance.now();
    const { ids, total } = await engine.query({ ...question, limit });
    return { ids, total, ms: performance.now() - begun };
  },
  async serialize(url) {
    if (!engine.serialize) return null;
    const [bytes, serializeMs] = await timed(() => engine.serialize());
    await put(url, bytes);
    return { serializeMs, bytes: bytes.byteLength };
  },
  async loadIndex(url) {
    if (!engine.open) return null;
    const [bytes, fetchMs] = await timed(() => bytesOf(url));
    const [, loadMs] = await timed(() => engine.open(bytes));
    return { fetchMs, loadMs, bytes: bytes.byteLength };
  },
  stats: () => engine.stats?.() ?? {},
  gc,
  echo,
});
