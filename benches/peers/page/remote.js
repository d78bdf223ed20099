// A module worker as an object whose functions answer with promises. Both pages of the bench use it, so that every engine pays
// the same for the way there and back.

/** `call(operation, argument)` on a worker made from `url`. An error in the worker is an error of the call. */
export function remote(url) {
  const worker = new Worker(url, { type: "module" });
  const waiting = new Map();
  let calls = 0;
  worker.onmessage = ({ data: { call, result, error } }) => {
    const { done, failed } = waiting.get(call);
    waiting.delete(call);
    if (error === undefined) done(result);
    else failed(new Error(error));
  };
  worker.onerror = ({ message }) => {
    for (const { failed } of waiting.values()) failed(new Error(`the worker failed: ${message}`));
    waiting.clear();
  };
  return (operation, argument) =>
    new Promise((done, failed) => {
      calls += 1;
      waiting.set(calls, { done, failed });
      worker.postMessage({ call: calls, operation, argument });
    });
}

/** The worker's end: answers calls from `operations`, one after the other as they come. */
export function answer(operations) {
  self.onmessage = async ({ data: { call, operation, argument } }) => {
    try {
      postMessage({ call, result: await operations[operation](argument) });
    } catch (error) {
      postMessage({ call, error: String(error?.stack ?? error).slice(0, 600) });
    }
  };
}
