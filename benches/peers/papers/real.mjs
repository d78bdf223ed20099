// Real papers from a file of one JSON object a line, packed with zstd or gzip or not at all. None of them is ever committed.

import { spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { random, shuffle } from "./random.mjs";

const SEED = 20261122;
const SHORTEST_ABSTRACT = 40; // Shorter ones say "withdrawn" and the like.

/** All papers of the file in an order that is random and always the same, so that a small set is like a large one. */
export async function realPapers(file) {
  const papers = new Map();
  for await (const line of createInterface({ input: unpacked(file), crlfDelay: Infinity })) {
    const paper = line === "" ? null : asPaper(JSON.parse(line));
    if (paper !== null && !papers.has(paper.id)) papers.set(paper.id, paper);
  }
  if (papers.size === 0) throw new Error(`no papers in ${file}; is it whole, and is zstd installed?`);
  return shuffle(random(SEED), [...papers.values()]);
}

function unpacked(file) {
  if (file.endsWith(".gz")) return createReadStream(file).pipe(createGunzip());
  if (!file.endsWith(".zst")) return createReadStream(file);
  const program = spawn("zstd", ["-dcq", file], { stdio: ["ignore", "pipe", "inherit"] });
  program.on("error", () => program.stdout.destroy(new Error("zstd is missing (Debian: apt install zstd)")));
  return program.stdout;
}

const onOneLine = (text) => String(text ?? "").replace(/\s+/g, " ").trim();

/** The facts that the bench uses, or `null` where a paper lacks one. */
function asPaper(record) {
  const paper = {
    id: onOneLine(record.id),
    title: onOneLine(record.title),
    abstract: onOneLine(record.abstract),
    authors: (record.authors ?? []).map(onOneLine).filter(Boolean),
    categories: categoriesOf(record),
    date: onOneLine(record.date ?? record.listed).slice(0, 10),
  };
  return paper.id && paper.title && paper.abstract.length >= SHORTEST_ABSTRACT ? paper : null;
}

/** Where the record has no categories it says on which lists the paper stood: `AI` of `cs`. */
function categoriesOf({ categories, lists = [], src = ["cs"] }) {
  if (categories?.length > 0) return categories;
  return lists.map((list) => (list.includes(".") ? list : `${src[0]}.${list}`));
}
