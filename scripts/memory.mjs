// What a page of the site holds in memory: for the scripts that measure.

import { existsSync, readFileSync, readdirSync } from "node:fs";

/**
 * Bytes: the heap of JavaScript, what the browser itself measures, the WebAssembly memories of page and worker, and the renderer of
 * the browser that was started with `mark` on its command line.
 */
export async function memoryOf(context, page, mark) {
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage").catch(() => {});
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? null;
  const whole = await page.evaluate(() => performance.measureUserAgentSpecificMemory?.().catch(() => null) ?? null);
  const parts = {};
  for (const { bytes, types, attribution } of whole?.breakdown ?? []) {
    const where = attribution.some(({ scope }) => scope.includes("Worker")) ? "worker" : attribution.length > 0 ? "page" : "shared";
    const name = `${where}: ${types.join("+") || "other"}`;
    if (bytes > 0) parts[name] = (parts[name] ?? 0) + bytes;
  }
  const wasm = await wasmMemory(session);
  return { heap, measured: whole?.bytes ?? null, parts, ...wasm, renderer: rendererMemory(mark) };
}

/** Sizes of the WebAssembly memories of page and worker, which nothing else counts. */
async function wasmMemory(session) {
  const ask = async (send) => {
    const { result: prototype } = await send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
    const { objects } = await send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
    const functionDeclaration = "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }";
    return (await send("Runtime.callFunctionOn", { objectId: objects.objectId, functionDeclaration, returnByValue: true })).result.value;
  };
  const attached = [];
  const answers = new Map();
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => attached.push({ sessionId, type: targetInfo.type }));
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result, error } = JSON.parse(message);
    const { done, failed } = answers.get(id) ?? {};
    if (error) failed?.(new Error(error.message));
    else done?.(result);
  });
  try {
    const inPage = await ask((method, params) => session.send(method, params));
    await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    const worker = attached.find(({ type }) => type === "worker");
    if (!worker) return { wasmPage: inPage, wasmWorker: null };
    let id = 0;
    const send = (method, params) =>
      new Promise((done, failed) => {
        answers.set((id += 1), { done, failed });
        session.send("Target.sendMessageToTarget", { sessionId: worker.sessionId, message: JSON.stringify({ id, method, params }) }).catch(failed);
        setTimeout(failed, 10_000, new Error("the worker did not answer"));
      });
    return { wasmPage: inPage, wasmWorker: await ask(send) };
  } catch (error) {
    console.log(`skipped: sizes of the WebAssembly memories: ${error.message}`);
    return { wasmPage: null, wasmWorker: null };
  }
}

/** Resident memory of the largest renderer below the browser that was started with `mark`; Linux only. */
function rendererMemory(mark) {
  if (!existsSync("/proc/self/status")) return null;
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((id) => {
    try {
      const read = (file) => readFileSync(`/proc/${id}/${file}`, "utf8");
      const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(read("status"))?.[1] ?? 0);
      return [{ id, parent: String(field("PPid")), resident: field("VmRSS") * 1024, line: read("cmdline") }];
    } catch {
      return []; // It ended meanwhile.
    }
  });
  const ours = new Set(processes.filter(({ line }) => line.includes(mark)).map(({ id }) => id));
  for (let before = -1; before !== ours.size; ) {
    before = ours.size;
    processes.filter(({ parent }) => ours.has(parent)).forEach(({ id }) => ours.add(id));
  }
  const renderers = processes.filter(({ id, line }) => ours.has(id) && line.includes("--type=renderer"));
  return renderers.length > 0 ? Math.max(...renderers.map(({ resident }) => resident)) : null;
}
