// 150,000 words and how often each is drawn: what makes an index of synthetic papers as large as one of real ones.
//
// Frequencies follow Zipf's law in two regimes (Gerlach and Altmann 2013): exponent 1 up to rank 7,873 and 1.77 beyond it.
// So seven of eight words come from the first 7,873, and 100,000 abstracts touch nearly all of the vocabulary.

import { below, pick, weighted } from "./random.mjs";
import { CONTENT_WORDS, FUNCTION_WORDS, PREFIXES, STEMS, SUFFIXES } from "./words.mjs";

const SIZE = 150_000;
const KNEE = 7_873;
const SHIFT = 2.7; // Mandelbrot's: the first ranks lie closer together than 1/rank says.
const LEADING_FUNCTION_WORDS = 26;
const CAPITALS = "ABCDEFGHIKLMNOPRSTUVX";

/** Rare words that the queries ask for, at the ranks they have. */
const PLANTED = new Map([
  [2_300, "hopfield"],
  [2_600, "tokamak"],
  [4_000, "grokking"],
  [9_000, "sinkhorn"],
  [22_000, "diophantine"],
]);

const frequency = (rank) => (rank < KNEE ? 1 / rank : (1 / KNEE) * (KNEE / rank) ** 1.77);

/** The words by rank, and a function that draws one of them by frequency. */
export function vocabulary(next) {
  const words = commonWords();
  const known = new Set([...words, ...PLANTED.values()]);
  while (words.length < SIZE) {
    const planted = PLANTED.get(words.length);
    const word = planted ?? rareWord(next);
    if (planted === undefined && known.has(word)) continue;
    known.add(word);
    words.push(word);
  }
  const place = weighted(next, words.map((_, rank) => frequency(rank + SHIFT)));
  return { words, draw: () => words[place()] };
}

/** Function words lead; then two content words come to each function word. */
function commonWords() {
  const planted = new Set(PLANTED.values());
  const content = CONTENT_WORDS.filter((word) => !planted.has(word));
  const words = FUNCTION_WORDS.slice(0, LEADING_FUNCTION_WORDS);
  const rest = FUNCTION_WORDS.slice(LEADING_FUNCTION_WORDS);
  for (let at = 0; at < Math.max(rest.length, content.length / 2); at += 1) {
    words.push(...content.slice(2 * at, 2 * at + 2), ...rest.slice(at, at + 1));
  }
  return [...new Set(words)];
}

/** A term put together from parts, an acronym, or a number, in the shares that the tail of real abstracts has. */
function rareWord(next) {
  const kind = next();
  if (kind < 0.8) return (next() < 0.9 ? pick(next, PREFIXES) : "") + pick(next, STEMS) + pick(next, SUFFIXES);
  if (kind < 0.86) return pick(next, STEMS) + pick(next, STEMS) + pick(next, SUFFIXES);
  if (kind < 0.92) return acronym(next);
  if (kind < 0.96) return (next() * 100).toFixed(1 + below(next, 2));
  return String(below(next, 5_000));
}

function acronym(next) {
  const letters = Array.from({ length: 3 + below(next, 4) }, () => pick(next, CAPITALS)).join("");
  return next() < 0.3 ? `${letters}-${1 + below(next, 5)}` : letters;
}
