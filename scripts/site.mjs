// A small static server with the headers Offprint wants (docs/hosting.md). Node's own modules only.
// From the shell: `node scripts/site.mjs [folder]`, with PORT and BASE from the environment.
// From a test: `const site = await serve({ root: "dist" }); … await site.close();`

import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TYPES = {
  ".atom": "application/atom+xml; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
};

const ALREADY_SMALL = new Set([".png", ".ico", ".woff2", ".gz", ".br", ".zst"]);

/** The page carries this policy itself; as a header it also binds the worker, which does not inherit the page's. */
export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self' https: http://localhost:* http://127.0.0.1:*; base-uri 'none'; form-action 'none'";

/** Headers of every answer. A policy for frames counts only in a header. */
export const HEADERS = {
  "Content-Security-Policy": `${POLICY}; frame-ancestors 'none'`,
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Serves the folder `root` below the path `base`; port 0 takes any free port. */
export async function serve({ root, port = 0, base = "/", headers = {} }) {
  const folder = resolve(root);
  const under = `/${base}/`.replace(/\/+/g, "/");
  const server = createServer((request, response) => {
    answer(folder, under, headers, request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
      console.error(error);
    });
  });
  await new Promise((ready, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", ready);
  });
  const close = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}${under}`, close };
}

async function answer(folder, under, extra, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const path = decodedPath(request.url);
  if (path !== null && `${path}/` === under) {
    response.writeHead(301, { Location: under }).end();
    return;
  }
  let status = 200;
  let file = path?.startsWith(under) ? await load(folder, path.slice(under.length)) : null;
  if (!file) {
    status = 404;
    file = await load(folder, "404.html");
  }
  if (!file) {
    response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
    return;
  }
  const coding = pickCoding(file, request.headers["accept-encoding"] ?? "");
  const tag = `"${file.hash}${coding ? `-${coding}` : ""}"`;
  const head = { ...HEADERS, "Cache-Control": status === 200 ? lifetime(file.name) : "no-cache", ETag: tag, Vary: "Accept-Encoding", ...extra };
  if (status === 200 && request.headers["if-none-match"]?.includes(tag)) {
    response.writeHead(304, head).end();
    return;
  }
  const body = coding ? await file.coded(coding) : file.bytes;
  if (coding) head["Content-Encoding"] = coding;
  head["Content-Type"] = TYPES[extname(file.name)] ?? "application/octet-stream";
  head["Content-Length"] = body.length;
  response.writeHead(status, head);
  response.end(request.method === "HEAD" ? undefined : body);
}

function decodedPath(address) {
  try {
    return decodeURIComponent(new URL(address, "http://localhost").pathname);
  } catch {
    return null;
  }
}

// Names with a hash in them never change their content; all others are asked for anew.
function lifetime(name) {
  return /-[0-9a-f]{16}\.[a-z]+$/.test(name) ? "public, max-age=31536000, immutable" : "no-cache";
}

const loaded = new Map(); // file → its bytes, hash and compressed forms, until it changes on disk

async function load(folder, path) {
  const file = join(folder, normalize(path === "" || path.endsWith("/") ? `${path}index.html` : path));
  if (file.includes("\0") || !file.startsWith(folder + sep)) return null;
  const about = await stat(file).catch(() => null);
  if (!about?.isFile()) return null;
  const known = loaded.get(file);
  if (known?.changed === about.mtimeMs && known.bytes.length === about.size) return known;
  const bytes = await readFile(file);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const codings = new Map();
  const coded = (coding) => {
    if (!codings.has(coding)) codings.set(coding, compress(coding, bytes));
    return codings.get(coding);
  };
  const entry = { name: file, bytes, hash, changed: about.mtimeMs, coded };
  loaded.set(file, entry);
  return entry;
}

function pickCoding(file, accepted) {
  if (file.bytes.length < 512 || ALREADY_SMALL.has(extname(file.name))) return null;
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : null;
}

// The strongest brotli takes seconds for a large file, and the first reader would wait for it.
function compress(coding, bytes) {
  if (coding === "gzip") return promisify(gzip)(bytes);
  const quality = bytes.length < 200_000 ? 11 : 9;
  return promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT ?? 8080);
  try {
    const { url } = await serve({ root: process.argv[2] ?? "dist", port, base: process.env.BASE ?? "/" });
    console.log(`Offprint is at ${url} (Ctrl-C ends it)`);
  } catch (error) {
    const taken = error.code === "EADDRINUSE";
    console.error(taken ? `Port ${port} is taken. Try another: PORT=${port + 1} scripts/serve` : error.message);
    process.exitCode = 1;
  }
}
