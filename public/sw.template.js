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
// Papers that were fetched while no page was open; they outlive builds.
const PAPERS = `offprint-papers-${SCOPE}`;
// So many parts of an archive are fetched in the background at most: a reader who was long away opens the page for the rest.
const MOST_PARTS = 3;

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
  if (path) event.respondWith(kept(path, request));
  // Not part of the build: feeds and everything else are the network's, but for papers that are here already.
  else if (request.mode !== "navigate") event.respondWith(papers(request));
});

addEventListener("periodicsync", (event) => {
  if (event.tag === "papers") event.waitUntil(bringPapers());
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show());
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
  const response = await fetch(path, { cache: named(path) ? "default" : "no-cache", integrity });
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

// A part of an archive has its hash in its name, so that the one kept is as good as any; anything else only serves without a network.
async function papers(request) {
  const here = await caches.match(request.url, { cacheName: PAPERS, ignoreVary: true });
  if (here && named(request.url)) return here;
  return here ? fetch(request).catch(() => here) : fetch(request);
}

// Fetches the manifest of the site's own archive and the parts of it that are new since the last time, the newest first.
// The page reads them when it is opened, even without a network.
async function bringPapers() {
  const address = await archive();
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) return;
  const cache = await caches.open(PAPERS);
  const before = files(await (await cache.match(address, { ignoreVary: true }))?.text());
  const now = files(await answer.clone().text());
  if (now.length === 0) return;
  // The first time all that is older is the page's already, or comes when it is opened.
  const fresh = before.length > 0 ? now.filter((file) => !before.includes(file)) : now.slice(-1);
  for (const file of fresh.slice(-MOST_PARTS).reverse()) {
    const part = await fetch(new URL(file, address));
    if (!part.ok) return; // The manifest waits too, so that this part is tried again.
    await cache.put(new URL(file, address), part);
  }
  await cache.put(address, answer);
  for (const { url } of await cache.keys()) {
    if (url !== address && !now.some((file) => new URL(file, address).href === url)) await cache.delete(url);
  }
}

// The address of the archive that the host names first, if it is on this site.
async function archive() {
  const site = await fetch("./site.json", { cache: "no-cache" }).then((answer) => answer.json()).catch(() => null);
  const first = site?.feeds?.[0];
  const named = new URL(String(first?.address ?? first ?? "feed/manifest.json"), registration.scope);
  return named.href.startsWith(registration.scope) ? named.href : new URL("feed/manifest.json", registration.scope).href;
}

// The files of a manifest, oldest first; none if it is no manifest.
function files(text) {
  try {
    const names = JSON.parse(text).shards.map(({ file }) => file);
    return names.filter((file) => /^\w[\w.-]*$/.test(file));
  } catch {
    return [];
  }
}

function named(address) {
  return /-[0-9a-f]{16}\./.test(address);
}

async function show() {
  const [open] = await clients.matchAll({ type: "window" });
  return open ? open.focus() : clients.openWindow("./?page=library");
}
