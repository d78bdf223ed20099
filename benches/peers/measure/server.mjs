// A static server for pages, papers and snapshots. Its answers isolate the page from other origins: only then does a browser tell
// how much memory it uses, and its clock ticks every 5 microseconds instead of every 100.

import { createReadStream, createWriteStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { pipeline } from "node:stream/promises";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

const HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Cache-Control": "no-store",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

/** Serves folders below the paths given as `{"/path/": folder}`; what is below `writable` may be PUT. `/` comes last. */
export async function serve(folders, writable) {
  const paths = Object.keys(folders).sort((a, b) => b.length - a.length);
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url, "http://localhost");
    const path = paths.find((start) => pathname.startsWith(start));
    const file = inside(folders[path], decodeURIComponent(pathname.slice(path.length)));
    const work = request.method === "PUT" ? receive(request, response, path === writable && file, search) : send(response, file);
    work.catch((error) => response.destroy(error));
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  const close = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

function inside(folder, path) {
  const file = join(folder, normalize(path));
  return file.startsWith(folder + sep) ? file : null;
}

async function send(response, file) {
  const about = file === null ? undefined : statSync(file, { throwIfNoEntry: false });
  if (!about?.isFile()) {
    response.writeHead(404, HEADERS).end("not found\n");
    return;
  }
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { ...HEADERS, "Content-Type": type, "Content-Length": about.size });
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), response);
}

/** Writes a body into the file; `?append` adds it to what is there. */
async function receive(request, response, file, search) {
  if (!file) {
    response.writeHead(403, HEADERS).end("not here\n");
    return;
  }
  await pipeline(request, createWriteStream(file, { flags: search === "?append" ? "a" : "w" }));
  response.writeHead(200, HEADERS).end("kept\n");
}
