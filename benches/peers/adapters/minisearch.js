// MiniSearch as its documentation suggests: title counts double, all words wanted, prefix for the word being typed, fuzzy 0.2.
// Filters are its callback over stored fields. It keeps the index and those fields, not the texts.

import MiniSearch from "minisearch";

const OPTIONS = {
  fields: ["title", "abstract", "authors"],
  storeFields: ["categories", "date"],
  extractField: (paper, field) => (field === "authors" ? paper.authors.join(", ") : paper[field]),
};

export function create() {
  let index;
  return {
    build(papers) {
      index = new MiniSearch(OPTIONS);
      index.addAll(papers);
    },
    query({ text, want, filters, limit }) {
      const found = index.search(text, optionsFor(want, filters));
      return { ids: found.slice(0, limit).map(({ id }) => id), total: found.length };
    },
    serialize: () => new TextEncoder().encode(JSON.stringify(index)),
    open(bytes) {
      index = MiniSearch.loadJSON(new TextDecoder().decode(bytes), OPTIONS);
    },
  };
}

function optionsFor(want, filters) {
  const options = { combineWith: want === "any" ? "OR" : "AND", boost: { title: 2 } };
  if (want === "prefix") options.prefix = (word, at, words) => at === words.length - 1;
  if (want === "fuzzy") options.fuzzy = 0.2;
  if (want === "author") options.fields = ["authors"];
  if (filters) options.filter = (stored) => admits(stored, filters);
  return options;
}

function admits({ categories, date }, { category, from, to }) {
  return (!category || categories.includes(category)) && (!from || date >= from) && (!to || date <= to);
}
