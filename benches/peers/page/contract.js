// The contract of the bench, `window.__bench`, over a worker that has all of its operations. README.md describes it.

export function contract(call) {
  const ready = call("init");
  return {
    ready: () => ready,
    load: (url) => call("load", url),
    query: (question, options) => call("query", { question, limit: options?.limit ?? 10 }),
    stats: () => call("stats"),
    gc: () => call("gc"),
    echo: () => call("echo"),
    serialize: (url) => call("serialize", url),
    loadIndex: (url) => call("loadIndex", url),
  };
}
