// What several adapters need.

/** Words as most peers cut them: runs of letters and digits, in lower case. */
export const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

export const toBytes = (value) => new TextEncoder().encode(JSON.stringify(value));
export const fromBytes = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** Ids and what filters look at, for libraries that keep neither. A paper is known by its place. */
export class Columns {
  constructor({ ids = [], categories = [], dates = [] } = {}) {
    Object.assign(this, { ids, categories, dates });
  }

  static of(papers) {
    return new Columns({
      ids: papers.map((paper) => paper.id),
      categories: papers.map((paper) => paper.categories),
      dates: papers.map((paper) => paper.date),
    });
  }

  admits(place, { category, from, to } = {}) {
    const date = this.dates[place];
    return (!category || this.categories[place].includes(category)) && (!from || date >= from) && (!to || date <= to);
  }
}
