// Synthetic papers with the statistics of arXiv: lengths, frequencies of words, authors, categories, and days.
// A paper depends on the seed and its place only, so a small set is the beginning of every larger one.

import { FAMILY, GIVEN, KNOWN } from "./people.mjs";
import { below, gaussian, pick, random, weighted } from "./random.mjs";
import { CROSS_LISTED, TOPICS } from "./topics.mjs";
import { vocabulary } from "./vocabulary.mjs";
import { FUNCTION_WORDS } from "./words.mjs";

const SEED = 20261122;
const LINKS = ["for", "with", "of", "in", "via", "and", "from", "on"];
const PEOPLE = 60_000;
const FIRST_DAY = Date.UTC(2005, 0, 1);
const DAYS = 7_962; // To the autumn of 2026.
const DAY = 86_400_000;

/** As many papers as are asked for, one after the other: `{id, title, abstract, authors, categories, date}`. */
export function* syntheticPapers(count) {
  const next = random(SEED);
  const world = {
    next,
    vocabulary: vocabulary(next),
    // The first eight fields have the most papers, as on arXiv now.
    topic: weighted(next, TOPICS.map((_, place) => (place < 8 ? 2.6 : 1) / (place + 3) ** 0.35)),
    people: people(next),
    functionWords: new Set(FUNCTION_WORDS),
    perMonth: new Map(),
  };
  for (let place = 0; place < count; place += 1) yield paper(world);
}

function paper(world) {
  const { next } = world;
  const main = TOPICS[world.topic()];
  const second = next() < 0.3 ? TOPICS[world.topic()] : main;
  const date = day(next);
  return {
    id: identifier(world, date),
    title: title(world, main, second),
    abstract: abstract(world, main, second),
    authors: authors(world),
    categories: categories(next, main, second),
    date,
  };
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** About ten words: a phrase of the field, then terms, phrases and other words with links between them. */
function title({ next, vocabulary, functionWords }, main, second) {
  const length = Math.max(4, Math.round(10 + 2.6 * gaussian(next)));
  const words = next() < 0.25 ? [`${vocabulary.words[FUNCTION_WORDS.length + below(next, 3_000)]}:`] : [];
  words.push(...pick(next, main.phrases).split(" "));
  while (words.length < length) {
    const kind = next();
    if (kind < 0.22) words.push(pick(next, LINKS));
    if (kind < 0.5) words.push(pick(next, main.terms));
    else if (kind < 0.62) words.push(...pick(next, second.phrases).split(" "));
    else words.push(contentWord(vocabulary, functionWords));
  }
  return words.map((word) => (LINKS.includes(word) || word === "to" ? word : capital(word))).join(" ");
}

function contentWord(vocabulary, functionWords) {
  for (;;) {
    const word = vocabulary.draw();
    if (!functionWords.has(word)) return word;
  }
}

/** About 180 words in sentences of 14 to 29, one in seven drawn from the paper's field or fields. */
function abstract({ next, vocabulary }, main, second) {
  const length = Math.min(330, Math.max(40, Math.round(180 + 52 * gaussian(next))));
  const sentences = [];
  for (let written = 0; written < length; ) {
    const room = Math.min(14 + below(next, 16), length - written);
    const words = [];
    while (words.length < room) words.push(...wordsOfField(next, main, second, vocabulary));
    written += words.length;
    const commas = words.map((word, at) => (at < words.length - 1 && next() < 0.06 ? `${word},` : word));
    sentences.push(`${capital(commas.join(" "))}.`);
  }
  return sentences.join(" ");
}

function wordsOfField(next, main, second, vocabulary) {
  const kind = next();
  const field = next() < 0.75 ? main : second;
  if (kind < 0.035) return pick(next, field.phrases).split(" ");
  return [kind < 0.14 ? pick(next, field.terms) : vocabulary.draw()];
}

/** A pool of names, and a function that draws one: few people write many papers. */
function people(next) {
  const names = new Set();
  while (names.size < PEOPLE) {
    const middle = next() < 0.18 ? ` ${pick(next, "ABCDEFGHJKLMNPRST")}.` : "";
    names.add(`${pick(next, GIVEN)}${middle} ${pick(next, FAMILY)}`);
  }
  const pool = [...names];
  KNOWN.forEach((name, at) => pool.splice(120 + 90 * at, 0, name));
  const place = weighted(next, pool.map((_, at) => (at + 40) ** -0.75));
  return () => pool[place()];
}

/** Five on average, now and then a large group. */
function authors({ next, people }) {
  const group = next() < 0.04 ? 6 : 0;
  const count = Math.min(20, Math.max(1, Math.round(5 + group + 2.4 * gaussian(next))));
  const names = new Set();
  while (names.size < count) names.add(people());
  return [...names];
}

function categories(next, main, second) {
  const [primary, ...others] = main.categories;
  const chosen = new Set([primary, ...others.filter(() => next() < 0.45)]);
  if (next() < 0.3) chosen.add(second.categories[0]);
  if (next() < 0.15) chosen.add(pick(next, CROSS_LISTED));
  return [...chosen];
}

/** Later days have more papers. */
function day(next) {
  return new Date(FIRST_DAY + Math.floor(next() ** 0.45 * DAYS) * DAY).toISOString().slice(0, 10);
}

/** As arXiv counts: year, month, and the number within the month. */
function identifier({ perMonth }, date) {
  const month = date.slice(2, 4) + date.slice(5, 7);
  const number = (perMonth.get(month) ?? 0) + 1;
  perMonth.set(month, number);
  return `${month}.${String(number).padStart(5, "0")}`;
}
