// What runs inside the page: each is sent there as source, so it may use nothing from outside of itself.

/**
 * Asks all questions in order, again and again: once cold, then warm until `passes` are done or the time is up. Gives for each
 * question the milliseconds that the page waited and those that the engine worked, the ids of the cold answer, and errors.
 */
export async function ask({ questions, limit, passes, budgetMs }) {
  const results = questions.map(() => ({ ids: null, total: null, cold: null, page: [], engine: [], error: null }));
  const begun = performance.now();
  const late = (times) => performance.now() - begun > budgetMs * times;
  let pass = 0;
  // One warm pass at least, unless that would take three times as long as it may.
  for (; pass <= passes && !(pass > 1 && late(1)); pass += 1) {
    for (const [at, question] of questions.entries()) {
      if (late(3)) return { passes: pass, cutShort: true, results };
      const asked = performance.now();
      try {
        const { ids, total = null, ms } = await window.__bench.query(question, { limit });
        const waited = performance.now() - asked;
        if (pass === 0) Object.assign(results[at], { ids, total, cold: [waited, ms] });
        else {
          results[at].page.push(waited);
          results[at].engine.push(ms);
        }
      } catch (error) {
        results[at].error = String(error).slice(0, 200);
      }
    }
  }
  return { passes: pass, cutShort: false, results };
}

/** Milliseconds of calls that do nothing: no engine in this worker can answer the page sooner. */
export async function roundTrips(count) {
  if (!window.__bench.echo) return [];
  const times = [];
  for (let at = 0; at < count; at += 1) {
    const begun = performance.now();
    await window.__bench.echo();
    times.push(performance.now() - begun);
  }
  return times;
}

/** Bytes of the page and its workers after collecting garbage, and the WebAssembly memory, which the browser does not count. */
export async function memory() {
  await window.__bench.gc?.();
  window.gc?.();
  const { bytes } = await performance.measureUserAgentSpecificMemory();
  const { wasmBytes = 0, engineBytes } = (await window.__bench.stats?.()) ?? {};
  return { browser: bytes, wasm: wasmBytes, total: bytes + wasmBytes, saidByEngine: engineBytes };
}
