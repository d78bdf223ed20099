// Starts the page: the first code that runs, and the only hand-written script of the page.
// It narrows what may be reached, sets the theme, loads the program, and says so when that fails.

const script = document.querySelector("script[data-page]");
const at = (name) => new URL(name, import.meta.url).href;
const line = document.getElementById("shell-line");
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

narrowConnections();
setTheme();
start().then(registerServiceWorker, explain);

// The policy in the page lets feeds of any https origin through, as it cannot know the reader's.
// Policies intersect, so this second one leaves only the site itself and what the reader added.
function narrowConnections() {
  const origins = new Set(["'self'"]);
  const asked = new URLSearchParams(location.search).getAll("feed");
  for (const address of [...storedOrigins(), ...asked]) {
    const origin = httpOrigin(address);
    if (origin) origins.add(origin);
  }
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = `connect-src ${[...origins].join(" ")}`;
  document.head.append(policy);
}

function storedOrigins() {
  try {
    const stored = JSON.parse(localStorage.getItem("offprint:origins") ?? "[]");
    return Array.isArray(stored) ? stored : [];
  } catch {
    return []; // Malformed, or storage is blocked: the site itself is enough.
  }
}

function httpOrigin(address) {
  if (typeof address !== "string" || !URL.canParse(address)) return null;
  const { origin, protocol } = new URL(address);
  // The origin of a blob: address is that of the page inside it.
  if (!protocol.startsWith("http")) return null;
  // A host may hold a semicolon or comma, which would start another directive or policy.
  return /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin : null;
}

function setTheme() {
  try {
    const theme = localStorage.getItem("offprint:theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is blocked: the system's theme it is.
  }
}

async function start() {
  if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly");
  const program = at(script.dataset.page);
  const loaded = import(program);
  const module = await WebAssembly.compileStreaming(fetchWithProgress(at(script.dataset.wasm), Number(script.dataset.wasmSize)));
  leaveEngine(program, module);
  const { default: init } = await loaded;
  await init({ module_or_path: module });
}

// Page and engine are one program, loaded and compiled once. The page starts the engine through these two:
// in a worker, and, where no worker can be had, a second time in the page itself.
function leaveEngine(program, module) {
  const worker = () => {
    const started = new Worker(at(script.dataset.worker), { type: "module", name: "offprint" });
    // What it says before the page listens waits here.
    started.early = [];
    started.onmessage = started.onerror = (event) => started.early.push(event);
    started.postMessage({ program, module });
    return started;
  };
  // The first worker starts while the page's own part is still being set up.
  let first;
  try {
    first = worker();
  } catch {
    // The page tries again and says so.
  }
  globalThis.offprintWorker = () => {
    const ready = first ?? worker();
    first = undefined;
    return ready;
  };
  // Another address gives another instance of the bindings.
  globalThis.offprintHere = async () => (await import(`${program}?here`)).default({ module_or_path: module });
}

// Counts the bytes as they pass, and shows the count once the reader has waited half a second.
async function fetchWithProgress(address, total) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The program's file could not be loaded (status ${response.status})`);
  const begun = performance.now();
  let seen = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (performance.now() - begun > 500 && line) {
        line.textContent = `Setting the first page… ${megabytes(seen)} of ${megabytes(total)} MB`;
      }
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: { "Content-Type": "application/wasm" } });
}

function explain(error) {
  console.error(error);
  const shell = document.getElementById("shell") ?? document.body.appendChild(document.createElement("div"));
  const sentence = document.createElement("p");
  sentence.setAttribute("role", "alert");
  sentence.textContent = `Offprint could not start: ${reason(error)} What you starred and noted is kept in this browser.`;
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Reload";
  again.addEventListener("click", () => location.reload());
  line?.remove();
  shell.append(sentence, again);
}

function reason(error) {
  if (typeof WebAssembly !== "object") {
    return "this browser does not run WebAssembly, or it is switched off. A current browser will do.";
  }
  if (error instanceof WebAssembly.LinkError || error instanceof WebAssembly.CompileError) {
    return "its files do not fit together, most likely because a new version arrived just now. Reloading should help.";
  }
  if (!navigator.onLine) return "there is no connection, and this browser has no copy yet.";
  return `${error?.message ?? error}. Reloading may help.`;
}

async function registerServiceWorker() {
  if (!("serviceWorker" in navigator)) return; // Absent on plain http, and in some private windows.
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  try {
    await navigator.serviceWorker.register(at("./sw.js"), { scope: at("./"), updateViaCache: "none" });
  } catch (error) {
    console.warn("Offprint will not start without a connection:", error);
    return;
  }
  await bringPapersInTheBackground();
}

// Where the browser offers it, and only to an installed app that is in use: the service worker looks for new papers twice a day.
async function bringPapersInTheBackground() {
  try {
    const { periodicSync } = await navigator.serviceWorker.ready;
    await periodicSync?.register("papers", { minInterval: 12 * 60 * 60 * 1000 });
  } catch {
    // Not installed, or not allowed: the page looks when it is opened.
  }
}
