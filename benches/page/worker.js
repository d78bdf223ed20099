// The worker in which Offprint's engine lives while it is measured. scripts/bench has built the module.

import init, { Bench } from "/built/offprint/bench_page.js";
import { bytesOf, echo, gc, put, timed } from "../peers/page/common.js";
import { answer } from "../peers/page/remote.js";

// The engine reads papers as they arrive. It inverts up to a thousand together, which this is; larger chunks cost memory, which
// wasm never gives back.
const CHUNK = 3 << 19;

let memory;
let bench;

answer({
  async init() {
    const [, initMs] = await timed(async () => {
      ({ memory } = await init());
      bench = new Bench();
    });
    return { initMs };
  },
  async load(url) {
    const times = { fetchMs: 0, parseMs: 0, buildMs: 0 };
    const add = async (name, work) => {
      const [result, ms] = await timed(work);
      times[name] += ms;
      return result;
    };
    const chunks = inChunks((await fetch(url)).body.getReader());
    let [n, bytes] = [0, 0];
    for (;;) {
      const { value: chunk, done } = await add("fetchMs", () => chunks.next());
      if (done) break;
      bytes += chunk.length;
      n += await add("parseMs", () => bench.feed(chunk));
      await add("buildMs", () => bench.build());
    }
    await add("buildMs", () => bench.finish());
    return { n, bytes, ...times };
  },
  query({ question: { text, want, filters }, limit }) {
    const begun = performance.now();
    const answer = bench.find(text, want, filters?.category, filters?.from, filters?.to, limit);
    const { ids, total } = answer;
    answer.free();
    return { ids, total, ms: performance.now() - begun };
  },
  async serialize(url) {
    const [bytes, serializeMs] = await timed(() => bench.snapshot());
    await put(url, bytes);
    return { serializeMs, bytes: bytes.byteLength };
  },
  async loadIndex(url) {
    const [bytes, fetchMs] = await timed(() => bytesOf(url));
    const [opened, loadMs] = await timed(() => Bench.open(bytes));
    bench = opened;
    return { fetchMs, loadMs, bytes: bytes.byteLength };
  },
  stats: () => ({ wasmBytes: memory.buffer.byteLength, engineBytes: bench.bytes() }),
  gc,
  echo,
});

/** The pieces that come from the network, put together to chunks of at least `CHUNK` bytes but for the last. */
async function* inChunks(reader) {
  let pieces = [];
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (value) {
      pieces.push(value);
      length += value.length;
    }
    if (length >= CHUNK || (done && length > 0)) {
      yield joined(pieces, length);
      [pieces, length] = [[], 0];
    }
    if (done) return;
  }
}

function joined(pieces, length) {
  const chunk = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    chunk.set(piece, at);
    at += piece.length;
  }
  return chunk;
}
