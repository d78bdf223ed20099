// Where the bench keeps what it makes and fetches: outside of the repository. scripts/bench names the folder.

import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const CACHE = process.env.OFFPRINT_BENCH_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "offprint/bench");

/** A folder of the cache, made if need be. */
export function cached(name) {
  const folder = join(CACHE, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The packages of package.json are installed in the cache, where `import` does not look. */
export const NPM = cached("npm");
export const fromNpm = createRequire(join(NPM, "package.json"));
