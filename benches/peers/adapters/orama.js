// Orama with threshold 0 (all words wanted), tolerance 1 for typos, and its own filters. It matches prefixes always, and keeps
// the texts with the index.

import { create as createDatabase, insertMultiple, load, save, search } from "@orama/orama";
import { fromBytes, toBytes } from "./shared.js";

const SCHEMA = { title: "string", abstract: "string", authors: "string", categories: "enum[]", day: "number" };
const BATCH = 1_000;

const dayNumber = (date) => Date.parse(date) / 86_400_000;

export function create() {
  let database;
  return {
    async build(papers) {
      database = createDatabase({ schema: SCHEMA });
      const records = papers.map(({ id, title, abstract, authors, categories, date }) => {
        return { id, title, abstract, authors: authors.join(", "), categories, day: dayNumber(date) || 0 };
      });
      await insertMultiple(database, records, BATCH);
    },
    query({ text, want, filters, limit }) {
      const found = search(database, { term: text, limit, ...optionsFor(want), where: whereFor(filters) });
      return { ids: found.hits.map(({ id }) => id), total: found.count };
    },
    serialize: () => toBytes(save(database)),
    open(bytes) {
      database = createDatabase({ schema: SCHEMA });
      load(database, fromBytes(bytes));
    },
  };
}

function optionsFor(want) {
  if (want === "any") return {};
  const options = { threshold: 0, boost: { title: 2 } };
  if (want === "fuzzy") options.tolerance = 1;
  if (want === "author") options.properties = ["authors"];
  return options;
}

function whereFor(filters) {
  if (!filters) return undefined;
  const where = {};
  if (filters.category) where.categories = { containsAll: [filters.category] };
  if (filters.from) where.day = { between: [dayNumber(filters.from), dayNumber(filters.to)] };
  return where;
}
