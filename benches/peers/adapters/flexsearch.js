// FlexSearch's Document index: title and authors by prefix, the abstract by whole word (prefixes there take several times the
// memory). All words must stand in one field. It has no typo tolerance; `suggest` shows papers that lack some of the words.
// Categories are its tags; days are looked at afterwards. It keeps the index, not the texts.

import { Document } from "flexsearch";
import { Columns, fromBytes, toBytes } from "./shared.js";

const OPTIONS = {
  document: {
    id: "place",
    index: [
      { field: "title", tokenize: "forward" },
      { field: "abstract", tokenize: "strict" },
      { field: "authors", tokenize: "forward" },
    ],
    tag: [{ field: "categories" }],
  },
};

const ALL = 1_000_000;

export function create() {
  let index;
  let columns;
  return {
    build(papers) {
      index = new Document(OPTIONS);
      columns = Columns.of(papers);
      papers.forEach(({ title, abstract, authors, categories }, place) => {
        index.add({ place, title, abstract, authors: authors.join(", "), categories });
      });
    },
    query({ text, want, filters, limit }) {
      const { category, ...days } = filters ?? {};
      const options = { query: text, limit: days.from ? ALL : limit, merge: true };
      if (category) options.tag = { categories: category };
      if (want === "author") options.index = ["authors"];
      if (want === "fuzzy" || want === "any") options.suggest = true;
      const places = index.search(options).map((found) => found?.id ?? found);
      const wanted = days.from ? places.filter((place) => columns.admits(place, days)) : places;
      return { ids: wanted.slice(0, limit).map((place) => columns.ids[place]) };
    },
    async serialize() {
      const parts = {};
      await index.export((key, value) => {
        parts[key] = value;
      });
      return toBytes({ parts, columns });
    },
    async open(bytes) {
      const kept = fromBytes(bytes);
      columns = new Columns(kept.columns);
      index = new Document(OPTIONS);
      for (const [key, value] of Object.entries(kept.parts)) await index.import(key, value);
    },
  };
}
