// Starts the engine in its worker: the page sends the program's address and the module that it has compiled already.

addEventListener("message", ({ data }) => start(data), { once: true });

async function start({ program, module }) {
  try {
    const { default: init } = await import(program);
    await init({ module_or_path: module });
  } catch (error) {
    // A rejected promise would not reach the page; an exception does, as the worker's `error` event.
    setTimeout(() => {
      throw error;
    });
  }
}
