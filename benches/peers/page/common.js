// Operations that are the same for every engine's worker.

// Chromium's renderer ends when one request's body is larger than about 128 MB.
const PART = 16 << 20;

/** Collects garbage; the browser must run with --expose-gc. */
export async function gc() {
  for (let round = 0; round < 3; round += 1) {
    self.gc?.();
    await new Promise((done) => setTimeout(done, 30));
  }
}

/** A call that does nothing: what the way to the worker and back costs. */
export const echo = () => null;

/** Sends bytes to the server, in parts. */
export async function put(url, bytes) {
  for (let at = 0; at === 0 || at < bytes.byteLength; at += PART) {
    const body = bytes.slice(at, at + PART);
    const { ok, status } = await fetch(at === 0 ? url : `${url}?append`, { method: "PUT", body });
    if (!ok) throw new Error(`the server refused a snapshot: ${status}`);
  }
}

export const bytesOf = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());

/** What `work` gives, and the milliseconds it took. */
export async function timed(work) {
  const begun = performance.now();
  const result = await work();
  return [result, performance.now() - begun];
}
