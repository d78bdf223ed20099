// Which papers answer a query, found by reading every paper, and how much of an engine's answer is right.
//
// Engines cut words differently: some find stems, some parts of words. So two questions are asked of a paper. Whether it must be
// found is strict: it has every word whole (the last one begun, while typing), for a typo the word that was meant. Whether it may
// be found is lenient: each word or its rough stem stands anywhere in it. Filters must hold exactly for both.

const WORD = /[\p{L}\p{N}]+/gu;
const ENDINGS = /(ization|ences|ence|ances|ance|ations|ation|ingly|ings|ing|ically|ical|ics|ic|ers|er|ed|es|s|al|ive|ity|ty|ions|ion|e|or|y)$/;
const LONG_ENOUGH_TO_STEM = 6;

/** How many papers each of the queries must find. Reads all papers: some seconds for 100,000. */
export function mustBeFound(papers, queries) {
  const tests = queries.map(strictTest);
  const counts = queries.map(() => 0);
  for (const paper of papers) {
    const texts = { author: spaced(paper.authors.join(" ")), whole: spaced(wholeText(paper)) };
    tests.forEach((test, at) => {
      if (test(paper, texts)) counts[at] += 1;
    });
  }
  return counts;
}

/**
 * The share of an answer's first places that papers have which may be found, of as many places as there are papers to be found,
 * at most `limit`. `null` where nothing is to be found: then anything shown is a kindness.
 */
export function shareRight(query, ids, expected, limit, paperOf) {
  const places = Math.min(limit, expected);
  if (places === 0) return null;
  const right = ids.slice(0, places).filter((id) => paperOf.has(id) && mayBeFound(paperOf.get(id), query));
  return right.length / places;
}

function mayBeFound(paper, query) {
  const written = plain(query.want === "author" ? paper.authors.join(", ") : wholeText(paper));
  const text = `${written} ${written.replaceAll("-", "")}`; // Off-line is offline.
  return wordsOf(query).every((word) => text.includes(word) || text.includes(roughStem(word))) && passes(paper, query.filters);
}

function strictTest(query) {
  const words = wordsOf(query);
  const field = query.want === "author" ? "author" : "whole";
  // Every word of a spaced text stands between blanks.
  const parts = words.map((word, at) => (query.want === "prefix" && at === words.length - 1 ? ` ${word}` : ` ${word} `));
  return (paper, texts) => parts.every((part) => texts[field].includes(part)) && passes(paper, query.filters);
}

function passes(paper, { category, from, to } = {}) {
  return (!category || paper.categories.includes(category)) && (!from || paper.date >= from) && (!to || paper.date <= to);
}

const wordsOf = ({ intended, text }) => (intended ?? text).toLowerCase().match(WORD) ?? [];
const wholeText = ({ title, authors, abstract }) => `${title} ${authors.join(", ")} ${abstract}`;
const spaced = (text) => ` ${(text.toLowerCase().match(WORD) ?? []).join(" ")} `;
const roughStem = (word) => (word.length >= LONG_ENOUGH_TO_STEM ? word.replace(ENDINGS, "") : word);

/** Lower case without accents. */
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
