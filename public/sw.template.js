// The service worker: keeps one whole build, and serves the page from that build alone.
// The `dist` program fills in the two constants and writes this file as sw.js.
//
// A new build waits until the reader asks for it: the page shows a button when
// `registration.waiting` is set, and on a click posts { type: "skip-waiting" } to it
// and reloads once on `controllerchange`. Without the click nothing changes.

const BUILD = "{{build}}";
// Path below the scope → Subresource Integrity value. "./" is index.html.
const FILES = new Map({{files}});

const SCOPE = new URL(registration.scope).pathname;
// Two deployments may share an origin, and so its caches; the scope keeps them apart.
const PREFIX = `offprint-${SCOPE}-`;
const CACHE = PREFIX + BUILD;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));

addEventListener("message", (event) => {
  if (event.data?.type === "skip-waiting") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(SCOPE)) return;
  const path = listed(url);
  if (!path) return; // Not part of the build: feeds and everything else are the network's.
  event.respondWith(kept(path, request));
});

// All or nothing: a file that is missing, or that is another build's, fails the install,
// and the build before it stays.
async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all([...FILES].map(([path, integrity]) => keep(cache, path, integrity)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function keep(cache, path, integrity) {
  // A name with a hash in it always means the same bytes. Any other name is asked for anew,
  // since the browser's own cache may still hold the last build's file.
  const named = /-[0-9a-f]{16}\./.test(path);
  const response = await fetch(path, { cache: named ? "default" : "no-cache", integrity });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  // A page load may not be answered with a response that was redirected.
  await cache.put(path, response.redirected ? new Response(response.body, response) : response);
}

// The first build takes charge at once, so that from then on a first visit too survives without a
// network. Later builds get here by the reader's click only; then the page reloads itself.
async function activate() {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  if (older.length === 0) await clients.claim();
}

// The listed path of an address, whatever its query; the state of the page lives in the query.
function listed(url) {
  const path = url.pathname.slice(SCOPE.length);
  if (path === "" || path === "index.html") return "./";
  return FILES.has(path) ? path : null;
}

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
