// Prints two hashes for scripts/serve: of all that the site is built from, and of the built site.
// The arguments, versions of tools, count among the first.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const INPUTS = [".cargo/config.toml", "Cargo.lock", "Cargo.toml", "Trunk.toml", "build.rs", "index.html", "public", "rust-toolchain.toml", "src", "style"];

function* files(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) yield path;
  else for (const name of readdirSync(path).sort()) yield* files(join(path, name));
}

function hash(paths, words = []) {
  const sum = createHash("sha256").update(words.join("\n"));
  for (const path of paths) {
    for (const file of files(path)) sum.update(`\0${file}\0`).update(readFileSync(file));
  }
  return sum.digest("hex").slice(0, 32);
}

console.log(`${hash(INPUTS, process.argv.slice(2))} ${existsSync("dist/index.html") ? hash(["dist"]) : "none"}`);
